"""Periods of a cycle, by name, and months of the calendar."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.errors import CaseError
from kaohe.rules.tools import add_months, parse_period


@pytest.mark.parametrize(
    ("name", "unit", "start", "end"),
    [
        ("2018-11", "month", dt.date(2018, 11, 1), dt.date(2018, 11, 30)),
        ("2020-02", "month", dt.date(2020, 2, 1), dt.date(2020, 2, 29)),
        ("2018Q4", "quarter", dt.date(2018, 10, 1), dt.date(2018, 12, 31)),
        ("2018H1", "half", dt.date(2018, 1, 1), dt.date(2018, 6, 30)),
        ("2018", "year", dt.date(2018, 1, 1), dt.date(2018, 12, 31)),
    ],
)
def test_a_period_has_its_first_and_last_day(name: str, unit: str, start: dt.date, end: dt.date) -> None:
    """A named month, quarter, half or year runs from its first to its last day."""
    period = parse_period(name, unit)
    assert (period.start, period.end) == (start, end)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("2018-13", "month"),
        ("2018-00", "month"),
        ("2018-1", "month"),
        ("2018Q5", "quarter"),
        ("2018H3", "half"),
        ("18", "year"),
        ("1899", "year"),
        ("Nov 2018", "month"),
        ("2018-11", "quarter"),
        ("２０１８", "year"),
    ],
)
def test_a_name_of_another_form_is_refused_with_an_example(name: str, unit: str) -> None:
    """A wrong name is refused, showing how a right one is written."""
    with pytest.raises(CaseError, match="write it like"):
        parse_period(name, unit)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (dt.date(2019, 11, 30), 3, dt.date(2020, 2, 29)),
        (dt.date(2018, 11, 30), 3, dt.date(2019, 2, 28)),
        (dt.date(2019, 1, 31), 1, dt.date(2019, 2, 28)),
        (dt.date(2019, 12, 15), 1, dt.date(2020, 1, 15)),
        (dt.date(2019, 3, 31), -1, dt.date(2019, 2, 28)),
        (dt.date(2019, 1, 1), 0, dt.date(2019, 1, 1)),
    ],
)
def test_calendar_months_are_added(day: dt.date, months: int, expected: dt.date) -> None:
    """A day the later month does not have becomes its last."""
    assert add_months(day, months) == expected


@given(st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1)), st.integers(min_value=-600, max_value=600))
def test_adding_months_moves_by_that_many_months(day: dt.date, months: int) -> None:
    """The result lies in the month so many months away, on the same day or the last."""
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved + dt.timedelta(days=1)).day == 1
