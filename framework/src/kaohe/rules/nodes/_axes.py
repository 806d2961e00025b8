"""What closes an axis: any, all, mean, sum and their like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import groupby
from typing import Annotated

from attrs import frozen

from ...words import Text
from .. import nodes
from .._fields import checked, one_of
from ._along import aggregated, fold_present
from ._along_source import COUNTED, entered, value_source
from ._arithmetic import Const
from ._columns import Column
from ._evaluator import Evaluator
from ._expr import COMPARE, Bounds, Expr, Slip, open_axis
from ._inputs import NumberInput
from ._intervals import absent_as, undecided
from ._logic import Compare
from ._operators import BoolExpr, NumberExpr
from ._per_node import per_node
from ._periods import Periods
from ._rows import Events, Finding, Rows
from ._slots import Due
from ._source import Holds, Number, Source, aligned, both, holds
from ._wording import Values, Words, axis_label, join, span
from ._worth import Num, Worth

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


def _beside(found: Iterable[Worth], positions: Iterable[tuple[int, bool]]) -> list[tuple[Worth, bool]]:
    """What is worth what, with whether its position counts for certain."""
    return [(worth, sure) for worth, (_, sure) in zip(found, positions, strict=True)]


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
        found = here.along(self.of, tuple(at for at, _ in positions))
        if isinstance(found, Column) and isinstance(axis, Periods):  # each of which counts for certain
            together = found.together(self.op)
            if together is not None:
                return together
        return aggregated(self.op, _beside(found, positions), causes)

    def number_source(self, source: Source) -> Number:
        with source.closing(None if self.op == "rows" else _axis(self.of)):
            if self.op == "rows":
                assert isinstance(self.of, Rows)  # noqa: S101  # lint refuses to count the rows of anything else
                return self.of.count_source(source)
            if self.op in COUNTED:
                return COUNTED[self.op](source, self.of)
            return self._column_source(source) or value_source(source, self.op, self.of)

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
        left_out, entry = Text("left out ({why})", "不计（{why}）"), Text("{at}: {told}", "{at} {told}")
        rows = [(n, there.figure(self.of) if why is None else left_out.format(why=why)) for n, why, there in told]
        runs = ((text, [name for name, _ in run]) for text, run in groupby(rows, key=lambda row: row[1]))
        if rows:
            yield join([entry.format(at=span(names), told=text) for text, names in runs], en=", ", zh="，")


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
        return fold_present(
            _beside(here.along(self.of, tuple(at for at, _ in positions)), positions), causes, meet=meet
        )

    def _source(self, source: Source, word: str) -> Holds:
        with source.closing(_axis(self.of)):
            return self._by_extreme(source, word) or self._by_position(source, word)

    def _by_position(self, source: Source, word: str) -> Holds:
        """Looking at each position that is there; nowhere at all `any` fails, and `all` holds."""
        found, loop, column = source.along(lambda: source.truth(self.of))
        there = entered(self.of, column)
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
