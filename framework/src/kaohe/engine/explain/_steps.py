"""The steps of one explanation: what each declared rule did for one appraisee, period by period."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from attrs import evolve

from ...rules import (
    Asks,
    Bands,
    Bonus,
    Ceiling,
    Consequence,
    Eligibility,
    Figure,
    Flag,
    Floor,
    Item,
    ItemPart,
    Penalty,
    PointTable,
    Procedure,
    Proposed,
    Quota,
    Refer,
    Total,
)
from ...rules.nodes import Expr
from ...rules.tools import Rule, band_text, effect, show
from ...words import Text
from .._grade import Graded, band_of, in_gap
from .._score import part_expression
from ..walk import Causes, Code, Day, Gone, Num, Truth
from ._here import exact_text
from ._quota import quota_steps
from ._step import NOTHING, Step, Teller, open_status, status_of

__all__ = ["steps_of"]

_DECIDE = Text("a person must decide", "须由人裁定")
_MAY_BE = Text("may be {value}", "可能为 {value}")
_SCORES = Text("scores {value}", "得 {value} 分")
_NO_SCORE = Text("gives no score", "没有得分")
_LEFT_OUT = Text("left out", "不计")
_PROPOSES = Text("proposes {grade}", "拟定{grade}")


def steps_of(teller: Teller) -> Iterator[Step]:
    """Every step for one appraisee, in the order of hooks and declarations.

    Of someone who is not appraised only the eligibility is told: nothing else was asked.
    """
    for entry in teller.judged.plan.rules.entries:
        if teller.judged.refused is None or isinstance(entry.rule, Eligibility):
            teller.entry = entry
            yield from _TELL[type(entry.rule)](teller, entry.rule)


def _number(
    teller: Teller,
    rule: Rule | Item | ItemPart,
    expression: Expr,
    text: Text,
    *,
    idle: Callable[[Fraction], bool] = lambda value: False,
    gone: tuple[str, Text] = ("not-applied", _LEFT_OUT),
    **more: Any,
) -> Step:
    """A step that is a number: exact, absent, or not settled; without effect where the value is `idle`."""
    worth, figure = teller.worth(expression), teller.here.figure(expression)
    more |= {"expression": expression, "worth": worth}
    if isinstance(worth, Gone):
        return teller.step(rule, *gone, **more)
    if not isinstance(worth, Num) or worth.value is None:
        return teller.step(rule, open_status(worth.causes), _MAY_BE.format(value=figure), **more)
    return teller.step(rule, "not-applied" if idle(worth.value) else "applied", text.format(value=figure), **more)


def _eligibility(teller: Teller, rule: Eligibility) -> Iterator[Step]:
    found = teller.truth(rule.when)
    told, more = Text("is appraised", "列入考核"), {}
    if found.must(False):
        told = Text("not appraised: {why}", "不考核：{why}").format(why=rule.otherwise)
        more = {"assumptions": rule.assumption}
    status = "applied" if found.must(True) or found.must(False) else open_status(found.causes)
    yield teller.step(
        rule, status, told if status == "applied" else _DECIDE, expression=rule.when, **{"assumptions": (), **more}
    )


def _figure(teller: Teller, rule: Figure) -> Iterator[Step]:
    for period in teller.along(rule.value):
        found = teller.worth(rule.value)
        if isinstance(found, Day):
            settled = found.value is not None
            told = (Text("is {value}", "为 {value}") if settled else _MAY_BE).format(
                value=teller.here.figure(rule.value)
            )
            status = "applied" if settled else open_status(found.causes)
            yield teller.step(rule, status, told, expression=rule.value, period=period)
        elif not isinstance(found, Truth):
            yield _number(teller, rule, rule.value, Text("is {value}", "为 {value}"), period=period)
        elif found.must(None):
            yield teller.step(rule, "not-applied", _LEFT_OUT, expression=rule.value, period=period)
        else:
            status = "applied" if found.settled else open_status(found.causes)
            told = teller.here.figure(rule.value)
            yield teller.step(rule, status, told, expression=rule.value, period=period)


def _total(teller: Teller, rule: Total) -> Iterator[Step]:
    yield _number(teller, rule, rule.value, _SCORES, gone=("not-applied", _NO_SCORE), places=rule.display_places)


def _table(teller: Teller, rule: PointTable) -> Iterator[Step]:
    assert teller.judged.tallied is not None  # noqa: S101  # a point table makes a score
    lines = {line.source.id: line.adds for line in teller.judged.tallied.lines}
    expressions = {source.id: expression for source, expression in teller.judged.plan.lines}
    causes: Causes = frozenset()
    low, high = Fraction(0), Fraction(0)
    for item in rule.items:
        yield from _row(teller, item, expressions[item.id], scaled=rule.rescale)
        worth = lines[item.id]
        if isinstance(worth, Num):
            causes |= worth.causes
            low, high = low + (worth.low or 0), high + (worth.high if worth.high is not None else item.points)
    whole = Num(low, high, causes)
    if whole.value is None:
        value = Text("{low} to {high}", "{low} 至 {high}").format(low=show(low), high=show(high))
        yield teller.step(rule, open_status(causes), _MAY_BE.format(value=value))
        return
    told = Text("scores {value} of {points}", "得 {value} 分，满分 {points}")
    told = told.format(value=exact_text(low), points=show(rule.points))
    yield teller.step(rule, "applied", told, worth=whole, places=rule.display_places)


def _open(teller: Teller, expression: Expr) -> bool:
    worth = teller.worth(expression)
    return isinstance(worth, Num) and worth.value is None


def _row(teller: Teller, item: Item, expression: Expr, *, scaled: bool) -> Iterator[Step]:
    if item.applies is not None and teller.truth(item.applies).must(False):
        told = Text("does not apply", "不适用")
        yield teller.step(item, "not-applied", told, expression=item.applies)
        return
    for part in item.parts:
        loses = Text("loses {value}", "扣 {value} 分")
        yield _number(teller, part, part_expression(part), loses, idle=lambda value: not value)
    # The row's own limit may settle what it earns while the count of it is open.
    earned = expression
    if item.earns is not None and item.applies is None and not scaled and not _open(teller, item.earns):
        earned = item.earns
    says = _counted_up(teller, item, expression) if scaled else _SCORES
    untouched = 0 if item.earns is not None else item.points
    more: dict[str, Any] = {} if item.earns is not None else {"because": None}
    gone = ("not-applied", _NO_SCORE)
    yield _number(teller, item, earned, says, idle=lambda value: value == untouched, gone=gone, **more)


def _counted_up(teller: Teller, item: Item, expression: Expr) -> Text:
    """What a row of a rescaled table scores: of its own points, and as the rows that apply are counted up."""
    own = teller.worth(expression.parts()[0])
    if not isinstance(own, Num) or own.value is None:
        return _SCORES
    told = {"raw": show(own.value), "points": show(item.points), "value": "{value}"}
    return Text(
        "scores {raw} of {points}, {value} counted up to the whole".format(**told),
        "得 {raw} 分（满 {points} 分），折算为 {value} 分".format(**told),
    )


def _bonus(teller: Teller, rule: Bonus) -> Iterator[Step]:
    text = (
        Text("-{value} points", "-{value} 分") if isinstance(rule, Penalty) else Text("+{value} points", "+{value} 分")
    )
    step = _number(teller, rule, rule.points, text, idle=lambda value: not value, gone=("possible", _DECIDE))
    yield evolve(step, effect=NOTHING) if step.status == "not-applied" else step


def _condition(teller: Teller, rule: Flag | Refer | Consequence) -> Iterator[Step]:
    found = teller.truth(rule.when)
    status, told = status_of(found), None
    if found.must(None) and not isinstance(rule, Refer):
        status = "not-applied"  # a flag or notice about what does not exist says nothing; a referral still asks
    if status not in ("applied", "not-applied"):
        told = Text("possibly: {effect}", "可能：{effect}").format(effect=effect(rule))
    yield teller.step(rule, status, told, expression=rule.when)


def _bands(teller: Teller, rule: Bands) -> Iterator[Step]:
    """The grade that a score proposes: the year's, or one a period."""
    for period in teller.along(rule.of):
        worth, graded = teller.worth(rule.of), teller.graded(rule.of)
        if isinstance(worth, Gone):
            gone = ("not-applied", Text("no grade", "不评等次")) if period else ("possible", _DECIDE)
            yield teller.step(rule, *gone, expression=rule.of, period=period, assumptions=())
        elif isinstance(worth, Num) and worth.value is not None:
            yield _banded(teller, rule, worth.value, graded, period)
        elif not period and not graded.rests_on_proposal:
            told = Text("not asked: the limits alone fix the grade", "无须计算：等次已由限制条款决定")
            yield teller.step(rule, "not-applied", told, expression=rule.of)
        else:
            told = Text("the grade may be {grades}", "等次可能为{grades}").format(grades=teller.names(graded.possible))
            causes = worth.causes if isinstance(worth, Num) else frozenset()
            yield teller.step(rule, open_status(causes), told, expression=rule.of, period=period, assumptions=())


