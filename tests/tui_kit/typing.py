"""Typing at a desk without a terminal, and at the app in bursts."""

from __future__ import annotations

import re
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

__all__ = ["RECEIPT", "burst", "desk_on", "kept", "press", "slowly", "state_of", "type_text"]


RECEIPT = re.compile(r"\b[0-9]+/[0-9a-f]{12}")


def desk_on(folder: Path, *, people: int = 10, empty: int = 2, size: tuple[int, int] = (80, 24)) -> Desk:
    """A desk on the book of a fresh case."""
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
    """Everything that keys can change: the screen, the book, the drafts in memory and on disk; receipts hold the time."""
    office = desk.session.office
    return {
        "screen": RECEIPT.sub("RECEIPT", desk.frame().text()),
        "book": office.case_data(names=True),
        "commits": [one.moved for one in office.history()],
        "drafts": {who: cells for who, cells in desk.session.drafts.items() if cells},
        "kept": kept(desk),
        "leaving": desk.leaving,
    }


def kept(desk: Desk) -> list[str]:
    """The drafts on disk, a line each."""
    path = desk.session.kept
    return path.read_text().splitlines()[1:] if path is not None else []
