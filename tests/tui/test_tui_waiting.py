"""Work that takes long stands beside the desk: opening, previews, writing, others' saves; keys are answered meanwhile."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kaohe.errors import FileError
from kaohe.exchange import apply_import, preview_file
from kaohe.office import Enter, Office
from kaohe.progress import told
from kaohe.words import Message, Text
from kaohe_tui.desk._desk import Desk
from kaohe_tui.session._job import Job, Stopped
from kaohe_tui.session._opening import Opened, open_book, opened_at
from tui_kit import DEMO
from tui_kit.terminal import Terminal
from tui_kit.typing import RECEIPT, burst, desk_on, press

_READ = Text("read {done} of {total}", "已读 {done}/{total}")


class Gate:
    """Work that tells how far it is and ends when it is let through; it can be stopped as real work can."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.told = 3

    def before(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """The work, which waits for the gate first."""

        def waiting(*given: Any, **named: Any) -> Any:
            while not self.open.wait(0.01):
                told(_READ, done=self.told, total=9)
            return work(*given, **named)

        return waiting


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """The desk waits for nobody, and long work until the gate is opened."""
    monkeypatch.setattr(Desk, "patience", 0.0)
    found = Gate()
    yield found
    found.open.set()


def _finish(desk: Desk, gate: Gate) -> None:
    waiting = desk.waiting
    assert waiting is not None
    gate.open.set()
    assert waiting.job.wait(60)
    assert desk.progressed()


def _heard(desk: Desk, text: str) -> None:
    """Wait until what is told of the work stands on the screen."""
    end = time.monotonic() + 300
    while text not in desk.frame().text():
        assert time.monotonic() < end, desk.frame().text()
        time.sleep(0.01)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gate: Gate) -> Desk:
    """Home over one book, whose opening waits for the gate."""
    desk_on(tmp_path).session.close()
    monkeypatch.setattr("kaohe_tui.pages._home.opened_at", gate.before(lambda where: opened_at(where, ruleset=DEMO)))
    return Desk(None, folder=tmp_path)


def test_opening_a_book_says_how_far_it_is(home: Desk, gate: Gate) -> None:
    """The list stays, one line says what is done and that Esc stops it; then the roster is there."""
    press(home, "enter")
    assert home.page.where == "home"
    _heard(home, "已读 3/9")
    assert "Esc 停止" in home.frame().text()
    _finish(home, gate)
    assert home.page.where == "roster"
    assert "000010" in home.frame().text()


def test_escape_stops_an_opening_and_lets_go_of_the_book(home: Desk, gate: Gate) -> None:
    """Home is as before, the work ends, and another Enter opens the book."""
    press(home, "enter")
    waiting = home.waiting
    assert waiting is not None
    press(home, "escape")
    assert home.waiting is None
    assert "已停止" in home.frame().text()
    waiting.job.wait(60)
    assert isinstance(waiting.job.failed, Stopped)
    gate.open.set()
    press(home, "enter")
    if home.waiting is not None:  # with the gate open it may have opened at once
        _finish(home, gate)
    assert home.page.where == "roster"


def test_keys_typed_ahead_are_done_in_order(home: Desk, gate: Gate) -> None:
    """What is typed while a book is opened reaches it, as in one burst; how much it is stands on the line."""
    press(home, "enter", "g", "1", "0", "enter", "enter", *"91", "tab")
    assert "预输 8" in home.frame().text()
    _finish(home, gate)
    assert home.session.drafts == {"000010": {"facts.work@2020Q1:": "91"}}


def test_escape_drops_what_was_typed_ahead(home: Desk, gate: Gate) -> None:
    """Esc means now: the keys before it are not done to another screen."""
    press(home, "enter", "n", "q", "escape")
    gate.open.set()
    assert home.page.where == "home"
    assert not home.leaving


