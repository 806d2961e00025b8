"""Mutation of the declarations: each number, share, clause and inclusive side changed, one at a time.

Invariants trust what is declared; only the worked cases and lint can tell that a declared number is not the
document's. What neither notices is a number that nobody has worked an example for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any

import attrs
from attrs import define, evolve, field, frozen

from ..cases import clauses_of, differences, parse_text
from ..engine import Evaluation
from ..errors import KaoheError
from ..files import decode, parse_toml, read_bytes
from ..rules import (
    Asks,
    Compare,
    Entry,
    Figure,
    Input,
    Item,
    KindRules,
    PointTable,
    Procedure,
    Rule,
    Ruleset,
    lint,
    show,
)
from ..words import Message, Text
from ._clauses import numbers
from ._cohorts import cohort_rows
from ._registry import CHECKS, CheckError
from ._subject import Subject
from ._table import table_rows
from ._world import World

__all__ = ["Mutant", "Mutation", "equivalent_of", "mutants", "mutate"]

_SIDES = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": ">="}


@frozen
class Mutant:
    """One change: in a rule of a kind, at a place within it, from what to what. `sort` is number, side or clause."""

    kind: str
    rule: str
    clause: str
    sort: str
    place: str
    before: str
    after: str
    ruleset: Ruleset = field(eq=False, repr=False)

    @property
    def name(self) -> str:
        """How a list of equivalent mutants names it."""
        return f"{self.kind}/{self.rule}/{self.place}: {self.before} -> {self.after}"


@define
class Mutation:
    """What became of the mutants of one scheme.

    `silent` are those that no case notices and that change no outcome in the whole boundary table either: most
    are equivalent (points above their own cap), but only a person can say so, in the list of equivalents. `stale`
    are the names in that list of mutants that are caught, or that are not there.
    """

    scheme: str
    caught: dict[str, int] = field(factory=dict)
    survived: list[Mutant] = field(factory=list)
    silent: list[Mutant] = field(factory=list)
    equivalent: list[Mutant] = field(factory=list)
    stale: list[str] = field(factory=list)
    total: int = 0

    @property
    def clean(self) -> bool:
        """Whether every mutant is caught or listed, and the list is true."""
        return not (self.survived or self.silent or self.stale)


def mutants(ruleset: Ruleset) -> Iterator[Mutant]:
    """Every mutant of a scheme: numbers a step either way, comparisons with the other side, another rule's clause.

    Procedure, and figures that enter no result, are changed in their clause only.
    """
    for index, rules in enumerate(ruleset.kinds):
        clauses = [entry.rule.clause for entry in rules.entries]
        for place, entry in enumerate(rules.entries):
            for where, sort, before, after, rule in _changes(entry.rule, clauses):
                entries = list(rules.entries)
                entries[place] = evolve(entry, rule=rule)
                made = _with(ruleset, index, rules, entries)
                yield Mutant(rules.kind.key, entry.rule.id, entry.rule.clause, sort, where, before, after, made)


def _with(ruleset: Ruleset, index: int, rules: KindRules, entries: list[Entry]) -> Ruleset:
    kinds = list(ruleset.kinds)
    kinds[index] = evolve(rules, entries=tuple(entries))
    return evolve(ruleset, kinds=tuple(kinds))


Change = tuple[str, str, str, str, Any]


def _changes(rule: Rule, clauses: list[str]) -> Iterator[Change]:
    other = next((one for one in clauses if numbers(one) not in ((), numbers(rule.clause))), None)
    if other is not None:
        yield "clause", "clause", rule.clause, other, evolve(rule, clause=other)
    if isinstance(rule, PointTable):
        yield from _row_clauses(rule, clauses)
    if not isinstance(rule, Procedure | Figure | Asks):
        yield from _inside(rule, "")


def _row_clauses(rule: PointTable, clauses: list[str]) -> Iterator[Change]:
    """Each row and part of a table under the clause of its neighbour."""
    for place, item in enumerate(rule.items):
        for where, changed, before, after in _item_clauses(item, rule.items[place - 1].clause, clauses):
            items = (*rule.items[:place], changed, *rule.items[place + 1 :])
            yield f"items[{place}].{where}", "clause", before, after, evolve(rule, items=items)


def _item_clauses(item: Item, beside: str, clauses: list[str]) -> Iterator[tuple[str, Item, str, str]]:
    other = beside if beside != item.clause else next((one for one in clauses if one != item.clause), "")
    if other:
        yield "clause", evolve(item, clause=other), item.clause, other
    for place, part in enumerate(item.parts):
        beside = item.parts[place - 1].clause if len(item.parts) > 1 else other
        if beside and beside != part.clause:
            parts = (*item.parts[:place], evolve(part, clause=beside), *item.parts[place + 1 :])
            yield f"parts[{place}].clause", evolve(item, parts=parts), part.clause, beside


def _inside(value: Any, path: str) -> Iterator[Change]:
    """The changes within a declaration; the inputs it reads are left as they are."""
    if isinstance(value, Fraction):
        for after in _numbers(value):
            yield path, "number", show(value), show(after), after
    elif isinstance(value, bool | Input) or value is None:
        return
    elif isinstance(value, int):
        yield path, "number", str(value), str(value + 1), value + 1
    elif isinstance(value, tuple):
        for place, part in enumerate(value):
            for where, sort, was, now, made in _inside(part, f"{path}[{place}]"):
                yield where, sort, was, now, (*value[:place], made, *value[place + 1 :])
    elif attrs.has(type(value)) and not isinstance(value, Text):
        yield from _fields(value, path)


def _fields(value: Any, path: str) -> Iterator[Change]:
    if isinstance(value, Compare) and value.op in _SIDES:
        op = _SIDES[value.op]
        yield f"{path}.op", "side", value.op, op, evolve(value, op=op)
    for found in attrs.fields(type(value)):
        if found.name in ("display_places", "link", "rows", "tally", "axis"):
            continue
        part = getattr(value, found.name)
        where = f"{path}.{found.name}" if path else found.name
        for place, sort, before, after, made in _inside(part, where):
            yield place, sort, before, after, evolve(value, **{found.name.lstrip("_"): made})


def _numbers(value: Fraction) -> Iterator[Fraction]:
    step = Fraction(1, 100) if 0 < value < 1 and value.denominator != 1 else Fraction(1)
    if value.denominator in (2, 5, 10) and value > 1:
        step = Fraction(1, value.denominator)
    yield value + step
    yield value - step


Read = Callable[[Mutant], str | None]


_ENTRY = ("mutant", "reason")


def equivalent_of(file: Path) -> Mapping[str, str]:
    """The mutants that a file lists as equivalent, each with its reason.

    Raises FileError where it cannot be read, CheckError for an entry without a reason.
    """
    rows = parse_toml(decode(read_bytes(file), str(file)), str(file), number=str).get("equivalent", [])
    for row in rows if isinstance(rows, list) else [None]:
        if not isinstance(row, Mapping) or not all(row.get(key) and type(row[key]) is str for key in _ENTRY):
            text = Message("K6003", "{file}: an entry needs mutant and reason", "{file}：每项须写 mutant 与 reason")
            raise CheckError(text.format(file=str(file)))
    return {row["mutant"]: row["reason"] for row in rows}


def mutate(
    subject: Subject,
    *,
    equivalent: Mapping[str, str] | None = None,
    progress: Callable[[int, int], None] = lambda done, survived: None,
) -> Mutation:
    """Hold every mutant against lint and the worked cases. Of a clause, `cites` of the cases are asked."""
    listed = equivalent or {}
    cases, rows = _Cases(subject), _Rows(subject)
    report = Mutation(subject.id)
    for mutant in mutants(subject.rules):
        report.total += 1
        caught = cases.catch(mutant)
        if caught:
            report.caught[mutant.sort] = report.caught.get(mutant.sort, 0) + 1
        elif mutant.name in listed:
            report.equivalent.append(mutant)
        elif mutant.sort != "clause" and rows.silent(mutant):
            report.silent.append(mutant)
        else:
            report.survived.append(mutant)
        progress(report.total, len(report.survived))
    report.stale = sorted(listed.keys() - {mutant.name for mutant in report.equivalent})
    return report


class _Rows:
    """The boundary table of a scheme, kind by kind, with what comes out of each row."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.rows: dict[str, list[tuple[World, str]]] = {}

    def silent(self, mutant: Mutant) -> bool:
        """Whether no row comes out otherwise under a mutant."""
        if not self.rows:
            self._evaluate()
        changed = Subject(self.subject.id, mutant.ruleset)
        for world, before in self.rows.get(mutant.kind, ()):
            if _came_out(World(changed, world.raw, world.note, world.focus)) != before:
                return False
        return True

    def _evaluate(self) -> None:
        for world in chain(table_rows(self.subject), cohort_rows(self.subject)):
            kind = world.note.partition(":")[0]
            self.rows.setdefault(kind, []).append((world, _came_out(world)))


