"""What two people changed at once: the values that both wrote, with both versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..store import Store
from ._documents import FACTS, PERIOD, RECHECK, Fields, Key, owner_of
from ._errors import Clash
from ._state import State

__all__ = ["clashes_of"]

_INSIDE = {FACTS: "facts", PERIOD: "facts", RECHECK: "rules"}


def clashes_of(
    documents: Mapping[Key, Fields | None], made_of: Mapping[Key, Fields | None], state: State, store: Store
) -> tuple[Clash, ...]:
    """The values that a save would write over and that are no longer what it was made from."""
    found = []
    for key, mine in documents.items():
        before, theirs = made_of.get(key), state.document(key)
        both = [*_both(key, before, theirs, mine)] if before != theirs else []
        if both:
            by, time = _last(store, key, state.versions.get(key))
            who, at = owner_of(key), key[1].split("/", 2)[1] if key[0] == PERIOD else ""
            found += [Clash(who, name or key[1], at, *values, by, time) for name, values in both]
    return tuple(found)


def _both(
    key: Key, before: Fields | None, theirs: Fields | None, mine: Fields | None
) -> Iterator[tuple[str, tuple[Any, Any, Any]]]:
    """The names that both changed, and to different values: fact by fact, rule by rule, else field by field."""
    inside = _INSIDE.get(key[0])
    parts = [one if inside is None or one is None else one[inside] for one in (before, theirs, mine)]
    old, other, own = [one or {} for one in parts]
    for name in sorted({*old, *other, *own} - {"place"}):
        values = old.get(name), other.get(name), own.get(name)
        if values[1] != values[0] and values[2] != values[0] and values[1] != values[2]:
            yield name, values


def _last(store: Store, key: Key, version: int | None) -> tuple[str, str]:
    """Who wrote a document last, and when."""
    if version is None:
        version = max((record.seq for record in store.history(*key)), default=0)
    record = next(store.history(after=version - 1))
    return record.actor, record.time
