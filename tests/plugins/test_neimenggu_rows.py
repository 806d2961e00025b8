"""The Inner Mongolia plugin against its inventory: every row is declared, under the hook its tag asks for."""

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

from kaohe.errors import CaseError
from kaohe.rules import Bonus, Penalty, Proposed, Quota, Score, Total, lint, load
from kaohe.rules.nodes import Weighted, bounds
from kaohe.rules.tools import Ruleset
from lengths import scaled
from plugin_kit import data_of, entries, of_row, printed_under_seed, renamed, results, shuffled

PROJECT = Path(__file__).parents[2] / "plugins" / "neimenggu"
PACKAGE = PROJECT / "src" / "kaohe_neimenggu"

# id, tags (E eligibility, S scoring, Q quota, B bonus or penalty, P procedure, C consequence, - undefined), clause
ROWS = [
    ("NM-1", "E", "一"),
    ("NM-2,3", "-", "二、三"),
    ("NM-4", "P", "四"),
    ("NM-4(1)", "P", "四（一）"),
    ("NM-4(2)", "SP", "四（二）"),
    ("NM-4(3)1", "P", "四（三）1"),
    ("NM-4(3)2", "P", "四（三）2"),
    ("NM-4(3)3", "S", "四（三）3"),
    ("NM-4(3)4", "SP", "四（三）4"),
    ("NM-4(3)5", "S", "四（三）5"),
    ("NM-4(4)", "SP", "四（四）"),
    ("NM-4(5)", "P", "四（五）"),
    ("NM-4(6)", "SP", "四（六）"),
    ("NM-4(7)a", "Q", "四（七）"),
    ("NM-4(7)b", "S", "四（七）"),
    ("NM-4(7)c", "S", "四（七）"),
    ("NM-4(7)+1", "B", "加分因素1"),
    ("NM-4(7)+2", "B", "加分因素2"),
    ("NM-4(7)+3", "B", "加分因素3"),
    ("NM-4(7)+4", "B", "加分因素4"),
    ("NM-4(7)+5", "B", "加分因素5"),
    ("NM-4(7)-1", "B", "扣分因素1"),
    ("NM-4(7)-2", "B", "扣分因素2"),
    ("NM-4(7)-3", "B", "扣分因素3"),
    ("NM-4(7)-4", "B", "扣分因素4"),
    ("NM-4(8)", "P", "四（八）"),
    ("NM-6(1)(2)", "PC", "六（一）（二）"),
    ("NM-6(3)", "C", "六（三）"),
    ("NM-A1", "S", "附件1"),
    ("NM-A2", "S", "附件2"),
    ("NM-A3", "S", "附件3"),
    ("NM-A4", "-", "附件4"),
]
HOOKS_OF = {"E": "eligibility", "S": "scoring", "Q": "quota", "B": "bonus_penalty", "P": "procedure", "C": "procedure"}
SETTINGS = [
    {},
    {"ballot-points": "annex-2-top"},
    {"ballot-points": "even"},
    {"ballot-columns": "all"},
    {"excellent-limit": "hard"},
    {"repeated-points": "each"},
    {"days-reading": "more"},
    {"total-limit": "capped"},
    {"team-rating": "head"},
    {"team-rating": "ballot"},
    {"team-rating": "ballot", "ballot-columns": "all"},
    {"one-list": "days-too"},
    {"one-list": "days-too", "days-reading": "more"},
    {"one-list": "from-team"},
]


@pytest.fixture(scope="module")
def neimenggu() -> Ruleset:
    """The installed scheme under its default readings."""
    return load("neimenggu-2018")


@pytest.mark.parametrize(("row", "tags", "clause"), ROWS)
def test_a_row_is_declared_by_id_and_clause(neimenggu: Ruleset, row: str, tags: str, clause: str) -> None:
    """The row's id stands in the declarations, with the clause that the document gives it."""
    rules = {entry.rule.clause for entry in entries(neimenggu) if entry.rule.id == row}
    undefined = {open_.clause for open_ in neimenggu.undefined if open_.id == row}
    assert (undefined if tags == "-" else rules) == {clause}
    assert not (rules and undefined)


