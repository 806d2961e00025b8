"""Exact evaluation of a cohort: the walker and the compiled form, explanation, and quota allocation."""

from __future__ import annotations

from ._cohort import Appraisee, Cohort, Cycle, Decisions, ExcessDecision, GradeDecision, Recheck, TieDecision
from ._evaluation import Evaluation, Judged
from ._figures import FigureValue, figure_values
from ._lane import FastLane
from ._open import OpenPoint, open_points
from ._outcome import STATES, Notice, Outcome, Reason, Recorded
from ._period_outcomes import PeriodOutcome, period_outcomes
from ._placed import Placement, Pool, Tie
from ._plan import Plan
from ._ranks import shared_ranks
from ._together import Dispute, disputes_of
from ._values import Code, Day, Gone, Num, Truth
from .explain import (
    EXPLANATION_VERSION,
    ROLES,
    STATUSES,
    Explanation,
    Reading,
    Section,
    Step,
    explain,
    explanation_lines,
    explanation_sections,
)

__all__ = [
    "EXPLANATION_VERSION",
    "ROLES",
    "STATES",
    "STATUSES",
    "Appraisee",
    "Code",
    "Cohort",
    "Cycle",
    "Day",
    "Decisions",
    "Dispute",
    "Evaluation",
    "ExcessDecision",
    "Explanation",
    "FastLane",
    "FigureValue",
    "Gone",
    "GradeDecision",
    "Judged",
    "Notice",
    "Num",
    "OpenPoint",
    "Outcome",
    "PeriodOutcome",
    "Placement",
    "Plan",
    "Pool",
    "Reading",
    "Reason",
    "Recheck",
    "Recorded",
    "Section",
    "Step",
    "Tie",
    "TieDecision",
    "Truth",
    "disputes_of",
    "explain",
    "explanation_lines",
    "explanation_sections",
    "figure_values",
    "open_points",
    "period_outcomes",
    "shared_ranks",
]
