"""Days of an entry, alone and in a row, within the span that they belong to."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ...errors import CaseError
from ...words import Message, Text, echo
from ..nodes import Span
from ._parse import parse_day
from ._shape import typed
from ._supplied import Supplied

__all__ = ["date_of", "outside", "row_day"]


def date_of(given: Any, raw: object, supplied: Supplied) -> dt.date:
    """The day of a date, within its span where it has one. Raises CaseError."""
    found = _day(raw)
    beyond = None if given.dated is None else _beyond(given.dated, found, supplied)
    if beyond is not None:
        text = Message(
            "K1034",
            "{day} is outside {start} to {end} ({span}); correct the day",
            "{day} 不在 {start} 至 {end} 之内（{span}）；请更正日期",
        )
        raise CaseError(text.format(day=found, start=beyond[0], end=beyond[1], span=given.dated.text()))
    return found


def row_day(span: Span, raw: object, supplied: Supplied, place: int) -> dt.date:
    """The day of a row. Raises CaseError where it lies outside the span, as far as the record does not narrow it."""
    found = _day(raw)
    beyond = _beyond(span, found, supplied)
    if beyond is not None:
        raise outside(place, found, *beyond, span.text())
    return found


def outside(place: int, day: dt.date, start: dt.date, end: dt.date, span: Text) -> CaseError:
    """The refusal of a row's day outside its span."""
    text = Message(
        "K1041",
        "row {place}: {day} is outside {start} to {end} ({span}); correct the day, or enter it in the cycle that it "
        "belongs to",
        "第{place}行：{day} 不在 {start} 至 {end} 之内（{span}）；请更正日期，或录入其所属周期",
    )
    return CaseError(text.format(place=place, day=day, start=start, end=end, span=span))


def _beyond(span: Span, day: dt.date, supplied: Supplied) -> tuple[dt.date, dt.date] | None:
    """The first and last day of a span that `day` lies outside of; None where it lies within, or no cycle says."""
    if supplied.days is None:
        return None
    start, end = span.edges(supplied.days)
    return None if start <= day <= end else (start, end)


def _day(raw: object) -> dt.date:
    if isinstance(raw, dt.date) and not isinstance(raw, dt.datetime):
        return raw
    if typed(raw):
        return parse_day(raw)
    raise CaseError(
        Message(
            "K1035", "{value} is not a day; write it like 2018-11-01", "{value} 不是日期；写法如 2018-11-01"
        ).format(value=echo(raw))
    )
