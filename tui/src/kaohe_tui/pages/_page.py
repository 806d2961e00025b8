"""What every screen has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from kaohe.words import Text

from .._cells import Sheet
from .._keys import Key

if TYPE_CHECKING:
    from .._desk import Desk

__all__ = ["Page"]


class Page:
    """One screen: its name in the action registry, its head line, its body, its live line and its keys."""

    where: ClassVar[str] = ""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.session = desk, desk.session

    def head(self) -> str:
        """Where I am."""
        return ""

    def live(self) -> str:
        """The live line: score, quota, filter."""
        return ""

    def hint(self) -> str:
        """What the message line says while there is no message."""
        return ""

    def draw(self, sheet: Sheet) -> None:
        """Draw the body."""

    def beside(self) -> Page | None:
        """What stands beside the body on a wide terminal."""
        return None

    def press(self, key: Key) -> None:
        """Take a key that is no action of this screen."""
        if key.char:
            self.desk.say(
                Text("{key} does nothing here; F1 lists the keys", "此处 {key} 无作用；F1 列出按键").format(
                    key=key.char
                )
            )

    def paste(self, text: str) -> None:
        """Take a pasted text: as keys, where nothing else is meant."""
        for character in text.splitlines()[0][:200] if text else "":
            self.desk.press(Key(character, character))

    def refused(self, action: str) -> Text | None:
        """Why an action cannot be done now, None where it can."""
        return None

    def act(self, action: str) -> bool:
        """Do one of this screen's own actions; False where it has none of that name."""
        method = getattr(self, f"do_{action}", None)
        if method is None:
            return False
        method()
        return True

    def settle(self) -> None:
        """Enter what is being typed, before the screen is left or the program ends. Raises KaoheError."""

    def do_back(self) -> None:
        """Go back to the screen before."""
        self.desk.back()
