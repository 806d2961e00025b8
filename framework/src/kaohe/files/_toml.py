"""TOML as plain data, and the line of what stands in it; every pass over the text is linear."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from attrs import define

from ..errors import FileError
from ..words import Message, Text
from ._limits import DEPTH, EndlessError, Numbers, check_plain, endless, too_deep

__all__ = ["parse_toml", "toml_line"]

_LONG = r'"""(?:[^"\\]|\\.|"(?!""))*+"{3,5}' + r"|'''(?:[^']|'(?!''))*+'{3,5}"
_SHORT = r'"(?:[^"\\\n]|\\.)*+"' + r"|'[^'\n]*+'"
_KEY = rf"(?:[A-Za-z0-9_-]++|{_SHORT})"
_DOT = r"[ \t]*+\.[ \t]*+"
# tomllib takes the square of the time for a key of many parts; as far as this reaches there is none.
_SHALLOW = re.compile(
    rf"(?:{_LONG}|{_KEY}(?:{_DOT}{_KEY}){{0,{DEPTH}}}+(?!{_DOT}{_KEY})|\#[^\n]*+|[^\"'#A-Za-z0-9_-]++)*+", re.DOTALL
)
_DEEP = re.compile(rf"{_KEY}(?:{_DOT}{_KEY}){{{DEPTH}}}")
_TOKEN = re.compile(
    rf"""(?P<skip>[ \t]++|\#[^\n]*+)|(?P<newline>\n)|(?P<word>{_LONG}|{_SHORT}|[^\s"'\#\[\]{{}}=,.]++)|(?P<mark>.)""",
    re.DOTALL,
)
_PLACE = re.compile(r"\(at line (\d+), column \d+\)")

_SYNTAX = Message("K2041", "this is not TOML: {why}; correct it there", "不是有效的 TOML：{why}；请在该处更正")
_PARTS = Message(
    "K2042",
    "a key of more than {most} parts; no case has one; correct the key",
    "键的层级超过 {most}；案例中没有这样的键；请更正该键",
)
_WHY = (
    ("Cannot overwrite a value", Text("a key stands twice, or in a value that is closed", "键重复，或写入已结束的值")),
    ("Cannot declare", Text("a table stands twice", "表重复")),
    ("Cannot mutate", Text("it adds to a table or list that is closed", "向已结束的表或列表追加内容")),
    ("Duplicate inline table key", Text("a key stands twice in one inline table", "行内表中键重复")),
    ("Expected '='", Text("an equals sign is missing after the key", "键之后缺少等号")),
    ("Expected ']", Text("the bracket of a table's name is not closed", "表名的方括号没有关闭")),
    ("Expected newline", Text("something follows a value on its line", "值之后还有多余内容")),
    ("Found invalid character", Text("a character that TOML does not allow", "含有 TOML 不允许的字符")),
    ("Illegal character", Text("a character that TOML does not allow", "含有 TOML 不允许的字符")),
    ("Invalid date or datetime", Text("this is no day of the calendar", "日历中没有这一天")),
    ("Invalid initial character", Text("a key is missing, or needs quotes", "缺少键，或键须加引号")),
    ("Invalid statement", Text("this is no key and no table", "既不是键，也不是表")),
    ("Invalid value", Text("the value is missing, or needs quotes", "缺少值，或值须加引号")),
    ("Unclosed array", Text("a list is not closed", "列表没有关闭")),
    ("Unclosed inline table", Text("an inline table is not closed", "行内表没有关闭")),
    ("Unescaped", Text("a backslash that means nothing; double it", "反斜杠无意义；请写成两个")),
    ("Unterminated string", Text("a text is not closed with its quote", "文字没有用引号结束")),
    ("Expected", Text("a quote is missing", "缺少引号")),
)
_OTHER = Text("something here is not TOML", "此处不合语法")


def parse_toml(text: str, name: str, *, number: Callable[[str], Any]) -> Any:
    """The value of a TOML text; `number` makes a value of a decimal's text.

    Raises FileError with the line for syntax, and for endless numbers, keys and nesting.
    """
    _check_keys(text, name)
    try:
        data = tomllib.loads(text, parse_float=Numbers(number).__getitem__)
    except tomllib.TOMLDecodeError as error:
        raise _syntax(str(error), text, name) from None
    except EndlessError as error:
        raise endless(text, name, str(error)) from None
    except ValueError:  # of int(), which takes no more than some thousand digits
        raise endless(text, name, None) from None
    except RecursionError:
        raise too_deep(name, _words(text)) from None
    check_plain(data, text, name, _words(text))
    return data


def _check_keys(text: str, name: str) -> None:
    found = _SHALLOW.match(text)
    end = found.end() if found is not None else 0
    if end < len(text) and _DEEP.match(text, end):
        raise FileError(_PARTS.format(most=DEPTH), where=name, line=text.count("\n", 0, end) + 1)


def _syntax(message: str, text: str, name: str) -> FileError:
    place = _PLACE.search(message)
    line = int(place[1]) if place else text.count("\n") + 1
    why = next((said for begins, said in _WHY if message.startswith(begins)), _OTHER)
    return FileError(_SYNTAX.format(why=why), where=name, line=line)


def toml_line(text: str, path: Sequence[str | int]) -> int | None:
    """The line where the value at `path` begins, or the nearest above it, in TOML that has been read before."""
    return _Search(tuple(path)).line(text)


@define
class _Open:
    """A list or an inline table that is open: how much of the path leads to it (-1: none), the place in a list."""

    listed: bool
    matched: int
    index: int = 0


class _Search:
    """One pass over the tokens of a TOML text, following how much of a path each key spells out."""

    def __init__(self, path: tuple[str | int, ...]) -> None:
        self.path = path
        self.best: int | None = None
        self.depth = 0
        self.counts: dict[tuple[str | int, ...], int] = {}

    def line(self, text: str) -> int | None:
        table, number, words = 0, 1, _words(text)
        for number, word in words:
            if word == "[":
                table = self.header(words, number)
            elif word != "\n":
                matched = self.extend(table, self.key(words, word), number)
                self.value(words, matched)
        return self.best

    def extend(self, matched: int, parts: Sequence[str | int], number: int) -> int:
        """How much of the path stands at `parts` below what matched before; the first line to get so far is noted."""
        for part in parts:
            if matched < 0 or matched == len(self.path) or self.path[matched] != part:
                return -1
            matched += 1
            if matched > self.depth:
                self.depth, self.best = matched, number
        return matched

    def key(self, words: Iterator[tuple[int, str]], first: str) -> list[str | int]:
        """The parts of a key, its first word being read already, up to the mark that ends it."""
        parts: list[str | int] = [_plain(first)]
        for _, word in words:
            if word in ("=", "]"):
                break
            if word != ".":
                parts.append(_plain(word))
        return parts

    def header(self, words: Iterator[tuple[int, str]], number: int) -> int:
        _, first = next(words)
        array = first == "["
        parts = self.key(words, next(words)[1] if array else first)
        if array:
            next(words)  # the second bracket
        full: list[str | int] = []
        for place, part in enumerate(parts, 1):
            full.append(part)
            key = tuple(full)
            if array and place == len(parts):
                self.counts[key] = self.counts.get(key, -1) + 1
            if key in self.counts:
                full.append(self.counts[key])
        return self.extend(0, full, number)

    def value(self, words: Iterator[tuple[int, str]], matched: int) -> None:
        """Go through one value, to the end of its line; what is found in its lists and tables is noted."""
        stack: list[_Open] = []
        begins = False  # a member of the innermost list begins with the next word
        for number, word in words:
            if word == "\n":
                if not stack:
                    return
            elif word in ("]", "}"):
                stack.pop()
                begins = False
            elif word == ",":
                stack[-1].index += 1
                begins = True
            elif stack and not stack[-1].listed and begins:
                matched, begins = self.extend(stack[-1].matched, self.key(words, word), number), False
            else:
                if stack and stack[-1].listed and begins:
                    matched, begins = self.extend(stack[-1].matched, [stack[-1].index], number), False
                if word in ("[", "{"):
                    stack.append(_Open(word == "[", matched))
                    begins = True


def _words(text: str) -> Iterator[tuple[int, str]]:
    """The tokens with their lines."""
    number = 1
    for found in _TOKEN.finditer(text):
        word = found[0]
        if found.lastgroup != "skip":
            yield number, word
        number += word.count("\n")


def _plain(word: str) -> str:
    """The word that a bare or quoted part of a key stands for."""
    if word[:1] == '"':
        try:
            return str(json.loads(word))
        except ValueError:
            return word.strip('"')
    return word.strip("'")