def _banded(teller: Teller, rule: Bands, value: Fraction, graded: Graded, period: str) -> Step:
    """What the bands say of an exact score, and whether the grade rests on it."""
    place, gap = band_of(rule, teller.grades, value), in_gap(rule, value)
    refers = gap and rule.reading == "refer"
    rests = bool(period) or (graded.rests_on_proposal and len(graded.proposed) == 1)
    status = "possible" if refers else "applied" if rests else "not-applied"
    between = Text("{value} lies between two printed bands", "{value} 落在两档之间")
    if not refers:
        between = Text("{value} lies between two printed bands, read as {grade}", "{value} 落在两档之间，按{grade}计")
    within = Text("{value} is in {band}", "{value} 在“{band}”一档")
    band = next(band for band in rule.bands if band.grade == teller.grades[place])
    why = between if gap else within
    told = _DECIDE if refers else _proposed(teller, graded, place, period)
    return teller.step(
        rule,
        status,
        told,
        expression=rule.of,
        period=period,
        worth=Num(value, value),
        because=why.format(value=exact_text(value, teller.here.limits), band=band_text(band), grade=band.grade),
        entered=None,
        assumptions=rule.assumption if gap else (),
    )


def _proposed(teller: Teller, graded: Graded, place: int, period: str) -> Text:
    proposed, final = teller.grades[place], teller.names(graded.possible)
    text = _PROPOSES
    if period:
        text = Text("period grade {final}", "本期等次{final}")
        if final != proposed:
            text = Text("proposes {grade}; with the ceilings {final}", "拟定{grade}；受限后{final}")
    elif not graded.rests_on_proposal:
        text = Text("would propose {grade}; the limits alone fix the grade", "本可拟定{grade}；等次已由限制条款决定")
    elif len(graded.proposed) != 1:
        text = Text("would propose {grade}; a person decides", "本可拟定{grade}；由人裁定")
    return text.format(grade=proposed, final=final)


