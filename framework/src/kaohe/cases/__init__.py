"""Case files: the unit of everything portable (design, section 5)."""

from __future__ import annotations

from ._expect import Difference, clauses_of, differences
from ._model import FORMAT, Case, Expectation
from ._read import case_from_data, no_collection, read_case
from ._text import parse_text, read_text

__all__ = [
    "FORMAT",
    "Case",
    "Difference",
    "Expectation",
    "case_from_data",
    "clauses_of",
    "differences",
    "no_collection",
    "parse_text",
    "read_case",
    "read_text",
]
