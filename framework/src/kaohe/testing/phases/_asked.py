"""Which checks a row of the table is asked, and of whom a costly one is asked."""

from __future__ import annotations

from ..basis import Check, World

__all__ = ["asked", "narrowed"]

_SPREAD = 40


def narrowed(check: Check, world: World, number: int) -> World:
    """A costly check of appraisees is asked of one of them only."""
    if not check.costly or check.level != "appraisee":
        return world
    return world.about(world.rows[number % len(world.rows)]["id"])


_TOLD = ("quiet", "at their best", "uneven periods", "with every bonus")
_ALLOWANCE = 200


def asked(check: Check, world: World, number: int, cohorts: int) -> bool:
    """Whether the table asks a check of a row, as a function of the row alone, so that it is the same every time.

    A costly one is asked of the telling rows, of a spread, and of the first rows of a kind with few inputs.
    """
    if check.level == "record":
        return (not world.focus and cohorts % 5 == 1) or number % (4 * _SPREAD) == 0
    if check.level == "cohort":
        return (not world.focus and (not check.costly or cohorts % 7 == 1)) or number % _SPREAD == 0
    if not check.costly or not world.focus:
        return not check.costly
    inputs = len(world.rules(world.focus).inputs)
    return world.note.endswith(_TOLD) or number % _SPREAD == 0 or number * max(1, inputs) < _ALLOWANCE
