"""Checks of one appraisee at a time: the side of a line, what dominates, and what no bonus may undo."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from ...engine import Gone
from ...rules import Bands, Bonus, Ceiling, Finding, Floor, Penalty
from ...rules.tools import half_up, show
from ...words import Text
from ..basis import (
    NEEDS,
    Problem,
    World,
    changed,
    check,
    marks,
    written,
)
from ..people import base_of, finding_rows
from ..table import firing_of
from ._person import fires, place_of

__all__: list[str] = []


@check(
    "bands.side",
    "appraisee",
    Text("a score gets the grade of the band it is printed in", "得分落在哪一档，就拟定哪一等次"),
    needs=NEEDS["bands"],
)
def _side(world: World) -> Iterator[Problem]:
    """The band is found anew from the printed numbers, the score from the walker."""
    for name in world.ids():
        rules, judged = world.rules(name), world.judged(name)
        bands = judged.plan.grade.bands
        if (
            bands is None
            or judged.refused is not None
            or any(status != "not-applied" for _, status in judged.graded.refers)
        ):
            continue
        value = world.evaluation.walker(name).number(bands.of)
        if isinstance(value, Gone) or value.value is None or len(judged.graded.proposed) != 1:
            continue
        wanted = _printed_grade(bands, value.value)
        found = rules.kind.grades[next(iter(judged.graded.proposed))]
        if wanted is not None and found != wanted:
            text = Text(
                "{id}: {score} is proposed as {found}, printed as {wanted}", "{id}：{score} 分拟为{found}，应为{wanted}"
            )
            text = text.format(id=name, score=show(value.value), found=found, wanted=wanted)
            yield Problem(text=text, appraisee=name, rule=bands.id, clause=bands.clause, expect={"grade": wanted})


def _printed_grade(rule: Bands, value: Fraction) -> str | None:
    """The band that holds the value as printed, or as it is read in a gap; None in a gap that goes to a person."""
    printed = next((band.grade for band in rule.bands if _holds(band, value)), None)
    if printed is not None:
        return printed
    read = {"half-up": half_up(value), "truncate": Fraction(value.__floor__())}.get(rule.reading, value)
    for band in reversed(rule.bands):
        above = next(
            (other.low for other in reversed(rule.bands) if other.low is not None and _above(other, band)), None
        )
        if (band.low is None or read >= band.low) and (above is None or read < above):
            inside = band.high is None or read <= band.high
            return None if rule.reading == "refer" and not inside else band.grade
    return None


def _holds(band: Any, value: Fraction) -> bool:
    """Whether the value lies in the band as printed."""
    under = (band.high is None or value <= band.high) and (band.below is None or value < band.below)
    return under and (band.low is None or value >= band.low)


def _above(other: Any, band: Any) -> bool:
    return other.low is not None and (band.low is None or other.low > band.low)


@check(
    "veto.dominates",
    "appraisee",
    Text("a limit in force bounds the grade, whatever else holds", "限制一经适用，无论其他情形，等次不得更高"),
    needs=NEEDS["ceiling"],
)
def _dominates(world: World) -> Iterator[Problem]:
    for name in world.ids():
        rules, outcome = world.rules(name), world.outcome(name)
        found = place_of(rules, outcome.grade)
        for rule in rules.rules(Ceiling):
            if isinstance(rule, Floor) or not isinstance(rule, Ceiling) or not fires(world, name, rule):
                continue
            limit = rules.kind.grades.index(rule.grade)
            if found is not None and found < limit:
                text = Text(
                    "{id}: {rule} allows no better than {limit}, but the grade is {found}",
                    "{id}：{rule} 限于{limit}，等次却为{found}",
                )
                text = text.format(id=name, rule=rule.id, limit=rule.grade, found=outcome.grade)
                yield Problem(text=text, appraisee=name, rule=rule.id, clause=rule.clause, expect={"grade": rule.grade})


@check(
    "veto.before-bonus",
    "appraisee",
    Text("no bonus lifts a grade that a finding has overridden", "认定事项压低的等次，不能因加分而回升"),
    needs=NEEDS["veto-and-bonus"],
    costly=True,
)
def _before_bonus(world: World) -> Iterator[Problem]:
    """A finding that overrides the marks inside the score is a veto; a bonus added afterwards must not undo it."""
    for name in world.ids():
        rules = world.rules(name)
        for given in rules.inputs:
            if isinstance(given, Finding) and _overrides(world, name, given):
                yield from _lifted(world, name, given)


def _overrides(world: World, name: str, given: Finding) -> bool:
    """Whether with the finding the score no longer follows the marks, which it does without."""
    scores = []
    for rows in (finding_rows(3, day=world.day), []):
        for share in (Fraction(1), Fraction(9, 10)):
            facts: dict[str, Any] = {given.key: rows}
            for mark, pull in marks(world.rules(name)):
                value = mark.high * share if pull > 0 else mark.low
                now = world.row(name)["facts"].get(mark.key)
                facts[mark.key] = [written(value)] * len(now) if isinstance(now, list) else written(value)
            scores.append(world.with_facts(name, facts).outcome(name).score)
    with_best, with_good, best, good = scores
    return None not in scores and with_best == with_good and best != good and with_best < best  # type: ignore[operator]


def _lifted(world: World, name: str, given: Finding) -> Iterator[Problem]:
    rules, base = world.rules(name), base_of(world.subject)
    firing = firing_of(base, rules)
    vetoed = changed(base.row(rules.kind.key), _best_marks(world, name) | {given.key: finding_rows(3, day=world.day)})
    alone = world.with_row(name, lambda row: {**vetoed, "id": name})
    for rule in rules.rules(Bonus):
        if isinstance(rule, Penalty) or rule.id not in firing:
            continue
        both = alone.with_facts(
            name, {**firing[rule.id], given.key: finding_rows(3, day=world.day), **_best_marks(world, name)}
        )
        one, two = place_of(rules, alone.outcome(name).grade), place_of(rules, both.outcome(name).grade)
        if one is not None and two is not None and two < one:
            text = Text(
                "{id}: {key} overrides the marks ({one}), but {rule} lifts the grade to {two}",
                "{id}：{key} 已压过评分（{one}），{rule} 却把等次提到{two}",
            ).format(id=name, key=given.key, one=alone.outcome(name).grade, rule=rule.id, two=both.outcome(name).grade)
            expect = {"grade": alone.outcome(name).grade}
            yield Problem(text=text, appraisee=name, rule=rule.id, clause=given.clause, expect=expect, world=both)


def _best_marks(world: World, name: str) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for mark, pull in marks(world.rules(name)):
        now = world.row(name)["facts"].get(mark.key)
        value = written(mark.high if pull > 0 else mark.low)
        facts[mark.key] = [value] * len(now) if isinstance(now, list) else value
    return facts
