"""Replay and promote: every file gets its sentence, every shipped case can be promoted, nothing is overwritten."""

from __future__ import annotations

import ast
import json
import os
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from cli_kit import ROOT, run
from kaohe.cases import read_case
from kaohe.engine import Evaluation
from kaohe.testing import case_text, promoted, replay, written_test
from testing_kit.promoted import assert_same_case


def _shape(path: Path) -> tuple[Any, ...]:
    """What a case file is made of: two alike are written by the same code in the same way."""
    data = (json.loads if path.suffix == ".json" else tomllib.loads)(path.read_text(encoding="utf-8"))
    people = data["appraisees"]
    values = {type(value).__name__ for row in people for value in row.get("facts", {}).values()}
    decisions = {tuple(sorted(row)) for row in data.get("decisions", ())}
    return data["scheme"], *map(frozenset, (data, {key for row in people for key in row}, values, decisions))


FOUND = [*ROOT.glob("plugins/*/src/*/cases/*"), *ROOT.glob("plugins/*/src/*/examples/*.json")]
# One of each shape, the first by name.
SHIPPED = list(
    {_shape(path): path for path in sorted(FOUND, reverse=True) if path.suffix in (".toml", ".json")}.values()
)
CASES = ROOT / "plugins" / "xizang" / "src" / "kaohe_xizang" / "cases"
GOOD = CASES / "XZ-6(4)b.toml"


@pytest.mark.parametrize("path", SHIPPED, ids=[path.stem for path in SHIPPED])
def test_promoting_a_shipped_case_keeps_its_outcomes(path: Path, tmp_path: Path) -> None:
    """Read back from what is written, everybody's state, grade, score and rules are what they were."""
    before = Evaluation(read_case(path).cohort).outcomes()
    target, data = promoted(path, tmp_path)
    target.write_text(case_text(data), encoding="utf-8")
    assert_same_case(target, before)


def test_a_promoted_case_stands_alone(tmp_path: Path) -> None:
    """A table that stood in a file beside the case stands in it now."""
    shutil.copy(CASES / "XZ-6(4)a-table-file.toml", tmp_path / "case.toml")
    shutil.copy(CASES / "targets-member.csv", tmp_path)
    assert run("promote", tmp_path / "case.toml", "--to", tmp_path / "to").exit_code == 0
    assert os.listdir(tmp_path / "to") == ["case.toml"]
    assert replay(tmp_path / "to" / "case.toml").status == "FIXED"


def test_promote_overwrites_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    """Where the name is taken, or the folder cannot be made, the case stays where it was."""
    case = tmp_path / "case.toml"
    shutil.copy(GOOD, case)
    (tmp_path / "to").mkdir()
    (tmp_path / "to" / "case.toml").write_text("mine", encoding="utf-8")
    said = run("promote", case, "--to", tmp_path / "to")
    assert (said.exit_code, "nothing is overwritten" in said.stderr) == (2, True)
    assert (tmp_path / "to" / "case.toml").read_text(encoding="utf-8") == "mine"
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert run("promote", case, "--to", tmp_path / "file" / "deep").exit_code == 2
    assert sorted(os.listdir(tmp_path)) == ["case.toml", "file", "to"]


WRONG: tuple[Any, ...] = (None, 5, True, "x", [], [[]], {}, {"a": 1}, [5], {"a": [5]}, "x" * 5000)


@pytest.mark.parametrize(
    "key", ["format", "scheme", "amendments", "settings", "check", "expect", "cycle", "appraisees"]
)
@pytest.mark.parametrize("value", WRONG, ids=lambda value: repr(value)[:12])
def test_a_replay_never_raises(key: str, value: Any, tmp_path: Path) -> None:
    """A value of a wrong type anywhere at the top is an error with a sentence."""
    path = tmp_path / "case.json"
    data = {"format": 1, "scheme": "xizang-2018", "check": {"id": "record.pure"}, key: value}
    path.write_text(json.dumps(data), encoding="utf-8")
    found = replay(path)
    assert found.status == "ERROR"
    assert found.text.en
    assert found.text.zh


def test_a_folder_of_odd_things_is_replayed_to_its_end(tmp_path: Path) -> None:
    """A folder, a pipe, a link to nothing, a device, noise and an unknown scheme between two good cases."""
    for name in ("a.toml", "z.toml"):
        shutil.copy(GOOD, tmp_path / name)
    (tmp_path / "folder.toml").mkdir()
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "gone.json").symlink_to("nothing")
    (tmp_path / "device.json").symlink_to("/dev/zero")
    (tmp_path / "noise.json").write_bytes(bytes(range(256)) * 9)
    (tmp_path / "other.TOML").write_text('format = 1\nscheme = "nowhere"\n[expect]\n', encoding="utf-8")
    said = run("replay", tmp_path)
    states = {Path(line.split(None, 1)[1].split(":")[0]).name: line.split()[0] for line in said.stdout.splitlines()}
    assert said.exit_code == 2
    assert {name for name, state in states.items() if state == "FIXED"} == {"a.toml", "z.toml"}
    assert list(states.values()).count("ERROR") == 6


def test_what_a_scheme_does_wrong_is_a_sentence_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plugin that raises or ends the program while its case is replayed ends neither."""
    shutil.copy(GOOD, tmp_path / "case.toml")
    for wrong in (ValueError("no"), SystemExit(0), RecursionError()):

        def fails(*_: Any, wrong: BaseException = wrong) -> None:
            raise wrong

        monkeypatch.setattr("kaohe.testing.phases._replay.installed", fails)
        found = replay(tmp_path / "case.toml")
        assert (found.status, found.text.number, type(wrong).__name__ in found.text.en) == ("ERROR", "K2301", True)


def test_a_test_is_written_once_and_is_python(tmp_path: Path) -> None:
    """Names with quotes and backslashes stay names; a file that is there stays."""
    odd = tmp_path / 'it"s\\.toml'
    shutil.copy(GOOD, odd)
    tree = ast.parse(written_test([odd], tmp_path / "test_x.py"))
    assert any(isinstance(node, ast.Constant) and node.value == odd.name for node in ast.walk(tree))
    assert run("replay", odd, "--write-test", tmp_path / "test_x.py").exit_code == 0
    before = (tmp_path / "test_x.py").read_text(encoding="utf-8")
    assert run("replay", odd, "--write-test", tmp_path / "test_x.py").exit_code == 2
    assert (tmp_path / "test_x.py").read_text(encoding="utf-8") == before
