"""What a promoted case must be: the same case."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kaohe.cases import differences, read_case
from kaohe.engine import Evaluation, Outcome

__all__ = ["assert_same_case"]


def assert_same_case(written: Path, before: Sequence[Outcome]) -> None:
    """Read back, everybody's state, grade, score and rules are what they were, and are expected of everybody."""
    case = read_case(written)
    outcomes = Evaluation(case.cohort).outcomes()
    assert [outcome.as_json() for outcome in outcomes] == [outcome.as_json() for outcome in before]
    assert differences(case, outcomes) == []
    assert {one.appraisee for one in case.expectations} == {outcome.id for outcome in before}
