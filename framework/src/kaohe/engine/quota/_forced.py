"""A hull that knows of the floors which are shares of the group's own total: who fills them goes before anybody better.

The best of t places is the most of V(k) + W(l) + ... + R(t - k - l - ...): the lines of the groups with the floors, each
with as many places as its floor asks for of t at least, and a hull of all else. All of them are concave. So the best is
what the steepest edges of all together give, if that fills every floor. What it leaves short gets just what its floor
asks for, and so on with the places and the parts that are left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from attrs import define, field, frozen

from ._hull import Hull

__all__ = ["Floor", "forced"]


@frozen
class Floor:
    """A group with a floor that is a share: its line from no places on, and what the floor asks for of each total.

    Up to `constant` places the line has itself what they cost that are missing.
    """

    line: Hull
    values: Sequence[int]
    asks: Callable[[int], int]
    constant: int


def forced(floors: Sequence[Floor], rest: Hull, cost: int, most: int) -> Hull:
    """A hull of `floors` and `rest` together for `most` places at the most; each place that a floor lacks costs `cost`."""
    return Hull.above(_Forced(floors, rest, cost).pairs(most))


_Table = tuple[Sequence[int], dict[int, list[int]]]


@define
class _Forced:
    floors: Sequence[Floor]
    rest: Hull
    cost: int
    _tables: dict[frozenset[int], _Table] = field(factory=dict, init=False)

    def pairs(self, most: int) -> Iterator[tuple[int, int]]:
        """What each total is worth at most."""
        places = sum(len(floor.values) - 1 for floor in self.floors) + sum(edge.length for edge in self.rest.edges)
        for place in range(min(places, most - self.rest.start) + 1):
            total = self.rest.start + place
            asked = [floor.asks(total) for floor in self.floors]
            least = [min(ask, len(floor.values) - 1, place) for ask, floor in zip(asked, self.floors, strict=True)]
            lack = sum(
                min(ask - own, max(0, ask - floor.constant))
                for ask, own, floor in zip(asked, least, self.floors, strict=True)
            )
            yield total, self._best(place, least) - self.cost * lack

    def _best(self, place: int, least: Sequence[int]) -> int:
        """The best with at least so many places for each floor; without regard to them where there are not that many."""
        free = frozenset(range(len(self.floors)))
        value, left = 0, place
        while True:
            both, taken = self._table(free)
            short = {number for number in free if taken[number][left] < least[number]}
            if not short:
                return value + both[left]
            free -= short
            value += sum(self.floors[number].values[least[number]] for number in short)
            left -= sum(least[number] for number in short)
            if left < 0:
                return self._table(frozenset(range(len(self.floors))))[0][place]

    def _table(self, free: frozenset[int]) -> _Table:
        """What the best places of all else and these floors are worth, and how many of them each floor has."""
        if free not in self._tables:
            numbers = sorted(free)
            parts = [self.rest, *(self.floors[number].line for number in numbers)]
            taken = {number: [0] for number in numbers}
            for edge, part in Hull.tagged(parts):
                for number, found in zip(numbers, list(taken.values()), strict=True):
                    mine = part > 0 and numbers[part - 1] == number
                    found += [found[-1] + (place if mine else 0) for place in range(1, edge.length + 1)]
            self._tables[free] = Hull.over(parts).values(), taken
        return self._tables[free]
