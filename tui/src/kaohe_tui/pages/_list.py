"""A list that turns pages: the cursor moves, a page is drawn at a time, whatever the length."""

from __future__ import annotations

from collections.abc import Sequence

from kaohe.words import Text

from ..terminal._cells import Sheet
from ..terminal._keys import Key
from ._page import Page

__all__ = ["ListPage"]


class ListPage(Page):
    """A page of rows, each an id; subclasses say how many, draw one, and say which key fills it where there is none."""

    cursor = 0
    heading_rows = 1

    def ids(self) -> list[str]:
        """The rows, in order."""
        raise NotImplementedError

    def nothing(self) -> Sequence[Text]:
        """What stands in the place of rows where there are none: why, and which keys change that."""
        raise NotImplementedError

    def draw_heading(self, sheet: Sheet) -> None:
        """Draw the lines above the rows."""

    def draw_row(self, sheet: Sheet, y: int, place: int) -> None:
        """Draw one row."""
        raise NotImplementedError

    @property
    def page_rows(self) -> int:
        """How many rows one page has."""
        return max(1, self.desk.body_rows - self.heading_rows)

    @property
    def chosen(self) -> str | None:
        """The row under the cursor."""
        rows = self.ids()
        return rows[min(self.cursor, len(rows) - 1)] if rows else None

    def draw(self, sheet: Sheet) -> None:
        """Draw the heading and the page that holds the cursor."""
        rows = self.ids()
        self.cursor = max(0, min(self.cursor, len(rows) - 1))
        self.draw_heading(sheet)
        if not rows:
            for y, text in enumerate(self.nothing(), self.heading_rows):
                sheet.put(2, y, str(text))
            sheet.caret = (0, self.heading_rows)
            return
        start = self.cursor - self.cursor % self.page_rows
        for y, place in enumerate(range(start, min(len(rows), start + self.page_rows)), self.heading_rows):
            if place == self.cursor:
                sheet.put(0, y, ">", "b")
                sheet.caret = (0, y)
            self.draw_row(sheet, y, place)

    def pages_text(self) -> str:
        """Which page of how many."""
        pages = max(1, -(-len(self.ids()) // self.page_rows))
        return str(Text("page {n}/{m}", "第{n}页/{m}").format(n=self.cursor // self.page_rows + 1, m=pages))

    def press(self, key: Key) -> None:
        """Move the cursor; anything else does nothing and says so."""
        last = max(0, len(self.ids()) - 1)
        moves = {"up": -1, "down": 1, "pageup": -self.page_rows, "pagedown": self.page_rows, "home": -last, "end": last}
        if key.name in moves:
            self.cursor = max(0, min(last, self.cursor + moves[key.name]))
        else:
            super().press(key)

    def goto(self, wanted: str) -> None:
        """Go to an id, an id that ends so, or a line number."""
        rows = self.ids()
        found = next((place for place, name in enumerate(rows) if name == wanted), None)
        if found is None:
            found = next((place for place, name in enumerate(rows) if name.lstrip("0") == wanted.lstrip("0")), None)
        if found is None:
            found = next((place for place, name in enumerate(rows) if name.endswith(wanted)), None)
        if found is None and wanted.isdecimal() and 1 <= int(wanted) <= len(rows):
            found = int(wanted) - 1
        if found is None:
            self.desk.say(Text("no row has the id or number {id}", "没有编号或行号 {id}").format(id=wanted))
        else:
            self.cursor = found

    def do_goto(self) -> None:
        """Ask where to go."""
        self.desk.ask(Text("go to: ", "到编号: "), lambda text: self.goto(text.strip()))
