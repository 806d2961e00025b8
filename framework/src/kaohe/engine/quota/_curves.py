"""The best value of every attainable total on the tree.

A value is one whole number: the rank vector as digits (one digit a rank, the best rank highest), less a weight
above all digits for each place of shortfall. It adds up over groups that share nobody, and bigger is better.

A *line* is the curve of a group whose best sets grow one person at a time: a sorted list with one code a
person, smaller first. A code holds how many unfilled floors the person helps to fill, their rank, and the
group they stand in: `((rank - helped * ranks) << bits) | group`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from attrs import define, field

from ._prune import Pairs, pruned
from ._relaxed import FINE, Relaxed
from ._shape import Shape
from ._tree import Tree

__all__ = ["Curves", "Stages", "Totals"]

Span = tuple[int, int]
Totals = dict[int, int]
"""The totals being tried, of the groups above that some floor below counts on."""


@define
class Stages:
    """The best values of a group's parts taken together: `reach[i]` for the parts up to `i`, by total.

    `parts[0]` is the line of everything below the group that is flat; the others are `nested` groups.
    """

    parts: list[Pairs]
    reach: list[dict[int, int]]
    nested: list[int]


@define
class Curves:
    """Lines and values for one problem; `ranks[group]` are the rank positions of its own people, ascending."""

    tree: Tree
    shape: Shape
    ranks: Mapping[int, Sequence[int]]
    sizes: Sequence[int]
    bits: int = field(init=False)
    penalty: int = field(init=False)
    _worth: list[int] = field(init=False)
    _ready: dict[int, tuple[list[int], int]] = field(init=False, factory=dict)
    _stages: dict[tuple[int, int, int], Stages] = field(init=False, factory=dict)
    _relaxed: Relaxed = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.bits = len(self.tree.groups).bit_length()
        digits = [size.bit_length() for size in self.sizes]
        place = sum(digits)
        # Above all digits even by the fine unit, so that a line sorted by code is sorted by gain.
        self.penalty = FINE << place
        self._worth = []
        for digit in digits:
            place -= digit
            self._worth.append(place)
        self._relaxed = Relaxed(self.tree, self.shape, self.ranks, len(self.sizes), self.bits)

    def need(self, group: int, totals: Totals) -> int:
        """What the floors of `group` ask for when the groups above have these totals."""
        declared = self.tree.groups[group]
        if declared.floor_share is None:
            return declared.floor
        share = declared.floor_share.share
        counted = totals[self.tree.share_of[group]]
        return max(declared.floor, -(-share.numerator * counted // share.denominator))

    def own(self, group: int) -> list[int]:
        """The line of the people who stand in `group` itself."""
        return [rank << self.bits | group for rank in self.ranks.get(group, ())]

    def flat_parts(self, group: int, totals: Totals) -> list[list[int]]:
        """The lines of the people of `group` itself and of each flat group below it, in that order."""
        below = (child for child in self.shape.children[group] if self.shape.flat[child])
        return [self.own(group), *(self.line(child, totals)[0] for child in below)]

    def line(self, group: int, totals: Totals) -> tuple[list[int], int]:
        """The line of a flat group, and what all floors in it ask for together."""
        if not self.shape.counts_on[group] and group in self._ready:
            return self._ready[group]
        codes, asked = self._bundle(group, totals)
        need = self.need(group, totals)
        codes = codes[: self.shape.supply[group]]
        if need:
            step = len(self.sizes) << self.bits
            codes[:need] = [code - step for code in codes[:need]]
        if not self.shape.counts_on[group]:
            self._ready[group] = codes, asked + need
        return codes, asked + need

    def _bundle(self, group: int, totals: Totals) -> tuple[list[int], int]:
        """Everything flat below `group` and its own people as one line, and what the floors in it ask for."""
        lines, asked = [self.own(group)], 0
        for child in self.shape.children[group]:
            if self.shape.flat[child]:
                line, more = self.line(child, totals)
                lines.append(line)
                asked += more
        return sorted(chain.from_iterable(lines)), asked

    def stages(self, group: int, totals: Totals, fewest: int, most: int) -> Stages:
        """The best values of `group`'s parts for its totals from `fewest` to `most`, its own floor left aside."""
        if not totals and (group, fewest, most) in self._stages:
            return self._stages[group, fewest, most]
        shape = self.shape
        nested = [child for child in shape.children[group] if not shape.flat[child]]
        codes, asked = self._bundle(group, totals)
        limits = [len(codes), *(shape.supply[child] for child in nested)]
        spare = sum(limits)
        ranges = [(max(0, fewest - (spare - limit)), min(limit, most)) for limit in limits]
        if fewest == most and most and any(low < high for low, high in ranges[1:]):
            ranges = self._windows(codes, nested, totals, fewest, ranges)
        parts = [self._flat_pairs(codes, asked, *ranges[0])]
        parts += [list(self.pairs(child, totals, *ranges[part])) for part, child in enumerate(nested, start=1)]
        if fewest == most:
            parts = pruned(parts, fewest)
        found = Stages(parts, _reach(parts, fewest, most), nested)
        if not totals:
            self._stages[group, fewest, most] = found
        return found

    def _windows(
        self, codes: list[int], nested: Sequence[int], totals: Totals, total: int, ranges: Sequence[Span]
    ) -> list[Span]:
        """Narrower `ranges` for the parts of a fixed `total`, by lines that never lie below their true curves.

        The price of the last person those lines take bounds how far a part can stray from its number there:
        each step costs what the person is better or worse than the price, and all of it together must not cost
        more than the true curves lie below the lines at that very split.
        """
        lines = [self._relaxed.scaled(codes), *(self._relaxed.line(child) for child in nested)]
        last = sorted(chain.from_iterable(lines))[total - 1]
        split = [bisect_left(line, last) for line in lines]
        for part, line in enumerate(lines):
            split[part] += min(total - sum(split), bisect_right(line, last) - split[part])
        gap = 0
        for part, child in enumerate(nested, start=1):
            places = split[part]
            ((_, value),) = self.pairs(child, totals, places, places)
            asked = self._relaxed.asked(child)
            gap += sum(map(self._fine_gain, lines[part][:places])) - (value + asked * self.penalty) * FINE
        price = self._fine_gain(last)
        return [
            (
                max(low, self._stray(lines[part], split[part], gap, price, -1)),
                min(high, self._stray(lines[part], split[part], gap, price, 1)),
            )
            for part, (low, high) in enumerate(ranges)
        ]

    def _stray(self, line: Sequence[int], places: int, gap: int, price: int, step: int) -> int:
        """The furthest number from `places` in the direction of `step` that costs no more than `gap`."""
        while True:
            person = places if step > 0 else places - 1
            if not 0 <= person < len(line):
                return places
            gap -= (price - self._fine_gain(line[person])) * step
            if gap < 0:
                return places
            places += step

    def _fine_gain(self, code: int) -> int:
        """What one more person adds on a relaxed line, in fine units."""
        helped, rank = divmod(code >> self.bits, len(self.sizes))
        return (FINE << self._worth[rank]) - helped * self.penalty

    def _flat_pairs(self, codes: list[int], asked: int, fewest: int, most: int) -> Pairs:
        value = self._value(_Gauge(self._worth, self.ranks, self.bits), codes[:fewest], asked)
        pairs = [(fewest, value)]
        for total in range(fewest + 1, most + 1):
            value += self._gain(codes[total - 1])
            pairs.append((total, value))
        return pairs

    def _gain(self, code: int) -> int:
        """What one more person adds."""
        helped, rank = divmod(code >> self.bits, len(self.sizes))
        return (1 << self._worth[rank]) - helped * self.penalty

    def _value(self, gauge: _Gauge, codes: list[int], asked: int) -> int:
        step = len(self.sizes) << self.bits
        helped = -sum(code // step for code in codes[: bisect_left(codes, 0)])
        return gauge.of(codes) + self.penalty * (helped - asked)

    def pairs(self, group: int, totals: Totals, fewest: int, most: int) -> Iterator[tuple[int, int]]:
        """The best value of `group`, own floor included, for each of its totals from `fewest` to `most`."""
        if group in self.shape.counted_by:
            values = self._counted(group, totals, fewest, most)
        else:
            reach = self.stages(group, totals, fewest, most).reach[-1]
            values = ((total, reach[total]) for total in range(fewest, most + 1))
        need = self.need(group, totals)
        for total, value in values:
            yield total, value - self.penalty * max(0, need - total)

    def _counted(self, group: int, totals: Totals, fewest: int, most: int) -> Iterator[tuple[int, int]]:
        """The same for a group that floors below count on: each total fixes them."""
        if not all(self.shape.flat[child] for child in self.shape.children[group]):
            for total in range(fewest, most + 1):
                yield total, self.stages(group, {**totals, group: total}, total, total).reach[-1][total]
            return
        gauge, needs = _Gauge(self._worth, self.ranks, self.bits), None
        for total in range(fewest, most + 1):
            within = {**totals, group: total}
            now = [self.need(below, within) for below in self.shape.counted_by[group]]
            if now != needs:
                codes, asked = self._bundle(group, within)
                needs, value = now, self._value(gauge, codes[:total], asked)
            else:
                value += self._gain(codes[total - 1])
            yield total, value


@define
class _Gauge:
    """The rank value of a set of people, kept up to date as the set changes little by little."""

    worth: Sequence[int]
    ranks: Mapping[int, Sequence[int]]
    bits: int
    count: dict[int, int] = field(init=False, factory=dict)
    value: int = field(init=False, default=0)

    def of(self, codes: Sequence[int]) -> int:
        """The rank value of the people with these codes: of each group, so many of its best."""
        mask = (1 << self.bits) - 1
        now = Counter(map(mask.__and__, codes))
        for group in self.count.keys() | now.keys():
            before, after = self.count.get(group, 0), now[group]
            ranks = self.ranks[group]
            for rank in ranks[before:after]:
                self.value += 1 << self.worth[rank]
            for rank in ranks[after:before]:
                self.value -= 1 << self.worth[rank]
        self.count = now
        return self.value


def _reach(parts: Sequence[Pairs], fewest: int, most: int) -> list[dict[int, int]]:
    """For each part, the best value of it and those before it by total, totals that lead nowhere left out."""
    ahead_low = sum(pairs[0][0] for pairs in parts)
    ahead_high = sum(pairs[-1][0] for pairs in parts)
    reach: list[dict[int, int]] = []
    so_far = {0: 0}
    for pairs in parts:
        ahead_low, ahead_high = ahead_low - pairs[0][0], ahead_high - pairs[-1][0]
        best: dict[int, int] = {}
        for start, base in so_far.items():
            for places, value in pairs:
                total = start + places
                if fewest - ahead_high <= total <= most - ahead_low:
                    found = base + value
                    if total not in best or best[total] < found:
                        best[total] = found
        so_far = best
        reach.append(best)
    return reach
