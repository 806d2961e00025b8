"""Where the fields of one record stand in the form: sections, tables of periods, rows, read-only figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from kaohe.rules import Choice, Count, Date, Days, Events, Figure, Finding, Periods, Score, Tally
from kaohe.rules.nodes import Input, Marks, Ratings, open_axis
from kaohe.rules.tools import KindRules, Period, Supplied, indicators_of, options_of, show
from kaohe.words import Text

from ..fields._fields import Field, RecheckField
from ..fields._record import sections
from ..fields._rows import RowsField
from ..fields._tally import TallyField
from ..terminal._cells import crop, width

__all__ = ["CellAt", "FormLine", "lines_of", "part_name", "range_text"]

CELL_AT, _LABEL_ROOM = 30, 26
_WIDTHS: dict[type[Input], int] = {Score: 10, Count: 10, Days: 10, Date: 12, Choice: 18, Ratings: 24, Marks: 40}
_PART_WIDTHS = {"date": 12, "document": 26, "status": 11}
_MATRIX_AT = 13

PeriodsOf = Mapping[str, Sequence[Period]]


@frozen
class CellAt:
    """One cell: the field and part it belongs to, where it stands, and the text before it."""

    field: Field
    part: str
    x: int
    width: int
    prefix: str = ""
    prefix_x: int = 0

    @property
    def id(self) -> str:
        """What names this cell among all of a record."""
        return f"{self.field.id}:{self.part}"


@frozen
class FormLine:
    """One line of a form. `figure` is what a read-only line or the end of a table's line shows."""

    label: str = ""
    cells: tuple[CellAt, ...] = ()
    style: str = ""
    heads: tuple[tuple[int, int, str], ...] = ()
    note_of: CellAt | None = None
    clause: str = ""
    figures: tuple[tuple[Figure, int | None, int, int], ...] = ()


def _room(given: Input | None) -> int:
    """How many cells a value takes."""
    return 18 if given is None else _WIDTHS.get(type(given), 18)


def range_text(given: Input, supplied: Supplied) -> str:
    """What may be entered: the range with its unit, the options, or the form of a date."""
    unit = f" {given.unit}" if given.unit is not None else ""
    if isinstance(given, Score | Count | Days):
        lines = indicators_of(given, supplied)
        by_line = f" = {'+'.join(show(line.points) for line in lines)}" if lines else ""
        return f"{show(given.low)}-{show(given.high)}{unit}{by_line}"
    if isinstance(given, Date):
        return "2018-11-01"
    if isinstance(given, Marks):
        heads = "".join(f"{group.code}: " for group in given.groups[:1])
        return f"{heads}r1={show(given.low)}..{show(given.high)}"
    if isinstance(given, Choice | Ratings):
        options = options_of(given, supplied)
        listed = "  ".join(f"{place} {option.label}" for place, option in enumerate(options, 1))
        return listed if isinstance(given, Choice) else "  ".join(option.code for option in options)
    return ""


def lines_of(
    rules: KindRules,
    periods: PeriodsOf,
    fields: Sequence[Field],
    texts: Mapping[str, Mapping[str, str]],
    columns: int,
) -> list[FormLine]:
    """The lines of the form at `columns` cells; `texts` are the texts of each field's cells, `periods` the cycle's."""
    by_key: dict[tuple[str, str], list[Field]] = {}
    for found in fields:
        by_key.setdefault((found.where, found.key), []).append(found)
    lines: list[FormLine] = []
    for section in sections(rules):
        lines += _section_lines(rules, periods, section, by_key, texts, columns)
    others = [found for found in fields if found.where != "facts"]
    if others:
        lines.append(FormLine(label=str(Text("Links and re-checks", "关联与复核")), style="b"))
    for found in others:
        lines += _single(found, texts[found.id], columns)
    return lines + _figure_lines(rules)


def _section_lines(
    rules: KindRules,
    periods: PeriodsOf,
    section: Sequence[Input],
    by_key: Mapping[tuple[str, str], list[Field]],
    texts: Mapping[str, Mapping[str, str]],
    columns: int,
) -> list[FormLine]:
    lines: list[FormLine] = []
    if section[0].section is not None:
        lines.append(FormLine(label=str(section[0].section), style="b"))
    done: set[str] = set()
    for given in section:
        if isinstance(given.on, Periods) and not isinstance(given, Tally | Finding | Events):
            axis = given.on.axis_key
            if axis not in done:
                done.add(axis)
                together = [other for other in section if _in_table(other, axis)]
                lines += _table(rules, periods, given.on, [by_key["facts", other.key] for other in together], columns)
        else:
            for found in by_key["facts", given.key]:
                lines += _single(found, texts[found.id], columns)
    return lines


def _in_table(given: Input, axis: str) -> bool:
    return (
        isinstance(given.on, Periods) and given.on.axis_key == axis and not isinstance(given, Tally | Finding | Events)
    )


