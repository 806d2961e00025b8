"""Rows of a list: findings and the documents that they rest on, events and their columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ...errors import CaseError
from ...words import Message, Text, echo
from .._values import EventRow, FindingRow, Value
from ..nodes import RECHECK_STATES, Events, Finding, Input, join
from ._days import row_day
from ._parse import parse_option
from ._sameness import ask_events, ask_findings
from ._shape import only, rows_in, typed
from ._supplied import Supplied
from ._texts import document_number, item_code

__all__ = ["events_of", "findings_of", "recheck_state"]

Accept = Callable[[Input, object, Supplied], Value]
_RESTS_ON = {"document": Text("document", "文号（document）"), "date": Text("date", "日期（date）")}


def findings_of(given: Any, raw: object, supplied: Supplied) -> tuple[FindingRow, ...]:
    """The rows of a finding, those that may stand twice marked so. Raises CaseError."""
    found = tuple(_finding(given, row, supplied, place) for place, row in enumerate(rows_in(raw), 1))
    return ask_findings(given.key, found) if len(found) > 1 else found


def _finding(given: Finding, row: object, supplied: Supplied, place: int) -> FindingRow:
    if not isinstance(row, Mapping):
        raise CaseError(
            Message(
                "K1039",
                'a finding is a table with date and document; write it like { date = 2018-11-01, document = "..." }',
                "认定事项须写 date 与 document；请写成 { date = 2018-11-01, document = “……” }",
            )
        )
    only(row, {"date", "document", "status", "item"})
    for name in _RESTS_ON:
        if name not in row:
            raise CaseError(
                Message(
                    "K1040",
                    "row {place}: a finding without {name}: give the {name} it rests on",
                    "第{place}行：认定事项缺{name}：请写明所依据的{name}",
                ).format(place=place, name=_RESTS_ON[name])
            )
    status = recheck_state(row.get("status", "pending" if given.recheck else "confirmed"))
    date = row_day(given.dated, row["date"], supplied, place)
    return FindingRow(date, document_number(row["document"]), status, item_code(row))


def recheck_state(raw: object) -> str:
    """The state of a re-check: pending, confirmed or rejected, by code, number or label. Raises CaseError."""
    if not typed(raw):
        known = ", ".join(option.code for option in RECHECK_STATES)
        text = Message(
            "K1043",
            "status {status} is none of {known}; write one of them",
            "status {status} 不在 {known} 之中；请写其一",
        )
        raise CaseError(text.format(status=echo(raw), known=known))
    return parse_option(RECHECK_STATES, raw)


def events_of(given: Any, raw: object, supplied: Supplied, accept: Accept) -> tuple[EventRow, ...]:
    """The rows of a list of events, each cell checked by `accept`. Raises CaseError."""
    columns = {column.key: column for column in supplied.columns.get(given.key, ())}
    found = [_event(given, row, columns, supplied, place, accept) for place, row in enumerate(rows_in(raw), 1)]
    return ask_events(given.key, found, named=given.item is not None)


def _event(
    given: Events, row: object, columns: Mapping[str, Input], supplied: Supplied, place: int, accept: Accept
) -> EventRow:
    if not isinstance(row, Mapping):
        raise CaseError(
            Message(
                "K1044",
                "an event is a table of its columns; write it like { column = value }",
                "每项记录须逐列写明；请写成 { 列 = 值 }",
            )
        )
    only(row, {"date", "document", "item", *columns})
    missing = [column for key, column in columns.items() if key not in row and not column.optional]
    if missing:
        raise CaseError(_LACKS.format(place=place, what=_named(missing)))
    date = row_day(given.dated, row["date"], supplied, place) if "date" in row else None
    there = [column for key, column in columns.items() if key in row]
    values = tuple((column.key, _cell(column, row[column.key], supplied, place, accept)) for column in there)
    document = document_number(row["document"]) if "document" in row else ""
    return EventRow(date, values, document, item_code(row))


_LACKS = Message(
    "K1045",
    "row {place}: an event without {what}; enter it, or delete the row",
    "第{place}行缺{what}；请补录，或删去该行",
)


def _named(columns: Sequence[Input]) -> Text:
    """Columns by their labels, with the keys that a file has."""
    named = [Text("{key} ({label})", "{label}（{key}）").format(label=one.label, key=one.key) for one in columns]
    return join(named, en=", ", zh="、")


def _cell(column: Input, raw: object, supplied: Supplied, place: int, accept: Accept) -> Value:
    """One cell of a row; what is refused is refused with the row and the column."""
    try:
        return accept(column, raw, supplied)
    except CaseError as error:
        where = Text("row {place}, {what}", "第{place}行{what}").format(place=place, what=_named([column]))
        raise CaseError(error.text.reworded(f"{where.en}: {error.text.en}", f"{where.zh}：{error.text.zh}")) from error
