"""Source for what closes an axis: of each position that is there, or of how many there are."""

from __future__ import annotations

from collections.abc import Callable

from ._expr import Expr, open_axis
from ._inputs import Input
from ._operators import BoolExpr, NumberExpr
from ._pairs import highest_of, lowest_of, total_of
from ._periods import Periods
from ._rows import Rows
from ._source import NotCompilable, Number, Source, both

__all__ = ["COUNTED", "entered", "value_source"]

_PICKED = {"sum": total_of, "mean": total_of, "max": highest_of, "min": lowest_of}


def value_source(source: Source, op: str, of: Expr) -> Number:
    """The sum, mean, max or min of what is there along the axis; only a sum over nothing is 0."""
    number, loop, column = source.along(lambda: source.number(of))
    there = entered(of, column)
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


def entered(of: Expr, column: str) -> str:
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
    there = _or_none(entered(of, column), found.there, loop, column)
    return Number(source.let(f"sum([1 {loop} if {found.yes}])", there), there=there)


def _known_source(source: Source, of: Expr) -> Number:
    """How many positions have a value."""
    found, loop, column = source.along(lambda: of.there_source(source))
    there = entered(of, column)
    return Number(source.let(f"sum([1 {loop} if {found}])" if found else f"len({column})", there), there=there)


def _due_source(source: Source, of: Expr) -> Number:
    """How many positions are due: of an input that need not be entered those that are; anything else must be there."""
    if not isinstance(of, Input) and source.along(lambda: of.there_source(source))[0]:
        raise NotCompilable("what may be absent and due")
    return _known_source(source, of)


def _distinct_source(source: Source, of: Expr) -> Number:
    (code, cell), loop, column = source.along(lambda: _alike(source, of))
    there = _or_none(entered(of, column), cell, loop, column)
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


COUNTED: dict[str, Callable[[Source, Expr], Number]] = {
    "count": _count_source,
    "known": _known_source,
    "due": _due_source,
    "distinct": _distinct_source,
}
