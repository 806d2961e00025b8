"""Widths of columns, headings in two lines, charts: what was seen to be cut or broken on paper, held on the numbers."""

from __future__ import annotations

import io
import re
import zipfile
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve

from kaohe.cases import case_from_data
from kaohe.engine import Evaluation
from kaohe.errors import FileError
from kaohe.exchange import cells_wide
from kaohe.paper import Bar, Cell, Chart, Line, Page, Paper, Part, Table, compose, docx_bytes, html_text, own_layout
from kaohe.paper._fit import Fitted, broken, fit, titled
from paper_kit import SCHEMES, cells, drawn, forms, job_of, raw_small, small, words

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


_TEAM = "示例县高原乡雪山下第一行政村驻村工作队"


def _held(found: Fitted, *, wide: bool) -> list[float]:
    """How many digits each column holds."""
    total, points = sum(found.widths), _TURNED if wide else _UPRIGHT
    return [((points * one / total) - _EDGE) * 2 / found.size for one in found.widths]


def test_seventeen_columns_with_long_names_break_no_short_cell() -> None:
    """A kind, a quarter and a heading of three characters stay in one line, in smaller type; a long name has three at most."""
    heads = ["序号", "市（地）", "县（区）", "乡镇", "村", "对象类别", "名称", "派驻单位", "期次", "平时（10）", "民意（20）",
             "考评表（70）", "期得分", "等次", "一票否决条款", "公示", "备注"]  # fmt: skip
    short = [
        "1",
        "",
        "",
        "",
        "",
        "驻村工作队",
        _TEAM,
        "示例市财政局",
        "2019年第一季度",
        "8.5",
        "18.2",
        "60.9",
        "87.6",
        "合格",
        "",
        "",
        "",
    ]
    member = [*short[:5], "驻村工作队员", "罗国庆", *short[7:]]
    found = fit(heads, [short, member], wide=True)
    held = _held(found, wide=True)
    assert found.size == 7.5
    assert held[5] >= 12
    assert held[8] >= 14 + 4 / 4  # digits a quarter wider
    assert held[12] >= 6
    assert held[6] * 3 >= cells_wide(_TEAM)


def test_two_columns_of_long_names_share_what_there_is() -> None:
    """A column is not narrowed to a character because all its cells are long, while another with the same keeps its width."""
    heads = [
        "序号",
        "市（地）",
        "县（区）",
        "乡镇",
        "村",
        "对象类别",
        "名称",
        "派驻单位",
        "期次",
        "年均分",
        "等次",
        "备注",
    ]
    first = ["1", *[""] * 4, "驻村工作队", _TEAM, _TEAM, "2018年11月至\n2019年10月", "84.43", "合格（待补录）", ""]
    second = [*first[:7], "示例县人民医院", *first[8:]]
    held = _held(fit(heads, [first, second], wide=True), wide=True)
    assert min(held[6], held[7]) * 2 >= cells_wide(_TEAM)


def test_a_year_has_room_for_wide_digits() -> None:
    """2020年度 holds in a typeface whose digits are a quarter wider and stand off from characters."""
    heads = ["期次", *["备注"] * 14]
    held = _held(fit(heads, [["2020年度", *["合格（待复核）"] * 14]] * 3, wide=True), wide=True)
    assert held[0] >= 4 + 4 * 5 / 4 + 1 / 2


def test_all_cells_of_a_column_stand_alike() -> None:
    """Where one is long all begin at the left, else all are in the middle: never the long ones and the short ones mixed."""
    for scheme, key in (("neimenggu-2018", "NM-4(8)"), ("xizang-2018", "XZ-6(5)-table"), ("wenling-2013", "WL-4.3")):
        for page in drawn(scheme, key)[0].pages:
            for table in (one for one in page.blocks if isinstance(one, Table) and one.heads):
                columns = zip(*table.rows[table.heads :], strict=True)
                assert all(len({cell.align for cell in column}) == 1 for column in columns)


def test_a_cycle_stands_in_two_whole_lines_where_columns_are_many() -> None:
    """2018年11月至 over 2019年10月, and neither is broken."""
    paper = drawn("xizang-2018", "XZ-6(5)-table")[0]
    table = next(one for one in paper.pages[0].blocks if isinstance(one, Table) and one.heads)
    at = next(place for place, cell in enumerate(table.rows[0]) if cell.text == "期次")
    first, second = table.rows[1][at].text.split("\n")
    assert (first, second) == ("2018年11月至", "2019年10月")
    assert _digits(table, wide=True)[at] >= cells_wide(first) + 6 / 4


