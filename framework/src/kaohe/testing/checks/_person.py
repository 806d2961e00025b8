"""Checks of one appraisee at a time."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ...engine import STATES, Num, Outcome
from ...rules import Bonus, Ceiling, Flag, Item, PointTable, Total
from ...rules.nodes import bounds, open_axis
from ...rules.tools import KindRules, Rule, show
from ...words import Text
from ..basis import (
    NEEDS,
    Problem,
    World,
    check,
)

__all__ = ["fires", "line_of", "place_of"]


def place_of(rules: KindRules, grade: str | None) -> int | None:
    """The place of a grade among those of the kind, None where it is none of them."""
    return rules.kind.grades.index(grade) if grade in rules.kind.grades else None


def line_of(world: World, name: str, source: Rule | Item) -> Fraction | None:
    """What one rule or row adds to the score of somebody, None where that is not settled."""
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
            wanted = fires(world, name, entry.rule)
            if wanted is not None and wanted != (entry.rule.id in outcome.rules):
                text = (
                    Text("{id}: {rule} took effect but is not cited", "{id}：{rule} 起了作用却没有引用")
                    if wanted
                    else Text("{id}: {rule} is cited but did not take effect", "{id}：引用了未起作用的 {rule}")
                ).format(id=name, rule=entry.rule.id)
                yield Problem(text=text, appraisee=name, rule=entry.rule.id, clause=entry.rule.clause)


def fires(world: World, name: str, rule: Rule) -> bool | None:
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
            moved = [rule for rule in rules.rules(Bonus) if line_of(world, name, rule)]
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
            adds = line_of(world, name, rule) or Fraction(0)
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
