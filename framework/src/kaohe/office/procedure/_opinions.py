"""Opinions asked for before a result is final, and results that another body computes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, ClassVar

from attrs import frozen

from ...engine import Evaluation, Outcome
from ...errors import CaseError
from ...rules import Eligibility
from ...rules.steps import Gate, Imported
from ...rules.tools import KindRules, document_number
from ...words import Message, Text
from .._acts import Act, Sight
from .._documents import GATE, IMPORTED, Fields, Key
from ._ground import Declared, Ground, day_of

__all__ = ["OPINIONS", "Asked", "Consult", "Import", "Left", "left", "opinions"]

OPINIONS = {"none": Text("nothing against it", "无异议"), "against": Text("against it", "有异议")}
_NO_GATE = Message(
    "K8250",
    "no opinion {key} is asked for about {kind}; it is one of: {known}; write its key",
    "{kind}无须征求 {key} 的意见；可用：{known}；请写其键名",
)
_SAYS = Message(
    "K8251", "an opinion is {known}; write one of these, not {given}", "意见为 {known}；请写其一，不是 {given}"
)
_COMPUTED = Message(
    "K8252",
    "the scheme computes the result of {id} itself; a result is imported only for whom {who} appraises",
    "{id} 的结果由本方案计算；只有由{who}考核的对象才可导入结果",
)
_NOWHERE = Message(
    "K8253",
    "the scheme imports no results of {kind}; enter what it asks for, and it computes them",
    "本方案不导入{kind}的结果；请录入所需数据，由系统计算",
)
_GRADE = Message(
    "K8254",
    "{kind} has the grades {known}, not {given}; write one of them",
    "{kind}的等次为 {known}，不是 {given}；请写其一",
)


@frozen
class Consult(Act):
    """What a body said when it was asked about somebody: "none" (nothing against) or "against"; None takes it back."""

    needs: ClassVar[str] = "review"
    appraisee: str
    key: str
    says: str | None
    on: dt.date
    document: str

    def about(self) -> tuple[str, str, str]:
        return self.appraisee, self.key, ""

    def written(self, sight: Sight) -> Iterator[tuple[Key, Fields | None]]:
        ground = Ground(sight.state, sight.ruleset)
        rules = ground.rules_of(self.appraisee)
        known = [one.term.key for one in ground.declared(Gate) if rules.kind.key in one.kinds]
        if self.key not in known:
            raise CaseError(_NO_GATE.format(key=self.key[:60], kind=rules.kind.label, known=", ".join(known) or "-"))
        if self.says is not None and self.says not in OPINIONS:
            raise CaseError(_SAYS.format(known=", ".join(OPINIONS), given=self.says[:40] or "-"))
        fields = None
        if self.says is not None:
            on = day_of(self.on, sight.today, ground.start)
            fields = {"says": self.says, "on": on, "document": document_number(self.document)}
        yield (GATE, f"{self.key}/{self.appraisee}"), fields


@frozen(kw_only=True)
class Asked:
    """One opinion that is to be had: about whom, of which body; `says` is "" while it is awaited."""

    appraisee: str
    key: str
    label: Text
    step: str
    clause: str
    must: bool
    says: str
    on: str
    document: str

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        about = {"appraisee": self.appraisee, "key": self.key, "label": {"en": self.label.en, "zh": self.label.zh}}
        said = {"says": self.says, "on": self.on, "document": self.document}
        return {**about, "step": self.step, "clause": self.clause, "must": self.must, **said}


def opinions(ground: Ground, evaluation: Evaluation) -> list[Asked]:
    """Every opinion that the scheme asks for: of those with the grades that it names, as they stand now, or of all."""
    found: list[Asked] = []
    gates = ground.declared(Gate)
    for outcome in evaluation.outcomes() if gates else ():
        for one in gates:
            if outcome.kind in one.kinds and _wanted(one, outcome.state, outcome.grade or outcome.provisional_grade):
                fields = ground.held(GATE).get(f"{one.term.key}/{outcome.id}", {})
                said = {key: fields.get(key, "") for key in ("says", "on", "document")}
                about: dict[str, Any] = {"key": one.term.key, "label": one.term.label, "must": one.term.must}
                found.append(Asked(appraisee=outcome.id, step=one.step, clause=one.clause, **about, **said))
    return found


def _wanted(one: Declared[Gate], state: str, grade: str | None) -> bool:
    return state != "not_appraised" and (not one.term.grades or grade in one.term.grades)


@frozen
class Import(Act):
    """The grade that another body gave somebody whom the scheme leaves to it: recorded as such, never computed."""

    needs: ClassVar[str] = "review"
    appraisee: str
    grade: str | None
    on: dt.date
    document: str

    def about(self) -> tuple[str, str, str]:
        return self.appraisee, "grade", ""

    def written(self, sight: Sight) -> Iterator[tuple[Key, Fields | None]]:
        ground = Ground(sight.state, sight.ruleset)
        rules = ground.rules_of(self.appraisee)
        kind = rules.kind
        step = next((one for one in ground.declared(Imported) if kind.key in one.kinds), None)
        if step is None:
            raise CaseError(_NOWHERE.format(kind=kind.label))
        if self.grade is not None and step.clause not in _left_by(rules, sight.evaluation.outcome(self.appraisee)):
            raise CaseError(_COMPUTED.format(id=self.appraisee, who=step.term.label))
        if self.grade is not None and self.grade not in kind.grades:
            known = ", ".join(kind.grades)
            raise CaseError(_GRADE.format(kind=kind.label, known=known, given=self.grade[:40] or "-"))
        on = day_of(self.on, sight.today, ground.start)
        fields = {"grade": self.grade, "on": on, "document": document_number(self.document)}
        yield (IMPORTED, self.appraisee), fields if self.grade is not None else None


@frozen(kw_only=True)
class Left:
    """Somebody whom the scheme leaves to another body: by which clause, to whom; `grade` is "" while none is on record."""

    appraisee: str
    step: str
    clause: str
    label: Text
    grade: str
    on: str
    document: str


def left(ground: Ground, evaluation: Evaluation) -> list[Left]:
    """Everybody whom the scheme leaves to another body as the results stand, and whoever has a grade of one on record."""
    terms = ground.declared(Imported)
    held = ground.held(IMPORTED)
    found: list[Left] = []
    for outcome in evaluation.outcomes() if terms else ():
        step = next((one for one in terms if outcome.kind in one.kinds), None)
        fields = held.get(outcome.id, {})
        if step is not None and (fields or step.clause in _left_by(ground.rules_of(outcome.id), outcome)):
            given: dict[str, Any] = {key: fields.get(key, "") for key in ("grade", "on", "document")}
            about: dict[str, Any] = {"step": step.step, "clause": step.clause, "label": step.term.label}
            found.append(Left(appraisee=outcome.id, **about, **given))
    return found


def _left_by(rules: KindRules, outcome: Outcome) -> list[str]:
    """The clauses by which somebody is not appraised by the scheme itself."""
    named = [reason.rule for reason in outcome.reasons] if outcome.state == "not_appraised" else []
    return [rule.clause for rule in rules.rules(Eligibility) if rule.id in named]
