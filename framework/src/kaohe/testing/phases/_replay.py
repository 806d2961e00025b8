"""Replaying a counterexample: is the check that found it content with it now."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from ...cases import Case, CaseFile, differences, read_case
from ...engine import Evaluation
from ...errors import CaseError, KaoheError
from ...rules import lint, load
from ...rules.tools import show
from ...words import Message, Text, shortened
from ..basis import CHECKS, Check, CheckError, Subject, World, case_folder, installed, world_of_case
from ._casefile import by_period

__all__ = ["Replay", "case_files", "promoted", "replay", "written_test"]


_UNFORESEEN = Message(
    "K2301",
    "it could not be replayed: {kind} ({why}); please report it with the file",
    "无法重放：{kind}（{why}）；请连同文件一并报告",
)
_NO_SCHEME = Message(
    "K2302", 'the case names no scheme; write scheme = "..." at its top', "案例没有写 scheme；请在开头写 scheme = “……”"
)
_AMENDMENTS = Message(
    "K2303", 'amendments is a list of ids; write it like ["..."]', "amendments 须是编号列表；请写成 [“……”]"
)
_SETTINGS = Message(
    "K2304",
    'settings is a table of codes, or of lists of them; write it like { key = "code" }',
    "settings 须是代码表；请写成 { 键 = “代码” }",
)
_ASKS_NOTHING = Message(
    "K2305",
    "the case names no check and expects nothing; add what it expects, or its check",
    "案例没有写检查项，也没有预期；请补写预期或检查项",
)
_NO_CHECK = Message(
    "K2306",
    "no check is called {name}; it may be of a newer kit; update Kaohe, or correct the name",
    "没有检查 {name}；可能来自更新的版本；请升级，或更正名称",
)
_NOT_FIXED = Message(
    "K2307",
    "{path} is {status}: {why}; a plugin's cases must hold; correct the case or the scheme first",
    "{path} 为 {status}：{why}；收入插件的案例须成立；请先更正案例或方案",
)
_NO_FOLDER = Message(
    "K2308",
    "the plugin of {scheme} has no folder that can be written; name one with --to",
    "方案 {scheme} 的插件没有可写的文件夹；请用 --to 指定",
)
_NO_CASE = Message(
    "K2309", "{place}: there is no case to replay; check the path", "{place}：没有可重放的案例；请检查路径"
)
_FORMS = (".toml", ".json")


@frozen
class Replay:
    """What became of one case: FIXED, FAILED or ERROR, and why."""

    path: Path
    status: str
    text: Text


def case_files(place: Path) -> list[Path]:
    """The case files at a path: itself, or those below a folder. Raises CheckError where there is none."""
    if place.is_dir():
        found = sorted(path for path in place.rglob("*") if path.suffix.lower() in _FORMS)
    else:
        found = [place] if os.path.lexists(place) else []
    if not found:
        raise CheckError(_NO_CASE.format(place=str(place)))
    return found


def replay(path: Path, *, subject: Subject | None = None) -> Replay:
    """Run the check named in a case, and the case's expectations, on the scheme as it is installed now.

    `subject` stands for a scheme that is not installed. Never raises, whatever the file or the scheme does wrong.
    """
    try:
        raw = _raw(path)
        found = subject if subject is not None else _subject(raw)
        text = _failure(path, raw, found)
    except KaoheError as error:
        return Replay(path, "ERROR", error.text)
    except (Exception, SystemExit) as error:  # a plugin's code is run here, and the other files are to run too
        why = shortened(str(error), 200) or "-"
        return Replay(path, "ERROR", _UNFORESEEN.format(kind=type(error).__name__, why=why))
    if text is not None:
        return Replay(path, "FAILED", text)
    return Replay(path, "FIXED", Text("it holds now", "现已符合"))


def _raw(path: Path) -> dict[str, Any]:
    return CaseFile.at(path).data()


def _subject(raw: Mapping[str, Any]) -> Subject:
    name, amendments = raw.get("scheme"), raw.get("amendments", [])
    if not isinstance(name, str) or not name:
        raise CaseError(_NO_SCHEME)
    if not _are_texts(amendments):
        raise CaseError(_AMENDMENTS)
    found, choices = installed(name), _choices(raw.get("settings", {}))
    if amendments:
        ruleset = load(name, amendments=amendments, choices=choices)
        return Subject(name, ruleset, tuple(lint(ruleset)), found.cases, choices=choices)
    if choices and found.runs:
        ruleset = load(name, choices=choices)  # which keeps it for the next file, as chosen() would not
        return evolve(found, ruleset=ruleset, faults=tuple(lint(ruleset)), choices=choices)
    return found.chosen(choices) if choices else found


def _choices(raw: object) -> dict[str, str | tuple[str, ...]]:
    if not isinstance(raw, Mapping) or not all(isinstance(one, str) or _are_texts(one) for one in raw.values()):
        raise CaseError(_SETTINGS)
    return {str(key): tuple(value) if isinstance(value, list) else value for key, value in raw.items()}


def _are_texts(raw: object) -> bool:
    return isinstance(raw, list) and all(isinstance(one, str) for one in raw)


def _failure(path: Path, raw: Mapping[str, Any], subject: Subject) -> Text | None:
    """Why the case still fails; None where it does not. Raises CaseError for a case that asks nothing."""
    check = _check_of(raw)
    if check is None and not raw.get("expect"):
        raise CaseError(_ASKS_NOTHING, where=str(path))
    if check is not None and check.of_subject is not None and check.id != "cases.expected":
        return next((problem.text for problem in check.declared(subject) if not problem.readings), None)
    case = read_case(path, ruleset=None if subject.installed or "settings" in raw else subject.ruleset)
    unmet = differences(case, subject.evaluate(case.cohort).outcomes())
    if unmet:
        return unmet[0].text
    return _still(check, world_of_case(subject, case)) if check is not None else None


def _check_of(raw: Mapping[str, Any]) -> Check | None:
    said = raw.get("check")
    if said is None:
        return None
    name = said.get("id") if isinstance(said, Mapping) else said
    if not isinstance(name, str) or name not in CHECKS:
        raise CheckError(_NO_CHECK.format(name=shortened(str(name), 100)))
    return CHECKS[name]


def _still(check: Check, world: World) -> Text | None:
    return next((problem.text for problem in check.problems(world) if not problem.readings), None)


def written_test(paths: Iterable[Path], test: Path) -> str:
    """A pytest file that replays the cases, found from the test's own folder."""
    names = sorted(os.path.relpath(path.resolve(), test.resolve().parent) for path in paths)
    listed = "".join(f"    {json.dumps(Path(name).as_posix())},\n" for name in names)
    return _TEST.format(listed=listed)


