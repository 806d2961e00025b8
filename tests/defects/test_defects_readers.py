"""The inputs of the first trial that readers got wrong, each with what is right."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cli_kit import ROOT, as_json, run

FILES = ROOT / "tests" / "defects" / "files"


@pytest.mark.parametrize("name", ["csv-gbk", "csv-blank", "csv-zh"])
def test_a_countys_table_is_read_as_its_spreadsheet_saves_it(name: str) -> None:
    """GBK with CRLF, an empty last row, and Chinese headings: 40 + 50 of 50 + 50 points, all months 90."""
    (outcome,) = as_json("evaluate", FILES / f"{name}.toml")["outcomes"]
    assert (outcome["state"], outcome["score"], outcome["grade"]) == ("decided", "90", "优秀")


@pytest.mark.parametrize(("broken", "line"), [("002,作风,x\n", 3), ("002,,50\n", 3), ("\n\n001,工作,50\n", 5)])
def test_an_error_in_a_table_names_the_csv_and_its_line(broken: str, line: int, tmp_path: Path) -> None:
    """Not the case file: the clerk has the table open."""
    shutil.copy(FILES / "csv-zh.toml", tmp_path)
    (tmp_path / "csv-zh.csv").write_text(f"编号,指标,分值\n001,工作,50\n{broken}", encoding="utf-8")
    said = run("evaluate", tmp_path / "csv-zh.toml")
    assert said.exit_code == 2
    assert said.stderr.startswith(f"{tmp_path / 'csv-zh.csv'}:{line}:")


def test_a_table_whose_name_holds_nul_is_a_sentence() -> None:
    """The place in the case is named."""
    said = run("evaluate", FILES / "file-with-nul.toml")
    assert said.exit_code == 2
    assert "file-with-nul.toml:20: cycle.tables.targets-member.file: [K2122]" in said.stderr


def test_a_replay_says_of_each_wrong_file_what_is_wrong_and_runs_the_others(tmp_path: Path) -> None:
    """Two cases whose amendments or settings are numbers stand between two that hold."""
    good = ROOT / "plugins" / "xizang" / "src" / "kaohe_xizang" / "cases" / "XZ-6(4)b.toml"
    for name in ("a.toml", "z.toml"):
        shutil.copy(good, tmp_path / name)
    for name in ("replay-wrong-type-1.toml", "replay-wrong-type-2.toml"):
        shutil.copy(FILES / name, tmp_path)
    said = run("replay", tmp_path)
    assert said.exit_code == 2
    lines = [line.split(":")[0].split()[0] for line in said.stdout.splitlines()]
    assert lines == ["FIXED", "ERROR", "ERROR", "FIXED"]
    assert "[K2303] amendments is a list" in said.stdout
    assert "[K2304] settings is a table" in said.stdout
