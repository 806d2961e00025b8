"""One fact stands once: rows of a list that nothing tells apart are refused, or asked about."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define, evolve, field

from ...errors import CaseError
from ...words import Message, Text
from .._alike import alike, alike_document

if TYPE_CHECKING:
    from .._values import EventRow, FindingRow

__all__ = ["ask_across", "ask_events", "ask_findings", "doubt_text"]

_ANY = object()
_Row = TypeVar("_Row", "FindingRow", "EventRow")


@define
class _Seen:
    """The first row of each day, document, and pair of both, as far as rows may be the same."""

    _first: dict[Hashable, int] = field(factory=dict)

    def find(self, date: dt.date | None, document: str) -> int | None:
        """The first row that neither a day nor a document tells apart from these; a blank tells nothing."""
        dates = [_ANY] if date is None else [date, None]
        documents = [_ANY] if not document else [document, ""]
        found = [self._first.get((one, two)) for one in dates for two in documents]
        return min((place for place in found if place is not None), default=None)

    def add(self, place: int, date: dt.date | None, document: str) -> None:
        """Remember a row."""
        for one in (date, _ANY):
            for two in (document, _ANY):
                self._first.setdefault((one, two), place)


def _doubt(first: str, one: int, second: str, two: int) -> str:
    """The name of the open point about two rows, counted from 1: "practices[1]=practices[2]"."""
    return f"{first}[{one}]={second}[{two}]"


def doubt_text(point: str, labels: Mapping[str, Text] | None = None) -> Text | None:
    """The sentence for the open point about two rows, the lists by their `labels`; None for another kind of point."""
    found = _DOUBT.fullmatch(point)
    if found is None:
        return None
    text = Text(
        "{owner}{one} row {first} and {two} row {second} may be one fact: delete one, or give each an item code of its own",
        "{owner}{one} 第{first}行与 {two} 第{second}行可能是同一事项：请删去其一，或各写不同的 item 编号",
    )
    parts: dict[str, object] = dict(found.groupdict(default=""))
    named = {name: (labels or {}).get(str(parts[name]), parts[name]) for name in ("one", "two")}
    return text.format(**(parts | named))


_DOUBT = re.compile(
    r"(?P<owner>[^\[\]=]+:)?(?P<one>[^\[\]=:]+)\[(?P<first>\d+)\]=(?P<two>[^\[\]=:]+)\[(?P<second>\d+)\]"
)


def ask_findings(key: str, rows: Sequence[FindingRow]) -> tuple[FindingRow, ...]:
    """The findings, those that may stand twice marked with the open point about both.

    Rows of one day and document number are two facts where each has an item of its own: a blank tells nothing.
    """
    groups: dict[Hashable, list[int]] = {}
    for place, row in enumerate(rows):
        groups.setdefault((row.date, alike_document(row.document)), []).append(place)
    found = list(rows)
    for places in groups.values():
        items = [alike(rows[place].item) for place in places]
        for one, other in (*_repeated(items), *_unnamed(items)):
            found[places[one]] = _asked(key, found[places[one]], places[one], places[other])
    return tuple(found)


def _repeated(items: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Each row whose item an earlier one has, with the first that has it."""
    first: dict[str, int] = {}
    for place, item in enumerate(items):
        if item and first.setdefault(item, place) != place:
            yield place, first[item]


def _unnamed(items: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Each row without an item that may be another row, with that row: the first with an item, else the first."""
    kept = next((place for place, item in enumerate(items) if item), 0)
    return ((place, kept) for place, item in enumerate(items) if not item and place != kept)


def _asked(key: str, row: _Row, one: int, other: int) -> _Row:
    first, second = sorted((one + 1, other + 1))
    return evolve(row, same=_doubt(key, first, key, second))


def _twice(first: int, second: int, what: str) -> CaseError:
    text = Message(
        "K1080",
        "rows {one} and {two} are one fact entered twice ({what}); delete one, or give each of two cases in one "
        'document a code of its own: item = "1"',
        "第{one}行与第{two}行是同一事项录入两次（{what}）；请删去一行，同一文件的两件事请各写编号：item = “1”",
    )
    return CaseError(text.format(one=first, two=second, what=what))


def ask_events(key: str, rows: Sequence[EventRow], *, named: bool) -> tuple[EventRow, ...]:
    """The events, each that may be another one marked with the open point about both.

    In a list whose items are `named` only a name tells two things apart, and two rows of one name are one thing
    entered twice; elsewhere a day or a document does too. Raises CaseError naming both rows.
    """
    return _ask_named(key, rows) if named else _ask_plain(key, rows)


def _ask_named(key: str, rows: Sequence[EventRow]) -> tuple[EventRow, ...]:
    items = [alike(row.item) for row in rows]
    for place, first in _repeated(items):
        raise _twice(first + 1, place + 1, rows[place].item)
    found = list(rows)
    for place, other in _unnamed(items):
        found[place] = _asked(key, rows[place], place, other)
    return tuple(found)


def _ask_plain(key: str, rows: Sequence[EventRow]) -> tuple[EventRow, ...]:
    found = list(rows)
    groups: dict[Hashable, _Seen] = {}
    for place, row in enumerate(rows):
        document = alike_document(row.document)
        seen = groups.setdefault((row.values, alike(row.item)), _Seen())
        other = seen.find(row.date, document)
        if other is not None:
            found[place] = _asked(key, row, place, other)
        seen.add(place, row.date, document)
    return tuple(found)


def ask_across(one: str, first: Sequence[Any], two: str, second: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """The rows of two lists, those that may be one fact marked with the open point about both.

    Items that differ tell two rows apart, and so do days and documents; the same item in both lists is one fact
    under two heads. Raises CaseError naming both rows.
    """
    before, after = list(first), list(second)
    named = {alike(row.item): place for place, row in enumerate(first) if row.item}
    blank, every = _Seen(), _Seen()
    for place, row in enumerate(first):
        every.add(place, row.date, alike_document(row.document))
        if not row.item:
            blank.add(place, row.date, alike_document(row.document))
    for place, row in enumerate(second):
        if alike(row.item) in named:
            raise _under_two(one, named[alike(row.item)] + 1, two, place + 1, row.item)
        other = (blank if row.item else every).find(row.date, alike_document(row.document))
        if other is not None:
            point = _doubt(one, other + 1, two, place + 1)
            before[other] = evolve(before[other], same=before[other].same or point)
            after[place] = evolve(row, same=row.same or point)
    return before, after


def _under_two(one: str, first: int, two: str, second: int, item: str) -> CaseError:
    text = Message(
        "K1081",
        "{one} row {first} and {two} row {second} are one fact ({item}); keep it under one of them",
        "{one} 第{first}行与 {two} 第{second}行是同一事项（{item}）；请只留一处",
    )
    return CaseError(text.format(one=one, first=first, two=two, second=second, item=item))
