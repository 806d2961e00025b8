"""Lists of dated rows: findings, events, what raters gave; the days, numbers and namesakes of their rows."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from ...words import Text
from .. import nodes
from .._alike import alike, alike_document
from .._fields import checked, maybe_text
from .._periods import Period
from .._values import Absent, FindingRow, Unknown
from ._choices import Option, code_worth, to_options
from ._dates import IN_CYCLE, Span
from ._evaluator import Evaluator
from ._expr import Axis, Bounds, Expr
from ._inputs import Input, absent
from ._intervals import NOTHING, absent_as, compare, undecided
from ._operators import BoolExpr, ChoiceExpr, DateExpr, NumberExpr
from ._periods import Periods
from ._slots import Entered, Odd
from ._source import Holds, NotCompilable, Number, Plain, Source, holds
from ._wording import Words, option_label
from ._worth import NO_CAUSES, Cause, Causes, Day, Gone, Num, Worth, exactly, truth

__all__ = [
    "RECHECK_STATES",
    "Events",
    "Finding",
    "Matched",
    "Ratings",
    "RowDate",
    "Rows",
    "RowsDuring",
    "matched",
]

RECHECK_STATES = (
    Option("pending", Text("re-check open", "待复核")),
    Option("confirmed", Text("confirmed", "已认定")),
    Option("rejected", Text("rejected", "未认定")),
)
_ZERO = exactly(0)


@frozen(order=False)
class Rows(Input, Axis):
    """A list of rows, closed as an input; the axis that its columns lie on."""

    @property
    def axis_key(self) -> str:
        return self.key

    def own_axis(self) -> Axis | None:
        """The list itself is closed."""
        return None

    def one(self) -> Text:
        return self.label

    def positions(self, here: Evaluator) -> tuple[list[tuple[int, bool]], Causes]:
        """The rows that count, or may; one whose re-check or likeness to another is open counts not for certain."""
        rows = here.rows(self)
        if isinstance(rows, Unknown):
            return [], frozenset({Cause("needs", self.key)})
        return ([], NO_CAUSES) if isinstance(rows, Absent) else self._counted(rows, here)

    def _counted(self, rows: Any, here: Evaluator) -> tuple[list[tuple[int, bool]], Causes]:
        found, causes = [], set()
        for index, row in enumerate(rows):
            status, same = getattr(row, "status", "confirmed"), getattr(row, "same", "")
            if same and status != "rejected":
                if not here.provisional:
                    found.append((index, False))
                    causes.add(Cause("needs", same))
            elif status == "confirmed":
                found.append((index, True))
            elif status == "pending" and not here.provisional:
                found.append((index, False))
                causes.add(Cause("pending", f"{self.key}[{row.document}]"))
        return found, frozenset(causes)

    def absence(self, here: Evaluator) -> Gone | None:
        rows = here.rows(self)
        return absent(rows) if isinstance(rows, Absent) else None

    def count_source(self, source: Source) -> Number:
        """The source of how many rows count."""
        name, there = self.column(source, Entered(self.key, ("rows",), len))
        return Number(name, there=there)

    def how_many(self, here: Evaluator) -> Num | Gone:
        """How many rows count; an open re-check makes it an interval."""
        positions, causes = here.positions(self)
        if not positions and causes:
            return Num(_ZERO.low, None, causes)
        gone = self.absence(here)
        if gone is not None:
            return gone
        sure = sum(certain for _, certain in positions)
        return Num(Fraction(sure), Fraction(len(positions)), causes)


@checked
@frozen(order=False)
class Finding(Rows, BoolExpr):
    """Facts found against or for an appraisee under one clause, each with document number, date and re-check state.

    As a condition it is true where at least one counts. An empty list attests that there is none; a missing
    one is unknown. `recheck` makes a finding pending until its re-check is recorded.

    `dated` is the span that its days lie in. Two rows of one date and document are one fact unless an `item` code
    tells them apart. `excludes` are lists that may not hold the same document (and item); `same_as` are lists whose
    rows of the same date and document may be the same fact, which is asked about; `excepts` is the list whose rows
    its own answer, each by its day and document number.
    """

    recheck: bool = field(default=False, kw_only=True)
    dated: Span = field(default=IN_CYCLE, kw_only=True)
    excludes: tuple[Finding, ...] = field(default=(), kw_only=True)
    same_as: tuple[Finding | Events, ...] = field(default=(), kw_only=True)
    excepts: Finding | None = field(default=None, kw_only=True)

    def count(self) -> NumberExpr:
        """How many findings count."""
        return nodes.Aggregate("rows", self)

    def during(self, axis: Periods) -> NumberExpr:
        """How many findings that count are dated within the period (open on `axis`)."""
        return RowsDuring(self, axis)

    def date(self) -> DateExpr:
        """The day of each finding (open on the findings)."""
        return RowDate(self)

    def worth(self, here: Evaluator) -> Worth:
        """Whether at least one finding counts."""
        found = self.how_many(here)
        return absent_as(found) if isinstance(found, Gone) else compare(">", found, _ZERO)

    def truth_source(self, source: Source) -> Holds:
        found = self.count_source(source)
        return holds(f"({found.top} > 0)", found.there)

    def say(self, words: Words) -> Text:
        if words.values is None:
            return self.label
        found = words.values.found(self)
        if found is not None:
            return Text("{label}: {found}", "{label}：{found}").format(label=self.label, found=found)
        if words.values.holds(self) is None:
            return Text("not entered: {label}", "未录入：{label}").format(label=self.label)
        return Text("none found: {label}", "无此认定：{label}").format(label=self.label)


@checked
@frozen(order=False)
class Events(Rows):
    """A list of dated events; the inputs that lie `on` it are the columns of its rows.

    A row may carry `date`, `document` and `item`, a short code of its own. Rows that nothing tells apart may be one
    event, which is asked about; so are rows of the lists `same_as` that nothing tells apart from a row of its own.
    With `item`, its label, the code names the thing (a practice), which stands once. `dated` is the span of its days.
    """

    dated: Span = field(default=IN_CYCLE, kw_only=True)
    item: Text | None = field(default=None, kw_only=True, converter=maybe_text)
    same_as: tuple[Finding | Events, ...] = field(default=(), kw_only=True)

    def count(self) -> NumberExpr:
        """How many events there are."""
        return nodes.Aggregate("rows", self)

    def date(self) -> DateExpr:
        """The day of each event (open on the events)."""
        return RowDate(self)

    def worth(self, here: Evaluator) -> Worth:
        return self.how_many(here)

    def column_of(self, given: Input, slot: Entered) -> Entered:
        """The column of one of its inputs, or of a part of it, row by row; None where it is not entered."""
        take = given.packed if slot.read is None else slot.read

        def cell(row: Any) -> Any:
            value = row.get(given.key)
            if isinstance(value, Absent) or (isinstance(value, Unknown) and not given.optional):
                raise Odd
            return None if isinstance(value, Unknown) else take(value)

        return Entered(self.key, ("column", given.key, *slot.part), lambda rows: tuple(map(cell, rows)))


@checked
@frozen(order=False)
class Ratings(Rows, ChoiceExpr):
    """The codes that several raters gave, raters unnamed; an open list on its own axis."""

    options: tuple[Option, ...] = field(default=(), kw_only=True, converter=to_options)

    @property
    def codes(self) -> tuple[str, ...]:
        """The declared codes, in order."""
        return tuple(option.code for option in self.options)

    def own_axis(self) -> Axis | None:
        """Each rating stands at its own position."""
        return self

    def entered(self, here: Evaluator) -> Any:
        return here.fact(self.key)[here.at]

    def worth(self, here: Evaluator) -> Worth:
        return code_worth(self, here)

    def there_source(self, source: Source) -> str:
        return source.value(self).there

    def value_source(self, source: Source) -> Plain:
        return Plain(source.cell(Entered(self.key, ("codes",), tuple)))

    def code_label(self, code: str) -> Text:
        return option_label(self.options, code)


@checked
@frozen(order=False)
class RowDate(DateExpr):
    """The day of a finding or an event."""

    rows: Finding | Events

    def own_axis(self) -> Axis | None:
        return self.rows

    def parts(self) -> tuple[Expr, ...]:
        return (self.rows,)

    def worth(self, here: Evaluator) -> Worth:
        found = here.fact(self.rows.key)[here.at].date
        return Day(found) if found is not None else NOTHING

    def value_source(self, source: Source) -> Plain:
        name = source.cell(Entered(self.rows.key, ("date",), lambda rows: tuple(row.date for row in rows)))
        return Plain(name, f"({name} is not None)" if isinstance(self.rows, Events) else "")

    def say(self, words: Words) -> Text:
        return Text("day of {rows}", "{rows}的日期").format(rows=self.rows.label)


@checked
@frozen(order=False)
class RowsDuring(NumberExpr):
    """How many findings are dated within each period."""

    rows: Finding
    axis: Periods

    def own_axis(self) -> Axis | None:
        return self.axis

    def parts(self) -> tuple[Expr, ...]:
        return (self.rows,)

    def entry(self) -> Input | None:
        return self.rows

    def bounds(self) -> Bounds:
        return _ZERO.low, None

    def worth(self, here: Evaluator) -> Worth:
        """How many fall into the current period."""
        positions, causes = here.positions(self.rows)
        if not positions and causes:
            return Num(_ZERO.low, None, causes)
        gone = self.rows.absence(here)
        if gone is not None:
            return gone
        period = here.periods(self.axis.key)[here.at or 0]
        rows = here.fact(self.rows.key)
        within = [certain for index, certain in positions if period.start <= rows[index].date <= period.end]
        return Num(Fraction(sum(within)), Fraction(len(within)), causes if not all(within) else NO_CAUSES)

    def number_source(self, source: Source) -> Number:
        if self.rows.optional:
            raise NotCompilable("a list by its periods that need not be entered")
        return Number(source.cell(Entered(self.rows.key, ("during",), _during, beside=self.axis), whole=True))

    def say(self, words: Words) -> Text:
        text = Text("count({rows} in the {axis})", "本{axis}{rows}的次数")
        return text.format(rows=self.rows.label, axis=self.axis.label)


@checked
@frozen(order=False)
class Matched(BoolExpr):
    """Whether a row of `by` that counts has the day, document number and item of the current row of `rows`."""

    rows: Finding
    by: Finding

    def own_axis(self) -> Axis | None:
        """It is asked of each row."""
        return self.rows

    def parts(self) -> tuple[Expr, ...]:
        return (self.rows, self.by)

    def worth(self, here: Evaluator) -> Worth:
        """An open re-check leaves it open."""
        names = here.rows(self.by)
        if isinstance(names, Unknown | Absent):
            # Whoever says nothing of exceptions has not said that there is none.
            return undecided(frozenset({Cause("needs", self.by.key)}))
        own = here.fact(self.rows.key)[here.at]
        states = {row.status for row in names if _name(row) == _name(own)}
        if "confirmed" in states:
            return truth(True)
        if "pending" in states and not here.provisional:
            return undecided(frozenset({Cause("pending", f"{self.by.key}[{own.document}]")}))
        return truth(False)

    def truth_source(self, source: Source) -> Holds:
        return Holds(source.cell(Entered(self.rows.key, ("matched",), _matched, beside=self.by.key)))

    def say(self, words: Words) -> Text:
        text = Text("{rows} named in {by}", "{by}所指的{rows}")
        return text.format(rows=self.rows.label, by=self.by.label)


def _name(row: FindingRow) -> tuple[object, str, str]:
    return row.date, alike_document(row.document), alike(row.item)


def _during(rows: Sequence[FindingRow], periods: Sequence[Period]) -> tuple[int, ...]:
    """How many of the rows are dated within each period."""
    return tuple(sum(period.start <= row.date <= period.end for row in rows) for period in periods)


def _matched(rows: Sequence[FindingRow], by: Sequence[FindingRow] | None) -> tuple[bool, ...]:
    """Which of the rows another list names; one that is not entered has not said that there is none."""
    if rows and by is None:
        raise Odd
    named = {_name(row) for row in by or ()}
    return tuple(_name(row) in named for row in rows)


def matched(rows: Finding, by: Finding) -> BoolExpr:
    """Of each finding in `rows`: whether a finding in `by` names it, by its day, document number and item."""
    return Matched(rows, by)
