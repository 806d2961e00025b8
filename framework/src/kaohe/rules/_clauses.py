"""Clause numbers, as documents and as rule ids write them: 第五条（八）4 and BT-5(8)4 are both 5, 8, 4."""

from __future__ import annotations

import re

__all__ = ["clause_number", "numbers"]

_DIGITS = {digit: number for number, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_NUMERAL = r"[0-9]+|[〇零一二三四五六七八九十]+"
_TOKEN = re.compile(rf"{_NUMERAL}|[{_CIRCLED}]")
_PIECES = re.compile(
    rf"附件(?P<annex>{_NUMERAL})|第?[（(](?P<inner>{_NUMERAL})[）)][项款]?|第?(?P<plain>{_NUMERAL})[章节条款项]?|[、，\s]"
)


def numbers(text: str) -> tuple[int, ...]:
    """The numbers in a clause or id, Chinese and circled ones as numbers too."""
    return tuple(_number(token) for token in _TOKEN.findall(text))


def _number(token: str) -> int:
    if token.isascii():
        return int(token)
    if token in _CIRCLED:
        return _CIRCLED.index(token) + 1
    tens, ten, units = token.partition("十")
    if not ten:
        return int("".join(str(_DIGITS[character]) for character in token))
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(units, 0) if units else 0)


def clause_number(clause: str) -> str | None:
    """A clause as ids write it: 第七条（一）3 is 7(1)3, 附件2 is A2; None where words are left that are no number."""
    found, at = "", 0
    while at < len(clause):
        piece = _PIECES.match(clause, at)
        if piece is None:
            return None
        at = piece.end()
        if piece["annex"]:
            found += f"A{_number(piece['annex'])}"
        elif piece["inner"]:
            found += f"({_number(piece['inner'])})"
        elif piece["plain"]:
            number = _number(piece["plain"])
            found += f".{number}" if found[-1:].isdigit() else str(number)
    return found or None
