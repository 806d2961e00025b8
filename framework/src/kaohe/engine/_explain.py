"""Why an appraisee got this outcome: every rule in turn, by clause, on demand and never stored."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from ..rules import Assumption, show, show_near
from ..words import Text
from ._because import figure
from ._cohort import GradeDecision
from ._evaluation import Evaluation, Judged, decision_holds
from ._outcome import Outcome
from ._step import Step, both
from ._steps import steps_of
from ._values import Num

__all__ = ["EXPLANATION_VERSION", "Explanation", "explain"]

EXPLANATION_VERSION = 1


@frozen(kw_only=True)
class Explanation:
    """The outcome of one appraisee with the steps that led to it, and the readings of ours that took effect."""

    scheme: str
    scheme_version: str
    digest: str
    outcome: Outcome
    summary: Text
    steps: tuple[Step, ...]
    assumptions: tuple[Assumption, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The explanation as plain data, form 1; numbers are exact strings."""
        return {
            "version": EXPLANATION_VERSION,
            "scheme": self.scheme,
            "scheme_version": self.scheme_version,
            "digest": self.digest,
            "id": self.outcome.id,
            "outcome": self.outcome.as_json(),
            "summary": both(self.summary),
            "steps": [step.as_json() for step in self.steps],
            "assumptions": [
                {"id": one.id, "clause": one.clause, "issue": both(one.issue), "default": both(one.default)}
                for one in self.assumptions
            ],
        }


def explain(evaluation: Evaluation, appraisee_id: str) -> Explanation:
    """Explain the outcome of one appraisee of the evaluation's cohort. Raises KeyError for an unknown id."""
    judged, outcome = evaluation.judged(appraisee_id), evaluation.outcome(appraisee_id)
    steps = [*steps_of(evaluation, judged), *_decided(evaluation, judged)]
    used = {name for step in steps for name in step.assumptions}
    ruleset = evaluation.cohort.ruleset
    return Explanation(
        scheme=ruleset.id,
        scheme_version=ruleset.scheme.version,
        digest=ruleset.digest,
        outcome=outcome,
        summary=_summary(judged, outcome),
        steps=tuple(steps),
        assumptions=tuple(one for one in ruleset.assumptions if one.id in used),
    )


def _decided(evaluation: Evaluation, judged: Judged) -> list[Step]:
    """The recorded decision as a step of its own: a person is its rule, and its document its clause."""
    decision = next(
        (
            found
            for found in reversed(evaluation.cohort.decisions)
            if isinstance(found, GradeDecision) and found.appraisee == judged.appraisee.id
        ),
        None,
    )
    if decision is None:
        return []
    holds = decision_holds(judged, decision)
    text = Text("decided by a person: {grade}", "由人裁定：{grade}").format(grade=decision.grade)
    grade = Text("grade {grade}", "等次{grade}").format(grade=decision.grade)
    refused = Text("not possible under the rules; no effect", "与规则不符，不生效")
    return [
        Step(
            rule="decision",
            clause=decision.document,
            kind="decision",
            text=text,
            status="applied" if holds else "not-applied",
            effect=grade if holds else refused,
            because=Text(decision.reason, decision.reason),
        )
    ]


_STATES = {
    "decided": Text("decided", "已定"),
    "needs": Text("still needs", "待补录"),
    "pending": Text("waits for a re-check", "待复核"),
    "tied": Text("tied at a quota line", "名额线并列"),
    "decision": Text("a person must decide", "待裁定"),
    "not_appraised": Text("not appraised", "不考核"),
}


def _summary(judged: Judged, outcome: Outcome) -> Text:
    """One sentence: state, exact score, grade, and what is open."""
    parts = [_STATES[outcome.state]]
    parts += _score(judged, outcome)
    if outcome.grade is not None:
        parts.append(Text("grade {grade}", "等次{grade}").format(grade=outcome.grade))
    elif outcome.provisional_grade is not None:
        parts.append(Text("provisionally {grade}", "暂定{grade}").format(grade=outcome.provisional_grade))
    parts += [reason.text for reason in outcome.reasons]
    open_points = ", ".join((*outcome.needs, *outcome.pending))
    if open_points:
        parts.append(Text("open: {points}", "未定：{points}").format(points=open_points))
    return Text("; ".join(part.en for part in parts), "；".join(part.zh for part in parts))


def _score(judged: Judged, outcome: Outcome) -> list[Text]:
    if outcome.score is not None:
        exact, places = show(outcome.score), show_near(outcome.score, judged.plan.rules.limits)
        text = (
            Text("score {exact}", "得分 {exact}")
            if len(exact) <= len(places)
            else Text("score {exact} (shown as {rounded})", "得分 {exact}（显示为 {rounded}）")
        )
        return [text.format(exact=exact, rounded=places)]
    if judged.tallied is None or judged.refused is not None or not isinstance(judged.tallied.score, Num):
        return []
    return [Text("score not settled ({range})", "得分未定（{range}）").format(range=figure(judged.tallied.score))]
