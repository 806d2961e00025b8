"""Sheets with columns of their own, beside those of rosters, marks and lists: which kind each is, and how it lies."""

from __future__ import annotations

from attrs import frozen

from ..cases import Case
from ..errors import FileError
from ..rules.tools import Ruleset, alike
from ._cells import Sheet
from ._columns import Column, Headings
from ._days_columns import attendance_columns, is_grid
from ._earlier_in import earlier_columns, says_earlier
from ._layout import Layout, layout_of
from ._preview import Options
from ._rater_columns import people_columns, rater_columns, says_raters
from ._tables_in import table_columns, tables_named
from ._who import People

__all__ = ["OwnSheets"]

_TITLES = 3
# The sorts of columns that a sheet of each kind has.
_SORTS = {
    "raters": frozenset({"raters", "tallies", "person"}),
    "attendance": frozenset({"counts", "day"}),
    "indicators": frozenset({"indicators"}),
    "earlier": frozenset({"earlier"}),
}
_NOT_ALONE = {"counts", "day"}  # these need an id or a name beside them


@frozen
class OwnSheets:
    """Tells such sheets apart."""

    case: Case
    options: Options
    where: str

    @property
    def ruleset(self) -> Ruleset:
        """The rules of the book."""
        return self.case.cohort.ruleset

    def kind_of(self, sheet: Sheet) -> str:
        """The kind of a sheet that has columns of its own, "" for every other."""
        asked = self.options.kind
        if asked:
            return asked if asked in _SORTS else ""
        if is_grid(sheet):
            return "attendance"
        if says_raters(sheet):
            return "raters"
        found = "indicators" if self._says_indicators(sheet) else "earlier" if says_earlier(self.case, sheet) else ""
        return found if found and self._fits(sheet, found) else ""

    def _says_indicators(self, sheet: Sheet) -> bool:
        """Whether a sheet is called an indicator table that the scheme asks for."""
        tables = tables_named(self.ruleset).values()
        called = [alike(one) for table, said in tables for one in (table.label.zh, said.zh, table.key)]
        texts = [sheet.name, *(cell.text for row in sheet.rows[:_TITLES] for cell in row.cells.values())]
        return any(name in alike(text) for name in called for text in texts)

    def _fits(self, sheet: Sheet, kind: str) -> bool:
        """Whether a sheet has the columns of a kind, and those that it cannot be without."""
        try:
            found = self.layout(sheet, kind)
        except FileError:
            return False
        return found is not None and (kind != "indicators" or bool(found.at("label") and found.at("points")))

    def layout(self, sheet: Sheet, kind: str) -> Layout | None:
        """How it lies; None for one that is not of its kind, or hidden and no table. Raises FileError."""
        sorts, headings = _SORTS[kind], Headings(self.columns(sheet, kind), self.options.headings)
        try:
            found = layout_of(sheet, headings, self.where, about=sorts - _NOT_ALONE, added=("counts",))
        except FileError:
            if not sheet.hidden:  # the choices of a template stand on a hidden sheet
                raise
            return None
        return found if found is not None and found.sorts() & sorts else None

    def columns(self, sheet: Sheet, kind: str) -> tuple[Column, ...]:
        """Every column that a sheet of a kind may have."""
        if kind == "attendance":
            return attendance_columns(self.ruleset, sheet)
        if kind == "indicators":
            return table_columns()
        if kind == "earlier":
            return earlier_columns(self.case, sheet)
        people = People(self.case, self.options, roster=False)
        return (*rater_columns(self.ruleset), *people_columns(sheet, people))
