"""The days of one cycle, and which days people work: weekends are off, save what the office's own lists say."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

__all__ = ["Calendar"]

_DAY = dt.timedelta(days=1)
_SATURDAY = 5


@frozen
class Calendar:
    """A cycle's first and last day, its `holidays` on weekdays and its make-up `workdays` on weekends."""

    start: dt.date
    end: dt.date
    holidays: frozenset[dt.date] = frozenset()
    workdays: frozenset[dt.date] = frozenset()

    def works(self, day: dt.date) -> bool:
        """Whether `day` is a working day."""
        return day in self.workdays or (day.weekday() < _SATURDAY and day not in self.holidays)

    def shifted(self, day: dt.date, number: int) -> dt.date:
        """The working day that is the `number`-th after `day` (before it, where negative); `day` itself for 0."""
        step = _DAY if number > 0 else -_DAY
        for _ in range(abs(number)):
            day += step
            while not self.works(day):
                day += step
        return day

    def between(self, start: dt.date, end: dt.date) -> int:
        """The working days after `start` up to `end`, `end` included; those before it, negative, where it lies earlier."""
        sign, step = (1, _DAY) if end >= start else (-1, -_DAY)
        found, day = 0, start
        while day != end:
            day += step
            found += self.works(day)
        return sign * found
