"""The scheme `neimenggu-2018`: Inner Mongolia county general teams and their four sequences of members (2018)."""

from __future__ import annotations

from ._scheme import Neimenggu2018

__version__ = "2.0.0"
__all__ = ["Neimenggu2018"]