def test_an_opening_that_fails_is_one_sentence(home: Desk, gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason stands on the message line, and Home takes keys again."""

    def fails(where: str) -> Opened:
        raise FileError(Message("K9999", "torn", "残缺"))

    monkeypatch.setattr("kaohe_tui.pages._home.opened_at", gate.before(fails))
    press(home, "enter")
    _finish(home, gate)
    assert "残缺" in home.frame().text()
    press(home, "n")
    assert home.page.where == "maker"


def test_progress_is_said_once_a_second(home: Desk, gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow line carries one line of progress a second, however often the work tells of itself."""
    now = [100.0]
    monkeypatch.setattr("kaohe_tui.desk._waiting.monotonic", lambda: now[0])
    press(home, "enter")
    _heard(home, "已读 3/9")
    gate.told = 7
    _heard(home, "已读 7/9")
    assert not home.progressed()
    now[0] = 101.5
    assert home.progressed()
    assert not home.progressed()


def _sheet(folder: Path) -> Path:
    sheet = folder / "marks.csv"
    sheet.write_text("编号,期次,日常工作\n000010,2020Q1,91\n")
    return sheet


def test_a_preview_is_made_beside_the_desk(tmp_path: Path, gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    """Esc leaves the roster as it was and writes nothing; asked for again it is shown, and Enter writes it."""
    monkeypatch.setattr("kaohe_tui.pages._sheet_in.preview_file", gate.before(preview_file))
    desk = desk_on(tmp_path)
    head = desk.session.office.head
    press(desk, "i", *str(_sheet(tmp_path)), "enter")
    assert desk.page.where == "roster"
    press(desk, "escape")
    assert desk.session.office.head == head
    press(desk, "i", *str(tmp_path / "marks.csv"), "enter")
    _finish(desk, gate)
    assert desk.page.where == "sheet_in"
    press(desk, "enter")
    if desk.waiting is not None:
        _finish(desk, gate)
    assert RECEIPT.search(str(desk.message))


def test_a_write_cannot_be_stopped_and_is_waited_for(
    tmp_path: Path, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit is whole or not at all: Esc says so, and a line that drops meanwhile still leaves it whole."""
    desk = desk_on(tmp_path)
    monkeypatch.setattr(Desk, "patience", 60.0)
    press(desk, "i", *str(_sheet(tmp_path)), "enter")
    monkeypatch.setattr(Desk, "patience", 0.0)
    monkeypatch.setattr("kaohe_tui.pages._sheet_in.apply_import", gate.before(apply_import))
    press(desk, "enter", "escape")
    assert desk.waiting is not None
    assert "正在整体存入" in desk.frame().text()
    assert not desk.look_underneath()
    threading.Timer(0.1, gate.open.set).start()
    desk.settle()
    with Office.open(tmp_path / "case.book", writable=False, ruleset=DEMO) as office:
        assert office.people["000010"].facts["work"][0] == 91  # type: ignore[index]  # a tuple of quarters


@pytest.fixture
def others(tmp_path: Path, gate: Gate, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose book others are about to write much into; reading it anew waits for the gate."""
    monkeypatch.setattr("kaohe_tui.session._sharing._MUCH", 10)
    monkeypatch.setattr("kaohe_tui.session._sharing.open_book", gate.before(open_book))
    desk = desk_on(tmp_path)
    assert not desk.look_underneath()
    return desk


def _saved_by_others(folder: Path, *changes: Enter) -> str:
    with Office.open(folder / "case.book", ruleset=DEMO, actor="zhao") as office:
        return str(office.save([*changes]).receipt)


def _reread(desk: Desk, gate: Gate) -> None:
    job = desk.rereading
    assert job is not None
    gate.open.set()
    assert job.wait(60)
    assert desk.progressed()


def test_much_that_others_saved_is_read_beside_the_desk(others: Desk, gate: Gate, tmp_path: Path) -> None:
    """Meanwhile the form takes keys; then what they saved is shown with whose it is, and nothing typed is gone."""
    press(others, "g", "1", "0", "enter", "enter")
    receipt = _saved_by_others(tmp_path, Enter("000010", "opinion", 77, "2020Q1"))
    assert others.look_underneath()
    assert "正在读入" in others.frame().text()
    press(others, *"91", "tab")
    assert others.session.drafts["000010"] == {"facts.work@2020Q1:": "91"}
    assert not others.look_underneath()
    _reread(others, gate)
    assert receipt in others.frame().text()
    assert "000010" in others.frame().text()
    assert "77" in others.frame().text()
    press(others, "ctrl+s")
    assert others.session.office.people["000010"].facts["work"][0] == 91  # type: ignore[index]  # a tuple


def test_a_clash_with_what_was_read_beside_the_desk_shows_both(others: Desk, gate: Gate, tmp_path: Path) -> None:
    """Their value and ours stand side by side, as where it is read at once."""
    press(others, "g", "1", "0", "enter", "enter", *"82", "tab")
    _saved_by_others(tmp_path, Enter("000010", "work", 91, "2020Q1"))
    assert others.look_underneath()
    _reread(others, gate)
    press(others, "f2")
    assert "您录入 82" in others.frame().text()


def test_a_save_while_it_is_read_takes_part(others: Desk, gate: Gate, tmp_path: Path) -> None:
    """A save of ours meanwhile goes into the book over theirs, and neither is lost when the reading is done."""
    press(others, "g", "1", "0", "enter", "enter", *"82", "tab")
    _saved_by_others(tmp_path, Enter("000009", "work", 91, "2020Q1"))
    assert others.look_underneath()
    press(others, "ctrl+s")
    assert RECEIPT.search(str(others.message))
    job = others.rereading
    assert job is not None
    gate.open.set()
    job.wait(60)
    others.progressed()
    people = others.session.office.people
    assert [people[who].facts["work"][0] for who in ("000009", "000010")] == [91, 82]  # type: ignore[index]  # tuples


def test_a_burst_over_an_opening_means_what_it_says(home: Desk, gate: Gate) -> None:
    """Keys posted at once while a book is being opened end where the same keys end one by one."""
    gate.open.set()
    asyncio.run(burst(home, ["enter", "g", "1", "0", "enter", "enter", *"91", "tab"]))
    waiting = home.waiting
    if waiting is not None:
        waiting.job.wait(60)
        home.progressed()
    assert home.session.drafts == {"000010": {"facts.work@2020Q1:": "91"}}


def test_a_large_book_shows_its_opening_at_once(tmp_path: Path) -> None:
    """`kaohe tui BOOK` takes the screen over within a second or so, says how far it is, and Esc leaves."""
    from tui_kit import write_case

    path = write_case(tmp_path, people=8000, empty=0)
    with Terminal(str(path)) as terminal:
        terminal.shows("正在打开 case.json")
        terminal.send("\x1b")
        assert terminal.ended() == 0
    assert not path.with_suffix(".book").exists()  # a book without its people would stand in the way


def test_a_job_gives_what_it_gave_or_raises_what_ended_it() -> None:
    """The result once it is over, the error where it failed; what was stopped is handed to whoever lets go of it."""
    job = Job(lambda: 7)
    job.start()
    assert job.wait(60)
    assert job.result() == 7
    failed: Job[int] = Job(lambda: 1 // 0)
    failed.start()
    failed.wait(60)
    with pytest.raises(ZeroDivisionError):
        failed.result()
    let, dropped = threading.Event(), list[bool]()
    late = Job(lambda: let.wait(60), dropped.append)
    late.start()
    late.stop()
    let.set()
    late.wait(60)
    assert dropped == [True]
