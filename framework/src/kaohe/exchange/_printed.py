"""The rows of a table to sign: every column of a scheme's summary table, worked out for everybody."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from attrs import define, field, frozen

from ..engine import Appraisee, Code, Day, Evaluation, Num, Outcome, PeriodOutcome, Truth, period_outcomes, shared_ranks
from ..engine import Gone as Absence
from ..rules import Ceiling, Flag, Link, Periods
from ..rules.forms import Column
from ..rules.nodes import Expr, open_axis
from ..rules.tools import ABSENCES, KindRules, Rule, decimals, linked_ids, meant, show, show_near
from ..words import Text
from ._paper import Put
from ._spans import spans_of
from ._tables import Printed

__all__ = ["Rows", "cells_of", "number_put", "rows_of"]

_STATES = {
    "needs": Text("(data missing)", "（待补录）"),
    "pending": Text("(re-check open)", "（待复核）"),
    "tied": Text("(tied)", "（并列）"),
    "decision": Text("(to be decided)", "（待裁定）"),
    "not_appraised": Text("(not appraised)", "（不考核）"),
}
_UNTITLED = Text("table", "表")
_YES_NO = (Text("no", "否"), Text("yes", "是"))


@frozen
class Rows:
    """A table worked out: its columns, a row of values for each appraisee or period, and how many of them are not final."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Put, ...], ...]
    open: int


def rows_of(evaluation: Evaluation, table: Printed, period: str = "", language: str = "zh") -> Rows:
    """The rows of a table for one period or half-year, or for the whole cycle where none is named.

    What lies on periods stands in the table of a period alone. Whoever is appraised by shorter periods has a row in it
    for each of theirs that lies within: the table of a quarter holds members by the month. Rows are in the order of the
    roster, sorted by the columns that the table names; equal rows keep that order.
    """
    return _Working(evaluation, table, period, language).rows()


def cells_of(
    evaluation: Evaluation, columns: Sequence[Column], people: Sequence[str], *, period: str = "", language: str = "zh"
) -> Mapping[str, tuple[Put, ...]]:
    """What stands in each column for each of these people, who are of kinds that have it.

    What lies on periods is blank where no period is named. "number" is 0, as nobody is counted here.
    """
    everybody, found = evaluation.cohort.appraisees, {}
    kinds = dict.fromkeys(everybody[who].kind for who in people)
    table = Printed(_UNTITLED, "", dict.fromkeys(kinds, tuple(columns)), (), (), ours=False)
    working = _Working(evaluation, table, period, language)
    for who in people:
        row = _Row(working, everybody[who], period)
        found[who] = tuple(row.cell(column) for column in columns)
    return found


