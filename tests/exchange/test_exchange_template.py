"""Templates: what one holds comes back exactly; ranges, choices and protection are in it."""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange_kit import corps, county
from kaohe.cases import Case, case_from_data
from kaohe.errors import FileError
from kaohe.exchange import KINDS, Options, preview_file, read_sheets, template
from kaohe.exchange._cells import column_name
from kaohe.office import Amend, Enter, Recheck
from kaohe.rules import Events, Finding, load
from kaohe.rules.nodes import Input
from kaohe.testing.strategies import case_data, cohorts
from lengths import scaled

SCHEMES = ("neimenggu-2018", "wenling-2013", "xizang-2018", "xpcc-2016", "yining")


def _through(case: Case, empty: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The data of a case without facts, with everything that the templates of a full one bring."""
    rows = {row["id"]: {**row, "facts": {}, "links": {}, "rechecks": {}} for row in empty["appraisees"]}
    bare = case_from_data({**empty, "appraisees": [{**row} for row in rows.values()]})
    periods = ["", *(one.name for axis in case.cohort.cycle.periods.values() for one in axis)]
    path = folder / "a.xlsx"
    for kind in KINDS:
        for period in periods if kind in ("marks", "tallies") else [""]:
            try:
                path.write_bytes(template(case, kind, period=period, language="zh"))
            except FileError as nothing:
                assert nothing.number == "K9212"  # noqa: PT017  # no input of the sort: nothing to come back
                continue
            preview = preview_file(bare, path, Options(kind=kind))
            assert not preview.of("rejected"), preview.of("rejected")[0]
            for change in preview.changes:
                _take(rows, change)
    return {**empty, "appraisees": list(rows.values())}


def _take(rows: dict[str, dict[str, Any]], change: object) -> None:
    if isinstance(change, Enter):
        facts = rows[change.appraisee]["facts"]
        if change.at:
            facts[change.key] = {**facts.get(change.key, {}), change.at: change.value}
        else:
            facts[change.key] = change.value
    elif isinstance(change, Amend):
        rows[change.id]["links"] |= change.links
    elif isinstance(change, Recheck):
        settled = {"document": change.document} if change.document else {}
        rows[change.appraisee]["rechecks"][change.rule] = {"status": change.status, **settled}


def _on_a_sheet(given: Input) -> bool:
    """Whether an input stands on a sheet by itself, and not as a column of a list."""
    return not isinstance(given.on, Events | Finding)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_a_template_holds_comes_back_exactly(scheme: str) -> None:
    """Random legal values, written into templates and imported into an empty case, are the same facts."""
    ruleset = load(scheme)

    @settings(max_examples=scaled(2, 200), deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        kind = data.draw(st.sampled_from(ruleset.kinds)).kind.key
        full = case_data(ruleset, data.draw(cohorts(ruleset, kind, largest=3)))
        try:
            case = case_from_data(full)
        except Exception:  # a drawn case may be one that no case file may say
            return
        with TemporaryDirectory() as folder:
            again = case_from_data(_through(case, full, Path(folder)))
        for who, before in case.cohort.appraisees.items():
            after = again.cohort.appraisees[who]
            assert after.links == before.links
            assert after.rechecks == before.rechecks
            rules = next(one for one in ruleset.kinds if one.kind.key == before.kind)
            for given_ in filter(_on_a_sheet, rules.inputs):
                assert after.fact(given_.key) == before.fact(given_.key), given_.key

    holds()


def _opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_a_template_checks_while_it_is_filled_in(tmp_path: Path) -> None:
    """Ranges and choices are validated in the sheet, headings and names locked, entries open, id and name in sight."""
    with county(tmp_path) as office:
        book = _opened(template(office.case, "marks", period="2018年第四季度"))
        roster = _opened(template(office.case, "roster"))
    sheet = book["驻村工作队"]
    assert [cell.value for cell in sheet[3]] == [
        "编号",
        "姓名",
        "平时掌握（0至100）",
        "民意测评（0至100）",
        "目标责任考评表（0至100）",
    ]
    assert [cell.value for cell in sheet[4]][:2] == ["T1", "一村工作队"]
    assert sheet.freeze_panes == "C4"
    assert sheet.protection.sheet
    assert [sheet.cell(4, column).protection.locked for column in (1, 2, 3)] == [True, True, False]
    rules = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    assert ">=0" in rules["C4:C7"]
    assert "<=100" in rules["C4:C7"]
    lists = [one.formula1 for one in roster["驻村工作队"].data_validations.dataValidation if one.type == "list"]
    assert lists
    assert roster["_lists"].sheet_state == "hidden"
    values = [cell.value for column in roster["_lists"].columns for cell in column if cell.value]
    assert "4500米以下" in values


def test_ids_that_look_like_numbers_and_names_like_formulas_stay_texts(tmp_path: Path) -> None:
    """007 keeps its zeros, and =1+1 is a name, not a sum."""
    from kaohe.office import Enrol

    with county(tmp_path) as office:
        office.save([Enrol("007", "team", "=1+1"), Enrol("T8", "team", "@甲")])
        data = template(office.case, "marks", period="2018Q4")
        (tmp_path / "a.xlsx").write_bytes(data)
        sheet = _opened(data)["驻村工作队"]
        texts = {sheet.cell(row, 1).value: sheet.cell(row, 2) for row in range(4, sheet.max_row + 1)}
        assert texts["007"].value == "=1+1"
        assert texts["007"].data_type == "s"
        assert texts["007"].quotePrefix
        assert not preview_file(office.case, tmp_path / "a.xlsx", Options()).of("rejected")
    cells = [cell.text for row in read_sheets(tmp_path / "a.xlsx")[0].rows for cell in row.cells.values()]
    assert {"007", "=1+1", "@甲"} <= set(cells)


def test_a_template_holds_one_sheet_a_kind_and_room_for_new_people(tmp_path: Path) -> None:
    """The roster has a sheet for each kind, a ballot a column for each option, findings their drop-downs."""
    with corps(tmp_path) as office:
        roster = _opened(template(office.case, "roster"))
        ballots = _opened(template(office.case, "tallies"))
        findings = _opened(template(office.case, "findings", of="team"))
    assert [name for name in roster.sheetnames if name != "_lists"] == [
        "工作队",
        "队长",
        "队员",
        "督查组成员",
        "办公室成员",
    ]
    assert roster["队长"].max_row > 20
    heads = [cell.value for cell in ballots["工作队"][3]]
    assert heads[2:] == [
        f"满意度测评·{part}" for part in ("发出", "收回", "废票", "弃权", "优秀", "较好", "一般", "差")
    ]
    assert [cell.value for cell in findings["认定事项"][3]][2] == "认定事项"


def test_templates_that_there_are_not_are_refused(tmp_path: Path) -> None:
    """An unknown kind, period or kind of appraisee is named with those that there are."""
    with county(tmp_path) as office:
        for kind, period, number in (("mark", "", "K9211"), ("marks", "2018Q9", "K9213"), ("tallies", "", "K9212")):
            with pytest.raises(FileError, match=number):
                template(office.case, kind, period=period)


def test_without_openpyxl_a_sentence_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only writing .xlsx needs it; reading does not."""
    from kaohe.exchange import _paper

    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(_paper, "import_module", missing)
    with county(tmp_path) as office, pytest.raises(FileError, match="K9201"):
        template(office.case, "roster")


@given(st.integers(1, 20000))
def test_columns_have_the_letters_of_a_spreadsheet(number: int) -> None:
    """The letters and the number of a column say the same."""
    from kaohe.exchange._cells import column_number

    assert column_number(column_name(number)) == number
