"""Whether two conditions can ever hold together, told from what is declared."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from .nodes import And, BoolExpr, Compare, Const, DateConst, Expr, Given, GradeIs, Is, Link, Not, Or, TheirTruth

__all__ = ["exclude", "implies"]

_Edge = Fraction | dt.date
# The expression, its lowest and its highest value, each with whether the value itself is in.
_Range = tuple[Expr, tuple[_Edge, bool] | None, tuple[_Edge, bool] | None]


def exclude(one: BoolExpr, two: BoolExpr) -> bool:
    """Whether the two never hold together: different codes, a condition and its negation, ranges that do not meet.

    False means that it does not follow from the declarations.
    """
    return _out(one, two) or _out(two, one)


def _out(one: BoolExpr, two: BoolExpr) -> bool:
    if isinstance(one, And):
        return any(exclude(part, two) for part in one.conditions)
    if isinstance(one, Or):
        return all(exclude(part, two) for part in one.conditions)
    if isinstance(one, Not):
        return implies(two, one.condition)
    if isinstance(one, Is) and isinstance(two, Is):
        return one.choice == two.choice and not set(one.codes) & set(two.codes)
    if isinstance(one, GradeIs) and isinstance(two, GradeIs):
        return not set(one.grades) & set(two.grades)
    if isinstance(one, Compare) and isinstance(two, Compare):
        return _apart(_range(one), _range(two))
    linked = _same_link(one, two)
    return linked is not None and exclude(*linked)


def _same_link(one: BoolExpr, two: BoolExpr) -> tuple[BoolExpr, BoolExpr] | None:
    """What two conditions say of the same linked appraisee."""
    if not (isinstance(one, TheirTruth) and isinstance(two, TheirTruth) and one.link == two.link):
        return None
    first, second = one.expression, two.expression
    if isinstance(one.link, Link) and isinstance(first, BoolExpr) and isinstance(second, BoolExpr):
        return first, second
    return None


def implies(one: BoolExpr, two: BoolExpr) -> bool:
    """Whether `two` holds wherever `one` does, as far as it follows from the declarations."""
    if one == two:
        return True
    if isinstance(two, And):
        return all(implies(one, part) for part in two.conditions)
    if isinstance(one, Or):
        return all(implies(part, two) for part in one.conditions)
    if isinstance(two, Or) and any(implies(one, part) for part in two.conditions):
        return True
    if isinstance(one, And) and any(implies(part, two) for part in one.conditions):
        return True
    return _implied(one, two)


def _implied(one: BoolExpr, two: BoolExpr) -> bool:
    if isinstance(two, Not):
        # Where it holds its condition is false, which an absent value is not.
        return isinstance(one, Not) and implies(two.condition, one.condition)
    if isinstance(one, Is) and isinstance(two, Is):
        return one.choice == two.choice and set(one.codes) <= set(two.codes)
    if isinstance(one, GradeIs) and isinstance(two, GradeIs):
        return set(one.grades) <= set(two.grades)
    if isinstance(two, Given):
        return isinstance(one, Is | Compare) and two.value in one.parts()
    if isinstance(one, Compare) and isinstance(two, Compare):
        return _inside(_range(one), _range(two))
    linked = _same_link(one, two)
    return linked is not None and implies(*linked)


_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "=="}


def _range(given: Compare) -> _Range | None:
    """What a comparison with a declared number or day says of the other side."""
    left, right, op = given.left, given.right, given.op
    if isinstance(left, Const | DateConst):
        left, right, op = right, left, _TURNED[op]
    if not isinstance(right, Const | DateConst):
        return None
    edge = (right.value, "=" in op)
    return left, edge if op in (">", ">=", "==") else None, edge if op in ("<", "<=", "==") else None


def _apart(one: _Range | None, two: _Range | None) -> bool:
    if one is None or two is None or one[0] != two[0]:
        return False
    return _below(one[2], two[1]) or _below(two[2], one[1])


def _below(high: tuple[_Edge, bool] | None, low: tuple[_Edge, bool] | None) -> bool:
    """Whether a range ends before another begins."""
    if high is None or low is None:
        return False
    return high[0] < low[0] or (high[0] == low[0] and not (high[1] and low[1]))  # type: ignore[operator]  # of one sort


def _inside(one: _Range | None, two: _Range | None) -> bool:
    if one is None or two is None or one[0] != two[0]:
        return False
    low = two[1] is None or (one[1] is not None and _reaches(one[1], two[1], up=True))
    high = two[2] is None or (one[2] is not None and _reaches(one[2], two[2], up=False))
    return low and high


def _reaches(inner: tuple[_Edge, bool], outer: tuple[_Edge, bool], *, up: bool) -> bool:
    """Whether an end of the inner range lies within that of the outer."""
    if inner[0] == outer[0]:
        return outer[1] or not inner[1]
    return inner[0] > outer[0] if up else inner[0] < outer[0]  # type: ignore[operator]  # of one sort