@define
class _Working:
    evaluation: Evaluation
    table: Printed
    period: str
    language: str
    _limits: dict[str, Mapping[str, str]] = field(factory=dict)
    _meant: dict[tuple[int, str], str | Expr | Link | None] = field(factory=dict)
    _ranks: dict[str, Mapping[str, str]] = field(factory=dict)
    _along: dict[int, str] = field(factory=dict)

    def rows(self) -> Rows:
        first = next(iter(self.table.columns.values()))
        shown = [place for place, column in enumerate(first) if self._stands(place, column)]
        spans = {kind: names for kind in self.table.columns if (names := spans_of(self.evaluation, kind, self.period))}
        found, unsettled = [], 0
        for who in self.evaluation.cohort.appraisees.values():
            for at in spans.get(who.kind, ()):
                row = _Row(self, who, at)
                found.append([row.cell(self.table.columns[who.kind][place]) for place in shown])
                unsettled += row.open()
        heads = [first[place].head.zh for place in shown]
        for head in reversed(self.table.sort):
            if head in heads:
                found = sorted(found, key=_by(heads.index(head)))
        if any(first[place].of == "number" for place in shown):
            counted = next(n for n, place in enumerate(shown) if first[place].of == "number")
            for number, cells in enumerate(found, 1):
                cells[counted] = number
        return Rows(tuple(first[place] for place in shown), tuple(map(tuple, found)), unsettled)

    def rules(self, kind: str) -> KindRules:
        """The rules of one kind."""
        return self.evaluation.plan(kind).rules

    def meaning(self, column: Column, kind: str) -> str | Expr | Link | None:
        """What stands in a column for a kind."""
        key = (id(column), kind)
        if key not in self._meant:
            self._meant[key] = meant(column, self.rules(kind), self.evaluation.cohort.ruleset.kinds)
        return self._meant[key]

    def _stands(self, place: int, column: Column) -> bool:
        """Whether a column stands in this table: the year's score and rank do not in that of a period."""
        return column.of not in _OF_CYCLE if self.period else not self._lies_along(place)

    def _lies_along(self, place: int) -> bool:
        """Whether a column lies on periods for any kind of the table, and so not in the table of the whole cycle."""
        found = [self.meaning(columns[place], kind) for kind, columns in self.table.columns.items()]
        return any(isinstance(one, Expr) and self.axis(one) for one in found)

    def axis(self, expression: Expr) -> str:
        """The key of the period axis that an expression of the rules lies on, "" where it lies on none."""
        if id(expression) not in self._along:
            axis = open_axis(expression)
            self._along[id(expression)] = axis.key if isinstance(axis, Periods) else ""
        return self._along[id(expression)]

    def index(self, axis: str, period: str) -> int | None:
        """The place of a period on an axis, None where it has none."""
        names = [one.name for one in self.evaluation.periods(axis)] if axis and period else []
        return names.index(period) if period in names else None

    def ranks(self, kind: str) -> Mapping[str, str]:
        """The place of everybody of a kind by score."""
        if kind not in self._ranks:
            people = [who.id for who in self.evaluation.cohort.appraisees.values() if who.kind == kind]
            scores = {who: score for who in people if (score := self.evaluation.quick(who).score) is not None}
            best = sorted(scores, key=lambda who: -scores[who])
            self._ranks[kind] = dict(zip(best, shared_ranks([scores[who] for who in best]), strict=True))
        return self._ranks[kind]

    def words(self, text: Text) -> str:
        return text.in_language(self.language)

    def clauses(self, kind: str, sort: type) -> Mapping[str, str]:
        """The clause of each rule of a sort, by id."""
        key = f"{kind} {sort.__name__}"
        if key not in self._limits:
            self._limits[key] = {rule.id: rule.clause for rule in self.rules(kind).rules(sort)}
        return self._limits[key]


