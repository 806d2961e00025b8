"""The score of one appraisee: total or point table, bonus and penalty, limits (design, section 3)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from attrs import define

from ..rules import Bonus, Item, ItemPart, Penalty, PointTable, Total
from ..rules.nodes import Clamp, Const, Expr, NumberExpr
from ..rules.tools import KindRules, Rule
from .walk import Gone, Num, Standpoint

__all__ = ["Line", "Tallied", "lines_of", "score_expression", "score_of"]


@define
class Line:
    """One part of the score: the rule, item or sub-item it comes from, and what it adds."""

    source: Rule | Item | ItemPart
    adds: Num | Gone


@define
class Tallied:
    """The score of one appraisee and the lines it is made of."""

    score: Num | Gone
    lines: list[Line]


def item_expression(item: Item, scale: NumberExpr | None = None) -> NumberExpr:
    """What a row of a point table yields where it applies, times `scale` where the rest is counted up."""
    found = _yield(item) if item.applies is None else item.applies.then(_yield(item))
    return found if scale is None else found * scale


def _scale(table: PointTable) -> NumberExpr | None:
    """What each row is multiplied by: the whole sum over the points of the rows that apply."""
    if not table.rescale:
        return None
    always = sum((item.points for item in table.items if item.applies is None), Fraction(0))
    applying: NumberExpr = Const(always)
    for item in table.items:
        if item.applies is not None:
            applying = applying + item.applies.then(item.points)
    return Const(table.points) / applying


def _yield(item: Item) -> NumberExpr:
    """The points of a row less its losses and not below 0, or its earnings up to them."""
    if item.earns is not None:
        return Clamp(item.earns, low=Fraction(0), high=item.points)
    left: NumberExpr = Const(item.points)
    for part in item.parts:
        left = left - part_expression(part)
    return Clamp(left, low=Fraction(0))


def part_expression(part: ItemPart) -> NumberExpr:
    """What a sub-item loses: never less than 0, and no more than its points unless it is uncapped."""
    return Clamp(part.loses, low=Fraction(0), high=None if part.uncapped else part.points)


def lines_of(rules: KindRules) -> list[tuple[Rule | Item, NumberExpr]]:
    """The expressions whose sum is the score before its limits, each with the rule or row it comes from."""
    found: list[tuple[Rule | Item, NumberExpr]] = []
    for rule in rules.rules(Total, PointTable, Bonus):
        if isinstance(rule, Total):
            found.append((rule, rule.value))
        elif isinstance(rule, PointTable):
            scale = _scale(rule)
            found += [(item, item_expression(item, scale)) for item in rule.items]
        elif isinstance(rule, Penalty):
            found.append((rule, Const(Fraction(0)) - rule.points))
        elif isinstance(rule, Bonus):
            found.append((rule, rule.points))
    return found


def score_expression(rules: KindRules) -> NumberExpr | None:
    """The whole score as one expression, or None where the kind has none."""
    lines = [expression for _, expression in lines_of(rules)]
    if not lines or not rules.rules(Total, PointTable):
        return None
    total = lines[0]
    for line in lines[1:]:
        total = total + line
    rule = rules.rules(Total, PointTable)[0]
    if isinstance(rule, Total | PointTable) and (rule.at_least is not None or rule.at_most is not None):
        return Clamp(total, low=rule.at_least, high=rule.at_most)
    return total


def score_of(walker: Standpoint, lines: Sequence[tuple[Rule | Item, NumberExpr]], whole: Expr | None) -> Tallied | None:
    """The score for one appraisee with the lines it is made of, or None where the kind has none."""
    if whole is None:
        return None
    return Tallied(walker.number(whole), [Line(source, walker.number(expression)) for source, expression in lines])
