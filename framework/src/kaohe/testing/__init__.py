"""Checking schemes: one list of checks, run by `kaohe check`, `kaohe fuzz`, pytest, or from here.

`run(installed("region-2016"), Options())` is the whole of it. hypothesis and pytest are optional (kaohe[testing])
and imported only by what needs them: the fuzz, `kaohe.testing.strategies`, and `parametrize_with_checks`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .basis import (
    KIT_LEVEL,
    NEEDS,
    PHASES,
    Check,
    CheckError,
    Need,
    Problem,
    Subject,
    World,
    aimed_numbers,
    case_folder,
    check,
    declaration_check,
    declared_numbers,
    installed,
    installed_subjects,
    select,
    subject_of,
)
from .checks import CHECKS
from .mutation import Mutant, Mutation, Unnoticed, equivalent_of, mutants, mutate
from .people import sample_world
from .phases import (
    STATUSES,
    Found,
    Known,
    Options,
    Replay,
    Report,
    Result,
    case_files,
    case_text,
    counterexample,
    junit,
    promoted,
    read_known,
    replay,
    run,
    written_test,
)
from .table import Reach

if TYPE_CHECKING:
    from .phases import parametrize_with_checks


def __getattr__(name: str) -> Any:
    """`parametrize_with_checks`, which needs pytest, on first use."""
    if name != "parametrize_with_checks":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .phases import parametrize_with_checks

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
