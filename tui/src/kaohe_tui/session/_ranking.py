"""Ordering many people by their exact scores, fast."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from math import lcm
from typing import TypeVar

from attrs import frozen

from kaohe.engine import shared_ranks

__all__ = ["Ranked", "by_score", "ranked", "turned"]

_Row = TypeVar("_Row")


@frozen
class Ranked:
    """People by score, the best first, those without one last, equal ones by id; and the rank of each ("3=")."""

    ids: tuple[str, ...] = ()
    ranks: tuple[str, ...] = ()


def ranked(scores: Iterable[tuple[str, Fraction | None]]) -> Ranked:
    """Everybody by score."""
    found = sorted(_whole(scores), key=lambda row: (row[0] is None, row[0] or 0, row[1]))
    return Ranked(tuple(name for _, name in found), tuple(shared_ranks([score for score, _ in found])))


def by_score(scores: Iterable[tuple[str, Fraction | None]]) -> list[str]:
    """Everybody by score, equal ones in the order in which they came."""
    return [name for _, name in sorted(_whole(scores), key=lambda row: (row[0] is None, row[0] or 0))]


def turned(rows: Sequence[_Row], last: Collection[_Row]) -> list[_Row]:
    """The rows the other way round; those of `last`, which have nothing to be ordered by, stay last as they are."""
    return [*(row for row in reversed(rows) if row not in last), *(row for row in rows if row in last)]


def _whole(scores: Iterable[tuple[str, Fraction | None]]) -> list[tuple[int | None, str]]:
    """Each score as a whole number of the scores' common denominator, the better the less: fast to compare."""
    found = list(scores)
    common = lcm(*{score.denominator for _, score in found if score is not None})
    return [(None if score is None else -int(score * common), name) for name, score in found]
