"""The desk: marked rows together, two people side by side, commands in Chinese, what leaves the screen, colours."""

from __future__ import annotations

import base64
import csv
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from kaohe.exchange import read_sheets
from kaohe.office import Appoint, Office, Withdraw
from kaohe_tui.desk._desk import Desk
from kaohe_tui.pages._actions import ACTIONS
from kaohe_tui.pages._commands import candidates
from kaohe_tui.session._initials import has_initials
from kaohe_tui.session._session import Session
from kaohe_tui.terminal._colours import TONES, coloured
from kaohe_tui.terminal._keys import Key
from tui_kit import DEMO
from tui_kit.typing import desk_on, press

SPACE = Key("space", " ")


def _mark(desk: Desk, *ids: str) -> None:
    """Mark these people in the list in front."""
    for who in ids:
        press(desk, "g", *who, "enter")
        desk.press(SPACE)


def _facts(desk: Desk) -> Mapping[str, Any]:
    """What the book holds of everybody, read anew."""
    with Office.open(desk.session.where, writable=False, ruleset=DEMO) as office:
        return {who: (office.row(who) or {}).get("facts", {}) for who in office.people}


def _commits(desk: Desk) -> int:
    return len([*desk.session.office.history()])


def _with_roles(tmp_path: Path, mine: str = "administrator") -> Desk:
    """A desk on a book in which this login has a role, and zhang is a clerk of T01."""
    desk = desk_on(tmp_path)
    me = desk.session.office.actor
    boss = [] if mine == "administrator" else [Appoint("boss", ("administrator",))]
    desk.session.change([*boss, Appoint("zhang", ("clerk",), units=["T01"]), Appoint(me, (mine,))])
    return desk


# Marks


def test_marks_stand_in_every_list_of_people(tmp_path: Path) -> None:
    """Who is marked on the roster is marked in results and open points, and the live line counts them there too."""
    desk = desk_on(tmp_path)
    _mark(desk, "000002", "000010")
    press(desk, "r")
    assert "标记 2" in desk.frame().text()
    assert re.search(r"^ ?>?\*.*000002", desk.frame().text(), re.MULTILINE)
    press(desk, "escape", "o")
    assert "标记 2" in desk.frame().text()


def test_a_range_and_all_that_the_filter_shows(tmp_path: Path) -> None:
    """A range goes from the last mark to this row; h marks what the filter shows and unmarks it again."""
    desk = desk_on(tmp_path)
    _mark(desk, "000002")
    press(desk, "down", "down", "u")
    assert desk.marks.of(desk.session.people) == ["000002", "000003", "000004", "000005"]
    press(desk, "/", *"张一", "enter", "h")
    assert "000001" in desk.marks.who
    press(desk, "h")
    assert "000001" not in desk.marks.who
    assert len(desk.marks) == 4


def test_whoever_leaves_the_roster_is_marked_no_more(tmp_path: Path) -> None:
    """A mark never outlives its person, so that nothing is done with somebody who is gone."""
    desk = desk_on(tmp_path)
    _mark(desk, "000010", "000002")
    press(desk, "g", *"000010", "enter", "d", *"调离", "enter", *"000010", "enter")
    assert "标记 1" in desk.frame().text()
    assert desk.marks.of(desk.session.people) == ["000002"]


def test_one_finding_document_for_everybody_marked(tmp_path: Path) -> None:
    """The preview names each; one commit writes all of them, and Ctrl+Z takes all back by another."""
    desk = desk_on(tmp_path)
    _mark(desk, "000002", "000003", "000009")
    before = _facts(desk)
    press(desk, "n", "enter", "home", "ctrl+u", *"2020-03-01", "tab", *"组发〔2020〕5号", "f2")
    text = desk.frame().text()
    assert all(f"{who} 通报批评" in text for who in ("000002", "000003", "000009"))
    assert "新增 3" in text
    assert _facts(desk) == before
    commits = _commits(desk)
    press(desk, "enter")
    assert desk.page.where == "roster"
    assert _commits(desk) == commits + 1
    found = _facts(desk)
    for who in ("000002", "000003", "000009"):
        assert [row["document"] for row in found[who]["notices"]] == ["组发〔2020〕5号"]
    assert found["000001"] == before["000001"]
    press(desk, "ctrl+z")
    assert _commits(desk) == commits + 2
    assert _facts(desk) == before
    press(desk, "ctrl+z")
    assert "没有可撤销" in str(desk.message)


