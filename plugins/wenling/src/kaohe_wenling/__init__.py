"""The scheme `wenling-2013`: cadre-team building of Wenling's towns and streets (2013)."""

from __future__ import annotations

from ._scheme import Wenling2013

__version__ = "2.0.0"
__all__ = ["Wenling2013"]
