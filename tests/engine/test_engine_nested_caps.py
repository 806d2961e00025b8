"""Caps within caps: whoever is entered and edited, everybody stands where the allocator puts them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine_kit.drawn import said, same_cohort
from engine_kit.trees import BEST, COUNTY, TOWN, TREES, cap, rows_of, scheme
from kaohe.engine import Evaluation, Placement
from kaohe.engine.quota import Allocation, Candidate, Group, Problem, allocate
from kaohe.errors import AllocationError
from lengths import scaled

FACTS = st.fixed_dictionaries(
    {
        "mark": st.sampled_from((95, 93, 92, 91, 90, 80)),
        "n": st.sampled_from((0, 0, 1, 2, 3, 5)),
        "county": st.sampled_from("ew"),
        "town": st.sampled_from("rs"),
        "unit": st.sampled_from("abc"),
        "fit": st.sampled_from(("yes", "yes", "no")),
    }
)


def by_allocator(evaluation: Evaluation, found: dict[str, Placement]) -> Allocation:
    """What the allocator gives the same candidates under the same places."""
    parents: dict[str, str | None] = {}
    for one in found.values():
        parents |= dict(zip(one.groups, (None, *one.groups), strict=False))
    pools = {pool.group: pool for pool in evaluation.pools() if pool.grade == BEST}
    return allocate(
        Problem(
            groups=[
                Group(
                    id=name,
                    parent=parents.get(name),
                    cap=pools[name].places,
                    soft=pools[name].soft,
                    clause=pools[name].clause,
                )
                for name in pools
            ],
            candidates=[
                Candidate(who, one.groups[-1], one.key, one.status != "ineligible") for who, one in found.items()
            ],
        )
    )


def hold(evaluation: Evaluation) -> None:
    """Hold statuses, ties, meters and distances against the allocator's."""
    everybody = ((who, evaluation.placements(who)) for who in evaluation.cohort.appraisees)
    found = {who: some[0] for who, some in everybody if some and some[0].grade == BEST}
    answer = by_allocator(evaluation, found)
    for who, one in found.items():
        told = answer.standing(who)
        assert (one.status, one.blocked_by, one.clause, one.short) == (
            told.status.value,
            told.blocked_by,
            told.clause,
            told.short,
        )
    for pool in (pool for pool in evaluation.pools() if pool.grade == BEST):
        meter = answer.meters[pool.group]
        assert (pool.used, pool.tied, pool.left, pool.over) == (meter.used, meter.tied, meter.left, meter.over)
        assert pool.candidates == sum(pool.group in one.groups for one in found.values())
    ties = [(tie.group, tie.take, tie.members, tie.fingerprint) for tie in evaluation.ties() if tie.grade == BEST]
    assert ties == [(tie.group, tie.take, tie.members, tie.fingerprint) for tie in answer.ties]


@pytest.mark.parametrize("name", TREES)
def test_caps_within_caps_are_what_the_allocator_gives(name: str) -> None:
    """At first and after each edit, compiled, walked and edited all say the same, and it is the allocator's answer."""

    @settings(max_examples=scaled(12, 5000), deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(FACTS, min_size=1, max_size=24), st.lists(st.tuples(st.integers(0, 23), FACTS), max_size=3))
    def check(facts: list[dict[str, Any]], changes: list[tuple[int, dict[str, Any]]]) -> None:
        rows = rows_of(facts)
        evaluation = Evaluation(same_cohort(TREES[name], rows, []))
        hold(evaluation)
        for at, one in changes:
            changed = f"P{at % len(facts):02d}"
            rows[changed] = {"facts": one}
            known = {outcome.id: outcome for outcome in evaluation.outcomes()}
            cohort = same_cohort(TREES[name], rows, [])
            evaluation = evaluation.changed(cohort.appraisees[changed])
            assert said(evaluation) == said(Evaluation(cohort))
            hold(evaluation)
            touched: frozenset[str] = evaluation.touched() or frozenset()
            assert all(evaluation.outcome(who) == known[who] for who in known.keys() - touched)

    check()


def test_an_edit_touches_only_whom_it_moves() -> None:
    """Far from the line nobody but the edited one can come out otherwise."""
    facts: list[dict[str, Any]] = [
        {"mark": 90 + number % 10, "n": 0, "county": "ew"[number % 2], "unit": "abc"[number % 3], "fit": "yes"}
        for number in range(24)
    ]
    rows = rows_of([one | {"town": "r"} for one in facts])
    evaluation = Evaluation(same_cohort(TREES["shares"], rows, []))
    evaluation.pools()
    rows["P00"] = {"facts": rows["P00"]["facts"] | {"mark": 91}}
    after = evaluation.changed(same_cohort(TREES["shares"], rows, []).appraisees["P00"])
    assert after.grades() == Evaluation(same_cohort(TREES["shares"], rows, [])).grades()
    assert after.touched() == frozenset({"P00"})


def test_caps_that_lie_across_each_other_are_refused() -> None:
    """Pools of which neither lies within the other are no tree, and the error names both quotas."""
    crossing = scheme(cap("county", COUNTY), cap("town", TOWN))
    facts = [
        {"mark": 95, "n": 0, "county": county, "town": town, "unit": "a", "fit": "yes"}
        for county in "ew"
        for town in "rs"
    ]
    with pytest.raises(AllocationError, match=r"K3001.*county.*town|K3001.*town.*county"):
        Evaluation(same_cohort(crossing, rows_of(facts), [])).pools()
