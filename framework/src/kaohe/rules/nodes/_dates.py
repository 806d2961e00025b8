"""Days of the calendar: entered, declared, shifted, the days between two, and the span that rows may be dated in."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from attrs import field, frozen

from ...words import Text
from .._fields import Back, Step, checked
from .._periods import add_months
from .._spans import CycleDays
from .._values import UNKNOWN, Absent
from ._evaluator import Evaluator
from ._expr import PRODUCT, SUM, Expr
from ._inputs import Input, absent
from ._intervals import gone_of
from ._operators import DateExpr, NumberExpr
from ._slots import Entered, entered
from ._source import Number, Plain, Source, both
from ._wording import Words
from ._worth import Day, Num, Worth, exactly

__all__ = ["APPRAISAL", "IN_CYCLE", "Between", "Date", "DateConst", "DaysBetween", "Shift", "Span"]


@checked
@frozen(order=False)
class DateConst(DateExpr):
    """A declared day."""

    value: dt.date

    bare = True

    def worth(self, here: Evaluator) -> Worth:
        return Day(self.value)

    def value_source(self, source: Source) -> Plain:
        return Plain(source.constant(self.value))

    def say(self, words: Words) -> Text:
        return Text(self.value.isoformat(), self.value.isoformat())


@checked
@frozen(order=False)
class Date(Input, DateExpr):
    """A day of the calendar, not before the day `not_before` of the same record; within `dated`, if that is given."""

    not_before: Date | None = field(default=None, kw_only=True)
    dated: Span | None = field(default=None, kw_only=True)

    def worth(self, here: Evaluator) -> Worth:
        found = self.entered(here)
        if isinstance(found, Absent):
            return absent(found)
        return Day(None, self.missing(here)) if found is UNKNOWN else Day(found)

    def packed(self, value: object) -> object:
        return value

    def value_source(self, source: Source) -> Plain:
        return Plain(*self.column(source, Entered(self.key)))


@checked
@frozen(order=False)
class Span:
    """The days that the rows of a list may be dated: the cycle's, both ends included, unless more is said.

    `cycles_back` whole cycles before it count too, with the `clause` that says so. `appraisal` runs on to the end of
    the scheme's appraisal window: for facts about the appraisal itself. `since` and `until` are dates of the same
    record (the posting) that narrow it; where one is not entered, that end is the cycle's.
    """

    cycles_back: Back = 0
    appraisal: bool = False
    since: Date | None = None
    until: Date | None = None
    clause: str = ""

    def edges(self, days: CycleDays) -> tuple[dt.date, dt.date]:
        """The first and last day, before any date of the record narrows it."""
        start = add_months(days.start, -self.cycles_back * days.months)
        return start, days.window_end if self.appraisal else days.end

    def text(self) -> Text:
        """What the span is, in words."""
        parts = [Text("the cycle", "本周期")]
        if self.cycles_back:
            back = Text("and {n} cycle(s) before it ({clause})", "及此前{n}个周期（{clause}）")
            parts.append(back.format(n=self.cycles_back, clause=self.clause))
        if self.appraisal:
            parts.append(Text("and the appraisal after it", "及其后的考核期"))
        for given, text in ((self.since, _SINCE), (self.until, _UNTIL)):
            if given is not None:
                parts.append(text.format(date=given.label))
        return Text(" ".join(part.en for part in parts), "".join(part.zh for part in parts))


_SINCE = Text("from {date} on", "自{date}起")
_UNTIL = Text("up to {date}", "至{date}止")

IN_CYCLE = Span()
APPRAISAL = Span(appraisal=True)


@checked
@frozen(order=False)
class Shift(DateExpr):
    """A day, some calendar months or days later."""

    value: DateExpr
    months: Step = 0
    days: Step = 0

    def parts(self) -> tuple[Expr, ...]:
        return (self.value,)

    def worth(self, here: Evaluator) -> Worth:
        found = here.worth(self.value)
        if not isinstance(found, Day) or found.value is None:
            return found
        return Day(self.moved(found.value))

    def moved(self, day: dt.date) -> dt.date:
        """That many months and days after `day`."""
        moved = add_months(day, self.months)
        return moved.fromordinal(moved.toordinal() + self.days)

    def value_source(self, source: Source) -> Plain:
        found = source.value(self.value)
        return Plain(source.let(f"{source.constant(entered(self.moved))}({found.code})", found.there), found.there)

    def say(self, words: Words) -> Text:
        text = words.within(self.value, PRODUCT)
        if self.months:
            text = Text("{day} + {n} months", "{day} + {n} 个月").format(day=text, n=self.months)
        return Text("{day} + {n} days", "{day} + {n} 天").format(day=text, n=self.days) if self.days else text


@frozen(order=False)
class Between(NumberExpr):
    """How many days of some sort lie from one day to another; a node says which and how they are called."""

    start: DateExpr
    end: DateExpr

    words: ClassVar[Text]

    def parts(self) -> tuple[Expr, ...]:
        return (self.start, self.end)

    def count(self, here: Evaluator, start: dt.date, end: dt.date) -> int:
        """The days between two known days."""
        raise NotImplementedError

    def worth(self, here: Evaluator) -> Worth:
        start, end = here.worth(self.start), here.worth(self.end)
        gone = gone_of((start, end))
        if gone is not None:
            return gone
        assert isinstance(start, Day)  # noqa: S101  # days are worth nothing else
        assert isinstance(end, Day)  # noqa: S101
        if start.value is None or end.value is None:
            return Num(None, None, start.causes | end.causes)
        return exactly(self.count(here, start.value, end.value))

    def say(self, words: Words) -> Text:
        return self.words.format(start=words.within(self.start, SUM), end=words.within(self.end, SUM))


@checked
@frozen(order=False)
class DaysBetween(Between):
    """Days from one day to another."""

    words = Text("days from {start} to {end}", "{start}至{end}的天数")

    def count(self, here: Evaluator, start: dt.date, end: dt.date) -> int:
        return (end - start).days

    def number_source(self, source: Source) -> Number:
        start, end = source.value(self.start), source.value(self.end)
        there = both(start.there, end.there)
        return Number(source.let(f"({end.code} - {start.code}).days", there), there=there)
