"""The steps of one explanation: what each declared rule did for one appraisee, period by period."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from ..rules import (
    Asks,
    Bands,
    Bonus,
    Ceiling,
    Consequence,
    Eligibility,
    Expr,
    Figure,
    Flag,
    Floor,
    Item,
    Penalty,
    PointTable,
    Procedure,
    Proposed,
    Quota,
    Refer,
    Rule,
    Total,
    effect,
    show,
)
from ..words import Text
from ._because import absence_of, because, figure, working
from ._evaluation import Evaluation, Judged
from ._score import part_expression
from ._step import Step
from ._steps_grade import bands_steps, ceiling_steps, proposed_steps, quota_steps
from ._teller import DECIDE, Teller, may_be, numbers_of, open_status, shown, status_of
from ._values import Causes, Gone, Num, Truth

__all__ = ["steps_of"]


def steps_of(evaluation: Evaluation, judged: Judged) -> Iterator[Step]:
    """Every step for one appraisee, in the order of hooks and declarations.

    Of someone who is not appraised only the eligibility is told: nothing else was asked.
    """
    teller = Teller(evaluation, judged, evaluation.walker(judged.appraisee.id))
    for entry in judged.plan.rules.entries:
        if judged.refused is None or isinstance(entry.rule, Eligibility):
            teller.entry = entry
            yield from _TELL[type(entry.rule)](teller, entry.rule)


def _eligibility(teller: Teller, rule: Eligibility) -> Iterator[Step]:
    found = teller.walker.truth(rule.when)
    why = because(teller.walker, rule.when)
    if found.must(False):
        told = Text("not appraised: {why}", "不考核：{why}").format(why=rule.otherwise)
        yield teller.step(rule, "applied", expression=rule.when, because=why, effect=told)
    elif found.must(True):
        told = Text("is appraised", "列入考核")
        yield teller.step(rule, "applied", expression=rule.when, because=why, effect=told, assumptions=())
    else:
        yield teller.step(rule, open_status(found.causes), expression=rule.when, because=why, effect=DECIDE)


def _figure(teller: Teller, rule: Figure) -> Iterator[Step]:
    for period in teller.along(rule.value):
        worth = teller.walker.worth(rule.value)
        shared: dict[str, Any] = {"expression": rule.value, "period": period}
        if isinstance(worth, Gone):
            why = absence_of(teller.walker, rule.value, worth)
            yield teller.step(rule, "not-applied", because=why, effect=Text("left out", "不计"), **shared)
        elif isinstance(worth, Num) and worth.value is not None:
            shared["because"] = working(teller.walker, rule.value)
            yield teller.step(rule, "applied", effect=shown(worth), **numbers_of(worth), **shared)
        elif isinstance(worth, Truth) and worth.settled:
            shared["because"] = because(teller.walker, rule.value)
            yield teller.step(rule, "applied", effect=shown(worth), **shared)
        else:
            shared["because"] = working(teller.walker, rule.value)
            yield teller.step(rule, open_status(worth.causes), effect=may_be(worth), **shared)


def _score_step(teller: Teller, rule: Rule | Item, expression: Expr, worth: Num | Gone, places: int) -> Step:
    shared: dict[str, Any] = {"expression": expression, "because": working(teller.walker, expression)}
    if isinstance(worth, Gone):
        shared["because"] = absence_of(teller.walker, expression, worth)
        return teller.step(rule, "not-applied", effect=Text("gives no score", "没有得分"), **shared)
    if worth.value is None:
        return teller.step(rule, open_status(worth.causes), effect=may_be(worth), **shared)
    told = Text("scores {value}", "得 {value} 分").format(value=figure(worth))
    return teller.step(rule, "applied", effect=told, **numbers_of(worth, places), **shared)


def _total(teller: Teller, rule: Total) -> Iterator[Step]:
    yield _score_step(teller, rule, rule.value, teller.walker.number(rule.value), rule.display_places)


def _table(teller: Teller, rule: PointTable) -> Iterator[Step]:
    assert teller.judged.tallied is not None  # noqa: S101  # a point table makes a score
    lines = {line.source.id: line.adds for line in teller.judged.tallied.lines}
    expressions = {source.id: expression for source, expression in teller.judged.plan.lines}
    causes: Causes = frozenset()
    low, high = Fraction(0), Fraction(0)
    for item in rule.items:
        worth = lines[item.id]
        yield from _row(teller, item, worth, expressions[item.id])
        if isinstance(worth, Num):
            causes |= worth.causes
            low, high = low + (worth.low or 0), high + (worth.high if worth.high is not None else item.points)
    whole = Num(low, high, causes)
    if whole.value is None:
        yield teller.step(rule, open_status(causes), effect=may_be(whole))
    else:
        told = Text("scores {value} of {points}", "得 {value} 分，满分 {points}")
        told = told.format(value=figure(whole), points=show(rule.points))
        yield teller.step(rule, "applied", effect=told, **numbers_of(whole, rule.display_places))


def _row(teller: Teller, item: Item, worth: Num | Gone, expression: Expr) -> Iterator[Step]:
    for part in item.parts:
        loses = part_expression(part)
        found = teller.walker.number(loses)
        shared: dict[str, Any] = {"expression": loses, **numbers_of(found)}
        if isinstance(found, Num) and found.value is not None:
            told = Text("loses {value}", "扣 {value} 分").format(value=figure(found))
            yield teller.step(part, "applied" if found.value else "not-applied", effect=told, **shared)
        else:
            causes = found.causes if isinstance(found, Num) else frozenset()
            yield teller.step(part, open_status(causes), effect=may_be(found), **shared)
    step = _score_step(teller, item, item.earns if item.earns is not None else expression, worth, 2)
    untouched = isinstance(worth, Num) and worth.value == (0 if item.earns is not None else item.points)
    if untouched:
        step = teller.step(item, "not-applied", effect=step.effect, expression=step.expression, **numbers_of(worth))
    yield step


def _bonus(teller: Teller, rule: Bonus) -> Iterator[Step]:
    worth = teller.walker.number(rule.points)
    shared: dict[str, Any] = {"expression": rule.points, "because": working(teller.walker, rule.points)}
    sign = "-" if isinstance(rule, Penalty) else "+"
    if isinstance(worth, Gone):
        shared["because"] = absence_of(teller.walker, rule.points, worth)
        yield teller.step(rule, "possible", effect=DECIDE, **shared)
    elif worth.value is None:
        told = Text("{sign} {value}, not settled", "{sign} {value}，未定").format(sign=sign, value=figure(worth))
        yield teller.step(rule, open_status(worth.causes), effect=told, **shared)
    else:
        told = Text("{sign}{value} points", "{sign}{value} 分").format(sign=sign, value=figure(worth))
        yield teller.step(rule, "applied" if worth.value else "not-applied", effect=told, **numbers_of(worth), **shared)


def _condition(teller: Teller, rule: Flag | Refer | Consequence) -> Iterator[Step]:
    found = teller.walker.truth(rule.when)
    status = status_of(found)
    if found.must(None) and not isinstance(rule, Refer):
        status = "not-applied"  # a flag or notice about what does not exist says nothing; a referral still asks
    told = {"expression": rule.when, "because": because(teller.walker, rule.when)}
    if status not in ("applied", "not-applied"):
        told["effect"] = Text("possibly: {effect}", "可能：{effect}").format(effect=effect(rule))
    yield teller.step(rule, status, **told)


def _no_step(teller: Teller, rule: Rule) -> Iterator[Step]:
    yield from ()


_TELL: dict[type, Callable[[Teller, Any], Iterator[Step]]] = {
    Eligibility: _eligibility,
    Total: _total,
    PointTable: _table,
    Bonus: _bonus,
    Penalty: _bonus,
    Bands: bands_steps,
    Proposed: proposed_steps,
    Ceiling: ceiling_steps,
    Floor: ceiling_steps,
    Figure: _figure,
    Flag: _condition,
    Refer: _condition,
    Consequence: _condition,
    Quota: quota_steps,
    Procedure: _no_step,
    Asks: _no_step,
}
