"""Rank keys of many people as whole numbers over common scales, so that comparing them costs little."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import lcm
from typing import Any

from attrs import frozen

from .._columns import RankColumn, Verdict
from ._line import exact_key
from ._seats import Key, ready_key

__all__ = ["LARGEST_SCALE", "Keyring"]

# Beyond this the common denominator costs more than the comparisons it saves.
LARGEST_SCALE = 1 << 1024


@frozen
class Keyring:
    """The scales of the parts of a rank key, None where the keys are exact numbers because no scale is small enough.

    A key over scales is a tuple of whole numbers, of one part alone it is the bare number.
    """

    parts: tuple[RankColumn, ...]
    scales: tuple[int, ...] | None

    @classmethod
    def of(cls, count: int, parts: Sequence[RankColumn], rows: Sequence[Verdict], keys: Iterable[Key]) -> Keyring:
        """The keyring of `count` parts that fits all of these rows and exact keys."""
        bottoms: list[set[int]] = [set() for _ in range(count)]
        for part, found in zip(parts, bottoms, strict=False):
            found |= {part.static} if part.bottom is None else {part.static * row[part.bottom] for row in rows}
        for key in keys:
            for one, found in zip(key, bottoms, strict=True):
                found.add(one.denominator)
        scales = tuple(lcm(*found) for found in bottoms)
        return cls(tuple(parts), None if any(scale > LARGEST_SCALE for scale in scales) else scales)

    def of_row(self, row: Verdict) -> Any:
        """The key of a row, None where it is no whole number over the scales."""
        if self.scales is None:
            return ready_key(self.parts, row)
        found = []
        for part, scale in zip(self.parts, self.scales, strict=True):
            bottom = part.static if part.bottom is None else part.static * row[part.bottom]
            if scale % bottom:
                return None
            found.append(row[part.top] * (scale // bottom))
        return found[0] if len(found) == 1 else tuple(found)

    def of_key(self, key: Key) -> Any:
        """An exact key over the scales, None where it is no whole number over them."""
        if self.scales is None:
            return key
        found = [one * scale for one, scale in zip(key, self.scales, strict=True)]
        if any(one.denominator != 1 for one in found):
            return None
        return found[0].numerator if len(found) == 1 else tuple(one.numerator for one in found)

    def scaled(self, key: Key) -> Any:
        """Any exact key over the scales, to be compared with keys of this ring."""
        if self.scales is None:
            return key
        found = tuple(one * scale for one, scale in zip(key, self.scales, strict=True))
        return found[0] if len(found) == 1 else found

    def exact(self, key: Any) -> Key:
        """A key of this ring as exact numbers."""
        return exact_key(key, self.scales)
