"""Quotas in evaluation: candidates by merit, places by the allocator, ties and what is missing left open.

Grade by grade the people of a kind come in parts whose places do not hang together (`_lineup`). A part that is one pool
of a plain cap with nothing open in it is drawn by its line alone (`_line`); any other goes through the completions of
what is open and the allocator (`_round`). A part that an earlier evaluation has placed stays as it was where nobody in
it was touched since.
"""

from __future__ import annotations

from collections.abc import Collection

from attrs import define, evolve, field

from ...rules import Quota
from .._cohort import GradeDecision
from .._grade import grade_rules
from .._judged import Judges
from ._across import guard_across
from ._allocating import Allocating
from ._completions import completed
from ._groups import Forest, sorted_quotas
from ._line import PlainCap
from ._lineup import Lineup, Part
from ._placed import Piece, Placed, settled
from ._round import Round
from ._seats import Contest, Seat, Span
from ._sizes import Sizes

__all__ = ["Before", "place"]


@define
class Before:
    """What an earlier evaluation placed, and who was touched since: changed, linked to a change, or placed anew."""

    placed: Placed
    touched: set[str] = field(converter=set)


def place(evaluation: Judges, kind: str, span: Span, before: Before | None = None) -> Placed:
    """Allocate every quota of `kind`, best grade first, for the cycle or in one period.

    Raises AllocationError where the pools of one grade form no tree.
    """
    placed = Placed({})
    rules = evaluation.plan(kind).rules
    found = _quotas_of(evaluation, kind, span)
    if not found:
        return placed
    quotas = [rule for rule in found if not rule.across]
    grades = rules.kind.grades
    period = grade_rules(rules, span.axis) if span.axis else None
    contest = Contest(evaluation, kind, grades[0], 0, quotas, placed, span, period)
    if len(quotas) < len(found):
        before = None  # a guarantee across pools may touch anybody
    placed.possible = {name: settled(row[0]) for name, row in contest.rows.items()}
    for person in evaluation.cohort.appraisees.values():
        if (
            person.kind == kind
            and person.id not in placed.possible
            and (period is None or contest.is_graded(person.id))
        ):
            placed.possible[person.id] = contest.merit(person.id)
    for index, grade in enumerate(grades):
        mine = [rule for rule in quotas if rule.grade == grade or (rule.or_better and rule.grade in grades[index:])]
        if mine:
            here = evolve(contest, grade=grade, index=index, quotas=sorted_quotas(mine), earlier=tuple(placed.ties))
            _Stage(here, before).give()
            for rule in (rule for rule in found if rule.across and rule.grade == grade):
                guard_across(here, rule)
    for said in placed.verdicts.values():
        # A decision on places of several grades is about one of them: it holds as soon as one takes it.
        placed.refused += [one for one in said[-1:] if one is not None and None not in said]
    return placed


def _quotas_of(evaluation: Judges, kind: str, span: Span) -> list[Quota]:
    """The quotas of the cycle; or those of one period, each named after it."""
    found = [rule for rule in evaluation.plan(kind).rules.rules(Quota) if isinstance(rule, Quota)]
    if span.at is None:
        return [rule for rule in found if rule.each is None]
    name = evaluation.periods(span.axis)[span.at].name
    mine = [rule for rule in found if rule.each is not None and rule.each.key == span.axis]
    return [
        evolve(rule, id=f"{rule.id}[{name}]", within=f"{rule.within}[{name}]" if rule.within else "") for rule in mine
    ]


@define
class _Stage:
    """The places of one grade."""

    contest: Contest
    before: Before | None

    def give(self) -> None:
        """Give them out part by part, and gather what came of it."""
        placed, contest = self.contest.placed, self.contest
        ours = {quota.id for quota in contest.quotas}
        decisions = contest.evaluation.cohort.decisions
        self.contest = contest = evolve(
            contest,
            decisions=[one for one in decisions if not isinstance(one, GradeDecision) and one.quota in ours],
        )
        placed.standings.append({})
        lineup = Lineup(contest, PlainCap.of(contest), self._kept())
        placed.seats.append(lineup.walked)
        for part in lineup.parts():
            self._absorb(self._piece(lineup, part))
        self._sort()

    def _kept(self) -> dict[str, Seat | None]:
        """The seats of those who were not touched since."""
        if self.before is None:
            return {}
        found = dict(self.before.placed.seats[len(self.contest.placed.seats)])
        for name in self.before.touched & found.keys():
            del found[name]
        return found

    def _piece(self, lineup: Lineup, part: Part) -> Piece:
        members, decisions = part.members, tuple(part.decisions)
        if self.before is not None:
            known = self.before.placed.pieces.get((self.contest.index, members[:1]))
            same = known is not None and (known.members, known.decisions) == (members, decisions)
            if known is not None and same and self.before.touched.isdisjoint(members):
                return known
            self.before.touched.update(members)
        before = self.contest.placed.possible
        placed = Placed({name: before[name] for name in members}, standings=[{}])
        _place(evolve(self.contest, placed=placed, decisions=decisions), lineup, part)
        return Piece(members, decisions, placed)

    def _absorb(self, piece: Piece) -> None:
        placed, found = self.contest.placed, piece.placed
        placed.possible.update(found.possible)
        placed.standings[-1].update(found.standings[-1])
        placed.pools += found.pools
        placed.inner += found.inner
        placed.ties += found.ties
        placed.shortfalls += found.shortfalls
        placed.refused += found.refused
        placed.clashes += found.clashes
        for key, said in found.verdicts.items():
            placed.verdicts[key] += said
        placed.pieces[self.contest.index, piece.members[:1]] = piece

    def _sort(self) -> None:
        """Pools in the order of the quotas and of their keys, ties by their members, as if placed in one."""
        order = {quota.id: place for place, quota in enumerate(self.contest.quotas)}
        placed, grade = self.contest.placed, self.contest.grade
        for pools in (placed.pools, placed.inner):
            pools.sort(key=lambda pool: (0, 0, "") if pool.stage != grade else (1, order[pool.quota], pool.group))
        placed.ties.sort(key=lambda tie: (tie.grade == grade, tie.members if tie.grade == grade else ()))


def _place(contest: Contest, lineup: Lineup, part: Part) -> None:
    """Work out what one part comes to."""
    settled_seats = not any(seat.id in lineup.causes for seat in part.seats)
    if lineup.cap is not None and settled_seats and len(part.pools) <= 1 and not part.decisions:
        spots = {seat.where.spots[0].keys for seat in part.seats if seat.where.spots}
        codes: Collection[object] = part.pools or spots
        if not codes:
            return
        (only,) = part.pools or spots
        lineup.cap.draw(only, part.pools.get(only, []), part.seats, contest.placed)
        return
    found = lineup.seated(part)
    seats = {seat.id: seat for seat in found}
    waiting = {name: causes for name, causes in lineup.causes.items() if name in seats}
    forest = Forest.of(contest.quotas, {seat.id: seat.where for seat in found})
    sizes = Sizes(contest, forest, seats)
    results, left = completed(contest, seats, waiting, sizes, Allocating(contest))
    for seat in found:
        seat.within = forest.within(seat.where.groups) if seat.grouped else seat.where.groups
    Round(contest, forest, sizes, seats, waiting, results, left).run()
