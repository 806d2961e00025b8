"""The grammar of case files: every key that a reader knows is explained, and every example is read."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from cli_kit import ROOT, as_json, run
from kaohe.cases import case_from_data, differences
from kaohe.cli._vocabulary import PLACES, Key, Place, keys
from kaohe.cli._vocabulary.examples import City, Example, example_case, within
from kaohe.engine import STATES, Evaluation
from kaohe.rules import assemble
from kaohe.rules.nodes import RECHECK_STATES
from kaohe.rules.tools import ABSENCES

SOURCE = ROOT / "framework" / "src" / "kaohe"
READERS = sorted([*(SOURCE / "cases").glob("_*.py"), *(SOURCE / "rules" / "facts").glob("_*.py")])
# Read before the others are: a row says with it that it stands for many.
BEFORE = {"repeat"}
FOLDER = "targets.csv"
RULES = assemble(Example)


# --- every key ----------------------------------------------------------------------------------------------------


def _known(file: Path) -> Iterator[str]:
    """The words that a reader lets stand as keys: what it gives to `known_keys` and `only`."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    values: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            values.setdefault(node.targets[0].id, []).append(node.value)
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            values.setdefault(node.target.id, []).append(node.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("known_keys", "only"):
            yield from _words(node.args[1], values)


def _words(node: ast.expr, values: dict[str, list[ast.expr]]) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Tuple | ast.List | ast.Set):
        for part in node.elts:
            yield from _words(part, values)
    elif isinstance(node, ast.Dict):
        for key in node.keys:
            yield from _words(key, values) if key is not None else ()
    elif isinstance(node, ast.Starred):
        yield from _words(node.value, values)
    elif isinstance(node, ast.Name):
        for value in values.get(node.id, ()):
            yield from _words(value, values)


def _known_everywhere() -> set[str]:
    return {word for file in READERS for word in _known(file)} | BEFORE


def test_every_key_of_the_readers_is_explained() -> None:
    """Whatever a reader lets stand in a case has its entry in the grammar."""
    known = _known_everywhere()
    assert known >= {"scheme", "confirmed", "each", "absent", "spoilt", "leave_vacant", "score_range", "file", "points"}
    assert known - {key.name.rpartition(".")[2] for key in keys()} == set()


@pytest.mark.parametrize("place", [place for place in PLACES if place.key != "facts"], ids=lambda place: str(place.key))
def test_no_other_key_is_explained(place: Place) -> None:
    """A key that is explained is one that a reader takes; among facts there are forms of values too."""
    assert {key.name.rpartition(".")[2] for key in place.keys} - _known_everywhere() == set()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("state", STATES),
        ("absent", [absence.code for absence in ABSENCES]),
        ("finding.status", [option.code for option in RECHECK_STATES]),
        ("rechecks.status", [option.code for option in RECHECK_STATES]),
    ],
)
def test_a_closed_list_is_told_in_full(name: str, words: Sequence[str]) -> None:
    """Where a key takes one of a few words, each of them stands in both languages."""
    (key,) = [key for key in keys() if key.name == name]
    assert [word for word in words if word not in key.said.en or word not in key.said.zh] == []


# --- every example ------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the table of the examples, where the scheme of the examples is installed."""
    info = tmp_path / "site" / "kaohe_vocabulary-1.dist-info"
    info.mkdir(parents=True)
    points = [("scheme", "example", Example), ("amendment", "example-city", City)]
    lines = [f"[kaohe.{group}.v1]\n{name} = {made.__module__}:{made.__name__}\n" for group, name, made in points]
    (info / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: kaohe-vocabulary\nVersion: 1\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    (tmp_path / FOLDER).write_text("编号,指标,分值\n1,饮水工程,60\n2,道路工程,40\n", encoding="utf-8")
    return tmp_path


def _examples() -> list[tuple[Place, Key]]:
    return [(place, key) for place in PLACES for key in place.keys]


@pytest.mark.parametrize(("place", "key"), _examples(), ids=[f"{p.key}-{k.name}" for p, k in _examples()])
def test_an_example_is_read(place: Place, key: Key, folder: Path) -> None:
    """The lines of a key are read where they stand; what they expect comes out."""
    data = within(place, key)
    if key.name == "digest":
        data["digest"] = RULES.digest
    case = case_from_data(data, folder=folder, ruleset=RULES)
    assert key.name.rpartition(".")[2] in key.example or place.key == "facts"
    if place.key in ("expect", "top"):
        found = differences(case, Evaluation(case.cohort).outcomes())
        assert [str(one.text) for one in found if key.name != "settings"] == []


def test_the_whole_example_is_met(folder: Path) -> None:
    """The file with every sort of entry evaluates as it expects, by the command that the page names."""
    file = folder / "case.toml"
    file.write_text(example_case(), encoding="utf-8")
    done = run("evaluate", file)
    assert done.exit_code == 0, done.output
    assert {row["id"] for row in as_json("evaluate", file)["outcomes"]} >= {"A", "B", "T", "M1", "M4", "O", "P"}


def test_an_expectation_that_is_wrong_is_found(folder: Path) -> None:
    """The examples are held to the outcomes: another grade would not pass."""
    place = next(place for place in PLACES if place.key == "expect")
    key = Key("grade", place.keys[0].said, 'A.grade = "合格"')
    case = case_from_data(within(place, key), folder=folder)
    assert len(differences(case, Evaluation(case.cohort).outcomes())) == 1


# --- the page -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_is_current(lang: str) -> None:
    """docs/case-files.md is what the command prints, under either language (make docs writes it)."""
    page = run("help", "case", "--markdown", lang=lang).stdout
    assert (ROOT / "docs" / "case-files.md").read_text(encoding="utf-8") == page
