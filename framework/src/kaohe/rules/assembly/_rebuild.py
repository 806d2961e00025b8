"""Declared values built anew with some of their parts changed; what does not change stays the same object."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from operator import is_
from typing import Any, TypeVar

import attrs

from ...words import Text

__all__ = ["rebuilt"]

Made = TypeVar("Made")
_NUMBERS = (int, Fraction)
_WORDS = (str, bool, type(None), Text)


def rebuilt(
    value: Made,
    change: Callable[[Any], Any],
    *,
    leaves: tuple[type, ...] = (),
    past: frozenset[str] = frozenset(),
    numbers: bool = False,
) -> Made:
    """`value` with `change` applied to it and to everything inside it but words, outermost first.

    `change` returns what to put in the place of what it is given (nothing inside that is looked at again), or the very
    same object, and then its parts are looked at, unless it is one of `leaves`; fields named in `past` are passed by, and
    so are numbers unless `numbers`. What several parents share stays shared.
    """
    return _Rebuilding(change, leaves, past, numbers).of(value)  # type: ignore[no-any-return]  # `change` keeps to what the place may hold


class _Rebuilding:
    def __init__(
        self, change: Callable[[Any], Any], leaves: tuple[type, ...], past: frozenset[str], numbers: bool
    ) -> None:
        self.change, self.leaves, self.past = change, leaves, past
        self.passed = frozenset(_WORDS if numbers else (*_WORDS, *_NUMBERS))
        self.made: dict[int, Any] = {}
        self.held: list[Any] = []  # ids stay taken while their values live

    def of(self, value: Any) -> Any:
        kind = type(value)
        if kind in self.passed:
            return value
        if kind is tuple:
            return self._each(value)
        if kind is int:  # Python keeps one object for all equal ones
            return self.change(value)
        found = self.made.get(id(value), self)
        if found is self:
            self.held.append(value)
            found = self.change(value)
            if found is value:
                found = self._parts(value)
            self.made[id(value)] = found
        return found

    def _each(self, value: tuple[Any, ...]) -> tuple[Any, ...]:
        parts = tuple([self.of(part) for part in value])
        return value if all(map(is_, parts, value)) else parts

    def _parts(self, value: Any) -> Any:
        if isinstance(value, self.leaves):
            return value
        moved, passed, past = {}, self.passed, self.past
        kind: type = type(value)
        for name, alias in _given(kind):
            part = getattr(value, name)
            if type(part) in passed or name in past:
                continue
            found = self.of(part)
            if found is not part:
                moved[alias] = found
        return attrs.evolve(value, **moved) if moved else value


@cache
def _given(made: type) -> tuple[tuple[str, str], ...]:
    """What a value is built from: each field with the name under which it is given; nothing where it has none."""
    if not attrs.has(made):
        return ()
    return tuple((field.name, field.alias) for field in attrs.fields(made) if field.init)
