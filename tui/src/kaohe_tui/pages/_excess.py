"""Going beyond places that the document sets "in principle": who gets one besides, for what reason, by which document."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from attrs import evolve

from kaohe.engine import Evaluation, ExcessDecision
from kaohe.errors import CaseError
from kaohe.rules import Quota
from kaohe.words import Message, Text

from ..results._meters import meter_text
from ..session._job import Job
from ..session._session import Session
from ._deciding import record
from ._page import Host
from ._picking import Picking

__all__ = ["ExcessPage", "kept_out"]


def kept_out(session: Session, kind: str) -> list[str]:
    """Whom places that may be exceeded keep from the grade, best first."""
    soft = _soft(session, kind)
    ranked = session.results.order(kind)
    return [who for who in (ranked.ids if ranked is not None else ()) if soft.intersection(_blocking(session, who))]


def _soft(session: Session, kind: str) -> set[str]:
    rules = session.ruleset.kind(kind)
    return {rule.id for rule in rules.rules(Quota) if isinstance(rule, Quota) and rule.soft} if rules else set()


def _blocking(session: Session, who: str) -> list[str]:
    """The quotas that keep somebody out of their places."""
    placed = session.results.placements(who)
    return [one.quota for one in placed if one.status == "not_selected" and one.blocked_by is not None]


class ExcessPage(Picking):
    """Any number of those whom a soft limit keeps out may be chosen; each choice is tried before it is recorded."""

    where: ClassVar[str] = "excess"

    def __init__(self, desk: Host, kind: str, members: Sequence[str], first: str | None) -> None:
        super().__init__(desk, members)
        self.kind = kind
        self.at = members.index(first) if first in members else 0

    def head(self) -> str:
        """What is exceeded."""
        rules = self.session.ruleset.kind(self.kind)
        return f"{Text('beyond the places', '超额')} > {rules.kind.label if rules is not None else self.kind}"

    def live(self) -> str:
        """How many are chosen."""
        text = Text("candidates {n}   chosen {m}", "候选 {n}   已选 {m}")
        return str(text.format(n=len(self.members), m=len(self.chosen)))

    def heads(self) -> list[str]:
        """Which limit keeps them out, and by how many places."""
        return [str(Text("limit", "名额规则")), str(Text("places short", "差名额"))]

    def cells(self, who: str) -> list[str]:
        """The clause that keeps one candidate out."""
        found = next((one for one in self.session.results.placements(who) if one.blocked_by is not None), None)
        return ["-", "-"] if found is None else [found.clause or found.quota, str(found.short or "-")]

    def below(self) -> list[str]:
        """The limits that may be exceeded, as they stand."""
        pools = self.session.results.pools(self.kind) or []
        return ["", *(meter_text(pool, 76) for pool in pools if pool.soft)]

    def do_decide(self) -> None:
        """Check everything, try it, then ask for the typed confirmation."""
        if not self.chosen:
            raise CaseError(_NOBODY)
        said, who, placements = self.said(), self.picked, self.session.results.placements
        soft = _soft(self.session, self.kind)
        nearest = {_blocking(self.session, one)[0] for one in who}
        every = {name for one in who for found in placements(one) for name in found.quotas}
        ways = [[self._decision(name, said) for name in sorted(names & soft)] for names in (nearest, every)]
        self.desk.work(_TRYING, Job(partial(_tried, self.session, ways)), partial(record, self.desk))

    def _decision(self, quota: str, said: dict[str, str]) -> dict[str, Any]:
        mine = [who for who in self.picked if any(quota in one.quotas for one in self.session.results.placements(who))]
        return {"quota": quota, "exceed": mine, **said}


def _tried(session: Session, ways: Sequence[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The decisions as they take effect: at the limits that keep people out, else at each soft one above them.

    Raises CaseError where they would have none.
    """
    why: Text | None = None
    for rows in ways:
        why = _refusal(session, rows)
        if why is None:
            return rows
    raise CaseError(_NO_EFFECT.format(why=why or "-"))


def _refusal(session: Session, rows: Sequence[dict[str, Any]]) -> Text | None:
    """Why excesses would not be applied to the book as it stands, None where they would."""
    cohort = session.office.case.cohort
    before = session.office.evaluation.refused()
    new = [ExcessDecision(row["quota"], tuple(row["exceed"]), row["reason"], row["document"]) for row in rows]
    after = Evaluation(evolve(cohort, decisions=(*cohort.decisions, *new))).refused()
    return next((why for name, why in after if (name, why) not in before), None)


_TRYING = Text("trying what it would do", "正在试算裁定的效果")
_NOBODY = Message("K7041", "nobody is chosen; Space or Enter chooses", "没有选中对象；空格或 Enter 选中")
_NO_EFFECT = Message(
    "K7042", "it would have no effect, so nothing was recorded: {why}", "该裁定不会生效，没有记入：{why}"
)
