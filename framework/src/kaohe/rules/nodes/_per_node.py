"""What is worked out once for a declared node, by identity: nodes hash by structure, which costs a walk each time."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import wraps
from itertools import count
from typing import TypeVar

from ._expr import Expr

__all__ = ["number_alike", "per_node"]

T = TypeVar("T")


def per_node(compute: Callable[[Expr], T]) -> Callable[[Expr], T]:
    """`compute`, remembered for as long as its node lives."""
    known: dict[int, tuple[weakref.ref[Expr], T]] = {}

    @wraps(compute)
    def remembered(node: Expr) -> T:
        key = id(node)
        found = known.get(key)
        if found is not None:
            return found[1]
        value = compute(node)
        known[key] = (weakref.ref(node, lambda _: known.pop(key, None)), value)
        return value

    return remembered


_numbers = count()
_known_numbers: weakref.WeakKeyDictionary[Expr, int] = weakref.WeakKeyDictionary()


@per_node
def number_alike(node: Expr) -> int:
    """A number that a node shares with those that equal it, and with no other: whatever one is worth, all are."""
    return _known_numbers.setdefault(node, next(_numbers))
