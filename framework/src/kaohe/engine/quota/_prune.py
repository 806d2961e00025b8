"""Drop the totals that cannot be part of an optimal split, by prices on places."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cmp_to_key
from itertools import pairwise

from attrs import frozen

__all__ = ["Pairs", "pruned"]

Pairs = list[tuple[int, int]]
"""(total, best value with that total), totals ascending and consecutive."""


@frozen
class _Edge:
    """One straight piece of a curve's upper hull, from total `start` to `end`, gaining `gain`."""

    curve: int
    start: int
    end: int
    gain: int


def _steeper(one: _Edge, two: _Edge) -> int:
    left, right = one.gain * (two.end - two.start), two.gain * (one.end - one.start)
    return (left < right) - (left > right)


def _hull(curve: int, pairs: Pairs) -> list[_Edge]:
    """The edges of the least concave function above `pairs`, steepest first."""
    edges: list[_Edge] = []
    for (before, low), (total, value) in pairwise(pairs):
        edge = _Edge(curve, before, total, value - low)
        while edges and _steeper(edges[-1], edge) > 0:
            last = edges.pop()
            edge = _Edge(curve, last.start, edge.end, last.gain + edge.gain)
        edges.append(edge)
    return edges


def pruned(curves: Sequence[Pairs], total: int) -> list[Pairs]:
    """The pairs of each curve that may be part of a best split of `total` over the curves; never too few.

    At any price a place, the best split is worth at most the sum of each curve's best profit plus the price of
    all places; a pair whose profit is further below its curve's best than that bound is above a split we know
    can be left out. The price is the slope of the hulls where the places run out.
    """
    edges = sorted((edge for n, pairs in enumerate(curves) for edge in _hull(n, pairs)), key=cmp_to_key(_steeper))
    if not edges:
        return list(curves)
    start = [pairs[0][0] for pairs in curves]
    split, left = list(start), total - sum(start)
    for edge in edges:
        length = min(left, edge.end - edge.start)
        split[edge.curve] += length
        left -= length
        if not left:
            break
    price, per = edge.gain, edge.end - edge.start
    profits = [[value * per - price * places for places, value in pairs] for pairs in curves]
    best = [max(profit) for profit in profits]
    known = [profit[split[n] - start[n]] for n, profit in enumerate(profits)]
    gap = sum(best) - sum(known)
    return [
        [curves[n][place] for place, profit in enumerate(found) if profit >= best[n] - gap]
        for n, found in enumerate(profits)
    ]
