"""Grades of earlier cycles: from a table of that year's results, or from the book in which they were frozen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from exchange_kit import corps
from kaohe.errors import FileError
from kaohe.exchange import Options, Preview, apply_import, preview_file, template
from kaohe.office import Enrol, Enter, Freeze, Office, Plan
from kaohe.rules import Flag, assemble
from kaohe.rules.nodes import earlier
from scheme_kit import GRADES, PERSON, WORDS, bands, declare, lines, total

LAST, BEFORE = earlier("last", PERSON, clause="1"), earlier("before", PERSON, back=2, clause="1")
RULES = assemble(
    declare(
        scoring=[total(), bands(), Flag(**lines("f"), flag=WORDS, when=LAST.is_(GRADES[0]) & BEFORE.is_(GRADES[0]))]
    )
)
BEST, GOOD, WORST = GRADES


def _plan(year: int) -> Plan:
    cycle = {"id": str(year), "start": f"{year}-01-01", "end": f"{year}-12-31"}
    return Plan(scheme=RULES.id, cycle=cycle, unit="某县")


@pytest.fixture(autouse=True)
def _installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The book of an earlier year is opened by whoever imports it, under the same rules."""
    opened = Office.open.__func__  # type: ignore[attr-defined]  # a class method

    def under(cls: type[Office], /, where: Any, **more: Any) -> Office:
        found: Office = opened(cls, where, **{"ruleset": RULES, **more})
        return found

    monkeypatch.setattr(Office, "open", classmethod(under))


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Office]:
    """P1 to P4 in 2020, of whom nothing of earlier years was entered."""
    with Office.create(tmp_path / "2020.book", _plan(2020), ruleset=RULES) as office:
        office.save([Enrol(f"P{n}", "person", name) for n, name in enumerate("甲乙丙丁", 1)])
        yield office


def _csv(folder: Path, text: str) -> Path:
    (folder / "a.csv").write_text(text, encoding="gb18030")
    return folder / "a.csv"


def _said(preview: Preview) -> dict[tuple[str, str], Any]:
    return {(one.who, one.what.en): one.after for one in preview.of("new") if one.what}


LABELS = ("grade of the cycle before", "grade 2 cycles back")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2019年度考核结果\n编号,姓名,等次,备注\nP1,甲,优秀,某\nP2,乙,当时未考核,\n", LABELS[0]),
        ("2018年度考核结果汇总表\n编号,考核等次\nP1,优秀\nP2,not_appraised\n", LABELS[1]),
        ("编号,2019年度等次\nP1,优秀\nP2,当时未考核\n", LABELS[0]),
        ("编号,2018年等次\nP1,优秀\nP2,当时未考核\n", LABELS[1]),
        ("编号,上一周期等次\nP1,优秀\nP2,当时未考核\n", LABELS[0]),
    ],
    ids=["last", "before", "by-year", "by-year-before", "by-label"],
)
def test_the_year_says_which_cycle_it_was(book: Office, tmp_path: Path, text: str, label: str) -> None:
    """By the title, the heading or the label; remarks are not read; one commit, undone as one, the same when read again."""
    before = book.case_data()
    preview = preview_file(book.case, _csv(tmp_path, text), Options())
    assert _said(preview) == {("P1", label): "优秀", ("P2", label): "not_appraised"}
    saved = apply_import(book, preview)
    assert preview_file(book.case, tmp_path / "a.csv", Options()).counts["same"] == 2
    book.undo(saved.receipt, reason="误导入")
    assert book.case_data() == before


