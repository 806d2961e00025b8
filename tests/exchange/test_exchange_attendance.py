"""Attendance sheets: marks by day and counts in columns, added up exactly; what the scheme cannot take is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cli_kit import run
from exchange_kit import corps, county, secondees
from kaohe.errors import FileError
from kaohe.exchange import Mapped, Options, Preview, apply_import, preview_file, read_mapping, template, write_mapping
from kaohe.office import Enrol, Office

MARKS = {"√": "-", "事": "leave", "病": "带薪休假外请假天数", "年": "-"}
ALL = range(1, 13)
Rows = Sequence[Sequence[object]]


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Office]:
    """The members M1 and M2 of an XPCC team."""
    with corps(tmp_path) as office:
        office.save([Enrol(who, "member", name, {"team": "A"}) for who, name in (("M1", "王五"), ("M2", "赵六"))])
        yield office


def _grid(folder: Path, rows: Rows, months: Sequence[int] = ALL, *, more: Sequence[object] = ()) -> Path:
    """A workbook as offices keep it: a sheet a month, a merged title, a row of weekdays, signatures below."""
    made = _empty()
    for month in months:
        sheet = made.create_sheet(f"{month}月")
        sheet.append([f"2016年{month}月份考勤表"])
        sheet.merge_cells("A1:AG1")
        sheet.append(["编号", "姓名", *range(1, 32), *more])
        sheet.append([None, None, *("一二三四五六日" * 5)[:31]])
        for row in rows:
            sheet.append([*row])
        sheet.append(["考勤员：某某"])
    made.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def _sheet(book: openpyxl.Workbook, name: str = "") -> Any:
    """A new sheet, or the one of that name."""
    return book[name] if name in book.sheetnames else book.create_sheet(name or None)


def _empty() -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    return made


def _preview(office: Office, path: Path, **options: Any) -> Preview:
    return preview_file(office.case, path, Options(**options))


def _leave(office: Office, who: str) -> Any:
    row = office.row(who)
    assert row is not None
    return row.get("facts", {}).get("leave")


def _rejected(preview: Preview) -> list[tuple[str, int, int, str]]:
    return [(one.at.sheet, one.at.row, one.at.column, one.why.number) for one in preview.of("rejected") if one.why]


def test_marks_of_twelve_months_are_added_up(book: Office, tmp_path: Path) -> None:
    """Whole days, halves, two marks in a cell; who has none is 0; one commit, undone as one, the same when read again."""
    before = book.case_data()
    rows = [("M1", "王五", "√", "事", "√/事", "病0.5", "半病", "年"), ("M2", None, "√", "√")]
    preview = _preview(book, _grid(tmp_path, rows), marks=MARKS)
    assert preview.kinds == ("attendance",)
    saved = apply_import(book, preview)
    assert (_leave(book, "M1"), _leave(book, "M2")) == ("30", "0")
    assert _preview(book, tmp_path / "a.xlsx", marks=MARKS).counts["same"] == 2
    book.undo(saved.receipt, reason="误导入")
    assert book.case_data() == before


def test_a_title_may_speak_of_the_team_where_rows_are_its_members(book: Office, tmp_path: Path) -> None:
    """驻连工作队考勤表 holds members by name: they are proposed, and a name that nobody bears is still refused."""
    made = openpyxl.load_workbook(_grid(tmp_path, [(None, "王五", "事"), (None, "钱八", "事")]))
    for sheet in made.worksheets:
        sheet["A1"] = f"2016年{sheet.title}驻连工作队考勤表"
    made.save(tmp_path / "a.xlsx")
    preview = _preview(book, tmp_path / "a.xlsx", marks=MARKS)
    assert [(one.who, one.after) for one in preview.of("asked")] == [("M1", "12")]
    assert {one[3] for one in _rejected(preview)} == {"K9124"}


def test_the_names_of_sheets_alone_say_the_months(book: Office, tmp_path: Path) -> None:
    """Sheets called 1月 to 12月, with no title in them, are the twelve months."""
    made = _empty()
    for month in ALL:
        sheet = _sheet(made, f"{month}月")
        sheet.append(["编号", *range(1, 29)])
        sheet.append(["M1", "事"])
    made.save(tmp_path / "a.xlsx")
    assert [(one.who, one.after) for one in _preview(book, tmp_path / "a.xlsx", marks=MARKS).of("new")] == [
        ("M1", "12")
    ]


def test_a_mark_that_nobody_explained_is_named_by_its_first_cell(book: Office, tmp_path: Path) -> None:
    """How many cells hold it, and for what it may count; nothing is counted of whoever has one, and it is not repeated."""
    rows = [("M1", None, "√", "保密", "事"), ("M2", None, "√", "√")]
    preview = _preview(book, _grid(tmp_path, rows), marks=MARKS)
    assert _rejected(preview) == [("1月", 4, 4, "K9632")]
    assert [(str(at.text().zh), n) for at, n in preview.marks.values()] == [("1月，D4单元格", 12)]
    assert [one.who for one in preview.of("new")] == ["M2"]
    assert "保密" not in str(preview.as_json())


def test_a_remark_in_a_day_is_never_offered_as_a_mark(book: Office, tmp_path: Path) -> None:
    """What is longer than a mark is a remark: its place is told, and it is kept nowhere."""
    preview = _preview(book, _grid(tmp_path, [("M1", None, "到卫生院看望家属")]), marks=MARKS)
    assert _rejected(preview)[0] == ("1月", 4, 3, "K9632")
    assert preview.marks == {}


def test_a_count_of_the_cycle_needs_every_month(book: Office, tmp_path: Path) -> None:
    """The missing months are named; a month's headings alone say that nothing is counted in it."""
    preview = _preview(book, _grid(tmp_path, [("M1", None, "事")], range(1, 11)), marks=MARKS)
    assert _rejected(preview) == [("1月", 2, 0, "K9635")]
    assert "2016-11, 2016-12" in str(preview.of("rejected")[0].why)
    assert preview.changes == []


