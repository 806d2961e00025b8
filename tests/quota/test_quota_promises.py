"""Each promise of the allocator for caps and constant floors on a tree, as a property."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from kaohe.engine.quota import Problem, allocate
from lengths import scaled
from quota_kit.problems import corpus, problems
from quota_kit.promises import CONSTANT, Promise, answers_every_set, caps_hold, order_is_nothing, twins_equal

IDS = [promise.__name__ for promise in CONSTANT]
SLOWER = settings(max_examples=scaled(60, 3000), deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("promise", CONSTANT, ids=IDS)
def test_promise_holds(promise: Promise) -> None:
    """The promise, whose sentence is its own docstring, holds for whatever small problem hypothesis finds."""

    @SLOWER
    @given(problems(people=7))
    def holds(problem: Problem) -> None:
        promise(allocate, problem)

    holds()


@pytest.mark.parametrize("promise", [caps_hold, twins_equal, order_is_nothing, answers_every_set])
def test_promise_holds_with_share_floors(promise: Promise) -> None:
    """What is promised for share floors too holds for them: caps, twins, order, and the best sets exactly."""

    @SLOWER
    @given(problems(shares=True, people=7))
    def holds(problem: Problem) -> None:
        promise(allocate, problem)

    holds()


def test_every_answer_agrees_with_listing_all_sets() -> None:
    """On 4,000 small problems statuses and tie sets are exactly those found by listing every set."""
    for problem in corpus(1, 4000):
        answers_every_set(allocate, problem)


def test_every_share_floor_answer_agrees_with_listing_all_sets() -> None:
    """The same on 3,000 small problems whose floors are shares of the selected, nested ones included."""
    for problem in corpus(2, 3000, shares=True):
        answers_every_set(allocate, problem)


def test_the_corpus_is_aimed_well() -> None:
    """The listed problems hold ties, shortfalls and conflicts by the hundred, so agreement means something."""
    answers = [allocate(problem) for problem in corpus(1, 4000)]
    assert sum(bool(answer.ties) for answer in answers) > 800
    assert sum(len(answer.ties) > 1 for answer in answers) > 25
    assert sum(bool(answer.shortfalls) for answer in answers) > 300
    assert sum(answer.conflict is not None for answer in answers) > 300
