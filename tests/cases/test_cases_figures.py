"""Figures and days in `[expect]`: exact numbers, conditions, deadlines, by period, and what cannot be expected."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.cases import Case, case_from_data, differences
from kaohe.engine import Evaluation, explain, figure_values
from kaohe.errors import CaseError
from kaohe.rules import Date, Figure, assemble, lint
from kaohe.rules.nodes import CycleEnd, CycleStart, PeriodEnd
from scheme_kit import MONTH, MONTHS, WORDS, bands, declare, lines, raw_case, score, total

MARK, MONTHLY = score(), score("monthly", on=MONTH)
SENT = Date("sent", WORDS, clause="1", optional=True)
FIGURES = (
    Figure(**lines("third"), value=MARK / 3),
    Figure(**lines("good"), value=MARK >= 90),
    Figure(**lines("due"), value=CycleEnd().plus_days(15)),
    Figure(**lines("first"), value=CycleStart()),
    Figure(**lines("answer"), value=SENT.plus_days(10)),
    Figure(**lines("half"), value=MONTHLY / 2),
    Figure(**lines("by"), value=PeriodEnd(MONTH).plus_days(5)),
)
RULES = assemble(declare(scoring=[total(), bands(assumption=()), *FIGURES]))
FACTS = {"mark": 80, "monthly": [90, 80, 70, 61]}


def _case(wanted: Any, facts: dict[str, Any] | None = None) -> Case:
    raw = raw_case({"P": {"facts": facts or FACTS}}, cycle={"periods": {"month": MONTHS}}, expect={"P": wanted})
    return case_from_data(raw, ruleset=RULES)


def _unmet(figures: dict[str, Any], facts: dict[str, Any] | None = None) -> list[tuple[str, Any, Any]]:
    case = _case({"figures": figures}, facts)
    return [(one.field, one.expected, one.found) for one in differences(case, Evaluation(case.cohort).outcomes())]


def test_every_kind_of_figure_is_held_to_what_is_expected() -> None:
    """Numbers are exact, conditions true or false, days days; a figure on periods is given by period."""
    right = {
        "third": "80/3",
        "good": False,
        "due": dt.date(2021, 1, 15),
        "first": "2020-01-01",
        "answer": "",
        "half": {"2020-01": 45, "2020-04": "30.5"},
        "by": {"2020-02": dt.date(2020, 3, 5)},
    }
    assert _unmet(right) == []


@pytest.mark.parametrize(
    ("name", "wanted", "field", "found"),
    [
        ("third", "26.67", "figures.third", "80/3"),
        ("third", "", "figures.third", "80/3"),
        ("good", True, "figures.good", False),
        ("due", dt.date(2021, 1, 14), "figures.due", "2021-01-15"),
        ("answer", dt.date(2020, 1, 1), "figures.answer", ""),
        ("half", {"2020-01": 44}, "figures.half[2020-01]", "45"),
        ("by", {"2020-02": "2020-03-06"}, "figures.by[2020-02]", "2020-03-05"),
    ],
)
def test_a_figure_that_is_otherwise_is_named_with_both_values(name: str, wanted: Any, field: str, found: Any) -> None:
    """The difference names figure and period."""
    expected = next(iter(wanted.values())) if isinstance(wanted, dict) else wanted
    assert _unmet({name: wanted}) == [(field, expected, found)]


def test_an_open_figure_is_expected_as_nothing() -> None:
    """A mark that is not entered leaves figures of it open."""
    assert _unmet({"third": "", "good": "", "half": {"2020-01": ""}}, {"monthly": {"2020-02": 50}}) == []


@given(st.integers(0, 10000))
def test_a_number_is_met_by_itself_and_by_no_other(cents: int) -> None:
    """Whatever the mark, its exact third is met and the nearest other is not."""
    mark, facts = Fraction(cents, 100), FACTS | {"mark": f"{cents // 100}.{cents % 100:02}"}
    assert _unmet({"third": str(mark / 3)}, facts) == []
    assert len(_unmet({"third": str(mark / 3 + Fraction(1, 300))}, facts)) == 1


@pytest.mark.parametrize(
    ("figures", "number"),
    [
        ({"third": True}, "K2680"),
        ({"third": "much"}, "K2680"),
        ({"third": {"2020-01": 3}}, "K2680"),
        ({"good": 1}, "K2681"),
        ({"good": "yes"}, "K2681"),
        ({"due": "2021-02-30"}, "K2682"),
        ({"due": 20210115}, "K2682"),
        ({"half": 45}, "K2683"),
        ({"half": {"2020-05": 45}}, "K2113"),
        ({"halves": 45}, "K2113"),
        ({"total": 80}, "K2114"),
        ([], "K2111"),
    ],
)
def test_what_no_figure_can_be_is_refused(figures: Any, number: str) -> None:
    """The sentence names the figure and how it is written."""
    with pytest.raises(CaseError, match=number):
        _case({"figures": figures})


def test_days_are_explained_and_bare_in_lint() -> None:
    """A deadline is a step with its day, an open one may be anything; the scheme is sound."""
    assert lint(RULES) == []
    case = _case({})
    steps = {(step.rule, step.period): step for step in explain(Evaluation(case.cohort), "P").steps}
    assert steps["due", ""].effect.en == "is 2021-01-15"
    assert steps["by", "2020-02"].effect.zh == "为 2020-03-05"
    assert steps["answer", ""].status == "not-applied"


def test_they_are_listed_in_order_with_their_periods() -> None:
    """Every figure of a person, one a period where it runs along them."""
    found = figure_values(Evaluation(_case({}).cohort), "P")
    assert [one.rule for one in found[:5]] == ["third", "good", "due", "first", "answer"]
    assert [one.period for one in found[5:9]] == MONTHS
    assert found[0].as_json() == {"rule": "third", "period": "", "value": "80/3"}
