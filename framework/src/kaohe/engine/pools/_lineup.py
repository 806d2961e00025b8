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


@define
class Part:
    """One part: those whom the compiled form grades, by the pool of a plain cap, and all others with their seats."""

    pools: dict[Codes, list[str]] = field(factory=dict)
    seats: list[Seat] = field(factory=list)
    decisions: list[OnPlaces] = field(factory=list)

    @property
    def members(self) -> tuple[str, ...]:
        """Everybody in it."""
        return (*chain.from_iterable(self.pools.values()), *(seat.id for seat in self.seats))

    @property
    def pool(self) -> tuple[Codes, list[str]] | None:
        """The codes and the people of the one pool that it is, None where it is more than that."""
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
    """Everybody, and why it is open where somebody stands; who was not touched since `before` stands as they did."""

    contest: Contest
    cap: PlainCap | None
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
            if self.cap is not None:
                self.cap.prepare()
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
        group = self._group()
        leaving: dict[Codes, set[str]] = defaultdict(set)
        for name in before.touched:
            self.given.seats.pop(name, None)
            row = before.rows.get(name)
            if group is not None and row is not None and row[group] is not None:
                leaving[row[group]].add(name)
        for codes, names in leaving.items():
            if codes in self.given.pools:
                self.given.pools[codes] = [name for name in self.given.pools[codes] if name not in names]

    def _group(self) -> int | None:
        """The column of the pools of a plain cap, None for any other places."""
        columns = self.contest.columns
        return None if self.cap is None or columns is None else columns.spots[self.cap.quota.id].group

    def _ready(self, rows: Iterable[tuple[str, Verdict]]) -> None:
        """Those whom the compiled form grades: by pool under a plain cap where their merit is settled, else seated."""
        contest, group = self.contest, self._group()
        if group is None:
            self.given.seats |= {name: ready_seat(contest, name, row) for name, row in rows}
            return
        possible, moved = contest.placed.possible, contest.index > 0
        coming: dict[Codes, list[str]] = defaultdict(list)
        for name, row in rows:
            codes = row[group]
            if codes is None:
                continue
            if moved and possible[name][1]:
                self.given.seats[name] = ready_seat(contest, name, row)
            else:
                coming[codes].append(name)
        pools = self.given.pools
        for codes, some in coming.items():
            pools[codes] = [*pools[codes], *some] if codes in pools else some
        if self.before is not None:
            self.given.pools = {codes: some for codes, some in pools.items() if some}

    def parts(self) -> list[Part]:
        """The parts, in order of their groups."""
        if not self.seats and not self.contest.decisions:
            return [
                Part({codes: names})
                for codes, names in sorted(self.given.pools.items(), key=lambda one: keys_of(one[0]))
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
            united.unite(["", *self.given.pools, *(some[0] for some in nodes.values())])
        return self._gathered(united, nodes)

    def _why(self, name: str) -> Causes:
        return self.causes.get(name, frozenset())

    def _nodes(self, seat: Seat) -> list[Hashable]:
        """The groups in which somebody stands, under a plain cap by its codes; themselves where there is none."""
        if self.cap is not None and seat.where.spots:
            keys = seat.where.spots[0].keys
            return [keys[0] if len(keys) == 1 else keys]
        groups = [*seat.where.groups, *(spot.group for spot in seat.where.guarantees)]
        return [("group", group) for group in groups] or [("seat", seat.id)]

    def _where(self) -> dict[str, Hashable]:
        """A node of everybody whom a decision names."""
        named = {name for one in self.contest.decisions for name in one.members}
        found: dict[str, Hashable] = {name: self._nodes(seat)[0] for name, seat in self.seats.items() if name in named}
        if named and self.given.pools:
            found |= {name: codes for codes, names in self.given.pools.items() for name in names if name in named}
        return found

    def _gathered(self, united: _United, nodes: Mapping[str, Sequence[Hashable]]) -> list[Part]:
        parts: dict[Hashable, Part] = defaultdict(Part)
        for codes, names in self.given.pools.items():
            parts[united.lead(codes)].pools[codes] = names
        for name, some in nodes.items():
            parts[united.lead(some[0])].seats.append(self.seats[name])
        for one in self.contest.decisions:
            parts[united.lead(one)].decisions.append(one)
        return sorted(parts.values(), key=self._order)

    def _order(self, part: Part) -> tuple[str, ...]:
        """By its first groups; what stands in none comes last."""
        quota = None if self.cap is None else self.cap.quota
        names = [group_name(quota, keys_of(codes)) for codes in part.pools] if quota is not None else []
        names += [group for seat in part.seats for group in seat.where.groups[:1]]
        return (min(names, default="\uffff"), min((seat.id for seat in part.seats), default=""))

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