@pytest.mark.parametrize(("row", "tags", "clause"), ROWS)
def test_a_row_stands_under_the_hooks_of_its_tags(neimenggu: Ruleset, row: str, tags: str, clause: str) -> None:
    """The row's own rule computes where it decides something; its forms, publicity and notices are procedure."""
    wanted = {HOOKS_OF[tag] for tag in tags if tag != "-"}
    found = {entry.hook for entry in of_row(neimenggu, row)}
    assert wanted <= found
    assert found - wanted <= {"procedure"}
    own = {entry.hook for entry in entries(neimenggu) if entry.rule.id == row}
    assert own <= ({HOOKS_OF[tags[0]]} if tags != "-" else set())


def test_every_rule_belongs_to_a_row(neimenggu: Ruleset) -> None:
    """No rule is declared that the inventory does not have (its header is clause 五)."""
    known = [*(row for row, _, _ in ROWS), "NM-5"]
    strays = {
        entry.rule.id
        for entry in entries(neimenggu)
        if not any(entry.rule.id == row or entry.rule.id.startswith(f"{row}-") for row in known)
    }
    assert strays == set()


def test_the_fifteen_ambiguities_are_declared_and_used(neimenggu: Ruleset) -> None:
    """NM-a1 to NM-a15, and NM-a16 of ours, are declared; each is tied to a rule, a setting or an open question."""
    declared = [assumption.id for assumption in neimenggu.assumptions]
    assert declared == [f"NM-a{number}" for number in range(1, 17)]
    used = {name for entry in entries(neimenggu) for name in entry.rule.assumption}
    used |= {name for open_ in neimenggu.undefined for name in open_.assumption}
    used |= {setting.assumption for setting in neimenggu.settings}
    assert used == set(declared)


@pytest.mark.parametrize("choices", SETTINGS, ids=str)
def test_lint_finds_nothing_under_any_reading(choices: dict[str, str]) -> None:
    """The scheme passes lint without a warning under each of its settings."""
    assert lint(load("neimenggu-2018", choices=choices)) == []


ASKED = [
    ({}, "team", "ballot_overall", False),
    ({"team-rating": "ballot"}, "team", "ballot_overall", True),
    ({}, "member", "tasks_well", True),
    ({"one-list": "from-team"}, "member", "tasks_well", False),
    ({"one-list": "from-team"}, "team", "tasks_well", True),
    ({"one-list": "from-team"}, "member", "days", True),
    ({"one-list": "days-too"}, "team", "days", False),
]


@pytest.mark.parametrize(("choices", "kind", "key", "asked"), ASKED)
def test_a_reading_asks_for_what_it_reads_and_no_more(
    choices: dict[str, str], kind: str, key: str, asked: bool
) -> None:
    """NM-a8, NM-a12: a ballot on the team, findings of a member and a team's days are asked where they are read."""
    rules = load("neimenggu-2018", choices=choices).kind(kind)
    assert rules is not None
    assert (rules.input(key) is not None) is asked


def test_the_cap_is_of_all_kinds() -> None:
    """NM-a2: capped, no total of any sequence exceeds 100 after bonus and penalty; no floor is set."""
    for rules in load("neimenggu-2018", choices={"total-limit": "capped"}).kinds:
        (total,) = (rule for rule in rules.rules(Total) if isinstance(rule, Total))
        assert (total.at_least, total.at_most) == (None, Fraction(100))


@pytest.mark.parametrize(("choices", "most", "least"), [({}, 9, 7), ({"one-list": "days-too"}, 11, 9)])
def test_the_whole_list_is_for_teams_too_where_it_is_read_so(choices: dict[str, str], most: int, least: int) -> None:
    """NM-a12: with the days of its people a team's bonuses add 11 at most and its penalties take 9, as a member's."""
    rules = load("neimenggu-2018", choices=choices).kind("team")
    assert rules is not None
    factors = [rule for rule in rules.rules(Bonus) if isinstance(rule, Bonus)]
    takes = [bounds(rule.points)[1] or Fraction(0) for rule in factors if isinstance(rule, Penalty)]
    adds = [bounds(rule.points)[1] or Fraction(0) for rule in factors if not isinstance(rule, Penalty)]
    assert (sum(adds), sum(takes)) == (most, least)


