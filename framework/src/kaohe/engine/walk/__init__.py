"""The walker: the reference evaluator of one record, over exact intervals."""

from __future__ import annotations

from ._absent import Missing, absent_parts
from ._asked import Asked, Keys
from ._people import People, Standpoint
from ._ranking import standing_of
from ._standing import Standing
from ._values import NO_CAUSES, Cause, Causes, Code, Day, Gone, Num, Truth, Worth, exactly, truth
from ._walker import Found, Walker

__all__ = [
    "NO_CAUSES",
    "Asked",
    "Cause",
    "Causes",
    "Code",
    "Day",
    "Found",
    "Gone",
    "Keys",
    "Missing",
    "Num",
    "People",
    "Standing",
    "Standpoint",
    "Truth",
    "Walker",
    "Worth",
    "absent_parts",
    "exactly",
    "standing_of",
    "truth",
]
