"""Clause numbers, as documents and as rule ids write them: 第五条（八）4 and BT-5(8)4 are both 5, 8, 4."""

from __future__ import annotations

import re

__all__ = ["agrees", "numbers"]

_DIGITS = {character: place for place, character in enumerate("零一二三四五六七八九")}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_TOKEN = re.compile(r"\d+|[零一二三四五六七八九十]+|[①②③④⑤⑥⑦⑧⑨⑩]")


def numbers(text: str) -> tuple[int, ...]:
    """The numbers in a clause or id, Chinese and circled ones as numbers too."""
    return tuple(_number(token) for token in _TOKEN.findall(text))


def _number(token: str) -> int:
    if token.isdecimal():
        return int(token)
    if token in _CIRCLED:
        return _CIRCLED.index(token) + 1
    tens, ten, units = token.partition("十")
    if not ten:
        return int("".join(str(_DIGITS[character]) for character in token))
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(units, 0) if units else 0)


def agrees(clause: str, name: str) -> bool:
    """Whether the numbers of a clause stand in an id: from its beginning for an article (条), else in order.

    A clause that opens with a number, as 四（七）, shares its first with the id. Without numbers nothing is said.
    """
    wanted, found = numbers(clause), numbers(name)
    if not wanted or not found:
        return True
    if "条" in clause:
        return found[: len(wanted)] == wanted
    if _TOKEN.match(clause) and wanted[0] != found[0]:
        return False
    here = iter(found)
    return all(number in here for number in wanted)
