"""Odd inputs for every reader, drawn from a seed: each must end in a value or a sentence, and soon."""

from __future__ import annotations

from ._kinds import KINDS, Kind
from ._run import Count, fuzz

__all__ = ["KINDS", "Count", "Kind", "fuzz"]
