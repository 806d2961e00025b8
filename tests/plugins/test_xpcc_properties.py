"""What must hold of XPCC outcomes whatever is entered: order, names, hash seeds, confirmed ceilings, places."""

from __future__ import annotations

import runpy
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.cases import case_from_data
from kaohe.engine import Evaluation, explain
from kaohe.rules import load
from plugin_kit import data_of, printed_under_seed, renamed, results, settled, shuffled

CASES = (
    "examples/prefecture.json",
    "cases/BT-5(3)c-tied.toml",
    "cases/BT-5(3)c-decided.toml",
    "cases/BT-5(3)d-two.toml",
)
EXAMPLE = data_of("kaohe_xpcc", CASES[0])
PLUGIN = Path(__file__).parents[2] / "plugins" / "xpcc"
GRADES = ("优秀", "称职", "基本称职", "不称职")
RULES = load("xpcc-2016")
DEFAULTS = data_of("kaohe_xpcc", "cases/BT-5(3)d.toml")["defaults"]
# Around 2/3 of 12, 1/3 of 12 and 1/2 of 12: exact, and one step on each side.
BALLOTS = ((8, 2, 2, 0), (6, 2, 4, 0), (6, 1, 5, 0), (5, 4, 3, 0), (6, 2, 0, 4), (6, 1, 0, 5), (7, 5, 0, 0))


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_changes_nothing(name: str, seed: int) -> None:
    """A case shuffled gives everybody the same outcome, ties and guarantees included."""
    data = data_of("kaohe_xpcc", name)
    assert settled(results(shuffled(data, seed))) == settled(results(data))


@pytest.mark.parametrize("name", CASES)
def test_names_change_nothing(name: str) -> None:
    """A case under other ids, sorted the other way round, gives everybody the same outcome."""
    data = data_of("kaohe_xpcc", name)
    other, names = renamed(data)
    assert settled(results(other)) == settled(results(data), names)


def test_the_hash_seed_changes_nothing() -> None:
    """Two processes with different PYTHONHASHSEED print the same outcomes."""
    runs = [printed_under_seed("kaohe_xpcc", CASES[0], seed) for seed in ("1", "77")]
    assert runs[0] == runs[1]
    assert "BT-5(3)d" in runs[0]


def test_the_generator_writes_the_example_that_ships() -> None:
    """The example is exactly what its generator writes, so it can be made again."""
    made = runpy.run_path(str(PLUGIN / "tools" / "make_example.py"))
    shipped = PLUGIN / "src/kaohe_xpcc/examples/prefecture.json"
    assert made["as_text"](made["example"]()) == shipped.read_text(encoding="utf-8")


def test_the_example_shows_what_it_is_for() -> None:
    """A prefecture's cycle: no pool beyond its places, a guarantee at work, ties, open re-checks, village teams."""
    evaluation = Evaluation(case_from_data(EXAMPLE).cohort)
    states = Counter(outcome.state for outcome in evaluation.outcomes())
    assert sum(states.values()) > 900
    assert set(states) == {"decided", "pending", "tied", "not_appraised"}
    pools = evaluation.pools()
    assert all(pool.used <= pool.places for pool in pools if pool.places is not None)
    assert any(pool.floor and pool.used == pool.floor < pool.candidates for pool in pools if pool.quota == "BT-5(3)d")


def test_every_boundary_vector_can_be_explained() -> None:
    """Each outcome has a step for every rule that took effect, and a share of votes shows the votes it divides."""
    evaluation = Evaluation(case_from_data(data_of("kaohe_xpcc", "cases/boundary-vectors.toml")).cohort)
    for outcome in evaluation.outcomes():
        steps = {step.rule: step for step in explain(evaluation, outcome.id).steps}
        assert set(outcome.rules) <= set(steps)
    satisfaction = {step.rule: step for step in explain(evaluation, "T1").steps}["BT-6(1)2b"]
    assert "(60 + 40)/150" in str(satisfaction.as_json())


def _member(name: str, row: tuple[str, tuple[int, ...], int, bool, bool, str]) -> dict[str, Any]:
    grade, votes, marks, priority, own, recheck = row
    document = "师考核〔2016〕1号"
    ballot = {"issued": 12, "collected": 12, "spoilt": 0, "blank": 0, **dict(zip(GRADES, votes, strict=True))}
    facts: dict[str, Any] = {"proposed": grade, "ballot": ballot, "daily": marks}
    facts |= {"clause_5_6_1": [{"date": "2016-06-01", "document": document}]} if priority else {}
    facts |= {"sent_by": "一师"} if own else {}
    checks = (
        {}
        if recheck == "open"
        else {name: {"status": recheck, "document": document} for name in ("BT-5(8)4", "BT-5(9)")}
    )
    return {"id": name, "kind": "member", "links": {"team": "T"}, "facts": facts, "rechecks": checks}


def _cohort(rows: list[tuple[str, tuple[int, ...], int, bool, bool, str]]) -> Evaluation:
    people = [_member(f"M{n}", row) for n, row in enumerate(rows)]
    team = {"id": "T", "kind": "team", "facts": {"stationed": "一师"}}
    data = {
        "format": 1,
        "scheme": "xpcc-2016",
        "cycle": EXAMPLE["cycle"],
        "defaults": DEFAULTS,
        "appraisees": [team, *people],
    }
    return Evaluation(case_from_data(data, ruleset=RULES).cohort)


# Few marks and many proposals of 优秀, so that places run out and ties are common.
ROWS = st.lists(
    st.tuples(
        st.sampled_from(("优秀", "优秀", "优秀", "称职", "基本称职")),
        st.sampled_from(BALLOTS),
        st.sampled_from((40, 50)),
        st.booleans(),
        st.booleans(),
        st.sampled_from(("open", "confirmed", "rejected")),
    ),
    min_size=1,
    max_size=9,
)


@settings(max_examples=60, deadline=None)
@given(rows=ROWS, who=st.integers(0, 8))
def test_confirming_a_ceiling_never_raises_the_grade(
    rows: list[tuple[str, tuple[int, ...], int, bool, bool, str]], who: int
) -> None:
    """Once a re-check confirms, the person's own best possible grade is no better than while it was rejected."""
    who %= len(rows)
    before, after = ([*rows[:who], (*rows[who][:5], status), *rows[who + 1 :]] for status in ("rejected", "confirmed"))
    best = [
        min(GRADES.index(grade) for grade in _cohort(found).possible_grades(f"M{who}")[0]) for found in (before, after)
    ]
    assert best[1] >= best[0]


@settings(max_examples=60, deadline=None)
@given(rows=ROWS)
def test_nobody_stands_above_proposal_ceiling_or_places(
    rows: list[tuple[str, tuple[int, ...], int, bool, bool, str]],
) -> None:
    """No decided grade is better than the proposal, and no more are excellent than 30 % of the headcount."""
    outcomes = _cohort(rows).outcomes()[1:]
    for row, outcome in zip(rows, outcomes, strict=True):
        if outcome.grade is not None:
            assert GRADES.index(outcome.grade) >= GRADES.index(row[0])
            assert not ({"BT-5(8)4"} & set(outcome.rules)) or outcome.grade == "不称职"
    assert sum(outcome.grade == "优秀" for outcome in outcomes) <= len(rows) * 3 // 10