def test_a_finding_that_is_refused_is_told_and_nothing_written(tmp_path: Path) -> None:
    """A day outside the cycle is rejected for everybody marked, with the reason, and Enter does not write it."""
    desk = desk_on(tmp_path)
    _mark(desk, "000002", "000003")
    commits = _commits(desk)
    press(desk, "n", "enter", "home", "ctrl+u", *"2019-03-01", "tab", *"组发〔2020〕5号", "f2")
    assert "不接受 2" in desk.frame().text()
    press(desk, "enter")
    assert _commits(desk) == commits


def test_marked_people_are_given_to_a_clerk_in_one_commit(tmp_path: Path) -> None:
    """They come to those whom the clerk has; Ctrl+Z gives the clerk back what was."""
    desk = _with_roles(tmp_path)
    _mark(desk, "000002", "000003")
    commits = _commits(desk)
    press(desk, "j", *"zhang", "enter")
    assert _commits(desk) == commits + 1
    assert set(desk.session.office.roles["zhang"].units) == {"T01", "000002", "000003"}
    assert "2 个交给 zhang" in str(desk.message)
    press(desk, "ctrl+z")
    assert desk.session.office.roles["zhang"].units == ("T01",)
    assert _commits(desk) == commits + 2


def test_somebody_new_becomes_a_clerk_and_undo_takes_the_role_away(tmp_path: Path) -> None:
    """A login without a role is appointed for those marked alone."""
    desk = _with_roles(tmp_path)
    _mark(desk, "000002")
    press(desk, "j", *"zhao", "enter")
    assert desk.session.office.roles["zhao"].units == ("000002",)
    press(desk, "ctrl+z")
    assert "zhao" not in desk.session.office.roles


def test_a_clerk_of_everybody_is_narrowed_only_when_told(tmp_path: Path) -> None:
    """Who may enter everybody would lose most of them: that is asked first, and any other answer changes nothing."""
    desk = _with_roles(tmp_path)
    desk.session.change([Appoint("qian", ("clerk",))])
    _mark(desk, "000002")
    press(desk, "j", *"qian", "enter", "n", "enter")
    assert not desk.session.office.roles["qian"].units
    press(desk, "j", *"qian", "enter", *"yes", "enter")
    assert desk.session.office.roles["qian"].units == ("000002",)


@pytest.mark.parametrize(("key", "said"), [("j", "没有标记"), ("n", "没有标记"), ("v", "请标记一人")])
def test_what_needs_marks_says_so(tmp_path: Path, key: str, said: str) -> None:
    """With nobody marked the keys say which key marks."""
    desk = desk_on(tmp_path)
    press(desk, key)
    assert said in str(desk.message)


def test_without_roles_there_is_nobody_to_assign_to(tmp_path: Path) -> None:
    """A small office is told how roles begin, and its book stays as it is."""
    desk = desk_on(tmp_path)
    _mark(desk, "000002")
    commits = _commits(desk)
    press(desk, "j")
    assert "未设角色" in str(desk.message)
    assert _commits(desk) == commits


# Side by side


def test_two_people_side_by_side(tmp_path: Path) -> None:
    """Entries and steps that differ are marked, those alike are not, and f shows what differs alone."""
    desk = desk_on(tmp_path)
    _mark(desk, "000001")
    press(desk, "g", *"000005", "enter", "v")
    lines = desk.frame().text().splitlines()
    marked = {line[3:25].strip(): line.startswith("!=") for line in lines if "2020Q1" in line or "请假" in line}
    assert marked["日常工作 2020Q1"] is True
    assert marked["请假天数"] is False
    assert any(line.startswith("!= 得分") and "95.00" in line and "90.00" in line for line in lines)
    press(desk, "f")
    assert "请假天数" not in desk.frame().text()
    press(desk, "end")
    assert "!= 第三条 D-3" in desk.page.page_text()


def test_people_of_two_kinds_are_not_laid_side_by_side(tmp_path: Path) -> None:
    """Different rules are for a team and a member: the key says so."""
    desk = desk_on(tmp_path)
    _mark(desk, "T01")
    press(desk, "g", *"000005", "enter", "v")
    assert "类别不同" in str(desk.message)
    assert desk.page.where == "roster"


# Widths


def test_a_wider_screen_has_more_columns_and_then_a_pane(tmp_path: Path) -> None:
    """At 80 the roster has its six columns, at 100 the links as well, at 120 the person under the cursor beside them."""
    desk = desk_on(tmp_path)
    assert "关联" not in desk.frame().line(1)
    desk.size = (100, 30)
    assert "关联" in desk.frame().line(1)
    assert "一队" in next(line for line in desk.frame().text().splitlines() if "000001" in line)
    desk.size = (120, 40)
    press(desk, "end")
    assert "| 000010 冯十" in desk.frame().text()
    assert "尚缺" in desk.frame().text()


