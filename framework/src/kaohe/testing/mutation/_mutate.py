"""Mutation of the declarations: each thing that people get wrong, changed, one at a time.

Invariants trust what is declared; only the worked cases and lint can tell that a declared number is not the
document's. What neither notices is something that nobody has worked an example for.
"""

from __future__ import annotations

import fnmatch
import multiprocessing
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.resources import as_file
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from ...cases import clauses_of, differences, parse_text
from ...engine import Evaluation
from ...errors import KaoheError
from ...files import decode, parse_toml, read_bytes
from ...rules import lint
from ...rules.nodes import Input
from ...rules.tools import Ruleset, rows_of
from ...words import Message, Text
from ..basis import CHECKS, CheckError, Subject
from ._apart import Apart, Facts
from ._differs import diff
from ._mutants import Mutant, mutants
from ._source import Source

__all__ = ["Mutation", "Unnoticed", "equivalent_of", "mutate"]

_ENTRY = ("mutant", "reason")
_CHUNK = 8


@frozen
class Unnoticed:
    """A mutant that neither lint nor a case notices.

    `was` and `now` are what it changes, in words; `where` is file and line of the declaration. `facts` tell it
    apart; None where none of the `tried` ones does, which does not say that there are no such facts.
    """

    id: str
    name: str
    kind: str
    rule: str
    row: str
    clause: str
    sort: str
    was: Text
    now: Text
    where: str
    facts: Facts | None = None
    tried: int = 0


@define
class Mutation:
    """What became of the mutants of one scheme.

    `caught` counts those that lint or a case notices, by sort; `by` says of each, by id, what notices it. `equivalent`
    are the names of those that a file lists, with its reason, as changing nothing; `stale` the names in that list of
    mutants that are caught, or that are not there.
    """

    scheme: str
    caught: dict[str, int] = field(factory=dict)
    by: dict[str, str] = field(factory=dict)
    unnoticed: list[Unnoticed] = field(factory=list)
    equivalent: list[str] = field(factory=list)
    stale: list[str] = field(factory=list)
    total: int = 0

    @property
    def told_apart(self) -> list[Unnoticed]:
        """Those that some facts tell apart: a case with these facts would notice them."""
        return [one for one in self.unnoticed if one.facts is not None]

    @property
    def clean(self) -> bool:
        """Whether every mutant is caught or listed, and the list is true."""
        return not (self.unnoticed or self.stale)


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
    only: Sequence[str] = (),
    jobs: int = 1,
    progress: Callable[[int, int], None] = lambda done, survived: None,
) -> Mutation:
    """Hold every mutant against lint and the worked cases, those that neither notices against the boundary table.

    `only` picks mutants by id, or by a glob of their names. Of a clause, `cites` of the cases are asked. With `jobs`
    the work is shared by so many processes, where the platform can fork. Raises CheckError where `only` picks none.
    """
    listed = equivalent or {}
    work = _Work(subject, _picked(list(mutants(subject.rules)), only))
    report = Mutation(subject.id, total=len(work.mutants))
    left = []
    for place, caught in _shared(work, "catch", range(len(work.mutants)), jobs):
        mutant = work.mutants[place]
        if caught:
            report.caught[mutant.sort] = report.caught.get(mutant.sort, 0) + 1
            report.by[mutant.id] = caught
        elif mutant.name in listed:
            report.equivalent.append(mutant.name)
        else:
            left.append(place)
        progress(len(report.by) + len(report.equivalent) + len(left), len(left))
    if any(work.mutants[place].sort != "clause" for place in left):
        work.apart.prepare()
    report.unnoticed.extend(found for _, found in _shared(work, "tell", sorted(left), jobs))
    order = {mutant.id: place for place, mutant in enumerate(work.mutants)}
    report.unnoticed.sort(key=lambda one: order[one.id])
    asked = {mutant.name for mutant in work.mutants} if only else listed.keys()
    report.stale = sorted((listed.keys() & asked) - set(report.equivalent))
    return report


def _picked(found: list[Mutant], only: Sequence[str]) -> list[Mutant]:
    if not only:
        return found
    picked = [one for one in found if any(one.id == name or fnmatch.fnmatchcase(one.name, name) for name in only)]
    if not picked:
        text = Message(
            "K6100",
            "no mutant is called {names}; name it by the id that kaohe mutate shows, or by a glob of its name",
            "没有变异 {names}；请写 kaohe mutate 所示的编号，或其名称的通配式",
        )
        raise CheckError(text.format(names=", ".join(only)))
    return picked


_WORK: list[_Work] = []


def _shared(work: _Work, what: str, places: Sequence[int], jobs: int) -> Iterator[tuple[int, Any]]:
    """What `catch` or `tell` says of each mutant, in any order."""
    asked = [(what, place) for place in places]
    can_fork = "fork" in multiprocessing.get_all_start_methods()
    if jobs < 2 or not can_fork or len(asked) <= _CHUNK:
        yield from (work.ask(*one) for one in asked)
        return
    # A ruleset holds functions of a plugin, which no pickle carries: the processes take it over by forking.
    _WORK.append(work)
    try:
        with multiprocessing.get_context("fork").Pool(jobs) as pool:
            yield from pool.imap_unordered(_ask, asked, chunksize=_CHUNK)
    finally:
        _WORK.remove(work)


def _ask(asked: tuple[str, int]) -> tuple[int, Any]:
    return _WORK[-1].ask(*asked)


