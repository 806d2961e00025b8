"""Evaluators that get one thing wrong each, for the checks that hold the evaluator rather than the declarations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar

from attrs import evolve

from kaohe.cases import Case
from kaohe.engine import Evaluation, Judged, Outcome, Placement, Pool, disputes_of
from kaohe.engine.walk import Walker
from kaohe.errors import CaseError
from kaohe.rules import Finding, Score
from kaohe.rules.nodes import Aggregate, Axis, Expr, Extreme, Gone, Positions, Worth, exactly
from kaohe.testing import Subject
from scheme_kit import GRADES

__all__ = [
    "AbsentIsZero",
    "AgainstDecisions",
    "BestIsFirst",
    "CitesTooMuch",
    "CountsRejected",
    "CrowdMatters",
    "Decided",
    "EmptyReasons",
    "FirstPeriodOnly",
    "Forgetful",
    "GuaranteeDropped",
    "LenientReader",
    "MissingIsZero",
    "NamesMatter",
    "OneMoreTime",
    "OrderMatters",
    "OverTheCap",
    "PendingApplies",
    "Roomy",
    "Strict",
    "Swapped",
    "TiesByName",
    "VetoForgotten",
    "WalkedOtherwise",
]


class _Walked(Evaluation):
    """Walks everybody, so that what its walker gets wrong is seen."""

    def __attrs_post_init__(self) -> None:
        self.cohort = evolve(self.cohort, lane=None)
        super().__attrs_post_init__()


class _Misreports(_Walked):
    """Gets each outcome wrong in the same way."""

    def wrong(self, outcome: Outcome) -> Outcome:
        """The outcome as it is misreported."""
        return outcome

    def outcome(self, appraisee: str) -> Outcome:
        """The misreported outcome."""
        return self.wrong(super().outcome(appraisee))

    def outcomes(self) -> list[Outcome]:
        """The misreported outcomes."""
        return [self.outcome(name) for name in self.cohort.appraisees]


class EmptyReasons(_Misreports):
    """Says of nobody why they are not appraised."""

    def wrong(self, outcome: Outcome) -> Outcome:
        """One outcome, misreported."""
        return evolve(outcome, reasons=()) if outcome.state == "not_appraised" else outcome


class WalkedOtherwise(Evaluation):
    """The walker adds an assumption that the compiled form does not know."""

    def outcome(self, appraisee: str) -> Outcome:
        """The outcome, misreported."""
        found = super().outcome(appraisee)
        return evolve(found, assumptions=(*found.assumptions, "none"))


class CitesTooMuch(_Misreports):
    """Cites the flag whether it fired or not."""

    def wrong(self, outcome: Outcome) -> Outcome:
        """One outcome, misreported."""
        return outcome if "flag" in outcome.rules else evolve(outcome, rules=(*outcome.rules, "flag"))


class VetoForgotten(_Misreports):
    """Gives the middle grade to whoever is vetoed."""

    def wrong(self, outcome: Outcome) -> Outcome:
        """One outcome, misreported."""
        return evolve(outcome, grade=GRADES[1]) if "veto" in outcome.rules else outcome


class PendingApplies(_Misreports):
    """Cites a limit whose re-check is open."""

    def wrong(self, outcome: Outcome) -> Outcome:
        """One outcome, misreported."""
        return evolve(outcome, rules=(*outcome.rules, *outcome.pending))


class Strict(_Misreports):
    """Puts a score of exactly 90 below the line."""

    def judged(self, appraisee: str) -> Judged:
        """What the walker finds, misjudged."""
        found = super().judged(appraisee)
        score = found.tallied.score if found.tallied is not None else None
        if getattr(score, "value", None) != Fraction(90) or found.graded.proposed != {0}:
            return found
        return evolve(found, graded=evolve(found.graded, proposed=frozenset({1}), possible=frozenset({1})))


class _Walks(_Misreports):
    """Walks with a walker that gets something wrong."""

    kind: type[Walker] = Walker

    def walker(self, appraisee: str, *, provisional: bool = False, at: int | None = None) -> Walker:
        """A walker of its own."""
        key = (appraisee, provisional, at)
        if key not in self._walkers:
            self._walkers[key] = self.kind(self, self.cohort.appraisees[appraisee], provisional, at)
        return self._walkers[key]


class _OneByOne(Walker):
    """Asks about one position after the other, so that what `worth` gets wrong is wrong along the periods too."""

    def along(self, node: Expr, positions: Positions) -> Iterable[Worth]:
        return Expr.along(node, self, positions)


class _First(_OneByOne):
    def worth(self, node: Expr) -> Worth:
        return super().worth(node.values[0] if isinstance(node, Extreme) else node)


class BestIsFirst(_Walks):
    """Takes the first of several for the highest."""

    kind = _First


class _Rejected(Walker):
    def positions(self, axis: Axis) -> Any:
        rows = self.rows(axis) if isinstance(axis, Finding) else None
        if isinstance(rows, tuple):
            return [(index, True) for index in range(len(rows))], frozenset()
        return super().positions(axis)


class CountsRejected(_Walks):
    """Counts findings that a re-check rejected."""

    kind = _Rejected


class _Zero(_OneByOne):
    def worth(self, node: Expr) -> Worth:
        found = super().worth(node)
        return exactly(0) if isinstance(node, Score) and getattr(found, "causes", None) else found


class MissingIsZero(_Walks):
    """Takes a missing mark for 0."""

    kind = _Zero


class _Gone(_OneByOne):
    def worth(self, node: Expr) -> Worth:
        found = super().worth(node)
        return exactly(0) if isinstance(node, Score) and isinstance(found, Gone) else found


class AbsentIsZero(_Walks):
    """Takes a mark that is absent with a reason for 0."""

    kind = _Gone


class _Period(_OneByOne):
    def worth(self, node: Expr) -> Worth:
        if isinstance(node, Aggregate) and node.op == "mean":
            before, self.at = self.at, 0
            found = super().worth(node.of)
            self.at = before
            return found
        return super().worth(node)


class FirstPeriodOnly(_Walks):
    """Takes the first period for the mean."""

    kind = _Period


class Decided(_Walked):
    """Outcomes all at once, changed by `change`."""

    def change(self, found: list[Outcome]) -> list[Outcome]:
        """The outcomes as they are misreported."""
        return found

    def outcomes(self) -> list[Outcome]:
        """The misreported outcomes."""
        return self.change([super(Decided, self).outcome(name) for name in self.cohort.appraisees])


class OverTheCap(Decided):
    """Gives everybody who is tied the grade."""

    def change(self, found: list[Outcome]) -> list[Outcome]:
        """All outcomes, misreported."""
        return [evolve(o, state="decided", grade=GRADES[0]) if o.state == "tied" else o for o in found]


class GuaranteeDropped(Decided):
    """Takes the grade away from those who are guaranteed it."""

    def change(self, found: list[Outcome]) -> list[Outcome]:
        """All outcomes, misreported."""
        facts = {name: person.fact("from_here") for name, person in self.cohort.appraisees.items()}
        return [evolve(o, grade=GRADES[1]) if facts[o.id] == "yes" and o.grade == GRADES[0] else o for o in found]


class TiesByName(Decided):
    """Gives the places to whoever comes first by id."""

    def change(self, found: list[Outcome]) -> list[Outcome]:
        """All outcomes, misreported."""
        tied = sorted(o.id for o in found if o.state == "tied")
        taken = sum(tie.take for tie in self.ties())
        grades = {name: GRADES[0] if place < taken else GRADES[1] for place, name in enumerate(tied)}
        return [evolve(o, state="decided", grade=grades[o.id]) if o.id in grades else o for o in found]


class OrderMatters(Decided):
    """Cites one rule more where the first of the list has the better score."""

    def change(self, found: list[Outcome]) -> list[Outcome]:
        """All outcomes, misreported."""
        scores = [o.score or Fraction(0) for o in found]
        return _marked(found) if scores and scores[0] > scores[-1] else found


class NamesMatter(Decided):
    """Cites one rule more where some id begins with Z."""

    def change(self, found: list[Outcome]) -> list[Outcome]:
        """All outcomes, misreported."""
        return _marked(found) if any(o.id.startswith("Z") for o in found) else found


class CrowdMatters(_Misreports):
    """Cites one rule more where there is more than one person."""

    def wrong(self, outcome: Outcome) -> Outcome:
        """One outcome, misreported."""
        return _marked([outcome])[0] if len(self.cohort.appraisees) > 1 else outcome


class AgainstDecisions(Decided):
    """Leaves decisions on ties out."""

    def change(self, found: list[Outcome]) -> list[Outcome]:
        """All outcomes, misreported."""
        return Evaluation(evolve(self.cohort, decisions=())).outcomes()


def _marked(found: Sequence[Outcome]) -> list[Outcome]:
    return [evolve(outcome, rules=(*outcome.rules, "more")) for outcome in found]


class Swapped(Decided):
    """Says of those who hold a place that they do not, and the other way round."""

    def placements(self, appraisee: str) -> list[Placement]:
        """The placements, misreported."""
        turned = {"selected": "not_selected", "not_selected": "selected"}
        return [evolve(one, status=turned.get(one.status, one.status)) for one in super().placements(appraisee)]


class Roomy(Decided):
    """Shows a free place in every pool."""

    def pools(self) -> list[Pool]:
        """The pools, misreported."""
        return [evolve(pool, left=1, tied=0) for pool in super().pools()]


class OneMoreTime(Decided):
    """Cites one rule more of a cohort that it has seen before."""

    seen: ClassVar[set[str]] = set()

    def change(self, found: list[Outcome]) -> list[Outcome]:
        """All outcomes, misreported."""
        key = str([(person.id, sorted(map(str, person.facts.items()))) for person in self.cohort.appraisees.values()])
        again = key in self.seen
        self.seen.add(key)
        return _marked(found) if again else found


class LenientReader(Subject):
    """Reads a case without what it refuses."""

    def case(self, raw: Mapping[str, Any], folder: Path | None = None) -> Case:
        """The case, facts left out where they are refused."""
        try:
            found = super().case(raw, folder)
            for person in found.cohort.appraisees.values():
                dict(person.facts)
        except CaseError:
            return super().case({**raw, "appraisees": [{**row, "facts": {}} for row in raw["appraisees"]]}, folder)
        return found


class Unrelated(Subject):
    """Reads a record without the part that is more than its whole."""

    def case(self, raw: Mapping[str, Any], folder: Path | None = None) -> Case:
        """The case, parts left out where they contradict their whole."""
        found = super().case(raw, folder)
        if not disputes_of(found.cohort.ruleset, found.cohort.appraisees):
            return found
        rows = [
            {**row, "facts": {key: value for key, value in row["facts"].items() if key != "part"}}
            for row in raw["appraisees"]
        ]
        return super().case({**raw, "appraisees": rows}, folder)


class Forgetful(Subject):
    """Reads no finding whose state is written out."""

    def case(self, raw: Mapping[str, Any], folder: Path | None = None) -> Case:
        """The case without those findings."""
        return super().case({**raw, "appraisees": [_forgotten(row) for row in raw["appraisees"]]}, folder)


def _forgotten(row: Mapping[str, Any]) -> dict[str, Any]:
    facts = {
        key: [one for one in value if not (isinstance(one, dict) and "status" in one)]
        if isinstance(value, list)
        else value
        for key, value in row["facts"].items()
    }
    return {**row, "facts": facts}
