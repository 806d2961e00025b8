"""What a rule read for one appraisee: each input with its period, exact value, or why there is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from attrs import evolve, frozen

from ...rules import Link, Periods
from ...rules.nodes import Axis, Expr, Input, LinkedBack, RowsDuring, Their, code_label, join, open_axis, per_node
from ...rules.tools import (
    ABSENCES,
    UNKNOWN,
    Absent,
    EventRow,
    FindingRow,
    MarksValue,
    TallyValue,
    Unknown,
    descend,
    inputs_of,
    show,
)
from ...words import Text
from ..walk import Standpoint

__all__ = ["ABSENCE_LABELS", "Reading", "readings", "rows_text"]

_axis = per_node(open_axis)
ABSENCE_LABELS = {absence.code: absence.label for absence in ABSENCES} | {
    "zero-total": Text("nothing was counted", "没有计入的数量"),
    "nothing-assessed": Text("nothing was assessed", "没有已考核的内容"),
    "no-score": Text("there is no score", "没有得分"),
}
_NO_LINK = Text("nobody is linked", "没有关联对象")
_STATUS = {
    "confirmed": Text("{document} ({day})", "{document}（{day}）"),
    "pending": Text("{document} ({day}, re-check pending)", "{document}（{day}，待复核）"),
    "rejected": Text("{document} ({day}, rejected by the re-check)", "{document}（{day}，复核否定）"),
}


@frozen
class Reading:
    """One input as a rule read it. `state` is given, unknown or absent; `of` names a linked appraisee.

    `value` is the exact text and `shown` the same for people, None unless given; `note` says which documents a
    finding rests on, or why a value is absent.
    """

    key: str
    label: Text
    state: str
    value: str | None = None
    period: str = ""
    note: Text | None = None
    of: str = ""
    shown: Text | None = None

    def as_json(self) -> dict[str, Any]:
        """The reading as plain data."""
        texts = {"label": self.label, "note": self.note, "shown": self.shown}
        found = {name: None if text is None else {"en": text.en, "zh": text.zh} for name, text in texts.items()}
        return found | {key: getattr(self, key) for key in ("key", "state", "value", "period", "of")}


def readings(walker: Standpoint, expression: Expr, *, private: bool = False) -> tuple[Reading, ...]:
    """Every input that `expression` reads at the walker's position, in order, each once.

    `private` leaves out what was entered for appraisees along a back link: colleagues.
    """
    found: dict[tuple[str, str, str], Reading] = {}
    for reading in _readings(walker, expression, private=private):
        found.setdefault((reading.of, reading.key, reading.period), reading)
    return tuple(found.values())


@per_node
def _sources(expression: Expr) -> tuple[Input | RowsDuring | Their, ...]:
    """What an expression reads: inputs, findings by period, linked appraisees; not the days that only tell dueness."""
    nodes = list(descend(expression))
    during = {node.rows.key: node for node in nodes if isinstance(node, RowsDuring)}
    found: dict[str, Input | RowsDuring] = {}
    for given in inputs_of(expression):
        if given.key in during:
            found.setdefault(given.key, during[given.key])
        elif isinstance(given, Axis) or any(node is given for node in nodes):
            found.setdefault(given.key, given)
    return (*found.values(), *(node for node in nodes if isinstance(node, Their)))


def _readings(walker: Standpoint, expression: Expr, *, private: bool) -> Iterator[Reading]:
    for source in _sources(expression):
        if isinstance(source, Their):
            axis, own = _axis(expression), source.own_axis()
            along = axis is not None and own is not None and axis.axis_key == own.axis_key
            yield from _of_others(walker, source, along=along, private=private)
        elif isinstance(source, RowsDuring):
            yield from _along(walker, source.rows, source.axis)
        elif isinstance(source.on, Periods):
            yield from _along(walker, source, source.on)
        elif source.on is None:
            yield _reading(source, walker.appraisee.fact(source.key), columns=_columns(walker, source))
        else:
            yield from _missing_cells(walker, source, source.on)


def _along(walker: Standpoint, given: Input, axis: Periods) -> Iterator[Reading]:
    """One reading a period: its value, or the findings dated within it."""
    periods = walker.evaluation.periods(axis.key)
    values: Any = walker.appraisee.fact(given.key)
    for index in range(len(periods)) if walker.at is None else [walker.at]:
        period, value = periods[index], values
        if isinstance(values, tuple) and isinstance(given.on, Periods):
            value = values[index]
        elif isinstance(values, tuple):
            value = tuple(row for row in values if period.start <= row.date <= period.end)
        yield _reading(given, value, period.name)


def _missing_cells(walker: Standpoint, given: Input, axis: Axis) -> Iterator[Reading]:
    """The cells of a list's column that are still empty; the list itself tells the others."""
    rows: Any = walker.appraisee.fact(axis.axis_key)
    for index, row in enumerate(() if isinstance(rows, Unknown | Absent) else rows):
        value = row.get(given.key)
        if value is UNKNOWN and not given.optional:
            yield _reading(given, value, str(index + 1))


def _of_others(walker: Standpoint, node: Their, *, along: bool, private: bool) -> Iterator[Reading]:
    """What is read of linked people; `along` says that the walker stands at one position of the link's own axis."""
    link, at = node.link, walker.at if along else None
    if isinstance(link, LinkedBack):
        targets = () if private else _back(walker, link, at)
    else:
        targets = _forward(walker, link, at)
        if not targets:
            absent = link.optional or link.key in walker.appraisee.links
            yield Reading(link.key, link.label, "absent" if absent else "unknown", note=_NO_LINK)
    for name, period in targets:
        for reading in readings(walker.evaluation.walker(name, at=period), node.expression, private=private):
            yield evolve(reading, of=reading.of or name)


