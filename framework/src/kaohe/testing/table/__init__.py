"""The boundary table: declared numbers as targets, the facts that meet them, and what was reached."""

from __future__ import annotations

from ._reach import Reach
from ._solve import solve
from ._table import firing_of, table_rows
from ._targets import Target

__all__ = [
    "Reach",
    "Target",
    "firing_of",
    "solve",
    "table_rows",
]
