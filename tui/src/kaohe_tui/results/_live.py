"""The live line: what one record comes to as it stands."""

from __future__ import annotations

from kaohe.engine import Outcome
from kaohe.rules import Ceiling
from kaohe.rules.tools import KindRules, show_near
from kaohe.words import Text

from ..session._needs import own_needs, own_pending
from ..session._session import Session
from ._texts import STATES, refused_text, score_text

__all__ = ["live_text"]


def live_text(session: Session, who: str) -> str:
    """Score, grade, the rule that bites, what is missing, and the places left in the pool."""
    outcome = session.outcome(who)
    parts = [f"{Text('score', '得分')} {_score(outcome, session.rules_of(who))}", _grade(outcome)]
    parts += [text for text in (refused_text(session.refusals(who)),) if text]
    parts += _bites(session, who, outcome)
    parts += _open(session, outcome)
    parts += _places(session, who)
    return "  ".join(part for part in parts if part)


def _score(outcome: Outcome, rules: KindRules) -> str:
    if outcome.score is not None:
        return score_text(outcome, rules)
    if outcome.score_range is not None and None not in outcome.score_range:
        low, high = (show_near(edge, rules.limits) for edge in outcome.score_range if edge is not None)
        return f"{low}..{high}"
    return "-"


def _grade(outcome: Outcome) -> str:
    if outcome.grade is not None:
        return outcome.grade
    if outcome.provisional_grade is not None:
        return f"({outcome.provisional_grade})"
    return str(STATES[outcome.state])


def _bites(session: Session, who: str, outcome: Outcome) -> list[str]:
    """The ceilings and floors that took effect, else whatever was flagged."""
    rules = session.rules_of(who).rules(Ceiling)
    found = [f"! {rule.id} {rule.clause}" for rule in rules if rule.id in outcome.rules]
    return found[:2] or [f"! {flag}" for flag in outcome.flag_texts[:2]]


def _open(session: Session, outcome: Outcome) -> list[str]:
    missing = own_needs(outcome, session.rules_of(outcome.id))
    if missing:
        return [str(Text("lacks {n}: {first}", "缺 {n} 项：{first}").format(n=len(missing), first=missing[0]))]
    if outcome.needs:
        first = ", ".join(outcome.needs[:2]) + (" ..." if len(outcome.needs) > 2 else "")
        return [str(Text("waits for {others}", "等待 {others}").format(others=first))]
    if outcome.pending:
        return [
            str(
                Text("re-check {what}", "待复核 {what}").format(
                    what=", ".join(own_pending(outcome, session.rules_of(outcome.id)))
                )
            )
        ]
    return [str(reason.text) for reason in outcome.reasons[:1]] if outcome.state != "decided" else []


def _places(session: Session, who: str) -> list[str]:
    """The places left in the pools that this record is in; in a large case once all results are computed."""
    results = session.results
    if not results.whole:
        if not results.quick.limited:
            return []
        return [str(Text("quota: computing", "名额: 计算中") if results.computing else Text("quota: F5", "名额: F5"))]
    evaluation = results.evaluation
    groups = {(place.quota, group) for place in evaluation.placements(who) for group in place.groups}
    return [
        f"{pool.grade} {pool.used}/{pool.places} {Text('left', '余')} {pool.left}"
        for pool in evaluation.pools()
        if (pool.quota, pool.group) in groups and pool.places is not None
    ][:1]