_Targets = Sequence[tuple[str, int | None]]


def _back(walker: Standpoint, axis: LinkedBack, at: int | None) -> _Targets:
    """Those linked back: at one position, in the period where the walker stands, or all."""
    linked = walker.linked(axis)
    if at is not None:
        return linked[at : at + 1]
    return linked if axis.link.on is None or walker.at is None else [one for one in linked if one[1] == walker.at]


def _forward(walker: Standpoint, link: Link, at: int | None) -> _Targets:
    """Who is linked: in one period, in all of them, or in the whole cycle."""
    before = walker.at
    periods: Sequence[int | None] = (at,)
    if link.on is not None and at is None:
        periods = range(len(walker.evaluation.periods(link.on.key)))
    found: list[tuple[str, int | None]] = []
    try:
        for walker.at in periods:
            who = walker.target(link)
            found += [(who, walker.at)] if who is not None else []
    finally:
        walker.at = before
    return found


def _columns(walker: Standpoint, given: Input) -> Mapping[str, Input]:
    """The inputs that are columns of a list, by key."""
    return {column.key: column for column in walker.evaluation.cohort.supplied.columns.get(given.key, ())}


def _reading(
    given: Input, value: Any, period: str = "", columns: Mapping[str, Input] = MappingProxyType({})
) -> Reading:
    if isinstance(value, Unknown):
        return Reading(given.key, given.label, "unknown", period=period)
    if isinstance(value, Absent):
        why = ABSENCE_LABELS[value.code]
        note = Text("{why}: {note}", "{why}：{note}").format(why=why, note=value.note) if value.note else why
        return Reading(given.key, given.label, "absent", period=period, note=note)
    shown = _shown(given, value, columns)
    return Reading(given.key, given.label, "given", _exact(value), period, note=_documents(value), shown=shown)


def _exact(value: Any) -> str:
    if isinstance(value, Fraction):
        return show(value)
    if isinstance(value, TallyValue):
        votes = ", ".join(f"{code} {count}" for code, count in value.votes)
        return f"{value.collected}/{value.issued} ({votes}, - {value.blank}, x {value.spoilt})"
    if isinstance(value, MarksValue):
        return str(len(value.rows))
    if isinstance(value, tuple) and not any(isinstance(row, str) for row in value):
        return str(sum(1 for row in value if getattr(row, "status", "confirmed") == "confirmed"))
    return " ".join(value) or "-" if isinstance(value, tuple) else str(value)


def _documents(value: Any) -> Text | None:
    """The documents or days that the rows of a list rest on."""
    rows = value if isinstance(value, tuple) else ()
    parts = [_row(row) for row in rows if isinstance(row, FindingRow)]
    parts += [Text(day, day) for row in rows if isinstance(row, EventRow) and (day := str(row.date or ""))]
    return join(parts, en="; ", zh="；") if parts else None


def _row(row: FindingRow) -> Text:
    return _STATUS[row.status].format(document=row.document, day=row.date.isoformat())


def rows_text(rows: Sequence[FindingRow]) -> Text:
    """Findings by their documents, with the day and the state of the re-check of each."""
    return join([_row(row) for row in rows], en=", ", zh="，")


def _shown(given: Any, value: Any, columns: Mapping[str, Input]) -> Text:
    """What was entered as people read it: a code by its label, a ballot by option, a list row by row."""
    if isinstance(value, Fraction):
        number = Text(show(value), show(value))
        return number if given.unit is None else Text("{n} {unit}", "{n}{unit}").format(n=number, unit=given.unit)
    if isinstance(value, TallyValue):
        return _ballot(given, value)
    if isinstance(value, MarksValue):
        return _raters(given, value)
    if isinstance(value, str):
        return code_label(given, value)
    if not isinstance(value, tuple):
        return Text(value.isoformat(), value.isoformat())
    if not value:
        return Text("none", "无")
    if isinstance(value[0], str):
        counts = Counter(value).items()
        return join([_beside(code_label(given, code), f"×{n}") for code, n in counts], en=", ", zh="，")
    rows = [_row(row) if isinstance(row, FindingRow) else _event(row, columns) for row in value]
    return join(rows, en="; ", zh="；")


def _event(row: EventRow, columns: Mapping[str, Input]) -> Text:
    """One event: its day, and every column that was entered."""
    cells = [] if row.date is None else [Text(row.date.isoformat(), row.date.isoformat())]
    for key, value in row.values:
        reading = _reading(columns[key], value) if key in columns else None
        if reading is not None and (told := reading.shown or reading.note) is not None:
            cells.append(_beside(reading.label, told))
    return join(cells, en=", ", zh="，")


def _beside(label: Text, value: Text | str) -> Text:
    return Text("{label} {value}", "{label} {value}").format(label=label, value=value)


def _raters(given: Any, value: MarksValue) -> Text:
    """How many raters there were, by group: what each of them gave is nobody's to read."""
    many = Text("{n} raters", "{n}名评分人")
    counts = {group: len(rows) for group, rows in value.plain().items()}
    told = [
        _beside(code_label(given, group), many.format(n=n)) if group else many.format(n=n)
        for group, n in counts.items()
    ]
    return join(told, en=", ", zh="，")


def _ballot(given: Any, value: TallyValue) -> Text:
    votes = [_beside(code_label(given, code), str(n)) for code, n in value.votes]
    return Text(
        "{votes}; issued {issued}, collected {collected}, spoilt {spoilt}, blank {blank}",
        "{votes}；发出 {issued}，收回 {collected}，废票 {spoilt}，弃权 {blank}",
    ).format(
        votes=join(votes, en=", ", zh="，"),
        issued=value.issued,
        collected=value.collected,
        spoilt=value.spoilt,
        blank=value.blank,
    )