def test_the_formulas_weigh_as_printed(neimenggu: Ruleset) -> None:
    """四（七）: 30, 20, 20, 5, 15, 10 for a team and 30, 15, 5, 15, 20, 15 for each sequence of persons."""
    printed = {
        "team": [30, 20, 20, 5, 15, 10],
        **{key: [30, 15, 5, 15, 20, 15] for key in ("head", "deputy", "liaison", "member")},
    }
    found = {}
    for rules in neimenggu.kinds:
        (total,) = (rule for rule in rules.rules(Total) if isinstance(rule, Total))
        assert isinstance(total.value, Weighted)
        found[rules.kind.key] = [weight * 100 for _, weight in total.value.terms]
        assert (total.at_least, total.at_most) == (None, None)
    assert found == printed


@pytest.mark.parametrize(("kind", "most", "least"), [("team", 9, 7), ("head", 11, 9), ("member", 11, 9)])
def test_the_most_that_bonus_and_penalty_can_make(neimenggu: Ruleset, kind: str, most: int, least: int) -> None:
    """Bonuses add 11 to a person and 9 to a team at most; penalties take 9 and 7."""
    rules = neimenggu.kind(kind)
    assert rules is not None
    adds = [rule for rule in rules.rules(Bonus) if isinstance(rule, Bonus) and not isinstance(rule, Penalty)]
    takes = [rule for rule in rules.rules(Penalty) if isinstance(rule, Penalty)]
    assert sum(bounds(rule.points)[1] or Fraction(0) for rule in adds) == most
    assert sum(bounds(rule.points)[1] or Fraction(0) for rule in takes) == least
    assert all(bounds(rule.points)[0] == 0 for rule in (*adds, *takes))


def test_every_grade_is_proposed_and_only_excellent_has_a_quota(neimenggu: Ruleset) -> None:
    """四（六）, 四（七）: no score decides a grade; each of the five sequences has its own 30 %, rounded down and soft."""
    for rules in neimenggu.kinds:
        assert len(rules.rules(Proposed)) == 1
        (quota,) = (rule for rule in rules.rules(Quota) if isinstance(rule, Quota))
        assert (quota.grade, quota.share, quota.rounding, quota.soft) == ("优秀", Fraction(3, 10), "down", True)
        assert (quota.pool, quota.only) == ((), None)


def test_the_eleven_indicators_make_100(neimenggu: Ruleset) -> None:
    """附件1: 10, 10, 10, 15, 15, 10, 5, 5, 10, 5, 5."""
    team = neimenggu.kind("team")
    assert team is not None
    mark = team.input("indicators")
    assert isinstance(mark, Score)
    assert mark.table is not None
    assert [item.points for item in mark.table.items] == [10, 10, 10, 15, 15, 10, 5, 5, 10, 5, 5]


@pytest.mark.parametrize(
    ("points", "worst", "best"), [("annex-2-middle", 67, 97), ("annex-2-top", 70, 100), ("even", 40, 100)]
)
@pytest.mark.parametrize("kind", ["head", "deputy", "liaison", "member"])
def test_a_missing_ballot_leaves_the_total_open_from_the_worst_vote_to_the_best(
    kind: str, points: str, worst: int, best: int
) -> None:
    """附件3: until the votes are in, a total lies between all of the worst vote and all of the best, 5 % of it apart."""
    case = data_of("kaohe_neimenggu", "cases/NM-A3-open.toml")
    case["settings"] = {"ballot-points": points}
    case["defaults"] = {"team": case["defaults"]["team"], kind: case["defaults"]["member"]}
    case["appraisees"] = [{"id": "T", "kind": "team"}, {"id": "P", "kind": kind}]
    case["expect"] = {}
    found = results(case)
    rest = Fraction(95, 100) * 80
    wanted = [rest + Fraction(5, 100) * vote for vote in (worst, best)]
    for name in ("P", "T"):
        assert [Fraction(edge) for edge in found[name]["score_range"]] == wanted


