"""What giving out one grade has to show: pools with their meters, ties, shortfalls, decisions that were refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from attrs import define

from ..quota import Allocation, Meter
from ..walk import NO_CAUSES
from ._made import Made
from ._placed import Pool, Tie
from ._refusals import refuse
from ._seats import Contest, Seat
from ._sizes import Sizes
from ._waits import Doubts

__all__ = ["Telling"]


@define
class Telling:
    """Writes down what the allocation of one grade came to."""

    contest: Contest
    sizes: Sizes
    made: Mapping[str, Made]
    sure: Sequence[Seat]
    doubts: Doubts

    def write(self, answer: Allocation, coming: Mapping[str, Sequence[Seat]]) -> None:
        """Pools with their meters, ties, guarantees that were not reached, decisions that were refused."""
        placed = self.contest.placed
        waiting = {name: {seat.id for seat in found} for name, found in coming.items()}
        for name in self.doubts.lines:
            waiting[name] = waiting.get(name, set()) | self.doubts.leaving[name] | self.doubts.joining[name]
        sure = Counter(spot.group for seat in self.sure for spot in seat.where.spots)
        for name, made in self.made.items():
            candidates = made.held + sure[name] + self.contest.crowd.others.get(name, 0)
            owners = {cause.of for cause in self.doubts.sizes.get(name, NO_CAUSES)}
            pool = self._pool(made, answer.meters[name], candidates, tuple(sorted(waiting.get(name, set()) | owners)))
            (placed.pools if made.quota.grade == self.contest.grade else placed.inner).append(pool)
            placed.clashes += (
                self.sizes.of(name, made.quota, made.keys, made.base).clash if made.places is not None else ()
            )
        for tie in answer.ties:
            made = self.made[tie.group]
            placed.ties.append(
                Tie(
                    quota=made.quota.id,
                    clause=made.quota.clause,
                    kind=self.contest.kind,
                    grade=self.contest.grade,
                    group=tie.group,
                    take=tie.take,
                    members=tie.members,
                    fingerprint=tie.fingerprint,
                    provisional=any(self._provisional(name) for name in tie.members),
                )
            )
        placed.shortfalls += [
            (self.made[short.group].quota.id, short.group, short.asked, short.attained) for short in answer.shortfalls
        ]
        named = {seat.id for seat in self.sure if seat.where.spots}
        refuse(self.contest, (*answer.refused, *answer.refused_excesses), named)

    def _provisional(self, name: str) -> bool:
        """Whether somebody in a tie waits for more than the decision on it."""
        return any(cause.kind != "tied" for cause in self.contest.placed.possible[name][1])

    def _pool(self, made: Made, meter: Meter, candidates: int, waiting: tuple[str, ...]) -> Pool:
        return Pool(
            quota=made.quota.id,
            clause=made.quota.clause,
            kind=self.contest.kind,
            grade=made.quota.grade,
            group=made.group.id,
            keys=made.keys,
            base=made.base,
            share=made.share,
            places=made.places,
            floor=meter.floor,
            candidates=candidates,
            used=meter.used + made.held,
            tied=meter.tied,
            left=meter.left,
            over=max(meter.over, made.held + meter.used - (made.most or 0)) if made.held else meter.over,
            soft=made.quota.soft,
            waiting=waiting,
            most=made.most if made.most != made.places else None,
            stage=self.contest.grade,
        )
