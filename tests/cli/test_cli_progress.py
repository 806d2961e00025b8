"""Progress of long work: one line on a terminal, erased at the end; Ctrl-C ends with a sentence and status 130."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cli_kit import EXAMPLE, run
from ends_kit import KAOHE
from engine_kit.county import county_case
from kaohe.cases import read_case
from kaohe.cli import _progress
from kaohe.cli._progress import progress, progress_line
from kaohe.engine import Evaluation
from kaohe.progress import counted, heard_by, told
from kaohe.words import Text, visible

READ = Text("read {done:,} of {total:,}", "已读取 {done:,} / {total:,}")


class _Terminal(io.StringIO):
    """Standard error as a terminal: what was written, and what is seen in the end."""

    def isatty(self) -> bool:
        return True

    def seen(self) -> str:
        line, place = "", 0
        for character in self.getvalue():
            if character == "\r":
                place = 0
            else:
                line = line[:place] + character + line[place + 1 :]
                place += 1
        return line.rstrip()


def _terminal(monkeypatch: pytest.MonkeyPatch) -> _Terminal:
    """A terminal, and a clock that goes on a third of a second whenever it is looked at."""
    clock = iter(range(10**9))
    monkeypatch.setattr(_progress, "monotonic", lambda: next(clock) / 3)
    found = _Terminal()
    monkeypatch.setattr(sys, "stderr", found)
    return found


@pytest.mark.parametrize(
    ("lang", "line"), [("en", "read 2,000 of 20,000"), ("zh", "已读取 2,000 / 20,000")], ids=["en", "zh"]
)
def test_the_line_says_how_far_it_is(lang: str, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the reader's language, and gone at the end."""
    terminal = _terminal(monkeypatch)
    monkeypatch.setenv("KAOHE_LANG", lang)
    with progress():
        for _ in range(9):
            told(READ, done=2000, total=20_000)
        assert terminal.seen() == line
    assert terminal.seen() == ""


def test_work_of_less_than_a_second_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that comes and goes at once only disturbs."""
    terminal = _terminal(monkeypatch)
    with progress():
        told(READ, done=1, total=3)
        told(READ, done=2, total=3)
    assert terminal.getvalue() == ""


def test_the_line_is_erased_whatever_ends_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error too leaves an empty line to write on; a longer line leaves no rest beside a shorter one."""
    terminal = _terminal(monkeypatch)

    def work() -> None:
        with progress_line() as line:
            for done in (10**6, 1, 10**6, 1, 1, 1):
                line(READ, done=done, total=7)
            assert terminal.seen() == "read 1 of 7"
            raise KeyError

    with pytest.raises(KeyError):
        work()
    assert terminal.seen() == ""


@pytest.mark.parametrize("columns", [20, 10, 5])
def test_the_line_fits_the_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal never goes to its next line for it: no line is as wide as the terminal, wide characters included."""
    terminal = _terminal(monkeypatch)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("KAOHE_LANG", "zh")
    with progress_line() as line:
        for _ in range(9):
            line(READ, done=1, total=10**9)
    widths = [sum(1 + (one > "\u2e80") for one in part) for part in terminal.getvalue().split("\r")]
    assert max(widths) in (columns - 1, columns - 2)


def test_a_terminal_that_went_away_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work goes on where nobody can be told."""
    terminal = _terminal(monkeypatch)
    with progress():
        terminal.close()
        assert [*counted(READ, range(50))] == [*range(50)]


def test_without_a_terminal_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe or a file gets no line, and the rows are counted by nobody."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    rows = range(9)
    with progress():
        assert counted(READ, rows) is rows
    assert stream.getvalue() == ""


def test_reading_and_evaluating_tell_how_far_they_are() -> None:
    """Everybody who is read, and everybody who is walked, counts once."""
    heard: dict[str, list[int]] = {}

    def listener(what: Text, done: int, total: int) -> None:
        assert total == people
        heard.setdefault(what.en.split()[0], []).append(done)

    people = len(json.loads(EXAMPLE.read_text(encoding="utf-8"))["appraisees"])
    with heard_by(listener):
        evaluation = Evaluation(read_case(EXAMPLE).cohort)
        for name in evaluation.cohort.appraisees:
            evaluation.judged(name)
    assert heard == {"read": [*range(people)], "evaluated": [*range(1, people + 1)]}


def test_the_listener_hears_no_more_than_it_was_there_for() -> None:
    """A listener inside another takes its place for the time, and nobody listens afterwards."""
    heard: list[str] = []
    with heard_by(lambda what, **_: heard.append("outer")):
        with heard_by(lambda what, **_: heard.append("inner")):
            told(READ, done=1, total=1)
        told(READ, done=1, total=1)
    told(READ, done=1, total=1)
    assert heard == ["inner", "outer"]


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    """A case that takes many seconds: a county in which everybody lacks a month, so that each is walked."""
    data = county_case(6000)
    for row in data["appraisees"]:
        row["facts"]["usual"] = [*row["facts"]["usual"][:11], None]
    file = tmp_path / "case.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    return file


@pytest.mark.parametrize("command", [["evaluate"], ["evaluate", "--json"]], ids=["text", "json"])
def test_ctrl_c_ends_long_work_with_a_sentence(command: list[str], endless: Path) -> None:
    """On a terminal: the line is shown, Ctrl-C takes it away, a sentence says what became of it, and nothing else."""
    master, slave = pty.openpty()
    shown = ""
    with subprocess.Popen(
        [*KAOHE, *command, str(endless)], stdin=slave, stdout=subprocess.PIPE, stderr=slave, start_new_session=True
    ) as process:
        os.close(slave)
        while "of 6,000" not in shown:
            shown += os.read(master, 1000).decode()
        os.killpg(process.pid, 2)
        assert process.stdout is not None
        assert process.stdout.read() == b""
    while "stopped" not in shown or not shown.endswith("\n"):
        shown += os.read(master, 1000).decode()
    os.close(master)
    assert process.returncode == 130
    line = r"(\r(read|evaluated) [\d,]+ of 6,000 *)+"
    assert re.fullmatch(line + r"\r +\r\r\nstopped; every file is as it was, or whole\r\n", shown), visible(shown)


def test_a_program_that_is_stopped_says_so_in_the_readers_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence goes to standard error, nothing to standard output."""

    def interrupted(path: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kaohe.cli._either.read_case", interrupted)
    result = run("evaluate", EXAMPLE, lang="zh")
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr == "\n已中止；所有文件或保持原样，或已完整写入\n"
