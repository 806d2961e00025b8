"""The standing differential test: the compiled form and the walker give the same outcome, field by field."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from draws_kit import draw_until
from engine_kit.county import by_hand, by_hand_record, county_case
from engine_kit.lanes import both, without_quotas
from kaohe.cases import case_from_data
from kaohe.engine import Evaluation
from kaohe.errors import CaseError
from kaohe.rules import discover
from kaohe.rules.tools import Ruleset
from kaohe.testing.strategies import case_data, raw_facts
from lengths import scaled


def compiles(ruleset: Ruleset, kind: str) -> bool:
    """Whether the kind has a compiled form; the others are walked."""
    lane = case_from_data(case_data(ruleset, []), ruleset=ruleset).cohort.lane
    return lane is not None and lane.compiled(kind) is not None


RULESETS = {
    f"{plugin.id}/{rules.kind.key}": (plugin.ruleset, rules)
    for plugin in discover(role="scheme")
    if plugin.ruleset is not None
    for rules in plugin.ruleset.kinds
    if compiles(plugin.ruleset, rules.kind.key)
}
# The same rules without their quotas: what is found of each record before any places are given out.
ALONE = {plugin.id: without_quotas(plugin.ruleset) for plugin in discover(role="scheme") if plugin.ruleset is not None}


@pytest.mark.parametrize("name", RULESETS)
def test_the_compiled_form_agrees_with_the_walker(name: str) -> None:
    """On facts aimed at the declared numbers, with gaps, absences and zero votes, no field ever differs."""
    ruleset, rules = RULESETS[name]

    @settings(max_examples=scaled(15, 2000), deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(raw_facts(ruleset, rules), min_size=1, max_size=4))
    def check(people: list[dict[str, Any]]) -> None:
        rows = [{"id": f"p{n}", "kind": rules.kind.key, "facts": facts} for n, facts in enumerate(people)]
        try:
            case = case_from_data(case_data(ruleset, rows), ruleset=ruleset)
        except CaseError:  # an aimed value may be illegal, which accept() refuses for both alike
            return
        for fast, walked in both(case):
            assert fast is None or fast == walked

    check()


@st.composite
def everybody(draw: st.DrawFn, ruleset: Ruleset) -> list[dict[str, Any]]:
    """Two or three records of each kind, linked to some of those they may be linked to."""
    rows: list[dict[str, Any]] = []
    for rules in ruleset.kinds:
        for number in range(1, draw(st.integers(2, 3)) + 1):
            to = {link.key: f"{link.to.key}-{draw(st.integers(1, 2))}" for link in rules.links}
            row = {"id": f"{rules.kind.key}-{number}", "kind": rules.kind.key, "facts": draw(raw_facts(ruleset, rules))}
            if _reads(ruleset, row):
                rows.append(row | ({"links": to} if to else {}))
    known = {row["id"] for row in rows}
    return [{**row, "links": {key: to for key, to in row.get("links", {}).items() if to in known}} for row in rows]


def _reads(ruleset: Ruleset, row: dict[str, Any]) -> bool:
    """Whether a record is legal: an aimed value may not be, which accept() refuses for both lanes alike."""
    try:
        case_from_data(case_data(ruleset, [row]), ruleset=ruleset)
    except CaseError:
        return False
    return True


@pytest.mark.parametrize("name", ALONE)
def test_every_shipped_kind_is_compiled_apart_from_its_quotas(name: str) -> None:
    """With everybody they are linked to, and with gaps: each kind is compiled, and no field ever differs."""
    ruleset = ALONE[name]
    assert [rules.kind.key for rules in ruleset.kinds if not compiles(ruleset, rules.kind.key)] == []

    def compared(rows: list[dict[str, Any]]) -> bool:
        pairs = both(case_from_data(case_data(ruleset, rows), ruleset=ruleset))
        assert all(fast is None or fast == walked for fast, walked in pairs)
        return any(fast is not None for fast, _ in pairs)

    @settings(max_examples=scaled(12, 3000), deadline=None, suppress_health_check=list(HealthCheck))
    @given(everybody(ruleset))
    def check(rows: list[dict[str, Any]]) -> None:
        compared(rows)

    check()
    # A person decides in nearly every cohort drawn for Yining; tests/plugins/test_plugin_cases.py compares its worked cases.
    if name != "yining":
        draw_until(everybody(ruleset), compared, what="a record that is compiled")


def test_a_complete_county_takes_the_fast_lane() -> None:
    """Complete plain records are compiled, every one; the differential test would otherwise compare nothing."""
    case = case_from_data(json.loads(json.dumps(county_case(200)), parse_float=str))
    pairs = both(case)
    assert all(fast is not None for fast, _ in pairs)
    assert all(fast == walked for fast, walked in pairs)


def test_a_program_written_by_hand_gives_the_same_grades() -> None:
    """The Tibet scheme written out in plain integers grades 300 members as the declared one does."""
    data = county_case(300, seed=7)
    case = case_from_data(json.loads(json.dumps(data), parse_float=str))
    outcomes = Evaluation(case.cohort).outcomes()
    for row, outcome in zip(data["appraisees"], outcomes, strict=True):
        grade, top, bottom, gap, below, recall = by_hand(by_hand_record(row["facts"]))
        assert (outcome.grade, outcome.score.numerator * bottom if outcome.score else 0) == (
            grade,
            top * (outcome.score.denominator if outcome.score else 0),
        )
        assert ("band gap" in outcome.flags, "period below 60" in outcome.flags) == (gap, below)
        assert ("XZ-8c" in {notice.rule for notice in outcome.notices}) == recall


def mutated(value: Any) -> dict[str, Any]:
    """A one-member case whose June mark is `value`."""
    data = county_case(1)
    data["appraisees"][0]["facts"]["usual"] = [90, 90, 90, 90, 90, 90, value, 90, 90, 90, 90, 90]
    data["appraisees"][0]["facts"]["opinion"] = data["appraisees"][0]["facts"]["targets"] = [90] * 12
    return data


@pytest.mark.parametrize("value", [True, False, "90.001", "101", -1, "nan", [90], {"items": {}}, 90.5])
def test_the_fast_lane_accepts_nothing_that_a_full_reading_refuses(value: Any) -> None:
    """A bool, too many decimals, a value out of range or a float is refused with the field's place, as ever."""
    with pytest.raises(CaseError) as caught:
        case_from_data(mutated(value))
    assert "facts.usual.2019-05" in str(caught.value)


def test_the_tibet_kinds_compile() -> None:
    """All three kinds of the Tibet scheme compile, so that something is compared."""
    assert {"xizang-2018/member", "xizang-2018/team", "xizang-2018/unit"} <= set(RULESETS)
