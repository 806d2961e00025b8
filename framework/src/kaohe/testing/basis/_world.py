"""A small cohort made up for checking: plain case data, evaluated once, and changed into others without harm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any

from attrs import define

from ...cases import FORMAT, Case
from ...engine import Evaluation, ExcessDecision, GradeDecision, Judged, Outcome, TieDecision
from ...errors import CaseError, KaoheError
from ...rules import Choice
from ...rules.nodes import Expr as Expression
from ...rules.nodes import Is
from ...rules.tools import (
    Absent,
    EventRow,
    FindingRow,
    KindRules,
    MarksValue,
    Ruleset,
    TallyValue,
    Unknown,
    descend,
    plain_link,
    raw_ids,
    show,
)
from ._calendar import calendar_of
from ._subject import Subject

__all__ = ["UnreadableError", "World", "cycle_of", "linked_to", "list_codes", "plain_case", "world_of_case", "written"]

Row = dict[str, Any]


class UnreadableError(KaoheError):
    """Facts that were made up cannot be read together: what they would show is not asked."""


@define(eq=False, slots=False)
class World:
    """A cohort as case data. Rows are never changed in place: every `with_...` gives another world."""

    subject: Subject
    raw: Mapping[str, Any]
    note: str = ""
    focus: str = ""

    @cached_property
    def case(self) -> Case:
        """The case as read. Raises UnreadableError, with the reason, where a fact may not be."""
        try:
            return self.subject.case(self.raw)
        except CaseError as error:
            raise UnreadableError(error.text, where=error.where) from error

    @property
    def day(self) -> str:
        """A day early in the cycle, for facts that are made up."""
        return calendar_of(self.subject.rules).day(14)

    @cached_property
    def evaluation(self) -> Evaluation:
        """The evaluation under check."""
        return self.subject.evaluate(self.case.cohort)

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        """Every outcome, by id."""
        return {outcome.id: outcome for outcome in self.evaluation.outcomes()}

    def outcome(self, name: str) -> Outcome:
        """One outcome, without evaluating anybody else where that is possible."""
        if "outcomes" in self.__dict__:
            return self.outcomes[name]
        return self.evaluation.quick(name)

    @property
    def rows(self) -> list[Row]:
        """The appraisees as plain data."""
        return list(self.raw["appraisees"])

    @cached_property
    def _by_id(self) -> dict[str, Row]:
        return {row["id"]: row for row in self.raw["appraisees"]}

    def row(self, name: str) -> Row:
        """One appraisee as plain data."""
        return self._by_id[name]

    def ids(self) -> list[str]:
        """Whom the checks of one appraisee look at: the one this world is about, else everybody."""
        return [self.focus] if self.focus else [row["id"] for row in self.raw["appraisees"]]

    def rules(self, name: str) -> KindRules:
        """The rules of one appraisee's kind."""
        found = self.subject.rules.kind(self.row(name)["kind"])
        assert found is not None  # noqa: S101  # a case holds declared kinds only
        return found

    def judged(self, name: str) -> Judged:
        """What the walker finds for one appraisee before any quota."""
        return self.evaluation.judged(name)

    def with_rows(self, rows: Iterable[Row], **more: Any) -> World:
        """The same cycle with other people; decisions stay unless `more` gives others."""
        return World(self.subject, {**self.raw, "appraisees": list(rows), **more}, self.note, self.focus)

    def about(self, focus: str) -> World:
        """The same people; the checks of one appraisee look at `focus` alone."""
        return World(self.subject, self.raw, self.note, focus)

    def with_row(self, name: str, change: Callable[[Row], Row]) -> World:
        """One appraisee changed."""
        return self.with_rows(change(row) if row["id"] == name else row for row in self.rows)

    def with_facts(self, name: str, facts: Mapping[str, Any]) -> World:
        """Some facts of one appraisee changed; a fact given as None is not entered."""
        return self.with_row(name, lambda row: changed(row, facts))


def changed(row: Row, facts: Mapping[str, Any]) -> Row:
    """A row with some facts changed; a fact given as None is not entered."""
    merged = {**row.get("facts", {}), **facts}
    return {**row, "facts": {key: value for key, value in merged.items() if value is not None}}


def written(value: Fraction) -> Any:
    """An exact number as case data has it: 91, or "91.5"."""
    return int(value) if value.denominator == 1 else show(value)


def list_codes(ruleset: Ruleset) -> dict[str, list[str]]:
    """The codes that a cycle must supply: those that rules name, and two that none does."""
    found: dict[str, dict[str, None]] = {}
    for rules in ruleset.kinds:
        for given in rules.inputs:
            if isinstance(given, Choice) and given.list_key is not None:
                found.setdefault(given.list_key, {"A": None, "B": None})
    for rules in ruleset.kinds:
        for entry in rules.entries:
            for expression in entry.rule.expressions():
                for key, codes in _named(expression):
                    found.setdefault(key, {}).update(dict.fromkeys(codes))
    return {key: list(codes) for key, codes in found.items()}


