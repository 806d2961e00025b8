"""What a step of procedure asks for, as data: days, papers, samples, publicity, opinions, notices."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from typing import Annotated, Any

from attrs import field, frozen

from ..words import Text
from ._fields import After, Beside, Few, Key, Month, MonthDay, Step, checked, one_of, to_text

__all__ = [
    "EVERY",
    "By",
    "Cross",
    "Gate",
    "Imported",
    "Notify",
    "On",
    "Paper",
    "Publicity",
    "Sample",
    "Term",
    "several",
]

EVERY = {
    "": Text("once a cycle", "每周期一次"),
    "month": Text("each month", "每月"),
    "quarter": Text("each quarter", "每季度"),
    "half": Text("each half-year", "每半年"),
    "year": Text("each year", "每年"),
    "end": Text("when the posting ends", "派驻结束时"),
    "case": Text("in each case", "每次发生时"),
}
_LAST = 31  # the last day of any month
_SPANS = ("", "month", "quarter", "half", "year")
Every = Annotated[str, one_of(*_SPANS)]
Whenever = Annotated[str, one_of(*EVERY)]
Frame = Annotated[str, one_of("roster", "places")]


def several(given: Any) -> Any:
    """One or several as a tuple; anything else is refused with the field's name."""
    return tuple(given) if isinstance(given, tuple | list) else (given,)


@checked
@frozen(order=False)
class On:
    """A day of the year: `year` is 0 in the year that the cycle ends in, 1 in the next. Day 31 is the month's last."""

    month: Month
    day: MonthDay = 31
    year: Beside = 0

    def in_cycle(self, end: dt.date) -> dt.date:
        """The day for a cycle that ends on `end`."""
        year = end.year + self.year
        return dt.date(year, self.month, min(self.day, monthrange(year, self.month)[1]))

    def text(self) -> Text:
        """The day in words."""
        last = (
            Text("the end of {month}", "{month}月底")
            if self.day == _LAST
            else Text("{month}-{day}", "{month}月{day}日")
        )
        day = last.format(month=self.month, day=self.day)
        beside = {-1: Text("{day} of the year before", "上年{day}"), 1: Text("{day} of the next year", "次年{day}")}
        return beside[self.year].format(day=day) if self.year else day


@checked
@frozen(order=False)
class By:
    """The last day by which a step is done.

    That is a day of the year (`on`), or so many `days` after the end of the cycle, after the end of each month, quarter
    or half-year (`each`), or after the step with the id `after` (before it, where negative). `opens` is the first day.
    A step of which nothing is on record yet is taken to be done on its own last day.
    """

    on: On | None = None
    each: Every = ""
    days: Step = 0
    after: str = ""
    opens: On | None = None

    def text(self) -> Text:
        """The rule in words."""
        if self.on is not None:
            start = Text("from {day} ", "{day}起").format(day=self.opens.text()) if self.opens is not None else None
            by = Text("by {day}", "{day}前").format(day=self.on.text())
            return by if start is None else Text(f"{start.en.strip()} {by.en}", f"{start.zh}，{by.zh}")
        what = Text(self.after, self.after) if self.after else _ENDS[self.each]
        if not self.days:
            return Text("by {what}", "{what}前").format(what=what)
        if self.days < 0:
            return Text("at least {n} days before {what}", "不迟于{what}前{n}日").format(n=-self.days, what=what)
        return Text("within {n} days after {what}", "{what}后{n}日内").format(n=self.days, what=what)

    def as_json(self) -> dict[str, Any]:
        """The rule as plain data."""
        days = {name: None if one is None else [one.month, one.day, one.year] for name, one in self._days()}
        return {"term": "by", **days, "each": self.each, "days": self.days, "after": self.after}

    def _days(self) -> tuple[tuple[str, On | None], ...]:
        return ("on", self.on), ("opens", self.opens)


_ENDS = {
    "": Text("the end of the cycle", "周期结束"),
    "month": Text("the end of the month", "当月结束"),
    "quarter": Text("the end of the quarter", "季度结束"),
    "half": Text("the end of the half-year", "半年结束"),
    "year": Text("the end of the year", "年度结束"),
}


@checked
@frozen(order=False)
class Paper:
    """A paper that everybody of the kind hands in: once, each month, quarter or half-year, at the end, or in each case.

    Only its day of receipt is kept. Without `due` it is missing until it comes, and never late.
    """

    key: Key
    label: Text = field(converter=to_text)
    each: Whenever = ""
    due: By | None = None
    copies: Few = 1

    def text(self) -> Text:
        """The paper in words."""
        parts = [self.label, EVERY[self.each]]
        if self.due is not None:
            parts.append(self.due.text())
        if self.copies > 1:
            parts.append(Text(f"{self.copies} copies", f"一式{self.copies}份"))
        return Text(", ".join(one.en for one in parts), "，".join(one.zh for one in parts))

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        due = None if self.due is None else self.due.as_json()
        about = {"key": self.key, "label": _both(self.label), "each": self.each}
        return {"term": "paper", **about, "due": due, "copies": self.copies}


