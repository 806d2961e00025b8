"""A function that a scheme declares with `Computed`: whatever it does while an outcome is computed is a sentence."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from kaohe.errors import KaoheError
from kaohe.rules.nodes import Computed
from scheme_kit import declare, outcome_of, score, total

MARK = score()


def _scheme(function: Callable[..., Any]) -> Any:
    return declare(scoring=[total(Computed("half", function, (MARK,), low=0, high=100))])


def _hangs(mark: Fraction) -> Fraction:
    while True:
        time.sleep(0.01)


def _catches(mark: Fraction) -> Fraction:
    while True:
        with contextlib.suppress(Exception):  # what a careless author writes; the limit passes it
            time.sleep(10)


def test_a_function_gives_its_number() -> None:
    """What it returns within its bounds is the value, at their edges too."""
    assert outcome_of(_scheme(lambda mark: mark / 2), mark=90).score == 45
    assert outcome_of(_scheme(lambda mark: Fraction(100)), mark=90).score == 100


@pytest.mark.parametrize(
    ("function", "told"),
    [
        (lambda mark: 1 / (mark - 90), r"test, rule total: the function of “half”: ZeroDivisionError"),
        (lambda mark: mark + 11, r"test, rule total: the function of “half” returned 101, outside 0 to 100; correct"),
        (lambda mark: mark - 91, r"returned -1, outside 0 to 100"),
        (lambda mark: float(mark), r"half: 90\.0 \(float\) is not an exact number"),
    ],
)
def test_what_a_function_does_wrong_names_plugin_and_rule(function: Callable[..., Any], told: str) -> None:
    """An exception, a value out of bounds and a float are sentences, never a traceback or a silent value."""
    with pytest.raises(KaoheError, match=told) as found:
        outcome_of(_scheme(function), mark=90)
    assert found.value.text.zh != found.value.text.en


@pytest.mark.parametrize("function", [_hangs, _catches])
def test_a_function_that_hangs_is_stopped(function: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """The time limit of plugins holds while outcomes are computed, and names the rule."""
    monkeypatch.setenv("KAOHE_PLUGIN_TIMEOUT", "1")
    start = time.monotonic()
    with pytest.raises(KaoheError, match=r"test, rule total: the function of “half” takes longer than 1 s"):
        outcome_of(_scheme(function), mark=90)
    assert time.monotonic() - start < 30
