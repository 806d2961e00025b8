"""What closes an axis: what is left out, what may still change, and what linked appraisees bring along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from engine_kit.worths import (
    ABSENT,
    AMOUNT,
    AWAY,
    BOSS,
    CODE,
    DATES,
    DAY,
    EXTRA,
    FOUND,
    LAST,
    LEFT,
    LETTERS,
    MAYBE,
    MENTOR,
    MONTHLY,
    RATED,
    SECOND,
    VAGUE,
    A,
    B,
    C,
    causes_of,
    code,
    either,
    gone,
    holds,
    just,
    nothing,
    num,
    row,
    worth,
)
from kaohe.engine import Truth
from kaohe.rules.nodes import Expr
from scheme_kit import PLAIN

Worth = Any
Row = tuple[Expr, Mapping[str, Any], Worth]
ROTATED, UNFIT = {"absent": "rotated-out"}, {"absent": "not-applicable"}
NO_VOTES = {"absent": "no-valid-votes", "reason": "无有效票"}
ALL_ABSENT = {"monthly": [ABSENT, AWAY, AWAY, AWAY]}
JANUARY_OPEN = {"monthly": [None, 80, 80, 80]}
TENTH = dt.date(2020, 1, 10)
LATER = FOUND.date() > dt.date(2020, 1, 5)
TO_TENTH = FOUND.date().until(TENTH)


def found(*rows: tuple[str, str]) -> dict[str, Any]:
    """Findings of those days of January: c(onfirmed), p(ending) or r(ejected)."""
    states = {"c": "confirmed", "p": "pending", "r": "rejected"}
    return {"found": [row(f"2020-01-{date}", states[state], str(place)) for place, (date, state) in enumerate(rows)]}


def amounts(*values: int) -> dict[str, Any]:
    """Events with those amounts."""
    return {"events": [{"amount": value} for value in values]}


QUANTIFIED: dict[str, Row] = {
    "any": ((MONTHLY < 60).any(), {"monthly": [80, 59, 80, 80]}, holds(True)),
    "not any": ((MONTHLY < 60).any(), {"monthly": [80, 60, 80, 80]}, holds(False)),
    "all": ((MONTHLY >= 60).all(), {"monthly": [80, 60, 80, 80]}, holds(True)),
    "not all": ((MONTHLY >= 60).all(), {"monthly": [80, 59, 80, 80]}, holds(False)),
    "any of those there": ((MONTHLY < 60).any(), {"monthly": [ABSENT, 80, AWAY, 80]}, holds(False)),
    "any of those there, true": ((MONTHLY < 60).any(), {"monthly": [ABSENT, 80, AWAY, 59]}, holds(True)),
    "all of those there": ((MONTHLY >= 60).all(), {"monthly": [80, ABSENT, AWAY, 60]}, holds(True)),
    "any of none there": ((MONTHLY < 60).any(), ALL_ABSENT, nothing("nothing-assessed", "not-assessed", "not-posted")),
    "all of none there": ((MONTHLY < 60).all(), ALL_ABSENT, nothing("nothing-assessed", "not-assessed", "not-posted")),
    "any, one unknown": ((MONTHLY < 60).any(), JANUARY_OPEN, either("monthly[2020-01]")),
    "all, one unknown": ((MONTHLY >= 60).all(), JANUARY_OPEN, either("monthly[2020-01]")),
    "any, settled by another": ((MONTHLY < 60).any(), {"monthly": [None, 59, 80, 80]}, holds(True)),
    "all, settled by another": ((MONTHLY >= 60).all(), {"monthly": [None, 59, 80, 80]}, holds(False)),
    "any, not among those given": ((~MONTHLY.given()).any(), {"monthly": [1, 2, 3, ABSENT]}, holds(True)),
    "any of no rows": ((AMOUNT > 1).any(), amounts(), holds(False)),
    "all of no rows": ((AMOUNT > 1).all(), amounts(), holds(True)),
    "any of rows unknown": ((AMOUNT > 1).any(), {}, either("events")),
    "all of rows unknown": (LATER.all(), {}, either("found")),
    "any of rows absent": (LATER.any(), {"found": ABSENT}, nothing("not-assessed")),
    "all of rows left out": ((MAYBE.date() > TENTH).all(), {}, nothing("not-applicable")),
    "any of extras left out": ((EXTRA > 1).any(), {}, nothing("not-applicable")),
    "all raters": (RATED.is_("good").all(), {"rated": ["good", "bad"]}, holds(False)),
    "any rater": (RATED.is_("good").any(), {"rated": ["bad", "good"]}, holds(True)),
    "raters unknown": (RATED.is_("good").any(), {}, either("rated")),
    "raters left out": (VAGUE.is_("good").any(), {}, nothing("not-applicable")),
    "any, pending": (LATER.any(), found(("05", "c"), ("06", "p")), either("found!")),
    "any, pending changes nothing": (LATER.any(), found(("05", "c"), ("05", "p")), holds(False)),
    "any, settled by a confirmed one": (LATER.any(), found(("06", "c"), ("05", "p")), holds(True)),
    "any, rejected": (LATER.any(), found(("05", "c"), ("06", "r")), holds(False)),
    "all, pending": (LATER.all(), found(("06", "c"), ("05", "p")), either("found!")),
    "all, pending changes nothing": (LATER.all(), found(("06", "c"), ("06", "p")), holds(True)),
    "all, settled by a confirmed one": (LATER.all(), found(("05", "c"), ("06", "p")), holds(False)),
    "any, pending and a day unknown": ((FOUND.date() > DAY).any(), found(("05", "p")), either("found!", "day")),
    "all, perhaps absent in one": (((A > 1) & (MONTHLY > 1)).all(), {"monthly": [ABSENT, 2, 2, 2]}, either("a")),
    "any, perhaps absent in one": (((A > 1) | (MONTHLY > 1)).any(), {"monthly": [ABSENT, 0, 1, 1]}, either("a")),
    "all, perhaps absent in each": (
        ((A > 1) & (MONTHLY > 1)).all(),
        {"monthly": [ABSENT] * 4},
        Truth(frozenset({False, None}), causes_of("a"), frozenset({"nothing-assessed", "not-assessed"})),
    ),
    "any, the rest absent unless confirmed": (
        ((FOUND.date() > dt.date(2020, 1, 5)) & (A > 1)).any(),
        found(("06", "c"), ("05", "p")) | {"a": ABSENT},
        Truth(frozenset({False, None}), causes_of("found!"), frozenset({"nothing-assessed", "not-assessed"})),
    ),
    "any, absent if confirmed": (
        ((FOUND.date() > dt.date(2020, 1, 5)) & (A > 1)).any(),
        found(("06", "p")) | {"a": ABSENT},
        Truth(frozenset({False, None}), causes_of("found!"), frozenset({"nothing-assessed", "not-assessed"})),
    ),
    "any, all pending": (LATER.any(), found(("05", "p"), ("05", "p")), holds(False)),
    "all, all pending": (LATER.all(), found(("05", "p"), ("06", "p")), either("found!")),
    "any, pending is not named where it changes nothing": (
        (FOUND.date() > LAST).any() | LATER.any(),
        found(("05", "p")),
        either("found!", "last"),
    ),
    "any, pending beside an unknown": (
        ((FOUND.date() > dt.date(2020, 1, 5)) & (A > 1)).any(),
        found(("06", "c"), ("05", "p")),
        either("a"),
    ),
}  # fmt: skip

AGGREGATED: dict[str, Row] = {
    "mean": (MONTHLY.mean(), {"monthly": [80, ABSENT, 90, AWAY]}, just(85)),
    "mean, one unknown": (MONTHLY.mean(), JANUARY_OPEN, num(60, 85, "monthly[2020-01]")),
    "mean of none there": (MONTHLY.mean(), ALL_ABSENT, gone("nothing-assessed", "not-assessed", "not-posted")),
    "mean of no rows": (AMOUNT.mean(), amounts(), gone("nothing-assessed")),
    "mean of rows unknown": (AMOUNT.mean(), {}, num(0, 100, "events")),
    "mean of rows left out": (EXTRA.mean(), {}, gone("not-applicable")),
    "mean of rows absent": (AMOUNT.mean(), {"events": AWAY}, gone("not-posted")),
    "sum": (MONTHLY.sum(), {"monthly": [1, ABSENT, "0.5", AWAY]}, just("1.5")),
    "sum, one unknown": (MONTHLY.sum(), {"monthly": [None, ABSENT, 2, 3]}, num(5, 105, "monthly[2020-01]")),
    "sum of none there": (MONTHLY.sum(), ALL_ABSENT, gone("nothing-assessed", "not-assessed", "not-posted")),
    "sum of no rows": (AMOUNT.sum(), amounts(), just(0)),
    "sum of rows": (AMOUNT.sum(), amounts(3, 4, 0), just(7)),
    "sum of rows unknown": (AMOUNT.sum(), {}, num(0, None, "events")),
    "sum of what may be anything": ((A / MONTHLY).sum(), {"a": 1, "monthly": [None, 1, 1, 1]}, num(None, None, "monthly[2020-01]")),
    "max": (MONTHLY.max(), {"monthly": [1, 4, ABSENT, 2]}, just(4)),
    "max, one unknown": (MONTHLY.max(), {"monthly": [1, None, 3, 2]}, num(3, 100, "monthly[2020-02]")),
    "max of no rows": (AMOUNT.max(), amounts(), gone("nothing-assessed")),
    "min": (MONTHLY.min(), {"monthly": [2, 4, ABSENT, 1]}, just(1)),
    "min, one unknown": (MONTHLY.min(), {"monthly": [5, None, 3, 4]}, num(0, 3, "monthly[2020-02]")),
    "min of no rows": (AMOUNT.min(), amounts(), gone("nothing-assessed")),
    "count": ((MONTHLY < 60).count(), {"monthly": [59, 60, 0, ABSENT]}, just(2)),
    "count, one unknown": ((MONTHLY < 60).count(), {"monthly": [59, None, 60, 60]}, num(1, 2, "monthly[2020-02]")),
    "count of none there": ((MONTHLY < 60).count(), ALL_ABSENT, gone("nothing-assessed", "not-assessed", "not-posted")),
    "count of no rows": ((AMOUNT > 1).count(), amounts(), just(0)),
    "count of rows unknown": ((AMOUNT > 1).count(), {}, num(0, None, "events")),
    "known": (MONTHLY.known(), {"monthly": [80, ABSENT, None, AWAY]}, num(1, 2, "monthly[2020-03]")),
    "known, all": (MONTHLY.known(), {"monthly": [80, 80, 0, 80]}, just(4)),
    "known, none": (MONTHLY.known(), ALL_ABSENT, just(0)),
    "known letters": (LETTERS.known(), {"letters": ["x", None, ABSENT, "x"]}, num(2, 3, "letters[2020-02]")),
    "known days": (DATES.known(), {"dates": ["2020-01-01", None, ABSENT, None]}, num(1, 3, "dates[2020-02]", "dates[2020-04]")),
    "known conditions": ((MONTHLY < 60).known(), {"monthly": [59, None, ABSENT, 60]}, num(2, 3, "monthly[2020-02]")),
    "known, pending": (FOUND.date().known(), found(("05", "c"), ("05", "p"), ("05", "r")), num(1, 2, "found!")),
    "known, the rest absent if confirmed": (
        ((FOUND.date() > dt.date(2020, 1, 5)) & (A > 1)).known(),
        found(("05", "c"), ("06", "p")) | {"a": ABSENT},
        just(1),
    ),
    "known rows": (FOUND.date().known(), found(("05", "c"), ("06", "c")), just(2)),
    "due": (MONTHLY.due(), {"monthly": [80, ABSENT, AWAY, None]}, just(3)),
    "due, none": (MONTHLY.due(), {"monthly": [ROTATED, UNFIT, AWAY, AWAY]}, just(0)),
    "due without votes": (MONTHLY.due(), {"monthly": [NO_VOTES, UNFIT, ROTATED, ABSENT]}, just(2)),
    "due, absent for two reasons": (
        (MONTHLY + SECOND).due(),
        {"monthly": [ABSENT, ABSENT, 1, 1], "second": [AWAY, ABSENT, AWAY, 1]},
        just(2),
    ),
    "due, none, pending": (FOUND.date().until(LEFT).due(), found(("05", "p")), just(0)),
    "due, pending": (TO_TENTH.due(), found(("05", "c"), ("05", "p")), num(1, 2, "found!")),
    "distinct": (MONTHLY.distinct(), {"monthly": [1, 1, 2, ABSENT]}, just(2)),
    "distinct, one unknown": (MONTHLY.distinct(), {"monthly": [1, 1, 2, None]}, num(2, 3, "monthly[2020-04]")),
    "distinct, all unknown": (
        LETTERS.distinct(),
        {"letters": {"2020-01": ABSENT, "2020-02": ABSENT}},
        num(1, 2, "letters[2020-03]", "letters[2020-04]"),
    ),
    "distinct letters": (LETTERS.distinct(), {"letters": ["x", "y", "x", "y"]}, just(2)),
    "distinct days": (DATES.distinct(), {"dates": ["2020-01-01", "2020-01-02", "2020-01-01", ABSENT]}, just(2)),
    "distinct conditions": ((MONTHLY < 60).distinct(), {"monthly": [1, 2, 70, ABSENT]}, just(2)),
    "distinct conditions, alike": ((MONTHLY < 60).distinct(), {"monthly": [61, 62, 70, ABSENT]}, just(1)),
    "distinct of none there": (MONTHLY.distinct(), ALL_ABSENT, gone("nothing-assessed", "not-assessed", "not-posted")),
    "distinct of no rows": (AMOUNT.distinct(), amounts(), just(0)),
    "distinct of rows unknown": (AMOUNT.distinct(), {}, num(0, None, "events")),
    "distinct, pending": (FOUND.date().distinct(), found(("05", "c"), ("06", "p")), num(1, 2, "found!")),
    "distinct, the rest absent if confirmed": (
        ((FOUND.date() > dt.date(2020, 1, 5)) & (A > 1)).distinct(),
        found(("05", "c"), ("06", "p")) | {"a": ABSENT},
        just(1),
    ),
    "distinct, all pending": (FOUND.date().distinct(), found(("05", "p"), ("06", "p")), num(0, 2, "found!")),
    "distinct, pending and unknown": (
        FOUND.date().until(DAY).distinct(),
        found(("05", "c"), ("06", "p")),
        num(1, 2, "found!", "day"),
    ),
    "count, pending": (LATER.count(), found(("06", "c"), ("06", "p"), ("05", "c")), num(1, 2, "found!")),
    "count, pending changes nothing": (LATER.count(), found(("06", "c"), ("05", "p")), just(1)),
    "count, pending and unknown": ((FOUND.date() > DAY).count(), found(("06", "c"), ("05", "p")), num(0, 2, "found!", "day")),
    "sum, pending": (TO_TENTH.sum(), found(("05", "c"), ("06", "p")), num(5, 9, "found!")),
    "sum, pending, less than none": (TO_TENTH.sum(), found(("05", "c"), ("12", "p")), num(3, 5, "found!")),
    "sum, pending adds nothing": (TO_TENTH.sum(), found(("05", "c"), ("10", "p")), just(5)),
    "sum, all pending": (TO_TENTH.sum(), found(("05", "p")), num(0, 5, "found!")),
    "sum, some unknown": ((TO_TENTH + A).sum(), found(("05", "c"), ("06", "p")), num(5, 209, "found!", "a")),
    "mean, pending": (TO_TENTH.mean(), found(("05", "c"), ("06", "p"), ("03", "c")), num(4, 7, "found!")),
    "mean, pending changes nothing": (TO_TENTH.mean(), found(("05", "c"), ("05", "p")), just(5)),
    "mean, all pending": (TO_TENTH.mean(), found(("05", "p")), num(None, None, "found!")),
    "max, pending": (TO_TENTH.max(), found(("06", "c"), ("05", "p")), num(4, 5, "found!")),
    "max, all pending": (TO_TENTH.max(), found(("05", "p"), ("05", "p")), num(None, None, "found!")),
    "min, pending": (TO_TENTH.min(), found(("05", "c"), ("06", "p")), num(4, 5, "found!")),
    "min, all confirmed": (TO_TENTH.min(), found(("05", "c"), ("06", "c")), just(4)),
    "min, all pending and unknown": ((TO_TENTH + A).min(), found(("05", "p")), num(None, None, "found!", "a")),
}  # fmt: skip

EVERY = {
    f"{group}: {name}": one for group, rows in (("is", QUANTIFIED), ("has", AGGREGATED)) for name, one in rows.items()
}


@pytest.mark.parametrize("name", EVERY)
def test_what_closes_an_axis(name: str) -> None:
    """Absent positions are left out, unknown and pending ones leave a range, and only what could change it is named."""
    expression, facts, expected = EVERY[name]
    assert worth(expression, facts) == expected


LINKED: dict[str, tuple[Expr, Mapping[str, Any], Worth]] = {
    "number": (BOSS.their(A), {"T": {"a": 5}}, just(5)),
    "number, one's own unread": (BOSS.their(B) + A, {"T": {"b": 5}}, num(5, 105, "a")),
    "number unknown": (BOSS.their(A + B), {"T": {"a": 5}}, num(5, 105, "T:b")),
    "number absent": (BOSS.their(A), {"T": {"a": ABSENT}}, gone("not-assessed")),
    "condition": (BOSS.their(A > 1), {"T": {"a": 1}}, holds(False)),
    "condition unknown": (BOSS.their(A > 1), {"T": {}}, either("T:a")),
    "condition absent": (BOSS.their(A > 1), {"T": {"a": AWAY}}, nothing("not-posted")),
    "condition perhaps absent": (
        BOSS.their((A > 1) & (B > 1)),
        {"T": {"b": ABSENT}},
        Truth(frozenset({False, None}), causes_of("T:a"), frozenset({"not-assessed"})),
    ),
    "code": (BOSS.their(CODE), {"T": {"code": "x"}}, code("x")),
    "code unknown": (BOSS.their(CODE), {"T": {}}, code(None, "T:code")),
    "code absent": (BOSS.their(CODE), {"T": {"code": AWAY}}, gone("not-posted")),
    "somebody further": (BOSS.their(BOSS.their(A)), {"T": {"links": {"boss": "U"}, "facts": {}}, "U": {}}, num(0, 100, "U:a")),
    "nobody further": (BOSS.their(BOSS.their(A)), {"T": {}}, num(0, 100, "T:boss")),
    "and back to oneself": (BOSS.their(BOSS.back(PLAIN).their(A).sum()), {"T": {"a": 1}}, num(0, 100, "a")),
    "and back to oneself and others": (
        BOSS.their(BOSS.back(PLAIN).their(A).sum()),
        {"T": {}, "Q": {"links": {"boss": "T"}, "facts": {}}},
        num(0, 200, "a", "Q:a"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LINKED)
def test_what_a_linked_appraisee_is_worth(name: str) -> None:
    """An expression of a linked appraisee reads their record; what is missing there is named by whose it is."""
    expression, others, expected = LINKED[name]
    assert worth(expression, {}, links={"boss": "T"}, others=others) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (BOSS.their(A), num(0, 100, "boss")),
        (BOSS.their(A) * 2 + 1, num(1, 201, "boss")),
        (BOSS.their(FOUND.count()), num(0, None, "boss")),
        (BOSS.their(A > 1), either("boss")),
        (BOSS.their(CODE), code(None, "boss")),
        (MENTOR.their(A), gone("not-applicable")),
        (MENTOR.their(CODE), gone("not-applicable")),
        (MENTOR.their(A > 1), Truth(frozenset({None}))),
        (MENTOR.their(A > 1).then(1), gone("not-applicable")),
    ],
)
def test_a_link_not_made_is_needed_unless_it_is_optional(expression: Expr, expected: Worth) -> None:
    """Without the link its number has its declared bounds and waits for the link; an optional one is absent."""
    assert worth(expression, {}) == expected


STAFF = BOSS.back(PLAIN)
MENTORED = MENTOR.back(PLAIN)
TEAM = {
    "Q": {"links": {"boss": "P"}, "facts": {"a": 10, "b": 1, "code": "x"}},
    "R": {"links": {"boss": "P"}, "facts": {"a": 20, "code": "y"}},
    "S": {"links": {"boss": "P", "mentor": "P"}, "facts": {"a": ABSENT, "b": 3, "code": "x"}},
    "X": {"links": {"boss": "Q"}, "facts": {"a": 99, "b": 99, "code": "x"}},
}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (STAFF.their(A).mean(), just(15)),
        (STAFF.their(A).max(), just(20)),
        (STAFF.their(A).min(), just(10)),
        (STAFF.their(A).known(), just(2)),
        (STAFF.their(A).due(), just(3)),
        (STAFF.their(B).sum(), num(4, 104, "R:b")),
        (STAFF.their(B > 2).any(), holds(True)),
        (STAFF.their(B > 0).all(), either("R:b")),
        (STAFF.their(A > 10).count(), just(1)),
        (STAFF.their(CODE).is_("x").count(), just(2)),
        (STAFF.their(C).mean(), gone("nothing-assessed", "not-applicable")),
        (STAFF.their(STAFF.their(A).sum()).sum(), just(99)),
        (MENTORED.their(B).mean(), just(3)),
        (MENTORED.their(A > 1).any(), nothing("nothing-assessed", "not-assessed")),
    ],
)
def test_what_the_people_of_a_back_link_are_worth(expression: Expr, expected: Worth) -> None:
    """A back link runs along exactly those whose link leads here, each with their own record."""
    assert worth(expression, {}, others=TEAM) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (STAFF.their(A).sum(), just(0)),
        (STAFF.their(A > 1).count(), just(0)),
        (STAFF.their(CODE).distinct(), just(0)),
        (STAFF.their(A).mean(), gone("nothing-assessed")),
        (STAFF.their(A > 1).any(), holds(False)),
        (STAFF.their(A > 1).all(), holds(True)),
    ],
)
def test_a_back_link_of_nobody_is_an_empty_list(expression: Expr, expected: Worth) -> None:
    """Where nobody is linked sums and counts are 0, and a mean is absent."""
    assert worth(expression, {}) == expected


def test_provisionally_a_linked_record_leaves_open_rows_out_too() -> None:
    """The provisional worth of a linked appraisee leaves their pending findings and unknown months out."""
    others = {"T": found(("05", "c"), ("06", "p")) | {"monthly": {"2020-01": 80}}}
    people: dict[str, Any] = {"links": {"boss": "T"}, "others": others}
    assert worth(BOSS.their(FOUND.count()), {}, provisional=True, **people) == just(1)
    assert worth(BOSS.their(FOUND.count()), {}, **people) == num(1, 2, "T:found!")
    assert worth(BOSS.their(MONTHLY.mean()), {}, provisional=True, **people) == just(80)
