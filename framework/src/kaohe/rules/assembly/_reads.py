"""What an expression reads: inputs and their lists, axes of periods, and what it asks of linked appraisees."""

from __future__ import annotations

from collections.abc import Iterator

from .._descend import descend, everywhere
from ..nodes import Axis, Events, Expr, Finding, Input, Periods, Ratings, Their

__all__ = ["inputs_of", "looked_at", "looks_of", "periods_of"]


def inputs_of(expression: Expr) -> Iterator[Input]:
    """The inputs of the same appraisee that `expression` reads, with the lists their columns lie on."""
    for found in descend(expression):
        if isinstance(found, Input):
            yield from _with_axis(found)
        elif (axis := found.own_axis()) is not None:
            yield from _of_axis(axis)


def _with_axis(given: Input) -> Iterator[Input]:
    if given.on is not None:
        yield from _of_axis(given.on)
    yield given


def _of_axis(axis: Axis) -> Iterator[Input]:
    if isinstance(axis, Events | Finding | Ratings):
        yield axis
    elif isinstance(axis, Periods):
        for day in (axis.posted_from, axis.posted_to):
            if day is not None:
                yield from _with_axis(day)


def periods_of(expression: Expr) -> Iterator[Periods]:
    """The period axes that `expression` runs along, for linked appraisees too."""
    for found in everywhere(expression):
        axis = found.on if isinstance(found, Input) else found.own_axis()
        if isinstance(axis, Periods):
            yield axis
        if isinstance(found, Their) and found.by_date is not None:
            yield found.by_date


def looks_of(key: str, expression: Expr) -> Iterator[tuple[str, Their]]:
    """Every look at a linked appraisee, with the kind of the one who looks."""
    for found in descend(expression):
        if isinstance(found, Their):
            yield key, found
            for target in looked_at(found):
                yield from looks_of(target, found.expression)


def looked_at(their: Their) -> tuple[str, ...]:
    """The keys of the kinds that it looks at."""
    return tuple(kind.key for kind in their.kinds)
