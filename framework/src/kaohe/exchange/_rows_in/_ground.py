"""What all rows of one sheet are read with, and the preview that they are read into."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from ...rules import Periods
from ...rules.nodes import Input
from ...rules.tools import Supplied, Value
from ...words import Message, Text
from .._cells import At, Cell, Row
from .._entry import Unread, entry
from .._layout import Layout
from .._preview import Line, Preview
from .._spoken import Spoken
from .._who import People, Who
from ._looked_at import Marks
from ._named_only import NamedOnly

__all__ = ["Ground"]

_PERIOD = Message(
    "K9143",
    "this is none of the periods of the cycle ({known}); correct it",
    "本周期没有这一期次（{known}）；请更正",
)


@define
class Ground:
    """The people of a book, the kind of import, the periods by axis as people say them, and the preview."""

    people: People
    preview: Preview
    kind: str
    spoken: Mapping[str, Spoken]
    named: NamedOnly = field(init=False)
    marks: Marks = field(factory=Marks, init=False)
    _read: dict[tuple[int, Cell], tuple[Any, Value]] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self.named = NamedOnly(self.people)

    def entry(self, given: Input, cell: Cell) -> tuple[Any, Value]:
        """What a cell says for an input: a county's marks are a few hundred numbers, each read once. Raises Unread."""
        key = id(given), cell
        if key not in self._read:
            self._read[key] = entry(given, cell, self.supplied)
        return self._read[key]

    @property
    def supplied(self) -> Supplied:
        """What the cycle supplies."""
        return self.people.case.cohort.supplied

    def periods(self, layout: Layout, row: Row, who: Who, sheet_period: Mapping[str, str]) -> dict[str, str]:
        """The period of a row by axis: what its own cell says, else the sheet's."""
        place = layout.at("period")
        cell = row.cells.get(place)
        if cell is None:
            return dict(sheet_period)
        axes = self._axes(who.kind)
        found = {axis: name for axis in axes if (name := self.spoken[axis].of_cell(cell))}
        if axes and not found:
            known = ", ".join(one.name for axis in axes for one in self.spoken[axis].periods)
            raise Unread(_PERIOD.format(known=known))
        return {**sheet_period, **found}

    def _axes(self, kind: str) -> list[str]:
        inputs = self.people.kinds[kind].inputs
        return list(dict.fromkeys(one.on.axis_key for one in inputs if isinstance(one.on, Periods)))

    def reject(
        self, layout: Layout, row: Row, refused: Unread, place: int, who: str = "", what: Text | None = None
    ) -> None:
        """The line of what is refused."""
        at = At(layout.sheet.name, row.number, place)
        self.preview.lines.append(Line(state="rejected", at=at, who=who, what=what, why=refused.text))
