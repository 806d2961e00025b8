"""The outcome of one appraisee, made of what the walker found and what the quotas did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..rules import Bands, Bonus, Consequence, Eligibility, Flag, Item, PointTable, Proposed, Quota, Total
from ..rules.tools import Rule
from ..words import Text
from ._cohort import GradeDecision
from ._grade import grade_of
from ._judged import Judged, Judges
from ._outcome import Notice, Outcome, Reason, Recorded, by_urgency, state_of
from ._reasons import reasons_of
from .pools import Placed, Places, Possible
from .walk import NO_CAUSES, Cause, Causes, Gone, Num

__all__ = ["not_appraised", "summary"]

_MADE_OF = (Total, Bands, Proposed, PointTable)
_SHOWN = (Flag, Consequence)


def not_appraised(judged: Judged, rule: Eligibility) -> Outcome:
    """The outcome of somebody whom a rule leaves out."""
    return Outcome(
        id=judged.appraisee.id,
        kind=judged.plan.rules.kind.key,
        name=judged.appraisee.name,
        state="not_appraised",
        reasons=(Reason(rule.id, rule.otherwise),),
        rules=(rule.id,),
        assumptions=rule.assumption,
    )


def summary(evaluation: Judges, judged: Judged, placed: Placed, possible: Possible) -> Outcome:
    """The outcome of somebody who is appraised: the grades still possible for them, and everything to say of it."""
    places, causes = possible
    appraised, decision = judged.eligible or NO_CAUSES, evaluation.decided(judged)
    if decision is not None:
        appraised = frozenset(cause for cause in appraised if cause.kind != "decision")
    causes |= appraised | _score_causes(judged, places, decided=decision is not None)
    appraisee, kind = judged.appraisee, judged.plan.rules.kind
    settled = len(places) == 1 or not kind.grades
    state = "decided" if settled and not causes else state_of(causes)
    score = judged.tallied.score if judged.tallied is not None else None
    exact = score.value if isinstance(score, Num) else None
    grade = kind.grades[next(iter(places))] if state == "decided" and places else None
    effects = list(_effects(evaluation, judged, placed))
    return Outcome(
        id=appraisee.id,
        kind=kind.key,
        name=appraisee.name,
        state=state,
        score=exact,
        score_range=(score.low, score.high) if isinstance(score, Num) and exact is None else None,
        grade=grade,
        provisional_grade=_provisional(evaluation, judged, placed, places),
        needs=tuple(sorted(cause.name for cause in causes if cause.kind == "needs")),
        pending=tuple(sorted(cause.name for cause in causes if cause.kind == "pending")),
        reasons=reasons_of(evaluation, judged, causes),
        causes=by_urgency(causes),
        recorded=_recorded(decision),
        rules=tuple(rule.id for rule in effects),
        assumptions=tuple(dict.fromkeys(name for rule in effects for name in _readings(judged, rule))),
        flag_texts=_flags(judged, effects),
        notices=tuple(Notice(r.id, r.clause, r.text) for r in effects if isinstance(r, Consequence)),
    )


def _score_causes(judged: Judged, places: Places, *, decided: bool) -> Causes:
    """Why the score is not exact, where the outcome rests on it."""
    if judged.tallied is None or not judged.plan.score_required:
        return NO_CAUSES
    score = judged.tallied.score
    if places and not judged.graded.rests_on_proposal:
        return NO_CAUSES
    if isinstance(score, Gone):
        # With more than one grade possible what is open is said already; a person's decision stands without a score.
        return NO_CAUSES if len(places) > 1 or decided else frozenset({Cause("decision", "no-score")})
    if score.value is not None:
        return NO_CAUSES
    return frozenset(cause for cause in score.causes if not decided or cause.kind != "decision")


def _provisional(evaluation: Judges, judged: Judged, placed: Placed, places: Places) -> str | None:
    if len(places) > 1:
        name = judged.appraisee.id
        if placed.placements(name):
            return placed.provisional_grade(name)
        places = grade_of(evaluation.walker(name, provisional=True), judged.plan.grade).possible
    return judged.plan.rules.kind.grades[next(iter(places))] if len(places) == 1 else None


def _effects(evaluation: Judges, judged: Judged, placed: Placed) -> Iterator[Rule | Item]:
    """The rules and rows that took effect, in declared order."""
    walker = evaluation.walker(judged.appraisee.id)
    limits = {limit.rule.id: limit.status for limit in judged.graded.limits}
    refers = {rule.id: status for rule, status in judged.graded.refers}
    quotas = set(placed.quotas(judged.appraisee.id))
    lines = {line.source.id: line.adds for line in judged.tallied.lines} if judged.tallied is not None else {}
    for rule in judged.plan.effective:
        if isinstance(rule, _MADE_OF):
            if _took_part(rule, lines, judged):
                yield rule
            if isinstance(rule, PointTable):
                yield from (item for item in rule.items if _moved(item, lines[item.id]))
        elif isinstance(rule, Bonus):
            found = lines[rule.id]
            if isinstance(found, Num) and found.value:
                yield rule
        elif isinstance(rule, Quota):
            if rule.id in quotas:
                yield rule
        elif (
            walker.truth(rule.when).must(True)
            if isinstance(rule, _SHOWN)
            else "applied" in (limits.get(rule.id), refers.get(rule.id))
        ):
            yield rule


def _is_exact(worth: Num | Gone) -> bool:
    return isinstance(worth, Num) and worth.value is not None


def _took_part(rule: Rule, lines: Mapping[str, Num | Gone], judged: Judged) -> bool:
    if isinstance(rule, Total):
        return _is_exact(lines[rule.id])
    if isinstance(rule, Bands | Proposed):
        return judged.graded.rests_on_proposal and len(judged.graded.proposed) == 1
    return judged.tallied is not None and _is_exact(judged.tallied.score)


def _readings(judged: Judged, rule: Rule | Item) -> tuple[str, ...]:
    """The assumptions through which a rule took effect; the reading of the gaps matters only in a gap."""
    return () if isinstance(rule, Bands) and not judged.graded.gap else rule.assumption


def _moved(item: Item, adds: Num | Gone) -> bool:
    untouched = 0 if item.earns is not None else item.points
    return isinstance(adds, Num) and adds.value is not None and adds.value != untouched


def _flags(judged: Judged, effects: list[Rule | Item]) -> tuple[Text, ...]:
    found = [rule.flag for rule in effects if isinstance(rule, Flag)]
    bands = judged.plan.grade.bands
    return (*found, bands.gap_flag) if judged.graded.gap and bands is not None else tuple(found)


def _recorded(decision: GradeDecision | None) -> Recorded | None:
    return None if decision is None else Recorded(decision.grade, decision.document, decision.reason)
