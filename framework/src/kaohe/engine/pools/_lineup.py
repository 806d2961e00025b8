"""Everybody who stands to one grade, in parts whose places do not hang together.

People hang together through the groups in which they stand, through open facts that they share, through a decision
that names them, and through somebody of whom it is not known where they stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from attrs import define, field

from .._cohort import OnPlaces
from .._columns import Verdict
from ..walk import Causes
from ._cap import PlainCap
from ._facts_open import open_facts
from ._groups import group_name
from ._home import Entrants, Path, Spotted
from ._placed import Given, Placed
from ._seats import Contest, Seat, keys_of, ready_seat, seat_of

__all__ = ["Before", "Lineup", "Part"]


@define
class Part:
    """One part: those whom the compiled form grades, by the pools of plain caps, and all others with their seats."""

    pools: dict[Path, list[str]] = field(factory=dict)
    seats: list[Seat] = field(factory=list)
    decisions: list[OnPlaces] = field(factory=list)

    @property
    def members(self) -> tuple[str, ...]:
        """Everybody in it."""
        return (*chain.from_iterable(self.pools.values()), *(seat.id for seat in self.seats))

    @property
    def pool(self) -> tuple[Spotted, list[str]] | None:
        """The one pool that it is, and its people; None where it is more than that."""
        if len(self.pools) != 1 or self.seats or self.decisions:
            return None
        ((path, names),) = self.pools.items()
        return (path[0], names) if len(path) == 1 else None


@define
class Before:
    """What an earlier evaluation placed with which rows, and who was touched since.

    Somebody is touched who changed, whom a change reached, or whom the places moved since. `named` are those of whom a
    decision on places was recorded or taken back.
    """

    placed: Placed
    rows: Mapping[str, Verdict]
    touched: set[str] = field(factory=set)
    named: frozenset[str] = frozenset()


@define
class Lineup:
    """Everybody, and why it is open where somebody stands; who was not touched since `before` stands as they did.

    `caps` are the quotas that are plain caps, by their place in the contest.
    """

    contest: Contest
    caps: Mapping[int, PlainCap]
    before: Before | None
    given: Given = field(init=False, factory=Given)
    seats: dict[str, Seat] = field(init=False, factory=dict)
    causes: dict[str, Causes] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        contest, rows = self.contest, self.contest.rows
        if self.before is not None and len(self.before.touched) * 4 <= len(rows):
            self._keep(self.before)
            self._ready((name, rows[name]) for name in self.before.touched if name in rows)
        else:
            self._ready(rows.items())
            if len(contest.quotas) == 1:
                for cap in self.caps.values():
                    cap.prepare()
        kept = self._kept()
        for name in contest.placed.possible if len(rows) < len(contest.placed.possible) else ():
            if name not in rows:
                self.given.walked[name] = kept[name] if name in kept else seat_of(contest, name)
        self.seats = self.given.seats | {name: seat for name, seat in self.given.walked.items() if seat is not None}
        self.causes = {name: found for name, seat in self.seats.items() if (found := _open(contest, seat))}

    def _kept(self) -> dict[str, Seat | None]:
        """The seats of those who were walked then, and not touched since."""
        if self.before is None:
            return {}
        found = dict(self.before.placed.given[len(self.contest.placed.given)].walked)
        for name in self.before.touched & found.keys():
            del found[name]
        return found

    def _keep(self, before: Before) -> None:
        """Take over where those stood whom the compiled form graded, without the touched."""
        known = before.placed.given[len(self.contest.placed.given)]
        self.given.pools, self.given.seats = dict(known.pools), dict(known.seats)
        leaving: dict[Path, set[str]] = defaultdict(set)
        columns = self._spots()
        for name in before.touched:
            self.given.seats.pop(name, None)
            row = before.rows.get(name)
            path = None if row is None else self._path([row[at] for at in columns])
            if path is not None:
                leaving[path].add(name)
        for path, names in leaving.items():
            if path in self.given.pools:
                self.given.pools[path] = [name for name in self.given.pools[path] if name not in names]

    def _ready(self, rows: Iterable[tuple[str, Verdict]]) -> None:
        """Those whom the compiled form grades: by the pools where those are of plain caps alone, else seated."""
        contest, pools = self.contest, self.given.pools
        if contest.columns is None:
            return
        coming = self._alone(rows) if len(contest.quotas) == len(self.caps) == 1 else self._among(rows)
        for path, some in coming.items():
            pools[path] = [*pools[path], *some] if path in pools else some
        if self.before is not None:
            self.given.pools = {path: some for path, some in pools.items() if some}

    def _alone(self, rows: Iterable[tuple[str, Verdict]]) -> dict[Path, list[str]]:
        """The pools of a cap that is the only quota."""
        contest, ((place, cap),) = self.contest, self.caps.items()
        possible, moved, group = contest.placed.possible, contest.index > 0, cap.group
        coming: dict[Any, list[str]] = defaultdict(list)
        for name, row in rows:
            if moved and possible[name][1] and row[group] is not None:
                self.given.seats[name] = ready_seat(contest, name, row)
            else:
                coming[row[group]].append(name)
        coming.pop(None, None)
        return {((place, keys_of(codes)),): some for codes, some in coming.items()}

    def _among(self, rows: Iterable[tuple[str, Verdict]]) -> dict[Path, list[str]]:
        """The pools of the caps among several quotas: of those who stand in no other, and in whom nothing is open."""
        contest, columns = self.contest, self._spots()
        possible = contest.placed.possible
        paths: dict[tuple[Any, ...], Path | None] = {}
        coming: dict[Path, list[str]] = defaultdict(list)
        for name, row in rows:
            codes = tuple([row[at] for at in columns])
            if codes not in paths:
                paths[codes] = self._path(codes)
            path = paths[codes]
            if path is None or possible[name][1]:
                self.given.seats[name] = ready_seat(contest, name, row)
            else:
                coming[path].append(name)
        return coming

    def _spots(self) -> list[int]:
        """Where in a row each quota has the codes of its pool."""
        contest = self.contest
        return [] if contest.columns is None else [contest.columns.spots[quota.id].group for quota in contest.quotas]

    def _path(self, codes: Sequence[Any]) -> Path | None:
        """The pools of these codes, one for each quota; None where there is none, or one that is of no plain cap."""
        path = tuple((place, keys_of(found)) for place, found in enumerate(codes) if found is not None)
        return path if path and all(place in self.caps for place, _ in path) else None

    def parts(self) -> list[Part]:
        """The parts, in order of their groups."""
        pools = self.given.pools
        if not self.seats and not self.contest.decisions and all(len(path) == 1 for path in pools):
            return [Part({path: names}) for path, names in sorted(pools.items())]
        united = _United()
        nodes = {seat.id: self._nodes(seat) for seat in self.seats.values()}
        everywhere = any(seat.grouped for seat in self.seats.values())
        where = self._where()
        for path in pools:
            united.unite(map(self._node, path))
        for name, some in nodes.items():
            united.unite(some)
            united.unite([some[0], *((fact.owner, fact.what, fact.kind) for fact in open_facts(self._why(name), name))])
        for one in self.contest.decisions:
            united.unite([one, *(where[name] for name in one.members if name in where)])
        if everywhere:
            united.unite(["", *(self._node(path[0]) for path in pools), *(some[0] for some in nodes.values())])
        return self._gathered(united, nodes)

    def _why(self, name: str) -> Causes:
        return self.causes.get(name, frozenset())

    def _nodes(self, seat: Seat) -> list[Hashable]:
        """The groups in which somebody stands; themselves where there is none."""
        groups = [*seat.where.groups, *(spot.group for spot in seat.where.guarantees)]
        return [("group", group) for group in groups] or [("seat", seat.id)]

    def group(self, pool: Spotted) -> str:
        """The id of the group that a pool is."""
        return group_name(self.contest.quotas[pool[0]], pool[1])

    def _node(self, pool: Spotted) -> Hashable:
        return "group", self.group(pool)

    def _where(self) -> dict[str, Hashable]:
        """A node of everybody whom a decision names."""
        named = {name for one in self.contest.decisions for name in one.members}
        found: dict[str, Hashable] = {name: self._nodes(seat)[0] for name, seat in self.seats.items() if name in named}
        if named and self.given.pools:
            pools = self.given.pools.items()
            found |= {name: self._node(path[0]) for path, names in pools for name in names if name in named}
        return found

    def _gathered(self, united: _United, nodes: Mapping[str, Sequence[Hashable]]) -> list[Part]:
        parts: dict[Hashable, Part] = defaultdict(Part)
        for path, names in self.given.pools.items():
            parts[united.lead(self._node(path[0]))].pools[path] = names
        for name, some in nodes.items():
            parts[united.lead(some[0])].seats.append(self.seats[name])
        for one in self.contest.decisions:
            parts[united.lead(one)].decisions.append(one)
        return sorted(parts.values(), key=self._order)

    def _order(self, part: Part) -> tuple[str, ...]:
        """By its first groups; what stands in none comes last."""
        names = [self.group(path[0]) for path in part.pools]
        names += [group for seat in part.seats for group in seat.where.groups[:1]]
        return (min(names, default="\uffff"), min((seat.id for seat in part.seats), default=""))

    def entrants(self, part: Part) -> tuple[dict[Path, Entrants], list[Seat]] | None:
        """The settled of a part by the plain caps of which its pools are, and the seats of the open and of who is in none.

        None where some pool is of more than a plain cap, or may be.
        """
        if len(self.caps) < len(self.contest.quotas) and any(seat.grouped for seat in part.seats):
            return None
        found = {path: Entrants(names) for path, names in part.pools.items()}
        apart = []
        for seat in part.seats:
            path = tuple((spot.quota, spot.keys) for spot in seat.where.spots)
            if seat.where.guarantees or not all(place in self.caps for place, _ in path):
                return None
            if seat.id in self.causes or not path:
                apart.append(seat)
            else:
                found.setdefault(path, Entrants()).seats.append(seat)
        return found, apart

    def seated(self, part: Part) -> list[Seat]:
        """Everybody of a part with their seats."""
        rows = self.contest.rows
        names = (name for some in part.pools.values() for name in some)
        return [*(ready_seat(self.contest, name, rows[name]) for name in names), *part.seats]


def _open(contest: Contest, seat: Seat) -> Causes:
    """Why it is open how somebody stands to the grade: as a candidate, in the headcounts, or by a better grade."""
    possible, causes = contest.placed.possible[seat.id]
    if contest.index in possible:
        return seat.doubts | seat.causes | causes
    return seat.doubts | causes if contest.mixed and contest.may_hold_better(seat.id, seat.where) else seat.doubts


class _United:
    """Sets of nodes that have been united, each with one that leads it."""

    def __init__(self) -> None:
        self._leader: dict[Hashable, Hashable] = {}

    def lead(self, node: Hashable) -> Hashable:
        """The leader of the set of a node."""
        leader = self._leader
        while leader.setdefault(node, node) != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    def unite(self, nodes: Iterable[Hashable]) -> None:
        """Make one set of the sets of these nodes."""
        first, *others = nodes
        for node in others:
            self._leader[self.lead(node)] = self.lead(first)
