"""What the rules of a scheme need of the cycle beside its days and periods."""

from __future__ import annotations

from collections.abc import Iterable

from .._descend import everywhere
from .._rules import Rule
from ..nodes import ShiftWorkdays, WorkdaysBetween

__all__ = ["counts_workdays"]


def counts_workdays(rules: Iterable[Rule]) -> bool:
    """Whether any of them counts working days, which the cycle then has to say."""
    return any(
        isinstance(node, ShiftWorkdays | WorkdaysBetween)
        for rule in rules
        for expression in rule.expressions()
        for node in everywhere(expression)
    )
