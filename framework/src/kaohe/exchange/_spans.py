"""Which periods a table may be of: those of the cycle, its half-years, or the cycle itself by its name."""

from __future__ import annotations

from ..engine import Evaluation
from ..errors import FileError
from ..rules import Periods
from ..rules.tools import Period, parse_period
from ..words import Message

__all__ = ["half_years", "known_period", "period_of", "spans_of"]

_NO_PERIOD = Message(
    "K9314", "{period} is none of the periods of the cycle: {known}", "{period} 不是本周期的期次：{known}"
)


def half_years(evaluation: Evaluation) -> tuple[Period, ...]:
    """The half-years in which some period of the cycle lies, in order."""
    days = sorted(one.start for periods in evaluation.cohort.cycle.periods.values() for one in periods)
    names = dict.fromkeys(f"{day.year}H{1 if day.month <= 6 else 2}" for day in days)
    return tuple(parse_period(name, "half") for name in names)


def period_of(evaluation: Evaluation, name: str) -> Period | None:
    """The period or half-year of the cycle that is called so."""
    every = [one for periods in evaluation.cohort.cycle.periods.values() for one in periods]
    return next((one for one in (*every, *half_years(evaluation)) if one.name == name), None)


def known_period(evaluation: Evaluation, name: str) -> str:
    """The period or half-year that is named, "" for the cycle (by no name or its own). Raises FileError for any other."""
    cycle = evaluation.cohort.cycle
    if not name or period_of(evaluation, name) is not None:
        return name
    if name == cycle.id:
        return ""
    named = [one.name for periods in cycle.periods.values() for one in periods]
    known = ", ".join(dict.fromkeys([*named, *(one.name for one in half_years(evaluation)), cycle.id]))
    raise FileError(_NO_PERIOD.format(period=name, known=known))


def spans_of(evaluation: Evaluation, kind: str, period: str) -> tuple[str, ...]:
    """The periods that a kind has a row for in the table of a period: that one, else the kind's that lie within it.

    Without a period it is the cycle, named "".
    """
    if not period:
        return ("",)
    inputs = evaluation.plan(kind).rules.inputs
    axes = dict.fromkeys(given.on.axis_key for given in inputs if isinstance(given.on, Periods))
    mine = [one for axis in axes for one in evaluation.periods(axis)]
    if any(one.name == period for one in mine):
        return (period,)
    whole = period_of(evaluation, period)
    if whole is None:
        return ()
    return tuple(dict.fromkeys(one.name for one in mine if whole.start <= one.start and one.end <= whole.end))