_TEST = '''"""Counterexamples that `kaohe check` or `kaohe fuzz` found: each stays fixed."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaohe.testing import replay

CASES = [
{listed}]


@pytest.mark.parametrize("name", CASES)
def test_a_counterexample_stays_fixed(name: str) -> None:
    """The check that found it is content with the case."""
    found = replay(Path(__file__).parent / name)
    assert found.status == "FIXED", str(found.text)
'''


def promoted(path: Path, folder: Path | None = None) -> tuple[Path, dict[str, Any]]:
    """Where a case goes in its plugin, and its data with what comes out now as its expectations.

    A case that asks nothing yet is taken too: its expectations are the first. Raises KaoheError for one that cannot
    be read or whose check still fails, or whose plugin's folder is not there to write to.
    """
    raw = _raw(path)
    if raw.get("check") is not None or raw.get("expect"):
        found = replay(path)
        if found.status != "FIXED":
            raise CheckError(_NOT_FIXED.format(path=str(path), status=found.status, why=found.text))
    case = read_case(path)
    data = {**raw, **_plain(case), "expect": {**_expectations(case), **raw.get("expect", {})}}
    data["about"] = _about(raw, case)
    target = folder if folder is not None else _folder_of(case.cohort.ruleset.id)
    return target / f"{path.stem}.toml", data


def _plain(case: Case) -> dict[str, Any]:
    """The people with every fact written out, and the cycle with the rows of each table: the file stands alone."""
    world = world_of_case(Subject(case.cohort.ruleset.id, case.cohort.ruleset), case)
    cycle = dict(case.raw["cycle"])
    if tables := case.cohort.supplied.tables:
        cycle["tables"] = {
            key: [{"id": line.id, "label": line.label.zh, "points": show(line.points)} for line in lines]
            for key, lines in tables.items()
        }
    return {"cycle": cycle, "appraisees": [by_period(world, row) for row in world.rows]}


def _expectations(case: Case) -> dict[str, Any]:
    """State, grade, score and rules of everybody as they come out now."""
    found = {}
    for outcome in Evaluation(case.cohort).outcomes():
        data = outcome.as_json()
        fields = {key: data[key] for key in ("state", "grade", "score") if data[key] is not None}
        found[outcome.id] = {**fields, "rules": data["rules"]}
    return found


def _about(raw: Mapping[str, Any], case: Case) -> str:
    """The note, with a clause named where it names none."""
    said = str(raw.get("about", ""))
    clause = raw["check"].get("clause", "") if isinstance(raw.get("check"), Mapping) else ""
    if not clause:
        fired = [name for outcome in case.cohort.ruleset.kinds for name in (entry.rule.id for entry in outcome.entries)]
        clause = fired[0] if fired else ""
    return said if clause in said else f"{clause}: {said}"


def _folder_of(scheme: str) -> Path:
    folder = case_folder(scheme)
    path = Path(str(folder)) if folder is not None else None
    if path is None or not os.access(path.parent, os.W_OK):
        raise CheckError(_NO_FOLDER.format(scheme=scheme))
    return path
