"""What the positions of an axis come to together: absent ones left out, open ones spread over what they may be."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial

from ._intervals import extreme_of, hull, weighed, weighted_sum
from ._worth import NO_CAUSES, Causes, Code, Day, Gone, Num, Truth, Worth, exactly

__all__ = ["aggregated", "fold_present"]

_ZERO, _ONE = exactly(0), Fraction(1)


def aggregated(op: str, rows: list[tuple[Worth, bool]], causes: Causes) -> Worth:
    """The worth of some positions, each with whether it counts for certain, under one of the words of `Aggregate`."""
    if op in ("known", "due"):
        return _how_many(op, rows, causes)
    there = _present(rows)
    if not there:
        return _ZERO if op in ("sum", "count", "distinct") and not rows else _all_gone(rows)
    return _AGGREGATE[op](there, causes)


def fold_present(rows: list[tuple[Worth, bool]], causes: Causes, *, meet: bool) -> Truth:
    """All (`meet`) or any of the rows that are there; absent where there are rows, and all of them are absent."""
    options: frozenset[bool | None] = frozenset({None})
    why: Causes = NO_CAUSES
    for found, certain in rows:
        assert isinstance(found, Truth)  # noqa: S101  # a quantifier ranges over conditions
        each = found.options if certain else found.options | {None}
        options = frozenset(_joined(a, b, meet=meet) for a in options for b in each)
        why |= found.causes if certain or found.must(meet) else found.causes | causes
    if not any(certain for _, certain in rows):
        absent = any(isinstance(found, Truth) and found.may(None) for found, _ in rows)
        options = (options if absent else options - {None}) | {meet}
    reasons = _all_gone(rows).reasons if None in options else frozenset()
    return Truth(options, (why or causes) if len(options) > 1 else NO_CAUSES, reasons)


def _joined(one: bool | None, two: bool | None, *, meet: bool) -> bool | None:
    """Two rows as one, where an absent one changes nothing."""
    if one is None or two is None:
        return two if one is None else one
    return (one and two) if meet else (one or two)


_There = Num | Truth | Day | Code
_Rows = list[tuple[_There, bool]]


def _present(rows: list[tuple[Worth, bool]]) -> _Rows:
    """The rows that are not absent."""
    there = [(found, certain) for found, certain in rows if not isinstance(found, Gone)]
    return [(found, certain) for found, certain in there if not (isinstance(found, Truth) and found.must(None))]


def _all_gone(rows: list[tuple[Worth, bool]]) -> Gone:
    reasons = [found.reasons for found, _ in rows if isinstance(found, Gone | Truth)]
    return Gone(frozenset({"nothing-assessed"}).union(*reasons))


def _how_many(op: str, rows: list[tuple[Worth, bool]], causes: Causes) -> Num:
    """`known`: positions with a value, an unknown one may yet be recorded as absent; `due`: positions that are due."""
    if op == "due":
        due = [certain for found, certain in rows if not (isinstance(found, Gone) and _not_due(found))]
        return Num(Fraction(sum(due)), Fraction(len(due)), NO_CAUSES if all(due) else causes)
    there = _present(rows)
    unsettled = [found for found, certain in there if not certain or _value(found) is None]
    why = causes.union(*(found.causes for found in unsettled))
    return Num(Fraction(len(there) - len(unsettled)), Fraction(len(there)), why if unsettled else NO_CAUSES)


def _value(found: _There) -> object:
    """The value, None where it is not settled."""
    if isinstance(found, Truth):
        return next(iter(found.options)) if found.settled else None
    return found.value


def _not_due(found: Gone) -> bool:
    return any(reason in _NOT_DUE for reason in found.reasons)


_NOT_DUE = frozenset({"not-posted", "rotated-out", "not-applicable"})


def _numbers(rows: _Rows) -> list[tuple[Num, bool]]:
    return [(found, certain) for found, certain in rows if isinstance(found, Num)]


def _total(found: list[Num], share: Fraction = _ONE) -> Num:
    """The sum of some numbers, or a share of it."""
    settled = [one.low for one in found if one.low is not None and (one.low is one.high or one.low == one.high)]
    if len(settled) == len(found):
        total = weighed([(one, share) for one in settled])
        return Num(total, total)
    return weighted_sum([(one, share) for one in found])


def _sum(rows: _Rows, causes: Causes) -> Num:
    return _total([found if certain else hull([found, _ZERO], causes) for found, certain in _numbers(rows)])


def _mean(rows: _Rows, causes: Causes) -> Num:
    found = _numbers(rows)
    if all(certain for _, certain in found):
        return _total([value for value, _ in found], Fraction(1, len(rows)))
    return _one_at_least(rows, causes)


def _one_at_least(rows: _Rows, causes: Causes) -> Num:
    """The mean, maximum or minimum of rows some of which may not count; it may be absent where none counts for sure."""
    found = [value for value, _ in _numbers(rows)]
    if any(certain for _, certain in rows):
        return hull(found, causes)
    return Num(None, None, causes.union(*(value.causes for value in found)))


def _most(op: str, rows: _Rows, causes: Causes) -> Num:
    found = _numbers(rows)
    if all(certain for _, certain in found):
        return extreme_of(op, [value for value, _ in found])
    return _one_at_least(rows, causes)


def _count(rows: _Rows, causes: Causes) -> Num:
    low = sum(1 for found, certain in rows if certain and isinstance(found, Truth) and found.must(True))
    high = sum(1 for found, _ in rows if isinstance(found, Truth) and found.may(True))
    unsettled = causes.union(*(found.causes for found, _ in rows if isinstance(found, Truth)))
    return Num(Fraction(low), Fraction(high), NO_CAUSES if low == high else unsettled)


def _distinct(rows: _Rows, causes: Causes) -> Num:
    sure = {_value(found) for found, certain in rows if certain} - {None}
    open_rows = [found for found, certain in rows if not certain or _value(found) is None]
    unsettled = causes.union(*(found.causes for found in open_rows))
    low = Fraction(max(len(sure), 1 if any(certain for _, certain in rows) else 0))
    return Num(low, Fraction(len(sure) + len(open_rows)), unsettled if open_rows else NO_CAUSES)


_AGGREGATE: dict[str, Callable[[_Rows, Causes], Worth]] = {
    "mean": _mean,
    "sum": _sum,
    "max": partial(_most, "max"),
    "min": partial(_most, "min"),
    "count": _count,
    "distinct": _distinct,
}
