"""An expression and everything inside it."""

from __future__ import annotations

from collections.abc import Iterator

from .nodes import Expr

__all__ = ["descend"]


def descend(expression: Expr) -> Iterator[Expr]:
    """`expression` and all nodes below it that are evaluated for the same appraisee."""
    waiting = [expression]
    while waiting:
        found = waiting.pop()
        yield found
        waiting += reversed(found.parts())