def _proposal(teller: Teller, rule: Proposed) -> Iterator[Step]:
    """The grade that people proposed."""
    worth, graded = teller.worth(rule.by), teller.judged.graded
    if isinstance(worth, Code) and worth.value is not None:
        rests = graded.rests_on_proposal and len(graded.proposed) == 1
        told = _PROPOSES.format(grade=worth.value)
        yield teller.step(rule, "applied" if rests else "not-applied", told, expression=rule.by, entered=None)
    else:
        status, told = (
            ("possible", _DECIDE) if isinstance(worth, Gone) else ("needs", Text("not proposed yet", "尚未拟定"))
        )
        yield teller.step(rule, status, told, expression=rule.by)


def _limits(teller: Teller, rule: Ceiling) -> Iterator[Step]:
    """What one ceiling or floor did: for the year, or for each period."""
    for period in teller.along(rule.when):
        limit = next(limit for limit in teller.graded(rule.when).limits if limit.rule is rule)
        status, told = limit.status, _limited(teller, rule, limit.status)
        if status == "possible":
            absent = period and teller.truth(rule.when).must(None)
            status = "not-applied" if absent else open_status(limit.causes)
        told_or_none = None if status == "not-applied" else told
        yield teller.step(rule, status, told_or_none, expression=rule.when, period=period)


def _limited(teller: Teller, rule: Ceiling, status: str) -> Text:
    worse = Text("no worse than {grade}", "不低于{grade}")
    text = worse if isinstance(rule, Floor) else Text("no better than {grade}", "不高于{grade}")
    recheck = teller.judged.appraisee.rechecks.get(rule.id)
    document = recheck.document if recheck is not None and recheck.document else "-"
    told = text.format(grade=rule.grade)
    if status == "rejected":
        return Text("rejected by the re-check {document}", "复核否定（{document}）").format(document=document)
    if status == "possible":
        return Text("possibly {told}", "可能{told}").format(told=told)
    if recheck is None:
        return told
    return Text("{told} (confirmed: {document})", "{told}（复核确认：{document}）").format(told=told, document=document)


def _no_step(teller: Teller, rule: Rule) -> Iterator[Step]:
    yield from ()


_TELL: dict[type, Callable[[Teller, Any], Iterator[Step]]] = {
    Eligibility: _eligibility,
    Total: _total,
    PointTable: _table,
    Bands: _bands,
    Proposed: _proposal,
    Figure: _figure,
    Quota: quota_steps,
    **dict.fromkeys((Bonus, Penalty), _bonus),
    **dict.fromkeys((Ceiling, Floor), _limits),
    **dict.fromkeys((Flag, Refer, Consequence), _condition),
    **dict.fromkeys((Procedure, Asks), _no_step),
}
