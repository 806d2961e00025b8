"""The rows of a sheet on which a row is one person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define

from ...progress import counted
from ...rules.nodes import Input
from .._cells import Row
from .._entry import Unread
from .._layout import Layout
from .._preview import CHECKED
from .._who import Who
from ._ground import Ground
from ._one_row import OneRow
from ._reading import read_row

__all__ = ["PersonRows"]


@define
class PersonRows(Ground):
    """Reads the rows of a sheet on which a row is one person, into the lines and changes of a preview."""

    def read(self, layout: Layout, sheet_period: Mapping[str, str]) -> None:
        """Every row of a sheet; `sheet_period` is the period by axis that the sheet as a whole is for."""
        line, change = len(self.preview.lines), len(self.preview.changes)
        for row in counted(CHECKED, layout.rows):
            try:
                who = self.people.of_row(layout, row)
                periods = self.periods(layout, row, who, sheet_period)
                self.people.once(who, ",".join(sorted(periods.values())), row.number)
            except Unread as refused:
                self.reject(layout, row, refused, 0)
                continue
            read_row(OneRow(self, layout, row, who, periods))
        self.named.finish(self.preview, line=line, change=change)
        self.preview.notes += self.marks.notes(layout.sheet.name)

    def put(
        self, layout: Layout, row: Row, who: Who, periods: Mapping[str, str], given: Input, raw: Any, place: int
    ) -> None:
        """Take in a value that was made of several cells, as an entry that stands at one of them; or reject it there."""
        reader = OneRow(self, layout, row, who, periods)
        try:
            reader.made(given, raw, place)
        except Unread as refused:
            reader.reject(refused, place, given.label)

    def held(self, layout: Layout, row: Row, who: Who, periods: Mapping[str, str], given: Input) -> Any:
        """What the book holds of an input, in the period that a row is of. Raises Unread where none is told."""
        return OneRow(self, layout, row, who, periods).held(given)
