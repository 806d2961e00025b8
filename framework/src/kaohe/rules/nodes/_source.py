"""Plain-integer Python source for declared expressions, every number scaled automatically.

A number becomes (numerator source, static denominator, run-time denominator source or "", where it is there): its
value is numerator / (static x run-time). Comparisons are cross-multiplied. A condition becomes two: where it holds and
where it does not; where neither is true it is absent. Each node writes its own source; what has no such form raises
NotCompilable, and its kind is walked instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from math import lcm
from typing import Any, TypeVar

from attrs import define, field, frozen

from .. import nodes
from ._slots import Entered, Slot, Spread

__all__ = [
    "Holds",
    "NotCompilable",
    "Number",
    "Plain",
    "Source",
    "aligned",
    "both",
    "fixed",
    "holds",
    "multiple",
    "scaled",
    "times",
    "together",
]

T = TypeVar("T")


class NotCompilable(Exception):  # noqa: N818  # a signal between modules, never shown
    """The declarations need the walker."""


class _Mixed(NotCompilable):
    """Periods that are due run beside those that are not: the columns of the first have to be spread over all."""


@frozen
class Number:
    """Source for an exact number: `top` / (`static` x `bottom`), `bottom` "" for 1.

    It may be read only where the condition `there` holds, "" for everywhere; `bottom` is then above 0.
    """

    top: str
    static: int = 1
    bottom: str = ""
    there: str = ""


@frozen
class Holds:
    """Source for a condition: where it holds (`yes`), and where it does not: `no`, "" for everywhere else."""

    yes: str
    no: str = ""

    @property
    def fails(self) -> str:
        """Where it does not hold."""
        return self.no or f"(not {self.yes})"

    @property
    def there(self) -> str:
        """Where it is one or the other, "" for everywhere."""
        return f"({self.yes} or {self.no})" if self.no else ""


@frozen
class Plain:
    """Source for a day or a code, which may be read only where `there` holds ("" for everywhere)."""

    code: str
    there: str = ""


@define
class _Loop:
    """The columns that run side by side along one open axis, with the names of their current cells.

    `whole` says whether they have all periods or those that are due. Of an `inner` loop each column is itself the current
    cell of the loop around it, or of the period where one stands.
    """

    cells: dict[str, str] = field(factory=dict)
    whole: bool | None = None
    outer: _Loop | None = None
    inner: bool = False


@define
class Source:
    """Collects the statements of one function, each value computed once.

    `slots` are the columns that all functions of a kind read, `used` those of this one, `scope` the constants. `score`
    is the whole score once it may be read, `grade` the final grade that conditions on it assume, `place` the name of
    its place among `grades` at run time. `at` is the name of the period in which an expression that is open on the
    periods is told, "" for none. What is left to the walker is answered with `open`.
    """

    slots: dict[Slot, str] = field(factory=dict)
    scope: dict[str, Any] = field(factory=dict)
    lines: list[str] = field(factory=list)
    score: nodes.Expr | None = None
    grade: str | None = None
    place: str = ""
    grades: tuple[str, ...] = ()
    open: str = "None"
    at: str = ""
    used: dict[str, None] = field(factory=dict)
    _known: dict[str, str] = field(factory=dict)
    _loop: _Loop | None = None
    _lazy: bool = False
    _inner: bool = False

    def slot(self, slot: Slot) -> str:
        """The column of that slot."""
        name = self.slots.setdefault(slot, f"r{len(self.slots)}")
        self.used[name] = None
        return name

    def constant(self, value: object) -> str:
        """A name for a value that the function carries along."""
        for name, known in self.scope.items():
            if known is value:
                return name
        name = f"k{len(self.scope)}"
        self.scope[name] = value
        return name

    def let(self, code: str, there: str = "") -> str:
        """Bind `code` to a name, once, unless it is a name already; it is read only where `there` holds."""
        if code.isidentifier() or self._loop is not None:
            return code
        bare = code
        if there:
            code = f"({code}) if {there} else None"
        if code not in self._known:
            if self._lazy:
                return bare
            self._known[code] = f"t{len(self.lines)}"
            self.lines.append(f"{self._known[code]} = {code}")
        return self._known[code]

    def leave(self, condition: str) -> None:
        """Leave the record to the walker where `condition` holds. Raises NotCompilable along an axis."""
        if self._loop is not None:
            raise NotCompilable("what is left open along an axis")
        self.lines.append(f"if {condition}: return {self.open}")

    def number(self, node: nodes.Expr) -> Number:
        """The source of a number."""
        return node.number_source(self)

    def truth(self, node: nodes.Expr) -> Holds:
        """The source of a condition."""
        return node.truth_source(self)

    def value(self, node: nodes.Expr) -> Plain:
        """The source of a day or a code."""
        return node.value_source(self)

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Within, what is closed is computed once, outside the loop of an open axis."""
        before, self._loop, self._lazy, self._inner = (self._loop, self._lazy, self._inner), None, False, False
        try:
            yield
        finally:
            self._loop, self._lazy, self._inner = before

    @contextmanager
    def closing(self, axis: nodes.Axis | None) -> Iterator[None]:
        """Within, `axis` is closed: apart from everything, or once in each period where it lies on the periods itself."""
        if axis is None or axis.outer() is None:
            with self.apart():
                yield
            return
        before, self._inner = self._inner, True
        try:
            yield
        finally:
            self._inner = before

    @contextmanager
    def lazy(self) -> Iterator[None]:
        """Within, what is new is worked out where it stands: in one of two branches, only if that is taken."""
        before, self._lazy = self._lazy, True
        try:
            yield
        finally:
            self._lazy = before

    def along(self, build: Callable[[], T]) -> tuple[T, str, str]:
        """(`build`'s source for one position of the open axis, the loop that runs it, the column that it runs along)."""
        try:
            found, loop = self._looped(build, None)
        except _Mixed:
            if self._inner:
                raise
            found, loop = self._looped(build, True)
        if not loop.cells:
            raise NotCompilable("a loop over nothing")
        columns, names = list(loop.cells), list(loop.cells.values())
        if len(columns) == 1:
            return found, f"for {names[0]} in {columns[0]}", columns[0]
        return found, f"for {', '.join(names)} in zip({', '.join(columns)})", columns[0]

    def _looped(self, build: Callable[[], T], whole: bool | None) -> tuple[T, _Loop]:
        before, inner = self._loop, self._inner
        self._loop = loop = _Loop({}, whole, before if inner else None, inner)
        self._inner = False
        try:
            return build(), loop
        finally:
            self._loop, self._inner = before, inner

    def by_period(self, slot: Entered, axis: str) -> tuple[str, bool]:
        """The current cell of what is entered along the periods; and whether it may be None because none is due."""
        if self._loop is None or self._loop.whole:
            return self.cell(Spread(slot, axis), whole=True), True
        return self.cell(slot, whole=False), False

    def cell(self, slot: Slot, *, whole: bool | None = None) -> str:
        """The current cell of a column along the open axis, or of the period that is told.

        `whole` says whether the column has all periods of its axis or those that are due: the two do not run side by
        side. Raises NotCompilable where they would, and outside a loop.
        """
        loop = self._loop
        if loop is None:
            if not self.at or whole is not True:
                raise NotCompilable("an open input outside a loop")
            return self.let(f"{self.slot(slot)}[{self.at}]")
        if loop.inner:
            return loop.cells.setdefault(self._around(loop, slot), f"y{len(loop.cells)}")
        if whole is not None and loop.whole not in (None, whole):
            raise _Mixed("periods that are due beside those that are not")
        loop.whole = loop.whole if whole is None else whole
        return loop.cells.setdefault(self.slot(slot), f"x{len(loop.cells)}")

    def _around(self, loop: _Loop, slot: Slot) -> str:
        """The column of an inner loop: a cell of what is around it."""
        self._loop = loop.outer
        try:
            return self.cell(slot, whole=True)
        finally:
            self._loop = loop


