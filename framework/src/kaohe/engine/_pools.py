"""Quotas in evaluation: candidates by merit, places by the allocator, ties and what is missing left open."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import define, evolve, field

from ..rules import Quota
from ._across import guard_across
from ._cohort import Decisions, ExcessDecision, TieDecision
from ._completions import Competitor, Found, completed
from ._grade import grade_rules
from ._groups import Forest, Made, Where, sorted_quotas
from ._placed import Placed, Placement, Places, Pool, Tie
from ._refusals import concerns, refuse
from ._seats import Contest, Seat, Span, seat_of
from ._sizes import Sizes
from ._values import NO_CAUSES, Cause, Causes
from ._waits import Doubts, crossed, doubts_of, waited_for
from .quota import Allocation, Candidate, Decision, Excess, Group, Meter, Problem, Status, allocate

if TYPE_CHECKING:
    from ._evaluation import Evaluation

__all__ = ["place"]


def place(evaluation: Evaluation, kind: str, span: Span) -> Placed:
    """Allocate every quota of `kind`, best grade first, for the cycle or in one period."""
    placed = Placed({})
    rules = evaluation.plan(kind).rules
    found = _quotas_of(evaluation, kind, span)
    if not found:
        return placed
    quotas = [rule for rule in found if not rule.across]
    grades = rules.kind.grades
    period = grade_rules(rules, span.axis) if span.axis else None
    contest = Contest(evaluation, kind, grades[0], 0, quotas, placed, span, period)
    for person in evaluation.cohort.appraisees.values():
        if person.kind == kind and (period is None or contest.is_graded(person.id)):
            placed.possible[person.id] = contest.merit(person.id)
    for index, grade in enumerate(grades):
        mine = [rule for rule in quotas if rule.grade == grade or (rule.or_better and rule.grade in grades[index:])]
        if mine:
            here = evolve(contest, grade=grade, index=index, quotas=sorted_quotas(mine))
            _place(here)
            for rule in (rule for rule in found if rule.across and rule.grade == grade):
                guard_across(here, rule)
    for said in placed.verdicts.values():
        # A decision on places of several grades is about one of them: it holds as soon as one takes it.
        placed.refused += [one for one in said[-1:] if one is not None and None not in said]
    return placed


def _quotas_of(evaluation: Evaluation, kind: str, span: Span) -> list[Quota]:
    """The quotas of the cycle; or those of one period, each named after it."""
    found = [rule for rule in evaluation.plan(kind).rules.rules(Quota) if isinstance(rule, Quota)]
    if span.at is None:
        return [rule for rule in found if rule.each is None]
    name = evaluation.periods(span.axis)[span.at].name
    mine = [rule for rule in found if rule.each is not None and rule.each.key == span.axis]
    return [
        evolve(rule, id=f"{rule.id}[{name}]", within=f"{rule.within}[{name}]" if rule.within else "") for rule in mine
    ]


def _place(contest: Contest) -> None:
    """Seat everybody, work out what the completions give, allocate among the settled, and write down what came out."""
    found = [seat for name in contest.placed.possible if (seat := seat_of(contest, name)) is not None]
    seats = {seat.id: seat for seat in found}
    causes = {seat.id: _open(contest, seat) for seat in found}
    waiting = {name: one for name, one in causes.items() if one}
    forest = Forest.of(contest.quotas, {seat.id: seat.where for seat in found})
    sizes = Sizes(contest, forest, seats)
    results, left = completed(contest, seats, waiting, sizes, _Allocate(contest))
    for seat in found:
        seat.within = forest.within(seat.where.groups) if seat.grouped else seat.where.groups
    _Round(contest, forest, sizes, seats, waiting, results, left).run()


def _open(contest: Contest, seat: Seat) -> Causes:
    """Why it is open how somebody stands to the grade: as a candidate, in the headcounts, or by a better grade."""
    possible, causes = contest.placed.possible[seat.id]
    if contest.index in possible:
        return seat.doubts | seat.causes | causes
    return seat.doubts | causes if contest.mixed and contest.may_hold_better(seat.id, seat.where) else seat.doubts


@define
class _Allocate:
    """Gives out the places of some groups among some competitors, under the decisions on record."""

    contest: Contest

    def __call__(
        self, made: Mapping[str, Made], rivals: Sequence[Competitor], *, excesses: Sequence[Excess] = ()
    ) -> Allocation:
        return allocate(
            Problem(
                groups=self._groups(made, rivals),
                candidates=[
                    Candidate(rival.id, rival.where.groups[-1], rival.key or (Fraction(),), rival.eligible)
                    for rival in rivals
                    if not rival.held
                ],
                decisions=[found for one in self.contest.evaluation.cohort.decisions if (found := self._tie(one))],
                excesses=excesses,
            )
        )

    def _groups(self, made: Mapping[str, Made], rivals: Sequence[Competitor]) -> list[Group]:
        """The groups, each without the places that better grades hold; a decision may have gone beyond them."""
        held = _held(self.contest, [rival.where for rival in rivals if rival.held])
        found = [one.group for one in made.values()]
        return [
            evolve(one, cap=max(0, one.cap - held[one.id])) if one.id in held and one.cap is not None else one
            for one in found
        ]

    def _tie(self, one: Decisions) -> Decision | None:
        if not isinstance(one, TieDecision) or one.quota not in {quota.id for quota in self.contest.quotas}:
            return None
        if not concerns(self.contest, one.quota, one.members):
            return None
        return Decision(one.members, one.choose, one.reason if one.leave_vacant else None, one.fingerprint or None)


def _held(contest: Contest, wheres: Iterable[Where]) -> Counter[str]:
    """How many places of each group those hold who have a better grade."""
    return Counter(group for where in wheres for group in where.or_better(contest.quotas))


@define
class _Round:
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

    def __attrs_post_init__(self) -> None:
        self.made = self.forest.made(self.sizes)
        reach = [seat for seat in self.seats.values() if self.contest.index in self.contest.possible(seat.id)]
        self.sure = [seat for seat in reach if self._settled(seat)]
        self.open = [seat for seat in reach if not self._settled(seat)]
        mixed = self.seats.values() if self.contest.mixed else ()
        self.holders = [seat for seat in mixed if self.contest.holds_better(seat.id, seat.where)]
        held = _held(self.contest, [seat.where for seat in self.holders])
        self.made = {name: evolve(one, held=held[name]) if name in held else one for name, one in self.made.items()}
        self.doubts = doubts_of(self.forest, self.made, self.seats.values(), self.sure, self.sizes)

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
            [
                *(Competitor(seat.id, seat.where, seat.low, seat.eligible) for seat in seated),
                *(Competitor(seat.id, seat.where, held=True) for seat in self.holders),
            ],
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
            others = waited_for(seat, status, self.forest, self.made, self.sure, coming, self.doubts)
            causes = frozenset(cause for other in others for cause in self._others(seat, other))
            if status is not Status.INELIGIBLE:
                causes |= _seen_by(seat, crossed(seat, self.forest, self.made, self.doubts))
        quota = self._quota(seat)
        lower = self.contest.lower(seat.where)
        assert lower is not None  # noqa: S101  # lint asks for what those beyond the places get
        self.contest.placed.possible[seat.id] = _after(self.contest.index, lower, status, causes, quota.id)
        self.contest.placed.placements[seat.id].append(self._placement(seat, quota, status, answer))

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
                placed.possible[seat.id] = grades, NO_CAUSES
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
        causes = frozenset(cause for other in others for cause in self._others(seat, other))
        sizes = frozenset(cause for bundle in found.bundles if bundle.size for cause in bundle.causes)
        return causes | _seen_by(seat, sizes) or own

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

    def _show(self, answer: Allocation) -> None:
        """Pools with their meters, ties, guarantees that were not reached, decisions that were refused."""
        placed = self.contest.placed
        waiting = {name: {seat.id for seat in found} for name, found in self._waits().items()}
        for name in self.doubts.lines:
            waiting[name] = waiting.get(name, set()) | self.doubts.leaving[name] | self.doubts.joining[name]
        for name, made in self.made.items():
            candidates = made.held + sum(name in seat.where.groups for seat in self.sure)
            owners = {cause.of for cause in self.doubts.sizes.get(name, NO_CAUSES)}
            pool = self._pool(made, answer.meters[name], candidates, tuple(sorted(waiting.get(name, set()) | owners)))
            (placed.pools if made.quota.grade == self.contest.grade else placed.inner).append(pool)
            placed.clashes += (
                self.sizes.of(name, made.quota, made.keys, made.base).clash if made.places is not None else ()
            )
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
        named = {seat.id for seat in self.sure if seat.where.spots}
        refuse(self.contest, (*answer.refused, *answer.refused_excesses), named)

    def _provisional(self, name: str) -> bool:
        """Whether somebody in a tie waits for more than the decision on it."""
        return any(cause.kind != "tied" for cause in self.contest.placed.possible[name][1])

    def _pool(self, made: Made, meter: Meter, candidates: int, waiting: tuple[str, ...]) -> Pool:
        return Pool(
            quota=made.quota.id,
            clause=made.quota.clause,
            kind=self.contest.kind,
            grade=made.quota.grade,
            group=made.group.id,
            keys=made.keys,
            base=made.base,
            share=made.share,
            places=made.places,
            floor=meter.floor,
            candidates=candidates,
            used=meter.used + made.held,
            tied=meter.tied,
            left=meter.left,
            over=max(meter.over, made.held + meter.used - (made.most or 0)) if made.held else meter.over,
            soft=made.quota.soft,
            waiting=waiting,
            most=made.most if made.most != made.places else None,
            stage=self.contest.grade,
        )


def _seen_by(seat: Seat, causes: Causes) -> Causes:
    """What is open elsewhere, as somebody waiting for it has it named."""
    return frozenset(cause.seen_from(seat.id, owner=cause.of) for cause in causes)


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
