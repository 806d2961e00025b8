"""Checking schemes: one list of checks, run by `kaohe check`, `kaohe fuzz`, pytest, or from here.

`run(installed("region-2016"), Options())` is the whole of it. hypothesis and pytest are optional (kaohe[testing])
and imported only by what needs them: the fuzz, `kaohe.testing.strategies`, and `parametrize_with_checks`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .basis._declared import NEEDS, aimed_numbers, declared_numbers
from .basis._registry import (
    KIT_LEVEL,
    PHASES,
    Check,
    CheckError,
    Need,
    Problem,
    check,
    declaration_check,
    select,
)
from .basis._subject import Subject, case_folder, installed, installed_subjects, subject_of
from .basis._world import World
from .checks import CHECKS
from .mutation._mutants import Mutant, mutants
from .mutation._mutate import Mutation, Unnoticed, equivalent_of, mutate
from .people._sample import sample_world
from .phases._casefile import case_text, counterexample
from .phases._known import Known, read_known
from .phases._replay import Replay, case_files, promoted, replay, written_test
from .phases._report import STATUSES, Found, Report, Result, junit
from .phases._run import Options, run
from .table._reach import Reach

if TYPE_CHECKING:
    from .phases._pytest import parametrize_with_checks


def __getattr__(name: str) -> Any:
    """`parametrize_with_checks`, which needs pytest, on first use."""
    if name != "parametrize_with_checks":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .phases._pytest import parametrize_with_checks

    return parametrize_with_checks


__all__ = [
    "CHECKS",
    "KIT_LEVEL",
    "NEEDS",
    "PHASES",
    "STATUSES",
    "Check",
    "CheckError",
    "Found",
    "Known",
    "Mutant",
    "Mutation",
    "Need",
    "Options",
    "Problem",
    "Reach",
    "Replay",
    "Report",
    "Result",
    "Subject",
    "Unnoticed",
    "World",
    "aimed_numbers",
    "case_files",
    "case_folder",
    "case_text",
    "check",
    "counterexample",
    "declaration_check",
    "declared_numbers",
    "equivalent_of",
    "installed",
    "installed_subjects",
    "junit",
    "mutants",
    "mutate",
    "parametrize_with_checks",
    "promoted",
    "read_known",
    "replay",
    "run",
    "sample_world",
    "select",
    "subject_of",
    "written_test",
]