def fixed(value: Fraction) -> Number:
    """A declared number."""
    return Number(str(value.numerator), value.denominator)


def both(*there: str) -> str:
    """Where all of several conditions hold, "" for everywhere."""
    parts = list(dict.fromkeys(part for part in there if part))
    return parts[0] if len(parts) == 1 else f"({' and '.join(parts)})" if parts else ""


def holds(code: str, there: str = "") -> Holds:
    """A condition on what is there only where `there` holds."""
    return Holds(f"({there} and {code})", f"({there} and not {code})") if there else Holds(code)


def multiple(factor: int, top: str) -> str:
    """`factor` times a numerator."""
    return top if factor == 1 else f"{factor} * ({top})"


def scaled(number: Number, static: int) -> str:
    """The numerator over `static` instead of the number's own denominator."""
    return multiple(static // number.static, number.top)


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


def together(one: Number, two: Number) -> tuple[int, str, str]:
    """The common denominator, static and at run time, and where both are there."""
    static, there = lcm(one.static, two.static), both(one.there, two.there)
    if one.bottom == two.bottom:
        return static, one.bottom, there
    return static, " * ".join(part for part in (one.bottom, two.bottom) if part), there


def times(source: Source, number: Number, factor: Fraction) -> Number:
    """A number times a declared one, brought to the lowest static denominator."""
    reduced = Fraction(factor.numerator, factor.denominator * number.static)
    top = source.let(multiple(reduced.numerator, number.top), number.there)
    return Number(top, reduced.denominator, number.bottom, number.there)
