"""A page as bare text: no head, no bar, nothing beside it, so that the mouse selects what is meant and no more."""

from __future__ import annotations

from typing import ClassVar

from kaohe.words import Text

from ._page import Host
from ._reading import Reading, ReadingLine

__all__ = ["Plain", "too_long"]

# Terminals take a clipboard of some 75,000 letters of base64, which are three quarters of that in bytes.
_MOST = 48_000


class Plain(Reading):
    """The text of the page before, over the whole screen; Esc goes back."""

    where: ClassVar[str] = "plain"
    bare: ClassVar[bool] = True

    def __init__(self, desk: Host, text: str) -> None:
        self.desk, self.text = desk, text  # it needs no book: the help of Home has a plain page as well

    def head(self) -> str:
        """The screen."""
        return str(Text("plain text", "纯文本"))

    def lines(self) -> list[ReadingLine]:
        """A paragraph for each line."""
        return [ReadingLine(line) for line in self.text.split("\n")]


def too_long(text: str) -> bool:
    """Whether terminals would refuse or cut it."""
    return len(text.encode()) > _MOST
