"""A number by the grade of a linked appraisee."""

from __future__ import annotations

from collections.abc import Mapping

from .._exact import Exact
from ._links import Link
from ._operators import NumberExpr, number
from ._outcomes import GradeIs

__all__ = ["by_grade"]


def by_grade(link: Link, table: Mapping[str, Exact], *, otherwise: Exact = 0) -> NumberExpr:
    """The number that `table` gives the final grade of whom `link` names, `otherwise` for every other grade.

    Without a grade (the linked one is not appraised) it has no value.
    """
    found = number(otherwise)
    for grade, value in reversed(tuple(table.items())):
        found = link.their(GradeIs((grade,))).then(value, otherwise=found)
    return found
