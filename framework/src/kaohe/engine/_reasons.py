"""Why people must decide on somebody: the rule that asks for it, and the entries that have no value."""

from __future__ import annotations

from collections.abc import Iterable

from ..rules import Quota
from ..rules.nodes import Expr, join
from ..rules.tools import Rule
from ..words import Text
from ._judged import Judged, Judges
from ._outcome import Reason
from .walk import Cause, Causes, Gone, Missing, Standpoint, Truth, absent_parts

__all__ = ["FIRST", "absences", "reasons_of", "unranked", "why_open"]

_WHY = {
    "floor-above-ceiling": Text("a floor stands above a ceiling", "下限高于上限（两条规则相抵触）"),
    "no-grade-rule": Text("the document does not say how the grade is set", "文件没有规定等次如何评定"),
    "no-score": Text("there is nothing to compute the score from", "没有可供计分的数据"),
    "rank-tie": Text("several share one place in the order", "名次并列"),
    "no-rank": Text("a part of the rank key has no value", "排序依据没有值"),
}
_FOR_WANT = Text("{why}: {missing}", "{why}：{missing}")
_MISSING = Text("{label} ({key}): {why}", "{label}（{key}）：{why}")
_MISSING_OF = Text("{label} ({key} of {of}): {why}", "{of} 的{label}（{key}）：{why}")
FIRST = Text("first {of}: {why}", "须先裁定 {of}：{why}")


def why_open(evaluation: Judges, judged: Judged, what: str, missing: Iterable[Missing]) -> Text:
    """Why a decision is open: the rule that asks for it, or the reason, with the entries that have no value."""
    rule = _rule(judged, what)
    why = rule.text if rule is not None else _WHY.get(what) or Text(what, what)
    told = [
        (_MISSING_OF if one.of else _MISSING).format(label=one.label, key=one.key, of=one.of, why=one.why)
        for one in missing
    ]
    return _FOR_WANT.format(why=why, missing=join(told, en="; ", zh="；")) if told else why


def _rule(judged: Judged, name: str) -> Rule | None:
    return next((entry.rule for entry in judged.plan.rules.entries if entry.rule.id == name), None)


def unranked(walker: Standpoint, judged: Judged) -> frozenset[int]:
    """The grades that people may give somebody who has a grade under quota but, for want of a value, no rank."""
    grades = judged.plan.rules.kind.grades
    found: set[int] = set()
    for rule in judged.plan.rules.rules(Quota):
        assert isinstance(rule, Quota)  # noqa: S101  # narrowed for mypy
        mine = grades.index(rule.grade)
        reached = {one for one in judged.graded.possible if one == mine or (rule.or_better and one < mine)}
        if rule.each is None and rule.otherwise and reached:
            worths = [walker.worth(rank.by) for rank in rule.rank]
            if any(isinstance(worth, Gone) or (isinstance(worth, Truth) and worth.must(None)) for worth in worths):
                found |= {*reached, grades.index(rule.otherwise)}
    return frozenset(found) | _across(judged)


def _across(judged: Judged) -> frozenset[int]:
    """The grades that people may give for a guarantee across pools: that of its places, and that of those without one."""
    rules = [rule for rule in judged.plan.rules.rules(Quota) if isinstance(rule, Quota)]
    guarded = {rule.grade for rule in rules if rule.across}
    grades = judged.plan.rules.kind.grades
    return frozenset(
        place
        for rule in rules
        if rule.grade in guarded and rule.otherwise and grades.index(rule.grade) in judged.graded.possible
        for place in (grades.index(rule.grade), grades.index(rule.otherwise))
    )


def absences(evaluation: Judges, judged: Judged, what: str) -> tuple[Missing, ...]:
    """The entries without a value on account of which the decision `what` is open."""
    walker = evaluation.walker(judged.appraisee.id)
    asked: list[Expr] = []
    if what == "no-score":
        asked += [judged.plan.score] if judged.plan.score is not None else []
    elif what == "no-rank":
        quotas = [rule for rule in judged.plan.rules.rules(Quota) if isinstance(rule, Quota) and rule.each is None]
        asked += [rank.by for rule in quotas for rank in rule.rank]
    else:
        rule = _rule(judged, what)
        asked += rule.expressions() if rule is not None else ()
    found = {(one.of, one.key): one for part in asked for one in absent_parts(walker, part)}
    return tuple(found.values())


def reasons_of(evaluation: Judges, judged: Judged, causes: Causes) -> tuple[Reason, ...]:
    """Why people must decide, in order of rule: one sentence each."""
    wanted = sorted((cause for cause in causes if cause.kind == "decision"), key=lambda cause: cause.name)
    return tuple(Reason(cause.name, _reason(evaluation, judged, cause)) for cause in wanted)


def _reason(evaluation: Judges, judged: Judged, cause: Cause) -> Text:
    if cause.of:
        judged = evaluation.judged(cause.of)
    why = why_open(evaluation, judged, cause.what, absences(evaluation, judged, cause.what))
    return FIRST.format(of=cause.of, why=why) if cause.of else why
