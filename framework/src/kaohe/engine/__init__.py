"""Exact evaluation of a cohort: the walker and the compiled form, explanation, and quota allocation."""

from __future__ import annotations

from ._cohort import Appraisee, Cohort, Cycle, GradeDecision, Recheck, TieDecision
from ._evaluation import Evaluation
from ._outcome import STATES, Notice, Outcome, Reason

__all__ = [
    "STATES",
    "Appraisee",
    "Cohort",
    "Cycle",
    "Evaluation",
    "GradeDecision",
    "Notice",
    "Outcome",
    "Reason",
    "Recheck",
    "TieDecision",
]
