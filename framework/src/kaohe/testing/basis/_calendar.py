"""The days of the made-up cycle that a scheme is checked in: one that its document is for."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from attrs import field, frozen

from ...rules import Count, Cycles, Days, Score, Window
from ...rules.tools import CycleDays, Period, Ruleset, add_months, parse_period

__all__ = ["USUAL", "Calendar", "calendar_of"]

_KEPT = {"month": 4, "quarter": 3, "half": 2, "year": 2}


@frozen
class Calendar:
    """A cycle: its first and last day, how long its appraisal runs on, and how many months a cycle has."""

    start: dt.date
    end: dt.date
    window: Window = field(factory=Window)
    months: int = 12

    @property
    def days(self) -> CycleDays:
        """The days as the checks of facts need them."""
        return CycleDays(self.start, self.end, self.window.end(self.end), self.months)

    @property
    def length(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    def highest(self, given: Score | Count | Days) -> Fraction:
        """The largest legal value of an input: days of the cycle are no more than it has."""
        if isinstance(given, Days) and not given.beyond:
            return min(given.high, Fraction(self.length))
        return given.high

    def day(self, after: int) -> str:
        """The day so many days after the first, but not after the last."""
        return min(self.start + dt.timedelta(days=after), self.end).isoformat()

    @property
    def off_and_on(self) -> dict[str, list[str]]:
        """A holiday on a weekday and a make-up day on a weekend soon after the first days: both kinds there are."""
        after = [self.start + dt.timedelta(days=more) for more in range(16, 30)]
        off = next(day for day in after if day.weekday() == _FRIDAY)
        return {"holidays": [off.isoformat()], "workdays": [(off + dt.timedelta(days=1)).isoformat()]}

    def edges(self, unit: str) -> list[dt.date]:
        """The first and last days of the first few periods with those beside them, and one in the middle of each."""
        found = set()
        for period in (parse_period(name, unit) for name in self.periods(unit)):
            near = {period.start, period.start + dt.timedelta(days=14), period.end}
            found |= {day + dt.timedelta(days=more) for day in near for more in (-1, 0, 1)}
        return sorted(day for day in found if self.start <= day < self.end)

    def periods(self, unit: str) -> list[str]:
        """The first few periods that overlap the cycle, by name: enough for means, few enough to be quick."""
        found: list[str] = []
        day = self.start
        while day <= self.end and len(found) < _KEPT[unit]:
            period = _period_at(day, unit)
            found.append(period.name)
            day = period.end + dt.timedelta(days=1)
        return found


_FRIDAY = 4
USUAL = Calendar(dt.date(2018, 11, 1), dt.date(2019, 10, 31))


def _period_at(day: dt.date, unit: str) -> Period:
    names = {
        "month": f"{day.year}-{day.month:02d}",
        "quarter": f"{day.year}Q{(day.month + 2) // 3}",
        "half": f"{day.year}H{(day.month + 5) // 6}",
        "year": f"{day.year}",
    }
    return parse_period(names[unit], unit)


def calendar_of(ruleset: Ruleset) -> Calendar:
    """The usual cycle from November to October where the scheme's document is for it, else the first or last that it is for."""
    cycles = ruleset.scheme.cycles or Cycles()
    start, end = _days(cycles)
    return Calendar(start, end, ruleset.scheme.window, cycles.months)


def _days(cycles: Cycles) -> tuple[dt.date, dt.date]:
    start, end = USUAL.start, add_months(USUAL.start, cycles.months) - dt.timedelta(days=1)
    if cycles.admit(start, end):
        return start, end
    return cycles.proposed()
