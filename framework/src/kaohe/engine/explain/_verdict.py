"""Which rules decided an outcome, or are waited for; and that in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve

from ...rules import Eligibility, Item, PointTable, Quota
from ...rules.nodes import join
from ...rules.tools import said_period
from ...words import Text
from .._judged import Judged
from .._outcome import Outcome
from ._here import exact_text
from ._step import Step, Teller, listed

__all__ = ["RECORDED", "STATES", "cast", "verdict"]

STATES = {
    "decided": Text("decided", "已定"),
    "needs": Text("still needs data", "待补录"),
    "pending": Text("waits for a re-check", "待复核"),
    "tied": Text("tied at a quota line", "名额线并列"),
    "decision": Text("a person must decide", "待裁定"),
    "not_appraised": Text("not appraised", "不考核"),
}
# What people recorded is told as recorded, never as a grade that the rules made.
RECORDED = Text("recorded result {grade}", "记录的结果：{grade}")
_LIVE = ("applied", "possible", "pending", "needs")
_OPEN = ("possible", "pending", "needs")


def cast(teller: Teller, outcome: Outcome, steps: Sequence[Step]) -> list[Step]:
    """The steps with their roles: those that decided first, in order of weight; then the others as they were told."""
    telling = {rule: place for place, rule in enumerate(_telling(teller, outcome))}
    found = [
        evolve(step, role=_role(step, settled=outcome.state in ("decided", "not_appraised"), telling=telling))
        for step in steps
    ]
    first = [step for step in found if step.role in ("decided", "waits")]
    first.sort(key=lambda step: (step.role == "waits", telling[step.rule]))
    rest = ("applied", "open", "not-applied", "figure", "period")
    return first + sorted((step for step in found if step.role in rest), key=lambda step: rest.index(step.role))


def _role(step: Step, *, settled: bool, telling: dict[str, int]) -> str:
    if step.period:
        return "period" if step.status in _LIVE else "not-applied"
    if step.rule in telling and step.status in _LIVE:
        waits = step.status in _OPEN or step.kind == "refer"
        return "decided" if settled else "waits" if waits else "applied"
    if step.kind == "figure" and step.status in _LIVE:
        return "figure"
    if step.status in _OPEN:
        return "open"
    return "applied" if step.status == "applied" else "not-applied"


def _telling(teller: Teller, outcome: Outcome) -> Iterator[str]:
    """The rules that decided, or are waited for, heaviest first."""
    judged = teller.judged
    if judged.refused is not None:
        yield judged.refused.id
        return
    if outcome.state == "decided":
        yield from _decided(teller, outcome)
    else:
        yield from _open(teller, judged)


def _decided(teller: Teller, outcome: Outcome) -> Iterator[str]:
    judged = teller.judged
    placements = teller.evaluation.placements(judged.appraisee.id)
    lost = [one for one in placements if one.status in ("not_selected", "ineligible")]
    for one in lost:
        yield from (one.quota, *one.quotas)
    if "decision" in _decision(teller):
        yield "decision"
        yield from (rule.id for rule, status in judged.graded.refers if status == "applied")
    elif outcome.grade is not None or not teller.grades:
        yield from _merit(judged)
    yield from (quota for one in placements if one not in lost for quota in one.quotas)


def _decision(teller: Teller) -> Iterable[str]:
    """Whether a recorded decision made the grade."""
    judged = teller.judged
    if not teller.grades:
        return ("decision",) if teller.evaluation.decided(judged) is not None else ()
    return ("decision",) if teller.evaluation.merit(judged)[0] != judged.graded.possible else ()


def _merit(judged: Judged) -> Iterator[str]:
    """What made the grade before any quota: the limits that hold it, else what proposed it and the score behind that."""
    graded, grades = judged.graded, judged.plan.rules.kind.grades
    final = next(iter(graded.possible), None)
    proposed = graded.rests_on_proposal and graded.proposed == {final}
    for limit in graded.limits if not proposed else ():
        if limit.status == "applied" and grades.index(limit.rule.grade) == final:
            yield limit.rule.id
    if proposed or not grades:
        rules = judged.plan.grade
        yield from (rule.id for rule in (rules.proposed, rules.bands) if rule is not None)
        yield from _score(judged) if rules.bands is not None or not grades else ()


def _score(judged: Judged) -> Iterator[str]:
    """The lines that make the score: a table before its rows, a row before its parts."""
    for rule in judged.plan.rules.rules(PointTable):
        yield rule.id
    for source, _ in judged.plan.lines:
        yield source.id
        yield from (part.id for part in source.parts) if isinstance(source, Item) else ()


def _open(teller: Teller, judged: Judged) -> Iterator[str]:
    """What an open outcome waits for: eligibility, limits and referrals that could still change it, the score, a quota."""
    graded = judged.graded
    yield from (rule.id for rule in judged.plan.rules.rules(Eligibility))
    yield from (limit.rule.id for limit in graded.limits if limit.causes & graded.causes)
    yield from (rule.id for rule, status in graded.refers if status != "not-applied")
    if len(graded.proposed) > 1:
        rules = judged.plan.grade
        yield from (rule.id for rule in (rules.proposed, rules.bands) if rule is not None)
    if len(graded.proposed) > 1 or judged.plan.score_required:
        yield from _score(judged)
    yield from (quota.id for quota in judged.plan.rules.rules(Quota))


def verdict(outcome: Outcome, steps: Sequence[Step]) -> Text:
    """One sentence: what came out, and the rule and the fact that decided it, or what it waits for."""
    head = _head(outcome)
    first = [step for step in steps if step.role in ("decided", "waits")]
    if not first:
        reasons = [reason.text for reason in outcome.reasons]
        return _SENTENCE.format(head=head, why=listed(reasons)) if reasons else head
    told = _SENTENCE.format(head=head, why=_said(first[0]))
    likewise = [step for step in first[1:] if step.kind == first[0].kind and step.kind in ("ceiling", "floor")]
    if likewise:
        others = [_CITED.format(clause=step.clause, rule=step.rule) for step in likewise]
        told = Text("{told}; likewise {others}", "{told}；另有 {others}").format(told=told, others=listed(others))
    placed = next((step for step in first[1:] if step.kind == "quota" and first[0].kind != "quota"), None)
    return (
        told if placed is None else Text("{told}; {placed}", "{told}；{placed}").format(told=told, placed=placed.effect)
    )


_SENTENCE = Text("{head}: {why}", "{head}：{why}")
_CITED = Text("{clause} ({rule})", "{clause}（{rule}）")


def _head(outcome: Outcome) -> Text:
    if outcome.state == "decided" and outcome.grade is not None:
        return Text("grade {grade}", "等次{grade}").format(grade=outcome.grade)
    if outcome.state == "decided" and outcome.recorded is not None:
        return RECORDED.format(grade=outcome.recorded.grade)
    if outcome.state == "decided" and outcome.score is not None:
        return Text("score {score}", "得分 {score}").format(score=exact_text(outcome.score))
    state = STATES[outcome.state]
    if outcome.provisional_grade is None:
        return state
    text = Text("{state}, provisionally {grade}", "{state}，暂定{grade}")
    return text.format(state=state, grade=outcome.provisional_grade)


def _said(step: Step) -> Text:
    """The clause, the rule and the fact: the figures where they say it, else the effect; with what was entered."""
    facts = [step.effect, step.because] if step.kind == "quota" else [step.because or step.effect, step.entered]
    if step.status == "needs" and any(one.state == "unknown" for one in step.inputs):
        facts = [_missing(step)]
    text = Text("{clause} ({rule}), {text}: {fact}", "{clause}（{rule}）{text}：{fact}")
    return text.format(
        clause=step.clause, rule=step.rule, text=step.text, fact=listed([fact for fact in facts if fact is not None])
    )


def _missing(step: Step) -> Text:
    """What was not entered, each with its periods."""
    unknown = [one for one in step.inputs if one.state == "unknown"]
    labels: dict[Text, list[str]] = {}
    for one in unknown:
        who = Text("{of} {label}", "{of} {label}").format(of=one.of, label=one.label) if one.of else one.label
        labels.setdefault(who, []).append(one.period)
    parts = []
    for label, periods in list(labels.items())[:_MOST]:
        at = join([said_period(one) for one in periods[:_MOST] if one], en=", ", zh="、")
        named = Text("{label} ({at})", "{label}（{at}）").format(label=label, at=at)
        parts.append(named if any(periods) else label)
    if len(labels) > _MOST:
        parts.append(Text("{n} more", "另 {n} 项").format(n=len(labels) - _MOST))
    return Text("not entered: {what}", "未录入：{what}").format(what=join(parts, en=", ", zh="、"))


_MOST = 3
