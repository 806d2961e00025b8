"""How the program ends: Ctrl-C at any moment, closed streams, and what nobody foresaw; never a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cli_kit import EXAMPLE, run, spawn
from ends_kit import KAOHE, commands, ended_by_interrupt
from kaohe import __version__
from kaohe.cli import COMMANDS

QUIET = {0, 1, 2, 130, 141, -signal.SIGINT}
FEW = ["schemes", "evaluate", "allocate", "tui", "nothing"]


def test_every_command_is_among_those_tried(tmp_path: Path) -> None:
    """A command that is added is tried here too."""
    assert {words[0] for words in commands(tmp_path).values()} >= set(COMMANDS)


@pytest.mark.parametrize("name", [*FEW, "export"])
def test_ctrl_c_at_any_moment_is_130_and_no_traceback(name: str, tmp_path: Path) -> None:
    """While it is loaded, reads, computes or writes; `make torture` tries every command, hundreds of times."""
    for part in range(3):
        done = ended_by_interrupt(commands(tmp_path)[name], at=(part + 0.5) / 3, seed=part, folder=tmp_path)
        assert done.complaint == "", done


@pytest.mark.parametrize("name", [name for name in FEW if name != "evaluate"])
@pytest.mark.parametrize("closed", [(0,), (1,), (2,), (0, 1, 2)])
def test_a_closed_stream_is_silence(name: str, closed: tuple[int, ...], tmp_path: Path) -> None:
    """Without standard input, output or error output the command does its work or ends; it prints no traceback."""
    shut = " ".join(f"{number}>&-" if number else "<&-" for number in closed)
    line = ["sh", "-c", f'"$@" {shut}', "sh", *KAOHE, *commands(tmp_path)[name]]
    done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=300)
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert done.returncode in QUIET


def test_a_closed_stream_is_not_taken_for_the_next_file(tmp_path: Path) -> None:
    """What is opened while standard output is closed would else be written into by the next line printed."""
    code = "import os; from kaohe.cli._end import have_streams; have_streams(); print(os.open('/', 0))"
    line = ["sh", "-c", f'{sys.executable} -c "$1" <&- 2>&-', "sh", code]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert int(done.stdout) > 2


@pytest.mark.parametrize(
    "words", [["evaluate", str(EXAMPLE)], ["schemes", "--json"], ["--help"], ["describe", "wenling-2013"]]
)
def test_a_reader_that_leaves_is_no_error(words: list[str]) -> None:
    """`| head -0`: status 141, or that of a command which had said all before; nothing on standard error."""
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([*KAOHE, *words], stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (done.stderr, done.returncode) == ("", 141)


@pytest.mark.parametrize("words", [["book", "history"], ["book", "verify"], ["office", "status"]])
def test_a_reader_that_leaves_is_no_fault_of_a_book(words: list[str], tmp_path: Path) -> None:
    """The same of what reads a book: not a refusal by the system."""
    commands(tmp_path)
    read, write = os.pipe()
    os.close(read)
    line = [*KAOHE, *words, str(tmp_path / "office.book")]
    done = subprocess.run(line, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (done.stderr, done.returncode) == ("", 141)


def test_a_full_disk_under_the_output_is_a_sentence() -> None:
    """The output could not be written: exit status 2 and the reason."""
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run([*KAOHE, "schemes"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        2,
        "[K2201] the output: the disk is full; check the path and its permissions\n",
    )


@pytest.mark.parametrize("wrong", [ValueError("x" * 5000), RecursionError(), AssertionError(), KeyError("张三")])
def test_what_nobody_foresaw_is_70_and_a_sentence(wrong: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what and where, that no file is half written, and how to report it; people's data are not in it."""

    def fails(**_: Any) -> None:
        raise wrong

    monkeypatch.setattr("kaohe.rules.discover", fails)
    result = run("schemes")
    assert (result.exit_code, result.stdout) == (70, "")
    assert len(result.stderr.encode()) < 1000
    for part in (
        "K2211",
        type(wrong).__name__,
        "kaohe/cli/_schemes.py:",
        __version__,
        "KAOHE_DEBUG=1",
        "as it was, or whole",
    ):
        assert part in result.stderr
    assert "张三" not in result.stderr
    assert "Traceback" not in result.stderr
    assert "未预料" in run("schemes", lang="zh").stderr


