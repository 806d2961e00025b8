"""What is found of one appraisee before any quota, and what is asked of whoever finds it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from attrs import define

from ..rules import Eligibility
from ..words import Text
from ._cohort import Appraisee, Cohort, GradeDecision
from ._columns import CYCLE, Columns, Span, Verdict
from ._grade import Graded
from ._plan import Plan
from ._score import Tallied
from .walk import Causes, People

__all__ = ["Judged", "Judges", "decision_holds", "fault"]


@define
class Judged:
    """All that the walker found for one appraisee; an outcome is a summary of it."""

    appraisee: Appraisee
    plan: Plan
    eligible: Causes | None
    refused: Eligibility | None
    tallied: Tallied | None
    graded: Graded
    unranked: frozenset[int] = frozenset()


class Judges(People, Protocol):
    """Whoever judges the records of a case, as quotas and reasons ask about them."""

    def plan(self, kind: str) -> Plan:
        """The plan of one kind."""

    def rows(self, kind: str, span: Span = CYCLE) -> Mapping[str, Verdict]:
        """What the compiled form says of those of a kind under quotas whom it can grade, by id; in a period, of that."""

    def columns(self, kind: str, span: Span = CYCLE) -> Columns | None:
        """Where those rows say what; None where everybody of the kind is walked."""

    def ungraded(self, kind: str, span: Span) -> Collection[str]:
        """Of whom the compiled form says that they have no grade in a period."""

    def judged(self, appraisee: str) -> Judged:
        """Everything found for somebody before any quota."""

    def merit(self, judged: Judged) -> tuple[frozenset[int], Causes]:
        """The possible grades (0 is the best) before any quota, a recorded decision included."""

    def decided(self, judged: Judged) -> GradeDecision | None:
        """The recorded decision on the grade, where there is one and it holds."""

    def supposing(self, cohort: Cohort, changed: Collection[str]) -> Judges:
        """The same judges over records with something filled in, where what is placed already stays placed."""


_NOT_APPRAISED = Text("there is no grade to decide: not appraised", "没有等次可裁定：不参加考核")
_NOT_POSSIBLE = Text("{grade} is not possible under the rules ({known})", "按规则不可能评为{grade}（可为：{known}）")
_TOO_EARLY = Text(
    "{grade} cannot be decided while this is open: {missing}", "以下事项未定之前不能裁定为{grade}：{missing}"
)


def decision_holds(judged: Judged, decision: GradeDecision) -> bool:
    """Whether a recorded decision settles the result: its grade must be possible, and only decisions be open."""
    return fault(judged, decision) is None


def fault(judged: Judged, decision: GradeDecision) -> Text | None:
    """Why a recorded decision does not hold, None where it does."""
    grades = judged.plan.rules.kind.grades
    if judged.refused is not None:
        return _NOT_APPRAISED
    possible = judged.graded.possible | judged.unranked
    if grades and (decision.grade not in grades or grades.index(decision.grade) not in possible):
        known = "/".join(grades[place] for place in sorted(possible)) or "-"
        return _NOT_POSSIBLE.format(grade=decision.grade, known=known)
    missing = sorted(cause.name for cause in judged.graded.causes if cause.kind != "decision")
    return _TOO_EARLY.format(grade=decision.grade, missing=", ".join(missing[:3])) if missing else None
