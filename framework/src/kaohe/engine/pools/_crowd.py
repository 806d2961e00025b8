"""Those of a part of whom its lines say for certain how they stand: counted by group, and nobody of them seated."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

__all__ = ["Crowd"]


@frozen
class Crowd:
    """How many of them each group has: `heads` in its headcount, `taken` with a place, `others` candidates without one."""

    heads: Mapping[str, int] = field(factory=dict)
    taken: Mapping[str, int] = field(factory=dict)
    others: Mapping[str, int] = field(factory=dict)
