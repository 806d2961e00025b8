"""The sheet: typing across and down, filling, saving as one commit, taking back, filtering, what others save."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from kaohe.office import Amend, Enrol, Enter, Freeze, Moved, Office, Withdraw
from kaohe_tui.desk._desk import Desk
from kaohe_tui.form._grid import FormGrid
from kaohe_tui.pages._entry import Entry
from kaohe_tui.pages._sheet import SheetPage
from kaohe_tui.session._session import Session
from kaohe_tui.terminal._keys import Key
from tui_kit import DEMO
from tui_kit.typing import burst, desk_on, press, slowly, state_of, type_text

FIRST, SECOND, THIRD = "000001", "000002", "000003"
Q1, OPINION = "facts.work@2020Q1:", "facts.opinion@2020Q1:"


def _said(desk: Desk) -> str:
    """The message, which takes the line above as well where it is long."""
    return desk.frame().line(21).rstrip() + desk.frame().line(22)


def _sheet(folder: Path, *, people: int = 10, empty: int = 10) -> Desk:
    """A desk in the sheet of the first quarter, where nobody has marks unless `empty` says so."""
    desk = desk_on(folder, people=people, empty=empty)
    press(desk, "b", "home", "enter")
    return desk


def _page(desk: Desk) -> SheetPage:
    assert isinstance(desk.page, SheetPage)
    return desk.page


def _facts(desk: Desk, who: str) -> dict[str, object]:
    return dict((desk.session.office.row(who) or {}).get("facts", {}))


def _line(desk: Desk, who: str) -> str:
    return next(line for line in desk.frame().text().splitlines() if f" {who} " in line)


# Opening


def test_the_first_choice_is_the_first_sheet_that_is_not_filled(tmp_path: Path) -> None:
    """The list of sheets says how many rows of each are filled, and the cursor is where there is work."""
    desk = desk_on(tmp_path, people=10, empty=2)
    press(desk, "b")
    text = desk.frame().text()
    assert "> 队员          2020Q1      季度            8/10        日常工作、群众测评" in text
    assert "民主测评票      8/10" in text
    assert "工作队        -           全周期          1/1" in text


def test_the_last_sheet_stays_chosen(tmp_path: Path) -> None:
    """Coming back to the list, and to it by a command, the cursor is on the sheet that was open."""
    desk = desk_on(tmp_path)
    press(desk, "b", "down", "enter")
    assert "2020Q2" in desk.frame().line(0)
    press(desk, "escape", "escape", ":", *"sheet", "enter")
    assert "> 队员          2020Q2" in desk.frame().text()


def test_the_caret_begins_where_something_is_missing(tmp_path: Path) -> None:
    """The first row that is not filled, its first empty cell."""
    desk = _sheet(tmp_path, empty=2)
    assert _page(desk).grid.who == "000009"
    assert "已录 8/10" in desk.frame().text()


def test_a_kind_has_its_sheets_from_its_first_person_on(tmp_path: Path) -> None:
    """Nobody of a kind: no sheet of it; the roster gets one, and there it is."""
    desk = desk_on(tmp_path, people=2, empty=2)
    desk.session.change([Amend("000001", links={"team": None}), Amend("000002", links={"team": None})], reason="test")
    desk.session.change([Withdraw("T01")], reason="test")
    press(desk, "b")
    assert "工作队" not in desk.frame().text()
    desk.session.change([Enrol("T02", "team")])
    assert "工作队        -           全周期          0/1" in desk.frame().text()


# Typing


def test_marks_across_and_down_in_one_burst(tmp_path: Path) -> None:
    """91 Tab 82 Enter goes back under the first of them: keys posted without waiting land in the right cells."""
    names = ["b", "home", "enter", *"91", "tab", *"82", "enter", *"73", "tab", *"64", "enter", *"55", "f2"]
    (tmp_path / "quick").mkdir()
    (tmp_path / "slow").mkdir()
    quick, slow = desk_on(tmp_path / "quick", empty=10), desk_on(tmp_path / "slow", empty=10)
    asyncio.run(burst(quick, names))
    slowly(slow, names)
    assert state_of(quick) == state_of(slow)
    assert _facts(quick, FIRST) == {"work": {"2020Q1": 91}, "opinion": {"2020Q1": 82}}
    assert _facts(quick, SECOND) == {"work": {"2020Q1": 73}, "opinion": {"2020Q1": 64}}
    assert _facts(quick, THIRD) == {"work": {"2020Q1": 55}}


def test_tab_at_the_end_of_a_row_goes_to_the_next(tmp_path: Path) -> None:
    """Tab alone fills the sheet too."""
    desk = _sheet(tmp_path)
    press(desk, *"91", "tab", *"82", "tab", *"73", "tab")
    assert desk.session.drafts == {FIRST: {Q1: "91", OPINION: "82"}, SECOND: {Q1: "73"}}


def test_enter_goes_straight_down(tmp_path: Path) -> None:
    """A column typed with Enter alone."""
    desk = _sheet(tmp_path)
    press(desk, "tab", "down", "up", *"91", "enter", *"82", "enter")
    assert desk.session.drafts == {FIRST: {OPINION: "91"}, SECOND: {OPINION: "82"}}


def test_arrows_move_between_cells_until_something_is_typed(tmp_path: Path) -> None:
    """Right goes to the next cell; after a character, Left moves in the text."""
    desk = _sheet(tmp_path)
    press(desk, "right", *"82", "left", "5", "enter")
    assert desk.session.drafts == {FIRST: {OPINION: "852"}}
    press(desk, "up", "left", *"91", "tab")
    assert desk.session.drafts[FIRST] == {OPINION: "852", Q1: "91"}


def test_shift_tab_goes_back_over_the_end_of_a_row(tmp_path: Path) -> None:
    """From the first cell of a row to the last of the one above."""
    desk = _sheet(tmp_path)
    press(desk, "down", "shift+tab", *"82", "tab")
    assert desk.session.drafts == {FIRST: {OPINION: "82"}}


def test_an_input_methods_digits_are_digits(tmp_path: Path) -> None:
    """Full-width digits and point are the number that they say, in one spelling in the book."""
    desk = _sheet(tmp_path)
    type_text(desk, "９１．５")
    press(desk, "enter", "f2")
    assert str(_facts(desk, FIRST)["work"]) == "{'2020Q1': '91.5'}"


def test_what_cannot_be_entered_stays_marked_with_its_reason(tmp_path: Path) -> None:
    """117 is kept as typed, with ! beside it and why on the message line; it is recorded nowhere."""
    desk = _sheet(tmp_path)
    press(desk, *"117", "enter", "up")
    assert "117     !" in _line(desk, FIRST)
    assert "! 未记入 1" in _line(desk, FIRST)
    assert "! 000001 日常工作: [K1029] 117 超出 0 至 100" in _said(desk)
    press(desk, "f2")
    assert _facts(desk, FIRST) == {}
    assert desk.session.drafts[FIRST] == {Q1: "117"}
    assert "1 项未记入，首项 000001" in _said(desk)


def test_a_row_shows_score_grade_and_whether_it_is_filled(tmp_path: Path) -> None:
    """What a row comes to follows each entry: the period's score, the grade before quotas, what is lacking."""
    desk = _sheet(tmp_path)
    press(desk, *"90", "enter", "up")
    assert "缺 1 +" in _line(desk, FIRST)
    press(desk, "tab", *"80", "tab")
    assert "86" in _line(desk, FIRST)
    assert "已录 +" in _line(desk, FIRST)
    assert "已录 1/10" in desk.frame().text()


