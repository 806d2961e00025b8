"""What the rules of a scheme need of the cycle beside its days and periods."""

from __future__ import annotations

from collections.abc import Iterable

from ._descend import descend
from ._rules import Rule
from .nodes import Expr, ShiftWorkdays, Their, WorkdaysBetween

__all__ = ["counts_workdays"]


def counts_workdays(rules: Iterable[Rule]) -> bool:
    """Whether any of them counts working days, which the cycle then has to say."""
    return any(
        isinstance(node, ShiftWorkdays | WorkdaysBetween)
        for rule in rules
        for expression in rule.expressions()
        for node in _everywhere(expression)
    )


def _everywhere(expression: Expr) -> list[Expr]:
    """The nodes of an expression, those that are asked of somebody linked included."""
    found = list(descend(expression))
    return found + [one for node in found if isinstance(node, Their) for one in _everywhere(node.expression)]
