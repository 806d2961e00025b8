"""The commands import, template, table and why: statuses, streams, both languages."""

from __future__ import annotations

import io
import json
import sys
import time
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from cli_kit import EXAMPLE, run, spawn
from exchange_kit import county
from kaohe.cli import main
from kaohe.cli._progress import progress
from kaohe.exchange import read_mapping
from kaohe.office import Enter, Office
from kaohe.words import Text

GOOD, BAD = "编号,平时掌握\nT1,91.5\nT2,80\n", "编号,平时掌握\nT1,91.5\nT2,108\n"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The county's book, closed."""
    with county(tmp_path):
        pass
    return tmp_path / "county.book"


def _sheet(folder: Path, text: str) -> Path:
    (folder / "a.csv").write_text(text, encoding="utf-8")
    return folder / "a.csv"


def _head(book: Path) -> int:
    with Office.open(book, writable=False) as office:
        return office.head.seq


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "新增 2　更改 0　相同 0　待确认 0　不接受 0"), ("en", "new 2  changed 0")]
)
def test_without_yes_a_preview_is_all_that_happens(book: Path, tmp_path: Path, lang: str, said: str) -> None:
    """A sheet is looked at; where nobody can be asked, nothing is written and that is said."""
    before, result = _head(book), run("import", book, _sheet(tmp_path, GOOD), "--period", "2018Q4", lang=lang)
    assert result.exit_code == 0
    assert said in result.stdout
    assert "--yes" in result.stdout
    assert _head(book) == before


def test_confirmed_it_is_one_commit_and_again_it_is_nothing(book: Path, tmp_path: Path) -> None:
    """The second import of one sheet finds everything the same."""
    before, words = _head(book), ("import", book, _sheet(tmp_path, GOOD), "--period", "2018Q4", "--yes")
    assert "receipt" in run(*words).stdout
    assert _head(book) == before + 1
    assert "Nothing is new" in run(*words).stdout
    assert _head(book) == before + 1


def test_what_is_rejected_ends_with_status_one_and_its_place(book: Path, tmp_path: Path) -> None:
    """Nothing is written though --yes is given; --leave-out writes the rest."""
    before, words = _head(book), ("import", book, _sheet(tmp_path, BAD), "--period", "2018Q4", "--yes")
    result = run(*words)
    assert result.exit_code == 1
    assert "cell B3" in result.stdout
    assert "K9101" in result.stderr
    assert _head(book) == before
    assert run(*words, "--leave-out").exit_code == 0
    assert _head(book) == before + 1


def test_json_holds_every_line_and_the_receipt(book: Path, tmp_path: Path) -> None:
    """A program reads the same preview."""
    result = run("import", book, _sheet(tmp_path, GOOD), "--period", "2018Q4", "--yes", "--json")
    data = json.loads(result.stdout)
    assert data["counts"]["new"] == 2
    assert data["receipt"].startswith("3/")
    assert data["lines"][0]["column"] == "B"


def test_a_file_that_is_no_table_is_refused_with_status_two(book: Path, tmp_path: Path) -> None:
    """Bad input is a sentence on standard error."""
    (tmp_path / "a.xlsx").write_bytes(b"%PDF-1.4")
    result = spawn("import", book, tmp_path / "a.xlsx", lang="zh")
    assert result.returncode == 2
    assert "K9004" in result.stderr
    assert "Traceback" not in result.stderr


def test_own_headings_are_kept_once_they_are_used(book: Path, tmp_path: Path) -> None:
    """--map says what a heading means; with --mapping it is written down once the import is confirmed."""
    sheet, kept = _sheet(tmp_path, "编号,日常分\nT1,90\n"), tmp_path / "own.toml"
    words = ("import", book, sheet, "--period", "2018Q4", "--mapping", kept)
    assert run(*words, "--map", "日常分=usual", "--yes").exit_code == 0
    assert read_mapping(kept).headings == {"日常分": "usual"}
    _sheet(tmp_path, "编号,日常分\nT1,91\n")
    assert "90 -> 91" in run(*words).stdout
    assert run(*words, "--map", "日常分").exit_code == 2


def test_a_template_is_written_and_never_over_another_file(book: Path, tmp_path: Path) -> None:
    """The sheet is there to fill in; a second time its name is taken."""
    words = ("template", book, "marks", "--period", "2018年第四季度", "-o", tmp_path / "t.xlsx")
    assert run(*words).exit_code == 0
    assert openpyxl.load_workbook(tmp_path / "t.xlsx").sheetnames == ["驻村工作队"]
    refused = run(*words)
    assert refused.exit_code == 2
    assert "K9312" in refused.stderr


