"""The steps that make a grade: bands, proposals, ceilings and floors, quotas."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from ..rules import Bands, Ceiling, Floor, Proposed, Quota
from ..words import Text
from ._because import absence_of, because, figure
from ._grade import Graded, Limit, band_of, in_gap
from ._placed import Placement
from ._readings import Reading, readings
from ._step import Step
from ._teller import DECIDE, Teller, may_be, numbers_of, open_status
from ._values import Code, Gone, Num

__all__ = ["bands_steps", "ceiling_steps", "proposed_steps", "quota_steps"]


def bands_steps(teller: Teller, rule: Bands) -> Iterator[Step]:
    """The grade that a score proposes: the year's, or one a period."""
    for period in teller.along(rule.of):
        yield _band_step(teller, rule, period)


def _band_step(teller: Teller, rule: Bands, period: str) -> Step:
    worth = teller.walker.number(rule.of)
    graded = teller.graded(rule.of)
    shared: dict[str, Any] = {"expression": rule.of, "period": period, **numbers_of(worth)}
    if isinstance(worth, Gone):
        why = absence_of(teller.walker, rule.of, worth)
        status, told = ("not-applied", Text("no grade", "不评等次")) if period else ("possible", DECIDE)
        return teller.step(rule, status, because=why, effect=told, assumptions=(), **shared)
    if worth.value is None and not period and not graded.rests_on_proposal:
        told = Text("not asked: the limits alone fix the grade", "无须计算：等次已由限制条款决定")
        return teller.step(rule, "not-applied", effect=told, **shared)
    if worth.value is None:
        told = Text("the grade may be {grades}", "等次可能为{grades}").format(grades=teller.names(graded.possible))
        return teller.step(rule, open_status(worth.causes), effect=told, assumptions=(), **shared)
    gap = in_gap(rule, worth.value)
    shared |= {"effect": _proposes(teller, rule, worth.value, graded, period), "because": _gap(worth, gap=gap)}
    if gap and rule.reading == "refer":
        return teller.step(rule, "possible", assumptions=rule.assumption, **shared)
    rests = bool(period) or (graded.rests_on_proposal and len(graded.proposed) == 1)
    return teller.step(
        rule, "applied" if rests else "not-applied", assumptions=rule.assumption if gap else (), **shared
    )


def _gap(worth: Num, *, gap: bool) -> Text | None:
    if not gap:
        return None
    return Text("{value} lies between two printed bands", "{value} 落在两档之间").format(value=figure(worth))


def _proposes(teller: Teller, rule: Bands, value: Fraction, graded: Graded, period: str) -> Text:
    proposed = teller.grades[band_of(rule, teller.grades, value)]
    if in_gap(rule, value) and rule.reading == "refer":
        return DECIDE
    if period:
        final = teller.names(graded.possible)
        text = (
            Text("period grade {final}", "本期等次{final}")
            if final == proposed
            else Text("proposes {grade}; with the ceilings {final}", "拟定{grade}；受限后{final}")
        )
        return text.format(grade=proposed, final=final)
    if not graded.rests_on_proposal:
        text = Text("would propose {grade}; the limits alone fix the grade", "本可拟定{grade}；等次已由限制条款决定")
    elif len(graded.proposed) != 1:
        text = Text("would propose {grade}; a person decides", "本可拟定{grade}；由人裁定")
    else:
        text = Text("proposes {grade}", "拟定{grade}")
    return text.format(grade=proposed)


def proposed_steps(teller: Teller, rule: Proposed) -> Iterator[Step]:
    """The grade that people proposed."""
    worth = teller.walker.worth(rule.by)
    shared: dict[str, Any] = {"expression": rule.by}
    if isinstance(worth, Code) and worth.value is not None:
        rests = teller.judged.graded.rests_on_proposal and len(teller.judged.graded.proposed) == 1
        told = Text("proposes {grade}", "拟定{grade}").format(grade=worth.value)
        yield teller.step(rule, "applied" if rests else "not-applied", effect=told, **shared)
    elif isinstance(worth, Gone):
        yield teller.step(rule, "possible", effect=DECIDE, because=figure(worth), **shared)
    else:
        yield teller.step(rule, "needs", effect=may_be(worth), **shared)


def ceiling_steps(teller: Teller, rule: Ceiling) -> Iterator[Step]:
    """What one ceiling or floor did: for the year, or for each period."""
    for period in teller.along(rule.when):
        limit = next(limit for limit in teller.graded(rule.when).limits if limit.rule is rule)
        yield _limit_step(teller, rule, limit, period)


