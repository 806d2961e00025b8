"""Cells of a terminal: how wide a text is, which glyphs are safe to draw, and a sheet of cells to draw on."""

from __future__ import annotations

import unicodedata
from functools import cache

from rich.cells import get_character_cell_size

from kaohe.words import visible

__all__ = ["Sheet", "crop", "fit", "keep_ambiguous", "safe", "width"]

# What stands for a glyph that some terminals draw in one cell and others in two (display only, never stored).
_PLAIN = {
    "“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "—": "-", "–": "-", "‖": "|", "·": ".", "×": "x", "÷": "/",
    "≥": ">=", "≤": "<=", "≠": "!=", "±": "+-", "§": "S", "→": "->", "←": "<-", "↑": "^", "↓": "v", "■": "#", "□": "_",
    "●": "*", "○": "o", "★": "*", "☆": "*", "√": "v", "°": "deg", "℃": "C", "‰": "0/00", "※": "*", "▲": "^", "△": "^",
}  # fmt: skip
_keep = False


def keep_ambiguous(keep: bool) -> None:
    """Draw ambiguous glyphs as they are: for a terminal that was seen to give them one cell."""
    global _keep  # one terminal per process
    _keep = keep
    _glyph.cache_clear()


def safe(text: str) -> str:
    """`text` as it may be drawn: nothing that a terminal obeys or hides, and no glyph of uncertain width."""
    return text if text.isascii() and text.isprintable() else "".join(_glyph(character) for character in visible(text))


@cache
def _glyph(character: str) -> str:
    if _keep or unicodedata.east_asian_width(character) != "A":
        return character
    if unicodedata.combining(character):
        return ""
    plain = _PLAIN.get(character) or unicodedata.normalize("NFKC", character)
    certain = all(unicodedata.east_asian_width(part) != "A" for part in plain)
    return f"({plain})" if certain and plain.isdigit() else plain if certain else "?"


def width(text: str) -> int:
    """How many cells `text` takes once it is safe."""
    return len(text) if text.isascii() else sum(get_character_cell_size(character) for character in text)


def crop(text: str, cells: int) -> str:
    """`text` cut to at most `cells` cells, a wide glyph never halved; a cut is marked with ~."""
    text = safe(text)
    if width(text) <= cells:
        return text
    kept, used = "", 0
    for character in text:
        size = get_character_cell_size(character)
        if used + size > cells - 1:
            break
        kept, used = kept + character, used + size
    return kept + "~" if cells > 0 else ""


def fit(text: str, cells: int, *, right: bool = False) -> str:
    """`text` cropped and padded to exactly `cells` cells."""
    text = crop(text, cells)
    pad = " " * (cells - width(text))
    return pad + text if right else text + pad


class Sheet:
    """A rectangle of cells.

    A style is any of the letters b (bold), r (reverse), u (underline), and at most one of o (open), x (refused),
    p (pending), k (approved), for which a terminal with colours has one.
    """

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.glyphs = [[" "] * columns for _ in range(rows)]
        self.styles = [[""] * columns for _ in range(rows)]
        self.caret: tuple[int, int] | None = None

    def put(self, x: int, y: int, text: str, style: str = "", room: int | None = None) -> int:
        """Write `text` at column x of row y within `room` cells; gives the column after it."""
        if not 0 <= y < self.rows:
            return x
        limit = self.columns - x if room is None else min(room, self.columns - x)
        for character in crop(text, limit):
            size = get_character_cell_size(character)
            if size == 0:
                continue
            self._cell(x, y, character, style)
            if size == 2:
                self._cell(x + 1, y, "", style)
            x += size
        return x

    def _cell(self, x: int, y: int, glyph: str, style: str) -> None:
        row = self.glyphs[y]
        if row[x] == "" and glyph != "" and x > 0:
            row[x - 1] = " "
        if x + 1 < self.columns and row[x + 1] == "":
            row[x + 1] = " "
        row[x], self.styles[y][x] = glyph, style

    def fill(self, y: int, style: str, *, x: int = 0, room: int | None = None) -> None:
        """Give every cell of row y, or `room` of them from x, the style."""
        for place in range(x, self.columns if room is None else min(self.columns, x + room)):
            self.styles[y][place] = style

    def paste(self, other: Sheet, x: int, y: int) -> None:
        """Lay another sheet over this one."""
        for row in range(min(other.rows, self.rows - y)):
            count = min(other.columns, self.columns - x)
            self.glyphs[y + row][x : x + count] = other.glyphs[row][:count]
            self.styles[y + row][x : x + count] = other.styles[row][:count]
        if other.caret is not None:
            self.caret = (other.caret[0] + x, other.caret[1] + y)

    def line(self, y: int) -> str:
        """The text of one row."""
        return "".join(self.glyphs[y])

    def text(self) -> str:
        """The text of all rows, without trailing blanks."""
        return "\n".join(self.line(y).rstrip() for y in range(self.rows)) + "\n"

    def runs(self, y: int) -> list[tuple[str, str]]:
        """Row y as (text, style) runs."""
        found: list[tuple[str, str]] = []
        for glyph, style in zip(self.glyphs[y], self.styles[y], strict=True):
            if found and found[-1][1] == style:
                found[-1] = (found[-1][0] + glyph, style)
            else:
                found.append((glyph, style))
        return found
