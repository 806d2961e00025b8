"""The cells of an .xlsx file, in one pass over its XML.

Written for importing rather than taken from openpyxl, whose fast mode tells neither hidden rows, nor merged cells, nor
a formula without a result from a blank cell, and which gives numbers as floats.
"""

from __future__ import annotations

import datetime as dt
import re

from ..errors import FileError
from ..progress import told
from ..words import Message, Text
from ._cells import Cell, Row, Sheet, column_number, day_of, number_text, percent_text
from ._package import Package, Part, Sketch, parse

__all__ = ["MOST_CELLS", "read_xlsx"]

MOST_CELLS = 2_000_000
_READ = Text("read {n:,} rows", "已读 {n:,} 行")
_CORNERS = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
_BLANK = re.compile(r"[\s\u3000]*")
_MOST = Message(
    "K9021",
    "it holds more than {most} filled cells; split it, by county or period",
    "有内容的单元格超过 {most} 个；请按县或期次拆分",
)


def read_xlsx(data: bytes, name: str) -> list[Sheet]:
    """Every sheet of a workbook, hidden ones marked. Raises FileError for what is no workbook or beyond the limits."""
    package = Package(data, name)
    sketch = package.sketch()
    left = MOST_CELLS
    sheets = []
    for part in sketch.sheets:
        reader = _Reader(package, sketch, part, left)
        sheets.append(reader.sheet)
        left = reader.left
    return sheets


class _Reader:
    """One sheet: what each element means for the row and the cell that are being read."""

    def __init__(self, package: Package, sketch: Sketch, part: Part, left: int) -> None:
        self.name, self.sketch, self.left = package.name, sketch, left
        self.sheet = Sheet(part.name, hidden=part.hidden)
        self.row = Row(0, {})
        self.column, self.style, self.sort = 0, 0, ""
        self.formula = self.valued = self.kept = self.aside = False
        self.pieces: list[str] = []
        self.merged: list[tuple[int, int, int]] = []  # column, first row, last row
        parse(package, part.target, self.start, self.end, self.text)
        self._fill()

    def start(self, name: str, given: dict[str, str]) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            self._cell(given)
        elif name == "v":
            self.kept = self.valued = True
        elif name == "f":
            self.formula = True
        elif name == "t":
            self.kept = not self.aside
        elif name == "rPh":
            self.aside = True
        elif name == "row":
            self.row = Row(int(given.get("r", self.row.number + 1)), {}, given.get("hidden") in ("1", "true"))
            self.column = 0
        elif name == "mergeCell":
            self._merge(given.get("ref", ""))

    def _cell(self, given: dict[str, str]) -> None:
        self.column = column_number(given["r"].rstrip("0123456789")) if "r" in given else self.column + 1
        self.style, self.sort = int(given.get("s", 0)), given.get("t", "n")
        self.formula = self.valued = False
        self.pieces.clear()

    def text(self, data: str) -> None:
        if self.kept:
            self.pieces.append(data)

    def end(self, name: str) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name in ("v", "t"):
            self.kept = False
        elif name == "rPh":
            self.aside = False
        elif name == "c":
            self._keep()
        elif name == "row" and self.row.cells:
            self.sheet.rows.append(self.row)
            told(_READ, n=len(self.sheet.rows))

    def _keep(self) -> None:
        # Some programs leave an empty result where they worked none out; of a formula that gives "" the sort is str.
        if self.formula and not self.pieces and not (self.valued and self.sort == "str"):
            found = Cell("", "uncached")
        elif self.pieces:
            found = self._found("".join(self.pieces))
        else:
            return
        if found.sort == "text" and _BLANK.fullmatch(found.text):
            return
        self._count()
        self.row.cells[self.column] = found

    def _found(self, raw: str) -> Cell:
        if self.sort == "s":
            return Cell(self.sketch.texts[int(raw)].strip())
        if self.sort in ("str", "inlineStr"):
            return Cell(raw.strip())
        if self.sort == "b":
            return Cell("TRUE" if raw.strip() == "1" else "FALSE", "truth")
        if self.sort == "e":
            return Cell("", "error")
        if self.sort == "d":
            return _iso_day(raw)
        return self._number(raw.strip())

    def _number(self, raw: str) -> Cell:
        try:
            number = number_text(raw)
        except ValueError:
            return Cell("", "error")
        sort = self.sketch.sorts[self.style] if self.style < len(self.sketch.sorts) else "number"
        if sort == "date":
            day = day_of(number, from_1904=self.sketch.from_1904)
            return Cell(number, "time") if day is None else Cell(day.isoformat(), "date")
        return Cell(percent_text(number), sort) if sort == "percent" else Cell(number, sort)

    def _merge(self, ref: str) -> None:
        corners = _CORNERS.fullmatch(ref)
        if corners is not None and corners[2] != corners[4]:
            self.merged.append((column_number(corners[1]), int(corners[2]), int(corners[4])))

    def _fill(self) -> None:
        """Give each row of a merged area what the area shows, which the file holds in its first row alone."""
        rows = self.sheet.rows
        places = {row.number: place for place, row in enumerate(rows)} if self.merged else {}
        for column, first, last in self.merged:
            place = places.get(first, -1)
            top = rows[place].cells.get(column) if place >= 0 else None
            while top is not None and (place := place + 1) < len(rows) and rows[place].number <= last:
                self._count()
                rows[place].cells.setdefault(column, top)

    def _count(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise FileError(_MOST.format(most=MOST_CELLS), where=self.name)


def _iso_day(raw: str) -> Cell:
    try:
        return Cell(dt.date.fromisoformat(raw.strip()[:10]).isoformat(), "date")
    except ValueError:
        return Cell("", "error")