@pytest.mark.parametrize(
    ("rows", "more", "rejected"),
    [
        ([("M1", None, "事", *[None] * 30, 2)], ["请假天数"], ("1月", 4, 34, "K9636")),
        ([("M1", None, *[None] * 29, "事")], [], ("2月", 4, 32, "K9634")),
        ([("M1", None, "#N/A")], [], ("1月", 4, 3, "K9111")),
        ([("M1", None, True)], [], ("1月", 4, 3, "K9114")),
        ([("M1", None, "=1+1")], [], ("1月", 4, 3, "K9112")),
        ([("Z9", None, "事")], [], ("1月", 4, 0, "K9122")),
        ([("M1", "赵六", "事")], [], ("1月", 4, 0, "K9126")),
        ([("M1", None, "事"), ("M1", None, "事")], [], ("1月", 5, 0, "K9130")),
        ([(None, None, "事")], [], ("1月", 4, 0, "K9121")),
    ],
    ids=["total", "30-february", "error", "truth", "formula", "nobody", "sorted-apart", "twice", "nameless"],
)
def test_a_wrong_cell_is_named_and_that_person_is_not_counted(
    book: Office, tmp_path: Path, rows: Rows, more: Sequence[object], rejected: tuple[str, int, int, str]
) -> None:
    """A column that disagrees with the marked days, a day that there is not, errors, formulas, people who are not there."""
    options = {"headings": {"请假天数": "leave"}} if more else {}
    preview = _preview(book, _grid(tmp_path, rows, more=more), marks=MARKS, **options)
    assert rejected in _rejected(preview)
    before = book.head
    with pytest.raises(FileError, match="K9101"):
        apply_import(book, preview)
    assert book.head == before


def test_halves_of_days_in_two_rows(book: Office, tmp_path: Path) -> None:
    """A row for the morning and one for the afternoon: each mark is half a day, and a row must say which it is."""
    made = openpyxl.Workbook()
    for month in ALL:
        sheet = _sheet(made, f"2016-{month:02}")
        sheet.append(["编号", "姓名", "时段", *range(1, 32)])
        for half in ("上午", "下午"):
            sheet.append(["M1", "王五", half, "事" if half == "上午" else "√"])
        sheet.merge_cells("A2:A3")
        sheet.append(["M2", None, "全天" if month == 1 else "上午", "√"])
    made.save(tmp_path / "a.xlsx")
    preview = _preview(book, tmp_path / "a.xlsx", marks=MARKS)
    assert [(one.who, one.after) for one in preview.of("new")] == [("M1", "6"), ("M2", "0")]
    assert _rejected(preview) == [("2016-01", 4, 0, "K9638")]


def test_columns_of_counts_are_added_where_the_office_says_so(book: Office, tmp_path: Path) -> None:
    """事假 and 病假 are both leave; what was not mapped is told by its letter and not read."""
    (tmp_path / "a.csv").write_text("编号,事假,病假,年休假,备注\nM1,3,0.5,5,看病\nM2,0天,１,5,\n", encoding="gb18030")
    options: dict[str, Any] = {"kind": "attendance", "headings": {"事假": "leave", "病假": "leave"}}
    preview = _preview(book, tmp_path / "a.csv", **options)
    assert [(one.who, one.after) for one in preview.of("new")] == [("M1", "3.5"), ("M2", "1")]
    assert "2 列不属于本方案，未读取：D, E" in " ".join(one.zh for one in preview.notes)
    assert "看病" not in str(preview.as_json())
    (tmp_path / "a.csv").write_text("编号,事假,病假\nM1,3,一天\n", encoding="utf-8")
    assert _rejected(_preview(book, tmp_path / "a.csv", **options)) == [("", 2, 3, "K1069")]


