"""The closed set of things that may be known about an appraisee, a team or a unit (design, section 3).

Free text is not among them: names, labels, document numbers and reasons are the only texts, all limited.
"""

from __future__ import annotations

from fractions import Fraction
from typing import overload

from attrs import field, frozen

from ..errors import SchemeError
from ..words import Message, Text
from ._exact import exact
from ._expressions import (
    Aggregate,
    Axis,
    BoolExpr,
    ChoiceExpr,
    DateExpr,
    Expr,
    NumberExpr,
)
from ._fields import Key, Name, Places, Some, checked, maybe_text, to_text
from ._spans import IN_CYCLE, Span

__all__ = [
    "ABSENCES",
    "OWN",
    "RECHECK_STATES",
    "Absence",
    "Choice",
    "Count",
    "Date",
    "Days",
    "Events",
    "Finding",
    "Indicator",
    "IndicatorTable",
    "Input",
    "Kind",
    "Link",
    "LinkedBack",
    "Option",
    "Own",
    "PeriodEnd",
    "PeriodStart",
    "Periods",
    "Ratings",
    "RowDate",
    "RowsDuring",
    "Score",
    "Setting",
    "Tally",
    "TallyCount",
    "TallyShare",
    "TallyTotal",
    "Their",
    "TheirChoice",
    "TheirNumber",
    "TheirTruth",
]


@checked
@frozen(order=False)
class Kind:
    """A kind of appraisee: a member, a team, a unit. `grades` run from best to worst; () where there are none.

    `every` are the periods by which the kind is appraised, None where only the whole cycle is; `OWN` stands for them.
    """

    key: Key
    label: Text = field(converter=to_text)
    grades: tuple[Name, ...] = ()
    every: Periods | None = field(default=None, kw_only=True)

    @property
    def best(self) -> str:
        """The best grade. Raises SchemeError where the kind has none."""
        return self._grade(0)

    @property
    def lowest(self) -> str:
        """The worst grade. Raises SchemeError where the kind has none."""
        return self._grade(-1)

    def _grade(self, place: int) -> str:
        if self.grades:
            return self.grades[place]
        raise SchemeError(
            Message(
                "K1190",
                "the kind {kind} has no grades; declare them: Kind({key!r}, ..., (best, ..., worst))",
                "{kind}没有等次；请声明：Kind({key!r}, ..., (最好, ..., 最差))",
            ).format(kind=self.label, key=self.key)
        )


@checked
@frozen(order=False)
class Option:
    """One code of a choice, with its label."""

    code: Name
    label: Text = field(converter=to_text)


@checked
@frozen(order=False)
class Absence:
    """A reason why a value is absent; `due` says whether the position still counts as due."""

    code: str
    label: Text = field(converter=to_text)
    due: bool


RECHECK_STATES = (
    Option("pending", Text("re-check open", "待复核")),
    Option("confirmed", Text("confirmed", "已认定")),
    Option("rejected", Text("rejected", "未认定")),
)

ABSENCES = (
    Absence("not-posted", Text("not posted then", "不在派驻期"), due=False),
    Absence("rotated-out", Text("rotated out", "已轮换"), due=False),
    Absence("not-applicable", Text("does not apply", "不适用"), due=False),
    Absence("not-assessed", Text("not assessed", "未考核"), due=True),
    Absence("no-valid-votes", Text("no valid votes", "无有效票"), due=True),
)


@frozen(order=False)
class Input(Expr):
    """What every input declares. `key` names it in case files; `on` is its axis, if it has one.

    An input that several clauses read owns its `clause`; one that a rule declares inline takes the rule's.

    `needs` is a finding without which it may not be above zero (or, for a list, hold rows). `shared_by` is the code
    of the thing it is a fact of (a county): it is the same for all appraisees of one code.
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
    needs: Finding | None = field(default=None, kw_only=True)
    shared_by: Choice | None = field(default=None, kw_only=True)

    def own_axis(self) -> Axis | None:
        """The axis it lies on."""
        return self.on


@checked
@frozen(order=False)
class Periods(Axis):
    """The periods of the cycle, which the case lists by name; `unit` is month, quarter, half or year.

    A period that does not overlap the days from `posted_from` to `posted_to` is not due.
    """

    key: Key
    label: Text = field(converter=to_text)
    unit: str
    posted_from: Date | None = None
    posted_to: Date | None = None

    @property
    def axis_key(self) -> str:
        return self.key


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


@checked
@frozen(order=False)
class PeriodStart(_PeriodDay):
    """The first day of the period."""


@checked
@frozen(order=False)
class PeriodEnd(_PeriodDay):
    """The last day of the period."""


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
class _Bounded(Input, NumberExpr):
    """A number within [low, high]; `part_of` is an input, or a linked appraisee's, that it is a part of."""

    low: Fraction = field(default=Fraction(0), converter=exact, kw_only=True)
    high: Fraction = field(default=Fraction(100), converter=exact, kw_only=True)
    places: Places = field(default=0, kw_only=True)
    part_of: NumberExpr | None = field(default=None, kw_only=True)

    @property
    def step(self) -> Fraction:
        """The smallest difference between two values."""
        return Fraction(1, 10**self.places)


