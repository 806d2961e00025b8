"""What quotas did, as values: pools with their meters, ties, where each candidate stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cache
from typing import Any, Protocol

from attrs import asdict, define, field, frozen

from ...words import Text
from .._cohort import Decisions, OnPlaces
from ..disputes import Dispute
from ..walk import NO_CAUSES, Causes

__all__ = [
    "Given",
    "Piece",
    "Placed",
    "Placement",
    "Places",
    "Pool",
    "Possible",
    "Standing",
    "Standings",
    "Tie",
    "settled",
]

Places = frozenset[int]
Possible = tuple[Places, Causes]


@cache
def settled(place: int) -> Possible:
    """One grade alone, with nothing open; the same object each time."""
    return frozenset({place}), NO_CAUSES


class Standing(Protocol):
    """Where somebody stands at the places of one grade, as it is remembered for all of a pool."""

    @property
    def quotas(self) -> tuple[str, ...]:
        """The quotas among whose candidates they are."""

    def placement(self, name: str) -> Placement:
        """Where somebody stands."""


class PoolStanding(Standing, Protocol):
    """Where all the candidates of one pool stand."""

    def names(self) -> Iterable[str]:
        """Who they are."""


@define
class Standings:
    """The candidates for one grade, and where each stands. Those of a whole pool are told one by one only when asked for."""

    _known: dict[str, Standing] = field(factory=dict)
    _pools: list[PoolStanding] = field(factory=list)

    def put(self, name: str, standing: Standing) -> None:
        """Say where somebody stands."""
        self._known[name] = standing

    def put_pool(self, standing: PoolStanding) -> None:
        """Say where the candidates of a pool stand."""
        self._pools.append(standing)

    def by_name(self) -> dict[str, Standing]:
        """Where everybody stands, by id."""
        for pool in self._pools:
            self._known.update(dict.fromkeys(pool.names(), pool))
        self._pools = []
        return self._known

    def join(self, others: Standings) -> None:
        """Let the candidates of others in."""
        self._known.update(others._known)
        self._pools += others._pools

    def without(self, names: Iterable[str]) -> Standings:
        """A copy without some."""
        found = dict(self.by_name())
        for name in names:
            found.pop(name, None)
        return Standings(found)


@frozen(kw_only=True)
class Pool:
    """One pool of one quota, with its meter.

    `base` is the headcount, `places` what the share of it gives (None for a guarantee, whose `floor` moves with
    the selected), `used` who hold a place for certain, `tied` who may get one, `left` what stays empty. While
    `waiting` names people whose own grade is open, the allocation is provisional. While it is open how many places
    there are, `places` are the fewest and `most` the most. `grade` is the quota's own, `stage` the one given out.
    """

    quota: str
    clause: str
    kind: str
    grade: str
    group: str
    keys: tuple[str, ...]
    base: int
    share: Fraction | None
    places: int | None
    floor: int
    candidates: int
    used: int
    tied: int
    left: int | None
    over: int
    soft: bool
    waiting: tuple[str, ...] = ()
    most: int | None = None
    stage: str = ""

    def as_json(self) -> dict[str, Any]:
        """The pool as plain data; the share as an exact string, `most` where it differs from the places."""
        share = None if self.share is None else str(self.share)
        data = asdict(self) | {"share": share, "keys": list(self.keys), "waiting": list(self.waiting)}
        del data["stage"]
        if self.most is None:
            del data["most"]
        return data


@frozen(kw_only=True)
class Tie:
    """A tie set across a quota line: `take` of `members` get the grade, and people must say which."""

    quota: str
    clause: str
    kind: str
    grade: str
    group: str
    take: int
    members: tuple[str, ...]
    fingerprint: str
    provisional: bool

    def as_json(self) -> dict[str, Any]:
        """The tie set as plain data."""
        return asdict(self) | {"members": list(self.members)}


@frozen(kw_only=True)
class Placement:
    """Where one candidate stands at a quota: its status, the group that stopped them, and how many places short.

    `key` is the rank key, bigger first.
    """

    quota: str
    grade: str
    otherwise: str
    status: str
    quotas: tuple[str, ...]
    groups: tuple[str, ...]
    blocked_by: str | None = None
    clause: str | None = None
    short: int | None = None
    key: tuple[Fraction, ...] = ()

    def placement(self, name: str) -> Placement:
        """Itself: it is of one candidate alone."""
        return self


@define
class Placed:
    """What the quotas of one kind did: the grades still possible, and everything to show.

    `standings` has for each grade the candidates by id. `merits` are the grades before any quota, and `given` what is
    remembered of each grade that was given out, for a later evaluation. `inner` are pools of a worse grade too, as they
    stood when a better one was given out; `verdicts` what each grade says of a decision on such places.
    """

    possible: dict[str, Possible]
    standings: list[Standings] = field(factory=list)
    pools: list[Pool] = field(factory=list)
    inner: list[Pool] = field(factory=list)
    ties: list[Tie] = field(factory=list)
    shortfalls: list[tuple[str, str, int, int]] = field(factory=list)
    refused: list[tuple[str, Text]] = field(factory=list)
    clashes: list[Dispute] = field(factory=list)
    verdicts: dict[tuple[Decisions, str], list[tuple[str, Text] | None]] = field(factory=lambda: defaultdict(list))
    merits: dict[str, Possible] = field(factory=dict)
    given: list[Given] = field(factory=list)

    def placements(self, name: str) -> list[Placement]:
        """Where somebody stands at each grade that they are a candidate for."""
        return [one.placement(name) for one in self._standing(name)]

    def quotas(self, name: str) -> list[str]:
        """The quotas among whose candidates somebody is."""
        return [quota for one in self._standing(name) for quota in one.quotas]

    def _standing(self, name: str) -> Iterator[Standing]:
        return (stage[name] for one in self.standings if name in (stage := one.by_name()))

    def provisional_grade(self, name: str) -> str | None:
        """The grade that the places give somebody for now, None where none do, or where people have to decide."""
        placements = self.placements(name)
        if not placements:
            return None
        last = placements[-1]
        return {"selected": last.grade, "tied": None}.get(last.status, last.otherwise)

    def candidates(self) -> list[str]:
        """Everybody who is a candidate for some grade."""
        return list(dict.fromkeys(name for stage in self.standings for name in stage.by_name()))


@define
class Given:
    """What is remembered of one grade that was given out.

    `pools` are those whom the compiled form grades by the pools of plain caps, `seats` those of them who had to be seated,
    `walked` the seats of all others, None for who is not appraised. `possible` are the grades after it, `pieces` what its
    parts came to.
    """

    pools: dict[Any, list[str]] = field(factory=dict)
    seats: dict[str, Any] = field(factory=dict)
    walked: dict[str, Any] = field(factory=dict)
    possible: dict[str, Possible] = field(factory=dict)
    pieces: dict[object, Piece] = field(factory=dict)


@define
class Piece:
    """What one part of the pools of a grade came to, the part being everybody whose places hang together.

    `source` is the list of a pool, where the part is that pool alone: the same list has the same people, untouched.
    `drawn` is its line, or the nest of a part of caps within caps, so that what is untouched of it is kept. Of any
    other part `members` and `decisions` say whether it is the same.
    """

    placed: Placed
    source: list[str] | None = None
    drawn: Any = None
    members: tuple[str, ...] = ()
    decisions: tuple[OnPlaces, ...] = ()
