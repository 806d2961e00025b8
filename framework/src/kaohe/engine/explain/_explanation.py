"""Why an appraisee got this outcome: in one sentence, then rule by rule; made on demand and never stored."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from attrs import evolve, field, frozen

from ...rules import Reading
from ...rules.nodes import join
from ...rules.tools import Ruleset, departures, linked_ids, reading_of, said_period
from ...words import Text
from .._cohort import Cohort, GradeDecision
from .._evaluation import Evaluation
from .._judged import Judged, decision_holds
from .._outcome import Outcome, Reason
from ..walk import Num
from ._here import exact_text
from ._step import Step, Teller, both, listed
from ._steps import steps_of
from ._verdict import RECORDED, STATES, cast, verdict

__all__ = ["EXPLANATION_VERSION", "Explanation", "explain"]

EXPLANATION_VERSION = 2


@frozen(kw_only=True)
class Explanation:
    """The outcome of one appraisee: why in one sentence, the steps, and the readings of ours that took effect.

    The steps stand in the order of their roles, those that decided first. `taken` says which reading of each
    assumption is in force, `departures` which amendments are and which settings differ from the default.
    """

    scheme: str
    scheme_version: str
    digest: str
    outcome: Outcome
    verdict: Text
    summary: Text
    steps: tuple[Step, ...]
    assumptions: tuple[Reading, ...] = ()
    taken: Mapping[str, Text] = field(factory=dict)
    departures: tuple[Text, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The explanation as plain data, form 2 (docs/explain.md); numbers are exact strings."""
        return {
            "version": EXPLANATION_VERSION,
            "scheme": self.scheme,
            "scheme_version": self.scheme_version,
            "digest": self.digest,
            "id": self.outcome.id,
            "outcome": self.outcome.as_json(),
            "verdict": both(self.verdict),
            "summary": both(self.summary),
            "departures": [both(told) for told in self.departures],
            "steps": [step.as_json() for step in self.steps],
            "assumptions": [
                {"id": one.id, "clause": one.clause, "issue": both(one.issue), "default": both(one.default)}
                | {"taken": both(self.taken[one.id])}
                for one in self.assumptions
            ],
        }


def explain(evaluation: Evaluation, appraisee_id: str, *, private: bool = False) -> Explanation:
    """Explain the outcome of one appraisee of the evaluation's cohort. Raises KeyError for an unknown id.

    `private` makes the copy that leaves the office: no colleague's name, id, score or ground stands in it.
    """
    judged, outcome = evaluation.judged(appraisee_id), evaluation.outcome(appraisee_id)
    if private:
        outcome = _veiled(outcome, evaluation.cohort)
    teller = Teller(evaluation, judged, private)
    steps = cast(teller, outcome, [*steps_of(teller), *_decided(teller)])
    used = {name for step in steps for name in step.assumptions}
    ruleset = evaluation.cohort.ruleset
    assumptions = tuple(one for one in ruleset.assumptions if one.id in used)
    return Explanation(
        scheme=ruleset.id,
        scheme_version=ruleset.scheme.version,
        digest=ruleset.digest,
        outcome=outcome,
        verdict=verdict(outcome, steps),
        summary=_summary(judged, ruleset, outcome),
        steps=tuple(steps),
        assumptions=assumptions,
        taken={one.id: reading_of(ruleset, one) for one in assumptions},
        departures=departures(ruleset, confirmed=evaluation.cohort.cycle.confirmed),
    )


def _decided(teller: Teller) -> Iterator[Step]:
    """The recorded decision as a step of its own: a person is its rule, and its document its clause."""
    judged, cohort = teller.judged, teller.evaluation.cohort
    known = set(_linked(cohort, judged.appraisee.id))
    # A reason is written by hand: it may name colleagues, with Chinese close around them.
    veil = _veil(cohort, known, bound=_CLOSE) if teller.private else _bare
    mine = [one for one in cohort.decisions if isinstance(one, GradeDecision)]
    for decision in [one for one in mine if one.appraisee == judged.appraisee.id][-1:]:
        holds = decision_holds(judged, decision)
        told = Text("grade {grade}", "等次{grade}").format(grade=decision.grade)
        yield Step(
            rule="decision",
            clause=decision.document,
            kind="decision",
            text=Text("decided by a person: {grade}", "由人裁定：{grade}").format(grade=decision.grade),
            status="applied" if holds else "not-applied",
            effect=told if holds else Text("not possible under the rules; no effect", "与规则不符，不生效"),
            because=Text(veil(_OTHER.en, decision.reason), veil(_OTHER.zh, decision.reason)),
        )


