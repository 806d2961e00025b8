"""A test of the tests: every deliberate bug in the allocator is caught by the promise that names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaohe.engine.quota import allocate
from quota_kit.mutants import BUGS, Bug, broken
from quota_kit.problems import corpus
from quota_kit.promises import CONSTANT


@pytest.mark.parametrize("bug", BUGS, ids=[bug.name for bug in BUGS])
def test_bug_is_caught(bug: Bug, tmp_path: Path) -> None:
    """With the bug in it the allocator breaks its promise on the corpus; without it, it does not."""
    found = None
    with broken(bug, tmp_path) as wrong:
        for problem in corpus(7, 1500, shares=bug.shares):
            try:
                bug.caught_by(wrong, problem)
            except AssertionError:
                found = problem
                break
    assert found is not None, f"no problem shows {bug.name}"
    bug.caught_by(allocate, found)


def test_every_promise_catches_a_bug() -> None:
    """No promise is idle: each one is what catches some deliberate bug."""
    assert {promise.__name__ for promise in CONSTANT} == {bug.caught_by.__name__ for bug in BUGS}
