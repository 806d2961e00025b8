"""A list that may be left out: leaving it out is absent with a reason, neither empty nor unknown."""

from __future__ import annotations

from typing import Any

import pytest

from kaohe.engine import Outcome
from kaohe.rules import Events, Finding
from kaohe.rules.nodes import BoolExpr
from scheme_kit import PLAIN, WORDS, declare, outcome_of, total

FOUND = Finding("found", WORDS, clause="1", optional=True)
ASKED = Finding("asked", WORDS, clause="1")
EVENTS = Events("events", WORDS, clause="1", optional=True)


def worth(expression: BoolExpr, **facts: Any) -> Outcome:
    """The outcome of somebody whose score is 1 where `expression` holds, else 0."""
    return outcome_of(declare(kinds=(PLAIN,), scoring=[total(expression.then(1))]), **facts)


@pytest.mark.parametrize("condition", [FOUND, FOUND.count() > 0, EVENTS.count() > 0])
def test_an_optional_list_left_out_asks_for_nothing(condition: BoolExpr) -> None:
    """It is absent, so a score that rests on it goes to a person instead of waiting for an entry."""
    outcome = worth(condition)
    assert (outcome.state, outcome.needs) == ("decision", ())


def test_an_optional_list_that_is_empty_attests_none() -> None:
    """An empty list is an answer: the score is 0."""
    assert worth(FOUND, found=[]).score == 0


def test_a_list_that_is_not_optional_is_still_asked_for() -> None:
    """What must be entered and is not stays unknown and is named."""
    outcome = worth(ASKED)
    assert (outcome.state, outcome.needs) == ("needs", ("asked",))
