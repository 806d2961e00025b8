"""Exact evaluation of a cohort: the walker and the compiled form, explanation, and quota allocation."""

from __future__ import annotations

from ._cohort import Appraisee, Cohort, Cycle, Decisions, ExcessDecision, GradeDecision, Recheck, TieDecision
from ._evaluation import Evaluation
from ._lane import FastLane
from ._outcome import STATES, Notice, Outcome, Reason
from ._pools import Placement, Pool, Tie

__all__ = [
    "STATES",
    "Appraisee",
    "Cohort",
    "Cycle",
    "Decisions",
    "Evaluation",
    "ExcessDecision",
    "FastLane",
    "GradeDecision",
    "Notice",
    "Outcome",
    "Placement",
    "Pool",
    "Reason",
    "Recheck",
    "Tie",
    "TieDecision",
]
