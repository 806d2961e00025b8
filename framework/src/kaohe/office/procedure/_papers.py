"""Papers received: whose, which, for which period, on which day. No content is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from ...errors import CaseError
from ...rules.steps import Paper
from ...rules.tools import Period, add_months
from ...words import Message, Text
from .._acts import Act, Sight
from .._documents import PAPER, Fields, Key
from ._deadlines import day_for, no_period
from ._ground import Declared, Ground, day_of

__all__ = ["Awaited", "Receive", "papers"]

_NO_PAPER = Message(
    "K8205",
    "{kind} hands in no paper {paper}; it is one of: {known}; write its key",
    "{kind}不报材料 {paper}；可用：{known}；请写其键名",
)
_NOT_POSTED = Message(
    "K8206",
    "{id} was not posted in {period} (posted {start} to {end}), so no {paper} is due; check the id and the period",
    "{id} 在 {period} 未派驻（派驻 {start} 至 {end}），无须报 {paper}；请核对编号与期次",
)


@frozen
class Receive(Act):
    """A paper of somebody came in on that day; `on` None takes that back.

    `period` is the period that it is of; of a paper handed in case by case, its running number ("" for the next).
    """

    appraisee: str
    paper: str
    on: dt.date | None
    period: str = ""

    def about(self) -> tuple[str, str, str]:
        return self.appraisee, self.paper, self.period

    def written(self, sight: Sight) -> Iterator[tuple[Key, Fields | None]]:
        ground = Ground(sight.state, sight.ruleset)
        rules = ground.rules_of(self.appraisee)
        found = {one.term.key: one for one in ground.declared(Paper) if rules.kind.key in one.kinds}
        if self.paper not in found:
            known = ", ".join(found) or "-"
            raise CaseError(_NO_PAPER.format(kind=rules.kind.label, paper=self.paper[:60], known=known))
        period = self._period(ground, found[self.paper].term, sight.held(PAPER))
        fields = None if self.on is None else {"on": day_of(self.on, sight.today, add_months(ground.start, -12))}
        yield (PAPER, f"{self.paper}/{period}/{self.appraisee}"), fields

    def _period(self, ground: Ground, paper: Paper, held: Mapping[str, Fields]) -> str:
        if paper.each == "case":
            return self._number(held)
        for span in ground.spans(paper.each):
            if span.name == self.period:
                self._there(ground, span)
                return self.period
        raise no_period(self.paper, self.period, [span.name for span in ground.spans(paper.each)])

    def _number(self, held: Mapping[str, Fields]) -> str:
        numbers = [id_.split("/", 2)[1] for id_ in held if _whose(id_) == (self.paper, self.appraisee)]
        following = max(map(int, numbers), default=0) + 1
        if not self.period:
            return str(following)
        if self.period in numbers:
            return self.period
        raise no_period(self.paper, self.period, numbers)

    def _there(self, ground: Ground, span: Period) -> None:
        row = ground.row(self.appraisee)
        if not ground.present(row, span):
            start, end = ground.posted(row)
            where = {"id": self.appraisee, "period": span.name or span.start.isoformat(), "paper": self.paper}
            raise CaseError(_NOT_POSTED.format(**where, start=start, end=end))


def _whose(id_: str) -> tuple[str, str]:
    paper, _, who = id_.split("/", 2)
    return paper, who


@frozen(kw_only=True)
class Awaited:
    """One paper of one person for one period: its last day, where it has one, and when it came.

    `late` counts days after the last day: of receipt, or up to the day that was asked about while it is missing.
    """

    appraisee: str
    paper: str
    label: Text
    step: str
    clause: str
    period: str
    begins: dt.date
    due: dt.date | None
    on: dt.date | None
    late: int

    @property
    def missing(self) -> bool:
        """Whether it has not come."""
        return self.on is None

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        days = {"due": self.due, "on": self.on}
        return {
            "appraisee": self.appraisee,
            "paper": self.paper,
            "label": {"en": self.label.en, "zh": self.label.zh},
            "step": self.step,
            "clause": self.clause,
            "period": self.period,
            **{name: None if day is None else day.isoformat() for name, day in days.items()},
            "late": self.late,
        }


def papers(ground: Ground, today: dt.date) -> list[Awaited]:
    """Every paper that has come or is awaited on that day, in the order of the roster; those of periods to come are not."""
    by_kind: dict[str, list[Declared[Paper]]] = {}
    for one in ground.declared(Paper):
        for kind in one.kinds:
            by_kind.setdefault(kind, []).append(one)
    return [
        found
        for who, row in ground.state.rows.items()
        for one in by_kind.get(row["kind"], ())
        for found in _of(ground, who, one, today)
    ]


def _of(ground: Ground, who: str, one: Declared[Paper], today: dt.date) -> Iterator[Awaited]:
    row, paper = ground.row(who), one.term
    if paper.each == "case":
        for id_ in ground.held(PAPER):
            if _whose(id_) == (paper.key, who):
                yield _awaited(ground, who, one, Period(id_.split("/", 2)[1], ground.start, ground.end), None, today)
        return
    leaves = ground.leaves(row)
    for span in ground.spans(paper.each):
        due = None if paper.due is None else day_for(ground, paper.due, span)
        begins = span.start
        if paper.each == "end":
            begins = due = leaves or ground.end
            if leaves is None and f"{paper.key}/{span.name}/{who}" not in ground.held(PAPER):
                continue
        if ground.present(row, span) and begins <= today:
            yield _awaited(ground, who, one, span, due, today)


def _awaited(
    ground: Ground, who: str, one: Declared[Paper], span: Period, due: dt.date | None, today: dt.date
) -> Awaited:
    fields = ground.held(PAPER).get(f"{one.term.key}/{span.name}/{who}")
    on = None if fields is None else dt.date.fromisoformat(fields["on"])
    late = 0 if due is None else max(0, ((on or today) - due).days)
    return Awaited(
        appraisee=who,
        paper=one.term.key,
        label=one.term.label,
        step=one.step,
        clause=one.clause,
        period=span.name,
        begins=span.start,
        due=due,
        on=on,
        late=late,
    )
