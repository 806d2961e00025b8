"""Numbers that a clause limits, steps or rounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from math import lcm

from attrs import frozen

from ...words import Text
from .. import nodes
from .._exact import round_as, show
from .._fields import Places, Some, checked
from ._expr import ATOM, SUM, Expr, Slip
from ._intervals import between, mapped, one_of
from ._operators import Calculated, NumberExpr
from ._source import Number, Source, aligned, fixed, multiple, scaled, together
from ._wording import Values, Words, join
from ._worth import Num, Worth, exactly

__all__ = ["ROUNDINGS", "Clamp", "Round", "Steps", "unknown_word"]

ROUNDINGS = ("down", "up", "half-up")


def unknown_word(given: str, known: Sequence[str]) -> Text:
    """That a word is none of a closed list, and would otherwise be taken for another."""
    text = Text("{given} is none of {known}", "{given} 不在 {known} 之中")
    return text.format(given=given, known=", ".join(filter(None, known)))


@frozen(order=False)
class _Changed(Calculated):
    value: NumberExpr

    def parts(self) -> tuple[Expr, ...]:
        return (self.value,)


@checked
@frozen(order=False)
class Clamp(_Changed):
    """A value kept within limits."""

    low: Fraction | None = None
    high: Fraction | None = None

    def slips(self, kind: nodes.Kind) -> Iterator[Slip]:
        if self.low is not None and self.high is not None and self.low > self.high:
            yield "limits", Text("a lower limit above the upper", "下限高于上限")

    def of(self, *numbers: Num) -> Worth:
        found = mapped(numbers[0], self._kept)
        low = self.low if found.low is None else found.low
        high = self.high if found.high is None else found.high
        return between(low, high, found.causes)

    def _kept(self, value: Fraction) -> Fraction:
        raised = value if self.low is None else max(value, self.low)
        return raised if self.high is None else min(raised, self.high)

    def number_source(self, source: Source) -> Number:
        value, (low, high) = source.number(self.value), self.value.bounds()
        lower = self.low if self.low is not None and (low is None or low < self.low) else None
        upper = self.high if self.high is not None and (high is None or high > self.high) else None
        for limit, pick in ((lower, "max"), (upper, "min")):
            if limit is not None:  # no declared number reaches beyond the others
                bound = fixed(limit)
                a, b = aligned(value, bound)
                static, bottom, there = together(value, bound)
                value = Number(source.let(f"{pick}({a}, {b})", there), static, bottom, there)
        return value

    def say(self, words: Words) -> Text:
        text = Text("[{value}, {limits}]", "[{value}（{limits}）]")
        return text.format(value=words.within(self.value, SUM), limits=self._limits())

    def _limits(self) -> Text:
        limits = []
        if self.low is not None:
            limits.append(Text("at least {low}", "最少 {low}").format(low=show(self.low)))
        if self.high is not None:
            limits.append(Text("at most {high}", "最多 {high}").format(high=show(self.high)))
        return join(limits, en=", ", zh="，")

    def made(self, words: Words, values: Values) -> Iterator[Text]:
        """What a limit was put to, and the limit where it changed something."""
        yield from self.value.made(words, values) if self.value.parts() else [words.side(self.value)]
        uncut = values.figure(self.value)
        if values.missing(self) is None and uncut != values.figure(self):
            text = Text("{limits}, instead of {value}", "{limits}，原为 {value}")
            yield text.format(limits=self._limits(), value=uncut)


@checked
@frozen(order=False)
class Steps(_Changed):
    """A step table."""

    table: Some[tuple[Fraction, Fraction]]
    below: Fraction

    def slips(self, kind: nodes.Kind) -> Iterator[Slip]:
        if any(one[0] >= two[0] for one, two in pairwise(self.table)):
            yield "steps", Text("the step table must ascend", "分段表须从小到大")

    def of(self, *numbers: Num) -> Worth:
        found = numbers[0]
        if found.value is not None:
            return exactly(self.result(found.value))
        reached = [then for start, then in self.table if found.high is None or start <= found.high]
        kept = [then for start, then in self.table if found.low is not None and start <= found.low]
        return one_of([kept[-1] if kept else self.below, *reached[len(kept) :]], found.causes)

    def result(self, value: Fraction) -> Fraction:
        """What the table gives for one exact value."""
        result = self.below
        for start, then in self.table:
            if value >= start:
                result = then
        return result

    def number_source(self, source: Source) -> Number:
        value = source.number(self.value)
        static = lcm(self.below.denominator, *(then.denominator for _, then in self.table))
        code = scaled(fixed(self.below), static)
        for start, then in self.table:
            a, b = aligned(value, fixed(start))
            code = f"({scaled(fixed(then), static)} if {a} >= {b} else {code})"
        return Number(source.let(code, value.there), static, "", value.there)

    def say(self, words: Words) -> Text:
        row = Text("{result} from {start}", "满{start}得{result}")
        rows = [row.format(start=show(start), result=show(result)) for start, result in self.table]
        below = Text("{result} below", "以下得{result}").format(result=show(self.below))
        text = Text("steps of {value} ({rows})", "按{value}分段（{rows}）")
        return text.format(value=words.say(self.value), rows=join([below, *rows], en=", ", zh="、"))


_HOW = {"half-up": Text("half-up", "四舍五入"), "down": Text("down", "舍去"), "up": Text("up", "进位")}


@checked
@frozen(order=False)
class Round(_Changed):
    """A rounding that a clause orders."""

    places: Places
    how: str

    def slips(self, kind: nodes.Kind) -> Iterator[Slip]:
        if self.how not in ROUNDINGS:
            yield "words", unknown_word(self.how, ROUNDINGS)

    def of(self, *numbers: Num) -> Worth:
        return mapped(numbers[0], lambda value: round_as(value, self.places, self.how))

    def number_source(self, source: Source) -> Number:
        value = source.number(self.value)
        top = source.let(multiple(10**self.places, value.top), value.there)
        bottom = f"{value.static} * {value.bottom}" if value.bottom else str(value.static)
        code = f"({top}) // ({bottom})"
        if self.how == "up":
            code = f"-(-({top}) // ({bottom}))"
        elif self.how == "half-up":
            away = f"(2 * abs({top}) + {bottom}) // (2 * {bottom})"
            code = f"({away} if ({top}) >= 0 else -({away}))"
        return Number(source.let(code, value.there), 10**self.places, "", value.there)

    def say(self, words: Words) -> Text:
        text = Text("{value} rounded {how} to {places} decimals", "{value}（{how}到 {places} 位小数）")
        return text.format(value=words.within(self.value, ATOM), how=_HOW[self.how], places=self.places)

    def made(self, words: Words, values: Values) -> Iterator[Text]:
        yield from self.value.made(words, values)