@pytest.mark.parametrize("columns", [60, 79, 80, 99, 100, 119, 120, 160, 200])
def test_no_width_cuts_a_heading_of_the_lists(tmp_path: Path, columns: int) -> None:
    """From 80 columns on every heading shown stands whole, and nothing is drawn beyond the edge."""
    desk = desk_on(tmp_path)
    desk.size = (columns, 30)
    for key in ("", "r", "o"):
        press(desk, *filter(None, [key]))
        text = desk.frame().text()
        assert columns < 80 or "~" not in text.splitlines()[1]
        press(desk, *(["escape"] if key else []))


# Out of the screen


def test_a_row_a_cell_and_a_page_go_to_the_clipboard(tmp_path: Path) -> None:
    """Y takes the row with tabs between its cells, F7 in a form the cell, `:copy page` the page; each is given once."""
    desk = desk_on(tmp_path)
    press(desk, "g", "1", "enter", "y")
    row = desk.take_clipboard()
    assert row.split("\t") == ["000001", "张一", "队员", "一队", "95.00", "优秀", "已定"]
    assert desk.take_clipboard() == ""
    press(desk, ":", *"copy page", "enter")
    assert "000010" in desk.take_clipboard()
    press(desk, "enter", "f7")
    assert desk.take_clipboard() == "95"


def test_what_no_terminal_takes_is_not_sent(tmp_path: Path) -> None:
    """A text beyond what terminals keep is refused, and the key that writes a file is named."""
    desk = desk_on(tmp_path)
    page: Any = desk.page
    page.copied = lambda: "考" * 20_000
    press(desk, "y")
    assert desk.take_clipboard() == ""
    assert "按 l 写入文件" in str(desk.message)


def test_the_plain_page_holds_the_text_alone(tmp_path: Path) -> None:
    """F12 shows what the page holds from the first row to the last, no bar around it, and Esc leads back."""
    desk = desk_on(tmp_path)
    press(desk, "g", "2", "enter", "f4")
    wanted = desk.page.page_text().splitlines()[0]
    press(desk, "f12")
    sheet = desk.frame()
    assert sheet.line(0).strip() == wanted
    assert "考核  " not in sheet.text()
    assert "Esc 返回" not in sheet.text()
    press(desk, "escape")
    assert desk.page.where == "why"


@pytest.mark.parametrize("end", ["csv", "xlsx"])
def test_the_rows_shown_are_written_as_a_file(tmp_path: Path, end: str) -> None:
    """What the filter shows, every column, exactly as it is read on the screen; read back it is the same."""
    desk = desk_on(tmp_path)
    path = tmp_path / f"out.{end}"
    press(desk, "/", *"0000", "enter", "l", *str(path), "enter")
    sheet = read_sheets(path)[0]
    rows = [[cell.text for cell in row.cells.values()] for row in sheet.rows]
    assert ["000001", "张一", "队员", "一队", "95.00", "优秀", "已定"] in rows
    assert len([row for row in rows if row[0].startswith("0000")]) == 10
    assert "已写出 10 行" in str(desk.message)
    press(desk, "l", *str(path), "enter")
    assert "K7055" in desk.frame().text()


def test_a_sheet_is_written_as_it_stands(tmp_path: Path) -> None:
    """`:rows FILE` in a sheet writes id, name and every column, what is typed and not saved as well."""
    desk = desk_on(tmp_path)
    press(desk, "b", "enter", *"91", "tab", ":", *f"rows {tmp_path / 'sheet.csv'}", "enter")
    with (tmp_path / "sheet.csv").open(encoding="utf-8-sig") as file:
        rows = [*csv.reader(file)]
    assert rows[0] == ["编号", "姓名", "日常工作", "群众测评"]
    assert ["000009", "郑九", "91", ""] in rows


def test_marked_rows_alone_are_written_where_any_are(tmp_path: Path) -> None:
    """`:rows FILE` writes those marked of the list in front; a name that would be a formula stays a text."""
    desk = desk_on(tmp_path)
    _mark(desk, "000003", "000004")
    press(desk, ":", *f"rows {tmp_path / 'two.csv'}", "enter")
    with (tmp_path / "two.csv").open(encoding="utf-8-sig") as file:
        rows = [*csv.reader(file)]
    assert [row[0] for row in rows] == ["编号", "000003", "000004"]
    assert (tmp_path / "two.csv").stat().st_mode & 0o077 == 0


