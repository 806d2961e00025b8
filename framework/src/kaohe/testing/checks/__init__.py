"""The checks themselves, a module for each level; importing this room puts them on the list, in this order."""

from __future__ import annotations

from ..basis import CHECKS
from . import _cohort, _declared, _facts, _person, _record, _relations  # noqa: F401  # each fills the list
from ._clauses import numbers
from ._declared import refused

__all__ = [
    "CHECKS",
    "numbers",
    "refused",
]
