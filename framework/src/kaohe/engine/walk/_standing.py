"""The place of a value among those of other people, as far as open records leave it settled.

A place lies between what comes about where everybody who may rank ahead does so, and where nobody does who need not:
so it is settled exactly when no completion of the open records could move it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from fractions import Fraction
from itertools import islice

from attrs import define, field, frozen

from ._asked import Keys
from ._values import NO_CAUSES, Causes

__all__ = ["MOST", "Entry", "Standing"]

# As many pools of somebody whose codes are missing are looked at one by one, and as many others named.
MOST = 64


@frozen
class Entry:
    """Somebody who is, or may be, ranked: the range of the value, and why any of it is open.

    `pools` are the pools in which they may be while `keys` are not known; () where those cannot be told either.
    """

    name: str
    keys: Keys | None
    certain: bool
    low: Fraction
    high: Fraction
    causes: Causes
    pools: tuple[Keys, ...] = ()

    def beats(self, other: Entry, *, strictly: bool) -> tuple[bool, bool]:
        """Whether it stands ahead of another in the same pool: for certain, and perhaps."""
        surely = self.certain and self.keys is not None and _over(self.low, other.high, strictly=strictly)
        return surely, _over(self.high, other.low, strictly=strictly)

    def may_be_in(self, keys: Keys) -> bool:
        """Whether it is in a pool, or may be."""
        return self.keys == keys or (self.keys is None and (not self.pools or keys in self.pools))


@define
class Standing:
    """Everybody whom one ranking ranks: of each pool the lowest values that are in it for certain, and the highest."""

    entries: dict[str, Entry] = field(factory=dict)
    lows: dict[Keys, list[Fraction]] = field(factory=lambda: defaultdict(list))
    highs: dict[Keys, list[Fraction]] = field(factory=lambda: defaultdict(list))
    anywhere: list[Fraction] = field(factory=list)
    open: list[Entry] = field(factory=list)

    def add(self, entry: Entry) -> None:
        """Let somebody in."""
        self.entries[entry.name] = entry
        if entry.keys is not None and entry.certain:
            self.lows[entry.keys].append(entry.low)
        for keys in entry.pools if entry.keys is None else (entry.keys,):
            self.highs[keys].append(entry.high)
        if entry.keys is None and not entry.pools:
            self.anywhere.append(entry.high)
        if entry.keys is None or not entry.certain or entry.low != entry.high:
            self.open.append(entry)

    def sort(self) -> None:
        """Put the values of each pool in order, once everybody is in."""
        for values in (*self.lows.values(), *self.highs.values(), self.anywhere):
            values.sort()

    def ahead(self, name: str, *, strictly: bool) -> tuple[int, int, Causes]:
        """The fewest and the most who stand ahead of somebody, equals too unless `strictly`, and why they differ."""
        entry = self.entries[name]
        if entry.keys is None and not entry.pools:
            return 0, len(self.entries) - 1, entry.causes
        ways = [self._within(entry, keys, strictly=strictly) for keys in entry.pools or (entry.keys or (),)]
        fewest, most = min(way[0] for way in ways), max(way[1] for way in ways)
        causes = entry.causes.union(*(way[2] for way in ways))
        return fewest, most, causes if fewest != most else NO_CAUSES

    def _within(self, entry: Entry, keys: Keys, *, strictly: bool) -> tuple[int, int, Causes]:
        """The same in one pool."""
        place = bisect_right if strictly else bisect_left
        lows, highs = self.lows.get(keys, []), self.highs.get(keys, [])
        surely, maybe = entry.beats(entry, strictly=strictly)  # the lists hold oneself too
        fewest = len(lows) - place(lows, entry.high) - surely
        most = len(highs) - place(highs, entry.low) - maybe
        most += len(self.anywhere) - place(self.anywhere, entry.low)
        return fewest, most, self._moving(entry, keys, strictly=strictly) if fewest != most else NO_CAUSES

    def _moving(self, entry: Entry, keys: Keys, *, strictly: bool) -> Causes:
        """What is open about those who may stand ahead or not, of the first few of them."""
        moving = (
            other
            for other in self.open
            if other.name != entry.name
            and other.may_be_in(keys)
            and other.beats(entry, strictly=strictly) == (False, True)
        )
        return frozenset(
            cause.seen_from(entry.name, owner=other.name) for other in islice(moving, MOST) for cause in other.causes
        )


def _over(one: Fraction, two: Fraction, *, strictly: bool) -> bool:
    return one > two if strictly else one >= two
