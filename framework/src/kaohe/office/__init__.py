"""The office: the only writer of books. Everything that people change passes here, in one commit or not at all."""

from __future__ import annotations

from ._changes import Amend, Change, Decide, Enrol, Enter, Freeze, Recheck, Rescind, Revise, Withdraw
from ._errors import Clash, NotAdopted, NotSaved, OfficeError, Refusal, Stale
from ._office import Office, Saved
from ._pinned import Difference
from ._plan import Plan

__all__ = [
    "Amend",
    "Change",
    "Clash",
    "Decide",
    "Difference",
    "Enrol",
    "Enter",
    "Freeze",
    "NotAdopted",
    "NotSaved",
    "Office",
    "OfficeError",
    "Plan",
    "Recheck",
    "Refusal",
    "Rescind",
    "Revise",
    "Saved",
    "Stale",
    "Withdraw",
]
