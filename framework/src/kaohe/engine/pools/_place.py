"""Quotas in evaluation: candidates by merit, places by the allocator, ties and what is missing left open."""

from __future__ import annotations

from attrs import evolve

from ...rules import Quota
from .._grade import grade_rules
from .._judged import Judges
from ..walk import Causes
from ._across import guard_across
from ._allocating import Allocating
from ._completions import completed
from ._groups import Forest, sorted_quotas
from ._placed import Placed
from ._round import Round
from ._seats import Contest, Seat, Span, seat_of
from ._sizes import Sizes

__all__ = ["place"]


def place(evaluation: Judges, kind: str, span: Span) -> Placed:
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


def _place(contest: Contest) -> None:
    """Seat everybody, work out what the completions give, allocate among the settled, and write down what came out."""
    found = [seat for name in contest.placed.possible if (seat := seat_of(contest, name)) is not None]
    seats = {seat.id: seat for seat in found}
    causes = {seat.id: _open(contest, seat) for seat in found}
    waiting = {name: one for name, one in causes.items() if one}
    forest = Forest.of(contest.quotas, {seat.id: seat.where for seat in found})
    sizes = Sizes(contest, forest, seats)
    results, left = completed(contest, seats, waiting, sizes, Allocating(contest))
    for seat in found:
        seat.within = forest.within(seat.where.groups) if seat.grouped else seat.where.groups
    Round(contest, forest, sizes, seats, waiting, results, left).run()


def _open(contest: Contest, seat: Seat) -> Causes:
    """Why it is open how somebody stands to the grade: as a candidate, in the headcounts, or by a better grade."""
    possible, causes = contest.placed.possible[seat.id]
    if contest.index in possible:
        return seat.doubts | seat.causes | causes
    return seat.doubts | causes if contest.mixed and contest.may_hold_better(seat.id, seat.where) else seat.doubts
