"""Checks of one appraisee at a time."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

from attrs import evolve

from ...engine import STATES, Gone, Num, Outcome
from ...rules import Bands, Bonus, Ceiling, Finding, Flag, Floor, Item, Penalty, PointTable, Score, Total
from ...rules.nodes import Extreme, bounds, open_axis
from ...rules.tools import KindRules, Rule, half_up, show
from ...words import Text
from ..basis import (
    NEEDS,
    Problem,
    World,
    aimed_numbers,
    changed,
    check,
    counted_rows,
    flat_total,
    marks,
    nodes,
    written,
)
from ..people import base_of, finding_rows
from ..table import firing_of

__all__: list[str] = []


def _place(rules: KindRules, grade: str | None) -> int | None:
    return rules.kind.grades.index(grade) if grade in rules.kind.grades else None


def _line(world: World, name: str, source: Rule | Item) -> Fraction | None:
    tallied = world.judged(name).tallied
    for line in tallied.lines if tallied is not None else ():
        if line.source.id == source.id and isinstance(line.adds, Num):
            return line.adds.value
    return None


@check(
    "outcome.total",
    "appraisee",
    Text("everybody has an outcome that says what it rests on", "人人都有结果，且说明所依据的内容"),
)
def _total(world: World) -> Iterator[Problem]:
    for name in world.ids():
        outcome = world.outcome(name)
        if outcome.state not in STATES:
            text = Text("{id} has no outcome", "{id} 没有结果").format(id=name)
            yield Problem(text=text, appraisee=name)
        elif (missing := _unsaid(world, outcome)) is not None:
            yield Problem(text=missing.format(id=name, state=outcome.state), appraisee=name)


def _unsaid(world: World, outcome: Outcome) -> Text | None:
    grades = world.rules(outcome.id).kind.grades
    why = {"needs": outcome.needs, "pending": outcome.pending, "decision": outcome.reasons}
    why["not_appraised"] = outcome.reasons
    if outcome.state in why and not why[outcome.state]:
        return Text("{id} is {state}, but it is not said why", "{id} 为 {state}，却没有说明原因")
    if outcome.state == "decided" and grades and outcome.grade not in grades:
        return Text("{id} is decided without a grade", "{id} 已定，却没有等次")
    return None


@check(
    "outcome.both-evaluators",
    "appraisee",
    Text("the compiled form and the walker agree field by field", "编译求值与逐步求值逐项一致"),
)
def _both(world: World) -> Iterator[Problem]:
    for name in world.ids():
        if world.evaluation.verdict(world.case.cohort.appraisees[name]) is None:
            continue  # walked in any case
        walked, given = world.evaluation.outcome(name).as_json(), world.outcomes[name].as_json()
        for field, value in walked.items():
            if given.get(field) != value:
                text = Text(
                    "{id}: {field} is {one} compiled and {two} walked",
                    "{id}：{field} 编译求得 {one}，逐步求得 {two}",
                ).format(id=name, field=field, one=str(given.get(field))[:60], two=str(value)[:60])
                yield Problem(text=text, appraisee=name)
                break


@check(
    "outcome.clauses",
    "appraisee",
    Text("the clauses cited are exactly those that fired", "所引条款恰为实际起作用的条款"),
)
def _clauses(world: World) -> Iterator[Problem]:
    for name in world.ids():
        outcome = world.outcome(name)
        if outcome.state == "not_appraised":
            continue
        for entry in world.rules(name).entries:
            wanted = _fires(world, name, entry.rule)
            if wanted is not None and wanted != (entry.rule.id in outcome.rules):
                text = (
                    Text("{id}: {rule} took effect but is not cited", "{id}：{rule} 起了作用却没有引用")
                    if wanted
                    else Text("{id}: {rule} is cited but did not take effect", "{id}：引用了未起作用的 {rule}")
                ).format(id=name, rule=entry.rule.id)
                yield Problem(text=text, appraisee=name, rule=entry.rule.id, clause=entry.rule.clause)


def _fires(world: World, name: str, rule: Rule) -> bool | None:
    """Whether a rule takes effect, asked of its declaration; None where that is not for its condition to say."""
    if isinstance(rule, Bonus):
        amount = world.evaluation.walker(name).number(rule.points)
        return isinstance(amount, Num) and bool(amount.value)
    if isinstance(rule, Ceiling):
        if open_axis(rule.when) is not None:
            return False
        holds = world.evaluation.walker(name).truth(rule.when).must(True)
        recheck = world.case.cohort.appraisees[name].rechecks.get(rule.id)
        if rule.confirm and (recheck is None or recheck.status != "confirmed"):
            return None  # recheck.waits holds it to that
        return holds
    if isinstance(rule, Flag):
        return world.evaluation.walker(name).truth(rule.when).must(True)
    return None


@check(
    "score.bounds",
    "appraisee",
    Text("no score leaves its range: penalties and bonuses are bounded", "得分不超出范围：加减分均有界"),
    needs=NEEDS["score"],
)
def _bounds(world: World) -> Iterator[Problem]:
    for name in world.ids():
        rules, score = world.rules(name), world.outcome(name).score
        whole = next(iter(rules.rules(Total, PointTable)), None)
        if score is None or whole is None:
            continue
        low, high = _moved(world, name, *_range(whole))
        if (low is not None and score < low) or (high is not None and score > high):
            moved = [rule for rule in rules.rules(Bonus) if _line(world, name, rule)]
            readings = tuple(dict.fromkeys(a for rule in (whole, *moved) for a in rule.assumption))
            text = Text(
                "{id}: the score {score} lies outside {low} to {high}", "{id}：得分 {score} 超出 {low} 至 {high}"
            ).format(id=name, score=show(score), low=_shown(low), high=_shown(high))
            rule = moved[-1] if moved else whole
            yield Problem(text=text, appraisee=name, rule=rule.id, clause=rule.clause, readings=readings)


def _moved(
    world: World, name: str, low: Fraction | None, high: Fraction | None
) -> tuple[Fraction | None, Fraction | None]:
    """The range, moved by the points that the document lets go beyond it."""
    for rule in world.rules(name).rules(Bonus):
        if isinstance(rule, Bonus) and rule.beyond:
            adds = _line(world, name, rule) or Fraction(0)
            low = low if low is None or adds > 0 else low + adds
            high = high if high is None or adds < 0 else high + adds
    return low, high


def _shown(edge: Fraction | None) -> str:
    return "-" if edge is None else show(edge)


def _range(whole: Rule) -> tuple[Fraction | None, Fraction | None]:
    if isinstance(whole, PointTable):
        most = sum((item.points for item in whole.items), Fraction(0)) if whole.exception is not None else whole.points
        return whole.at_least or Fraction(0), most if whole.at_most is None else whole.at_most
    assert isinstance(whole, Total)  # noqa: S101  # one of the two makes a score
    low, high = bounds(whole.value)
    kept = min(Fraction(0), low) if low is not None else Fraction(0)
    return (
        kept if whole.at_least is None else whole.at_least,
        high if whole.at_most is None else whole.at_most,
    )


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
    one, two = _place(world.rules(name), before.grade), _place(world.rules(name), after.grade)
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
    found = _line(flat, name, total)
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
        amount = _line(world.with_facts(name, {given.key: finding_rows(count, day=world.day)}), name, source)
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
            amount = _line(world, name, rule)
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
            amount = _line(world, name, rule)
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
        found = _place(rules, outcome.grade)
        for rule in rules.rules(Ceiling):
            if isinstance(rule, Floor) or not isinstance(rule, Ceiling) or not _fires(world, name, rule):
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
        one, two = _place(rules, alone.outcome(name).grade), _place(rules, both.outcome(name).grade)
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
