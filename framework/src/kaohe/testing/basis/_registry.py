"""The one list of checks: what each holds a scheme to, what it needs declared, and when it came."""

from __future__ import annotations

import difflib
import fnmatch
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve, field, frozen

from ...errors import KaoheError
from ...rules.nodes import Input
from ...rules.tools import Rule, Ruleset, rows_of
from ...words import Message, Text
from ._subject import Subject
from ._world import World

__all__ = ["CHECKS", "KIT_LEVEL", "PHASES", "Check", "CheckError", "Problem", "check", "declaration_check", "select"]

PHASES = ("lint", "kept", "cases", "table", "fuzz", "workflow")
KIT_LEVEL = 1

Declared = Rule | Input


class CheckError(KaoheError):
    """The kit cannot run what was asked for."""


@frozen(kw_only=True)
class Problem:
    """One way in which a scheme fails a check.

    `readings` are assumptions that may excuse it, beside those of the rule it is about. One that names the check
    does, and then it is a declared reading, not a failure. `expect` is what the world's case should have given,
    where that is known.
    """

    text: Text
    appraisee: str = ""
    rule: str = ""
    clause: str = ""
    readings: tuple[str, ...] = ()
    expect: Mapping[str, Any] = field(factory=dict)
    world: World | None = None


@frozen(kw_only=True)
class Need:
    """Something that must be declared for a check to apply; `find` gives the declarations it then concerns."""

    text: Text
    find: Callable[[Ruleset], Sequence[Declared]]


@frozen(kw_only=True)
class Check:
    """One promise of a scheme.

    `level` is declaration, appraisee, cohort or record. `phase` is lint or cases for what is asked of the scheme
    as a whole, "" for what is asked of every cohort of the boundary table and the fuzz. A `costly` check is asked
    of a spread of the table's rows only. `since` is the kit level it came with.
    """

    id: str
    level: str
    text: Text
    phase: str = ""
    needs: Need | None = None
    costly: bool = False
    since: int = 1
    of_world: Callable[[World], Iterable[Problem]] | None = None
    of_subject: Callable[[Subject], Iterable[Problem]] | None = None

    def concerns(self, ruleset: Ruleset) -> Sequence[Declared]:
        """The declarations that it concerns; none means that it does not apply, unless it needs none."""
        return self.needs.find(ruleset) if self.needs is not None else ()

    def applies(self, ruleset: Ruleset) -> bool:
        """Whether the scheme declares what it needs."""
        return self.needs is None or bool(self.concerns(ruleset))

    def clauses(self, ruleset: Ruleset) -> tuple[str, ...]:
        """The clauses it concerns, in declared order."""
        return tuple(dict.fromkeys(found.clause for found in self.concerns(ruleset)))

    def problems(self, world: World) -> Iterator[Problem]:
        """What is wrong in one world, each with the readings that excuse it."""
        for problem in self.of_world(world) if self.of_world is not None else ():
            yield self._excused(problem, world.subject.ruleset)

    def declared(self, subject: Subject) -> Iterator[Problem]:
        """What is wrong with the scheme as a whole, each with the readings that excuse it."""
        for problem in self.of_subject(subject) if self.of_subject is not None else ():
            yield self._excused(problem, subject.ruleset)

    def _excused(self, problem: Problem, ruleset: Ruleset | None) -> Problem:
        """The problem with those assumptions alone that name this check."""
        naming = {one.id for one in ruleset.assumptions if self.id in one.excuses} if ruleset is not None else set()
        if not naming and not problem.readings:
            return problem
        behind = dict.fromkeys((*problem.readings, *(_behind(ruleset, problem.rule) if ruleset is not None else ())))
        return evolve(problem, readings=tuple(name for name in behind if name in naming))


def _behind(ruleset: Ruleset, rule: str) -> Iterator[str]:
    """The assumptions of a rule, or of the row of a table, wherever it is declared."""
    for rules in ruleset.kinds:
        for entry in rules.entries:
            for row in rows_of(entry.rule):
                if rule and row.id == rule:
                    yield from row.assumption


CHECKS: dict[str, Check] = {}

Of = Callable[[World], Iterable[Problem]]
OfSubject = Callable[[Subject], Iterable[Problem]]


def check(name: str, level: str, text: Text, *, needs: Need | None = None, costly: bool = False) -> Callable[[Of], Of]:
    """Register a check of every world."""

    def register(function: Of) -> Of:
        CHECKS[name] = Check(id=name, level=level, text=text, needs=needs, costly=costly, of_world=function)
        return function

    return register


def declaration_check(
    name: str, text: Text, *, phase: str = "lint", needs: Need | None = None
) -> Callable[[OfSubject], OfSubject]:
    """Register a check of the scheme as a whole."""

    def register(function: OfSubject) -> OfSubject:
        CHECKS[name] = Check(id=name, level="declaration", text=text, phase=phase, needs=needs, of_subject=function)
        return function

    return register


def select(wanted: Sequence[str] = (), unwanted: Sequence[str] = ()) -> list[Check]:
    """The checks whose id matches a glob of `wanted` (all by default) and none of `unwanted`, in the order of the list.

    Raises CheckError, naming the nearest id, for a glob that matches none.
    """
    for glob in (*wanted, *unwanted):
        if not fnmatch.filter(CHECKS, glob):
            raise _unmatched(glob)
    return [
        found
        for name, found in CHECKS.items()
        if (not wanted or any(fnmatch.fnmatchcase(name, glob) for glob in wanted))
        and not any(fnmatch.fnmatchcase(name, glob) for glob in unwanted)
    ]


def _unmatched(glob: str) -> CheckError:
    near = difflib.get_close_matches(glob, CHECKS, n=1, cutoff=0.3)
    text = Message(
        "K6004",
        "no check is called {glob}; the nearest is {near} (kaohe check --list shows all)",
        "没有检查 {glob}；最接近的是 {near}（kaohe check --list 可列出全部）",
    )
    return CheckError(text.format(glob=glob, near=near[0] if near else next(iter(CHECKS))))
