"""The sorts of values, and the operators that authors write on them: `a + b` declares a sum.

An operator builds its node by the package, since the families of nodes build on this module.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import cast

from ...words import Said
from .. import nodes
from .._exact import Exact, exact
from ._evaluator import Evaluator
from ._expr import Bounds, Expr
from ._intervals import gone_of
from ._source import Source
from ._worth import Num, Worth

__all__ = ["BoolExpr", "Calculated", "ChoiceExpr", "DateExpr", "NumberExpr", "day", "number"]


class NumberExpr(Expr):
    """An exact number."""

    __slots__ = ()

    def there_source(self, source: Source) -> str:
        return source.number(self).there

    def __add__(self, other: NumberExpr | Exact) -> NumberExpr:
        return nodes.Add(self, number(other))

    def __radd__(self, other: Exact) -> NumberExpr:
        return nodes.Add(number(other), self)

    def __sub__(self, other: NumberExpr | Exact) -> NumberExpr:
        return nodes.Subtract(self, number(other))

    def __rsub__(self, other: Exact) -> NumberExpr:
        return nodes.Subtract(number(other), self)

    def __mul__(self, other: NumberExpr | Exact) -> NumberExpr:
        return nodes.Multiply(self, number(other))

    def __rmul__(self, other: Exact) -> NumberExpr:
        return nodes.Multiply(number(other), self)

    def __truediv__(self, other: NumberExpr | Exact) -> NumberExpr:
        return nodes.Divide(self, number(other))

    def __rtruediv__(self, other: Exact) -> NumberExpr:
        return nodes.Divide(number(other), self)

    def __neg__(self) -> NumberExpr:
        return nodes.Subtract(number(0), self)

    def __lt__(self, other: NumberExpr | Exact) -> BoolExpr:
        return nodes.Compare("<", self, number(other))

    def __le__(self, other: NumberExpr | Exact) -> BoolExpr:
        return nodes.Compare("<=", self, number(other))

    def __gt__(self, other: NumberExpr | Exact) -> BoolExpr:
        return nodes.Compare(">", self, number(other))

    def __ge__(self, other: NumberExpr | Exact) -> BoolExpr:
        return nodes.Compare(">=", self, number(other))

    def is_(self, other: NumberExpr | Exact) -> BoolExpr:
        """Equal to `other`, exactly (`==` is kept for comparing declarations)."""
        return nodes.Compare("==", self, number(other))

    def at_most(self, limit: Exact) -> NumberExpr:
        """The value, or `limit` where it is more."""
        return nodes.Clamp(self, high=exact(limit))

    def at_least(self, limit: Exact) -> NumberExpr:
        """The value, or `limit` where it is less."""
        return nodes.Clamp(self, low=exact(limit))

    def steps(self, *table: tuple[Exact, Exact], below: Exact = 0) -> NumberExpr:
        """A step table of (from that value on, result), ascending; `below` before the first step."""
        return nodes.Steps(self, tuple((exact(start), exact(result)) for start, result in table), exact(below))

    def rounded(self, places: int, *, how: str = "half-up") -> NumberExpr:
        """Rounded by a clause: `how` is "half-up", "down" or "up"."""
        return nodes.Round(self, places, how)

    def named(self, label: Said) -> NumberExpr:
        """The same value, shown under `label` as a step of its own."""
        return nodes.Named(self, label)

    def mean(self) -> NumberExpr:
        """The mean over the open axis, absent positions left out; absent where none is left."""
        return nodes.Aggregate("mean", self)

    def sum(self) -> NumberExpr:
        """The sum over the open axis, absent positions left out."""
        return nodes.Aggregate("sum", self)

    def max(self) -> NumberExpr:
        """The largest over the open axis; absent where there is none."""
        return nodes.Aggregate("max", self)

    def min(self) -> NumberExpr:
        """The smallest over the open axis; absent where there is none."""
        return nodes.Aggregate("min", self)

    def due(self) -> NumberExpr:
        """How many positions of the open axis are due (posted, applicable), with a value or not."""
        return nodes.Aggregate("due", self)


class BoolExpr(Expr):
    """A condition: true, false, or absent where what it asks about does not exist."""

    __slots__ = ()

    def there_source(self, source: Source) -> str:
        return source.truth(self).there

    def __and__(self, other: BoolExpr) -> BoolExpr:
        return nodes.And((self, other))

    def __or__(self, other: BoolExpr) -> BoolExpr:
        return nodes.Or((self, other))

    def __rand__(self, other: BoolExpr) -> BoolExpr:
        return nodes.And((other, self))

    def __ror__(self, other: BoolExpr) -> BoolExpr:
        return nodes.Or((other, self))

    def __invert__(self) -> BoolExpr:
        return nodes.Not(self)

    def any(self) -> BoolExpr:
        """True at some position of the open axis."""
        return nodes.Any(self)

    def all(self) -> BoolExpr:
        """True at every position of the open axis that is not absent."""
        return nodes.All(self)

    def count(self) -> NumberExpr:
        """At how many positions of the open axis it is true."""
        return nodes.Aggregate("count", self)

    def then(self, value: NumberExpr | Exact, *, otherwise: NumberExpr | Exact = 0) -> NumberExpr:
        """`value` where the condition holds, else `otherwise`."""
        return nodes.If(self, number(value), number(otherwise))


class DateExpr(Expr):
    """A day of the calendar."""

    __slots__ = ()

    def there_source(self, source: Source) -> str:
        return source.value(self).there

    def __lt__(self, other: DateExpr | dt.date) -> BoolExpr:
        return nodes.Compare("<", self, day(other))

    def __le__(self, other: DateExpr | dt.date) -> BoolExpr:
        return nodes.Compare("<=", self, day(other))

    def __gt__(self, other: DateExpr | dt.date) -> BoolExpr:
        return nodes.Compare(">", self, day(other))

    def __ge__(self, other: DateExpr | dt.date) -> BoolExpr:
        return nodes.Compare(">=", self, day(other))

    def plus_months(self, months: int) -> DateExpr:
        """Calendar months later; a missing day becomes the month's last."""
        return nodes.Shift(self, months=months)

    def plus_days(self, days: int) -> DateExpr:
        """Days later."""
        return nodes.Shift(self, days=days)

    def otherwise(self, other: DateExpr | dt.date) -> DateExpr:
        """The day, or `other` where there is none (an optional day that was not entered)."""
        return nodes.Otherwise(self, day(other))

    def plus_workdays(self, days: int) -> DateExpr:
        """The working day that is the `days`-th after this day, by the cycle's own holidays and make-up days."""
        return nodes.ShiftWorkdays(self, days)

    def until(self, other: DateExpr | dt.date) -> NumberExpr:
        """Days from this day to `other` (0 for the same day)."""
        return nodes.DaysBetween(self, day(other))

    def workdays_until(self, other: DateExpr | dt.date) -> NumberExpr:
        """Working days after this day up to `other`, that day included (0 for the same day)."""
        return nodes.WorkdaysBetween(self, day(other))


