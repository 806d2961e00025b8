"""What expressions are worth: exact, absent with a reason, or an interval that names what is missing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve

from kaohe.engine import Outcome
from kaohe.errors import InexactError
from kaohe.rules import (
    Asks,
    Date,
    Events,
    Finding,
    Periods,
    Tally,
    weighted,
)
from kaohe.rules.nodes import (
    BoolExpr,
    Computed,
    NumberExpr,
    PeriodEnd,
    PeriodStart,
    Ratings,
    all_of,
    any_of,
    best_of,
    day,
    least_of,
    number,
)
from scheme_kit import MONTH, PLAIN, WORDS, count, declare, lines, of, option, outcome_of, outcomes, score, total

A, B = score("a"), score("b")
DAY = Date("day", WORDS, clause="1")
LEFT = Date("left", WORDS, clause="1", optional=True)
EVENTS = Events("events", WORDS, clause="1")
AMOUNT, WHY = score("amount", on=EVENTS), of("late", "away", key="why", on=EVENTS)
FOUND = Finding("found", WORDS, clause="1")
RATED = Ratings("rated", WORDS, clause="1", options=option("good", "bad"))
BALLOT = Tally("ballot", WORDS, clause="1", options=option("yes", "no"))
VOTED, ISSUED, COLLECTED = (evolve(BALLOT, total_is=total) for total in ("votes", "issued", "collected"))
MONTHLY = score("monthly", on=MONTH)
CODE = of("x", "y")
ABSENT = {"absent": "not-assessed", "reason": "未考核"}
VOTES = {"issued": 10, "collected": 9, "spoilt": 1, "blank": 2, "yes": 4, "no": 2}
NO_VOTES = {"issued": 10, "collected": 0, "spoilt": 0, "blank": 0, "yes": 0, "no": 0}


def worth(expression: NumberExpr | BoolExpr, **facts: Any) -> Outcome:
    """The outcome of somebody without grades whose score is `expression` (1 where a condition holds, else 0)."""
    value = expression.then(1) if isinstance(expression, BoolExpr) else expression
    columns = [Asks(**lines("columns"), inputs=(AMOUNT, WHY))] if "events" in facts else []
    return outcome_of(declare(kinds=(PLAIN,), scoring=[total(value)], procedure=columns), **facts)


def row(date: str, status: str = "confirmed") -> dict[str, str]:
    """A finding."""
    return {"date": date, "document": "组发〔2020〕5号", "status": status}


SETTLED: dict[str, tuple[NumberExpr | BoolExpr, dict[str, Any], str]] = {
    "a sum": (A + B, {"a": "1.25", "b": 2}, "3.25"),
    "a difference below zero": (A - B, {"a": 1, "b": 2}, "-1"),
    "a product": (A * B, {"a": "0.1", "b": "0.2"}, "0.02"),
    "a quotient": (A / B, {"a": 2, "b": 3}, "2/3"),
    "a tenth ten times": (A * 10 - 1, {"a": "0.1"}, "0"),
    "a weighted sum": (weighted((A, "10%"), (B, "90%")), {"a": 80, "b": 90}, "89"),
    "a mean of thirds": (MONTHLY.mean() / 3, {"monthly": [1, 0, 0, 0]}, "1/12"),
    "no more than a limit": (A.at_most(5), {"a": "5.01"}, "5"),
    "no less than a limit": (A.at_least(5), {"a": "4.99"}, "5"),
    "below the first step": (A.steps((60, 1), (90, 2)), {"a": "59.99"}, "0"),
    "at a step": (A.steps((60, 1), (90, 2)), {"a": 60}, "1"),
    "before a step": (A.steps((60, 1), (90, 2)), {"a": "89.99"}, "1"),
    "at the last step": (A.steps((60, 1), (90, 2), below=-1), {"a": 90}, "2"),
    "rounded by a clause": ((A / 3).rounded(1, how="up"), {"a": 1}, "0.4"),
    "points for a code": (CODE.points({"x": 1, "y": "0.5"}), {"choice": "y"}, "0.5"),
    "the best of": (best_of(A, B, number(3)), {"a": 1, "b": 4}, "4"),
    "the least of": (least_of(A, B, number(3)), {"a": 5, "b": 4}, "3"),
    "either branch": ((A > 5).then(B, otherwise=7), {"a": 5, "b": 1}, "7"),
    "a function of an author": (
        Computed("f", lambda a, b: a**2 + b, (A, B), low=0, high=10100),
        {"a": 3, "b": 1},
        "10",
    ),
    "days between": (DAY.until(dt.date(2020, 3, 1)), {"day": "2020-02-28"}, "2"),
    "the same day": (DAY.until(dt.date(2020, 2, 28)), {"day": "2020-02-28"}, "0"),
    "months and days later": (DAY.plus_months(3).plus_days(1).until(dt.date(2020, 3, 1)), {"day": "2019-11-30"}, "0"),
    "at the day": (dt.date(2020, 1, 1) >= DAY, {"day": "2020-01-01"}, "1"),
    "after the day": (dt.date(2020, 1, 1) < DAY, {"day": "2020-01-01"}, "0"),
    "exactly equal": ((A * 3).is_(B), {"a": "0.1", "b": "0.3"}, "1"),
    "one of several codes": (CODE.is_in("x", "y"), {"choice": "y"}, "1"),
    "another code": (CODE.is_("x"), {"choice": "y"}, "0"),
    "and": ((A > 1) & (B > 1), {"a": 2, "b": 1}, "0"),
    "or": ((A > 1) | (B > 1), {"a": 2, "b": 1}, "1"),
    "not": (~(A > 1), {"a": 2}, "0"),
    "several": (all_of(A > 1, B > 1) | any_of(A > 9, B > 9), {"a": 1, "b": 9}, "0"),
    "no finding": (FOUND, {"found": []}, "0"),
    "a finding": (FOUND, {"found": [row("2020-01-05")]}, "1"),
    "a rejected finding": (FOUND, {"found": [row("2020-01-05", "rejected")]}, "0"),
    "findings counted": (FOUND.count(), {"found": [row("2020-01-05"), row("2020-01-06", "rejected")]}, "1"),
    "findings of a month": (FOUND.during(MONTH).max(), {"found": [row("2020-01-31"), row("2020-02-01")]}, "1"),
    "findings outside the months": (FOUND.during(MONTH).sum(), {"found": [row("2020-12-31"), row("2020-05-01")]}, "0"),
    "the latest finding": ((FOUND.date() >= dt.date(2020, 2, 1)).any(), {"found": [row("2020-02-01")]}, "1"),
    "the sum of no events": (AMOUNT.sum(), {"events": []}, "0"),
    "the sum of events": (AMOUNT.sum(), {"events": [{"amount": 1, "why": "late"}, {"amount": "2.5", "why": "away"}]}, "3.5"),
    "events counted": (EVENTS.count(), {"events": [{"amount": 1, "why": "late"}]}, "1"),
    "events of one reason": (
        WHY.is_("late").count(),
        {"events": [{"amount": 1, "why": "late"}, {"amount": 1, "why": "away"}]},
        "1",
    ),
    "different reasons": (WHY.distinct(), {"events": [{"amount": amount, "why": "late"} for amount in (1, 2, 3)]}, "1"),
    "the first half's events": (
        (EVENTS.date() <= dt.date(2020, 6, 30)).count(),
        {"events": [{"date": "2020-06-30", "amount": 1, "why": "late"}, {"date": "2020-07-01", "amount": 1, "why": "late"}]},
        "1",
    ),
    "ratings on the mean": (RATED.points({"good": 1, "bad": 0}).mean(), {"rated": ["good", "good", "bad"]}, "2/3"),
    "all raters agree": (RATED.is_("good").all(), {"rated": ["good", "good"]}, "1"),
    "the mean of months": (MONTHLY.mean(), {"monthly": [90, 90, 89, 89]}, "89.5"),
    "the best month": (MONTHLY.max(), {"monthly": [1, 4, 3, 2]}, "4"),
    "the worst month": (MONTHLY.min(), {"monthly": [1, 4, 3, 2]}, "1"),
    "months below": ((MONTHLY < 2).count(), {"monthly": [1, 4, 2, 1]}, "2"),
    "some month below": ((MONTHLY < 1).any(), {"monthly": [1, 4, 2, 1]}, "0"),
    "the months begin in January": ((PeriodStart(MONTH) >= dt.date(2020, 1, 1)).all(), {}, "1"),
    "months that end by March": ((PeriodEnd(MONTH) <= dt.date(2020, 3, 31)).count(), {}, "3"),
    "a share": (BALLOT.share("yes"), {"ballot": VOTES}, "0.5"),
    "a share of the votes alone": (VOTED.share("yes"), {"ballot": VOTES}, "2/3"),
    "the ballots that count": (BALLOT.total(), {"ballot": VOTES}, "8"),
    "a share of the ballots issued": (ISSUED.share("yes"), {"ballot": VOTES}, "0.4"),
    "a share of the ballots collected": (COLLECTED.share("yes"), {"ballot": VOTES}, "4/9"),
    "the ballots issued": (ISSUED.total(), {"ballot": VOTES}, "10"),
    "votes": (BALLOT.how_many("yes", "no"), {"ballot": VOTES}, "6"),
    "a share exactly at a third": (VOTED.share("no") >= Fraction(1, 3), {"ballot": VOTES}, "1"),
    "a value is given": (A.given(), {"a": 1}, "1"),
    "an absence is not given": (A.given(), {"a": ABSENT}, "0"),
}  # fmt: skip


@pytest.mark.parametrize("name", SETTLED)
def test_a_value_is_exact(name: str) -> None:
    """With everything entered an expression is worth one exact number."""
    expression, facts, value = SETTLED[name]
    outcome = worth(expression, **facts)
    assert outcome.state == "decided"
    assert outcome.as_json()["score"] == value


@pytest.mark.parametrize(
    ("aggregate", "value"),
    [
        (MONTHLY.mean(), "85"),
        (MONTHLY.sum(), "170"),
        (MONTHLY.min(), "80"),
        (MONTHLY.known(), "2"),
        (MONTHLY.due(), "3"),
        ((MONTHLY > 85).count(), "1"),
        ((MONTHLY > 79).all().then(1), "1"),
        (MONTHLY.distinct(), "2"),
    ],
    ids=["mean", "sum", "min", "known", "due", "count", "all", "distinct"],
)
def test_an_aggregate_skips_what_is_absent(aggregate: NumberExpr, value: str) -> None:
    """Absent months are left out, never counted as zero; those not due are not due."""
    months = [80, 90, ABSENT, {"absent": "not-posted"}]
    assert worth(aggregate, monthly=months).as_json()["score"] == value


ALL_ABSENT = [ABSENT] * 4


@pytest.mark.parametrize(
    ("expression", "facts"),
    [
        (MONTHLY.mean(), {"monthly": ALL_ABSENT}),
        (MONTHLY.max(), {"monthly": ALL_ABSENT}),
        (MONTHLY.sum(), {"monthly": ALL_ABSENT}),
        ((MONTHLY < 60).any(), {"monthly": ALL_ABSENT}),
        ((MONTHLY < 60).all(), {"monthly": ALL_ABSENT}),
        (A + B, {"a": 1, "b": ABSENT}),
        (A / B, {"a": 1, "b": 0}),
        (BALLOT.share("yes"), {"ballot": NO_VOTES}),
        (BALLOT.share("yes") < Fraction(1, 3), {"ballot": NO_VOTES}),
        (~(BALLOT.share("yes") < Fraction(1, 3)), {"ballot": NO_VOTES}),
        (RATED.points({"good": 1, "bad": 0}).mean(), {"rated": []}),
        (AMOUNT.max(), {"events": []}),
        (weighted((A, "50%"), (B, "50%")), {"a": ABSENT, "b": 1}),
        (best_of(A, B), {"a": ABSENT, "b": 1}),
        ((A > 1).then(2, otherwise=3), {"a": ABSENT}),
        (LEFT.until(dt.date(2020, 1, 1)), {}),
    ],
)
def test_what_does_not_exist_is_neither_zero_nor_false(expression: NumberExpr, facts: dict[str, Any]) -> None:
    """A value without anything to rest on is absent: a person decides."""
    outcome = worth(expression, **facts)
    assert (outcome.state, outcome.score) == ("decision", None)


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        ((A > 1) & (B > 1), "0"),
        ((B > 1) & (A > 1), "0"),
        ((A > 1) | (B < 1), "1"),
        (~((A > 1) & (B > 1)), "1"),
    ],
)
def test_an_absent_condition_yields_to_a_settled_one(condition: BoolExpr, value: str) -> None:
    """False and absent is false, true or absent is true: the absence changes nothing."""
    assert worth(condition, a=ABSENT, b=0).as_json()["score"] == value


RANGES: dict[str, tuple[NumberExpr, dict[str, Any], tuple[str | None, str | None], list[str]]] = {
    "an unknown mark": (A + B, {"a": 10}, ("10", "110"), ["b"]),
    "a difference turns its bounds": (A - B, {"a": 10}, ("-90", "10"), ["b"]),
    "a product with an unknown": (A * B, {"a": 2}, ("0", "200"), ["b"]),
    "a weighted mark": (weighted((A, "10%"), (B, "90%")), {"b": 50}, ("45", "55"), ["a"]),
    "one month of four": (MONTHLY.mean(), {"monthly": {"2020-01": 80, "2020-02": 80, "2020-04": 80}}, ("60", "85"), ["monthly[2020-03]"]),
    "a code not chosen": (CODE.points({"x": 1, "y": 5}) + A, {"a": 1}, ("2", "6"), ["choice"]),
    "steps that may be reached": (A.steps((60, 1), (90, 2)) + B, {"b": 0}, ("0", "2"), ["a"]),
    "a clamped unknown": (A.at_most(5), {}, ("0", "5"), ["a"]),
    "a count without limit": (EVENTS.count() + A, {"a": 1}, ("1", None), ["events"]),
    "a share not counted": (BALLOT.share("yes"), {}, ("0", "1"), ["ballot"]),
    "a condition not settled": ((A > 50).then(7, otherwise=3), {}, ("3", "7"), ["a"]),
    "the best of two": (best_of(A, B), {"a": 30}, ("30", "100"), ["b"]),
    "the least of two": (least_of(A, B), {"a": 30}, ("0", "30"), ["b"]),
    "a function": (Computed("f", lambda a: a, (A,), low=-1, high=1), {}, ("-1", "1"), ["a"]),
}  # fmt: skip


@pytest.mark.parametrize("name", RANGES)
def test_an_unknown_spreads_as_an_interval(name: str) -> None:
    """What is not entered widens the value to what it could be, and is named."""
    expression, facts, (low, high), needs = RANGES[name]
    data = worth(expression, **facts).as_json()
    assert (data["state"], data["score"], data["score_range"]) == ("needs", None, [low, high])
    assert data["needs"] == needs


@pytest.mark.parametrize(
    ("expression", "facts", "value"),
    [
        (A.at_most(5) * 0, {}, "0"),
        (least_of(A, number(0)), {}, "0"),
        (A.steps((0, 4)), {}, "4"),
        ((A >= 0).then(1), {}, "1"),
        ((B > 5) & (A > 50), {"b": 5}, "0"),
        ((B > 5) | (A >= 0), {"b": 5}, "1"),
        (CODE.points({"x": 1, "y": 1}), {}, "1"),
        ((MONTHLY < 60).any(), {"monthly": {"2020-02": 59}}, "1"),
        ((A > B).then(3, otherwise=3), {}, "3"),
    ],
)
def test_what_cannot_change_the_value_is_not_asked_for(expression: Any, facts: dict[str, Any], value: str) -> None:
    """A value that is the same whatever is entered is settled, and needs nothing."""
    outcome = worth(expression, **facts)
    assert (outcome.state, outcome.needs) == ("decided", ())
    assert outcome.as_json()["score"] == value


@pytest.mark.parametrize(
    ("expression", "low", "high"),
    [
        (FOUND.count(), "1", "2"),
        (FOUND.during(MONTH).max(), "1", "2"),
        ((FOUND.date() >= dt.date(2020, 1, 1)).count(), "1", "2"),
        ((FOUND.date() >= dt.date(2020, 1, 6)).any().then(1), "0", "1"),
    ],
)
def test_a_pending_finding_may_count_or_not(expression: NumberExpr, low: str, high: str) -> None:
    """Until its re-check is recorded a finding makes an interval, and the re-check is named."""
    found = [row("2020-01-05"), row("2020-01-06", "pending")]
    outcome = worth(expression, found=found)
    data = outcome.as_json()
    assert data["score_range"] == [low, high]
    assert outcome.pending == ("found[组发〔2020〕5号]",)


def test_a_month_outside_the_posting_is_not_due() -> None:
    """Periods before the first and after the last day of the posting are absent by themselves."""
    axis = Periods("month", WORDS, "month", DAY, LEFT)
    mark = score("monthly", on=axis)
    months = {"each": 80}
    assert worth(mark.due(), monthly=months, day="2020-02-29").score == 3
    assert worth(mark.due(), monthly=months, day="2020-03-01").score == 2
    assert worth(mark.due(), monthly=months, day="2020-01-01", left="2020-02-29").score == 2
    assert worth(mark.mean(), monthly=months, day="2020-03-01").score == 80


def test_a_posting_not_entered_is_needed() -> None:
    """Without the first day of the posting a missing month may be due or not."""
    axis = Periods("month", WORDS, "month", DAY)
    outcome = worth(score("monthly", on=axis).mean())
    assert outcome.state == "needs"


@pytest.mark.parametrize("result", [0.5, "0.5.1", None, float("nan")])
def test_a_function_must_be_exact(result: Any) -> None:
    """What an author's function gives is held to the same exactness, by its name."""
    with pytest.raises(InexactError, match="odd"):
        worth(Computed("odd", lambda a: result, (A,), low=0, high=1), a=1)


