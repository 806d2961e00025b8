"""Workbooks as they are written: row by row, every text a text and every number exact. openpyxl is imported here only.

openpyxl makes the workbook with its styles and page set-up, and we its rows: its own way of writing them takes four
times as long, which a county's table is too large for.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from importlib import import_module
from typing import Any
from xml.sax.saxutils import escape

from attrs import evolve, frozen

from ..errors import FileError
from ..words import Message
from ._cells import column_name, serial_of

__all__ = ["FORMULA", "ONE_LINE", "Paper", "Put", "Styled", "cells_wide", "lines_high", "sheet_name"]

FORMULA = ("=", "+", "-", "@")
_UNFIT = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LONGEST_NAME = 31
ONE_LINE = 14  # points
_LETTERS = tuple(map(column_name, range(1, 1000)))
_UNWRITABLE = {code: None for code in range(32) if chr(code) not in "\t\n\r"}
_NO_ROWS = re.compile(r"<sheetData\s*/>|<sheetData>\s*</sheetData>")

_MISSING = Message(
    "K9201",
    "writing .xlsx needs openpyxl, which is not installed; run: pip install kaohe[sheets] (offline: see the README), "
    "or write .csv",
    "写 .xlsx 需要 openpyxl，尚未安装；请运行 pip install kaohe[sheets]（离线安装见 README），或改写 .csv",
)

Put = str | int | Decimal | dt.date | None


@frozen(kw_only=True)
class Styled:
    """How cells look: their border, place, font, format, and whether they may be filled in where the sheet is locked."""

    bold: bool = False
    size: int = 10
    border: bool = True
    across: bool = False
    centred: bool = False
    right: bool = False
    wrapped: bool = True
    filled: bool = False
    grey: bool = False
    open: bool = False
    number: str = "General"


def sheet_name(text: str, taken: Sequence[str] = ()) -> str:
    """A text as the name of a sheet: without the marks it may not hold, cut, and another than those taken."""
    plain = text.translate(_UNFIT).strip().strip("'")[:_LONGEST_NAME] or "1"
    name, count = plain, 2
    while name.lower() in (one.lower() for one in taken):
        name, count = f"{plain[: _LONGEST_NAME - 4]} {count}", count + 1
    return name


def cells_wide(text: str) -> int:
    """How wide a text is on paper, in digits: a Chinese character is as wide as two."""
    return len(text) if text.isascii() else sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in text)


def lines_high(text: str, width: int) -> int:
    """How many lines a text takes in a column, which spreadsheets do not work out by themselves for a new file."""
    return -(-cells_wide(text) // max(1, width - 1)) or 1


class Paper:
    """A workbook that is being written. Raises FileError where openpyxl is not installed."""

    def __init__(self, title: str) -> None:
        try:
            self._openpyxl = import_module("openpyxl")
        except ImportError as error:
            raise FileError(_MISSING) from error
        self.book = self._openpyxl.Workbook()
        self.book.remove(self.book.active)
        self.book.properties.title = title
        self.book.properties.creator = "kaohe"
        self._rows: dict[str, list[str]] = {}
        self._styles: dict[tuple[Styled, bool], int] = {}

    def sheet(self, name: str) -> Any:
        """A new sheet."""
        made = self.book.create_sheet(sheet_name(name, self.book.sheetnames))
        self._rows[made.title] = []
        return made

    def write(self, sheet: Any, row: Sequence[tuple[Put, Styled]], *, high: int = 0) -> None:
        """Append one row: values with their styles; `high` points, 0 for as high as the sheet's others."""
        rows = self._rows[sheet.title]
        number = len(rows) + 1
        height = f' ht="{high}" customHeight="1"' if high else ""
        cells = "".join(
            self._cell(sheet, f"{letters}{number}", value, style)
            for letters, (value, style) in zip(_LETTERS, row, strict=False)
        )
        rows.append(f'<row r="{number}"{height}>{cells}</row>')

    def _cell(self, sheet: Any, ref: str, value: Put, style: Styled) -> str:
        if isinstance(value, str) and value:
            made = self._style(sheet, style, guarded=value.startswith(FORMULA))
            text = escape(value.translate(_UNWRITABLE))
            return f'<c r="{ref}" s="{made}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        if isinstance(value, dt.date):
            made = self._style(sheet, evolve(style, number="yyyy-mm-dd"))
            return f'<c r="{ref}" s="{made}"><v>{serial_of(value)}</v></c>'
        number = format(value, "f") if isinstance(value, Decimal) else value  # an int as "f" goes through a float
        made = self._style(sheet, style)
        return f'<c r="{ref}" s="{made}"/>' if value in (None, "") else f'<c r="{ref}" s="{made}"><v>{number}</v></c>'

    def _style(self, sheet: Any, style: Styled, *, guarded: bool = False) -> int:
        """The number of a style in the workbook; `guarded` marks text that begins like a formula."""
        key = (style, guarded)
        if key not in self._styles:
            self._styles[key] = self._styled(sheet, style, guarded=guarded).style_id
        return self._styles[key]

    def _styled(self, sheet: Any, style: Styled, *, guarded: bool) -> Any:
        styles = import_module("openpyxl.styles")
        cell = import_module("openpyxl.cell").WriteOnlyCell(sheet)
        cell.font = styles.Font(name="宋体", size=style.size, bold=style.bold, color="FF777777" if style.grey else None)
        horizontal = (
            "centerContinuous" if style.across else "center" if style.centred else "right" if style.right else None
        )
        cell.alignment = styles.Alignment(
            horizontal=horizontal,
            vertical="center",
            wrap_text=style.wrapped and not style.across,
            indent=int(style.right),  # off the line at its right
        )
        if style.border:
            side = styles.Side(style="thin")
            cell.border = styles.Border(left=side, right=side, top=side, bottom=side)
        if style.filled:
            cell.fill = styles.PatternFill("solid", fgColor="FFEDEDED")
        cell.protection = styles.Protection(locked=not style.open)
        cell.number_format = style.number
        cell.quotePrefix = guarded
        return cell

    def validation(self, **given: Any) -> Any:
        """A check that a spreadsheet makes while somebody types."""
        return import_module("openpyxl.worksheet.datavalidation").DataValidation(**given)

    def data(self) -> bytes:
        """The finished file."""
        bare, into = io.BytesIO(), io.BytesIO()
        self.book.save(bare)
        rows = {sheet.path.lstrip("/"): self._rows[sheet.title] for sheet in self.book.worksheets}
        with zipfile.ZipFile(bare) as made, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as whole:
            for name in made.namelist():
                part = made.read(name)
                if name in rows:
                    start, end = _NO_ROWS.split(part.decode(), maxsplit=1)
                    part = "".join([start, "<sheetData>", *rows[name], "</sheetData>", end]).encode()
                whole.writestr(name, part)
        return into.getvalue()