def test_a_list_of_findings_is_attested_in_the_sheet_and_typed_in_the_form(tmp_path: Path) -> None:
    """0 says that there are none; + opens the form with a new row under the caret."""
    desk = desk_on(tmp_path, empty=10)
    press(desk, "b", "home", "down", "down", "down", "down", "enter", "0", "enter")
    assert desk.session.drafts == {FIRST: {"facts.notices@:rows": "0"}}
    press(desk, "+")
    assert isinstance(desk.page, Entry)
    assert desk.page.who == SECOND
    assert desk.page.form.current == "facts.notices@:0.date"


def test_a_ballot_is_a_sheet_with_a_column_for_each_count(tmp_path: Path) -> None:
    """Issued, collected and each option across; the value exists once all of them add up."""
    desk = desk_on(tmp_path, empty=10)
    press(desk, "b", "end", "up", "enter")
    assert "发出  收回  废票  弃权  好    较    一    差" in desk.frame().text()
    press(desk, *"20", "tab", *"20", "tab", "1", "tab", "0", "tab", *"15", "tab", "3", "tab", "1", "tab")
    assert "合计 20 相符" in _said(desk)
    assert "ballot" not in _facts(desk, FIRST)
    press(desk, "0", "enter", "f2")
    assert str(_facts(desk, FIRST)["ballot"]).count("20") == 2
    assert _page(desk).grid.who == SECOND


