"""`OWN`, the periods of the kind itself: bound to them when a scheme is assembled, and read one period at a time."""

from __future__ import annotations

from typing import Any, TypeVar

from attrs import evolve

from ...errors import SchemeError
from ...words import Message
from ..nodes import (
    OWN,
    Aggregate,
    All,
    Expr,
    Finding,
    Given,
    Input,
    Kind,
    Periods,
    RowsDuring,
    Their,
    join,
    open_axis,
)
from ..nodes import Any as AnyOf
from ._rebuild import rebuilt

__all__ = ["bound", "within"]

Made = TypeVar("Made")
_FALL_AWAY = ("mean", "sum", "max", "min")


def bound(value: Made, kind: Kind) -> Made:
    """`value` with the periods of `kind` for `OWN`, and of the linked kind where it looks at somebody else.

    Where the kind has no periods an input lies on no axis, and a mean, sum, any or all over its periods is the one value.
    Raises SchemeError for what has no meaning without periods.
    """

    def change(part: Any) -> Any:
        if part is OWN or part == OWN:
            return kind.every
        if isinstance(part, Their):
            return _their(part)
        if kind.every is None and isinstance(part, Aggregate | AnyOf | All) and _on_own(part.of):
            return bound(_alone(part, kind), kind)
        return part

    return rebuilt(value, change, leaves=(Kind,))


def _on_own(read: Expr) -> bool:
    try:
        return open_axis(read) == OWN
    except SchemeError:  # open on two axes: lint says so, with rule and clause
        return False


def _their(part: Their) -> Their:
    found = [bound(part.expression, kind) for kind in part.kinds]
    if any(one != found[0] for one in found):
        raise SchemeError(
            Message(
                "K1194",
                "{kinds} have different periods, and one expression looks at both; write one for each",
                "{kinds}的期次不同，却用同一个表达式查看；请分别写",
            ).format(kinds=join([kind.label for kind in part.kinds], en=" and ", zh="、"))
        )
    return part if found[0] is part.expression else evolve(part, expression=found[0])


def _alone(part: Aggregate | AnyOf | All, kind: Kind) -> Expr:
    """What closes the periods of a kind that has none."""
    if isinstance(part, AnyOf | All) or part.op in _FALL_AWAY:
        return part.of
    if part.op == "known":
        return Given(part.of).then(1)
    raise SchemeError(
        Message(
            "K1195",
            "{op}() counts the periods of {kind}, which has none; write the hook anew in its part",
            "{op}() 统计{kind}的期次，而该类对象没有期次；请在其 Part 中另写",
        ).format(op=part.op, kind=kind.label)
    )


def within(value: Made, axis: Periods) -> Made:
    """What a rule about the year says of each single period: open on `axis`.

    A mean over the periods becomes the period's own value, a finding counts by the period that its day falls in.
    """

    def change(part: Any) -> Any:
        over = isinstance(part, AnyOf | All) or (isinstance(part, Aggregate) and part.op in _FALL_AWAY)
        if over and open_axis(part.of) == axis:
            return part.of
        if isinstance(part, Aggregate) and part.op == "rows" and isinstance(part.of, Finding):
            return RowsDuring(part.of, axis)
        if isinstance(part, Finding):
            return part.during(axis) > 0
        return part

    # what an input refers to (a finding that it needs) is not part of the condition, and somebody else has other periods
    return rebuilt(value, change, leaves=(Input, Their))
