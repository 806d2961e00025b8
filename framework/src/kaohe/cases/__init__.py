"""Case files: the unit of everything portable (design, section 5)."""

from __future__ import annotations

from ._expect import Difference, clauses_of, differences
from ._model import FORMAT, Case, Expectation
from ._read import case_from_data, read_case
from ._tables import TABLE_HEADINGS, indicators_of
from ._text import CaseFile, parse_text
from ._what_if import (
    Effect,
    Standing,
    Trials,
    effects,
    entered_otherwise,
    numbered_otherwise,
    other_readings,
    read_otherwise,
    rows_otherwise,
    under,
)
from ._written import case_text

__all__ = [
    "FORMAT",
    "TABLE_HEADINGS",
    "Case",
    "CaseFile",
    "Difference",
    "Effect",
    "Expectation",
    "Standing",
    "Trials",
    "case_from_data",
    "case_text",
    "clauses_of",
    "differences",
    "effects",
    "entered_otherwise",
    "indicators_of",
    "numbered_otherwise",
    "other_readings",
    "parse_text",
    "read_case",
    "read_otherwise",
    "rows_otherwise",
    "under",
]
