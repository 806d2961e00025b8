"""The cells of a row of a list: day, document number, item, re-check state, and the columns of an event."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from ..errors import KaoheError
from ..rules.nodes import Input
from ..rules.tools import Supplied, document_number, parse_day, recheck_state
from ..words import Message
from ._cells import Cell, Row
from ._columns import FOUND
from ._entry import Unread, day_text, entry, masked, text_of
from ._layout import Layout
from ._lists import Listed

__all__ = ["cell_at", "needed", "reads"]

_MISSING = Message("K9151", "the row lacks {what}; enter it", "此行缺{what}；请填写")
_HEADS = {one.key: one.label for one in FOUND}


def cell_at(layout: Layout, row: Row, key: str) -> Cell | None:
    """The cell of a row that holds what is called `key`."""
    return row.cells.get(layout.at(key))


def needed(cell: Cell | None, key: str) -> str:
    """The text of a cell that may not be blank. Raises Unread."""
    if cell is None:
        raise Unread(_MISSING.format(what=_HEADS[key]))
    return text_of(_HEADS[key], cell)


def _date(cell: Cell | None, key: str) -> str:
    if cell is None:
        raise Unread(_MISSING.format(what=_HEADS[key]))
    text = day_text(_HEADS[key], cell)
    try:
        return parse_day(text).isoformat()
    except KaoheError as error:
        raise Unread(masked(error.text, cell.text)) from error


def _document(cell: Cell | None, key: str) -> str:
    text = needed(cell, key)
    try:
        return document_number(text)
    except KaoheError as error:
        raise Unread(masked(error.text, text)) from error


def _status(cell: Cell | None, key: str) -> str | None:
    if cell is None:
        return None
    text = text_of(_HEADS[key], cell)
    try:
        return recheck_state(text)
    except KaoheError as error:
        raise Unread(masked(error.text, text)) from error


def _item(cell: Cell | None, key: str) -> str | None:
    return None if cell is None else text_of(_HEADS[key], cell)


_OF_FINDING = (("date", _date), ("document", _document), ("status", _status), ("item", _item))


def reads(
    listed: Listed | None, kind: str, supplied: Supplied
) -> Iterator[tuple[str, Callable[[Cell | None, str], Any]]]:
    """Each part of a row with what reads its cell; an event needs neither a day nor a document."""
    if listed is None:
        yield from _OF_FINDING
        return
    yield from ((key, partial(_maybe, read)) for key, read in _OF_FINDING if key != "status")
    for key, column in listed.inputs[kind].items():
        yield key, partial(_column, column, supplied)


def _maybe(read: Callable[[Cell | None, str], Any], cell: Cell | None, key: str) -> Any:
    return None if cell is None else read(cell, key)


def _column(column: Input, supplied: Supplied, cell: Cell | None, key: str) -> Any:
    if cell is not None:
        return entry(column, cell, supplied)[0]
    if not column.optional:
        raise Unread(_MISSING.format(what=column.label))
    return None
