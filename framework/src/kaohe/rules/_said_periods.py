"""What a period is called in a sentence, wherever people read it."""

from __future__ import annotations

import re

from ..words import Text

__all__ = ["said_period"]

_ORDINALS = "一二三四"
_IN_ORDER = ("1st", "2nd", "3rd", "4th")
_HALVES = ("上半年", "下半年")
_FORM = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)|Q(?P<quarter>[1-4])|H(?P<half>[12]))?", re.ASCII)


def said_period(name: str) -> Text:
    """A period or cycle as a sentence has it: 2019年第一季度, 2018年11月至2019年10月; any other name as it is."""
    first, _, last = name.partition("/")
    if last and _FORM.fullmatch(first) and _FORM.fullmatch(last):
        return Text("{first} to {last}", "{first}至{last}").format(first=_said(first), last=_said(last))
    return _said(name)


def _said(name: str) -> Text:
    found = _FORM.fullmatch(name)
    if found is None:
        return Text(name, name)
    year = found["year"]
    if found["month"]:
        return Text(name, f"{year}年{int(found['month'])}月")
    if found["quarter"]:
        place = int(found["quarter"]) - 1
        return Text(f"{_IN_ORDER[place]} quarter of {year}", f"{year}年第{_ORDINALS[place]}季度")
    if found["half"]:
        place = int(found["half"]) - 1
        return Text(f"{_IN_ORDER[place]} half of {year}", f"{year}年{_HALVES[place]}")
    return Text(name, f"{year}年度")
