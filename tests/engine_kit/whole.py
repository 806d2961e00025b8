"""The reference for places: every part of the pools given to the allocator whole, no line drawn through any of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from kaohe.engine.pools import _allocating, _lineup, _place
from kaohe.engine.pools._completions import completed
from kaohe.engine.quota import Allocation, Problem, allocate

__all__ = ["seen_by_allocator", "whole"]


@contextmanager
def whole() -> Iterator[list[set[str]]]:
    """Every part goes through completions and the allocator; given is where those were too many to be followed."""
    left: list[set[str]] = []

    def noted(*asked: Any) -> Any:
        found = completed(*asked)
        left.extend([found[1]] if found[1] else [])
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_lineup.Lineup, "entrants", lambda *_: None)
        patch.setattr(_lineup.Part, "pool", None)
        patch.setattr(_place, "completed", noted)
        yield left


@contextmanager
def seen_by_allocator() -> Iterator[list[int]]:
    """How many candidates the allocator is asked about, each time that it is."""
    asked: list[int] = []

    def noted(problem: Problem) -> Allocation:
        asked.append(len(problem.candidates))
        return allocate(problem)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_allocating, "allocate", noted)
        yield asked
