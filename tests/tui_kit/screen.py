"""A terminal's screen, as far as this program draws: cursor moves, erasing, text; styles are ignored."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["Screen"]

_SEQUENCE = re.compile(r"\x1b\[([0-9;?>$<=]*)([ -/]*[@-~])|\x1b\][^\x07]*\x07|\x1b[()][AB0]|\x1b[=>78]")


class Screen:
    """What a person sees after the bytes fed so far."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.cells = [[" "] * columns for _ in range(rows)]
        self.x = self.y = 0
        self._rest = ""
        self.reports: list[tuple[int, int]] = []

    def feed(self, text: str) -> None:
        """Draw `text`; an unfinished sequence waits for the rest."""
        text, place = self._rest + text, 0
        self._rest = ""
        while place < len(text):
            if text[place] == "\x1b":
                found = _SEQUENCE.match(text, place)
                if found is None:
                    self._rest = text[place:]
                    return
                self._control(found[1] or "", found[2] or "")
                place = found.end()
            else:
                self._put(text[place])
                place += 1

    def _control(self, numbers: str, final: str) -> None:
        if final == "H":
            row, _, column = numbers.partition(";")
            self.y, self.x = int(row or 1) - 1, int(column or 1) - 1
        elif final == "n":
            self.reports.append((self.y, self.x))
        elif final == "J":
            self.cells = [[" "] * self.columns for _ in range(self.rows)]
        elif final == "K":
            self.cells[self.y][self.x :] = [" "] * (self.columns - self.x)

    def _put(self, character: str) -> None:
        if character == "\r":
            self.x = 0
        elif character == "\n":
            self.y = min(self.rows - 1, self.y + 1)
        elif character.isprintable() and self.x < self.columns and self.y < self.rows:
            wide = unicodedata.east_asian_width(character) in "WF"
            self.cells[self.y][self.x] = character
            if wide and self.x + 1 < self.columns:
                self.cells[self.y][self.x + 1] = ""
            self.x += 2 if wide else 1

    def text(self) -> str:
        """The rows."""
        return "\n".join("".join(row).rstrip() for row in self.cells)
