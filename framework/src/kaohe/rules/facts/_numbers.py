"""Numbers of an entry: within their limits and places, a mark also as the sum of its indicators."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from ...errors import CaseError
from ...words import Message, echo
from .._exact import decimals, exact, show
from ..nodes import Days, Indicator, Marks, Score
from ._parse import indicators_of, parse_number
from ._shape import only, typed
from ._supplied import Supplied

__all__ = ["number_of", "points_of"]


def number_of(given: Any, raw: object, supplied: Supplied) -> Fraction:
    """The number of a score, a count, days or a mark. Raises CaseError."""
    if isinstance(raw, Mapping) and isinstance(given, Score):
        return _by_indicator(given, raw, supplied)
    if not isinstance(raw, int | Decimal | str | Fraction) or isinstance(raw, bool):
        raise CaseError(
            Message(
                "K1028", "{value} is not a number; write digits alone, like 89.5", "{value} 不是数；请只写数字，如 89.5"
            ).format(value=echo(raw))
        )
    value = exact(raw, name=given.key)
    high = _highest(given, supplied)
    if not given.low <= value <= high:
        raise CaseError(
            Message(
                "K1029",
                "{value} is outside {low} to {high}; enter a value within that",
                "{value} 超出 {low} 至 {high}；请录入此范围内的数",
            ).format(value=show(value), low=show(given.low), high=show(high))
        )
    _check_places(given, value)
    return value


def _highest(given: Any, supplied: Supplied) -> Fraction:
    """The largest value an input may take; days are days of the cycle unless it says otherwise."""
    high: Fraction = given.high
    if isinstance(given, Days) and not given.beyond and supplied.days is not None:
        return min(high, Fraction(supplied.days.length))
    return high


def _check_places(given: Any, value: Fraction) -> None:
    if isinstance(given, Days) and given.places and value % given.step:
        raise CaseError(
            Message(
                "K1030",
                "{value} is no whole or half day; enter it like 2 or 2.5",
                "{value} 不是整天或半天；请写成 2 或 2.5 这样",
            ).format(value=show(value))
        )
    places = decimals(value)
    if places is None or places > given.places:
        raise CaseError(
            Message(
                "K1031",
                "{value} has more than {places} decimals; enter it with no more than that",
                "{value} 的小数多于 {places} 位；请按此位数录入",
            ).format(value=show(value), places=given.places)
        )


def _by_indicator(given: Score, raw: Mapping[str, Any], supplied: Supplied) -> Fraction:
    only(raw, {"items"})
    lines = indicators_of(given, supplied)
    if not lines:
        raise CaseError(
            Message(
                "K1032",
                "there is no indicator table for {key}; enter the mark as one number",
                "{key} 没有指标表；请直接录入得分",
            ).format(key=given.key)
        )
    marks = raw["items"] if isinstance(raw.get("items"), Mapping) else {}
    only(marks, {line.id for line in lines})
    missing = [line.id for line in lines if line.id not in marks]
    if missing:
        raise CaseError(
            Message(
                "K1033",
                "the indicators {ids} have no points; enter the points of each",
                "指标 {ids} 没有得分；请逐项录入得分",
            ).format(ids=", ".join(missing))
        )
    scores = ((_score_of(line, given.clause), marks[line.id]) for line in lines)
    return sum((points_of(score, mark, supplied) for score, mark in scores), Fraction(0))


@lru_cache(maxsize=1024)  # everybody of a kind has the same lines, and an input takes longer to make than to ask
def _score_of(line: Indicator, clause: str) -> Score:
    """The mark that one line of an indicator table asks for."""
    return Score(line.id, line.label, clause=clause, high=line.points)


def points_of(given: Score | Marks, raw: object, supplied: Supplied) -> Fraction:
    """The points of one indicator or rater, which may be typed text and are never absent by themselves."""
    return number_of(given, parse_number(raw) if typed(raw) else raw, supplied)
