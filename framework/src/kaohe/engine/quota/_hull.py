"""Curves that are nowhere below the best values of a group's totals, and what they rule out.

Let f(t) be the best value of a group with t places. A *hull* is a concave function nowhere below f, kept as its
straight edges, steepest first. Three facts carry the method; docs/quota.md tells them with an example.

1. *Parts add up.* Where groups share nobody, the best value of t places over all of them is the best sum of f(i)
   over the divisions of t. The least concave function above that is made of the edges of the parts' own hulls,
   sorted by slope. Nothing is lost: the sum of the parts' profits at a price p a place is largest where each part's
   own profit f(i) - p * i is, so that both functions have the same conjugate.
2. *Floors bend.* A floor of n that costs w a missing place adds -w * max(0, n - t), which is concave: the first n
   places gain w more each. So a hull stays one.
3. *A claim passes down.* Let a division of t be worth at least v, and p be any price. Each part's profit is at most
   its hull's best one; so none can be further below its best than all bests together are above v - p * t. What is
   further below belongs to no division worth v.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cmp_to_key
from itertools import accumulate, chain, pairwise

from attrs import frozen

__all__ = ["Claim", "Hull", "Pairs", "claims", "division"]

Pairs = list[tuple[int, int]]
"""(total, best value with that total), totals ascending."""


@frozen
class Claim:
    """What a value must come to: `run` times the value is at least `rise` times the total, and `base`."""

    rise: int
    run: int
    base: int

    def allows(self, total: int, value: int) -> bool:
        """Whether `value` is enough for `total`."""
        return self.run * value >= self.rise * total + self.base

    def least(self, total: int) -> int:
        """The smallest whole number that is enough for `total`."""
        return -((-self.rise * total - self.base) // self.run)

    def lower(self, value: int) -> Claim:
        """The claim on what is worth so much more."""
        return Claim(self.rise, self.run, self.base + self.run * value)


@frozen
class _Edge:
    """A straight piece of slope `rise / run`, over `length` places."""

    rise: int
    run: int
    length: int

    def gain(self) -> int:
        """What it gains, rounded up: whole unless the piece was broken."""
        return -(-self.rise * self.length // self.run)

    def against(self, rise: int, run: int) -> int:
        """Above 0 where it is steeper than `rise / run`, below 0 where it is flatter."""
        return self.rise * run - rise * self.run


def _steeper(one: _Edge, two: _Edge) -> int:
    return two.against(one.rise, one.run)


_STEEPEST_FIRST = cmp_to_key(_steeper)


@frozen
class Hull:
    """A concave function from total `start`, where it is worth `base`, along `edges`, steepest first."""

    start: int
    base: int
    edges: Sequence[_Edge]

    @classmethod
    def above(cls, pairs: Iterable[tuple[int, int]]) -> Hull:
        """The least one above the values of `pairs`, of which there is one at least."""
        pairs = iter(pairs)
        start, base = next(pairs)
        edges: list[_Edge] = []
        for (before, low), (total, value) in pairwise(chain([(start, base)], pairs)):
            edge = _Edge(value - low, total - before, total - before)
            while edges and edges[-1].against(edge.rise, edge.run) <= 0:
                last = edges.pop()
                run = last.run + edge.run
                edge = _Edge(last.rise + edge.rise, run, run)
            edges.append(edge)
        return cls(start, base, edges)

    @classmethod
    def line(cls, base: int, gains: Iterable[tuple[int, int]]) -> Hull:
        """From no places on, so many of each gain, the largest first."""
        return cls(0, base, [_Edge(gain, 1, count) for gain, count in gains])

    @classmethod
    def over(cls, parts: Sequence[Hull]) -> Hull:
        """The one over all `parts` taken together."""
        edges = sorted(chain.from_iterable(part.edges for part in parts), key=_STEEPEST_FIRST)
        return cls(sum(part.start for part in parts), sum(part.base for part in parts), edges)

    @staticmethod
    def tagged(parts: Sequence[Hull]) -> list[tuple[_Edge, int]]:
        """The edges of all `parts`, the steepest first, each with the number of its part."""
        each = ((edge, number) for number, part in enumerate(parts) for edge in part.edges)
        return sorted(each, key=lambda one: _STEEPEST_FIRST(one[0]))

    def values(self) -> list[int]:
        """What it is worth at each number of places from the start on, rounded up."""
        found = [self.base]
        for edge in self.edges:
            value = found[-1]
            found += [value - (-edge.rise * place // edge.run) for place in range(1, edge.length + 1)]
        return found

    def broken(self, place: int) -> tuple[list[_Edge], list[_Edge]]:
        """The edges of the first `place` places after the start, and the others."""
        before: list[_Edge] = []
        after: list[_Edge] = []
        for edge in self.edges:
            first = min(place, edge.length)
            if first:
                before.append(_Edge(edge.rise, edge.run, first))
            if first < edge.length:
                after.append(_Edge(edge.rise, edge.run, edge.length - first))
            place -= first
        return before, after

    def cut(self, most: int) -> Hull:
        """The part of it for at most so many places."""
        return Hull(self.start, self.base, self.broken(most - self.start)[0])

    def with_floor(self, need: int, cost: int) -> Hull:
        """It with `cost` less for each place that `need` is missed by; it starts at no places."""
        within, beyond = self.broken(need)
        bent = [_Edge(edge.rise + cost * edge.run, edge.run, edge.length) for edge in within]
        return Hull(self.start, self.base - cost * need, [*bent, *beyond])

    def charged(self, free: int, rise: int, run: int) -> Hull:
        """It with `rise / run` less for each place beyond `free`; it starts at no places."""
        within, beyond = self.broken(free)
        bent = [_Edge(edge.rise * run - rise * edge.run, edge.run * run, edge.length) for edge in beyond]
        return Hull(self.start, self.base, [*within, *bent])

    def steeper(self, rise: int, run: int) -> Sequence[_Edge]:
        """The edges steeper than `rise / run`."""
        return self.edges[: bisect_left(self.edges, 0, key=lambda edge: -edge.against(rise, run))]

    def profit(self, rise: int, run: int) -> int:
        """The most it is worth at a price of `rise / run` a place, times `run`."""
        edges = self.steeper(rise, run)
        places = self.start + sum(edge.length for edge in edges)
        return run * (self.base + sum(edge.gain() for edge in edges)) - rise * places

    def meeting(self, claim: Claim) -> tuple[int, int] | None:
        """The fewest and the most places at which it meets `claim`; None where it does nowhere."""
        found = [places for edge in self._margins(claim) for places in _not_below(*edge)]
        return (min(found), max(found)) if found else None

    def _margins(self, claim: Claim) -> Iterator[tuple[int, int, int, int]]:
        """For each edge where it begins and ends, and how far it is above the claim there."""
        total, value = self.start, self.base
        margin = claim.run * value - claim.rise * total - claim.base
        yield total, total, margin, margin
        for edge in self.edges:
            value += edge.gain()
            before, margin = margin, claim.run * value - claim.rise * (total + edge.length) - claim.base
            yield total, total + edge.length, before, margin
            total += edge.length


def _not_below(begin: int, end: int, first: int, last: int) -> tuple[int, ...]:
    """The fewest and most whole places from `begin` to `end` where a line from `first` to `last` is 0 or above."""
    if first < 0 and last < 0:
        return ()
    length = end - begin
    low = begin if first >= 0 else begin + -(first * length // (last - first))
    high = end if last >= 0 else begin + first * length // (first - last)
    return (low, high) if low <= high else ()


def division(parts: Sequence[Hull], total: int) -> list[int]:
    """How many each part gives where the edges of all together reach `total`, the steepest taken first."""
    given = [part.start for part in parts]
    left = total - sum(given)
    for edge, number in Hull.tagged(parts):
        taken = min(left, edge.length)
        given[number] += taken
        left -= taken
    return given


def _price(parts: Sequence[Hull], fewest: int, most: int, claim: Claim) -> tuple[int, int]:
    """The claim's price if it buys from `fewest` to `most` places, else the one that buys those nearest to it."""
    whole = Hull.over(parts)
    edges, price = whole.edges, (claim.rise, claim.run)
    ends = list(accumulate((edge.length for edge in edges), initial=whole.start))
    steeper = len(whole.steeper(*price))
    equal = bisect_left(edges, 1, steeper, key=lambda edge: -edge.against(*price))
    if not edges or (ends[steeper] <= most and fewest <= ends[equal]):
        return price
    place = max(whole.start + 1, min(most if ends[steeper] > most else fewest, ends[-1]))
    edge = edges[bisect_left(ends, place) - 1]
    return edge.rise, edge.run


def claims(parts: Sequence[Hull], fewest: int, most: int, claim: Claim) -> list[Claim]:
    """What each part must come to in any division of `fewest` to `most` places that meets `claim`.

    `parts` are hulls of the parts. The claim is one straight line, so what it asks for at the price is largest at
    one of both ends.
    """
    rise, run = _price(parts, fewest, most, claim)
    profits = [part.profit(rise, run) for part in parts]
    # Rounded up to a whole value at the ends alone: in between the line may be below that.
    asked = min(run * ((claim.rise * total + claim.base) // claim.run) - rise * total for total in (fewest, most))
    spare = sum(profits) - asked
    return [Claim(rise, run, profit - spare) for profit in profits]
