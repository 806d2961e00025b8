"""Exact rank keys, scaled once to whole numbers so that sorting compares nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm

__all__ = ["Part", "is_exact", "read_exact", "scaled"]

Part = int | Fraction | Decimal

# No exponents: "1e999999999" is short to write and endless to compute.
_WRITTEN = re.compile(r"-?[0-9]+(?:\.[0-9]+|/(?P<bottom>[0-9]+))?")
_LONGEST = 400

# Beyond this the common denominator costs more than the comparisons it saves.
_LARGEST_SCALE = 1 << 1024


def is_exact(part: object) -> bool:
    """Whether `part` may stand in a rank key: a whole number, a fraction or a finite decimal, never a float."""
    if type(part) is int or isinstance(part, Fraction):
        return True
    return isinstance(part, Decimal) and part.is_finite()


def read_exact(text: str) -> Fraction | None:
    """The number written as 12, -3.50 or 617/3 in ASCII digits; None for anything else, or one too long."""
    found = _WRITTEN.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None or (found["bottom"] is not None and not int(found["bottom"])):
        return None
    return Fraction(text)


def scaled(keys: Sequence[tuple[Part, ...]]) -> Sequence[int] | Sequence[tuple[int, ...]]:
    """Whole numbers, or tuples of them, in the same order and with the same equalities as `keys`.

    All keys have the same length; bigger stays better.
    """
    if not keys:
        return []
    columns = [_whole([key[position] for key in keys]) for position in range(len(keys[0]))]
    return columns[0] if len(columns) == 1 else list(zip(*columns, strict=True))


def _whole(column: list[Part]) -> list[int]:
    if all(type(part) is int for part in column):
        return column  # type: ignore[return-value]
    ratios = [part.as_integer_ratio() for part in column]
    scale = 1
    for denominator in {bottom for _, bottom in ratios}:
        scale = lcm(scale, denominator)
        if scale > _LARGEST_SCALE:
            return _positions([Fraction(*ratio) for ratio in ratios])
    return [top * (scale // bottom) for top, bottom in ratios]


def _positions(column: list[Fraction]) -> list[int]:
    position = {value: place for place, value in enumerate(sorted(set(column)))}
    return [position[value] for value in column]