def _limit_step(teller: Teller, rule: Ceiling, limit: Limit, period: str) -> Step:
    found = teller.walker.truth(rule.when)
    why = because(teller.walker, rule.when)
    shared: dict[str, Any] = {"expression": rule.when, "period": period}
    if period and found.must(None):
        why = absence_of(teller.walker, rule.when, Gone(found.reasons))
        return teller.step(rule, "not-applied", because=why, **shared)
    text = (
        Text("no worse than {grade}", "不低于{grade}")
        if isinstance(rule, Floor)
        else Text("no better than {grade}", "不高于{grade}")
    )
    told = text.format(grade=rule.grade)
    recheck = teller.judged.appraisee.rechecks.get(rule.id)
    if limit.status == "rejected":
        told = Text("rejected by the re-check {document}", "复核否定（{document}）")
        return teller.step(rule, "rejected", because=why, effect=told.format(document=_document(recheck)), **shared)
    if limit.status == "applied":
        if recheck is not None:
            told = Text("{told} (confirmed: {document})", "{told}（复核确认：{document}）").format(
                told=told, document=_document(recheck)
            )
        return teller.step(rule, "applied", because=why, effect=told, **shared)
    if limit.status == "not-applied":
        return teller.step(rule, "not-applied", because=why, **shared)
    told = Text("possibly {told}", "可能{told}").format(told=told)
    return teller.step(rule, open_status(limit.causes), because=why, effect=told, **shared)


def _document(recheck: Any) -> str:
    return (recheck.document if recheck is not None else "") or "-"


def quota_steps(teller: Teller, rule: Quota) -> Iterator[Step]:
    """Where the appraisee stands at one quota, with the values that rank them."""
    placements = teller.evaluation.placements(teller.judged.appraisee.id)
    placement = next((found for found in placements if rule.id in found.quotas), None)
    ranked = [readings(teller.walker, rank.by) for rank in rule.rank]
    inputs = tuple(dict.fromkeys(reading for found in ranked for reading in found))
    if placement is None:
        yield _no_candidate(teller, rule, inputs)
        return
    causes = teller.evaluation.final(teller.judged)[1]
    text, status = _PLACED[placement.status]
    told = text.format(grade=placement.grade, otherwise=placement.otherwise or "-")
    if causes and placement.status != "tied":
        told = Text("{told}; provisional, others in the pool are open", "{told}（暂定，同组尚有未定人员）").format(
            told=told
        )
        status = open_status(causes)
    why = _tie(teller) if placement.status == "tied" else _blocked(placement)
    yield teller.step(rule, status, because=why, effect=told, inputs=inputs)


def _tie(teller: Teller) -> Text | None:
    """The tie set that people have to decide."""
    ties = [tie for tie in teller.evaluation.ties() if teller.judged.appraisee.id in tie.members]
    if not ties:
        return None
    text = Text("take {n} of {members}", "从 {members} 中取 {n} 名")
    return text.format(n=ties[0].take, members=", ".join(ties[0].members))


def _no_candidate(teller: Teller, rule: Quota, inputs: tuple[Reading, ...]) -> Step:
    possible, causes = teller.evaluation.merit(teller.judged)
    if len(possible) > 1 and teller.grades.index(rule.grade) in possible:
        told = Text("may become a candidate for {grade}", "可能成为{grade}候选").format(grade=rule.grade)
        return teller.step(rule, open_status(causes), effect=told, inputs=inputs)
    why = Text("not a candidate for {grade} here", "不是此处{grade}的候选").format(grade=rule.grade)
    return teller.step(rule, "not-applied", because=why, inputs=inputs)


_PLACED = {
    "selected": (Text("holds a place for {grade}", "取得{grade}名额"), "applied"),
    "not_selected": (Text("no place for {grade}: {otherwise}", "未取得{grade}名额：{otherwise}"), "applied"),
    "ineligible": (Text("may not hold a place for {grade}: {otherwise}", "无{grade}资格：{otherwise}"), "applied"),
    "tied": (Text("tied across the line for {grade}: a person decides", "{grade}并列跨线：由人裁定"), "possible"),
}


def _blocked(placement: Placement) -> Text | None:
    if placement.blocked_by is None:
        return None
    text = Text("stopped by {group} ({clause}); short by {short}", "受限于 {group}（{clause}）；差 {short}")
    return text.format(
        group=placement.blocked_by,
        clause=placement.clause or "-",
        short="-" if placement.short is None else placement.short,
    )
