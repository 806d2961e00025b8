"""The columns of a list: which there are at a width, and what stands in each of a row, for screen and file alike."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from kaohe.words import Text

from ..terminal._cells import Sheet, fit

__all__ = ["ROOMY", "Cell", "Column", "draw_cells", "laid"]

ROOMY = 100  # cells from which on a list has more columns


@frozen
class Cell:
    """What stands in one column of one row, and in which style."""

    text: str
    style: str = ""


@frozen
class Column:
    """A column of a list: its heading, its cells with the gap after it, its share of what is to spare.

    It stands on the screen from `since` cells of width on, and in a file always.
    """

    head: Text
    room: int
    grows: int = 0
    since: int = 0


Laid = list[tuple[int, int, int]]


def laid(columns: Sequence[Column], width: int) -> Laid:
    """Of the columns that stand at that width the place among all, the first cell and how many cells for text.

    The last one goes on to the edge.
    """
    shown = [(place, column) for place, column in enumerate(columns) if width >= column.since]
    spare = max(0, width - 2 - sum(column.room for _, column in shown))
    shares = sum(column.grows for _, column in shown) or 1
    found, x = [], 2
    for place, column in shown:
        room = column.room + spare * column.grows // shares
        found.append((place, x, max(0, min(room - 1, width - x))))
        x += room
    last, x, _ = found[-1]
    found[-1] = (last, x, max(0, width - x))
    return found


def draw_cells(sheet: Sheet, y: int, at: Laid, cells: Sequence[Cell]) -> None:
    """Draw one row, or the headings."""
    for place, x, room in at:
        cell = cells[place]
        sheet.put(x, y, fit(cell.text, room), cell.style)