def test_two_years_side_by_side(book: Office, tmp_path: Path) -> None:
    """A workbook with a column for each year fills both in; whoever has a blank stays open."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    for row in (
        ["历年等次"],
        ["编号", "姓名", "2018年度等次", "2019年度等次"],
        ["P1", "甲", BEST, BEST],
        ["P3", "丙", None, WORST],
    ):
        sheet.append(row)
    made.save(tmp_path / "a.xlsx")
    preview = preview_file(book.case, tmp_path / "a.xlsx", Options())
    assert preview.kinds == ("earlier",)
    apply_import(book, preview)
    held = book.row("P3")
    assert held is not None
    assert held["facts"] == {"last": WORST}


@pytest.mark.parametrize(
    ("row", "place", "number"),
    [("P1,甲,良好", 3, "K1072"), ("P9,,优秀", 0, "K9123"), ("P1,乙,优秀", 0, "K9126"), ("P1,,#N/A", 3, "K9111")],
)
def test_a_wrong_row_is_named(book: Office, tmp_path: Path, row: str, place: int, number: str) -> None:
    """A grade that there is not, somebody who is not here, a name that is another's: row, column and reason."""
    path = _csv(tmp_path, f"2019年度考核结果\n编号,姓名,等次\nP2,乙,优秀\n{row}\n")
    preview = preview_file(book.case, path, Options())
    assert [(one.at.row, one.at.column, one.why.number) for one in preview.of("rejected") if one.why] == [
        (4, place, number)
    ]
    with pytest.raises(FileError, match="K9101"):
        apply_import(book, preview)


def _past(folder: Path, year: int, marks: dict[str, int | None], *, frozen: bool = True) -> Path:
    """A book of an earlier year: marks make grades, and P9 is nobody's colleague now."""
    path = folder / f"{year}.book"
    with Office.create(path, _plan(year), ruleset=RULES) as office:
        names = dict(zip(("P1", "P2", "P3", "P4"), "甲乙丙丁", strict=True))
        office.save([Enrol(who, "person", names.get(who, "戊")) for who in marks])
        past = [Enter(who, key, "not_appraised") for who in marks for key in ("last", "before")]
        office.save([*past, *(Enter(who, "mark", mark) for who, mark in marks.items() if mark is not None)])
        if frozen:
            office.save([Freeze()])
    return path


def test_a_frozen_book_gives_its_grades(book: Office, tmp_path: Path) -> None:
    """By id, of those on the roster; whoever has no grade there stays open; which cycle it was follows from its days."""
    path = _past(tmp_path, 2019, {"P1": 95, "P2": 70, "P3": None, "P9": 90})
    preview = preview_file(book.case, path, Options())
    assert set(_said(preview)) == {("P1", LABELS[0]), ("P2", LABELS[0])}
    assert "2 个有等次；1 个不在本名册；1 个在该账簿没有等次" in preview.notes[0].zh
    apply_import(book, preview)
    assert preview_file(book.case, path, Options()).counts["same"] == 2
    earlier_still = preview_file(book.case, _past(tmp_path, 2018, {"P1": 95}), Options())
    assert set(_said(earlier_still)) == {("P1", LABELS[1])}


@pytest.mark.parametrize(("year", "frozen", "number"), [(2019, False, "K9661"), (2015, True, "K9662")])
def test_a_book_that_cannot_answer_is_refused(
    book: Office, tmp_path: Path, year: int, frozen: bool, number: str
) -> None:
    """One that may still change, and one of a year that nobody asks about."""
    path = _past(tmp_path, year, {"P1": 95}, frozen=frozen)
    with pytest.raises(FileError, match=number):
        preview_file(book.case, path, Options())


def test_a_scheme_that_does_not_ask_back_says_so(tmp_path: Path) -> None:
    """XPCC asks for no earlier grade: a book is refused with that reason."""
    past = _past(tmp_path, 2019, {"P1": 95})
    with corps(tmp_path) as office, pytest.raises(FileError, match="K9663"):
        preview_file(office.case, past, Options())


def test_a_template_of_earlier_grades_is_read_back_the_same(book: Office, tmp_path: Path) -> None:
    """Both years are columns with the grades to choose from."""
    book.save([Enter("P1", "last", BEST), Enter("P1", "before", "not_appraised"), Enter("P2", "last", GOOD)])
    path = tmp_path / "t.xlsx"
    path.write_bytes(template(book.case, "earlier"))
    counts = preview_file(book.case, path, Options(kind="earlier")).counts
    assert counts == {"new": 0, "changed": 0, "same": 3, "asked": 0, "rejected": 0}
