"""Workbooks as they are written: row by row, every text a text and every number exact. openpyxl is imported here only."""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from importlib import import_module
from typing import Any

from attrs import frozen

from ..errors import FileError
from ..words import Message

__all__ = ["FORMULA", "ONE_LINE", "Paper", "Put", "Styled", "cells_wide", "lines_high", "sheet_name"]

FORMULA = ("=", "+", "-", "@")
_UNFIT = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LONGEST_NAME = 31
ONE_LINE = 14  # points

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
    return sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in text)


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
        self.book = self._openpyxl.Workbook(write_only=True)
        self.book.properties.title = title
        self.book.properties.creator = "kaohe"
        self._cells: dict[tuple[str, Styled], Any] = {}

    def sheet(self, name: str) -> Any:
        """A new sheet; its widths, views and panes are set before its first row."""
        return self.book.create_sheet(sheet_name(name, self.book.sheetnames))

    def write(self, sheet: Any, row: Sequence[tuple[Put, Styled]]) -> None:
        """Append one row: values with their styles."""
        sheet.append(self._made(sheet, row))

    def _made(self, sheet: Any, row: Sequence[tuple[Put, Styled]]) -> Iterator[Any]:
        for value, style in row:
            cell = self._cell(sheet, style, guarded=isinstance(value, str) and value.startswith(FORMULA))
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # openpyxl takes what begins with = for a formula
            elif isinstance(value, dt.date):
                cell.number_format = "yyyy-mm-dd"
            yield cell

    def _cell(self, sheet: Any, style: Styled, *, guarded: bool) -> Any:
        """One cell for each style, used again for every value: each is written before the next is asked for."""
        key = (f"{sheet.title}{guarded}", style)
        if key not in self._cells:
            self._cells[key] = self._styled(sheet, style, guarded=guarded)
        return self._cells[key]

    def _styled(self, sheet: Any, style: Styled, *, guarded: bool) -> Any:
        styles = import_module("openpyxl.styles")
        cell = import_module("openpyxl.cell").WriteOnlyCell(sheet)
        cell.font = styles.Font(name="宋体", size=style.size, bold=style.bold, color="FF777777" if style.grey else None)
        horizontal = (
            "centerContinuous" if style.across else "center" if style.centred else "right" if style.right else None
        )
        cell.alignment = styles.Alignment(
            horizontal=horizontal, vertical="center", wrap_text=style.wrapped and not style.across
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
        into = io.BytesIO()
        self.book.save(into)
        return into.getvalue()
