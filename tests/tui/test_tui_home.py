"""Home, a new book step by step, and the roster: adding, editing, moving, removing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kaohe.office import Office
from kaohe_tui.desk._desk import Desk
from kaohe_tui.session._books import at_hand, remember
from kaohe_tui.session._places import state_folder
from tui_kit import DEMO
from tui_kit.terminal import Terminal
from tui_kit.typing import RECEIPT, desk_on, press, type_text


@pytest.fixture
def home(tmp_path: Path) -> Desk:
    """Home in an empty folder."""
    return Desk(None, who="li", terminal="pts/3", folder=tmp_path)


def _last(path: Path) -> Any:
    with Office.open(path, writable=False, ruleset=DEMO) as office:
        return list(office.history())[-1]


def _made(home: Desk) -> None:
    """A book of the first scheme for 示例县, all readings confirmed."""
    press(home, "n", "enter", "enter", "down", "enter", *"示例县", "enter")
    page: Any = home.page
    page.cursor = page.ids().index("readings")
    press(home, "enter")
    while home.page.where == "readings":
        press(home, "enter")
    press(home, "f9")


def test_an_empty_folder_says_which_keys_fill_it(home: Desk) -> None:
    """No dead end: a new book, a case, the example, each with its key; Enter says so too."""
    text = home.frame().text()
    assert all(f"{key}  " in text for key in "nie")
    press(home, "enter")
    assert "按 n 新建" in str(home.message)


def test_keys_that_need_a_book_say_so_at_home(home: Desk) -> None:
    """Commands of other screens do nothing without a book, and end in a sentence."""
    for command in ("save", "results", "points", "export", "000001", "why"):
        press(home, ":", *command, "enter")
        assert home.page.where == "home"
        assert str(home.message)
    assert not home.look_underneath()
    assert not home.progressed()


def test_a_book_is_made_step_by_step(home: Desk, tmp_path: Path) -> None:
    """Scheme, unit, cycle, each reading confirmed by whoever makes it, language: then the book is there and open."""
    _made(home)
    assert home.page.where == "roster"
    assert RECEIPT.search(str(home.message))
    (path,) = tmp_path.glob("*.book")
    office = home.session.office
    assert office.header.county == "示例县"
    assert set(office.settings["readings"]) == {one.id for one in office.ruleset.assumptions}
    assert all(one["by"] == office.actor for one in office.settings["readings"].values())
    assert "a  逐个增加" in home.frame().text()
    assert path.name.startswith("示例县-")


def test_a_step_that_is_missing_is_named(home: Desk) -> None:
    """F9 before everything is said makes nothing, and goes to what is missing."""
    press(home, "n", "f9")
    assert "方案" in str(home.message)
    press(home, "enter", "enter", "f9")
    assert "单位" in str(home.message)


def test_another_reading_is_chosen_by_its_number(home: Desk) -> None:
    """A digit takes another way of a reading; the book is made with it."""
    press(home, "n", "enter")
    page: Any = home.page
    page.cursor = page.ids().index("xizang-2018")
    press(home, "enter")
    maker: Any = home.page
    one = next(one for one in maker.ruleset.assumptions if one.key is not None and len(one.ways) > 1)
    maker.cursor = maker.ids().index("readings")
    press(home, "enter")
    readings: Any = home.page
    readings.cursor = readings.ids().index(one.id)
    press(home, "2", "escape")
    assert dict(maker.ruleset.choices)[str(one.key)] == one.ways[1].code


def test_the_books_of_the_folder_and_those_opened_lately_are_listed(home: Desk, tmp_path: Path) -> None:
    """A book of this folder, and one elsewhere that was opened; what is no book or is gone is not shown."""
    (tmp_path / "there").mkdir()
    (tmp_path / "odd.book").write_text("no book")
    desk_on(tmp_path).session.close()
    elsewhere = desk_on(tmp_path / "there")
    elsewhere.session.close()
    remember(str(tmp_path / "gone.book"))
    remember("postgresql://li:secret@host/book")
    found = [Path(one.where).relative_to(tmp_path) for one in at_hand(tmp_path)]
    assert found == [Path("case.book"), Path("there/case.book")]
    assert "secret" not in (state_folder() / "recent.json").read_text()


def test_a_book_that_vanished_is_said_and_no_longer_listed(home: Desk, tmp_path: Path) -> None:
    """One that went away while Home was shown ends in a sentence with the next step; how many are gone stands below."""
    (tmp_path / "there").mkdir()
    desk_on(tmp_path / "there").session.close()
    home.page.look()  # type: ignore[attr-defined]  # it is Home
    assert "there/case.book" in home.frame().text()
    (tmp_path / "there" / "case.book").unlink()
    press(home, "enter")
    assert home.page.where == "home"
    assert "已不在原处" in str(home.message)
    text = home.frame().text()
    assert "现已不在：1" in text
    assert "there/case.book" not in text.split("现已不在")[0]


@pytest.mark.parametrize("data", [b"", b"[", b"{}", b"[1, null]", b"\xff", b'["/nowhere.book"]'])
def test_any_bytes_where_books_are_remembered_end_in_a_list(home: Desk, data: bytes) -> None:
    """Whatever stands there, Home shows what there is."""
    state_folder().mkdir(parents=True)
    (state_folder() / "recent.json").write_bytes(data)
    press(home, "n", "escape")
    assert home.frame().text()


def test_from_home_into_a_book_and_back(tmp_path: Path) -> None:
    """A book that was made is listed afterwards, Esc in its roster comes back, o opens it at what is open."""
    home = Desk(None, folder=tmp_path)
    press(home, "i", *"none.toml", "enter")
    assert "none.toml" in str(home.message)
    press(home, "i", *"people.xlsx", "enter")
    assert "people.xlsx" in str(home.message)
    _made(home)
    press(home, "escape")
    assert home.page.where == "home"
    assert home.open_session is None
    assert "示例县" in home.frame().text()
    press(home, "end", "o")
    assert home.page.where == "points"


def test_somebody_is_added_with_kind_name_and_link(tmp_path: Path) -> None:
    """One commit with its receipt; a numbered person is followed by the next number."""
    desk = desk_on(tmp_path)
    press(desk, "a", *"000011", "tab", "1", "tab")
    type_text(desk, "陈六")
    press(desk, "tab", *"T01", "f2")
    assert RECEIPT.search(str(desk.message))
    person = desk.session.office.people["000011"]
    assert (person.kind, person.name, person.links) == ("member", "陈六", {"team": "T01"})
    assert "000012" in desk.frame().text()
    press(desk, "escape", "g", *"11", "enter")
    assert "陈六" in desk.frame().text()


def test_an_id_that_is_there_already_is_refused(tmp_path: Path) -> None:
    """The sentence says so, and what was typed stays."""
    desk = desk_on(tmp_path)
    press(desk, "a", *"000001", "tab", "1", "f2")
    assert desk.page.where == "person"
    assert "000001" in str(desk.message)


def test_a_transfer_needs_its_reason(tmp_path: Path) -> None:
    """Another link or name is one commit with the reason on record; without one nothing is written."""
    desk = desk_on(tmp_path)
    press(desk, "g", "1", "enter", "e", "down", "down", "delete", "f2")
    assert "[K8016]" in desk.frame().text()
    press(desk, "tab")
    type_text(desk, "调往县委组织部")
    press(desk, "f2")
    commit = _last(tmp_path / "case.book")
    assert commit.reason == "调往县委组织部"
    assert [(one.key, one.after) for one in commit.moved] == [("links", None)]
    assert desk.page.where == "roster"


def test_somebody_is_removed_with_reason_and_typed_id(tmp_path: Path) -> None:
    """Removing asks for the reason and for the id; either missing removes nobody."""
    desk = desk_on(tmp_path)
    press(desk, "g", *"000010", "enter", "d", "enter")
    assert "须写事由" in str(desk.message)
    press(desk, "d", *"调出", "enter", *"000009", "enter")
    assert "000010" in desk.session.people
    press(desk, "d", *"调出", "enter", *"000010", "enter")
    assert "000010" not in desk.session.people
    assert _last(tmp_path / "case.book").reason == "调出"
    assert "显示 10/10" in desk.frame().text()


def test_a_reason_with_a_name_is_refused(tmp_path: Path) -> None:
    """Names stand in the roster alone."""
    desk = desk_on(tmp_path)
    press(desk, "g", *"000010", "enter", "d", *"冯十调出", "enter", *"000010", "enter")
    assert "[K8018]" in desk.frame().text()
    assert "000010" in desk.session.people


@pytest.mark.parametrize("order", ["kind", "grade"])
def test_the_roster_sorts_by_every_column(tmp_path: Path, order: str) -> None:
    """Kind and grade are orders as well: the scheme's own order, who has none last."""
    desk = desk_on(tmp_path)
    roster: Any = desk.page
    while roster.order != order:
        press(desk, "s")
    ids = roster.ids()
    kinds = [desk.session.people[who].kind for who in ids]
    grades = [desk.session.outcome(who).grade for who in ids]
    assert (
        kinds == sorted(kinds) if order == "kind" else grades.index("优秀") < grades.index("称职") < grades.index(None)
    )


