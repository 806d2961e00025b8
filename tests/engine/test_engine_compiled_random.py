"""Every node on random records, whole and with gaps: what the compiled form says is what the walker says."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import add
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from draws_kit import draw_until
from engine_kit.expressions import (
    CONDITIONS,
    HOME,
    MARK,
    MEMBER,
    NUMBERS,
    OF_TEAM,
    OPEN_CONDITIONS,
    TEAM,
    TEAM_OF,
)
from engine_kit.lanes import both
from kaohe.cases import Case, case_from_data
from kaohe.errors import CaseError
from kaohe.rules import Asks, Flag, assemble
from kaohe.rules.nodes import BoolExpr, NumberExpr
from kaohe.rules.tools import Rule, Ruleset
from kaohe.testing.strategies import case_data, raw_facts
from lengths import scaled
from scheme_kit import WORDS, declare, lines, total

Row = dict[str, Any]


def ruled(*, team: list[Rule] | None = None, member: list[Rule] | None = None) -> Ruleset:
    """The two kinds with those rules; a kind without any has its mark as its score."""
    rules = {TEAM.key: team or [total(MARK)], MEMBER.key: member or [total(MARK)]}
    asks = {MEMBER.key: [Asks(**lines("links"), links=(TEAM_OF, HOME))]}
    return assemble(declare(kinds=[TEAM, MEMBER], scoring=rules, procedure=asks))


@st.composite
def cohorts(draw: st.DrawFn, ruleset: Ruleset) -> list[Row]:
    """Two teams and a few members, most of them of a team, some with a home."""
    team, member = ruleset.kinds
    rows: list[Row] = [{"id": f"T{n}", "kind": TEAM.key, "facts": draw(raw_facts(ruleset, team))} for n in (1, 2)]
    for n in range(draw(st.integers(1, 4))):
        links = {TEAM_OF.key: draw(st.sampled_from(["T1", "T1", "T2", ""]))}
        links[HOME.key] = draw(st.sampled_from(["T1", "T2", "", ""]))
        facts = draw(raw_facts(ruleset, member))
        rows.append({"id": f"P{n}", "kind": MEMBER.key, "facts": facts, "links": {k: v for k, v in links.items() if v}})
    return rows


def hold_together(ruleset: Ruleset, kind: str, examples: int) -> None:
    """Draw cohorts; whatever is compiled of them must be as walked, and the kind must be compiled."""
    case = case_from_data(case_data(ruleset, []), ruleset=ruleset)
    assert case.cohort.lane is not None
    assert case.cohort.lane.compiled(kind) is not None, "it is not compiled"

    def compared(rows: list[Row]) -> bool:
        try:
            made: Case = case_from_data(case_data(ruleset, rows), ruleset=ruleset)
        except CaseError:  # an aimed value may be illegal, which accept() refuses for both alike
            return False
        pairs = both(made)
        assert all(fast is None or fast == walked for fast, walked in pairs)
        return any(fast is not None for fast, _ in pairs)

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(cohorts(ruleset))
    def check(rows: list[Row]) -> None:
        compared(rows)

    check()
    if examples > 1:
        draw_until(cohorts(ruleset), compared, what="a record that is compiled")


def chunks(numbers: Mapping[str, NumberExpr], size: int = 6) -> list[list[NumberExpr]]:
    """The numbers, a few at a time."""
    found = list(numbers.values())
    return [found[start : start + size] for start in range(0, len(found), size)]


def apart(numbers: list[NumberExpr]) -> list[Rule]:
    """A score in which each number stands at decimals of its own where it is there, and a flag where it is not."""
    parts = [one.given().then(one) * 10 ** (5 * place) for place, one in enumerate(numbers)]
    flags = [Flag(**lines(f"not-{place}"), flag=WORDS, when=~one.given()) for place, one in enumerate(numbers)]
    return [total(reduce(add, parts)), *flags]


@pytest.mark.parametrize("numbers", chunks(NUMBERS), ids=lambda numbers: str(len(numbers)))
def test_numbers_of_a_member_are_the_same_in_both_lanes(numbers: list[NumberExpr]) -> None:
    """Absent or not, over lists, periods, days and linked teams: the compiled number is the walker's."""
    hold_together(ruled(member=apart(numbers)), MEMBER.key, scaled(10, 2000))


@pytest.mark.parametrize("numbers", chunks(OF_TEAM, 6), ids=lambda numbers: str(len(numbers)))
def test_numbers_over_linked_people_are_the_same_in_both_lanes(numbers: list[NumberExpr]) -> None:
    """What a team reads of its members, of whom there may be none: the compiled number is the walker's."""
    hold_together(ruled(team=apart(numbers)), TEAM.key, scaled(10, 2000))


@pytest.mark.parametrize("name", [*NUMBERS, *OF_TEAM])
def test_a_number_that_is_absent_leaves_the_score_to_the_walker(name: str) -> None:
    """Each number makes a score by itself in the compiled form; where it is absent the record is walked."""
    ruleset = ruled(member=[total(NUMBERS[name])]) if name in NUMBERS else ruled(team=[total(OF_TEAM[name])])
    hold_together(ruleset, MEMBER.key if name in NUMBERS else TEAM.key, scaled(1, 300))


def flagged(conditions: Mapping[str, BoolExpr]) -> list[Rule]:
    """A flag for each condition and for its opposite: both stay away where it is absent."""
    rules: list[Rule] = [total(MARK)]
    for place, when in enumerate(conditions.values()):
        rules += [
            Flag(**lines(f"is-{place}"), flag=WORDS, when=when),
            Flag(**lines(f"not-{place}"), flag=WORDS, when=~when),
        ]
    return rules


@pytest.mark.parametrize("conditions", [CONDITIONS, OPEN_CONDITIONS], ids=["settled", "open"])
def test_conditions_are_the_same_in_both_lanes(conditions: Mapping[str, BoolExpr]) -> None:
    """Each condition and its opposite hold, do not, or are absent in both lanes alike."""
    hold_together(ruled(member=flagged(conditions)), MEMBER.key, scaled(20, 5000))
