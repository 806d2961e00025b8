"""Exact evaluation of a cohort: the walker and the compiled form, explanation, and quota allocation."""

from __future__ import annotations

from ._cohort import Appraisee, Cohort, Cycle, Decisions, ExcessDecision, GradeDecision, Recheck, TieDecision
from ._evaluation import Evaluation
from ._explain import EXPLANATION_VERSION, Explanation, explain
from ._explain_text import explanation_lines
from ._lane import FastLane
from ._outcome import STATES, Notice, Outcome, Reason
from ._period_outcomes import PeriodOutcome, period_outcomes
from ._pools import Placement, Pool, Tie
from ._readings import Reading
from ._step import STATUSES, Step

__all__ = [
    "EXPLANATION_VERSION",
    "STATES",
    "STATUSES",
    "Appraisee",
    "Cohort",
    "Cycle",
    "Decisions",
    "Evaluation",
    "ExcessDecision",
    "Explanation",
    "FastLane",
    "GradeDecision",
    "Notice",
    "Outcome",
    "PeriodOutcome",
    "Placement",
    "Pool",
    "Reading",
    "Reason",
    "Recheck",
    "Step",
    "Tie",
    "TieDecision",
    "explain",
    "explanation_lines",
    "period_outcomes",
]