def test_tables_come_from_books_and_cases(book: Path, tmp_path: Path) -> None:
    """A book and a case file are drawn alike; one .csv holds one table."""
    assert run("table", book, "-o", tmp_path / "a.xlsx").exit_code == 0
    assert run("table", EXAMPLE, "--kind", "unit", "-o", tmp_path / "b.csv").exit_code == 0
    for words, number in (
        (("table", EXAMPLE, "-o", tmp_path / "c.csv"), "K9313"),
        (("table", EXAMPLE, "-o", tmp_path / "c.pdf"), "K9311"),
        (("table", EXAMPLE, "--period", "2018Q9", "-o", tmp_path / "c.xlsx"), "K9314"),
    ):
        refused = run(*words)
        assert refused.exit_code == 2
        assert number in refused.stderr


def test_why_writes_a_page_for_a_person(book: Path, tmp_path: Path) -> None:
    """The page is in the book's language; an unknown id is answered with the nearest."""
    assert run("why", book, "T1", "-o", tmp_path / "w.html").exit_code == 0
    assert 'lang="zh"' in (tmp_path / "w.html").read_text(encoding="utf-8")
    refused = run("why", book, "T11", "-o", tmp_path / "v.html")
    assert refused.exit_code == 2
    assert "T1" in refused.stderr


def test_the_commands_stand_in_the_help_of_staff() -> None:
    """Whoever asks who uses what finds them."""
    told = run("help", lang="zh").stdout
    assert all(f"kaohe {name}" in told for name in ("import", "template", "table", "why"))


class _Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_what_takes_long_is_told_on_a_terminal_and_wiped_when_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a second a line says what is being done and that Ctrl-C loses nothing; what is quick says nothing."""
    for seconds, told in ((0.0, False), (1.3, True)):
        screen = _Screen()
        monkeypatch.setattr(sys, "stderr", screen)
        with progress(Text("reading", "正在读取")):
            time.sleep(seconds)
        assert ("Ctrl-C" in screen.getvalue()) is told
        assert screen.getvalue().endswith(" \r") is told


def test_what_the_office_would_refuse_is_told_before_anything_is_written(book: Path, tmp_path: Path) -> None:
    """A mark of a quarter before the posting is rejected in the preview, at its cell."""
    with Office.open(book) as office:
        office.save([Enter("T1", "posted_from", "2019-03-01")])
    before, result = _head(book), run("import", book, _sheet(tmp_path, GOOD), "--period", "2018Q4")
    assert result.exit_code == 1
    assert "rejected  cell B2" in result.stdout
    assert _head(book) == before


def test_at_a_terminal_an_import_asks_instead_of_naming_options(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How ids begin and whether names are right are answered, not typed as options; a blank answer writes nothing."""
    monkeypatch.setattr("kaohe.cli._ask._somebody_is_there", lambda: True)
    new, marks = _sheet(tmp_path, "名称,对象类别\n九队,驻村工作队\n十队,驻村工作队\n"), tmp_path / "b.csv"
    marks.write_text("名称,平时掌握\n九队,91\n", encoding="utf-8")
    before = _head(book)
    declined = _typed("import", book, new, typed="\n")
    assert declined.exit_code == 1
    assert "……" in declined.stdout  # two rows of one reason are one line
    assert _head(book) == before
    assert _typed("import", book, new, typed="Z\ny\n").exit_code == 0
    assert _typed("import", book, marks, "--period", "2018Q4", typed="n\n").exit_code == 1
    agreed = _typed("import", book, marks, "--period", "2018Q4", typed="y\ny\n")
    assert "Z001 九队" in agreed.stdout
    assert _head(book) == before + 2


def _typed(*words: object, typed: str) -> Result:
    return CliRunner(env={"KAOHE_LANG": "zh"}).invoke(main, [str(word) for word in words], input=typed)


def test_that_nothing_was_found_is_attested_for_all_at_once(book: Path) -> None:
    """Every finding that must be entered, of whom nothing is entered; what is entered stays, and it is one commit."""
    with Office.open(book) as office:
        office.save([Enter("T1", "plan_late", [{"date": "2019-11-01", "document": "示督〔2019〕1号"}])])
        before = office.head.seq
    shown = run("office", "none", book, lang="zh")
    assert "驻村工作队：3 个对象录入“无”" in shown.stdout
    assert "--yes" in shown.stdout
    assert _head(book) == before
    assert run("office", "none", book, "--kind", "team", "--yes", lang="zh").exit_code == 0
    with Office.open(book, writable=False) as office:
        assert office.head.seq == before + 1
        rows = {who: office.row(who) or {} for who in ("T1", "T2", "U1")}
    assert len(rows["T1"]["facts"]["plan_late"]) == 1
    assert [rows["T2"]["facts"][key] for key in ("plan_late", "clause_7_2_2", "funds_misused")] == [[], [], []]
    assert "facts" not in rows["U1"]
    assert "K9321" in run("office", "none", book, "plans", "--yes").stderr
    again = run("office", "none", book, "--kind", "team", "--yes", lang="zh")
    assert "未写入" in again.stdout
    assert _head(book) == before + 1
