"""The grades of single periods: a month's or a quarter's score, its own limits, its own grade."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from ...rules import Bands, Periods
from ...rules.nodes import open_axis
from ...rules.tools import show
from .._evaluation import Evaluation
from .._grade import GradeRules, grade_of, grade_rules
from ..pools import Span
from ..walk import NO_CAUSES, Cause, Num, Standpoint

__all__ = ["PeriodOutcome", "period_outcomes"]


@frozen(kw_only=True)
class PeriodOutcome:
    """One period of one appraisee: its exact score and its grade, None where either is open or absent.

    `causes` is why a grade under a quota of its period is open.
    """

    axis: str
    period: str
    score: Fraction | None
    grade: str | None
    causes: tuple[Cause, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The period as plain data."""
        score = None if self.score is None else show(self.score)
        return {"axis": self.axis, "period": self.period, "score": score, "grade": self.grade}


def period_outcomes(evaluation: Evaluation, appraisee: str) -> list[PeriodOutcome]:
    """Every period that has a grade of its own, in order; [] where the scheme grades no periods."""
    rules = evaluation.plan(evaluation.cohort.appraisees[appraisee].kind).rules
    found: list[PeriodOutcome] = []
    for rule in rules.rules(Bands):
        assert isinstance(rule, Bands)  # noqa: S101  # narrowed for mypy
        axis = open_axis(rule.of)
        if isinstance(axis, Periods):
            found += _along(evaluation.walker(appraisee), axis, grade_rules(rules, axis.axis_key))
    spans = list(evaluation.spans(evaluation.cohort.appraisees[appraisee].kind))
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
            return evolve(one, grade=grade, causes=tuple(told))
    return one


def _along(walker: Standpoint, axis: Periods, rules: GradeRules) -> Iterator[PeriodOutcome]:
    assert rules.bands is not None  # noqa: S101  # called for an axis that has bands
    try:
        for index, period in enumerate(walker.evaluation.periods(axis.key)):
            walker.at = index
            score = walker.number(rules.bands.of)
            graded = grade_of(walker, rules)
            exact = score.value if isinstance(score, Num) else None
            settled = exact is not None and len(graded.possible) == 1 and not graded.causes
            grade = rules.kind.grades[next(iter(graded.possible))] if settled else None
            yield PeriodOutcome(axis=axis.key, period=period.name, score=exact, grade=grade)
    finally:
        walker.at = None
