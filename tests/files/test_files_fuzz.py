"""A short seeded run of what `make torture` does for hours: odd inputs for every reader."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from fuzz_kit import KINDS, Kind, fuzz

# Plugins are started as processes of their own, so fewer fit.
INPUTS = {"cases": 50, "plans": 120, "drafts": 200, "replay files": 10, "tables": 40, "plugins": 2}


@pytest.mark.parametrize("name", [name for name, inputs in INPUTS.items() if inputs])
def test_odd_input_ends_in_a_value_or_a_sentence(name: str) -> None:
    """No traceback, no hang, no sentence that is empty or longer than a kilobyte."""
    count = fuzz(KINDS[name], seed=1, inputs=INPUTS[name])
    assert count.wrong == []
    assert count.inputs == INPUTS[name]


def test_every_kind_is_tried() -> None:
    """A kind that is added to the long run has its place in the short one."""
    assert set(INPUTS) == set(KINDS)


def test_the_run_sees_what_goes_wrong() -> None:
    """A reader that raises, hangs, leaves or says nothing is counted as such, with the seed that shows it."""

    def odd(rng: random.Random, folder: Path) -> str:
        act = rng.randrange(4)
        if act == 0:
            raise ValueError("no")
        if act == 1:
            raise SystemExit(0)
        while act == 2:
            pass
        return "an empty sentence"

    count = fuzz(Kind("odd", odd, seconds=0.05), seed=1, inputs=40)
    assert len(count.tracebacks) + len(count.hangs) + len(count.sentences) == 40
    assert min(len(count.tracebacks), len(count.hangs), len(count.sentences)) > 3
    assert count.hangs[0].startswith("odd 1.")
    assert fuzz(Kind("odd", odd, seconds=0.05), seed=1, inputs=40) == count