def _table(
    rules: KindRules, periods: PeriodsOf, axis: Periods, columns_of: Sequence[Sequence[Field]], columns: int
) -> Iterator[FormLine]:
    """A table with a line for each period and a column for each input, and the figures of the periods beside."""
    figures = _figures_along(rules, axis)
    room = columns - _MATRIX_AT - 2
    per_block = max(1, min(len(columns_of), room // 12))
    for start in range(0, len(columns_of), per_block):
        block = columns_of[start : start + per_block]
        shown = figures if start + per_block >= len(columns_of) else ()
        wide = max(9, min(17, room // (len(block) + len(shown)) - 2))
        heads = tuple(
            (_MATRIX_AT + place * (wide + 2), wide, fields[0].called(wide)) for place, fields in enumerate(block)
        )
        after = _MATRIX_AT + len(block) * (wide + 2)
        heads += tuple((after + place * (wide + 2), wide, str(_name(rule))) for place, rule in enumerate(shown))
        yield FormLine(label=str(axis.label), heads=heads, style="u")
        for place, period in enumerate(periods[axis.axis_key]):
            cells = tuple(
                CellAt(fields[place], "", _MATRIX_AT + index * (wide + 2), wide) for index, fields in enumerate(block)
            )
            figured = tuple((rule, place, after + index * (wide + 2), wide) for index, rule in enumerate(shown))
            yield FormLine(label=period.name, cells=cells, figures=figured)


def _name(rule: Figure) -> Text:
    named = getattr(rule.value, "label", None)
    return named if isinstance(named, Text) else rule.text


def _figures_along(rules: KindRules, axis: Periods) -> tuple[Figure, ...]:
    """The figures of each period; an input shown as a figure has its column already."""
    found = [rule for rule in rules.rules(Figure) if isinstance(rule, Figure) and open_axis(rule.value) == axis]
    return tuple(rule for rule in found if not isinstance(rule.value, Input))


def _figure_lines(rules: KindRules) -> list[FormLine]:
    found = [rule for rule in rules.rules(Figure) if isinstance(rule, Figure) and open_axis(rule.value) is None]
    if not found:
        return []
    head = FormLine(label=str(Text("Computed (read only)", "计算值（只读）")), style="b")
    return [
        head,
        *(FormLine(label=str(_name(r)), figures=((r, None, CELL_AT, 12),), clause=r.clause) for r in found),
    ]


def _single(found: Field, texts: Mapping[str, str], columns: int) -> list[FormLine]:
    label = f"{found.called(_LABEL_ROOM)} {found.period}".strip()
    if isinstance(found, TallyField):
        return _tally_lines(found, label, columns)
    if isinstance(found, RowsField):
        return _rows_lines(found, label, texts, columns)
    if isinstance(found, RecheckField):
        status = CellAt(found, "status", CELL_AT, 11)
        document = CellAt(found, "document", CELL_AT + 13, 26)
        return [FormLine(label=label, cells=(status, document), clause=found.clause)]
    cell = CellAt(found, "", CELL_AT, _room(found.part_input("")))
    return [FormLine(label=label, cells=(cell,), note_of=cell, clause=found.clause)]


def _tally_lines(found: TallyField, label: str, columns: int) -> list[FormLine]:
    """The ballot's own counts on one line, its options on the next ones, as many as fit."""
    head = FormLine(label=label, style="", clause=found.clause)
    lines: list[FormLine] = [head]
    cells: list[CellAt] = []
    x = 4
    for part in found.parts:
        prefix = crop(found.part_label(part), 14)
        needed = width(prefix) + 1 + 6 + 2
        if cells and (x + needed > columns or part == found.given.codes[0]):
            lines.append(FormLine(cells=tuple(cells)))
            cells, x = [], 4
        cells.append(CellAt(found, part, x + width(prefix) + 1, 6, prefix, x))
        x += needed
    lines.append(FormLine(cells=tuple(cells), note_of=cells[-1]))
    return lines


def _rows_lines(found: RowsField, label: str, texts: Mapping[str, str], columns: int) -> list[FormLine]:
    head = CellAt(found, "rows", CELL_AT, 8)
    lines = [FormLine(label=label, cells=(head,), note_of=head, clause=found.clause)]
    for place in found.places(texts):
        lines += _row_lines(found, place, columns)
    return lines


def _row_lines(found: RowsField, place: int, columns: int) -> Iterator[FormLine]:
    """One row, over as many lines as its columns need."""
    cells: list[CellAt] = []
    x = 4
    for name in found.columns:
        given = found.part_input(f"{place}.{name}")
        prefix = crop(_row_prefix(found, name, given), 18)
        room = _PART_WIDTHS.get(name) or _room(given)
        needed = width(prefix) + 1 + room + 2
        if cells and x + needed > columns:
            yield FormLine(label="", cells=tuple(cells))
            cells, x = [], 4
        cells.append(CellAt(found, f"{place}.{name}", x + width(prefix) + 1, room, prefix, x))
        x += needed
    yield FormLine(label="", cells=tuple(cells))


def part_name(of: Field, part: str) -> str:
    """What one cell of a field is called beside the field's label: an option of a ballot, a column of a numbered row."""
    if isinstance(of, TallyField):
        return of.part_label(part)
    place, _, name = part.partition(".")
    return (
        f"{int(place) + 1} {_row_prefix(of, name, of.part_input(part))}" if isinstance(of, RowsField) and name else ""
    )


def _row_prefix(found: RowsField, name: str, given: Input | None) -> str:
    if name == "document":
        return str(Text("no.", "文号"))
    return str(given.label) if given is not None else name
