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
from ._inputs import NumberInput
from ._intervals import absent_as, add, extreme_of, hull, scaled, undecided
from ._logic import Compare
from ._per_node import per_node
from ._periods import Periods
from ._rows import Events, Finding, Rows
from ._source import NotCompilable, Number, Source, aligned
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

    narrow = True

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
        if self.op == "rows":
            return self._rows_source(source)
        axis = open_axis(self.of)
        if not isinstance(axis, Periods):
            raise NotCompilable("an axis that is no period")
        if self.op == "count":
            body, loop = source.row(lambda: source.truth(self.of))
            return Number(source.let(f"sum([1 {loop} if {body}])"))
        if self.op in ("max", "min"):
            return source.each(self.op, self.of)
        if self.op in ("known", "due"):
            source.row(lambda: _never_absent(source, self.of))
            return Number(source.slot(axis.key, "length"))
        if self.op not in ("sum", "mean"):
            raise NotCompilable(self.op)
        total = self.of.total_source(source)
        return total if self.op == "sum" else Number(total.top, total.static, source.slot(axis.key, "length"))

    def _rows_source(self, source: Source) -> Number:
        if not isinstance(self.of, Finding):
            raise NotCompilable("a list of events")
        source.present(self.of)
        return Number(source.slot(self.of.key))

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


def _never_absent(source: Source, node: Expr) -> str:
    return source.truth(node) if isinstance(node, BoolExpr) else source.number(node).top


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

    def _source(self, source: Source, word: str) -> str:
        if not isinstance(open_axis(self.of), Periods):
            raise NotCompilable("an axis that is no period")
        shortcut = self._by_extreme(source, word)
        if shortcut is not None:
            return shortcut
        body, loop = source.row(lambda: source.truth(self.of))
        return f"{word}([{body} {loop}])"

    def _by_extreme(self, source: Source, word: str) -> str | None:
        """any(column < c) is min(column) < c, which runs in C; likewise the other three."""
        of = self.of
        if not isinstance(of, Compare) or not isinstance(of.left, NumberInput) or not isinstance(of.right, Const):
            return None
        if of.op == "==" or of.left.optional:
            return None
        low = of.op in ("<", "<=")
        column = of.left.column_source(source, "min" if low == (word == "any") else "max")
        a, b = aligned(column, source.number(of.right))
        return f"({a} {of.op} {b})"

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

    def truth_source(self, source: Source) -> str:
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

    def truth_source(self, source: Source) -> str:
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
