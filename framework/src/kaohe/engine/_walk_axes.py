"""Closing an axis: any, all, mean, sum and their like; and looking at linked appraisees."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from attrs import evolve

from ..rules import (
    Aggregate,
    All,
    Link,
    TheirNumber,
    TheirTruth,
    bounds,
    open_axis,
)
from ._intervals import add, extreme_of, hull, scaled
from ._per_node import per_node
from ._values import NO_CAUSES, Cause, Causes, Code, Day, Gone, Num, Truth, Worth, exactly
from ._walk_inputs import NOTHING, rows_count

if TYPE_CHECKING:
    from ._walker import Walker

__all__ = ["aggregate", "quantified", "their"]

# Nodes hash by structure, so their axis is remembered by identity.
_axis = per_node(open_axis)


def quantified(walker: Walker, node: Any) -> Worth:
    """Any or all along an axis; absent positions are left out."""
    axis = _axis(node.of)
    assert axis is not None  # noqa: S101  # lint refuses a quantifier over nothing
    positions, causes = walker.positions(axis)
    if not positions and causes:
        return Truth(frozenset({True, False}), causes)
    absent = walker.absence(axis)
    if absent is not None:
        return Truth(frozenset({None}), reasons=absent.reasons)
    rows = list(walker.each(node.of, positions))
    return _fold_present(rows, causes, meet=isinstance(node, All))


def _fold_present(rows: list[tuple[Worth, bool]], causes: Causes, *, meet: bool) -> Truth:
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


def aggregate(walker: Walker, node: Aggregate) -> Worth:
    """What closes an axis with a number; absent positions are left out, unknown ones spread."""
    if node.op == "rows":
        return rows_count(walker, node.of)  # type: ignore[arg-type]  # only lists have rows
    axis = _axis(node.of)
    assert axis is not None  # noqa: S101  # lint refuses an aggregate over nothing
    positions, causes = walker.positions(axis)
    if not positions and causes:
        low, high = bounds(node)
        return Num(low, high, causes)
    absent = walker.absence(axis)
    if absent is not None:
        return absent
    rows = list(walker.each(node.of, positions))
    if node.op in ("known", "due"):
        return _how_many(node.op, rows, causes)
    present = _present(rows)
    if not present:
        return _ZERO if node.op in ("sum", "count", "distinct") and not rows else _all_gone(rows)
    return _AGGREGATE[node.op](present, causes)


_ZERO = exactly(0)


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
    present = _present(rows)
    unsettled = [found for found, certain in present if not certain or _value(found) is None]
    why = causes.union(*(found.causes for found in unsettled))
    return Num(Fraction(len(present) - len(unsettled)), Fraction(len(present)), why if unsettled else NO_CAUSES)


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


def _total(found: list[Num]) -> Num:
    settled = [one.low for one in found if one.low == one.high]
    if len(settled) == len(found) and None not in settled:
        return exactly(sum(filter(None, settled)))
    total = exactly(0)
    for one in found:
        total = add(total, one)
    return total


def _sum(rows: _Rows, causes: Causes) -> Num:
    return _total([found if certain else hull([found, _ZERO], causes) for found, certain in _numbers(rows)])


def _mean(rows: _Rows, causes: Causes) -> Num:
    found = _numbers(rows)
    if all(certain for _, certain in found):
        return scaled(_total([value for value, _ in found]), Fraction(1, len(rows)))
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


def their(walker: Walker, node: Any) -> Worth:
    """An expression evaluated for a linked appraisee."""
    link = node.link
    if isinstance(link, Link):
        target = walker.appraisee.links.get(link.key)
        if target is None:
            return _no_link(node, link)
    else:
        target = walker.linked(link)[walker.at or 0]
    found = walker.evaluation.walker(target, provisional=walker.provisional).worth(node.expression)
    if isinstance(found, Gone) or not found.causes:
        return found
    own = walker.appraisee.id
    return evolve(found, causes=frozenset(cause.seen_from(own, owner=target) for cause in found.causes))


def _no_link(node: Any, link: Link) -> Worth:
    causes = frozenset({Cause("needs", link.key)})
    if isinstance(node, TheirTruth):
        return Truth(frozenset({None})) if link.optional else Truth(frozenset({True, False}), causes)
    if link.optional:
        return NOTHING
    return Num(*bounds(node), causes) if isinstance(node, TheirNumber) else Code(None, causes)
