"""Recorded decisions that a quota does not apply: whom they are about, and why they give nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import define

from ...rules import Quota
from ...words import Text
from .._cohort import Decisions, ExcessDecision, GradeDecision, TieDecision
from ..quota import Decision, Refusal
from ._seats import Contest

__all__ = ["concerns", "refuse"]

_STRAY = Text(
    '"{person}" is no candidate for {grade} under {quota}; take the name out of the decision, or record the proposal',
    "“{person}”不是{quota}下{grade}的人选；请从决定中去掉，或先录入其拟定等次",
)


def concerns(contest: Contest, quota: str, names: Iterable[str]) -> bool:
    """Whether a decision is about this kind; one that names nobody under its quota is refused in every kind."""
    people = contest.evaluation.cohort.appraisees
    kinds = {people[name].kind for name in names if name in people}
    rules = [contest.evaluation.plan(kind).rules for kind in kinds]
    named = {quota, quota.partition("[")[0]}
    return contest.kind in kinds or not any(rule.id in named for found in rules for rule in found.rules(Quota))


def refuse(contest: Contest, refusals: Sequence[Refusal], candidates: set[str]) -> None:
    """Write down the decisions that were refused when this grade was given out, and whom they name without effect.

    Of one on places of several grades it is written down what each of them says of it.
    """
    _Grade(contest, refusals, candidates, {quota.id for quota in contest.quotas}).write()


@define
class _Grade:
    """What giving out one grade says of the decisions on its quotas."""

    contest: Contest
    refusals: Sequence[Refusal]
    candidates: set[str]
    ours: set[str]

    def write(self) -> None:
        """Say of every decision that it was refused, or holds."""
        refused = []
        for refusal in self.refusals:
            refused.append(self._source(refusal))
            names = ", ".join(refusal.decision.members) or " / ".join(
                dict.fromkeys(one.id for one in self.contest.quotas)
            )
            self._verdict(refused[-1], "", (names, refusal.reason))
        for one in self.contest.decisions:
            if isinstance(one, GradeDecision) or one.quota not in self.ours:
                continue
            if one not in refused and (isinstance(one, TieDecision) or self.candidates & set(one.members)):
                self._verdict(one, "", None)
            if isinstance(one, ExcessDecision):
                self._strays(one)

    def _strays(self, one: ExcessDecision) -> None:
        """Whom an excess names although they are no candidates here."""
        for name in one.members:
            stray = name not in self.candidates and concerns(self.contest, one.quota, (name,))
            text = _STRAY.format(person=name, grade=self.contest.grade, quota=one.quota)
            self._verdict(one, name, (name, text) if stray else None)

    def _source(self, refusal: Refusal) -> Decisions | None:
        """The recorded decision that was refused."""
        kind = TieDecision if isinstance(refusal.decision, Decision) else ExcessDecision
        decisions = self.contest.decisions
        found = (one for one in decisions if isinstance(one, kind) and one.quota in self.ours)
        return next((one for one in found if set(refusal.decision.members) <= set(one.members)), None)

    def _verdict(self, one: Decisions | None, name: str, refused: tuple[str, Text] | None) -> None:
        """What this grade says of a decision, or of somebody whom it names: None where it holds."""
        several = any(quota.or_better and quota.id == getattr(one, "quota", "") for quota in self.contest.quotas)
        if one is not None and several:
            self.contest.placed.verdicts[one, name].append(refused)
        elif refused is not None:
            self.contest.placed.refused.append(refused)
