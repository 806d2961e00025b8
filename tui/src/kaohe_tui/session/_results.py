"""What comes out of a case: one person's outcome at once, everybody's where few are, else in the background."""

from __future__ import annotations

from collections.abc import Callable

from attrs import define, field

from kaohe.engine import Cohort, Evaluation, Outcome, Placement, Pool, Tie

from ._computation import Computation
from ._quick import Quick
from ._ranking import Ranked

__all__ = ["Results"]

_FEW = 300


@define(eq=False)
class Results:
    """The results of a case as it stands; `cohort` gives that, and `forget` says that it stands otherwise.

    With more than 300 people the results of all are computed in the background, once somebody wants them. Until
    then, and meanwhile, each person's outcome is the one before quotas. `revision` counts whatever changed them.
    """

    cohort: Callable[[], Cohort]
    revision: int = field(default=0, init=False)
    stopped: bool = field(default=False, init=False)
    _work: Computation | None = field(default=None, init=False)
    _known: Computation | None = field(default=None, init=False)
    _before: Computation | None = field(default=None, init=False)
    _evaluation: Evaluation | None = field(default=None, init=False)
    _quick: Quick | None = field(default=None, init=False)
    _outcomes: dict[str, Outcome] = field(factory=dict, init=False)
    _small: bool | None = field(default=None, init=False)
    _seen: tuple[str, int, bool] | None = field(default=None, init=False)

    @property
    def whole(self) -> bool:
        """Whether a person's outcome is that of the whole case: all are computed, or few enough to be at every entry."""
        if self._small is None:
            self._small = len(self.cohort().appraisees) <= _FEW
        return self._small or self._known is not None

    @property
    def evaluation(self) -> Evaluation:
        """The evaluation of the case as it stands now. In a large case whatever asks for quotas waits for them."""
        if self._evaluation is None:
            self._evaluation = Evaluation(self.cohort())
        return self._evaluation

    @property
    def quick(self) -> Quick:
        """The evaluation of single persons, before quotas."""
        if self._quick is None:
            self._quick = Quick(self.cohort())
        return self._quick

    @property
    def single(self) -> Evaluation:
        """The evaluation that answers for one person without waiting for everybody."""
        return self.evaluation if self.whole else self.quick.evaluation

    def outcome(self, who: str) -> Outcome:
        """The outcome of one person: the final one where it is known, else before quotas."""
        if self._work is not None and who in self._work.outcomes:
            return self._work.outcomes[who]
        kept = None if self._work is None else self._work.kept(who)
        if kept is not None:
            return kept
        if who not in self._outcomes:
            self._outcomes[who] = self.evaluation.outcome(who) if self.whole else self.quick.outcome(who)
        return self._outcomes[who]

    # Everybody

    def want(self) -> bool:
        """Whether everybody's results are known; where not, they are computed, unless somebody stopped that."""
        if self._known is None and self._work is None and not self.stopped:
            self._work = Computation(self.cohort(), self._before)
            self._seen = None
            if self.whole:
                self._work.run()
                self._take(self._work)
            else:
                self._work.job.start()
        return self._known is not None

    def everybody(self) -> list[Outcome] | None:
        """Everybody's outcome in the order of the case, None while it is being computed or was stopped.

        While it is computed again after an entry, the outcomes from before stand for whoever did not change.
        """
        if self.want() and self._known is not None:
            return self._known.all
        again = self._work is not None and self._work.placed is not None and self._work.before is not None
        return [self.outcome(who) for who in self._work.cohort.appraisees] if again and self._work is not None else None

    def order(self, kind: str) -> Ranked | None:
        """One kind by score, None until every score is known."""
        at = self._at
        return at.order.get(kind, Ranked()) if at is not None and at.order else None

    def pools(self, kind: str) -> list[Pool] | None:
        """The pools of one kind, None until the quotas are placed."""
        at = self._at
        return [pool for pool in at.pools if pool.kind == kind] if at is not None and at.pools is not None else None

    def ties(self, kind: str) -> list[Tie]:
        """The tie sets of one kind, as far as they are known."""
        at = self._at
        return [tie for tie in at.ties if tie.kind == kind] if at is not None and at.pools is not None else []

    def placements(self, who: str) -> list[Placement]:
        """Where one person stands at each quota, as far as it is known."""
        at = self._at
        return at.placed.placements(who) if at is not None and at.placed is not None else []

    def is_again(self, who: str) -> bool:
        """Whether one person's result as it stands is being computed again after an entry, and may come out otherwise."""
        return self._work is not None and self._work.is_again(who)

    def is_pool_again(self, pool: Pool) -> bool:
        """The same of a pool."""
        return self._work is not None and self._work.is_pool_again(pool)

    @property
    def _at(self) -> Computation | None:
        return self._known or self._work

    @property
    def stage(self) -> tuple[str, int, int]:
        """The stage of the computation ("" without one), and how many of how many people are through it."""
        return ("", 0, 0) if self._at is None else (self._at.stage, self._at.counted, self._at.total)

    @property
    def computing(self) -> bool:
        """Whether a computation is under way."""
        return self._work is not None

    def look_at(self, who: tuple[str, ...]) -> None:
        """Have these people's outcomes come first."""
        if self._work is not None:
            self._work.front = who

    def poll(self) -> bool:
        """Take what the computation has finished; gives whether there is anything new to show.

        Raises whatever ended the computation.
        """
        work = self._work
        if work is None:
            return False
        if work.job.failed is not None:
            self._work, self.stopped = None, True
            raise work.job.failed
        if work.stage == "done":
            self._take(work)
            self.revision += 1
            return True
        before, self._seen = self._seen, (work.stage, work.counted, work.unsettled is None)
        return before != self._seen

    def wait(self) -> None:
        """Wait for everybody's results."""
        if not self.want() and self._work is not None:
            self._work.job.wait()
            self.poll()

    def _take(self, work: Computation) -> None:
        self._known, self._work, self._evaluation = work, None, work.evaluation
        self._before = work.before = None
        self._outcomes = dict(work.outcomes)

    def stop(self) -> bool:
        """Stop the computation until it is asked for anew; gives whether there was one."""
        if self._work is None:
            return False
        self._work.job.stop()
        self._work, self.stopped = None, True
        self.revision += 1
        return True

    def ask(self) -> bool:
        """Have everybody's results computed, also where that was stopped; gives whether they are known."""
        self.stopped = False
        return self.want()

    def forget(self) -> None:
        """Something changed: nothing computed holds any more."""
        if self._work is not None:
            self._work.job.stop()
        self.revision += 1
        self.stopped = False
        self._before = self._known or self._before
        self._work = self._known = self._evaluation = self._quick = self._small = None
        self._outcomes = {}