BEYOND = [
    ("member", "days", -1),
    ("member", "days", 366),
    ("member", "days", 367),
    ("member", "days", "240.3"),
    ("member", "supervision", "100.01"),
    ("member", "supervision", "-0.01"),
    ("member", "supervision", "80.001"),
    ("member", "group_steps", ["A4"]),
    ("member", "identification", "both"),
    ("member", "proposal", "良好"),
    ("team", "county_rank", 0),
    ("team", "county_rank", 58),
    ("team", "indicators", {"items": {"policy": 5}}),
    ("team", "county", "C99"),
]


@pytest.mark.parametrize(("kind", "key", "value"), BEYOND)
def test_what_the_document_does_not_know_is_refused(kind: str, key: str, value: object) -> None:
    """One step beyond a mark, a place or the days of a year, and codes the document does not have, are refused."""
    raw = data_of("kaohe_neimenggu", "cases/NM-A3.toml")
    person = {"id": "P", "kind": kind, "facts": {key: value}, "links": {"team": "T"} if kind == "member" else {}}
    with pytest.raises(CaseError):
        results({**raw, "appraisees": [*raw["appraisees"], person]})


def test_every_row_that_computes_has_a_case() -> None:
    """Each row that computes something or gives a notice has worked cases in a file of its name."""
    stems = {file.stem for file in (PACKAGE / "cases").glob("*.toml")}
    assert [row for row, tags, _ in ROWS if set(tags) & set("ESQBC") and row not in stems] == []


def test_cases_and_example_ship_in_the_wheel(tmp_path: Path) -> None:
    """The wheel of the plugin carries its worked cases and its example."""
    names = zipfile.ZipFile(make_wheel_in(PROJECT / "pyproject.toml", tmp_path).file).namelist()
    here = [f"kaohe_neimenggu/{file.relative_to(PACKAGE).as_posix()}" for file in PACKAGE.glob("*/*.*ml")]
    assert len(here) > 40
    assert {*here, "kaohe_neimenggu/examples/region.json"} <= set(names)


def _by_name(found: dict[str, dict[str, Any]], names: dict[str, str]) -> dict[str, dict[str, Any]]:
    """The outcomes under other ids."""
    return {names[name]: one | {"id": names[name]} for name, one in found.items()}


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("neimenggu_example", PROJECT / "tools" / "make_example.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_example_is_what_its_program_writes() -> None:
    """The example region comes out of its program, byte for byte."""
    assert _tool().example() == (PACKAGE / "examples" / "region.json").read_text(encoding="utf-8")


def test_the_example_is_decided_within_the_quotas() -> None:
    """All 57 teams and 399 people of the example are decided; no sequence has more 优秀 than 30 % allow."""
    found = results(data_of("kaohe_neimenggu", "examples/region.json")).values()
    assert [outcome["state"] for outcome in found] == ["decided"] * 456
    excellent = [outcome["kind"] for outcome in found if outcome["grade"] == "优秀"]
    places = {"team": 17, "head": 17, "deputy": 17, "liaison": 17, "member": 68}
    assert all(excellent.count(kind) <= limit for kind, limit in places.items())
    assert excellent.count("member") == 68


CASES = ["cases/NM-4(7)a.toml", "cases/NM-4(7)a-tie-decided.toml", "cases/NM-4(7)a-tied.toml", "cases/NM-A3.toml"]


@pytest.mark.parametrize("name", CASES)
@given(seed=st.integers(0, 10_000))
@settings(max_examples=scaled(4, 100), deadline=None)
def test_order_and_names_change_nothing(name: str, seed: int) -> None:
    """Other rows first or other ids: every score, grade, state and tie stays."""
    data = data_of("kaohe_neimenggu", name)
    assert results(shuffled(data, seed)) == results(data)
    other, names = renamed(shuffled(data, seed))
    assert results(other) == _by_name(results(data), names)


def test_order_and_names_change_nothing_in_the_region() -> None:
    """The same for the whole example: nobody gains by a name or a place in the file."""
    data = data_of("kaohe_neimenggu", "examples/region.json")
    other, names = renamed(shuffled(data, 1))
    assert results(other) == _by_name(results(data), names)


def test_the_hash_seed_changes_nothing() -> None:
    """Two Pythons with different hash seeds give the same outcomes in the same order."""
    name = "cases/NM-4(7)a-tied.toml"
    assert printed_under_seed("kaohe_neimenggu", name, "1") == printed_under_seed("kaohe_neimenggu", name, "2")
