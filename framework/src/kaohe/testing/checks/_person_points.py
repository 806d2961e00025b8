"""Checks of one appraisee at a time: what marks, events, bonuses and penalties do to the score."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

from attrs import evolve

from ...engine import Gone, Num
from ...rules import Bonus, Finding, Item, Penalty, Score, Total
from ...rules.nodes import Extreme, bounds, open_axis
from ...rules.tools import Rule, show
from ...words import Text
from ..basis import (
    NEEDS,
    Problem,
    World,
    aimed_numbers,
    check,
    counted_rows,
    flat_total,
    marks,
    nodes,
    written,
)
from ..people import finding_rows
from ._person import line_of, place_of

__all__: list[str] = []


@check(
    "score.monotone",
    "appraisee",
    Text("a better mark never lowers the score or the grade", "评分提高，得分与等次都不会下降"),
    needs=NEEDS["mark"],
    costly=True,
)
def _monotone(world: World) -> Iterator[Problem]:
    for name in world.ids():
        for given, pull in marks(world.rules(name)):
            for value in _steps(given, world.row(name)["facts"].get(given.key), pull):
                better = world.with_facts(name, {given.key: value})
                yield from _worse(world, better, name, given)
            for below, at in _around(world, name, given, pull):
                yield from (evolve(found, world=at) for found in _worse(below, at, name, given))


def _around(world: World, name: str, given: Score, pull: int) -> Iterator[tuple[World, World]]:
    """The mark one step short of each declared number and at it, for the quiet ones."""
    if not world.note.endswith("quiet"):
        return
    now = world.row(name)["facts"].get(given.key)
    for number in aimed_numbers(world.rules(name)):
        edges = (number - pull * given.step, number)
        if all(given.low <= edge <= given.high and (edge / given.step).denominator == 1 for edge in edges):
            along = [[written(edge)] * len(now) if isinstance(now, list) else written(edge) for edge in edges]
            one, two = (world.with_facts(name, {given.key: value}) for value in along)
            yield one, two


def _steps(given: Score, now: Any, pull: int) -> Iterator[Any]:
    """The mark one step better, and at its best; in one period where it has several."""
    first = now[0] if isinstance(now, list) and now else now
    if first is None or isinstance(first, dict | list):
        return
    value = Fraction(str(first))
    for other in (value + pull * given.step, given.high if pull > 0 else given.low):
        if given.low <= other <= given.high and other != value:
            yield [written(other), *now[1:]] if isinstance(now, list) else written(other)


def _worse(world: World, better: World, name: str, given: Score) -> Iterator[Problem]:
    before, after = world.outcome(name), better.outcome(name)
    if before.score is not None and after.score is not None and after.score < before.score:
        text = Text(
            "{id}: a better {key} lowers the score from {one} to {two}",
            "{id}：{key} 提高后得分由 {one} 降为 {two}",
        ).format(id=name, key=given.key, one=show(before.score), two=show(after.score))
        yield Problem(text=text, appraisee=name, rule=given.key, clause=given.clause)
    one, two = place_of(world.rules(name), before.grade), place_of(world.rules(name), after.grade)
    if one is not None and two is not None and two > one:
        text = Text(
            "{id}: a better {key} lowers the grade from {one} to {two}",
            "{id}：{key} 提高后等次由{one}降为{two}",
        ).format(id=name, key=given.key, one=before.grade, two=after.grade)
        yield Problem(text=text, appraisee=name, rule=given.key, clause=given.clause)


@check(
    "score.flat",
    "appraisee",
    Text("marks that are all x % give a score of x %", "各项评分均为 x %，得分即为 x %"),
    needs=NEEDS["flat-total"],
    costly=True,
)
def _flat(world: World) -> Iterator[Problem]:
    for name in world.ids():
        rules = world.rules(name)
        total = flat_total(rules)
        if total is None:
            continue
        given = [mark for mark, _ in marks(rules)]
        ranges = {(mark.low, mark.high) for mark in given}
        top = given[0].high if len(ranges) == 1 and len(given) > 1 and _weighted(total) else bounds(total.value)[1]
        for percent in (0, 59, 60, 90, 100):
            yield from _flat_at(world, name, total, given, Fraction(percent, 100), top)


def _weighted(total: Total) -> bool:
    return any(type(node).__name__ == "Weighted" for node in nodes(total))


def _flat_at(
    world: World, name: str, total: Total, given: list[Score], share: Fraction, top: Fraction | None
) -> Iterator[Problem]:
    facts: dict[str, Any] = {}
    for mark in given:
        now = world.row(name)["facts"].get(mark.key)
        value = written(mark.high * share)
        if (mark.high * share / mark.step).denominator != 1 or now is None:
            return
        facts[mark.key] = (
            [part if isinstance(part, dict) or part is None else value for part in now]
            if isinstance(now, list)
            else value
        )
    flat = world.with_facts(name, facts)
    found = line_of(flat, name, total)
    if found is not None and top is not None and found != top * share:
        text = Text("{id}: every mark is {x} %, the score {score}", "{id}：各项均为 {x} %，得分却为 {score}")
        yield Problem(
            text=text.format(id=name, x=show(share * 100), score=show(found)),
            appraisee=name,
            rule=total.id,
            clause=total.clause,
            readings=(),
            world=flat,
        )


@check(
    "events.points",
    "appraisee",
    Text("each event counts the same, up to the cap", "每次计分相同，直至上限"),
    needs=NEEDS["counted-rows"],
    costly=True,
)
def _points(world: World) -> Iterator[Problem]:
    for name in world.ids():
        judged = world.judged(name)
        for source, line in judged.plan.lines if judged.tallied is not None else ():
            for given in counted_rows(line):
                if isinstance(given, Finding) and isinstance(source, Bonus | Item):
                    yield from _each_the_same(world, name, source, given)


def _each_the_same(world: World, name: str, source: Bonus | Item, given: Finding) -> Iterator[Problem]:
    amounts = []
    for count in (0, 1, 2, 3, 4, 98, 99):
        amount = line_of(world.with_facts(name, {given.key: finding_rows(count, day=world.day)}), name, source)
        if amount is None:
            return
        amounts.append(amount)
    steps = [abs(two - one) for one, two in pairwise(amounts[:5])]
    uneven = next((n for n, (one, two) in enumerate(pairwise(steps), 2) if two > one), None)
    beyond = abs(amounts[-1] - amounts[-2])
    partial = [n for n, step in enumerate(steps) if 0 < step < steps[0]]
    if uneven is not None or len(partial) > 1 or (partial and any(steps[partial[0] + 1 :])) or beyond > steps[0]:
        text = Text(
            "{rule}: 0, 1, 2, 3, 4 x {key} give {amounts}", "{rule}：{key} 0、1、2、3、4 次分别得 {amounts}"
        ).format(rule=source.id, key=given.key, amounts=", ".join(show(amount) for amount in amounts[:5]))
        yield Problem(text=text, appraisee=name, rule=source.id, clause=source.clause, readings=source.assumption)


@check(
    "bonus.never-lowers",
    "appraisee",
    Text("a bonus never lowers the score", "加分不会使得分降低"),
    needs=NEEDS["bonus"],
)
def _bonus(world: World) -> Iterator[Problem]:
    for name in world.ids():
        for rule in world.rules(name).rules(Bonus):
            amount = line_of(world, name, rule)
            if not isinstance(rule, Penalty) and amount is not None and amount < 0:
                text = Text("{id}: {rule} is a bonus of {amount}", "{id}：加分 {rule} 为 {amount}")
                text = text.format(id=name, rule=rule.id, amount=show(amount))
                yield Problem(text=text, appraisee=name, rule=rule.id, clause=rule.clause)


@check(
    "penalty.never-raises",
    "appraisee",
    Text("a penalty never raises the score", "扣分不会使得分升高"),
    needs=NEEDS["penalty"],
)
def _penalty(world: World) -> Iterator[Problem]:
    for name in world.ids():
        for rule in world.rules(name).rules(Penalty):
            amount = line_of(world, name, rule)
            if amount is not None and amount > 0:
                text = Text("{id}: {rule} is a penalty of {amount}", "{id}：扣分 {rule} 为 {amount}")
                text = text.format(id=name, rule=rule.id, amount=show(-amount))
                yield Problem(text=text, appraisee=name, rule=rule.id, clause=rule.clause)


@check(
    "score.take-highest",
    "appraisee",
    Text("the highest of several is one of them and none is above it", "取最高值：确为其一，且无更高者"),
    needs=NEEDS["best-of"],
)
def _highest(world: World) -> Iterator[Problem]:
    for name in world.ids():
        walker = world.evaluation.walker(name)
        for entry in world.rules(name).entries:
            for node in nodes(entry.rule):
                if isinstance(node, Extreme) and node.op == "max":
                    axis = open_axis(node)
                    places = [None] if axis is None else [index for index, _ in walker.positions(axis)[0]]
                    for place in places:
                        yield from _is_highest(world, name, entry.rule, node, place)


def _is_highest(world: World, name: str, rule: Rule, node: Extreme, place: int | None) -> Iterator[Problem]:
    walker = world.evaluation.walker(name)
    before, walker.at = walker.at, place
    try:
        found = walker.number(node)
        parts = [walker.number(part) for part in node.values]
    finally:
        walker.at = before
    values = [part.value for part in parts if isinstance(part, Num) and part.value is not None]
    if isinstance(found, Gone) or found.value is None or len(values) < len(parts):
        return
    if found.value != max(values):
        text = Text("{id}: {rule} takes {found} of {values}", "{id}：{rule} 在 {values} 中取了 {found}").format(
            id=name, rule=rule.id, found=show(found.value), values=", ".join(map(show, values))
        )
        yield Problem(text=text, appraisee=name, rule=rule.id, clause=rule.clause)
