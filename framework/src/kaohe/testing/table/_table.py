"""The boundary table: every declared number below, at and above; rows counted; limits alone, with bonuses, in pairs.

It is made from the declarations alone and is the same every time.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from attrs import define, field

from ...engine import Plan
from ...errors import KaoheError
from ...rules import Asks, Bonus, Ceiling, Choice, Events, Figure, Finding, Item, Periods, Proposed, Score, Tally
from ...rules.nodes import Expr, Input, Their
from ...rules.tools import KindRules, inputs_of
from ..basis import Subject, World, marks, written
from ..people import (
    DOCUMENT,
    Base,
    ballot,
    base_of,
    candidates,
    event_rows,
    finding_rows,
    lattice,
    linked_kind,
    looks,
    over,
    reads_grade,
)
from ._solve import Facts, solve
from ._targets import Target, targets

__all__ = ["Table", "firing_of", "table_rows"]

_COUNTS = (0, 1, 2, 3, 99)
_LINKED_COUNTS = (0, 1, 2, 3)
_PAIRS = 250


def _expressions(rules: KindRules) -> list[Expr]:
    return [
        expression
        for entry in rules.entries
        if not isinstance(entry.rule, Asks | Figure)
        for expression in entry.rule.expressions()
    ]


def table_rows(subject: Subject) -> Iterator[World]:
    """The rows about one appraisee each, kind by kind."""
    base = base_of(subject)
    for rules in subject.rules.kinds:
        yield from Table(base, rules).rows()


@define
class Table:
    """The rows of one kind, and the facts under which each of its rules takes effect, as they are found."""

    base: Base
    rules: KindRules
    firing: dict[str, Facts] = field(factory=dict)

    @property
    def kind(self) -> str:
        """The kind's key."""
        return self.rules.kind.key

    def rows(self) -> Iterator[World]:
        """Everything, in this order: quiet, numbers, counts, absences, ballots, limits with bonuses, pairs."""
        yield self._row({}, "quiet")
        yield self._row(self._top(), "at their best")
        if uneven := self._uneven():
            yield self._row(uneven, "uneven periods")
        for facts, note in self._single():
            world = self._row(facts, note)
            self._learn(world, facts)
            yield world
        yield from self._rechecks()
        yield from self._together()

    def _row(self, facts: Facts, note: str, **more: Any) -> World:
        return self.base.solo(self.kind, facts, note=f"{self.kind}: {note}", **more)

    def _single(self) -> Iterator[tuple[Facts, str]]:
        for target in targets(self.rules):
            yield from self._sides(target)
        for given in self.base.facts_of(self.rules):
            if isinstance(given, Finding | Events):
                yield from self._counted(given)
            elif isinstance(given, Tally):
                yield from self._ballots(given)
            else:
                yield from self._valued(given)
        yield from self._linked(looks(_expressions(self.rules)))

    def _valued(self, given: Input) -> Iterator[tuple[Facts, str]]:
        for value in candidates(given, self.rules, self.base.lists, self.base.calendar):
            yield {given.key: self.base.along(given, value)}, f"{given.key} {value}"

    def _linked(self, nodes: list[Their]) -> Iterator[tuple[Facts, str]]:
        """What is read through links: the facts of whom they lead to, and each grade of theirs that is asked for."""
        told: set[str] = set()
        for node in nodes:
            rules = linked_kind(self.base.subject.rules, node)
            for facts, note in Table(self.base, rules)._read_by(node) if rules is not None else ():
                if (key := f"{node.link!r}{note}") not in told:
                    told.add(key)
                    yield over(node.link, facts), f"linked {rules.kind.key}: {note}" if rules is not None else note

    def _read_by(self, node: Their) -> Iterator[tuple[Facts, str]]:
        for given in dict.fromkeys(inputs_of(node.expression)):
            if given.on is not None and not isinstance(given.on, Periods):
                continue
            if isinstance(given, Finding):
                yield from (
                    ({given.key: finding_rows(count, day=self.base.day)}, f"{count} x {given.key}")
                    for count in _LINKED_COUNTS
                )
            elif isinstance(given, Tally):
                yield from self._ballots(given)
            elif not isinstance(given, Events):
                yield from self._valued(given)
        if reads_grade(node.expression):
            yield from ((facts, f"grade {grade}") for grade, facts in self.base.grades(self.kind, self._graded).items())
        yield from self._linked(looks([node.expression]))

    def _graded(self) -> Iterator[Facts]:
        """Facts likely to give one grade or another."""
        yield from ({}, self._top())
        for given in self.base.facts_of(self.rules):
            if isinstance(given, Choice | Score):
                yield from (facts for facts, _ in self._valued(given))
        lowest = {given.key: self.base.along(given, written(given.low)) for given, _ in marks(self.rules)}
        yield lowest
        for place in range(1, 20):
            yield {
                given.key: self.base.along(
                    given, written(lattice(given, given.low + (given.high - given.low) * place / 20))
                )
                for given, _ in marks(self.rules)
            }
        for given in self.base.facts_of(self.rules):
            if isinstance(given, Finding):
                yield self._top() | {given.key: finding_rows(3, day=self.base.day)}

    def _sides(self, target: Target) -> Iterator[tuple[Facts, str]]:
        found = solve(self.base, self.rules, target)
        limit = next((rule for rule in self._limits() if rule.id == target.rule), None)
        read = {given.key for given in inputs_of(limit.when)} if limit is not None else set()
        # A limit shows only on a grade above it: where it reads no mark, the marks may be at their best.
        top = self._top() if limit is not None and not read & set(self._top()) else {}
        for name, facts in (("below", found.below), ("at", found.at), ("above", found.above)):
            if facts is not None:
                yield top | facts, f"{target.label}: {name}"

    def _counted(self, given: Finding | Events) -> Iterator[tuple[Facts, str]]:
        columns = [column for column in self.rules.inputs if column.on == given]
        for count in _COUNTS:
            if isinstance(given, Finding):
                yield {given.key: finding_rows(count, day=self.base.day)}, f"{count} x {given.key}"
                continue
            for pick in (0, -1):
                row = {c.key: candidates(c, self.rules, self.base.lists, self.base.calendar)[pick] for c in columns}
                yield {given.key: event_rows(count, row, day=self.base.day)}, f"{count} x {given.key}"

    def _ballots(self, given: Tally) -> Iterator[tuple[Facts, str]]:
        yield {given.key: ballot(given.codes, {})}, f"{given.key}: no vote"
        yield {given.key: ballot(given.codes, {}, blank=3, spoilt=2)}, f"{given.key}: blank votes only"
        for code in given.codes:
            yield {given.key: ballot(given.codes, {code: 120})}, f"{given.key}: all {code}"

    def _learn(self, world: World, facts: Facts) -> None:
        """Note which rules and lines these facts bring into effect."""
        try:
            fired = self._fired(world)
        except KaoheError:
            return
        for name in fired:
            self.firing.setdefault(name, facts)

    def _fired(self, world: World) -> list[str]:
        judged = world.judged(world.focus)
        walker = world.evaluation.walker(world.focus)
        limits = [rule for rule in judged.plan.grade.limits if walker.truth(rule.when).must(True)]
        lines = judged.tallied.lines if judged.tallied is not None else []
        moved = [
            line.source.id
            for line in lines
            if isinstance(line.source, Bonus) and getattr(line.adds, "value", None) not in (None, 0)
        ]
        return [*(rule.id for rule in limits), *moved]

    def _rechecks(self) -> Iterator[World]:
        for rule in self._limits():
            if rule.confirm and rule.id in self.firing:
                for status in ("pending", "confirmed", "rejected"):
                    recheck = {rule.id: {"status": status, "document": DOCUMENT}}
                    facts = self._top() | self.firing[rule.id]
                    yield self._row(facts, f"{rule.id} re-check {status}", rechecks=recheck)
        for given in self.base.facts_of(self.rules):
            if isinstance(given, Finding):
                for status in ("pending", "rejected"):
                    yield self._row(
                        {given.key: finding_rows(1, day=self.base.day, status=status)}, f"{given.key} {status}"
                    )

    def _limits(self) -> list[Ceiling]:
        return [rule for rule in self.rules.rules(Ceiling) if isinstance(rule, Ceiling)]

    def _together(self) -> Iterator[World]:
        """Each limit with everything that adds points, and rules two by two."""
        best = self._best()
        for rule in self._limits():
            if rule.id in self.firing:
                facts = best | self.firing[rule.id]
                yield self._row(facts, f"{rule.id} with every bonus", rechecks=self._confirmed([rule]))
        pairs = list(combinations(sorted(self.firing), 2))
        step = max(1, -(-len(pairs) // _PAIRS))
        for one, two in pairs[::step]:
            both = [rule for rule in self._limits() if rule.id in (one, two)]
            yield self._row(self.firing[one] | self.firing[two], f"{one} and {two}", rechecks=self._confirmed(both))

    def _confirmed(self, rules: list[Ceiling]) -> dict[str, Any]:
        return {rule.id: {"status": "confirmed", "document": DOCUMENT} for rule in rules if rule.confirm}

    def _top(self) -> Facts:
        """The best marks, and the best grade where people propose it."""
        facts: Facts = {}
        for given, pull in marks(self.rules):
            if given.key in self.base.row(self.kind)["facts"]:
                facts[given.key] = self.base.along(given, written(given.high if pull > 0 else given.low))
        for rule in self.rules.rules(Proposed):
            if isinstance(rule, Proposed) and isinstance(rule.by, Choice):
                facts[rule.by.key] = self.rules.kind.grades[0]
        return facts

    def _uneven(self) -> Facts:
        """Marks by period that fall from one period to the next."""
        facts: Facts = {}
        for given, _ in marks(self.rules):
            count = self.base.periods(given)
            if count:
                values = [given.high - place * (given.high - given.low) / 5 for place in range(count)]
                facts[given.key] = [written(lattice(given, value)) for value in values]
        return facts

    def _best(self) -> Facts:
        """The facts of every bonus at once, with the marks at their best."""
        facts = self._top()
        for source, _ in Plan.of(self.rules).lines:
            if isinstance(source, Bonus | Item) and source.id in self.firing:
                facts |= self.firing[source.id]
        return facts


def firing_of(base: Base, rules: KindRules) -> dict[str, Facts]:
    """The facts under which each limit and bonus of a kind takes effect, as far as single inputs bring it about.

    They are found once for a base: that takes longer than all that asks for them.
    """
    if rules.kind.key not in base.firing:
        table = Table(base, rules)
        for facts, note in table._single():
            table._learn(table._row(facts, note), facts)
        base.firing[rules.kind.key] = table.firing
    return base.firing[rules.kind.key]
