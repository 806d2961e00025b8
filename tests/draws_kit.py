"""Draws until something is met: a test that says that something is drawn must not hang on luck."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.errors import NoSuchExample
from hypothesis.strategies import SearchStrategy

__all__ = ["draw_until"]

T = TypeVar("T")
_MOST = 5000
_PLAIN = settings(
    max_examples=_MOST, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


def draw_until(strategy: SearchStrategy[T], met: Callable[[T], bool], *, what: str) -> None:
    """Give `met` one example after another until it is true. Fails with `what` where thousands do not show it.

    What `met` counts or asserts it may keep outside: it is asked about each example, the first on.
    """
    try:
        find(strategy, met, settings=_PLAIN)
    except NoSuchExample as error:
        raise AssertionError(f"never drawn: {what}") from error
