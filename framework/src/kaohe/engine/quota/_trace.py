"""All the optimal sets at once: the fewest and most people each group gives in them, and one of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from attrs import define, field

from ._curves import Curves, Stages
from ._hull import Claim
from ._lines import Totals

__all__ = ["Trace"]


@define
class Trace:
    """What the optimal sets have in common, after `solve`.

    `low` and `high` are each group's totals over all of them, `fewest` and `most` what its own people give;
    `picked` and `total` are those of one optimal set.
    """

    curves: Curves
    low: dict[int, int] = field(init=False, factory=dict)
    high: dict[int, int] = field(init=False, factory=dict)
    fewest: dict[int, int] = field(init=False, factory=dict)
    most: dict[int, int] = field(init=False, factory=dict)
    picked: dict[int, int] = field(init=False, factory=dict)
    total: dict[int, int] = field(init=False, factory=dict)

    def solve(self) -> None:
        """Start from the most places the caps allow."""
        shape = self.curves.shape
        places = shape.supply[shape.root]
        self._nested(shape.root, {}, {places}, places, None)

    def _note(self, group: int, fewest: int, most: int, pick: int | None) -> None:
        self.low[group] = min(fewest, self.low.get(group, fewest))
        self.high[group] = max(most, self.high.get(group, most))
        if pick is not None:
            self.total[group] = pick

    def _nested(self, group: int, totals: Totals, optimal: set[int], pick: int | None, claim: Claim | None) -> None:
        """Follow every optimal total of a group that floors below count on, or that has such groups in it."""
        self._note(group, min(optimal), max(optimal), pick)
        if group not in self.curves.shape.counted_by:
            self._follow(group, totals, optimal, pick, claim)
            return
        for total in sorted(optimal):
            within = {**totals, group: total}
            self._follow(group, within, {total}, pick, claim)

    def _follow(self, group: int, totals: Totals, optimal: set[int], pick: int | None, claim: Claim | None) -> None:
        stages = self.curves.stages(group, totals, min(optimal), max(optimal), claim)
        splits, picks = _backtrack(stages, optimal, pick)
        self._parts(group, totals, min(splits[0]), max(splits[0]), picks[0])
        for child, asking, split, chosen in zip(stages.nested, stages.claims, splits[1:], picks[1:], strict=True):
            self._nested(child, totals, split, chosen, asking)

    def _flat(self, group: int, totals: Totals, fewest: int, most: int, pick: int | None) -> None:
        self._note(group, fewest, most, pick)
        self._parts(group, totals, fewest, most, pick)

    def _parts(self, group: int, totals: Totals, fewest: int, most: int, pick: int | None) -> None:
        """Divide what the flat part of `group` gives, from `fewest` to `most`, among its people and groups."""
        lines = self.curves.lines.parts(group, totals)
        bits = self.curves.worth.bits
        least = [low for low, _ in _shares(lines, fewest, bits)]
        largest = [high for _, high in _shares(lines, most, bits)]
        chosen = [None] * len(lines) if pick is None else _one(_shares(lines, pick, bits), pick)
        if lines[0]:
            self.fewest[group] = min(least[0], self.fewest.get(group, least[0]))
            self.most[group] = max(largest[0], self.most.get(group, largest[0]))
            if chosen[0] is not None:
                self.picked[group] = chosen[0]
        below = (child for child in self.curves.shape.children[group] if self.curves.shape.flat[child])
        for child, low, high, one in zip(below, least[1:], largest[1:], chosen[1:], strict=True):
            self._flat(child, totals, low, high, one)


def _shares(lines: Sequence[Sequence[int]], total: int, bits: int) -> list[tuple[int, int]]:
    """The fewest and most that each line gives when the best `total` of all are taken; equal codes may swap."""
    if not total:
        return [(0, 0)] * len(lines)
    last = sorted(code for line in lines for code in line)[total - 1] >> bits
    sure = [bisect_left(line, last << bits) for line in lines]
    upto = [bisect_left(line, (last + 1) << bits) for line in lines]
    left, equal = total - sum(sure), sum(upto) - sum(sure)
    return [
        (low + max(0, left - (equal - (high - low))), low + min(left, high - low))
        for low, high in zip(sure, upto, strict=True)
    ]


def _one(shares: Sequence[tuple[int, int]], total: int) -> list[int | None]:
    """One division of `total` within `shares`, the first lines served first."""
    left = total - sum(low for low, _ in shares)
    division: list[int | None] = []
    for low, high in shares:
        extra = min(left, high - low)
        division.append(low + extra)
        left -= extra
    return division


def _backtrack(stages: Stages, optimal: set[int], pick: int | None) -> tuple[list[set[int]], list[int | None]]:
    """For each part, its totals in the best splits of the `optimal` totals, and those of one split of `pick`."""
    splits: list[set[int]] = []
    picks: list[int | None] = []
    for number in range(len(stages.parts) - 1, -1, -1):
        before = stages.reach[number - 1] if number else {0: 0}
        reach, split, earlier = stages.reach[number], set(), set()
        chosen = None
        for total in sorted(optimal):
            for places, value in stages.parts[number]:
                rest = total - places
                if rest in before and before[rest] + value == reach[total]:
                    split.add(places)
                    earlier.add(rest)
                    if total == pick and chosen is None:
                        chosen = places
        pick = None if chosen is None or pick is None else pick - chosen
        splits.append(split)
        picks.append(chosen)
        optimal = earlier
    return splits[::-1], picks[::-1]
