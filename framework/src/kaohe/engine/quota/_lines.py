"""Lines: the curves of groups whose best sets grow one person at a time."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain

from attrs import define, field

from kaohe.progress import counted
from kaohe.words import Text

from ._shape import Shape
from ._tree import Tree
from ._worth import Gauge, Worth

__all__ = ["TRIED", "Lines", "Totals"]

TRIED = Text("numbers of places tried: {done:,} of {total:,}", "已试名额数 {done:,} / {total:,}")

Totals = dict[int, int]
"""The totals being tried, of the groups above that some floor below counts on."""


@define
class Lines:
    """The lines of one problem: of each, a sorted list with one code a person, smaller first (`_worth`)."""

    tree: Tree
    shape: Shape
    ranks: Mapping[int, Sequence[int]]
    worth: Worth
    _ready: dict[int, tuple[list[int], int]] = field(init=False, factory=dict)

    def need(self, group: int, totals: Totals) -> int:
        """What the floors of `group` ask for when the groups above have these totals; a share of another counts 0."""
        declared = self.tree.groups[group]
        whole = totals.get(self.tree.share_of.get(group, -1))
        if declared.floor_share is None or whole is None:
            return declared.floor
        share = declared.floor_share.share
        return max(declared.floor, -(-share.numerator * whole // share.denominator))

    def own(self, group: int) -> list[int]:
        """The line of the people who stand in `group` itself."""
        return [rank << self.worth.bits | group for rank in self.ranks.get(group, ())]

    def parts(self, group: int, totals: Totals) -> list[list[int]]:
        """The lines of the people of `group` itself and of each flat group below it, in that order."""
        below = (child for child in self.shape.children[group] if self.shape.flat[child])
        return [self.own(group), *(self.line(child, totals)[0] for child in below)]

    def line(self, group: int, totals: Totals) -> tuple[list[int], int]:
        """The line of a flat group, and what all floors in it ask for together."""
        if not self.shape.counts_on[group] and group in self._ready:
            return self._ready[group]
        codes, asked = self.bundle(group, totals)
        need = self.need(group, totals)
        codes = codes[: self.shape.supply[group]]
        if need:
            codes[:need] = [code - self.worth.step for code in codes[:need]]
        if not self.shape.counts_on[group]:
            self._ready[group] = codes, asked + need
        return codes, asked + need

    def bundle(self, group: int, totals: Totals, without: Collection[int] = ()) -> tuple[list[int], int]:
        """Everything flat below `group`, but for some, and its own people as one line, and what the floors in it ask for."""
        lines, asked = [self.own(group)], 0
        for child in self.shape.children[group]:
            if self.shape.flat[child] and child not in without:
                line, more = self.line(child, totals)
                lines.append(line)
                asked += more
        return sorted(chain.from_iterable(lines)), asked

    def values(self, group: int, totals: Totals, fewest: int, most: int) -> Iterator[tuple[int, int]]:
        """The best value of each total of a group that floors below count on, all in it being flat.

        Its own floor is left aside. From one total to the next somebody is added, and where a floor asks for one
        more and stands directly below the group, one code changes; else the line is made anew.
        """
        counted_by = self.shape.counted_by[group]
        moves = all(self.tree.parents[below] == group not in self.shape.leaned_on[below] for below in counted_by)
        growing, needs, gauge = None, [0], Gauge(self.worth)
        for total in counted(TRIED, range(fewest, most + 1)):
            within = {**totals, group: total}
            before, needs = needs, [self.need(below, within) for below in counted_by]
            if growing is None or (needs != before and not moves):
                codes, asked = self.bundle(group, within)
                value = self.worth.of(codes[:total], asked, gauge)
                lines = [self.line(below, within)[0] for below in counted_by] if moves else []
                growing = _Growing(self.worth, codes, total, value)
            else:
                for line, asked, now in zip(lines, before, needs, strict=moves):
                    for place in range(asked, now):
                        growing.ask(line[place] if place < len(line) else None)
                growing.add()
            yield total, growing.value


@define
class _Growing:
    """The best `total` of a line, and their value, while floors ask for more of it."""

    worth: Worth
    codes: list[int]
    total: int
    value: int

    def add(self) -> None:
        """Take one more."""
        self.value += self.worth.gain(self.codes[self.total])
        self.total += 1

    def ask(self, code: int | None) -> None:
        """A floor asks for one more, whom the person of `code` is the next to fill; None where nobody is left."""
        self.value -= self.worth.penalty
        if code is None:
            return
        place = bisect_left(self.codes, code)
        if place < self.total:
            self.value += self.worth.penalty
        elif self.total and code - self.worth.step < self.codes[self.total - 1]:
            self.value += self.worth.gain(code - self.worth.step) - self.worth.gain(self.codes[self.total - 1])
        del self.codes[place]
        insort(self.codes, code - self.worth.step)