def _came_out(world: World) -> str:
    try:
        found = [world.outcome(world.focus)] if world.focus else list(world.outcomes.values())
    except KaoheError as error:
        return str(error.text.en)
    return str([outcome.as_json() for outcome in found])


class _Cases:
    """The worked cases of a scheme, those that name the mutated rule asked first."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.texts: dict[str, str] = {}
        self.raws: dict[str, Mapping[str, Any]] = {}
        self.variants: dict[str, dict[str, Ruleset]] = {}
        self.before = self._linted(subject.rules)
        for file in subject.cases:
            self.texts[file.name] = file.read_text("utf-8")
            self.raws[file.name] = parse_text(self.texts[file.name], file.name, toml=file.name.endswith(".toml"))

    def catch(self, mutant: Mutant) -> str:
        """What notices a mutant: lint, a case by name, or nothing ("")."""
        try:
            if self._linted(mutant.ruleset) - self.before:
                return "lint"
        except KaoheError:
            return "lint"
        if mutant.sort == "clause":
            return next((name for name in self.raws if self._cites_otherwise(name, mutant)), "")
        return next((name for name in self._order(mutant) if self._fails(name, mutant)), "")

    def _linted(self, ruleset: Ruleset) -> set[tuple[str, str, str]]:
        """What the checks of the declarations say, readings included."""
        subject = Subject(self.subject.id, ruleset, tuple(lint(ruleset)))
        asked = [check for check in CHECKS.values() if check.phase == "lint" and check.applies(ruleset)]
        return {
            (check.id, problem.rule, problem.text.en)
            for check in asked
            if check.of_subject
            for problem in check.of_subject(subject)
        }

    def _cites_otherwise(self, name: str, mutant: Mutant) -> bool:
        """Whether a case says which clause the rule comes from, and no longer agrees."""
        cites = self.raws[name].get("cites", {})
        declared = clauses_of(mutant.ruleset) if cites else {}
        return any(declared.get(row) != {clause} for row, clause in cites.items())

    def _order(self, mutant: Mutant) -> list[str]:
        """The cases with anybody of the mutated kind."""
        there = [
            name for name, raw in self.raws.items() if any(row["kind"] == mutant.kind for row in raw["appraisees"])
        ]
        return sorted(there, key=lambda name: (mutant.rule not in name, mutant.rule not in self.texts[name], name))

    def _ruleset(self, name: str, mutant: Mutant) -> Ruleset | None:
        """The mutated rules under the settings of a case; None where those settings leave the rule otherwise."""
        settings = self.raws[name].get("settings", {})
        if not settings:
            return mutant.ruleset
        key = str(sorted(settings.items()))
        if key not in self.variants:
            choices = {k: tuple(v) if isinstance(v, list) else v for k, v in settings.items()}
            made = mutants(self.subject.chosen(choices).rules)
            self.variants[key] = {found.name: found.ruleset for found in made}
        return self.variants[key].get(mutant.name)

    def _fails(self, name: str, mutant: Mutant) -> bool:
        raw = self.raws[name]
        ruleset = self._ruleset(name, mutant)
        if ruleset is None or raw.get("amendments"):
            return False
        try:
            case = Subject(self.subject.id, ruleset).case(raw)
            return bool(differences(case, Evaluation(case.cohort).outcomes()))
        except (KaoheError, ArithmeticError, AssertionError, LookupError, TypeError, ValueError):
            return True
