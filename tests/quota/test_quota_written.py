"""Shares as documents write them, the places they give, and rank keys of every exact kind of number."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from kaohe.engine.quota import Candidate, Group, Problem, allocate, as_share, places
from kaohe.engine.quota._keys import scaled
from kaohe.errors import AllocationError, InexactError

THIRD = Fraction(1, 3)


@pytest.mark.parametrize(
    ("share", "base", "down", "up", "half"),
    [
        # One person either side of a whole number of places.
        ("20%", 9, 1, 2, 2),
        ("20%", 10, 2, 2, 2),
        ("20%", 11, 2, 3, 2),
        # One step either side of one half.
        ("12%", 29, 3, 4, 3),
        ("12.5%", 28, 3, 4, 4),
        ("13%", 27, 3, 4, 4),
        ("1/3", 1, 0, 1, 0),
        ("1/3", 2, 0, 1, 1),
        ("1/3", 3, 1, 1, 1),
        ("1/6", 3, 0, 1, 1),
        (0, 7, 0, 0, 0),
        ("0%", 7, 0, 0, 0),
        (1, 7, 7, 7, 7),
        ("100%", 7, 7, 7, 7),
        (THIRD, 0, 0, 0, 0),
        ("150%", 3, 4, 5, 5),
    ],
)
def test_places_at_the_limit(share: Any, base: int, down: int, up: int, half: int) -> None:
    """Each rounding at a whole number, at one half, and one step either side of both."""
    assert (places(share, base, "down"), places(share, base, "up"), places(share, base, "half-up")) == (down, up, half)


@pytest.mark.parametrize(
    ("written", "share"),
    [
        ("35%", Fraction(7, 20)),
        ("0.5%", Fraction(1, 200)),
        ("1/3%", Fraction(1, 300)),
        ("0.350", Fraction(7, 20)),
        ("617/3000", Fraction(617, 3000)),
        ("7", Fraction(7)),
        ("-0", Fraction(0)),
        (0, Fraction(0)),
        (THIRD, THIRD),
        (Decimal("0.125"), Fraction(1, 8)),
        ("0." + "3" * 398, Fraction(int("3" * 398), 10**398)),
    ],
)
def test_a_share_is_read_exactly(written: Any, share: Fraction) -> None:
    """Per cent, decimals, fractions and numbers give their exact share, up to 400 characters."""
    assert as_share(written) == share


@pytest.mark.parametrize(
    "written",
    [
        "35%%", "%", "%35", "1/3/3", "1/0", "1/00", "1.", ".5", "1.5/2", "+1", "--1", "1e2", "1_0", "1 ", "３５%",
        "-1/3", "-0.001", "0." + "3" * 399, "one", -1, -THIRD, Decimal("-0.1"), Decimal("NaN"), Decimal("Infinity"),
        True, None,
    ],
)  # fmt: skip
def test_what_is_no_share_is_shown(written: Any) -> None:
    """What is not a share, or below nothing, is refused in a sentence that repeats it."""
    with pytest.raises(AllocationError) as caught:
        as_share(written)
    assert caught.value.text.en == f"{written} is not a share; write 35%, 0.35 as text, or 7/20"


def test_a_float_share_is_shown() -> None:
    """A float is refused in a sentence that repeats it and says how to write it."""
    with pytest.raises(InexactError) as caught:
        as_share(0.35)  # type: ignore[arg-type]
    assert caught.value.text.en.startswith("the share 0.35 is a float; write it as text, such as 35%")


@pytest.mark.parametrize("rounding", ["UP", "nearest", "", None])
def test_an_unknown_rounding_is_shown(rounding: Any) -> None:
    """A rounding that is none of the three is refused in a sentence that repeats it."""
    with pytest.raises(AllocationError) as caught:
        places("30%", 10, rounding)
    assert caught.value.text.en == f"{rounding} is not a rounding; state the clause's own: down, up or half-up"


@pytest.mark.parametrize("base", [-1, True, Fraction(1), "9", None])
def test_an_impossible_headcount_is_shown(base: Any) -> None:
    """A base that is no whole number of people is refused in a sentence that repeats it."""
    with pytest.raises(AllocationError) as caught:
        places("30%", base, "down")
    assert caught.value.text.en == f"a base of {base} people is not a headcount"


def _ranking(*keys: Any) -> list[list[int]]:
    """The positions of `keys`, best first, equal ones together: who is in or tied with each place more."""
    people = [Candidate(str(number), "all", key) for number, key in enumerate(keys)]
    rows: list[list[int]] = []
    done = 0
    while done < len(keys):
        answer = allocate(Problem(groups=[Group(id="all", cap=done + 1)], candidates=people))
        new = answer.ties[0].members if answer.ties else answer.selected
        row = sorted(int(one) for one in new if not any(int(one) in earlier for earlier in rows))
        rows.append(row)
        done += len(row)
    return rows


@pytest.mark.parametrize(
    ("keys", "ranking"),
    [
        ([], []),
        ([3, 10, -2, 3], [[1], [0, 3], [2]]),
        ([Fraction(1, 3), Fraction(1, 2), Decimal("0.4"), Fraction(2, 6), -1], [[1], [2], [0, 3], [4]]),
        # The common denominator of 1/7 and 1/5 is not their product with 1/35.
        ([Fraction(5, 35), Fraction(1, 7), Fraction(1, 5), Fraction(6, 35), 0], [[2], [3], [0, 1], [4]]),
        ([(1, 2), (1, Fraction(5, 2)), (0, 99), (2, -9)], [[3], [1], [0], [2]]),
        ([(1, 5), (1, 5), (Fraction(1, 2), 9), (Decimal("0.5"), 9)], [[0, 1], [2, 3]]),
    ],
)
def test_keys_rank_as_numbers(keys: list[Any], ranking: list[list[int]]) -> None:
    """Whatever exact kind the parts are of, bigger is better and equal is equal, part by part."""
    assert _ranking(*keys) == ranking


@pytest.mark.parametrize("power", [1024, 1025])
def test_keys_rank_alike_however_large_the_common_denominator(power: int) -> None:
    """Where the common denominator would be too large to scale by, the order and the ties are the same."""
    tiny = Fraction(1, 2**power)
    assert _ranking(THIRD, THIRD + tiny, Fraction(2, 6), THIRD - tiny, -tiny, 0) == [[1], [0, 2], [3], [5], [4]]
    assert _ranking((0, tiny), (0, -tiny), (1, -1), (0, tiny)) == [[2], [0, 3], [1]]


@pytest.mark.parametrize(
    ("keys", "whole"),
    [
        ([], []),
        ([(7,), (-3,)], [7, -3]),
        ([(Fraction(1, 3),), (2,)], [1, 6]),
        ([(Fraction(1, 2),), (Decimal("0.75"),), (-2,)], [2, 3, -8]),
        ([(Fraction(1, 6), 5), (Fraction(-3, 4), 4)], [(2, 5), (-9, 4)]),
        # The largest common denominator that keys are scaled by, and one beyond: places in order take over.
        ([(Fraction(3, 2**1024),), (1,)], [3, 2**1024]),
        ([(Fraction(3, 2**1025),), (1,), (-9,), (1,)], [1, 2, 0, 2]),
    ],
)
def test_keys_are_sorted_as_whole_numbers(keys: list[Any], whole: list[Any]) -> None:
    """Each part is scaled by its least common denominator, so that sorting compares plain whole numbers."""
    found = scaled(keys)
    assert found == whole
    assert all(type(part) is int for key in found for part in (key if isinstance(key, tuple) else (key,)))
