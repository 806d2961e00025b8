"""Case files: the unit of everything portable (design, section 5)."""

from __future__ import annotations

from ._expect import Difference, differences
from ._model import FORMAT, Case, Expectation
from ._read import case_from_data, read_case

__all__ = ["FORMAT", "Case", "Difference", "Expectation", "case_from_data", "differences", "read_case"]
