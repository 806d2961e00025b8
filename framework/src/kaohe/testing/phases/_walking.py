"""Walks over books: on which cohorts, beside whom, and what a walk that failed tells."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from typing import Any

from ...words import Text
from ..basis import Problem, Subject, UnreadableError, World
from ..people import cohort_rows
from ..workflow import Finding
from ._options import Options

__all__ = ["problem_of", "walkable"]

_WALK_SHARE = 50  # one walk for so many cohorts of the fuzz
_WALK_TIME = 5  # a walk's part of the fuzz's time, on top of it
_WALK_PEOPLE = 9
_WALK_STRIDE = 7  # over the table's cohorts, so that few walks see all kinds


def walkable(
    subject: Subject, options: Options, drawn: Iterator[World]
) -> Iterator[tuple[World, list[dict[str, Any]]]]:
    """The cohorts of the boundary table that are small and complete, each with people drawn at random beside them."""
    share, part = (_WALK_SHARE, _WALK_TIME) if "fuzz" in options.phases else (1, 1)
    deadline = None if options.seconds is None else time.monotonic() + options.seconds / part
    worlds = [one for one in cohort_rows(subject) if len(one.rows) <= _WALK_PEOPLE]
    spare: list[dict[str, Any]] = []
    for number, one in enumerate(drawn):
        spare += one.rows
        place, rest = divmod(number, share)
        if rest == share - 1 and worlds:
            world = worlds[(place * _WALK_STRIDE + options.seed) % len(worlds)]
            with contextlib.suppress(UnreadableError):
                if world.case.cohort.appraisees:
                    yield world, spare
        if deadline is not None and time.monotonic() > deadline:
            return


def problem_of(found: Finding) -> Problem:
    """A check that does not hold after some saves, as a problem that tells them."""
    text = Text("{what}, after: {saves}", "{what}；此前的保存：{saves}")
    saves = "; ".join(save.told for save in found.saves)
    return Problem(text=text.format(what=found.text, saves=saves))
