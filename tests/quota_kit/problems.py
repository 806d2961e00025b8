"""Small problems aimed at what goes wrong: few keys, small caps, chains of groups, floors that bite."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from typing import Protocol, TypeVar

from hypothesis import strategies as st

from kaohe.engine.quota import Candidate, Group, Problem, ShareFloor

__all__ = ["corpus", "problems"]

T = TypeVar("T")
SHARES = tuple(Fraction(*pair) for pair in ((1, 3), (1, 2), (3, 10), (2, 3), (1, 1), (3, 5)))
CAPS = (None, 0, 1, 1, 2, 2, 3, 4, 5)
FLOORS = (0, 0, 0, 0, 1, 2)


class Chooser(Protocol):
    """Where the choices come from: `random.Random`, or hypothesis in its place."""

    def randint(self, low: int, high: int, /) -> int:
        """A whole number from `low` to `high`."""

    def random(self) -> float:
        """A number from 0 to 1."""


def _of(chooser: Chooser, options: tuple[T, ...]) -> T:
    return options[chooser.randint(0, len(options) - 1)]


def _groups(chooser: Chooser, shares: bool) -> Iterator[Group]:
    above: dict[int, list[int]] = {}
    for number in range(chooser.randint(1, 5)):
        parent = None
        if number and chooser.randint(1, 10) > 1:
            # A chain as often as a bush.
            parent = number - 1 if chooser.randint(0, 1) else chooser.randint(0, number - 1)
        above[number] = [] if parent is None else [parent, *above[parent]]
        share = None
        if shares and above[number] and chooser.randint(1, 5) > 2:
            share = ShareFloor(f"g{_of(chooser, tuple(above[number]))}", _of(chooser, SHARES))
        floor = 0 if share is not None and chooser.randint(1, 5) > 1 else _of(chooser, FLOORS)
        name = None if parent is None else f"g{parent}"
        yield Group(id=f"g{number}", parent=name, cap=_of(chooser, CAPS), floor=floor, floor_share=share)


def _problem(chooser: Chooser, shares: bool, people: int) -> Problem:
    groups = list(_groups(chooser, shares))
    best = _of(chooser, (1, 2, 3, 8))
    candidates = [
        Candidate(
            f"p{number}",
            f"g{chooser.randint(0, len(groups) - 1)}",
            chooser.randint(1, best),
            chooser.randint(1, 10) > 1,
        )
        for number in range(chooser.randint(0, people))
    ]
    return Problem(groups=groups, candidates=candidates)


def problems(*, shares: bool = False, people: int = 9) -> st.SearchStrategy[Problem]:
    """Problems for property tests; with `shares` some floors are a share of the selected."""
    return st.randoms(use_true_random=False).map(lambda chooser: _problem(chooser, shares, people))


def corpus(seed: int, count: int, *, shares: bool = False, people: int = 9) -> Iterator[Problem]:
    """The same `count` problems in every run."""
    chooser = random.Random(seed)
    return (_problem(chooser, shares, people) for _ in range(count))
