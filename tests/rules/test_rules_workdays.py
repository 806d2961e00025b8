"""Working days: weekends off, the office's own holidays and make-up days before all, and the calendar that proposes them."""

from __future__ import annotations

import datetime as dt
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.cases import case_from_data
from kaohe.cli._new_case import case_lines
from kaohe.engine import Evaluation, explain, figure_values
from kaohe.errors import CaseError, SchemeError
from kaohe.office import empty_case
from kaohe.office._public_days import public_days
from kaohe.rules import Date, Figure, assemble, lint
from kaohe.rules.nodes import CycleEnd, NumberExpr, day, render
from kaohe.rules.tools import Calendar
from kaohe.testing import PHASES, Options, Subject
from kaohe.testing import run as run_checks
from scheme_kit import WORDS, bands, declare, lines, raw_case, score, total

ASKED, ANSWERED = (Date(key, WORDS, clause="1", optional=True) for key in ("asked", "answered"))
LATE = ASKED.workdays_until(ANSWERED)
SCHEME = declare(
    scoring=[
        total(score() - (LATE > 5).then(10)),
        bands(assumption=()),
        Figure(**lines("due"), value=ASKED.plus_workdays(5)),
        Figure(**lines("took"), value=LATE),
    ]
)
RULES = assemble(SCHEME)
# The first week of October 2020 off, the Saturday after it worked.
OCTOBER = {"holidays": [f"2020-10-0{n}" for n in range(1, 9)], "workdays": ["2020-10-10"]}


def _evaluated(asked: str, answered: str, **cycle: Any) -> Evaluation:
    facts = {"mark": 90, "asked": asked, "answered": answered}
    return Evaluation(case_from_data(raw_case({"P": {"facts": facts}}, cycle=cycle), ruleset=RULES).cohort)


def _figures(found: Evaluation) -> dict[str, Any]:
    return {one.rule: one.shown for one in figure_values(found, "P")}


def test_the_offices_own_days_count() -> None:
    """From Tuesday 29 September: the 30th, the 9th, the Saturday 10th, the 12th and the 13th are five working days."""
    found = _evaluated("2020-09-29", "2020-10-14", **OCTOBER)
    assert _figures(found) == {"due": "2020-10-13", "took": "6"}
    assert found.outcome("P").score == 80
    assert _figures(_evaluated("2020-09-29", "2020-10-13", **OCTOBER)) == {"due": "2020-10-13", "took": "5"}


def test_without_lists_only_weekends_are_off() -> None:
    """An office that lists no holidays says so with an empty list."""
    assert _figures(_evaluated("2020-09-29", "2020-10-14", holidays=[])) == {"due": "2020-10-06", "took": "11"}


DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2020, 12, 31))


@given(DAYS, DAYS, st.frozensets(DAYS, max_size=30), st.frozensets(DAYS, max_size=30), st.integers(-40, 40))
def test_they_are_counted_one_by_one(
    start: dt.date, end: dt.date, holidays: frozenset[dt.date], workdays: frozenset[dt.date], number: int
) -> None:
    """Against a plain count; the n-th working day lies n working days off, and is one."""
    calendar = Calendar(start, end, holidays - workdays, workdays)
    span = [min(start, end) + dt.timedelta(days=n) for n in range(abs((end - start).days) + 1)]
    span.remove(start)
    worked = [d for d in span if d in workdays or (d.weekday() < 5 and d not in holidays - workdays)]
    assert calendar.between(start, end) == (len(worked) if end >= start else -len(worked))
    there = calendar.shifted(start, number)
    assert calendar.between(start, there) == number
    assert number == 0 or calendar.works(there)


@pytest.mark.parametrize(
    ("cycle", "number"),
    [
        ({}, "K2686"),
        ({"holidays": "2020-10-01"}, "K2112"),
        ({"holidays": ["2020-10-32"]}, "K2684"),
        ({"holidays": [20201001]}, "K2684"),
        ({"holidays": [None]}, "K2684"),
        ({"holidays": ["2020-10-01"], "workdays": ["2020-10-01"]}, "K2685"),
        ({"holiday": []}, "K2113"),
    ],
)
def test_what_is_no_list_of_days_is_refused(cycle: dict[str, Any], number: str) -> None:
    """A scheme that counts working days needs the cycle's holidays; each sentence says what to write."""
    with pytest.raises(CaseError, match=number):
        _evaluated("2020-09-29", "2020-10-14", **cycle)


