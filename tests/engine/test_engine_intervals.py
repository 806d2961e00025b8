"""Arithmetic over what is possible: the exact interval of every operation, and why it is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from itertools import product

import pytest

from kaohe.engine import Day, Gone, Num, Truth
from kaohe.rules.nodes import Cause, Causes
from kaohe.rules.nodes import _intervals as arithmetic

A, B, C = (frozenset({Cause("needs", name)}) for name in "abc")
NONE: Causes = frozenset()
Number = int | str | None
Row = tuple[Num, Num, Num]


def _edge(value: Number) -> Fraction | None:
    return None if value is None else Fraction(value)


def span(low: Number, high: Number, causes: Causes = NONE) -> Num:
    """An interval, None where it has no limit."""
    return Num(_edge(low), _edge(high), causes)


def just(value: int | str) -> Num:
    """A settled number, both ends the same object, as the walker makes them."""
    edge = Fraction(value)
    return Num(edge, edge)


SUMS: dict[str, Row] = {
    "two numbers": (just(2), just("0.5"), just("2.5")),
    "two intervals": (span(1, 2, A), span(3, 5, B), span(4, 7, A | B)),
    "a number and an interval": (just(3), span(1, 2, A), span(4, 5, A)),
    "an interval and a number": (span(1, 2, A), just(3), span(4, 5, A)),
    "no lower limit on the left": (span(None, 2, A), span(3, 5, B), span(None, 7, A | B)),
    "no lower limit on the right": (span(3, 5, A), span(None, 2, B), span(None, 7, A | B)),
    "no upper limit on the left": (span(1, None, A), span(3, 5, B), span(4, None, A | B)),
    "no upper limit on the right": (span(3, 5, A), span(1, None, B), span(4, None, A | B)),
    "opposite limits": (span(1, None, A), span(None, 5, B), span(None, None, A | B)),
    "no limits and a number": (span(None, None, A), just(3), span(None, None, A)),
    "a number and no limits": (just(3), span(None, None, A), span(None, None, A)),
    "no limits twice": (span(None, None, A), span(None, None, B), span(None, None, A | B)),
}


@pytest.mark.parametrize("row", SUMS.values(), ids=SUMS)
def test_a_sum_adds_limits_and_unites_causes(row: Row) -> None:
    """A sum has a limit where both parts have one, and waits for whatever either waits for."""
    left, right, expected = row
    assert arithmetic.add(left, right) == expected


SCALED: dict[str, tuple[Num, str, Num]] = {
    "a number": (just(3), "-0.5", just("-1.5")),
    "an interval": (span(1, 2, A), "3", span(3, 6, A)),
    "an interval turned": (span(1, 2, A), "-3", span(-6, -3, A)),
    "no lower limit": (span(None, 2, A), "3", span(None, 6, A)),
    "no lower limit, turned": (span(None, 2, A), "-3", span(-6, None, A)),
    "no upper limit": (span(1, None, A), "3", span(3, None, A)),
    "no upper limit, turned": (span(1, None, A), "-3", span(None, -3, A)),
    "no limits": (span(None, None, A), "3", span(None, None, A)),
    "nothing": (span(1, 2, A), "0", span(0, 0, A)),
}


@pytest.mark.parametrize("row", SCALED.values(), ids=SCALED)
def test_a_factor_moves_both_ends_and_a_negative_one_turns_them(row: tuple[Num, str, Num]) -> None:
    """An interval times a number keeps its causes; a negative number swaps its ends."""
    value, factor, expected = row
    assert arithmetic.scaled(value, Fraction(factor)) == expected


PRODUCTS: dict[str, Row] = {
    "two numbers": (just(3), just("-0.5"), just("-1.5")),
    "a number on the left keeps a single limit": (just(2), span(None, 3, A), span(None, 6, A)),
    "a number on the right keeps a single limit": (span(1, None, A), just(-2), span(None, -2, A)),
    "both positive": (span(2, 3, A), span(5, 7, B), span(10, 21, A | B)),
    "both across zero": (span(-2, 3, A), span(-5, 7, B), span(-15, 21, A | B)),
    "the least from the left's low end": (span(-4, 3, A), span(-5, 7, B), span(-28, 21, A | B)),
    "both negative": (span(-3, -2, A), span(-7, -5, B), span(10, 21, A | B)),
    "no lower limit on the left": (span(None, 2, A), span(3, 5, B), span(None, None, A | B)),
    "no upper limit on the left": (span(2, None, A), span(3, 5, B), span(6, None, A | B)),
    "no upper limit and below zero": (span(-2, None, A), span(3, 5, B), span(None, None, A | B)),
    "no upper limit beside below zero": (span(2, None, A), span(-3, 5, B), span(None, None, A | B)),
    "no lower limit on the right": (span(3, 5, A), span(None, 2, B), span(None, None, A | B)),
    "no upper limit on the right": (span(3, 5, A), span(2, None, B), span(6, None, A | B)),
    "no upper limit from zero": (span(0, None, A), span(0, None, B), span(0, None, A | B)),
}


@pytest.mark.parametrize("row", PRODUCTS.values(), ids=PRODUCTS)
def test_a_product_lies_between_its_outermost_corners(row: Row) -> None:
    """A product reaches from the least to the largest product of ends; without some limit it keeps a lower one above 0."""
    left, right, expected = row
    assert arithmetic.multiply(left, right) == expected


QUOTIENTS: dict[str, tuple[Num, Num, Num | Gone]] = {
    "two numbers": (just(1), just(3), just("1/3")),
    "by a number": (span(1, 2, A), just(-4), span("-1/2", "-1/4", A)),
    "by a number with one limit": (span(1, None, A), just(2), span("1/2", None, A)),
    "by zero": (span(1, 2, A), just(0), Gone(frozenset({"zero-total"}))),
    "zero by zero": (just(0), just(0), Gone(frozenset({"zero-total"}))),
    "by an interval": (span(-4, 6, A), span(2, 4, B), span(-2, 3, A | B)),
    "a number by an interval": (just(6), span(2, 3, A), span(2, 3, A)),
    "by a negative interval": (span(1, 2, A), span(-4, -2, B), span(-1, "-1/4", A | B)),
    "by one that starts at zero": (span(1, 2, A), span(0, 2, B), span(None, None, A | B)),
    "by one that ends at zero": (span(1, 2, A), span(-2, 0, B), span(None, None, A | B)),
    "by one across zero": (span(1, 2, A), span(-2, 2, B), span(None, None, A | B)),
    "by one just above zero": (span(1, 2, A), span("1/9", 1, B), span(1, 18, A | B)),
    "no lower limit on the left": (span(None, 2, A), span(3, 5, B), span(None, None, A | B)),
    "no upper limit on the left": (span(2, None, A), span(3, 5, B), span(None, None, A | B)),
    "no lower limit on the right": (span(3, 5, A), span(None, -2, B), span(None, None, A | B)),
    "no upper limit on the right": (span(3, 5, A), span(2, None, B), span(None, None, A | B)),
}


@pytest.mark.parametrize("row", QUOTIENTS.values(), ids=QUOTIENTS)
def test_a_quotient_is_absent_at_zero_and_has_no_limit_near_it(row: tuple[Num, Num, Num | Gone]) -> None:
    """A division by exactly 0 is absent; by an interval that holds 0 it may be anything."""
    left, right, expected = row
    assert arithmetic.divide(left, right) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [((3, 1, 2), span(1, 3, A)), ((2, 2), span(2, 2)), ((5,), span(5, 5))],
    ids=["several", "twice the same", "one"],
)
def test_one_of_several_numbers_is_settled_where_they_agree(values: Sequence[int], expected: Num) -> None:
    """One of several numbers lies between the least and the largest, and waits for nothing where they are one."""
    assert arithmetic.one_of([Fraction(value) for value in values], A) == expected


HULLS: dict[str, tuple[list[Num], Num]] = {
    "one value stays as it is": ([span(1, 2, A)], span(1, 2, A)),
    "two apart": ([span(1, 2, A), span(5, 7, B)], span(1, 7, A | B | C)),
    "the order is nothing": ([span(5, 7, A), span(1, 2, B)], span(1, 7, A | B | C)),
    "no lower limit": ([span(1, 2, A), span(None, 7, B)], span(None, 7, A | B | C)),
    "no upper limit": ([span(1, None, A), span(5, 7, B)], span(1, None, A | B | C)),
    "no limits": ([span(None, None, A), span(None, None, B)], span(None, None, A | B | C)),
    "the same number": ([span(2, 2, A), just(2)], span(2, 2)),
    "two numbers": ([just(2), just(3)], span(2, 3, C)),
}


@pytest.mark.parametrize("row", HULLS.values(), ids=HULLS)
def test_a_hull_holds_all_and_names_the_choice_and_every_part(row: tuple[list[Num], Num]) -> None:
    """The hull of several waits for what decides among them and for each of them, unless all are one number."""
    values, expected = row
    assert arithmetic.hull(values, C) == expected


EXTREMES: dict[str, tuple[str, list[Num], Num]] = {
    "the larger": ("max", [span(1, 5, A), span(2, 3, B)], span(2, 5, A | B)),
    "the smaller": ("min", [span(1, 5, A), span(2, 3, B)], span(1, 3, A | B)),
    "the larger, one without a lower limit": ("max", [span(None, 5, A), span(2, 3, B)], span(2, 5, A | B)),
    "the smaller, one without a lower limit": ("min", [span(None, 5, A), span(2, 3, B)], span(None, 3, A | B)),
    "the larger, one without an upper limit": ("max", [span(1, None, A), span(2, 3, B)], span(2, None, A | B)),
    "the smaller, one without an upper limit": ("min", [span(1, None, A), span(2, 3, B)], span(1, 3, A | B)),
    "the larger, none has limits": ("max", [span(None, None, A), span(None, None, B)], span(None, None, A | B)),
    "the smaller, none has limits": ("min", [span(None, None, A), span(None, None, B)], span(None, None, A | B)),
    "a limit caps an unknown": ("min", [span(5, 9, A), just(5)], span(5, 5)),
    "a limit lifts an unknown": ("max", [span(1, 5, A), just(5)], span(5, 5)),
}


@pytest.mark.parametrize("row", EXTREMES.values(), ids=EXTREMES)
def test_the_larger_and_the_smaller_are_limited_by_either(row: tuple[str, list[Num], Num]) -> None:
    """One lower limit bounds the larger of several, one upper limit the smaller; a settled one names no cause."""
    op, values, expected = row
    assert arithmetic.extreme_of(op, values) == expected


YES, NO = Truth(frozenset({True})), Truth(frozenset({False}))
MAYBE = Truth(frozenset({True, False}), A | B)
COMPARED: dict[str, tuple[str, Num, Num, Truth]] = {
    "below": ("<", span(1, 2, A), span(3, 4, B), YES),
    "touching, below": ("<", span(1, 3, A), span(3, 4, B), MAYBE),
    "touching, at most": ("<=", span(1, 3, A), span(3, 4, B), YES),
    "touching the other way, below": ("<", span(4, 5, A), span(3, 4, B), NO),
    "touching the other way, at most": ("<=", span(4, 5, A), span(3, 4, B), MAYBE),
    "above, at most": ("<=", span(5, 6, A), span(3, 4, B), NO),
    "overlapping": ("<", span(1, 4, A), span(3, 5, B), MAYBE),
    "above": (">", span(5, 6, A), span(3, 4, B), YES),
    "touching, above": (">", span(4, 6, A), span(3, 4, B), MAYBE),
    "touching, at least": (">=", span(4, 6, A), span(3, 4, B), YES),
    "touching the other way, above": (">", span(1, 3, A), span(3, 4, B), NO),
    "touching the other way, at least": (">=", span(1, 3, A), span(3, 4, B), MAYBE),
    "below, at least": (">=", span(1, 2, A), span(3, 4, B), NO),
    "no upper limit where it counts": ("<", span(1, None, A), span(3, 4, B), MAYBE),
    "no lower limit where it counts": ("<", span(3, 4, A), span(None, 9, B), MAYBE),
    "no lower limit against": ("<", span(None, 9, A), span(3, 4, B), MAYBE),
    "no upper limit against": ("<", span(1, 9, A), span(3, None, B), MAYBE),
    "settled in spite of other limits": ("<", span(None, 2, A), span(3, None, B), YES),
    "refuted in spite of other limits": ("<", span(5, None, A), span(None, 4, B), NO),
    "the same number": ("==", just(2), just(2), YES),
    "two numbers": ("==", just(2), just(3), NO),
    "equal ends only": ("==", span(1, 2, A), span(2, 3, B), MAYBE),
    "equal ends only, turned": ("==", span(2, 3, A), span(1, 2, B), MAYBE),
    "a number within": ("==", just(2), span(1, 3, A | B), MAYBE),
    "within, a number": ("==", span(1, 3, A | B), just(2), MAYBE),
    "apart": ("==", span(1, 2, A), span(3, 4, B), NO),
    "apart, turned": ("==", span(3, 4, A), span(1, 2, B), NO),
    "apart without outer limits": ("==", span(None, 2, A), span(3, None, B), NO),
    "apart without outer limits, turned": ("==", span(3, None, A), span(None, 2, B), NO),
    "no upper limit between": ("==", span(1, None, A), span(3, 4, B), MAYBE),
    "no lower limit between": ("==", span(1, 2, A), span(None, 4, B), MAYBE),
    "no upper limit between, turned": ("==", span(3, 4, A), span(1, None, B), MAYBE),
    "no lower limit between, turned": ("==", span(None, 4, A), span(1, 2, B), MAYBE),
    "no limits": ("==", span(None, None, A), span(None, None, B), MAYBE),
}


@pytest.mark.parametrize("row", COMPARED.values(), ids=COMPARED)
def test_a_comparison_is_settled_as_soon_as_nothing_could_turn_it(row: tuple[str, Num, Num, Truth]) -> None:
    """A settled comparison names no cause; an open one waits for whatever either side waits for."""
    op, left, right, expected = row
    assert arithmetic.compare(op, left, right) == expected


FIRST, SECOND = dt.date(2020, 1, 1), dt.date(2020, 1, 2)


@pytest.mark.parametrize(
    ("op", "left", "right", "expected"),
    [
        ("<", Day(FIRST), Day(SECOND), YES),
        ("<", Day(FIRST), Day(FIRST), NO),
        ("<=", Day(FIRST), Day(FIRST), YES),
        (">", Day(SECOND), Day(FIRST), YES),
        (">", Day(FIRST), Day(FIRST), NO),
        (">=", Day(FIRST), Day(SECOND), NO),
        ("<", Day(None, A), Day(SECOND, B), MAYBE),
        ("<", Day(FIRST, A), Day(None, B), MAYBE),
    ],
)
def test_days_compare_only_where_both_are_known(op: str, left: Day, right: Day, expected: Truth) -> None:
    """A comparison with an unknown day is open, for the causes of both."""
    assert arithmetic.compare_days(op, left, right) == expected


def test_absences_add_their_reasons_up() -> None:
    """Several worths are absent where one is, for the reasons of all that are."""
    late, ill = Gone(frozenset({"late"})), Gone(frozenset({"ill"}))
    assert arithmetic.gone_of([just(1), late, YES, ill]) == Gone(frozenset({"late", "ill"}))
    assert arithmetic.gone_of([just(1), YES]) is None


ORDER = (False, None, True)  # Kleene's: "and" is the lower, "or" the higher


@pytest.mark.parametrize(("one", "two"), list(product(ORDER, repeat=2)))
def test_and_and_or_are_kleenes(one: bool | None, two: bool | None) -> None:
    """Absence is between false and true: "and" gives the lower of two, "or" the higher."""
    lower, higher = (ORDER[pick(ORDER.index(one), ORDER.index(two))] for pick in (min, max))
    assert arithmetic.kleene_and(one, two) is lower
    parts = [Truth(frozenset({one})), Truth(frozenset({two}))]
    assert arithmetic.fold(parts, meet=True) == Truth(frozenset({lower}))
    assert arithmetic.fold(parts, meet=False) == Truth(frozenset({higher}))
    assert arithmetic.negated(one) is ORDER[2 - ORDER.index(one)]


OPEN_A, OPEN_B = Truth(frozenset({True, False}), A), Truth(frozenset({True, False}), B)
GONE = Truth(frozenset({None}), reasons=frozenset({"ill"}))
HALF_GONE = Truth(frozenset({True, None}), B, frozenset({"late"}))
FOLDED: dict[str, tuple[list[Truth], bool, Truth]] = {
    "all of none": ([], True, YES),
    "any of none": ([], False, NO),
    "all of two open": ([OPEN_A, OPEN_B], True, MAYBE),
    "any of two open": ([OPEN_A, OPEN_B], False, MAYBE),
    "all, one of them false": ([OPEN_A, NO], True, NO),
    "any, one of them true": ([OPEN_A, YES], False, YES),
    "all, the other true": ([OPEN_A, YES], True, OPEN_A),
    "any, the other false": ([NO, OPEN_A], False, OPEN_A),
    "all, one absent": ([YES, GONE], True, GONE),
    "all, absent and false": ([GONE, NO], True, NO),
    "any, absent and true": ([GONE, YES], False, YES),
    "all, both absent in part": (
        [GONE, HALF_GONE],
        True,
        Truth(frozenset({None}), reasons=frozenset({"ill", "late"})),
    ),
    "any, one absent and one open": ([GONE, OPEN_A], False, Truth(frozenset({True, None}), A, frozenset({"ill"}))),
    "all, one absent and one open": ([GONE, OPEN_A], True, Truth(frozenset({False, None}), A, frozenset({"ill"}))),
}


@pytest.mark.parametrize("row", FOLDED.values(), ids=FOLDED)
def test_all_and_any_keep_causes_only_while_open(row: tuple[list[Truth], bool, Truth]) -> None:
    """All or any of several conditions name causes while open, and reasons while it may be absent."""
    parts, meet, expected = row
    assert arithmetic.fold(parts, meet=meet) == expected


@pytest.mark.parametrize("edges", [(None, 1), (1, None), (1, 2, None)])
def test_a_single_missing_edge_leaves_it_without_a_limit(edges: tuple[Number, ...]) -> None:
    """Some edge without a limit is enough; with none missing it is limited."""
    assert arithmetic.unbounded(*map(_edge, edges))
    assert not arithmetic.unbounded(Fraction(0), Fraction(0))
