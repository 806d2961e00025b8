"""What the tests of the terminal interface share: a scheme with every input kind, cases, screens, a terminal."""

from __future__ import annotations

from .cases import case_data, write_case
from .scheme import DEMO

__all__ = ["DEMO", "case_data", "write_case"]
