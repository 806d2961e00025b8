"""What the cycle supplies to the checks of facts."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from .._spans import CycleDays
from ..nodes import Indicator, Input

__all__ = ["Supplied"]


@frozen
class Supplied:
    """What the cycle supplies: lists of codes, indicator tables, the columns of each list of events, and its days."""

    lists: Mapping[str, tuple[str, ...]] = field(factory=dict)
    tables: Mapping[str, tuple[Indicator, ...]] = field(factory=dict)
    columns: Mapping[str, tuple[Input, ...]] = field(factory=dict)
    days: CycleDays | None = None
