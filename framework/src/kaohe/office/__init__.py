"""The office: the only writer of books. Everything that people change passes here, in one commit or not at all."""

from __future__ import annotations

from ._acts import Act, Sight
from ._changes import Amend, Change, Decide, Enrol, Enter, Freeze, Recheck, Rescind, Revise, Withdraw
from ._errors import Clash, NotAdopted, NotSaved, OfficeError, Refusal, Stale
from ._lowers import Joining, Lower
from ._moves import moves
from ._office import Office, Saved
from ._past import Event, Moved
from ._pinned import Comparison, Difference, Differs
from ._plan import Plan
from ._points import OpenItem, Progress

__all__ = [
    "Act",
    "Amend",
    "Change",
    "Clash",
    "Comparison",
    "Decide",
    "Difference",
    "Differs",
    "Enrol",
    "Enter",
    "Event",
    "Freeze",
    "Joining",
    "Lower",
    "Moved",
    "NotAdopted",
    "NotSaved",
    "Office",
    "OfficeError",
    "OpenItem",
    "Plan",
    "Progress",
    "Recheck",
    "Refusal",
    "Rescind",
    "Revise",
    "Saved",
    "Sight",
    "Stale",
    "Withdraw",
    "moves",
]
