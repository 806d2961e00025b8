"""What to run: phases and checks, how long, and what to do with what is found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from attrs import field, frozen

from ..basis import CHECKS, KIT_LEVEL, PHASES, Check
from ._known import Known

__all__ = ["Options"]

Progress = Callable[[str, int, int], None]


def _silent(phase: str, done: int, failures: int) -> None:
    """Say nothing."""


@frozen(kw_only=True)
class Options:
    """What to run: phases and checks, how long, and what to do with what is found.

    `worlds` limits the fuzz by cohorts, `seconds` by time; both may be given. Counterexamples are written under
    `folder`, nowhere where it is None; those that lie there already run first (the phase "kept"). `today` is what the
    dates of known failures are held against.
    """

    phases: tuple[str, ...] = PHASES[:4]
    checks: tuple[Check, ...] | None = None
    clause: str = ""
    seed: int = 0
    worlds: int = 200
    seconds: float | None = None
    stop_first: bool = False
    folder: Path | None = None
    known: tuple[Known, ...] = ()
    kit_level: int = KIT_LEVEL
    today: dt.date = field(factory=dt.date.today)
    progress: Progress = _silent

    @property
    def chosen(self) -> tuple[Check, ...]:
        """The checks to run, all where none are named."""
        return tuple(CHECKS.values()) if self.checks is None else self.checks