def test_a_scheme_that_counts_none_needs_no_list() -> None:
    """Cases of every other scheme stay as they are, and may carry the lists."""
    plain = assemble(declare(scoring=[total()]))
    for cycle in ({}, OCTOBER):
        case_from_data(raw_case({"P": {"mark": 90}}, cycle=cycle), ruleset=plain)


def test_they_are_said_explained_linted_and_digested() -> None:
    """In both languages, with the figures; the number of days is part of the digest and has a limit."""
    assert lint(RULES) == []
    assert render(ASKED.plus_workdays(5)).zh == "文字 + 5 个工作日"
    assert render(LATE).en == "working days from words to words"
    told = explain(_evaluated("2020-09-29", "2020-10-14", **OCTOBER), "P")
    assert next(step for step in told.steps if step.rule == "due").effect.en == "is 2020-10-13"
    other = declare(scoring=[Figure(**lines("due"), value=CycleEnd().plus_workdays(6))])
    same = declare(scoring=[Figure(**lines("due"), value=CycleEnd().plus_workdays(7))])
    assert assemble(other).digest != assemble(same).digest
    with pytest.raises(SchemeError, match="between -1000 and 1000"):
        ASKED.plus_workdays(1001)


def test_declared_days_count_too() -> None:
    """Between two declared days the number is known."""
    span: NumberExpr = day(dt.date(2020, 10, 9)).workdays_until(dt.date(2020, 10, 12))
    scheme = assemble(declare(scoring=[total(), Figure(**lines("n"), value=span)]))
    case = case_from_data(raw_case({"P": {"mark": 90}}, cycle=OCTOBER), ruleset=scheme)
    assert figure_values(Evaluation(case.cohort), "P")[0].value == 2


def test_the_kit_makes_cases_for_it() -> None:
    """Every check of the kit runs on a scheme that counts working days, and finds nothing."""
    report = run_checks(Subject("test", RULES), Options(phases=PHASES, worlds=15))
    assert report.failures() == []
    assert report.ran


def test_an_empty_case_carries_the_published_days() -> None:
    """What the State Council arranged for 2020 (notices of 2019 and, for the longer Spring Festival, of January 2020)."""
    pytest.importorskip("holidays")
    start, end = dt.date(2020, 1, 1), dt.date(2020, 12, 31)
    found = public_days(start, end)
    assert [str(one)[5:] for one in found.workdays] == ["01-19", "04-26", "05-09", "06-28", "09-27", "10-10"]
    assert {dt.date(2020, 1, 24), dt.date(2020, 10, 8)} <= set(found.holidays)
    assert dt.date(2020, 10, 9) not in found.holidays
    text = "\n".join(case_lines(RULES, start, end))
    assert tomllib.loads(text)["cycle"]["holidays"][:2] == [dt.date(2020, 1, 1), dt.date(2020, 1, 24)]
    case_from_data(empty_case(RULES, start, end), ruleset=RULES)


def test_a_year_that_is_not_arranged_yet_is_left_to_the_office() -> None:
    """Estimates are not proposed: the empty case says which year is missing, and reads without them."""
    start, end = dt.date(2098, 1, 1), dt.date(2098, 12, 31)
    assert public_days(start, end).missing == (2098,)
    text = "\n".join(case_lines(RULES, start, end))
    assert "2098" in next(line for line in text.splitlines() if "kaohe[holidays]" in line)
    assert empty_case(RULES, start, end)["cycle"]["holidays"] == []


def test_without_the_extra_the_lists_are_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is optional: without it every year is the office's to fill in."""
    monkeypatch.setitem(__import__("sys").modules, "holidays", None)
    assert public_days(dt.date(2019, 1, 1), dt.date(2020, 3, 1)).missing == (2019, 2020)
