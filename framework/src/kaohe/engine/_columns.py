"""What a compiled record says of the quotas of its kind: where in its row each answer stands.

They stand in the verdict behind the grade, the score and the effects; `compiled` writes them, `pools` reads them, and
neither knows the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from ..rules import Rank

__all__ = ["CYCLE", "FIRST_COLUMN", "Columns", "RankColumn", "Span", "SpotColumn", "Verdict", "in_period"]

Verdict = tuple[Any, ...]
"""(place of the grade or -1 without grades, numerator, denominator, effects as bits[, the columns of the quotas ...])."""

FIRST_COLUMN = 4


@frozen
class Span:
    """What grades are of: one period of an axis, or the whole cycle."""

    axis: str = ""
    at: int | None = None


CYCLE = Span()


@frozen
class SpotColumn:
    """Of one quota: the codes of the pool (one text, or a tuple of them; None outside the quota).

    `counts` says whether somebody counts in the headcount, `eligible` whether they may hold a place; without such a
    column all do.
    """

    group: int
    counts: int | None
    eligible: int | None


@frozen
class RankColumn:
    """Of one part of a rank key: its numerator, bigger being better, over `static` and over a column where it has one."""

    top: int
    static: int
    bottom: int | None


@frozen
class Columns:
    """The columns of a kind: by id of its quotas, and by part of their rank keys."""

    spots: Mapping[str, SpotColumn] = field(factory=dict)
    ranks: Mapping[Rank, RankColumn] = field(factory=dict)

    def of_period(self, name: str) -> Columns:
        """The same for the quotas as they are called in a period."""
        return Columns({in_period(quota, name): spot for quota, spot in self.spots.items()}, self.ranks)


def in_period(quota: str, name: str) -> str:
    """What a quota is called in the period of that name."""
    return f"{quota}[{name}]"
