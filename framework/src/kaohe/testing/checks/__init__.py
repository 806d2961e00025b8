"""The checks themselves, a module for each level; importing this room puts them on the list, in this order."""

from __future__ import annotations

from ..basis import CHECKS
from . import (  # noqa: F401  # each fills the list
    _cohort,
    _cohort_others,
    _declared,
    _facts,
    _person,
    _person_points,
    _person_rules,
    _record,
    _relations,
)
from ._clauses import numbers
from ._declared import refused

__all__ = [
    "CHECKS",
    "numbers",
    "refused",
]
