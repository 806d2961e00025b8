"""The expressions that rules are written in: declared once, then read, walked, compiled and drawn.

Nodes are frozen and compare by structure. Nothing is computed here: `a + b` declares a sum.
An expression lies on at most one open axis (its periods, events or linked appraisees); `mean`, `sum`,
`count`, `any`, `all`, `max`, `min`, `distinct` and `known` close it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Annotated, NoReturn

from attrs import field, frozen

from ..errors import SchemeError
from ..words import Message, Text
from ._exact import Exact, exact
from ._fields import Places, Some, Step, checked, one_of, to_text

__all__ = [
    "Add",
    "Aggregate",
    "All",
    "And",
    "Any",
    "Axis",
    "BoolExpr",
    "ChoiceExpr",
    "Clamp",
    "Compare",
    "Computed",
    "Const",
    "DateConst",
    "DateExpr",
    "DaysBetween",
    "Divide",
    "Expr",
    "Extreme",
    "Given",
    "GradeIs",
    "If",
    "Is",
    "Multiply",
    "Named",
    "Not",
    "NumberExpr",
    "Or",
    "Points",
    "Round",
    "ScoreOf",
    "Shift",
    "Steps",
    "Subtract",
    "Weighted",
    "all_of",
    "any_of",
    "best_of",
    "day",
    "least_of",
    "number",
    "open_axis",
    "weighted",
]


class Expr:
    """A node of a declared expression."""

    __slots__ = ()

    def parts(self) -> tuple[Expr, ...]:
        """The nodes this one is made of."""
        return ()

    def own_axis(self) -> Axis | None:
        """The axis this node opens by itself (an input on an axis does)."""
        return None

    def closes(self) -> bool:
        """Whether this node closes the open axis of its parts."""
        return False

    def __bool__(self) -> NoReturn:
        raise SchemeError(
            Message(
                "K1019",
                "a declared condition has no truth value in Python: write & | ~ for and, or, not, "
                "and (low <= x) & (x <= high) for a chained comparison",
                "声明的条件在 Python 里没有真假：请用 & | ~ 代替 and、or、not，连续比较请写成 (low <= x) & (x <= high)",
            )
        )

    def given(self) -> BoolExpr:
        """True where a value stands, False where it is absent with a reason."""
        return Given(self)

    def known(self) -> NumberExpr:
        """How many positions of the open axis hold a value."""
        return Aggregate("known", self)

    def distinct(self) -> NumberExpr:
        """How many different values the open axis holds."""
        return Aggregate("distinct", self)


class Axis:
    """Something a value may be repeated along: periods, dated events, raters, linked appraisees."""

    __slots__ = ()

    @property
    def axis_key(self) -> str:
        """The name that facts and explanations call it by."""
        raise NotImplementedError


class NumberExpr(Expr):
    """An exact number."""

    __slots__ = ()

    def __add__(self, other: NumberExpr | Exact) -> NumberExpr:
        return Add(self, number(other))

    def __radd__(self, other: Exact) -> NumberExpr:
        return Add(number(other), self)

    def __sub__(self, other: NumberExpr | Exact) -> NumberExpr:
        return Subtract(self, number(other))

    def __rsub__(self, other: Exact) -> NumberExpr:
        return Subtract(number(other), self)

    def __mul__(self, other: NumberExpr | Exact) -> NumberExpr:
        return Multiply(self, number(other))

    def __rmul__(self, other: Exact) -> NumberExpr:
        return Multiply(number(other), self)

    def __truediv__(self, other: NumberExpr | Exact) -> NumberExpr:
        return Divide(self, number(other))

    def __rtruediv__(self, other: Exact) -> NumberExpr:
        return Divide(number(other), self)

    def __neg__(self) -> NumberExpr:
        return Subtract(number(0), self)

    def __lt__(self, other: NumberExpr | Exact) -> BoolExpr:
        return Compare("<", self, number(other))

    def __le__(self, other: NumberExpr | Exact) -> BoolExpr:
        return Compare("<=", self, number(other))

    def __gt__(self, other: NumberExpr | Exact) -> BoolExpr:
        return Compare(">", self, number(other))

    def __ge__(self, other: NumberExpr | Exact) -> BoolExpr:
        return Compare(">=", self, number(other))

    def is_(self, other: NumberExpr | Exact) -> BoolExpr:
        """Equal to `other`, exactly (`==` is kept for comparing declarations)."""
        return Compare("==", self, number(other))

    def at_most(self, limit: Exact) -> NumberExpr:
        """The value, or `limit` where it is more."""
        return Clamp(self, high=exact(limit))

    def at_least(self, limit: Exact) -> NumberExpr:
        """The value, or `limit` where it is less."""
        return Clamp(self, low=exact(limit))

    def steps(self, *table: tuple[Exact, Exact], below: Exact = 0) -> NumberExpr:
        """A step table of (from that value on, result), ascending; `below` before the first step."""
        return Steps(self, tuple((exact(start), exact(result)) for start, result in table), exact(below))

    def rounded(self, places: int, *, how: str = "half-up") -> NumberExpr:
        """Rounded by a clause: `how` is "half-up", "down" or "up"."""
        return Round(self, places, how)

    def named(self, label: Text | str) -> NumberExpr:
        """The same value, shown under `label` as a step of its own."""
        return Named(self, to_text(label))

    def mean(self) -> NumberExpr:
        """The mean over the open axis, absent positions left out; absent where none is left."""
        return Aggregate("mean", self)

    def sum(self) -> NumberExpr:
        """The sum over the open axis, absent positions left out."""
        return Aggregate("sum", self)

    def max(self) -> NumberExpr:
        """The largest over the open axis; absent where there is none."""
        return Aggregate("max", self)

    def min(self) -> NumberExpr:
        """The smallest over the open axis; absent where there is none."""
        return Aggregate("min", self)

    def due(self) -> NumberExpr:
        """How many positions of the open axis are due (posted, applicable), with a value or not."""
        return Aggregate("due", self)


class BoolExpr(Expr):
    """A condition: true, false, or absent where what it asks about does not exist."""

    __slots__ = ()

    def __and__(self, other: BoolExpr) -> BoolExpr:
        return And((self, other))

    def __or__(self, other: BoolExpr) -> BoolExpr:
        return Or((self, other))

    def __rand__(self, other: BoolExpr) -> BoolExpr:
        return And((other, self))

    def __ror__(self, other: BoolExpr) -> BoolExpr:
        return Or((other, self))

    def __invert__(self) -> BoolExpr:
        return Not(self)

    def any(self) -> BoolExpr:
        """True at some position of the open axis."""
        return Any(self)

    def all(self) -> BoolExpr:
        """True at every position of the open axis that is not absent."""
        return All(self)

    def count(self) -> NumberExpr:
        """At how many positions of the open axis it is true."""
        return Aggregate("count", self)

    def then(self, value: NumberExpr | Exact, *, otherwise: NumberExpr | Exact = 0) -> NumberExpr:
        """`value` where the condition holds, else `otherwise`."""
        return If(self, number(value), number(otherwise))


class DateExpr(Expr):
    """A day of the calendar."""

    __slots__ = ()

    def __lt__(self, other: DateExpr | dt.date) -> BoolExpr:
        return Compare("<", self, day(other))

    def __le__(self, other: DateExpr | dt.date) -> BoolExpr:
        return Compare("<=", self, day(other))

    def __gt__(self, other: DateExpr | dt.date) -> BoolExpr:
        return Compare(">", self, day(other))

    def __ge__(self, other: DateExpr | dt.date) -> BoolExpr:
        return Compare(">=", self, day(other))

    def plus_months(self, months: int) -> DateExpr:
        """Calendar months later; a missing day becomes the month's last."""
        return Shift(self, months=months)

    def plus_days(self, days: int) -> DateExpr:
        """Days later."""
        return Shift(self, days=days)

    def until(self, other: DateExpr | dt.date) -> NumberExpr:
        """Days from this day to `other` (0 for the same day)."""
        return DaysBetween(self, day(other))


