"""An expression and everything inside it."""

from __future__ import annotations

from collections.abc import Iterator

from .nodes import Expr, Their

__all__ = ["descend", "everywhere"]


def descend(expression: Expr) -> Iterator[Expr]:
    """`expression` and all nodes below it that are evaluated for the same appraisee."""
    waiting = [expression]
    while waiting:
        found = waiting.pop()
        yield found
        waiting += reversed(found.parts())


def everywhere(expression: Expr) -> Iterator[Expr]:
    """`expression` and all nodes below it, those that are asked of somebody linked included."""
    for found in descend(expression):
        yield found
        if isinstance(found, Their):
            yield from everywhere(found.expression)
