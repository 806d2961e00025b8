"""Values in a line of a preview: what the book holds and what a cell says, in one form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..rules import Tally
from ..rules.nodes import Input, Marks
from ..rules.tools import ABSENCES, UNKNOWN, Absent, EventRow, FindingRow, MarksValue, TallyValue, show
from ._columns import PARTS

__all__ = ["cell_of", "number_of", "shown"]

_MOST, _MOST_COUNTS = 60, 240


def shown(value: Any, given: Input | None = None) -> str:
    """A value, raw or checked, as one short text; with the ballot that it is of, each count with what it counts."""
    if isinstance(given, Tally) and isinstance(value, TallyValue | Mapping) and "absent" not in _counts(value):
        labels = PARTS | {option.code: option.label for option in given.options}
        counts = _counts(value)
        return " ".join(f"{label} {counts[part]}" for part, label in labels.items() if part in counts)[:_MOST_COUNTS]
    return _text(value)[:_MOST]


def _counts(value: TallyValue | Mapping[str, Any]) -> Mapping[str, Any]:
    """The counts of a ballot by their parts, as they stand or as they are typed."""
    if isinstance(value, Mapping):
        return value
    return {part: getattr(value, part) for part in PARTS} | dict(value.votes)


def cell_of(given: Input, value: Any, labels: Mapping[str, str]) -> str | int | Decimal | dt.date | None:
    """What a cell says of a checked value, so that importing it again gives the same value.

    `labels` are those of a choice. A mark of "not assessed" is written as it is typed: !4 reason.
    """
    if value is None:
        return None
    if isinstance(value, Absent):
        number = next(place for place, one in enumerate(ABSENCES, 1) if one.code == value.code)
        return f"!{number} {value.note}".strip()
    if isinstance(value, Fraction):
        return number_of(value)
    if isinstance(value, MarksValue):
        return _marks(given, value)
    if isinstance(value, tuple):
        return " ".join(value) if value else "0"
    return labels.get(value, value) if isinstance(value, str) else value


def number_of(value: Fraction) -> int | Decimal:
    """A number of finitely many decimals, as a cell holds it."""
    text = show(value)
    return Decimal(text) if "." in text else int(text)


def _marks(given: Input, value: MarksValue) -> str:
    """The marks of several raters as they are typed: a: r1=90 r2=85."""
    groups: dict[str, list[str]] = {}
    for group, rater, mark in value.rows:
        groups.setdefault(group, []).append(f"{rater}={show(mark)}")
    grouped = isinstance(given, Marks) and given.groups
    return (
        " ".join(f"{group}: {' '.join(rows)}" if grouped else " ".join(rows) for group, rows in groups.items()) or "0"
    )


def _text(value: Any) -> str:
    if isinstance(value, Fraction):
        return show(value)
    if isinstance(value, TallyValue):
        counts = (value.issued, value.collected, value.spoilt, value.blank, *(votes for _, votes in value.votes))
        return "/".join(map(str, counts))
    if isinstance(value, FindingRow):
        return f"{value.date} {value.document}"
    if isinstance(value, EventRow):
        return " ".join(filter(None, (str(value.date or ""), value.document, value.item, _of_row(value)))) or "-"
    if isinstance(value, MarksValue):
        return f"{len(value.rows)}x"
    if isinstance(value, Absent):
        return str(next(one.label for one in ABSENCES if one.code == value.code))
    if isinstance(value, list | tuple):
        return "; ".join(map(_text, value)) if value else "0"
    if isinstance(value, Mapping):
        return _of_map(value)
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _of_row(row: EventRow) -> str:
    """The columns of an event."""
    return "/".join(_text(value) for _, value in row.values if value is not UNKNOWN)


def _of_map(value: Mapping[str, Any]) -> str:
    if "absent" in value:
        return _text(Absent(str(value["absent"])))
    if "document" in value:
        return f"{value.get('date', '')} {value['document']}".strip()
    return "/".join(map(_text, value.values()))
