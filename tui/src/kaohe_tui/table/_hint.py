"""What the message line says of the cell under the caret of a sheet."""

from __future__ import annotations

from kaohe.errors import KaoheError
from kaohe.words import Text

from ..fields._tally import TallyField
from ..fields._typed import absence_help
from ..form._hints import may_enter, sums_text
from ._grid import TableGrid

__all__ = ["hint_of"]


def hint_of(grid: TableGrid) -> str:
    """Why the text under the caret cannot be entered, or what may be entered here."""
    who, column, of = grid.who, grid.column, grid.column.field
    reason = _wrong(grid)
    if reason is not None:
        return f"! {who} {column.title}: {reason.told()}"
    if grid.editor.text.strip() in ("!", "！"):
        return absence_help()
    if isinstance(of, TallyField):
        return f"{column.title}  {sums_text(of, grid.session.texts(who, of))}"
    told = may_enter(of, column.part)
    return told if not column.part else f"{column.title}: {told}"


def _wrong(grid: TableGrid) -> Text | None:
    if not grid.editor.fresh and grid.editor.text.strip():
        try:
            grid.column.field.check(grid.column.part, grid.editor.text)
        except KaoheError as error:
            return error.text
    return grid.reason(grid.who, grid.column) if grid.editor.fresh else None
