"""Where those of a narrowed part stand who have no seat, and how many places short those are who have one."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from attrs import define, evolve

from ..quota import Allocation
from ._home import Home
from ._narrow import Narrowed
from ._nest_told import HomeStanding
from ._placed import Placement, Standings
from ._seats import Seat

__all__ = ["NarrowTold"]


@define(eq=False, slots=False)
class NarrowTold:
    """What a narrowed part came to: what the allocator said of those who have `seats`, and all others."""

    ranked: Narrowed
    grade: str
    answer: Allocation
    seats: Mapping[str, Seat]

    def standings(self) -> Iterator[HomeStanding]:
        """Where those without a seat stand, home by home."""
        for path, home in self.ranked.homes.items():
            yield HomeStanding(self, path, home, frozenset(self.ranked.near[path]))

    def mend(self, standings: Standings) -> None:
        """Let those with a seat whom a group stops be told how many stand before them, without a seat too."""
        for name, known in list(standings.by_name().items()):
            if isinstance(known, Placement) and known.blocked_by is not None:
                standings.put(name, Stopped(known, self))

    def stopped(self, home: Home) -> str | None:
        """The innermost group around a home that has no place left, whatever is decided."""
        return self._innermost(home.groups)

    def _innermost(self, groups: Sequence[str]) -> str | None:
        return next((name for name in reversed(groups) if name in self.answer.full), None)

    @cached_property
    def _beyond(self) -> Mapping[str, Sequence[Any]]:
        """The ranks of those whom each group stops, worst first."""
        found: dict[str, list[Any]] = defaultdict(list)
        ranked, exceeding = self.ranked, (name for one in self.answer.excesses for name in one.members)
        for path, home in ranked.homes.items():
            name, near = self.stopped(home), {*ranked.near[path]}
            if name is not None:
                below = home.rivals[: len(home.rivals) - ranked.stands[path].end]
                found[name] += [key for key, who in below if who not in near]
        for who in dict.fromkeys((*self.answer.blocked_by, *exceeding)):
            name = self._innermost(self.seats[who].where.groups)
            if name is not None:
                found[name].append(ranked.ring.scaled(self.seats[who].low))
        return {name: sorted(keys) for name, keys in found.items()}

    @cached_property
    def _ties(self) -> Mapping[str, list[tuple[Any, int]]]:
        """For each group at which some are tied their rank, and how many more they are than places."""
        found: dict[str, list[tuple[Any, int]]] = defaultdict(list)
        for tie in self.answer.ties:
            key = self.ranked.ring.scaled(self.seats[tie.members[0]].low)
            found[tie.group].append((key, len(tie.members) - tie.take))
        return found

    def places_short(self, name: str, key: Any) -> int:
        """How many of those beyond the places of a group rank no lower than `key`, those tied at it included."""
        keys = self._beyond[name]
        tied = sum(count for other, count in self._ties.get(name, ()) if other >= key)
        return len(keys) - bisect_left(keys, key) + tied


@define(eq=False)
class Stopped:
    """Where somebody with a seat stands whom a group stops: those without a seat may be ahead of them there."""

    known: Placement
    told: NarrowTold

    @property
    def quotas(self) -> tuple[str, ...]:
        """The quotas among whose candidates they are."""
        return self.known.quotas

    def placement(self, name: str) -> Placement:
        """Where they stand."""
        group, told = self.known.blocked_by, self.told
        assert group is not None  # noqa: S101  # made for those alone whom a group stops
        return evolve(self.known, short=told.places_short(group, told.ranked.ring.scaled(told.seats[name].low)))
