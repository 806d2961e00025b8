"""Declared bounds: between which numbers an expression must lie, whatever is entered."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.rules import Tally, assemble, weighted
from kaohe.rules.nodes import Computed, NumberExpr, best_of, bounds, least_of, number
from kaohe.rules.tools import show
from lengths import scaled
from scheme_kit import MONTH, PLAIN, WORDS, count, declare, option, outcome_of, score, total

A, B, N = score("a"), score("b", low=-10, high=10), count("n", high=5)
MONTHLY = score("monthly", on=MONTH)
BALLOT = Tally("ballot", WORDS, clause="1", options=option("yes", "no"))


@pytest.mark.parametrize(
    ("expression", "low", "high"),
    [
        (number(7), "7", "7"),
        (A, "0", "100"),
        (B, "-10", "10"),
        (A + B, "-10", "110"),
        (A - B, "-10", "110"),
        (-B, "-10", "10"),
        (B * N, "-50", "50"),
        (B * -3, "-30", "30"),
        (A / 4, "0", "25"),
        (B / -2, "-5", "5"),
        (A / N, None, None),
        (weighted((A, "10%"), (B, "90%")), "-9", "19"),
        (A.at_most(5), "0", "5"),
        (A.at_least(5), "5", "100"),
        (A.steps((60, 1), (90, -2)), "-2", "1"),
        ((A > 5).then(B, otherwise=30), "-10", "30"),
        (best_of(A, B, number(3)), "3", "100"),
        (least_of(A, B, number(3)), "-10", "3"),
        ((A / 3).rounded(0, how="up"), "0", "34"),
        (MONTHLY.mean(), "0", "100"),
        (MONTHLY.sum(), "0", None),
        (MONTHLY.known(), "0", None),
        ((MONTHLY > 5).count(), "0", None),
        (BALLOT.share("yes"), "0", "1"),
        (BALLOT.how_many("yes"), "0", None),
        (Computed("f", max, (A,), low=-1, high=1), "-1", "1"),
    ],
)
def test_the_bounds_of_an_expression(expression: NumberExpr, low: str | None, high: str | None) -> None:
    """Bounds follow from the inputs' ranges through every operator; None where there is no limit."""
    assert [None if edge is None else show(edge) for edge in bounds(expression)] == [low, high]


def _expressions() -> st.SearchStrategy[NumberExpr]:
    leaves: st.SearchStrategy[NumberExpr] = st.sampled_from([A, B, N, number("0.5"), number(-3)])

    def grow(inner: st.SearchStrategy[NumberExpr]) -> st.SearchStrategy[Any]:
        return st.one_of(
            st.tuples(inner, inner).map(lambda two: two[0] + two[1]),
            st.tuples(inner, inner).map(lambda two: two[0] - two[1]),
            st.tuples(inner, inner).map(lambda two: two[0] * two[1]),
            st.tuples(inner, inner).map(lambda two: best_of(*two)),
            st.tuples(inner, inner, inner).map(lambda three: (three[0] > three[1]).then(three[2], otherwise=1)),
            inner.map(lambda one: one / 3),
            inner.map(lambda one: one.at_most(7)),
            inner.map(lambda one: one.steps((0, 2), (5, -1), below=4)),
            inner.map(lambda one: one.rounded(1)),
        )

    return st.recursive(leaves, grow, max_leaves=6)


@settings(max_examples=scaled(60, 3000), deadline=None)
@given(_expressions(), st.integers(0, 100), st.integers(-10, 10), st.integers(0, 5), st.sets(st.sampled_from("abn")))
def test_every_value_lies_within_the_bounds(expression: NumberExpr, a: int, b: int, n: int, hidden: set[str]) -> None:
    """A value, and the interval while something is unknown, never leave the declared bounds; the value is in both."""
    scheme = declare(kinds=(PLAIN,), scoring=[total(expression)])
    facts = {"a": a, "b": b, "n": n}
    known = {given.key for given in assemble(scheme).kinds[0].inputs}
    full = outcome_of(scheme, **{key: value for key, value in facts.items() if key in known})
    open_ = outcome_of(scheme, **{key: value for key, value in facts.items() if key in known - hidden})
    ranges = [bounds(expression), open_.score_range or (open_.score, open_.score)]
    assert full.score is not None
    assert all(_inside(full.score, low, high) for low, high in ranges)


def _inside(value: Fraction, low: Fraction | None, high: Fraction | None) -> bool:
    return (low is None or low <= value) and (high is None or value <= high)
