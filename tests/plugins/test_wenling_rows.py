"""The Wenling plugin against its inventory: every row, every part, the sums of the annex, and what must not matter."""

from __future__ import annotations

import importlib.util
import zipfile
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from flit_core.wheel import make_wheel_in  # type: ignore[import-untyped]  # flit ships no types
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.cases import case_from_data
from kaohe.engine import Evaluation
from kaohe.errors import CaseError
from kaohe.rules import Figure, Item, PointTable, Quota, lint, load
from kaohe.rules.nodes import Aggregate, Extreme, Named, Points, bounds
from kaohe.rules.tools import Ruleset
from lengths import scaled
from plugin_kit import data_of, entries, printed_under_seed, renamed, results, shuffled

PROJECT = Path(__file__).parents[2] / "plugins" / "wenling"
PACKAGE = PROJECT / "src" / "kaohe_wenling"

# 三 to 五: id, hook, clause
ROWS = [
    ("WL-header", "procedure", "三"),
    ("WL-4.1", "procedure", "四1"),
    ("WL-4.2", "procedure", "四2"),
    ("WL-4.3", "procedure", "四3"),
    ("WL-5", "procedure", "五"),
]

# The annex: row, its points, and the points of its parts as printed (8③ has none).
ANNEX: list[tuple[int, int, dict[str, int]]] = [
    (1, 10, {"①": 2, "②": 2, "③": 3, "④": 3}),
    (2, 8, {"①": 5, "②": 3}),
    (3, 10, {"①": 6, "②": 4}),
    (4, 5, {}),
    (5, 6, {"①": 4, "②": 2}),
    (6, 8, {"①": 3, "②": 2, "③": 3}),
    (7, 8, {"①": 3, "②": 3, "③": 2}),
    (8, 8, {"①": 2, "②": 1, "③": 0, "④": 2}),
    (9, 4, {"①": 2, "②": 2}),
    (10, 3, {}),
    (11, 4, {}),
    (12, 4, {}),
    (13, 2, {}),
    (14, 20, {}),
]


@pytest.fixture(scope="module")
def wenling() -> Ruleset:
    """The installed scheme."""
    return load("wenling-2013")


def _item_id(row: int) -> str:
    """The annex's fifth row leaves the id WL-5 to clause 五."""
    return "WL-5-row" if row == 5 else f"WL-{row}"


def _table(ruleset: Ruleset, kind: str = "town") -> PointTable:
    rules = ruleset.kind(kind)
    assert rules is not None
    (table,) = (rule for rule in rules.rules(PointTable) if isinstance(rule, PointTable))
    return table


def _item(ruleset: Ruleset, row: int, kind: str = "town") -> Item:
    return next(item for item in _table(ruleset, kind).items if item.id == _item_id(row))


@pytest.mark.parametrize(("row", "hook", "clause"), ROWS)
def test_a_row_of_the_text_is_declared_by_id_and_clause(wenling: Ruleset, row: str, hook: str, clause: str) -> None:
    """The rows of 三 to 五 stand in both kinds, with their clause, as procedure or notice."""
    found = [entry for entry in entries(wenling) if entry.rule.id == row]
    assert [(entry.hook, entry.rule.clause) for entry in found] == [(hook, clause)] * 2


@pytest.mark.parametrize(("row", "points", "parts"), ANNEX)
@pytest.mark.parametrize("kind", ["town", "street"])
def test_a_row_of_the_annex_has_its_points(
    wenling: Ruleset, row: int, points: int, parts: dict[str, int], kind: str
) -> None:
    """Each of the fourteen rows computes, with the points printed beside it and beside its parts."""
    item = _item(wenling, row, kind)
    assert item.points == points
    assert item.clause == f"附件第{row}项"
    if parts:
        printed = {(f"WL-{row}{mark}", f"附件第{row}项{mark}"): worth for mark, worth in parts.items()}
        assert {(part.id, part.clause): part.points for part in item.parts} == printed
    else:
        assert [part.points for part in item.parts] == ([points] if row != 14 else [])
    assert (item.earns is not None) == (row == 14)


