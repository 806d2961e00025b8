"""Indicator tables from sheets: into the book as one commit, refused where entries rest on the old one, taken back whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cli_kit import run
from exchange_kit import corps, county, secondees
from kaohe.errors import FileError
from kaohe.exchange import Options, Preview, apply_import, mark_refused, preview_file, template
from kaohe.office import Enrol, Enter, Freeze, NotSaved, Office, OfficeError, Supply

TABLE = (
    "驻村工作队目标责任考评表\n序号,一级指标,考核内容,分值,备注\n"
    "1,建强,组织建设,40分,某户\n2,,脱贫攻坚,59.5,\n3,,安全,０.5,\n合计,,,100,\n"
)
ROWS = [
    {"id": "1", "label": "组织建设", "points": "40"},
    {"id": "2", "label": "脱贫攻坚", "points": "59.5"},
    {"id": "3", "label": "安全", "points": "0.5"},
]
BY_ITEM = {"items": {"1": "40", "2": "59.5", "3": "0.5"}}


def _preview(office: Office, folder: Path, text: str, encoding: str = "utf-8", **options: Any) -> Preview:
    (folder / "a.csv").write_text(text, encoding=encoding)
    preview = preview_file(office.case, folder / "a.csv", Options(**options))
    try:
        office.check(preview.changes)
    except NotSaved as refused:
        mark_refused(preview, refused)
    return preview


def _tables(office: Office) -> Any:
    return office.settings["cycle"].get("tables", {})


def _rejected(preview: Preview) -> list[tuple[int, int, str]]:
    return [(one.at.row, one.at.column, one.why.number) for one in preview.of("rejected") if one.why]


def test_a_table_comes_into_the_book_and_is_taken_back(tmp_path: Path) -> None:
    """One commit; marks are entered by its indicators then; read again it is the same; undone there is none."""
    with county(tmp_path) as office:
        preview = _preview(office, tmp_path, TABLE, "gb18030")
        assert (preview.kinds, preview.counts["new"]) == (("indicators",), 3)
        saved = apply_import(office, preview)
        assert _tables(office) == {"targets-team": ROWS}
        assert _preview(office, tmp_path, TABLE).counts["same"] == 3
        mark = office.save([Enter("T1", "targets", BY_ITEM, "2018Q4")])
        with pytest.raises(NotSaved, match="K8053"):
            office.undo(saved.receipt, reason="误导入")
        office.undo(mark.receipt, reason="误录")
        office.undo(saved.receipt, reason="误导入")
        assert _tables(office) == {}
    with Office.open(tmp_path / "county.book") as again:
        assert _tables(again) == {}
        again.verify()


def test_a_changed_table_shows_both_and_what_is_gone(tmp_path: Path) -> None:
    """Points that moved, an indicator that is taken out: each a line with what stood there."""
    with county(tmp_path) as office:
        office.save([Supply("targets-team", ROWS)])
        changed = TABLE.replace("59.5", "60").replace("3,,安全,０.5,\n", "")
        preview = _preview(office, tmp_path, changed)
        assert [(one.who, one.before, one.after) for one in preview.of("changed")] == [
            ("2", "脱贫攻坚 59.5", "脱贫攻坚 60"),
            ("3", "安全 0.5", "-"),
        ]
        apply_import(office, preview)
        assert len(_tables(office)["targets-team"]) == 2


@pytest.mark.parametrize(
    ("text", "options", "rejected"),
    [
        (TABLE.replace("59.5", "50"), {}, [(3, 4, "K2130")]),
        (TABLE.replace("59.5", "若干"), {}, [(4, 4, "K9655")]),
        (TABLE.replace("59.5", "0"), {}, [(4, 1, "K2126")]),
        (TABLE.replace("2,,脱贫", "1,,脱贫"), {}, [(4, 1, "K2127")]),
        (TABLE.replace("脱贫攻坚,59.5", ",59.5"), {}, [(4, 3, "K9653")]),
        (TABLE.replace("59.5", "#N/A"), {}, [(4, 4, "K9111")]),
        (TABLE.replace("驻村工作队", ""), {}, [(2, 0, "K9651")]),
    ],
    ids=["sum", "words", "nought", "twice", "nameless", "error", "which"],
)
def test_a_wrong_row_is_named_and_no_table_is_written(
    tmp_path: Path, text: str, options: dict[str, Any], rejected: list[tuple[int, int, str]]
) -> None:
    """Sheet, row, column and reason; a table that lacks a row is another table, so nothing of it is written."""
    with county(tmp_path) as office:
        preview = _preview(office, tmp_path, text, **options)
        assert _rejected(preview) == rejected
        with pytest.raises(FileError, match="K9101"):
            apply_import(office, preview)
        assert _tables(office) == {}
        assert "若干" not in str(preview.as_json())


def test_remarks_are_not_read_and_a_column_of_ids_is_not_needed(tmp_path: Path) -> None:
    """What is no part of an indicator is told by its letter; without ids the order numbers them."""
    text = "季度工作人员考评表\n考核内容,分值,备注\n德,30,某某\n能,30,\n勤绩廉,40,\n"
    with secondees(tmp_path) as office:
        preview = _preview(office, tmp_path, text)
        apply_import(office, preview)
        assert [one["id"] for one in _tables(office)["quarterly-sheet"]] == ["1", "2", "3"]
        assert "某某" not in str(preview.as_json())
        assert any("未读取：C" in note.zh for note in preview.notes)


def test_a_document_with_its_own_table_says_so(tmp_path: Path) -> None:
    """XPCC's and Wenling's points stand in the document: there is no table to supply."""
    with corps(tmp_path) as office:
        text = "序号,考核内容,分值\n1,德,100\n"
        assert _rejected(_preview(office, tmp_path, text, kind="indicators")) == [(1, 0, "K9652")]


def test_a_template_of_tables_is_read_back_the_same(tmp_path: Path) -> None:
    """A sheet for each table, named so that they are told apart; a kind chooses its own."""
    with county(tmp_path) as office:
        tables = {
            key: [{**row, "label": f"{row['label']}{key}"} for row in ROWS] for key in ("targets-team", "targets-unit")
        }
        office.save([Supply(key, rows) for key, rows in tables.items()])
        path = tmp_path / "t.xlsx"
        path.write_bytes(template(office.case, "indicators"))
        counts = preview_file(office.case, path, Options()).counts
        assert counts == {"new": 0, "changed": 0, "same": 6, "asked": 0, "rejected": 0}
        path.write_bytes(template(office.case, "indicators", of="unit"))
        assert preview_file(office.case, path, Options(of="unit")).counts["same"] == 3


def test_tables_are_saved_alone_and_never_under_what_is_frozen(tmp_path: Path) -> None:
    """Everything rests on them: with other changes, or once something is frozen, nothing is saved."""
    with county(tmp_path) as office:
        with pytest.raises(OfficeError, match="K8051"):
            office.save([Supply("targets-team", ROWS), Enrol("T9", "team", "九村工作队")])
        office.save([Freeze()])
        with pytest.raises(NotSaved, match="K8052"):
            office.save([Supply("targets-team", ROWS)])
        assert _tables(office) == {}


def test_the_first_step_takes_a_workbook_too(tmp_path: Path) -> None:
    """`book new --table KEY=FILE.xlsx` reads the sheet as the import does; a wrong one makes no book."""
    with county(tmp_path) as office:
        office.save([Supply("targets-unit", ROWS)])
        (tmp_path / "t.xlsx").write_bytes(template(office.case, "indicators", of="unit"))
    new = ("book", "new", tmp_path / "b.book", "--scheme", "xizang-2018", "--county", "某县", "--first", "2018-11")
    done = run(*new, "--no-ask", "--table", f"targets-unit={tmp_path / 't.xlsx'}")
    assert done.exit_code == 0, done.output
    with Office.open(tmp_path / "b.book", writable=False) as made:
        assert _tables(made) == {"targets-unit": ROWS}
    (tmp_path / "bad.csv").write_text("编号,指标,分值\n1,a,99\n")
    (tmp_path / "b.book").unlink()
    assert run(*new, "--no-ask", "--table", f"targets-unit={tmp_path / 'bad.csv'}").exit_code == 2
    assert not (tmp_path / "b.book").exists()
