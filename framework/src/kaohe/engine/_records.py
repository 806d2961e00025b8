"""Each record by itself: what the walker finds of it before any place is given out."""

from __future__ import annotations

from abc import ABC, abstractmethod

from attrs import define, field

from ..progress import told
from ..rules import Eligibility
from ..rules.nodes import NumberExpr, RankOf
from ..rules.tools import KindRules, Period
from ..words import Text
from ._cohort import Appraisee, Cohort, GradeDecision
from ._grade import grade_of
from ._judged import Judged, decision_holds
from ._plan import Plan
from ._reasons import unranked
from ._score import score_of
from .disputes import Dispute, Disputes, without
from .walk import NO_CAUSES, Cause, Causes, Found, Gone, Num, Standing, Standpoint, Walker, standing_of

__all__ = ["Records", "grade_decisions"]

_EVALUATED = Text("evaluated {done:,} of {total:,}", "已计算 {done:,} / {total:,}")


@define
class Records(ABC):
    """The records of a cohort, each walked once and on demand.

    `disputes` are the entries that contradict another record's: they count as not entered.
    """

    cohort: Cohort
    _given: Cohort = field(init=False)
    _disputes: Disputes = field(init=False)
    _plans: dict[str, Plan] = field(factory=dict, init=False)
    _walkers: dict[tuple[str, bool, int | None], Walker] = field(factory=dict, init=False)
    _entered: dict[object, tuple[Found, Found, Found]] = field(factory=dict, init=False)
    _judged: dict[str, Judged] = field(factory=dict, init=False)
    _decisions: dict[str, GradeDecision] = field(factory=dict, init=False)
    _standings: dict[object, tuple[RankOf, Standing]] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self._given = self.cohort
        self._disputes = Disputes.of(self.cohort.ruleset, self.cohort.appraisees)
        self.cohort = without(self.cohort, self.disputes)
        self._decisions = grade_decisions(self.cohort)

    @property
    def disputes(self) -> tuple[Dispute, ...]:
        """The entries that contradict another."""
        return self._disputes.all

    def periods(self, axis: str) -> tuple[Period, ...]:
        """The periods of the cycle along `axis`, () where the cycle lists none."""
        return self.cohort.cycle.periods.get(axis, ())

    def plan(self, kind: str) -> Plan:
        """The plan of one kind."""
        if kind not in self._plans:
            rules = self.cohort.ruleset.kind(kind)
            assert rules is not None  # noqa: S101  # a cohort holds appraisees of declared kinds only
            self._plans[kind] = Plan.of(rules)
        return self._plans[kind]

    def rules_of(self, kind: str) -> KindRules:
        """The rules of one kind."""
        return self.plan(kind).rules

    def whole(self, kind: str) -> NumberExpr | None:
        """The score of a kind as one expression, None where it has none."""
        return self.plan(kind).score

    def walker(self, appraisee: str, *, provisional: bool = False, at: int | None = None) -> Walker:
        """The reference evaluator for one appraisee; with `at` one that stands in that period."""
        key = (appraisee, provisional, at)
        if key not in self._walkers:
            person = self.cohort.appraisees[appraisee]
            either, *apart = self._shared(person)
            self._walkers[key] = Walker(self, person, provisional, at, either, apart[provisional])
        return self._walkers[key]

    def _shared(self, person: Appraisee) -> tuple[Found, Found, Found]:
        """What is known of all records with those entries: either way, not provisional, provisional."""
        return self._entered.setdefault((person.kind, frozenset(person.facts.items())), ({}, {}, {}))

    def standing(self, walker: Standpoint, node: RankOf) -> Standing:
        """Where everybody stands whom `node` ranks, as seen where the walker stands."""
        key = (id(node), walker.appraisee.kind, walker.provisional, walker.at)
        if key not in self._standings:
            self._standings[key] = (node, standing_of(walker, node))  # with the node, so that its id stays its own
        return self._standings[key][1]

    def score(self, appraisee: str, *, provisional: bool = False) -> Num | Gone:
        """The score of one appraisee, absent where the kind has none."""
        plan = self.plan(self.cohort.appraisees[appraisee].kind)
        if plan.score is None:
            return Gone(frozenset({"no-score"}))
        return self.walker(appraisee, provisional=provisional).number(plan.score)

    def judged(self, appraisee: str) -> Judged:
        """Everything the walker finds for one appraisee before any quota."""
        if appraisee not in self._judged:
            self._judged[appraisee] = self._judge(self.cohort.appraisees[appraisee])
            told(_EVALUATED, done=len(self._judged), total=len(self.cohort.appraisees))
        return self._judged[appraisee]

    def _judge(self, appraisee: Appraisee) -> Judged:
        plan, walker = self.plan(appraisee.kind), self.walker(appraisee.id)
        tallied = score_of(walker, plan.lines, plan.score)
        eligible, refused = _eligible(walker, plan.rules)
        judged = Judged(appraisee, plan, eligible, refused, tallied, grade_of(walker, plan.grade))
        if appraisee.id in self._decisions:
            judged.unranked = unranked(walker, judged)
        return judged

    def merit(self, judged: Judged) -> tuple[frozenset[int], Causes]:
        """The possible grades (0 is the best) before any quota, a recorded decision included."""
        decision = self.decided(judged)
        if decision is None:
            return judged.graded.possible, judged.graded.causes
        grades = judged.plan.rules.kind.grades
        return frozenset({grades.index(decision.grade)} if grades else ()), NO_CAUSES

    def decided(self, judged: Judged) -> GradeDecision | None:
        """The recorded decision on the grade, where there is one and it holds."""
        decision = self._decisions.get(judged.appraisee.id)
        return decision if decision is not None and decision_holds(judged, decision) else None

    @abstractmethod
    def possible_grades(self, appraisee: str, *, provisional: bool = False) -> tuple[frozenset[str], Causes]:
        """The grades that are still possible in the end, places included, and why there is more than one."""


def grade_decisions(cohort: Cohort) -> dict[str, GradeDecision]:
    """The decisions on grades, by whom they are about."""
    return {one.appraisee: one for one in cohort.decisions if isinstance(one, GradeDecision)}


def _eligible(walker: Walker, rules: KindRules) -> tuple[Causes | None, Eligibility | None]:
    causes: Causes = NO_CAUSES
    for rule in rules.rules(Eligibility):
        assert isinstance(rule, Eligibility)  # noqa: S101  # narrowed for mypy
        found = walker.truth(rule.when)
        if found.must(False):
            return None, rule
        causes |= found.causes | ({Cause("decision", rule.id)} if found.may(None) else set())
    return causes, None
