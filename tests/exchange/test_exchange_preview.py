"""Previews: each awkward sheet comes out cell by cell as expected; what is rejected is nowhere repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

from exchange_kit import Book, cell, corps, county, workbook
from exchange_kit.sheets import SHEETS
from kaohe.errors import FileError
from kaohe.exchange import Line, Options, Preview, apply_import, preview_file
from kaohe.exchange._cells import column_name
from kaohe.office import Amend, Enrol, Enter, Office


def _place(line: Line, *, sheets: bool) -> str:
    at = f"{column_name(line.at.column)}{line.at.row}"
    return f"{line.at.sheet} {at}" if sheets else at


def _by_place(preview: Preview, *states: str, sheets: bool = False) -> dict[str, Line]:
    return {_place(line, sheets=sheets): line for line in preview.of(*states)}


def _csv(folder: Path, text: str) -> Path:
    (folder / "a.csv").write_text(text, encoding="utf-8")
    return folder / "a.csv"


@pytest.mark.parametrize("name", SHEETS)
def test_an_awkward_sheet_is_read_as_people_mean_it(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every cell that is right is new with its exact value, every other rejected at its place with its reason."""
    monkeypatch.setenv("KAOHE_LANG", "en")
    sheet = SHEETS[name]
    with county(tmp_path) as office:
        preview = preview_file(office.case, sheet.make(tmp_path), sheet.options)
    several = any(" " in place for place in sheet.new)
    new, rejected = _by_place(preview, "new", sheets=several), _by_place(preview, "rejected")
    assert {place: line.after for place, line in new.items()} == dict(sheet.new)
    assert {place: line.why.number for place, line in rejected.items() if line.why} == dict(sheet.rejected)
    told = " ".join(note.zh for note in preview.notes)
    assert all(note in told for note in sheet.notes)


def test_what_is_rejected_is_nowhere_repeated(tmp_path: Path) -> None:
    """Sheet, row and column are told of a rejected row or an unknown column, and nothing that stands there."""
    secret = ("李秘密", "13900001111", "住院原因甲")
    rows = [f"编号,名称,平时掌握,电话,{secret[2]}", f"{secret[0]},{secret[1]},{secret[1]},{secret[1]},x"]
    rows += [f"T1,,{secret[1]}{secret[0]},{secret[1]},{secret[2]}", f"T2,,{secret[1]},,"]
    with county(tmp_path) as office:
        preview = preview_file(office.case, _csv(tmp_path, "\n".join(rows)), Options(period="2018Q4"))
        with pytest.raises(FileError) as refused:
            apply_import(office, preview)
    said = str(preview.as_json()) + str(refused.value) + refused.value.text.zh + refused.value.text.en
    assert len(preview.of("rejected")) == 3
    assert not [word for word in secret if word in said]


def test_one_import_is_one_commit_and_is_undone_as_one(tmp_path: Path) -> None:
    """What is confirmed is written whole; undo takes it back whole."""
    with county(tmp_path) as office:
        before = office.case_data()
        path = _csv(tmp_path, "编号,平时掌握,民意测评\nT1,91.5,88\nT2,80,70\n")
        saved = apply_import(office, preview_file(office.case, path, Options(period="2018Q4")))
        assert saved.receipt.seq == office.head.seq
        assert office.row("T1") == {**before["appraisees"][2], "name": "一村工作队"} | {
            "facts": {"usual": {"2018Q4": "91.5"}, "opinion": {"2018Q4": 88}}
        }
        assert preview_file(office.case, path, Options(period="2018Q4")).counts["same"] == 4
        office.undo(saved.receipt, reason="误导入")
        assert office.case_data() == before


def test_a_value_that_differs_is_a_change_and_tells_both(tmp_path: Path) -> None:
    """What the book holds and what would be stand side by side."""
    with county(tmp_path) as office:
        office.save([Enter("T1", "usual", "90.5", "2018Q4")])
        preview = preview_file(office.case, _csv(tmp_path, "编号,平时掌握\nT1,91\n"), Options(period="2018Q4"))
        assert [(line.before, line.after) for line in preview.of("changed")] == [("90.5", "91")]


def test_rejected_rows_stop_an_import_unless_they_are_left_out(tmp_path: Path) -> None:
    """Nothing is written while anything is rejected; on request the rest is."""
    with county(tmp_path) as office:
        path, head = _csv(tmp_path, "编号,平时掌握\nT1,91\nT2,108\n"), office.head
        preview = preview_file(office.case, path, Options(period="2018Q4"))
        with pytest.raises(FileError, match="K9101"):
            apply_import(office, preview)
        assert office.head == head
        apply_import(office, preview, leave_out=True)
        assert _mark(office, "T1") == 91
        assert _mark(office, "T2") is None


def _mark(office: Office, who: str) -> object:
    row = office.row(who)
    return None if row is None else row.get("facts", {}).get("usual", {}).get("2018Q4")


