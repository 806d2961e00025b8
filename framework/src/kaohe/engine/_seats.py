"""Who competes for a grade: merit, rank and groups of each appraisee, and what is missing of them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import define, frozen

from ..rules import Quota, Rank
from ._groups import Asked, Where, where_of
from ._placed import Placed, Places
from ._values import NO_CAUSES, Cause, Causes, Num, Truth

if TYPE_CHECKING:
    from ._evaluation import Evaluation

__all__ = ["Contest", "Key", "Seat", "key_range", "may_compete", "seat_of"]

Key = tuple[Fraction, ...]


@frozen
class Contest:
    """One grade of one kind, with its quotas from the outermost in, and what is placed so far."""

    evaluation: Evaluation
    kind: str
    grade: str
    index: int
    quotas: Sequence[Quota]
    placed: Placed

    @property
    def ranks(self) -> tuple[Rank, ...]:
        """The rank key: that of the first quota that has one."""
        return next((quota.rank for quota in self.quotas if quota.rank), ())

    def lower(self, where: Where) -> int | None:
        """The grade of those of these groups who get no place, None where no quota says."""
        falls = [self.quotas[spot.quota].otherwise for spot in where.spots]
        return self.fall(falls)

    def fall(self, falls: Sequence[str]) -> int | None:
        """The place of the first grade named."""
        grades = self.evaluation.plan(self.kind).rules.kind.grades
        return next((grades.index(grade) for grade in falls if grade), None)

    def possible(self, name: str) -> Places:
        """The grades still possible for somebody, as far as placed."""
        return self.placed.possible[name][0]


@define
class Seat:
    """One appraisee: where they stand, whether they may hold a place, their rank, and why any of it is open.

    `appraised` and `grouped` say why it is open whether they count, and in which groups; `causes` why their place
    is open apart from their merit.
    """

    id: str
    where: Where
    eligible: bool
    low: Key
    high: Key
    appraised: Causes
    grouped: Causes
    causes: Causes
    within: Sequence[str] = ()

    @property
    def doubts(self) -> Causes:
        """Why it is open in whose headcount they are."""
        return self.appraised | self.grouped


def seat_of(contest: Contest, name: str) -> Seat | None:
    """The seat of somebody, None where they are not appraised."""
    evaluation = contest.evaluation
    judged = evaluation.judged(name)
    if judged.refused is not None:
        return None
    asked = Asked(evaluation.walker(name))
    where = where_of(contest.quotas, asked)
    grouped = asked.causes
    if contest.index not in contest.possible(name):
        return Seat(name, where, False, (), (), judged.eligible or NO_CAUSES, grouped, NO_CAUSES)
    eligible = may_compete(contest.quotas, where, asked)
    low, high, ranked = key_range(contest, evaluation, name)
    return Seat(name, where, eligible, low, high, judged.eligible or NO_CAUSES, grouped, asked.causes | ranked)


def may_compete(quotas: Sequence[Quota], where: Where, asked: Asked) -> bool:
    """Whether somebody may hold a place in every group in which they stand."""
    met = [asked.holds(quotas[spot.quota].eligible) for spot in where.spots if quotas[spot.quota].floor_share is None]
    return all(met)


# Beyond every number that a rank key can hold: scores and counts are declared with limits far within.
_END = Fraction(10**30)


def key_range(contest: Contest, evaluation: Evaluation, name: str) -> tuple[Key, Key, Causes]:
    """The lowest and the highest rank key that somebody may have, and why it is not settled.

    Who has no rank for want of a value, but a recorded decision for the grade, comes before all who have one.
    """
    low: list[Fraction] = []
    high: list[Fraction] = []
    causes: Causes = NO_CAUSES
    for rank in contest.ranks:
        one, other, more = _part(evaluation, name, rank)
        ends = sorted((one, other) if rank.bigger_is_better else (-one, -other))
        low.append(ends[0])
        high.append(ends[1])
        causes |= more
    if causes and all(cause.kind == "decision" for cause in causes):
        decision = evaluation.decided(evaluation.judged(name))
        if decision is not None and decision.grade == contest.grade:
            first = (_END + 1,) * len(low)
            return first, first, NO_CAUSES
    return tuple(low), tuple(high), causes


def _part(evaluation: Evaluation, name: str, rank: Rank) -> tuple[Fraction, Fraction, Causes]:
    found = evaluation.walker(name).worth(rank.by)
    if isinstance(found, Num):
        if found.value is not None:
            return found.value, found.value, NO_CAUSES
        low = -_END if found.low is None else found.low
        return low, _END if found.high is None else found.high, found.causes
    if isinstance(found, Truth) and not found.may(None):
        values = sorted(Fraction(option is True) for option in found.options)
        return values[0], values[-1], NO_CAUSES if found.settled else found.causes
    causes: Causes = getattr(found, "causes", NO_CAUSES)
    return -_END, _END, causes or frozenset({Cause("decision", "no-rank")})
