"""A checked value as a person would type it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kaohe.rules.tools import ABSENCES, UNKNOWN, Absent, MarksValue, show

__all__ = ["absence_help", "typed_of"]


def absence_help() -> str:
    """The numbers of the absences, as they are typed after "!"."""
    return "  ".join(f"!{place} {absence.label}" for place, absence in enumerate(ABSENCES, 1))


def typed_of(value: Any) -> str:
    """A checked value as a person would type it, "" where it is unknown."""
    if value is UNKNOWN:
        return ""
    if isinstance(value, Absent):
        place = next(index for index, known in enumerate(ABSENCES, 1) if known.code == value.code)
        return f"!{place} {value.note}".rstrip()
    if isinstance(value, Fraction):
        return show(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, MarksValue):
        return " ".join(_sheet(group, rows) for group, rows in value.plain().items()) or "0"
    if isinstance(value, tuple):
        return " ".join(map(str, value)) or "0"
    return str(value)


def _sheet(group: str, rows: Mapping[str, Fraction]) -> str:
    """One group's marks: "peers: r1=90 r2=85"."""
    told = " ".join(f"{rater}={show(mark)}" for rater, mark in rows.items())
    return f"{group}: {told}" if group else told