# Filling and taking back


def test_fill_down_into_empty_cells_is_one_step(tmp_path: Path) -> None:
    """F8 puts the value into every empty cell below, never over one, and Ctrl+Z takes all of it back."""
    desk = _sheet(tmp_path)
    press(desk, "down", "down", *"70", "enter", "pageup", *"91", "f8", "enter")
    drafts = {who: cells[Q1] for who, cells in desk.session.drafts.items()}
    assert drafts[THIRD] == "70"
    assert list(drafts.values()).count("91") == 9
    press(desk, "ctrl+z")
    assert {who: cells for who, cells in desk.session.drafts.items() if cells} == {THIRD: {Q1: "70"}, FIRST: {Q1: "91"}}
    press(desk, "ctrl+y")
    assert len([who for who, cells in desk.session.drafts.items() if cells]) == 10


def test_fill_down_to_a_row(tmp_path: Path) -> None:
    """An id, or its end, says how far."""
    desk = _sheet(tmp_path)
    press(desk, *"91", "f8", "4", "enter")
    assert sorted(desk.session.drafts) == ["000001", "000002", "000003", "000004"]
    press(desk, "f8", *"zz", "enter")
    assert "没有编号 zz" in _said(desk)


def test_the_value_above_is_repeated_by_a_key(tmp_path: Path) -> None:
    """Ctrl+D, held, goes down a column."""
    desk = _sheet(tmp_path)
    press(desk, *"91", "enter", "ctrl+d", "ctrl+d")
    assert [desk.session.drafts[who][Q1] for who in (FIRST, SECOND, THIRD)] == ["91", "91", "91"]
    press(desk, "ctrl+home", "ctrl+d")
    assert "上方没有行" in _said(desk)


def test_a_save_of_the_sheet_is_one_commit_and_is_taken_back_as_one(tmp_path: Path) -> None:
    """F2 writes all rows with one receipt; Ctrl+Z after it is one new commit that restores them; Ctrl+Y another."""
    desk = _sheet(tmp_path)
    before = desk.session.office.head.seq
    press(desk, *"91", "tab", *"82", "enter", *"73", "f2")
    assert desk.session.office.head.seq == before + 1
    moved = [*desk.session.office.history()][-1].moved
    assert set(moved) == {
        Moved(FIRST, "work", "2020Q1", None, 91),
        Moved(FIRST, "opinion", "2020Q1", None, 82),
        Moved(SECOND, "work", "2020Q1", None, 73),
    }
    press(desk, "ctrl+z")
    assert "已撤销该次保存" in _said(desk)
    assert desk.session.office.head.seq == before + 2
    assert (_facts(desk, FIRST), _facts(desk, SECOND)) == ({}, {})
    press(desk, "ctrl+y")
    assert _facts(desk, SECOND) == {"work": {"2020Q1": 73}}


def test_what_is_being_typed_is_taken_back_first(tmp_path: Path) -> None:
    """Ctrl+Z in the middle of a cell shows what stood there; the step before it is taken back by the next one."""
    desk = _sheet(tmp_path)
    press(desk, *"91", "enter", *"8", "ctrl+z")
    assert _page(desk).grid.editor.text == ""
    assert desk.session.drafts[FIRST] == {Q1: "91"}
    press(desk, "ctrl+z")
    assert desk.session.drafts[FIRST] == {}


