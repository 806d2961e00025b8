"""What every phase stands on: the scheme under check, its calendar and made-up world, and the list of checks."""

from __future__ import annotations

from ._calendar import USUAL, Calendar, calendar_of
from ._declared import NEEDS, aimed_numbers, counted_rows, declared_numbers, flat_total, marks, nodes, reads_votes
from ._registry import CHECKS, KIT_LEVEL, PHASES, Check, CheckError, Need, Problem, check, declaration_check, select
from ._subject import Subject, case_folder, installed, installed_subjects, subject_of, subject_of_case
from ._world import (
    Row,
    UnreadableError,
    World,
    changed,
    cycle_of,
    empty_world,
    linked_to,
    list_codes,
    plain_case,
    world_of_case,
    written,
)

__all__ = [
    "CHECKS",
    "KIT_LEVEL",
    "NEEDS",
    "PHASES",
    "USUAL",
    "Calendar",
    "Check",
    "CheckError",
    "Need",
    "Problem",
    "Row",
    "Subject",
    "UnreadableError",
    "World",
    "aimed_numbers",
    "calendar_of",
    "case_folder",
    "changed",
    "check",
    "counted_rows",
    "cycle_of",
    "declaration_check",
    "declared_numbers",
    "empty_world",
    "flat_total",
    "installed",
    "installed_subjects",
    "linked_to",
    "list_codes",
    "marks",
    "nodes",
    "plain_case",
    "reads_votes",
    "select",
    "subject_of",
    "subject_of_case",
    "world_of_case",
    "written",
]
