"""Keys that come in one burst mean what the same keys mean one by one."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaohe.office import Moved
from tui_kit.typing import burst, desk_on, slowly, state_of

_TYPED = ["9", "1", "5", ".", "+", "0", "!", "4", "-", "县", "７", "，"]
_MOVES = ["tab", "enter", "shift+tab", "up", "down", "left", "home", "end", "backspace", "delete", "pagedown"]
_COMMANDS = ["f2", "f3", "f4", "f5", "f6", "f8", "ctrl+d", "ctrl+z", "ctrl+y", "escape", "ctrl+s"]
_LETTERS = ["/", ":", "b", "e", "g", "r", "o", "c", "s", "k", "f", "t", "space", "?"]
_KEYS = st.sampled_from([*_TYPED, *_MOVES, *_MOVES, *_COMMANDS, *_LETTERS])


def _both(names: list[str]) -> tuple[dict[str, object], dict[str, object]]:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        quick, slow = desk_on(Path(one)), desk_on(Path(two))
        asyncio.run(burst(quick, names))
        slowly(slow, names)
        found = state_of(quick), state_of(slow)
        for desk in (quick, slow):
            desk.session.close()
        return found


def test_three_fields_in_one_burst() -> None:
    """Three values with Tab between them land in three cells, where stock inputs put all of it in the first."""
    quick, slow = _both(["g", "1", "0", "enter", "enter", *"91", "tab", *"82", "tab", *"73", "tab"])
    assert quick == slow
    cells = {"facts.work@2020Q1:": "91", "facts.opinion@2020Q1:": "82", "facts.work@2020Q2:": "73"}
    assert quick["drafts"] == {"000010": cells}
    assert all(f'{{"{cell}": "{text}"}}' in str(quick["kept"]) for cell, text in cells.items())


def test_save_and_next_in_the_middle_of_a_burst() -> None:
    """What is typed after F2 belongs to the next record, what is typed before it to this one and to the book."""
    quick, slow = _both(["g", "9", "enter", "enter", *"91", "f2", *"82", "tab"])
    assert quick == slow
    assert "000010" in str(quick["screen"])
    assert quick["commits"][-1] == (Moved("000009", "work", "2020Q1", None, 91),)  # type: ignore[index]
    assert quick["drafts"] == {"000010": {"facts.work@2020Q1:": "82"}}


def test_filter_open_and_command_in_one_burst() -> None:
    """A filter, Enter, a form, an escape, a command: each key goes to the screen that the one before made."""
    names = ["/", "0", "9", "enter", "enter", *"88", "tab", "escape", ":", *"results", "enter"]
    quick, slow = _both(names)
    assert quick == slow
    assert "结果" in str(quick["screen"]) or "results" in str(quick["screen"])
    assert "88" in str(quick["commits"])


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    start=st.sampled_from([[], ["g", "1", "0", "enter", "enter"], ["r"], ["b", "enter"], ["b", "end", "up", "enter"]]),
    names=st.lists(_KEYS, max_size=40),
)
def test_any_burst_equals_the_same_keys_one_by_one(start: list[str], names: list[str]) -> None:
    """Any keys, posted without waiting, leave the screen, the book and the drafts alike."""
    quick, slow = _both([*start, *names])
    assert quick == slow
