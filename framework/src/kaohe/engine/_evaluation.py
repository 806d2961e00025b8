"""Evaluating a cohort: scores, grades and outcomes, in the order that the declarations give."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from attrs import define, field

from ..rules import Bands, Bonus, Consequence, Eligibility, Flag, Item, PointTable, Proposed, Quota, Total
from ..rules.nodes import NumberExpr, RankOf
from ..rules.tools import KindRules, Period, Rule
from ..words import Text
from ._cohort import Appraisee, Cohort, GradeDecision
from ._grade import grade_of
from ._judged import Judged, decision_holds, fault
from ._outcome import Notice, Outcome, Reason, Recorded
from ._plan import Plan
from ._reasons import reasons_of, unranked
from ._score import score_of
from .compiled import OPEN, Compiled, Telling, Verdict
from .disputes import Dispute, disputes_of, without
from .pools import CYCLE, Placed, Placement, Pool, Span, Tie, place
from .walk import NO_CAUSES, Cause, Causes, Gone, Num, Standing, Standpoint, Walker, standing_of

__all__ = ["Evaluation"]


@define
class Evaluation:
    """One evaluation of a cohort. Everything is computed once, on demand; nothing is rounded or guessed.

    `disputes` are the entries that contradict another record's: they count as not entered.
    """

    cohort: Cohort
    _plans: dict[str, Plan] = field(factory=dict, init=False)
    _walkers: dict[tuple[str, bool, int | None], Walker] = field(factory=dict, init=False)
    _judged: dict[str, Judged] = field(factory=dict, init=False)
    _decisions: dict[str, GradeDecision] = field(factory=dict, init=False)
    _placed: dict[tuple[str, Span], Placed] = field(factory=dict, init=False)
    _clashes: tuple[Dispute, ...] | None = field(default=None, init=False)
    _standings: dict[object, tuple[RankOf, Standing]] = field(factory=dict, init=False)
    disputes: tuple[Dispute, ...] = field(default=(), init=False)

    def __attrs_post_init__(self) -> None:
        self.disputes = disputes_of(self.cohort.ruleset, self.cohort.appraisees)
        self.cohort = without(self.cohort, self.disputes)
        for decision in self.cohort.decisions:
            if isinstance(decision, GradeDecision):
                self._decisions[decision.appraisee] = decision

    def supposing(self, cohort: Cohort) -> Evaluation:
        """The same evaluation over records with something filled in, where what is placed already stays placed."""
        found = Evaluation(cohort)
        found._placed = dict(self._placed)
        return found

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
            self._walkers[key] = Walker(self, self.cohort.appraisees[appraisee], provisional, at)
        return self._walkers[key]

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
        return self._judged[appraisee]

    def _judge(self, appraisee: Appraisee) -> Judged:
        plan, walker = self.plan(appraisee.kind), self.walker(appraisee.id)
        tallied = score_of(walker, plan.lines, plan.score)
        eligible, refused = _eligible(walker, plan.rules)
        judged = Judged(appraisee, plan, eligible, refused, tallied, grade_of(walker, plan.grade))
        if appraisee.id in self._decisions:
            judged.unranked = unranked(self, judged)
        return judged

    def possible_grades(self, appraisee: str, *, provisional: bool = False) -> tuple[frozenset[str], Causes]:
        """The grades that are still possible in the end, and why there is more than one.

        `provisional` leaves unknown rows and open re-checks out, where more than one grade is possible with them.
        """
        judged = self.judged(appraisee)
        if judged.refused is not None:
            return frozenset(), NO_CAUSES
        places, causes = self.final(judged)
        if provisional and len(places) > 1:
            places = grade_of(self.walker(appraisee, provisional=True), judged.plan.grade).possible
        grades = judged.plan.rules.kind.grades
        return frozenset(grades[place] for place in places), causes

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

    def placed(self, kind: str, span: Span = CYCLE) -> Placed:
        """What the quotas of one kind did, for the whole cycle or in one period; nothing where it has none."""
        if (kind, span) not in self._placed:
            self._placed[kind, span] = place(self, kind, span)
        return self._placed[kind, span]

    def spans(self, kind: str) -> Iterator[Span]:
        """The whole cycle, then each period whose grades some quota of the kind limits."""
        yield CYCLE
        axes = [rule.each.key for rule in self.plan(kind).rules.rules(Quota) if isinstance(rule, Quota) and rule.each]
        for axis in dict.fromkeys(axes):
            yield from (Span(axis, at) for at in range(len(self.periods(axis))))

    def _all_placed(self) -> Iterator[Placed]:
        for rules in self.cohort.ruleset.kinds:
            yield from (self.placed(rules.kind.key, span) for span in self.spans(rules.kind.key))

    def pools(self) -> list[Pool]:
        """Every pool of every quota, kind by kind, with its places and its meter."""
        return [pool for placed in self._all_placed() for pool in placed.pools]

    def ties(self) -> list[Tie]:
        """Every tie set that people have to decide."""
        return [tie for placed in self._all_placed() for tie in placed.ties]

    def shortfalls(self) -> list[tuple[str, str, int, int]]:
        """Guarantees that too few people could fill: quota, group, asked, attained."""
        return [short for placed in self._all_placed() for short in placed.shortfalls]

    def clashes(self) -> tuple[Dispute, ...]:
        """The entries of two people that tell one pool two numbers of places."""
        if self._clashes is None:
            self._clashes = tuple(dict.fromkeys(clash for placed in self._all_placed() for clash in placed.clashes))
        return self._clashes

    def refused(self) -> list[tuple[str, Text]]:
        """Recorded decisions that were not applied, and why."""
        found = [
            (decision.appraisee, why)
            for decision in self._decisions.values()
            if (why := fault(self.judged(decision.appraisee), decision)) is not None
        ]
        for placed in self._all_placed():
            found += placed.refused
        # A decision that is about nobody of any kind is refused in each of them.
        return list(dict.fromkeys(found))

    def final(self, judged: Judged) -> tuple[frozenset[int], Causes]:
        """The possible grades after decisions and quotas."""
        return self.placed(judged.plan.rules.kind.key).possible.get(judged.appraisee.id, self.merit(judged))

    def outcome(self, appraisee: str) -> Outcome:
        """The outcome of one appraisee, walked."""
        judged = self.judged(appraisee)
        if judged.refused is not None:
            return _not_appraised(judged, judged.refused)
        places, causes = self.final(judged)
        appraised = judged.eligible or NO_CAUSES
        if self.decided(judged) is not None:
            appraised = frozenset(cause for cause in appraised if cause.kind != "decision")
        causes |= appraised | self._score_causes(judged, places)
        return self._summary(judged, places, causes)

    def _score_causes(self, judged: Judged, places: frozenset[int]) -> Causes:
        """Why the score is not exact, where the outcome rests on it."""
        if judged.tallied is None or not judged.plan.score_required:
            return NO_CAUSES
        score = judged.tallied.score
        if places and not judged.graded.rests_on_proposal:
            return NO_CAUSES
        if isinstance(score, Gone):
            # With more than one grade possible what is open is said already; a person's decision stands without a score.
            said = len(places) > 1 or self.decided(judged) is not None
            return NO_CAUSES if said else frozenset({Cause("decision", "no-score")})
        if score.value is not None:
            return NO_CAUSES
        decided = self.decided(judged) is not None
        return frozenset(cause for cause in score.causes if not decided or cause.kind != "decision")

    def _summary(self, judged: Judged, places: frozenset[int], causes: Causes) -> Outcome:
        appraisee, kind = judged.appraisee, judged.plan.rules.kind
        settled = len(places) == 1 or not kind.grades
        state = "decided" if settled and not causes else _state(causes)
        score = judged.tallied.score if judged.tallied is not None else None
        exact = score.value if isinstance(score, Num) else None
        grade = kind.grades[next(iter(places))] if state == "decided" and places else None
        effects = list(self.effects(judged))
        return Outcome(
            id=appraisee.id,
            kind=kind.key,
            name=appraisee.name,
            state=state,
            score=exact,
            score_range=(score.low, score.high) if isinstance(score, Num) and exact is None else None,
            grade=grade,
            provisional_grade=self._provisional(judged, places),
            needs=tuple(sorted(cause.name for cause in causes if cause.kind == "needs")),
            pending=tuple(sorted(cause.name for cause in causes if cause.kind == "pending")),
            reasons=reasons_of(self, judged, causes),
            causes=tuple(sorted(causes, key=_urgency)),
            recorded=_recorded(self.decided(judged)),
            rules=tuple(rule.id for rule in effects),
            assumptions=tuple(dict.fromkeys(name for rule in effects for name in _readings(judged, rule))),
            flag_texts=_flags(judged, effects),
            notices=tuple(Notice(r.id, r.clause, r.text) for r in effects if isinstance(r, Consequence)),
        )

    def _provisional(self, judged: Judged, places: frozenset[int]) -> str | None:
        if len(places) > 1:
            placements = self.placements(judged.appraisee.id)
            if placements:
                last = placements[-1]
                return {"selected": last.grade, "tied": None}.get(last.status, last.otherwise)
            places = grade_of(self.walker(judged.appraisee.id, provisional=True), judged.plan.grade).possible
        return judged.plan.rules.kind.grades[next(iter(places))] if len(places) == 1 else None

    def effects(self, judged: Judged) -> Iterator[Rule | Item]:
        """The rules and rows that took effect, in declared order."""
        walker = self.walker(judged.appraisee.id)
        limits = {limit.rule.id: limit.status for limit in judged.graded.limits}
        refers = {rule.id: status for rule, status in judged.graded.refers}
        quotas = self._quotas_in_effect(judged)
        lines = {line.source.id: line.adds for line in judged.tallied.lines} if judged.tallied is not None else {}
        for entry in judged.plan.rules.entries:
            rule = entry.rule
            if isinstance(rule, Total | Bands | Proposed | PointTable):
                if _took_part(rule, lines, judged):
                    yield rule
                if isinstance(rule, PointTable):
                    yield from (item for item in rule.items if _moved(item, lines[item.id]))
            elif isinstance(rule, Bonus):
                found = lines[rule.id]
                if isinstance(found, Num) and found.value:
                    yield rule
            elif isinstance(rule, Quota):
                if rule.id in quotas:
                    yield rule
            elif (
                limits.get(rule.id) == "applied"
                or refers.get(rule.id) == "applied"
                or (isinstance(rule, Flag | Consequence) and walker.truth(rule.when).must(True))
            ):
                yield rule

    def placements(self, appraisee: str) -> list[Placement]:
        """Where one appraisee stands at each quota that they are a candidate of."""
        kind = self.cohort.appraisees[appraisee].kind
        return list(self.placed(kind).placements.get(appraisee, ()))

    def _quotas_in_effect(self, judged: Judged) -> set[str]:
        """The quotas whose pools the appraisee is a candidate in, by rule id."""
        return {quota for placement in self.placements(judged.appraisee.id) for quota in placement.quotas}

    def verdict(self, appraisee: Appraisee) -> Verdict | None:
        """What the compiled form says of one record, None where it must be walked."""
        compiled = self._compiled(appraisee.kind)
        if compiled is None or appraisee.packed is None or appraisee.id in self._decisions:
            return None
        row = self.telling.row(appraisee)
        return None if row is None else compiled.evaluate(row)

    @cached_property
    def telling(self) -> Telling:
        """What linked people are told to be worth, as far as the compiled form can say it."""
        lane = self.cohort.lane
        return Telling(
            self.cohort,
            {} if lane is None else lane.kinds,
            lambda name, node: self.walker(name).worth(node),
            self._told_place,
        )

    def _told_place(self, appraisee: str) -> int | object | None:
        """The place of the final grade, None for who is not appraised, OPEN while it is not settled."""
        person = self.cohort.appraisees[appraisee]
        rules = self.plan(person.kind).rules
        verdict = None if rules.rules(Quota) else self.verdict(person)
        if verdict is not None:
            return verdict[0] if verdict[0] >= 0 else None
        grades, _ = self.possible_grades(appraisee)
        return OPEN if len(grades) > 1 else next((rules.kind.grades.index(grade) for grade in grades), None)

    def _compiled(self, kind: str) -> Compiled | None:
        return self.cohort.lane.compiled(kind) if self.cohort.lane is not None else None

    def verdicts(self) -> Iterator[tuple[Appraisee, Verdict | None]]:
        """Every appraisee with what the compiled form says of them."""
        for appraisee in self.cohort.appraisees.values():
            yield appraisee, self.verdict(appraisee)

    def outcomes(self) -> list[Outcome]:
        """The outcome of every appraisee, in the order of the case: compiled where it can be, else walked."""
        found = []
        for appraisee, verdict in self.verdicts():
            compiled = self._compiled(appraisee.kind)
            if verdict is None or compiled is None:
                found.append(self.outcome(appraisee.id))
            else:
                found.append(compiled.outcome(appraisee.id, appraisee.name, verdict))
        return found


def _eligible(walker: Walker, rules: KindRules) -> tuple[Causes | None, Eligibility | None]:
    causes: Causes = NO_CAUSES
    for rule in rules.rules(Eligibility):
        assert isinstance(rule, Eligibility)  # noqa: S101  # narrowed for mypy
        found = walker.truth(rule.when)
        if found.must(False):
            return None, rule
        causes |= found.causes | ({Cause("decision", rule.id)} if found.may(None) else set())
    return causes, None


def _not_appraised(judged: Judged, rule: Eligibility) -> Outcome:
    return Outcome(
        id=judged.appraisee.id,
        kind=judged.plan.rules.kind.key,
        name=judged.appraisee.name,
        state="not_appraised",
        reasons=(Reason(rule.id, rule.otherwise),),
        rules=(rule.id,),
        assumptions=rule.assumption,
    )


def _state(causes: Causes) -> str:
    kinds = {cause.kind for cause in causes}
    return next((kind for kind in ("needs", "pending") if kind in kinds), "tied" if kinds == {"tied"} else "decision")


def _is_exact(worth: Num | Gone) -> bool:
    return isinstance(worth, Num) and worth.value is not None


def _took_part(rule: Rule, lines: dict[str, Num | Gone], judged: Judged) -> bool:
    if isinstance(rule, Total):
        return _is_exact(lines[rule.id])
    if isinstance(rule, Bands | Proposed):
        used = judged.plan.grade.bands if isinstance(rule, Bands) else judged.plan.grade.proposed
        return rule is used and judged.graded.rests_on_proposal and len(judged.graded.proposed) == 1
    return judged.tallied is not None and _is_exact(judged.tallied.score)


def _readings(judged: Judged, rule: Rule | Item) -> tuple[str, ...]:
    """The assumptions through which a rule took effect; the reading of the gaps matters only in a gap."""
    return () if isinstance(rule, Bands) and not judged.graded.gap else rule.assumption


def _moved(item: Item, adds: Num | Gone) -> bool:
    untouched = 0 if item.earns is not None else item.points
    return isinstance(adds, Num) and adds.value is not None and adds.value != untouched


def _flags(judged: Judged, effects: list[Rule | Item]) -> tuple[Text, ...]:
    found = [rule.flag for rule in effects if isinstance(rule, Flag)]
    bands = judged.plan.grade.bands
    return (*found, bands.gap_flag) if judged.graded.gap and bands is not None else tuple(found)


_URGENT = ("needs", "pending", "decision", "tied")


def _urgency(cause: Cause) -> tuple[int, str]:
    return _URGENT.index(cause.kind), cause.name


def _recorded(decision: GradeDecision | None) -> Recorded | None:
    return None if decision is None else Recorded(decision.grade, decision.document, decision.reason)
