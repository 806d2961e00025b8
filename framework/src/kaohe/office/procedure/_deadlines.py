"""Deadlines as days, and what was done when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from attrs import frozen

from ...errors import CaseError
from ...rules.steps import By
from ...rules.tools import Period, document_number
from ...words import Message, Text
from .._acts import Act, Sight
from .._documents import HELD, Fields, Key
from ._ground import Ground, named_period, planned_day

__all__ = ["Deadline", "Hold", "day_for", "deadlines", "no_period"]

_NO_STEP = Message(
    "K8203",
    "no step with a deadline has the id {step}; kaohe office due --all lists them; write one of those",
    "没有编号为 {step} 且有时限的步骤；kaohe office due --all 可列出；请写其一",
)
_NO_PERIOD = Message(
    "K8204",
    '{what} has no period "{period}"; it has {known}; name one of them',
    "{what} 没有期次“{period}”；可用：{known}；请写其一",
)
_ONCE = Text("none, being done once a cycle", "不分期次（每周期一次）")


def no_period(what: str, period: str, known: Iterable[str]) -> CaseError:
    """Why a period may not be named, or must be."""
    names = ", ".join(filter(None, known))
    return CaseError(_NO_PERIOD.format(what=what, period=period[:40], known=Text(names, names) if names else _ONCE))


@frozen
class Hold(Act):
    """A step of the scheme was done, or is planned, on that day; None takes the day back. `period` where it has periods.

    A planned day moves the deadlines that count from it: papers that go out three days before a meeting.
    """

    step: str
    on: dt.date | None
    period: str = ""
    document: str = ""

    def about(self) -> tuple[str, str, str]:
        return "", self.step, self.period

    def written(self, sight: Sight) -> Iterator[tuple[Key, Fields | None]]:
        ground = Ground(sight.state, sight.ruleset)
        found = [one for one in ground.declared(By) if one.step == self.step]
        if not found:
            raise CaseError(_NO_STEP.format(step=self.step[:60]))
        known = [span.name for one in found for span in ground.spans(one.term.each)]
        if self.period not in known:
            raise no_period(self.step, self.period, known)
        document = {"document": document_number(self.document)} if self.document else {}
        fields = None if self.on is None else {"on": planned_day(self.on, sight.today, ground), **document}
        yield (HELD, f"{self.step}/{self.period}"), fields


@frozen(kw_only=True)
class Deadline:
    """One step with its day in this cycle: `period` "" for once a cycle, `opens` the first day where one is said.

    `on` is the day that is on record for it, in the past or planned.
    """

    step: str
    clause: str
    text: Text
    kinds: tuple[str, ...]
    period: str
    opens: dt.date | None
    day: dt.date
    on: dt.date | None


def deadlines(ground: Ground) -> list[Deadline]:
    """Every deadline of every step in this cycle, by day."""
    found = [
        Deadline(
            step=one.step,
            clause=one.clause,
            text=one.text,
            kinds=one.kinds,
            period=span.name,
            opens=None if one.term.opens is None else one.term.opens.in_cycle(ground.end),
            day=day_for(ground, one.term, span),
            on=_held(ground, one.step, span.name),
        )
        for one in ground.declared(By)
        for span in ground.spans(one.term.each)
    ]
    return sorted(found, key=lambda one: (one.day, one.step, one.period))


def day_for(ground: Ground, due: By, span: Period, *, seen: frozenset[str] = frozenset()) -> dt.date:
    """The last day that a rule gives for one period (the cycle's own where it has none)."""
    if due.on is not None:
        return due.on.in_cycle(ground.end)
    if due.after and due.after not in seen:
        return _base(ground, due.after, span, seen | {due.after}) + dt.timedelta(days=due.days)
    return span.end + dt.timedelta(days=due.days)


def _base(ground: Ground, step: str, span: Period, seen: frozenset[str]) -> dt.date:
    """The day of another step of the same period, else of the cycle: as on record, else its own last day."""
    for one in ground.declared(By):
        if one.step == step:
            spans = ground.spans(one.term.each)
            own = named_period(spans, span.name) or spans[-1]
            return _held(ground, step, own.name) or day_for(ground, one.term, own, seen=seen)
    return span.end


def _held(ground: Ground, step: str, period: str) -> dt.date | None:
    fields = ground.held(HELD).get(f"{step}/{period}")
    return None if fields is None else dt.date.fromisoformat(fields["on"])
