"""Some fields of one record with a line for each of their cells, empty until it is typed; "+" gives a list one row more."""

from __future__ import annotations

from collections.abc import Sequence

from kaohe.errors import KaoheError
from kaohe.rules.tools import UNKNOWN, half_width
from kaohe.words import Text

from ..fields._fields import Field
from ..fields._rows import RowsField
from ..fields._tally import TallyField
from ..form._editor import Editor
from ..form._hints import may_enter, sums_text
from ..form._layout import part_name
from ..terminal._cells import Sheet, fit
from ..terminal._keys import Key
from ._page import Host, Page

__all__ = ["CellLines"]


class CellLines(Page):
    """Subclasses say what is kept of the cells of a field, and keep a cell."""

    def __init__(self, desk: Host, fields: Sequence[Field]) -> None:
        super().__init__(desk)
        self.fields = [*fields]
        self.rows = {
            of.id: max(of.places(self.kept(of)), default=-1) + 1 for of in self.fields if isinstance(of, RowsField)
        }
        self.place = self.top = 0
        self.editor = Editor()
        self.go(0)

    def kept(self, of: Field) -> dict[str, str]:
        """What was typed into the cells of a field and left, by part."""
        raise NotImplementedError

    def keep(self, of: Field, part: str, text: str) -> None:
        """Keep one cell; an empty text is nothing."""
        raise NotImplementedError

    def texts(self, of: Field) -> dict[str, str]:
        """The cells of a field, those of a list row by row, and what stands in them."""
        kept = self.kept(of)
        parts = [*of.texts(UNKNOWN)]
        if isinstance(of, RowsField):
            parts += [f"{place}.{name}" for place in range(self.rows[of.id]) for name in of.columns]
        return {part: kept.get(part, "") for part in parts}

    @property
    def cells(self) -> list[tuple[Field, str]]:
        """Every cell, in the order of its line."""
        return [(of, part) for of in self.fields for part in self.texts(of)]

    def hint(self) -> str:
        """What is wrong with the cell, or what may be entered in it."""
        if not self.cells:
            return str(_NO_CELLS)
        of, part = self.cells[self.place]
        if self.editor.text.strip():
            try:
                of.check(part, self.editor.text)
            except KaoheError as error:
                return f"! {of.label}: {error.text.told()}"
        return sums_text(of, self.texts(of)) if isinstance(of, TallyField) else may_enter(of, part)

    def draw(self, sheet: Sheet) -> None:
        """A line for each cell."""
        cells = self.cells
        self.top = max(0, min(self.top, self.place), self.place - sheet.rows + 1)
        for y, place in enumerate(range(self.top, min(len(cells), self.top + sheet.rows))):
            of, part = cells[place]
            room = 34 if part.endswith(".document") else 16
            sheet.put(2, y, fit(f"{of.called(26)}  {part_name(of, part)}".rstrip(), 40))
            if place == self.place:
                sheet.put(0, y, ">", "b")
                text, caret = self.editor.window(room)
                sheet.put(43, y, fit(text, room), "ru")
                sheet.caret = (43 + caret, y)
            else:
                sheet.put(43, y, fit(self.texts(of)[part], room), "u")

    def go(self, place: int) -> None:
        """Put the caret on a cell."""
        cells = self.cells
        if cells:
            self.place = max(0, min(len(cells) - 1, place))
            of, part = cells[self.place]
            self.editor = Editor.on(self.texts(of)[part])

    def press(self, key: Key) -> None:
        """Type, or move; a cell that is left is kept."""
        if not self.cells:
            return
        moves = {"tab": 1, "enter": 1, "down": 1, "shift+tab": -1, "up": -1, "pagedown": 20, "pageup": -20}
        if key.name in moves:
            self._step(moves[key.name])
        elif key.char:
            self.editor.insert(key.char)
        else:
            self.editor.key(key.name)

    def _step(self, by: int) -> None:
        """Keep the cell and move on; a "+" moves on into the row that it made."""
        of, _ = self.cells[self.place]
        before = len(self.texts(of))
        self.settle()
        made = len(self.texts(of)) > before  # the row stands below the last one of its list
        self.go(self.place + (before if made and by > 0 else by))

    def paste(self, text: str) -> None:
        """A pasted row fills the cells from the caret on."""
        for value in text.replace("\n", "\t").replace("\r", "").rstrip("\t").split("\t"):
            self.editor.insert(value.strip())
            self._step(1)

    def settle(self) -> None:
        """Keep the cell under the caret; a "+" in the first cell of a list is no value, it makes room for a row."""
        if not self.cells or self.editor.fresh:
            return
        of, part = self.cells[self.place]
        text = self.editor.text.strip()
        if isinstance(of, RowsField) and part == "rows" and half_width(text) == "+":
            self.rows[of.id] += 1
            self.go(self.place)
        else:
            self.keep(of, part, text)


_NO_CELLS = Text("nothing is left to enter here", "此处已无待录内容")
