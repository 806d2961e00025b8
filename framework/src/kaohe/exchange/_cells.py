"""Cells as people see them: the text that stands in each, where it stands, and what sort of thing it is."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Context, Decimal, InvalidOperation
from typing import NamedTuple

from attrs import define, field, frozen

from ..words import Text

__all__ = [
    "At",
    "Cell",
    "Row",
    "Sheet",
    "column_name",
    "column_number",
    "day_of",
    "number_text",
    "percent_text",
    "serial_of",
]

_SHORT = re.compile(r"-?(?:\d{1,15}|(?=[\d.]{3,16}$)\d+\.\d+)")
_SHOWN, _MOST_POWER = Context(prec=15), 308  # the digits that a spreadsheet shows; the powers of ten that it can hold
_DAY_ONE, _LEAP_BUG = dt.date(1899, 12, 31), 60


class Cell(NamedTuple):
    """What stands in one cell, as it would be typed; a tuple, since a county's sheet holds some hundred thousand.

    `sort` is "text", "number", "date" (text is 2018-11-01), "percent" (of 91.5 % the text is 91.5), "time", "truth",
    "error" (#N/A), or "uncached": a formula whose result the file does not hold.
    """

    text: str
    sort: str = "text"


@define
class Row:
    """The cells of one row by column (from 1), blank ones left out; `number` is the row's own (from 1)."""

    number: int
    cells: dict[int, Cell]
    hidden: bool = False


@define
class Sheet:
    """One sheet of a table: its rows that hold anything."""

    name: str
    rows: list[Row] = field(factory=list)
    hidden: bool = False


@frozen
class At:
    """A place in a file, as a person finds it."""

    sheet: str
    row: int
    column: int = 0

    def text(self) -> Text:
        """The place in words: sheet, row, and the column by its letter."""
        where = Text("row {row}", "第{row}行") if not self.column else Text("cell {column}{row}", "{column}{row}单元格")
        told = where.format(row=self.row, column=column_name(self.column))
        return Text("{sheet}, {told}", "{sheet}，{told}").format(sheet=self.sheet, told=told) if self.sheet else told


def number_text(raw: str) -> str:
    """The decimal number that a spreadsheet shows for the number `raw` of its file. Raises ValueError for none.

    Spreadsheets keep binary numbers and write them with up to 17 digits: what was typed as 9.95 stands in the file as
    9.9499999999999993. Every decimal of at most 15 digits has a binary number of its own, and rounding that one to 15
    digits gives the decimal back: so nothing that was typed is changed, and of a computed number the 15 digits are
    taken that the spreadsheet itself shows and compares by.
    """
    if _SHORT.fullmatch(raw):
        return raw
    try:
        number = _SHOWN.create_decimal(raw)
    except InvalidOperation as error:
        raise ValueError(raw) from error
    if not number.is_finite() or abs(number.adjusted()) > _MOST_POWER:
        raise ValueError(raw)
    return format(number.normalize(_SHOWN), "f")


def percent_text(number: str) -> str:
    """What stands before the sign where a number is shown in per cent: 91.5 for 0.915."""
    shown = format(Decimal(number).scaleb(2), "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def day_of(serial: str, *, from_1904: bool = False) -> dt.date | None:
    """The day that a date's serial number stands for, its time of day left out; None where there is no such day.

    Spreadsheets count days from 1900 and hold that year for a leap year: from serial 61 on they are one ahead.
    """
    days = int(Decimal(serial).to_integral_value("ROUND_FLOOR"))
    if from_1904:
        days += 1462
    elif days == _LEAP_BUG or days < 1:
        return None
    try:
        return _DAY_ONE + dt.timedelta(days - (days > _LEAP_BUG))
    except OverflowError:
        return None


def serial_of(day: dt.date) -> int:
    """The serial number of a day, which `day_of` gives back; for days from 1900 on."""
    days = (day - _DAY_ONE).days
    return days + (days >= _LEAP_BUG)


def column_name(number: int) -> str:
    """The letters of a column: A for 1, AA for 27."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column from its letters; 0 where they are none."""
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            return 0
        number = number * 26 + ord(letter) - 64
    return number
