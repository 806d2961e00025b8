"""What closes an axis: any, all, mean, sum and their like."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from itertools import groupby
from typing import Annotated

from attrs import frozen

from ...words import Text
from .. import nodes
from .._fields import checked, one_of
from ._arithmetic import Const
from ._evaluator import Evaluator
from ._expr import COMPARE, BoolExpr, Bounds, Expr, NumberExpr, Slip, open_axis
from ._inputs import Input, NumberInput
from ._intervals import absent_as, add, extreme_of, hull, scaled, undecided
from ._logic import Compare
from ._pairs import highest_of, lowest_of, total_of
from ._per_node import per_node
from ._periods import Periods
from ._rows import Events, Finding, Rows
from ._slots import Due
from ._source import Holds, NotCompilable, Number, Source, aligned, both, holds
from ._wording import Values, Words, axis_label, join, span
from ._worth import NO_CAUSES, Causes, Code, Day, Gone, Num, Truth, Worth, exactly

__all__ = ["Aggregate", "All", "Any"]

_AT_LEAST_ZERO: Bounds = (Fraction(0), None)
# Nodes hash by structure, so their axis is remembered by identity.
_axis = per_node(open_axis)
_SORTS = {"mean": NumberExpr, "sum": NumberExpr, "max": NumberExpr, "min": NumberExpr, "count": BoolExpr}
_SAID = {
    "mean": Text("mean over {axis} of {of}", "各{axis}{of}的平均值"),
    "sum": Text("sum over {axis} of {of}", "各{axis}{of}之和"),
    "max": Text("largest over {axis} of {of}", "各{axis}{of}的最大值"),
    "min": Text("smallest over {axis} of {of}", "各{axis}{of}的最小值"),
    "count": Text("count of {axis} where {of}", "{of}的{axis}数"),
    "known": Text("count of {axis} with {of}", "有{of}的{axis}数"),
    "due": Text("count of {axis} due for {of}", "应有{of}的{axis}数"),
    "distinct": Text("number of different {of} over {axis}", "各{axis}{of}的不同值个数"),
}


_NOWHERE = Text(
    "{op}() closes an axis, but its value lies on none: give the input on=, or leave {op}() out",
    "{op}() 用来收拢轴，但其值不在轴上：录入项须写 on=，或去掉 {op}()",
)


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

    def slips(self, kind: nodes.Kind) -> Iterator[Slip]:
        if self.op == "rows":
            if not isinstance(self.of, Finding | Events):
                yield "axes", Text("rows are counted of findings or events", "只有问题或事件清单可以计数")
        elif open_axis(self.of) is None:
            yield "axes", _NOWHERE.format(op=self.op)
        elif not isinstance(self.of, _SORTS.get(self.op, Expr)):
            text = Text("{op}() does not work on this sort of value", "{op}() 不适用于这类值")
            yield "axes", text.format(op=self.op)

    def bounds(self) -> Bounds:
        if self.op in ("mean", "max", "min"):
            return self.of.bounds()
        if self.op != "sum":
            return _AT_LEAST_ZERO
        zero, (low, high) = Fraction(0), self.of.bounds()
        return (
            zero if low is not None and low >= 0 else None,
            zero if high is not None and high <= 0 else None,
        )

    def worth(self, here: Evaluator) -> Worth:
        """Absent positions are left out, unknown ones spread."""
        if self.op == "rows":
            assert isinstance(self.of, Rows)  # noqa: S101  # lint refuses to count the rows of anything else
            return self.of.how_many(here)
        axis = _axis(self.of)
        assert axis is not None  # noqa: S101  # lint refuses an aggregate over nothing
        positions, causes = here.positions(axis)
        if not positions and causes:
            return Num(*self.bounds(), causes)
        gone = axis.absence(here)
        if gone is not None:
            return gone
        rows = list(here.each(self.of, positions))
        if self.op in ("known", "due"):
            return _how_many(self.op, rows, causes)
        present = _present(rows)
        if not present:
            return _ZERO if self.op in ("sum", "count", "distinct") and not rows else _all_gone(rows)
        return _AGGREGATE[self.op](present, causes)

    def number_source(self, source: Source) -> Number:
        with source.apart():
            if self.op == "rows":
                assert isinstance(self.of, Rows)  # noqa: S101  # lint refuses to count the rows of anything else
                return self.of.count_source(source)
            if self.op in _COUNTED:
                return _COUNTED[self.op](source, self.of)
            return self._column_source(source) or _value_source(source, self.op, self.of)

    def _column_source(self, source: Source) -> Number | None:
        """Of whole columns of due periods, which runs in C; None where each position has to be looked at."""
        axis = open_axis(self.of)
        if not isinstance(axis, Periods):
            return None
        if self.op in ("max", "min"):
            return self.of.column_source(source, self.op) if isinstance(self.of, NumberInput) else None
        total = self.of.total_source(source)
        if total is None or self.op == "sum":
            return total
        return Number(total.top, total.static, source.slot(Due(axis.key)))

    def say(self, words: Words) -> Text:
        if self.op == "rows":
            return Text("count({of})", "{of}的次数").format(of=words.say(self.of))
        of = self.of.titled(words) if self.op in ("known", "due") else self.of.untitled(words)
        return _SAID[self.op].format(axis=axis_label(open_axis(self.of)), of=of)

    def made(self, words: Words, values: Values) -> Iterator[Text]:
        """Each position with its figure, or why it is left out; equal neighbours share one entry; nothing where there is none."""
        if self.op == "rows":
            yield from super().made(words, values)
            return
        axis = open_axis(self.of)
        places = None if axis is None else values.places(axis)
        told = [(name, there.missing(self.of), there) for name, there in places or ()]
        left_out, entry = Text("left out ({why})", "不计（{why}）"), Text("{at} {told}", "{at} {told}")
        rows = [(n, there.figure(self.of) if why is None else left_out.format(why=why)) for n, why, there in told]
        runs = ((text, [name for name, _ in run]) for text, run in groupby(rows, key=lambda row: row[1]))
        if rows:
            yield join([entry.format(at=span(names), told=text) for text, names in runs], en=", ", zh="，")


_PICKED = {"sum": total_of, "mean": total_of, "max": highest_of, "min": lowest_of}


def _value_source(source: Source, op: str, of: Expr) -> Number:
    """The sum, mean, max or min of what is there along the axis; only a sum over nothing is 0."""
    number, loop, column = source.along(lambda: source.number(of))
    there = _entered(of, column)
    cell = f"({number.top}, {number.bottom})" if number.bottom else number.top
    found = source.let(f"[{cell} {loop}{_only(number.there)}]", there)
    if number.there or op != "sum":
        none = f" or len({column}) == 0" if op == "sum" else ""
        filled = f"(len({found}) > 0{none})"
        there = both(there, filled if not isinstance(open_axis(of), Periods) or number.there else "")
    divisor = f"len({found})" if op == "mean" else ""
    if not number.bottom:
        return Number(source.let(f"{_PLAINLY[op]}({found})", there), number.static, divisor, there)
    pair = source.let(f"{source.constant(_PICKED[op])}({found})", there)
    return Number(f"{pair}[0]", number.static, f"{pair}[1] * {divisor}" if divisor else f"{pair}[1]", there)


_PLAINLY = {"sum": "sum", "mean": "sum", "max": "max", "min": "min"}


def _entered(of: Expr, column: str) -> str:
    """Where the list that is run along is there: one that need not be entered may not be."""
    axis = open_axis(of)
    return f"({column} is not None)" if isinstance(axis, Rows) and axis.optional else ""


def _only(condition: str) -> str:
    return f" if {condition}" if condition else ""


def _or_none(there: str, condition: str, loop: str, column: str) -> str:
    """Where some position is there, or the axis has none."""
    return both(there, f"(len({column}) == 0 or any([{condition} {loop}]))" if condition else "")


def _count_source(source: Source, of: Expr) -> Number:
    found, loop, column = source.along(lambda: source.truth(of))
    there = _or_none(_entered(of, column), found.there, loop, column)
    return Number(source.let(f"sum([1 {loop} if {found.yes}])", there), there=there)


def _known_source(source: Source, of: Expr) -> Number:
    """How many positions have a value."""
    found, loop, column = source.along(lambda: of.there_source(source))
    there = _entered(of, column)
    return Number(source.let(f"sum([1 {loop} if {found}])" if found else f"len({column})", there), there=there)


def _due_source(source: Source, of: Expr) -> Number:
    """How many positions are due: of an input that need not be entered those that are; anything else must be there."""
    if not isinstance(of, Input) and source.along(lambda: of.there_source(source))[0]:
        raise NotCompilable("what may be absent and due")
    return _known_source(source, of)


def _distinct_source(source: Source, of: Expr) -> Number:
    (code, cell), loop, column = source.along(lambda: _alike(source, of))
    there = _or_none(_entered(of, column), cell, loop, column)
    return Number(source.let(f"len({{{code} {loop}{_only(cell)}}})", there), there=there)


def _alike(source: Source, of: Expr) -> tuple[str, str]:
    """(what is equal for equal values, where it is there)."""
    if isinstance(of, NumberExpr):
        number = source.number(of)
        if number.bottom:
            raise NotCompilable("different values over run-time denominators")
        return number.top, number.there
    if isinstance(of, BoolExpr):
        truth = source.truth(of)
        return f"bool({truth.yes})", truth.there
    plain = source.value(of)
    return plain.code, plain.there


_COUNTED: dict[str, Callable[[Source, Expr], Number]] = {
    "count": _count_source,
    "known": _known_source,
    "due": _due_source,
    "distinct": _distinct_source,
}


@frozen(order=False)
class _Quantified(BoolExpr):
    of: BoolExpr

    def parts(self) -> tuple[Expr, ...]:
        return (self.of,)

    def closes(self) -> bool:
        return True

    def slips(self, kind: nodes.Kind) -> Iterator[Slip]:
        if open_axis(self.of) is None:
            yield "axes", _NOWHERE.format(op=type(self).__name__.lower())

    def _worth(self, here: Evaluator, *, meet: bool) -> Worth:
        """Absent positions are left out."""
        axis = _axis(self.of)
        assert axis is not None  # noqa: S101  # lint refuses a quantifier over nothing
        positions, causes = here.positions(axis)
        if not positions and causes:
            return undecided(causes)
        gone = axis.absence(here)
        if gone is not None:
            return absent_as(gone)
        return _fold_present(list(here.each(self.of, positions)), causes, meet=meet)

    def _source(self, source: Source, word: str) -> Holds:
        with source.apart():
            return self._by_extreme(source, word) or self._by_position(source, word)

    def _by_position(self, source: Source, word: str) -> Holds:
        """Looking at each position that is there; nowhere at all `any` fails, and `all` holds."""
        found, loop, column = source.along(lambda: source.truth(self.of))
        there = _entered(self.of, column)
        if not found.no:
            return holds(f"{word}([{found.yes} {loop}])", there)
        some = source.let(f"any([{found.yes} {loop}])", there)
        other = source.let(f"any([{found.no} {loop}])", there)
        settled, against = (some, other) if word == "any" else (other, some)
        rest = both(there, f"(not {settled} and ({against} or len({column}) == 0))")
        sure = both(there, settled)
        return Holds(sure, rest) if word == "any" else Holds(rest, sure)

    def _by_extreme(self, source: Source, word: str) -> Holds | None:
        """any(column < c) is min(column) < c, which runs in C; likewise the other three."""
        of = self.of
        if not isinstance(of, Compare) or not isinstance(of.left, NumberInput) or not isinstance(of.right, Const):
            return None
        low = of.op in ("<", "<=")
        column = None if of.op == "==" else of.left.column_source(source, "min" if low == (word == "any") else "max")
        if column is None:
            return None
        a, b = aligned(column, source.number(of.right))
        return Holds(f"({a} {of.op} {b})")

    def _telling(self, values: Values | None, *, some: bool) -> Text | None:
        """With values, the positions that settle it; None where there are none."""
        axis = open_axis(self.of)
        places = None if values is None or axis is None else values.places(axis)
        telling = [(name, there) for name, there in places or () if self._tells(there, some=some)]
        here = Text("{at}: {why}", "{at}：{why}")
        told = [here.format(at=at, why=Words(there).say(self.of)) for at, there in telling]
        return join(told, en="; ", zh="；") if told else None

    def _tells(self, there: Values, *, some: bool) -> bool:
        return there.missing(self.of) is None and there.holds(self.of) in (some, None)

    def _said(self, text: Text) -> Text:
        return text.format(axis=axis_label(open_axis(self.of)), of=Words().within(self.of, COMPARE))


@checked
@frozen(order=False)
class Any(_Quantified):
    """Holds at some position of the axis."""

    def worth(self, here: Evaluator) -> Worth:
        return self._worth(here, meet=False)

    def truth_source(self, source: Source) -> Holds:
        return self._source(source, "any")

    def say(self, words: Words) -> Text:
        told = self._telling(words.values, some=True)
        if told is not None:
            return told
        axis = open_axis(self.of)
        nowhere = words.values is not None and axis is not None and words.values.places(axis) is not None
        some = Text("in some {axis}: {of}", "任一{axis}：{of}")
        return self._said(Text("in no {axis}: {of}", "没有任何{axis}：{of}") if nowhere else some)


@checked
@frozen(order=False)
class All(_Quantified):
    """Holds at every position of the axis."""

    def worth(self, here: Evaluator) -> Worth:
        return self._worth(here, meet=True)

    def truth_source(self, source: Source) -> Holds:
        return self._source(source, "all")

    def say(self, words: Words) -> Text:
        told = self._telling(words.values, some=False)
        return told if told is not None else self._said(Text("in every {axis}: {of}", "每一{axis}：{of}"))


def _fold_present(rows: list[tuple[Worth, bool]], causes: Causes, *, meet: bool) -> Truth:
    """All (`meet`) or any of the rows that are there; absent where there are rows, and all of them are absent."""
    options: frozenset[bool | None] = frozenset({None})
    why: Causes = NO_CAUSES
    for found, certain in rows:
        assert isinstance(found, Truth)  # noqa: S101  # a quantifier ranges over conditions
        each = found.options if certain else found.options | {None}
        options = frozenset(_joined(a, b, meet=meet) for a in options for b in each)
        why |= found.causes if certain or found.must(meet) else found.causes | causes
    if not any(certain for _, certain in rows):
        absent = any(isinstance(found, Truth) and found.may(None) for found, _ in rows)
        options = (options if absent else options - {None}) | {meet}
    reasons = _all_gone(rows).reasons if None in options else frozenset()
    return Truth(options, (why or causes) if len(options) > 1 else NO_CAUSES, reasons)


def _joined(one: bool | None, two: bool | None, *, meet: bool) -> bool | None:
    """Two rows as one, where an absent one changes nothing."""
    if one is None or two is None:
        return two if one is None else one
    return (one and two) if meet else (one or two)


_ZERO = exactly(0)


_There = Num | Truth | Day | Code
_Rows = list[tuple[_There, bool]]


def _present(rows: list[tuple[Worth, bool]]) -> _Rows:
    """The rows that are not absent."""
    there = [(found, certain) for found, certain in rows if not isinstance(found, Gone)]
    return [(found, certain) for found, certain in there if not (isinstance(found, Truth) and found.must(None))]


def _all_gone(rows: list[tuple[Worth, bool]]) -> Gone:
    reasons = [found.reasons for found, _ in rows if isinstance(found, Gone | Truth)]
    return Gone(frozenset({"nothing-assessed"}).union(*reasons))


def _how_many(op: str, rows: list[tuple[Worth, bool]], causes: Causes) -> Num:
    """`known`: positions with a value, an unknown one may yet be recorded as absent; `due`: positions that are due."""
    if op == "due":
        due = [certain for found, certain in rows if not (isinstance(found, Gone) and _not_due(found))]
        return Num(Fraction(sum(due)), Fraction(len(due)), NO_CAUSES if all(due) else causes)
    present = _present(rows)
    unsettled = [found for found, certain in present if not certain or _value(found) is None]
    why = causes.union(*(found.causes for found in unsettled))
    return Num(Fraction(len(present) - len(unsettled)), Fraction(len(present)), why if unsettled else NO_CAUSES)


def _value(found: _There) -> object:
    """The value, None where it is not settled."""
    if isinstance(found, Truth):
        return next(iter(found.options)) if found.settled else None
    return found.value


def _not_due(found: Gone) -> bool:
    return any(reason in _NOT_DUE for reason in found.reasons)


_NOT_DUE = frozenset({"not-posted", "rotated-out", "not-applicable"})


def _numbers(rows: _Rows) -> list[tuple[Num, bool]]:
    return [(found, certain) for found, certain in rows if isinstance(found, Num)]


def _total(found: list[Num]) -> Num:
    settled = [one.low for one in found if one.low == one.high]
    if len(settled) == len(found) and None not in settled:
        return exactly(sum(filter(None, settled)))
    total = exactly(0)
    for one in found:
        total = add(total, one)
    return total


def _sum(rows: _Rows, causes: Causes) -> Num:
    return _total([found if certain else hull([found, _ZERO], causes) for found, certain in _numbers(rows)])


def _mean(rows: _Rows, causes: Causes) -> Num:
    found = _numbers(rows)
    if all(certain for _, certain in found):
        return scaled(_total([value for value, _ in found]), Fraction(1, len(rows)))
    return _one_at_least(rows, causes)


def _one_at_least(rows: _Rows, causes: Causes) -> Num:
    """The mean, maximum or minimum of rows some of which may not count; it may be absent where none counts for sure."""
    found = [value for value, _ in _numbers(rows)]
    if any(certain for _, certain in rows):
        return hull(found, causes)
    return Num(None, None, causes.union(*(value.causes for value in found)))


def _most(op: str, rows: _Rows, causes: Causes) -> Num:
    found = _numbers(rows)
    if all(certain for _, certain in found):
        return extreme_of(op, [value for value, _ in found])
    return _one_at_least(rows, causes)


def _count(rows: _Rows, causes: Causes) -> Num:
    low = sum(1 for found, certain in rows if certain and isinstance(found, Truth) and found.must(True))
    high = sum(1 for found, _ in rows if isinstance(found, Truth) and found.may(True))
    unsettled = causes.union(*(found.causes for found, _ in rows if isinstance(found, Truth)))
    return Num(Fraction(low), Fraction(high), NO_CAUSES if low == high else unsettled)


def _distinct(rows: _Rows, causes: Causes) -> Num:
    sure = {_value(found) for found, certain in rows if certain} - {None}
    open_rows = [found for found, certain in rows if not certain or _value(found) is None]
    unsettled = causes.union(*(found.causes for found in open_rows))
    low = Fraction(max(len(sure), 1 if any(certain for _, certain in rows) else 0))
    return Num(low, Fraction(len(sure) + len(open_rows)), unsettled if open_rows else NO_CAUSES)


_AGGREGATE: dict[str, Callable[[_Rows, Causes], Worth]] = {
    "mean": _mean,
    "sum": _sum,
    "max": partial(_most, "max"),
    "min": partial(_most, "min"),
    "count": _count,
    "distinct": _distinct,
}
