"""Tables to sign and the page of why: what they show, how they print, and that nothing in them acts."""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from exchange_kit import corps, county
from kaohe.cases import read_case
from kaohe.engine import Evaluation, period_outcomes
from kaohe.errors import FileError
from kaohe.exchange import Printed, Stamp, own_columns, rows_of, summary_csv, summary_xlsx, tables_of, why_page
from kaohe.office import Amend, Enrol, Enter
from kaohe.rules import load
from kaohe.rules.tools import meant

ROOT = Path(__file__).parents[2]
EXAMPLES = {
    "xizang-2018": "xizang/src/kaohe_xizang/examples/county-2019.json",
    "xpcc-2016": "xpcc/src/kaohe_xpcc/examples/prefecture.json",
    "neimenggu-2018": "neimenggu/src/kaohe_neimenggu/examples/region.json",
    "wenling-2013": "wenling/src/kaohe_wenling/examples/city.json",
    "yining": "yining/src/kaohe_yining/examples/county.json",
}
STAMP = Stamp(unit="示例县", cycle="2019", receipt="6/7dc8bcdb9189")


def _evaluation(scheme: str) -> Evaluation:
    return Evaluation(read_case(ROOT / "plugins" / EXAMPLES[scheme]).cohort)


def _opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def _csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.parametrize("scheme", EXAMPLES)
def test_every_scheme_has_a_table_whose_columns_mean_something(scheme: str) -> None:
    """Each kind that a table is for has what every column of it shows, and nobody is left out of the table."""
    ruleset = load(scheme)
    for table in tables_of(ruleset.kinds):
        assert table.ours, "no document here gives columns; a table that takes its document's says so"
        for kind, columns in table.columns.items():
            rules = ruleset.kind(kind)
            assert rules is not None
            assert [column.head.zh for column in columns if meant(column, rules, ruleset.kinds) is None] == []


@pytest.mark.parametrize("scheme", EXAMPLES)
def test_a_table_shows_the_grades_of_the_evaluation(scheme: str) -> None:
    """Row by row the grade is the outcome's, open ones say what they wait for, and as many rows stand as people."""
    evaluation = _evaluation(scheme)
    for table in tables_of(evaluation.cohort.ruleset.kinds):
        found = rows_of(evaluation, table)
        heads = [column.of for column in found.columns]
        people = [one for one in evaluation.outcomes() if one.kind in table.columns]
        assert len(found.rows) == len(people)
        assert [row[heads.index("number")] for row in found.rows] == list(range(1, len(people) + 1))
        if "grade" in heads:
            grades = {row[heads.index("name")]: str(row[heads.index("grade")] or "") for row in found.rows}
            assert {who: shown.partition("（")[0] for who, shown in grades.items()} == {
                one.name or one.id: one.grade or one.provisional_grade or "" for one in people
            }


def test_a_table_prints_on_a4_with_headings_numbers_signatures_and_receipt() -> None:
    """What an office signs: title, headings on every page, page numbers, who signs, and where it came from."""
    evaluation = _evaluation("xizang-2018")
    book = _opened(summary_xlsx(evaluation, tables_of(evaluation.cohort.ruleset.kinds), stamp=STAMP))
    assert book.sheetnames == ["驻村工作考核结果汇总表", "派驻单位考核结果汇总表"]
    sheet = book.worksheets[0]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == (
        9,
        "landscape",
        1,
    )
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$1:$3", "A4")
    assert "&P" in sheet.oddFooter.center.text
    assert "6/7dc8bcdb9189" in sheet.oddFooter.left.text
    assert any(text.startswith("强基办主任（签字）") for text in texts)
    assert any("栏目由本系统拟定" in text for text in texts)


def test_a_period_has_a_table_of_its_own() -> None:
    """The quarter's table has the marks and the score of the quarter, for those alone who are appraised by quarters."""
    evaluation = _evaluation("xizang-2018")
    table = tables_of(evaluation.cohort.ruleset.kinds, "team")[0]
    rows = _csv(summary_csv(evaluation, table, period="2019Q1"))
    first = rows[0]
    parts = [Fraction(first[head]) for head in ("平时（10）", "民意（20）", "考评表（70）")]
    assert sum(parts) == Fraction(first["期得分"])
    assert "年均分" not in first
    assert {row["对象类别"] for row in rows} == {"驻村工作队"}


def test_the_table_of_a_quarter_holds_whoever_is_appraised_by_months() -> None:
    """Article 6(5): each quarter members and teams are summed up; a member has a row for each month within, units none."""
    evaluation = _evaluation("xizang-2018")
    tables = [table for table in tables_of(evaluation.cohort.ruleset.kinds) if "member" in table.columns]
    rows = _csv(summary_csv(evaluation, tables[0], period="2019Q1"))
    members = [one.id for one in evaluation.cohort.appraisees.values() if one.kind == "member"]
    spans = {(row["对象类别"], row["期次"]) for row in rows}
    assert spans == {("驻村工作队", "2019Q1"), *(("驻村工作队员", f"2019-0{month}") for month in (1, 2, 3))}
    assert sum(row["对象类别"] == "驻村工作队员" for row in rows) == 3 * len(members)
    for row in rows[:40]:
        parts = [Fraction(row[head]) for head in ("平时（10）", "民意（20）", "考评表（70）") if row[head]]
        assert len(parts) < 3 or sum(parts) == Fraction(row["期得分"])
    grades = {(row["名称"], row["期次"]): row["等次"] for row in rows}
    for person in members[:20]:
        name = evaluation.cohort.appraisees[person].name or person
        mine = {one.period: one.grade or "" for one in period_outcomes(evaluation, person)}
        assert [grades[name, at] for at in ("2019-01", "2019-02")] == [mine["2019-01"], mine["2019-02"]]


