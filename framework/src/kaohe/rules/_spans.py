"""The days of a cycle, how long its appraisal runs, and which cycles a scheme is for."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from ..errors import CaseError
from ..words import Message, Text
from ._fields import After, Length, Month, checked
from ._periods import add_months

__all__ = ["CycleDays", "Cycles", "Window", "check_cycle"]


@checked
@frozen(order=False)
class Window:
    """How long after the cycle's last day its appraisal runs; `clause` or an assumption says why."""

    months: After = 0
    days: After = 0
    clause: str = ""
    assumption: str = ""

    def end(self, last: dt.date) -> dt.date:
        """The last day of the appraisal of a cycle that ends on `last`."""
        after = add_months(last + dt.timedelta(days=1), self.months) - dt.timedelta(days=1)
        return after + dt.timedelta(days=self.days)


@checked
@frozen(order=False)
class Cycles:
    """The cycles that a scheme's document is for: not before `first`, not after `last`; None where it sets no end.

    Another cycle needs a confirmed setting with its reason; with `only` it is refused. `months` is how long one
    cycle is, `starts` the month that it is proposed to begin in.
    """

    first: dt.date | None = None
    last: dt.date | None = None
    clause: str = ""
    only: bool = False
    months: Length = 12
    starts: Month = 1

    def admit(self, start: dt.date, end: dt.date) -> bool:
        """Whether the document is for the cycle from `start` to `end`."""
        return (self.first is None or start >= self.first) and (self.last is None or end <= self.last)

    def around(self, today: dt.date) -> tuple[dt.date, dt.date]:
        """The first and last day of the cycle that `today` lies in, else of the nearest one that is admitted."""
        start = dt.date(today.year - (today.month < self.starts), self.starts, 1)
        last = None if self.last is None else add_months(self.last + dt.timedelta(days=1), -self.months)
        for edge, pick in ((last, min), (self.first, max)):
            start = start if edge is None else pick(start, edge)
        return start, add_months(start, self.months) - dt.timedelta(days=1)

    def proposed(self) -> tuple[dt.date, dt.date]:
        """The days of one cycle that the document is for: its first, or its last where it has no first."""
        if self.first is None and self.last is not None:
            return add_months(self.last + dt.timedelta(days=1), -self.months), self.last
        start = self.first or dt.date(dt.date.min.year, 1, 1)
        end = add_months(start, self.months) - dt.timedelta(days=1)
        return start, end if self.last is None else min(end, self.last)

    def text(self) -> Text:
        """The cycles in words."""
        text = Text("cycles from {first} to {last}", "{first}至{last}的周期")
        return text.format(first=self.first or Text("any day", "任意日"), last=self.last or Text("any day", "任意日"))


@frozen
class CycleDays:
    """The days of one cycle, as checks of facts need them: first, last, the appraisal's last, and months in a cycle."""

    start: dt.date
    end: dt.date
    window_end: dt.date
    months: int = 12

    @property
    def length(self) -> int:
        """How many days the cycle has."""
        return (self.end - self.start).days + 1


def check_cycle(cycles: Cycles | None, start: dt.date, end: dt.date, confirmed: str) -> None:
    """Refuse a cycle that the document is not for, unless it is confirmed with a reason. Raises CaseError."""
    if end < start:
        raise CaseError(
            Message(
                "K1087",
                "the cycle ends before it starts; correct one of the two days",
                "周期的结束早于开始；请更正其中一个日期",
            )
        )
    if cycles is None or cycles.admit(start, end) or (confirmed and not cycles.only):
        return
    said = Message(
        "K1088",
        "the document is for {cycles} ({clause}), not for {start} to {end}; {next}",
        "文件适用于{cycles}（{clause}），不适用于 {start} 至 {end}；{next}",
    )
    refused = Text(
        "this scheme runs no other cycle: correct its days, or use the document that is in force then",
        "本方案不用于其他周期：请更正起止日期，或使用届时有效的文件",
    )
    asked = Text(
        'where the office applies it all the same, confirm that in the case: [cycle] confirmed = "the reason"',
        "确实沿用的，请在案例的 [cycle] 中写 confirmed = “理由”",
    )
    raise CaseError(
        said.format(
            cycles=cycles.text(),
            clause=cycles.clause or "-",
            start=start,
            end=end,
            next=refused if cycles.only else asked,
        )
    )
