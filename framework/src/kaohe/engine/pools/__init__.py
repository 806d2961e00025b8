"""Placing: who competes for which places, and what open records leave open of it."""

from __future__ import annotations

from ._lineup import Before
from ._place import place
from ._placed import Placed, Placement, Places, Pool, Possible, Tie, settled
from ._seats import CYCLE, Span
from ._unsettled import Unsettled, unsettled

__all__ = [
    "CYCLE",
    "Before",
    "Placed",
    "Placement",
    "Places",
    "Pool",
    "Possible",
    "Span",
    "Tie",
    "Unsettled",
    "place",
    "settled",
    "unsettled",
]
