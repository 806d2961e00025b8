"""Publicity with its last day; objections and appeals as a day, a document number and an outcome code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, ClassVar

from attrs import frozen

from ...errors import CaseError
from ...rules.steps import Publicity
from ...rules.tools import document_number
from ...words import Message, Text
from .._acts import Act, Sight
from .._documents import OBJECTION, PUBLICITY, Fields, Key
from ._ground import Declared, Ground, day_of, planned_day

__all__ = [
    "OBJECTION",
    "OUTCOMES",
    "PUBLICITY",
    "Answer",
    "Object",
    "Objection",
    "Publish",
    "Shown",
    "objections",
    "shown",
]

OUTCOMES = {
    "upheld": Text("upheld", "成立"),
    "rejected": Text("not upheld", "不成立"),
    "withdrawn": Text("withdrawn", "撤回"),
}
_NO_STEP = Message(
    "K8240",
    "the scheme publicises by {known}, not by {step}; write one of those",
    "方案的公示步骤为 {known}，不是 {step}；请写其一",
)
_NEVER = Message(
    "K8248",
    "the scheme has no step {step} of publicity, nor any other; leave it out",
    "方案没有公示步骤 {step}，也没有其他公示步骤；请略去",
)
_LAST_DAY = Message(
    "K8241",
    "the document does not say for how long results are shown: give the last day with --until",
    "文件未规定公示期限：请用 --until 写明最后一日",
)
_SHORT = Message(
    "K8242",
    "shown from {since}, the {days} days of {clause} run to {last}; {until} is too early. Leave --until out, or write a later day",
    "自 {since} 公示，{clause}规定的 {days} 天至 {last} 止；{until} 过早。请去掉 --until，或写更晚的日期",
)
_BACKWARDS = Message(
    "K8243",
    "the last day {until} lies before the first, {since}; correct one of them",
    "最后一日 {until} 早于首日 {since}；请更正其一",
)
_OUTSIDE = Message(
    "K8244",
    "{on} lies outside the days of publicity ({windows}); correct the day, or record it as an appeal: --appeal",
    "{on} 不在公示期内（{windows}）；请更正日期，或作为申诉记录：--appeal",
)
_NO_OBJECTION = Message(
    "K8245",
    "there is no objection number {number}; kaohe office objection list shows them; write one of those",
    "没有第 {number} 号异议；kaohe office objection list 可列出；请写其一",
)
_OUTCOME = Message(
    "K8246",
    "an objection ends as {known}; write one of these, not {given}",
    "异议处理结果为 {known}；请写其一，不是 {given}",
)
_EARLY = Message(
    "K8247",
    "objection {number} came in on {on}; it cannot have been answered on {day}; correct the day",
    "第 {number} 号异议于 {on} 收到，不可能在 {day} 答复；请更正日期",
)


@frozen
class Publish(Act):
    """Results are shown publicly from that day. The last day follows from the scheme; where it says none, give `until`.

    The first day is not counted: five days from the 1st run to the 6th. Working days are those of the cycle's calendar.
    """

    needs: ClassVar[str] = "review"
    step: str
    since: dt.date
    document: str
    until: dt.date | None = None
    period: str = ""

    def about(self) -> tuple[str, str, str]:
        return "", self.step, self.period

    def written(self, sight: Sight) -> Iterator[tuple[Key, Fields | None]]:
        ground = Ground(sight.state, sight.ruleset)
        found = {one.step: one for one in ground.declared(Publicity)}
        if self.step not in found:
            told = {"known": ", ".join(found), "step": self.step[:60] or "-"}
            raise CaseError(_NO_STEP.format(**told) if found else _NEVER.format(step=told["step"]))
        fields = {
            "since": planned_day(self.since, sight.today, ground),
            "until": planned_day(self._until(ground, found[self.step]), sight.today, ground),
        }
        name = f"{self.step}/{self.period}" if self.period else self.step
        yield (PUBLICITY, name), {**fields, "document": document_number(self.document)}

    def _until(self, ground: Ground, one: Declared[Publicity]) -> dt.date:
        days = one.term.days
        last = ground.calendar.shifted(self.since, days) if one.term.working else self.since + dt.timedelta(days=days)
        until = self.until or (last if days else None)
        if until is None:
            raise CaseError(_LAST_DAY)
        if until < self.since:
            raise CaseError(_BACKWARDS.format(until=until, since=self.since))
        if until < last:
            about = {"since": self.since, "days": days, "clause": one.clause, "last": last, "until": until}
            raise CaseError(_SHORT.format(**about))
        return until


@frozen(kw_only=True)
class Shown:
    """One publicity of results: by which step, from when to when, both days included."""

    id: str
    step: str
    since: dt.date
    until: dt.date
    document: str

    def ended(self, today: dt.date) -> bool:
        """Whether its last day is over."""
        return today > self.until

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        days = {"since": self.since.isoformat(), "until": self.until.isoformat()}
        return {"id": self.id, "step": self.step, **days, "document": self.document}


def shown(ground: Ground) -> list[Shown]:
    """Every publicity on record."""
    return [
        Shown(
            id=id_,
            step=id_.split("/", 1)[0],
            since=dt.date.fromisoformat(fields["since"]),
            until=dt.date.fromisoformat(fields["until"]),
            document=fields["document"],
        )
        for id_, fields in ground.held(PUBLICITY).items()
    ]


@frozen
class Object(Act):
    """An objection to somebody's result came in within the days of publicity, or, `appeal`, at any time after it.

    Neither who objects nor what they say is kept.
    """

    needs: ClassVar[str] = "review"
    appraisee: str
    on: dt.date
    document: str
    appeal: bool = False

    def about(self) -> tuple[str, str, str]:
        return self.appraisee, "objection", ""

    def written(self, sight: Sight) -> Iterator[tuple[Key, Fields | None]]:
        ground = Ground(sight.state, sight.ruleset)
        kind = ground.row(self.appraisee)["kind"]
        steps = [one.step for one in ground.declared(Publicity) if kind in one.kinds]
        windows = [one for one in shown(ground) if one.step in steps]
        if not self.appeal and not any(one.since <= self.on <= one.until for one in windows):
            told = ", ".join(f"{one.since} - {one.until}" for one in windows) or "-"
            raise CaseError(_OUTSIDE.format(on=self.on, windows=told))
        number = max((int(id_.split("/", 1)[0]) for id_ in sight.held(OBJECTION)), default=0) + 1
        fields = {"on": day_of(self.on, sight.today, ground.start), "document": document_number(self.document)}
        fields |= {"sort": "appeal" if self.appeal else "objection"}
        yield (OBJECTION, f"{number}/{self.appraisee}"), fields


@frozen
class Answer(Act):
    """An objection or appeal was decided: outcome code, day and document number."""

    needs: ClassVar[str] = "review"
    number: int
    outcome: str
    on: dt.date
    document: str

    def about(self) -> tuple[str, str, str]:
        return "", f"objection {self.number}", ""

    def written(self, sight: Sight) -> Iterator[tuple[Key, Fields | None]]:
        ground = Ground(sight.state, sight.ruleset)
        found = next((one for one in objections(ground) if one.number == self.number), None)
        if found is None:
            raise CaseError(_NO_OBJECTION.format(number=self.number))
        if self.outcome not in OUTCOMES:
            raise CaseError(_OUTCOME.format(known=", ".join(OUTCOMES), given=self.outcome[:40] or "-"))
        if self.on < found.on:
            raise CaseError(_EARLY.format(number=self.number, on=found.on, day=self.on))
        key = OBJECTION, f"{found.number}/{found.appraisee}"
        answer = {"outcome": self.outcome, "answered": day_of(self.on, sight.today, ground.start)}
        yield key, {**ground.held(OBJECTION)[key[1]], **answer, "answer": document_number(self.document)}


@frozen(kw_only=True)
class Objection:
    """One objection or appeal; `outcome` is "" while it is open."""

    number: int
    appraisee: str
    sort: str
    on: dt.date
    document: str
    outcome: str
    answered: str
    answer: str

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        about = {"number": self.number, "appraisee": self.appraisee, "sort": self.sort, "on": self.on.isoformat()}
        ended = {"outcome": self.outcome, "answered": self.answered, "answer": self.answer}
        return {**about, "document": self.document, **ended}


def objections(ground: Ground) -> list[Objection]:
    """Every objection and appeal, in their order."""
    found = []
    for id_, fields in ground.held(OBJECTION).items():
        number, who = id_.split("/", 1)
        ended = {key: fields.get(key, "") for key in ("outcome", "answered", "answer")}
        on = dt.date.fromisoformat(fields["on"])
        about = {"number": int(number), "appraisee": who, "sort": fields["sort"]}
        found.append(Objection(**about, on=on, document=fields["document"], **ended))
    return sorted(found, key=lambda one: one.number)
