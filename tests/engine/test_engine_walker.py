"""What a node is worth for one record: the exact number, the interval or the absence, and whatever it waits for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

from engine_kit.worths import (
    ABSENT,
    AMOUNT,
    AWAY,
    BALLOT,
    CODE,
    DATES,
    DAY,
    EVENTS,
    EXTRAS,
    FOUND,
    LAST,
    LEFT,
    LETTERS,
    LIMITED,
    MAYBE,
    MONTHLY,
    RATED,
    SPARE,
    VOTED,
    WHY,
    A,
    B,
    C,
    N,
    causes_of,
    code,
    either,
    gone,
    holds,
    just,
    nothing,
    num,
    on_day,
    record,
    row,
    worth,
)
from kaohe.cases import case_from_data
from kaohe.engine import Evaluation, Gone, Num, Truth
from kaohe.rules import Ceiling, GradeIs, ScoreOf, assemble, weighted
from kaohe.rules.nodes import Add, Clamp, Computed, Expr, PeriodEnd, PeriodStart, best_of, least_of, number
from kaohe.rules.tools import UNKNOWN, Absent, EventRow
from scheme_kit import GRADES, MONTH, MONTHS, PERSON, PLAIN, WORDS, bands, declare, lines, raw_case, score, total

Worth = Any
Row = tuple[Expr, Mapping[str, Any], Worth]
NEW_YEAR = dt.date(2020, 1, 1)
OPEN = EVENTS.count()  # from 0 on without an upper limit, as long as the events are not entered

NUMBERS: dict[str, Row] = {
    "two unknowns": (A + B, {}, num(0, 200, "a", "b")),
    "two absences": (A + B, {"a": ABSENT, "b": AWAY}, gone("not-assessed", "not-posted")),
    "one absence": (B + A, {"a": ABSENT}, gone("not-assessed")),
    "difference": (A - B, {"a": 10}, num(-90, 10, "b")),
    "product": (A * B, {"a": 2}, num(0, 200, "b")),
    "quotient": (A / B, {"b": 4}, num(0, 25, "a")),
    "quotient by zero": (A / B, {"b": 0}, gone("zero-total")),
    "quotient by anything": (A / B, {"a": 1}, num(None, None, "b")),
    "weighted": (weighted((A, "10%"), (B, "90%")), {"b": 50}, num(45, 55, "a")),
    "weighted settled": (weighted((A, "10%"), (B, "90%")), {"a": 10, "b": 50}, just(46)),
    "weighted unknown": (weighted((A, "10%"), (B, "90%")), {}, num(0, 100, "a", "b")),
    "weighted absent": (weighted((A, "10%"), (B, "90%")), {"b": ABSENT}, gone("not-assessed")),
    "rounded": ((A / 3).rounded(1, how="up"), {"a": 1}, just("0.4")),
    "rounded half up": ((A / 8).rounded(2), {"a": 1}, just("0.13")),
    "rounded unknown": ((A / 3).rounded(0), {}, num(0, 33, "a")),
    "rounded to one value": ((A / 1000).rounded(0), {}, just(0)),
    "rounded without upper limit": (OPEN.rounded(0), {}, num(0, None, "events")),
    "rounded without lower limit": ((1 - OPEN).rounded(0), {}, num(None, 1, "events")),
    "rounded without any limit": ((A / B).rounded(0), {}, num(None, None, "a", "b")),
    "rounded absent": (A.rounded(0), {"a": ABSENT}, gone("not-assessed")),
    "within limits": (Clamp(A, Fraction(5), Fraction(10)), {"a": 7}, just(7)),
    "below limits": (Clamp(A, Fraction(5), Fraction(10)), {"a": 4}, just(5)),
    "above limits": (Clamp(A, Fraction(5), Fraction(10)), {"a": 11}, just(10)),
    "at least": (A.at_least(5), {}, num(5, 100, "a")),
    "at most": (A.at_most(5), {}, num(0, 5, "a")),
    "at most zero": (A.at_most(0), {}, just(0)),
    "unlimited at most": (OPEN.at_most(3), {}, num(0, 3, "events")),
    "unlimited at least": (OPEN.at_least(5), {}, num(5, None, "events")),
    "unlimited below at least": ((-OPEN).at_least(-3), {}, num(-3, 0, "events")),
    "unlimited below at most": ((-OPEN).at_most(-1), {}, num(None, -1, "events")),
    "unlimited at most zero": (OPEN.at_most(0), {}, just(0)),
    "clamped absent": (A.at_most(5), {"a": ABSENT}, gone("not-assessed")),
    "before the first step": (A.steps((60, 1), (90, 2), below=-1), {"a": "59.99"}, just(-1)),
    "at the first step": (A.steps((60, 1), (90, 2), below=-1), {"a": 60}, just(1)),
    "before the second step": (A.steps((60, 1), (90, 2), below=-1), {"a": "89.99"}, just(1)),
    "at the second step": (A.steps((60, 1), (90, 2), below=-1), {"a": 90}, just(2)),
    "any step": (A.steps((60, 1), (90, 2), below=-1), {}, num(-1, 2, "a")),
    "steps from the lower limit to the upper": (LIMITED.steps((60, 1), (90, 2), (91, 9), below=-5), {}, num(1, 2, "limited")),
    "steps above the upper limit": (LIMITED.steps((59, 0), (60, 1), (91, 9)), {}, just(1)),
    "steps without upper limit": (OPEN.steps((0, 5), (3, 8), below=1), {}, num(5, 8, "events")),
    "steps without lower limit": ((-OPEN).steps((-1, 7), (1, 9), below=3), {}, num(3, 7, "events")),
    "steps absent": (A.steps((60, 1)), {"a": ABSENT}, gone("not-assessed")),
    "points": (CODE.points({"x": 1, "y": 5}), {"code": "y"}, just(5)),
    "points unknown": (CODE.points({"x": 1, "y": 5}), {}, num(1, 5, "code")),
    "points all alike": (CODE.points({"x": 5, "y": 5}), {}, just(5)),
    "points absent": (CODE.points({"x": 1, "y": 5}), {"code": ABSENT}, gone("not-assessed")),
    "points not in the table": (CODE.points({"x": 1}), {"code": "y"}, gone("not-applicable")),
    "named": ((A + B).named(WORDS), {"a": 1}, num(1, 101, "b")),
    "best": (best_of(A, B), {"a": 30}, num(30, 100, "b")),
    "best absent": (best_of(A, B), {"a": ABSENT, "b": AWAY}, gone("not-assessed", "not-posted")),
    "least": (least_of(A, B, number(40)), {"a": 30}, num(0, 30, "b")),
    "least settled": (least_of(A, B), {"a": 30, "b": 20}, just(20)),
    "computed": (Computed("f", lambda a, b: a - b, (A, B), low=-100, high=100), {"a": 1, "b": 3}, just(-2)),
    "computed of one unknown": (Computed("f", lambda a, b: a - b, (A, B), low=-1, high=9), {"a": 3}, num(-1, 9, "b")),
    "computed of unknowns": (Computed("f", lambda a, b: a - b, (A, B), low=-1, high=9), {}, num(-1, 9, "a", "b")),
    "computed of an absence": (Computed("f", lambda a, b: a - b, (A, B), low=-1, high=9), {"b": ABSENT}, gone("not-assessed")),
    "then": ((A > 50).then(7, otherwise=3), {"a": 51}, just(7)),
    "otherwise": ((A > 50).then(7, otherwise=3), {"a": 50}, just(3)),
    "either": ((A > 50).then(7, otherwise=3), {}, num(3, 7, "a")),
    "either, alike": ((A > 50).then(3, otherwise=3), {}, just(3)),
    "either, one unknown": ((A > 50).then(B, otherwise=3), {}, num(0, 100, "a", "b")),
    "then unknown": ((A > 50).then(B, otherwise=300), {"a": 51}, num(0, 100, "b")),
    "then absent": ((A > 50).then(B, otherwise=3), {"a": 51, "b": ABSENT}, gone("not-assessed")),
    "otherwise, the rest absent": ((A > 50).then(B, otherwise=3), {"a": 50, "b": ABSENT}, just(3)),
    "otherwise absent": ((A > 50).then(3, otherwise=B), {"a": 50, "b": ABSENT}, gone("not-assessed")),
    "either, one absent": ((A > 50).then(B, otherwise=3), {"b": ABSENT}, gone("not-assessed")),
    "an absent condition": ((A > 50).then(7, otherwise=3), {"a": AWAY}, gone("not-posted")),
    "a condition perhaps absent": (((A > 50) & (B > 1)).then(7), {"b": ABSENT}, num(None, None, "a")),
    "days between": (DAY.until(LAST), {"day": "2020-02-28", "last": "2020-03-01"}, just(2)),
    "days before": (DAY.until(LAST), {"day": "2020-03-01", "last": "2020-02-28"}, just(-2)),
    "days from an unknown": (DAY.until(LAST), {"last": "2020-03-01"}, num(None, None, "day")),
    "days to an unknown": (DAY.until(LAST), {"day": "2020-03-01"}, num(None, None, "last")),
    "days unknown": (DAY.until(LAST), {}, num(None, None, "day", "last")),
    "days to an absence": (DAY.until(LEFT), {}, gone("not-applicable")),
    "days from an absence": (DAY.until(LAST), {"day": ABSENT, "last": AWAY}, gone("not-assessed", "not-posted")),
}  # fmt: skip

CONDITIONS: dict[str, Row] = {
    "less": (A < B, {"a": 1, "b": 2}, holds(True)),
    "not less": (A < B, {"a": 2, "b": 2}, holds(False)),
    "unsettled": (A < 5, {}, either("a")),
    "two unsettled": (A < B, {}, either("a", "b")),
    "always": (A >= 0, {}, holds(True)),
    "never": (A > 100, {}, holds(False)),
    "equal": (A.is_(B), {"a": 2, "b": 2}, holds(True)),
    "absent": (A > B, {"a": ABSENT, "b": AWAY}, nothing("not-assessed", "not-posted")),
    "absent on the right": (A < 5, {"a": ABSENT}, nothing("not-assessed")),
    "earlier": (DAY < LAST, {"day": "2020-01-01", "last": "2020-01-02"}, holds(True)),
    "the same day": (DAY < LAST, {"day": "2020-01-02", "last": "2020-01-02"}, holds(False)),
    "days unknown": (DAY < LAST, {}, either("day", "last")),
    "a day absent": (NEW_YEAR > LEFT, {}, nothing("not-applicable")),
    "months later": (DAY.plus_months(1).plus_days(1) >= dt.date(2020, 3, 1), {"day": "2020-01-31"}, holds(True)),
    "months later, not more": (DAY.plus_months(1).plus_days(1) > dt.date(2020, 3, 1), {"day": "2020-01-31"}, holds(False)),
    "code": (CODE.is_("x"), {"code": "x"}, holds(True)),
    "another code": (CODE.is_("x"), {"code": "y"}, holds(False)),
    "code unknown": (CODE.is_in("x", "y"), {}, either("code")),
    "code absent": (CODE.is_("x"), {"code": AWAY}, nothing("not-posted")),
    "and": ((A > 1) & (B > 1), {"a": 2, "b": 1}, holds(False)),
    "and, unsettled": ((A > 1) & (B > 1), {"a": 2}, either("b")),
    "and, settled by one": ((A > 1) & (B > 1), {"a": 1}, holds(False)),
    "or": ((A > 1) | (B > 1), {"a": 2, "b": 1}, holds(True)),
    "or, unsettled": ((A > 1) | (B > 1), {"a": 1}, either("b")),
    "or, settled by one": ((A > 1) | (B > 1), {"a": 2}, holds(True)),
    "not": (~(A > 1), {"a": 2}, holds(False)),
    "not unsettled": (~(A > 1), {}, either("a")),
    "not absent": (~(A > 1), {"a": ABSENT}, nothing("not-assessed")),
    "not, perhaps absent": (
        ~((A > 1) & (B > 1)),
        {"b": ABSENT},
        Truth(frozenset({True, None}), causes_of("a"), frozenset({"not-assessed"})),
    ),
    "given": (A.given(), {"a": 1}, holds(True)),
    "given once entered": (A.given(), {}, holds(True)),
    "not given": (A.given(), {"a": ABSENT}, holds(False)),
    "no day given": (LEFT.given(), {}, holds(False)),
    "a code given": (CODE.given(), {"code": "x"}, holds(True)),
    "a condition given": ((A > 1).given(), {"a": 1}, holds(True)),
    "a condition not given": ((A > 1).given(), {"a": ABSENT}, holds(False)),
    "a condition perhaps given": ((A > 1).given(), {}, either("a")),
    "no finding": (FOUND, {"found": []}, holds(False)),
    "a finding": (FOUND, {"found": [row("2020-01-05")]}, holds(True)),
    "a rejected finding": (FOUND, {"found": [row("2020-01-05", "rejected")]}, holds(False)),
    "a pending finding": (FOUND, {"found": [row("2020-01-05", "pending")]}, either("found!")),
    "a finding and a pending one": (FOUND, {"found": [row("2020-01-05", "pending"), row("2020-01-06")]}, holds(True)),
    "findings unknown": (FOUND, {}, either("found")),
    "findings absent": (FOUND, {"found": AWAY}, nothing("not-posted")),
    "optional findings left out": (MAYBE, {}, nothing("not-applicable")),
}  # fmt: skip

ENTERED: dict[str, Row] = {
    "mark": (A, {"a": "1.25"}, just("1.25")),
    "mark unknown": (A, {}, num(0, 100, "a")),
    "limited mark unknown": (LIMITED, {}, num(60, 90, "limited")),
    "mark absent": (A, {"a": ABSENT}, gone("not-assessed")),
    "optional mark": (C, {"c": 5}, just(5)),
    "optional mark left out": (C, {}, gone("not-applicable")),
    "count unknown": (N, {}, num(0, 9999, "n")),
    "day": (DAY, {"day": "2020-01-05"}, on_day("2020-01-05")),
    "day unknown": (DAY, {}, on_day(None, "day")),
    "day absent": (DAY, {"day": ABSENT}, gone("not-assessed")),
    "optional day left out": (LEFT, {}, gone("not-applicable")),
    "a day later": (DAY.plus_days(1), {"day": "2020-02-29"}, on_day("2020-03-01")),
    "a day later, unknown": (DAY.plus_days(1), {}, on_day(None, "day")),
    "a month later": (DAY.plus_months(1), {"day": "2020-01-31"}, on_day("2020-02-29")),
    "a month later, absent": (LEFT.plus_months(1), {}, gone("not-applicable")),
    "code": (CODE, {"code": "x"}, code("x")),
    "code unknown": (CODE, {}, code(None, "code")),
    "code absent": (CODE, {"code": AWAY}, gone("not-posted")),
    "findings counted": (
        FOUND.count(),
        {"found": [row("2020-01-05", "confirmed", "1"), row("2020-01-05", "rejected", "2")]},
        just(1),
    ),
    "findings counted, one that may be the other": (
        FOUND.count(),
        {"found": [row("2020-01-05"), row("2020-01-05", "rejected", "2")]},
        num(0, 1, "found[1]=found[2]"),
    ),
    "findings counted, one pending": (
        FOUND.count(),
        {"found": [row("2020-01-05"), row("2020-01-06", "pending"), row("2020-01-07")]},
        num(2, 3, "found!"),
    ),
    "findings counted, unknown": (FOUND.count(), {}, num(0, None, "found")),
    "findings counted, absent": (FOUND.count(), {"found": AWAY}, gone("not-posted")),
    "optional findings counted, left out": (MAYBE.count(), {}, gone("not-applicable")),
    "events counted": (EVENTS.count(), {"events": [{"amount": 1}, {"amount": 1, "item": 2}]}, just(2)),
    "events that may be one": (
        EVENTS.count(),
        {"events": [{"amount": 1}, {"amount": 1}, {"amount": 2}]},
        num(2, 3, "events[1]=events[2]"),
    ),
    "optional events counted, left out": (EXTRAS.count(), {}, gone("not-applicable")),
    "an optional column left out": (WHY.is_("late").count(), {"events": [{"amount": 1}, {"amount": 1, "why": "late"}]}, just(1)),
    "an optional column": (WHY.known(), {"events": [{"amount": 1}, {"amount": 1, "why": "late"}]}, just(1)),
    "an event without a day": (EVENTS.date().known(), {"events": [{"amount": 1}, {"amount": 2, "date": "2020-01-05"}]}, just(1)),
    "the day of an event": (
        (EVENTS.date() >= dt.date(2020, 1, 5)).count(),
        {"events": [{"amount": 1, "date": "2020-01-04"}, {"amount": 1, "date": "2020-01-05"}]},
        just(1),
    ),
    "months unknown": (
        MONTHLY.mean(),
        {"monthly": {"2020-01": 80, "2020-03": 80}},
        num(40, 90, "monthly[2020-02]", "monthly[2020-04]"),
    ),
    "optional months left out": (SPARE.mean(), {"spare": {"2020-01": 1, "2020-04": 3}}, just(2)),
    "letters of months": (
        LETTERS.is_("x").count(),
        {"letters": {"2020-01": "x", "2020-02": "y"}},
        num(1, 3, "letters[2020-03]", "letters[2020-04]"),
    ),
    "days of months": ((DATES >= NEW_YEAR).count(), {"dates": ["2020-01-01", "2019-12-31", ABSENT, AWAY]}, just(1)),
    "ratings": (RATED.points({"good": 3, "bad": 0}).mean(), {"rated": ["good", "bad", "good"]}, just(2)),
    "the months' first days": ((PeriodStart(MONTH) >= dt.date(2020, 2, 1)).count(), {}, just(3)),
    "the first month's first day": ((PeriodStart(MONTH) <= NEW_YEAR).count(), {}, just(1)),
    "the months' last days": ((PeriodEnd(MONTH) <= dt.date(2020, 2, 29)).count(), {}, just(2)),
    "the last month's last day": ((PeriodEnd(MONTH) >= dt.date(2020, 4, 30)).count(), {}, just(1)),
}  # fmt: skip

_DATED = ["2020-12-31", "2020-01-01", "2020-01-31", "2020-02-01", "2020-04-30", "2020-05-01"]
_EACH = [row(date) for date in _DATED]
_ONE_OPEN = [row("2020-01-31"), row("2020-02-01", "pending")]
DURING: dict[str, Row] = {
    "in all months": (FOUND.during(MONTH).sum(), {"found": _EACH}, just(4)),
    "at most in a month": (FOUND.during(MONTH).max(), {"found": _EACH}, just(2)),
    "months with some": ((FOUND.during(MONTH) > 0).count(), {"found": _EACH}, just(3)),
    "months with two": ((FOUND.during(MONTH) >= 2).count(), {"found": _EACH}, just(1)),
    "one pending": (FOUND.during(MONTH).sum(), {"found": _ONE_OPEN}, num(1, 2, "found!")),
    "one pending, by month": ((FOUND.during(MONTH) > 0).count(), {"found": _ONE_OPEN}, num(1, 2, "found!")),
    "pending outside the months": (
        (FOUND.during(MONTH) + MONTHLY).sum(),
        {"found": [row("2020-01-31"), row("2020-12-31", "pending")], "monthly": {"2020-02": 0, "2020-03": 0, "2020-04": 0}},
        num(1, 101, "monthly[2020-01]"),
    ),
    "pending within a month": (
        (FOUND.during(MONTH) * MONTHLY).sum(),
        {"found": [row("2020-01-31"), row("2020-01-01", "pending")], "monthly": [10, 0, 0, 0]},
        num(10, 20, "found!"),
    ),
    "unknown": (FOUND.during(MONTH).max(), {}, num(0, None, "found")),
    "absent": (FOUND.during(MONTH).max(), {"found": AWAY}, gone("nothing-assessed", "not-posted")),
    "optional, left out": (MAYBE.during(MONTH).max(), {}, gone("nothing-assessed", "not-applicable")),
}  # fmt: skip

VOTES = {"issued": 10, "collected": 9, "spoilt": 1, "blank": 2, "yes": 4, "no": 2}
NO_VOTES = {"issued": 10, "collected": 3, "spoilt": 1, "blank": 2, "yes": 0, "no": 0}
ALL_SPOILT = {"issued": 10, "collected": 3, "spoilt": 3, "blank": 0, "yes": 0, "no": 0}
BALLOTS: dict[str, Row] = {
    "total": (BALLOT.total(), {"ballot": VOTES}, just(8)),
    "total of votes": (VOTED.total(), {"voted": VOTES}, just(6)),
    "votes": (BALLOT.how_many("yes"), {"ballot": VOTES}, just(4)),
    "votes together": (BALLOT.how_many("no", "yes"), {"ballot": VOTES}, just(6)),
    "share": (BALLOT.share("yes"), {"ballot": VOTES}, just("1/2")),
    "share of votes": (VOTED.share("yes"), {"voted": VOTES}, just("2/3")),
    "shares together": (BALLOT.share("yes", "no"), {"ballot": VOTES}, just("3/4")),
    "share of no votes": (VOTED.share("yes"), {"voted": NO_VOTES}, gone("zero-total")),
    "share of blanks": (BALLOT.share("yes"), {"ballot": NO_VOTES}, just(0)),
    "share of nothing": (BALLOT.share("yes"), {"ballot": ALL_SPOILT}, gone("zero-total")),
    "total of nothing": (BALLOT.total(), {"ballot": ALL_SPOILT}, just(0)),
    "total unknown": (BALLOT.total(), {}, num(0, None, "ballot")),
    "votes unknown": (BALLOT.how_many("yes"), {}, num(0, None, "ballot")),
    "share unknown": (BALLOT.share("yes"), {}, num(0, 1, "ballot")),
    "total absent": (BALLOT.total(), {"ballot": AWAY}, gone("not-posted")),
    "share absent": (BALLOT.share("yes"), {"ballot": ABSENT}, gone("not-assessed")),
}

EVERY = {
    f"{group}: {name}": row
    for group, rows in (
        ("number", NUMBERS),
        ("condition", CONDITIONS),
        ("entered", ENTERED),
        ("during", DURING),
        ("ballot", BALLOTS),
    )
    for name, row in rows.items()
}


@pytest.mark.parametrize("name", EVERY)
def test_a_node_is_worth_what_the_record_says(name: str) -> None:
    """Each node gives exactly its value, its interval or its absence, and names only what it waits for."""
    expression, facts, expected = EVERY[name]
    assert worth(expression, facts) == expected


PROVISIONAL: dict[str, Row] = {
    "unknown months are left out": (MONTHLY.mean(), {"monthly": {"2020-01": 80, "2020-03": 90}}, just(85)),
    "an unknown mark is not": (A, {}, num(0, 100, "a")),
    "an unknown list is not": (FOUND, {}, either("found")),
    "a pending finding is left out": (FOUND, {"found": [row("2020-01-05", "pending")]}, holds(False)),
    "findings are counted": (FOUND.count(), {"found": [row("2020-01-05"), row("2020-01-06", "pending")]}, just(1)),
    "a rejected finding stays out": (FOUND.count(), {"found": [row("2020-01-05", "rejected")]}, just(0)),
}


@pytest.mark.parametrize("name", PROVISIONAL)
def test_provisionally_open_rows_are_left_out(name: str) -> None:
    """The provisional worth leaves out unknown months and pending findings, and nothing else."""
    expression, facts, expected = PROVISIONAL[name]
    assert worth(expression, facts, provisional=True) == expected


def test_a_cell_left_unknown_is_named_by_its_row() -> None:
    """A record put together without a case file may leave a cell of a list open: it is named by its row from 1."""
    case = record({"events": [{"amount": 1}, {"amount": 2}]})
    rows = (EventRow(None, (("amount", Fraction(1)),)), EventRow(None, (("amount", UNKNOWN),)))
    case.cohort.appraisees["P"].facts = {"events": rows}
    assert Evaluation(case.cohort).walker("P").worth(AMOUNT.sum()) == num(1, 101, "amount[2]")


def test_months_of_which_nothing_is_said_are_all_unknown_or_all_absent() -> None:
    """A record put together without a case file may lack a row of months, or give one absence for all of it."""
    case = record({})
    for facts, expected in (
        ({}, num(0, 100, *(f"monthly[{month}]" for month in MONTHS))),
        ({"monthly": Absent("rotated-out")}, gone("nothing-assessed", "rotated-out")),
    ):
        case.cohort.appraisees["P"].facts = facts
        assert Evaluation(case.cohort).walker("P").worth(MONTHLY.mean()) == expected


def test_an_input_may_have_the_name_of_an_axis() -> None:
    """What was entered under the name of the months' axis is no row of months."""
    case = record({"monthly": [1, 2, 3, 4]})
    person = case.cohort.appraisees["P"]
    person.facts = {**person.facts, "month": Absent("not-posted")}
    assert Evaluation(case.cohort).walker("P").worth(MONTHLY.sum()) == just(10)


