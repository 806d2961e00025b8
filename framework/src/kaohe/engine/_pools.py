"""Quotas in evaluation: candidates by merit, places by the allocator, ties and what is missing left open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import define, field

from ..rules import Quota
from ..words import Text
from ._cohort import Decisions, ExcessDecision, TieDecision
from ._completions import Competitor, Found, completed
from ._groups import Forest, Made, sorted_quotas
from ._placed import Placed, Placement, Places, Pool, Tie
from ._seats import Contest, Seat, seat_of
from ._values import NO_CAUSES, Cause, Causes
from ._waits import Doubts, doubts_of, waited_for
from .quota import Allocation, Candidate, Decision, Excess, Meter, Problem, Refusal, Status, allocate

if TYPE_CHECKING:
    from ._evaluation import Evaluation

__all__ = ["place"]

_STRAY = Text(
    '"{person}" is no candidate for {grade} under {quota}; take the name out of the decision, or record the proposal',
    "“{person}”不是{quota}下{grade}的人选；请从决定中去掉，或先录入其拟定等次",
)
Merit = Mapping[str, tuple[Places, Causes]]


def place(evaluation: Evaluation, kind: str, merit: Merit) -> Placed:
    """Allocate every quota of `kind`, best grade first; `merit` holds the possible grades before quotas."""
    placed = Placed(dict(merit))
    rules = evaluation.plan(kind).rules
    quotas = [rule for rule in rules.rules(Quota) if isinstance(rule, Quota)]
    for grade in sorted({rule.grade for rule in quotas}, key=rules.kind.grades.index):
        mine = sorted_quotas([rule for rule in quotas if rule.grade == grade])
        _place(Contest(evaluation, kind, grade, rules.kind.grades.index(grade), mine, placed))
    return placed


def _place(contest: Contest) -> None:
    """Seat everybody, work out what the completions give, allocate among the settled, and write down what came out."""
    found = [seat for name in contest.placed.possible if (seat := seat_of(contest, name)) is not None]
    seats = {seat.id: seat for seat in found}
    causes = {seat.id: _open(contest, seat) for seat in found}
    waiting = {name: one for name, one in causes.items() if one}
    results, left = completed(contest, seats, waiting, _Allocate(contest)) if waiting else ({}, set())
    forest = Forest.of(contest.quotas, {seat.id: seat.where for seat in found})
    for seat in found:
        seat.within = forest.within(seat.where.groups) if seat.grouped else seat.where.groups
    _Round(contest, forest, seats, waiting, results, left).run()


def _open(contest: Contest, seat: Seat) -> Causes:
    """Why it is open how somebody stands to the grade: as a candidate, or in the headcounts."""
    possible, causes = contest.placed.possible[seat.id]
    if contest.index not in possible:
        return seat.doubts
    return seat.doubts | seat.causes | causes


@define
class _Allocate:
    """Gives out the places of some groups among some competitors, under the decisions on record."""

    contest: Contest

    def __call__(
        self, made: Mapping[str, Made], rivals: Sequence[Competitor], *, excesses: Sequence[Excess] = ()
    ) -> Allocation:
        return allocate(
            Problem(
                groups=[one.group for one in made.values()],
                candidates=[
                    Candidate(rival.id, rival.where.groups[-1], rival.key or (Fraction(),), rival.eligible)
                    for rival in rivals
                ],
                decisions=[found for one in self.contest.evaluation.cohort.decisions if (found := self._tie(one))],
                excesses=excesses,
            )
        )

    def _tie(self, one: Decisions) -> Decision | None:
        if not isinstance(one, TieDecision) or one.quota not in {quota.id for quota in self.contest.quotas}:
            return None
        if not _concerns(self.contest, one.quota, one.members):
            return None
        return Decision(one.members, one.choose, one.reason if one.leave_vacant else None, one.fingerprint or None)


def _concerns(contest: Contest, quota: str, names: Iterable[str]) -> bool:
    """Whether a decision is about this kind; one that names nobody under its quota is refused in every kind."""
    people = contest.evaluation.cohort.appraisees
    kinds = {people[name].kind for name in names if name in people}
    rules = [contest.evaluation.plan(kind).rules for kind in kinds]
    return contest.kind in kinds or not any(rule.id == quota for found in rules for rule in found.rules(Quota))


@define
class _Round:
    """The allocation of one grade among all who are settled, and what it leaves open for whom."""

    contest: Contest
    forest: Forest
    seats: Mapping[str, Seat]
    causes: Mapping[str, Causes]
    results: Mapping[str, Found]
    left: set[str]
    made: dict[str, Made] = field(init=False)
    sure: list[Seat] = field(init=False)
    open: list[Seat] = field(init=False)
    doubts: Doubts = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.made = self.forest.made()
        reach = [seat for seat in self.seats.values() if self.contest.index in self.contest.possible(seat.id)]
        self.sure = [seat for seat in reach if self._settled(seat)]
        self.open = [seat for seat in reach if not self._settled(seat)]
        self.doubts = doubts_of(self.forest, self.made, self.seats.values(), self.sure)

    def _settled(self, seat: Seat) -> bool:
        """Whether the grade is theirs by merit for certain, and their rank known; or every completion agrees."""
        possible, causes = self.contest.placed.possible[seat.id]
        if possible == {self.contest.index} and not seat.causes and not causes:
            return True
        found = self.results.get(seat.id)
        return found is not None and found.only() is not None and not seat.grouped

    def run(self) -> None:
        """Allocate, and write down grades, places, pools and ties."""
        seated = [seat for seat in self.sure if seat.where.spots]
        answer = _Allocate(self.contest)(
            self.made,
            [Competitor(seat.id, seat.where, seat.low, seat.eligible) for seat in seated],
            excesses=[
                found for one in self.contest.evaluation.cohort.decisions for found in self._excesses(one, seated)
            ],
        )
        beyond = {name for excess in answer.excesses for name in excess.members}
        waits = self._waits()
        for seat in seated:
            self._seated(seat, answer, beyond, waits)
        for seat in self.open:
            self._left_open(seat)
        self._show(answer)

    def _waits(self) -> dict[str, list[Seat]]:
        """The open people who may come into each group."""
        waits: dict[str, list[Seat]] = defaultdict(list)
        for seat in self.open:
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
            others = waited_for(seat, status, self.forest, self.made, self.sure, coming, self.doubts)
            causes = frozenset(cause for other in others for cause in self._others(seat, other))
        quota = next(self.made[group].quota for group in seat.where.groups if self.made[group].quota.otherwise)
        lower = self.contest.lower(seat.where)
        assert lower is not None  # noqa: S101  # lint asks for what those beyond the places get
        self.contest.placed.possible[seat.id] = _after(self.contest.index, lower, status, causes, quota.id)
        self.contest.placed.placements[seat.id].append(self._placement(seat, quota, status, answer))

    def _placement(self, seat: Seat, quota: Quota, status: Status, answer: Allocation) -> Placement:
        standing = answer.standing(seat.id)
        blocked = self.made[standing.blocked_by].quota if standing.blocked_by is not None else quota
        return Placement(
            quota=blocked.id,
            grade=self.contest.grade,
            otherwise=quota.otherwise,
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
                placed.possible[seat.id] = grades, NO_CAUSES
            return
        quotas = self.contest.quotas if seat.grouped else [self.made[group].quota for group in seat.where.groups]
        lower = self.contest.fall([quota.otherwise for quota in quotas])
        if lower is not None:
            placed.possible[seat.id] = possible | {lower}, causes | seat.causes

    def _blamed(self, seat: Seat, found: Found) -> Causes:
        """What the answer for somebody hangs on: what is open of their own first, then that of others."""
        own = self.contest.placed.possible[seat.id][1] | seat.causes
        if own and any(seat.id in bundle.people for bundle in found.bundles):
            return own
        others = [name for bundle in found.bundles for name in bundle.people if name != seat.id]
        return frozenset(cause for other in others for cause in self._others(seat, other)) or own

    def _others(self, seat: Seat, other: str) -> Causes:
        """What is open of another, as somebody waiting for it has it named."""
        return frozenset(cause.seen_from(seat.id, owner=other) for cause in _foremost(self.causes[other]))

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

    def _strays(self) -> list[tuple[str, Text]]:
        """Whom an excess names although they are no candidates here, with the reason why it gives them nothing."""
        candidates = {seat.id for seat in self.sure if seat.where.spots}
        ours = {quota.id for quota in self.contest.quotas}
        return [
            (name, _STRAY.format(person=name, grade=self.contest.grade, quota=one.quota))
            for one in self.contest.evaluation.cohort.decisions
            if isinstance(one, ExcessDecision) and one.quota in ours
            for name in one.members
            if name not in candidates and _concerns(self.contest, one.quota, (name,))
        ]

    def _show(self, answer: Allocation) -> None:
        """Pools with their meters, ties, guarantees that were not reached, decisions that were refused."""
        placed = self.contest.placed
        waiting = {name: {seat.id for seat in found} for name, found in self._waits().items()}
        for name in self.doubts.lines:
            waiting[name] = waiting.get(name, set()) | self.doubts.leaving[name] | self.doubts.joining[name]
        for name, made in self.made.items():
            candidates = sum(name in seat.where.groups for seat in self.sure)
            placed.pools.append(self._pool(made, answer.meters[name], candidates, tuple(sorted(waiting.get(name, ())))))
        for tie in answer.ties:
            made = self.made[tie.group]
            placed.ties.append(
                Tie(
                    quota=made.quota.id,
                    clause=made.quota.clause,
                    kind=self.contest.kind,
                    grade=self.contest.grade,
                    group=tie.group,
                    take=tie.take,
                    members=tie.members,
                    fingerprint=tie.fingerprint,
                    provisional=any(self._provisional(name) for name in tie.members),
                )
            )
        placed.shortfalls += [
            (self.made[short.group].quota.id, short.group, short.asked, short.attained) for short in answer.shortfalls
        ]
        placed.refused += [_refusal(self.contest, refusal) for refusal in (*answer.refused, *answer.refused_excesses)]
        placed.refused += self._strays()

    def _provisional(self, name: str) -> bool:
        """Whether somebody in a tie waits for more than the decision on it."""
        return any(cause.kind != "tied" for cause in self.contest.placed.possible[name][1])

    def _pool(self, made: Made, meter: Meter, candidates: int, waiting: tuple[str, ...]) -> Pool:
        return Pool(
            quota=made.quota.id,
            clause=made.quota.clause,
            kind=self.contest.kind,
            grade=self.contest.grade,
            group=made.group.id,
            keys=made.keys,
            base=made.base,
            share=made.quota.share if made.quota.floor_share is None else made.quota.floor_share,
            places=made.places,
            floor=meter.floor,
            candidates=candidates,
            used=meter.used,
            tied=meter.tied,
            left=meter.left,
            over=meter.over,
            soft=made.quota.soft,
            waiting=waiting,
        )


def _after(grade: int, lower: int, status: Status, causes: Causes, quota: str) -> tuple[Places, Causes]:
    if causes or status is Status.TIED:
        tied = frozenset({Cause("tied", quota)}) if status is Status.TIED else NO_CAUSES
        return frozenset({grade, lower}), causes | tied
    return frozenset({grade if status is Status.SELECTED else lower}), NO_CAUSES


# Whoever waits is told so many of the things that are missing of another; the other's own record names all.
_NAMED = 3
_URGENT = ("needs", "pending", "decision", "tied")


def _foremost(causes: Causes) -> list[Cause]:
    """What is most urgent among the things that are open about somebody, the first few of it; one decision ends all."""
    kind = next((kind for kind in _URGENT if any(cause.kind == kind for cause in causes)), "")
    return sorted((cause for cause in causes if cause.kind == kind), key=lambda cause: cause.name)[
        : _NAMED if kind != "decision" else 1
    ]


def _refusal(contest: Contest, refusal: Refusal) -> tuple[str, Text]:
    names = ", ".join(refusal.decision.members)
    return names or " / ".join(dict.fromkeys(quota.id for quota in contest.quotas)), refusal.reason
