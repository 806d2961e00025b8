"""What the terminal shows: something with a frame of cells that takes keys, and nothing more is known of it."""

from __future__ import annotations

from typing import Protocol

from ._cells import Sheet
from ._keys import Key

__all__ = ["Shown"]


class Shown(Protocol):
    """What the app asks of the thing that it shows."""

    size: tuple[int, int]
    leaving: bool

    def frame(self) -> Sheet:
        """The whole screen at the present size."""

    def press(self, key: Key) -> None:
        """Take one key."""

    def paste(self, text: str) -> None:
        """Take a pasted text."""

    def take_clipboard(self) -> str:
        """What is to go to the terminal's clipboard, "" for nothing; given once."""

    def click(self, x: int, y: int) -> None:
        """Take a click on a cell."""

    def look_underneath(self) -> bool:
        """Look whether another program changed the files shown; gives whether there is anything to say."""

    def progressed(self) -> bool:
        """Take what was computed in the background since; gives whether there is anything new to show."""

    def settle(self) -> None:
        """Before the program ends: enter whatever is being typed, or keep it as a draft."""

    def close(self) -> None:
        """Let go of what is shown, once it is settled."""
