"""Grades of earlier cycles, entered as the record shows them: "two years 甲", "the second failure running"."""

from __future__ import annotations

from typing import Any

from ...errors import SchemeError
from ...words import Message, Said, Text
from ._choices import Choice, Option
from ._links import Kind

__all__ = ["NOT_APPRAISED", "earlier"]

NOT_APPRAISED = "not_appraised"
_FARTHEST = 20
_UNGRADED = Message(
    "K1210",
    "earlier({key}): {kind} has no grades to look back at; name the kind whose grades they were",
    "earlier({key})：{kind}没有等次可查；请写明当时所属、有等次的对象类别",
)
_BACK = Message(
    "K1211",
    "earlier({key}): back is {back}; write a whole number of cycles from 1 to {most}",
    "earlier({key})：back 为 {back}；请写 1 至 {most} 的整数，即向前数几个周期",
)
_LAST = Text("grade of the cycle before", "上一周期等次")
_BEFORE = Text("grade {n} cycles back", "向前第{n}个周期的等次")


def earlier(key: str, kind: Kind, *, back: int = 1, label: Said | None = None, **more: Any) -> Choice:
    """An input for the grade that a record of `kind` got `back` cycles ago, by its code; `NOT_APPRAISED` for none.

    It is a choice like any other, and takes what a Choice takes: its clause, who enters it.
    Nobody's silence counts as a grade: while it is not entered, what rests on it is open. Raises SchemeError.
    """
    if not kind.grades:
        raise SchemeError(_UNGRADED.format(key=key, kind=kind.label))
    if isinstance(back, bool) or not isinstance(back, int) or not 1 <= back <= _FARTHEST:
        raise SchemeError(_BACK.format(key=key, back=str(back)[:40], most=_FARTHEST))
    options = (*(Option(grade, Text(grade, grade)) for grade in kind.grades), _NONE)
    return Choice(
        key, label or (_LAST if back == 1 else _BEFORE.format(n=back)), options=options, cycles_back=back, **more
    )


_NONE = Option(NOT_APPRAISED, Text("not appraised then", "当时未考核"))
