"""The office: the only writer of books. Everything that people change passes here, in one commit or not at all."""

from __future__ import annotations

from ._acts import Act, Sight
from ._blank import cycle_days, days_off, empty_case, example_case, tables_asked
from ._changes import Amend, Change, Decide, Enrol, Enter, Freeze, Recheck, Rescind, Revise, Withdraw
from ._errors import Clash, NotAdopted, NotSaved, OfficeError, Refusal, Stale
from ._lowers import Joining, Lower
from ._moves import moves
from ._office import Office, Saved
from ._past import Event, Moved
from ._pinned import Comparison, Difference, Differs
from ._plan import Plan
from ._points import OpenItem, Progress
from ._public_days import PublicDays
from .steps import (
    ABILITIES,
    ROLES,
    STANDINGS,
    Accept,
    Appoint,
    AskSecond,
    Blind,
    Changed,
    Compared,
    Dismiss,
    Holder,
    Operator,
    Opinion,
    Return,
    Seal,
    Second,
    SecondProgress,
    Settle,
    Sign,
    Signed,
    Standing,
    Step,
    Warned,
)

__all__ = [
    "ABILITIES",
    "ROLES",
    "STANDINGS",
    "Accept",
    "Act",
    "Amend",
    "Appoint",
    "AskSecond",
    "Blind",
    "Change",
    "Changed",
    "Clash",
    "Compared",
    "Comparison",
    "Decide",
    "Difference",
    "Differs",
    "Dismiss",
    "Enrol",
    "Enter",
    "Event",
    "Freeze",
    "Holder",
    "Joining",
    "Lower",
    "Moved",
    "NotAdopted",
    "NotSaved",
    "Office",
    "OfficeError",
    "OpenItem",
    "Operator",
    "Opinion",
    "Plan",
    "Progress",
    "PublicDays",
    "Recheck",
    "Refusal",
    "Rescind",
    "Return",
    "Revise",
    "Saved",
    "Seal",
    "Second",
    "SecondProgress",
    "Settle",
    "Sight",
    "Sign",
    "Signed",
    "Stale",
    "Standing",
    "Step",
    "Warned",
    "Withdraw",
    "cycle_days",
    "days_off",
    "empty_case",
    "example_case",
    "moves",
    "tables_asked",
]
