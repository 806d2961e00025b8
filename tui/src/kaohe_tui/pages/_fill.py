"""A few labelled fields to fill in: words, or one of several by its number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from attrs import define, field

from kaohe.words import Text

from ..form._editor import Editor
from ..terminal._cells import Sheet, fit
from ..terminal._keys import Key
from ._page import Host, Page

__all__ = ["Fill", "Spot"]


@define
class Spot:
    """One field: with `options` (code, words) a number or a code; what is `fixed` is shown only."""

    name: str
    label: Text
    editor: Editor = field(factory=Editor)
    options: Sequence[tuple[str, str]] = ()
    fixed: bool = False
    about: Text | None = None

    @property
    def value(self) -> str:
        """What it says: the code of the option whose number, code or words stand there."""
        text = self.editor.text.strip()
        for place, (code, words) in enumerate(self.options, 1):
            if text in (str(place), words):
                return code
        return text


class Fill(Page):
    """Fields one under another; Tab, Enter and the arrows move, digits and letters are typed."""

    where: ClassVar[str] = ""

    def __init__(self, desk: Host, spots: list[Spot]) -> None:
        super().__init__(desk)
        self.spots = spots
        self.at = next((place for place, spot in enumerate(spots) if not spot.fixed), 0)

    def value(self, name: str) -> str:
        """What one field says."""
        return next(spot.value for spot in self.spots if spot.name == name)

    def hint(self) -> str:
        """The options of the field under the caret."""
        spot = self.spots[self.at]
        listed = "  ".join(f"{place} {words}" for place, (_, words) in enumerate(spot.options, 1))
        return listed or (str(spot.about) if spot.about is not None else "")

    def draw(self, sheet: Sheet) -> None:
        """A line for each field."""
        for y, spot in enumerate(self.spots):
            here = self.spots[self.at] is spot
            sheet.put(2, y, fit(str(spot.label), 20))
            if here:
                sheet.put(0, y, ">", "b")
                text, caret = spot.editor.window(40)
                sheet.put(23, y, fit(text, 40), "ru")
                sheet.caret = (23 + caret, y)
            else:
                sheet.put(23, y, fit(spot.editor.text, 40), "" if spot.fixed else "u")
            words = dict(spot.options).get(spot.value, "")
            if words and words != spot.editor.text:
                sheet.put(64, y, fit(words, sheet.columns - 64))

    def press(self, key: Key) -> None:
        """Move, or type."""
        spot = self.spots[self.at]
        if key.name in ("tab", "enter", "down"):
            self._move(1)
        elif key.name in ("shift+tab", "up"):
            self._move(-1)
        elif key.char:
            spot.editor.insert(key.char)
        else:
            spot.editor.key(key.name)

    def _move(self, by: int) -> None:
        places = [place for place, spot in enumerate(self.spots) if not spot.fixed]
        self.at = places[max(0, min(len(places) - 1, places.index(self.at) + by))]

    def paste(self, text: str) -> None:
        """Paste one line into the field."""
        self.spots[self.at].editor.insert(next(iter(text.splitlines()), ""))