def test_a_name_alone_is_a_question_that_must_be_confirmed(tmp_path: Path) -> None:
    """One bearer of the name is proposed; nothing is written until somebody says yes."""
    path = _csv(tmp_path, "名称,平时掌握\n一村工作队,91\n")
    with county(tmp_path) as office:
        asked = preview_file(office.case, path, Options(period="2018Q4"))
        assert [(line.state, line.who) for line in asked.lines] == [("asked", "T1")]
        with pytest.raises(FileError, match="K9102"):
            apply_import(office, asked)
        apply_import(office, preview_file(office.case, path, Options(period="2018Q4", by_name=True)))
        assert _mark(office, "T1") == 91


def test_a_roster_adds_people_with_links_and_attributes(tmp_path: Path) -> None:
    """New people come with kind, name, links and facts; a link may name somebody of the same file."""
    rows = "编号,名称,对象类别,派驻单位,驻村海拔\nU9,县农业局,派驻单位,,\nT9,九村工作队,驻村工作队,U9,4500米以下\n"
    with county(tmp_path) as office:
        preview = preview_file(office.case, _csv(tmp_path, rows), Options())
        apply_import(office, preview)
        assert office.row("T9") == {
            "id": "T9",
            "kind": "team",
            "name": "九村工作队",
            "links": {"unit": "U9"},
            "facts": {"altitude": "below-4500"},
        }


def test_somebody_new_with_a_wrong_cell_is_not_added_at_all(tmp_path: Path) -> None:
    """A new row is taken whole or not."""
    rows = "编号,名称,对象类别,驻村海拔\nT9,九村工作队,驻村工作队,很高\n"
    with county(tmp_path) as office:
        preview = preview_file(office.case, _csv(tmp_path, rows), Options())
        assert preview.counts["new"] == 0
        assert not preview.changes


def test_a_workbook_with_roster_and_marks_is_one_import(tmp_path: Path) -> None:
    """The marks of people whom the same file adds are taken, whichever sheet stands first."""
    marks = [cell("A1", "编号") + cell("B1", "平时掌握"), cell("A2", "T9") + cell("B2", 91)]
    roster = [
        cell("A1", "编号") + cell("B1", "名称") + cell("C1", "对象类别"),
        cell("A2", "T9") + cell("B2", "九村工作队") + cell("C2", "驻村工作队"),
    ]
    path = workbook(tmp_path / "a.xlsx", Book({"2018Q4评分": marks, "名册": roster}))
    with county(tmp_path) as office:
        apply_import(office, preview_file(office.case, path, Options()))
        assert _mark(office, "T9") == 91


def test_new_people_without_ids_are_given_them_on_request(tmp_path: Path) -> None:
    """An office that has names alone says how ids begin; those on the roster stay who they are."""
    path = _csv(tmp_path, "名称,对象类别\n一村工作队,驻村工作队\n七村工作队,驻村工作队\n八村工作队,驻村工作队\n")
    with county(tmp_path) as office:
        refused = preview_file(office.case, path, Options(kind="roster"))
        assert [line.why.number for line in refused.of("rejected") if line.why] == ["K9132", "K9132"]
        apply_import(office, preview_file(office.case, path, Options(kind="roster", ids="Z", by_name=True)))
        assert [who for who in office.people if who.startswith("Z")] == ["Z001", "Z002"]


def test_ballots_are_counted_by_option(tmp_path: Path) -> None:
    """A ballot's parts stand in columns of their own; sums that do not fit are rejected, missing parts named."""
    head = "编号,发出,收回,废票,弃权,优秀,较好,一般,差\n"
    with corps(tmp_path) as office:
        good = preview_file(office.case, _csv(tmp_path, head + "A,10,9,0,1,5,2,1,0\n"), Options())
        assert good.kinds == ("tallies",)
        apply_import(office, good)
        row = office.row("A")
        assert row is not None
        assert row["facts"]["ballot"]["优秀"] == 5
        bad = preview_file(office.case, _csv(tmp_path, head + "A,10,9,0,1,5,2,1,3\nB,10,9,,1,5,2,1,0\n"), Options())
        assert [line.why.number for line in bad.of("rejected") if line.why] == ["K1049", "K9144"]


def test_findings_are_added_to_those_on_record(tmp_path: Path) -> None:
    """A row is one finding, named by label or clause; one that stands already is the same, another day another."""
    head = "编号,认定事项,日期,文号,认定状态\n"
    rows = head + "M1,擅自脱岗离岗被通报,2019年1月5日,示督〔2019〕1号,\nM1,第七条（一）3,2019-02-05,示督〔2019〕2号,\n"
    with county(tmp_path) as office:
        apply_import(office, preview_file(office.case, _csv(tmp_path, rows), Options()))
        row = office.row("M1")
        assert row is not None
        assert [one["date"] for one in row["facts"]["absence_notices"]] == ["2019-01-05", "2019-02-05"]
        again = preview_file(office.case, _csv(tmp_path, rows + "M1,没有这项,2019-01-05,示督〔2019〕3号,\n"), Options())
        assert again.counts == {"new": 0, "changed": 0, "same": 2, "asked": 0, "rejected": 1}


