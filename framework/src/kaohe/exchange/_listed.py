"""What stands on a screen as a file: headings and rows of text, as a workbook or as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from ._cells import column_name
from ._paper import Paper, Styled, cells_wide
from ._summary import guarded

__all__ = ["listed_csv", "listed_xlsx"]

_TITLE = Styled(bold=True, size=14, border=False, across=True, wrapped=False)
_HEAD, _WORD = Styled(bold=True, centred=True, filled=True), Styled()
_NARROW, _WIDEST = 6, 60


def listed_xlsx(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """One sheet with its title, headings that stay in view, and the rows, every cell the text that was seen.

    Raises FileError where openpyxl is not installed.
    """
    paper = Paper(title)
    sheet = paper.sheet(title)
    for place, head in enumerate(heads, 1):
        longest = max((cells_wide(row[place - 1]) for row in rows), default=0)
        width = max(_NARROW, min(_WIDEST, max(longest, cells_wide(head)) + 2))
        sheet.column_dimensions[column_name(place)].width = width
    sheet.freeze_panes = "A3"
    paper.write(sheet, [(title if not place else "", _TITLE) for place in range(len(heads))])
    paper.write(sheet, [(head, _HEAD) for head in heads])
    for row in rows:
        paper.write(sheet, [(cell, _WORD) for cell in row])
    return paper.data()


def listed_csv(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """The same as CSV in UTF-8 with its mark; what a spreadsheet would take for a formula is written as text."""
    into = io.StringIO()
    writer = csv.writer(into, lineterminator="\r\n")
    writer.writerows([guarded(cell) for cell in row] for row in (heads, *rows))
    return into.getvalue().encode("utf-8-sig")
