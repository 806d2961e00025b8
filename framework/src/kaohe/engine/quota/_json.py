"""JSON as the allocator needs it: no floats, no repeated names, no endless numbers, and safe to print."""

from __future__ import annotations

import json
import re
from typing import Any

from kaohe.errors import AllocationError
from kaohe.words import Text

__all__ = ["Inexact", "dumped", "parsed"]

_LONGEST = 400

_SYNTAX = Text("not JSON at column {column}: {problem}", "第 {column} 列不是合法的 JSON：{problem}")
_REPEATED = Text('"{name}" stands twice in one object', "同一对象中“{name}”出现两次")
_ENDLESS = Text("a number of {count} digits; no score is so long", "数字长达 {count} 位；成绩不会这么长")
_NESTED = Text("nested too deeply for a plan", "嵌套过深，不是分配方案")


class Inexact(str):
    """A JSON number that is not a whole one, as written; whoever meets it says which field it stood in."""

    __slots__ = ()


def _whole(digits: str) -> int:
    if len(digits) > _LONGEST:
        raise AllocationError(_ENDLESS.format(count=len(digits)))
    return int(digits)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise AllocationError(_REPEATED.format(name=next(n for n in names if names.count(n) > 1)))
    return found


def parsed(text: str, *, line: int) -> Any:
    """The value that `text` holds, its first line being number `line` of the input.

    Numbers with a point or an exponent, NaN and infinities come as `Inexact`. Raises AllocationError.
    """
    try:
        return json.loads(
            text, parse_float=Inexact, parse_constant=Inexact, parse_int=_whole, object_pairs_hook=_object
        )
    except json.JSONDecodeError as error:
        problem = _SYNTAX.format(column=error.colno, problem=error.msg)
        raise AllocationError(problem, where=f"line {line + error.lineno - 1}") from None
    except RecursionError:
        raise AllocationError(_NESTED, where=f"line {line}") from None
    except AllocationError as error:
        raise AllocationError(error.text, where=f"line {line}") from None


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
