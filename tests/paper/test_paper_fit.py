"""Widths of columns, headings in two lines, charts: what was seen to be cut or broken on paper, held on the numbers."""

from __future__ import annotations

import io
import re
import zipfile
from fractions import Fraction
from pathlib import Path

import pytest

from kaohe.errors import FileError
from kaohe.exchange import cells_wide
from kaohe.paper import Bar, Cell, Chart, Line, Page, Paper, Part, Table, docx_bytes, html_text, own_layout
from kaohe.paper._fit import fit
from paper_kit import SCHEMES, cells, drawn, forms, small

_EDGE, _TURNED, _UPRIGHT = 6, 638, 442
_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")


def _digits(table: Table, *, wide: bool) -> list[Fraction]:
    """How many digits each column of a table holds on paper, its edges taken off."""
    total = sum(table.widths)
    points = [Fraction((_TURNED if wide else _UPRIGHT) * one, total) - _EDGE for one in table.widths]
    return [one * 2 / Fraction(table.size) for one in points]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_day_and_no_pair_of_characters_is_broken(scheme: str, language: str) -> None:
    """In every table with headings a column holds two characters, a whole day, and a number or word of its cells."""
    for form in forms(scheme):
        if form.key.startswith("overview"):
            continue
        for paper in drawn(scheme, form.key, language=language)[:1]:
            blocks = [block for page in paper.pages for block in page.blocks]
            for table in blocks:
                if (
                    not isinstance(table, Table)
                    or not table.heads
                    or any(c.across > 1 for row in table.rows for c in row)
                ):
                    continue
                rooms = _digits(table, wide=paper.wide)
                for row in table.rows:
                    if len(row) != len(rooms) or any(cell.down > 1 for cell in row):
                        continue
                    for cell, room in zip(row, rooms, strict=True):
                        days = [cells_wide(day) for day in _DAY.findall(cell.text)]
                        assert room >= max([min(4, cells_wide(cell.text)), *days]), (form.key, cell.text, float(room))


_RAW = re.compile(r"(?<![\w-])\d{4}(?:Q[1-4]|H[12])(?!\w)|\d{4}-\d\d/\d{4}-\d\d", re.ASCII)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_cell_shows_a_period_as_a_program_writes_it(scheme: str, language: str) -> None:
    """A quarter, a half-year and a cycle stand in every cell as they are called: 2019年第一季度, 1st quarter of 2019."""
    found = []
    for form in forms(scheme):
        papers = drawn(scheme, form.key, language=language)
        tables = [one for paper in papers for page in paper.pages for one in page.blocks if isinstance(one, Table)]
        found += [(form.key, cell.text) for table in tables for cell in cells(table) if _RAW.search(cell.text)]
        if language == "zh":
            months = [cell.text for table in tables for cell in cells(table) if re.fullmatch(r"\d{4}-\d\d", cell.text)]
            found += [(form.key, month) for month in months]
    assert found == []


def test_a_short_cell_is_not_broken_while_another_column_has_to_spare() -> None:
    """In a table of seventeen columns a kind and a quarter of the year stand in one line each."""
    for language, at in (("zh", "2019年第一季度"), ("en", "posted team")):
        paper = drawn("xizang-2018", "XZ-6(5)b", language=language)[0]
        table = next(one for page in paper.pages for one in page.blocks if isinstance(one, Table) and one.heads)
        rooms = _digits(table, wide=paper.wide)
        held = {cell.text: room for row in table.rows for cell, room in zip(row, rooms, strict=True)}
        assert min(held[one] - cells_wide(one) for one in held if one in ("驻村工作队", at)) >= Fraction(9, 10)


def test_a_day_has_room_for_wide_digits() -> None:
    """Where the typeface's digits are a quarter wider and stand off from characters, 2020年12月31日 is still in one line."""
    table = next(
        one for one in drawn("yining", "YN-H3-table")[0].pages[0].blocks if isinstance(one, Table) and one.heads
    )
    room = max(
        room for cell, room in zip(table.rows[1], _digits(table, wide=True), strict=True) if _DAY.fullmatch(cell.text)
    )
    assert room >= 8 * Fraction(5, 4) + 6 + 5 * Fraction(1, 2)