def test_a_file_of_another_sort_is_refused(tmp_path: Path) -> None:
    """Only .xlsx and .csv are written, and nothing else comes to be."""
    desk = desk_on(tmp_path)
    press(desk, ":", *f"rows {tmp_path / 'rows.doc'}", "enter")
    assert "K7054" in desk.frame().text()
    assert not (tmp_path / "rows.doc").exists()


# Commands


@pytest.mark.parametrize(
    ("typed", "name"),
    [("results", "results"), ("resu", "results"), ("结果", "results"), ("jg", "results"), ("cs", "recompute"),
     ("zs", "recompute"), ("bz", "help"), ("dz", "compare"), ("标记全部", "mark_all")],
)  # fmt: skip
def test_a_command_by_its_name_its_chinese_name_or_initials(typed: str, name: str) -> None:
    """Of the screen's own actions the one meant comes first; a character with two readings is found by both."""
    assert name in [one.name for one in candidates(typed, "roster")[:2]]


def test_every_action_is_found_by_its_chinese_name() -> None:
    """On a screen of its own every action's Chinese label and its initials lead to it."""
    for action in ACTIONS:
        where = action.where[0]
        assert action in candidates(action.label.zh, where), action.name


def test_tab_completes_and_goes_round(tmp_path: Path) -> None:
    """What may be meant stands above the line with its key; Tab takes the first, again the next; Enter does it."""
    desk = desk_on(tmp_path)
    press(desk, ":", *"jg")
    assert "结果 :results (r)" in desk.frame().text()
    press(desk, "tab")
    assert ":结果" in desk.frame().text()
    press(desk, "enter")
    assert desk.page.where == "results"
    press(desk, "escape", ":", *"bj", "tab")
    first = desk.frame().line(22)
    press(desk, "tab")
    assert desk.frame().line(22) != first


def test_people_are_found_by_initials(tmp_path: Path) -> None:
    """The filter, g and the command line know 李二 as le, and what is nobody is said."""
    desk = desk_on(tmp_path)
    press(desk, "/", *"le")
    assert "显示 1/11" in desk.frame().text()
    assert "李二" in desk.frame().text()
    press(desk, "escape", "g", *"ws", "enter")
    assert "> 000003" in desk.frame().text()
    press(desk, ":", *"zhengjiu", "enter")
    assert "没有命令" in str(desk.message)
    press(desk, ":", *"周七", "enter")
    assert "> 000007" in desk.frame().text()


@pytest.mark.parametrize(
    ("name", "typed", "fits"),
    [("曾庆红", "zqh", True), ("曾庆红", "cqh", True), ("单雄信", "sx", True), ("张三", "s", True), ("张三", "sz", False),
     ("A队", "ad", True), ("Smith", "s", False), ("张三", "1", False)],
)  # fmt: skip
def test_initials_know_every_reading_of_a_character(name: str, typed: str, fits: bool) -> None:
    """A surname read otherwise than the word is found by both; letters and digits of ids are not initials."""
    assert has_initials(name, typed) is fits


# Why not


def test_a_key_of_another_screen_says_where_it_belongs(tmp_path: Path) -> None:
    """T on the roster is the results' key: that is said, not only that it does nothing."""
    desk = desk_on(tmp_path)
    press(desk, "t")
    assert "裁定同分" in str(desk.message)
    assert "结果" in str(desk.message)


def test_a_key_for_another_role_names_the_role_and_who_has_it(tmp_path: Path) -> None:
    """A clerk who presses the key of a tie is told who decides; help says the same beside the key."""
    desk = _with_roles(tmp_path, "clerk")
    press(desk, "r", "down", "t")
    assert "审核员或审批人" in str(desk.message)
    assert desk.page.where == "results"
    press(desk, "?")
    page = desk.page.page_text()
    assert "现在不能用" in page
    assert "记录裁定由审核员或审批人办理" in page


def test_help_says_why_a_key_cannot_be_used_now(tmp_path: Path) -> None:
    """Where no tie is under the cursor, help says so beside the key; where one is, it does not."""
    desk = desk_on(tmp_path)
    press(desk, "r", "?")
    assert "不在同分组内" in desk.page.page_text()
    press(desk, "escape", "down", "?")
    assert "不在同分组内" not in desk.page.page_text()


# Colours and the mouse


