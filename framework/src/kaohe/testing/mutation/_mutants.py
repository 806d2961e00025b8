"""The changes that `kaohe mutate` makes: what people get wrong when they turn a clause into a declaration.

A number, an inclusive side, a clause; a grade, a rounding, a re-check; whom a quota counts, takes and groups; what a
rank key compares; mean for sum, and for or; a cap, a condition or a whole rule left out; another option, another input.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import cached_property, partial

from attrs import evolve, field, frozen

from ...errors import SchemeError
from ...rules import (
    Asks,
    Figure,
    Finding,
    Item,
    ItemPart,
    PointTable,
    Procedure,
    Tally,
    Total,
)
from ...rules.nodes import Input, Named
from ...rules.tools import Entry, KindRules, Rule, Ruleset, derived_of, redeclared, renamed
from ..checks import numbers
from ._exchange import exchanged
from ._inside import Change, Inside, yes
from ._named import named_in
from ._of_rules import of_rule
from ._operators import others

__all__ = ["Mutant", "mutants"]


@frozen(slots=False)
class Mutant:
    """One change: in a rule of a kind, at a place within it, from what to what.

    `row` and `clause` are of the row of a table where the change is in one. `sort` says what is changed: number, side,
    clause, grade, rounding, ... `changed` is the rule afterwards, None where it is left out.
    """

    kind: str
    rule: str
    clause: str
    sort: str
    place: str
    before: str
    after: str
    row: str
    original: Rule | Input | Named = field(eq=False, repr=False)
    changed: Rule | Input | Named | None = field(eq=False, repr=False)
    make: Callable[[], Ruleset] = field(eq=False, repr=False)

    @cached_property
    def ruleset(self) -> Ruleset:
        """The scheme with the change, made when it is first asked for."""
        return self.make()

    @property
    def name(self) -> str:
        """How a list of equivalent mutants names it."""
        return f"{self.kind}/{self.rule}/{self.place}: {self.before} -> {self.after}"

    @property
    def id(self) -> str:
        """Eight characters that name it on the command line, the same as long as the declaration is."""
        return hashlib.sha256(self.name.encode()).hexdigest()[:8]


def mutants(ruleset: Ruleset) -> Iterator[Mutant]:
    """Every mutant of a scheme, one change each.

    The rules of single periods that derive from a rule change with it, and a named value wherever it is read.
    Procedure, and figures that enter no result, are changed in their clause only.
    """
    for rules in ruleset.kinds:
        clauses = [entry.rule.clause for entry in rules.entries]
        for entry in rules.entries:
            if not entry.derived_from:  # what derives from a rule changes with it
                yield from _of_entry(ruleset, rules, entry, clauses)
        for entry, named in named_in(rules):
            yield from _of_named(ruleset, rules, entry, named)
        for given in rules.inputs:
            yield from _of_input(ruleset, rules, given)


def _of_entry(ruleset: Ruleset, rules: KindRules, entry: Entry, clauses: list[str]) -> Iterator[Mutant]:
    for change in _changes(entry.rule, rules, ruleset, clauses):
        try:
            made = redeclared(rules, entry.rule.id, change[-1])
        except SchemeError:  # no rule of a single period follows from it: it would not be assembled
            continue
        yield _mutant(rules, entry, change, partial(_with, ruleset, made))
    derived = derived_of(rules, entry.rule.id)
    for place, rule in zip(("each", "each.flag"), (derived[0], *derived[1:]) if derived else (), strict=False):
        made = redeclared(rules, entry.rule.id, entry.rule, each=place != "each", flag=False)
        name, clause = entry.rule.id, entry.rule.clause
        yield Mutant(
            rules.kind.key,
            name,
            clause,
            "each",
            place,
            "declared",
            "left out",
            name,
            rule,
            None,
            partial(_with, ruleset, made),
        )


def _of_named(ruleset: Ruleset, rules: KindRules, entry: Entry, named: Named) -> Iterator[Mutant]:
    """The changes inside a named value, told as of the rule that reads it first."""
    name, clause = entry.rule.id, entry.rule.clause
    for where, sort, before, after, changed in Inside(rules, ruleset).of(named.value, f"({named.label.zh})"):
        value = evolve(named, value=changed)
        made = partial(renamed, ruleset, named, value)
        yield Mutant(rules.kind.key, name, clause, sort, where, before, after, name, named, value, made)


def _mutant(rules: KindRules, entry: Entry, change: Change, made: Callable[[], Ruleset]) -> Mutant:
    where, sort, before, after, rule = change
    row = _row(entry.rule, where)
    return Mutant(rules.kind.key, entry.rule.id, row.clause, sort, where, before, after, row.id, entry.rule, rule, made)


def _row(rule: Rule, place: str) -> Rule | Item | ItemPart:
    """The row of a table that a place lies in, or the rule itself."""
    if not isinstance(rule, PointTable) or not place.startswith("items["):
        return rule
    item = rule.items[int(place[6 : place.index("]")])]
    _, within, rest = place.partition(".parts[")
    return item.parts[int(rest[: rest.index("]")])] if within else item


def _with(ruleset: Ruleset, made: KindRules) -> Ruleset:
    return evolve(ruleset, kinds=tuple(made if one.kind is made.kind else one for one in ruleset.kinds))


def _changes(rule: Rule, rules: KindRules, ruleset: Ruleset, clauses: list[str]) -> Iterator[Change]:
    other = next((one for one in clauses if numbers(one) not in ((), numbers(rule.clause))), None)
    if other is not None:
        yield "clause", "clause", rule.clause, other, evolve(rule, clause=other)
    if isinstance(rule, PointTable):
        yield from _row_clauses(rule, clauses)
    if isinstance(rule, Procedure | Figure | Asks):
        return
    if not isinstance(rule, Total | PointTable):
        yield "rule", "rule", "declared", "left out", None
    yield from of_rule(rule, rules)
    seen: set[tuple[str, str, str]] = set()
    for change in Inside(rules, ruleset).of(rule, ""):
        if change[-1] != rule and change[:1] + change[2:4] not in seen:
            seen.add((change[0], change[2], change[3]))
            yield change


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


def _of_input(ruleset: Ruleset, rules: KindRules, given: Input) -> Iterator[Mutant]:
    """What an input itself decides: whether its findings wait for a re-check, what a ballot's shares are of."""
    if isinstance(given, Finding):
        changed: Input = evolve(given, recheck=not given.recheck)
        said = ("recheck", yes(given.recheck), yes(not given.recheck))
    elif isinstance(given, Tally) and given.total_is in ("collected-spoilt", "votes"):
        other = others(given.total_is, ("collected-spoilt", "votes"))[0]
        changed = evolve(given, total_is=other)
        said = ("total_is", given.total_is, other)
    else:
        return
    made = partial(exchanged, ruleset, given, changed)
    yield Mutant(
        rules.kind.key, given.key, given.clause, said[0], said[0], said[1], said[2], given.key, given, changed, made
    )
