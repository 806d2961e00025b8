"""Periods of a cycle: months, quarters, halves and years, by name."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from attrs import frozen

from ..errors import CaseError
from ..words import Message, Text

__all__ = ["UNITS", "Period", "add_months", "parse_period"]

_FORMS = {
    "month": re.compile(r"(?P<year>\d{4})-(?P<part>0[1-9]|1[0-2])", re.ASCII),
    "quarter": re.compile(r"(?P<year>\d{4})Q(?P<part>[1-4])", re.ASCII),
    "half": re.compile(r"(?P<year>\d{4})H(?P<part>[12])", re.ASCII),
    "year": re.compile(r"(?P<year>\d{4})(?P<part>)", re.ASCII),
}
UNITS = tuple(_FORMS)
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_EXAMPLES = {"month": "2018-11", "quarter": "2018Q4", "half": "2018H2", "year": "2018"}


@frozen
class Period:
    """One named period with its first and last day, both included."""

    name: str
    start: dt.date
    end: dt.date


def parse_period(name: str, unit: str) -> Period:
    """The period called `name`; `unit` is "month", "quarter", "half" or "year".

    Raises CaseError for a name of another form ("2018Q5", "Nov 2018").
    """
    found = _FORMS[unit].fullmatch(name)
    if found is None or not 1900 <= int(found["year"]) <= 2999:
        raise CaseError(
            Message(
                "K1074", '"{name}" is not a {unit}; write it like {example}', "“{name}”不是{unit}；请写成 {example}"
            ).format(name=name, unit=_NAMES[unit], example=_EXAMPLES[unit])
        )
    months = _MONTHS[unit]
    start = dt.date(int(found["year"]), (int(found["part"] or 1) - 1) * months + 1, 1)
    return Period(name, start, add_months(start, months) - dt.timedelta(days=1))


_NAMES = {
    "month": Text("month", "月份"),
    "quarter": Text("quarter", "季度"),
    "half": Text("half", "半年"),
    "year": Text("year", "年度"),
}


def add_months(day: dt.date, months: int) -> dt.date:
    """`day` plus calendar months; a missing day becomes the month's last (30 Nov + 3 = end of February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
