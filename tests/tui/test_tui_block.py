"""Blocks pasted into the sheet: where they go, what the preview tells, awkward ones, and taking them back as one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaohe_tui.desk._desk import Desk
from kaohe_tui.pages._block import BlockPage
from kaohe_tui.pages._sheet import SheetPage
from kaohe_tui.table._block import rows_of
from tui_kit.typing import desk_on, press

FIRST, SECOND, THIRD = "000001", "000002", "000003"
Q1, OPINION = "facts.work@2020Q1:", "facts.opinion@2020Q1:"


def _sheet(folder: Path, *, people: int = 10, empty: int = 10) -> Desk:
    desk = desk_on(folder, people=people, empty=empty)
    press(desk, "b", "home", "enter")
    return desk


def _drafts(desk: Desk) -> dict[str, dict[str, str]]:
    return {who: cells for who, cells in desk.session.drafts.items() if cells}


def test_nothing_is_entered_until_it_is_confirmed(tmp_path: Path) -> None:
    """The preview counts the cells; Esc leaves the sheet as it was, Enter enters them as one step."""
    desk = _sheet(tmp_path)
    desk.paste("91\t82\n73\t64\n")
    assert "共 4 格  新 4  不能录入 0" in desk.frame().text()
    assert "按位置：自 000001 张一 日常工作 起向右向下" in desk.frame().text()
    press(desk, "escape")
    assert _drafts(desk) == {}
    desk.paste("91\t82\n73\t64\n")
    press(desk, "enter")
    assert _drafts(desk) == {FIRST: {Q1: "91", OPINION: "82"}, SECOND: {Q1: "73", OPINION: "64"}}
    press(desk, "ctrl+z")
    assert _drafts(desk) == {}
    press(desk, "ctrl+y", "f2")
    assert len([*desk.session.office.history()][-1].moved) == 4


def test_new_changed_same_blank_and_refused_are_told_apart(tmp_path: Path) -> None:
    """95 is there already, 95.0 says the same, an empty cell leaves what stands, 183 and 77% name row, column, reason."""
    desk = _sheet(tmp_path, empty=8)
    press(desk, "ctrl+home")
    desk.paste("95.0\t91\n\t93\n183\t88\n70\t77%")
    text = desk.frame().text()
    assert "共 8 格  新 2  改 1  同 2  空 1（不动）  不能录入 2" in text
    assert "第3行1列       000003 王三 日常工作                 183" in text
    assert "! [K1029] 183 超出 0 至 100" in text
    assert "第4行2列       000004 赵四 群众测评                 77%" in text
    assert "! [K1069] 77% 不是数" in text
    assert "第1行2列       000001 张一 群众测评                 95 > 91" in text
    press(desk, "enter")
    assert "2 格不能录入，其中 2 格在原格标 !" in desk.frame().line(22)
    press(desk, "f2")
    assert _drafts(desk) == {THIRD: {Q1: "183"}, "000004": {OPINION: "77%"}}
    assert desk.session.office.row(SECOND) is not None


def test_rows_are_matched_by_the_ids_in_the_first_column(tmp_path: Path) -> None:
    """In any order, with names beside them or not, wherever the row of the caret is."""
    desk = _sheet(tmp_path)
    press(desk, "down", "down")
    desk.paste("000003\t王三\t73\t74\r\n000001\t张一\t91\t92\r\n")
    assert "各行按编号对应" in desk.frame().text()
    press(desk, "enter")
    assert _drafts(desk) == {THIRD: {Q1: "73", OPINION: "74"}, FIRST: {Q1: "91", OPINION: "92"}}


def test_an_unknown_id_and_one_that_comes_twice_are_refused(tmp_path: Path) -> None:
    """They have no row, so nothing of them is entered by place."""
    desk = _sheet(tmp_path)
    desk.paste("000001\t91\n000099\t92\n000002\t93\n000002\t94\n000003\t95\n000004\t96")
    text = desk.frame().text()
    assert "本表没有编号 000099" in text
    assert text.count("编号 000002 不止一行") == 2
    press(desk, "enter")
    assert _drafts(desk) == {FIRST: {Q1: "91"}, THIRD: {Q1: "95"}, "000004": {Q1: "96"}}
    assert "3 格不能录入，其中 0 格" in desk.frame().line(22)


def test_headings_name_the_columns(tmp_path: Path) -> None:
    """With a heading row the columns go by their names in either language, and what is none of them is left out."""
    desk = _sheet(tmp_path)
    desk.paste("编号\t姓名\t群众测评\tdaily work\t备注\n000002\t李二\t82\t91\t好\n000001\t张一\t72\t71\t")
    assert "各栏按标题对应" in desk.frame().text()
    assert "不取：姓名, 备注" in desk.frame().text()
    press(desk, "enter")
    assert _drafts(desk) == {SECOND: {OPINION: "82", Q1: "91"}, FIRST: {OPINION: "72", Q1: "71"}}


def test_numbers_that_could_be_ids_go_by_place_until_tab_is_pressed(tmp_path: Path) -> None:
    """Marks of 1, 2, 3 are ids without their zeros too: the preview says which is meant, and Tab turns it round."""
    desk = _sheet(tmp_path)
    desk.paste("3\t91\n1\t92\n2\t93")
    assert "按位置" in desk.frame().text()
    assert "Tab 改按编号" in desk.frame().text()
    press(desk, "tab")
    assert "各行按编号对应" in desk.frame().text()
    press(desk, "enter")
    assert _drafts(desk) == {THIRD: {Q1: "91"}, FIRST: {Q1: "92"}, SECOND: {Q1: "93"}}


def test_without_ids_tab_says_so(tmp_path: Path) -> None:
    """A block of marks has no other way to be matched."""
    desk = _sheet(tmp_path)
    desk.paste("91\t82\n91\t82")
    press(desk, "tab")
    assert "首列不是本表的编号" in desk.frame().line(22)


def test_what_does_not_fit_has_no_cell(tmp_path: Path) -> None:
    """Rows beyond the last and columns beyond the right one are refused, never put elsewhere."""
    desk = _sheet(tmp_path)
    press(desk, "ctrl+end", "right")
    desk.paste("91\t82\n73\t64")
    assert desk.frame().text().count("没有对应的格") == 3
    press(desk, "enter")
    assert _drafts(desk) == {"000010": {OPINION: "91"}}


def test_a_block_goes_down_the_rows_that_are_shown(tmp_path: Path) -> None:
    """With a filter on, the rows below are those in view."""
    desk = _sheet(tmp_path, people=20, empty=20)
    press(desk, "/", *"张", "enter")
    desk.paste("91\n92\n")
    press(desk, "enter")
    assert _drafts(desk) == {FIRST: {Q1: "91"}, "000011": {Q1: "92"}}


def test_a_ballot_whose_counts_contradict_each_other_is_refused(tmp_path: Path) -> None:
    """Each count is a number, but together they are no ballot: the row says so before anything is entered."""
    desk = desk_on(tmp_path, empty=10)
    press(desk, "b", "end", "up", "enter")
    desk.paste("20\t20\t1\t0\t15\t3\t1\t0\n20\t20\t1\t0\t15\t3\t9\t0")
    assert "不能录入 1" in desk.frame().text()
    assert "第2行8列" in desk.frame().text()
    press(desk, "enter", "f2")
    assert "ballot" in (desk.session.office.row(FIRST) or {})["facts"]
    assert "ballot" not in (desk.session.office.row(SECOND) or {}).get("facts", {})


def test_one_value_goes_into_the_cell(tmp_path: Path) -> None:
    """A single cell of a spreadsheet, with its line end, is typed."""
    desk = _sheet(tmp_path)
    desk.paste("91\r\n")
    assert isinstance(desk.page, SheetPage)
    press(desk, "enter")
    assert _drafts(desk) == {FIRST: {Q1: "91"}}


def test_five_hundred_rows(tmp_path: Path) -> None:
    """A block of a county is one preview, one step and one commit."""
    desk = _sheet(tmp_path, people=510, empty=510)
    desk.paste("".join(f"{place:06d}\t{50 + place % 50}\t{60 + place % 40}\r\n" for place in range(1, 501)))
    assert isinstance(desk.page, BlockPage)
    assert "共 1000 格  新 1000" in desk.frame().text()
    before = desk.session.office.head.seq
    press(desk, "enter", "f2")
    assert desk.session.office.head.seq == before + 1
    assert "500 个对象" in desk.frame().line(22)
    assert desk.session.office.people["000500"].fact("work")[0] == 50  # type: ignore[index]  # a mark of each quarter
    press(desk, "ctrl+z")
    assert (desk.session.office.row("000500") or {}).get("facts", {}) == {}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
        ("1\t2\r3\t4\r", [["1", "2"], ["3", "4"]]),
        ("1\t2\r\r3\t4\r\r", [["1", "2"], ["3", "4"]]),
        ("1\t2\r\t\r3\t4\r", [["1", "2"], ["", ""], ["3", "4"]]),
        ("1\t2\n\n\n", [["1", "2"]]),
        ("1\n\n3", [["1"], [""], ["3"]]),
        ("1\t2\t3\n4\n5\t6", [["1", "2", "3"], ["4"], ["5", "6"]]),
        ('"two\nlines"\t2\n3\t4', [["two lines", "2"], ["3", "4"]]),
        ('"say ""so"""\t2', [['say "so"', "2"]]),
        ('"open\t2\n3\t4', [['"open', "2"], ["3", "4"]]),
        (" 91 \t\u300082\u00a0", [["91", "82"]]),
        ("91%\t'82", [["91%", "'82"]]),
        ("\x1b[31m1\t2", [["[31m1", "2"]]),
        ("", []),
        ("\r\n\t\r\n", []),
    ],
)
def test_awkward_clipboards(text: str, rows: list[list[str]]) -> None:
    """Line ends of three systems and doubled ones, quoted cells, a quote that never ends, ragged and blank rows, wide blanks."""
    assert rows_of(text) == rows


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(alphabet=list('0123459.\t\t\n\r"%甲 !+A'), max_size=60))
def test_any_paste_changes_nothing_but_what_its_preview_says(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    """Whatever is pasted, entered and taken back, the sheet is as before, and nothing refused is in the book."""
    desk = _sheet(tmp_path_factory.mktemp("block"), people=4, empty=4)
    before = desk.session.office.case_data(names=True)
    desk.paste(text)
    if isinstance(desk.page, BlockPage):
        told = desk.page.block
        press(desk, "enter")
        assert sum(map(len, _drafts(desk).values())) <= len(told.cells)
        press(desk, "ctrl+z")
        assert _drafts(desk) == {}
        press(desk, "ctrl+y", "ctrl+s")
        for who, cells in _drafts(desk).items():
            assert desk.session.refusals(who), cells
        press(desk, "ctrl+z")
    press(desk, "ctrl+z")
    assert desk.session.office.case_data(names=True) == before
    desk.session.close()
