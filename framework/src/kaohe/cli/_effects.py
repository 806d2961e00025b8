"""Who comes out otherwise, in lines: what `what-if` and joining a lower book tell alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..cases import Effect, Standing
from ..engine import STATE_LABELS
from ..rules.tools import show
from ..words import Text, visible
from ._table import table

__all__ = ["MANY", "effect_lines", "grade_of"]

MANY = 20


def effect_lines(found: Sequence[Effect], most: int | None, more: Text) -> Iterator[str]:
    """A line for each, at most so many, and `more` with the number {n} of those left out."""
    if found:
        yield from table([_row(one) for one in found[:most]])
    if most is not None and len(found) > most:
        yield str(more.format(n=len(found) - most))


def grade_of(standing: Standing) -> str:
    """The grade, or in words what the outcome waits for."""
    return standing.grade or str(STATE_LABELS[standing.state])


def _row(one: Effect) -> tuple[str, ...]:
    who = f"{one.id} {one.name}".strip()
    return tuple(visible(cell) for cell in (who, _said(one.before), "->", _said(one.after)))


def _said(standing: Standing) -> str:
    return f"{'-' if standing.score is None else show(standing.score)} {grade_of(standing)}"
