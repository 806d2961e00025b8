"""The allocation of one grade among all who are settled, and what it leaves open for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from attrs import define, evolve, field

from ...rules import Quota
from .._cohort import Decisions, ExcessDecision
from ..quota import Allocation, Excess, Status
from ..walk import NO_CAUSES, Cause, Causes
from ._allocating import Allocating, held_in
from ._completions import Competitor, Found
from ._groups import Forest
from ._made import Made, made_of
from ._placed import Placement, Places, settled
from ._seats import Contest, Seat
from ._sizes import Sizes
from ._telling import Telling
from ._waits import Doubts, crossed, doubts_of, roomy, waited_for

__all__ = ["Round"]


@define
class Round:
    """The allocation of one grade among all who are settled, and what it leaves open for whom."""

    contest: Contest
    forest: Forest
    sizes: Sizes
    seats: Mapping[str, Seat]
    causes: Mapping[str, Causes]
    results: Mapping[str, Found]
    left: set[str]
    made: dict[str, Made] = field(init=False)
    sure: list[Seat] = field(init=False)
    open: list[Seat] = field(init=False)
    holders: list[Seat] = field(init=False)
    doubts: Doubts = field(init=False)
    _open_of: dict[frozenset[str], Causes] = field(init=False, factory=dict)
    _roomy: dict[tuple[str, ...], bool] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self.made = made_of(self.forest, self.sizes)
        reach = [seat for seat in self.seats.values() if self.contest.index in self.contest.possible(seat.id)]
        self.sure = [seat for seat in reach if self._settled(seat)]
        self.open = [seat for seat in reach if not self._settled(seat)]
        mixed = self.seats.values() if self.contest.mixed else ()
        self.holders = [seat for seat in mixed if self.contest.holds_better(seat.id, seat.where)]
        held = held_in(self.contest, [seat.where for seat in self.holders])
        self.made = {name: evolve(one, held=held[name]) if name in held else one for name, one in self.made.items()}
        self.doubts = doubts_of(self.forest, self.made, self.seats.values(), self.sure, self.sizes)

    def _settled(self, seat: Seat) -> bool:
        """Whether the grade is theirs by merit for certain, and their rank known; or every completion agrees."""
        possible, causes = self.contest.placed.possible[seat.id]
        if possible == {self.contest.index} and not seat.causes and not causes:
            return True
        found = self.results.get(seat.id)
        return found is not None and found.only() is not None and not seat.grouped

    def run(self) -> Allocation:
        """Allocate, and write down grades, places, pools and ties; what the allocator said."""
        seated = [seat for seat in self.sure if seat.where.spots]
        answer = Allocating(self.contest)(
            self.made,
            [
                *(Competitor(seat.id, seat.where, seat.low, seat.eligible) for seat in seated),
                *(Competitor(seat.id, seat.where, held=True) for seat in self.holders),
            ],
            excesses=[found for one in self.contest.decisions for found in self._excesses(one, seated)],
        )
        beyond = {name for excess in answer.excesses for name in excess.members}
        waits = self._waits()
        for seat in seated:
            self._seated(seat, answer, beyond, waits)
        for seat in self.open:
            self._left_open(seat)
        Telling(self.contest, self.sizes, self.made, self.sure, self.doubts).write(answer, self._waits())
        return answer

    def _waits(self) -> dict[str, list[Seat]]:
        """The open people who may come into each group."""
        waits: dict[str, list[Seat]] = defaultdict(list)
        mixed = self.seats.values() if self.contest.mixed else ()
        better = [seat for seat in mixed if self.contest.may_hold_better(seat.id, seat.where)]
        for seat in {seat.id: seat for seat in (*self.open, *better)}.values():
            for group in seat.within:
                waits[group].append(seat)
        return waits

    def _seated(self, seat: Seat, answer: Allocation, beyond: set[str], waits: Mapping[str, list[Seat]]) -> None:
        status, causes = answer.status[seat.id], NO_CAUSES
        found = self.results.get(seat.id)
        if found is not None and seat.id not in beyond:
            status = found.only() or status
            causes = self._blamed(seat, found) if found.only() is None else NO_CAUSES
        elif seat.where.root in self.left and seat.id not in beyond:
            coming = waits.get(seat.where.groups[0], [])
            others = waited_for(seat, status, self.forest, self.made, self._has_room, coming, self.doubts)
            causes = self._others(seat, others)
            if status is not Status.INELIGIBLE:
                causes |= _seen_by(seat, crossed(seat, self.forest, self.made, self.doubts))
        quota = self._quota(seat)
        lower = self.contest.lower(seat.where)
        assert lower is not None  # noqa: S101  # lint asks for what those beyond the places get
        self.contest.placed.possible[seat.id] = _after(self.contest.index, lower, status, causes, quota.id)
        self.contest.placed.standings[-1].put(seat.id, self._placement(seat, quota, status, answer))

    def _quota(self, seat: Seat) -> Quota:
        """The quota that says what those get who get no place: the first of this very grade."""
        found = [quota for group in seat.where.groups if (quota := self.made[group].quota).otherwise]
        return next((quota for quota in found if quota.grade == self.contest.grade), found[0])

    def _placement(self, seat: Seat, quota: Quota, status: Status, answer: Allocation) -> Placement:
        standing = answer.standing(seat.id)
        blocked = self.made[standing.blocked_by].quota if standing.blocked_by is not None else quota
        grades, lower = self.contest.evaluation.plan(self.contest.kind).rules.kind.grades, self.contest.fall((quota,))
        return Placement(
            quota=blocked.id,
            grade=self.contest.grade,
            otherwise=quota.otherwise if lower is None else grades[lower],
            status=status.value,
            quotas=tuple(dict.fromkeys(self.made[group].quota.id for group in seat.where.groups)),
            groups=seat.where.groups,
            blocked_by=standing.blocked_by,
            clause=standing.clause,
            short=standing.short,
            key=seat.low,
        )

    def _left_open(self, seat: Seat) -> None:
        """What an open person may still get."""
        placed = self.contest.placed
        possible, causes = placed.possible[seat.id]
        found = self.results.get(seat.id)
        if found is not None:
            grades = found.grades(self.contest.index)
            if len(grades) > 1 or found.only() is None:
                placed.possible[seat.id] = grades, self._blamed(seat, found) if len(grades) > 1 else NO_CAUSES
            else:
                placed.possible[seat.id] = settled(min(grades)) if grades else (grades, NO_CAUSES)
            return
        quotas = self.contest.quotas if seat.grouped else [self.made[group].quota for group in seat.where.groups]
        lower = self.contest.fall(quotas)
        if lower is not None:
            placed.possible[seat.id] = possible | {lower}, causes | seat.causes

    def _blamed(self, seat: Seat, found: Found) -> Causes:
        """What the answer for somebody hangs on: what is open of their own first, then that of others."""
        own = self.contest.placed.possible[seat.id][1] | seat.causes
        if own and any(seat.id in bundle.people for bundle in found.bundles):
            return own
        others = [name for bundle in found.bundles for name in bundle.people if name != seat.id]
        causes = self._others(seat, others)
        sizes = frozenset(cause for bundle in found.bundles if bundle.size for cause in bundle.causes)
        return causes | _seen_by(seat, sizes) or own

    def _others(self, seat: Seat, others: Iterable[str]) -> Causes:
        """What is open of others, as somebody waiting for it has it named."""
        known = frozenset(others)
        if known not in self._open_of:
            found = ((other, cause) for other in known for cause in _foremost(self.causes[other]))
            self._open_of[known] = frozenset(cause.seen_from("", owner=other) for other, cause in found)
        return _seen_by(seat, self._open_of[known])

    def _has_room(self, seat: Seat, coming: Sequence[Seat]) -> bool:
        """Whether the groups around somebody have room for everybody who may still come."""
        groups = seat.where.groups
        if groups not in self._roomy:
            self._roomy[groups] = roomy([self.made[name] for name in groups], [*self.sure, *coming])
        return self._roomy[groups]

    def _excesses(self, one: Decisions, seated: Sequence[Seat]) -> list[Excess]:
        if not isinstance(one, ExcessDecision) or one.quota not in {quota.id for quota in self.contest.quotas}:
            return []
        found = []
        groups = {seat.id: seat.where.groups for seat in seated}
        for name, made in self.made.items():
            here = tuple(member for member in one.members if name in groups.get(member, ()))
            if made.quota.id == one.quota and here:
                found.append(Excess(name, here, one.reason))
        return found


def _seen_by(seat: Seat, causes: Causes) -> Causes:
    """What is open elsewhere, as somebody waiting for it has it named."""
    if all(cause.of != seat.id for cause in causes):
        return causes
    return frozenset(cause.seen_from(seat.id, owner=cause.of) for cause in causes)


def _after(grade: int, lower: int, status: Status, causes: Causes, quota: str) -> tuple[Places, Causes]:
    if causes or status is Status.TIED:
        tied = frozenset({Cause("tied", quota)}) if status is Status.TIED else NO_CAUSES
        return frozenset({grade, lower}), causes | tied
    return settled(grade if status is Status.SELECTED else lower)


# Whoever waits is told so many of the things that are missing of another; the other's own record names all.
_NAMED = 3
_URGENT = ("needs", "pending", "decision", "tied")


def _foremost(causes: Causes) -> list[Cause]:
    """What is most urgent among the things that are open about somebody, the first few of it; one decision ends all."""
    kind = next((kind for kind in _URGENT if any(cause.kind == kind for cause in causes)), "")
    return sorted((cause for cause in causes if cause.kind == kind), key=lambda cause: cause.name)[
        : _NAMED if kind != "decision" else 1
    ]