class ChoiceExpr(Expr):
    """One code out of a declared list."""

    __slots__ = ()

    def is_(self, code: str) -> BoolExpr:
        """True where the code is `code`."""
        return Is(self, (code,))

    def is_in(self, *codes: str) -> BoolExpr:
        """True where the code is one of `codes`."""
        return Is(self, codes)

    def points(self, table: Mapping[str, Exact]) -> NumberExpr:
        """The number that `table` gives the code; every code the input allows must stand in it."""
        return Points(self, tuple((code, exact(value, name=code)) for code, value in table.items()))


def number(value: NumberExpr | Exact) -> NumberExpr:
    """`value` as a node. Raises InexactError for a float."""
    return value if isinstance(value, NumberExpr) else Const(exact(value))


def day(value: DateExpr | dt.date) -> DateExpr:
    """`value` as a node."""
    return value if isinstance(value, DateExpr) else DateConst(value)


@checked
@frozen(order=False)
class Const(NumberExpr):
    """A declared number."""

    value: Fraction = field(converter=exact)


@checked
@frozen(order=False)
class DateConst(DateExpr):
    """A declared day."""

    value: dt.date


@frozen(order=False)
class _Pair(NumberExpr):
    left: NumberExpr
    right: NumberExpr

    def parts(self) -> tuple[Expr, ...]:
        return (self.left, self.right)


