"""JSON as plain data, and the line of what stands in it; every pass over the text is linear."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from ..errors import FileError
from ..words import Message, Text
from ._limits import DEPTH, DIGITS, EndlessError, Numbers, check_plain, endless, too_deep
from ._text import decode

__all__ = ["json_line", "parse_json"]

_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\],:]|[^\s"{}\[\],:]++', re.DOTALL)
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")

_SYNTAX = Message(
    "K2031",
    "this is not JSON: {why} (column {column}); correct it there",
    "不是有效的 JSON：{why}（第 {column} 列）；请在该处更正",
)
_CONSTANT = Message("K2032", "{value} is not a number; write digits alone", "{value} 不是数；请只写数字")
_TWICE = Message(
    "K2033",
    "the key {key} stands twice in one object; one of them would be lost; keep one",
    "键 {key} 出现两次；其一会丢失；请只留其一",
)
_HALVES = Message("K2034", "a text holds half a character; enter it again", "文字中有半个字符；请重新输入")
_WHY = {
    "Expecting value": Text("a value is missing here", "此处缺少值"),
    "Expecting property name enclosed in double quotes": Text(
        "here a name in double quotes must stand", "此处须是双引号中的名称"
    ),
    "Expecting ':' delimiter": Text("a colon is missing here", "此处缺少冒号"),
    "Expecting ',' delimiter": Text("a comma is missing here", "此处缺少逗号"),
    "Extra data": Text("it goes on after its end", "结束之后还有内容"),
    "Unterminated string starting at": Text("a text that begins here does not end", "此处开始的文字没有结束"),
    "Invalid control character at": Text(
        "a control character or line break stands in a text", "文字中有控制字符或换行"
    ),
}
_OTHER = Text("something here is not JSON", "此处不合语法")


class _TwiceError(Exception):
    """A key stands twice in one object."""


def parse_json(
    text: str | bytes,
    name: str,
    *,
    number: Callable[[str], Any],
    constant: Callable[[str], Any] | None = None,
    halves: bool = False,
) -> Any:
    """The value of a JSON text, or of its UTF-8 bytes, which take a third of the time where there are many.

    `number` makes a value of a decimal's text, `constant` of NaN and the infinities. Raises FileError with the line for
    syntax, a key that stands twice, endless numbers and nesting, `constant`s where none is given, and texts with half a
    character where `halves` are not wanted.
    """
    if isinstance(text, bytes):
        data = _quickly(text, number) if len(text) >= LARGE else _DOUBT
        if data is not _DOUBT:
            return data
        text = decode(text, name)
    data = _strictly(text, name, number, constant or _constant)
    check_plain(data, text, name, _words(text))
    if not halves and "\\" in text and _HALF.search(text):
        _check_whole(text, name)
    return data


def _strictly(text: str, name: str, number: Callable[[str], Any], constant: Callable[[str], Any]) -> Any:
    """The value, every object and whole number looked at as it is parsed; this is what says what is wrong and where."""
    try:
        return json.loads(
            text,
            parse_float=Numbers(number).__getitem__,
            parse_int=Numbers(int).__getitem__,
            parse_constant=constant,
            object_pairs_hook=_unique,
        )
    except json.JSONDecodeError as error:
        why = _WHY.get(error.msg, _OTHER)
        raise FileError(_SYNTAX.format(why=why, column=error.colno), where=name, line=error.lineno) from None
    except _TwiceError:
        raise _twice(text, name) from None
    except _ConstantError as error:
        raise FileError(_CONSTANT.format(value=str(error)), where=name, line=_line_of_word(text, str(error))) from None
    except EndlessError as error:
        raise endless(text, name, str(error)) from None
    except RecursionError:
        raise too_deep(name, _words(text)) from None


class _ConstantError(Exception):
    """NaN or an infinity stands where a number should."""


def _constant(text: str) -> Any:
    raise _ConstantError(text)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _TwiceError
    return found


_DOUBT: Any = object()
_BEFORE_COLON = (b'":', b" :", b"\t:", b"\n:", b"\r:")
_CONTAINERS = frozenset({dict, list})

LARGE = 1 << 19
"""From so many bytes on the quick way saves more than the import of its library costs."""


def _quickly(raw: bytes, number: Callable[[str], Any]) -> Any:
    """The value where it is surely what `_strictly` gives, _DOUBT where that has to say; it takes a third of the time.

    msgspec refuses all that is not JSON, but the last of two keys that are one wins there: no key was lost if the objects
    hold as many as there are colons that may follow one.
    """
    import msgspec  # 20 ms, which small files do not pay

    try:
        data = msgspec.json.Decoder(float_hook=Numbers(number).__getitem__).decode(raw)
    except (ValueError, RecursionError):
        return _DOUBT
    signs = raw.translate(None, _NO_SIGN)
    keys = _keys(data, signs)
    one_each = keys == signs.count(b":") or keys == sum(map(raw.count, _BEFORE_COLON))
    return data if one_each and not _may_be_endless(raw) else _DOUBT


_NO_SIGN = bytes(set(range(256)) - set(b"{[,:"))


def _keys(data: Any, signs: bytes) -> int:
    """How many keys there are, -1 where it is nested too deep. Of the text the `signs` are left."""
    keys = _counted(data, signs, _in_likely)
    return _counted(data, signs, _in_all) if keys < 0 else keys


def _counted(data: Any, signs: bytes, inside: Callable[[Sequence[dict[str, Any]]], Iterable[Iterable[Any]]]) -> int:
    """The same, or -1 where `inside` leaves out too many of the values of tables.

    Nobody looks into what surely holds no object and no list: the last of as many as there are brackets, and lists of
    marks, once all objects are found and no list stands elsewhere than behind a key.
    """
    objects, arrays = signs.count(b"{"), signs.count(b"[")
    behind_keys = signs.count(b":[") == arrays
    level = [value for value in [data] if value.__class__ in _CONTAINERS]
    keys = 0
    for _ in range(DEPTH - 2):  # one level is left for lists, one for what they hold
        tables = [value for value in level if value.__class__ is dict]
        lists = [value for value in level if value.__class__ is list] if len(tables) < len(level) else []
        keys += sum(map(len, tables))
        objects, arrays = objects - len(tables), arrays - len(lists)
        if objects <= 0 and (arrays <= 0 or behind_keys):
            return keys
        level = [v for v in chain(*inside(tables), *lists) if v.__class__ in _CONTAINERS]
        if not level:
            return keys if inside is _in_all else -1
    return -1


def _in_all(tables: Sequence[dict[str, Any]]) -> Iterable[Iterable[Any]]:
    return map(dict.values, tables)


def _in_likely(tables: Sequence[dict[str, Any]]) -> Iterable[Iterable[Any]]:
    """The values of keys which are no plain ones in three of the tables: that is all there is in most files."""
    some = (tables[place] for place in (0, len(tables) // 2, -1)) if tables else ()
    keys = {key for table in some for key, value in table.items() if value.__class__ in _CONTAINERS}
    return [[table.get(key) for table in tables] for key in keys]


def _may_be_endless(raw: bytes) -> bool:
    """Whether as many digits as no number has may stand side by side: two of some that are half as far apart show it."""
    size = DIGITS // 2
    return any(
        raw[found.start() * size : found.start() * size + size].isdigit() for found in _TWO.finditer(raw[::size])
    )


_TWO = re.compile(b"[0-9](?=[0-9])")


def _twice(text: str, name: str) -> FileError:
    """The first key that stands twice, found by reading the keys once more."""
    seen: list[set[str] | None] = []
    before = ""
    for found in _TOKEN.finditer(text):
        word = found[0]
        if word in "{[":
            seen.append(set() if word == "{" else None)
        elif word in "}]":
            seen.pop()
        elif word[0] == '"' and before in "{," and (keys := seen[-1]) is not None:
            key = str(json.loads(word))
            if key in keys:
                return FileError(_TWICE.format(key=key[:60]), where=name, line=_line_at(text, found.start()))
            keys.add(key)
        before = word
    return FileError(_TWICE.format(key="?"), where=name)


def _check_whole(text: str, name: str) -> None:
    for found in _TOKEN.finditer(text):
        if found[0][0] == '"' and _HALF.search(found[0]) and _SURROGATE.search(json.loads(found[0])):
            raise FileError(_HALVES, where=name, line=_line_at(text, found.start()))


def _words(text: str) -> Iterator[tuple[int, str]]:
    """The words of the text with their lines."""
    line, end = 1, 0
    for found in _TOKEN.finditer(text):
        line += text.count("\n", end, found.start())
        end = found.start()
        yield line, found[0]


def _line_of_word(text: str, wanted: str) -> int:
    return next((_line_at(text, found.start()) for found in _TOKEN.finditer(text) if found[0] == wanted), 1)


def _line_at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def json_line(text: str, path: Sequence[str | int]) -> int:
    """The line where the value at `path` begins, or the nearest above it, in JSON that has been read before."""
    position = 0
    for position in _along(text, path):  # noqa: B007  # the last is the deepest
        pass
    return _line_at(text, position)


def _along(text: str, path: Sequence[str | int]) -> Iterator[int]:
    """Where the root begins, then what `path` leads to, part by part."""
    kinds: list[str] = []  # the containers that are open
    matched = index = key_at = 0  # the members looked at are those of the value at path[:matched]
    due, before = True, ""
    for found in _TOKEN.finditer(text):
        word, within = found[0], len(kinds) == matched + 1
        if word in ("}", "]"):
            kinds.pop()
            if len(kinds) <= matched:
                return
        elif word == ",":
            index += within
        elif word == ":":
            pass
        elif kinds[-1:] == ["{"] and before != ":":
            if within:
                due, key_at = json.loads(word) == path[matched], found.start()
        else:
            opens, listed = word in ("{", "["), kinds[-1:] == ["["]
            if within and listed:
                due = index == path[matched]
            if due:
                yield found.start() if opens or listed or not kinds else key_at
                matched, index = matched + bool(kinds), 0
                if matched == len(path) or not opens:
                    return
            due = False
            kinds += [word] if opens else []
        before = word