def test_a_table_says_how_many_of_its_own_rows_are_open(tmp_path: Path) -> None:
    """A quarter that is entered is settled in its table, whatever the year still waits for."""
    with county(tmp_path) as office:
        for team in ("T1", "T2", "T3"):
            marks = [Enter(team, key, 90, "2018Q4") for key in ("usual", "opinion", "targets")]
            office.save([*marks, *(Enter(team, key, []) for key in ("plan_late", "clause_7_2_2", "funds_misused"))])
        table = tables_of(office.ruleset.kinds, "team")[0]
        assert rows_of(office.evaluation, table, "2018Q4").open == 1
        assert rows_of(office.evaluation, table).open == 4


def test_a_number_never_shows_a_limit_that_it_does_not_reach(tmp_path: Path) -> None:
    """89.996 is shown with as many decimals as keep it below 90."""
    with county(tmp_path) as office:
        marks = [("usual", "89.99"), ("opinion", "89.99"), ("targets", "90")]
        for quarter in office.periods["quarter"]:
            office.save([Enter("T1", key, mark, quarter) for key, mark in marks])
        table = tables_of(office.ruleset.kinds, "team")[0]
        rows = {row["名称"]: row for row in _csv(summary_csv(office.evaluation, table))}
    assert rows["一村工作队"]["年均分"] == "89.997"


def test_text_that_begins_like_a_formula_stays_text(tmp_path: Path) -> None:
    """= + - @ in a name are written as text, in CSV behind an apostrophe that importing takes off again."""
    with county(tmp_path) as office:
        names = {"T1": "=HYPERLINK(1)", "T2": "+1", "T3": "-1", "T4": "@x"}
        office.save([Amend(who, name=name) for who, name in names.items()], reason="更名")
        tables = tables_of(office.ruleset.kinds, "team")
        book = _opened(summary_xlsx(office.evaluation, tables, stamp=STAMP))
        text = summary_csv(office.evaluation, tables[0]).decode("utf-8-sig")
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value in names.values()]
    assert len(cells) == 4
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)
    assert all(f",'{name}," in text for name in names.values())


def test_an_office_may_have_columns_of_its_own(tmp_path: Path) -> None:
    """A file of headings and what stands under them takes the place of ours, and the sheet says so."""
    (tmp_path / "own.toml").write_text(
        'title = "本县汇总表"\ncolumns = [["号", "number"], ["队", "name"], ["驻地海拔", "altitude"], ["分", "score"], ["签收", ""]]\n',
        encoding="utf-8",
    )
    with county(tmp_path) as office:
        kinds = office.ruleset.kinds
        table = own_columns(tmp_path / "own.toml", tables_of(kinds, "team")[0], kinds)
        stamp = Stamp(unit="示例县", own_columns=True)
        sheet = _opened(summary_xlsx(office.evaluation, [table], stamp=stamp)).active
    assert [cell.value for cell in sheet[3]] == ["号", "队", "驻地海拔", "分", "签收"]
    assert "栏目由本单位自定" in str(sheet["A2"].value)


@pytest.mark.parametrize(
    ("text", "number"),
    [('title = "x"\n', "K9181"), ('columns = [["x", "nothing"]]\n', "K9183"), ("columns = [1]\n", "K9182")],
)
def test_columns_that_mean_nothing_are_refused(tmp_path: Path, text: str, number: str) -> None:
    """A file without columns, or with one that nobody of the table has, is refused by name."""
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    with corps(tmp_path) as office, pytest.raises(FileError) as refused:
        own_columns(tmp_path / "own.toml", tables_of(office.ruleset.kinds, "team")[0], office.ruleset.kinds)
    assert refused.value.number == {"K9181": "K9182"}.get(number, number)


def test_a_kind_without_a_table_is_refused() -> None:
    """Inspectors have no summary table in the XPCC document; the kinds that have one are named."""
    with pytest.raises(FileError, match="K9221"):
        tables_of(load("xpcc-2016").kinds, "inspector")


class _Text(HTMLParser):
    """The text of a page, and every tag in it."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        """Note a tag."""
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.texts.append(data)


def test_the_page_of_why_says_what_decided_first_and_holds_nothing_active(tmp_path: Path) -> None:
    """One page without script, link or picture: the sentence, the steps by clause, a place to sign, the receipt."""
    with county(tmp_path) as office:
        office.save([Enrol("X", "team", "<script>alert(1)</script>")])
        page = why_page(office.evaluation, "X", stamp=STAMP)
    read = _Text()
    read.feed(page)
    told = "".join(read.texts)
    assert not read.tags & {"script", "a", "img", "link", "iframe"}
    assert "<script>alert(1)</script>" in told
    assert "XZ-6(4)c" in told
    assert "6/7dc8bcdb9189" in told
    assert told.index("尚待确定") < told.index("本人签字")


def test_the_copy_for_a_person_holds_no_colleague() -> None:
    """What leaves the office names nobody else."""
    evaluation = _evaluation("xpcc-2016")
    tied = next(one for one in evaluation.outcomes() if one.kind == "member" and one.state == "decided")
    page = why_page(evaluation, tied.id, stamp=STAMP, private=True)
    others = [who for who in evaluation.cohort.appraisees if who.startswith("M") and who != tied.id]
    assert not [who for who in others if f"{who}<" in page or f" {who} " in page]


def test_tables_of_one_title_and_headings_are_one() -> None:
    """Leaders and members stand in one table, as annex 6 has them."""
    tables = tables_of(load("xpcc-2016").kinds)
    assert [sorted(table.columns) for table in tables] == [["team"], ["leader", "member"]]
    assert all(isinstance(table, Printed) for table in tables)
