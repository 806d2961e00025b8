"""Declared values built anew with some of their parts changed; what does not change stays the same object."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

import attrs

__all__ = ["rebuilt"]

Made = TypeVar("Made")
_ATOMS = (bool, int, str, type(None))


def rebuilt(
    value: Made,
    change: Callable[[Any], Any],
    *,
    leaves: tuple[type, ...] = (),
    past: frozenset[str] = frozenset(),
) -> Made:
    """`value` with `change` applied to it and to everything inside it, outermost first.

    `change` returns what to put in the place of what it is given (nothing inside that is looked at again), or the very
    same object, and then its parts are looked at, unless it is one of `leaves`; fields named in `past` are passed by.
    What several parents share stays shared.
    """
    return _Rebuilding(change, leaves, past).of(value)  # type: ignore[no-any-return]  # `change` keeps to what the place may hold


class _Rebuilding:
    def __init__(self, change: Callable[[Any], Any], leaves: tuple[type, ...], past: frozenset[str]) -> None:
        self.change, self.leaves, self.past = change, leaves, past
        self.made: dict[int, Any] = {}
        self.held: list[Any] = []  # ids stay taken while their values live

    def of(self, value: Any) -> Any:
        if isinstance(value, tuple):
            parts = tuple(self.of(part) for part in value)
            return value if all(new is old for new, old in zip(parts, value, strict=True)) else parts
        if type(value) in _ATOMS:  # Python keeps one object for all equal ones
            return self.change(value)
        if id(value) not in self.made:
            self.held.append(value)
            changed = self.change(value)
            self.made[id(value)] = changed if changed is not value else self._parts(value)
        return self.made[id(value)]

    def _parts(self, value: Any) -> Any:
        if not attrs.has(type(value)) or isinstance(value, self.leaves):
            return value
        moved = {}
        kind: type = type(value)
        for name, alias in _given(kind):
            if name not in self.past:
                part = getattr(value, name)
                found = self.of(part)
                if found is not part:
                    moved[alias] = found
        return attrs.evolve(value, **moved) if moved else value


@cache
def _given(made: type) -> tuple[tuple[str, str], ...]:
    """What a value is built from: each field with the name under which it is given."""
    return tuple((field.name, field.alias) for field in attrs.fields(made) if field.init)