def test_a_node_is_worked_out_once() -> None:
    """A function of an author is called once for a record, and once a position along an axis, however often it is read."""
    asked: list[Fraction] = []

    def noted(value: Fraction) -> Fraction:
        asked.append(value)
        return value

    once = Computed("once", noted, (A,), low=0, high=100)
    each = Computed("each", noted, (MONTHLY,), low=0, high=100)
    walker = Evaluation(record({"a": 5, "monthly": [1, 2, 3, 4]}).cohort).walker("P")
    assert walker.worth(once + once) == just(10)
    assert walker.worth((each + each).sum()) == just(20)
    assert asked == [5, 1, 2, 3, 4]


def test_the_position_ends_with_its_aggregate() -> None:
    """After an axis is closed the walker stands outside it again, also beside another open expression."""
    evaluation = Evaluation(record({"monthly": [1, 2, 3, 4], "events": [{"amount": 5}, {"amount": 7}]}).cohort)
    walker = evaluation.walker("P")
    assert walker.worth((MONTHLY + AMOUNT.sum()).sum()) == just(58)
    assert walker.at is None
    assert walker.worth((AMOUNT.min() - 2 < MONTHLY).count()) == just(1)


GRADED = declare(
    kinds=(PERSON,),
    scoring=[total(), bands()],
    veto=[Ceiling(GRADES[2], **lines("veto"), when=FOUND)],
)