def test_the_table_makes_100_in_four_groups(wenling: Ruleset) -> None:
    """附件: 33 + 30 + 17 + 20, every row in one group, 100 in all; one decimal is shown (WL-a8)."""
    table = _table(wenling)
    assert [points for points, _ in table.groups] == [33, 30, 17, 20]
    assert [row for _, ids in table.groups for row in ids] == [item.id for item in table.items]
    assert table.points == 100
    assert table.display_places == 1
    assert [item.id for item in table.items] == [_item_id(row) for row, _, _ in ANNEX]


def test_row_8_is_the_only_declared_exception(wenling: Ruleset) -> None:
    """WL-a1: only row 8, whose stated points make 5 of 8, says why its parts do not add up; only 8③ may exceed its own."""
    items = _table(wenling).items
    assert [item.id for item in items if item.exception is not None] == ["WL-8"]
    assert [part.id for item in items for part in item.parts if part.uncapped] == ["WL-8③"]


# What counts one by one, until nothing is left (扣完为止): its declared loss has no end, only a limit.
_COUNTED = {"WL-1④", "WL-2②", "WL-7①", "WL-10-loss"}


@pytest.mark.parametrize("kind", ["town", "street"])
def test_a_part_declares_what_is_printed_before_its_limit_cuts_in(wenling: Ruleset, kind: str) -> None:
    """A declared loss runs from 0 to the points of its part, to 8 in 8③: the limit hides no wrong number."""
    parts = [part for item in _table(wenling, kind).items for part in item.parts]
    ends = {part.id: None if part.id in _COUNTED else part.points for part in parts} | {"WL-8③": Fraction(8)}
    assert {part.id: bounds(part.loses) for part in parts} == {name: (Fraction(0), end) for name, end in ends.items()}


# The switches (WL-a1, WL-a3, WL-a5, WL-a6): key, the other way, and the file of worked cases that takes it.
_SWITCHES = [
    ("WL-a1", "notified-cadres", "three-points", "WL-8③-three-points"),
    ("WL-a3", "under-12-days", "two-points", "WL-5②-two-points"),
    ("WL-a5", "two-limbs", "added", "WL-2①-added"),
    ("WL-a6", "same-practice", "each-kind", "WL-14-each-kind"),
]


@pytest.mark.parametrize(("assumption", "key", "way", "file"), _SWITCHES)
def test_another_reading_is_chosen_by_a_setting(
    wenling: Ruleset, assumption: str, key: str, way: str, file: str
) -> None:
    """Each reading that offices differ in has two ways, assembles without a warning in the other, and has its cases."""
    (setting,) = (given for given in wenling.settings if given.key == key)
    assert (setting.assumption, [option.code for option in setting.options][1:]) == (assumption, [way])
    assert setting.default != way
    # added limbs make numbers that the annex does not print
    faults = [fault for fault in lint(load("wenling-2013", choices={key: way})) if fault.check != "text.numbers"]
    assert faults == []
    assert data_of("kaohe_wenling", f"cases/{file}.toml")["settings"] == {key: way}


def test_no_other_setting_is_declared(wenling: Ruleset) -> None:
    """The four switches are all there are."""
    assert [given.key for given in wenling.settings] == [key for _, key, _, _ in _SWITCHES]


@pytest.mark.parametrize("kind", ["town", "street"])
def test_added_limbs_are_declared_as_sums(kind: str) -> None:
    """WL-a5: added, the two limbs of rows 2①, 12 and 13 make 8, 5.5 and 3, which the points of each part cut off."""
    added = load("wenling-2013", choices={"two-limbs": "added"})
    losses = {part.id: bounds(part.loses) for item in _table(added, kind).items for part in item.parts}
    found = {name: losses[name] for name in ("WL-2①", "WL-12-loss", "WL-13-loss")}
    ends = {"WL-2①": "8", "WL-12-loss": "5.5", "WL-13-loss": "3"}
    assert found == {name: (Fraction(0), Fraction(end)) for name, end in ends.items()}


def test_only_row_1_4_differs_between_towns_and_streets(wenling: Ruleset) -> None:
    """Row 1④ has words of its own for towns and for streets; points and everything else are the same."""
    town, street = _table(wenling), _table(wenling, "street")
    texts = [
        one.id
        for one, other in zip(
            (part for item in town.items for part in item.parts),
            (part for item in street.items for part in item.parts),
            strict=True,
        )
        if one != other
    ]
    assert texts == ["WL-1④"]
    assert [item.points for item in town.items] == [item.points for item in street.items]