@checked
@frozen(order=False)
class Add(_Pair):
    """left + right."""


@checked
@frozen(order=False)
class Subtract(_Pair):
    """left - right."""


@checked
@frozen(order=False)
class Multiply(_Pair):
    """left x right."""


@checked
@frozen(order=False)
class Divide(_Pair):
    """left / right; absent where right is zero."""


@checked
@frozen(order=False)
class Weighted(NumberExpr):
    """A weighted sum whose weights must add up to 100 % (checked at load)."""

    terms: tuple[tuple[NumberExpr, Fraction], ...]

    def parts(self) -> tuple[Expr, ...]:
        return tuple(term for term, _ in self.terms)


@checked
@frozen(order=False)
class Clamp(NumberExpr):
    """A value kept within limits."""

    value: NumberExpr
    low: Fraction | None = None
    high: Fraction | None = None

    def parts(self) -> tuple[Expr, ...]:
        return (self.value,)


@checked
@frozen(order=False)
class Steps(NumberExpr):
    """A step table."""

    value: NumberExpr
    table: Some[tuple[Fraction, Fraction]]
    below: Fraction

    def parts(self) -> tuple[Expr, ...]:
        return (self.value,)


@checked
@frozen(order=False)
class Round(NumberExpr):
    """A rounding that a clause orders."""

    value: NumberExpr
    places: Places
    how: str

    def parts(self) -> tuple[Expr, ...]:
        return (self.value,)


@checked
@frozen(order=False)
class Named(NumberExpr):
    """A value shown as a step of its own."""

    value: NumberExpr
    label: Text

    def parts(self) -> tuple[Expr, ...]:
        return (self.value,)


@checked
@frozen(order=False)
class Points(NumberExpr):
    """The number a table gives a code."""

    choice: ChoiceExpr
    table: Some[tuple[str, Fraction]]

    def parts(self) -> tuple[Expr, ...]:
        return (self.choice,)


@checked
@frozen(order=False)
class If(NumberExpr):
    """One of two numbers."""

    condition: BoolExpr
    value: NumberExpr
    otherwise: NumberExpr

    def parts(self) -> tuple[Expr, ...]:
        return (self.condition, self.value, self.otherwise)


@checked
@frozen(order=False)
class Extreme(NumberExpr):
    """The largest or smallest of several values; `op` is "max" or "min"."""

    op: Annotated[str, one_of("max", "min")]
    values: Some[NumberExpr]

    def parts(self) -> tuple[Expr, ...]:
        return self.values


@checked
@frozen(order=False)
class Aggregate(NumberExpr):
    """What closes an axis with a number."""

    op: Annotated[str, one_of("mean", "sum", "max", "min", "due", "rows", "known", "distinct", "count")]
    of: Expr

    def parts(self) -> tuple[Expr, ...]:
        return (self.of,)

    def closes(self) -> bool:
        return True


@checked
@frozen(order=False)
class Computed(NumberExpr):
    """A pure function of declared values: the exception, for what no node can say.

    `function` takes one Fraction an input, in order, and returns an exact number within [low, high].
    """

    name: str
    function: Callable[..., Exact]
    inputs: tuple[NumberExpr, ...]
    low: Fraction = field(converter=exact, kw_only=True)
    high: Fraction = field(converter=exact, kw_only=True)

    def parts(self) -> tuple[Expr, ...]:
        return self.inputs


