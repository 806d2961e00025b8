"""Tables as spreadsheets save them: comma, semicolon or tab, quoted cells, blank rows, and each row's line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice

from attrs import frozen

from ..errors import FileError
from ..words import Message

__all__ = ["Row", "csv_rows"]

_BROKEN = Message(
    "K2051",
    "this row cannot be read: a cell is too long, or a quote is not closed; correct the cell, or close the quote",
    "此行无法读取：单元格过长，或引号没有关闭；请更正单元格或补上引号",
)
_MARKS = (",", ";", "\t", "，", "；")
_FIRST = 10


@frozen
class Row:
    """One row: the line that it ends on, its cells without the blanks round them, and its number as a table shows it.

    The two differ below a cell that holds a line break.
    """

    line: int
    cells: tuple[str, ...]
    number: int = 0


def csv_rows(text: str, name: str) -> list[Row]:
    """The rows of a table that hold anything. Raises FileError with the line of a row that cannot be read."""
    return list(_rows(text, name))


def _rows(text: str, name: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_mark(text), skipinitialspace=True)
    try:
        for number, row in enumerate(reader, 1):
            cells = tuple(cell.strip() for cell in row)
            if any(cells):
                yield Row(reader.line_num, cells, number)
    except csv.Error as error:
        raise FileError(_BROKEN, where=name, line=reader.line_num) from error


def _mark(text: str) -> str:
    """What stands between the cells: the mark most frequent in the first lines, of which the first may be a title."""
    head = "".join(islice((line for line in io.StringIO(text) if line.strip()), _FIRST))
    return max(_MARKS, key=head.count)
