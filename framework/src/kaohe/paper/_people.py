"""The office's own file of people: what forms ask and the record does not hold. Read at print time, never kept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..errors import FileError
from ..exchange import Sheet, read_sheets
from ..words import Message

__all__ = ["People", "read_people"]

People = Mapping[str, Mapping[str, str]]
"""What the file says of each id, by heading."""

_ID = ("编号", "id", "ID")
_NO_ID = Message(
    "K9401",
    "it has no column headed 编号 (or id) in its first row; write one with the ids of the roster",
    "首行没有名为“编号”（或 id）的栏；请加一栏，填名册中的编号",
)
_TWICE = Message(
    "K9402",
    "row {row} is of an id that stands in an earlier row; keep one of the two",
    "第{row}行的编号与前面某行相同；请只留一行",
)


def read_people(path: Path) -> People:
    """The file, .csv or .xlsx: a column 编号 with ids, and a column for each thing that a form asks. Raises FileError."""
    found: dict[str, dict[str, str]] = {}
    sheets = [sheet for sheet in read_sheets(path) if not sheet.hidden and sheet.rows]
    for sheet in sheets[:1]:
        _read(sheet, found, str(path))
    return found


def _read(sheet: Sheet, found: dict[str, dict[str, str]], where: str) -> None:
    first, *rest = sheet.rows
    heads = {place: cell.text.strip() for place, cell in first.cells.items()}
    at = next((place for place, head in heads.items() if head in _ID), None)
    if at is None:
        raise FileError(_NO_ID, where=where)
    for row in rest:
        who = row.cells[at].text.strip() if at in row.cells else ""
        if not who:
            continue
        if who in found:
            raise FileError(_TWICE.format(row=row.number), where=where)
        found[who] = {heads[place]: cell.text for place, cell in row.cells.items() if place in heads}
