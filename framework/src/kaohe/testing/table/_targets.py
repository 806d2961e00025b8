"""The declared numbers of a kind as targets: an expression and the number it is held against."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

from attrs import evolve, frozen

from ...engine import Day, Evaluation, Gone, Num, Plan
from ...rules import Asks, Bands, Figure, Item, PointTable
from ...rules.nodes import Axis, Clamp, Compare, Const, DateConst, DateExpr, Expr, NumberExpr, Steps, Their, open_axis
from ...rules.tools import KindRules, Rule, descend, show

__all__ = ["Target", "side", "targets"]

_FIRST = DateConst(dt.date(2000, 1, 1))


@frozen
class Target:
    """What `value` minus `limit` is, is the question: below, at or above 0. Days are counted for two dates."""

    rule: str
    clause: str
    label: str
    value: Expr
    limit: Expr
    axis: Axis | None


def targets(rules: KindRules) -> list[Target]:
    """Every declared number of a kind that a value of the same appraisee is held against, in declared order."""
    found: dict[str, Target] = {}
    for target in _targets(rules):
        label, number = target.label, 1
        while label in found and not _same(found[label], target):
            number += 1
            label = f"{target.label} #{number}"
        found.setdefault(label, evolve(target, label=label))
    return list(found.values())


def _same(one: Target, two: Target) -> bool:
    return one.value == two.value and one.limit == two.limit


def _targets(rules: KindRules) -> Iterator[Target]:
    for entry in rules.entries:
        rule = entry.rule
        if isinstance(rule, Figure | Asks):
            continue
        if isinstance(rule, Bands):
            yield from _bands(rule)
        if not isinstance(rule, PointTable):
            for expression in rule.expressions():
                yield from _within(rule, expression)
    for source, line in Plan.of(rules).lines:
        if isinstance(source, Item):
            yield from _within(source, line)


def _bands(rule: Bands) -> Iterator[Target]:
    for band in rule.bands:
        for edge in (band.low, band.high, band.below):
            if edge is not None:
                yield _target(rule, show(edge), rule.of, Const(edge))


def _within(rule: Rule | Item, expression: Expr) -> Iterator[Target]:
    for node in descend(expression):
        if isinstance(node, Compare):
            yield _target(rule, f"{node.op} {_told(node.right)}", node.left, node.right)
        elif isinstance(node, Steps):
            for start, _ in node.table:
                yield _target(rule, f"step {show(start)}", node.value, Const(start))
        elif isinstance(node, Clamp):
            for edge in (node.low, node.high):
                if edge is not None:
                    yield _target(rule, f"limit {show(edge)}", node.value, Const(edge))
        elif isinstance(node, Their):
            yield from _through(rule, node)


def _through(rule: Rule | Item, node: Their) -> Iterator[Target]:
    """The numbers that a rule holds values of linked people against, as values seen through the link."""
    for target in _within(rule, node.expression):
        value, limit = target.value, target.limit
        if target.axis is None and isinstance(value, NumberExpr | DateExpr):
            seen = _seen(node, value), limit if isinstance(limit, Const | DateConst) else _seen(node, limit)
            yield _target(rule, target.label.removeprefix(f"{rule.id} "), *seen)


def _seen(node: Their, value: Expr) -> Expr:
    """What somebody linked is worth: a number as it is, a day in days from the first that there is."""
    return node.link.their(value if isinstance(value, NumberExpr) else _FIRST.until(value))  # type: ignore[arg-type]  # numbers and days alone are compared


def _told(node: Expr) -> str:
    return show(node.value) if isinstance(node, Const) else type(node).__name__.lower()


def _target(rule: Rule | Item, what: str, value: Expr, limit: Expr) -> Target:
    axis = open_axis(value)
    return Target(rule.id, rule.clause, f"{rule.id} {what}", value, limit, open_axis(limit) if axis is None else axis)


def difference(evaluation: Evaluation, name: str, target: Target, at: int = 0) -> Fraction | None:
    """`value` minus `limit` for one appraisee, at one position of an open axis; None where it is not exact."""
    walker = evaluation.walker(name)
    if target.axis is not None and not any(index == at for index, _ in walker.positions(target.axis)[0]):
        return None
    before, walker.at = walker.at, at if target.axis is not None else None
    try:
        one, two = _exact(walker.worth(target.value)), _exact(walker.worth(target.limit))
    finally:
        walker.at = before
    return None if one is None or two is None else one - two


def _exact(found: object) -> Fraction | None:
    if isinstance(found, Day):
        return None if found.value is None else Fraction(found.value.toordinal())
    return found.value if isinstance(found, Num) and not isinstance(found, Gone) else None


def side(evaluation: Evaluation, name: str, target: Target) -> set[str]:
    """On which sides of the number the value lies, position by position: below, at, above."""
    count = 1
    if target.axis is not None:
        count = len(evaluation.walker(name).positions(target.axis)[0])
    found = set()
    for at in range(count):
        gap = difference(evaluation, name, target, at)
        if gap is not None:
            found.add("at" if gap == 0 else "below" if gap < 0 else "above")
    return found
