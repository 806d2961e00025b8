"""The periods of the cycle as an axis, and their days."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from attrs import field, frozen

from ...words import Text
from .. import nodes
from .._fields import Key, checked, to_text
from .._periods import Period
from .._values import Absent, Unknown
from ._evaluator import Evaluator
from ._expr import Axis
from ._operators import DateExpr
from ._slots import OfPeriods
from ._source import Plain, Source
from ._wording import Words
from ._worth import NO_CAUSES, Causes, Day, Worth

__all__ = ["OWN", "Own", "PeriodEnd", "PeriodStart", "Periods"]


@lru_cache
def _all_of(count: int) -> list[tuple[int, bool]]:
    return [(index, True) for index in range(count)]


@checked
@frozen(order=False)
class Periods(Axis):
    """The periods of the cycle, which the case lists by name; `unit` is month, quarter, half or year.

    A period that does not overlap the days from `posted_from` to `posted_to` is not due. Where the two are columns of a
    list of events, each row is a span of its own, and a period in a gap between them is not due either.
    """

    key: Key
    label: Text = field(converter=to_text)
    unit: str
    posted_from: nodes.Date | None = None
    posted_to: nodes.Date | None = None

    @property
    def axis_key(self) -> str:
        return self.key

    def one(self) -> Text:
        return self.label

    def positions(self, here: Evaluator) -> tuple[list[tuple[int, bool]], Causes]:
        return _all_of(len(here.periods(self.key))), NO_CAUSES

    def cell(self, here: Evaluator, key: str) -> Any:
        values = here.fact(key)
        return values if isinstance(values, Unknown | Absent) else values[here.at]

    def spot(self, here: Evaluator) -> str:
        return "" if here.at is None else here.periods(self.key)[here.at].name


@checked
@frozen(order=False)
class Own(Axis):
    """The periods of the kind itself, whichever they are: bound when the scheme is assembled."""

    @property
    def axis_key(self) -> str:
        return "own-periods"


OWN = Own()


@frozen(order=False)
class _PeriodDay(DateExpr):
    axis: Periods

    def own_axis(self) -> Axis | None:
        return self.axis

    def _column(self, source: Source, name: str, read: Callable[[Sequence[Period]], object]) -> Plain:
        """A day of each period of the axis, due or not."""
        return Plain(source.cell(OfPeriods(self.axis.key, name, read), whole=True))


@checked
@frozen(order=False)
class PeriodStart(_PeriodDay):
    """The first day of the period."""

    def worth(self, here: Evaluator) -> Worth:
        return Day(here.periods(self.axis.key)[here.at or 0].start)

    def value_source(self, source: Source) -> Plain:
        return self._column(source, "start", lambda periods: tuple(period.start for period in periods))

    def say(self, words: Words) -> Text:
        return Text("first day of the {axis}", "{axis}第一天").format(axis=self.axis.label)


@checked
@frozen(order=False)
class PeriodEnd(_PeriodDay):
    """The last day of the period."""

    def worth(self, here: Evaluator) -> Worth:
        return Day(here.periods(self.axis.key)[here.at or 0].end)

    def value_source(self, source: Source) -> Plain:
        return self._column(source, "end", lambda periods: tuple(period.end for period in periods))

    def say(self, words: Words) -> Text:
        return Text("last day of the {axis}", "{axis}最后一天").format(axis=self.axis.label)
