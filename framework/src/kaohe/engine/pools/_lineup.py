"""Everybody who stands to one grade, in parts whose places do not hang together.

People hang together through the groups in which they stand, through open facts that they share, through a decision
that names them, and through somebody of whom it is not known where they stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import chain

from attrs import define, field

from .._cohort import OnPlaces
from .._columns import Verdict
from ..walk import Causes, Keys
from ._cap import PlainCap
from ._facts_open import open_facts
from ._groups import group_name
from ._placed import Given, Placed
from ._seats import Contest, Seat, keys_of, ready_seat, seat_of

__all__ = ["Before", "Lineup", "Part"]

Codes = str | Keys
Spotted = tuple[int, Codes]  # a pool of a plain cap: the place of its quota, and the codes


@define
class Part:
    """One part: those whom the compiled form grades, by the pool of a plain cap, and all others with their seats."""

    pools: dict[Spotted, list[str]] = field(factory=dict)
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
        return next(iter(self.pools.items()))


@define
class Before:
    """What an earlier evaluation placed with which rows, and who was touched since.

    Somebody is touched who changed, whom a change reached, or in whose part somebody was touched.
    """

    placed: Placed
    rows: Mapping[str, Verdict]
    touched: set[str]


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
        leaving: dict[Spotted, set[str]] = defaultdict(set)
        for name in before.touched:
            self.given.seats.pop(name, None)
            row = before.rows.get(name)
            if row is not None:
                for place, cap in self.caps.items():
                    leaving[place, row[cap.group]].add(name)
        for pool, names in leaving.items():
            if pool in self.given.pools:
                self.given.pools[pool] = [name for name in self.given.pools[pool] if name not in names]

    def _ready(self, rows: Iterable[tuple[str, Verdict]]) -> None:
        """Those whom the compiled form grades: by pool where they stand in that of a plain cap alone, else seated."""
        contest, pools = self.contest, self.given.pools
        if contest.columns is None:
            return
        coming = self._alone(rows) if len(contest.quotas) == len(self.caps) == 1 else self._among(rows)
        for pool, some in coming.items():
            pools[pool] = [*pools[pool], *some] if pool in pools else some
        if self.before is not None:
            self.given.pools = {pool: some for pool, some in pools.items() if some}

    def _alone(self, rows: Iterable[tuple[str, Verdict]]) -> dict[Spotted, list[str]]:
        """The pools of a cap that is the only quota."""
        contest, ((place, cap),) = self.contest, self.caps.items()
        possible, moved, group = contest.placed.possible, contest.index > 0, cap.group
        coming: dict[Codes, list[str]] = defaultdict(list)
        for name, row in rows:
            codes = row[group]
            if codes is None:
                continue
            if moved and possible[name][1]:
                self.given.seats[name] = ready_seat(contest, name, row)
            else:
                coming[codes].append(name)
        return {(place, codes): some for codes, some in coming.items()}

    def _among(self, rows: Iterable[tuple[str, Verdict]]) -> dict[Spotted, list[str]]:
        """The pools of the caps among several quotas: of those who stand in one group alone, in which nothing is open."""
        contest, columns = self.contest, self.contest.columns
        assert columns is not None  # noqa: S101  # there are rows only with their columns
        groups = [columns.spots[quota.id].group for quota in contest.quotas]
        coming: dict[Spotted, list[str]] = defaultdict(list)
        for name, row in rows:
            places = [place for place, group in enumerate(groups) if row[group] is not None]
            if len(places) == 1 and places[0] in self.caps and not contest.placed.possible[name][1]:
                coming[places[0], row[groups[places[0]]]].append(name)
            else:
                self.given.seats[name] = ready_seat(contest, name, row)
        return coming

    def parts(self) -> list[Part]:
        """The parts, in order of their groups."""
        if not self.seats and not self.contest.decisions:
            return [
                Part({pool: names})
                for pool, names in sorted(self.given.pools.items(), key=lambda one: (one[0][0], keys_of(one[0][1])))
            ]
        united = _United()
        nodes = {seat.id: self._nodes(seat) for seat in self.seats.values()}
        everywhere = any(seat.grouped for seat in self.seats.values())
        where = self._where()
        for name, some in nodes.items():
            united.unite(some)
            united.unite([some[0], *((fact.owner, fact.what, fact.kind) for fact in open_facts(self._why(name), name))])
        for one in self.contest.decisions:
            united.unite([one, *(where[name] for name in one.members if name in where)])
        if everywhere:
            united.unite(["", *map(self._node, self.given.pools), *(some[0] for some in nodes.values())])
        return self._gathered(united, nodes)

    def _why(self, name: str) -> Causes:
        return self.causes.get(name, frozenset())

    def _nodes(self, seat: Seat) -> list[Hashable]:
        """The groups in which somebody stands; themselves where there is none."""
        groups = [*seat.where.groups, *(spot.group for spot in seat.where.guarantees)]
        return [("group", group) for group in groups] or [("seat", seat.id)]

    def group(self, pool: Spotted) -> str:
        """The id of the group that a pool is."""
        place, codes = pool
        return group_name(self.contest.quotas[place], keys_of(codes))

    def _node(self, pool: Spotted) -> Hashable:
        return "group", self.group(pool)

    def _where(self) -> dict[str, Hashable]:
        """A node of everybody whom a decision names."""
        named = {name for one in self.contest.decisions for name in one.members}
        found: dict[str, Hashable] = {name: self._nodes(seat)[0] for name, seat in self.seats.items() if name in named}
        if named and self.given.pools:
            pools = self.given.pools.items()
            found |= {name: self._node(pool) for pool, names in pools for name in names if name in named}
        return found

    def _gathered(self, united: _United, nodes: Mapping[str, Sequence[Hashable]]) -> list[Part]:
        parts: dict[Hashable, Part] = defaultdict(Part)
        for pool, names in self.given.pools.items():
            parts[united.lead(self._node(pool))].pools[pool] = names
        for name, some in nodes.items():
            parts[united.lead(some[0])].seats.append(self.seats[name])
        for one in self.contest.decisions:
            parts[united.lead(one)].decisions.append(one)
        return sorted(parts.values(), key=self._order)

    def _order(self, part: Part) -> tuple[str, ...]:
        """By its first groups; what stands in none comes last."""
        names = [self.group(pool) for pool in part.pools]
        names += [group for seat in part.seats for group in seat.where.groups[:1]]
        return (min(names, default="\uffff"), min((seat.id for seat in part.seats), default=""))

    def cap_of(self, part: Part) -> PlainCap | None:
        """The plain cap of which a part is one pool with nothing open and no decision in it, None where it is not so."""
        if part.decisions or any(seat.id in self.causes for seat in part.seats):
            return None
        spots = {(place, keys_of(codes)) for place, codes in part.pools}
        for seat in part.seats:
            if len(seat.where.spots) != 1 or seat.where.guarantees:
                return None
            spots.add((seat.where.spots[0].quota, seat.where.spots[0].keys))
        return self.caps.get(spots.pop()[0]) if len(spots) == 1 else None

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
