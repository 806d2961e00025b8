"""The first day: what `make day1` shows is what it claims."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from kaohe.cli.day1 import Day
from kaohe.office import Office


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a first day was spent."""
    where = tmp_path_factory.mktemp("day1")
    told: list[str] = []
    day = Day(where, lambda line: told.append(str(line)))
    day.run()
    (where / "told.txt").write_text("\n".join(told), encoding="utf-8")
    (where / "mistakes.txt").write_text("\n".join(day.mistakes), encoding="utf-8")
    return where


def test_the_previews_name_all_ten_mistakes(folder: Path) -> None:
    """Each of the ten is named once, at its place and with its number."""
    mistakes = (folder / "mistakes.txt").read_text(encoding="utf-8").splitlines()
    numbers = [line.partition("[")[2].partition("]")[0] for line in mistakes]
    assert numbers == ["K1071", "K1072", "K9130", "K1029", "K1069", "K9113", "K9112", "K9126", "K1049", "K9144"]


def test_each_import_and_the_decision_is_one_commit(folder: Path) -> None:
    """Made and set up, three imports, one decision: the book holds no more."""
    with Office.open(folder / "day1.book", writable=False) as office:
        assert office.head.seq == 5
        assert [decision["choose"] for decision in office.decisions.values()] == [["T04"]]
        outcomes = {one.id: one for one in office.evaluation.outcomes()}
    assert {one.state for one in outcomes.values()} == {"decided"}
    assert [who for who, one in outcomes.items() if one.grade == "优秀"] == ["T01", "T02", "T03", "T04"]


def test_the_table_shows_what_was_decided(folder: Path) -> None:
    """The table holds the ten teams with grade and exact votes; its workbook prints on A4 with the receipt."""
    text = (folder / "table.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert [row["考核等次"] for row in rows] == ["优秀"] * 4 + ["较好"] * 6
    assert rows[0]["满意率"] == "93.60%"
    sheet = openpyxl.load_workbook(folder / "table.xlsx").active
    assert sheet is not None
    assert sheet.page_setup.paperSize == 9
    assert sheet.print_title_rows == "$1:$3"
    with Office.open(folder / "day1.book", writable=False) as office:
        assert sheet.oddFooter is not None
        assert str(office.head) in str(sheet.oddFooter.left.text)


def test_the_program_says_how_long_it_took(tmp_path: Path) -> None:
    """Run as `make day1` runs it, it ends well and names its files."""
    done = subprocess.run(
        [sys.executable, "-m", "kaohe.cli.day1", str(tmp_path / "new")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "10 mistakes of ten named" in done.stdout or "指出 10 处" in done.stdout
    assert (tmp_path / "new" / "why-T05.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
