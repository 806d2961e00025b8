"""The published days off and make-up working days of a cycle, where the extra `kaohe[holidays]` is installed.

They are proposed in an empty case and from then on the office's own: an evaluation reads the case, never a calendar.
"""

from __future__ import annotations

import datetime as dt
import importlib
from types import ModuleType

from attrs import frozen

__all__ = ["PublicDays", "public_days"]

_COUNTRY = "CN"
_SATURDAY = 5


@frozen
class PublicDays:
    """Days off on weekdays, weekends that people work, and the years whose arrangement is not in the calendar yet."""

    holidays: tuple[dt.date, ...] = ()
    workdays: tuple[dt.date, ...] = ()
    missing: tuple[int, ...] = ()


def public_days(start: dt.date, end: dt.date) -> PublicDays:
    """The days from `start` to `end` as the State Council arranged them; nothing, all years missing, without the extra.

    A year without make-up days has not been arranged when the calendar was made: its days would be estimates.
    """
    years, calendar = range(start.year, end.year + 1), _calendar()
    if calendar is None:
        return PublicDays(missing=tuple(years))
    holidays: list[dt.date] = []
    workdays: list[dt.date] = []
    missing: list[int] = []
    for year in years:
        off = calendar.country_holidays(_COUNTRY, years=[year])
        worked = {day for day in off.weekend_workdays if day.year == year}
        if not worked:
            missing.append(year)
            continue
        holidays += [day for day in off if day.year == year and day.weekday() < _SATURDAY and start <= day <= end]
        workdays += [day for day in worked if start <= day <= end]
    return PublicDays(tuple(sorted(holidays)), tuple(sorted(workdays)), tuple(missing))


def _calendar() -> ModuleType | None:
    try:
        return importlib.import_module("holidays")
    except ImportError:
        return None
