"""What is worked out once for a value that never changes, and forgotten with it."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

__all__ = ["once"]

Held = TypeVar("Held")
Made = TypeVar("Made")


def once(make: Callable[[Held], Made]) -> Callable[[Held], Made]:
    """`make`, remembered for each value by identity while it lives: a ruleset hashes by structure, which takes long.

    What is made must not hold on to the value itself.
    """
    known: dict[int, tuple[weakref.ref[Held], Made]] = {}

    @wraps(make)
    def remembered(value: Held) -> Made:
        key = id(value)
        if key not in known:
            known[key] = (weakref.ref(value, lambda _: known.pop(key, None)), make(value))
        return known[key][1]

    return remembered
