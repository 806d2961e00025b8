"""Turning declared expressions into plain-integer Python source, every number scaled automatically.

A number becomes (numerator source, static denominator, run-time denominator source or ""): its value is
numerator / (static x run-time). Comparisons are cross-multiplied. What has no such form raises NotCompilable,
and its kind is walked instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from math import lcm
from typing import Any

from attrs import define, field, frozen

from ..rules import (
    Add,
    Aggregate,
    All,
    And,
    BoolExpr,
    Choice,
    Clamp,
    Compare,
    Const,
    Count,
    Days,
    Divide,
    Expr,
    Extreme,
    Finding,
    If,
    Input,
    Is,
    Multiply,
    Named,
    Not,
    Or,
    Periods,
    Points,
    Score,
    ScoreOf,
    Steps,
    Subtract,
    TallyCount,
    TallyShare,
    TallyTotal,
    Weighted,
    open_axis,
)
from ..rules import Any as AnyOf

__all__ = ["NotCompilable", "Number", "Source"]


class NotCompilable(Exception):  # noqa: N818  # a signal between modules, never shown
    """The declarations need the walker."""


@frozen
class Number:
    """Source for an exact number: `top` / (`static` x `bottom`), `bottom` "" for 1."""

    top: str
    static: int = 1
    bottom: str = ""


Slot = tuple[str, ...]


@define
class Source:
    """Collects the statements of one function, each value computed once; `slots` are the columns it reads."""

    slots: dict[Slot, str] = field(factory=dict)
    lines: list[str] = field(factory=list)
    score: Number | None = None
    _known: dict[str, str] = field(factory=dict)
    _in_row: dict[Input, str] | None = None
    _guarded: bool = False

    def slot(self, key: str, *part: str) -> str:
        """The column for what is entered as `key`, or for a part of it.

        Parts are the "length" of an axis, and the "total" of a ballot and its "votes" for an option; of findings
        the column holds how many count.
        """
        return self.slots.setdefault((key, *part), f"r{len(self.slots)}")

    def let(self, code: str) -> str:
        """Bind `code` to a name, once, unless it is a name already."""
        if code.isidentifier() or self._in_row is not None:
            return code
        if code not in self._known:
            self._known[code] = f"t{len(self.lines)}"
            self.lines.append(f"{self._known[code]} = {code}")
        return self._known[code]

    def leave(self, condition: str) -> None:
        """Leave the record to the walker where `condition` holds."""
        self.lines.append(f"if {condition}: return None")

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Within, optional inputs may be read: the caller has made sure that they are there."""
        self._guarded = True
        try:
            yield
        finally:
            self._guarded = False

    def present(self, given: Input) -> None:
        """Raise NotCompilable for an input that may be missing."""
        if given.optional and not self._guarded:
            raise NotCompilable("an optional input")

    def number(self, node: Expr) -> Number:
        """The source of a number."""
        compute = _NUMBERS.get(type(node))
        if compute is None:
            raise NotCompilable(type(node).__name__)
        return compute(self, node)

    def truth(self, node: Expr) -> str:
        """The source of a condition that is never absent for a complete record."""
        compute = _TRUTHS.get(type(node))
        if compute is None:
            raise NotCompilable(type(node).__name__)
        return compute(self, node)

    def row(self, build: Callable[[], str]) -> tuple[str, str]:
        """(`build`'s source for one position of the open axis, the loop that runs it)."""
        if self._in_row is not None:
            raise NotCompilable("an axis inside an axis")
        self._in_row = {}
        try:
            body = build()
            variables = ", ".join(self._in_row.values())
            columns = ", ".join(self.slot(given.key) for given in self._in_row)
        finally:
            found, self._in_row = self._in_row, None
        if not found:
            raise NotCompilable("a loop over nothing")
        loop = f"for {variables} in {columns}" if len(found) == 1 else f"for {variables} in zip({columns})"
        return body, loop

    def leaf(self, given: Any) -> Number:
        """A number that was entered, scaled by its declared places."""
        self.present(given)
        if given.on is None:
            return Number(self.slot(given.key), 10**given.places)
        if self._in_row is None:
            raise NotCompilable("an open input outside a loop")
        return Number(self._in_row.setdefault(given, f"x{len(self._in_row)}"), 10**given.places)


def _const(source: Source, node: Const) -> Number:
    return Number(str(node.value.numerator), node.value.denominator)


def _multiple(factor: int, top: str) -> str:
    return top if factor == 1 else f"{factor} * ({top})"


