"""The preview of a block pasted into a sheet: how it is matched, what is new or changes, what cannot be entered."""

from __future__ import annotations

from typing import ClassVar

from kaohe.words import Text

from ..table._block import BLANK, CHANGED, NEW, REFUSED, SAME, Piece, placed
from ..table._grid import TableGrid
from ..terminal._cells import Sheet, fit
from ..terminal._keys import Key
from ._page import Host, Page

__all__ = ["BlockPage"]


class BlockPage(Page):
    """Nothing is entered until Enter; then all of it is one step, and what is refused stays in its cells, marked."""

    where: ClassVar[str] = "block"

    def __init__(self, desk: Host, grid: TableGrid, rows: list[list[str]]) -> None:
        super().__init__(desk)
        self.grid, self.rows, self.top = grid, rows, 0
        self.block = placed(grid, rows)
        self._told = self._lines()

    def head(self) -> str:
        """What this is, and its shape."""
        text = Text("paste {rows}x{columns}: look before it is entered", "粘贴预览 {rows}x{columns}：录入前请核对")
        return str(text.format(rows=self.block.rows, columns=self.block.columns))

    def live(self) -> str:
        """How many cells of each sort there are."""
        counts = self.block.counts
        told = [(_COUNTED[state], counts[state]) for state in (NEW, CHANGED, SAME, BLANK, REFUSED)]
        total = Text("{n} cells", "共 {n} 格").format(n=len(self.block.pieces))
        return "  ".join([str(total), *(str(text.format(n=n)) for text, n in told if n or text is _COUNTED[REFUSED])])

    def hint(self) -> str:
        """How its rows were matched."""
        return str(self._matched())

    def _matched(self) -> Text:
        block = self.block
        if block.by_id:
            said = _BY_HEADING if block.heading else _BY_ID
            return said if not block.skipped else _SKIPPED.format(said=said, what=", ".join(block.skipped))
        who, what = self.grid.who, self.grid.column.title
        said = _BY_PLACE.format(who=f"{who} {self.session.people[who].name}".rstrip(), what=what)
        return (
            Text("{said}; Tab matches by id", "{said}；Tab 改按编号").format(said=said) if block.can_be_by_id else said
        )

    def _lines(self) -> list[tuple[str, str, str]]:
        """First what is refused with its reason, then what changes, then what is new; the rest changes nothing."""
        pieces = self.block.pieces
        found: list[tuple[str, str, str]] = []
        for state in (REFUSED, CHANGED, NEW):
            for piece in pieces:
                if piece.state == state:
                    found += self._told_of(piece)
        return found

    def _told_of(self, piece: Piece) -> list[tuple[str, str, str]]:
        spot = str(Text("row {y} col {x}", "第{y}行{x}列").format(y=piece.row, x=piece.place))
        name = self.session.people[piece.who].name if piece.who else ""
        title = piece.column.title if piece.column is not None else ""
        target = " ".join(part for part in (piece.who, name, title) if part) or "-"
        value = f"{piece.before} > {piece.text}" if piece.state == CHANGED else piece.text
        lines = [(spot, target, value)]
        return lines if piece.reason is None else [*lines, ("", f"! {piece.reason.told()}", "")]

    def draw(self, sheet: Sheet) -> None:
        """A line for each cell that is not as it was, under a refused one its reason."""
        self.top = max(0, min(self.top, len(self._told) - 1))
        for y, (spot, target, value) in enumerate(self._told[self.top : self.top + sheet.rows]):
            if not spot:
                sheet.put(4, y, target, "x")
                continue
            sheet.put(2, y, fit(spot, 14))
            sheet.put(17, y, fit(target, 36))
            sheet.put(54, y, fit(value, max(1, sheet.columns - 55)), "u")
        if not self._told:
            sheet.put(2, 0, str(_SAME_ALL))
        sheet.caret = (0, 0)

    def press(self, key: Key) -> None:
        """Turn pages."""
        step = {"down": 1, "up": -1, "pagedown": self.desk.body_rows, "pageup": -self.desk.body_rows}
        self.top = max(0, self.top + step.get(key.name, 0))

    def refused(self, action: str) -> Text | None:
        """Matching by id needs ids."""
        return _NO_IDS if action == "match" and not self.block.can_be_by_id else None

    def do_match(self) -> None:
        """The other way to match the rows."""
        self.block = placed(self.grid, self.rows, by_id=not self.block.by_id)
        self._told, self.top = self._lines(), 0

    def do_apply(self) -> None:
        """Enter it as one step; what is refused stays in its cells as drafts, and what has no cell is left out."""
        counts, cells = self.block.counts, self.block.cells
        self.grid.put(cells)
        self.desk.back()
        kept = sum(
            piece.state == REFUSED and bool(piece.who) and piece.column is not None for piece in self.block.pieces
        )
        said = _ENTERED.format(n=counts[NEW] + counts[CHANGED])
        if counts[REFUSED]:
            said = _WITH_REFUSED.format(said=said, m=counts[REFUSED], kept=kept)
        self.desk.say(said)


_COUNTED = {
    NEW: Text("new {n}", "新 {n}"),
    CHANGED: Text("changed {n}", "改 {n}"),
    SAME: Text("same {n}", "同 {n}"),
    BLANK: Text("blank {n} (left as it is)", "空 {n}（不动）"),
    REFUSED: Text("cannot be entered {n}", "不能录入 {n}"),
}
_BY_ID = Text("rows matched by id; Tab: by place", "各行按编号对应；Tab 改按位置")
_BY_HEADING = Text("rows matched by id, columns by heading; Tab: by place", "各行按编号、各栏按标题对应；Tab 改按位置")
_BY_PLACE = Text("by place, from {who} {what} right and down", "按位置：自 {who} {what} 起向右向下")
_SKIPPED = Text("{said}; not taken: {what}", "{said}；不取：{what}")
_NO_IDS = Text("the first column holds no ids of this sheet", "首列不是本表的编号")
_SAME_ALL = Text("nothing would change", "没有任何改动")
_ENTERED = Text(
    "{n} entered as one step: F2 saves, Ctrl+Z takes it back", "已录入 {n} 格（作为一步）：F2 存，Ctrl+Z 撤销"
)
_WITH_REFUSED = Text(
    "{said}; {m} cannot be entered, {kept} of them stand marked in their cells",
    "{said}；{m} 格不能录入，其中 {kept} 格在原格标 !",
)
