"""The notices that a scheme prescribes: to whom, about whom, and when each was given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, ClassVar

from attrs import frozen

from ...engine import Evaluation, Outcome
from ...errors import CaseError
from ...rules import Consequence, Procedure
from ...rules.steps import Notify, Publicity
from ...rules.tools import document_number
from ...words import Message, Text
from .._acts import Act, Sight
from .._documents import NOTICE, Fields, Key
from ._ground import Ground, day_of
from ._windows import shown

__all__ = ["Given", "Serve", "notices"]

_NOT_DUE = Message(
    "K8260",
    "{rule} gives no notice about {id} as the result stands; kaohe office notice list shows those that it gives",
    "按现有结果，{rule} 不产生关于 {id} 的告知；kaohe office notice list 可列出应告知事项",
)
_RUNNING = Message(
    "K8261",
    "results are fed back once they are confirmed: the publicity of {id} is not over{until}; wait for its last day to pass",
    "结果确定后方可反馈：{id} 的公示尚未结束{until}；请待最后一日过后再办",
)
_UNTIL = Text(" (it runs to {day})", "（至 {day}）")
_NOT_YET = Text(" (none is on record)", "（尚无公示记录）")


@frozen
class Serve(Act):
    """A notice about somebody was given on that day, by that document; `on` None takes it back."""

    needs: ClassVar[str] = "review"
    appraisee: str
    rule: str
    on: dt.date | None
    document: str = ""

    def about(self) -> tuple[str, str, str]:
        return self.appraisee, self.rule, ""

    def written(self, sight: Sight) -> Iterator[tuple[Key, Fields | None]]:
        ground = Ground(sight.state, sight.ruleset)
        ground.row(self.appraisee)
        key = NOTICE, f"{self.rule}/{self.appraisee}"
        if self.on is None:
            yield key, None
            return
        found = [
            one for one in notices(ground, sight.evaluation, self.appraisee) if one.rule == self.rule and one.follows
        ]
        if not found:
            raise CaseError(_NOT_DUE.format(rule=self.rule[:60], id=self.appraisee))
        if found[0].feedback:
            self._over(ground, self.on)
        fields = {"on": day_of(self.on, sight.today, ground.start), "document": document_number(self.document)}
        yield key, fields | {"to": [one.addressee or one.appraisee for one in found]}

    def _over(self, ground: Ground, on: dt.date) -> None:
        """What is publicised by the same step is fed back when its days are over."""
        if self.rule not in [one.step for one in ground.declared(Publicity)]:
            return
        windows = [one for one in shown(ground) if one.step == self.rule]
        if not any(one.ended(on) for one in windows):
            last = max((one.until for one in windows), default=None)
            until = _NOT_YET if last is None else _UNTIL.format(day=last)
            raise CaseError(_RUNNING.format(id=self.rule, until=until))


@frozen(kw_only=True)
class Given:
    """One notice: of which rule about whom to whom. `addressee` is an id, "" where only the words say who it is.

    `follows` is False where it was given and the result has changed since; `feedback` tells the result itself.
    """

    rule: str
    clause: str
    text: Text
    appraisee: str
    to: Text
    addressee: str
    state: str
    follows: bool
    feedback: bool
    on: str
    document: str

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        texts = {key: {"en": text.en, "zh": text.zh} for key, text in (("text", self.text), ("to", self.to))}
        about = {"rule": self.rule, "clause": self.clause, "appraisee": self.appraisee, "addressee": self.addressee}
        given = {"follows": self.follows, "feedback": self.feedback, "on": self.on, "document": self.document}
        return {**about, **texts, "state": self.state, **given}


def notices(ground: Ground, evaluation: Evaluation, only: str = "") -> list[Given]:
    """Every notice that follows from the outcomes as they stand, and those given that no longer do; or of one person."""
    told = {
        (rules.kind.key, rule.id): rule
        for rules in ground.ruleset.kinds
        for rule in rules.rules(Consequence)
        if isinstance(rule, Consequence) and rule.tells
    }
    fed = ground.declared(Notify)
    held = ground.held(NOTICE)
    found: list[Given] = []
    for outcome in [evaluation.outcome(only)] if only else evaluation.outcomes():
        now = [told[outcome.kind, one.rule] for one in outcome.notices if (outcome.kind, one.rule) in told]
        gone = [
            rule
            for (kind, rule_id), rule in told.items()
            if kind == outcome.kind and f"{rule_id}/{outcome.id}" in held and rule_id not in [one.id for one in now]
        ]
        for rule in (*now, *gone):
            found += [_given(ground, outcome, rule, to, follows=rule in now) for to in rule.tells]
        if outcome.state == "decided":
            found += [
                _given(ground, outcome, one.rule, one.term, feedback=True) for one in fed if outcome.kind in one.kinds
            ]
    return found


def _given(
    ground: Ground,
    outcome: Outcome,
    rule: Procedure | Consequence,
    to: Notify,
    *,
    follows: bool = True,
    feedback: bool = False,
) -> Given:
    fields = ground.held(NOTICE).get(f"{rule.id}/{outcome.id}", {})
    return Given(
        rule=rule.id,
        clause=rule.clause,
        text=rule.text,
        appraisee=outcome.id,
        to=to.to,
        addressee=ground.linked(ground.row(outcome.id), to.link) if to.link else "",
        state=outcome.state,
        follows=follows,
        feedback=feedback,
        on=fields.get("on", ""),
        document=fields.get("document", ""),
    )