def test_the_traceback_is_there_for_whoever_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """With KAOHE_DEBUG=1 it is printed before the sentence, made visible."""

    def fails(**_: Any) -> None:
        raise ValueError("\x1b[31m")

    monkeypatch.setattr("kaohe.rules.discover", fails)
    monkeypatch.setenv("KAOHE_DEBUG", "1")
    result = run("schemes")
    assert result.exit_code == 70
    assert "Traceback" in result.stderr
    assert "\x1b" not in result.stderr


def test_too_little_memory_is_said_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next step is another one."""

    def fails(**_: Any) -> None:
        raise MemoryError

    monkeypatch.setattr("kaohe.rules.discover", fails)
    result = run("schemes")
    assert result.exit_code == 70
    assert "not enough memory" in result.stderr


def test_a_text_given_to_exit_is_no_success(monkeypatch: pytest.MonkeyPatch) -> None:
    """sys.exit("...") somewhere in a plugin would else end with 0 and say nothing."""

    def fails(**_: Any) -> None:
        raise SystemExit("bye")

    monkeypatch.setattr("kaohe.rules.discover", fails)
    assert run("schemes").exit_code == 70


def test_an_interrupt_inside_a_finalizer_ends_the_program() -> None:
    """Python would print it and go on."""
    code = (
        "import os, signal\nfrom kaohe.cli._base import guarded\n"
        "class Last:\n    def __del__(self):\n        os.kill(os.getpid(), signal.SIGINT)\n"
        "        for _ in range(10**6): pass\n"
        "def work():\n    one = Last()\n    del one\n    print('went on')\n"
        "guarded(work)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_a_background_job_stays_deaf_to_ctrl_c() -> None:
    """What was started with interrupts ignored, as a shell does with &, goes on ignoring them."""
    code = (
        "import os, signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nfrom kaohe.cli._base import guarded\n"
        "guarded(lambda: os.kill(os.getpid(), signal.SIGINT) or print('went on'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "went on\n", "")


def test_an_error_is_below_a_kilobyte_whatever_was_in_the_file(tmp_path: Path) -> None:
    """A huge key, value, scheme or name is cut in the middle; the reason and the next step stay."""
    huge = "键" * 100_000
    texts = [
        f'format = 1\n"{huge}" = 1\n',
        f'format = 1\nscheme = "{huge}"\n',
        f'format = 1\nscheme = "xizang-2018"\namendments = ["{huge}"]\n',
        f'format = 1\nscheme = "xizang-2018"\nsettings = {{ "{huge}" = "x" }}\n',
        f'format = 1\nscheme = "xizang-2018"\ncycle = "{huge}"\n',
        f'format = 1\nscheme = "xizang-2018"\n[cycle]\nstart = 2020-01-01\nend = 2020-12-31\n"{huge}" = 1\n',
        "\x00" * 100_000,
        "[" * 100_000,
    ]
    for number, text in enumerate(texts):
        file = tmp_path / f"{number}.toml"
        file.write_text(text, encoding="utf-8")
        for lang in ("en", "zh"):
            result = run("evaluate", file, lang=lang)
            assert result.exit_code == 2
            assert 0 < len(result.stderr.encode()) < 1000, (number, len(result.stderr.encode()))
            assert f"{number}.toml" in result.stderr


def test_the_number_of_an_error_stands_in_json_too(tmp_path: Path) -> None:
    """The same number is printed for people and in the JSON of a replay."""
    (tmp_path / "a.toml").write_text("format = 1\nscheme = 5\n", encoding="utf-8")
    done = spawn("replay", tmp_path, "--json")
    assert '"number": "K2302"' in done.stdout
    assert "[K2302]" in spawn("replay", tmp_path).stdout
