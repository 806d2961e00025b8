"""What is shown of an evaluation beside the outcomes: open points, figures, periods, shared ranks."""

from __future__ import annotations

from ._figures import FigureValue, figure_values
from ._period_outcomes import PeriodOutcome, period_outcomes
from ._points import OpenPoint, open_points
from ._ranks import shared_ranks

__all__ = [
    "FigureValue",
    "OpenPoint",
    "PeriodOutcome",
    "figure_values",
    "open_points",
    "period_outcomes",
    "shared_ranks",
]
