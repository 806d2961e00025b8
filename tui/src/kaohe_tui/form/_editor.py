"""The text of the cell under the cursor, with its caret."""

from __future__ import annotations

from attrs import define

from ..terminal._cells import crop, safe, width

__all__ = ["Editor"]

LONGEST = 200


@define
class Editor:
    """A line of text being edited. While it is `fresh` (just entered) the first character typed replaces it."""

    text: str = ""
    caret: int = 0
    fresh: bool = True

    @classmethod
    def on(cls, text: str) -> Editor:
        """An editor on a cell's text, caret at the end."""
        return cls(text, len(text), fresh=True)

    def insert(self, typed: str) -> None:
        """Type `typed` at the caret; a fresh text is replaced."""
        if self.fresh:
            self.text, self.caret = "", 0
        room = LONGEST - len(self.text)
        typed = typed[:room]
        self.text = self.text[: self.caret] + typed + self.text[self.caret :]
        self.caret += len(typed)
        self.fresh = False

    def key(self, name: str) -> bool:
        """Act on an editing key; False for any other key."""
        if name in ("left", "right", "home", "end"):
            place = {"left": self.caret - 1, "right": self.caret + 1, "home": 0, "end": len(self.text)}[name]
            self.caret = max(0, min(len(self.text), place))
        elif name == "backspace":
            cut = max(0, self.caret - 1)
            self.text, self.caret = self.text[:cut] + self.text[self.caret :], cut
        elif name == "delete":
            self.text = "" if self.fresh else self.text[: self.caret] + self.text[self.caret + 1 :]
            self.caret = min(self.caret, len(self.text))
        elif name == "ctrl+u":
            self.text, self.caret = "", 0
        else:
            return False
        self.fresh = False
        return True

    def window(self, room: int) -> tuple[str, int]:
        """The part of the text to show in `room` cells, and the column of the caret in it."""
        before = safe(self.text[: self.caret])
        while before and width(before) > room - 1:
            before = before[1:]
        after = safe(self.text[self.caret :])
        return crop_exact(before + after, max(0, room)), width(before)


def crop_exact(text: str, room: int) -> str:
    """`text` cut to `room` cells without a mark."""
    if width(text) <= room:
        return text
    return crop(text, room + 1).rstrip("~") if width(crop(text, room + 1).rstrip("~")) <= room else crop(text, room)