def test_ids_are_unique_in_a_kind(wenling: Ruleset) -> None:
    """Rules, rows and parts share no id: the annex's fifth row gives way to clause 五."""
    for rules in wenling.kinds:
        items = _table(wenling, rules.kind.key).items
        ids = [entry.rule.id for entry in rules.entries] + [item.id for item in items]
        ids += [part.id for item in items for part in item.parts]
        assert len(ids) == len(set(ids))


def test_there_are_no_grades_quotas_or_vetoes(wenling: Ruleset) -> None:
    """The document has none, and none is declared."""
    assert [rules.kind.grades for rules in wenling.kinds] == [(), ()]
    assert {entry.hook for entry in entries(wenling)} == {"scoring", "procedure"}
    assert not [entry for entry in entries(wenling) if isinstance(entry.rule, Quota)]


def test_the_ambiguities_are_declared_and_used(wenling: Ruleset) -> None:
    """WL-a1 to WL-a11 are declared, and each is tied to a rule, a row, a part, an open question or the window."""
    declared = [assumption.id for assumption in wenling.assumptions]
    assert declared == [f"WL-a{number}" for number in range(1, 12)]
    used = {name for entry in entries(wenling) for name in entry.rule.assumption}
    used |= {name for item in _table(wenling).items for name in item.assumption}
    used |= {name for item in _table(wenling).items for part in item.parts for name in part.assumption}
    used |= {name for open_ in wenling.undefined for name in open_.assumption}
    used.add(wenling.scheme.window.assumption)
    assert used == set(declared)


def test_lint_finds_nothing(wenling: Ruleset) -> None:
    """The scheme passes lint without a warning."""
    assert lint(wenling) == []


def test_the_conversion_needs_a_ratio(wenling: Ruleset) -> None:
    """WL-a9: 12.5 % of 76 are 9.5; without a ratio nothing is converted."""
    evaluation = Evaluation(case_from_data(data_of("kaohe_wenling", "cases/WL-5.toml")).cohort)
    (figure,) = (entry.rule for entry in evaluation.plan("town").rules.entries if entry.rule.id == "WL-5-converted")
    assert isinstance(figure, Figure)
    found = {name: evaluation.walker(name).worth(figure.value) for name in ("T1", "T2", "T3")}
    assert {name: getattr(worth, "value", None) for name, worth in found.items()} == {
        "T1": None,
        "T2": 8,
        "T3": Fraction("9.5"),
    }


def _town(facts: dict[str, Any]) -> Fraction:
    """The score of one town whose record is clean but for `facts`."""
    raw = data_of("kaohe_wenling", "cases/WL-annex.toml")
    people = [{"id": "T", "kind": "town", "facts": facts}]
    return Fraction(results({**raw, "appraisees": people, "expect": {}})["T"]["score"])


BEYOND = [
    ("day_systems_missing", 3),
    ("carriers_missing", 4),
    ("training_missing", 3),
    ("months_unpublished", 13),
    ("appraisal_missing", 3),
    ("centres_deduction", "4.1"),
    ("centres_deduction", "0.05"),
    ("pledges_deduction", "0.7"),
    ("pledges_deduction", "-0.1"),
    ("village_expert", "done"),
    ("practices", [{"promoted": "national"}]),
]


@pytest.mark.parametrize(("key", "value"), BEYOND)
def test_what_the_annex_cannot_count_is_refused(key: str, value: object) -> None:
    """One step beyond what a part counts, a second decimal or half a practice is refused at the entry."""
    with pytest.raises(CaseError):
        _town({key: value})


_AWARDS = {"national": (20, 10), "provincial": (15, 7), "taizhou": (10, 5), "wenling": (5, 3), "none": (0, 0)}


