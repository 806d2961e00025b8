"""Plain-integer Python source for declared expressions, every number scaled automatically.

A number becomes (numerator source, static denominator, run-time denominator source or ""): its value is
numerator / (static x run-time). Comparisons are cross-multiplied. Each node writes its own source; what has no such
form raises NotCompilable, and its kind is walked instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

from attrs import define, field, frozen

if TYPE_CHECKING:
    from ._expr import Expr
    from ._inputs import Input

__all__ = ["NotCompilable", "Number", "Slot", "Source", "aligned", "fixed", "multiple", "scaled", "times", "together"]


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
        return node.number_source(self)

    def truth(self, node: Expr) -> str:
        """The source of a condition that is never absent for a complete record."""
        return node.truth_source(self)

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

    def each(self, op: str, node: Expr) -> Number:
        """`op` of the values along the open axis: sum, max or min."""
        found: list[Number] = []

        def value() -> str:
            found.append(self.number(node))
            return found[0].top

        body, loop = self.row(value)
        if found[0].bottom:
            raise NotCompilable("values over run-time denominators")
        return Number(self.let(f"{op}([{body} {loop}])"), found[0].static)


def fixed(value: Fraction) -> Number:
    """A declared number."""
    return Number(str(value.numerator), value.denominator)


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


def together(one: Number, two: Number) -> tuple[int, str]:
    """The common denominator, static and at run time."""
    static = lcm(one.static, two.static)
    if one.bottom == two.bottom:
        return static, one.bottom
    return static, " * ".join(part for part in (one.bottom, two.bottom) if part)


def times(source: Source, number: Number, factor: Fraction) -> Number:
    """A number times a declared one, brought to the lowest static denominator."""
    reduced = Fraction(factor.numerator, factor.denominator * number.static)
    return Number(source.let(multiple(reduced.numerator, number.top)), reduced.denominator, number.bottom)
