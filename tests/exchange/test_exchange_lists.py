"""Lists from sheets: one row an event or a re-check, told apart, corrected, refused at its cell, taken back as one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from exchange_kit import corps, secondees
from kaohe.errors import FileError
from kaohe.exchange import Options, Preview, apply_import, preview_file, preview_sheets, read_sheets, template
from kaohe.office import Enter, Office

LEAVES = "编号,姓名,日期,请假天数,批准\n"
FAULTS = "编号,日期,原因,扣分\n"


def _csv(folder: Path, text: str) -> Path:
    (folder / "a.csv").write_text(text, encoding="utf-8")
    return folder / "a.csv"


def _leaves(office: Office, who: str = "S1") -> Any:
    row = office.row(who)
    assert row is not None
    return row.get("facts", {}).get("leaves", [])


def _preview(office: Office, folder: Path, text: str, kind: str = "") -> Preview:
    return preview_file(office.case, _csv(folder, text), Options(kind=kind))


def _reasons(preview: Preview) -> list[tuple[int, int, str]]:
    return [(one.at.row, one.at.column, one.why.number) for one in preview.of("rejected") if one.why]


def test_a_row_is_one_event_of_the_list_that_its_columns_tell(tmp_path: Path) -> None:
    """Leave from a sheet: days, numbers and choices as people write them, all in one commit that is taken back as one."""
    with secondees(tmp_path) as office:
        before = office.case_data()
        rows = "S1,甲,2016年3月1日,３天,挂职单位主要负责人\nS1,,2016-05-04,0.5,unit\nS2,乙,2016/5/10,4,主要负责人并报县委组织部\n"
        preview = _preview(office, tmp_path, LEAVES + rows)
        assert preview.kinds == ("events",)
        saved = apply_import(office, preview)
        assert saved.receipt.seq == office.head.seq
        assert _leaves(office) == [
            {"date": "2016-03-01", "leave_days": 3, "leave_approved": "unit"},
            {"date": "2016-05-04", "leave_days": "0.5", "leave_approved": "unit"},
        ]
        assert [one["date"] for one in _leaves(office, "S2")] == ["2016-05-10"]
        assert _preview(office, tmp_path, LEAVES + rows).counts["same"] == 3
        office.undo(saved.receipt, reason="误导入")
        assert office.case_data() == before


def test_a_row_of_one_day_corrects_it_and_two_of_one_day_are_two(tmp_path: Path) -> None:
    """Where the day tells one event it is changed, both shown; where a sheet has two of one day nothing is replaced."""
    with secondees(tmp_path) as office:
        office.save([Enter("S1", "leaves", [{"date": "2016-03-01", "leave_days": 3, "leave_approved": "unit"}])])
        corrected = _preview(office, tmp_path, LEAVES + "S1,,2016-03-01,4,unit\n")
        assert corrected.counts["changed"] == 1
        assert [(one.before, one.after) for one in corrected.of("changed")] == [
            ("2016-03-01 unit/3", "2016-03-01 unit/4")
        ]
        several = _preview(office, tmp_path, LEAVES + "S1,,2016-03-01,3,unit\nS1,,2016-03-01,1,none\n")
        assert (several.counts["same"], several.counts["new"]) == (1, 1)
        apply_import(office, several)
        assert [one["leave_days"] for one in _leaves(office)] == [3, 1]


def test_rows_alike_in_everything_are_kept_for_a_person_to_tell(tmp_path: Path) -> None:
    """Two rows that nothing tells apart are both taken: whether they are one event is asked of people, as in a form."""
    with secondees(tmp_path) as office:
        apply_import(office, _preview(office, tmp_path, LEAVES + "S1,,2016-03-01,3,unit\n" * 2))
        assert len(_leaves(office)) == 2
        held: Any = office.case.cohort.appraisees["S1"].fact("leaves")
        assert [bool(row.same) for row in held] == [False, True]


@pytest.mark.parametrize(
    ("row", "place", "number"),
    [
        ("S1,,2017-03-01,3,unit", 3, "K1041"),
        ("S1,,三月,3,unit", 3, "K1071"),
        ("S1,,2016-03-01,,unit", 4, "K9151"),
        ("S1,,2016-03-01,0,unit", 4, "K1029"),
        ("S1,,2016-03-01,3,保密人", 5, "K1072"),
        ("S9,,2016-03-01,3,unit", 0, "K9123"),
        ("S1,乙,2016-03-01,3,unit", 0, "K9126"),
    ],
)
def test_a_wrong_row_is_named_by_its_cell_and_nothing_is_written(
    tmp_path: Path, row: str, place: int, number: str
) -> None:
    """Sheet, row, column and reason; the other rows wait, and what stands in the cell is not repeated."""
    with secondees(tmp_path) as office:
        head = office.head
        preview = _preview(office, tmp_path, LEAVES + "S2,,2016-03-02,1,unit\n" + row + "\n")
        assert _reasons(preview) == [(3, place, number)]
        with pytest.raises(FileError, match="K9101"):
            apply_import(office, preview)
        assert office.head == head
        assert "保密人" not in str(preview.as_json())


def test_lists_with_the_same_headings_are_told_by_the_name_of_the_sheet(tmp_path: Path) -> None:
    """Four lists have a reason and points: the title or --kind says which, and without either it is a question."""
    with secondees(tmp_path) as office:
        row = "S1,2016-03-01,没有日事日记,2\n"
        with pytest.raises(FileError, match="K9167"):
            _preview(office, tmp_path, FAULTS + row)
        for preview in (
            _preview(office, tmp_path, "2016年工作日志问题登记表\n" + FAULTS + row),
            _preview(office, tmp_path, FAULTS + row, "diary_faults"),
            _preview(office, tmp_path, FAULTS + row, "工作日志问题"),
        ):
            assert [(one.state, one.what.zh) for one in preview.lines if one.what] == [("new", "工作日志问题")]


def test_a_scheme_without_lists_and_a_list_that_there_is_not_are_refused(tmp_path: Path) -> None:
    """The kinds that there are, lists among them, are named."""
    with corps(tmp_path) as office, pytest.raises(FileError, match="K9168"):
        _preview(office, tmp_path, LEAVES, "events")
    with secondees(tmp_path) as office, pytest.raises(FileError, match=r"K9162.*leaves"):
        _preview(office, tmp_path, LEAVES, "leave")


def test_a_template_of_lists_has_a_sheet_each_and_what_is_held(tmp_path: Path) -> None:
    """Each list has its own sheet with drop-downs; imported again as it stands, everything is the same."""
    path = tmp_path / "lists.xlsx"
    with secondees(tmp_path) as office:
        apply_import(office, _preview(office, tmp_path, LEAVES + "S1,甲,2016-03-01,0.5,unit\n"))
        path.write_bytes(template(office.case, "events"))
        sheets = {sheet.name: sheet for sheet in read_sheets(path)}
        assert [cell.text for cell in _at(sheets["请假"].rows, 3)][2:5] == ["日期", "批准", "请假天数（0.5至366）"]
        assert [cell.text for cell in _at(sheets["请假"].rows, 4)] == [
            "S1",
            "甲",
            "2016-03-01",
            "挂职单位主要负责人",
            "0.5",
        ]
        again = preview_sheets(office.case, list(sheets.values()), Options())
        assert again.counts == {"new": 0, "changed": 0, "same": 1, "asked": 0, "rejected": 0}


def _at(rows: Sequence[Any], number: int) -> list[Any]:
    return next(list(row.cells.values()) for row in rows if row.number == number)


HEAD = "编号,复核·第五条（七）4,复核文号·5(7)4\n"


def test_how_rechecks_stand_comes_from_columns(tmp_path: Path) -> None:
    """State and document of a limit's re-check; a settled one needs its document, and what is blank stays as it is."""
    with corps(tmp_path) as office:
        wrong = _preview(office, tmp_path, HEAD + "A,已认定,\nB,也许,\n")
        assert [number for _, _, number in _reasons(wrong)] == ["K9149", "K1072"]
        apply_import(office, _preview(office, tmp_path, HEAD + "A,待复核,\nB,已认定,兵督〔2016〕3号\n"))
        assert [one.status for who in ("A", "B") for one in _rechecks(office, who)] == ["pending", "confirmed"]
        apply_import(office, _preview(office, tmp_path, HEAD + "A,未认定,兵督〔2016〕4号\nB,,\n"))
        assert [one.status for who in ("A", "B") for one in _rechecks(office, who)] == ["rejected", "confirmed"]
        again = tmp_path / "rechecks.xlsx"
        again.write_bytes(template(office.case, "rechecks"))
        assert preview_file(office.case, again, Options()).counts["same"] == 2


def _rechecks(office: Office, who: str) -> list[Any]:
    return list(office.case.cohort.appraisees[who].rechecks.values())
