"""What the terminal says names keys and pages: no message that it can show sends to a command that has a screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from docs_kit import ROOT, Found, messages
from kaohe.errors import CaseError
from kaohe.office import Enter, NotSaved
from kaohe.office.procedure import _draws, _subjects  # the messages themselves are what is looked at
from kaohe.words import Message, Text, reword
from kaohe_tui.pages._wording import BY_KEYS
from tui_kit.offices import seated, tibet
from tui_kit.typing import desk_on, press

# Said by the command line, by the checks of an author, or before there is a screen.
_ELSEWHERE = ("kaohe.cli", "kaohe.testing", "kaohe_tui.terminal._probe")
# Numbers that name a command or an option all the same, and why.
_KEPT = {
    **dict.fromkeys(("K1082", "K1260", "K9183"), "told to who writes a plugin or a layout, at a shell"),
    "K2101": "a case is written outside the terminal",
    **dict.fromkeys(("K4047", "K4056", "K4083"), "a book in a database is made by command"),
    "K8020": "the terminal does not open such a book; the rules are taken at the shell",
    "K8026": "said while rules are taken, at the shell",
}
# Commands that no screen stands for: they verify, copy and look into files.
_NO_SCREEN = re.compile(r"`?kaohe book (?:verify|copy|info|export)[^`]*?(?:--receipt|--intact)?`?")
_COMMAND = re.compile(r"kaohe [a-z]|(?<![-\w])--[a-z]")


def _shown() -> Iterator[Found]:
    return (one for one in messages() if not one.module.startswith(_ELSEWHERE))


def _worded(one: Found) -> Text:
    return BY_KEYS.get(one.number) or Text(one.en, one.zh)


def test_no_message_of_the_terminal_names_a_command_that_has_a_screen() -> None:
    """Every numbered message of every room below the command line, as the terminal words it, in both languages."""
    wrong = [
        one.number
        for one in _shown()
        for text in (_worded(one).en, _worded(one).zh)
        if one.number not in _KEPT and _COMMAND.search(_bare(text))
    ]
    assert wrong == []


def test_what_is_kept_is_still_said_so() -> None:
    """Each number that may name a command all the same is shown here, and names one."""
    said = {one.number for one in _shown() if _COMMAND.search(_bare(f"{one.en} {one.zh}"))}
    assert _KEPT.keys() <= said


def _bare(text: str) -> str:
    """The text without what no screen stands for; their options go with them."""
    found = _NO_SCREEN.sub("", text)
    return found.replace("--receipt", "").replace("--intact", "") if found != text else found


def test_the_terminals_words_fit_their_messages() -> None:
    """Each number there is one, is needed, and takes no placeholder that the message does not fill, in either language."""
    known: dict[str, list[Found]] = {}
    for one in _shown():
        known.setdefault(one.number, []).append(one)
    assert BY_KEYS.keys() <= known.keys()
    for number, text in BY_KEYS.items():
        assert number not in _KEPT
        for one in known[number]:
            assert _COMMAND.search(f"{one.en} {one.zh}"), number
            for worded, given in ((text.en, one.en), (text.zh, one.zh)):
                assert _names(worded) <= _names(given), number


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_what_the_pages_say_themselves_names_no_command() -> None:
    """Nor do the sentences of the screens without a number name one."""
    for file in (ROOT / "tui" / "src" / "kaohe_tui").rglob("*.py"):
        if file.name in ("cli.py", "_probe.py", "_wording.py"):
            continue
        found = re.findall(r"kaohe (?:office|book|import|print|table|report) [a-z ]+", file.read_text("utf-8"))
        assert found == [], file


def test_the_words_hold_for_filled_plain_and_nested_messages() -> None:
    """While the terminal's words are in force a message says them filled in, as an error without placeholders, and inside another."""
    drawn, plain = (
        Message("K8223", "{id}: add --again", "{id}：加 --again"),
        Message("K8231", "--document", "--document"),
    )
    outer = Message("K8001", "{n} refused: {text}", "{n} 项：{text}")
    reword(BY_KEYS)
    told = [drawn.format(id="A"), CaseError(plain).text, outer.format(n=1, text=drawn.format(id="A"))]
    assert [one.number for one in told] == ["K8223", "K8231", "K8001"]
    assert all("--" not in f"{one.en} {one.zh}" for one in told)
    reword({})
    assert "--again" in drawn.format(id="A").en
    assert CaseError(plain).text == plain


def test_a_refusal_at_the_terminal_tells_the_key(tmp_path: Path) -> None:
    """What the office itself refuses, inside the sentence of a whole save too, names the key and no command."""
    desk = seated(tibet(tmp_path), "li")
    changes = [Enter(who, "usual", 80, "2019-01") for who in ("M1", "M2")]
    with pytest.raises(NotSaved, match="F9") as error:
        desk.session.change(changes)
    assert "kaohe office" not in f"{error.value.text.en} {error.value.text.zh}"


def test_the_command_line_keeps_its_own_words(tmp_path: Path) -> None:
    """Without a desk the same message names the command."""
    assert "--again" in _draws._DRAWN.format(id="A").en
    assert "kaohe office draw list" in _subjects._NO_SUBJECT.format(id="A").en
    desk = desk_on(tmp_path)
    press(desk, "p")
    assert "--again" not in _draws._DRAWN.format(id="A").en
