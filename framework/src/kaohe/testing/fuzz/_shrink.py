"""Making a counterexample small: fewer people, and facts as quiet as can be, while the check still fails."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from ...errors import KaoheError
from ..basis import Check, Problem, World, linked_to
from ..people import base_of

__all__ = ["first_problem", "shrink"]

_LONGEST = 2.0


def first_problem(check: Check, world: World) -> Problem | None:
    """The first failure of a check in a world, a declared reading left out; None where it holds or cannot be asked."""
    try:
        return next((problem for problem in check.problems(world) if not problem.readings), None)
    except KaoheError:
        return None


def shrink(check: Check, problem: Problem, world: World) -> tuple[Problem, World]:
    """The smallest world found, within two seconds, that fails the same check about the same rule."""
    deadline = time.monotonic() + _LONGEST
    smaller = True
    while smaller and time.monotonic() < deadline:
        smaller = False
        for other in _smaller(world):
            found = first_problem(check, other)
            if found is not None and found.rule == problem.rule:
                problem, world, smaller = found, other, True
                break
            if time.monotonic() > deadline:
                break
    return problem, world


def _smaller(world: World) -> Iterator[World]:
    rows = world.rows
    linked = {target for row in rows for target in linked_to(row)}
    half = len(rows) // 2
    if half > 2:
        yield from (world.about("").with_rows(part) for part in (rows[:half], rows[half:]) if _whole(part))
    for row in rows:
        if row["id"] not in linked and row["id"] != world.focus and len(rows) > 1:
            yield world.with_rows(other for other in rows if other is not row)
    base = base_of(world.subject)
    for row in rows:
        quiet = base.row(row["kind"])["facts"]
        for key, value in row["facts"].items():
            if key in quiet and value != quiet[key]:
                yield world.with_facts(row["id"], {key: quiet[key]})
            elif key not in quiet:
                yield world.with_facts(row["id"], {key: None})


def _whole(rows: list[dict[str, Any]]) -> bool:
    """Whether everybody that somebody is linked to is there."""
    ids = {row["id"] for row in rows}
    return all(linked_to(row) <= ids for row in rows)
