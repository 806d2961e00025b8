"""One change of a record, on the case's own data and as the journal holds it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from ..fields._fields import MISSING

__all__ = ["Change", "changed", "drafted", "entry_of", "free_name", "own_rows"]


@frozen
class Change:
    """One value of one record, before and after; MISSING where the record's own data holds none."""

    who: str
    where: str
    key: str
    before: Any
    after: Any


def own_rows(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The case's data with rows of its own: a row is replaced whole, what is in it is never changed."""
    found = {**raw, "appraisees": [dict(row) for row in raw.get("appraisees", ())]}
    return {**found, "decisions": list(raw["decisions"])} if "decisions" in raw else found


def changed(row: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """The record after the change, a new one."""
    found = {**row, change.where: dict(row.get(change.where, {}))}
    if change.after is MISSING:
        found[change.where].pop(change.key, None)
    else:
        found[change.where][change.key] = change.after
    if not found[change.where]:
        del found[change.where]
    return found


def drafted(drafts: dict[str, str], cells: Mapping[str, str | None]) -> None:
    """Put texts among the drafts; None takes one out."""
    for cell, text in cells.items():
        if text is None:
            drafts.pop(cell, None)
        else:
            drafts[cell] = text


def entry_of(change: Change) -> dict[str, Any]:
    """The change as the journal holds it; an entry without "value" is one that was cleared."""
    entry = {"who": change.who, "where": change.where, "key": change.key}
    return entry if change.after is MISSING else {**entry, "value": change.after}


def free_name(path: Path) -> Path:
    """`path`, or a name beside it that no file has yet."""
    place, found = 1, path
    while found.exists():
        found = path.with_name(f"{path.stem}.{place}{path.suffix}")
        place += 1
    return found
