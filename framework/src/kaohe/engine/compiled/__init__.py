"""The compiled form: complete and plain records graded by one generated function a kind."""

from __future__ import annotations

from ._compiled import Compiled
from ._lane import FastLane

__all__ = ["Compiled", "FastLane"]