class _Work:
    """The mutants of a scheme, and what they are held against."""

    def __init__(self, subject: Subject, found: list[Mutant]) -> None:
        self.mutants = found
        self.cases, self.apart, self.source = _Cases(subject), Apart(subject), Source(subject.rules)

    def ask(self, what: str, place: int) -> tuple[int, Any]:
        """What notices the mutant at a place, or what it is."""
        return place, self.cases.catch(self.mutants[place]) if what == "catch" else self._tell(self.mutants[place])

    def _tell(self, mutant: Mutant) -> Unnoticed:
        """What an unnoticed mutant is, and what would tell it apart."""
        facts, tried = (None, 0) if mutant.sort == "clause" else self.apart.find(mutant)
        was, now = diff(mutant.original, mutant.changed)
        where = self.source.told(self.cases.row(mutant), mutant.kind)
        return Unnoticed(
            mutant.id, mutant.name, mutant.kind, mutant.rule, mutant.row, mutant.clause, mutant.sort, was, now, where,
            facts, tried,
        )  # fmt: skip


class _Cases:
    """The worked cases that come out as they say. Asked first: what noticed a change of the same rule, or cites it."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.raws: dict[str, Mapping[str, Any]] = {}
        self.variants: dict[str, dict[str, Mutant]] = {}
        self.noticed: dict[tuple[str, str], list[str]] = {}
        self.before = self._linted(subject.rules)
        self.folders: dict[str, Path] = {}
        self.cited: dict[str, frozenset[str]] = {}
        for file in subject.cases:
            with as_file(file) as path:
                self._read(path)
        self.cites = {row: clause for raw in self.raws.values() for row, clause in raw.get("cites", {}).items()}

    def row(self, mutant: Mutant) -> Any:
        """The row of a table, the rule or the input that a mutant changes; the rule that a rule of a period follows from."""
        if isinstance(mutant.original, Input):
            return mutant.original
        rules = next(one for one in self.subject.rules.kinds if one.kind.key == mutant.kind)
        rows = (row for entry in rules.entries for row in rows_of(entry.rule))
        return next(row for row in rows if row.id == mutant.row)

    def catch(self, mutant: Mutant) -> str:
        """What notices a mutant: lint, a case by name, or nothing ("")."""
        try:
            if self._linted(mutant.ruleset) - self.before:
                return "lint"
        except KaoheError:
            return "lint"
        if mutant.sort == "clause":
            return self._citing(mutant)
        caught = next((name for name in self._order(mutant) if self._fails(name, mutant)), "")
        if caught:
            before = self.noticed.setdefault((mutant.kind, mutant.rule), [])
            before[:] = [caught, *(name for name in before if name != caught)]
        return caught

    def _linted(self, ruleset: Ruleset) -> set[tuple[str, str, str]]:
        """What the checks of the declarations say, readings included."""
        subject = Subject(self.subject.id, ruleset, tuple(lint(ruleset)))
        asked = [check for check in CHECKS.values() if check.phase == "lint" and check.applies(ruleset)]
        return {(check.id, problem.rule, problem.text.en) for check in asked for problem in check.declared(subject)}

    def _citing(self, mutant: Mutant) -> str:
        """The case that says which clause the rule comes from, and no longer agrees."""
        if mutant.row not in self.cites and mutant.rule not in self.cites:
            return ""
        declared = clauses_of(mutant.ruleset)
        rows = {row for row, clause in self.cites.items() if declared.get(row) != {clause}}
        return next((name for name, raw in self.raws.items() if rows & raw.get("cites", {}).keys()), "")

    def _read(self, path: Path) -> None:
        """Take up a case with what its outcomes cite. One that an amendment changes tells nothing of the scheme alone."""
        raw = parse_text(path.read_text("utf-8"), path.name, toml=path.suffix == ".toml")
        if raw.get("amendments"):
            return
        try:
            case = self.subject.chosen(_choices(raw)).case(raw, path.parent)
            outcomes = list(Evaluation(case.cohort).outcomes())
        except KaoheError:
            return
        if not differences(case, outcomes):
            self.raws[path.name], self.folders[path.name] = raw, path.parent
            self.cited[path.name] = frozenset(rule for outcome in outcomes for rule in outcome.rules)

    def _order(self, mutant: Mutant) -> list[str]:
        """The cases with anybody of the mutated kind, the likeliest and the smallest first."""
        there = [
            name for name, raw in self.raws.items() if any(row["kind"] == mutant.kind for row in raw["appraisees"])
        ]
        before = self.noticed.get((mutant.kind, mutant.rule), [])

        def likely(name: str) -> tuple[int, bool, bool, bool, int]:
            near = {mutant.row, mutant.rule}
            place = before.index(name) if name in before else len(before)
            raw = self.raws[name]
            return (
                place,
                mutant.row not in name,
                not near & self.cited[name],
                bool(raw.get("settings")),
                len(raw["appraisees"]),
            )

        return sorted(there, key=likely)

    def _ruleset(self, name: str, mutant: Mutant) -> Ruleset | None:
        """The mutated rules under the settings of a case; None where those settings leave the rule otherwise."""
        choices = _choices(self.raws[name])
        if not choices:
            return mutant.ruleset
        key = str(sorted(choices.items()))
        if key not in self.variants:
            made = mutants(self.subject.chosen(choices).rules)
            self.variants[key] = {found.name: found for found in made}
        found = self.variants[key].get(mutant.name)
        return found.make() if found is not None else None

    def _fails(self, name: str, mutant: Mutant) -> bool:
        ruleset = self._ruleset(name, mutant)
        if ruleset is None:
            return False
        try:
            case = Subject(self.subject.id, ruleset).case(self.raws[name], self.folders[name])
            return bool(differences(case, Evaluation(case.cohort).outcomes()))
        except (KaoheError, ArithmeticError, AssertionError, LookupError, TypeError, ValueError):
            return True


def _choices(raw: Mapping[str, Any]) -> dict[str, str | tuple[str, ...]]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in raw.get("settings", {}).items()}
