"""Before the app: what is refused and with which advice, and what is imported when."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kaohe_tui.fields._typed import absence_help
from kaohe_tui.pages._actions import ACTIONS, action_for, actions_in
from kaohe_tui.pages._commands import named
from kaohe_tui.terminal._probe import Probe, TerminalError, check_environment, widths
from tui_kit import write_case


def _run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    found = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=found | environment, check=False
    )


@pytest.mark.parametrize(
    "environment",
    [
        {"LANG": "zh_CN.GBK", "TERM": "xterm"},
        {"LANG": "zh_CN", "TERM": "xterm"},
        {"LC_ALL": "zh_CN.GB18030", "LANG": "zh_CN.UTF-8", "TERM": "xterm"},
        {"LC_ALL": "C", "TERM": "xterm"},
        {"LC_CTYPE": "en_US.ISO-8859-1", "TERM": "xterm"},
    ],
    ids=lambda environment: environment.get("LC_ALL") or environment.get("LC_CTYPE") or environment.get("LANG"),
)
def test_a_locale_that_is_not_utf8_is_refused_with_advice(environment: dict[str, str]) -> None:
    """The sentence says what to export."""
    with pytest.raises(TerminalError, match=r"LC_ALL=C\.UTF-8"):
        check_environment(environment)


@pytest.mark.parametrize("term", ["dumb", "unknown", ""])
def test_a_terminal_that_cannot_move_its_cursor_is_refused(term: str) -> None:
    """TERM=dumb gets the advice to use another terminal or the command line."""
    with pytest.raises(TerminalError, match="kaohe evaluate"):
        check_environment({"LANG": "C.UTF-8", "TERM": term})


@pytest.mark.parametrize("locale", ["zh_CN.UTF-8", "zh_CN.utf8", "C.UTF-8", "en_US.UTF-8@euro", ""])
def test_utf8_locales_are_served(locale: str) -> None:
    """All spellings of UTF-8 pass, and so does no locale at all (the probe decides then)."""
    check_environment({"LANG": locale, "TERM": "xterm-256color"})


def test_without_a_terminal_the_advice_is_the_command_line(tmp_path: Path) -> None:
    """In a pipe the program says so and ends with 2, without importing textual."""
    path = write_case(tmp_path)
    code = (
        "import sys; from kaohe_tui.cli import open_case; status = open_case(sys.argv[1]) if len(sys.argv) > 1 else "
        f"open_case({str(path)!r}); print(status, 'textual' in sys.modules)"
    )
    found = _run(code, LANG="C.UTF-8", TERM="xterm", KAOHE_LANG="en")
    assert found.stdout.split() == ["2", "False"]
    assert "kaohe evaluate" in found.stderr


def test_an_example_is_opened_as_a_copy(tmp_path: Path) -> None:
    """The installed example is never changed: a copy of it is opened, and kept from one start to the next."""
    path = write_case(tmp_path)
    folder = tmp_path / "kaohe-cases"
    code = f"from kaohe_tui.cli import open_example; print(open_example({str(path)!r}, folder={str(folder)!r}))"
    assert _run(code, TERM="xterm").stdout.strip() == "2"
    copy = folder / "case.json"
    assert copy.read_bytes() == path.read_bytes()
    copy.write_text("mine")
    _run(code, TERM="xterm")
    assert copy.read_text() == "mine"


def test_a_case_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    """No traceback for a wrong file: covered through a terminal in the terminal tests, here by the function."""
    found = _run(
        f"from kaohe_tui.session._session import Session\ntry:\n    Session.open({str(tmp_path / 'none.json')!r})\n"
        "except Exception as error:\n    print(type(error).__name__)",
        LANG="C.UTF-8",
    )
    assert found.stdout.strip() == "FileError"


def test_the_width_of_chinese_is_checked() -> None:
    """Three cells for a Chinese character mean a terminal that is not in UTF-8."""
    with pytest.raises(TerminalError, match="UTF-8"):
        widths(Probe(3, 1), "")


@pytest.mark.parametrize(
    ("seen", "choice", "kept"),
    [
        (Probe(2, 1), "", True),
        (Probe(2, 2), "", False),
        (Probe(None, None), "", False),
        (Probe(2, 2), "narrow", True),
        (Probe(2, 1), "wide", False),
    ],
)
def test_ambiguous_glyphs_follow_the_terminal_unless_overridden(seen: Probe, choice: str, kept: bool) -> None:
    """Seen narrow: drawn as they are; wide or unknown: replaced; KAOHE_AMBIGUOUS decides over both."""
    assert widths(seen, choice) is kept


def test_the_entry_point_imports_no_textual() -> None:
    """`kaohe_tui.cli` is cheap to import; textual comes once the checks have passed."""
    found = _run("import sys, kaohe_tui.cli; print('textual' in sys.modules)")
    assert found.stdout.strip() == "False"


def test_the_core_imports_no_textual() -> None:
    """Rules, engine and cases stand without the terminal interface."""
    code = (
        "import sys, kaohe.rules, kaohe.engine, kaohe.cases, kaohe.cli; "
        "print(any(name.startswith(('textual', 'kaohe_tui')) for name in sys.modules))"
    )
    assert _run(code).stdout.strip() == "False"


def test_every_action_has_a_key_or_a_command_of_its_own() -> None:
    """No two actions of one screen share a key, and names are unique."""
    assert len({action.name for action in ACTIONS}) == len(ACTIONS)
    for where in {where for action in ACTIONS for where in action.where}:
        keys = [key for action in actions_in(where) for key in action.keys]
        assert len(keys) == len(set(keys)), where


def test_a_letter_is_no_key_where_text_is_typed() -> None:
    """In forms, ties and counting only F-keys, Ctrl and movement are keys."""
    assert action_for("roster", "q") is not None
    assert all(action_for(where, letter) is None for where in ("form", "tie", "count") for letter in "qg/?:r")


def test_a_command_is_found_by_its_beginning_or_corrected() -> None:
    """`:resu` is results; a misspelling names the nearest."""
    assert named("resu").name == "results"
    with pytest.raises(Exception, match="是不是 results"):
        named("reslts")


def test_every_absence_can_be_typed() -> None:
    """The numbers after ! run over all reasons."""
    assert absence_help().count("!") == 5