def _graded(expression: Expr, facts: Mapping[str, Any], *, provisional: bool = False) -> Worth:
    case = case_from_data(raw_case({"P": facts}), ruleset=assemble(GRADED))
    return Evaluation(case.cohort).walker("P", provisional=provisional).worth(expression)


NONE: list[Any] = []
PENDING = [row("2020-01-05", "pending")]


@pytest.mark.parametrize(
    ("expression", "facts", "expected"),
    [
        (ScoreOf(), {"mark": 91, "found": NONE}, just(91)),
        (ScoreOf() + 1, {"found": NONE}, num(1, 101, "mark")),
        (GradeIs((GRADES[0],)), {"mark": 91, "found": NONE}, holds(True)),
        (GradeIs(GRADES[1:]), {"mark": 91, "found": NONE}, holds(False)),
        (GradeIs((GRADES[0],)), {"mark": 91, "found": PENDING}, either("found!")),
        (GradeIs((GRADES[0], GRADES[2])), {"mark": 91, "found": PENDING}, holds(True)),
        (GradeIs((GRADES[0],)), {"found": NONE}, either("mark")),
    ],
)
def test_the_score_and_the_grade_are_those_of_the_appraisee(
    expression: Expr, facts: dict[str, Any], expected: Worth
) -> None:
    """One's own score and grade are what the scheme gives, and wait for what the scheme waits for."""
    assert _graded(expression, facts) == expected


