"""What every node is: its parts, its axis, and what each one says of itself; the operators that authors write.

Nodes are frozen and compare by structure. Nothing is computed here: `a + b` declares a sum.
An expression lies on at most one open axis (its periods, events or linked appraisees); `mean`, `sum`,
`count`, `any`, `all`, `max`, `min`, `distinct` and `known` close it.

The families of nodes stand in the other modules, one class a node: its fields and faults, its bounds, its worth,
its compiled source and its words. Whoever evaluates, compiles or words a node is asked for by it and asks it in turn:
what lies further up is named by the package (`nodes.Link`), and an operator builds its node by the package, so that
the modules themselves import one another in one direction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, ClassVar, NoReturn, cast

from ...errors import SchemeError
from ...words import Message, Said, Text
from .. import nodes
from .._exact import Exact, exact
from ._evaluator import Evaluator
from ._intervals import gone_of
from ._source import Holds, NotCompilable, Number, Plain, Source
from ._worth import Causes, Gone, Num, Worth

__all__ = [
    "AND",
    "ATOM",
    "COMPARE",
    "NOT",
    "OR",
    "PRODUCT",
    "SUM",
    "Axis",
    "BoolExpr",
    "Bounds",
    "Calculated",
    "ChoiceExpr",
    "DateExpr",
    "Expr",
    "NumberExpr",
    "Slip",
    "bounds",
    "day",
    "number",
    "open_axis",
]

# How tightly a node binds; a part that binds less than its surroundings is put in brackets.
OR, AND, NOT, COMPARE, SUM, PRODUCT, ATOM = range(7)

Bounds = tuple[Fraction | None, Fraction | None]
Slip = tuple[str, Text]  # the check of lint that finds it, and what is wrong


class Expr:
    """A node of a declared expression. A new one says `parts`, `worth` and `say`; the rest has a usual answer."""

    __slots__ = ()

    binds: ClassVar[int] = ATOM
    # A declared number or day is told by itself, without a name beside it.
    bare: ClassVar[bool] = False
    # What has no figure of its own to tell where a number is taken apart.
    silent: ClassVar[bool] = False

    def parts(self) -> tuple[Expr, ...]:
        """The nodes this one is made of."""
        return ()

    def own_axis(self) -> Axis | None:
        """The axis this node opens by itself (an input on an axis does)."""
        return None

    def closes(self) -> bool:
        """Whether this node closes the open axis of its parts."""
        return False

    def slips(self, kind: nodes.Kind) -> Iterator[Slip]:
        """What is wrong in its declaration, for a kind of appraisee; its parts speak for themselves."""
        return iter(())

    def bounds(self) -> Bounds:
        """(low, high) between which its number must lie whatever is entered, None where there is no limit."""
        return None, None

    def worth(self, here: Evaluator) -> Worth:
        """What it is worth for one appraisee, at the current position of an open axis."""
        raise NotImplementedError

    def entry(self) -> nodes.Input | None:
        """The input that it reads itself, which is named where it is absent."""
        return None

    def number_source(self, source: Source) -> Number:
        """Its source as a number. Raises NotCompilable where it has to be walked."""
        raise NotCompilable(type(self).__name__)

    def truth_source(self, source: Source) -> Holds:
        """Its source as a condition. Raises NotCompilable where it has to be walked."""
        raise NotCompilable(type(self).__name__)

    def value_source(self, source: Source) -> Plain:
        """Its source as a day or a code. Raises NotCompilable where it has to be walked."""
        raise NotCompilable(type(self).__name__)

    def there_source(self, source: Source) -> str:
        """The source of whether it has a value, "" where it always has."""
        raise NotCompilable(type(self).__name__)

    def total_source(self, source: Source) -> Number | None:
        """The source of its sum along the open axis of due periods, where that need not be added up one by one."""
        return None

    def say(self, words: nodes.Words) -> Text:
        """It in words; with `words.values`, why it holds, does not, or is not settled."""
        raise NotImplementedError

    def called(self, words: nodes.Words) -> Text:
        """What it is called beside its figure."""
        return words.plain().say(self)

    def titled(self, words: nodes.Words) -> Text:
        """What it is called where only the presence of a value counts."""
        return words.within(self, ATOM)

    def untitled(self, words: nodes.Words) -> Text:
        """A named value by what makes it, anything else as it is."""
        return words.within(self, ATOM)

    def told(self) -> Iterator[Expr]:
        """The parts that are told where the number is taken apart: the terms of a sum, however deep."""
        yield from self.parts()

    def made(self, words: nodes.Words, values: nodes.Values) -> Iterator[Text]:
        """What made its number, each part with its figure."""
        yield from (words.side(part) for part in self.told() if not part.silent)

    def code_label(self, code: str) -> Text:
        """The label of one of its codes, or the code itself where the cycle supplies the list."""
        return Text(code, code)

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
        return nodes.Given(self)

    def known(self) -> NumberExpr:
        """How many positions of the open axis hold a value."""
        return nodes.Aggregate("known", self)

    def distinct(self) -> NumberExpr:
        """How many different values the open axis holds."""
        return nodes.Aggregate("distinct", self)


class Axis:
    """Something a value may be repeated along: periods, dated events, raters, linked appraisees."""

    __slots__ = ()

    @property
    def axis_key(self) -> str:
        """The name that facts and explanations call it by."""
        raise NotImplementedError

    def one(self) -> Text:
        """What one position of it is called: a month, a finding, a posted member."""
        return Text(self.axis_key, self.axis_key)

    def outer(self) -> Axis | None:
        """The axis that it lies on itself: what is closed on it stays open on that one; None for most."""
        return None

    def positions(self, here: Evaluator) -> tuple[list[tuple[int, bool]], Causes]:
        """Its positions as (index, counts for certain), and the causes where they are not known yet."""
        raise NotImplementedError

    def absence(self, here: Evaluator) -> Gone | None:
        """Its absence as a whole, which is not the same as empty; None where it is there."""
        return None

    def cell(self, here: Evaluator, key: str) -> Any:
        """What was entered as `key` at the current position."""
        rows: Any = here.fact(self.axis_key)
        return rows[here.at].get(key)

    def column_of(self, given: nodes.Input, slot: nodes.Entered) -> nodes.Entered:
        """The column of an input that lies on it, or of a part of that. Raises NotCompilable where it has none."""
        raise NotCompilable("an input on an axis of another sort")

    def spot(self, here: Evaluator) -> str:
        """How the current position is named beside a missing value: "2019-03", or a number."""
        return "" if here.at is None else str(here.at + 1)


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


def bounds(expression: Expr) -> Bounds:
    """(low, high), None where there is no limit."""
    return expression.bounds()


def open_axis(expression: Expr) -> Axis | None:
    """The axis `expression` is still open on. Raises SchemeError where two axes meet."""
    axes = {axis for part in expression.parts() if (axis := open_axis(part)) is not None}
    own = expression.own_axis()
    if expression.closes():
        closed = _one(axes)
        return own if own is not None or closed is None else closed.outer()
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
