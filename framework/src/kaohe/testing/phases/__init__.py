"""A run of the phases: what it asks, what it finds, how that is reported, kept as a case file and replayed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._casefile import case_text, counterexample
from ._known import Known, read_known
from ._options import Options
from ._replay import Replay, case_files, promoted, replay, written_test
from ._report import STATUSES, Found, Report, Result, junit
from ._run import run

if TYPE_CHECKING:
    from ._pytest import SchemeItems, parametrize_with_checks

__all__ = [
    "STATUSES",
    "Found",
    "Known",
    "Options",
    "Replay",
    "Report",
    "Result",
    "SchemeItems",
    "case_files",
    "case_text",
    "counterexample",
    "junit",
    "parametrize_with_checks",
    "promoted",
    "read_known",
    "replay",
    "run",
    "written_test",
]


def __getattr__(name: str) -> Any:
    """The faces for pytest, which is optional: they are imported on first use."""
    if name not in ("SchemeItems", "parametrize_with_checks"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import _pytest

    return getattr(_pytest, name)
