"""What a rule read for one appraisee: each input with its period, exact value, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from ..rules import (
    ABSENCES,
    Absent,
    Axis,
    EventRow,
    Expr,
    FindingRow,
    Input,
    Link,
    LinkedBack,
    Periods,
    Ratings,
    RowsDuring,
    TallyValue,
    Their,
    Unknown,
    descend,
    inputs_of,
    show,
)
from ..words import Text
from ._per_node import per_node
from ._walker import Walker

__all__ = ["ABSENCE_LABELS", "Known", "Reading", "readings"]

ABSENCE_LABELS = {absence.code: absence.label for absence in ABSENCES} | {
    "zero-total": Text("the total is 0", "合计为 0"),
    "nothing-assessed": Text("nothing was assessed", "没有已考核的期次"),
    "no-score": Text("there is no score", "没有得分"),
}
_NO_LINK = Text("nobody is linked", "没有链接对象")


@frozen
class Reading:
    """One input as a rule read it. `state` is given, unknown or absent; `of` names a linked appraisee.

    `value` is the exact text, None unless given; `note` the documents a finding rests on, or why it is absent.
    """

    key: str
    label: Text
    state: str
    value: str | None = None
    period: str = ""
    note: Text | None = None
    of: str = ""

    def as_json(self) -> dict[str, Any]:
        """The reading as plain data."""
        note = None if self.note is None else {"en": self.note.en, "zh": self.note.zh}
        return {
            "key": self.key,
            "label": {"en": self.label.en, "zh": self.label.zh},
            "period": self.period,
            "state": self.state,
            "value": self.value,
            "note": note,
            "of": self.of,
        }


# The readings of one appraisee made so far, by input and period: the year's rules read the same marks again.
Known = dict[tuple[str, str], Reading]


def readings(walker: Walker, expression: Expr, known: Known | None = None) -> tuple[Reading, ...]:
    """Every input that `expression` reads at the walker's position, in order, each once."""
    found: dict[tuple[str, str, str], Reading] = {}
    for reading in _readings(walker, expression, {} if known is None else known):
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


def _readings(walker: Walker, expression: Expr, known: Known) -> Iterator[Reading]:
    for source in _sources(expression):
        if isinstance(source, RowsDuring):
            yield from _during(walker, source, known)
        elif isinstance(source, Their):
            yield from _of_others(walker, source)
        else:
            yield from _of_input(walker, source, known)


def _of_input(walker: Walker, given: Input, known: Known) -> Iterator[Reading]:
    if isinstance(given.on, Periods):
        periods = walker.evaluation.periods(given.on.key)
        places = range(len(periods)) if walker.at is None else [walker.at]
        values: Any = walker.appraisee.fact(given.key)
        for index in places:
            value = values if isinstance(values, Unknown | Absent) else values[index]
            yield _once(known, given, value, periods[index].name)
    elif given.on is not None:
        yield from _columns(walker, given, known)
    else:
        yield _once(known, given, walker.appraisee.fact(given.key))


def _columns(walker: Walker, given: Input, known: Known) -> Iterator[Reading]:
    assert given.on is not None  # noqa: S101  # called for columns only
    rows: Any = walker.appraisee.fact(given.on.axis_key)
    if not isinstance(rows, Unknown | Absent):
        for index, row in enumerate(rows):
            yield _once(known, given, row.get(given.key), str(index + 1))


def _during(walker: Walker, node: RowsDuring, known: Known) -> Iterator[Reading]:
    """The findings of each period, dated within it."""
    periods = walker.evaluation.periods(node.axis.key)
    rows: Any = walker.appraisee.fact(node.rows.key)
    for index in range(len(periods)) if walker.at is None else [walker.at]:
        period = periods[index]
        if isinstance(rows, Unknown | Absent):
            yield _once(known, node.rows, rows, period.name)
        else:
            within = tuple(row for row in rows if period.start <= row.date <= period.end)
            yield _once(known, node.rows, within, period.name)


def _of_others(walker: Walker, node: Their) -> Iterator[Reading]:
    link = node.link
    if isinstance(link, LinkedBack):
        linked = walker.linked(link)
        targets = linked if walker.at is None else linked[walker.at : walker.at + 1]
    else:
        target = walker.appraisee.links.get(link.key)
        targets = () if target is None else (target,)
        if target is None:
            yield _unlinked(link)
    for name in targets:
        for reading in readings(walker.evaluation.walker(name), node.expression):
            yield evolve(reading, of=reading.of or name)


def _unlinked(link: Link) -> Reading:
    return Reading(link.key, link.label, "absent" if link.optional else "unknown", note=_NO_LINK)


def _once(known: Known, given: Input, value: Any, period: str = "") -> Reading:
    key = (given.key, period)
    if key not in known:
        known[key] = _reading(given, value, period)
    return known[key]


def _reading(given: Input, value: Any, period: str = "") -> Reading:
    if isinstance(value, Unknown):
        return Reading(given.key, given.label, "unknown", period=period)
    if isinstance(value, Absent):
        return Reading(given.key, given.label, "absent", period=period, note=_why(value))
    return Reading(given.key, given.label, "given", _exact(given, value), period, _note(value))


def _why(absent: Absent) -> Text:
    label = ABSENCE_LABELS[absent.code]
    if not absent.note:
        return label
    return Text("{label}: {note}", "{label}：{note}").format(label=label, note=absent.note)


def _exact(given: Input, value: Any) -> str:
    if isinstance(value, Fraction):
        return show(value)
    if isinstance(value, TallyValue):
        votes = ", ".join(f"{code} {count}" for code, count in value.votes)
        return f"{value.collected}/{value.issued} ({votes}, - {value.blank}, x {value.spoilt})"
    if isinstance(value, tuple):
        return _rows(given, value)
    return str(value)


def _rows(given: Input, rows: tuple[Any, ...]) -> str:
    if isinstance(given, Ratings):
        return " ".join(rows) or "-"
    return str(sum(1 for row in rows if getattr(row, "status", "confirmed") == "confirmed"))


_STATUS = {"pending": Text(" (re-check pending)", "（待复核）"), "rejected": Text(" (rejected)", "（复核否定）")}


def _note(value: Any) -> Text | None:
    """The documents that findings rest on, with what became of their re-checks."""
    rows = value if isinstance(value, tuple) else ()
    parts = [_row(row) for row in rows if isinstance(row, FindingRow)]
    parts += [Text(day, day) for row in rows if isinstance(row, EventRow) and (day := str(row.date or ""))]
    if not parts:
        return None
    return Text("; ".join(part.en for part in parts), "；".join(part.zh for part in parts))


def _row(row: FindingRow) -> Text:
    status = _STATUS.get(row.status)
    text = Text("{document}, {day}{status}", "{document}，{day}{status}")
    return text.format(document=row.document, day=str(row.date), status=status if status is not None else "")