def _named(expression: Expression) -> Iterable[tuple[str, tuple[str, ...]]]:
    for node in descend(expression):
        if isinstance(node, Is):
            choice = _chosen(node.choice)
            if isinstance(choice, Choice) and choice.list_key is not None:
                yield choice.list_key, node.codes
        inner = getattr(node, "expression", None)
        if isinstance(inner, Expression):
            yield from _named(inner)


def _chosen(choice: Expression) -> Expression:
    """The input that a condition on a code reads, through links and other spellings."""
    while inner := [*choice.parts(), getattr(choice, "expression", None)]:
        if inner[0] is None:
            break
        choice = inner[0]
    return choice


def linked_to(row: Row) -> set[str]:
    """Everybody whom somebody is linked to at some time."""
    return {target for held in row.get("links", {}).values() for target in raw_ids(held)}


def cycle_of(ruleset: Ruleset) -> dict[str, Any]:
    """A cycle with a few periods on every axis and codes in every list."""
    calendar = calendar_of(ruleset)
    cycle: dict[str, Any] = {"start": calendar.start.isoformat(), "end": calendar.end.isoformat()}
    if ruleset.axes:
        cycle["periods"] = {axis.key: calendar.periods(axis.unit) for axis in ruleset.axes}
    if codes := list_codes(ruleset):
        cycle["lists"] = codes
    if ruleset.counts_workdays:
        cycle |= calendar.off_and_on
    return cycle


def empty_world(subject: Subject, note: str = "") -> World:
    """Nobody yet."""
    raw: dict[str, Any] = {"format": FORMAT, "scheme": subject.id, "cycle": cycle_of(subject.rules), "appraisees": []}
    if subject.choices:
        raw["settings"] = {k: list(v) if isinstance(v, tuple) else v for k, v in subject.choices.items()}
    return World(subject, raw, note)


def world_of_case(subject: Subject, case: Case) -> World:
    """A case as a world, its facts written out one by one."""
    return World(subject, plain_case(case), case.title)


def plain_case(case: Case) -> dict[str, Any]:
    """The data of a case with nothing left to defaults: every fact of every appraisee written out."""
    kept = ("format", "scheme", "amendments", "settings", "cycle")
    raw = {key: case.raw[key] for key in kept if key in case.raw}
    raw["appraisees"] = [_person(person) for person in case.cohort.appraisees.values()]
    if case.cohort.decisions:
        raw["decisions"] = [_decision(one) for one in case.cohort.decisions]
    return raw


def _person(person: Any) -> Row:
    facts = {key: found for key, value in person.facts.items() if (found := _raw(value)) is not None}
    row: Row = {"id": person.id, "kind": person.kind, "facts": facts}
    if person.links:
        row["links"] = {key: plain_link(held) for key, held in person.links.items()}
    if person.rechecks:
        row["rechecks"] = {
            key: {"status": one.status, **({"document": one.document} if one.document else {})}
            for key, one in person.rechecks.items()
        }
    return row


def _raw(value: Any) -> Any:
    """A checked fact as case data; None where it is unknown."""
    if isinstance(value, Unknown):
        return None
    if isinstance(value, Absent):
        return {"absent": value.code, **({"reason": value.note} if value.note else {})}
    if isinstance(value, Fraction):
        return written(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, TallyValue):
        counts = {"issued": value.issued, "collected": value.collected, "spoilt": value.spoilt, "blank": value.blank}
        return counts | dict(value.votes)
    if isinstance(value, MarksValue):
        plain = {group: {rater: written(mark) for rater, mark in part.items()} for group, part in value.plain().items()}
        return plain.get("", plain)
    if isinstance(value, FindingRow):
        found = {"date": value.date.isoformat(), "document": value.document, "status": value.status}
        return found | ({"item": value.item} if value.item else {})
    if isinstance(value, EventRow):
        row = {key: _raw(part) for key, part in value.values if not isinstance(part, Unknown)}
        named = {"document": value.document, "item": value.item}
        row |= {key: text for key, text in named.items() if text}
        return row if value.date is None else {"date": value.date.isoformat(), **row}
    return [_raw(part) for part in value] if isinstance(value, tuple) else value


def _decision(one: GradeDecision | TieDecision | ExcessDecision) -> dict[str, Any]:
    if isinstance(one, GradeDecision):
        found: dict[str, Any] = {"appraisee": one.appraisee, "grade": one.grade}
    elif isinstance(one, TieDecision):
        found = {"quota": one.quota, "members": list(one.members), "choose": list(one.choose)}
        found |= {"fingerprint": one.fingerprint} if one.fingerprint else {}
        found |= {"leave_vacant": True} if one.leave_vacant else {}
    else:
        found = {"quota": one.quota, "exceed": list(one.members)}
    return found | {"reason": one.reason, "document": one.document}
