"""The one widget on the screen: it draws the desk's sheet of cells, and only the cells that changed."""

from __future__ import annotations

from functools import cache

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widget import Widget

from ._cells import Sheet
from ._colours import TONES
from ._shown import Shown

__all__ = ["Canvas"]


class Canvas(Widget):
    """Draws what it is given line by line. `catch_up` compares the new sheet with the one on screen.

    It is the only widget, so that a key never waits for a focus to move, and a change never repaints a neighbour.
    """

    def __init__(self, shown: Shown, *, coloured: bool = False) -> None:
        super().__init__()
        self.shown, self.coloured = shown, coloured
        self.sheet = shown.frame()

    def on_resize(self) -> None:
        """Draw everything anew at the new size."""
        if self.shown.size == (self.size.width, self.size.height):
            return
        self.shown.size = (self.size.width, self.size.height)
        self.sheet = self.shown.frame()
        self._place_caret()
        self.refresh()

    def catch_up(self) -> None:
        """Send what changed since the last time, and put the terminal's own cursor at the caret."""
        before, self.sheet = self.sheet, self.shown.frame()
        if (before.columns, before.rows) != (self.sheet.columns, self.sheet.rows):
            self._place_caret()
            self.refresh()
            return
        changed = [region for y in range(self.sheet.rows) if (region := _changed(before, self.sheet, y)) is not None]
        if before.caret != self.sheet.caret and not changed and self.sheet.caret is not None:
            # The cursor is moved only together with cells: send the one it stands on.
            changed = [Region(*self.sheet.caret, 1, 1)]
        self._place_caret()
        if changed:
            self.refresh(*changed)

    def _place_caret(self) -> None:
        caret = self.sheet.caret or (0, self.sheet.rows - 1)
        self.app.cursor_position = Offset(*caret)

    def render_line(self, y: int) -> Strip:
        """One row of the sheet."""
        if y >= self.sheet.rows:
            return Strip.blank(self.size.width)
        segments = [Segment(text, _style(style, self.coloured)) for text, style in self.sheet.runs(y)]
        return Strip(segments, self.sheet.columns)


def _changed(before: Sheet, after: Sheet, y: int) -> Region | None:
    """The cells of row y that differ, a wide glyph always whole."""
    old, new = zip(before.glyphs[y], before.styles[y], strict=True), zip(after.glyphs[y], after.styles[y], strict=True)
    places = [x for x, (one, two) in enumerate(zip(old, new, strict=True)) if one != two]
    if not places:
        return None
    first, last = places[0], places[-1] + 1
    while first > 0 and (before.glyphs[y][first] == "" or after.glyphs[y][first] == ""):
        first -= 1
    while last < after.columns and (before.glyphs[y][last] == "" or after.glyphs[y][last] == ""):
        last += 1
    return Region(first, y, last - first, 1)


@cache
def _style(letters: str, coloured: bool) -> Style:
    tone = next((name for letter, name in TONES.items() if letter in letters), None) if coloured else None
    return Style(
        color=tone, bold="b" in letters or None, reverse="r" in letters or None, underline="u" in letters or None
    )