@checked
@frozen(order=False)
class Sample:
    """A draw at random: of the roster, kind by kind, or of a list of place codes that the office brings.

    The size is `number`, else the share of its step, else what the office says with its reason. With `per`, a choice of
    the kind, each of its codes has a draw of its own; with `within` the places lie in those drawn for that other sample,
    at least one in each. The marks `before` are given after the draw.
    """

    key: Key
    label: Text = field(converter=to_text)
    frame: Frame = "roster"
    number: Few | None = None
    each: Every = ""
    per: str = ""
    within: str = ""
    before: tuple[Key, ...] = field(default=(), converter=several)

    def text(self) -> Text:
        """The sample in words."""
        many = "" if self.number is None else f" {self.number}"
        parts = [Text(f"drawn at random:{many} {self.label.en}", f"随机抽取{self.label.zh}{many}".rstrip())]
        parts += [EVERY[self.each]] if self.each else []
        parts += [Text(f"for each {self.per}", f"逐个 {self.per}")] if self.per else []
        parts += [Text("within those drawn before", "在前一步抽出的范围内")] if self.within else []
        return Text(", ".join(one.en for one in parts), "，".join(one.zh for one in parts))

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        about = {"key": self.key, "label": _both(self.label), "frame": self.frame, "number": self.number}
        return {
            "term": "sample",
            **about,
            "each": self.each,
            "per": self.per,
            "within": self.within,
            "before": [*self.before],
        }


@checked
@frozen(order=False)
class Publicity:
    """Results are shown for so many days (working days if `working`); 0 where the document leaves it to the office."""

    days: After = 0
    working: bool = False

    def text(self) -> Text:
        """The time in words."""
        if not self.days:
            return Text("shown publicly, for as long as the office says", "公示，期限由办理机关确定")
        if self.working:
            return Text(f"shown publicly for {self.days} working days", f"公示{self.days}个工作日")
        return Text(f"shown publicly for {self.days} days", f"公示{self.days}天")

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        return {"term": "publicity", "days": self.days, "working": self.working}


@checked
@frozen(order=False)
class Gate:
    """A body's opinion that is asked for before the result is final: of everybody, or of those with one of `grades`.

    Without it nothing is approved; where the document only wants it sought, `must` is False.
    """

    key: Key
    label: Text = field(converter=to_text)
    grades: tuple[str, ...] = field(default=(), converter=several)
    must: bool = True

    def text(self) -> Text:
        """The gate in words."""
        if not self.grades:
            return Text("opinion of: {who}", "征求意见：{who}").format(who=self.label)
        grades = "、".join(self.grades)
        return Text("opinion of {who} on {grades}", "{grades}等次征求{who}意见").format(who=self.label, grades=grades)

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        about = {"key": self.key, "label": _both(self.label), "grades": [*self.grades]}
        return {"term": "gate", **about, "must": self.must}


@checked
@frozen(order=False)
class Imported:
    """Results come from another body, and are recorded as such where the rules compute none."""

    label: Text = field(converter=to_text)

    def text(self) -> Text:
        """Whose results, in words."""
        return Text("results come from {who}", "结果由{who}提供").format(who=self.label)

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        return {"term": "imported", "label": _both(self.label)}


@checked
@frozen(order=False)
class Cross:
    """Units assess one another, none its own: an assignment within each code of the choice `per`."""

    key: Key
    label: Text = field(converter=to_text)
    per: str = ""

    def text(self) -> Text:
        """The assignment in words."""
        return Text("{what} assess one another, none its own", "{what}交叉考核，不考核本单位").format(what=self.label)

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        return {"term": "cross", "key": self.key, "label": _both(self.label), "per": self.per}


@checked
@frozen(order=False)
class Notify:
    """Who is told, of a consequence or of the result: `to` in words, whom the appraisee is linked to by `link`.

    Somebody without such a link is told themselves.
    """

    to: Text = field(converter=to_text)
    link: str = ""

    def text(self) -> Text:
        """Who is told, in words."""
        return Text("told: {who}", "告知：{who}").format(who=self.to)

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        return {"term": "notify", "to": _both(self.to), "link": self.link}


Term = By | Paper | Sample | Publicity | Gate | Imported | Cross | Notify


def _both(text: Text) -> dict[str, str]:
    return {"en": text.en, "zh": text.zh}