def test_no_color_is_respected() -> None:
    """NO_COLOR, where it says anything, is stronger than any terminal."""
    assert coloured({"TERM": "xterm", "NO_COLOR": "1"}) is False


@pytest.mark.parametrize("scene", ["roster", "results", "points", "sheet", "entry", "import"])
def test_no_colour_stands_alone(tmp_path: Path, scene: str) -> None:
    """Every run of a colour holds a word or a sign: without colours nothing is lost."""
    from tui_kit.scenes import play

    desk = desk_on(tmp_path)
    play(desk, scene)
    sheet = desk.frame()
    toned = [text for y in range(sheet.rows) for text, style in sheet.runs(y) if {*style} & {*TONES}]
    assert all(text.strip() for text in toned)
    assert toned or scene == "entry"


def test_a_click_moves_and_opens_where_the_mouse_is_on(tmp_path: Path) -> None:
    """A click moves the cursor to its row, a second one opens it, one on the line of keys does what stands there."""
    desk = desk_on(tmp_path)
    desk.click(5, 4)
    assert "> 000002" in desk.frame().text()
    desk.click(5, 4)
    assert desk.page.where == "form"
    press(desk, "escape")
    keys = desk.frame().line(23)
    cells = len(keys[: keys.index("F1 帮助")].encode("gbk"))
    desk.click(cells, 23)
    assert desk.page.where == "help"


def test_a_lost_row_of_the_list_does_not_stop_a_comparison(tmp_path: Path) -> None:
    """The comparison of somebody who was taken off the roster meanwhile is left, not drawn."""
    desk = desk_on(tmp_path)
    _mark(desk, "000001")
    press(desk, "g", *"000005", "enter", "v")
    with Office.open(desk.session.where, ruleset=DEMO, actor="zhao") as office:
        office.save([Withdraw("000005")], reason="调离")
    desk.look_underneath()
    desk.say("")
    assert desk.page.where == "roster"
    assert "000005" not in desk.frame().text()


def test_the_clipboard_is_an_osc_52(tmp_path: Path) -> None:
    """On a terminal the copied row arrives as the sequence that terminals put on their clipboard."""
    from tui_kit import write_case
    from tui_kit.terminal import Terminal

    with Terminal(str(write_case(tmp_path))) as terminal:
        terminal.shows("000010")
        terminal.send("g1\ry")
        terminal.shows("已送剪贴板")
        terminal.wait(lambda: b"\x1b]52;c;" in terminal.received, "a clipboard")
        found = terminal.received.partition(b"\x1b]52;c;")[2].partition(b"\x07")[0]
        assert base64.b64decode(found).decode().startswith("000001\t张一")


@pytest.mark.parametrize(
    "environment",
    [{}, {"NO_COLOR": "1"}, {"TERM": "vt100"}, {"TERM": "no-such-terminal"}],
    ids=["colours", "no", "vt100", "unknown"],
)
def test_colours_reach_the_terminal_or_do_not(tmp_path: Path, environment: dict[str, str]) -> None:
    """What is open has its colour where there are any; with NO_COLOR, on a vt100, on a terminal unknown none is sent."""
    from tui_kit import write_case
    from tui_kit.terminal import Terminal

    with Terminal(str(write_case(tmp_path)), environment=environment) as terminal:
        terminal.shows("缺 11 项")
        sent = re.search(rb"\x1b\[[0-9;]*3[1-7]m", terminal.received)
        assert (sent is not None) is (not environment)


@pytest.mark.parametrize(("environment", "wanted"), [({}, False), ({"KAOHE_MOUSE": "1"}, True)], ids=["off", "on"])
def test_the_mouse_is_asked_for_only_by_its_setting(tmp_path: Path, environment: dict[str, str], wanted: bool) -> None:
    """Without the setting the terminal keeps its own mouse; with it clicks come, and movements never do."""
    from tui_kit import write_case
    from tui_kit.terminal import Terminal

    with Terminal(str(write_case(tmp_path)), environment=environment) as terminal:
        terminal.shows("000010")
        assert (b"\x1b[?1000h" in terminal.received) is wanted
        assert b"\x1b[?1003h" not in terminal.received
        if wanted:
            terminal.send("\x1b[<0;5;5M")
            terminal.shows("> 000002")


def test_another_book_begins_without_marks(tmp_path: Path) -> None:
    """Marks belong to the book that is open."""
    desk = desk_on(tmp_path)
    _mark(desk, "000002")
    where = desk.session.where
    desk.close()
    desk.show(Session.open(where, ruleset=DEMO))
    assert len(desk.marks) == 0
