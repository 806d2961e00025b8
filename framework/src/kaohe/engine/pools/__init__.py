"""Placing: who competes for which places, and what open records leave open of it."""

from __future__ import annotations

from ._place import place
from ._placed import Placed, Placement, Places, Pool, Tie
from ._seats import CYCLE, Span

__all__ = ["CYCLE", "Placed", "Placement", "Places", "Pool", "Span", "Tie", "place"]
