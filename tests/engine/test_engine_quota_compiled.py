"""Quotas compiled: whatever stands in a pool beside it, the quick way says what the walker says."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine_kit.drawn import SCHEMES, decided, people, said, same_cohort
from engine_kit.pooled import by_hand, by_hand_record, pooled_case, pooled_scheme
from kaohe.cases import case_from_data, read_case
from kaohe.engine import Cohort, Evaluation, Placement, Pool
from kaohe.engine.quota import Candidate, Group, Problem, allocate
from kaohe.errors import CaseError
from kaohe.rules import discover
from lengths import scaled


def cohorts(name: str) -> st.SearchStrategy[Cohort]:
    """Cohorts of one of the schemes, with decisions on what they show."""

    @st.composite
    def drawn(draw: st.DrawFn) -> Cohort:
        ruleset = SCHEMES[name]
        rows = draw(people(ruleset))
        bare = same_cohort(ruleset, rows, [])
        decisions = draw(decided(bare)) if draw(st.booleans()) else []
        try:
            return same_cohort(ruleset, rows, decisions)
        except CaseError:  # two decisions on one grade, say, which a case may not hold
            return bare

    return drawn()


def walked(cohort: Cohort) -> Evaluation:
    """The same cohort with everybody walked."""
    return Evaluation(evolve(cohort, lane=None))


@pytest.mark.parametrize("name", SCHEMES)
def test_the_quick_way_says_what_the_walker_says(name: str) -> None:
    """Outcomes with their causes, placements, pools, ties, shortfalls, refusals and periods are the same."""

    @settings(max_examples=scaled(5, 1500), deadline=None, suppress_health_check=list(HealthCheck))
    @given(cohorts(name))
    def check(cohort: Cohort) -> None:
        assert said(Evaluation(cohort)) == said(walked(cohort))

    check()


@pytest.mark.parametrize("hole", ["n", "mark"])
def test_a_clash_names_the_same_two_people_whoever_of_them_is_walked(hole: str) -> None:
    """Whoever has something missing is seated after all others, yet the pool's number of places is told the same."""
    facts = {"mark": 95, "n": 0, "found": [], "area": "west"}
    rows: dict[str, Any] = {name: {"kind": "unit", "facts": {"places": at}} for at, name in enumerate(("U1", "U2"), 1)}
    rows |= {
        name: {"facts": facts, "links": {"unit": unit}} for name, unit in (("P1", "U1"), ("P2", "U2"), ("P3", "U2"))
    }
    whole = same_cohort(SCHEMES["told by the unit"], rows, [])
    rows["P2"] = rows["P2"] | {"facts": {key: value for key, value in facts.items() if key != hole}}
    cohort = same_cohort(SCHEMES["told by the unit"], rows, [])
    evaluation = Evaluation(cohort)
    assert list(evaluation.rows("person")) == ["P1", "P3"]
    assert [clash.appraisee for clash in evaluation.clashes()] == ["P1", "P2"]
    assert said(evaluation) == said(walked(cohort))
    assert Evaluation(whole).clashes() == evaluation.clashes()


@pytest.mark.parametrize("name", sorted(set(SCHEMES) - {"told by the unit"}))
def test_complete_records_are_compiled(name: str) -> None:
    """Every sort of quota has a compiled form, so that something is compared."""
    cohort = same_cohort(SCHEMES[name], {}, [])
    assert cohort.lane is not None
    assert cohort.lane.compiled("person") is not None


def plain(pools: list[Pool], evaluation: Evaluation) -> Iterator[tuple[Pool, dict[str, Placement]]]:
    """The pools of the cycle with the placements of their candidates."""
    for pool in pools:
        found = {name: one for name in evaluation.cohort.appraisees for one in evaluation.placements(name)}
        yield pool, {name: one for name, one in found.items() if pool.group in one.groups}


@pytest.mark.parametrize(
    "name", ["one pool", "pools of two keys", "all three", "two rank keys", "unranked", "exclusive", "by months"]
)
def test_a_plain_cap_is_what_the_allocator_gives(name: str) -> None:
    """Without open records or decisions the line of a pool is the allocator's: statuses, ties, meters, distances."""

    @settings(max_examples=scaled(10, 1500), deadline=None, suppress_health_check=list(HealthCheck))
    @given(people(SCHEMES[name], most=14))
    def check(rows: dict[str, Any]) -> None:
        evaluation = Evaluation(same_cohort(SCHEMES[name], rows, []))
        for pool, found in plain(evaluation.pools(), evaluation):
            if pool.waiting:
                continue
            group = Group(id=pool.group, cap=pool.places, soft=pool.soft, clause=pool.clause)
            answer = allocate(
                Problem(
                    groups=[group],
                    candidates=[
                        Candidate(who, pool.group, one.key or (0,), one.status != "ineligible")
                        for who, one in found.items()
                    ],
                )
            )
            for who, one in found.items():
                told = answer.standing(who)
                assert (one.status, one.blocked_by, one.clause, one.short) == (
                    told.status.value,
                    told.blocked_by,
                    told.clause,
                    told.short,
                )
            meter = answer.meters[pool.group]
            assert (pool.used, pool.tied, pool.left, pool.over) == (meter.used, meter.tied, meter.left, meter.over)
            ties = [tie for tie in evaluation.ties() if tie.group == pool.group]
            assert [(tie.take, tie.members, tie.fingerprint) for tie in ties] == [
                (tie.take, tie.members, tie.fingerprint) for tie in answer.ties
            ]

    check()


def test_a_program_written_by_hand_places_the_same_people() -> None:
    """A thousand members in 200 pools: grades and ties are those of a program in whole numbers, nobody is walked."""
    data = pooled_case(1000)
    case = case_from_data(json.loads(json.dumps(data)), ruleset=pooled_scheme())
    evaluation = Evaluation(case.cohort)
    grades, ties = by_hand([by_hand_record(row) for row in data["appraisees"]])
    assert evaluation.grades() == grades
    assert len(evaluation.ties()) == ties
    assert all(verdict is not None for _, verdict in evaluation.verdicts())


EXAMPLES = {
    f"{plugin.id}/{file.name}": file
    for plugin in discover(role="scheme")
    if plugin.ruleset is not None
    for file in sorted((Path(inspect.getfile(type(plugin.ruleset.scheme))).parent / "examples").glob("*.*"))
    if file.suffix in (".json", ".toml")
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_shipped_examples_are_placed_as_the_walker_places_them(name: str) -> None:
    """Every example that a scheme ships, with its links, places and decisions: everything said is the same."""
    cohort = read_case(EXAMPLES[name]).cohort
    assert said(Evaluation(cohort)) == said(walked(cohort))
