"""One line asked for at the foot of the screen: a filter, a command, a number, a confirmation."""

from __future__ import annotations

from collections.abc import Callable

from kaohe.words import Text

from ..form._editor import Editor
from ..pages._reading import wrapped
from ..terminal._cells import Sheet, crop, fit, safe, width
from ..terminal._keys import Key

__all__ = ["Prompt"]


_ROOM = 24  # cells that are left to type in


class Prompt:
    """A labelled line with a caret. Enter hands it on, Esc puts back what was there."""

    def __init__(
        self, label: Text, done: Callable[[str], None], typing: Callable[[str], None] | None, initial: str
    ) -> None:
        self.label, self.done, self.typing, self.initial = label, done, typing, initial
        self.editor = Editor(initial, len(initial), fresh=False)

    def press(self, key: Key) -> bool:
        """Take a key; True once the prompt is over."""
        if key.name == "escape":
            self._typed(self.initial)
            return True
        if key.name == "enter":
            self.done(self.editor.text)
            return True
        if key.char:
            self.editor.insert(key.char)
        elif not self.editor.key(key.name):
            return False
        self._typed(self.editor.text)
        return False

    def paste(self, text: str) -> None:
        """Take the first line of a pasted text."""
        self.editor.insert(next(iter(text.splitlines()), ""))
        self._typed(self.editor.text)

    def _typed(self, text: str) -> None:
        if self.typing is not None:
            self.typing(text)

    def draw(self, sheet: Sheet, y: int) -> None:
        """Draw label, text and caret on row y; a label that leaves too little room begins in the row above."""
        label = str(self.label)
        if width(safe(label)) > sheet.columns - _ROOM:
            first, *more = wrapped(label, sheet.columns)
            sheet.put(0, y - 1, fit(first, sheet.columns))
            label = crop("".join(more), sheet.columns - _ROOM)
        x = sheet.put(0, y, label)
        text, caret = self.editor.window(sheet.columns - x - 1)
        sheet.put(x, y, text, "u")
        sheet.caret = (min(sheet.columns - 1, x + caret), y)
