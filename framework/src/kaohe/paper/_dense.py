"""Small tables with a bar in each row, and how high they come out: what lets a page be filled to its edge and no further."""

from __future__ import annotations

import re
from collections.abc import Sequence

from attrs import frozen

from ..exchange import cells_wide
from ._fit import TIGHT_MARGIN, fit_within, token_widths
from ._page import FREE, Block, Cell, Line, Table

__all__ = ["Row", "dense_table", "height"]

_SIZE, _LINE, _PADDING = 8.5, 11.0, 1.0  # points: the type, a line of it, what a row has beside its lines
_WIDTH = 442
_BAR_CELLS, _LEAST_BAR = 31, 56  # the last cell is never filled, so that a bar has an end
_BETWEEN = 6  # what stands between two tables
_LINES = {"title": (22, 35), "section": (10.5, 17), "note": (10.5, 17), "small": (9, 12.5)}


@frozen
class Row:
    """One row: its cells, and the parts of its bar out of `most`; no bar where `most` is 0."""

    cells: tuple[str, ...]
    parts: tuple[int, ...] = ()
    most: int = 0


def dense_table(heads: Sequence[str], rows: Sequence[Row], *, bar: str = "") -> Table:
    """A table of small type; with `bar`, the heading of it, each row ends in its bar."""
    cells = [row.cells for row in rows]
    widths, named, left = fit_within(heads, cells, size=_SIZE, points=_WIDTH, rest=_LEAST_BAR if bar else 0)
    first = [Cell(text=head, head=True) for head in named]
    if bar:
        first.append(Cell(text=bar, head=True, across=_BAR_CELLS))
        widths = (*widths, *(left // _BAR_CELLS,) * _BAR_CELLS)
    sides = [
        "centre" if max(map(cells_wide, column), default=0) <= 12 else "left" for column in zip(*cells, strict=True)
    ]
    body = [
        (
            *(Cell(text=text, align=side) for text, side in zip(row.cells, sides, strict=True)),
            *(_bar(row) if bar else ()),
        )
        for row in rows
    ]
    return Table(widths=widths, rows=(tuple(first), *body), heads=1, size=_SIZE, tight=True)


def _bar(row: Row) -> list[Cell]:
    """The parts of a bar as filled cells, in whole steps, so that none seems longer than it is; then what is left."""
    cells, at, total = [], 0, 0
    for shade, part in enumerate(row.parts):
        total += part
        end = min(_BAR_CELLS - 1, total * (_BAR_CELLS - 1) // row.most) if row.most else 0
        if end > at:
            cells.append(Cell(across=end - at, shade=shade))
        at = max(at, end)
    return [*cells, Cell(across=_BAR_CELLS - at, shade=FREE)]


def height(blocks: Sequence[Block]) -> float:
    """How many points high these are at most, in any of the typefaces that papers are set in."""
    return sum(_table(one) if isinstance(one, Table) else _paragraph(one) for one in blocks)


def _paragraph(block: Block) -> float:
    if not isinstance(block, Line):
        raise TypeError(block)  # charts and pages have no place on a page that is filled to its edge
    size, line = _LINES[block.style]
    return line * _lines(block.text, _WIDTH * 2 / size)


def _table(table: Table) -> float:
    total = sum(table.widths)
    high: float = _BETWEEN
    for row in table.rows:
        at, most = 0, 1
        for cell in row:
            points = _WIDTH * sum(table.widths[at : at + cell.across]) / total - TIGHT_MARGIN
            most = max(most, _lines(cell.text, points * 2 / table.size))
            at += cell.across
        high += most * _LINE + _PADDING
    return high


def _lines(text: str, digits: float) -> int:
    """How many lines a text takes in a width: words and numbers are not broken, and what is wider than a line is."""
    lines = 0
    for part in re.split("\n", text):
        lines, at = lines + 1, 0.0
        for wide in token_widths(part):
            if at and at + wide > digits:
                lines, at = lines + 1, 0.0
            lines += int(wide // (digits + 1)) if not at else 0
            at += wide
    return lines