@checked
@frozen(order=False)
class Score(_Bounded):
    """A mark within [low, high] with at most `places` decimals; by indicator where it has a `table`."""

    places: Places = field(default=2, kw_only=True)
    table: IndicatorTable | None = field(default=None, kw_only=True)


@checked
@frozen(order=False)
class Count(_Bounded):
    """A whole number of things."""

    high: Fraction = field(default=Fraction(9999), converter=exact, kw_only=True)


@checked
@frozen(order=False)
class Days(_Bounded):
    """A number of days: whole ones, or halves too with places=1. They are days of the cycle unless `beyond` it."""

    high: Fraction = field(default=Fraction(366), converter=exact, kw_only=True)
    beyond: bool = field(default=False, kw_only=True)

    @property
    def step(self) -> Fraction:
        """The smallest difference between two values: a day, or half a day."""
        return Fraction(1, 2) if self.places else Fraction(1)


@checked
@frozen(order=False)
class Date(Input, DateExpr):
    """A day of the calendar, not before the day `not_before` of the same record; within `dated`, if that is given."""

    not_before: Date | None = field(default=None, kw_only=True)
    dated: Span | None = field(default=None, kw_only=True)


@checked
@frozen(order=False)
class Choice(Input, ChoiceExpr):
    """One code of `options`, or of the list that the cycle supplies under `list_key` (its divisions, say)."""

    options: tuple[Option, ...] = field(default=(), kw_only=True)
    list_key: Key | None = field(default=None, kw_only=True)

    @property
    def codes(self) -> tuple[str, ...]:
        """The declared codes, in order."""
        return tuple(option.code for option in self.options)


@checked
@frozen(order=False)
class Finding(Input, Axis, BoolExpr):
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

    @property
    def axis_key(self) -> str:
        return self.key

    def own_axis(self) -> Axis | None:
        """A finding is a closed list: as a condition it lies on no axis."""
        return None

    def count(self) -> NumberExpr:
        """How many findings count."""
        return Aggregate("rows", self)

    def during(self, axis: Periods) -> NumberExpr:
        """How many findings that count are dated within the period (open on `axis`)."""
        return RowsDuring(self, axis)

    def date(self) -> DateExpr:
        """The day of each finding (open on the findings)."""
        return RowDate(self)


@checked
@frozen(order=False)
class Events(Input, Axis):
    """A list of dated events; the inputs that lie `on` it are the columns of its rows.

    A row may carry `date`, `document` and `item`, a short code of its own. Rows that nothing tells apart may be one
    event, which is asked about; so are rows of the lists `same_as` that nothing tells apart from a row of its own.
    With `item`, its label, the code names the thing (a practice), which stands once. `dated` is the span of its days.
    """

    dated: Span = field(default=IN_CYCLE, kw_only=True)
    item: Text | None = field(default=None, kw_only=True, converter=maybe_text)
    same_as: tuple[Finding | Events, ...] = field(default=(), kw_only=True)

    @property
    def axis_key(self) -> str:
        return self.key

    def own_axis(self) -> Axis | None:
        """The list itself is closed."""
        return None

    def count(self) -> NumberExpr:
        """How many events there are."""
        return Aggregate("rows", self)

    def date(self) -> DateExpr:
        """The day of each event (open on the events)."""
        return RowDate(self)


@checked
@frozen(order=False)
class Ratings(Input, Axis, ChoiceExpr):
    """The codes that several raters gave, raters unnamed; an open list on its own axis."""

    options: tuple[Option, ...] = field(default=(), kw_only=True)

    @property
    def axis_key(self) -> str:
        return self.key

    @property
    def codes(self) -> tuple[str, ...]:
        """The declared codes, in order."""
        return tuple(option.code for option in self.options)

    def own_axis(self) -> Axis | None:
        """Each rating stands at its own position."""
        return self


@checked
@frozen(order=False)
class RowDate(DateExpr):
    """The day of a finding or an event."""

    rows: Finding | Events

    def own_axis(self) -> Axis | None:
        return self.rows

    def parts(self) -> tuple[Expr, ...]:
        return (self.rows,)


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


