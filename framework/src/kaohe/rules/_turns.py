"""Links by date: with whom somebody stood from which day to which, and with whom a period is judged."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from attrs import frozen

from ..errors import CaseError
from ..words import Message, Text
from ._periods import Period
from .facts import parse_day

__all__ = [
    "Linked",
    "Turn",
    "Turns",
    "latest",
    "linked_ids",
    "linked_text",
    "plain_link",
    "raw_ids",
    "relinked",
    "said_turns",
    "transferred",
    "turns_of",
]

_BACKWARDS = Message(
    "K1240",
    "row {place}: it ends on {last}, before it begins on {first}; correct one of the two days",
    "第{place}行：止于 {last}，早于开始的 {first}；请更正其中一个日期",
)
_TWICE = Message(
    "K1241",
    "row {one} ({a}) and row {two} ({b}) overlap, and nobody has two at a time; correct their days",
    "第{one}行（{a}）与第{two}行（{b}）时间重叠，同一时间只能有一个；请更正日期",
)
_OUTSIDE = Message(
    "K1242",
    "row {place}: {day} lies outside the cycle ({start} to {end}); correct it, or leave it out for the whole cycle",
    "第{place}行：{day} 不在本周期（{start} 至 {end}）内；请更正，整个周期的不写日期",
)
_NONE = Message(
    "K1243",
    "the list has no row; write who it was from which day, or leave the link out",
    "清单中没有任何一行；请写明从何日起是谁，或不写该链接",
)
_LATER = Message(
    "K1244",
    "it changes again on {day}, after {given}; enter all of it anew: {form}",
    "其后 {day} 还有一次变动，晚于 {given}；请整体重录：{form}",
)
_FORM = Text(
    "T1 ..2019-03-31; T2 2019-05-01.. (an id, its first day, two dots, its last day)",
    "T1 ..2019-03-31; T2 2019-05-01..（编号、起日、两点、止日）",
)
# An id, and the days that it holds; the dots stand between them, and one of the two may be left out.
_SPAN = re.compile(r"(?P<id>\S.*?)\s+(?P<first>\d\S*?)?\s*\.\.\s*(?P<last>\d\S*)?")
_MARKS = str.maketrans("；。．", ";..")


@frozen
class Turn:
    """One row of a link by date: whose id, from its first to its last day, both included."""

    id: str
    first: dt.date
    last: dt.date


@frozen
class Turns:
    """A link by date as read: its rows by their days, and whose each period of the link's axis is, None for nobody's.

    A period belongs to the last row that has a day in it: who changes within a month is judged with where they went,
    and who leaves within one with where they were.
    """

    rows: tuple[Turn, ...]
    each: tuple[str | None, ...]

    @classmethod
    def of(cls, rows: Iterable[Turn], periods: Iterable[Period]) -> Turns:
        """The rows, which do not overlap, put in order and held against the periods."""
        ordered = tuple(sorted(rows, key=lambda row: row.first))
        return cls(ordered, tuple(_whose(ordered, period) for period in periods))


Linked = str | Turns


def _whose(rows: Sequence[Turn], period: Period) -> str | None:
    found = [row.id for row in rows if row.first <= period.end and row.last >= period.start]
    return found[-1] if found else None


def turns_of(raw: Sequence[Mapping[str, Any]], periods: Sequence[Period], start: dt.date, end: dt.date) -> Turns:
    """Rows {id, from, until} as read; a day left out is the cycle's own, and a period's name stands for its edge.

    Raises CaseError for no row, a day that is none or lies outside the cycle, a row that ends before it begins, and two
    that overlap.
    """
    if not raw:
        raise CaseError(_NONE)
    rows = [_turn(row, place, periods, (start, end)) for place, row in enumerate(raw, 1)]
    for (one, before), (two, after) in pairwise(sorted(zip(rows, range(1, len(rows) + 1), strict=True), key=_by_day)):
        if two.first <= one.last:
            (low, a), (high, b) = sorted(((before, one.id), (after, two.id)))
            raise CaseError(_TWICE.format(one=low, a=a, two=high, b=b))
    return Turns.of(rows, periods)


def _by_day(row: tuple[Turn, int]) -> tuple[dt.date, int]:
    return row[0].first, row[1]


def _turn(row: Mapping[str, Any], place: int, periods: Sequence[Period], days: tuple[dt.date, dt.date]) -> Turn:
    start, end = days
    first = _day(row["from"], periods, "start") if "from" in row else start
    last = _day(row["until"], periods, "end") if "until" in row else end
    for day in (first, last):
        if not start <= day <= end:
            raise CaseError(_OUTSIDE.format(place=place, day=day, start=start, end=end))
    if last < first:
        raise CaseError(_BACKWARDS.format(place=place, first=first, last=last))
    return Turn(row["id"], first, last)


def _day(raw: object, periods: Sequence[Period], edge: str) -> dt.date:
    if isinstance(raw, dt.date) and not isinstance(raw, dt.datetime):
        return raw
    named: dt.date | None = next((getattr(period, edge) for period in periods if period.name == raw), None)
    return named if named is not None else parse_day(str(raw))


def linked_ids(value: Linked) -> tuple[str, ...]:
    """Everybody whom a link leads to at some time, each once."""
    return (value,) if isinstance(value, str) else tuple(dict.fromkeys(row.id for row in value.rows))


def latest(value: Linked) -> str:
    """Whose somebody is in the end."""
    return value if isinstance(value, str) else value.rows[-1].id


def raw_ids(value: object) -> tuple[str, ...]:
    """The same of a link as a case or a book holds it, whatever else may be wrong with it."""
    said = said_turns(value) if isinstance(value, str) else None
    if isinstance(value, str) and said is None:
        return (value,)
    rows: object = value if said is None else said
    rows = rows if isinstance(rows, list | tuple) else ()
    found = [row["id"] for row in rows if isinstance(row, Mapping) and isinstance(row.get("id"), str)]
    return tuple(dict.fromkeys(found))


def relinked(value: Any, rename: Callable[[str], str]) -> Any:
    """A link as a case holds it, in rows or as an id, with every id renamed."""
    if isinstance(value, str):
        return rename(value)
    if not isinstance(value, list):
        return value
    return [
        {**row, "id": rename(row["id"])} if isinstance(row, Mapping) and isinstance(row.get("id"), str) else row
        for row in value
    ]


def plain_link(value: Linked) -> Any:
    """A link as a case file holds it: an id, or rows with their days."""
    if isinstance(value, str):
        return value
    return [{"id": row.id, "from": row.first.isoformat(), "until": row.last.isoformat()} for row in value.rows]


def linked_text(value: Linked) -> str:
    """A link as one text, which is read again where it is typed: "T1 2019-01-01..2019-03-31; T2 2019-05-01..2019-12-31"."""
    if isinstance(value, str):
        return value
    return "; ".join(f"{row.id} {row.first}..{row.last}" for row in value.rows)


def said_turns(text: str) -> list[dict[str, str]] | None:
    """The rows that a text like that of `linked_text` says, an end of the cycle left out; None where it says none."""
    found = []
    for part in text.translate(_MARKS).split(";"):
        span = _SPAN.fullmatch(part.strip()) if ".." in part else None
        if span is None:
            return None
        days = {"from": span["first"], "until": span["last"]}
        found.append({"id": span["id"]} | {key: day for key, day in days.items() if day})
    return found


def transferred(held: Linked | None, to: str, day: dt.date, start: dt.date, end: dt.date) -> Any:
    """The link as a case holds it once somebody goes to `to` on that day ("" for nobody): what was before stays.

    `start` and `end` are the cycle's days. A row that begins on that day is replaced. Raises CaseError where a row
    begins later: whether that still holds nobody can tell.
    """
    rows = [Turn(held, start, end)] if isinstance(held, str) else [*held.rows] if held is not None else []
    later = next((row for row in rows if row.first > day), None)
    if later is not None:
        raise CaseError(_LATER.format(day=later.first, given=day, form=_FORM))
    before = day - dt.timedelta(days=1)
    kept = [Turn(row.id, row.first, min(row.last, before)) for row in rows if row.first < day]
    if kept and (kept[-1].id, kept[-1].last) == (to, before):  # there already: the last day alone changes
        day = kept.pop().first
    made = [*kept, Turn(to, day, end)] if to else kept
    return plain_link(Turns(tuple(made), ())) if made else None
