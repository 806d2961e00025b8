"""Shares and keys are exact: no float decides a place or a tie."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil, floor

import pytest

from kaohe.engine.quota import Candidate, Group, Problem, allocate, places
from kaohe.errors import AllocationError, InexactError


def test_every_whole_percentage_of_every_headcount_is_exact() -> None:
    """For every n up to 2,000 and every whole percentage the places are those of exact arithmetic."""
    for percent in range(101):
        share = Fraction(percent, 100)
        for base in range(2001):
            assert places(share, base, "down") == percent * base // 100
            assert places(share, base, "up") == -(-percent * base // 100)
            assert places(share, base, "half-up") == (percent * base + 50) // 100


@pytest.mark.parametrize(("share", "base"), [("35%", 180), ("0.35", 180), ("7/20", 180), (Decimal("0.35"), 180)])
def test_written_shares_agree(share: str | Decimal, base: int) -> None:
    """35 % of 180 is 63 however it is written, where floats say 62."""
    assert floor(0.35 * base) == 62
    assert places(share, base, "down") == 63


@pytest.mark.parametrize(("base", "down", "up", "half"), [(5, 2, 3, 3), (15, 7, 8, 8), (4, 2, 2, 2), (0, 0, 0, 0)])
def test_half_up_is_not_bankers_rounding(base: int, down: int, up: int, half: int) -> None:
    """Exactly one half goes up, where round() would go to the even number."""
    assert places("50%", base, "down") == down
    assert places("50%", base, "up") == up == ceil(Fraction(base, 2))
    assert places("50%", base, "half-up") == half
    assert half == (Decimal(base) / 2).quantize(Decimal(1), ROUND_HALF_UP)


@pytest.mark.parametrize("share", [0.3, float("nan")])
def test_float_share_is_refused(share: float) -> None:
    """A float share is refused by name, even where it would have come out right."""
    with pytest.raises(InexactError, match="float"):
        places(share, 10, "down")  # type: ignore[arg-type]


@pytest.mark.parametrize("share", ["-1%", "a third", "1/0", "1e9", "", "０.3", "3 %", True])
def test_unreadable_share_is_refused(share: str) -> None:
    """What is not a share written in plain digits is refused."""
    with pytest.raises(AllocationError, match="not a share"):
        places(share, 10, "down")


def test_rounding_has_no_default() -> None:
    """A rounding must be one of the three, and a headcount a whole number."""
    with pytest.raises(AllocationError, match="state the clause's own"):
        places("30%", 10, "nearest")  # type: ignore[arg-type]
    with pytest.raises(AllocationError, match="headcount"):
        places("30%", -1, "down")


def _best_of(*keys: object) -> list[int]:
    people = [Candidate(str(number), "all", key) for number, key in enumerate(keys)]  # type: ignore[arg-type]
    answer = allocate(Problem(groups=[Group(id="all", cap=1)], candidates=people))
    return [int(person) for person in (answer.selected or answer.ties[0].members)]


def test_scores_that_floats_would_split_are_tied() -> None:
    """0.1 + 0.2 is 0.3, so the two are tied; their floats differ."""
    assert 0.1 + 0.2 != 0.3
    assert _best_of(Decimal("0.1") + Decimal("0.2"), Fraction(3, 10), Decimal("0.29")) == [0, 1]


def test_scores_that_floats_would_tie_are_split() -> None:
    """Two scores that differ in the twentieth place are ranked; their floats are equal."""
    high, low = Fraction(10**20 + 1, 10**20), Fraction(1)
    assert float(high) == float(low)
    assert _best_of(low, high) == [1]


def test_mixed_kinds_of_numbers_compare_as_numbers() -> None:
    """Whole numbers, decimals and fractions of one value are tied, and others rank between them."""
    assert _best_of(2, Decimal("2.0"), Fraction(4, 2), Fraction(19, 10)) == [0, 1, 2]


def test_keys_with_endless_denominators_still_rank_exactly() -> None:
    """Keys whose common denominator would have thousands of digits are ranked one by one, and exactly."""
    chooser = random.Random(3)
    keys = [Fraction(chooser.randrange(10**9), chooser.randrange(1, 10**9)) for _ in range(300)]
    people = [Candidate(str(number), "all", key) for number, key in enumerate(keys)]
    answer = allocate(Problem(groups=[Group(id="all", cap=100)], candidates=people))
    best = sorted(range(300), key=keys.__getitem__, reverse=True)[:100]
    assert set(answer.selected) == {str(number) for number in best}


def test_key_parts_are_compared_in_order() -> None:
    """The first part decides, the second only among equals, and a negative part ranks below zero."""
    assert _best_of((1, 0), (0, 99), (1, Fraction(-1, 2))) == [0]
