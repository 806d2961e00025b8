"""The fuzz: cohorts and illegal facts drawn at random, and a counterexample made small."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._shrink import shrink

if TYPE_CHECKING:
    from ._fuzz import drawn_problems, drawn_worlds

__all__ = ["drawn_problems", "drawn_worlds", "shrink"]


def __getattr__(name: str) -> Any:
    """What is drawn needs hypothesis, which is optional: it is imported on first use."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import _fuzz

    return getattr(_fuzz, name)