@pytest.mark.parametrize("value", [Decimal("0.5"), Fraction(1, 2), "50%"])
def test_a_function_may_give_any_exact_number(value: Any) -> None:
    """Decimals, fractions and their texts are taken from an author's function."""
    assert worth(Computed("even", lambda a: value, (A,), low=0, high=1), a=1).score == Fraction(1, 2)


def test_zero_months_needs_nobody_to_score_them() -> None:
    """Somebody whose months are all not due has no mean: a person decides, nothing is needed."""
    months = [{"absent": "not-posted"}] * 4
    people = outcomes(declare(kinds=(PLAIN,), scoring=[total(MONTHLY.mean())]), {"P": {"monthly": months}})
    assert (people["P"].state, people["P"].needs) == ("decision", ())


def test_a_named_value_is_the_value() -> None:
    """A name for a step changes nothing."""
    assert worth((A + B).named(WORDS), a=1, b=2).score == 3


def test_a_day_declared_stands_as_itself() -> None:
    """Declared days compare like entered ones."""
    assert worth(day(dt.date(2020, 1, 1)) < DAY, day="2020-01-02").score == 1


def test_a_count_of_things_is_whole() -> None:
    """A count enters arithmetic exactly."""
    assert worth(count("n") / 4, n=3).as_json()["score"] == "0.75"
