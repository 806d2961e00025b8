"""How long a number, how deep a nesting may be: beyond it no reader of ours has a use for the data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from ..errors import FileError
from ..words import Message

__all__ = ["DEPTH", "DIGITS", "EndlessError", "Numbers", "check_plain", "endless", "too_deep"]

DIGITS, DEPTH = 400, 40
_LARGEST = 10**DIGITS
_EXPONENT = 3
_RUN = re.compile(r"[0-9A-Fa-fxXob_]++")

_ENDLESS = Message(
    "K2021",
    "a number of {count} digits; no score and no count is so long; correct it",
    "数字长达 {count} 位；分数与人数不会这么长；请更正",
)
_POWER = Message("K2022", "{value} is out of all measure; write it with its digits", "{value} 超出任何尺度；请写出数字")
_DEEP = Message(
    "K2023",
    "it is nested more than {most} deep; no case or plan is; take the nesting out",
    "嵌套超过 {most} 层；不是案例或方案；请减少嵌套",
)


class EndlessError(ValueError):
    """A number too long to keep; its text is the argument."""


class Numbers(dict[str, Any]):
    """Each different number is made once, by `number` from its text: a county's scores repeat a few hundred of them."""

    def __init__(self, number: Callable[[str], Any]) -> None:
        super().__init__()
        self.number = number

    def __missing__(self, text: str) -> Any:
        exponent = text.lower().partition("e")[2].lstrip("+-0_")
        if len(text.lstrip("+-")) > DIGITS or len(exponent) > _EXPONENT:
            raise EndlessError(text)
        value = self[text] = self.number(text)
        return value


def check_plain(data: Any, text: str, name: str, words: Iterator[tuple[int, str]]) -> None:
    """Raise FileError where `data`, read from `text`, is nested too deep or holds an endless whole number.

    `words` are the words of the text with their lines; they are asked for only where it is too deep.
    """
    level = [data]
    for _ in range(DEPTH):
        inner: list[Any] = []
        for value in level:
            kind = type(value)
            if kind is dict or kind is list:
                inner.extend(value.values() if kind is dict else value)
            elif kind is int and not -_LARGEST < value < _LARGEST:
                raise endless(text, name, None)
        if not inner:
            return
        level = inner
    raise too_deep(name, words)


def too_deep(name: str, words: Iterator[tuple[int, str]]) -> FileError:
    """The error for nesting, with the line of the bracket that goes too deep."""
    depth, line = 0, None
    for number, word in words:
        depth += word in ("{", "[")
        depth -= word in ("}", "]")
        if depth > DEPTH:
            line = number
            break
    return FileError(_DEEP.format(most=DEPTH), where=name, line=line)


def endless(text: str, name: str, number: str | None) -> FileError:
    """The error for `number`, or for the longest run of digits where it is not known, with its line."""
    if number is None:
        found = max(_RUN.finditer(text), key=lambda run: run.end() - run.start(), default=None)
        number, at = (found[0], found.start()) if found else ("", -1)
    else:
        at = text.find(number)
    line = text.count("\n", 0, at) + 1 if at >= 0 else None
    if len(number) > DIGITS * 3 // 4:  # in base 16 fewer digits say as much
        return FileError(_ENDLESS.format(count=len(number)), where=name, line=line)
    return FileError(_POWER.format(value=number), where=name, line=line)
