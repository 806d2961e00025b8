"""Who stands in the same pools of plain caps, by rank: the homes of which nests are made, and narrowed parts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

from attrs import define, field

from .._columns import SpotColumn
from ..walk import Keys
from ._groups import Forest
from ._keyring import Keyring
from ._line import Rival
from ._placed import settled
from ._seats import Contest, Seat

__all__ = ["Entrants", "Home", "Homes", "Path", "Spotted", "competes", "forest_of"]

Spotted = tuple[int, Keys]
"""A pool: the place of its quota, and the codes."""

Path = tuple[Spotted, ...]
"""The pools in which somebody stands, from the outermost in."""


@define
class Entrants:
    """Who stands in the same pools: those whom the compiled form grades, and the walked with nothing open."""

    names: list[str] = field(factory=list)
    seats: list[Seat] = field(factory=list)

    def are(self, others: Entrants) -> bool:
        """Whether they are the very same, untouched: a list is made anew when somebody in it is touched."""
        if self.names is not others.names or len(self.seats) != len(others.seats):
            return False
        return all(one is two for one, two in zip(self.seats, others.seats, strict=True))


@define(eq=False, slots=False)
class Home:
    """Who stands in the same groups: how many of them count in each, the rivals worst first, those who may hold no place."""

    entrants: Entrants
    groups: tuple[str, ...]
    quotas: tuple[str, ...]
    heads: tuple[int, ...]
    rivals: Sequence[Rival]
    barred: Sequence[Rival]

    @cached_property
    def keys(self) -> Sequence[Any]:
        """The ranks of the rivals, worst first."""
        return [key for key, _ in self.rivals]

    @cached_property
    def names(self) -> Sequence[str]:
        """All its candidates, those who may hold no place too."""
        return [name for some in (self.rivals, self.barred) for _, name in some]

    @cached_property
    def candidates(self) -> frozenset[str]:
        """The same, to look somebody up."""
        return frozenset(self.names)

    def ranked(self, best: int, end: int) -> Sequence[str]:
        """The rivals from one place to another, the best having place 0."""
        count = len(self.rivals)
        return self.names[count - end : count - best]

    def settled(self, selected: int, end: int, before: Home, selected_then: int, end_then: int) -> set[str]:
        """Those who are in now as then, or beyond the places now as then."""
        inside = {*self.ranked(0, selected)} & {*before.ranked(0, selected_then)}
        return inside | ({*self.below(end)} & {*before.below(end_then)})

    def below(self, end: int) -> Iterator[str]:
        """Those from the place `end` on, and those who may hold none."""
        count = len(self.rivals)
        return chain(self.names[: count - end], self.names[count:])


@define
class Homes:
    """The homes of some entrants; those that `known` has of the same, untouched, are the very same ones.

    `ring` is what all their rank keys are written in, the known one as long as every key fits it. Of a home in which
    somebody was touched those alone are ranked anew.
    """

    contest: Contest
    entrants: Mapping[Path, Entrants]
    ring: Keyring
    touched: Collection[str] = ()
    all: dict[Path, Home] = field(init=False, factory=dict)

    @classmethod
    def of(
        cls,
        contest: Contest,
        entrants: Mapping[Path, Entrants],
        known: tuple[Keyring, Mapping[Path, Home]] | None,
        touched: Collection[str] = (),
    ) -> Homes:
        """The homes, made anew where they are not known."""
        if known is not None:
            ring, before = known
            found = cls(contest, entrants, ring, touched)
            if found._enter(before):
                return found
        found = cls(contest, entrants, _ring(contest, entrants))
        entered = found._enter({})
        assert entered  # noqa: S101  # the ring was made for them
        return found

    def _enter(self, known: Mapping[Path, Home]) -> bool:
        """Make the homes that are not known; whether every key fits the ring."""
        for path, some in self.entrants.items():
            home = known.get(path)
            found = home if home is not None and home.entrants.are(some) else self._home(path, some, home)
            if found is None:
                return False
            self.all[path] = found
        return True

    def _home(self, path: Path, entrants: Entrants, known: Home | None) -> Home | None:
        """One home, None where a key does not fit the ring."""
        contest, ring = self.contest, self.ring
        names, seats = entrants.names, entrants.seats
        rivals: list[Rival] = []
        barred: list[Rival] = []
        if known is not None:
            touched = {*self.touched, *(seat.id for seat in (*seats, *known.entrants.seats))}
            rivals = [one for one in known.rivals if one[1] not in touched]
            barred = [one for one in known.barred if one[1] not in touched]
            names = [name for name in names if name in touched]
        may = [spot.eligible for spot in self._spots(path) if spot.eligible is not None]
        mine, possible, rows = settled(contest.index), contest.placed.possible, contest.rows
        coming = [
            (ring.of_row(row), name, all(row[at] for at in may))
            for name in names
            if possible[name] is mine
            for row in [rows[name]]
        ]
        coming += [(ring.of_key(seat.low), seat.id, seat.eligible) for seat in seats if competes(contest, seat.id)]
        if any(key is None for key, _, _ in coming):
            return None
        barred += [(key, name) for key, name, eligible in coming if not eligible]
        rivals += [(key, name) for key, name, eligible in coming if eligible]
        rivals.sort(key=lambda one: one[0])
        groups = contest.where(tuple((place, keys, False) for place, keys in path)).groups
        quotas = tuple(dict.fromkeys(contest.quotas[place].id for place, _ in path))
        return Home(entrants, groups, quotas, self._heads(path, entrants), rivals, barred)

    def _spots(self, path: Path) -> list[SpotColumn]:
        """Where the rows of the compiled form tell of the pools of a path."""
        columns, quotas = self.contest.columns, self.contest.quotas
        return [] if columns is None else [columns.spots[quotas[at].id] for at, _ in path]

    def _heads(self, path: Path, entrants: Entrants) -> tuple[int, ...]:
        """How many of some entrants count in each pool of a path."""
        rows = self.contest.rows
        heads = [
            len(entrants.names)
            if spot.counts is None
            else sum(bool(rows[name][spot.counts]) for name in entrants.names)
            for spot in self._spots(path)
        ] or [0] * len(path)
        for seat in entrants.seats:
            heads = [count + spot.counts for count, spot in zip(heads, seat.where.spots, strict=True)]
        return tuple(heads)


def competes(contest: Contest, name: str) -> bool:
    """Whether somebody competes for the grade, as far as better grades tell."""
    return contest.placed.possible[name][0] == {contest.index}


def _ring(contest: Contest, entrants: Mapping[Path, Entrants]) -> Keyring:
    """Scales for everybody."""
    rows = [contest.rows[name] for one in entrants.values() for name in one.names if competes(contest, name)]
    seats = [seat.low for one in entrants.values() for seat in one.seats if competes(contest, seat.id)]
    return Keyring.of(len(contest.ranks), contest.rank_columns, rows, seats)


def forest_of(contest: Contest, homes: Iterable[Path]) -> Forest:
    """The tree of the groups of some homes. Raises AllocationError where they form none."""
    paths = (tuple((place, keys, False) for place, keys in path) for path in sorted(homes))
    return Forest.of(contest.quotas, {f"{number}": contest.where(path) for number, path in enumerate(paths)})
