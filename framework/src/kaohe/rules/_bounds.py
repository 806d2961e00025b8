"""The declared bounds of an expression: between which numbers it must lie, whatever is entered."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from ._exact import round_as
from ._expressions import (
    Add,
    Aggregate,
    Clamp,
    Computed,
    Const,
    Divide,
    Expr,
    Extreme,
    If,
    Multiply,
    Named,
    Points,
    Round,
    Steps,
    Subtract,
    Weighted,
)
from ._headcount import Headcount
from ._inputs import Count, Days, Score, TallyCount, TallyShare, TallyTotal, TheirNumber
from ._rank_of import RankOf

__all__ = ["Bounds", "bounds", "hull"]

Bounds = tuple[Fraction | None, Fraction | None]
_ZERO, _ONE = Fraction(0), Fraction(1)
_FROM_ZERO: Bounds = (_ZERO, None)


def bounds(expression: Expr) -> Bounds:
    """(low, high), None where there is no limit."""
    compute = _BOUNDS.get(type(expression))
    return compute(expression) if compute is not None else (None, None)


def hull(parts: list[Bounds]) -> Bounds:
    """The smallest bounds that hold all of `parts`."""
    lows, highs = [low for low, _ in parts], [high for _, high in parts]
    return (
        None if not lows or None in lows else min(low for low in lows if low is not None),
        None if not highs or None in highs else max(high for high in highs if high is not None),
    )


def add(one: Bounds, two: Bounds) -> Bounds:
    """The bounds of a sum."""
    return (
        None if one[0] is None or two[0] is None else one[0] + two[0],
        None if one[1] is None or two[1] is None else one[1] + two[1],
    )


def scale(one: Bounds, factor: Fraction) -> Bounds:
    """The bounds of a multiple."""
    low, high = (None if edge is None else edge * factor for edge in one)
    return (low, high) if factor >= 0 else (high, low)


def multiply(one: Bounds, two: Bounds) -> Bounds:
    """The bounds of a product; unlimited where a factor is."""
    if None in one or None in two:
        both_positive = one[0] is not None and two[0] is not None and one[0] >= 0 and two[0] >= 0
        return (one[0] * two[0], None) if both_positive and one[0] is not None and two[0] is not None else (None, None)
    edges = [a * b for a in one for b in two if a is not None and b is not None]
    return min(edges), max(edges)


def _weighted(node: Weighted) -> Bounds:
    total: Bounds = (_ZERO, _ZERO)
    for term, weight in node.terms:
        total = add(total, scale(bounds(term), weight))
    return total


def _clamp(node: Clamp) -> Bounds:
    low, high = bounds(node.value)
    return clamp_edge(low, node, at_low=True), clamp_edge(high, node, at_low=False)


def clamp_edge(edge: Fraction | None, node: Clamp, *, at_low: bool) -> Fraction | None:
    """One edge kept within the limits of `node`."""
    if edge is None:
        return node.low if at_low else node.high
    if node.low is not None:
        edge = max(edge, node.low)
    return edge if node.high is None else min(edge, node.high)


def _aggregate(node: Aggregate) -> Bounds:
    if node.op in ("mean", "max", "min"):
        return bounds(node.of)
    if node.op == "sum":
        low, high = bounds(node.of)
        return (
            _ZERO if low is not None and low >= 0 else None,
            _ZERO if high is not None and high <= 0 else None,
        )
    return _FROM_ZERO


def _divide(node: Divide) -> Bounds:
    if isinstance(node.right, Const) and node.right.value:
        return scale(bounds(node.left), 1 / node.right.value)
    return (None, None)


_BOUNDS: dict[type, Callable[[Any], Bounds]] = {
    Const: lambda node: (node.value, node.value),
    Score: lambda node: (node.low, node.high),
    Count: lambda node: (node.low, node.high),
    Days: lambda node: (node.low, node.high),
    Add: lambda node: add(bounds(node.left), bounds(node.right)),
    Subtract: lambda node: add(bounds(node.left), scale(bounds(node.right), -_ONE)),
    Multiply: lambda node: multiply(bounds(node.left), bounds(node.right)),
    Divide: _divide,
    Weighted: _weighted,
    Clamp: _clamp,
    Steps: lambda node: hull([(node.below, node.below), *((result, result) for _, result in node.table)]),
    Points: lambda node: hull([(value, value) for _, value in node.table]),
    If: lambda node: hull([bounds(node.value), bounds(node.otherwise)]),
    Extreme: lambda node: extreme(node.op, [bounds(value) for value in node.values]),
    Named: lambda node: bounds(node.value),
    Round: lambda node: rounded(node, bounds(node.value)),
    Computed: lambda node: (node.low, node.high),
    Aggregate: _aggregate,
    TallyShare: lambda node: (_ZERO, _ONE),
    TallyCount: lambda node: _FROM_ZERO,
    TallyTotal: lambda node: _FROM_ZERO,
    Headcount: lambda node: _FROM_ZERO,
    RankOf: lambda node: (_ONE, None),
    TheirNumber: lambda node: bounds(node.expression),
}


def rounded(node: Round, value: Bounds) -> Bounds:
    """The bounds of a rounded value; rounding never turns an order round."""
    low, high = (None if edge is None else round_as(edge, node.places, node.how) for edge in value)
    return low, high


def extreme(op: str, parts: list[Bounds]) -> Bounds:
    """The bounds of the largest ("max") or smallest ("min") of several values."""
    lows, highs = (
        [low for low, _ in parts if low is not None],
        [high for _, high in parts if high is not None],
    )
    if op == "max":
        return max(lows, default=None), (max(highs) if len(highs) == len(parts) else None)
    return (min(lows) if len(lows) == len(parts) else None), min(highs, default=None)
