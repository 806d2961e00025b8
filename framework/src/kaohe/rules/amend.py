"""What changes another scheme: a city's amendment of a region's rules, a later year's edition. A scheme of its own needs none."""

from __future__ import annotations

from ._rules import Changed, Replacing
from ._scheme import Amendment

__all__ = ["Amendment", "Changed", "Replacing"]
