"""Who competes for a grade: merit, rank and groups of each appraisee, and what is missing of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from attrs import define, field, frozen

from ...rules import Quota, Rank
from .._cohort import OnPlaces
from .._columns import CYCLE, Columns, RankColumn, Span, Verdict
from .._grade import GradeRules, grade_of
from .._judged import Judges
from ..walk import NO_CAUSES, Asked, Cause, Causes, Gone, Keys, Num, Standpoint, Truth
from ._crowd import Crowd
from ._groups import Where, standing_in, where_of
from ._placed import Placed, Places, Tie, settled

__all__ = ["CYCLE", "Contest", "Key", "Seat", "Span", "key_range", "keys_of", "may_compete", "ready_key", "seat_of"]

Key = tuple[Fraction, ...]
_Stood = tuple[int, Keys, bool]  # the place of a quota, the codes of the pool, whether they count in it


@frozen
class Contest:
    """One grade of one kind, with its quotas from the outermost in, and what is placed so far.

    `rows` is what the compiled form says of those whom it grades, by id, and `columns` where it says what; `ungraded` are
    those of whom it says that they have no grade here. `decisions` are those on record about these places, `earlier` the
    ties for better grades. The `crowd` is nobody's seat, but counts.
    """

    evaluation: Judges
    kind: str
    grade: str
    index: int
    quotas: Sequence[Quota]
    placed: Placed
    span: Span = CYCLE
    period: GradeRules | None = None
    rows: Mapping[str, Verdict] = field(factory=dict)
    columns: Columns | None = None
    ungraded: Collection[str] = ()
    decisions: Sequence[OnPlaces] = ()
    earlier: Sequence[Tie] = ()
    crowd: Crowd = field(factory=Crowd)

    @cached_property
    def ranks(self) -> tuple[Rank, ...]:
        """The rank key: that of the first quota of this very grade that has one, else of the first that has one."""
        quotas = sorted(self.quotas, key=lambda quota: quota.grade != self.grade)
        return next((quota.rank for quota in quotas if quota.rank), ())

    @cached_property
    def _wheres(self) -> dict[tuple[_Stood, ...], Where]:
        return {}

    def where(self, found: tuple[_Stood, ...]) -> Where:
        """Where somebody stands of whom that is known; all who stand there share it."""
        if found not in self._wheres:
            self._wheres[found] = standing_in(self.quotas, found)
        return self._wheres[found]

    @cached_property
    def rank_columns(self) -> tuple[RankColumn, ...]:
        """Where the rows say the parts of the rank key."""
        return () if self.columns is None else tuple(self.columns.ranks[rank] for rank in self.ranks)

    @property
    def mixed(self) -> bool:
        """Whether some places are those of better grades too."""
        return any(quota.or_better for quota in self.quotas)

    def lower(self, where: Where) -> int | None:
        """The grade of those of these groups who get no place, None where no quota says."""
        return self.fall(self.quotas[spot.quota] for spot in where.spots)

    def fall(self, quotas: Iterable[Quota]) -> int | None:
        """The grade that the first of these quotas names; where all are of worse grades too, the next grade down."""
        grades, named = self.evaluation.plan(self.kind).rules.kind.grades, [one for one in quotas if one.otherwise]
        own = next((one for one in named if one.grade == self.grade), None)
        return grades.index(own.otherwise) if own is not None else self.index + 1 if named else None

    def possible(self, name: str) -> Places:
        """The grades still possible for somebody, as far as placed."""
        return self.placed.possible[name][0]

    def walker(self, name: str) -> Standpoint:
        """Who evaluates expressions for somebody, in the period that the grades are of."""
        return self.evaluation.walker(name, at=self.span.at)

    def merit(self, name: str) -> tuple[Places, Causes]:
        """The grades possible for somebody before any quota."""
        row = self.rows.get(name)
        if row is not None:
            return settled(row[0])
        if self.period is None:
            return self.evaluation.merit(self.evaluation.judged(name))
        graded = grade_of(self.walker(name), self.period)
        return graded.possible, graded.causes

    def is_graded(self, name: str) -> bool:
        """Whether somebody is appraised at all, and has a score in the period."""
        if name in self.rows or name in self.ungraded:
            return name in self.rows
        if self.evaluation.judged(name).refused is not None:
            return False
        bands = None if self.period is None else self.period.bands
        return bands is None or not isinstance(self.walker(name).worth(bands.of), Gone)

    def holds_better(self, name: str, where: Where) -> bool:
        """Whether somebody holds a better grade for certain that counts in some of these groups."""
        return max(self.possible(name), default=self.index) < self.index and bool(where.or_better(self.quotas))

    def may_hold_better(self, name: str, where: Where) -> bool:
        """Whether it is open if somebody holds a better grade that counts here."""
        better = [place < self.index for place in self.possible(name)]
        return any(better) and not all(better) and bool(where.or_better(self.quotas))


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
    row = contest.rows.get(name)
    if row is not None:
        return ready_seat(contest, name, row)
    if not contest.is_graded(name):
        return None
    judged = contest.evaluation.judged(name)
    asked = Asked(contest.walker(name))
    where = where_of(contest.quotas, asked)
    grouped = asked.causes
    doubts = judged.eligible or NO_CAUSES, grouped
    if contest.index not in contest.possible(name):
        return Seat(name, where, False, (), (), *doubts, NO_CAUSES)
    eligible = may_compete(contest.quotas, where, asked)
    low, high, ranked = key_range(contest, name)
    return Seat(name, where, eligible, low, high, *doubts, asked.causes | ranked)


def ready_seat(contest: Contest, name: str, row: Verdict) -> Seat:
    """The seat of somebody whom the compiled form grades: nothing of their own is open."""
    columns = contest.columns
    assert columns is not None  # noqa: S101  # there are rows only with their columns
    found: list[_Stood] = []
    eligible = True
    for place, quota in enumerate(contest.quotas):
        spot = columns.spots[quota.id]
        codes = row[spot.group]
        if codes is not None:
            found.append((place, keys_of(codes), spot.counts is None or bool(row[spot.counts])))
            eligible = eligible and (spot.eligible is None or bool(row[spot.eligible]))
    where = contest.where(tuple(found))
    if contest.index not in contest.possible(name):
        return Seat(name, where, False, (), (), NO_CAUSES, NO_CAUSES, NO_CAUSES)
    key = ready_key(contest.rank_columns, row)
    return Seat(name, where, eligible, key, key, NO_CAUSES, NO_CAUSES, NO_CAUSES)


def keys_of(codes: str | Keys) -> Keys:
    """The keys of a pool as a row has them: one code, or several."""
    return (codes,) if isinstance(codes, str) else codes


def ready_key(parts: Sequence[RankColumn], row: Verdict) -> Key:
    """The rank key of a row, as exact numbers."""
    return tuple(
        Fraction(row[one.top], one.static if one.bottom is None else one.static * row[one.bottom]) for one in parts
    )


def may_compete(quotas: Sequence[Quota], where: Where, asked: Asked) -> bool:
    """Whether somebody may hold a place in every group in which they stand."""
    met = [asked.holds(quotas[spot.quota].eligible) for spot in where.spots if quotas[spot.quota].floor_share is None]
    return all(met)


# Beyond every number that a rank key can hold: scores and counts are declared with limits far within.
_END = Fraction(10**30)


def key_range(contest: Contest, name: str) -> tuple[Key, Key, Causes]:
    """The lowest and the highest rank key that somebody may have, and why it is not settled.

    Who has no rank for want of a value, but a recorded decision for the grade, comes before all who have one.
    """
    low: list[Fraction] = []
    high: list[Fraction] = []
    causes: Causes = NO_CAUSES
    for rank in contest.ranks:
        one, other, more = _part(contest.walker(name), rank)
        ends = sorted((one, other) if rank.bigger_is_better else (-one, -other))
        low.append(ends[0])
        high.append(ends[1])
        causes |= more
    if causes and all(cause.kind == "decision" for cause in causes) and contest.span.at is None:
        decision = contest.evaluation.decided(contest.evaluation.judged(name))
        if decision is not None and decision.grade == contest.grade:
            first = (_END + 1,) * len(low)
            return first, first, NO_CAUSES
    return tuple(low), tuple(high), causes


def _part(walker: Standpoint, rank: Rank) -> tuple[Fraction, Fraction, Causes]:
    found = walker.worth(rank.by)
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
