"""Indicator and point tables with the marks of one appraisee, line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from attrs import frozen

from ..engine import Num
from ..rules import PointTable
from ..rules.forms import Marked
from ..rules.tools import indicators_of
from ..words import Text
from ._fit import fit
from ._grid import joined
from ._job import Job, Whose
from ._page import Cell, Table

__all__ = ["marked"]

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_MOST = {"number": 4, "points": 6, "value": 8, "label": 40, "parts": 64, "": 8}
_LABEL, _EMPTY = 36, 12


@frozen
class _Row:
    """One line of a table: its words, what it is worth, the words of its parts, what it was given."""

    label: str
    points: Fraction | None
    parts: str
    value: Fraction | None


def marked(job: Job, block: Marked, whose: Whose) -> Table:
    """The table of one page; where the cycle supplies no lines yet, empty ones to fill in."""
    kind = job.kind(whose.people[0]) if whose.people else ""
    rows, total = _rows(job, block, whose.id if whose.person else "", kind)
    labels = [*block.labels, *[("",) * 9] * len(rows)]
    cells = [
        [_cell(job, column.of, number, row, labels[number - 1]) for column in block.columns]
        for number, row in enumerate(rows, 1)
    ]
    drawn = [_drawn(block, cells, place) for place in range(len(cells))]
    if block.total is not None:
        drawn.append(_totals(job, block, rows, total))
    most = [_MOST.get(str(column.of), _LABEL) for column in block.columns]
    fitted = fit([job.words(column.head) for column in block.columns], cells, wide=job.wide, most=most)
    heads = tuple(Cell(text=head, head=True) for head in fitted.heads)
    return Table(widths=fitted.widths, rows=(heads, *drawn), heads=1, size=fitted.size)


def _rows(job: Job, block: Marked, who: str, kind: str) -> tuple[list[_Row], Fraction | None]:
    rules = job.rules(kind)
    table = next((one for one in rules.rules(PointTable) if one.id == block.key), None)
    if isinstance(table, PointTable):
        return _point_rows(job, table, who)
    given = rules.input(block.key)
    lines = () if given is None else indicators_of(given, job.evaluation.cohort.supplied)
    entered = job.raw(who, block.key) if who else None
    marks = entered.get("items", {}) if isinstance(entered, Mapping) else {}
    known = [_exact(marks.get(line.id)) for line in lines]
    rows = [_Row(job.words(line.label), line.points, "", value) for line, value in zip(lines, known, strict=True)]
    total = None if entered is None else _exact(entered) if not isinstance(entered, Mapping) else _sum(known)
    return rows or [_Row("", None, "", None) for _ in range(_EMPTY)], total


def _point_rows(job: Job, table: PointTable, who: str) -> tuple[list[_Row], Fraction | None]:
    tallied = job.evaluation.judged(who).tallied if who else None
    adds = {} if tallied is None else {id(line.source): line.adds for line in tallied.lines}
    rows = []
    for item in table.items:
        found = adds.get(id(item))
        parts = "\n".join(f"{_mark(part.clause)}{job.words(part.text)}" for part in item.parts)
        value = found.value if isinstance(found, Num) else None
        rows.append(_Row(job.words(item.text), item.points, parts, value))
    return rows, job.evaluation.outcome(who).score if who else None


def _mark(clause: str) -> str:
    return clause[-1] if clause[-1:] in _CIRCLED else ""


def _sum(values: Sequence[Fraction | None]) -> Fraction | None:
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) if len(known) == len(values) else None


def _exact(value: Any) -> Fraction | None:
    try:
        return None if value is None or isinstance(value, Mapping) else Fraction(Decimal(str(value)))
    except InvalidOperation:
        return None


def _cell(job: Job, of: object, number: int, row: _Row, labels: Sequence[str]) -> str:
    if isinstance(of, str) and of.isdigit():
        return job.words(labels[int(of) - 1]) if labels[int(of) - 1] else ""
    known = {"number": str(number), "label": row.label, "parts": row.parts}
    if of in ("points", "value"):
        value = row.points if of == "points" else row.value
        return "" if value is None else job.number(value)
    return known.get(str(of), "")


def _drawn(block: Marked, cells: Sequence[Sequence[str]], place: int) -> tuple[Cell, ...]:
    """One row; a label that the row above has too is covered by its cell."""
    found = []
    for column, spec in enumerate(block.columns):
        text, down = cells[place][column], 1
        if isinstance(spec.of, str) and spec.of.isdigit() and text:
            down = joined(cells, column)[place]
        if down:
            side = (
                "left"
                if spec.of in ("label", "parts") or (isinstance(spec.of, str) and spec.of.isdigit())
                else "centre"
            )
            found.append(Cell(text=text, down=down, align=side, lines=1))
    return tuple(found)


def _totals(job: Job, block: Marked, rows: Sequence[_Row], total: Fraction | None) -> tuple[Cell, ...]:
    points = _sum([row.points for row in rows])
    worth = {"points": points, "value": total}
    cells = [worth.get(str(one.of)) for one in block.columns]
    first = next((place for place, one in enumerate(block.columns) if str(one.of) in worth), len(cells))
    label = Cell(text=job.words(block.total or Text("total", "合计")), head=True, across=max(1, first), lines=1)
    rest = [Cell(text="" if value is None else job.number(value), lines=1) for value in cells[max(1, first) :]]
    return (label, *rest)
