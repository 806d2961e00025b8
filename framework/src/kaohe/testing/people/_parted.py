"""Cohorts of which one condition of a quota, or one key of its pools, parts the half: all else is the same for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from ...engine import Truth
from ...errors import KaoheError
from ...rules import Choice, Link, Proposed, Quota
from ...rules.nodes import Expr
from ...rules.tools import KindRules, inputs_of
from ..basis import World, changed, marks, written
from ._base import Base, candidates
from ._through import linked_kind, looks, over, own_facts

__all__ = ["parted"]

Facts = dict[str, Any]
Row = dict[str, Any]

_CONDITIONS = ("base", "only", "eligible")


def parted(base: Base, rules: KindRules, rule: Quota, sizes: Sequence[int]) -> Iterator[World]:
    """The cohorts of one quota, everybody in them proposed for its grade, or at the best marks, no two alike."""
    kind = rules.kind.key
    conditions = {name: found for name in _CONDITIONS if (found := getattr(rule, name)) is not None}
    whole = _held(base, rules, list(conditions.values()))
    for name, condition in conditions.items():
        others = [one for other, one in conditions.items() if other != name]
        if (part := _failing(base, rules, whole, condition, others)) is not None:
            yield from (_world(base, rules, rule, whole, whole | part, n, f"{rule.id} {name} in part") for n in sizes)
    for key in rule.pool:
        two = [facts for facts in _trials(base, rules, key) if _worth(base, kind, whole | facts, key) is not None]
        codes = {_worth(base, kind, whole | facts, key): facts for facts in two}
        if len(codes) > 1:
            one, *_, other = codes.values()
            yield from (_world(base, rules, rule, whole | one, whole | other, n, f"{rule.id} two pools") for n in sizes)


def _held(base: Base, rules: KindRules, conditions: list[Expr]) -> Facts:
    """Facts under which as many conditions hold as single changes bring about, one after the other."""
    facts: Facts = {}
    for place, condition in enumerate(conditions):
        for trial in ({}, *_trials(base, rules, condition)):
            if all(_holds(base, rules.kind.key, facts | trial, one) for one in conditions[: place + 1]):
                facts = facts | trial
                break
    return facts


def _failing(base: Base, rules: KindRules, whole: Facts, condition: Expr, others: list[Expr]) -> Facts | None:
    """The change under which one condition fails, the others holding where that can be."""
    kind = rules.kind.key
    found = [trial for trial in _trials(base, rules, condition) if not _holds(base, kind, whole | trial, condition)]
    alone = (trial for trial in found if all(_holds(base, kind, whole | trial, one) for one in others))
    return next(alone, found[0] if found else None)


def _trials(base: Base, rules: KindRules, expression: Expr) -> Iterator[Facts]:
    """Single facts that an expression reads, one's own or those of whom a link leads to."""
    for given in inputs_of(expression):
        if given in base.facts_of(rules):
            values = candidates(given, rules, base.lists, base.calendar)
            yield from ({given.key: base.along(given, value)} for value in values)
    for node in looks([expression]):
        linked = linked_kind(base.subject.rules, node)
        if linked is not None and isinstance(node.link, Link):
            yield from (over(node.link, facts) for facts in _trials(base, linked, node.expression))


def _worth(base: Base, kind: str, facts: Facts, expression: Expr) -> Any:
    world = base.solo(kind, facts)
    try:
        return getattr(world.evaluation.walker(world.focus).worth(expression), "value", None)
    except KaoheError:
        return None


def _holds(base: Base, kind: str, facts: Facts, condition: Expr) -> bool:
    world = base.solo(kind, facts)
    try:
        found = world.evaluation.walker(world.focus).worth(condition)
    except KaoheError:
        return False
    return isinstance(found, Truth) and found.must(True)


def _world(base: Base, rules: KindRules, rule: Quota, one: Facts, two: Facts, size: int, what: str) -> World:
    kind = rules.kind.key
    made: dict[str, Row] = {}
    rows = [
        _person(base, rules, {**_merit(rules, rule), **(one, two)[place % 2]}, place, made) for place in range(size)
    ]
    return base.world(kind, *made.values(), *rows, note=f"{kind}: {size}, {what}")


def _merit(rules: KindRules, rule: Quota) -> Facts:
    proposed = next((one for one in rules.rules(Proposed) if isinstance(one, Proposed)), None)
    return {proposed.by.key: rule.grade} if proposed is not None and isinstance(proposed.by, Choice) else {}


def _person(base: Base, rules: KindRules, facts: Facts, place: int, made: dict[str, Row]) -> Row:
    """One of the cohort, with a mark less than the one before; whom a link leads to stands once for all of a part."""
    kind = rules.kind.key
    found = {
        given.key: base.along(
            given, written(given.high - place * max(given.step, Fraction(1, 2)) if pull > 0 else given.low)
        )
        for given, pull in marks(rules)
    }
    row = base.posted(base.legal(changed(base.row(kind), {**found, **own_facts(facts)})))
    row = {**row, "id": f"P{place + 1:02d}"}
    for link in rules.links:
        theirs = {key.partition("/")[2]: value for key, value in facts.items() if key.startswith(f"{link.key}/")}
        own = {key: value for key, value in theirs.items() if "/" not in key}
        if own:
            name = f"{link.to.key}-{link.key}-{'-'.join(map(str, own.values()))}"[:60]
            made.setdefault(name, {**changed(base.row(link.to.key), own), "id": name})
            row = {**row, "links": {**row["links"], link.key: name}}
    return row
