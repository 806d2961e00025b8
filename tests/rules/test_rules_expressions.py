"""Expressions: declared, never computed; exact; compared by structure; open on one axis at most."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from kaohe.errors import InexactError, SchemeError
from kaohe.rules import Band, Date, Events, Finding, Link, Tally, Total, weighted
from kaohe.rules.nodes import Expr, Ratings, all_of, any_of, best_of, day, least_of, number, open_axis
from kaohe.rules.tools import exact
from scheme_kit import MONTH, PERSON, WORDS, count, lines, of, option, score

# Typed Any: mypy would refuse it before the test could.
FLOAT: Any = 0.1
A, B = score("a"), score("b")
MONTHLY = score("monthly", on=MONTH)
FINDING = Finding("finding", WORDS, clause="1")
EVENTS = Events("events", WORDS, clause="1")
RATED = Ratings("rated", WORDS, clause="1", options=option("x", "y"))
DAY = Date("day", WORDS, clause="1")
BOSS = Link("boss", WORDS, PERSON, clause="1")
BALLOT = Tally("ballot", WORDS, clause="1", options=option("yes", "no"))


@pytest.mark.parametrize(
    "declare",
    [
        lambda: A + FLOAT,
        lambda: FLOAT * A,
        lambda: A - FLOAT,
        lambda: A / FLOAT,
        lambda: A < FLOAT,
        lambda: A.is_(FLOAT),
        lambda: A.at_most(FLOAT),
        lambda: A.at_least(FLOAT),
        lambda: A.steps((FLOAT, 1)),
        lambda: A.steps((1, FLOAT)),
        lambda: A.steps((1, 1), below=FLOAT),
        lambda: weighted((A, FLOAT), (B, 1)),
        lambda: of("x").points({"x": FLOAT}),
        lambda: (A > 1).then(FLOAT),
        lambda: number(FLOAT),
    ],
)
def test_a_float_is_refused_wherever_a_number_is_declared(declare: Callable[[], Any]) -> None:
    """No declaration takes a float; the message says what to write instead."""
    with pytest.raises(InexactError, match="not an exact number"):
        declare()


@pytest.mark.parametrize(
    ("declare", "named"),
    [
        (lambda: score(high=FLOAT), "Score mark: high is 0.1"),
        (lambda: Band("优秀", low=FLOAT), "Band 优秀: low is 0.1"),
        (lambda: Total(**lines("t"), value=A, at_most=FLOAT), "Total t: at_most is 0.1"),
    ],
)
def test_a_float_in_a_field_is_named_with_its_place(declare: Callable[[], Any], named: str) -> None:
    """A float in a declared field is refused with the class, the id and the field."""
    with pytest.raises(SchemeError, match="not an exact number") as refused:
        declare()
    assert refused.value.text.en.startswith(named)


def test_a_float_in_a_point_table_is_named_by_its_code() -> None:
    """The refusal names the code whose points are inexact."""
    with pytest.raises(InexactError, match=r"^\[K1018\] good: 0\.1"):
        of("good", "bad").points({"good": FLOAT, "bad": 0})


@pytest.mark.parametrize(
    "ask",
    [
        lambda: bool(A > 1),
        lambda: (A > 1) and (B > 1),
        lambda: (A > 1) or (B > 1),
        lambda: not (A > 1),
        lambda: 1 < A < 2,
        lambda: bool(A + B),
        lambda: [1] if FINDING else [],
    ],
)
def test_a_declaration_has_no_truth_value(ask: Callable[[], Any]) -> None:
    """`and`, `or`, `not`, `if` and chained comparisons are refused with what to write instead."""
    with pytest.raises(SchemeError, match=r"write & \| ~") as refused:
        ask()
    assert "&" in refused.value.text.zh


@pytest.mark.parametrize(
    "build",
    [
        lambda: A + 1,
        lambda: 3 - A,
        lambda: weighted((A, "50%"), (B, Fraction(1, 2))),
        lambda: (A > 1) & ~(B <= 2) | FINDING,
        lambda: MONTHLY.mean().rounded(1, how="down"),
        lambda: BALLOT.share("yes") >= Fraction(2, 3),
        lambda: best_of(A, least_of(A, B)),
        lambda: BOSS.their(A > 1),
        lambda: DAY.plus_months(3).until(dt.date(2020, 1, 1)),
        lambda: of("x", "y").points({"x": 1, "y": "0.5"}),
    ],
)
def test_expressions_compare_and_hash_by_structure(build: Callable[[], Expr]) -> None:
    """The same declaration made twice is equal and hashes equally."""
    one, two = build(), build()
    assert one is not two
    assert one == two
    assert hash(one) == hash(two)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (A < 1, A <= 1),
        (A > 1, A > 2),
        (A > 1, B > 1),
        (A + B, B + A),
        (A - 1, A + 1),
        (A.rounded(1), A.rounded(2)),
        (MONTHLY.mean(), MONTHLY.max()),
        ((A > 1).then(1), (A > 1).then(2)),
        (FINDING, Finding("finding", WORDS, clause="2")),
    ],
)
def test_another_declaration_is_another_expression(one: Expr, other: Expr) -> None:
    """A different operator, number, input, order or clause makes a different expression."""
    assert one != other


def test_numbers_are_kept_exactly() -> None:
    """Declared numbers are fractions, whatever form they were written in."""
    assert number("2/3") == number(Fraction(2, 3))
    above, same = A > "89.5", Fraction(179, 2) < A
    assert above == same
    assert weighted((A, "10%"), (B, "90%")) == weighted((A, Fraction(1, 10)), (B, Fraction(9, 10)))
    assert exact("66.7%") != Fraction(2, 3)


def test_a_negation_and_a_reflected_operation_are_what_they_say() -> None:
    """-x is 0 - x, and 3 - x is not x - 3."""
    negated, reflected, divided = -A, 3 - A, 6 / A
    assert negated == number(0) - A
    assert reflected == number(3) - A
    assert reflected != A - 3
    assert divided == number(6) / A


@pytest.mark.parametrize(
    ("expression", "axis"),
    [
        (A, None),
        (MONTHLY, MONTH),
        (MONTHLY + A, MONTH),
        (MONTHLY > 60, MONTH),
        ((MONTHLY > 60).any(), None),
        (MONTHLY.mean(), None),
        (MONTHLY.known() * 2 < MONTHLY.due(), None),
        (FINDING, None),
        (FINDING.count(), None),
        (FINDING.during(MONTH), MONTH),
        (FINDING.date(), FINDING),
        (EVENTS, None),
        (EVENTS.date() > dt.date(2020, 1, 1), EVENTS),
        (score("amount", on=EVENTS).sum(), None),
        (RATED, RATED),
        (RATED.points({"x": 1, "y": 0}).mean(), None),
        (BOSS.their(A), None),
        (BOSS.back(PERSON).their(A), BOSS.back(PERSON)),
        (BOSS.back(PERSON).their(MONTHLY.mean()).mean(), None),
        (all_of(A > 1, MONTHLY > 1), MONTH),
    ],
)
def test_the_open_axis_of_an_expression(expression: Expr, axis: object) -> None:
    """An expression is open on its inputs' axis until something closes it."""
    assert open_axis(expression) == axis


@pytest.mark.parametrize(
    "build",
    [
        lambda: MONTHLY + score("amount", on=EVENTS),
        lambda: (MONTHLY > 1) & (RATED.is_("x")),
        lambda: (MONTHLY * RATED.points({"x": 1, "y": 0})).mean(),
        lambda: any_of(MONTHLY > 1, EVENTS.date() > dt.date(2020, 1, 1)),
    ],
)
def test_two_open_axes_are_refused(build: Callable[[], Expr]) -> None:
    """An expression open on two axes is refused, naming both, with the way out."""
    with pytest.raises(SchemeError, match="two axes") as refused:
        open_axis(build())
    assert "month" in str(refused.value) or "rated" in str(refused.value)
    assert "mean" in str(refused.value)


def test_a_count_is_no_score() -> None:
    """Inputs of different kinds with the same key are different expressions."""
    one: Expr = count("k")
    other: Expr = score("k")
    assert one != other


def test_a_day_is_kept_as_a_day() -> None:
    """A declared day stands in comparisons as itself."""
    new_year = dt.date(2020, 1, 1)
    declared = day(new_year)
    assert declared == day(new_year)
    assert DAY.until(new_year) == DAY.until(declared)
