"""Exact evaluation of a cohort: the walker and the compiled form, explanation, and quota allocation."""

from __future__ import annotations

from ._cohort import Appraisee, Cohort, Cycle, Decisions, ExcessDecision, GradeDecision, Recheck, TieDecision
from ._evaluation import Evaluation
from ._judged import Judged
from ._outcome import STATE_LABELS, STATES, Notice, Outcome, Reason, Recorded
from ._plan import Plan
from .compiled import FastLane
from .disputes import Dispute, disputes_of
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
from .pools import Placement, Pool, Tie, Unsettled
from .shown import FigureValue, OpenPoint, PeriodOutcome, figure_values, open_points, period_outcomes, shared_ranks
from .walk import Code, Day, Gone, Num, Truth

__all__ = [
    "EXPLANATION_VERSION",
    "ROLES",
    "STATES",
    "STATE_LABELS",
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
    "Unsettled",
    "disputes_of",
    "explain",
    "explanation_lines",
    "explanation_sections",
    "figure_values",
    "open_points",
    "period_outcomes",
    "shared_ranks",
]