@pytest.mark.parametrize(
    ("expression", "facts", "expected"),
    [
        (GradeIs((GRADES[0],)), {"mark": 91, "found": PENDING}, holds(True)),
        (GradeIs((GRADES[0],)), {"found": NONE}, Truth(frozenset({True, False}), causes_of("mark"))),
        (ScoreOf(), {"mark": 91, "found": PENDING}, just(91)),
    ],
)
def test_the_provisional_grade_leaves_pending_findings_out(
    expression: Expr, facts: dict[str, Any], expected: Worth
) -> None:
    """Provisionally one has the grade that stands as long as no open re-check is confirmed."""
    assert _graded(expression, facts, provisional=True) == expected


def test_without_grades_no_grade_is_there_to_ask_for() -> None:
    """Where a kind has no grades, whether one has some grade is absent; without a rule for the score so is the score."""
    assert worth(GradeIs((GRADES[0],)), {}) == Truth(frozenset({None}))
    assert worth(ScoreOf(), {}) == gone("no-score")


def test_the_provisional_score_leaves_unknown_months_out() -> None:
    """One's provisional score comes from the months entered so far."""
    scheme = declare(kinds=(PLAIN,), scoring=[total(MONTHLY.mean())])
    raw = raw_case({"P": {"monthly": {"2020-01": 80}}}, cycle={"periods": {"month": ["2020-01", "2020-02"]}})
    evaluation = Evaluation(case_from_data(raw, ruleset=assemble(scheme)).cohort)
    assert evaluation.walker("P", provisional=True).worth(ScoreOf()) == just(80)
    assert evaluation.walker("P").worth(ScoreOf()) == num(40, 90, "monthly[2020-02]")


def test_a_number_or_a_condition_is_asked_for_by_its_type() -> None:
    """A number may be absent, a condition is a truth; each is refused where the other is asked for."""
    walker = Evaluation(record({"a": 1, "b": ABSENT}).cohort).walker("P")
    found: Num | Gone = walker.number(Add(A, B))
    assert found == gone("not-assessed")
    assert walker.truth(A > 0) == holds(True)
    for ask in (lambda: walker.number(DAY), lambda: walker.truth(score("a"))):
        with pytest.raises(AssertionError):
            ask()
