"""The workflow phase: people of an office at one book, at random, and what must hold after each of their saves."""

from __future__ import annotations

from ._checks import WORKFLOW
from ._walk import Finding, Save, Walk, broken_by, walked

__all__ = ["WORKFLOW", "Finding", "Save", "Walk", "broken_by", "walked"]
