"""The best value of every attainable total on the tree.

The curve of a flat group is its line (`_lines`). At and above a group that floors count on every total is tried,
as far as the hulls (`_hull`) do not rule it out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import groupby

from attrs import define, field

from kaohe.progress import counted

from ._forced import Floor, forced
from ._hull import Claim, Hull, Pairs, claims, division
from ._lines import TRIED, Lines, Totals
from ._shape import Shape
from ._tree import Tree
from ._worth import Worth

__all__ = ["Curves", "Stages"]

Span = tuple[int, int]


@define
class Stages:
    """The best values of a group's parts taken together: `reach[i]` for the parts up to `i`, by total.

    `parts[0]` is the line of everything below the group that is flat; the others are `nested` groups, each with
    the claim that its totals meet.
    """

    parts: list[Pairs]
    reach: list[dict[int, int]]
    nested: Sequence[int]
    claims: Sequence[Claim | None]


@define
class Curves:
    """The values of all groups of one problem."""

    tree: Tree
    shape: Shape
    lines: Lines
    worth: Worth
    _stages: dict[tuple[int, int, int, Claim | None], Stages] = field(init=False, factory=dict)
    _hulls: dict[int, Hull] = field(init=False, factory=dict)

    @classmethod
    def of(cls, tree: Tree, shape: Shape, ranks: Mapping[int, Sequence[int]], sizes: Sequence[int]) -> Curves:
        """Those of one problem: the rank positions of each group's own people, ascending, and how many hold each."""
        worth = Worth(ranks, sizes, len(tree.groups).bit_length())
        return cls(tree, shape, Lines(tree, shape, ranks, worth), worth)

    def stages(self, group: int, totals: Totals, fewest: int, most: int, claim: Claim | None = None) -> Stages:
        """The best values of `group`'s parts for its totals from `fewest` to `most`, its own floor left aside.

        A best value that does not meet `claim`, floor included, may be missing or too low.
        """
        key = (group, fewest, most, claim)
        if not totals and key in self._stages:
            return self._stages[key]
        nested = self._nested(group)
        codes, asked = self.lines.bundle(group, totals)
        spans = _spans([len(codes), *(self.shape.supply[child] for child in nested)], fewest, most)
        asking: Sequence[Claim | None] = [None] * len(spans)
        if any(low < high for low, high in spans[1:]):
            hulls = [self._flat_hull(codes, asked), *map(self.hull, nested)]
            claim = self._inside(group, totals, most, claim)
            if fewest == most:
                known = self._known(codes, asked, nested, totals, division(hulls, most))
                claim = Claim(0, 1, known if claim is None else max(known, claim.least(most)))
            if claim is not None:
                asking = found = claims(hulls, fewest, most, claim)
                spans = [_narrowed(*one) for one in zip(hulls, found, spans, strict=True)]
        parts = [self._flat_pairs(codes, asked, *spans[0])]
        parts += [
            list(self.pairs(child, totals, *span, own))
            for child, span, own in zip(nested, spans[1:], asking[1:], strict=True)
        ]
        if claim is not None and all(parts):
            again = claims([Hull.above(pairs) for pairs in parts], fewest, most, claim)
            parts = [[pair for pair in pairs if one.allows(*pair)] for one, pairs in zip(again, parts, strict=True)]
        stages = Stages(parts, _reach(parts, fewest, most), nested, asking[1:])
        if not totals:
            self._stages[key] = stages
        return stages

    def _nested(self, group: int) -> list[int]:
        return [child for child in self.shape.children[group] if not self.shape.flat[child]]

    def _inside(self, group: int, totals: Totals, most: int, claim: Claim | None) -> Claim | None:
        """What `claim` asks of the parts of `group`: more by what its own floor lacks even with the `most` places."""
        if claim is None or group == self.shape.root:
            return claim
        return claim.lower(self.worth.penalty * max(0, self.lines.need(group, totals) - most))

    def _known(self, codes: list[int], asked: int, nested: Sequence[int], totals: Totals, given: Sequence[int]) -> int:
        """What one division of places over the flat part and the `nested` groups is worth at least."""
        flat = self.worth.of(codes[: given[0]], asked)
        return flat + sum(
            self._worth_of(child, totals, places) for child, places in zip(nested, given[1:], strict=True)
        )

    def _worth_of(self, group: int, totals: Totals, places: int) -> int:
        """What `group` with so many places is worth at least, exactly where only flat groups are in it."""
        if group in self.shape.counted_by:
            totals = {**totals, group: places}
        nested = self._nested(group)
        codes, asked = self.lines.bundle(group, totals)
        given = division([self._flat_hull(codes, asked), *map(self.hull, nested)], places) if nested else [places]
        lacking = max(0, self.lines.need(group, totals) - places)
        return self._known(codes, asked, nested, totals, given) - self.worth.penalty * lacking

    def hull(self, group: int) -> Hull:
        """A hull of the values of a group that is not flat, whatever the totals above it are.

        A floor that is a share of a total above the group, or of its own where that is divided further, counts as the
        constant floor beside it. Of its own total it costs nothing until that asks for more people than the group
        with the floor can have at all, and from there on its smallest average cost a place.
        """
        if group not in self._hulls:
            self._hulls[group] = self._hull(group)
        return self._hulls[group]

    def _hull(self, group: int) -> Hull:
        shape = self.shape
        nested = self._nested(group)
        if not nested:
            return Hull.above(self.pairs(group, {}, 0, shape.supply[group]))
        counting = shape.counted_by.get(group, ())
        floors = [below for below in counting if self.tree.parents[below] == group and shape.flat[below]]
        codes, asked = self.lines.bundle(group, {}, without=floors)
        rest = Hull.over([self._flat_hull(codes, asked), *map(self.hull, nested)])
        if floors:
            hull = forced(
                [self._floor(group, below) for below in floors], rest, self.worth.penalty, shape.supply[group]
            )
        else:
            hull = rest.cut(shape.supply[group])
        hull = hull.with_floor(self.lines.need(group, {}), self.worth.penalty)
        for below in counting:
            hull = hull if below in floors else self._charged(hull, below)
        return hull

    def _floor(self, group: int, below: int) -> Floor:
        """What a flat group directly in another asks of its total."""
        line = self._flat_hull(*self.lines.line(below, {}))
        asks = partial(self._asked, group, below)
        return Floor(line, line.values(), asks, self.lines.need(below, {}))

    def _asked(self, group: int, below: int, total: int) -> int:
        return self.lines.need(below, {group: total})

    def _charged(self, hull: Hull, below: int) -> Hull:
        """The hull of a total, charged for what `below` can never supply of its share of it."""
        share = self.tree.groups[below].floor_share
        if share is None or not share.share or self.tree.groups[below].floor:
            return hull
        top, bottom, supply = share.share.numerator, share.share.denominator, self.shape.supply[below]
        free = supply * bottom // top
        # Shortfall repeats with one more `top` every `bottom` places, so the smallest average is in one round.
        lacks = ((-(-top * (free + more) // bottom) - supply, more) for more in range(1, bottom + 1))
        lack, more = min(lacks, key=lambda one: Fraction(*one))
        return hull.charged(free, lack * self.worth.penalty, more)

    def _flat_hull(self, codes: Sequence[int], asked: int) -> Hull:
        """The hull of a line: the line itself."""
        equals = groupby(codes, key=lambda code: code >> self.worth.bits)
        gains = ((self.worth.gain(rank << self.worth.bits), sum(1 for _ in people)) for rank, people in equals)
        return Hull.line(-self.worth.penalty * asked, gains)

    def _flat_pairs(self, codes: list[int], asked: int, fewest: int, most: int) -> Pairs:
        if fewest > most:
            return []
        value = self.worth.of(codes[:fewest], asked)
        pairs = [(fewest, value)]
        for total in range(fewest + 1, most + 1):
            value += self.worth.gain(codes[total - 1])
            pairs.append((total, value))
        return pairs

    def pairs(
        self, group: int, totals: Totals, fewest: int, most: int, claim: Claim | None = None
    ) -> Iterator[tuple[int, int]]:
        """The best value of `group`, own floor included, for each of its totals from `fewest` to `most`.

        Those that do not meet `claim` are left out.
        """
        if fewest > most:
            return
        if group in self.shape.counted_by:
            values = self._counted(group, totals, fewest, most, claim)
        else:
            values = iter(sorted(self.stages(group, totals, fewest, most, claim).reach[-1].items()))
        need = self.lines.need(group, totals)
        for total, value in values:
            value -= self.worth.penalty * max(0, need - total)
            if claim is None or claim.allows(total, value):
                yield total, value

    def _counted(
        self, group: int, totals: Totals, fewest: int, most: int, claim: Claim | None
    ) -> Iterator[tuple[int, int]]:
        """The same without the own floor, for a group that floors below count on: each total fixes them."""
        if self._nested(group):
            for total in counted(TRIED, range(fewest, most + 1)):
                within = {**totals, group: total}
                yield from self.stages(group, within, total, total, claim).reach[-1].items()
            return
        yield from self.lines.values(group, totals, fewest, most)


def _spans(limits: Sequence[int], fewest: int, most: int) -> list[Span]:
    """What each part may give of `fewest` to `most` places when none can give more than its limit."""
    spare = sum(limits)
    return [(max(0, fewest - (spare - limit)), min(limit, most)) for limit in limits]


def _narrowed(hull: Hull, claim: Claim, span: Span) -> Span:
    """The part of `span` where `hull` may meet `claim`; where it does nowhere, the first is above the last."""
    low, high = hull.meeting(claim) or (1, 0)
    return max(low, span[0]), min(high, span[1])


def _reach(parts: Sequence[Pairs], fewest: int, most: int) -> list[dict[int, int]]:
    """For each part, the best value of it and those before it by total, totals that lead nowhere left out."""
    if not all(parts):
        return [{} for _ in parts]
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
