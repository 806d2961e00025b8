"""Names that look alike: one comparison for ids, codes, indicator ids, item codes and document numbers."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterable

from ..words import Message

__all__ = ["alike", "alike_document", "all_differ", "look_alike", "near", "twice_alike"]

# Shown as nothing: the zero-width, filler, joiner and variation characters that Unicode lets a renderer ignore.
_IGNORED = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_BRACKETS = str.maketrans("〔〕[]【】〈〉{}", "()()()()()")


def alike(name: str) -> str:
    """What `name` is compared by: without blanks around it, width, normal form, letter case and invisible characters."""
    if name.isascii():
        return name.strip().lower()
    text = unicodedata.normalize("NFKC", _IGNORED.sub("", name)).casefold()
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text)).strip()


def all_differ(names: Collection[str]) -> bool:
    """Whether no two of the names look alike; of plain ones in a third of the time that asking each of them takes."""
    plain = "".join(names).isascii()
    return len({*(map(str.lower, map(str.strip, names)) if plain else map(alike, names))}) == len(names)


def alike_document(number: str) -> str:
    """What a document number is compared by: as `alike`, whatever its brackets, without blanks."""
    return "".join(alike(number).translate(_BRACKETS).split())


def near(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` was most likely meant to be: the one it looks like, else the nearest in spelling."""
    names = list(known)
    wanted = alike(name)
    same = next((one for one in names if alike(one) == wanted), None)
    if same is not None:
        return same
    found = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    return found[0] if found else None


def twice_alike(names: Iterable[str]) -> tuple[int, int] | None:
    """The places of the first two names that look alike, None where all differ."""
    seen: dict[str, int] = {}
    for place, name in enumerate(names):
        first = seen.setdefault(alike(name), place)
        if first != place:
            return first, place
    return None


def look_alike(one: str, two: str) -> Message:
    """The sentence about two names that are one."""
    if one == two:
        return Message("K1090", '"{one}" stands twice', "“{one}”出现两次").format(one=one)
    text = Message(
        "K1091",
        '"{one}" and "{two}" look alike (blanks, width, letter case or invisible characters): they are one',
        "“{one}”与“{two}”看来相同（空格、全角半角、大小写或不可见字符之别）：视为同一个",
    )
    return text.format(one=one, two=two)