def _summary(judged: Judged, ruleset: Ruleset, outcome: Outcome) -> Text:
    """State, exact score, grade, and what is open."""
    parts = [STATES[outcome.state], *_score(judged, outcome)]
    if outcome.grade is None and outcome.recorded is not None:
        parts.append(RECORDED.format(grade=outcome.recorded.grade))
    if outcome.grade is not None:
        parts.append(Text("grade {grade}", "等次{grade}").format(grade=outcome.grade))
    elif outcome.provisional_grade is not None:
        parts.append(Text("provisionally {grade}", "暂定{grade}").format(grade=outcome.provisional_grade))
    parts += [reason.text for reason in outcome.reasons]
    open_points = [_labelled(judged, ruleset, name) for name in (*outcome.needs, *outcome.pending)]
    if open_points:
        parts.append(Text("open: {points}", "未定：{points}").format(points=join(open_points, en=", ", zh="、")))
    return listed(parts)


def _labelled(judged: Judged, ruleset: Ruleset, name: str) -> Text:
    """An open point by the label of its input or the text of its rule; what is no key of a record stands as it is."""
    key, _, at = name.partition("[")
    who, _, key = key.rpartition(":")
    everybody = [*ruleset.kinds, judged.plan.rules]  # another's input may have a key of ours: ours stands last
    labels = {given.key: given.label for rules in everybody for given in rules.inputs}
    labels |= {entry.rule.id: entry.rule.text for rules in everybody for entry in rules.entries}
    label = labels.get(key, Text(key, key))
    if who:
        label = Text("{label} of {who}", "{who} 的{label}").format(label=label, who=who)
    if not at:
        return label
    return Text("{label} ({at})", "{label}（{at}）").format(label=label, at=said_period(at.rstrip("]")))


def _score(judged: Judged, outcome: Outcome) -> Iterator[Text]:
    score = judged.tallied.score if judged.tallied is not None and judged.refused is None else None
    if isinstance(score, Num) and score.value is not None:
        yield Text("score {exact}", "得分 {exact}").format(exact=exact_text(score.value))
    elif isinstance(score, Num):
        low, high = ("-" if edge is None else exact_text(edge) for edge in (score.low, score.high))
        yield Text("score not settled ({low} to {high})", "得分未定（{low} 至 {high}）").format(low=low, high=high)


_OTHER = Text("another record", "其他对象")


def _bare(instead: str, text: str) -> str:
    """The text as it is: in the office nobody is veiled."""
    return text


def _veiled(outcome: Outcome, cohort: Cohort) -> Outcome:
    """The outcome without the ids and names of others than those whom the appraisee is linked to."""
    known = set(_linked(cohort, outcome.id))
    veil, close, recorded = _veil(cohort, known), _veil(cohort, known, bound=_CLOSE), outcome.recorded
    if recorded is not None:
        recorded = evolve(recorded, reason=close(str(_OTHER), recorded.reason))
    reasons = [
        (veil("-", one.rule), veil(_OTHER.en, one.text.en), veil(_OTHER.zh, one.text.zh)) for one in outcome.reasons
    ]
    return evolve(
        outcome,
        recorded=recorded,
        needs=tuple(veil(str(_OTHER), one) for one in outcome.needs),
        pending=tuple(veil(str(_OTHER), one) for one in outcome.pending),
        reasons=tuple(Reason(rule, Text(en, zh)) for rule, en, zh in reasons),
    )


def _linked(cohort: Cohort, name: str) -> Iterator[str]:
    """The appraisee and those whom the links lead to: the team, its sending unit."""
    seen = {name}
    waiting = [name]
    while waiting:
        who = waiting.pop()
        yield who
        found = {one for link in cohort.appraisees[who].links.values() for one in linked_ids(link)} - seen
        seen |= found
        waiting += found


_APART = r"(?<![\w-])(?:{words})(?![\w-])"
_CLOSE = r"(?<![A-Za-z0-9_-])(?:{words})(?![A-Za-z0-9_-])"


def _veil(cohort: Cohort, known: set[str], *, bound: str = _APART) -> Callable[[str, str], str]:
    """Replace the ids and names of everybody else, where they stand as words of their own."""
    people = [one for one in cohort.appraisees.values() if one.id not in known]
    words = sorted({word for one in people for word in (one.id, one.name) if word}, key=len, reverse=True)
    if not words:
        return lambda instead, text: text
    pattern = re.compile(bound.replace("{words}", "|".join(map(re.escape, words))))
    return lambda instead, text: pattern.sub(instead, text)
