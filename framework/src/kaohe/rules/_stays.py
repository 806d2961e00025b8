"""When somebody was posted: from one day to another, or in several spans where a list holds them, with gaps between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from attrs import frozen

from ..errors import CaseError
from ..words import Message
from ._values import Absent, EventRow, Unknown
from .nodes import Date, Events, Periods

__all__ = ["Stay", "Stays", "overlaps", "stays_on"]

Stay = tuple[dt.date | None, dt.date | None]

_BACKWARDS = Message(
    "K1220",
    "row {place}: {until} {last} lies before {since} {first}; correct one of the two days",
    "第{place}行：{until} {last} 早于{since} {first}；请更正其中一个日期",
)
_TWICE = Message(
    "K1221",
    "rows {one} and {two} of {list} overlap, and nobody is posted twice at a time; correct their days",
    "{list}第{one}行与第{two}行时间重叠，同一时间只能有一段；请更正日期",
)


@frozen
class Stays:
    """The list that holds the spans of somebody's posting, with the columns for their first and last days."""

    rows: Events
    since: Date | None
    until: Date | None

    def stay(self, row: EventRow) -> Stay:
        """The first and last day of one span, None for an end that is not entered."""
        return _day(row, self.since), _day(row, self.until)

    def faults(self, facts: Mapping[str, Any]) -> Iterator[tuple[str, CaseError]]:
        """A span that ends before it begins, and two that overlap."""
        found = facts.get(self.rows.key)
        rows: Sequence[EventRow] = found if isinstance(found, tuple) else ()
        stays = [(self.stay(row), place) for place, row in enumerate(rows, 1)]
        for (first, last), place in stays:
            if first is not None and last is not None and last < first:
                since, until = (day.label if day is not None else "" for day in (self.since, self.until))
                text = _BACKWARDS.format(place=place, since=since, until=until, first=first, last=last)
                yield self.rows.key, CaseError(text)
                return
        for (one, before), (two, after) in pairwise(sorted(stays, key=lambda stay: stay[0][0] or dt.date.min)):
            if one[1] is None or two[0] is None or two[0] <= one[1]:
                low, high = sorted((before, after))
                yield self.rows.key, CaseError(_TWICE.format(one=low, two=high, list=self.rows.label))


def stays_on(axis: Periods) -> Stays | None:
    """The list that says which periods of `axis` are due, None where two days of the record do, or nothing does."""
    rows = next((day.on for day in (axis.posted_from, axis.posted_to) if day is not None), None)
    return Stays(rows, axis.posted_from, axis.posted_to) if isinstance(rows, Events) else None


def overlaps(stays: Stays, facts: Mapping[str, Any], start: dt.date, end: dt.date) -> bool | None:
    """Whether any span reaches into the days from `start` to `end`; None where the list is not entered yet."""
    found = facts.get(stays.rows.key)
    if found is None or isinstance(found, Unknown):
        return True if stays.rows.optional else None
    if isinstance(found, Absent):
        return False
    ends = [stays.stay(row) for row in found]
    return any((first or start) <= end and (last or end) >= start for first, last in ends)


def _day(row: EventRow, column: Date | None) -> dt.date | None:
    value = None if column is None else row.get(column.key)
    return value if isinstance(value, dt.date) else None
