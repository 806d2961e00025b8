"""Arithmetic and logic over what is possible: intervals, absences, Kleene's and, or, not.

One calculus serves the declared bounds of an expression and its worth while something is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from math import lcm
from operator import ge, gt, le, lt
from typing import Any, overload

from ._worth import NO_CAUSES, Causes, Day, Gone, Num, Truth, Worth, truth

__all__ = [
    "NOTHING",
    "ZERO_TOTAL",
    "absent_as",
    "add",
    "between",
    "compare",
    "compare_days",
    "divide",
    "equal",
    "extreme_of",
    "fold",
    "gone_of",
    "hull",
    "kleene_and",
    "mapped",
    "multiply",
    "negated",
    "one_of",
    "scaled",
    "unbounded",
    "undecided",
    "weighed",
    "weighted_sum",
]


ZERO_TOTAL = Gone(frozenset({"zero-total"}))
NOTHING = Gone(frozenset({"not-applicable"}))


def absent_as(found: Gone) -> Truth:
    """A condition that asks about what is absent."""
    return Truth(frozenset({None}), reasons=found.reasons)


def undecided(causes: Causes) -> Truth:
    """A condition that may be true or false, and why."""
    return Truth(frozenset({True, False}), causes)


def between(low: Fraction | None, high: Fraction | None, causes: Causes) -> Num:
    """An interval, which waits for nothing where its ends meet."""
    return Num(low, high, NO_CAUSES if low is not None and low == high else causes)


def mapped(value: Num, change: Callable[[Fraction], Fraction]) -> Num:
    """A function that never turns an order round, applied to both ends."""
    low, high = (None if edge is None else change(edge) for edge in (value.low, value.high))
    return between(low, high, value.causes)


def gone_of(worths: Iterable[Worth]) -> Gone | None:
    """The absence that several worths add up to, or None where none is absent."""
    reasons = [found.reasons for found in worths if found.__class__ is Gone]
    return Gone(frozenset().union(*reasons)) if reasons else None


def unbounded(*edges: Fraction | None) -> bool:
    """Whether some edge has no limit."""
    return any(edge is None for edge in edges)


def add(left: Num, right: Num) -> Num:
    """The sum of two intervals."""
    low = None if left.low is None or right.low is None else left.low + right.low
    if left.low is left.high and right.low is right.high:
        return Num(low, low, left.causes | right.causes)
    high = None if left.high is None or right.high is None else left.high + right.high
    return Num(low, high, left.causes | right.causes)


def weighted_sum(terms: Sequence[tuple[Num, Fraction]]) -> Num:
    """The sum of intervals, each times a number."""
    causes = NO_CAUSES.union(*[number.causes for number, _ in terms])
    turned = any(weight.numerator < 0 for _, weight in terms)
    lows = [(one.high if turned and weight.numerator < 0 else one.low, weight) for one, weight in terms]
    low = weighed(lows)
    if all(number.low is number.high for number, _ in terms):
        return Num(low, low, causes)
    highs = [(one.low if turned and weight.numerator < 0 else one.high, weight) for one, weight in terms]
    return Num(low, weighed(highs), causes)


@overload
def weighed(terms: Iterable[tuple[Fraction, Fraction]]) -> Fraction: ...
@overload
def weighed(terms: Iterable[tuple[Fraction | None, Fraction]]) -> Fraction | None: ...
def weighed(terms: Iterable[tuple[Fraction | None, Fraction]]) -> Fraction | None:
    """The sum of products over one denominator; no limit where one of them has none."""
    top, bottom = 0, 1
    for value, weight in terms:
        if value is None:
            return None
        one, below = value.as_integer_ratio()
        two, under = weight.as_integer_ratio()
        below *= under
        if bottom % below:
            shared = lcm(bottom, below)
            top *= shared // bottom
            bottom = shared
        top += one * two * (bottom // below)
    return Fraction(top, bottom)


def less(one: Fraction, two: Fraction, *, or_equal: bool) -> bool:
    """Whether one number is below another."""
    top, bottom = one.as_integer_ratio()
    other, under = two.as_integer_ratio()
    return top * under <= other * bottom if or_equal else top * under < other * bottom


def scaled(value: Num, factor: Fraction) -> Num:
    """An interval times a number."""
    low = None if value.low is None else value.low * factor
    if value.low is value.high:
        return Num(low, low, value.causes)
    high = None if value.high is None else value.high * factor
    return Num(low, high, value.causes) if factor >= 0 else Num(high, low, value.causes)


def multiply(left: Num, right: Num) -> Num:
    """The product of two intervals."""
    causes = left.causes | right.causes
    if left.value is not None:
        return scaled(right, left.value)
    if right.value is not None:
        return scaled(left, right.value)
    if unbounded(left.low, left.high, right.low, right.high):
        positive = left.low is not None and right.low is not None and left.low >= 0 and right.low >= 0
        return Num(left.low * right.low if positive else None, None, causes)  # type: ignore[operator]  # positive
    edges = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]  # type: ignore[operator]
    return Num(min(edges), max(edges), causes)


def divide(left: Num, right: Num) -> Worth:
    """The quotient of two intervals; absent where the divisor is exactly 0."""
    if right.value is not None:
        return scaled(left, 1 / right.value) if right.value else ZERO_TOTAL
    causes = left.causes | right.causes
    if unbounded(left.low, left.high, right.low, right.high) or right.low <= 0 <= right.high:  # type: ignore[operator]
        return Num(None, None, causes)
    edges = [a / b for a in (left.low, left.high) for b in (right.low, right.high)]  # type: ignore[operator]
    return Num(min(edges), max(edges), causes)


def one_of(values: list[Fraction], causes: Causes) -> Num:
    """One of several exact values, not known which."""
    low, high = min(values), max(values)
    return Num(low, high, NO_CAUSES if low == high else causes)


def hull(values: list[Num], causes: Causes) -> Num:
    """The smallest interval that holds all of several."""
    if len(values) == 1:
        return values[0]
    low = None if unbounded(*(v.low for v in values)) else min(v.low for v in values if v.low is not None)
    high = None if unbounded(*(v.high for v in values)) else max(v.high for v in values if v.high is not None)
    settled = low is not None and low == high
    return Num(low, high, NO_CAUSES if settled else causes.union(*(value.causes for value in values)))


def extreme_of(op: str, values: list[Num]) -> Num:
    """The largest ("max") or smallest ("min") of several intervals."""
    pick = max if op == "max" else min
    lows, highs = [v.low for v in values if v.low is not None], [v.high for v in values if v.high is not None]
    low = pick(lows) if lows and (op == "max" or len(lows) == len(values)) else None
    high = pick(highs) if highs and (op == "min" or len(highs) == len(values)) else None
    settled = low is not None and low == high
    return Num(low, high, NO_CAUSES if settled else frozenset().union(*(v.causes for v in values)))


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


_TURNED = {">": "<", ">=": "<="}


def compare_days(op: str, left: Day, right: Day) -> Truth:
    """A comparison of two days."""
    if left.value is None or right.value is None:
        return undecided(left.causes | right.causes)
    return truth(_COMPARE[op](left.value, right.value))


def compare(op: str, left: Num, right: Num) -> Truth:
    """A comparison of two intervals: settled as soon as no value could turn it."""
    if op == "==":
        return equal(left, right)
    if op in _TURNED:
        return compare(_TURNED[op], right, left)
    equal_too = op == "<="
    always = left.high is not None and right.low is not None and less(left.high, right.low, or_equal=equal_too)
    never = left.low is not None and right.high is not None and not less(left.low, right.high, or_equal=equal_too)
    if always or never:
        return truth(always)
    return undecided(left.causes | right.causes)


def equal(left: Num, right: Num) -> Truth:
    """Whether two intervals are the same number."""
    if left.value is not None and right.value is not None:
        return truth(left.value == right.value)
    apart = (left.high is not None and right.low is not None and left.high < right.low) or (
        right.high is not None and left.low is not None and right.high < left.low
    )
    return truth(False) if apart else undecided(left.causes | right.causes)


def kleene_and(one: bool | None, two: bool | None) -> bool | None:
    """False if either is, else None if either is, else True."""
    if one is False or two is False:
        return False
    return None if one is None or two is None else True


def fold(parts: Iterable[Truth], *, meet: bool) -> Truth:
    """All of (`meet`) or any of several conditions, in Kleene's logic over possible values."""
    options: frozenset[bool | None] = frozenset({meet})
    causes: Causes = NO_CAUSES
    reasons: frozenset[str] = frozenset()
    for part in parts:
        if meet:
            options = frozenset(kleene_and(a, b) for a in options for b in part.options)
        else:
            options = frozenset(negated(kleene_and(negated(a), negated(b))) for a in options for b in part.options)
        causes, reasons = causes | part.causes, reasons | part.reasons
    return Truth(options, causes if len(options) > 1 else NO_CAUSES, reasons if None in options else frozenset())


def negated(value: bool | None) -> bool | None:
    """Kleene's not."""
    return None if value is None else not value
