"""The scheme `xizang-2018`: Tibet posted cadres, teams and dispatching units (2018)."""

from __future__ import annotations

from ._scheme import Xizang2018

__version__ = "1.0.0"
__all__ = ["Xizang2018"]
