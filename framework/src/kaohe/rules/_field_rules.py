"""What more a field asks of its value than a type: keys, names, limits, words; and texts as they are given."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

import attrs

from ..words import Said, Text

__all__ = [
    "After",
    "Back",
    "Beside",
    "Few",
    "FieldRule",
    "Key",
    "Length",
    "Month",
    "MonthDay",
    "Name",
    "Places",
    "Some",
    "Step",
    "Workdays",
    "maybe_text",
    "one_of",
    "to_text",
    "within",
]

_LONGEST = 200


@attrs.frozen
class FieldRule:
    """What more a field asks of its value than its type, and how to say so."""

    holds: Callable[[Any], bool]
    text: Text


def one_of(*words: str) -> FieldRule:
    """One of a closed list of words."""
    known = ", ".join(words)
    return FieldRule(words.__contains__, Text(f"it is one of: {known}", f"可用：{known}"))


def within(low: int, high: int) -> FieldRule:
    """A whole number between two."""
    return FieldRule(
        lambda number: low <= number <= high,
        Text(f"it lies between {low} and {high}", f"须在 {low} 与 {high} 之间"),
    )


_KEY = re.compile(r"[\w-]{1,64}")
_NAMED = FieldRule(
    lambda text: 0 < len(text) <= _LONGEST and text == text.strip() and text.isprintable(),
    Text(
        "it is a name of 1 to 200 printable characters without blanks at its ends",
        "它是 1 至 200 个可显示字符，首尾没有空格",
    ),
)
_KEYED = FieldRule(
    lambda text: _KEY.fullmatch(text) is not None,
    Text(
        "a key is 1 to 64 letters, digits, _ or -: it names the input in case files",
        "键名为 1 至 64 个字母、数字、_ 或 -，案例文件用它指称录入项",
    ),
)
_FEW_PLACES = FieldRule(lambda number: 0 <= number <= 12, Text("decimal places are 0 to 12", "小数位数为 0 至 12"))
_FEW_STEPS = FieldRule(
    lambda number: abs(number) <= 36600,
    Text("it lies within a hundred years", "不超过一百年"),
)
_FEW_WORKDAYS = FieldRule(
    lambda number: abs(number) <= 1000, Text("it lies between -1000 and 1000", "须在 -1000 与 1000 之间")
)
_MONTH = FieldRule(lambda number: 1 <= number <= 12, Text("a month is 1 to 12", "月份为 1 至 12"))
_LENGTH = FieldRule(lambda number: 1 <= number <= 120, Text("a cycle is 1 to 120 months", "周期为 1 至 120 个月"))
_AFTER = FieldRule(lambda number: 0 <= number <= 366, Text("it lies between 0 and 366", "须在 0 与 366 之间"))
_MONTH_DAY = FieldRule(lambda number: 1 <= number <= 31, Text("a day of the month is 1 to 31", "日为 1 至 31"))
_BESIDE = FieldRule(lambda number: -1 <= number <= 1, Text("it is -1, 0 or 1", "须为 -1、0 或 1"))
_FEW = FieldRule(lambda number: 1 <= number <= 1000, Text("it lies between 1 and 1000", "须在 1 与 1000 之间"))
_BACK = FieldRule(lambda number: 0 <= number <= 20, Text("it lies between 0 and 20", "须在 0 与 20 之间"))
_NOT_EMPTY = FieldRule(bool, Text("it holds at least one", "至少有一个"))

Key = Annotated[str, _KEYED]
Name = Annotated[str, _NAMED]
Places = Annotated[int, _FEW_PLACES]
Step = Annotated[int, _FEW_STEPS]
Workdays = Annotated[int, _FEW_WORKDAYS]
Month = Annotated[int, _MONTH]
Length = Annotated[int, _LENGTH]
After = Annotated[int, _AFTER]
Back = Annotated[int, _BACK]
MonthDay = Annotated[int, _MONTH_DAY]
Beside = Annotated[int, _BESIDE]
Few = Annotated[int, _FEW]
Item = TypeVar("Item")
Some = Annotated[tuple[Item, ...], _NOT_EMPTY]


def to_text(value: Said) -> Text:
    """Words as they are given: a text, the pair ("English", "中文"), or a plain text, which stands for both languages."""
    if isinstance(value, tuple):
        fits = len(value) == 2 and all(isinstance(words, str) and words.strip() for words in value)
        return Text(*value) if fits else value  # type: ignore[return-value]  # what is no text is refused by `checked`, with the field's name
    return Text(value, value) if isinstance(value, str) and value.strip() else value  # type: ignore[return-value]  # as above


def maybe_text(value: Said | None) -> Text | None:
    """The same, where a text may be missing."""
    return None if value is None else to_text(value)
