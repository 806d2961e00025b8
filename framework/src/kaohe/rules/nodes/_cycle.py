"""The cycle's own days, and working days: weekends off, save what the cycle lists as holidays and make-up days."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from ...words import Text
from .._fields import Workdays, checked
from ._dates import Between
from ._evaluator import Evaluator
from ._expr import PRODUCT, SUM, Expr
from ._operators import DateExpr
from ._slots import OfCycle
from ._source import Plain, Source
from ._wording import Words
from ._worth import Day, Gone, Worth

__all__ = ["CycleEnd", "CycleStart", "Otherwise", "ShiftWorkdays", "WorkdaysBetween"]


@checked
@frozen(order=False)
class CycleStart(DateExpr):
    """The first day of the cycle."""

    def worth(self, here: Evaluator) -> Worth:
        return Day(here.calendar.start)

    def value_source(self, source: Source) -> Plain:
        return Plain(source.slot(OfCycle(("start",), lambda supplied: supplied.days.start)))

    def say(self, words: Words) -> Text:
        return Text("first day of the cycle", "周期第一天")


@checked
@frozen(order=False)
class CycleEnd(DateExpr):
    """The last day of the cycle."""

    def worth(self, here: Evaluator) -> Worth:
        return Day(here.calendar.end)

    def value_source(self, source: Source) -> Plain:
        return Plain(source.slot(OfCycle(("end",), lambda supplied: supplied.days.end)))

    def say(self, words: Words) -> Text:
        return Text("last day of the cycle", "周期最后一天")


@checked
@frozen(order=False)
class Otherwise(DateExpr):
    """A day, or another where there is none."""

    value: DateExpr
    other: DateExpr

    def parts(self) -> tuple[Expr, ...]:
        return (self.value, self.other)

    def worth(self, here: Evaluator) -> Worth:
        found = here.worth(self.value)
        return here.worth(self.other) if isinstance(found, Gone) else found

    def value_source(self, source: Source) -> Plain:
        found, other = source.value(self.value), source.value(self.other)
        if not found.there:
            return found
        there = f"({found.there} or {other.there})" if other.there else ""
        return Plain(source.let(f"({found.code} if {found.there} else {other.code})", there), there)

    def say(self, words: Words) -> Text:
        text = Text("{day} (else {other})", "{day}（没有则为{other}）")
        return text.format(day=words.within(self.value, SUM), other=words.say(self.other))


@checked
@frozen(order=False)
class ShiftWorkdays(DateExpr):
    """The n-th working day after a day; the day itself, whether one works on it or not, for 0."""

    value: DateExpr
    days: Workdays

    def parts(self) -> tuple[Expr, ...]:
        return (self.value,)

    def worth(self, here: Evaluator) -> Worth:
        found = here.worth(self.value)
        if not isinstance(found, Day) or found.value is None:
            return found
        return Day(here.calendar.shifted(found.value, self.days))

    def say(self, words: Words) -> Text:
        text = Text("{day} + {n} working days", "{day} + {n} 个工作日")
        return text.format(day=words.within(self.value, PRODUCT), n=self.days)


@checked
@frozen(order=False)
class WorkdaysBetween(Between):
    """Working days after one day up to another, that day included."""

    words = Text("working days from {start} to {end}", "{start}至{end}的工作日数")

    def count(self, here: Evaluator, start: dt.date, end: dt.date) -> int:
        return here.calendar.between(start, end)
