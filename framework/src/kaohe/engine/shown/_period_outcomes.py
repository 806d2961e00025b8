"""The grades of single periods: a month's or a quarter's score, its own limits, its own grade."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from ...rules import Periods
from ...rules.tools import show
from .._evaluation import Evaluation
from .._grade import GradeRules, grade_of
from ..pools import Span
from ..walk import NO_CAUSES, Cause, Gone, Num, Standpoint

__all__ = ["PeriodOutcome", "period_outcomes"]


@frozen(kw_only=True)
class PeriodOutcome:
    """One period of one appraisee: its exact score and its grade, None where either is open or absent.

    `open` says that the grade waits for something; a period that is not due has none and waits for nothing. `causes` is
    why a grade under a quota of its period is open.
    """

    axis: str
    period: str
    score: Fraction | None
    grade: str | None
    open: bool = False
    causes: tuple[Cause, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The period as plain data."""
        score = None if self.score is None else show(self.score)
        return {"axis": self.axis, "period": self.period, "score": score, "grade": self.grade}


def period_outcomes(evaluation: Evaluation, appraisee: str, *, only: str = "") -> list[PeriodOutcome]:
    """Every period that has a grade of its own, in order, or the one named; [] where the scheme grades no periods."""
    kind = evaluation.cohort.appraisees[appraisee].kind
    walker = evaluation.walker(appraisee)
    found = [one for axis, rules in evaluation.plan(kind).by_period for one in _along(walker, axis, rules, only)]
    spans = list(evaluation.spans(kind))
    return [_under_quota(evaluation, appraisee, one, spans) for one in found] if len(spans) > 1 else found


def _under_quota(evaluation: Evaluation, appraisee: str, one: PeriodOutcome, spans: Sequence[Span]) -> PeriodOutcome:
    """The grade of a period as the quotas of that period leave it."""
    kind = evaluation.plan(evaluation.cohort.appraisees[appraisee].kind).rules.kind
    for span in spans:
        if span.at is not None and (span.axis, evaluation.periods(span.axis)[span.at].name) == (one.axis, one.period):
            possible, causes = evaluation.placed(kind.key, span).possible.get(appraisee, (frozenset(), NO_CAUSES))
            settled = len(possible) == 1 and not causes
            grade = kind.grades[next(iter(possible))] if settled else None
            told = sorted(causes, key=lambda cause: (cause.kind, cause.name))
            return evolve(one, grade=grade, open=bool(possible) and not settled, causes=tuple(told))
    return one


def _along(walker: Standpoint, axis: Periods, rules: GradeRules, only: str) -> Iterator[PeriodOutcome]:
    assert rules.bands is not None  # noqa: S101  # called for an axis that has bands
    try:
        for index, period in enumerate(walker.evaluation.periods(axis.key)):
            if only not in ("", period.name):
                continue
            walker.at = index
            score = walker.number(rules.bands.of)
            graded = grade_of(walker, rules)
            exact = score.value if isinstance(score, Num) else None
            settled = exact is not None and len(graded.possible) == 1 and not graded.causes
            grade = rules.kind.grades[next(iter(graded.possible))] if settled else None
            waits = grade is None and not isinstance(score, Gone)
            yield PeriodOutcome(axis=axis.key, period=period.name, score=exact, grade=grade, open=waits)
    finally:
        walker.at = None
