"""Who gets the places: what the compiled form and the walker say of each record, put before the quotas."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterable, Iterator

from attrs import define, field

from ..rules import Quota
from ..rules.nodes import Expr
from ..words import Text
from ._cohort import Appraisee, Cohort
from ._columns import CYCLE, Columns, Span, Verdict
from ._grade import grade_of
from ._judged import Judged, fault
from ._records import Records
from .compiled import OPEN, OUT, Compiled, Telling
from .disputes import Dispute
from .pools import Before, Placed, Placement, Pool, Tie, place
from .walk import NO_CAUSES, Causes, Worth

__all__ = ["Places"]


@define
class Places(Records):
    """The grades of a cohort, the quotas of each kind given out once and on demand."""

    _placed: dict[tuple[str, Span], Placed] = field(factory=dict, init=False)
    _rows: dict[tuple[str, Span], dict[str, Verdict]] = field(factory=dict, init=False)
    _ungraded: dict[tuple[str, Span], set[str]] = field(factory=dict, init=False)
    _telling: Telling | None = field(default=None, init=False)
    _clashes: tuple[Dispute, ...] | None = field(default=None, init=False)
    # What stood before an edit, of whom places were not given out again yet; None: anybody may have moved.
    _earlier: dict[tuple[str, Span], Before] = field(factory=dict, init=False)
    _touched: set[str] | None = field(default=None, init=False)

    @abstractmethod
    def supposing(self, cohort: Cohort, changed: Collection[str]) -> Places:
        """The same over records with something filled in, where what is placed already stays placed."""

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

    def verdicts(self) -> Iterator[tuple[Appraisee, Verdict | None]]:
        """Every appraisee with what the compiled form says of them before any quota."""
        for appraisee in self.cohort.appraisees.values():
            yield appraisee, self.verdict(appraisee)

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
        if appraisee in self._rows.get((person.kind, CYCLE), ()):
            places, _ = self.placed(person.kind).possible[appraisee]
            return OPEN if len(places) > 1 else next(iter(places), None)
        grades, _ = self.possible_grades(appraisee)
        return OPEN if len(grades) > 1 else next((rules.kind.grades.index(grade) for grade in grades), None)

    def _compiled(self, kind: str) -> Compiled | None:
        return self.cohort.lane.compiled(kind) if self.cohort.lane is not None else None