def scaled(number: Number, static: int) -> str:
    """The numerator over `static` instead of the number's own denominator."""
    return _multiple(static // number.static, number.top)


def aligned(one: Number, two: Number) -> tuple[str, str]:
    """Both numerators over one common denominator."""
    static = lcm(one.static, two.static)
    left, right = scaled(one, static), scaled(two, static)
    if one.bottom == two.bottom:
        return left, right
    return (
        f"({left}) * {two.bottom}" if two.bottom else left,
        f"({right}) * {one.bottom}" if one.bottom else right,
    )


def _together(one: Number, two: Number) -> tuple[int, str]:
    static = lcm(one.static, two.static)
    if one.bottom == two.bottom:
        return static, one.bottom
    return static, " * ".join(part for part in (one.bottom, two.bottom) if part)


def _sum(source: Source, node: Add | Subtract) -> Number:
    left, right = source.number(node.left), source.number(node.right)
    a, b = aligned(left, right)
    return Number(source.let(f"{a} {'+' if isinstance(node, Add) else '-'} ({b})"), *_together(left, right))


def _product(source: Source, node: Multiply) -> Number:
    left, right = source.number(node.left), source.number(node.right)
    bottom = " * ".join(part for part in (left.bottom, right.bottom) if part)
    return Number(source.let(f"({left.top}) * ({right.top})"), left.static * right.static, bottom)


def _divide(source: Source, node: Divide) -> Number:
    if not isinstance(node.right, Const) or node.right.value == 0:
        raise NotCompilable("a division that may be absent")
    return times(source, source.number(node.left), 1 / node.right.value)


def times(source: Source, number: Number, factor: Fraction) -> Number:
    """A number times a declared one, brought to the lowest static denominator."""
    reduced = Fraction(factor.numerator, factor.denominator * number.static)
    return Number(source.let(_multiple(reduced.numerator, number.top)), reduced.denominator, number.bottom)


def _weighted(source: Source, node: Weighted) -> Number:
    terms = [(source.number(term), weight) for term, weight in node.terms]
    if any(term.bottom for term, _ in terms):
        raise NotCompilable("weights over run-time denominators")
    static = lcm(*(weight.denominator * term.static for term, weight in terms))
    tops = [
        _multiple(weight.numerator * (static // (weight.denominator * term.static)), term.top) for term, weight in terms
    ]
    return Number(source.let(" + ".join(tops)), static)


def _clamp(source: Source, node: Clamp) -> Number:
    value = source.number(node.value)
    for limit, pick in ((node.low, "max"), (node.high, "min")):
        if limit is not None:
            bound = Number(str(limit.numerator), limit.denominator)
            a, b = aligned(value, bound)
            value = Number(source.let(f"{pick}({a}, {b})"), *_together(value, bound))
    return value


def _steps(source: Source, node: Steps) -> Number:
    value = source.number(node.value)
    static = lcm(node.below.denominator, *(then.denominator for _, then in node.table))
    code = scaled(Number(str(node.below.numerator), node.below.denominator), static)
    for start, then in node.table:
        a, b = aligned(value, Number(str(start.numerator), start.denominator))
        code = f"({scaled(Number(str(then.numerator), then.denominator), static)} if {a} >= {b} else {code})"
    return Number(source.let(code), static)


def _points(source: Source, node: Points) -> Number:
    choice = node.choice
    if not isinstance(choice, Choice) or choice.on is not None or choice.optional:
        raise NotCompilable("points of an open choice")
    static = lcm(*(value.denominator for _, value in node.table))
    table = {code: value.numerator * (static // value.denominator) for code, value in node.table}
    return Number(source.let(f"{table!r}[{source.slot(choice.key)}]"), static)


def _if(source: Source, node: If) -> Number:
    value, otherwise = source.number(node.value), source.number(node.otherwise)
    a, b = aligned(value, otherwise)
    return Number(source.let(f"(({a}) if {source.truth(node.condition)} else ({b}))"), *_together(value, otherwise))


def _extreme(source: Source, node: Extreme) -> Number:
    found = [source.number(value) for value in node.values]
    static = lcm(*(value.static for value in found))
    if any(value.bottom for value in found):
        raise NotCompilable("an extreme over run-time denominators")
    return Number(source.let(f"{node.op}({', '.join(scaled(value, static) for value in found)})"), static)


def _aggregate(source: Source, node: Aggregate) -> Number:
    if node.op == "rows":
        if not isinstance(node.of, Finding):
            raise NotCompilable("a list of events")
        source.present(node.of)
        return Number(source.slot(node.of.key))
    axis = open_axis(node.of)
    if not isinstance(axis, Periods):
        raise NotCompilable("an axis that is no period")
    if node.op == "count":
        body, loop = source.row(lambda: source.truth(node.of))
        return Number(source.let(f"sum([1 {loop} if {body}])"))
    if node.op in ("max", "min"):
        return _each(source, node.of, node.op)
    if node.op in ("known", "due"):
        source.row(lambda: _never_absent(source, node.of))
        return Number(source.slot(axis.key, "length"))
    if node.op not in ("sum", "mean"):
        raise NotCompilable(node.op)
    total = _total(source, node.of)
    return total if node.op == "sum" else Number(total.top, total.static, source.slot(axis.key, "length"))


def _never_absent(source: Source, node: Expr) -> str:
    return source.truth(node) if isinstance(node, BoolExpr) else source.number(node).top


def _each(source: Source, node: Expr, op: str) -> Number:
    """`op` of the values along an axis: sum, max or min."""
    found: list[Number] = []
    body, loop = source.row(lambda: found.append(source.number(node)) or found[0].top)  # type: ignore[func-returns-value]
    if found[0].bottom:
        raise NotCompilable("values over run-time denominators")
    return Number(source.let(f"{op}([{body} {loop}])"), found[0].static)


def _total(source: Source, node: Expr) -> Number:
    """The sum along an axis; a weighted sum is taken apart, since sum() of one column runs in C."""
    if isinstance(node, Named):
        return _total(source, node.value)
    if isinstance(node, Weighted):
        parts = [times(source, _total(source, term), weight) for term, weight in node.terms]
        static = lcm(*(part.static for part in parts))
        return Number(source.let(" + ".join(scaled(part, static) for part in parts)), static)
    if isinstance(node, Score | Count | Days) and isinstance(node.on, Periods) and not node.optional:
        return Number(source.let(f"sum({source.slot(node.key)})"), 10**node.places)
    return _each(source, node, "sum")


def _tally(source: Source, node: Any) -> Number:
    if node.tally.on is not None or node.tally.optional:
        raise NotCompilable("a ballot on an axis")
    total = source.slot(node.tally.key, "total")
    if isinstance(node, TallyTotal):
        return Number(total)
    votes = " + ".join(source.slot(node.tally.key, "votes", code) for code in node.codes)
    if isinstance(node, TallyCount):
        return Number(source.let(votes))
    source.leave(f"not {total}")
    return Number(source.let(votes), 1, total)


def _score_of(source: Source, node: ScoreOf) -> Number:
    if source.score is None:
        raise NotCompilable("no score yet")
    return source.score


def _compare(source: Source, node: Compare) -> str:
    left, right = source.number(node.left), source.number(node.right)
    a, b = aligned(left, right)
    return f"({a} {node.op} {b})"


def _is(source: Source, node: Is) -> str:
    if not isinstance(node.choice, Choice) or node.choice.on is not None:
        raise NotCompilable("an open choice")
    source.present(node.choice)
    return f"({source.slot(node.choice.key)} in {node.codes!r})"


def _found(source: Source, node: Finding) -> str:
    source.present(node)
    return f"({source.slot(node.key)} > 0)"


def _quantified(source: Source, node: Any) -> str:
    if not isinstance(open_axis(node.of), Periods):
        raise NotCompilable("an axis that is no period")
    shortcut = _by_extreme(source, node)
    if shortcut is not None:
        return shortcut
    body, loop = source.row(lambda: source.truth(node.of))
    return f"{'all' if isinstance(node, All) else 'any'}([{body} {loop}])"


def _by_extreme(source: Source, node: Any) -> str | None:
    """any(column < c) is min(column) < c, which runs in C; likewise the other three."""
    of = node.of
    if not isinstance(of, Compare) or not isinstance(of.left, Score | Count | Days) or not isinstance(of.right, Const):
        return None
    if of.op == "==" or of.left.optional:
        return None
    low = of.op in ("<", "<=")
    pick = "min" if low == isinstance(node, AnyOf) else "max"
    column = Number(source.let(f"{pick}({source.slot(of.left.key)})"), 10**of.left.places)
    a, b = aligned(column, source.number(of.right))
    return f"({a} {of.op} {b})"


_NUMBERS: dict[type, Callable[[Source, Any], Number]] = {
    Const: _const,
    Score: lambda source, node: source.leaf(node),
    Count: lambda source, node: source.leaf(node),
    Days: lambda source, node: source.leaf(node),
    Add: _sum,
    Subtract: _sum,
    Multiply: _product,
    Divide: _divide,
    Weighted: _weighted,
    Clamp: _clamp,
    Steps: _steps,
    Points: _points,
    If: _if,
    Extreme: _extreme,
    Named: lambda source, node: source.number(node.value),
    Aggregate: _aggregate,
    TallyTotal: _tally,
    TallyCount: _tally,
    TallyShare: _tally,
    ScoreOf: _score_of,
}
_TRUTHS: dict[type, Callable[[Source, Any], str]] = {
    Compare: _compare,
    Is: _is,
    Finding: _found,
    And: lambda source, node: f"({' and '.join(source.truth(part) for part in node.conditions)})",
    Or: lambda source, node: f"({' or '.join(source.truth(part) for part in node.conditions)})",
    Not: lambda source, node: f"(not {source.truth(node.condition)})",
    AnyOf: _quantified,
    All: _quantified,
}