def test_a_step_that_was_changed_in_a_form_since_is_not_taken_back(tmp_path: Path) -> None:
    """The sheet takes back what it did only while that still stands; it says why it does not."""
    desk = _sheet(tmp_path)
    press(desk, *"91", "enter", "up", "f6")
    assert isinstance(desk.page, Entry)
    press(desk, *"77", "tab")
    desk.pages.pop()
    press(desk, "ctrl+z")
    assert "K7040" in _said(desk)
    assert desk.session.drafts[FIRST] == {Q1: "77"}


# The way elsewhere


def test_the_form_of_a_row_opens_on_the_same_field(tmp_path: Path) -> None:
    """F6 goes to the person's form and Esc back to the row, which shows what was entered there."""
    desk = _sheet(tmp_path)
    press(desk, "down", "right", "f6")
    assert isinstance(desk.page, Entry)
    assert (desk.page.who, desk.page.form.current) == (SECOND, OPINION)
    press(desk, *"88", "escape")
    assert _page(desk).grid.who == SECOND
    assert "88" in _line(desk, SECOND)
    assert _facts(desk, SECOND) == {"opinion": {"2020Q1": 88}}


def test_what_was_typed_elsewhere_meanwhile_is_seen(tmp_path: Path) -> None:
    """From the sheet to the open points, into a form and back: count, cells and caret are as they are now."""
    desk = _sheet(tmp_path, empty=2)
    press(desk, ":", *"points", "enter", "enter", *"91", "tab", *"82", "tab", "escape", "escape")
    desk.frame()
    assert "91" in _line(desk, "000009")
    assert "已录 9/10" in desk.frame().text()
    press(desk, "tab")
    assert _facts(desk, "000009") == {"work": {"2020Q1": 91}, "opinion": {"2020Q1": 82}}
    assert not any(desk.session.drafts.values())


def test_why_at_any_cell(tmp_path: Path) -> None:
    """F4 explains the row's outcome, and Esc comes back to the cell."""
    desk = _sheet(tmp_path, empty=2)
    press(desk, "ctrl+home", "f4")
    assert "000001 张一 > 得分说明" in desk.frame().line(0)
    press(desk, "escape")
    assert _page(desk).grid.who == FIRST


def test_a_filter_keeps_the_person_and_escape_takes_it_off(tmp_path: Path) -> None:
    """/ filters while nothing is typed in the cell; inside a value it is a character."""
    desk = _sheet(tmp_path)
    press(desk, "/", *"三", "enter")
    assert _page(desk).grid.ids == [THIRD]
    press(desk, *"91", "/", "backspace", "escape")
    assert len(_page(desk).grid.ids) == 10
    assert _page(desk).grid.who == THIRD
    assert desk.session.drafts == {THIRD: {Q1: "91"}}


def test_a_command_goes_to_a_row(tmp_path: Path) -> None:
    """: and an id; a full-width colon is one too."""
    desk = _sheet(tmp_path)
    desk.press(Key("：", "："))
    press(desk, *"7", "enter")
    assert _page(desk).grid.who == "000007"


def test_escape_saves_and_goes_back(tmp_path: Path) -> None:
    """Leaving the sheet is a save, with its receipt."""
    desk = _sheet(tmp_path)
    press(desk, *"91", "escape")
    assert _facts(desk, FIRST) == {"work": {"2020Q1": 91}}
    assert "已保存" in _said(desk)
    assert "1 个对象" in _said(desk)


def test_save_and_next_goes_to_the_next_row_that_lacks_something(tmp_path: Path) -> None:
    """Filled rows are passed over, and the end is said."""
    desk = _sheet(tmp_path, empty=2)
    press(desk, *"91", "tab", *"82", "f2")
    assert _page(desk).grid.who == "000010"
    press(desk, *"91", "tab", *"82", "f2")
    assert "所列各行均已录" in _said(desk)


# Frozen, lost lines, others


def test_a_frozen_period_takes_no_typing_and_says_why(tmp_path: Path) -> None:
    """Typed keys, fill and paste change nothing there."""
    desk = _sheet(tmp_path, empty=0)
    desk.session.office.save([Freeze("quarter", "2020Q1")])
    press(desk, "5")
    assert "冻结" in _said(desk)
    desk.paste("1\t2\n3\t4")
    assert desk.frame().text().count("冻结") == 4
    press(desk, "enter")
    assert "冻结" in _said(desk)
    assert not any(desk.session.drafts.values())


