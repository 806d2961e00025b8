"""Numbers made of numbers: the four operations, weights, the best of several, names, and what no node can say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import reduce
from math import lcm
from typing import Annotated

from attrs import field, frozen

from ...words import Text
from .. import nodes
from .._exact import Exact, exact, show
from .._fields import Some, checked, one_of, to_text
from ._columns import Column
from ._evaluator import Evaluator, Positions
from ._expr import PRODUCT, SUM, Bounds, Expr, Slip
from ._intervals import add, divide, extreme_of, gone_of, multiply, scaled, weighted_sum
from ._operators import Calculated, NumberExpr
from ._source import Number, Source, aligned, both, fixed, multiple, times, together
from ._source import scaled as scaled_source
from ._wording import Values, Words, bracketed, join, signed
from ._worth import Num, Worth, exactly

__all__ = [
    "Add",
    "Computed",
    "Const",
    "Divide",
    "Extreme",
    "Multiply",
    "Named",
    "Subtract",
    "Weighted",
    "best_of",
    "least_of",
    "weighted",
]

_MINUS = Fraction(-1)


@checked
@frozen(order=False)
class Const(NumberExpr):
    """A declared number."""

    value: Fraction = field(converter=exact)

    bare = silent = light = True

    def bounds(self) -> Bounds:
        return self.value, self.value

    def worth(self, here: Evaluator) -> Worth:
        return Num(self.value, self.value)

    def number_source(self, source: Source) -> Number:
        return fixed(self.value)

    def say(self, words: Words) -> Text:
        return Text(show(self.value), show(self.value))


def joined(source: Source, left: Number, sign: str, right: Number) -> Number:
    """The source of a sum or difference."""
    a, b = aligned(left, right)
    static, bottom, there = together(left, right)
    return Number(source.let(f"{a} {sign} ({b})", there), static, bottom, there)


@frozen(order=False)
class _Pair(Calculated):
    left: NumberExpr
    right: NumberExpr

    def parts(self) -> tuple[Expr, ...]:
        return (self.left, self.right)


class _Sum(_Pair):
    __slots__ = ()

    binds = SUM

    def told(self) -> Iterator[Expr]:
        for part in self.parts():
            yield from part.told() if isinstance(part, _Sum) else (part,)

    def _joined(self, source: Source, sign: str) -> Number:
        return joined(source, source.number(self.left), sign, source.number(self.right))


@checked
@frozen(order=False)
class Add(_Sum):
    """left + right."""

    def of(self, *numbers: Num) -> Worth:
        left, right = numbers
        return add(left, right)

    def number_source(self, source: Source) -> Number:
        return self._joined(source, "+")

    def say(self, words: Words) -> Text:
        return signed(words, self.left, "+", self.right, SUM)


@checked
@frozen(order=False)
class Subtract(_Sum):
    """left - right."""

    def of(self, *numbers: Num) -> Worth:
        left, right = numbers
        return add(left, scaled(right, _MINUS))

    def number_source(self, source: Source) -> Number:
        return self._joined(source, "-")

    def say(self, words: Words) -> Text:
        return signed(words, self.left, "-", self.right, SUM)


@checked
@frozen(order=False)
class Multiply(_Pair):
    """left x right."""

    binds = PRODUCT

    def of(self, *numbers: Num) -> Worth:
        left, right = numbers
        return multiply(left, right)

    def number_source(self, source: Source) -> Number:
        left, right = source.number(self.left), source.number(self.right)
        bottom = " * ".join(part for part in (left.bottom, right.bottom) if part)
        there = both(left.there, right.there)
        return Number(source.let(f"({left.top}) * ({right.top})", there), left.static * right.static, bottom, there)

    def say(self, words: Words) -> Text:
        return signed(words, self.left, "×", self.right, PRODUCT)


@checked
@frozen(order=False)
class Divide(_Pair):
    """left / right; absent where right is zero."""

    binds = PRODUCT

    def of(self, *numbers: Num) -> Worth:
        left, right = numbers
        return divide(left, right)

    def number_source(self, source: Source) -> Number:
        left = source.number(self.left)
        if isinstance(self.right, Const) and self.right.value != 0:
            return times(source, left, 1 / self.right.value)
        right = source.number(self.right)
        divisor = source.let(right.top, right.there)
        there = both(left.there, right.there, f"({divisor}) != 0")
        top = " * ".join(part for part in (f"({left.top})", str(right.static), right.bottom) if part)
        turned = f"{top} * (1 if ({divisor}) > 0 else -1)"
        bottom = " * ".join(part for part in (f"abs({divisor})", left.bottom) if part)
        return Number(source.let(turned, there), left.static, bottom, there)

    def say(self, words: Words) -> Text:
        return signed(words, self.left, "/", self.right, PRODUCT)


@checked
@frozen(order=False)
class Weighted(Calculated):
    """A weighted sum whose weights must add up to 100 % (checked at load)."""

    terms: tuple[tuple[NumberExpr, Fraction], ...]

    binds = SUM

    def parts(self) -> tuple[Expr, ...]:
        return tuple(term for term, _ in self.terms)

    def slips(self, kind: nodes.Kind) -> Iterator[Slip]:
        total = sum((weight for _, weight in self.terms), Fraction(0))
        if total != 1:
            text = Text("the weights add up to {sum} %, not 100 %", "权重合计 {sum} %，不是 100 %")
            yield "weights", text.format(sum=show(total * 100))

    def of(self, *numbers: Num) -> Worth:
        return weighted_sum([(number, weight) for number, (_, weight) in zip(numbers, self.terms, strict=True)])

    def along(self, here: Evaluator, positions: Positions) -> Iterable[Worth]:
        """Of columns a column."""
        found = [(here.along(term, positions), weight) for term, weight in self.terms]
        columns = [(column, weight) for column, weight in found if isinstance(column, Column) and weight > 0]
        return Column.weighted(columns) if len(columns) == len(found) else super().along(here, positions)

    def number_source(self, source: Source) -> Number:
        terms = [(source.number(term), weight) for term, weight in self.terms]
        if any(term.bottom for term, _ in terms):
            parts = [times(source, term, weight) for term, weight in terms]
            return reduce(lambda one, two: joined(source, one, "+", two), parts)
        static = lcm(*(weight.denominator * term.static for term, weight in terms))
        tops = [
            multiple(weight.numerator * (static // (weight.denominator * term.static)), term.top)
            for term, weight in terms
        ]
        there = both(*(term.there for term, _ in terms))
        return Number(source.let(" + ".join(tops), there), static, "", there)

    def total_source(self, source: Source) -> Number | None:
        """Taken apart, since sum() of one column runs in C."""
        parts = []
        for term, weight in self.terms:
            total = term.total_source(source)
            if total is None:
                return None
            parts.append(times(source, total, weight))
        static = lcm(*(part.static for part in parts))
        return Number(source.let(" + ".join(scaled_source(part, static) for part in parts)), static)

    def say(self, words: Words) -> Text:
        return self._joined(Text("{weight} {value}", "{weight} {value}"), lambda part: words.within(part, PRODUCT))

    def made(self, words: Words, values: Values) -> Iterator[Text]:
        named = Text("{what} {value}", "{what} {value}")
        term = Text("{weight} × {value}", "{weight} × {value}")
        yield self._joined(term, lambda part: named.format(what=part.called(words), value=values.figure(part)))

    def _joined(self, term: Text, value: Callable[[Expr], Text]) -> Text:
        terms = [term.format(weight=f"{show(weight * 100)}%", value=value(part)) for part, weight in self.terms]
        return join(terms, en=" + ", zh=" + ")


@checked
@frozen(order=False)
class Named(NumberExpr):
    """A value shown as a step of its own."""

    value: NumberExpr
    label: Text = field(converter=to_text)

    light = True

    def parts(self) -> tuple[Expr, ...]:
        return (self.value,)

    def bounds(self) -> Bounds:
        return self.value.bounds()

    def worth(self, here: Evaluator) -> Worth:
        return here.worth(self.value)

    def along(self, here: Evaluator, positions: Positions) -> Iterable[Worth]:
        return here.along(self.value, positions)

    def number_source(self, source: Source) -> Number:
        return source.number(self.value)

    def total_source(self, source: Source) -> Number | None:
        return self.value.total_source(source)

    def say(self, words: Words) -> Text:
        return Text("{label} [{value}]", "{label}[{value}]").format(label=self.label, value=words.say(self.value))

    def called(self, words: Words) -> Text:
        return self.label

    def titled(self, words: Words) -> Text:
        return self.label

    def untitled(self, words: Words) -> Text:
        return bracketed(words.say(self.value))

    def made(self, words: Words, values: Values) -> Iterator[Text]:
        yield from self.value.made(words, values)


@checked
@frozen(order=False)
class Extreme(Calculated):
    """The largest or smallest of several values; `op` is "max" or "min"."""

    op: Annotated[str, one_of("max", "min")]
    values: Some[NumberExpr]

    def parts(self) -> tuple[Expr, ...]:
        return self.values

    def of(self, *numbers: Num) -> Worth:
        return extreme_of(self.op, list(numbers))

    def number_source(self, source: Source) -> Number:
        found = [source.number(value) for value in self.values]
        if any(value.bottom for value in found):
            return reduce(lambda one, two: self._picked(source, one, two), found)
        static, there = lcm(*(value.static for value in found)), both(*(value.there for value in found))
        values = ", ".join(scaled_source(value, static) for value in found)
        return Number(source.let(f"{self.op}({values})", there), static, "", there)

    def _picked(self, source: Source, one: Number, two: Number) -> Number:
        """The larger or smaller of two over denominators of their own."""
        a, b = aligned(one, two)
        static, _, there = together(one, two)
        first = source.let(f"({a}) {'>' if self.op == 'max' else '<'} ({b})", there)
        top = f"(({scaled_source(one, static)}) if {first} else ({scaled_source(two, static)}))"
        bottom = f"(({one.bottom or 1}) if {first} else ({two.bottom or 1}))"
        return Number(source.let(top, there), static, source.let(bottom, there), there)

    def say(self, words: Words) -> Text:
        largest = Text("the largest of ({parts})", "（{parts}）中最大的")
        smallest = Text("the smallest of ({parts})", "（{parts}）中最小的")
        parts = join([words.say(value) for value in self.values], en="; ", zh="；")
        return (largest if self.op == "max" else smallest).format(parts=parts)


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

    def bounds(self) -> Bounds:
        return self.low, self.high

    def worth(self, here: Evaluator) -> Worth:
        found = [here.number(part) for part in self.inputs]
        if (gone := gone_of(found)) is not None:
            return gone
        numbers = [number for number in found if isinstance(number, Num)]
        values = [number.value for number in numbers if number.value is not None]
        if len(values) < len(numbers):
            return Num(self.low, self.high, frozenset().union(*(number.causes for number in numbers)))
        return exactly(here.called(self, values))

    def say(self, words: Words) -> Text:
        parts = join([words.say(value) for value in self.inputs], en=", ", zh="、")
        return Text("{name}({parts})", "{name}（{parts}）").format(name=self.name, parts=parts)


def weighted(*terms: tuple[NumberExpr, Exact]) -> NumberExpr:
    """A weighted sum of (value, weight) pairs; lint checks that the weights make 100 %."""
    return Weighted(tuple((value, exact(weight)) for value, weight in terms))


def best_of(*values: NumberExpr) -> NumberExpr:
    """The largest of the values."""
    return Extreme("max", values)


def least_of(*values: NumberExpr) -> NumberExpr:
    """The smallest of the values."""
    return Extreme("min", values)