def test_how_many_are_incomplete_is_shown(tmp_path: Path) -> None:
    """The roster says how many lack something of their own; who only waits for others is complete."""
    assert "待录 2" in desk_on(tmp_path).frame().text()


def test_home_on_a_terminal_within_its_bytes(tmp_path: Path) -> None:
    """`kaohe` alone shows Home; a screen is at most 8 KB, a step 600 bytes, and q ends with status 0."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        desk = desk_on(tmp_path / name)
        desk.session.close()
        (tmp_path / name / "case.book").rename(tmp_path / f"{name}.book")
    with Terminal(str(tmp_path), module="tui_kit.home") as terminal:
        terminal.shows("b.book")
        terminal.settle()
        assert len(terminal.received) <= 8192
        step = terminal.spent(lambda: terminal.send("\x1b[B"), lambda: terminal.line(3).startswith(">"), "a step")
        assert step <= 600
        maker = terminal.spent(lambda: terminal.send("n"), lambda: "新建账簿" in terminal.line(0), "the steps")
        assert maker <= 8192
        terminal.send("\x1b", "q")
        assert terminal.ended() == 0


def test_a_sheet_is_taken_in_with_a_preview(tmp_path: Path) -> None:
    """What it would do is shown with its place; a rejected cell stops it until it is left out; then one commit."""
    desk = desk_on(tmp_path)
    sheet = tmp_path / "marks.csv"
    sheet.write_text("编号,期次,日常工作\n000010,2020Q1,91\n000009,2020Q1,117\n")
    press(desk, "i", *str(sheet), "enter")
    text = desk.frame().text()
    assert "117" not in text
    assert "000010" in text
    before = _last(tmp_path / "case.book").receipt
    press(desk, "enter")
    assert _last(tmp_path / "case.book").receipt == before
    press(desk, "l", "enter")
    assert RECEIPT.search(str(desk.message))
    commit = _last(tmp_path / "case.book")
    assert commit.receipt.seq == before.seq + 1
    assert ("000010", "work", "2020Q1", 91) in [
        (one.appraisee, one.key, one.at, int(one.after)) for one in commit.moved
    ]


def test_a_sheet_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    """The path and the reason, and the roster stays."""
    desk = desk_on(tmp_path)
    press(desk, "i", *"none.xlsx", "enter")
    assert desk.page.where == "roster"
    assert "none.xlsx" in str(desk.message)


def test_kaohe_alone_on_a_terminal_is_home(tmp_path: Path) -> None:
    """The program without a command shows the books at hand, and q leaves with status 0."""
    with Terminal(module="kaohe", fresh=True) as terminal:
        terminal.shows("账簿 >")
        terminal.send("q")
        assert terminal.ended() == 0


def test_kaohe_alone_without_a_terminal_is_its_help() -> None:
    """In a pipe the commands are listed as before."""
    done = subprocess.run([sys.executable, "-m", "kaohe"], capture_output=True, text=True, check=False)
    assert "evaluate" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
