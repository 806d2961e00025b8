"""The values that a book holds, their copies, and their one canonical form as text."""

from __future__ import annotations

import json
import re
from typing import Any

from kaohe.words import Message, Text

from ._errors import Refused

__all__ = ["DEEPEST", "LARGEST", "Value", "canonical", "copied", "holds", "loads", "shown"]

Value = Any  # text, whole number, bool, None, list or map of these; checked by `copied`
DEEPEST = 32
LARGEST = 10**1000
_ABOVE_FIELDS = 3  # body, changes, row
_LONG_NUMBER = re.compile(r"(?<![0-9])[0-9]{1001}")
_BOXES = (dict, list)
_ENCODER = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False
)


def canonical(value: Value) -> str:
    """The only text of `value`: keys sorted, no spaces, characters as themselves."""
    return _ENCODER.encode(value)


def loads(text: str) -> Value:
    """Read canonical text; raises ValueError for anything else than our values, floats included."""
    return _DECODER.decode(text)


def _no_float(text: str) -> Value:
    raise ValueError(f"not a whole number: {text}")


_DECODER = json.JSONDecoder(parse_float=_no_float, parse_constant=_no_float)


def copied(value: Value, where: str = "", depth: int = 0) -> Value:
    """A copy of `value` that shares nothing with it; `Refused` where a book cannot hold it."""
    kind = type(value)
    if kind is str:
        return _text(value, where)
    if kind is bool or value is None:
        return value
    if kind is int and abs(value) < LARGEST:
        return value
    if kind in (list, dict) and depth < DEEPEST:
        return _container(value, where, depth + 1)
    raise Refused(
        Message(
            "K4013",
            "{where} holds {value}; a book holds text, whole numbers, yes/no, nothing, lists and maps",
            "{where} 的值为 {value}；账簿只存文本、整数、是否、空值、列表和映射",
        ).format(where=_place(where), value=shown(value))
    )


def shown(value: Value) -> Text | str:
    """What a refused value is; the repr of a long number or of a list within itself would itself raise."""
    if type(value) is int:
        return Text("a number of more than 1000 digits", "一个超过 1000 位的数")
    if type(value) in _BOXES:
        return Text("lists or maps more than {most} deep", "超过 {most} 层的列表或映射").format(most=DEEPEST)
    if type(value) is str:
        return ascii(value)[:60]
    return repr(value) if type(value) in (float, bool) else f"({type(value).__name__})"


def _place(where: str) -> Text | str:
    return where[-200:] or Text("the document", "文档")


def _container(value: Value, where: str, depth: int) -> Value:
    if type(value) is list:
        return [copied(item, f"{where}[{index}]", depth) for index, item in enumerate(value)]
    for key in value:
        if type(key) is not str:
            raise Refused(
                Message("K4014", "{where}: the key {key} is not text", "{where}：键 {key} 不是文本").format(
                    where=_place(where), key=shown(key)
                )
            )
    return {_text(key, where): copied(item, f"{where}.{key}", depth) for key, item in value.items()}


def _text(value: str, where: str) -> str:
    if "\0" in value or not _encodable(value):
        raise Refused(
            Message(
                "K4015",
                "{where}: {value} holds a NUL or half of a character pair; type it again",
                "{where}：{value} 含有空字符或残缺字符，请重新输入",
            ).format(where=_place(where), value=shown(value))
        )
    return value


def _encodable(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def holds(text: str, body: Value) -> bool:
    """Whether `copied` would take what a record's canonical `text` was read into; it is asked only where it could refuse.

    `loads` refuses floats, and half a character pair is not canonical.
    """
    if text.count("[") + text.count("{") > DEEPEST and not _shallow(body):
        return False
    if "\\u0000" not in text and not _LONG_NUMBER.search(text):
        return True
    try:
        copied(body, depth=-_ABOVE_FIELDS)
    except Refused:
        return False
    return True


def _shallow(body: Value) -> bool:
    level = [body]
    for _ in range(DEEPEST + _ABOVE_FIELDS):
        level = [one for box in level for one in (box.values() if type(box) is dict else box) if type(one) in _BOXES]
        if not level:
            return True
    return False