@pytest.mark.parametrize(
    ("label", "width", "told"),
    [
        ("师（市）“访惠聚”工作领导小组意见", 17, "师（市）\n“访惠聚”\n工作领导小组意见"),
        ("市委组织部", 17, "市委组织部"),
    ],
)
def test_a_label_is_broken_at_its_marks(label: str, width: int, told: str) -> None:
    """Not inside the words that stand between quotation marks."""
    assert broken(label, width) == told


@pytest.mark.parametrize(
    ("title", "most", "told"),
    [
        ("驻贫困旗县（市、区）脱贫攻坚工作总队考核指标", 40, "驻贫困旗县（市、区）\n脱贫攻坚工作总队考核指标"),
        ("考核结果反馈单", 40, "考核结果反馈单"),
        ("Annual registration form of a cadre of a team", 40, "Annual registration form of a cadre of a team"),
    ],
)
def test_a_long_title_has_two_like_lines(title: str, most: int, told: str) -> None:
    """GB/T 9704: the lines of a title are whole in sense and of like length; one that has room stays one."""
    assert titled(title, most) == told


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_paper_shows_an_escape(scheme: str) -> None:
    """A title in two lines is in two lines, and no text of a form shows how a program writes a new line."""
    found = [
        text for form in forms(scheme) for paper in drawn(scheme, form.key) for text in words(paper) if "\\x" in text
    ]
    assert found == []


def test_a_long_value_takes_room_from_short_ones() -> None:
    """In a form's row a name of twenty characters has three lines, a person's name one, and rows below each other agree."""
    form = next(one for one in forms("xizang-2018") if one.key == "XZ-6(1)")
    data = raw_small("xizang-2018")
    long = [{**one, "name": _TEAM if one["kind"] != "member" else "罗国庆"} for one in data["appraisees"]]
    case = case_from_data({**data, "appraisees": long})
    job = evolve(job_of("xizang-2018", form), case=case, evaluation=Evaluation(case.cohort))
    row = next(one for one in compose(job, form)[0].pages[0].blocks if isinstance(one, Table)).rows[0]
    for cell in row:
        held = (18 * cell.across - _EDGE) / 6
        assert cells_wide(cell.text) <= held * (3 if cell.text == _TEAM else 1)


def test_rows_of_one_shape_have_their_cells_below_each_other() -> None:
    """平时掌握 and 平时（10%） are equally wide, and so are their values."""
    papers = drawn("xizang-2018", "XZ-6(4)-member")
    grids = [one for one in papers[0].pages[0].blocks if isinstance(one, Table) and not one.heads]
    rows = [[cell.across for cell in row] for row in grids[-1].rows if len(row) == 6]
    assert len(rows) == 2
    assert rows[0] == rows[1]


def test_a_turned_page_of_html_has_its_whole_width() -> None:
    """The body is no narrower than the widest section, so that nothing is cut off at the right."""
    page = html_text(drawn("xpcc-2016", "BT-A6")[:1])
    body = re.search(r"\nbody \{([^}]*)\}", page)
    assert body is not None
    assert "width" not in body[1]
    assert "section.wide { page: wide; max-width: 225mm }" in page


def test_html_keeps_the_room_to_write_and_to_sign() -> None:
    """A heading stands on the page of the room below it, a signature with what it signs, and the gaps between its parts stay."""
    page = html_text(drawn("xizang-2018", "XZ-6(1)")[:1])
    prose, sign, foot = (
        re.search(rf"{name} \{{([^}}]*)\}}", page) for name in (r"div\.prose", r"p\.sign", r"div\.foot")
    )
    assert prose is not None
    assert "break-inside: avoid" in prose[1]
    assert sign is not None
    assert "white-space: pre-wrap" in sign[1]
    assert "break-before: avoid" in sign[1]
    assert foot is not None
    assert "white-space: pre-wrap" in foot[1]


@pytest.mark.parametrize("scheme", ["wenling-2013", "yining"])
def test_a_notice_has_no_place_for_a_grade_where_there_is_none(scheme: str) -> None:
    """An empty box for a grade would be filled in by hand: a scheme without grades has none, nor one for its limits."""
    said = {text.replace("　", "") for paper in drawn(scheme, "notice") for text in words(paper)}
    assert "得分" in said
    assert not {"等次", "限制条款"} & said
