"""Which node each operator and method declares, and which axis a node leaves open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction

import pytest

from kaohe.errors import InexactError, SchemeError
from kaohe.rules import Date, Events, weighted
from kaohe.rules.nodes import (
    Add,
    Aggregate,
    All,
    And,
    Any,
    Clamp,
    Compare,
    Const,
    DateConst,
    DaysBetween,
    Divide,
    Expr,
    Extreme,
    Given,
    If,
    Is,
    Multiply,
    Named,
    Not,
    Or,
    Points,
    Ratings,
    Round,
    Shift,
    Steps,
    Subtract,
    Weighted,
    all_of,
    any_of,
    best_of,
    day,
    least_of,
    number,
    open_axis,
)
from scheme_kit import MONTH, WORDS, of, option, score

A, B = score("a"), score("b")
MONTHLY = score("monthly", on=MONTH)
DAY, LAST = Date("day", WORDS, clause="1"), Date("last", WORDS, clause="1")
CODE = of("x", "y")
EVENTS = Events("events", WORDS, clause="1")
AMOUNT = score("amount", on=EVENTS)
RATED = Ratings("rated", WORDS, clause="1", options=option("x"))
P, Q = A < 5, B < 5
NEW_YEAR = dt.date(2020, 1, 1)
HALF, TWO = Fraction(1, 2), Fraction(2)

DECLARED: dict[str, tuple[Callable[[], Expr], Expr]] = {
    "+": (lambda: A + B, Add(A, B)),
    "+ number": (lambda: A + "0.5", Add(A, Const(HALF))),
    "number +": (lambda: "50%" + A, Add(Const(HALF), A)),
    "-": (lambda: A - B, Subtract(A, B)),
    "- number": (lambda: A - 2, Subtract(A, Const(TWO))),
    "number -": (lambda: 2 - A, Subtract(Const(TWO), A)),
    "*": (lambda: A * B, Multiply(A, B)),
    "* number": (lambda: A * 2, Multiply(A, Const(TWO))),
    "number *": (lambda: 2 * A, Multiply(Const(TWO), A)),
    "/": (lambda: A / B, Divide(A, B)),
    "/ number": (lambda: A / 2, Divide(A, Const(TWO))),
    "number /": (lambda: 2 / A, Divide(Const(TWO), A)),
    "minus": (lambda: -A, Subtract(Const(Fraction(0)), A)),
    "<": (lambda: A < B, Compare("<", A, B)),
    "<=": (lambda: A <= B, Compare("<=", A, B)),
    ">": (lambda: A > B, Compare(">", A, B)),
    ">=": (lambda: A >= B, Compare(">=", A, B)),
    "< number": (lambda: A < 2, Compare("<", A, Const(TWO))),
    "<= number": (lambda: A <= 2, Compare("<=", A, Const(TWO))),
    "> number": (lambda: A > 2, Compare(">", A, Const(TWO))),
    ">= number": (lambda: A >= 2, Compare(">=", A, Const(TWO))),
    "equal": (lambda: A.is_(2), Compare("==", A, Const(TWO))),
    "at most": (lambda: A.at_most("0.5"), Clamp(A, None, HALF)),
    "at least": (lambda: A.at_least("0.5"), Clamp(A, HALF, None)),
    "steps": (lambda: A.steps((2, "0.5")), Steps(A, ((TWO, HALF),), Fraction(0))),
    "steps below": (lambda: A.steps((0, 1), (2, "0.5"), below=-1), Steps(A, ((Fraction(0), Fraction(1)), (TWO, HALF)), Fraction(-1))),
    "rounded": (lambda: A.rounded(2), Round(A, 2, "half-up")),
    "rounded down": (lambda: A.rounded(1, how="down"), Round(A, 1, "down")),
    "named": (lambda: A.named(WORDS), Named(A, WORDS)),
    "mean": (lambda: MONTHLY.mean(), Aggregate("mean", MONTHLY)),
    "sum": (lambda: MONTHLY.sum(), Aggregate("sum", MONTHLY)),
    "max": (lambda: MONTHLY.max(), Aggregate("max", MONTHLY)),
    "min": (lambda: MONTHLY.min(), Aggregate("min", MONTHLY)),
    "due": (lambda: MONTHLY.due(), Aggregate("due", MONTHLY)),
    "known": (lambda: MONTHLY.known(), Aggregate("known", MONTHLY)),
    "distinct": (lambda: MONTHLY.distinct(), Aggregate("distinct", MONTHLY)),
    "count": (lambda: (MONTHLY < 2).count(), Aggregate("count", Compare("<", MONTHLY, Const(TWO)))),
    "any": (lambda: (MONTHLY < 2).any(), Any(Compare("<", MONTHLY, Const(TWO)))),
    "all": (lambda: (MONTHLY < 2).all(), All(Compare("<", MONTHLY, Const(TWO)))),
    "given": (lambda: A.given(), Given(A)),
    "&": (lambda: P & Q, And((P, Q))),
    "|": (lambda: P | Q, Or((P, Q))),
    "~": (lambda: ~P, Not(P)),
    "all of": (lambda: all_of(P, Q, ~P), And((P, Q, Not(P)))),
    "any of": (lambda: any_of(P, Q, ~P), Or((P, Q, Not(P)))),
    "then": (lambda: P.then(B), If(P, B, Const(Fraction(0)))),
    "then otherwise": (lambda: P.then(2, otherwise="0.5"), If(P, Const(TWO), Const(HALF))),
    "best": (lambda: best_of(A, B), Extreme("max", (A, B))),
    "least": (lambda: least_of(A, B), Extreme("min", (A, B))),
    "weighted": (lambda: weighted((A, "50%"), (B, HALF)), Weighted(((A, HALF), (B, HALF)))),
    "number": (lambda: number("0.5"), Const(HALF)),
    "day": (lambda: day(NEW_YEAR), DateConst(NEW_YEAR)),
    "earlier": (lambda: DAY < LAST, Compare("<", DAY, LAST)),
    "not later": (lambda: DAY <= NEW_YEAR, Compare("<=", DAY, DateConst(NEW_YEAR))),
    "later": (lambda: DAY > NEW_YEAR, Compare(">", DAY, DateConst(NEW_YEAR))),
    "not earlier": (lambda: DAY >= NEW_YEAR, Compare(">=", DAY, DateConst(NEW_YEAR))),
    "months later": (lambda: DAY.plus_months(2), Shift(DAY, 2, 0)),
    "days later": (lambda: DAY.plus_days(2), Shift(DAY, 0, 2)),
    "until": (lambda: DAY.until(LAST), DaysBetween(DAY, LAST)),
    "until a day": (lambda: DAY.until(NEW_YEAR), DaysBetween(DAY, DateConst(NEW_YEAR))),
    "is": (lambda: CODE.is_("x"), Is(CODE, ("x",))),
    "is in": (lambda: CODE.is_in("x", "y"), Is(CODE, ("x", "y"))),
    "points": (lambda: CODE.points({"x": 2, "y": "50%"}), Points(CODE, (("x", TWO), ("y", HALF)))),
}  # fmt: skip


@pytest.mark.parametrize("name", DECLARED)
def test_an_operator_declares_its_node(name: str) -> None:
    """Every operator and method declares one node, its operands in their order and its numbers exact."""
    declare, node = DECLARED[name]
    declared = declare()
    assert type(declared) is type(node)
    assert declared == node
    assert hash(declared) == hash(node)


def test_a_node_stands_as_itself_where_a_number_or_a_day_may() -> None:
    """A node is taken as it is, never wrapped again."""
    assert number(A) is A
    assert day(DAY) is DAY


@pytest.mark.parametrize(
    ("expression", "parts"),
    [
        (A, ()),
        (number(1), ()),
        (A + B, (A, B)),
        (weighted((A, "50%"), (B, "50%")), (A, B)),
        (A.at_most(1), (A,)),
        (A.steps((1, 1)), (A,)),
        (A.rounded(0), (A,)),
        (A.named(WORDS), (A,)),
        (CODE.points({"x": 1, "y": 2}), (CODE,)),
        (P.then(A, otherwise=B), (P, A, B)),
        (best_of(A, B), (A, B)),
        (MONTHLY.mean(), (MONTHLY,)),
        (DAY.until(LAST), (DAY, LAST)),
        (A < B, (A, B)),
        (CODE.is_("x"), (CODE,)),
        (P & Q, (P, Q)),
        (P | Q, (P, Q)),
        (~P, (P,)),
        (A.given(), (A,)),
        (P.any(), (P,)),
        (P.all(), (P,)),
        (DAY.plus_days(1), (DAY,)),
    ],
)
def test_the_parts_of_a_node_are_its_operands(expression: Expr, parts: tuple[Expr, ...]) -> None:
    """Whoever walks a declaration finds each operand once, in its order."""
    assert expression.parts() == parts


@pytest.mark.parametrize("closed", [MONTHLY.sum(), (MONTHLY < 2).any(), (MONTHLY < 2).all(), MONTHLY.known()])
def test_what_closes_an_axis_may_meet_another(closed: Expr) -> None:
    """An axis that is closed does not meet the one open beside it."""
    other = closed.then(1) if isinstance(closed, Any | All) else closed
    assert isinstance(other, If | Aggregate)
    assert open_axis(other + AMOUNT) == EVENTS


@pytest.mark.parametrize("expression", [A + B, number(1), MONTHLY.mean() + 1])
def test_nothing_open_is_no_axis(expression: Expr) -> None:
    """An expression over closed things lies on no axis."""
    assert open_axis(expression) is None


def test_two_axes_are_named_in_order() -> None:
    """The refusal names the axes in alphabetical order, whichever was declared first, in both languages."""
    for mixed in (MONTHLY + AMOUNT, AMOUNT + MONTHLY, (MONTHLY + AMOUNT).mean()):
        with pytest.raises(SchemeError) as refused:
            open_axis(mixed)
        assert (refused.value.text.en, refused.value.text.zh) == (
            "one expression lies open on two axes (events, month); close one of them with mean, sum, any, ...",
            "一个表达式同时展开在两个轴上（events, month）；请先用 mean、sum、any 等收拢其中一个",
        )


def test_three_axes_are_refused_too() -> None:
    """The refusal names every axis that meets."""
    with pytest.raises(SchemeError, match=r"\(events, month, rated\)"):
        open_axis(best_of(MONTHLY, AMOUNT, RATED.points({"x": 1})))


def test_the_refusal_of_a_truth_value_says_what_to_write() -> None:
    """Asking Python whether a condition holds is refused with the operators to write instead, in both languages."""
    with pytest.raises(SchemeError) as refused:
        bool(P)
    assert refused.value.text.en == (
        "a declared condition has no truth value in Python: write & | ~ for and, or, not, "
        "and (low <= x) & (x <= high) for a chained comparison"
    )
    assert refused.value.text.zh == (
        "声明的条件在 Python 里没有真假：请用 & | ~ 代替 and、or、not，连续比较请写成 (low <= x) & (x <= high)"
    )


def test_inexact_points_are_named_by_their_code() -> None:
    """Of several codes the refusal names the one whose points are no exact number."""
    with pytest.raises(InexactError, match=r"^\[K1018\] y: 'half'"):
        CODE.points({"x": 1, "y": "half"})