def test_what_only_the_office_can_refuse_is_marked_at_its_cell(tmp_path: Path) -> None:
    """A mark of a quarter before the posting began is refused by the rules of the record, at its place."""
    with county(tmp_path) as office:
        office.save([Enter("T1", "posted_from", "2019-03-01")])
        preview = preview_file(office.case, _csv(tmp_path, "编号,平时掌握\nT1,91\n"), Options(period="2018Q4"))
        with pytest.raises(FileError, match="B2"):
            apply_import(office, preview)
        assert [_place(line, sheets=False) for line in preview.of("rejected")] == ["B2"]


def test_headings_of_an_office_are_mapped_and_unknown_fields_refused(tmp_path: Path) -> None:
    """An office's own heading means what it says it means; a field that there is not is named."""
    path = _csv(tmp_path, "编号,日常分,群众分\nT1,91,88\n")
    with county(tmp_path) as office:
        own = {"日常分": "usual", "群众分": "民意测评"}
        preview = preview_file(office.case, path, Options(period="2018Q4", headings=own))
        assert [line.after for line in preview.of("new")] == ["91", "88"]
        with pytest.raises(FileError, match="K9166"):
            preview_file(office.case, path, Options(period="2018Q4", headings={"日常分": "usually"}))


def test_two_columns_of_one_meaning_and_two_periods_are_refused(tmp_path: Path) -> None:
    """What could be read in two ways is not read at all."""
    with county(tmp_path) as office:
        for text, number in (
            ("编号,平时掌握,usual\nT1,91,90\n", "K9041"),
            ("2018Q4和2019Q1评分表\n编号,平时掌握\nT1,91\n", "K9165"),
            ("甲,乙\n1,2\n", "K9161"),
        ):
            with pytest.raises(FileError, match=number):
                preview_file(office.case, _csv(tmp_path, text), Options())


def test_marks_that_look_weighted_already_are_told_and_taken(tmp_path: Path) -> None:
    """9.2 of 10 is legal as 9.2 of 100: a person is told, and decides."""
    rows = "".join(f"T{n},9.{n},88\n" for n in (1, 2)) + "U1,9,80\nU2,8.5,70\n"
    with county(tmp_path) as office:
        few = preview_file(office.case, _csv(tmp_path, "编号,平时掌握,民意测评\n" + rows), Options(period="2018Q4"))
        office.save([Enrol(f"T{n}", "team", f"{n}队") for n in range(5, 9)])
        more = rows + "".join(f"T{n},9.{n},88\n" for n in range(5, 9))
        many = preview_file(office.case, _csv(tmp_path, "编号,平时掌握,民意测评\n" + more), Options(period="2018Q4"))
    assert not [note for note in few.notes if "折算" in note.zh]
    assert [note.zh for note in many.notes if "折算" in note.zh] == [
        "本表：平时掌握共 8 个得分，最高 9.8，而满分为 100；是否录入了折算后的分？"
    ]
    assert many.counts["new"] == 16


def test_two_of_one_name_are_told_apart_by_what_they_are_linked_to(tmp_path: Path) -> None:
    """T3 and T4 have one name and one unit: with another unit each is found, and asked about; with the same it is a question."""
    rows = "名称,派驻单位,平时掌握\n三村工作队,县水利局,91\n"
    with county(tmp_path) as office:
        both = preview_file(office.case, _csv(tmp_path, rows), Options(period="2018Q4"))
        assert [line.why.number for line in both.of("rejected") if line.why] == ["K9125"]
        office.save([Amend("T4", links={"unit": "U1"})], reason="更正")
        told = preview_file(office.case, _csv(tmp_path, rows), Options(period="2018Q4"))
        assert [(line.state, line.who) for line in told.lines] == [("asked", "T3")]


def test_whom_only_links_name_is_added_with_the_roster(tmp_path: Path) -> None:
    """A team in its members' rows alone is new once, with its unit where the rows agree; not where its row is refused."""
    head = "姓名,工作队,派驻单位,派驻起始日\n"
    rows = "甲甲,甲队,县教育局,2018-11-01\n乙乙,甲队,县教育局,\n丙丙,乙队,县教育局,\n丁丁,乙队,县水利局,\n戊戊,丙队,,很早\n"
    with county(tmp_path) as office:
        preview = preview_file(office.case, _csv(tmp_path, head + rows), Options(ids="A", by_name=True))
        assert [line.why.number for line in preview.of("rejected") if line.why] == ["K1071"]
        apply_import(office, preview, leave_out=True)
        teams = {one.name: dict(one.links) for one in office.people.values() if one.kind == "team"}
    assert teams["甲队"] == {"unit": "U1"}
    assert teams["乙队"] == {}
    assert "丙队" not in teams
