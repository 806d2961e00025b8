"""Every worked case that an installed plugin ships comes out as it says."""

from __future__ import annotations

import json
import tomllib
import zipfile
from decimal import Decimal
from importlib.metadata import EntryPoint, entry_points
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path

import pytest
from flit_core.wheel import make_wheel_in  # type: ignore[import-untyped]  # flit ships no types

from engine_kit.lanes import without_quotas
from kaohe.cases import case_from_data, differences, read_case
from kaohe.engine import Evaluation
from kaohe.rules.tools import AMENDMENT_GROUP, SCHEME_GROUP


def _points() -> list[EntryPoint]:
    return [point for group in (SCHEME_GROUP, AMENDMENT_GROUP) for point in entry_points(group=group)]


def _folder(point: EntryPoint) -> Traversable:
    return files(point.module.partition(".")[0]) / "cases"


def _cases(point: EntryPoint) -> list[Traversable]:
    folder = _folder(point)
    if not folder.is_dir():
        return []
    return sorted((f for f in folder.iterdir() if f.name.endswith((".toml", ".json"))), key=lambda f: f.name)


CASES = {f"{point.name}/{case.name}": case for point in _points() for case in _cases(point)}


@pytest.mark.parametrize("name", CASES)
def test_a_shipped_case_comes_out_as_it_says(name: str) -> None:
    """It expects something and meets it, and its note names the rule or clause it is about."""
    with as_file(CASES[name]) as path:
        case = read_case(path)
    assert case.expectations, "it expects nothing"
    assert [str(found.text) for found in differences(case, Evaluation(case.cohort).outcomes())] == []
    rules = {entry.rule.id: entry.rule.clause for kind in case.cohort.ruleset.kinds for entry in kind.entries}
    assert any(rule in case.about or clause in case.about for rule, clause in rules.items()), case.about


@pytest.mark.parametrize("name", CASES)
def test_the_records_of_a_shipped_case_are_the_same_in_both_lanes(name: str) -> None:
    """Before any places are given out, each record that is compiled has the walker's outcome, effects and notices too."""
    with as_file(CASES[name]) as path:
        ruleset = without_quotas(read_case(path).cohort.ruleset)
        data = (
            json.loads(path.read_text("utf-8"))
            if path.suffix == ".json"
            else tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
        )
        kept = {key: value for key, value in data.items() if key not in _OF_THE_WHOLE}
        case = case_from_data(kept, ruleset=ruleset, folder=path.parent)
    evaluation = Evaluation(case.cohort)
    for person, verdict in evaluation.verdicts():
        if verdict is not None and case.cohort.lane is not None:
            found = case.cohort.lane.compiled(person.kind).outcome(person.id, person.name, verdict)
            assert found == evaluation.outcome(person.id)


# What speaks of the scheme with its quotas, or has gone into the rules already.
_OF_THE_WHOLE = {"decisions", "expect", "digest", "settings", "amendments"}


@pytest.mark.parametrize("point", _points(), ids=lambda point: point.name)
def test_every_plugin_ships_cases(point: EntryPoint) -> None:
    """An installed scheme or amendment has worked cases of its own beside its code."""
    assert _cases(point), f"{point.name}: no case in {_folder(point)}"


PLUGINS = sorted((Path(__file__).parents[2] / "plugins").glob("*/pyproject.toml"))


@pytest.mark.parametrize("project", PLUGINS, ids=lambda project: project.parent.name)
def test_the_cases_ship_in_the_wheel(project: Path, tmp_path: Path) -> None:
    """The wheel of a plugin of this repository carries its worked cases, their tables, and its type marker."""
    names = set(zipfile.ZipFile(make_wheel_in(project, tmp_path).file).namelist())
    (package,) = (folder for folder in (project.parent / "src").iterdir() if (folder / "__init__.py").is_file())
    wanted = {f"{package.name}/py.typed"}
    wanted |= {f"{package.name}/cases/{file.name}" for file in (package / "cases").iterdir() if file.is_file()}
    assert wanted - names == set()
    assert len(wanted) > 1
