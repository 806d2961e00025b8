"""Entries that contradict each other, within a record or between two: a part above its whole, two values of one thing.

Each entry is legal by itself, and whoever entered it may not be whoever can correct the other: so nothing is
refused, the entries in dispute count as not entered, and each is an open point until one of them is corrected.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from ...errors import KaoheError
from ...rules import Link
from ...rules.nodes import Input, Marks, TheirNumber
from ...rules.tools import Absent, Relations, Ruleset, Unknown, amount, exact, part_above_whole
from ...words import Text
from .._cohort import Appraisee, Cohort
from ._sheets import sheet_faults

__all__ = ["Dispute", "Disputes", "disputes_of", "without"]


@frozen
class Dispute:
    """An entry that contradicts another: whose, of which input, and the sentence that names both."""

    appraisee: str
    input: str
    text: Text


@frozen
class Disputes:
    """The entries of a cohort that contradict another: within a record, between two linked ones, and among many."""

    ruleset: Ruleset
    relations: Mapping[str, Relations]
    within: tuple[Dispute, ...]
    parts: tuple[Dispute, ...]
    among: tuple[Dispute, ...]

    @classmethod
    def of(cls, ruleset: Ruleset, people: Mapping[str, Appraisee]) -> Disputes:
        """Those of these people; what is unknown contradicts nothing."""
        relations = {rules.kind.key: Relations.of(rules) for rules in ruleset.kinds}
        return cls(
            ruleset,
            relations,
            tuple(_within(relations, people.values())),
            tuple(_parts(relations, people.values(), people)),
            tuple(_among(ruleset, relations, people)),
        )

    def after(self, people: Mapping[str, Appraisee], reached: Collection[str]) -> Disputes:
        """Those of these people, who are the same but for `reached`: the changed ones and those linked to them."""
        order = _Order(people)
        some = [people[name] for name in reached if name in people]
        gone = {*reached} | {one.appraisee for one in self.all if one.appraisee not in people}
        within = [one for one in self.within if one.appraisee not in gone]
        parts = [one for one in self.parts if one.appraisee not in gone]
        return Disputes(
            self.ruleset,
            self.relations,
            order.sorted([*within, *_within(self.relations, some)]),
            order.sorted([*parts, *_parts(self.relations, some, people)]),
            tuple(_among(self.ruleset, self.relations, people)),
        )

    @property
    def all(self) -> tuple[Dispute, ...]:
        """Every one, those within a record first."""
        return (*self.within, *self.parts, *self.among)


class _Order:
    """The order of the people, counted where there is something to put in order."""

    def __init__(self, people: Mapping[str, Appraisee]) -> None:
        self._people = people

    def sorted(self, disputes: Sequence[Dispute]) -> tuple[Dispute, ...]:
        if not disputes:
            return ()
        place = {name: number for number, name in enumerate(self._people)}
        return tuple(sorted(disputes, key=lambda one: place[one.appraisee]))


def disputes_of(ruleset: Ruleset, people: Mapping[str, Appraisee]) -> tuple[Dispute, ...]:
    """Every entry that contradicts another, those within a record first; what is unknown contradicts nothing."""
    return Disputes.of(ruleset, people).all


def _among(ruleset: Ruleset, relations: Mapping[str, Relations], people: Mapping[str, Appraisee]) -> Iterator[Dispute]:
    """Contradictions among many: one fact of something shared, the sheets of raters."""
    if any(one.shared for one in relations.values()):
        yield from _shared(relations, people)
    if any(isinstance(given, Marks) for rules in ruleset.kinds for given in rules.inputs):
        yield from (Dispute(*found) for found in sheet_faults(ruleset, people))


def without(cohort: Cohort, disputes: Iterable[Dispute]) -> Cohort:
    """The cohort with the entries in dispute left open."""
    by_person: dict[str, set[str]] = defaultdict(set)
    for dispute in disputes:
        by_person[dispute.appraisee].add(dispute.input)
    if not by_person:
        return cohort
    people = dict(cohort.appraisees)
    for name, keys in by_person.items():
        facts = {key: value for key, value in people[name].facts.items() if key not in keys}
        people[name] = evolve(people[name], facts=facts, packed=None)
    return evolve(cohort, appraisees=people)


def _within(relations: Mapping[str, Relations], some: Iterable[Appraisee]) -> Iterator[Dispute]:
    """Contradictions of one record. A packed record has none: the lane hands over what may not go together."""
    for person in some:
        if person.packed is None:
            for key, error in relations[person.kind].contradictions(person.facts):
                yield Dispute(person.id, key, error.text)


def _parts(
    relations: Mapping[str, Relations], some: Iterable[Appraisee], people: Mapping[str, Appraisee]
) -> Iterator[Dispute]:
    """Parts that are more than their whole in the record of somebody linked."""
    if not any(one.across for one in relations.values()):
        return
    for person in some:
        for given, whole in relations[person.kind].across:
            text = _above(person, given, whole, people)
            if text is not None:
                yield Dispute(person.id, given.key, text)


def _above(person: Appraisee, given: Input, whole: TheirNumber, people: Mapping[str, Appraisee]) -> Text | None:
    linked = person.links.get(whole.link.key) if isinstance(whole.link, Link) else None
    target = people.get(linked) if isinstance(linked, str) else None
    if target is None or not isinstance(whole.expression, Input):
        return None
    found, most = _amount(person, given), _amount(target, whole.expression)
    if found is None or most is None or found <= most:
        return None
    error = part_above_whole(given, found, whole.expression, most)
    return Text("{text} ({other})", "{text}（{other}）").format(text=error.text, other=target.id)


def _amount(person: Appraisee, given: Input) -> Fraction | None:
    raw = _raw(person)
    if raw is None or given.on is not None:
        return amount(person.fact(given.key))
    value = raw.get(given.key)
    if isinstance(value, Mapping):
        return Fraction(value["collected"]) if "collected" in value else amount(person.fact(given.key))
    return None if value is None else exact(value)


def _raw(person: Appraisee) -> Mapping[str, Any] | None:
    """The facts as entered, where they were packed and nobody has asked for them yet: reading all is slow."""
    return getattr(person.facts, "raw", None)


_DIFFERS = Text(
    "{given} of {code} is entered otherwise for {others}; it is a fact of {shared} and stands once: correct one of them",
    "{code}的{given}与 {others} 处所录不同；它是{shared}的同一事实：请更正其一",
)
_MOST = 3


def _shared(relations: Mapping[str, Relations], people: Mapping[str, Appraisee]) -> Iterator[Dispute]:
    of_one: dict[tuple[str, str, str], list[tuple[Appraisee, Input]]] = defaultdict(list)
    for person in people.values():
        for given in relations[person.kind].shared:
            code = _entered(person, given.shared_by.key) if given.shared_by is not None else None
            if isinstance(code, str) and _entered(person, given.key) is not None:
                of_one[given.key, given.shared_by.key if given.shared_by is not None else "", code].append(
                    (person, given)
                )
    for (_, _, code), found in of_one.items():
        values = {person.id: _entered(person, given.key) for person, given in found}
        if len({_same(value) for value in values.values()}) > 1:
            for person, given in found:
                others = [name for name, value in values.items() if _same(value) != _same(values[person.id])]
                told = ", ".join(others[:_MOST]) + (" ..." if len(others) > _MOST else "")
                shared = given.shared_by.label if given.shared_by is not None else given.label
                text = _DIFFERS.format(given=given.label, code=code, others=told, shared=shared)
                yield Dispute(person.id, given.key, text)


def _entered(person: Appraisee, key: str) -> Any:
    """A fact as entered where it was packed, else as read; None where it is not known."""
    raw = _raw(person)
    value = raw.get(key) if raw is not None else person.facts.get(key)
    return None if isinstance(value, Unknown | Absent) else value


def _same(value: Any) -> Any:
    """A value as it is compared: a number whatever its form, anything else by its text."""
    try:
        return exact(value)
    except KaoheError:
        return str(value)