def test_counts_of_months_and_of_the_whole_are_not_mixed(book: Office, tmp_path: Path) -> None:
    """A sheet with the year's count beside sheets of months would be counted twice: it is refused."""
    path = _grid(tmp_path, [("M1", None, "事")])
    made = openpyxl.load_workbook(path)
    sheet = made.create_sheet("汇总")
    sheet.append(["编号", "带薪休假外请假天数"])
    sheet.append(["M1", 12])
    made.save(path)
    assert _rejected(_preview(book, path, marks=MARKS, kind="attendance"))[0][3] == "K9637"


def test_a_scheme_that_counts_no_days_says_so(tmp_path: Path) -> None:
    """Tibet's members have no count of days: each row is named with that reason, and nothing is taken."""
    with county(tmp_path) as office:
        made = _empty()
        sheet = _sheet(made)
        for row in (["2018年11月考勤表"], ["编号", *range(1, 31)], ["M1", "√"]):
            sheet.append(row)
        made.save(tmp_path / "a.xlsx")
        preview = _preview(office, tmp_path / "a.xlsx")
        assert [one[3] for one in _rejected(preview)] == ["K9631"]


def test_a_mark_or_month_that_there_is_not_is_refused(book: Office, tmp_path: Path) -> None:
    """The fields that can be counted are listed; a grid without a month asks for it."""
    with pytest.raises(FileError, match=r"K9166.*leave"):
        _preview(book, _grid(tmp_path, [("M1", None, "事")]), marks={"事": "leve"})
    made = _empty()
    sheet = _sheet(made)
    for row in (["编号", *range(1, 32)], ["M1", "事"]):
        sheet.append(row)
    made.save(tmp_path / "a.xlsx")
    assert [one[3] for one in _rejected(_preview(book, tmp_path / "a.xlsx", marks=MARKS))] == ["K9633"]


def test_late_and_early_are_times_and_not_days(tmp_path: Path) -> None:
    """A count takes each mark as one, whatever part of a day it stands for (Yining 第十五条1)."""
    with secondees(tmp_path) as office:
        path = _grid(tmp_path, [("S1", "甲", "迟", "迟/早", "√")])
        preview = _preview(office, path, marks={"迟": "late", "早": "left_early", "√": "-"})
        assert {(one.what.en, one.after) for one in preview.of("new") if one.what} == {
            ("times late", "24"),
            ("times left early", "12"),
        }


def test_templates_hold_the_counts_or_the_days_of_a_month(book: Office, tmp_path: Path) -> None:
    """The counts come back the same; a month's template has its days, and is filled in and read as a grid."""
    apply_import(book, _preview(book, _grid(tmp_path, [("M1", None, "事")]), marks=MARKS))
    path = tmp_path / "t.xlsx"
    path.write_bytes(template(book.case, "attendance"))
    assert _preview(book, path, kind="attendance").counts == {
        "new": 0,
        "changed": 0,
        "same": 1,
        "asked": 0,
        "rejected": 0,
    }
    path.write_bytes(template(book.case, "attendance", period="2016年2月"))
    made = openpyxl.load_workbook(path)
    assert [cell.value for cell in made["队员"][3]][-1] == "29"
    made["队员"]["D4"] = "事"
    made.save(path)
    assert _rejected(_preview(book, path, marks=MARKS)) == [("队员", 3, 0, "K9635")]


def test_the_command_asks_what_marks_mean_and_keeps_the_answers(
    book: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At a terminal each unknown mark is asked for by its place; with --mapping the answers are there the next time."""
    from kaohe.cli import _import

    book.close()
    asked: list[str] = []

    def answer(text: Any) -> str:
        asked.append(text.zh)
        return "-" if "C4" in text.zh else "leave"

    monkeypatch.setattr(_import, "answer", answer)
    path, kept = _grid(tmp_path, [("M1", None, "√", "事")]), tmp_path / "marks.toml"
    done = run("import", tmp_path / "corps.book", path, "--yes", "--mapping", kept, lang="zh")
    assert done.exit_code == 0, done.output
    assert [text.partition("（")[0] for text in asked] == ["1月，C4单元格的符号", "1月，D4单元格的符号"]
    assert read_mapping(kept) == Mapped({}, {"√": "-", "事": "leave"})
    again = run("import", tmp_path / "corps.book", path, "--yes", "--mapping", kept, lang="zh")
    assert again.exit_code == 0, again.output
    assert "相同 1" in again.stdout


def test_a_mapping_with_headings_and_marks_is_what_was_kept(tmp_path: Path) -> None:
    """Both tables come back, quotes and signs included."""
    kept = Mapped({'日"常': "usual"}, {"△": "leave", "\\": "-"})
    write_mapping(tmp_path / "m.toml", kept)
    assert read_mapping(tmp_path / "m.toml") == kept