@define(slots=False)  # cached properties
class _Row:
    """One appraisee's cells, of one period or of the cycle."""

    of: _Working
    who: Appraisee
    at: str

    @cached_property
    def outcome(self) -> Outcome:
        """The outcome of the cycle, which a period's table asks for nothing."""
        return self.of.evaluation.quick(self.who.id)

    @cached_property
    def graded(self) -> PeriodOutcome | None:
        """The grade of the period, None where there is none."""
        return next(iter(period_outcomes(self.of.evaluation, self.who.id, only=self.at)), None)

    def open(self) -> bool:
        """Whether the grade of the row waits for something."""
        if self.at:
            return self.graded is not None and self.graded.open
        return self.outcome.state not in ("decided", "not_appraised")

    def cell(self, column: Column) -> Put:
        found = self.of.meaning(column, self.who.kind)
        if isinstance(found, Link):
            return self._linked(found)
        return self._worth(column, found) if isinstance(found, Expr) else _WORDS[found or ""](self)

    def _linked(self, link: Link) -> Put:
        people = self.of.evaluation.cohort.appraisees
        held = people[self.who.id].links.get(link.key)
        at = self.of.index(link.on.key, self.at) if link.on is not None else None
        if at is None or isinstance(held, str | None):
            ids = linked_ids(held) if held is not None else ()
        else:
            ids = tuple(one for one in held.each[at : at + 1] if one)  # whose the row's period is
        return "、".join(people[one].name or one for one in ids) or None

    def _worth(self, column: Column, expression: Expr) -> Put:
        at = self._index(expression)
        if at is None and self.of.axis(expression):
            return None
        worth = self.of.evaluation.walker(self.who.id, at=at).worth(expression)
        if isinstance(worth, Num):
            return None if worth.value is None else _number(worth.value, column, self._edges)
        if isinstance(worth, Truth):
            return self.of.words(_YES_NO[worth.must(True)]) if worth.settled and not worth.must(None) else None
        if isinstance(worth, Code):
            return None if worth.value is None else self._label(expression, worth.value)
        if isinstance(worth, Absence):
            return "、".join(self.of.words(one.label) for one in ABSENCES if one.code in worth.reasons) or None
        return worth.value if isinstance(worth, Day) else None

    def _label(self, expression: Expr, code: str) -> str:
        named: Callable[[str], Text] | None = getattr(expression, "code_label", None)
        return code if named is None else self.of.words(named(code))

    @property
    def _edges(self) -> tuple[Fraction, ...]:
        """The numbers that a rule compares with: nothing shown stands on the other side of one."""
        return self.of.rules(self.who.kind).limits

    def number(self) -> Put:
        return 0  # counted once they are sorted

    def id(self) -> Put:
        return self.who.id

    def name(self) -> Put:
        return self.who.name or self.who.id

    def kind(self) -> Put:
        return self.of.words(self.of.rules(self.who.kind).kind.label)

    def period(self) -> Put:
        return self.at or self.of.evaluation.cohort.cycle.id

    def score(self) -> Put:
        return None if self.outcome.score is None else number_put(self.outcome.score, self._edges)

    def grade(self) -> Put:
        """The grade; where it is open, the one that stands so far with what it waits for."""
        if self.at:
            return None if self.graded is None else self.graded.grade
        state = self.of.words(_STATES[self.outcome.state]) if self.outcome.state in _STATES else ""
        grade = self.outcome.grade or self.outcome.provisional_grade or ""
        recorded = self.outcome.recorded.grade if self.outcome.recorded is not None and not grade else ""
        return f"{grade or recorded}{state}" or None

    def rank(self) -> Put:
        return self.of.ranks(self.who.kind).get(self.who.id)

    def limits(self) -> Put:
        return self._applied(Ceiling)

    def grounds(self) -> Put:
        return self._applied(Flag)

    def _applied(self, sort: type) -> Put:
        """The clauses of the rules of a sort that took effect, in a period's table those of that period."""
        known = self.of.clauses(self.who.kind, sort)
        if self.at:
            named = [known[rule.id] for rule in self.of.rules(self.who.kind).rules(sort) if self._here(rule)]
        else:
            named = [known[rule] for rule in self.outcome.rules if rule in known]
        return "、".join(dict.fromkeys(named)) or None

    def _here(self, rule: Rule) -> bool:
        """Whether a rule on periods took effect in the period of the table; one that a re-check settles did not."""
        when: Expr = rule.when  # type: ignore[attr-defined]  # a ceiling or a flag
        at = self._index(when)
        if at is None or getattr(rule, "confirm", False):
            return False
        found = self.of.evaluation.walker(self.who.id, at=at).worth(when)
        return isinstance(found, Truth) and found.must(True)

    def _index(self, expression: Expr) -> int | None:
        """The place of the row's period on the axis of an expression."""
        return self.of.index(self.of.axis(expression), self.at)

    def flags(self) -> Put:
        return "；".join(self.of.words(flag) for flag in self.outcome.flag_texts) or None

    def blank(self) -> Put:
        return None


_TWO = Column("得分", "score")
_OF_CYCLE = ("score", "rank")
_WORDS: dict[str, Callable[[_Row], Put]] = {
    "": _Row.blank,
    "number": _Row.number,
    "id": _Row.id,
    "name": _Row.name,
    "kind": _Row.kind,
    "period": _Row.period,
    "score": _Row.score,
    "rank": _Row.rank,
    "grade": _Row.grade,
    "limits": _Row.limits,
    "grounds": _Row.grounds,
    "flags": _Row.flags,
    "asked": _Row.blank,
    "publicity": _Row.blank,
}


def _by(place: int) -> Callable[[list[Put]], str]:
    return lambda row: str(row[place] or "")


def number_put(value: Fraction, limits: Sequence[Fraction]) -> Put:
    """A score as it is written: exact where it has two decimals at most, else rounded, never past one of the limits."""
    return _number(value, _TWO, limits)


def _number(value: Fraction, column: Column, limits: Sequence[Fraction]) -> Put:
    """The exact number where it has few decimals, else rounded half-up for the eye, never past a limit of a rule."""
    factor = (1 if column.times is None else column.times) * (100 if column.percent else 1)
    value, places = value * factor, decimals(value * factor)
    exact = places is not None and places <= column.places
    shown = show(value) if exact else show_near(value, [limit * factor for limit in limits], column.places)
    if column.percent:
        return f"{_filled(shown, column.places)}%"
    return Decimal(shown) if "." in shown else int(shown)


def _filled(number: str, places: int) -> str:
    """A number with zeros up to so many decimals: rates of one column stand under each other."""
    whole, _, part = number.partition(".")
    return f"{whole}.{part:0<{places}}" if places else number
