"""Somebody who leaves and comes back: spans of a posting with gaps, the periods due in them, and the days they make."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.cases import Case, case_from_data
from kaohe.engine import Evaluation, explain, figure_values
from kaohe.errors import CaseError
from kaohe.rules import Date, Events, Figure, Periods, assemble, lint
from kaohe.rules.nodes import CycleEnd, render
from kaohe.rules.tools import Ruleset
from kaohe.testing import PHASES, Options, Subject, run
from scheme_kit import MONTHS, PLAIN, WORDS, declare, lines, raw_case, score, total

POSTINGS = Events("postings", WORDS, clause="1")
SINCE = Date("since", WORDS, clause="1", on=POSTINGS)
UNTIL = Date("until", WORDS, clause="1", on=POSTINGS, optional=True)
MONTH = Periods("month", WORDS, "month", posted_from=SINCE, posted_to=UNTIL)
MARK = score("mark", on=MONTH)
DAYS = (SINCE.until(UNTIL.otherwise(CycleEnd())) + 1).sum()


def _rules(axis: Periods = MONTH) -> Ruleset:
    mark = score("mark", on=axis)
    figures = [Figure(**lines("days"), value=DAYS), Figure(**lines("due"), value=mark.due())]
    return assemble(declare(kinds=(PLAIN,), scoring=[total(mark.mean()), *figures]))


RULES = _rules()
TWICE = [{"since": "2020-01-10", "until": "2020-01-31"}, {"since": "2020-04-30"}]


def _case(postings: Any, mark: Any, rules: Ruleset = RULES) -> Case:
    cycle = {"end": "2020-04-30", "periods": {"month": MONTHS}}
    facts = {"mark": mark} | ({} if postings is None else {"postings": postings})
    return case_from_data(raw_case({"P": {"facts": facts}}, cycle=cycle), ruleset=rules)


def _figures(case: Case) -> dict[str, Any]:
    return {one.rule: one.shown for one in figure_values(Evaluation(case.cohort), "P")}


def test_the_months_of_a_gap_are_not_due() -> None:
    """January and April are; 22 days and one are 23."""
    case = _case(TWICE, {"2020-01": 90, "2020-04": 80})
    outcome = Evaluation(case.cohort).outcome("P")
    assert (outcome.state, outcome.score) == ("decided", Fraction(85))
    assert _figures(case) == {"days": "23", "due": "2"}


def test_a_mark_that_is_due_in_the_second_span_is_asked_for() -> None:
    """What lies in no gap is open until it is entered."""
    outcome = Evaluation(_case(TWICE, {"2020-01": 90}).cohort).outcome("P")
    assert outcome.needs == ("mark[2020-04]",)


def test_a_mark_in_a_gap_is_refused() -> None:
    """February has neither team nor mark."""
    with pytest.raises(CaseError, match=r"mark\.2020-02.*outside the posting"):
        _case(TWICE, {"2020-01": 90, "2020-02": 90})


def test_without_the_list_nothing_is_known_and_an_empty_one_is_no_posting() -> None:
    """A list that was not entered leaves every month open; [] says that there was no posting."""
    assert Evaluation(_case(None, {}).cohort).outcome("P").state == "needs"
    assert _figures(_case([], {})) == {"days": "0", "due": "0"}


@pytest.mark.parametrize(
    ("postings", "says"),
    [
        ([{"since": "2020-03-01", "until": "2020-02-01"}], "row 1: .* lies before"),
        ([{"since": "2020-01-01", "until": "2020-02-01"}, {"since": "2020-02-01"}], "rows 1 and 2 of words overlap"),
        ([{"since": "2020-03-01"}, {"since": "2020-01-01"}], "rows 1 and 2 of words overlap"),
        ([{"since": "2020-01-01"}, {"since": "2020-01-01"}], "rows 1 and 2 of words overlap"),
        ([{"until": "2020-01-01"}], "an event without"),
        ([{"since": "2020-13-01"}], "not a day"),
        ({"since": "2020-01-01"}, "must be a list"),
    ],
)
def test_spans_that_cannot_be_are_refused(postings: Any, says: str) -> None:
    """Backwards, two at a time, without a first day, or no list at all."""
    with pytest.raises(CaseError, match=says):
        _case(postings, {})


DAY = st.dates(dt.date(2020, 1, 1), dt.date(2020, 4, 30))


@given(st.lists(DAY, min_size=2, max_size=8, unique=True).map(sorted))
def test_days_and_months_are_those_that_a_calendar_counts(days: list[dt.date]) -> None:
    """Against a plain count of days, whatever the spans and in whatever order they are entered."""
    spans = list(zip(days[::2], days[1::2], strict=False))
    posted = {first + dt.timedelta(days=n) for first, last in spans for n in range((last - first).days + 1)}
    rows = [{"since": first.isoformat(), "until": last.isoformat()} for first, last in reversed(spans)]
    due = sorted({f"{day.year}-{day.month:02}" for day in posted})
    case = _case(rows, dict.fromkeys(due, 70))
    assert _figures(case) == {"days": str(len(posted)), "due": str(len(due))}
    assert Evaluation(case.cohort).outcome("P").score == 70


def test_it_is_sound_said_and_explained() -> None:
    """Lint, words, and what an explanation tells of a month that was not due."""
    assert lint(RULES) == []
    assert render(UNTIL.otherwise(CycleEnd())).zh == "文字（没有则为周期最后一天）"
    told = explain(Evaluation(_case(TWICE, {"2020-01": 90, "2020-04": 80}).cohort), "P")
    step = next(one for one in told.steps if one.rule == "total")
    assert step.value == "85"
    assert "not posted then" in str(step.because)


def test_days_that_lie_apart_are_a_fault() -> None:
    """One end in the list and one in the record say nothing together."""
    own = Date("left", WORDS, clause="1")
    mixed = Periods("month", WORDS, "month", posted_from=SINCE, posted_to=own)
    assert "axes" in [one.check for one in lint(_rules(mixed))]


def test_the_kit_makes_cases_for_it() -> None:
    """Table, sample and fuzz know spans: every check runs, none finds anything."""
    report = run(Subject("test", RULES), Options(phases=PHASES, worlds=15))
    assert report.failures() == []
    assert report.ran
