"""Exact numbers: what may enter, and how they are written and rounded."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.errors import InexactError
from kaohe.rules.tools import decimals, exact, half_up, round_as, show, show_near

FRACTIONS = st.fractions(min_value=-1000, max_value=1000, max_denominator=10_000)


@pytest.mark.parametrize(
    ("given_value", "expected"),
    [
        (7, Fraction(7)),
        (Fraction(2, 3), Fraction(2, 3)),
        (Decimal("89.5"), Fraction(179, 2)),
        ("89.5", Fraction(179, 2)),
        ("-0.25", Fraction(-1, 4)),
        ("+3", Fraction(3)),
        ("30%", Fraction(3, 10)),
        ("12.5%", Fraction(1, 8)),
        (" 2/3 ", Fraction(2, 3)),
    ],
)
def test_an_exact_number_is_taken_as_it_is(given_value: object, expected: Fraction) -> None:
    """Whole numbers, fractions, decimals and their texts become the same Fraction."""
    assert exact(given_value) == expected


@pytest.mark.parametrize(
    "wrong",
    [0.1, float("nan"), float("inf"), True, None, "", "0.1.2", "1e3", "1/0", "2/00", "½", "NaN", "0x10", b"1"],
    ids=repr,
)
def test_anything_else_is_refused_by_name(wrong: object) -> None:
    """A float, a bool, NaN, an odd text or another type is refused, and the message names the field."""
    with pytest.raises(InexactError, match="opinion") as refused:
        exact(wrong, name="opinion")
    assert "opinion" in refused.value.text.zh


@pytest.mark.parametrize("wrong", [Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("1e99")])
def test_a_decimal_that_is_no_number_is_refused(wrong: Decimal) -> None:
    """NaN, infinity and a decimal of absurd size are refused."""
    with pytest.raises(InexactError):
        exact(wrong)


@pytest.mark.parametrize(
    ("value", "text"),
    [("89.5", "89.5"), ("268/3", "268/3"), ("90", "90"), ("-1/8", "-0.125"), ("0", "0"), ("-2/3", "-2/3")],
)
def test_a_value_is_written_exactly(value: str, text: str) -> None:
    """A terminating value is a plain decimal, any other a fraction in lowest terms."""
    assert show(exact(value)) == text


@given(FRACTIONS)
def test_what_is_written_reads_back(value: Fraction) -> None:
    """show() and exact() are each other's inverse."""
    assert exact(show(value)) == value


@given(FRACTIONS)
def test_decimals_says_how_many_places_are_needed(value: Fraction) -> None:
    """The value times ten to that power is whole, and no smaller power makes it so."""
    places = decimals(value)
    if places is None:
        assert any(
            value.denominator % prime == 0 for prime in range(3, value.denominator + 1) if prime % 5 and prime % 2
        )
    else:
        assert (value * 10**places).denominator == 1
        assert places == 0 or (value * 10 ** (places - 1)).denominator != 1


@pytest.mark.parametrize(
    ("value", "places", "how", "expected"),
    [
        ("2.5", 0, "half-up", "3"),
        ("-2.5", 0, "half-up", "-3"),
        ("2.49", 0, "half-up", "2"),
        ("0.125", 2, "half-up", "0.13"),
        ("0.129", 2, "down", "0.12"),
        ("0.121", 2, "up", "0.13"),
        ("0.12", 2, "up", "0.12"),
        ("2/3", 1, "down", "0.6"),
        ("2/3", 1, "up", "0.7"),
    ],
)
def test_rounding_is_as_the_clause_says(value: str, places: int, how: str, expected: str) -> None:
    """Half-up rounds half away from zero (四舍五入); down and up never touch what is already round."""
    assert show(round_as(exact(value), places, how)) == expected


@given(FRACTIONS, st.integers(min_value=0, max_value=4))
def test_half_up_is_never_further_than_half_a_step(value: Fraction, places: int) -> None:
    """The rounded value has the places asked for and is within half a step."""
    rounded = half_up(value, places)
    assert abs(rounded - value) <= Fraction(1, 2 * 10**places)
    assert (rounded * 10**places).denominator == 1


@given(FRACTIONS, st.integers(min_value=0, max_value=4))
def test_half_up_is_symmetric(value: Fraction, places: int) -> None:
    """A negative value rounds to the negative of what its opposite rounds to."""
    assert half_up(-value, places) == -half_up(value, places)


@pytest.mark.parametrize(
    ("value", "text"), [("268/3", "89.33"), ("89.995", "90.00"), ("-0.005", "-0.01"), ("7", "7.00")]
)
def test_the_display_has_two_places(value: str, text: str) -> None:
    """For display a value is rounded half-up to two places, however many it has."""
    assert show_near(exact(value)) == text


def test_a_share_times_a_headcount_is_exact() -> None:
    """0.35 x 180 is 63, which binary floats round down to 62."""
    assert round_as(exact("35%") * 180, 0, "down") == 63
