"""Typing at a desk without a terminal, and at the app in bursts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from textual import events
from textual.keys import _character_to_key

from kaohe_tui.desk._desk import Desk
from kaohe_tui.session._session import Session
from kaohe_tui.terminal._app import KaoheApp
from kaohe_tui.terminal._keys import Key, keys_of

from .cases import write_case
from .scheme import DEMO

__all__ = ["burst", "desk_on", "press", "slowly", "state_of", "type_text"]


def desk_on(folder: Path, *, people: int = 10, empty: int = 2, size: tuple[int, int] = (80, 24)) -> Desk:
    """A desk on a fresh case file."""
    desk = Desk(Session.open(write_case(folder, people=people, empty=empty), ruleset=DEMO), who="li", terminal="pts/3")
    desk.size = size
    return desk


def press(desk: Desk, *names: str) -> None:
    """Press keys by name; a single character types itself."""
    for name in names:
        desk.press(Key(name, name if len(name) == 1 else ""))


def type_text(desk: Desk, text: str) -> None:
    """Type each character of a text."""
    press(desk, *text)


def event_of(name: str) -> events.Key:
    """The event that the terminal library makes of a key."""
    if len(name) == 1:
        return events.Key(_character_to_key(name), name)
    return events.Key(name, {"tab": "\t", "enter": "\r", "escape": "\x1b", "space": " "}.get(name))


async def burst(desk: Desk, names: Iterable[str]) -> None:
    """Post all keys to the app at once, and wait only at the end."""
    app = KaoheApp(desk)
    async with app.run_test(size=desk.size) as pilot:
        for name in names:
            app.post_message(event_of(name))
        await pilot.pause()


def slowly(desk: Desk, names: Iterable[str]) -> None:
    """The same keys one by one, the screen looked at after each."""
    for name in names:
        event = event_of(name)
        for key in keys_of(event.key, event.character):
            desk.press(key)
        desk.frame()


def state_of(desk: Desk) -> dict[str, object]:
    """Everything that keys can change: the screen, the data, the drafts, the case file and the journal."""
    journal = desk.session.journal
    assert journal is not None
    kept = journal.path.read_text().split("\n", 1)[1:] if journal.path.exists() else []
    return {
        "screen": desk.frame().text(),
        "rows": desk.session.raw["appraisees"],
        "decisions": desk.session.raw.get("decisions"),
        "drafts": {who: cells for who, cells in desk.session.drafts.items() if cells},
        "file": desk.session.path.read_text(),
        "journal": kept,
        "leaving": desk.leaving,
    }
