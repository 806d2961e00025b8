"""Exact evaluation of a cohort: the walker and the compiled form, explanation, and quota allocation."""

from __future__ import annotations

from ._cohort import Appraisee, Cohort, Cycle, Decisions, ExcessDecision, GradeDecision, Recheck, TieDecision
from ._evaluation import Evaluation, Judged
from ._explain import EXPLANATION_VERSION, Explanation, explain
from ._explain_text import explanation_lines
from ._lane import FastLane
from ._open import OpenPoint, open_points
from ._outcome import STATES, Notice, Outcome, Reason, Recorded
from ._period_outcomes import PeriodOutcome, period_outcomes
from ._placed import Placement, Pool, Tie
from ._plan import Plan
from ._readings import Reading
from ._step import STATUSES, Step
from ._values import Code, Day, Gone, Num, Truth

__all__ = [
    "EXPLANATION_VERSION",
    "STATES",
    "STATUSES",
    "Appraisee",
    "Code",
    "Cohort",
    "Cycle",
    "Day",
    "Decisions",
    "Evaluation",
    "ExcessDecision",
    "Explanation",
    "FastLane",
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
    "Step",
    "Tie",
    "TieDecision",
    "Truth",
    "explain",
    "explanation_lines",
    "open_points",
    "period_outcomes",
]
