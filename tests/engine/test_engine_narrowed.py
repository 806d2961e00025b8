"""Plain caps with open records, ties and decisions: few have seats, and everybody stands where the allocator puts them."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from attrs import evolve

from engine_kit.drawn import said, same_cohort
from engine_kit.trees import ENTRIES, POOLS, TREES, decided_at_random, person_at_random, rows_of
from engine_kit.whole import seen_by_allocator, whole
from kaohe.engine import Cohort, Evaluation
from lengths import scaled

ALL = TREES | POOLS


def hold(found: dict[str, Any], cohort: Cohort) -> None:
    """Hold what is said against the reference; where that cannot follow every completion it may let more wait."""
    with whole() as left:
        expected = said(Evaluation(cohort))
    if not left:
        assert found == expected
        return
    assert found.keys() == expected.keys()
    for (one, causes), (other, because) in zip(found["outcomes"], expected["outcomes"], strict=True):
        assert (one, causes) == (other, because) or (other["grade"] is None and other["state"] != "tied")


@pytest.mark.parametrize("seed", range(scaled(3, 400)))
@pytest.mark.parametrize("name", ALL)
def test_open_records_ties_and_decisions_come_out_as_the_allocator_says(name: str, seed: int) -> None:
    """At first and after each edit outcomes, who waits for whom, ties, meters, decisions and distances are the same."""
    rng = Random(f"{name} {seed}")
    many = rng.choice((5, 12, 24, 40))
    holes = rng.choice((0, 0.03, 0.1, 0.3) if many < 30 else (0, 0.02, 0.05))
    rows = {f"P{number:02d}": person_at_random(rng, holes) for number in range(many)}
    decisions = decided_at_random(rng, same_cohort(ALL[name], rows, []))
    given = same_cohort(ALL[name], rows, decisions)
    evaluation = Evaluation(given)
    hold(said(evaluation), given)
    for _ in range(3):
        who = rng.choice(sorted(rows))
        rows[who] = person_at_random(rng, rng.choice((0, 0, 1)))
        if rng.random() < 0.4:
            decisions = decided_at_random(rng, same_cohort(ALL[name], rows, []))
        fresh = same_cohort(ALL[name], rows, decisions)
        people = {**given.appraisees, who: fresh.appraisees[who]}
        known = {outcome.id: outcome for outcome in evaluation.outcomes()}
        given = evolve(given, appraisees=people, decisions=fresh.decisions)
        evaluation = evaluation.revised(given)
        hold(said(evaluation), fresh)
        touched: frozenset[str] = evaluation.touched() or frozenset()
        assert all(evaluation.outcome(one) == known[one] for one in known.keys() - touched)


def crowd(many: int, rng: Random) -> dict[str, Any]:
    """Complete people with marks of their own, so that only few stand near any line."""
    facts = [{key: rng.choice(values) for key, values in ENTRIES.items()} | {"n": 0} for _ in range(many)]
    return rows_of([one | {"mark": f"{90 + 9 * number / many:.2f}"} for number, one in enumerate(facts)])


@pytest.mark.parametrize("name", ["one pool", "shares", "four"])
def test_the_allocator_sees_only_those_near_a_line(name: str) -> None:
    """Of 300 people it is asked about a few where one record is open, a tie is decided, or the record is closed again."""
    rng = Random(name)
    rows = crowd(300, rng)
    cohort = same_cohort(ALL[name], rows, [])
    evaluation = Evaluation(cohort)
    evaluation.pools()
    whole_row = rows["P07"]
    for facts in ({key: value for key, value in whole_row["facts"].items() if key != "mark"}, whole_row["facts"]):
        rows["P07"] = {"facts": facts}
        changed = same_cohort(ALL[name], rows, []).appraisees["P07"]
        with seen_by_allocator() as seen:
            evaluation = evaluation.changed(changed)
            found = said(evaluation)
        assert max(seen, default=0) < 25
        assert len(evaluation.touched() or rows) < 25
        hold(found, same_cohort(ALL[name], rows, []))


def test_too_many_open_records_leave_those_far_from_the_line_decided() -> None:
    """With more open than can be followed all who are decided come out so however the open records turn out."""
    rng = Random(12)
    rows = crowd(120, rng)
    opened = rng.sample(sorted(rows), 20)
    for one in opened:
        rows[one] = {"facts": {key: value for key, value in rows[one]["facts"].items() if key != "mark"}}
    found = Evaluation(same_cohort(ALL["one pool"], rows, [])).grades()
    decided = {name: grade for name, grade in found.items() if grade is not None}
    assert len(decided) > 60
    for _ in range(20):
        for one in opened:
            rows[one] = {"facts": rows[one]["facts"] | {"mark": rng.choice((0, 80, 90, "90.5", 91, 100))}}
        closed = Evaluation(same_cohort(ALL["one pool"], rows, [])).grades()
        assert {name: closed[name] for name in decided} == decided
