"""Conditions: comparisons, and, or, not, presence; one of two numbers by a condition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import lcm
from typing import Annotated

from attrs import frozen

from ...words import Text
from .. import nodes
from .._exact import show
from .._fields import checked, one_of
from ._arithmetic import Const
from ._columns import Column
from ._evaluator import Evaluator, Positions
from ._expr import AND, ATOM, COMPARE, NOT, OR, PRODUCT, Bounds, Expr, Slip
from ._inputs import Input
from ._intervals import absent_as, compare, compare_days, fold, gone_of, hull, negated, undecided
from ._operators import BoolExpr, DateExpr, NumberExpr
from ._source import Holds, Number, Source, aligned, both, holds, scaled
from ._wording import Values, Words, compared, join
from ._worth import NO_CAUSES, Cause, Day, Gone, Num, Truth, Worth, truth

__all__ = ["And", "Compare", "Given", "If", "Not", "Or", "Unsettled", "all_of", "any_of", "unsettled"]

_TURNED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "≠"}


@checked
@frozen(order=False)
class Compare(BoolExpr):
    """A comparison of two numbers or two days, exact."""

    op: Annotated[str, one_of("<", "<=", ">", ">=", "==")]
    left: Expr
    right: Expr

    binds = COMPARE

    def parts(self) -> tuple[Expr, ...]:
        return (self.left, self.right)

    def slips(self, kind: nodes.Kind) -> Iterator[Slip]:
        if {_sort(self.left), _sort(self.right)} not in ({"number"}, {"day"}):
            yield (
                "axes",
                Text("it compares a number with a day, or what has no order", "把数值与日期相比，或比较了无序的值"),
            )
        if isinstance(self.left, NumberExpr) and isinstance(self.right, Const):
            yield from self._reachable(self.right.value)

    def _reachable(self, limit: Fraction) -> Iterator[Slip]:
        low, high = self.left.bounds()
        if (low is not None and limit < low) or (high is not None and limit > high):
            text = Text(
                "{limit} lies outside what the value can be ({low} to {high}); the condition can never change",
                "{limit} 在取值范围（{low} 至 {high}）之外；条件永远不会改变",
            )
            ends = ("-" if edge is None else show(edge) for edge in (low, high))
            yield "reachable", text.format(limit=show(limit), low=next(ends), high=next(ends))

    def worth(self, here: Evaluator) -> Worth:
        left, right = here.worth(self.left), here.worth(self.right)
        gone = gone_of((left, right))
        if gone is not None:
            return absent_as(gone)
        if isinstance(left, Day):
            assert isinstance(right, Day)  # noqa: S101  # a day is compared with days only
            return compare_days(self.op, left, right)
        assert isinstance(left, Num)  # noqa: S101  # and a number with numbers
        assert isinstance(right, Num)  # noqa: S101
        return compare(self.op, left, right)

    def along(self, here: Evaluator, positions: Positions) -> Iterable[Worth]:
        """A column beside a declared number is compared at once."""
        column = here.along(self.left, positions) if isinstance(self.right, Const) else None
        if isinstance(column, Column) and isinstance(self.right, Const):
            return column.compared(self.op, self.right.value)
        return super().along(here, positions)

    def truth_source(self, source: Source) -> Holds:
        if isinstance(self.left, DateExpr):
            first, last = source.value(self.left), source.value(self.right)
            return holds(f"({first.code} {self.op} {last.code})", both(first.there, last.there))
        left, right = source.number(self.left), source.number(self.right)
        a, b = aligned(left, right)
        return holds(f"({a} {self.op} {b})", both(left.there, right.there))

    def say(self, words: Words) -> Text:
        """Turned round where it does not hold, so that what is said is true."""
        sign = {"==": "="}.get(self.op, self.op)
        if words.values is None:
            return compared(words.side(self.left), sign, words.within(self.right, PRODUCT))
        left, right = words.side(self.left, self.right), words.side(self.right, self.left)
        holds = words.values.holds(self)
        if holds is None:
            asked = Text("{left}; is it {sign} {right}?", "{left}；是否 {sign} {right}？")
            return asked.format(left=left, sign=sign, right=right)
        return compared(left, sign if holds else _TURNED[self.op], right)


def _sort(value: Expr) -> str:
    return "number" if isinstance(value, NumberExpr) else "day" if isinstance(value, DateExpr) else "other"


@frozen(order=False)
class _Joined(BoolExpr):
    conditions: tuple[BoolExpr, ...]

    def parts(self) -> tuple[Expr, ...]:
        return self.conditions

    def _parts_said(self, words: Words) -> list[Text]:
        """A part of the other kind in brackets."""
        return [words.say(one) if type(one) is type(self) else words.within(one, NOT) for one in self.conditions]

    def _telling(self, words: Words, values: Values, *, settles: bool) -> Text:
        """With values: the parts that settle it by themselves; all where all were needed; the open ones if it is open."""
        holds, found = values.holds(self), self.conditions
        if holds is not (not settles):
            found = tuple(part for part in self.conditions if values.holds(part) is holds) or found
        return join([words.say(part) for part in found], en="; ", zh="；")


@checked
@frozen(order=False)
class And(_Joined):
    """Every part holds."""

    binds = AND

    def worth(self, here: Evaluator) -> Worth:
        return fold([here.truth(part) for part in self.conditions], meet=True)

    def truth_source(self, source: Source) -> Holds:
        found = [source.truth(part) for part in self.conditions]
        yes = f"({' and '.join(part.yes for part in found)})"
        return Holds(yes, f"({' or '.join(part.fails for part in found)})" if any(part.no for part in found) else "")

    def say(self, words: Words) -> Text:
        if words.values is not None:
            return self._telling(words, words.values, settles=False)
        return join(self._parts_said(words), en=" and ", zh="，且")


@checked
@frozen(order=False)
class Or(_Joined):
    """Some part holds."""

    binds = OR

    def worth(self, here: Evaluator) -> Worth:
        return fold([here.truth(part) for part in self.conditions], meet=False)

    def truth_source(self, source: Source) -> Holds:
        found = [source.truth(part) for part in self.conditions]
        yes = f"({' or '.join(part.yes for part in found)})"
        return Holds(yes, f"({' and '.join(part.fails for part in found)})" if any(part.no for part in found) else "")

    def say(self, words: Words) -> Text:
        if words.values is not None:
            return self._telling(words, words.values, settles=True)
        return join(self._parts_said(words), en=" or ", zh="，或")


@checked
@frozen(order=False)
class Not(BoolExpr):
    """The part does not hold."""

    condition: BoolExpr

    binds = NOT

    def parts(self) -> tuple[Expr, ...]:
        return (self.condition,)

    def worth(self, here: Evaluator) -> Worth:
        found = here.truth(self.condition)
        return Truth(frozenset(negated(value) for value in found.options), found.causes, found.reasons)

    def truth_source(self, source: Source) -> Holds:
        found = source.truth(self.condition)
        return Holds(found.no, found.yes) if found.no else Holds(found.fails)

    def say(self, words: Words) -> Text:
        if words.values is not None:
            return words.say(self.condition)
        return Text("not {of}", "非{of}").format(of=words.within(self.condition, ATOM))


@checked
@frozen(order=False)
class Given(BoolExpr):
    """A value stands there."""

    value: Expr

    def parts(self) -> tuple[Expr, ...]:
        return (self.value,)

    def worth(self, here: Evaluator) -> Worth:
        found = here.worth(self.value)
        if isinstance(found, Truth):
            return truth(not found.must(None)) if found.settled else undecided(found.causes)
        return truth(not isinstance(found, Gone))

    def truth_source(self, source: Source) -> Holds:
        if isinstance(self.value, BoolExpr):  # which is read, since it may not be settled
            found = source.truth(self.value)
            return Holds(f"({found.yes} or {found.fails})")
        return Holds(self.value.there_source(source) or "True")

    def say(self, words: Words) -> Text:
        if words.values is None:
            return Text("{value} is given", "有{value}").format(value=self.value.titled(words))
        return words.values.missing(self.value) or words.side(self.value)


@checked
@frozen(order=False)
class If(NumberExpr):
    """One of two numbers."""

    condition: BoolExpr
    value: NumberExpr
    otherwise: NumberExpr

    binds = OR

    def parts(self) -> tuple[Expr, ...]:
        return (self.condition, self.value, self.otherwise)

    def bounds(self) -> Bounds:
        found = hull([Num(*self.value.bounds()), Num(*self.otherwise.bounds())], NO_CAUSES)
        return found.low, found.high

    def worth(self, here: Evaluator) -> Worth:
        condition = here.truth(self.condition)
        if condition.may(None):
            absent = Gone(condition.reasons or frozenset({"not-applicable"}))
            return absent if condition.settled else Num(None, None, condition.causes)
        branches = [here.number(self.value)] if condition.may(True) else []
        branches += [here.number(self.otherwise)] if condition.may(False) else []
        gone = gone_of(branches)
        return gone if gone is not None else hull([b for b in branches if isinstance(b, Num)], condition.causes)

    def number_source(self, source: Source) -> Number:
        with source.lazy():
            value, otherwise = source.number(self.value), source.number(self.otherwise)
        found, static = source.truth(self.condition), lcm(value.static, otherwise.static)
        yes = source.let(found.yes)
        there = both(found.there, _either(yes, value.there, otherwise.there))
        top = source.let(f"(({scaled(value, static)}) if {yes} else ({scaled(otherwise, static)}))", there)
        bottom = _either(yes, value.bottom, otherwise.bottom, other="1")
        return Number(top, static, bottom if bottom == value.bottom else source.let(bottom, there), there)

    def say(self, words: Words) -> Text:
        text = Text("{value} if {condition}, else {otherwise}", "若{condition}则{value}，否则{otherwise}")
        value, otherwise = words.within(self.value, COMPARE), words.within(self.otherwise, COMPARE)
        return text.format(value=value, condition=words.say(self.condition), otherwise=otherwise)

    def made(self, words: Words, values: Values) -> Iterator[Text]:
        yield words.say(self.condition)
        holds = values.holds(self.condition)
        if holds is not None:
            yield from (self.value if holds else self.otherwise).made(words, values)


def _either(yes: str, one: str, two: str, *, other: str = "True") -> str:
    """`one` where `yes` holds, else `two`; `other` stands for what is not said."""
    return one if one == two else f"(({one or other}) if {yes} else ({two or other}))"


@checked
@frozen(order=False)
class Unsettled(BoolExpr):
    """Open while `when` holds, whatever else was entered; false where it does not."""

    when: BoolExpr
    inputs: tuple[Input, ...]

    def parts(self) -> tuple[Expr, ...]:
        return (self.when, *self.inputs)

    def worth(self, here: Evaluator) -> Worth:
        """Open, naming its inputs, while its condition holds; what the condition itself waits for comes first."""
        found = here.truth(self.when)
        if found.must(True):
            return undecided(frozenset(Cause("needs", given.place(here)) for given in self.inputs))
        either = undecided(found.causes).options
        return Truth(found.options | either, found.causes, found.reasons) if found.may(True) else found

    def truth_source(self, source: Source) -> Holds:
        found = source.truth(self.when)
        source.leave(found.yes)
        return Holds("False", found.fails) if found.no else Holds("False")

    def say(self, words: Words) -> Text:
        """With values, what must be entered anew where it stands open."""
        inputs = join([given.label for given in self.inputs], en=", ", zh="、")
        if words.values is not None and words.values.holds(self) is not None:
            return words.say(self.when)
        text = Text("open while {when}: enter {inputs} anew", "{when}时未定：须重新录入{inputs}")
        return text.format(when=words.within(self.when, NOT), inputs=inputs)


def any_of(*conditions: BoolExpr) -> BoolExpr:
    """True where some condition holds."""
    return Or(conditions)


def all_of(*conditions: BoolExpr) -> BoolExpr:
    """True where every condition holds."""
    return And(conditions)


def unsettled(when: BoolExpr, *inputs: Input) -> BoolExpr:
    """A condition that nobody can answer while `when` holds: the outcome then asks for `inputs` anew."""
    return Unsettled(when, inputs)
