"""What was entered, as the walker sees it: values, lists, ballots, periods."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..rules import (
    UNKNOWN,
    Absent,
    Date,
    Events,
    Finding,
    Input,
    Periods,
    PeriodStart,
    Ratings,
    RowDate,
    RowsDuring,
    TallyCount,
    TallyShare,
    TallyTotal,
    TallyValue,
    Unknown,
)
from ._intervals import ZERO_TOTAL, compare
from ._values import NO_CAUSES, Cause, Causes, Code, Day, Gone, Num, Truth, Worth, exactly

if TYPE_CHECKING:
    from ._walker import Walker

__all__ = [
    "NOTHING",
    "choice_input",
    "date_input",
    "finding_input",
    "gone",
    "number_input",
    "period_day",
    "row_date",
    "rows_count",
    "rows_during",
    "tally_number",
]


NOTHING = Gone(frozenset({"not-applicable"}))


def _raw(walker: Walker, node: Input) -> Any:
    """The fact at the current position."""
    if isinstance(node.on, Periods):
        values = walker.appraisee.fact(node.key)
        found = values if isinstance(values, Unknown | Absent) else values[walker.at]  # type: ignore[index]
    elif node.on is not None:
        rows: Any = walker.appraisee.fact(node.on.axis_key)
        found = rows[walker.at].get(node.key)
    elif isinstance(node, Ratings):
        rows = walker.appraisee.fact(node.key)
        found = rows[walker.at]
    else:
        found = walker.appraisee.fact(node.key)
    if found is UNKNOWN and (node.optional or (walker.provisional and node.on is not None)):
        return Absent("not-applicable")
    return found


def _needs(walker: Walker, node: Input) -> Causes:
    return frozenset({Cause("needs", walker.place(node.key, node.on))})


def gone(absent: Absent) -> Gone:
    """The worth of an absence."""
    return Gone(frozenset({absent.code}))


def number_input(walker: Walker, node: Any) -> Worth:
    """A mark, count or number of days; unknown ones keep their declared bounds."""
    raw = _raw(walker, node)
    if isinstance(raw, Fraction):
        return Num(raw, raw)
    return gone(raw) if isinstance(raw, Absent) else Num(node.low, node.high, _needs(walker, node))


def date_input(walker: Walker, node: Date) -> Worth:
    """A day."""
    raw = _raw(walker, node)
    if isinstance(raw, Absent):
        return gone(raw)
    return Day(None, _needs(walker, node)) if raw is UNKNOWN else Day(raw)


def choice_input(walker: Walker, node: Any) -> Worth:
    """A code."""
    raw = _raw(walker, node)
    if isinstance(raw, Absent):
        return gone(raw)
    return Code(None, _needs(walker, node)) if raw is UNKNOWN else Code(raw)


def finding_input(walker: Walker, node: Finding) -> Worth:
    """Whether at least one finding counts."""
    count = rows_count(walker, node)
    if isinstance(count, Gone):
        return Truth(frozenset({None}), reasons=count.reasons)
    return compare(">", count, exactly(0))


def rows_count(walker: Walker, node: Finding | Events | Ratings) -> Num | Gone:
    """How many rows count; an open re-check makes it an interval."""
    positions, causes = walker.positions(node)
    if not positions and causes:
        return Num(Fraction(0), None, causes)
    absent = walker.absence(node)
    if absent is not None:
        return absent
    sure = sum(certain for _, certain in positions)
    return Num(Fraction(sure), Fraction(len(positions)), causes)


def rows_during(walker: Walker, node: RowsDuring) -> Worth:
    """How many findings fall into the current period."""
    positions, causes = walker.positions(node.rows)
    if not positions and causes:
        return Num(Fraction(0), None, causes)
    absent = walker.absence(node.rows)
    if absent is not None:
        return absent
    period = walker.evaluation.periods(node.axis.key)[walker.at or 0]
    rows: Any = walker.appraisee.fact(node.rows.key)
    within = [certain for index, certain in positions if period.start <= rows[index].date <= period.end]
    return Num(Fraction(sum(within)), Fraction(len(within)), causes if not all(within) else NO_CAUSES)


def row_date(walker: Walker, node: RowDate) -> Worth:
    """The day of the current row."""
    rows: Any = walker.appraisee.fact(node.rows.key)
    found = rows[walker.at].date
    return Day(found) if found is not None else NOTHING


def period_day(walker: Walker, node: Any) -> Worth:
    """The first or last day of the current period."""
    period = walker.evaluation.periods(node.axis.key)[walker.at or 0]
    return Day(period.start if isinstance(node, PeriodStart) else period.end)


def _tally(walker: Walker, node: Any) -> TallyValue | Gone | Causes:
    raw = _raw(walker, node.tally)
    if isinstance(raw, Absent):
        return gone(raw)
    return _needs(walker, node.tally) if raw is UNKNOWN else raw


def tally_number(walker: Walker, node: Any) -> Worth:
    """A total, count or share of a ballot; a share of nothing is absent."""
    value = _tally(walker, node)
    if isinstance(value, Gone):
        return value
    if isinstance(value, frozenset):
        return Num(Fraction(0), Fraction(1) if isinstance(node, TallyShare) else None, value)
    total = value.total(node.tally.total_is)
    if isinstance(node, TallyTotal):
        return exactly(total)
    if isinstance(node, TallyCount):
        return exactly(value.of(*node.codes))
    return exactly(Fraction(value.of(*node.codes), total)) if total else ZERO_TOTAL
