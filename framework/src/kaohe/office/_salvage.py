"""Reading a book whose entries the rules may no longer take: what is refused is left open, and told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ..cases import Case
from ..errors import CaseError
from ._documents import Row
from ._errors import Refusal
from ._reader import Reader, beside
from ._state import State

__all__ = ["salvaged"]


def salvaged(reader: Reader, state: State, whose: Collection[str] | None = None) -> tuple[Case, tuple[Refusal, ...]]:
    """The case of everybody, or of `whose` with those beside them, and the entries that are refused.

    A book that offices alone wrote has none, unless the rules became stricter since. Raises CaseError for what no
    entry is to blame for.
    """
    rows = {who: row for who, row in state.rows.items() if whose is None or who in whose}
    bare = [] if whose is None else beside(state, {who: state.rows.get(who) for who in whose})
    decided = state.decided() if whose is None else []
    refusals: list[Refusal] = []
    first = True
    while True:
        try:
            return reader.case([*rows.values(), *bare], decided), tuple(refusals)
        except CaseError as error:
            refusals += _each(reader, rows) if first else [_taken_out(error, rows, decided)]
            first = False


def _each(reader: Reader, rows: dict[str, Row]) -> list[Refusal]:
    """Take out of each row what is refused of it alone."""
    found = []
    for who in [*rows]:
        alone = {who: {key: part for key, part in rows[who].items() if key != "links"}}
        links = rows[who].get("links")
        while True:
            try:
                reader.case(alone.values())
                break
            except CaseError as error:
                found.append(_taken_out(error, alone, []))
        rows[who] = alone[who] | ({"links": links} if links else {})
    return found


def _taken_out(error: CaseError, rows: dict[str, Row], decided: list[dict[str, Any]]) -> Refusal:
    """Take the entry that an error is about out of what is read."""
    part, index = (*error.path, "", "")[:2]
    if part == "decisions" and isinstance(index, int) and index < len(decided):
        row = decided.pop(index)
        return Refusal(None, str(row.get("appraisee", "")), str(row.get("quota", "decision")), "", error.text)
    if part != "appraisees" or not isinstance(index, int) or index >= len(rows):
        raise error
    who = [*rows][index]
    inside, key, at = (*error.path[2:5], "", "", "")[:3]
    rows[who] = _less(rows[who], str(inside), str(key), str(at), error)
    return Refusal(None, who, str(key or inside), str(at) if isinstance(at, str) else "", error.text)


def _less(row: Row, inside: str, key: str, at: str, error: CaseError) -> Row:
    """The row without one value (of a period, where one is named), or, where none is named, without that part."""
    held = row.get(inside)
    if inside not in ("facts", "links", "rechecks", "name") or not held:
        inside, held = "facts", row.get("facts")
        if not held:
            raise error
    rest = {name: part for name, part in row.items() if name != inside}
    if isinstance(held, Mapping) and key in held:
        inner = held[key]
        kept = {name: value for name, value in held.items() if name != key}
        if inside == "facts" and isinstance(inner, Mapping) and at in inner and len(inner) > 1:
            kept[key] = {name: value for name, value in inner.items() if name != at}
        return rest | ({inside: kept} if kept else {})
    return rest
