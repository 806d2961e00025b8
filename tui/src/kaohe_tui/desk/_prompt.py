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
        self,
        label: Text,
        done: Callable[[str], None],
        typing: Callable[[str], None] | None,
        initial: str,
        *,
        told: Callable[[str], str] | None = None,
        complete: Callable[[str, int], str] | None = None,
    ) -> None:
        """`told` says what stands above the line while it is typed; `complete` what Tab makes of it, turn by turn."""
        self.label, self.done, self.typing, self.initial = label, done, typing, initial
        self.told, self.complete = told, complete
        self.editor = Editor(initial, len(initial), fresh=False)
        self._begun: tuple[str, int] | None = None

    def press(self, key: Key) -> bool:
        """Take a key; True once the prompt is over."""
        if key.name == "escape":
            self._typed(self.initial)
            return True
        if key.name == "enter":
            self.done(self.editor.text)
            return True
        if key.name == "tab" and self.complete is not None:
            typed, turn = self._begun or (self.editor.text, 0)
            self._begun = (typed, turn + 1)
            text = self.complete(typed, turn)
            self.editor = Editor(text, len(text), fresh=False)
            return False
        self._begun = None
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

    def above(self) -> str:
        """What stands above the line, "" for nothing: of what was typed, also after Tab."""
        typed = self._begun[0] if self._begun is not None else self.editor.text
        return self.told(typed) if self.told is not None else ""

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
