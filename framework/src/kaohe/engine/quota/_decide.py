"""Recorded answers to tie sets: matched to the whole set that was shown, checked, applied or refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence

from attrs import define, field, frozen

from kaohe.words import Text

from ._problem import Decision, Excess, Problem
from ._solution import Solver, Tie
from ._tree import named

__all__ = ["Refusal", "apply_decisions", "fingerprint", "refuse_all"]

_CONFLICT = Text("the rules conflict, so there is no tie set to decide", "规则冲突，没有可决定的并列")
_TWICE = Text('"{person}" is named twice', "“{person}”被重复写入")
_STALE = Text(
    "no tie set has exactly these members now; decide again on the sets shown",
    "目前没有成员完全相同的并列；请按现在显示的并列重新决定",
)
_CHANGED = Text(
    "the fingerprint is not the one of this tie set as it stands now; decide again",
    "指纹与现在的并列不符；请重新决定",
)
_SHORT = Text(
    "a fingerprint of {count} character(s) is too short; give at least {least} of those shown",
    "指纹只有 {count} 位，过短；请至少写出所示指纹的前 {least} 位",
)
_OUTSIDE = Text(
    '"{person}" is not in the tie set of {group}; choose among its members',
    "“{person}”不在{group}的并列之中；请在其成员中选择",
)
_MORE = Text(
    "{count} chosen where the tie set of {group} has {take} place(s); name exactly that number",
    "选了 {count} 人，而{group}的并列只有 {take} 个名额；请恰好选足该数",
)
_FEWER = Text(
    "{count} chosen where the tie set of {group} has {take} place(s); fewer need a reason",
    "选了 {count} 人，而{group}的并列有 {take} 个名额；少选须写明理由",
)
_ILLEGAL = Text(
    "these people of the tie set of {group} cannot all be taken: some group's limit would not hold",
    "{group}的并列中这些人不能同时入选：会有组的限额得不到满足",
)
_CONTRADICTED = Text(
    "another decision answers the same tie set differently; keep one of them",
    "另有决定对同一并列作出不同选择；请只保留一个",
)


@frozen
class Refusal:
    """A decision, or an excess over a soft cap, that was not applied, and why."""

    decision: Decision | Excess
    reason: Text


def fingerprint(take: int, members: Iterable[str]) -> str:
    """64 hex digits that change whenever the places or the members of the tie set do."""
    written = json.dumps([take, sorted(members)], separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


FEWEST = 12


def _fingerprint_fault(written: str | None, tie: Tie, members: Iterable[str]) -> Text | None:
    """What is wrong with a fingerprint as typed: the beginning of the one shown is enough, if it is long enough."""
    if written is None:
        return None
    typed = written.strip().lower()
    if len(typed) < FEWEST:
        return _SHORT.format(count=len(typed), least=FEWEST)
    # The members say which tie set is meant, so that a beginning cannot be taken for another's.
    return None if fingerprint(tie.take, members).startswith(typed) else _CHANGED


def refuse_all(decisions: Sequence[Decision]) -> tuple[Refusal, ...]:
    """Every decision refused, because the rules conflict."""
    return tuple(Refusal(decision, _CONFLICT) for decision in sorted(decisions, key=_order))


def _order(decision: Decision | Excess) -> tuple[list[str], list[str], str]:
    choose = decision.choose if isinstance(decision, Decision) else ()
    return sorted(decision.members), sorted(choose), decision.reason or ""


def apply_decisions(problem: Problem, solver: Solver) -> tuple[Refusal, ...]:
    """Apply each decision to the tie set it answers; those that cannot be applied come back, sorted."""
    refused = _Desk(problem, solver).work() if problem.decisions else []
    return tuple(sorted(refused, key=lambda refusal: _order(refusal.decision)))


@define
class _Desk:
    """Works through the decisions; `shown` are the tie sets a person could have been shown."""

    problem: Problem
    solver: Solver
    number: dict[str, int] = field(init=False)
    refused: list[Refusal] = field(init=False, factory=list)

    def __attrs_post_init__(self) -> None:
        self.number = {candidate.id: n for n, candidate in enumerate(self.problem.candidates)}

    def work(self) -> list[Refusal]:
        pending = sorted(self.problem.decisions, key=_order)
        shown = self._shown()
        while pending:
            answers, pending = self._matched(pending, shown)
            if not answers:
                break
            for tie, decisions in answers:
                self._answer(tie, decisions)
            # Where tie sets depend on each other an answer may leave another, smaller one.
            shown = self._shown()
        self.refused += [Refusal(decision, _STALE) for decision in pending]
        return self.refused

    def _shown(self) -> dict[frozenset[str], Tie]:
        candidates = self.problem.candidates
        ties = (tie for tie in self.solver.ties if tie.open)
        return {frozenset(candidates[member].id for member in tie.members): tie for tie in ties}

    def _matched(
        self, pending: list[Decision], shown: dict[frozenset[str], Tie]
    ) -> tuple[list[tuple[Tie, list[Decision]]], list[Decision]]:
        answers: dict[frozenset[str], list[Decision]] = {}
        left = []
        for decision in pending:
            members = frozenset(decision.members)
            if members in shown:
                answers.setdefault(members, []).append(decision)
            else:
                left.append(decision)
        return [(shown[members], decisions) for members, decisions in answers.items()], left

    def _answer(self, tie: Tie, decisions: list[Decision]) -> None:
        """Apply the one legal answer among `decisions`; refuse the others, or all when two legal ones differ."""
        legal = []
        for decision in decisions:
            fault = self._fault(tie, decision)
            if fault is None:
                legal.append(decision)
            else:
                self.refused.append(Refusal(decision, fault))
        if len({frozenset(decision.choose) for decision in legal}) > 1:
            self.refused += [Refusal(decision, _CONTRADICTED) for decision in legal]
        elif legal:
            self.solver.decide(tie, {self.number[person] for person in legal[0].choose})

    def _fault(self, tie: Tie, decision: Decision) -> Text | None:
        group = named(self.problem.groups[tie.top])
        for people in (decision.members, decision.choose):
            if len(set(people)) < len(people):
                return _TWICE.format(person=min(p for p in people if people.count(p) > 1))
        wrong = _fingerprint_fault(decision.fingerprint, tie, decision.members)
        if wrong is not None:
            return wrong
        outside = sorted(set(decision.choose) - set(decision.members))
        if outside:
            return _OUTSIDE.format(person=outside[0], group=group)
        count = len(decision.choose)
        if count > tie.take:
            return _MORE.format(count=count, group=group, take=tie.take)
        if count < tie.take and not (decision.reason or "").strip():
            return _FEWER.format(count=count, group=group, take=tie.take)
        chosen = {self.number[person] for person in decision.choose}
        return None if self.solver.allows(tie, chosen) else _ILLEGAL.format(group=group)
