"""What the size of a quota may be told by: the headcount of its pool, and the codes of the pool's key."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs
from attrs import frozen

from ...words import Text
from .._fields import Name, checked
from ._arithmetic import Const
from ._evaluator import Evaluator
from ._expr import Bounds, Expr
from ._inputs import Input
from ._intervals import NOTHING
from ._operators import ChoiceExpr, NumberExpr
from ._wording import Words
from ._worth import Code, Worth

__all__ = ["Headcount", "PoolCode", "in_pool"]


@checked
@frozen(order=False)
class Headcount(NumberExpr):
    """How many people count in the pool of a quota: it stands in `share`, `number` and `at_least` of a Quota alone."""

    def bounds(self) -> Bounds:
        return Fraction(0), None

    def worth(self, here: Evaluator) -> Worth:
        """It is put in once the pool is known; it is no fact of one person."""
        return NOTHING

    def say(self, words: Words) -> Text:
        return Text("the headcount of the pool", "本组基数")


@checked
@frozen(order=False)
class PoolCode(ChoiceExpr):
    """The code that a pool has in its key, once the pool is known."""

    code: Name

    def worth(self, here: Evaluator) -> Worth:
        return Code(self.code)

    def say(self, words: Words) -> Text:
        return Text(self.code, self.code)


def in_pool(expression: Expr, base: int, keys: Mapping[Expr, str]) -> Expr:
    """The same expression in a pool of `base` people with those keys, as far as it speaks of either."""
    if isinstance(expression, Headcount):
        return Const(Fraction(base))
    if expression in keys:
        return PoolCode(keys[expression])
    changed = {}
    for field in attrs.fields(type(expression)) if expression.parts() else ():  # type: ignore[arg-type]  # every node is an attrs class
        value = getattr(expression, field.name)
        found = _within(value, base, keys)
        if found is not value:
            changed[field.name] = found
    return attrs.evolve(expression, **changed) if changed else expression  # type: ignore[misc]  # an attrs class


def _within(value: object, base: int, keys: Mapping[Expr, str]) -> object:
    if isinstance(value, Expr):
        return in_pool(value, base, keys)
    if not isinstance(value, tuple) or all(isinstance(part, Input) for part in value):
        return value
    parts = tuple(_within(part, base, keys) for part in value)
    return parts if any(one is not other for one, other in zip(parts, value, strict=True)) else value
