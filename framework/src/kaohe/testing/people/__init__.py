"""People and cohorts made up from the declarations: quiet ones, aimed ones, and those around a quota's line."""

from __future__ import annotations

from ._base import DOCUMENT, Base, ballot, base_for, base_of, candidates, event_rows, finding_rows, lattice, sheet
from ._cohorts import cohort_rows
from ._legal import agreed, legal_facts
from ._sample import sample_world
from ._through import linked_kind, looks, over, reads_grade

__all__ = [
    "DOCUMENT",
    "Base",
    "agreed",
    "ballot",
    "base_for",
    "base_of",
    "candidates",
    "cohort_rows",
    "event_rows",
    "finding_rows",
    "lattice",
    "legal_facts",
    "linked_kind",
    "looks",
    "over",
    "reads_grade",
    "sample_world",
    "sheet",
]
