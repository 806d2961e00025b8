"""What is to be said of a nest of caps: the meters, the ties, where each candidate stands."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, Protocol

from attrs import define, field

from ..quota import Status, fingerprint
from ._home import Home, Path
from ._nest import Nest
from ._placed import Placement, Pool, Tie
from ._ranked import Ranked, Stand

__all__ = ["HomeStanding", "Told"]


class RankedTold(Protocol):
    """What is told of all who stand in some homes."""

    @property
    def ranked(self) -> Ranked:
        """The homes."""

    @property
    def grade(self) -> str:
        """The grade whose places were given out."""

    def stopped(self, home: Home) -> str | None:
        """The innermost group around a home that has no place left, whatever is decided."""

    def places_short(self, name: str, key: Any) -> int:
        """How many of those beyond the places of a group rank no lower than `key`, those tied at it included."""


@define(eq=False, slots=False)
class Told:
    """What a nest comes to, for the places of one grade."""

    nest: Nest
    grade: str

    @property
    def ranked(self) -> Ranked:
        """The homes of the nest."""
        return self.nest

    def standings(self) -> Iterator[HomeStanding]:
        """Where everybody stands, home by home."""
        return (HomeStanding(self, path, home) for path, home in self.nest.homes.items())

    @cached_property
    def _tied(self) -> Mapping[str, list[Path]]:
        """The homes of those tied at each group."""
        found: dict[str, list[Path]] = defaultdict(list)
        for path, stand in self.nest.stands.items():
            if stand.tied:
                found[stand.top].append(path)
        return found

    @cached_property
    def _around(self) -> Mapping[str, Sequence[str]]:
        """For each group at which some are tied the groups in which all of them stand, itself the last but for inner ones."""
        homes = self.nest.homes
        return {top: _shared([homes[path].groups for path in paths]) for top, paths in self._tied.items()}

    @cached_property
    def _undecided(self) -> set[str]:
        """The groups whose use hangs on who of some tied people gets a place."""
        homes = self.nest.homes
        return {
            group
            for top, paths in self._tied.items()
            for path in paths
            for group in homes[path].groups[len(self._around[top]) :]
        }

    def _summed(self, counts: Iterable[tuple[Home, int]]) -> Mapping[str, int]:
        """A number of each home, summed up for each group."""
        found: dict[str, int] = defaultdict(int)
        for home, count in counts:
            for group in home.groups:
                found[group] += count
        return found

    def _each(self) -> Iterator[tuple[Home, Stand]]:
        return ((home, self.nest.stands[path]) for path, home in self.nest.homes.items())

    @cached_property
    def _selected(self) -> Mapping[str, int]:
        return self._summed((home, stand.selected) for home, stand in self._each())

    @cached_property
    def _held(self) -> Mapping[str, int]:
        """How many hold a place in each group in the end, where that is known already."""
        found = defaultdict(int, self._selected)
        for top, around in self._around.items():
            for group in around:
                found[group] += self.nest.groups[top].take
        return found

    def ties(self) -> list[Tie]:
        """The tie sets."""
        return [self._tie(top, paths) for top, paths in self._tied.items()]

    def _tie(self, top: str, paths: Sequence[Path]) -> Tie:
        nest = self.nest
        spans = ((nest.homes[path], nest.stands[path]) for path in paths)
        members = tuple(sorted(name for home, stand in spans for name in home.ranked(stand.selected, stand.end)))
        quota, take = nest.forest.quota(top), nest.groups[top].take
        return Tie(
            quota=quota.id,
            clause=quota.clause,
            kind=nest.kind,
            grade=self.grade,
            group=top,
            take=take,
            members=members,
            fingerprint=fingerprint(take, members),
            provisional=False,
        )

    def pools(self) -> list[Pool]:
        """Every group with its meter."""
        candidates = self._summed((home, len(home.names)) for home in self.nest.homes.values())
        tied = self._summed((home, stand.tied) for home, stand in self._each())
        return [self._pool(name, candidates[name], tied[name]) for name in self.nest.groups]

    def _pool(self, name: str, candidates: int, tied: int) -> Pool:
        nest, group = self.nest, self.nest.groups[name]
        quota, keys = nest.forest.quota(name), nest.forest.owners[name][1]
        return Pool(
            quota=quota.id,
            clause=quota.clause,
            kind=nest.kind,
            grade=quota.grade,
            group=name,
            keys=keys,
            base=group.base,
            share=quota.share if isinstance(quota.share, Fraction) else None,
            places=group.places,
            floor=0,
            candidates=candidates,
            used=self._selected[name],
            tied=tied,
            left=None if name in self._undecided else group.places - self._held[name],
            over=0,
            soft=quota.soft,
            stage=self.grade,
        )

    def stopped(self, home: Home) -> str | None:
        """The innermost group around a home that has no place left, whatever is decided."""
        full = (
            name
            for name in reversed(home.groups)
            if name not in self._undecided and self._held[name] >= self.nest.groups[name].places
        )
        return next(full, None)

    @cached_property
    def _beyond(self) -> Mapping[str, Sequence[Any]]:
        """The ranks of those whom each group stops, worst first."""
        found: dict[str, list[Any]] = defaultdict(list)
        for home, stand in self._each():
            name = self.stopped(home)
            if name is not None:
                found[name] += home.keys[: len(home.keys) - stand.end]
        return {name: sorted(keys) for name, keys in found.items()}

    def places_short(self, name: str, key: Any) -> int:
        """How many of those beyond the places of a group rank no lower than `key`, those tied at it included."""
        keys = self._beyond[name]
        tied = sum(self.nest.stands[path].tied for path in self._tied.get(name, ()))
        return len(keys) - bisect_left(keys, key) + (tied - self.nest.groups[name].take if tied else 0)


@define(eq=False, slots=False)
class HomeStanding:
    """Where the candidates of one home stand, those apart who have `seats`."""

    told: RankedTold
    path: Path
    home: Home
    seats: frozenset[str] = field(factory=frozenset)

    @property
    def quotas(self) -> tuple[str, ...]:
        """The quotas of its groups."""
        return self.home.quotas

    def names(self) -> Iterable[str]:
        """Who they are."""
        names = self.home.names
        return [name for name in names if name not in self.seats] if self.seats else names

    @cached_property
    def _places(self) -> Mapping[str, int]:
        """The place of each rival, the best being 0."""
        return {name: place for place, (_, name) in enumerate(reversed(self.home.rivals))}

    def placement(self, name: str) -> Placement:
        """Where somebody stands."""
        ranked, place = self.told.ranked, self._places.get(name)
        stand, ring = ranked.stands[self.path], ranked.ring
        if place is None:
            key = next(key for key, other in self.home.barred if other == name)
            return self._placement(Status.INELIGIBLE, ring.exact(key))
        key = self.home.rivals[-1 - place][0]
        if place < stand.end:
            return self._placement(Status.SELECTED if place < stand.selected else Status.TIED, ring.exact(key))
        group = self.told.stopped(self.home)
        return self._placement(Status.NOT_SELECTED, ring.exact(key), group, key)

    def _placement(
        self, status: Status, exact: tuple[Fraction, ...], group: str | None = None, key: Any = None
    ) -> Placement:
        ranked, told = self.told.ranked, self.told
        quota = ranked.quotas[self.path[0][0]] if group is None else ranked.forest.quota(group)
        return Placement(
            quota=quota.id,
            grade=told.grade,
            otherwise=ranked.lower(self.path),
            status=status.value,
            quotas=self.home.quotas,
            groups=self.home.groups,
            blocked_by=group,
            clause=None if group is None else quota.clause,
            short=None if group is None else told.places_short(group, key),
            key=exact,
        )


def _shared(groups: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """What all of these begin with."""
    first, last = min(groups), max(groups)
    same = (at for at, (one, two) in enumerate(zip(first, last, strict=False)) if one != two)
    return first[: next(same, len(first))]
