"""Pinyin initials: 张三 is found by zs, 重算 by cs and zs, since a character may have several readings."""

from __future__ import annotations

import os
import unicodedata
from functools import cache

__all__ = ["has_initials", "initials_of"]


@cache
def _readings() -> dict[int, str]:
    # Read once a letter is looked for; its dictionary of phrases, six times as large, is never asked.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin.pinyin_dict import pinyin_dict

    return pinyin_dict


@cache
def initials_of(character: str) -> str:
    """The letters that a character's readings begin with; of what is no Chinese character, itself in small letters."""
    found = _readings().get(ord(character), "") if character > "\u2e7f" else ""
    bare = unicodedata.normalize("NFD", found)
    return "".join(dict.fromkeys(part[0] for part in bare.split(",") if part)) or character.lower()


def has_initials(text: str, typed: str, *, from_start: bool = False) -> bool:
    """Whether somewhere in `text`, or at its start, each character in turn begins with a letter of `typed`."""
    if not typed.isascii() or not typed.isalpha() or text.isascii():
        return False
    letters = [initials_of(character) for character in text if not character.isspace()]
    starts = range(1 if from_start else max(0, len(letters) - len(typed) + 1))
    return any(
        len(typed) <= len(letters) - start
        and all(letter in letters[start + place] for place, letter in enumerate(typed.lower()))
        for start in starts
    )