@checked
@frozen(order=False)
class DaysBetween(NumberExpr):
    """Days from one day to another."""

    start: DateExpr
    end: DateExpr

    def parts(self) -> tuple[Expr, ...]:
        return (self.start, self.end)


@checked
@frozen(order=False)
class ScoreOf(NumberExpr):
    """The appraisee's own total."""


@checked
@frozen(order=False)
class Compare(BoolExpr):
    """A comparison of two numbers or two days, exact."""

    op: Annotated[str, one_of("<", "<=", ">", ">=", "==")]
    left: Expr
    right: Expr

    def parts(self) -> tuple[Expr, ...]:
        return (self.left, self.right)


@checked
@frozen(order=False)
class Is(BoolExpr):
    """A code is one of some."""

    choice: ChoiceExpr
    codes: tuple[str, ...]

    def parts(self) -> tuple[Expr, ...]:
        return (self.choice,)


@checked
@frozen(order=False)
class GradeIs(BoolExpr):
    """The appraisee's own final grade is one of some."""

    grades: tuple[str, ...]


@checked
@frozen(order=False)
class And(BoolExpr):
    """Every part holds."""

    conditions: tuple[BoolExpr, ...]

    def parts(self) -> tuple[Expr, ...]:
        return self.conditions


@checked
@frozen(order=False)
class Or(BoolExpr):
    """Some part holds."""

    conditions: tuple[BoolExpr, ...]

    def parts(self) -> tuple[Expr, ...]:
        return self.conditions


@checked
@frozen(order=False)
class Not(BoolExpr):
    """The part does not hold."""

    condition: BoolExpr

    def parts(self) -> tuple[Expr, ...]:
        return (self.condition,)


@checked
@frozen(order=False)
class Given(BoolExpr):
    """A value stands there."""

    value: Expr

    def parts(self) -> tuple[Expr, ...]:
        return (self.value,)


@checked
@frozen(order=False)
class Any(BoolExpr):
    """Holds at some position of the axis."""

    of: BoolExpr

    def parts(self) -> tuple[Expr, ...]:
        return (self.of,)

    def closes(self) -> bool:
        return True


@checked
@frozen(order=False)
class All(BoolExpr):
    """Holds at every position of the axis."""

    of: BoolExpr

    def parts(self) -> tuple[Expr, ...]:
        return (self.of,)

    def closes(self) -> bool:
        return True


@checked
@frozen(order=False)
class Shift(DateExpr):
    """A day, some calendar months or days later."""

    value: DateExpr
    months: Step = 0
    days: Step = 0

    def parts(self) -> tuple[Expr, ...]:
        return (self.value,)


def weighted(*terms: tuple[NumberExpr, Exact]) -> NumberExpr:
    """A weighted sum of (value, weight) pairs; lint checks that the weights make 100 %."""
    return Weighted(tuple((value, exact(weight)) for value, weight in terms))


def best_of(*values: NumberExpr) -> NumberExpr:
    """The largest of the values."""
    return Extreme("max", values)


def least_of(*values: NumberExpr) -> NumberExpr:
    """The smallest of the values."""
    return Extreme("min", values)


def any_of(*conditions: BoolExpr) -> BoolExpr:
    """True where some condition holds."""
    return Or(conditions)


def all_of(*conditions: BoolExpr) -> BoolExpr:
    """True where every condition holds."""
    return And(conditions)


def open_axis(expression: Expr) -> Axis | None:
    """The axis `expression` is still open on. Raises SchemeError where two axes meet."""
    axes = {axis for part in expression.parts() if (axis := open_axis(part)) is not None}
    own = expression.own_axis()
    if expression.closes():
        _one(axes)
        return own
    return _one(axes | ({own} if own is not None else set()))


def _one(axes: set[Axis]) -> Axis | None:
    if len(axes) > 1:
        names = ", ".join(sorted(axis.axis_key for axis in axes))
        raise SchemeError(
            Message(
                "K1020",
                "one expression lies open on two axes ({names}); close one of them with mean, sum, any, ...",
                "一个表达式同时展开在两个轴上（{names}）；请先用 mean、sum、any 等收拢其中一个",
            ).format(names=names)
        )
    return next(iter(axes), None)
