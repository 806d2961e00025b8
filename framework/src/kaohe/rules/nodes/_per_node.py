"""What is worked out once for a declared node, by identity: nodes hash by structure, which costs a walk each time."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from ._expr import Expr

__all__ = ["per_node"]

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
