"""JSON as the allocator needs it: no floats, whole texts told by field, and safe to print."""

from __future__ import annotations

import json
import re
from typing import Any

from kaohe.errors import AllocationError, FileError
from kaohe.files import parse_json

__all__ = ["Inexact", "dumped", "parsed"]


class Inexact(str):
    """A JSON number that is not a whole one, as written; whoever meets it says which field it stood in."""

    __slots__ = ()


def parsed(text: str, *, line: int) -> Any:
    """The value that `text` holds, its first line being number `line` of the input.

    Numbers with a point or an exponent, NaN and infinities come as `Inexact`. Raises AllocationError.
    """
    try:
        return parse_json(text, "", number=Inexact, constant=Inexact, halves=True)
    except FileError as error:
        raise AllocationError(error.text, where=f"line {line + (error.line or 1) - 1}") from None


_HIDDEN = re.compile(r"[^ -~]")


def _escaped(found: re.Match[str]) -> str:
    character = found[0]
    if character.isprintable():
        return character
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))


def dumped(value: object) -> str:
    """`value` as one line of JSON in which a terminal finds nothing to obey or to hide."""
    return _HIDDEN.sub(_escaped, json.dumps(value, ensure_ascii=False))
