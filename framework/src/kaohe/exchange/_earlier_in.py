"""Grades of earlier cycles: out of a table of that year's results, or out of the book in which they were frozen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from attrs import evolve

from ..cases import Case
from ..errors import FileError
from ..office import Office
from ..rules import Choice
from ..rules.nodes import NOT_APPRAISED
from ..rules.tools import Ruleset, add_months, half_width
from ..words import Message, Text
from ._cells import Cell, Row, Sheet
from ._columns import WHO, Column, columns_of

__all__ = ["book_sheet", "earlier_columns", "is_book", "says_earlier"]

_YEAR = re.compile(r"(?:19|20)\d\d")
_GRADED = ("等次", "考核等次", "评定等次", "年度等次", "考核结果", "等级", "grade", "result")
_TOLD = ("{year}年度等次", "{year}年等次", "{year}等次", "{year}年度考核等次", "{year}年考核等次", "{year}年度考核结果",
         "{year}年考核结果", "{year}年度", "{year}年", "{year}")  # fmt: skip
_TITLES = 3

_NO_FREEZE = Message(
    "K9661",
    "it is not frozen as a whole, so its grades may still change; freeze it first: kaohe office freeze",
    "该账簿尚未整体冻结，其等次仍可能变动；请先冻结：kaohe office freeze",
)
_NOT_BEFORE = Message(
    "K9662",
    "its cycle ({start} to {end}) is none of those that the scheme asks about: {known}",
    "其周期（{start} 至 {end}）不是方案所问的往年周期：{known}",
)
_NONE = Message("K9663", "the scheme asks for no grade of an earlier cycle", "方案没有问及往年等次")
_KEPT = Text(
    "{book}: {n} are graded, {left} are not on this roster, {open} have no grade there and stay open",
    "{book}：{n} 个有等次；{left} 个不在本名册；{open} 个在该账簿没有等次，仍待录入",
)


def is_book(path: Path) -> bool:
    """Whether a path is a book's by its name."""
    return path.suffix.lower() == ".book"


def _asked(ruleset: Ruleset) -> list[Column]:
    """The columns of the grades that the scheme asks back for."""
    return [
        evolve(one, sort="earlier") for one in columns_of(ruleset) if any(_back(given) for given in one.of.values())
    ]


def _back(given: object) -> int:
    return given.cycles_back if isinstance(given, Choice) else 0


def _years(case: Case) -> dict[int, int]:
    """How many cycles back each year was: a cycle is called by the year in which it ends."""
    months, cycle = _months(case), case.cohort.cycle
    backs = {_back(given) for column in _asked(case.cohort.ruleset) for given in column.of.values()} - {0}
    return {add_months(cycle.end, -back * months).year: back for back in backs}


def _months(case: Case) -> int:
    cycles = case.cohort.ruleset.scheme.cycles
    return 12 if cycles is None else cycles.months


def earlier_columns(case: Case, sheet: Sheet) -> tuple[Column, ...]:
    """Every column that a sheet of earlier grades may have: by their labels, by their years, by the year of the sheet."""
    years, said = _years(case), _year_of(case, sheet)
    asked = _asked(case.cohort.ruleset)
    found = []
    for column in asked:
        backs = {_back(given) for given in column.of.values()}
        names = [form.format(year=year) for year, back in years.items() if back in backs for form in _TOLD]
        alone = len({_back(given) for one in asked for given in one.of.values()}) == 1
        names += [*_GRADED] if said in backs or (alone and not said) else []
        found.append(evolve(column, names=(*column.names, *names)))
    return (*(one for one in WHO if one.key != "period"), *found)


def _year_of(case: Case, sheet: Sheet) -> int:
    """How many cycles back the year is that the name or the title of a sheet says, 0 where none does."""
    years = _years(case)
    for texts in ((sheet.name,), _titles(sheet)):
        found = {years[int(year)] for text in texts for year in _YEAR.findall(half_width(text)) if int(year) in years}
        if len(found) == 1:
            return found.pop()
    return 0


def _titles(sheet: Sheet) -> Sequence[str]:
    """The texts that stand alone in their rows, above everything else."""
    return [next(iter(row.cells.values())).text for row in sheet.rows[:_TITLES] if len(row.cells) == 1]


def says_earlier(case: Case, sheet: Sheet) -> bool:
    """Whether the scheme asks back, and a sheet's name, title or headings are of such a year's grades."""
    years = [str(year) for year in _years(case)]
    texts = [sheet.name, *(cell.text for row in sheet.rows[:_TITLES] for cell in row.cells.values())]
    return any(year in half_width(text) and ("等次" in text or "结果" in text) for year in years for text in texts)


def book_sheet(case: Case, path: Path) -> tuple[Sheet, Text]:
    """The grades of a book that is frozen as a whole, as a sheet, and what is said of it. Raises FileError and StoreError.

    Who has no grade there stays open: silence is none. Who was not appraised then was not.
    """
    asked = _asked(case.cohort.ruleset)
    if not asked:
        raise FileError(_NONE, where=str(path))
    with closing(Office.open(path, writable=False)) as other:
        if "book" not in other.freezes:
            raise FileError(_NO_FREEZE, where=str(path))
        column = _column(case, other, asked, path)
        outcomes = {one.id: one for one in other.evaluation.outcomes()}
        names = {who: person.name for who, person in other.people.items()}
    known = case.cohort.appraisees
    grades = {
        who: NOT_APPRAISED if one.state == "not_appraised" else one.grade or ""
        for who, one in outcomes.items()
        if who in known and known[who].kind in column.of
    }
    rows = [Row(1, {1: Cell("编号"), 2: Cell("姓名"), 3: Cell(column.label.zh)})]
    for number, (who, grade) in enumerate(((who, grade) for who, grade in grades.items() if grade), 2):
        cells = {1: Cell(who), 2: Cell(names[who]), 3: Cell(grade)}
        rows.append(Row(number, {place: cell for place, cell in cells.items() if cell.text}))
    left = sum(who not in known for who in outcomes)
    said = {"n": len(rows) - 1, "left": left, "open": sum(not grade for grade in grades.values())}
    return Sheet(path.name, rows), _KEPT.format(book=path.name, **said)


def _column(case: Case, other: Office, asked: Sequence[Column], path: Path) -> Column:
    """The grade that a book's cycle answers."""
    cycle, mine, months = other.case.cohort.cycle, case.cohort.cycle, _months(case)
    for column in asked:
        for back in {_back(given) for given in column.of.values()}:
            if add_months(cycle.start, back * months) == mine.start:
                return column
    known = Text(", ".join(_told(case, "en")), "、".join(_told(case, "zh")))
    raise FileError(_NOT_BEFORE.format(start=cycle.start, end=cycle.end, known=known), where=str(path))


def _told(case: Case, language: str) -> Iterator[str]:
    for year, back in sorted(_years(case).items()):
        label = next(
            one.label for one in _asked(case.cohort.ruleset) for given in one.of.values() if _back(given) == back
        )
        yield f"{label.in_language(language)} {year}"
