"""Evaluating a cohort: scores, grades and outcomes, in the order that the declarations give."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy

from attrs import define, evolve, field

from ..progress import told
from ..rules import Eligibility, Quota
from ..rules.nodes import Expr, NumberExpr, RankOf
from ..rules.tools import KindRules, Period
from ..words import Text
from ._cohort import Appraisee, Cohort, GradeDecision
from ._columns import CYCLE, Columns, Span, Verdict
from ._grade import grade_of
from ._judged import Judged, decision_holds, fault
from ._outcome import Outcome
from ._plan import Plan
from ._reach import Reach
from ._reasons import unranked
from ._score import score_of
from ._summary import not_appraised, summary
from .compiled import OPEN, OUT, Compiled, Telling
from .disputes import Dispute, Disputes, without
from .pools import Before, Placed, Placement, Pool, Possible, Tie, Unsettled, place, settled, unsettled
from .walk import NO_CAUSES, Cause, Causes, Found, Gone, Num, Standing, Standpoint, Walker, Worth, standing_of

__all__ = ["Evaluation"]

_EVALUATED = Text("evaluated {done:,} of {total:,}", "已计算 {done:,} / {total:,}")


@define
class Evaluation:
    """One evaluation of a cohort. Everything is computed once, on demand; nothing is rounded or guessed.

    `disputes` are the entries that contradict another record's: they count as not entered.
    """

    cohort: Cohort
    _given: Cohort = field(init=False)
    _disputes: Disputes = field(init=False)
    _reach: Reach | None = field(default=None, init=False)
    _plans: dict[str, Plan] = field(factory=dict, init=False)
    _walkers: dict[tuple[str, bool, int | None], Walker] = field(factory=dict, init=False)
    _entered: dict[object, tuple[Found, Found, Found]] = field(factory=dict, init=False)
    _judged: dict[str, Judged] = field(factory=dict, init=False)
    _decisions: dict[str, GradeDecision] = field(factory=dict, init=False)
    _placed: dict[tuple[str, Span], Placed] = field(factory=dict, init=False)
    _earlier: dict[tuple[str, Span], Before] = field(factory=dict, init=False)
    _rows: dict[tuple[str, Span], dict[str, Verdict]] = field(factory=dict, init=False)
    _ungraded: dict[tuple[str, Span], set[str]] = field(factory=dict, init=False)
    _telling: Telling | None = field(default=None, init=False)
    _clashes: tuple[Dispute, ...] | None = field(default=None, init=False)
    _standings: dict[object, tuple[RankOf, Standing]] = field(factory=dict, init=False)
    _touched: set[str] | None = field(default=None, init=False)
    _moved: frozenset[tuple[str, str]] = field(default=frozenset(), init=False)

    def __attrs_post_init__(self) -> None:
        self._given = self.cohort
        self._disputes = Disputes.of(self.cohort.ruleset, self.cohort.appraisees)
        self.cohort = without(self.cohort, self.disputes)
        self._decisions = _grade_decisions(self.cohort)

    @property
    def disputes(self) -> tuple[Dispute, ...]:
        """The entries that contradict another."""
        return self._disputes.all

    def changed(self, appraisee: Appraisee) -> Evaluation:
        """The evaluation after one record was entered or changed; see `revised`."""
        people = {**self._given.appraisees, appraisee.id: appraisee}
        return self._revised(evolve(self._given, appraisees=people), {appraisee.id})

    def removed(self, appraisee: str) -> Evaluation:
        """The evaluation without one record, which nobody is linked to; see `revised`."""
        people = {name: person for name, person in self._given.appraisees.items() if name != appraisee}
        return self._revised(evolve(self._given, appraisees=people), {appraisee})

    def revised(self, cohort: Cohort) -> Evaluation:
        """The evaluation of a cohort that differs from this one's in some records or decisions.

        It says what `Evaluation(cohort)` says. Only the changed records are evaluated anew, those whom they reach
        through links, and the pools in which any of them stands; everything else is shared, and this evaluation stays
        as it is. Of another ruleset, cycle or lane everything is evaluated anew.
        """
        before = self._given
        if any(one is not two for one, two in zip(_settings(before), _settings(cohort), strict=True)):
            return type(self)(cohort)
        changed = _differing(before.appraisees, cohort.appraisees)
        changed |= {
            one.appraisee for one in {*before.decisions} ^ {*cohort.decisions} if isinstance(one, GradeDecision)
        }
        return self._revised(cohort, changed)

    def touched(self) -> frozenset[str] | None:
        """Whose outcome may be another than in the evaluation that this one was revised from, None for everybody's.

        Those who changed, whom they reach, and all in whose pools somebody of them stands. Places everybody first.
        """
        for _ in self._all_placed():
            pass
        return None if self._touched is None else frozenset(self._touched)

    def unsettled(self) -> Unsettled | None:
        """What may still come out otherwise than in the evaluation that this one was revised from; places nobody.

        It takes in whoever may move, and more the less is known of where somebody stands now. Of a kind whose grades
        others read the places are given out already: it takes in those that moved. None where nothing was before.
        """
        if self._touched is None:
            return None
        found = [self._unsettled_of(*key, before) for key, before in self._earlier.items()]
        pools = self._moved.union(*(one.pools for one in found))
        return Unsettled(frozenset(self._touched).union(*(one.people for one in found)), pools)

    def _unsettled_of(self, kind: str, span: Span, before: Before) -> Unsettled:
        people = self.cohort.appraisees
        quotas = [rule for rule in self.plan(kind).rules.rules(Quota) if isinstance(rule, Quota)]
        there = {name for name in before.touched if name in people and people[name].kind == kind}
        rows = self.rows(kind) if span == CYCLE else {}
        return unsettled(kind, before, quotas, self.columns(kind), rows, there)

    def supposing(self, cohort: Cohort, changed: Collection[str]) -> Evaluation:
        """The same evaluation over records with something filled in, where what is placed already stays placed."""
        # Few are asked about: they are walked.
        found = self._revised(evolve(cohort, lane=None), {*changed}, again=False)
        found._placed, found._earlier = dict(self._placed), {}
        return found

    def _revised(self, cohort: Cohort, changed: set[str], *, again: bool = True) -> Evaluation:
        """The evaluation of a cohort in which some changed; `again` says that places are given out again too."""
        if self._reach is None:
            self._reach = Reach.of(cohort.ruleset)
        found = copy(self)
        cohort.keep_links(self._given, changed)
        found._given = cohort
        found._disputes = self._disputes.after(cohort.appraisees, self._reach.linked(self._given, cohort, changed))
        reached = self._reach.from_changed(self._given, cohort, changed)
        disputed = {one.appraisee for one in {*self.disputes} ^ {*found.disputes}}
        if disputed - reached:
            reached = self._reach.from_changed(self._given, cohort, reached | disputed)
        found.cohort = _stripped(self, found, reached)
        found._decisions = _grade_decisions(cohort)
        found._walkers, found._entered, found._standings = {}, {}, {}
        found._clashes, found._telling = None, None
        found._judged, found._rows, found._ungraded = {**self._judged}, {}, {}
        found._placed, found._earlier, found._touched, found._moved = {}, {}, set(), frozenset()
        named = _named_since(self._given, cohort)
        for key, placed in self._placed.items():
            found._earlier[key] = Before(placed, self.rows(*key), named=named)
        for key, before in self._earlier.items():
            if key not in self._placed:
                found._earlier[key] = evolve(before, touched=set(before.touched), named=before.named | named)
        found._reach_out(reached)
        for kind in self._reach.graded if again else ():
            if (kind, CYCLE) in self._placed:  # else nobody has read a grade of that kind
                found._grade_again(self, kind, reached)
                readers = found._readers_of_moved(self, kind)
                found._reach_out(readers)
                found._moved |= _moved_pools(self._placed[kind, CYCLE], found._placed[kind, CYCLE])
                reached |= readers
        for kind in {kind for kind, _ in self._rows}:
            found._grade_again(self, kind, reached)
        return found

    def _reach_out(self, names: Collection[str]) -> None:
        """Forget what was found of some, whom a change has reached."""
        if self._touched is not None:
            self._touched |= set(names)
        for name in names:
            self._judged.pop(name, None)
        for before in self._earlier.values():
            before.touched.update(names)

    def _grade_again(self, earlier: Evaluation, kind: str, reached: Collection[str]) -> None:
        """Take over the rows of a kind, those of `reached` worked out again."""
        if self.cohort.lane is None or self._reach is None or self._reach.everybody:
            return
        for (one, span), rows in earlier._rows.items():
            if one == kind and (kind, span) not in self._rows:
                self._graded_again(kind, span, rows, earlier._ungraded[kind, span], reached)

    def _readers_of_moved(self, earlier: Evaluation, kind: str) -> set[str]:
        """Who reads the grade of somebody of a kind whose grade is another than it was."""
        assert self._reach is not None  # noqa: S101  # asked only while an evaluation is being revised
        one, two = earlier._placed[kind, CYCLE].possible, self.placed(kind).possible
        touched = one.keys() | two.keys() if self._touched is None else self._touched
        moved = {name for name in touched if one.get(name) != two.get(name)}
        return self._reach.linked(earlier._given, self._given, moved)

    def _graded_again(
        self, kind: str, span: Span, rows: dict[str, Verdict], ungraded: set[str], reached: Collection[str]
    ) -> None:
        """The rows of a kind with those of `reached` worked out again."""
        found = dict(rows)
        for name in reached:
            found.pop(name, None)
        self._ungraded[kind, span] = ungraded.difference(reached)
        people = self.cohort.appraisees
        self._rows[kind, span] = found | self._graded(kind, span, [people[name] for name in reached if name in people])

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
            judged.unranked = unranked(self, judged)
        return judged

    def possible_grades(self, appraisee: str, *, provisional: bool = False) -> tuple[frozenset[str], Causes]:
        """The grades that are still possible in the end, and why there is more than one.

        `provisional` leaves unknown rows and open re-checks out, where more than one grade is possible with them.
        """
        kind = self.cohort.appraisees[appraisee].kind
        if not provisional and appraisee in self._rows.get((kind, CYCLE), ()):
            places, causes = self.placed(kind).possible[appraisee]
            return frozenset(self.plan(kind).rules.kind.grades[place] for place in places), causes
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
            before = self._earlier.pop((kind, span), None)
            self._placed[kind, span] = place(self, kind, span, before)
            if before is not None and self._touched is not None:
                self._touched |= before.touched
            elif self.plan(kind).rules.rules(Quota):
                self._touched = None
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
            return not_appraised(judged, judged.refused)
        return summary(self, judged, self.placed(judged.plan.rules.kind.key), self.final(judged))

    def placements(self, appraisee: str) -> list[Placement]:
        """Where one appraisee stands at each quota that they are a candidate of."""
        kind = self.cohort.appraisees[appraisee].kind
        return self.placed(kind).placements(appraisee)

    def rows(self, kind: str, span: Span = CYCLE) -> dict[str, Verdict]:
        """What the compiled form says of those of a kind under quotas whom it can grade, by id; in a period, of that."""
        if (kind, span) not in self._rows:
            self._ungraded[kind, span] = set()
            self._rows[kind, span] = self._graded(kind, span, self.cohort.appraisees.values())
        return self._rows[kind, span]

    def _graded(self, kind: str, span: Span, people: Iterable[Appraisee]) -> dict[str, Verdict]:
        compiled, decided = self._compiled(kind), self._decisions
        if compiled is not None and span.at is not None:
            return self._graded_in(compiled, span.axis, span.at, people)
        if compiled is None or compiled.columns is None:
            return {}
        if compiled.grade_all is not None:
            return compiled.grade_all(people, kind, decided)
        evaluate, row_of = compiled.evaluate, self.telling.row
        rows = ((one.id, row_of(one)) for one in people if one.kind == kind and one.id not in decided)
        return {name: verdict for name, row in rows if row is not None and (verdict := evaluate(row)) is not None}

    def _graded_in(self, compiled: Compiled, axis: str, at: int, people: Iterable[Appraisee]) -> dict[str, Verdict]:
        """The same in one period; no decision is about its grades."""
        kind, form = compiled.plan.rules.kind.key, compiled.by_period.get(axis)
        if form is None:
            return {}
        found, row_of, evaluate = {}, self.telling.row, form.evaluate
        for one in people:
            row = row_of(one) if one.kind == kind else None
            verdict = None if row is None else evaluate(row, at)
            if verdict == OUT:
                self._ungraded[kind, Span(axis, at)].add(one.id)
            elif verdict is not None:
                found[one.id] = verdict
        return found

    def ungraded(self, kind: str, span: Span) -> set[str]:
        """Of whom the compiled form says that they have no grade in a period."""
        self.rows(kind, span)
        return self._ungraded[kind, span]

    def columns(self, kind: str, span: Span = CYCLE) -> Columns | None:
        """Where the rows of a kind under quotas say what; None where everybody of it is walked."""
        compiled = self._compiled(kind)
        if compiled is None or span.at is None:
            return None if compiled is None else compiled.columns
        form = compiled.by_period.get(span.axis)
        return None if form is None else form.columns.of_period(self.periods(span.axis)[span.at].name)

    def verdict(self, appraisee: Appraisee) -> Verdict | None:
        """What the compiled form says of one record before any quota, None where it must be walked."""
        compiled = self._compiled(appraisee.kind)
        if compiled is None or appraisee.packed is None or appraisee.id in self._decisions:
            return None
        if compiled.columns is not None:
            return self.rows(appraisee.kind).get(appraisee.id)
        row = self.telling.row(appraisee)
        return None if row is None else compiled.evaluate(row)

    @property
    def telling(self) -> Telling:
        """What linked people are told to be worth, as far as the compiled form can say it."""
        if self._telling is None:
            lane = self.cohort.lane
            kinds = {} if lane is None else lane.kinds
            self._telling = Telling(self.cohort, kinds, self._walked, self._told_place)
        return self._telling

    def _walked(self, appraisee: str, node: Expr, at: int | None) -> Worth:
        return self.walker(appraisee, at=at).worth(node)

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
        """Every appraisee with what the compiled form says of them before any quota."""
        for appraisee in self.cohort.appraisees.values():
            yield appraisee, self.verdict(appraisee)

    def grades(self) -> dict[str, str | None]:
        """The grade of everybody by id, None where it is open or there is none; no outcome is made for it."""
        found: dict[str, str | None] = {}
        for rules in self.cohort.ruleset.kinds:
            rows, grades = self.rows(rules.kind.key), rules.kind.grades
            if rows:
                possible = self.placed(rules.kind.key).possible
                sure = {id(settled(place)): grade for place, grade in enumerate(grades)}
                ours = possible.items() if len(possible) == len(rows) else ((name, possible[name]) for name in rows)
                found |= {name: sure.get(id(one)) or _only(one, grades) for name, one in ours}
        for person, verdict in self.verdicts() if len(found) < len(self.cohort.appraisees) else ():
            if person.id not in found:
                grades = self.plan(person.kind).rules.kind.grades
                found[person.id] = (
                    self.outcome(person.id).grade
                    if verdict is None
                    else grades[verdict[0]]
                    if verdict[0] >= 0
                    else None
                )
        return found

    def quick(self, appraisee: str) -> Outcome:
        """The outcome of one appraisee: compiled where it can be, else walked; it says the same as `outcome`."""
        person = self.cohort.appraisees[appraisee]
        verdict, compiled = self.verdict(person), self._compiled(person.kind)
        if verdict is None or compiled is None:
            return self.outcome(appraisee)
        if compiled.columns is None:
            return compiled.outcome(appraisee, person.name, verdict)
        placed = self.placed(person.kind)
        places, causes = placed.possible[appraisee]
        if any(cause.kind == "decision" for cause in causes) or (len(places) > 1 and compiled.asks_whole):
            return self.outcome(appraisee)
        return compiled.placed(
            appraisee,
            person.name,
            verdict,
            places=places,
            causes=causes,
            quotas=placed.quotas(appraisee),
            provisional=placed.provisional_grade(appraisee) if len(places) > 1 else None,
        )

    def outcomes(self) -> list[Outcome]:
        """The outcome of every appraisee, in the order of the case: compiled where it can be, else walked."""
        return [self.quick(appraisee) for appraisee in self.cohort.appraisees]


def _settings(cohort: Cohort) -> tuple[object, ...]:
    return cohort.ruleset, cohort.cycle, cohort.supplied, cohort.lane


def _differing(before: Mapping[str, Appraisee], after: Mapping[str, Appraisee]) -> set[str]:
    """Whose record is another one, new or gone."""
    found = {name for name, person in after.items() if before.get(name) is not person}
    return found | (before.keys() - after.keys())


def _moved_pools(before: Placed, after: Placed) -> frozenset[tuple[str, str]]:
    """The pools, by kind and group, that are not what they were."""
    differing = {*before.pools, *before.inner} ^ {*after.pools, *after.inner}
    return frozenset((pool.kind, pool.group) for pool in differing)


def _named_since(before: Cohort, after: Cohort) -> frozenset[str]:
    """Those of whom a decision on places was recorded or taken back."""
    changed = {*before.decisions} ^ {*after.decisions}
    return frozenset(name for one in changed if not isinstance(one, GradeDecision) for name in one.members)


def _grade_decisions(cohort: Cohort) -> dict[str, GradeDecision]:
    return {one.appraisee: one for one in cohort.decisions if isinstance(one, GradeDecision)}


def _stripped(before: Evaluation, after: Evaluation, reached: Collection[str]) -> Cohort:
    """The cohort without the entries in dispute; who was not reached keeps the record made for that."""
    cohort = without(after._given, after.disputes)
    if cohort is not after._given:
        known = before.cohort.appraisees
        for name in {one.appraisee for one in after.disputes}:
            if name not in reached and name in known:
                cohort.appraisees[name] = known[name]
        cohort.keep_links(after._given, ())
    return cohort


def _only(possible: Possible, grades: Sequence[str]) -> str | None:
    places, causes = possible
    return grades[next(iter(places))] if len(places) == 1 and not causes else None


def _eligible(walker: Walker, rules: KindRules) -> tuple[Causes | None, Eligibility | None]:
    causes: Causes = NO_CAUSES
    for rule in rules.rules(Eligibility):
        assert isinstance(rule, Eligibility)  # noqa: S101  # narrowed for mypy
        found = walker.truth(rule.when)
        if found.must(False):
            return None, rule
        causes |= found.causes | ({Cause("decision", rule.id)} if found.may(None) else set())
    return causes, None
