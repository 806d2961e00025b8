"""The columns of an attendance sheet: the days of a month, half days, and counts; and the month that it is of."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator

from attrs import evolve

from ..rules import Count, Days
from ..rules.tools import Period, Ruleset, parse_period
from ..words import Text
from ._cells import Sheet
from ._columns import WHO, Column, columns_of
from ._spoken import Spoken

__all__ = ["HALF", "attendance_columns", "counts_of", "day_of_column", "is_grid", "months_of"]

HALF = Column("half", Text("half of the day", "时段"), "half", ("午别", "上下午", "上午下午", "时间段", "am pm"))
_LONGEST_MONTH, _FEWEST = 31, 20
_DAY = re.compile(r"day-(\d{1,2})|(\d{4}-\d\d-\d\d)")
_LOOKED_AT = 40


def attendance_columns(ruleset: Ruleset, sheet: Sheet) -> tuple[Column, ...]:
    """Every column that an attendance sheet may have; days are headed 1 to 31, or by their dates."""
    counts = [evolve(one, sort="counts") for one in columns_of(ruleset) if _is_count(one)]
    days = (_day(number) for number in range(1, _LONGEST_MONTH + 1))
    dates = {cell.text for row in sheet.rows[:_LOOKED_AT] for cell in row.cells.values() if cell.sort == "date"}
    dated = (Column(text, Text(text, text), "day", (text,)) for text in sorted(dates))
    who = (one for one in WHO if one.key != "period")
    return (*who, HALF, *counts, *days, *dated)


def _is_count(column: Column) -> bool:
    return column.sort == "marks" and any(isinstance(given, Count | Days) for given in column.of.values())


def _day(number: int) -> Column:
    return Column(
        f"day-{number}", Text(str(number), f"{number}日"), "day", (f"{number:02}", f"{number}号", f"{number:02}日")
    )


def day_of_column(column: Column, month: Period | None) -> dt.date | None:
    """The day that a column is of, None where the month has no such day, or none is told."""
    found = _DAY.fullmatch(column.key)
    if found is None:
        return None
    if found[2]:
        return dt.date.fromisoformat(found[2])
    if month is None or int(found[1]) > month.end.day:
        return None
    return month.start.replace(day=int(found[1]))


def is_grid(sheet: Sheet) -> bool:
    """Whether a row of a sheet holds the days of a month."""
    for row in sheet.rows[:_LOOKED_AT]:
        numbers = {cell.text.strip().rstrip("日号") for cell in row.cells.values() if cell.sort in ("text", "number")}
        days = sum(str(day) in numbers for day in range(1, _LONGEST_MONTH + 1))
        if max(days, sum(cell.sort == "date" for cell in row.cells.values())) >= _FEWEST:
            return True
    return False


def months_of(start: dt.date, end: dt.date) -> Spoken:
    """The months of a cycle, by what they are called."""
    return Spoken(tuple(_months(start, end)))


def _months(start: dt.date, end: dt.date) -> Iterator[Period]:
    year, month = start.year, start.month
    while (year, month) <= (end.year, end.month):
        yield parse_period(f"{year}-{month:02}", "month")
        year, month = (year + 1, 1) if month == _DECEMBER else (year, month + 1)


def counts_of(columns: Collection[Column], kind: str) -> list[Column]:
    """The counts that somebody of a kind has."""
    return [one for one in columns if one.sort == "counts" and kind in one.of]


_DECEMBER = 12
