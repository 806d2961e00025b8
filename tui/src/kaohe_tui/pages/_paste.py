"""The preview of a paste: what goes where, what is refused and why, before anything is entered."""

from __future__ import annotations

from typing import ClassVar

from attrs import frozen

from kaohe.errors import KaoheError
from kaohe.words import Text

from ..form._grid import FormGrid
from ..form._layout import CellAt
from ..terminal._cells import Sheet, fit
from ._page import Host, Page

__all__ = ["Paste"]


@frozen
class Piece:
    """One pasted text, the cell it goes to (None where there is none), and why it is refused."""

    text: str
    cell: CellAt | None
    reason: Text | None


class Paste(Page):
    """A paste of several cells: from the caret to the right and down, as in the sheet it came from."""

    where: ClassVar[str] = "paste"

    def __init__(self, desk: Host, form: FormGrid, lines: list[str]) -> None:
        super().__init__(desk)
        self.form = form
        self.pieces = _placed(form, [line.split("\t") for line in lines])
        self.top = 0

    def head(self) -> str:
        """What this is."""
        return str(Text("paste: look before it is entered", "粘贴预览：录入前请核对"))

    def live(self) -> str:
        """How many are good."""
        good = sum(piece.reason is None for piece in self.pieces)
        text = Text("{n} values, {m} refused", "共 {n} 个值，{m} 个不能录入")
        return str(text.format(n=len(self.pieces), m=len(self.pieces) - good))

    def draw(self, sheet: Sheet) -> None:
        """A line for each value, and under a refused one the whole reason, which has no room beside it at 80 columns."""
        for y, (piece, told) in enumerate(self._lines()[self.top : self.top + sheet.rows]):
            if told:
                sheet.put(4, y, told)
                continue
            target = (
                "-" if piece.cell is None else f"{piece.cell.field.label} {piece.cell.field.period} {piece.cell.part}"
            )
            sheet.put(2, y, fit(target, 32))
            sheet.put(35, y, fit(piece.text, 43), "u")
        sheet.caret = (0, 0)

    def _lines(self) -> list[tuple[Piece, str]]:
        found: list[tuple[Piece, str]] = []
        for piece in self.pieces:
            found.append((piece, ""))
            if piece.reason is not None:
                found.append((piece, f"! {piece.reason.told()}"))
        return found

    def press(self, key: object) -> None:
        """Turn pages."""
        step = {"down": 1, "up": -1, "pagedown": self.desk.body_rows, "pageup": -self.desk.body_rows}
        self.top = max(0, min(len(self._lines()) - 1, self.top + step.get(getattr(key, "name", ""), 0)))

    def do_apply(self) -> None:
        """Enter all that have a cell; what is refused stays in its cell as a draft, marked."""
        entered = 0
        for piece in self.pieces:
            if piece.cell is not None:
                texts = {**self.form.texts(piece.cell.field), piece.cell.part: piece.text}
                entered += self.form.put(piece.cell.field, texts)
        self.form.refresh()
        self.desk.back()
        self.desk.say(Text("{n} of {m} entered", "已录入 {n}，共 {m}").format(n=entered, m=len(self.pieces)))


def _placed(form: FormGrid, rows: list[list[str]]) -> list[Piece]:
    """Pasted rows on the cells from the caret: right along the line, then down in the same column."""
    y, at = form.cells[form.place]
    by_line = {line: [cell for other, cell in form.cells if other == line] for line, _ in form.cells}
    if at.field.period:
        # A table of periods is filled as a table: rows beyond its last one have no cell.
        keys = [cell.field.key for cell in by_line[y]]
        by_line = {line: cells for line, cells in by_line.items() if [cell.field.key for cell in cells] == keys}
    lines = sorted(by_line)
    first, column = lines.index(y), [cell.id for cell in by_line[y]].index(at.id)
    pieces: list[Piece] = []
    for down, row in enumerate(rows):
        line = by_line[lines[first + down]] if first + down < len(lines) else []
        for right, text in enumerate(row):
            cell = line[column + right] if column + right < len(line) else None
            pieces.append(Piece(text.strip(), cell, _refusal(cell, text.strip())))
    return pieces


def _refusal(cell: CellAt | None, text: str) -> Text | None:
    if cell is None:
        return Text("there is no cell for it", "没有对应的格")
    try:
        cell.field.check(cell.part, text)
    except KaoheError as error:
        return error.text
    return None
