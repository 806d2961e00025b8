"""The compiled form: complete and plain records graded by one generated function a kind."""

from __future__ import annotations

from ._compiled import NOT_APPRAISED, OPEN, OUT, REFERRED, Compiled, OfPeriod, Tell
from ._compiler import compile_all, compile_kind
from ._lane import FastLane
from ._telling import Telling

__all__ = [
    "NOT_APPRAISED",
    "OPEN",
    "OUT",
    "REFERRED",
    "Compiled",
    "FastLane",
    "OfPeriod",
    "Tell",
    "Telling",
    "compile_all",
    "compile_kind",
]