def test_what_was_typed_in_a_sheet_is_offered_after_a_lost_line(tmp_path: Path) -> None:
    """The drafts of many rows come back, refused ones too, and one save writes what can be written."""
    desk = _sheet(tmp_path)
    press(desk, *"91", "tab", *"182", "enter", *"73")
    desk.settle()
    desk.session.close()
    again = Desk(Session.open(tmp_path / "case.json", ruleset=DEMO))
    press(again, "r", "b", "home", "enter")
    assert again.session.drafts == {FIRST: {Q1: "91", OPINION: "182"}, SECOND: {Q1: "73"}}
    assert "182     !" in _line(again, FIRST)
    press(again, "f2")
    assert _facts(again, SECOND) == {"work": {"2020Q1": 73}}
    assert again.session.drafts[FIRST] == {OPINION: "182"}


def _other(tmp_path: Path, who: str, value: int) -> None:
    with Office.open(tmp_path / "case.book", ruleset=DEMO, actor="zhao") as office:
        office.save([Enter(who, "work", value, "2020Q1")])


def test_what_others_save_appears_and_what_is_being_typed_stays(tmp_path: Path) -> None:
    """Another's save of another row comes in while a cell is half typed."""
    desk = _sheet(tmp_path)
    press(desk, "9")
    _other(tmp_path, SECOND, 66)
    assert desk.look_underneath()
    assert "66" in _line(desk, SECOND)
    press(desk, "1", "enter")
    assert desk.session.drafts == {FIRST: {Q1: "91"}}


def test_the_same_value_saved_by_another_is_a_conflict_in_that_row_alone(tmp_path: Path) -> None:
    """Both values are told, the other rows are saved, and typing it again keeps mine."""
    desk = _sheet(tmp_path)
    press(desk, *"91", "enter", *"73", "enter")
    _other(tmp_path, FIRST, 66)
    press(desk, "f2")
    assert _facts(desk, SECOND) == {"work": {"2020Q1": 73}}
    assert _facts(desk, FIRST) == {"work": {"2020Q1": 66}}
    press(desk, "ctrl+home")
    hint = desk.page.hint()
    assert "K7024" in hint
    assert "zhao" in hint
    assert "66" in hint
    press(desk, *"91", "enter", "f2")
    assert _facts(desk, FIRST) == {"work": {"2020Q1": 91}}


def test_taking_theirs_in_a_conflict(tmp_path: Path) -> None:
    """Ctrl+Z on the cell drops mine; the other steps stay."""
    desk = _sheet(tmp_path)
    press(desk, *"91", "enter", *"73", "enter")
    _other(tmp_path, FIRST, 66)
    assert desk.look_underneath()
    press(desk, "ctrl+home", "ctrl+z")
    assert desk.session.texts(FIRST, _page(desk).grid.plan.fields[0]) == {"": "66"}
    assert desk.session.drafts[SECOND] == {Q1: "73"}


def test_the_form_takes_back_nothing_that_a_sheet_has_saved(tmp_path: Path) -> None:
    """A record typed in its form and saved from a sheet has no step left that would undo a draft."""
    desk = desk_on(tmp_path, empty=10)
    of = FormGrid(desk.session, FIRST).by_id["facts.work@2020Q1"]
    desk.session.put(FIRST, of, {"": "91"})
    press(desk, "b", "home", "enter", "f2")
    assert _facts(desk, FIRST) == {"work": {"2020Q1": 91}}
    assert desk.session.undo(FIRST) is None


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (100, 30), (200, 50)], ids=str)
def test_columns_scroll_sideways_with_id_and_name_in_place(tmp_path: Path, size: tuple[int, int]) -> None:
    """Whatever the width, the caret's column is in view, and so are id and name."""
    desk = desk_on(tmp_path, empty=10, size=size)
    press(desk, "b", "home", "down", "down", "down", "down", "enter")
    for _ in _page(desk).grid.plan.columns:
        sheet = desk.frame()
        assert _page(desk).grid.column.label[:2] in sheet.line(1)
        assert " 000001 张一 " in sheet.line(2)
        assert sheet.caret is not None
        press(desk, "tab")
    assert _page(desk).grid.who == SECOND