def test_a_long_heading_is_broken_before_its_bracket() -> None:
    """指标考核（30%） stands as 指标考核 over （30%）, and its neighbours alike; never is a bracket left alone."""
    heads = ["指标考核（30%）", "日常督查（20%）", "序号", *["第三方评估（20%）"] * 6]
    found = fit(heads, [["91.5"] * len(heads)] * 3, wide=False)
    assert found.heads[:3] == ("指标考核\n（30%）", "日常督查\n（20%）", "序号")


def test_columns_to_write_in_have_room() -> None:
    """A column that nothing is filled into gets what the others leave; those of a ballot are equally wide."""
    found = fit(["姓名", "满意", "基本满意", "不满意"], [["甲", "", "", ""]] * 3, wide=False)
    assert len({*found.widths[1:]}) == 1
    assert found.widths[1] > found.widths[0]


def test_a_column_is_as_wide_as_the_office_says(tmp_path: Path) -> None:
    """The third part of a column is its width in digits; order and title are the office's too."""
    layout = tmp_path / "own.toml"
    layout.write_text('title = "本县名单"\ncolumns = [["意见", 20], ["姓名", "name", 8]]', encoding="utf-8")
    form = next(one for one in forms("xizang-2018") if one.key == "XZ-9")
    made = own_layout(layout, form, small("xizang-2018")[0].cohort.ruleset)
    columns = next(block.columns for block in made.blocks if hasattr(block, "columns"))
    assert [column.head.zh for column in columns] == ["意见", "姓名"]
    assert [getattr(column, "wide", 0) for column in columns] == [20, 8]
    found = fit(["意见", "姓名"], [["", "甲"]], wide=False, fixed=[20, 8])
    assert Fraction(found.widths[0] - 60, found.widths[1] - 60) == Fraction(20, 8)


@pytest.mark.parametrize("text", ["[1, 2]", "{}", '"title"'])
def test_a_layout_that_holds_none_is_refused(tmp_path: Path, text: str) -> None:
    """A file of another shape does not print the form as if nothing had been asked."""
    layout = tmp_path / "own.json"
    layout.write_text(text, encoding="utf-8")
    form = next(one for one in forms("xizang-2018") if one.key == "XZ-9")
    with pytest.raises(FileError, match=r"\[K9466\]"):
        own_layout(layout, form, small("xizang-2018")[0].cohort.ruleset)


_LABEL = "督查组成员 师（市）下派、十四师 优秀"


def _chart(label: str) -> Paper:
    bars = (Bar(label, (Part("优秀", 3), Part("称职", 1)), 4, "3/4"), Bar("短", (Part("", 0),), 0, "0"))
    return Paper(title="图", pages=(Page((Chart("名额", bars),)),))


@pytest.mark.parametrize("label", ["短", _LABEL, _LABEL * 4])
def test_a_chart_keeps_its_labels_and_bars_inside(label: str) -> None:
    """In the .html the longest label begins within the picture, and bars and numbers end within it; nothing is negative."""
    page = html_text([_chart(label)])
    numbers = [int(one) for one in re.findall(r' (?:x|y|width|height)="(-?\d+)"', page)]
    assert min(numbers) >= 0
    label_end = int(re.findall(r'<text x="(\d+)" y="16" text-anchor="end"', page)[0])
    pressed = re.search(r'textLength="(\d+)"', page)
    assert label_end >= (int(pressed[1]) if pressed else cells_wide(label) * 11 // 2)
    frame = [
        (int(x), int(w)) for x, w in re.findall(r'<rect x="(\d+)" y="4" width="(\d+)" height="16" fill="none"', page)
    ]
    assert all(x == label_end + 6 and x + w <= 600 - 64 for x, w in frame)


def test_a_signature_keeps_what_it_signs() -> None:
    """The paragraph or the last row before a line to sign goes to the next page with it."""
    table = Table(widths=(1,), rows=((Cell(text="甲"),),))
    for before in (Line("正文"), Line("问题", "prose"), table):
        blocks = (Line("表", "title"), before, Line("甲（签字）", "sign"), Line("乙（签字）", "sign"))
        body = _body(docx_bytes([Paper(title="表", pages=(Page(blocks),))]))
        signed = body.rfind("<w:p>", 0, body.index("甲（签字）"))
        last = body.rfind("<w:p>", 0, signed)
        assert "w:keepNext" in body[last:signed], before
        assert "w:keepNext" in body[signed : body.index("甲（签字）")], "two signatures stay together"


def _body(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read("word/document.xml").decode()
