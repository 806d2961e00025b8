"""Everybody's results, in stages that can be shown as they come: the scores, then the quotas, then each outcome."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from fractions import Fraction

from attrs import Factory, define, field

from kaohe.engine import Cohort, Evaluation, Judged, Outcome, Pool, Tie, Unsettled

from ._job import Job
from ._ranking import Ranked, ranked

__all__ = ["Computation", "Heard"]

STAGES = ("scores", "again", "quotas", "outcomes", "done")


class Heard(Evaluation):
    """An evaluation that is heard at work, and so can be stopped: at every record, completion and outcome."""

    pulse: Callable[[], None] = staticmethod(lambda: None)
    ahead: Callable[[], None] = staticmethod(lambda: None)
    made: dict[str, Outcome]

    def judged(self, appraisee: str) -> Judged:
        self.pulse()
        return super().judged(appraisee)

    def revised(self, cohort: Cohort) -> Heard:
        found = super().revised(cohort)
        assert isinstance(found, Heard)  # noqa: S101  # an evaluation is revised to one of its own class
        found.made, found.pulse, found.ahead = {}, self.pulse, self.ahead
        return found

    def supposing(self, cohort: Cohort, changed: Collection[str]) -> Evaluation:
        self.pulse()
        found = super().supposing(cohort, changed)
        if isinstance(found, Heard):
            found.made = {}  # it is a copy of this one, and what is supposed is nobody's outcome
        return found

    def outcome(self, appraisee: str) -> Outcome:
        self.ahead()
        return self.single(appraisee)

    def quick(self, appraisee: str) -> Outcome:
        found = self.made.get(appraisee)
        return super().quick(appraisee) if found is None else found

    def single(self, appraisee: str) -> Outcome:
        """One person's outcome, made once."""
        found = self.made.get(appraisee)
        if found is None:
            self.pulse()
            found = self.made[appraisee] = super().outcome(appraisee)
        return found


@define(eq=False)
class Computation:
    """One evaluation of a cohort. `run` does it all; `job` does it on a thread, and what is found is read meanwhile.

    `stage` is one of STAGES; `counted` of `total` people are through it. `scores` and `order` (by kind) are there
    after the first stage, `pools` and `ties` after the second, `outcomes` grows in the third. `front` are the people
    who are looked at: their outcomes come first. Nothing is handed over twice; the evaluation itself may be used by
    others only once the stage is "done".

    With `before`, the computation of the same case before an entry, only what the entry reaches is computed again. Its
    order, pools and ties stand until then (the stage is "again"), and so do the outcomes of whoever did not change.
    `unsettled` says which of them may be others in the end, as soon as it is known how far the entry reaches.
    """

    cohort: Cohort
    before: Computation | None = None
    stage: str = field(default="scores", init=False)
    counted: int = field(default=0, init=False)
    order: Mapping[str, Ranked] = field(factory=dict, init=False)
    pools: list[Pool] | None = field(default=None, init=False)
    ties: list[Tie] = field(factory=list, init=False)
    outcomes: dict[str, Outcome] = field(factory=dict, init=False)
    all: list[Outcome] = field(factory=list, init=False)
    front: tuple[str, ...] = field(default=(), init=False)
    evaluation: Heard | None = field(default=None, init=False)
    unsettled: Unsettled | None = field(default=None, init=False)
    job: Job[None] = field(default=Factory(lambda self: Job(self.run), takes_self=True), init=False)

    def __attrs_post_init__(self) -> None:
        before = self.before
        if before is not None and before.cohort.appraisees.keys() == self.cohort.appraisees.keys():
            self.stage, self.order, self.pools, self.ties = "again", before.order, before.pools, before.ties

    @property
    def placed(self) -> Evaluation | None:
        """The evaluation whose pools are shown, None until there are any."""
        if self.stage == "again" and self.before is not None:
            return self.before.evaluation
        return self.evaluation if self.pools is not None else None

    def kept(self, who: str) -> Outcome | None:
        """The outcome from before of somebody who did not change, while it is not known if the entry reaches them."""
        if self.before is None or self.before.cohort.appraisees.get(who) is not self.cohort.appraisees.get(who):
            return None
        return self.before.outcomes.get(who)

    def is_again(self, who: str) -> bool:
        """Whether what stands of somebody after an entry is being computed again, and may come out otherwise."""
        if self.before is None or who in self.outcomes or self.stage == "done":
            return False
        return self.unsettled is not None and who in self.unsettled.people

    def is_pool_again(self, pool: Pool) -> bool:
        """The same of a pool."""
        moving = self.unsettled if self.stage == "again" else None
        return moving is not None and (pool.kind, pool.group) in moving.pools

    @property
    def total(self) -> int:
        """How many people there are."""
        return len(self.cohort.appraisees)

    def run(self) -> None:
        """Compute everything. Raises Stopped once it was told to stop."""
        evaluation = self._begun()
        self.unsettled = evaluation.unsettled()
        evaluation.made = self.outcomes
        evaluation.pulse, evaluation.ahead = self.job.check, lambda: self._ahead(evaluation)
        self.evaluation = evaluation
        if self.stage != "again":
            self.order = _ordered(self._scores(evaluation))
            self._next("quotas")
        ties, pools = evaluation.ties(), evaluation.pools()
        self.ties, self.pools = ties, pools
        touched = evaluation.touched()
        self._keep(touched)
        self.unsettled = Unsettled(frozenset(self.cohort.appraisees) if touched is None else touched)
        self._next("outcomes")
        self.all = evaluation.outcomes()
        for outcome in self.all:
            self.outcomes.setdefault(outcome.id, outcome)
        self.order = _ordered((one.kind, one.id, one.score) for one in self.all)
        del evaluation.pulse, evaluation.ahead
        evaluation.made = {}
        self._next("done")

    def _begun(self) -> Heard:
        """The evaluation to work out: what the one before has found is shared, as far as nothing reaches it."""
        before = None if self.before is None else self.before.evaluation
        return Heard(self.cohort) if before is None else before.revised(self.cohort)

    def _keep(self, touched: Collection[str] | None) -> None:
        """Take over the outcomes that cannot have changed."""
        if touched is not None and self.before is not None:
            known = self.before.outcomes
            people = self.cohort.appraisees
            self.outcomes.update({name: known[name] for name in people if name in known and name not in touched})

    def _next(self, stage: str) -> None:
        self.job.check()
        self.stage, self.counted = stage, 0

    def _scores(self, evaluation: Evaluation) -> Iterator[tuple[str, str, Fraction | None]]:
        """Kind, id and score of everybody, before any quota; None while it is open."""
        for person, verdict in evaluation.verdicts():
            self.job.check()
            self.counted += 1
            if verdict is None:
                score = getattr(evaluation.score(person.id), "value", None)
            else:
                score = Fraction(verdict[1], verdict[2]) if evaluation.plan(person.kind).score is not None else None
            yield person.kind, person.id, score

    def _ahead(self, evaluation: Heard) -> None:
        """Those first who are looked at."""
        self.counted = len(self.outcomes)
        front, self.front = self.front, ()
        for name in front:
            evaluation.single(name)


def _ordered(scored: Iterator[tuple[str, str, Fraction | None]]) -> dict[str, Ranked]:
    by_kind: dict[str, list[tuple[str, Fraction | None]]] = defaultdict(list)
    for kind, name, score in scored:
        by_kind[kind].append((name, score))
    return {kind: ranked(scores) for kind, scores in by_kind.items()}
