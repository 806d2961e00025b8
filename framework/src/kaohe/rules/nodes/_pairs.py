"""Exact numbers as compiled code carries them along: pairs (numerator, denominator above 0)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from math import lcm

__all__ = ["Pair", "highest_of", "lowest_of", "total_of"]

Pair = tuple[int, int]


def total_of(pairs: Iterable[Pair]) -> Pair:
    """Their sum, (0, 1) for none."""
    return reduce(_plus, pairs, (0, 1))


def _plus(one: Pair, two: Pair) -> Pair:
    if one[1] == two[1]:
        return one[0] + two[0], one[1]
    bottom = lcm(one[1], two[1])
    return one[0] * (bottom // one[1]) + two[0] * (bottom // two[1]), bottom


def highest_of(pairs: Iterable[Pair]) -> Pair:
    """The largest. Raises TypeError for none."""
    return reduce(lambda one, two: two if two[0] * one[1] > one[0] * two[1] else one, pairs)


def lowest_of(pairs: Iterable[Pair]) -> Pair:
    """The smallest. Raises TypeError for none."""
    return reduce(lambda one, two: two if two[0] * one[1] < one[0] * two[1] else one, pairs)
