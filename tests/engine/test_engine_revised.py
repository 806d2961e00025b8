"""Incremental evaluation: after any edits an evaluation says what one of the same cohort says that starts from nothing."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine_kit.drawn import SCHEMES, decided, edits, people, said, same_cohort
from engine_kit.linked import LINKED
from kaohe.engine import Cohort, Evaluation, Outcome, Pool
from kaohe.errors import CaseError
from lengths import scaled

RULESETS = SCHEMES | LINKED


def read(name: str, rows: dict[str, Any], decisions: list[dict[str, Any]], before: Cohort) -> Cohort:
    """The cohort of those rows in the cycle and lane of another; a record that reads the same is the same object."""
    fresh = same_cohort(RULESETS[name], rows, decisions)
    old = before.appraisees
    same = {who: old[who] for who, one in fresh.appraisees.items() if who in old and _alike(old[who], one)}
    return evolve(
        before, appraisees={who: same.get(who, one) for who, one in fresh.appraisees.items()}, decisions=fresh.decisions
    )


def _alike(one: Any, two: Any) -> bool:
    """Whether two records say the same; what is packed follows from it."""
    same = all(getattr(one, part) == getattr(two, part) for part in ("kind", "name", "links", "rechecks"))
    return same and dict(one.facts) == dict(two.facts)


@pytest.mark.parametrize("name", RULESETS)
def test_after_edits_an_evaluation_says_what_a_fresh_one_says(name: str) -> None:
    """Records entered, changed and taken out, links moved, decisions recorded: nothing differs from starting anew."""

    @settings(max_examples=scaled(8, 1000), deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def check(data: st.DataObject) -> None:
        rows = data.draw(people(RULESETS[name]))
        cohort = same_cohort(RULESETS[name], rows, [])
        evaluation, decisions = Evaluation(cohort), list[dict[str, Any]]()
        for _ in range(data.draw(st.integers(1, 4))):
            asked, pools = dict[str, Outcome](), dict[tuple[str, str], Pool]()
            if data.draw(st.integers(0, 2)) and "error" not in said(evaluation):
                # what was asked before is there to be shared
                asked = {one.id: one for one in evaluation.outcomes()}
                pools = {(pool.kind, pool.group): pool for pool in evaluation.pools()}
            rows = data.draw(edits(RULESETS[name], rows))
            if data.draw(st.integers(0, 2)) == 0:
                decisions = data.draw(decided(same_cohort(RULESETS[name], rows, [])))
            try:
                cohort = read(name, rows, decisions, cohort)
            except CaseError:  # a decision on somebody who is gone
                decisions = []
                cohort = read(name, rows, decisions, cohort)
            evaluation = evaluation.revised(cohort)
            unsettled = evaluation.unsettled()
            assert said(evaluation) == said(Evaluation(cohort))
            if unsettled is not None and pools:
                moved = {
                    name for name in asked if name in cohort.appraisees and evaluation.outcome(name) != asked[name]
                }
                assert moved <= unsettled.people
                now = {(pool.kind, pool.group): pool for pool in evaluation.pools()}
                assert {key for key, pool in pools.items() if now.get(key) != pool} <= unsettled.pools
            touched = evaluation.touched()
            spared = set() if touched is None else asked.keys() - touched
            assert all(evaluation.outcome(name) == asked[name] for name in spared)

    check()


def test_one_record_changed_or_taken_out() -> None:
    """The ways for one record alone say the same; the evaluation before stays as it was."""
    rows = {name: {"facts": {"mark": mark, "n": 0, "found": []}} for name, mark in (("P", 95), ("Q", 95), ("R", 91))}
    cohort = same_cohort(SCHEMES["one pool"], rows, [])
    before = Evaluation(cohort)
    first = said(before)
    assert [tie.members for tie in before.ties()] == [("P", "Q")]
    better = same_cohort(SCHEMES["one pool"], rows | {"Q": {"facts": {"mark": 98, "n": 0, "found": []}}}, [])
    after = before.changed(better.appraisees["Q"])
    assert (after.ties(), after.grades()) == ([], {"P": "称职", "Q": "优秀", "R": "称职"})
    gone = after.removed("Q")
    assert gone.grades() == {"P": "优秀", "R": "称职"}
    assert said(before) == first


def test_who_is_not_reached_is_not_evaluated_again() -> None:
    """What an edit does not reach is shared: the same objects for other pools, and nobody else's findings made anew."""
    rows: dict[str, Any] = {
        f"P{number}": {"facts": {"mark": 90 + number, "n": 0, "found": [], "area": "east" if number < 3 else "west"}}
        for number in range(6)
    }
    cohort = same_cohort(SCHEMES["pools"], rows, [])
    before = Evaluation(cohort)
    pools = {pool.group: pool for pool in before.pools()}
    rows["P5"]["facts"] = {**rows["P5"]["facts"], "mark": 50}
    after = before.changed(same_cohort(SCHEMES["pools"], rows, []).appraisees["P5"])
    again = {pool.group: pool for pool in after.pools()}
    assert again["top/east"] is pools["top/east"]
    assert again["top/west"] != pools["top/west"]
    assert before.touched() is None
    assert after.touched() == frozenset({"P4", "P5"})  # P3 had no place, and has none


def test_who_reads_a_grade_that_hangs_on_places_is_reached_when_it_moves() -> None:
    """The unit that has to share its place makes the score of its own people open; those of others stay as they were."""

    def rows(places: int) -> dict[str, Any]:
        given = {"U1": 3, "U2": places, "U3": 1, "U4": 1}
        found: dict[str, Any] = {name: {"kind": "unit", "facts": {"places": one}} for name, one in given.items()}
        for number, area in enumerate(("east", "east", "west", "west"), 1):
            facts = {"mark": 90, "area": area}
            found[f"P{number}"] = {"facts": facts, "links": {"unit": f"U{number}"}}
        return found

    cohort = same_cohort(LINKED["the grade of the unit"], rows(2), [])
    before = Evaluation(cohort)
    first = {one.id: one for one in before.outcomes()}
    assert first["P1"].score == Fraction(95)
    shared = same_cohort(LINKED["the grade of the unit"], rows(3), [])
    after = before.revised(evolve(cohort, appraisees=cohort.appraisees | {"U2": shared.appraisees["U2"]}))
    assert said(after) == said(Evaluation(shared))
    assert first["P1"] != after.outcome("P1")
    assert after.touched() == frozenset({"U1", "U2", "P1", "P2"})