class ChoiceExpr(Expr):
    """One code out of a declared list."""

    __slots__ = ()

    def there_source(self, source: Source) -> str:
        return source.value(self).there

    def is_(self, code: str) -> BoolExpr:
        """True where the code is `code`."""
        return nodes.Is(self, (code,))

    def is_in(self, *codes: str) -> BoolExpr:
        """True where the code is one of `codes`."""
        return nodes.Is(self, codes)

    def points(self, table: Mapping[str, Exact]) -> NumberExpr:
        """The number that `table` gives the code; every code the input allows must stand in it."""
        return nodes.Points(self, tuple((code, exact(value, name=code)) for code, value in table.items()))


class Calculated(NumberExpr):
    """A number made of numbers by one calculus, for declared bounds, open values and settled ones alike."""

    __slots__ = ()

    def of(self, *numbers: Num) -> Worth:
        """Its interval, or absence, where its parts lie in `numbers`."""
        raise NotImplementedError

    def bounds(self) -> Bounds:
        found = self.of(*(Num(*part.bounds()) for part in self.parts()))
        return (found.low, found.high) if isinstance(found, Num) else (None, None)

    def worth(self, here: Evaluator) -> Worth:
        found = [here.number(part) for part in self.parts()]
        gone = gone_of(found)
        return gone if gone is not None else self.of(*cast("list[Num]", found))


def number(value: NumberExpr | Exact) -> NumberExpr:
    """`value` as a node. Raises InexactError for a float."""
    return value if isinstance(value, NumberExpr) else nodes.Const(exact(value))


def day(value: DateExpr | dt.date) -> DateExpr:
    """`value` as a node."""
    return value if isinstance(value, DateExpr) else nodes.DateConst(value)
