"""The closed set of things that may be known about an appraisee, a team or a unit (design, section 3): its base, its numbers.

Free text is not among them: names, labels, document numbers and reasons are the only texts, all limited.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import Any

from attrs import field, frozen

from ...words import Text
from .. import nodes
from .._exact import exact
from .._fields import SHOWN_ONLY, Key, Name, Places, checked, maybe_text, to_text
from .._values import UNKNOWN, Absent
from ._columns import Column
from ._evaluator import Evaluator, Positions
from ._expr import Axis, Bounds, Expr
from ._operators import NumberExpr
from ._periods import Periods
from ._slots import Entered, Odd
from ._source import Number, Source
from ._wording import Words
from ._worth import Cause, Causes, Gone, Num, Worth

__all__ = ["Count", "Days", "Indicator", "IndicatorTable", "Input", "NumberInput", "Score", "absent"]


_NOT_THERE = Absent("not-applicable")


def absent(found: Absent) -> Gone:
    """The worth of an absence."""
    return Gone(frozenset({found.code}))


@frozen(order=False)
class Input(Expr):
    """What every input declares. `key` names it in case files; `on` is its axis, if it has one.

    An input that several clauses read owns its `clause`; one that a rule declares inline takes the rule's.

    `needs` is a finding without which it may not be above zero (or, for a list, hold rows). `shared_by` is the code
    of the thing it is a fact of (a county): it is the same for all appraisees of one code. `short` stands for the
    label where a heading has little room (about ten cells); nothing but screens reads it, and no digest holds it.
    """

    key: Key
    label: Text = field(converter=to_text)
    clause: str = field(default="", kw_only=True)
    on: Axis | None = field(default=None, kw_only=True)
    unit: Text | None = field(default=None, kw_only=True, converter=maybe_text)
    section: Text | None = field(default=None, kw_only=True, converter=maybe_text)
    order: int = field(default=0, kw_only=True)
    entered_by: Text | None = field(default=None, kw_only=True, converter=maybe_text)
    due_by: Text | None = field(default=None, kw_only=True, converter=maybe_text)
    optional: bool = field(default=False, kw_only=True)
    needs: nodes.Finding | None = field(default=None, kw_only=True)
    shared_by: nodes.Choice | None = field(default=None, kw_only=True)
    short: Text | None = field(default=None, kw_only=True, converter=maybe_text, eq=False, metadata=SHOWN_ONLY)

    def own_axis(self) -> Axis | None:
        """The axis it lies on."""
        return self.on

    def entry(self) -> Input | None:
        return self

    def entered(self, here: Evaluator) -> Any:
        """What was entered, at the current position of its axis; an optional input that was not entered is absent."""
        found = here.fact(self.key) if self.on is None else self.on.cell(here, self.key)
        return _NOT_THERE if found is UNKNOWN and self._may_lack(here) else found

    def _may_lack(self, here: Evaluator) -> bool:
        return self.optional or (self.on is not None and here.provisional)

    def place(self, here: Evaluator) -> str:
        """How a missing value is named: "usual[2019-03]"."""
        spot = "" if self.on is None else self.on.spot(here)
        return f"{self.key}[{spot}]" if spot else self.key

    def missing(self, here: Evaluator) -> Causes:
        """The cause that it is missing at the current position."""
        return _needs(self.place(here))

    def column(self, source: Source, slot: Entered) -> tuple[str, str]:
        """(the source of what was entered, or of a part of it; where it is there, "" for everywhere).

        Along a period axis, or as a column of a list, it is the current cell.
        """
        maybe = self.optional
        if self.on is None:
            name = source.slot(slot)
        elif isinstance(self.on, Periods):
            name, spread = source.by_period(slot, self.on.key)
            maybe = maybe or spread
        else:
            name = source.cell(self.on.column_of(self, slot))
        return name, f"({name} is not None)" if maybe else ""

    def packed(self, value: Any) -> Any:
        """What a column holds for a checked value. Raises Odd where it has no such form."""
        raise Odd

    def there_source(self, source: Source) -> str:
        return self.column(source, Entered(self.key, ("there",), lambda *_: True))[1]

    def say(self, words: Words) -> Text:
        return self.label


@lru_cache(maxsize=4096)
def _needs(place: str) -> Causes:
    """The cause that something is missing; most records miss the same."""
    return frozenset({Cause("needs", place)})


@checked
@frozen(order=False)
class Indicator:
    """One line of an indicator table, with the points it is worth."""

    id: Name
    label: Text = field(converter=to_text)
    points: Fraction = field(converter=exact)
    clause: str = ""


@checked
@frozen(order=False)
class IndicatorTable:
    """A table of indicators whose points make `total`: the scheme's own, or one that the cycle supplies.

    `items` is () where the document leaves the table to the county; a case then carries it.
    """

    key: Key
    label: Text = field(converter=to_text)
    items: tuple[Indicator, ...] = ()
    total: Fraction = field(default=Fraction(100), converter=exact)


@frozen(order=False)
class NumberInput(Input, NumberExpr):
    """A number within [low, high]; `part_of` is an input, or a linked appraisee's, that it is a part of."""

    light = True

    low: Fraction = field(default=Fraction(0), converter=exact, kw_only=True)
    high: Fraction = field(default=Fraction(100), converter=exact, kw_only=True)
    places: Places = field(default=0, kw_only=True)
    part_of: NumberExpr | None = field(default=None, kw_only=True)

    @property
    def step(self) -> Fraction:
        """The smallest difference between two values."""
        return Fraction(1, 10**self.places)

    def bounds(self) -> Bounds:
        return self.low, self.high

    def worth(self, here: Evaluator) -> Worth:
        """An unknown number keeps its declared bounds."""
        return self._number(self.entered(here), here)

    def _number(self, found: Any, here: Evaluator) -> Num | Gone:
        if found.__class__ is Fraction:
            return Num(found, found)
        return absent(found) if isinstance(found, Absent) else Num(self.low, self.high, self.missing(here))

    def along(self, here: Evaluator, positions: Positions) -> Iterable[Worth]:
        """Along the periods a column."""
        cells = here.fact(self.key) if isinstance(self.on, Periods) else None
        if cells.__class__ is not tuple:
            return super().along(here, positions)
        before, column = here.at, [cells[at] for at in positions]
        unknown = _NOT_THERE if UNKNOWN in column and self._may_lack(here) else UNKNOWN
        try:
            for place, here.at in enumerate(positions):
                found = column[place]
                if found.__class__ is not Fraction:
                    column[place] = self._number(unknown if found is UNKNOWN else found, here)
        finally:
            here.at = before
        return Column.of(column)

    def there_source(self, source: Source) -> str:
        return source.number(self).there

    def packed(self, value: Any) -> int:
        if not isinstance(value, Fraction):
            raise Odd
        return int(value * 10**self.places)

    def number_source(self, source: Source) -> Number:
        name, there = self.column(source, Entered(self.key))
        return Number(name, 10**self.places, "", there)

    def total_source(self, source: Source) -> Number | None:
        return self.column_source(source, "sum")

    def column_source(self, source: Source, op: str) -> Number | None:
        """The sum, max or min of its column along the periods, which runs in C; None where cells may be missing."""
        if not isinstance(self.on, Periods) or self.optional:
            return None
        return Number(source.let(f"{op}({source.slot(Entered(self.key))})"), 10**self.places)


@checked
@frozen(order=False)
class Score(NumberInput):
    """A mark within [low, high] with at most `places` decimals; by indicator where it has a `table`."""

    places: Places = field(default=2, kw_only=True)
    table: IndicatorTable | None = field(default=None, kw_only=True)


@checked
@frozen(order=False)
class Count(NumberInput):
    """A whole number of things."""

    high: Fraction = field(default=Fraction(9999), converter=exact, kw_only=True)


@checked
@frozen(order=False)
class Days(NumberInput):
    """A number of days: whole ones, or halves too with places=1. They are days of the cycle unless `beyond` it."""

    high: Fraction = field(default=Fraction(366), converter=exact, kw_only=True)
    beyond: bool = field(default=False, kw_only=True)

    @property
    def step(self) -> Fraction:
        """The smallest difference between two values: a day, or half a day."""
        return Fraction(1, 2) if self.places else Fraction(1)
