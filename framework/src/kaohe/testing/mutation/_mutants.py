"""The changes that `kaohe mutate` makes: what people get wrong when they turn a clause into a declaration.

A number, an inclusive side, a clause; a grade, a rounding, a re-check; whom a quota counts, takes and groups; what a
rank key compares; mean for sum, and for or; a cap, a condition or a whole rule left out; another option, another input.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property, partial
from typing import Any

import attrs
from attrs import evolve, field, frozen

from ...errors import KaoheError, SchemeError
from ...rules import (
    Asks,
    Bands,
    Bonus,
    Count,
    Days,
    Figure,
    Finding,
    Item,
    ItemPart,
    Link,
    Penalty,
    PointTable,
    Procedure,
    Proposed,
    Quota,
    Rank,
    Score,
    Tally,
    Total,
)
from ...rules.nodes import Input, Named, Their
from ...rules.tools import Entry, KindRules, Rule, Ruleset, derived_of, inputs_of, redeclared, renamed, show
from ...words import Text
from ..checks import numbers
from ._exchange import exchanged
from ._named import named_in
from ._operators import NODES, others

__all__ = ["Mutant", "mutants"]

_ROUNDINGS = ("down", "half-up", "up")
_READINGS = ("half-open", "half-up", "truncate", "refer")
# Cut to whole points, a score stays over the whole number that its band begins at.
_ONE_READING = {"half-open", "truncate"}
_LEFT_ALONE = ("display_places", "link", "rows", "tally", "axis", "excuses")

Change = tuple[str, str, str, str, Any]


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
    for where, sort, before, after, changed in _Walk(rules, ruleset).inside(named.value, f"({named.label.zh})"):
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
    yield from _of_rule(rule, rules)
    seen: set[tuple[str, str, str]] = set()
    for change in _Walk(rules, ruleset).inside(rule, ""):
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


def _of_rule(rule: Rule, rules: KindRules) -> Iterator[Change]:
    """What a rule says by itself: grades, words out of closed lists, marks of yes and no."""
    for name in ("grade", "otherwise"):
        said = getattr(rule, name, "")
        if isinstance(said, str) and said in rules.kind.grades:
            for grade in _beside(rules.kind.grades, said):
                yield name, "grade", said, grade, _but(rule, name, grade)
    for name in ("confirm", "follows", "soft", "required"):
        said = getattr(rule, name, None)
        if isinstance(said, bool) and (name != "required" or _waited_for(rules)):
            yield name, name, _yes(said), _yes(not said), _but(rule, name, not said)
    for name in ("at_least", "at_most"):
        if isinstance(getattr(rule, name, None), Fraction):
            yield name, "cap", show(getattr(rule, name)), "none", _but(rule, name, None)
    if isinstance(rule, Bands):
        yield from _of_bands(rule)
    elif isinstance(rule, Quota):
        yield from _of_quota(rule, rules)
    elif isinstance(rule, Bonus) and type(rule) in (Bonus, Penalty):
        other = Bonus if isinstance(rule, Penalty) else Penalty
        given = {one.name: getattr(rule, one.name) for one in attrs.fields(type(rule))}
        yield "sign", "sign", type(rule).__name__.lower(), other.__name__.lower(), other(**given)


def _waited_for(rules: KindRules) -> bool:
    """Whether an outcome can be settled but for its score: a grade that comes from the score waits for it anyway."""
    return not rules.kind.grades or bool(rules.rules(Proposed))


def _but(rule: Any, name: str, value: object) -> Any:
    """The rule with one field otherwise."""
    return evolve(rule, **{name: value})


def _beside(grades: Sequence[str], grade: str) -> list[str]:
    """The grades next to one, the worse first."""
    place = grades.index(grade)
    return [grades[other] for other in (place + 1, place - 1) if 0 <= other < len(grades)]


def _yes(value: bool) -> str:  # it is the value itself
    return "yes" if value else "no"


def _of_bands(rule: Bands) -> Iterator[Change]:
    whole = all(band.low is None or band.low.denominator == 1 for band in rule.bands)
    for reading in others(rule.reading, _READINGS):
        if whole and {reading, rule.reading} == _ONE_READING:
            continue
        yield "reading", "reading", rule.reading, reading, evolve(rule, reading=reading)
    for place, (one, two) in enumerate(zip(rule.bands, rule.bands[1:], strict=False)):
        swapped = (evolve(one, grade=two.grade), evolve(two, grade=one.grade))
        bands = (*rule.bands[:place], *swapped, *rule.bands[place + 2 :])
        yield f"bands[{place}].grade", "grade", one.grade, two.grade, evolve(rule, bands=bands)


def _of_quota(rule: Quota, rules: KindRules) -> Iterator[Change]:
    if isinstance(rule.rounding, str) and rule.rounding in _ROUNDINGS:
        for how in others(rule.rounding, _ROUNDINGS):
            yield "rounding", "rounding", rule.rounding, how, evolve(rule, rounding=how)
    for name in ("base", "eligible", "only"):
        if getattr(rule, name) is not None:
            yield name, name, "declared", "everybody", _but(rule, name, None)
    for one, two in (("only", "eligible"), ("base", "eligible"), ("only", "base")):
        if getattr(rule, one) != getattr(rule, two):
            swapped = {one: getattr(rule, two), two: getattr(rule, one)}
            yield f"{one}+{two}", one, "declared", "swapped", evolve(rule, **swapped)
    for place in range(len(rule.pool)):
        less = rule.pool[:place] + rule.pool[place + 1 :]
        yield f"pool[{place}]", "pool", "declared", "left out", evolve(rule, pool=less)
    yield from _of_ranks(rule)
    read = {given.key for part in rule.rank for given in inputs_of(part.by)}
    other = next((one for one in rules.inputs if isinstance(one, Score | Count | Days) and _apart(one, read)), None)
    if rule.rank and other is not None:
        ranks = (*rule.rank, Rank(other))
        yield f"rank[{len(rule.rank)}]", "rank", "none", other.key, evolve(rule, rank=ranks)


def _apart(given: Input, read: set[str]) -> bool:
    """Whether an input stands by itself, and is not read already."""
    return given.on is None and given.key not in read


def _of_ranks(rule: Quota) -> Iterator[Change]:
    for place, rank in enumerate(rule.rank):
        turned = evolve(rank, bigger_is_better=not rank.bigger_is_better)
        better = ("bigger is better", "smaller is better")[:: 1 if rank.bigger_is_better else -1]
        ranks = (*rule.rank[:place], turned, *rule.rank[place + 1 :])
        yield f"rank[{place}]", "rank", better[0], better[1], evolve(rule, rank=ranks)
        if len(rule.rank) > 1:
            less = rule.rank[:place] + rule.rank[place + 1 :]
            yield f"rank[{place}]", "rank", "declared", "left out", evolve(rule, rank=less)
        if place:
            ranks = (*rule.rank[: place - 1], rank, rule.rank[place - 1], *rule.rank[place + 1 :])
            yield f"rank[{place - 1}]+rank[{place}]", "rank", "declared", "swapped", evolve(rule, rank=ranks)


class _Walk:
    """The changes within a declaration; the inputs that it reads are left as they are, or exchanged for another."""

    def __init__(self, rules: KindRules, ruleset: Ruleset) -> None:
        self.rules, self.ruleset = rules, ruleset

    def inside(self, value: Any, path: str) -> Iterator[Change]:
        """Every change within `value`, which stands at `path`."""
        if isinstance(value, Fraction):
            for after in _numbers(value):
                yield path, "number", show(value), show(after), after
        elif isinstance(value, bool | Named) or value is None:
            return  # a named value is changed where it is declared
        elif isinstance(value, int):
            yield path, "number", str(value), str(value + 1), value + 1
        elif isinstance(value, dt.date):
            for day in (value + dt.timedelta(days=1), value - dt.timedelta(days=1)):
                yield path, "number", str(value), str(day), day
        elif isinstance(value, Input):
            yield from self._another(value, path)
        elif isinstance(value, tuple):
            for place, part in enumerate(value):
                for where, sort, was, now, made in self.inside(part, f"{path}[{place}]"):
                    yield where, sort, was, now, (*value[:place], made, *value[place + 1 :])
        elif attrs.has(type(value)) and not isinstance(value, Text):
            yield from self._fields(value, path)

    def _another(self, given: Input, path: str) -> Iterator[Change]:
        """The next input of the same sort read instead."""
        alike = [
            one
            for one in self.rules.inputs
            if type(one) is type(given) and one.on == given.on and _range(one) == _range(given)
        ]
        if given in alike and len(alike) > 1:
            other = alike[(alike.index(given) + 1) % len(alike)]
            yield path, "input", given.key, other.key, other

    def _fields(self, value: Any, path: str) -> Iterator[Change]:
        for where, sort, before, after, made in _node_changes(value, self.rules):
            yield f"{path}{where}" if path else where.lstrip("."), sort, before, after, made
        walk = self._linked(value)
        for found in attrs.fields(type(value)):
            if found.name in _LEFT_ALONE:
                continue
            part = getattr(value, found.name)
            where = f"{path}.{found.name}" if path else found.name
            for place, sort, before, after, made in walk.inside(part, where):
                changed = _evolved(value, found.name.lstrip("_"), made)
                if changed is not None:
                    yield place, sort, before, after, changed

    def _linked(self, value: Any) -> _Walk:
        """What is said of a linked appraisee is read from their inputs."""
        if isinstance(value, Their):
            to = value.link.to if isinstance(value.link, Link) else value.link.kinds[0]
            rules = self.ruleset.kind(to.key)
            if rules is not None:
                return _Walk(rules, self.ruleset)
        return self


def _evolved(value: Any, name: str, part: Any) -> Any:
    """The declaration with one part changed; None where it may not be that."""
    try:
        return evolve(value, **{name: part})
    except (KaoheError, TypeError, ValueError):
        return None


def _range(given: Input) -> tuple[object, ...]:
    return (getattr(given, "low", None), getattr(given, "high", None), getattr(given, "options", None))


def _node_changes(value: Any, rules: KindRules) -> Iterator[Change]:
    """What the operators of this sort of node make of it."""
    if isinstance(value, ItemPart):
        yield (
            ".uncapped",
            "cap",
            _yes(value.uncapped),
            _yes(not value.uncapped),
            evolve(value, uncapped=not value.uncapped),
        )
    elif isinstance(value, Rule | Item | Rank):
        return
    for types, operator in NODES:
        if isinstance(value, types):
            yield from operator(value, rules.kind.grades)


def _numbers(value: Fraction) -> Iterator[Fraction]:
    step = Fraction(1, 100) if 0 < value < 1 and value.denominator != 1 else Fraction(1)
    if value.denominator in (2, 5, 10) and value > 1:
        step = Fraction(1, value.denominator)
    yield value + step
    yield value - step


def _of_input(ruleset: Ruleset, rules: KindRules, given: Input) -> Iterator[Mutant]:
    """What an input itself decides: whether its findings wait for a re-check, what a ballot's shares are of."""
    if isinstance(given, Finding):
        changed: Input = evolve(given, recheck=not given.recheck)
        said = ("recheck", _yes(given.recheck), _yes(not given.recheck))
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
