"""Evaluating a cohort: scores, grades and outcomes, in the order that the declarations give."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import copy

from attrs import define, evolve, field

from ..collection import no_collection
from ..rules import Quota
from ._cohort import Appraisee, Cohort, GradeDecision
from ._columns import CYCLE, Span, Verdict
from ._outcome import Outcome
from ._places import Places
from ._reach import Reach
from ._records import grade_decisions
from ._summary import not_appraised, summary
from .disputes import without
from .pools import Before, Placed, Possible, Unsettled, settled, unsettled

__all__ = ["Evaluation"]


@define
class Evaluation(Places):
    """One evaluation of a cohort. Everything is computed once, on demand; nothing is rounded or guessed.

    `disputes` are the entries that contradict another record's: they count as not entered.
    """

    _reach: Reach | None = field(default=None, init=False)
    _moved: frozenset[tuple[str, str]] = field(default=frozenset(), init=False)

    def outcome(self, appraisee: str) -> Outcome:
        """The outcome of one appraisee, walked."""
        judged = self.judged(appraisee)
        if judged.refused is not None:
            return not_appraised(judged, judged.refused)
        return summary(self, judged, self.placed(judged.plan.rules.kind.key), self.final(judged))

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

    @no_collection()
    def outcomes(self) -> list[Outcome]:
        """The outcome of every appraisee, in the order of the case: compiled where it can be, else walked."""
        return [self.quick(appraisee) for appraisee in self.cohort.appraisees]

    @no_collection()
    def grades(self) -> dict[str, str | None]:
        """The grade of everybody by id, None where it is open or there is none; no outcome is made for it."""
        found: dict[str, str | None] = {}
        for rules in self.cohort.ruleset.kinds:
            rows, grades = self.rows(rules.kind.key), rules.kind.grades
            if rows:
                possible = self.placed(rules.kind.key).possible
                ours = possible if len(possible) == len(rows) else {name: possible[name] for name in rows}
                graded = _graded(ours, grades)
                found = found | graded if found else graded
        for person in self.cohort.appraisees.values() if len(found) < len(self.cohort.appraisees) else ():
            if person.id not in found:
                verdict = self.verdict(person)
                grades = self.plan(person.kind).rules.kind.grades
                found[person.id] = (
                    self.outcome(person.id).grade
                    if verdict is None
                    else grades[verdict[0]]
                    if verdict[0] >= 0
                    else None
                )
        return found

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
        found._decisions = grade_decisions(cohort)
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


def _graded(possible: Mapping[str, Possible], grades: Sequence[str]) -> dict[str, str | None]:
    """The grade of everybody who has one alone; for most it is one of a few objects, known without a look inside."""
    sure = {id(settled(place)): grade for place, grade in enumerate(grades)}
    found = dict(zip(possible, map(sure.get, map(id, possible.values())), strict=True))
    found.update([(name, _only(possible[name], grades)) for name, grade in found.items() if grade is None])
    return found


def _only(possible: Possible, grades: Sequence[str]) -> str | None:
    places, causes = possible
    return grades[next(iter(places))] if len(places) == 1 and not causes else None
