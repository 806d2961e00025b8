"""Giving out places by the allocator: groups and competitors in, under the decisions on record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from attrs import define, evolve

from .._cohort import Decisions, TieDecision
from ..quota import Allocation, Candidate, Decision, Excess, Group, Problem, allocate
from ._completions import Competitor
from ._groups import Where
from ._made import Made
from ._refusals import concerns
from ._seats import Contest

__all__ = ["Allocating", "held_in"]


@define
class Allocating:
    """Gives out the places of some groups among some competitors, under the decisions on record."""

    contest: Contest

    def __call__(
        self, made: Mapping[str, Made], rivals: Sequence[Competitor], *, excesses: Sequence[Excess] = ()
    ) -> Allocation:
        return allocate(
            Problem(
                groups=self._groups(made, rivals),
                candidates=[
                    Candidate(rival.id, rival.where.groups[-1], rival.key or (Fraction(),), rival.eligible)
                    for rival in rivals
                    if not rival.held
                ],
                decisions=[found for one in self.contest.decisions if (found := self._tie(one))],
                excesses=excesses,
            )
        )

    def _groups(self, made: Mapping[str, Made], rivals: Sequence[Competitor]) -> list[Group]:
        """The groups, each without the places that better grades hold; a decision may have gone beyond them."""
        held = held_in(self.contest, [rival.where for rival in rivals if rival.held])
        found = [one.group for one in made.values()]
        return [
            evolve(one, cap=max(0, one.cap - held[one.id])) if one.id in held and one.cap is not None else one
            for one in found
        ]

    def _tie(self, one: Decisions) -> Decision | None:
        if not isinstance(one, TieDecision) or one.quota not in {quota.id for quota in self.contest.quotas}:
            return None
        if not concerns(self.contest, one.quota, one.members):
            return None
        return Decision(one.members, one.choose, one.reason if one.leave_vacant else None, one.fingerprint or None)


def held_in(contest: Contest, wheres: Iterable[Where]) -> Counter[str]:
    """How many places of each group those hold who have a better grade, and those who are not seated."""
    held = Counter(group for where in wheres for group in where.or_better(contest.quotas))
    held.update(contest.crowd.taken)
    return held
