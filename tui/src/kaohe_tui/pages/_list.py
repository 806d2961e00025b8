"""A list that turns pages: the cursor moves, a page is drawn at a time, whatever the length."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kaohe.words import Text

from ..session._initials import has_initials
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

    def click(self, row: int) -> None:
        """Move the cursor to that row; where it is already, open it."""
        place = self.cursor - self.cursor % self.page_rows + row - self.heading_rows
        if row < self.heading_rows or not 0 <= place < len(self.ids()):
            return
        if place == self.cursor:
            self.desk.press(Key("enter"))
        else:
            self.cursor = place

    def place_of(self, wanted: str) -> int | None:
        """The row of an id, of an id that ends so, of a line number, of a name or of its initials."""
        rows = self.ids()
        bare = wanted.lstrip("0")
        tests: tuple[Callable[[str], bool], ...] = (
            lambda name: name == wanted,
            lambda name: name.lstrip("0") == bare,
            lambda name: name.endswith(wanted),
        )
        for test in tests:
            found = next((place for place, name in enumerate(rows) if test(name)), None)
            if found is not None:
                return found
        if wanted.isdecimal() and 1 <= int(wanted) <= len(rows):
            return int(wanted) - 1
        return self._named(rows, wanted)

    def _named(self, rows: Sequence[str], wanted: str) -> int | None:
        """The next row after the cursor whose name holds this, or has these initials."""
        names = [self.name_of(one) for one in rows]
        around = [*range(self.cursor + 1, len(rows)), *range(min(self.cursor + 1, len(rows)))]
        return next(
            (at for at in around if wanted and names[at] and (wanted in names[at] or has_initials(names[at], wanted))),
            None,
        )

    def name_of(self, row: str) -> str:
        """What a row is called, where people go to it by that."""
        return ""

    def goto(self, wanted: str) -> None:
        """Go to the row that `place_of` finds."""
        found = self.place_of(wanted)
        if found is None:
            said = Text("no row has the id, number or name {id}", "没有编号、行号或姓名 {id}").format(id=wanted)
            self.desk.say(said)
        else:
            self.cursor = found

    def do_goto(self, wanted: str = "") -> None:
        """Go there, or ask where to go."""
        if wanted:
            self.goto(wanted)
        else:
            self.desk.ask(Text("go to: ", "到编号: "), lambda text: self.goto(text.strip()))
