"""The check of one entry: an absence with its reason, or the value that its input takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import evolve

from ...errors import CaseError
from ...words import Message, Text
from .._values import ABSENCES, Absent, Value
from ..nodes import Choice, Count, Date, Days, Events, Finding, Input, Marks, Ratings, Score, Tally
from ._codes import choice_of, ratings_of
from ._days import date_of
from ._marks import marks_of
from ._numbers import number_of, points_of
from ._parse import PARSED, parse
from ._rows import events_of, findings_of
from ._shape import only, typed
from ._supplied import Supplied
from ._tallies import tally_of
from ._texts import plain_text

__all__ = ["REASON_LENGTH", "accept"]

REASON_LENGTH = 120


def accept(given: Input, raw: object, supplied: Supplied) -> Value:
    """The checked value of one entry (one position of an axis). Raises CaseError or InexactError with the reason."""
    if typed(raw) and type(given) in PARSED:
        raw = parse(given, raw, supplied)
    if isinstance(raw, Mapping) and "absent" in raw:
        return _absent(raw)
    return _ACCEPT[type(given)](given, raw, supplied)


def _absent(raw: Mapping[str, Any]) -> Absent:
    only(raw, {"absent", "reason"})
    code = raw["absent"]
    if code not in [known.code for known in ABSENCES]:
        raise CaseError(
            Message(
                "K1025",
                "absent: {code} is none of {known}; write one of them",
                "absent：{code} 不在 {known} 之中；请写其一",
            ).format(code=str(code), known=", ".join(known.code for known in ABSENCES))
        )
    absent = Absent(code)
    if "reason" in raw:
        absent = evolve(absent, note=plain_text(raw["reason"], Text("the reason", "原因"), longest=REASON_LENGTH))
    elif absent.due:
        raise CaseError(
            Message(
                "K1026",
                'absent: {code} needs a reason; add it: reason = "..."',
                "absent：{code} 须写 reason；请补写 reason = “……”",
            ).format(code=code)
        )
    return absent


_ACCEPT: dict[type, Callable[[Any, object, Supplied], Value]] = {
    Score: number_of,
    Count: number_of,
    Days: number_of,
    Date: date_of,
    Choice: choice_of,
    Finding: findings_of,
    Events: lambda given, raw, supplied: events_of(given, raw, supplied, accept),
    Ratings: ratings_of,
    Marks: lambda given, raw, supplied: marks_of(given, raw, lambda mark: points_of(given, mark, supplied)),
    Tally: tally_of,
}
