"""Why an outcome is what it is: the sentence, the steps with their figures, and their text."""

from __future__ import annotations

from ._explanation import EXPLANATION_VERSION, Explanation, explain
from ._readings import Reading
from ._step import ROLES, STATUSES, Step
from ._text import Section, explanation_lines, explanation_sections

__all__ = [
    "EXPLANATION_VERSION",
    "ROLES",
    "STATUSES",
    "Explanation",
    "Reading",
    "Section",
    "Step",
    "explain",
    "explanation_lines",
    "explanation_sections",
]
