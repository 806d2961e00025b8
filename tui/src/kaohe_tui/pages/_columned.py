"""A list looked up in the whole book, in columns; below it the row under the cursor in full."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from kaohe.words import Text

from ..terminal._cells import Sheet, fit
from ._looked import Looked
from ._page import Host
from ._reading import wrapped

__all__ = ["Columned"]


class Columned(Looked):
    """Subclasses say what the columns are called and how wide, what stands in them, and what is told below.

    `columns` are heads with their rooms in cells; the last column has what is left. `below` is how many rows tell more.
    """

    title: ClassVar[Text]
    columns: ClassVar[tuple[tuple[Text, int], ...]]
    empty: ClassVar[Text]
    below: ClassVar[int] = 3

    def __init__(self, desk: Host, found: Sequence[Any]) -> None:
        super().__init__(desk)
        self.found = [*found]

    def cells(self, one: Any) -> Sequence[str]:
        """What stands in the columns of one row."""
        raise NotImplementedError

    def told(self, one: Any) -> Sequence[str]:
        """What is told below of the row under the cursor, a paragraph each."""
        raise NotImplementedError

    @property
    def one(self) -> Any:
        """What is under the cursor, None where there is nothing."""
        return self.found[min(self.cursor, len(self.found) - 1)] if self.found else None

    def head(self) -> str:
        """The screen."""
        return f"{Text('cycle', '办理')} > {self.title}"

    def ids(self) -> list[str]:
        """A row each."""
        return [str(place) for place in range(len(self.found))]

    def live(self) -> str:
        """The page."""
        return self.pages_text()

    def nothing(self) -> Sequence[Text]:
        """Why there is nothing."""
        return (self.empty, _BACK)

    @property
    def page_rows(self) -> int:
        """Below the list stands the row under the cursor."""
        return max(1, self.desk.body_rows - self.heading_rows - self.below - 1)

    def draw_heading(self, sheet: Sheet) -> None:
        """The column heads."""
        self._columns(sheet, 0, [str(head) for head, _ in self.columns], "u")

    def draw_row(self, sheet: Sheet, y: int, place: int) -> None:
        """One row; of the one under the cursor all that is told of it."""
        self._columns(sheet, y, self.cells(self.found[place]))
        if place == self.cursor:
            rows = [row for text in self.told(self.found[place]) for row in wrapped(text, sheet.columns - 4)]
            for line, text in enumerate(rows[: self.below]):
                sheet.put(2, sheet.rows - self.below + line, text)

    def _columns(self, sheet: Sheet, y: int, texts: Sequence[str], style: str = "") -> None:
        rooms = [room for _, room in self.columns[:-1]]
        x = 2
        for text, room in zip(texts, [*rooms, sheet.columns - 2 - sum(rooms)], strict=True):
            sheet.put(x, y, fit(text, room - 1), style)
            x += room

    def took(self, found: Sequence[Any]) -> None:
        """Show it."""
        self.found = [*found]


_BACK = Text("Esc  back", "Esc  返回")