@checked
@frozen(order=False)
class Tally(Input):
    """An anonymous ballot: issued, collected, spoilt, blank, and one count for each option.

    The denominator of its shares is collected minus spoilt, blanks included; `total_is` names another: "issued",
    "collected", or "votes" (for options alone). No more are collected than `part_of`: an input (who attended), or a
    linked appraisee's.
    """

    part_of: NumberExpr | None = field(default=None, kw_only=True)
    options: tuple[Option, ...] = field(default=(), kw_only=True)
    total_is: str = field(default="collected-spoilt", kw_only=True)

    @property
    def codes(self) -> tuple[str, ...]:
        """The declared codes, in order."""
        return tuple(option.code for option in self.options)

    def how_many(self, *codes: str) -> NumberExpr:
        """The votes for the options named."""
        return TallyCount(self, codes)

    def total(self) -> NumberExpr:
        """The votes that make the denominator."""
        return TallyTotal(self)

    def share(self, *codes: str) -> NumberExpr:
        """The votes for the options named over the total; absent where the total is 0."""
        return TallyShare(self, codes)


@frozen(order=False)
class _OfTally(NumberExpr):
    tally: Tally

    def parts(self) -> tuple[Expr, ...]:
        return (self.tally,)


@checked
@frozen(order=False)
class TallyTotal(_OfTally):
    """The denominator of a ballot."""


@checked
@frozen(order=False)
class TallyCount(_OfTally):
    """The votes for some options."""

    codes: tuple[str, ...]


@checked
@frozen(order=False)
class TallyShare(_OfTally):
    """The share of some options, compared by cross-multiplying and never rounded."""

    codes: tuple[str, ...]


@checked
@frozen(order=False)
class Link:
    """One appraisee's tie to another: a member's team, a team's sending unit."""

    key: Key
    label: Text = field(converter=to_text)
    to: Kind
    clause: str = field(kw_only=True)
    optional: bool = field(default=False, kw_only=True)

    @overload
    def their(self, expression: NumberExpr) -> NumberExpr: ...
    @overload
    def their(self, expression: BoolExpr) -> BoolExpr: ...
    @overload
    def their(self, expression: ChoiceExpr) -> ChoiceExpr: ...
    def their(self, expression: NumberExpr | BoolExpr | ChoiceExpr) -> Expr:
        """What `expression` says of the linked appraisee."""
        return _their(self, expression)

    def back(self, *kinds: Kind) -> LinkedBack:
        """The axis of all appraisees of `kinds` whose link this is."""
        return LinkedBack(self, kinds)


@checked
@frozen(order=False)
class LinkedBack(Axis):
    """Everybody of some kinds who is linked to this appraisee: a team's members."""

    link: Link
    kinds: Some[Kind]

    @property
    def axis_key(self) -> str:
        return f"{'+'.join(kind.key for kind in self.kinds)}<{self.link.key}"

    @overload
    def their(self, expression: NumberExpr) -> NumberExpr: ...
    @overload
    def their(self, expression: BoolExpr) -> BoolExpr: ...
    @overload
    def their(self, expression: ChoiceExpr) -> ChoiceExpr: ...
    def their(self, expression: NumberExpr | BoolExpr | ChoiceExpr) -> Expr:
        """What `expression` says of each of them (open on this axis)."""
        return _their(self, expression)


@frozen(order=False)
class Their(Expr):
    """An expression evaluated for a linked appraisee: one, or each along the axis of a back link."""

    link: Link | LinkedBack
    expression: Expr

    def own_axis(self) -> Axis | None:
        """The back link it runs along, if any."""
        return self.link if isinstance(self.link, LinkedBack) else None


@checked
@frozen(order=False)
class TheirNumber(Their, NumberExpr):
    """A number of a linked appraisee."""


@checked
@frozen(order=False)
class TheirTruth(Their, BoolExpr):
    """A condition of a linked appraisee."""


@checked
@frozen(order=False)
class TheirChoice(Their, ChoiceExpr):
    """A code of a linked appraisee."""


@overload
def _their(link: Link | LinkedBack, expression: NumberExpr) -> NumberExpr: ...
@overload
def _their(link: Link | LinkedBack, expression: BoolExpr) -> BoolExpr: ...
@overload
def _their(link: Link | LinkedBack, expression: ChoiceExpr) -> ChoiceExpr: ...
def _their(link: Link | LinkedBack, expression: Expr) -> Expr:
    if isinstance(expression, NumberExpr):
        return TheirNumber(link, expression)
    return TheirTruth(link, expression) if isinstance(expression, BoolExpr) else TheirChoice(link, expression)


@checked
@frozen(order=False)
class Setting:
    """A choice that a case or book makes, as a `Reading` with a key declares it: its readings, and the default.

    With `is_list` several codes are chosen; with `list_key` they are of the list that the cycle supplies under it.
    """

    key: Key
    label: Text = field(converter=to_text)
    options: tuple[Option, ...] = ()
    default: str = ""
    clause: str = field(default="", kw_only=True)
    assumption: str = field(default="", kw_only=True)
    is_list: bool = field(default=False, kw_only=True)
    list_key: Key | None = field(default=None, kw_only=True)
