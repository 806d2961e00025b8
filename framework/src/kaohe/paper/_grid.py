"""Grids of headings and values, and tables with a row for everybody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from math import ceil
from operator import itemgetter

from ..engine import period_outcomes
from ..exchange import cells_wide
from ..rules import Periods
from ..rules.forms import Column, Grid, People, Write
from ..rules.nodes import Expr, open_axis
from ..rules.tools import meant, said_period
from ..words import Text
from ._fit import broken, fit, one_line, sides
from ._job import Job, Whose
from ._layout import Sized
from ._page import Block, Cell, Line, Table

__all__ = ["grid", "joined", "people"]

_UNITS = 24  # a grid's columns, of which a row's cells take some each
_LEAST, _NARROW, _MIDDLE, _WIDE = 2, 3, 4, 5
_Shape = tuple[tuple[str, bool], ...]
_LONG, _CENTRED = 24, 26
_DIGITS = 3  # of 12 points, a unit of 18
_DATE = Text("        (year)    (month)    (day)", "        年    月    日")
_LEFT_OUT = Text("{n} more are not settled and not listed.", "另有{n}个对象结果尚未确定，未列入本表。")


def grid(job: Job, block: Grid, whose: Whose) -> Table:
    """The grid of one page: a person's own values, or the name of the group and cells to fill in."""
    values = iter(_values(job, [column for row in block.rows for column in row], whose))
    filled = [(row, [*islice(values, len(row))]) for row in block.rows]
    units, shares = _units(job, block), _shares(job, block, [told for _, told in filled])
    rows = tuple(tuple(_row(job, block, row, told, units[_shape(row)], shares[_shape(row)])) for row, told in filled)
    return Table(widths=(1,) * _UNITS, rows=rows, border=block.border, high=True)


def _values(job: Job, cells: Sequence[Column], whose: Whose) -> Sequence[str]:
    if whose.person:
        return job.cells(cells, [whose.id])[whose.id]
    known = {
        "name": whose.name,
        "id": whose.id,
        "period": job.words(said_period(job.period or job.evaluation.cohort.cycle.id)),
    }
    if job.record.published is not None:
        known["publicity"] = " － ".join(map(job.shown, job.record.published))
    return [known.get(column.of, "") if isinstance(column.of, str) else "" for column in cells]


def _row(
    job: Job, block: Grid, row: Sequence[Column], values: Sequence[str], units: Sequence[int], shares: Sequence[int]
) -> Iterator[Cell]:
    """The cells of one row: for each column its heading, so many units wide, and its value with its share."""
    heads = [broken(head, unit * _DIGITS - 1) for head, unit in zip(_heads_of(job, row), units, strict=True)]
    groups = [_label(job.words(column.under)) if column.under else "" for column in row]
    for place, (column, head, value) in enumerate(zip(row, heads, values, strict=True)):
        if groups[place] and (not place or groups[place - 1] != groups[place]):
            yield Cell(text=groups[place], head=True, across=_MIDDLE)
        yield Cell(text=head, head=True, across=units[place])
        if isinstance(column, Write):
            foot = f"{job.words(column.signed)}　　　　{job.words(_DATE)}" if column.signed else ""
            yield Cell(across=shares[place], lines=column.lines, foot=foot, align="left")
        else:
            side = "centre" if cells_wide(value) < _LONG else "left"
            yield Cell(text=value, across=shares[place], align=side, lines=1, line=not block.border)


def _heads_of(job: Job, row: Sequence[Column]) -> list[str]:
    return [_label(job.words(column.head)) for column in row]


def _shape(row: Sequence[Column]) -> _Shape:
    """What rows have in common whose cells stand below each other: how many, which are written in, which under others."""
    return tuple((column.under.zh if column.under else "", isinstance(column, Write)) for column in row)


def _units(job: Job, block: Grid) -> dict[_Shape, list[int]]:
    """How many units the headings of rows of one shape have."""
    found: dict[_Shape, list[int]] = {}
    for row in block.rows:
        asked = [_unit(head, len(row), block) for head in _heads_of(job, row)]
        found[_shape(row)] = [*map(max, asked, found.get(_shape(row), asked))]
    return found


