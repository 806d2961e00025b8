"""What steps of procedure stand on: the cycle's days and periods, what the scheme declares, who is posted when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from attrs import define, field, frozen

from ...errors import CaseError
from ...rules import Choice, Procedure
from ...rules.tools import Calendar, KindRules, Period, Ruleset, Term, add_months, parse_period
from ...words import Message, Text
from .._documents import Fields, Row
from .._lowers import joined_code
from .._state import State

__all__ = ["Declared", "Ground", "day_of", "named_period", "planned_day"]

One = TypeVar("One")
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_NOBODY = Message(
    "K8201",
    "nobody on the roster has the id {id}; kaohe office roster list shows the ids; write one of them",
    "名册中没有编号 {id}；kaohe office roster list 可列出编号；请写其一",
)
_BEFORE = Message(
    "K8207",
    "{day} lies before {since}, so it is no day of this cycle; look at the year of it",
    "{day} 早于 {since}，不是本周期的日期；请核对年份",
)
_BEYOND = Message(
    "K8208",
    "{day} lies more than a year ahead, after {until}, so nothing of this cycle is planned for it; look at the year of it",
    "{day} 在一年以后（晚于 {until}），不会是本周期的安排；请核对年份",
)
_FUTURE = Message(
    "K8202",
    "{day} has not come yet (today is {today}); write the day on which it was done",
    "{day} 尚未到（今天是 {today}）；请写实际办理日期",
)


@frozen
class Declared(Generic[One]):
    """One term of one step of procedure, with the kinds of whose procedure it is."""

    step: str
    clause: str
    text: Text
    term: One
    kinds: tuple[str, ...]
    rule: Procedure


@define(slots=False)  # cached properties need a place
class Ground:
    """A book and its rules, as steps of procedure look at them."""

    state: State
    ruleset: Ruleset
    _spans: dict[str, tuple[Period, ...]] = field(factory=dict, init=False)
    _declared: dict[type, list[Any]] = field(factory=dict, init=False)

    # The cycle

    @cached_property
    def start(self) -> dt.date:
        """The first day of the cycle."""
        return dt.date.fromisoformat(self.state.settings["cycle"]["start"])

    @cached_property
    def end(self) -> dt.date:
        """The last day of the cycle."""
        return dt.date.fromisoformat(self.state.settings["cycle"]["end"])

    @cached_property
    def calendar(self) -> Calendar:
        """Which days people work."""
        cycle = self.state.settings["cycle"]
        off, on = (frozenset(map(dt.date.fromisoformat, cycle.get(key, ()))) for key in ("holidays", "workdays"))
        return Calendar(self.start, self.end, off, on)

    def spans(self, each: str) -> tuple[Period, ...]:
        """The periods of one unit, "" for the cycle itself: those that the cycle lists, else counted from its start."""
        if each not in self._spans:
            self._spans[each] = self._listed(each)
        return self._spans[each]

    def _listed(self, each: str) -> tuple[Period, ...]:
        if each not in _MONTHS:
            return (Period("", self.start, self.end),)
        listed = self.state.settings["cycle"].get("periods", {})
        for axis in self.ruleset.axes:
            if axis.unit == each and listed.get(axis.key):
                return tuple(parse_period(name, each) for name in listed[axis.key])
        return tuple(self._counted(each))

    def _counted(self, each: str) -> Iterator[Period]:
        months, first, number = _MONTHS[each], self.start, 1
        plain = first.day == 1 and (first.month - 1) % months == 0
        while first <= self.end:
            after = add_months(self.start, months * number)
            name = _named(each, first) if plain else f"{each}-{number}"
            yield Period(name, first, min(after - dt.timedelta(days=1), self.end))
            first, number = after, number + 1

    def codes(self, choice: str) -> tuple[str, ...]:
        """The codes of the cycle's list that a choice is made of."""
        for rules in self.ruleset.kinds:
            given = rules.input(choice)
            if isinstance(given, Choice) and given.list_key is not None:
                return tuple(self.state.settings["cycle"].get("lists", {}).get(given.list_key, ()))
        return ()

    def places(self, choice: str) -> list[str]:
        """The codes of that list that somebody of this book's own has: those joined are drawn for in their own books.

        All of them while nobody is on the roster yet.
        """
        if not self.state.rows:
            return [*self.codes(choice)]
        own = [row for who, row in self.state.rows.items() if not joined_code(self.state, who)]
        there = {code for row in own if isinstance(code := self.code_of(row, choice), str)}
        return [code for code in self.codes(choice) if code in there]

    # What is declared

    def declared(self, sort: type[One]) -> list[Declared[One]]:
        """Every term of that sort, in the order of the document; the same one of several kinds stands once."""
        if sort not in self._declared:
            self._declared[sort] = self._collected(sort)
        return self._declared[sort]

    def _collected(self, sort: type[One]) -> list[Declared[One]]:
        found: dict[tuple[str, Term], Declared[One]] = {}
        for rules in self.ruleset.kinds:
            for rule in rules.rules(Procedure):
                assert isinstance(rule, Procedure)  # noqa: S101  # narrowed for mypy
                for term in rule.does:
                    if isinstance(term, sort):
                        held = found.get((rule.id, term))
                        kinds = (*(held.kinds if held is not None else ()), rules.kind.key)
                        found[rule.id, term] = Declared(rule.id, rule.clause, rule.text, term, kinds, rule)
        return [*found.values()]

    def held(self, kind: str) -> Mapping[str, Fields]:
        """The documents of one kind of step, by id."""
        return self.state.acts.get(kind, {})

    # People

    def row(self, who: str) -> Row:
        """What was entered for somebody. Raises CaseError where nobody has the id."""
        row = self.state.rows.get(who)
        if row is None:
            raise CaseError(_NOBODY.format(id=str(who)[:60]))
        return row

    def rules_of(self, who: str) -> KindRules:
        """The rules of somebody's kind."""
        rules = self.ruleset.kind(self.row(who)["kind"])
        assert rules is not None  # noqa: S101  # a row has a kind of the scheme
        return rules

    def posted(self, row: Row) -> tuple[dt.date, dt.date]:
        """From when to when somebody is posted, as far as entered: else for the whole of the cycle."""
        facts, start, end = row.get("facts", {}), self.start, self.end
        for axis in self.ruleset.axes:
            for given, first in ((axis.posted_from, True), (axis.posted_to, False)):
                value = None if given is None else facts.get(given.key)
                if isinstance(value, str):
                    day = dt.date.fromisoformat(value)
                    start, end = (day, end) if first else (start, day)
        return start, end

    def leaves(self, row: Row) -> dt.date | None:
        """The last day of somebody's posting, None while it is not entered."""
        keys = [axis.posted_to.key for axis in self.ruleset.axes if axis.posted_to is not None]
        found = [row.get("facts", {}).get(key) for key in keys]
        return next((dt.date.fromisoformat(one) for one in found if isinstance(one, str)), None)

    def present(self, row: Row, period: Period) -> bool:
        """Whether somebody is posted on any day of a period."""
        start, end = self.posted(row)
        return start <= period.end and end >= period.start

    def linked(self, row: Row, link: str) -> str:
        """The id of whom somebody is linked to in the end, "" where they are not."""
        value = row.get("links", {}).get(link, "")
        if isinstance(value, str):
            return value
        return str(max(value, key=lambda turn: str(turn.get("from", "")))["id"])

    def code_of(self, row: Row, choice: str) -> Any:
        """The code that somebody has, or whoever they are linked to."""
        linked = [self.linked(row, link) for link in row.get("links", {})]
        rows = [row, *(self.state.rows[id_] for id_ in linked if id_ in self.state.rows)]
        return next((one["facts"][choice] for one in rows if choice in one.get("facts", {})), None)


def _named(each: str, first: dt.date) -> str:
    part = (first.month - 1) // _MONTHS[each] + 1
    forms = {"month": f"{first:%Y-%m}", "quarter": f"{first.year}Q{part}", "half": f"{first.year}H{part}"}
    return forms.get(each, str(first.year))


def day_of(day: dt.date, today: dt.date, since: dt.date) -> str:
    """A day on which something was done, as a book keeps it.

    Raises CaseError for one that has not come, and for one before `since`, when the cycle begins.
    """
    if day > today:
        raise CaseError(_FUTURE.format(day=day, today=today))
    return _from(day, since)


def planned_day(day: dt.date, today: dt.date, ground: Ground) -> str:
    """A day that may be ahead. Raises CaseError before the cycle, and over a year after its end and after today."""
    until = max(today, ground.end) + dt.timedelta(days=366)
    if day > until:
        raise CaseError(_BEYOND.format(day=day, until=until))
    return _from(day, ground.start)


def _from(day: dt.date, since: dt.date) -> str:
    if day < since:
        raise CaseError(_BEFORE.format(day=day, since=since))
    return day.isoformat()


def named_period(periods: Sequence[Period], name: str) -> Period | None:
    """The period of that name."""
    return next((one for one in periods if one.name == name), None)
