"""The open readings of a scheme: each shown with its alternatives, and confirmed once by whoever makes the book."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from kaohe.rules import Reading as Assumption
from kaohe.words import Text

from ..terminal._cells import Sheet, fit
from ..terminal._keys import Key
from ._list import ListPage
from ._page import Host
from ._reading import wrapped

__all__ = ["Readings"]


class Readings(ListPage):
    """Enter confirms the reading shown and goes to the next; a digit takes another of its ways."""

    where: ClassVar[str] = "readings"

    def __init__(
        self,
        desk: Host,
        readings: Sequence[Assumption],
        choices: dict[str, str],
        confirmed: list[str],
        changed: Callable[[], None],
    ) -> None:
        self.desk, self.readings, self.changed = desk, readings, changed
        self.choices, self.confirmed = choices, confirmed
        self.cursor = next((n for n, one in enumerate(readings) if one.id not in confirmed), 0)

    def head(self) -> str:
        """What this is."""
        return str(Text("open readings of the document", "文件未明之处的解读"))

    def hint(self) -> str:
        """What the keys do."""
        return str(
            Text(
                "Enter confirms; a digit takes that way; Esc leaves the rest open",
                "Enter 确认；数字改用该解读；Esc 其余暂不确认",
            )
        )

    def live(self) -> str:
        """How many are confirmed."""
        told = Text("confirmed {n}/{m}", "已确认 {n}/{m}").format(n=len(self.confirmed), m=len(self.readings))
        return f"{told}  {self.pages_text()}"

    def nothing(self) -> Sequence[Text]:
        """It is shown only where there are any."""
        return ()

    def ids(self) -> list[str]:
        """The readings' ids."""
        return [one.id for one in self.readings]

    @property
    def page_rows(self) -> int:
        """The lower half shows the reading under the cursor."""
        return max(1, self.desk.body_rows // 2 - self.heading_rows - 2)

    def draw_row(self, sheet: Sheet, y: int, place: int) -> None:
        """One reading; the one under the cursor in full below."""
        one = self.readings[place]
        sheet.put(2, y, "[x]" if one.id in self.confirmed else "[ ]")
        sheet.put(6, y, fit(f"{one.id} {one.clause}", 26))
        sheet.put(33, y, fit(str(one.issue), sheet.columns - 34))
        if place == self.cursor:
            self._draw_whole(sheet, one)

    def _draw_whole(self, sheet: Sheet, one: Assumption) -> None:
        taken = self._taken(one)
        lines = [(0, str(one.issue))]
        for place, told in enumerate(one.readings or (one.default,), 1):
            way = one.ways[place - 1].code if place <= len(one.ways) else ""
            mark = "*" if (way == taken if one.ways else place == 1) else " "
            lines.append((2, f"{mark} {place if way else '-'} {told}"))
        y = sheet.rows // 2
        for indent, text in lines:
            for row in wrapped(text, sheet.columns - 4 - indent):
                if y < sheet.rows:
                    sheet.put(2 + indent, y, row)
                y += 1

    def _taken(self, one: Assumption) -> str:
        return self.choices.get(str(one.key), one.ways[0].code if one.ways else "")

    def do_confirm(self) -> None:
        """Confirm, and go on."""
        one = self.readings[self.cursor]
        if one.id not in self.confirmed:
            self.confirmed.append(one.id)
        self.changed()
        if len(self.confirmed) == len(self.readings):
            self.desk.back()
        else:
            self.cursor = min(self.cursor + 1, len(self.readings) - 1)

    def press(self, key: Key) -> None:
        """A digit takes another way of reading."""
        one = self.readings[self.cursor]
        if key.char.isdecimal() and one.key is not None and not one.is_list and 1 <= int(key.char) <= len(one.ways):
            self.choices[str(one.key)] = one.ways[int(key.char) - 1].code
            self.changed()
        else:
            super().press(key)
