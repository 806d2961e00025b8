"""What every node is: its parts, its axis, and what each one says of itself.

Nodes are frozen and compare by structure. Nothing is computed here.
An expression lies on at most one open axis (its periods, events or linked appraisees); `mean`, `sum`,
`count`, `any`, `all`, `max`, `min`, `distinct` and `known` close it.

The families of nodes stand in the other modules, one class a node: its fields and faults, its bounds, its worth,
its compiled source and its words. Whoever evaluates, compiles or words a node is asked for by it and asks it in turn:
what lies further up is named by the package (`nodes.Link`), so that the modules themselves import one another in one
direction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any, ClassVar, NoReturn

from ...errors import SchemeError
from ...words import Message, Text
from .. import nodes
from ._evaluator import Evaluator, Positions
from ._source import Holds, NotCompilable, Number, Plain, Source
from ._worth import Causes, Gone, Worth

__all__ = [
    "AND",
    "ATOM",
    "COMPARE",
    "NOT",
    "OR",
    "PRODUCT",
    "SUM",
    "Axis",
    "Bounds",
    "Expr",
    "Slip",
    "bounds",
    "open_axis",
]

# How tightly a node binds; a part that binds less than its surroundings is put in brackets.
OR, AND, NOT, COMPARE, SUM, PRODUCT, ATOM = range(7)

Bounds = tuple[Fraction | None, Fraction | None]
Slip = tuple[str, Text]  # the check of lint that finds it, and what is wrong


class Expr:
    """A node of a declared expression. A new one says `parts`, `worth` and `say`; the rest has a usual answer."""

    __slots__ = ()

    binds: ClassVar[int] = ATOM
    # A declared number or day is told by itself, without a name beside it.
    bare: ClassVar[bool] = False
    # What has no figure of its own to tell where a number is taken apart.
    silent: ClassVar[bool] = False
    # What is worked out as fast as it could be looked up.
    light: ClassVar[bool] = False

    def parts(self) -> tuple[Expr, ...]:
        """The nodes this one is made of."""
        return ()

    def own_axis(self) -> Axis | None:
        """The axis this node opens by itself (an input on an axis does)."""
        return None

    def closes(self) -> bool:
        """Whether this node closes the open axis of its parts."""
        return False

    def slips(self, kind: nodes.Kind) -> Iterator[Slip]:
        """What is wrong in its declaration, for a kind of appraisee; its parts speak for themselves."""
        return iter(())

    def bounds(self) -> Bounds:
        """(low, high) between which its number must lie whatever is entered, None where there is no limit."""
        return None, None

    def worth(self, here: Evaluator) -> Worth:
        """What it is worth for one appraisee, at the current position of an open axis."""
        raise NotImplementedError

    def along(self, here: Evaluator, positions: Positions) -> Iterable[Worth]:
        """What it is worth at each of some positions of its open axis; usually each is asked about by itself."""
        before, found = here.at, []
        try:
            for here.at in positions:
                found.append(here.worth(self))
        finally:
            here.at = before
        return found

    def entry(self) -> nodes.Input | None:
        """The input that it reads itself, which is named where it is absent."""
        return None

    def number_source(self, source: Source) -> Number:
        """Its source as a number. Raises NotCompilable where it has to be walked."""
        raise NotCompilable(type(self).__name__)

    def truth_source(self, source: Source) -> Holds:
        """Its source as a condition. Raises NotCompilable where it has to be walked."""
        raise NotCompilable(type(self).__name__)

    def value_source(self, source: Source) -> Plain:
        """Its source as a day or a code. Raises NotCompilable where it has to be walked."""
        raise NotCompilable(type(self).__name__)

    def there_source(self, source: Source) -> str:
        """The source of whether it has a value, "" where it always has."""
        raise NotCompilable(type(self).__name__)

    def total_source(self, source: Source) -> Number | None:
        """The source of its sum along the open axis of due periods, where that need not be added up one by one."""
        return None

    def say(self, words: nodes.Words) -> Text:
        """It in words; with `words.values`, why it holds, does not, or is not settled."""
        raise NotImplementedError

    def called(self, words: nodes.Words) -> Text:
        """What it is called beside its figure."""
        return words.plain().say(self)

    def titled(self, words: nodes.Words) -> Text:
        """What it is called where only the presence of a value counts."""
        return words.within(self, ATOM)

    def untitled(self, words: nodes.Words) -> Text:
        """A named value by what makes it, anything else as it is."""
        return words.within(self, ATOM)

    def told(self) -> Iterator[Expr]:
        """The parts that are told where the number is taken apart: the terms of a sum, however deep."""
        yield from self.parts()

    def made(self, words: nodes.Words, values: nodes.Values) -> Iterator[Text]:
        """What made its number, each part with its figure."""
        yield from (words.side(part) for part in self.told() if not part.silent)

    def code_label(self, code: str) -> Text:
        """The label of one of its codes, or the code itself where the cycle supplies the list."""
        return Text(code, code)

    def __bool__(self) -> NoReturn:
        raise SchemeError(
            Message(
                "K1019",
                "a declared condition has no truth value in Python: write & | ~ for and, or, not, "
                "and (low <= x) & (x <= high) for a chained comparison",
                "声明的条件在 Python 里没有真假：请用 & | ~ 代替 and、or、not，连续比较请写成 (low <= x) & (x <= high)",
            )
        )

    def given(self) -> nodes.BoolExpr:
        """True where a value stands, False where it is absent with a reason."""
        return nodes.Given(self)

    def known(self) -> nodes.NumberExpr:
        """How many positions of the open axis hold a value."""
        return nodes.Aggregate("known", self)

    def distinct(self) -> nodes.NumberExpr:
        """How many different values the open axis holds."""
        return nodes.Aggregate("distinct", self)


class Axis:
    """Something a value may be repeated along: periods, dated events, raters, linked appraisees."""

    __slots__ = ()

    @property
    def axis_key(self) -> str:
        """The name that facts and explanations call it by."""
        raise NotImplementedError

    def one(self) -> Text:
        """What one position of it is called: a month, a finding, a posted member."""
        return Text(self.axis_key, self.axis_key)

    def outer(self) -> Axis | None:
        """The axis that it lies on itself: what is closed on it stays open on that one; None for most."""
        return None

    def positions(self, here: Evaluator) -> tuple[list[tuple[int, bool]], Causes]:
        """Its positions as (index, counts for certain), and the causes where they are not known yet."""
        raise NotImplementedError

    def absence(self, here: Evaluator) -> Gone | None:
        """Its absence as a whole, which is not the same as empty; None where it is there."""
        return None

    def cell(self, here: Evaluator, key: str) -> Any:
        """What was entered as `key` at the current position."""
        rows: Any = here.fact(self.axis_key)
        return rows[here.at].get(key)

    def column_of(self, given: nodes.Input, slot: nodes.Entered) -> nodes.Entered:
        """The column of an input that lies on it, or of a part of that. Raises NotCompilable where it has none."""
        raise NotCompilable("an input on an axis of another sort")

    def spot(self, here: Evaluator) -> str:
        """How the current position is named beside a missing value: "2019-03", or a number."""
        return "" if here.at is None else str(here.at + 1)


def bounds(expression: Expr) -> Bounds:
    """(low, high), None where there is no limit."""
    return expression.bounds()


def open_axis(expression: Expr) -> Axis | None:
    """The axis `expression` is still open on. Raises SchemeError where two axes meet."""
    axes = {axis for part in expression.parts() if (axis := open_axis(part)) is not None}
    own = expression.own_axis()
    if expression.closes():
        closed = _one(axes)
        return own if own is not None or closed is None else closed.outer()
    return _one(axes | ({own} if own is not None else set()))


def _one(axes: set[Axis]) -> Axis | None:
    if len(axes) > 1:
        names = ", ".join(sorted(axis.axis_key for axis in axes))
        raise SchemeError(
            Message(
                "K1020",
                "one expression lies open on two axes ({names}); close one of them with mean, sum, any, ...",
                "一个表达式同时展开在两个轴上（{names}）；请先用 mean、sum、any 等收拢其中一个",
            ).format(names=names)
        )
    return next(iter(axes), None)
