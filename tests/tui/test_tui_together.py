"""A record open in two terminals says so, and one whose session is gone is taken over."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kaohe.office import Office
from kaohe_tui.desk._desk import Desk
from kaohe_tui.session._opening import Opened
from kaohe_tui.session._session import Session
from tui_kit import DEMO, write_case
from tui_kit.terminal import Terminal
from tui_kit.typing import desk_on, press


def _sits(folder: Path, who: str) -> Desk:
    """Somebody else at the same book."""
    path = folder / "case.book"
    desk = Desk(Session.on(Opened(Office.open(path, ruleset=DEMO, actor=who), str(path))), who=who, terminal="pts/9")
    desk.size = (80, 24)
    return desk


def _signs(folder: Path) -> list[Path]:
    return sorted(folder.glob(".case.book.at-*"))


def test_a_record_open_twice_is_said_on_both_screens(tmp_path: Path) -> None:
    """Login and terminal of the other stand in the head line while both are on it, and go with them."""
    one = desk_on(tmp_path)
    two = _sits(tmp_path, "zhao")
    for desk in (one, two):
        press(desk, "g", "1", "0", "enter", "enter")
        desk.look_underneath()
    assert one.look_underneath()
    assert "同时打开：zhao pts/9" in one.frame().line(0)
    assert "同时打开" in two.frame().line(0)
    press(two, "f3")
    two.look_underneath()
    assert one.look_underneath()
    assert "同时打开" not in one.frame().line(0)
    assert not one.look_underneath()


def test_the_sign_says_nothing_of_what_is_typed_and_goes_with_the_session(tmp_path: Path) -> None:
    """Beside the book stand login, terminal and id; after the session, nothing."""
    desk = desk_on(tmp_path)
    press(desk, "g", "1", "0", "enter", "enter", *"91", "tab")
    desk.look_underneath()
    (sign,) = _signs(tmp_path)
    assert "000010" in sign.read_text()
    assert "91" not in sign.read_text()
    desk.close()
    assert _signs(tmp_path) == []


def test_a_session_that_is_gone_is_taken_over(tmp_path: Path) -> None:
    """After kill -9 the next who opens the record is told once that the other is gone, and its sign is taken away."""
    path = write_case(tmp_path)
    with Terminal(str(path)) as terminal:
        terminal.shows("000010")
        terminal.send("g10\r\r9")
        terminal.wait(lambda: any("000010" in sign.read_text() for sign in _signs(tmp_path)), "its sign")
        terminal.signal(signal.SIGKILL)
        assert terminal.ended() == -signal.SIGKILL
    assert len(_signs(tmp_path)) == 1
    desk = _sits(tmp_path, "zhao")
    press(desk, "g", "1", "0", "enter", "enter")
    assert desk.look_underneath()
    assert "已断开，您可接手" in desk.frame().text()
    assert "同时打开" not in desk.frame().text()
    assert not desk.look_underneath()
    desk.close()
    assert _signs(tmp_path) == []


@pytest.mark.parametrize("data", [b"", b"[", b"{}", b"[1]", b"\xff", b'{"record": 3}'])
def test_whatever_stands_there_warns_of_nobody(tmp_path: Path, data: bytes) -> None:
    """A sign that says nothing, a folder or a pipe of that name: the form is entered as before."""
    desk = desk_on(tmp_path)
    (tmp_path / ".case.book.at-1-a").write_bytes(data)
    (tmp_path / ".case.book.at-2-b").mkdir()
    os.mkfifo(tmp_path / ".case.book.at-3-c")
    press(desk, "g", "1", "0", "enter", "enter")
    desk.look_underneath()
    assert "同时打开" not in desk.frame().text()
    press(desk, *"91", "tab")
    assert desk.session.drafts["000010"] == {"facts.work@2020Q1:": "91"}


def test_a_folder_that_takes_no_sign_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no file can be made beside the book, nobody is warned, and typing goes on."""
    desk = desk_on(tmp_path)
    real = os.open

    def refused(path: object, flags: int, *more: int, **named: int) -> int:
        if ".at-" in str(path):
            raise PermissionError(13, "no")
        return real(path, flags, *more, **named)  # type: ignore[arg-type]  # as it came

    monkeypatch.setattr(os, "open", refused)
    press(desk, "g", "1", "0", "enter", "enter")
    assert not desk.look_underneath()
    press(desk, *"91", "tab")
    assert desk.session.drafts["000010"] == {"facts.work@2020Q1:": "91"}


_TESTS = Path(__file__).parents[1]
_ROUNDS = 12


@contextmanager
def _racer(who: str, cases: list[Path], state: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that opens each case when it is told to, and saves an entry of somebody in it."""
    environment = {**os.environ, "PYTHONPATH": str(_TESTS), "XDG_STATE_HOME": str(state)}
    command = [sys.executable, "-m", "tui_kit.race", who, *map(str, cases)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, bufsize=1
    ) as one:
        yield one
        assert one.stdin is not None
        one.stdin.close()
        assert one.wait() == 0


def test_two_terminals_that_open_a_case_in_the_same_instant(tmp_path: Path) -> None:
    """Two processes told at once: one book, neither is refused, and what both save is in it; again and again."""
    cases = []
    for place in range(_ROUNDS):
        (tmp_path / f"{place}").mkdir()
        cases.append(write_case(tmp_path / f"{place}"))
    with _racer("000009", cases, tmp_path / "one") as one, _racer("000010", cases, tmp_path / "two") as two:
        assert one.stdin and one.stdout and two.stdin and two.stdout  # noqa: PT018  # narrowed for mypy
        for case in cases:
            assert [racer.readline() for racer in (one.stdout, two.stdout)] == ["ready\n"] * 2
            for racer in (one.stdin, two.stdin):
                racer.write("go\n")
                racer.flush()
            told = [racer.readline().split() for racer in (one.stdout, two.stdout)]
            assert [where for where, _ in told] == [str(case.with_suffix(".book"))] * 2
    for case in cases:
        assert [path.name for path in case.parent.glob("*.book")] == ["case.book"]
        with Office.open(case.with_suffix(".book"), writable=False, ruleset=DEMO) as office:
            assert [(office.row(who) or {})["facts"]["leave"] for who in ("000009", "000010")] == [7, 7]


def test_the_lock_of_a_case_is_waited_for_no_longer_than_some_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where something else holds the case for good, it is opened all the same."""
    monkeypatch.setattr("kaohe_tui.session._opening._PATIENCE", 0.1)
    case = write_case(tmp_path)
    with case.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        Session.open(case, ruleset=DEMO).close()
    assert case.with_suffix(".book").exists()
