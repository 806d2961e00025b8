"""What stands between the outcomes and the end: each open point with what closes it, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import frozen

from ...rules.tools import KindRules, doubt_text
from ...words import Text
from .._evaluation import Evaluation
from .._judged import Judged
from .._outcome import Outcome
from .._reasons import FIRST, absences, unranked, why_open
from ..walk import Cause, Missing

__all__ = ["OpenPoint", "open_points"]


@frozen(kw_only=True)
class OpenPoint:
    """One thing that is open, and what closes it.

    `id` is whose outcome is open, `kind` needs, pending, decision, tied or refused. `closes` says what closes it:
    an `entry` of `input` (an input or a link), a `recheck` (of a finding in `input`, or of the rule `input`), or a
    `decision`; in each case in the record of `appraisee`. Beside a decision `input` is the quota of a tie, or the
    entry for want of whose value people must decide ("T1:ballot" where it is another's); correcting it closes the
    point too. `grades` are those that a decision may name; a kind without grades takes the word of the document.
    A refused decision is closed by correcting or removing it.
    """

    id: str
    kind: str
    what: str
    closes: str
    input: str
    appraisee: str
    text: Text
    grades: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The point as plain data."""
        return {
            "id": self.id,
            "kind": self.kind,
            "what": self.what,
            "closes": self.closes,
            "input": self.input,
            "appraisee": self.appraisee,
            "grades": list(self.grades),
            "en": self.text.en,
            "zh": self.text.zh,
        }


def open_points(evaluation: Evaluation, outcomes: Iterable[Outcome]) -> list[OpenPoint]:
    """Everything open, in the order of the outcomes, then entries in dispute that change no grade; refused decisions last."""
    found = [
        point
        for outcome in outcomes
        for cause in (*outcome.causes, *_of_periods(evaluation, outcome))
        for point in _points(evaluation, outcome, cause)
    ]
    told = {(point.appraisee, point.input) for point in found if point.kind == "needs"}
    return [*found, *_disputed(evaluation, told), *_refused(evaluation)]


def _of_periods(evaluation: Evaluation, outcome: Outcome) -> Iterator[Cause]:
    """What is open about the grades of single periods that stand under a quota, apart from what is told already."""
    told = set(outcome.causes)
    for span in list(evaluation.spans(outcome.kind))[1:]:
        placed = evaluation.placed(outcome.kind, span).possible.get(outcome.id)
        for cause in sorted(placed[1] if placed is not None else (), key=lambda cause: (cause.kind, cause.name)):
            if cause not in told:
                told.add(cause)
                yield cause


def _points(evaluation: Evaluation, outcome: Outcome, cause: Cause) -> Iterator[OpenPoint]:
    whose = cause.of or outcome.id
    shared: dict[str, Any] = {"id": outcome.id, "kind": cause.kind, "what": cause.name, "appraisee": whose}
    if cause.kind == "needs":
        yield OpenPoint(**shared, closes="entry", input=_key(cause), text=_enter(evaluation, cause, whose))
    elif cause.kind == "pending":
        yield OpenPoint(**shared, closes="recheck", input=_key(cause), text=_recheck(evaluation, cause, whose))
    elif cause.kind == "tied":
        yield OpenPoint(**shared, closes="decision", input=cause.what, text=_untie(evaluation, cause, whose))
    else:
        judged = evaluation.judged(whose)
        grades = _grades(evaluation, judged)
        missing = absences(evaluation, judged, cause.what)
        apart: list[tuple[Missing, ...]] = [(one,) for one in missing]
        for some in apart or [()]:
            text = _decide(evaluation, cause, whose, some, grades)
            given = "".join(f"{one.of}:{one.key}" if one.of else one.key for one in some)
            yield OpenPoint(**shared, closes="decision", input=given, text=text, grades=grades)


def _key(cause: Cause) -> str:
    return cause.what.partition("[")[0]


def _rules(evaluation: Evaluation, whose: str) -> KindRules:
    return evaluation.plan(evaluation.cohort.appraisees[whose].kind).rules


def _label(rules: KindRules, key: str) -> Text:
    """The label of an input, a column or a link."""
    labels = {given.key: given.label for given in rules.inputs} | {link.key: link.label for link in rules.links}
    return labels.get(key) or Text(key, key)


_ENTER = Text("enter {what} ({label})", "录入{label}（{what}）")
_ENTER_OF = Text("enter {what} of {of} ({label})", "录入 {of} 的{label}（{what}）")


def _enter(evaluation: Evaluation, cause: Cause, whose: str) -> Text:
    asked = doubt_text(cause.what, {given.key: given.label for given in _rules(evaluation, whose).inputs})
    if asked is not None:
        return asked
    for dispute in (*evaluation.disputes, *evaluation.clashes()):
        if (dispute.appraisee, dispute.input) == (whose, _key(cause)):
            return dispute.text
    label = _label(_rules(evaluation, whose), _key(cause))
    return (_ENTER_OF if cause.of else _ENTER).format(what=cause.what, of=whose, label=label)


_ROW = Text("record what the re-check of {what} found ({label})", "记录 {what} 的复核结论（{label}）")
_ROW_OF = Text(
    "record what the re-check of {what} of {of} found ({label})", "记录 {of} 的 {what} 的复核结论（{label}）"
)


def _recheck(evaluation: Evaluation, cause: Cause, whose: str) -> Text:
    rules = _rules(evaluation, whose)
    ruled = {entry.rule.id: entry.rule.text for entry in rules.entries}
    label = ruled.get(cause.what) or _label(rules, _key(cause))
    return (_ROW_OF if cause.of else _ROW).format(what=cause.what, of=whose, label=label)


_TIE = Text(
    "decide {quota}: {take} of {members} get {grade}; record it (fingerprint {mark})",
    "请裁定{quota}：{members} 中取 {take} 名评为{grade}，并予记录（指纹 {mark}）",
)
_TIE_ELSE = Text("decide the tie at {quota} that {of} stands in", "请裁定 {of} 在{quota}的并列")


def _untie(evaluation: Evaluation, cause: Cause, whose: str) -> Text:
    ties = [tie for tie in evaluation.ties() if whose in tie.members]
    period = cause.what.partition("[")[2]
    for tie in sorted(ties, key=lambda tie: tie.quota != cause.what):
        if tie.quota.partition("[")[2] == period:
            return _TIE.format(
                quota=tie.quota,
                take=tie.take,
                members=", ".join(tie.members),
                grade=tie.grade,
                mark=tie.fingerprint[:12],
            )
    return _TIE_ELSE.format(quota=cause.what, of=whose)


_RECORD = Text("{why}; record a decision on the grade ({grades})", "{why}；请记录对等次的裁定（{grades}）")
_RECORD_WORD = Text("{why}; record the result that the approving office gives", "{why}；请记录审定机构给出的结果")
_OR_ENTER = Text("{told}, or correct {label} ({key})", "{told}，或更正{label}（{key}）")


def _decide(
    evaluation: Evaluation, cause: Cause, whose: str, missing: tuple[Missing, ...], grades: tuple[str, ...]
) -> Text:
    why = why_open(evaluation, evaluation.judged(whose), cause.what, missing)
    if cause.of:
        why = FIRST.format(of=whose, why=why)
    told = _RECORD.format(why=why, grades="/".join(grades)) if grades else _RECORD_WORD.format(why=why)
    if missing:
        told = _OR_ENTER.format(told=told, key=missing[0].key, label=missing[0].label)
    return told


def _grades(evaluation: Evaluation, judged: Judged) -> tuple[str, ...]:
    """The grades that a decision may record, best first."""
    grades = judged.plan.rules.kind.grades
    return tuple(
        grades[place]
        for place in sorted(judged.graded.possible | unranked(evaluation.walker(judged.appraisee.id), judged))
    )


_REFUSED = Text(
    "the recorded decision on {who} is not applied: {why}; correct it or take it out",
    "关于 {who} 的裁定未予适用：{why}；请更正或撤回",
)


def _disputed(evaluation: Evaluation, told: set[tuple[str, str]]) -> Iterator[OpenPoint]:
    for one in evaluation.disputes:
        if (one.appraisee, one.input) not in told:
            shared: dict[str, Any] = {"id": one.appraisee, "appraisee": one.appraisee, "what": one.input}
            yield OpenPoint(**shared, kind="needs", closes="entry", input=one.input, text=one.text)


def _refused(evaluation: Evaluation) -> Iterator[OpenPoint]:
    for who, why in evaluation.refused():
        text = _REFUSED.format(who=who, why=why)
        yield OpenPoint(id=who, kind="refused", what="decision", closes="decision", input="", appraisee=who, text=text)
