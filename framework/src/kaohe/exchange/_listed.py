"""Plain tables as a file: what stands on a screen, or what is exported, as a workbook or as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

from ..errors import FileError
from ..words import Message, Text
from ._cells import column_name
from ._paper import Paper, Put, Styled, cells_wide
from ._summary import guarded

__all__ = ["Listing", "listed_csv", "listed_xlsx", "table_suffix"]

_TITLE = Styled(bold=True, size=14, border=False, across=True, wrapped=False)
_HEAD, _WORD = Styled(bold=True, centred=True, filled=True), Styled()
_NARROW, _WIDEST, _MOST_ROWS = 6, 60, 1_048_570
_SUFFIX = Message("K9311", "{file}: write .xlsx or .csv", "{file}：请写 .xlsx 或 .csv")
_TOO_LONG = Message(
    "K9231",
    "{title} has {n} rows, more than a workbook takes; write .csv, or one period or kind alone",
    "{title}有 {n} 行，超出工作簿的容量；请写 .csv，或只导出一个期次、一类对象",
)
_SEVERAL = Message(
    "K9232",
    "a .csv holds one table, here are {n}: {tables}; take one kind, one period or marks alone, or write .xlsx",
    "一个 .csv 只放一张表，此处有 {n} 张：{tables}；请只选一类对象、一个期次或其中一种（如 marks），或写 .xlsx",
)


@frozen
class Listing:
    """A table: its title, its headings, and rows of as many cells."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Put]]


def table_suffix(file: str) -> str:
    """The format of a table by the name of its file, .xlsx or .csv. Raises FileError for another."""
    suffix = Path(file).suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        raise FileError(_SUFFIX.format(file=file or "-"))
    return suffix


def listed_xlsx(*tables: Listing) -> bytes:
    """One sheet each with its title, headings that stay in view, and the rows: numbers as numbers, texts as texts.

    Raises FileError where openpyxl is not installed, and for more rows than a workbook takes.
    """
    paper = Paper(tables[0].title)
    for table in tables:
        if len(table.rows) > _MOST_ROWS:
            raise FileError(_TOO_LONG.format(title=table.title, n=len(table.rows)))
        _draw(paper, table)
    return paper.data()


def _draw(paper: Paper, table: Listing) -> None:
    sheet = paper.sheet(table.title)
    for place, head in enumerate(table.heads, 1):
        longest = max((cells_wide(_text(row[place - 1])) for row in table.rows), default=0)
        width = max(_NARROW, min(_WIDEST, max(longest, cells_wide(head)) + 2))
        sheet.column_dimensions[column_name(place)].width = width
    sheet.freeze_panes = "A3"
    paper.write(sheet, [(table.title if not place else "", _TITLE) for place in range(len(table.heads))])
    paper.write(sheet, [(head, _HEAD) for head in table.heads])
    for row in table.rows:
        paper.write(sheet, [(cell, _WORD) for cell in row])


def _text(cell: Put) -> str:
    return "" if cell is None else str(cell)


def listed_csv(*tables: Listing) -> bytes:
    """The one table as CSV in UTF-8 with its mark; what a spreadsheet would take for a formula is written as text.

    Raises FileError for more than one.
    """
    if len(tables) != 1:
        names = [table.title for table in tables]
        raise FileError(_SEVERAL.format(n=len(tables), tables=Text("; ".join(names), "；".join(names))))
    (table,) = tables
    into = io.StringIO()
    writer = csv.writer(into, lineterminator="\r\n")
    writer.writerows([guarded(cell) for cell in row] for row in (table.heads, *table.rows))
    return into.getvalue().encode("utf-8-sig")