def _shares(job: Job, block: Grid, values: Sequence[Sequence[str]]) -> dict[_Shape, list[int]]:
    """How many units the values of rows of one shape have, so that the longest take as few lines as they can."""
    units = _units(job, block)
    wanted: dict[_Shape, list[int]] = {}
    for row, told in zip(block.rows, values, strict=True):
        asked = [ceil(one_line(value) / _DIGITS) for value in told]
        wanted[_shape(row)] = [*map(max, asked, wanted.get(_shape(row), asked))]
    found = {}
    for shape, asked in wanted.items():
        groups = len({under for under, _ in shape if under})
        left = _UNITS - sum(units[shape]) - _MIDDLE * groups
        found[shape] = _shared([written for _, written in shape], left, asked)
    return found


def _shared(written: Sequence[bool], left: int, wanted: Sequence[int]) -> list[int]:
    """Those to write in have what the others leave; else all have the same, but for what long ones take from short ones."""
    if any(written) and not all(written):
        shares = [0 if one else _MIDDLE for one in written]
        rest = (left - sum(shares)) // sum(written)
        shares = [rest if one else share for one, share in zip(written, shares, strict=True)]
        shares[-1] += left - sum(shares)
        return shares
    shares = [left // len(wanted)] * len(wanted)
    shares[-1] += left - sum(shares)
    for _ in range(_UNITS):
        lines = [ceil(want / max(1, share)) for want, share in zip(wanted, shares, strict=True)]
        short = lines.index(max(lines))
        able = [at for at, want in enumerate(wanted) if _gives(shares[at], want, lines[short])]
        if lines[short] <= 1 or not able:
            break
        giver = max(able, key=lambda at: (shares[at] - wanted[at], -at))
        shares[giver] -= 1
        shares[short] += 1
    return shares


def _gives(share: int, want: int, lines: int) -> bool:
    """Whether a value has a unit to spare for one of so many lines; a name keeps its line, an empty one room for the hand."""
    least = _MIDDLE if not want else want if want <= _WIDE else _LEAST
    return share > least and ceil(want / (share - 1)) < lines


def _unit(label: str, columns: int, block: Grid) -> int:
    """How many units a heading has: the same down a form, but for rows of many, and more where all rows have one alone."""
    if columns <= 2:
        alone = all(len(row) == 1 for row in block.rows)
        return _WIDE + (alone and any(cells_wide(row[0].head.zh) >= _WIDE * _DIGITS for row in block.rows))
    first, _, second = label.partition("（")
    if second and max(cells_wide(first), cells_wide(second) + 2) < _NARROW * _DIGITS:
        return _NARROW
    if cells_wide(second) > _MIDDLE * _DIGITS - 3:
        return _WIDE
    return _NARROW if cells_wide(label) <= 6 or columns > 3 else _MIDDLE


def _label(text: str) -> str:
    """A heading of two characters is spread, as forms have it."""
    return f"{text[0]}　{text[1]}" if len(text) == 2 and all("一" <= one <= "鿿" for one in text) else text


def people(job: Job, block: People, whose: Whose) -> Iterator[Block]:
    """The table with a row for everybody, sorted as it says, and how many are not settled.

    Of a quarter whoever is appraised by the month has a row for each month of it.
    """
    those = [who for who in whose.people if not block.kinds or job.kind(who) in block.kinds]
    entries = [(who, of) for who in those for of in _spans(job, who)]
    chosen = [(who, of) for who, of in entries if _stands(of, block, who)]
    columns = [column for column in block.columns if _in_table(job, column, {job.kind(who) for who in those})]
    rows = _rows(columns, chosen)
    heads = [column.head.zh for column in columns]
    for head in reversed(block.sort):
        rows.sort(key=itemgetter(heads.index(head)))
    for place, column in enumerate(columns):
        if column.of == "number":
            for number, row in enumerate(rows, 1):
                row[place] = str(number)
    rows += [[""] * len(columns) for _ in range(block.blank)]
    yield _table(job, columns, rows)
    waiting = [
        who for who, of in entries if not _settled(of, who) and job.evaluation.quick(who).state != "not_appraised"
    ]
    if block.who != "all" and waiting:
        yield Line(job.words(_LEFT_OUT.format(n=len(waiting))), "note")


def _spans(job: Job, who: str) -> list[Job]:
    """The paper as it is of each row of somebody: of the cycle, or of each of their periods that lies in its own."""
    axis = job.rules(job.kind(who)).kind.every
    if not job.period:
        return [job]
    return [job.of(name) for name in job.within(axis.key)] if axis is not None else []


def _rows(columns: Sequence[Column], chosen: Sequence[tuple[str, Job]]) -> list[list[str]]:
    """The cells of each row; those of one period are worked out together."""
    found: dict[tuple[str, str], list[str]] = {}
    for period in dict.fromkeys(of.period for _, of in chosen):
        people = [who for who, of in chosen if of.period == period]
        job = next(of for _, of in chosen if of.period == period)
        found |= {(who, period): [*cells] for who, cells in job.cells(columns, people).items()}
    return [found[who, of.period] for who, of in chosen]


def _in_table(job: Job, column: Column, kinds: set[str]) -> bool:
    """Whether a column stands in this table: what lies on periods in that of a period alone, the year's not in one."""
    if job.period:
        return column.of not in ("score", "rank")
    found = [meant(column, job.rules(kind), job.evaluation.cohort.ruleset.kinds) for kind in kinds]
    return not any(isinstance(one, Expr) and isinstance(open_axis(one), Periods) for one in found)


def _stands(job: Job, block: People, who: str) -> bool:
    if block.who == "all":
        return True
    grades = job.rules(job.kind(who)).kind.grades
    return _settled(job, who) and (block.who == "settled" or (bool(grades) and _grade(job, who) == grades[0]))


def _settled(job: Job, who: str) -> bool:
    """Whether the result is final; who is not appraised has none and waits for nothing."""
    if job.period:
        return _grade(job, who) is not None
    return job.evaluation.outcome(who).state == "decided"


def _grade(job: Job, who: str) -> str | None:
    if not job.period:
        return job.evaluation.outcome(who).grade
    return next((one.grade for one in period_outcomes(job.evaluation, who) if one.period == job.period), None)


def _table(job: Job, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Table:
    if job.wide:
        rows = [[_spanned(column, cell) for column, cell in zip(columns, row, strict=True)] for row in rows]
    fixed = [column.wide if isinstance(column, Sized) else 0 for column in columns]
    fitted = fit([job.words(column.head) for column in columns], rows, wide=job.wide, fixed=fixed)
    aligned = sides(rows, _CENTRED)
    drawn = tuple(
        tuple(Cell(text=cell, align=side, lines=1) for cell, side in zip(row, aligned, strict=True)) for row in rows
    )
    first, second = _heads(job, columns, fitted.heads)
    above = (first, second) if second else (first,)
    by_hand = all(column.of == "" for column in columns[1:])
    return Table(widths=fitted.widths, rows=(*above, *drawn), heads=len(above), size=fitted.size, high=by_hand)


def _spanned(column: Column, cell: str) -> str:
    """A cycle from one month to another in two lines, so that no day is broken where columns are many."""
    return cell.replace("至", "至\n") if column.of == "period" else cell


def _heads(job: Job, columns: Sequence[Column], told: Sequence[str]) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """The row of headings; two rows where some stand under a common one."""
    double = any(column.under for column in columns)
    first, second = [], []
    for under, several in groupby(zip(columns, told, strict=True), key=lambda pair: pair[0].under):
        named = [Cell(text=head, head=True) for _, head in several]
        if under is not None:
            first.append(Cell(text=job.words(under), head=True, across=len(named)))
            second += named
        else:
            first += [Cell(text=one.text, head=True, down=2 if double else 1) for one in named]
    return tuple(first), tuple(second)


def joined(rows: Sequence[Sequence[str]], column: int) -> list[int]:
    """How many rows each cell of a column spans where equal neighbours are one; 0 for one that is covered."""
    spans: list[int] = []
    for _, several in groupby(rows, key=lambda row: row[column]):
        length = len(list(several))
        spans += [length, *[0] * (length - 1)]
    return spans