@pytest.mark.parametrize("kind", ["town", "street"])
def test_a_practice_declares_the_awards_as_printed(wenling: Ruleset, kind: str) -> None:
    """附件第14项: the awards by level, national 20 and “没有的不得分” 0 among them, before the row's limit of 20."""
    earns = _item(wenling, 14, kind).earns
    assert isinstance(earns, Aggregate)
    assert isinstance(earns.of, Named)
    assert isinstance(earns.of.value, Extreme)
    tables = [dict(award.table) for award in earns.of.value.values if isinstance(award, Points)]
    assert tables == [{level: points[place] for level, points in _AWARDS.items()} for place in (0, 1)]


_PRACTICE = st.fixed_dictionaries({key: st.sampled_from(sorted(_AWARDS)) for key in ("promoted", "reported")})


@given(st.lists(_PRACTICE, max_size=5), st.integers(0, 5), st.integers(0, 12))
@settings(max_examples=scaled(20, 1000), deadline=None)
def test_the_score_is_its_rows(practices: list[dict[str, str]], cases: int, months: int) -> None:
    """Any practices under their own names, notified cadres, unpublished months: 80 less what rows lose, plus capped awards."""
    best = [max(_AWARDS[one["promoted"]][0], _AWARDS[one["reported"]][1]) for one in practices]
    notified = [{"date": "2013-03-01", "document": f"督〔2013〕{number}号"} for number in range(cases)]
    named = [{**one, "item": str(place)} for place, one in enumerate(practices)]
    found = _town({"practices": named, "cadres_notified": notified, "months_unpublished": months})
    assert found == 80 - min(3 * cases, 8) - Fraction(months, 5) + min(sum(best), 20)


def test_every_row_and_part_has_a_case() -> None:
    """Each row and each part of the annex, and the conversion, has worked cases in a file of its name."""
    stems = {file.stem for file in (PACKAGE / "cases").glob("*.toml")}
    wanted = {_item_id(row) for row, _, _ in ANNEX} | {"WL-5", "boundary-vectors"}
    wanted |= {f"WL-{row}{mark}" for row, _, parts in ANNEX for mark in parts}
    assert sorted(wanted - stems) == []


def test_cases_and_example_ship_in_the_wheel(tmp_path: Path) -> None:
    """The wheel of the plugin carries its worked cases and its example."""
    names = zipfile.ZipFile(make_wheel_in(PROJECT / "pyproject.toml", tmp_path).file).namelist()
    here = [f"kaohe_wenling/cases/{file.name}" for file in (PACKAGE / "cases").iterdir()]
    assert len(here) >= 40
    assert {*here, "kaohe_wenling/examples/city.json"} <= set(names)


def _by_name(found: dict[str, dict[str, Any]], names: dict[str, str]) -> dict[str, dict[str, Any]]:
    """The outcomes under other ids."""
    return {names[name]: one | {"id": names[name]} for name, one in found.items()}


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("wenling_example", PROJECT / "tools" / "make_example.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_example_is_what_its_program_writes() -> None:
    """The example city comes out of its program, byte for byte."""
    assert _tool().example() == (PACKAGE / "examples" / "city.json").read_text(encoding="utf-8")


def test_the_example_is_decided() -> None:
    """All 16 towns and streets of the example have an exact score from 0 to 100 and no grade."""
    found = results(data_of("kaohe_wenling", "examples/city.json")).values()
    assert [(outcome["state"], outcome["grade"]) for outcome in found] == [("decided", None)] * 16
    assert all(0 <= Fraction(outcome["score"]) <= 100 for outcome in found)
    assert len({outcome["score"] for outcome in found}) > 10


@pytest.mark.parametrize("name", ["examples/city.json", "cases/WL-7①.toml"])
@given(seed=st.integers(0, 10_000))
@settings(max_examples=scaled(2, 100), deadline=None)
def test_order_and_names_change_nothing(name: str, seed: int) -> None:
    """Other rows first or other ids: every score and state stays."""
    data = data_of("kaohe_wenling", name)
    assert results(shuffled(data, seed)) == results(data)
    other, names = renamed(shuffled(data, seed))
    assert results(other) == _by_name(results(data), names)


def test_the_hash_seed_changes_nothing() -> None:
    """Two Pythons with different hash seeds give the same outcomes in the same order."""
    name = "examples/city.json"
    assert printed_under_seed("kaohe_wenling", name, "1") == printed_under_seed("kaohe_wenling", name, "2")
