"""Packing: which records take the fast lane, what their columns hold, and what is never let through unread."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from engine_kit.lanes import case_of, fast, walked
from kaohe.cases import read_case
from kaohe.engine import Evaluation
from kaohe.errors import CaseError
from kaohe.rules import Asks, Choice, Count, Date, Days, Events, Finding, Periods, Span, Tally, assemble
from kaohe.rules.nodes import MISSING, Indicator, IndicatorTable, Odd, Ratings
from kaohe.rules.tools import Ruleset
from kaohe.words import Text
from scheme_kit import PLAIN, WORDS, count, declare, lines, of, option, raw_case, score, total

FROM, TO = Date("from", WORDS, clause="1"), Date("to", WORDS, clause="1", optional=True)
POSTED = Periods("posted", Text("posted", "在派"), "month", posted_from=FROM, posted_to=TO)
M, K = score("m", on=POSTED), count("k", on=POSTED)
A, N = score("a"), count("n")
FOUND = Finding("found", WORDS, clause="1")
MAYBE = Finding("maybe", WORDS, clause="1", optional=True)
C = of("x", "y", key="c")
VOTES = Tally("votes", WORDS, clause="1", options=option("yes", "no"))
ROW = {"date": "2020-02-02", "document": "组发〔2020〕5号"}
BALLOT = {"issued": 10, "collected": 9, "spoilt": 1, "blank": 1, "yes": 6, "no": 1}
EMPTY = {"issued": 10, "collected": 1, "spoilt": 1, "blank": 0, "yes": 0, "no": 0}
ABSENT = {"absent": "not-assessed", "reason": "病假"}


def ruled(value: Any, *asks: Any) -> Ruleset:
    """A kind whose score is `value` and that asks for more."""
    procedure = [Asks(**lines("asks"), inputs=asks)] if asks else []
    return assemble(declare(kinds=[PLAIN], scoring=[total(value)], procedure=procedure))


def packed(ruleset: Ruleset, facts: Any) -> tuple[Any, ...] | None:
    """The packed record, by the lane itself: None where it is odd."""
    case = case_of(ruleset, {})
    assert case.cohort.lane is not None
    return case.cohort.lane.pack("person", facts)


# --- numbers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "column"),
    [
        (90, 9000),
        ("90.25", 9025),
        ("0", 0),
        (100, 10000),
        (Decimal("0.07"), 7),
        (Fraction(1, 4), 25),
        ("100.01", None),
        (-1, None),
        ("1.005", None),
        ("x", None),
        ("nan", None),
        (90.0, None),
        (90.5, None),
        (True, None),
        (False, None),
        (None, None),
        ([90], None),
        ({"absent": "not-applicable"}, None),
        ({"items": {}}, None),
    ],
)
def test_a_number_is_packed_scaled_or_not_at_all(raw: Any, column: int | None) -> None:
    """A number within its range and places becomes a whole number of its smallest steps; anything else is odd."""
    ruleset = ruled(A)
    assert packed(ruleset, {"a": raw}) == (None if column is None else (column,))


@pytest.mark.parametrize("raw", [True, 1.0])
def test_what_only_equals_an_accepted_number_is_refused_still(raw: Any) -> None:
    """True and 1.0 equal 1 in Python; once 1 was entered for somebody they are refused for the next as ever."""
    ruleset = ruled(N)
    with pytest.raises(CaseError) as caught:
        case_of(ruleset, {"P": {"n": 1}, "Q": {"n": raw}})
    assert caught.value.where == "appraisees[2].facts.n"


@pytest.mark.parametrize("raw", [True, 1.0])
def test_what_only_equals_an_accepted_number_is_refused_in_a_series_too(raw: Any) -> None:
    """A month's True or 1.0 is refused with its place, whatever was entered before it."""
    ruleset = ruled(count("k", on=Periods("month", WORDS, "month")).sum())
    with pytest.raises(CaseError) as caught:
        case_of(ruleset, {"P": {"k": [1, 1, 1, 1]}, "Q": {"k": [1, 1, raw, 1]}})
    assert caught.value.where == "appraisees[2].facts.k.2020-03"


def test_a_true_in_a_file_is_refused(tmp_path: Path) -> None:
    """A file that holds true or false is read with the check that tells them from 1 and 0."""
    ruleset = ruled(N)
    file = tmp_path / "case.json"
    file.write_text(json.dumps(raw_case({"P": {"n": 1}, "Q": {"n": 1}})), encoding="utf-8")
    assert read_case(file, ruleset=ruleset).cohort.appraisees["Q"].packed == (1,)
    file.write_text(json.dumps(raw_case({"P": {"n": 1}, "Q": {"n": True}})), encoding="utf-8")
    with pytest.raises(CaseError):
        read_case(file, ruleset=ruleset)


TABLE = IndicatorTable("table", WORDS, items=(Indicator("i", WORDS, 60), Indicator("j", WORDS, 40)))


def test_a_mark_by_indicator_is_packed_as_its_total() -> None:
    """A mark that is entered line by line is checked line by line, and packed; so is one of a single month."""
    ruleset = ruled(score("a", table=TABLE))
    assert fast(ruleset, {"a": {"items": {"i": 50, "j": 30}}}).score == 80
    assert fast(ruleset, {"a": 80}).score == 80
    for wrong in ({"i": 50}, {"i": 61, "j": 1}, {"i": 1, "j": 1, "k": 1}):
        assert packed(ruleset, {"a": {"items": wrong}}) is None
    months = ruled(score("m", on=POSTED, table=TABLE).sum())
    one = {"items": {"i": 50, "j": "30.5"}}
    assert packed(months, {"from": "2020-01-01", "m": [one, 1, 2, one]}) == ((8050, 100, 200, 8050),)
    assert packed(months, {"from": "2020-01-01", "m": [one, 1, 2, {"items": {"i": 1}}]}) is None


# --- what a record must hold --------------------------------------------------------------------------------------


def test_a_record_is_packed_with_what_it_holds() -> None:
    """Every entry is checked, the unread ones too, and no other key may stand there; what is missing is missing still."""
    ruleset = ruled(A, N, MAYBE)
    assert packed(ruleset, {"a": 1, "n": 2}) == (100,)
    assert packed(ruleset, {"a": 1, "n": 2, "maybe": []}) == (100,)
    assert packed(ruleset, {"a": 1}) == (100,)
    assert packed(ruleset, {"n": 1}) == (MISSING,)
    assert walked(ruleset, {"n": 1}).needs == ("a",)
    assert packed(ruleset, {"a": 1, "n": "x"}) is None
    assert packed(ruleset, {"n": "x"}) is None
    assert packed(ruleset, {"maybe": "x"}) is None
    assert packed(ruleset, {"a": 1, "n": 2, "maybe": "x"}) is None
    assert packed(ruleset, {"a": 1, "n": 2, "other": 3}) is None


@pytest.mark.parametrize(
    "optional", [MAYBE, score("own", optional=True), of("x", key="own", optional=True), TO], ids=lambda one: one.key
)
def test_a_null_is_refused_where_the_input_is_optional_too(optional: Any) -> None:
    """An optional input is left out, never entered as null: no lane lets that through."""
    ruleset = ruled(A, optional)
    assert packed(ruleset, {"a": 1}) == (100,)
    with pytest.raises(CaseError):
        case_of(ruleset, {"P": {"a": 1, optional.key: None}})


@pytest.mark.parametrize("optional", [False, True])
@pytest.mark.parametrize("due", [1, 2, 4])
def test_a_series_is_a_tuple_however_many_months_are_due_and_known(due: int, optional: bool) -> None:
    """Of one month, of two and of all; marks met for the first time, again, beside new ones, and left out where they may be."""
    series = evolve(M, optional=optional)
    ruleset = ruled(A + series.sum())
    case = case_of(ruleset, {})
    assert case.cohort.lane is not None
    facts = {"a": 1, "from": "2020-01-01", **({} if due == 4 else {"to": f"2020-{due:02}-20"})}
    several: list[list[int | str]] = [[1, 2, "3.5", 4], [1, 2, "3.5", 4], [2, 1, 99, "0.25"], [100, 0, 1, 1]]
    for marks in several:
        values = [Fraction(mark) for mark in marks[:due]] + [None] * (4 - due)
        row = case.cohort.lane.pack("person", {**facts, "m": [*marks[:due], *[None] * (4 - due)]})
        assert row is not None
        assert tuple(100 * value for value in values if value is not None) in row
    if optional:
        row = case.cohort.lane.pack("person", {**facts, "m": [None] * 4})
        assert row is not None
        assert (None,) * due in row
    assert case.cohort.lane.pack("person", {**facts, "m": [101] * due + [None] * (4 - due)}) is None


@pytest.mark.parametrize(
    ("given", "raw", "wrong"),
    [
        (Ratings("own", WORDS, clause="1", options=option("x", "y")), ["x"], ["z"]),
        (of("x", "y", key="own", on=POSTED), ["x", "x", "x", "x"], ["x", "x", "x", "z"]),
        (Tally("own", WORDS, clause="1", options=option("yes", "no"), on=POSTED), [BALLOT] * 4, [BALLOT] * 3 + [1]),
    ],
    ids=["ratings", "a code a month", "a ballot a month"],
)
def test_lists_and_series_of_other_things_than_numbers_are_checked(given: Any, raw: Any, wrong: Any) -> None:
    """A list of codes, or a code or ballot of each month, is checked one by one although nothing reads it."""
    facts = {"a": 1, "from": "2020-01-01", "m": [1, 1, 1, 1]}
    optional = evolve(given, optional=True)
    for one in (given, optional):
        ruleset = ruled(A + M.sum(), one)
        assert fast(ruleset, {**facts, "own": raw}).score == 5
        assert packed(ruleset, {**facts, "own": wrong}) is None
        assert packed(ruleset, {**facts, "own": {"absent": "not-applicable"}}) is None
    assert fast(ruled(A + M.sum(), optional), facts).score == 5


EVENTS = Events("events", WORDS, clause="1", same_as=(FOUND,))
POINTS = score("points", on=EVENTS, places=1)
HOURS = Days("hours", WORDS, clause="1", on=EVENTS, optional=True)
EVENT = {**ROW, "points": "1.5", "document": "组发〔2020〕9号"}


def test_events_are_packed_by_their_columns() -> None:
    """Of each event the columns that are read are packed, None for one that need not be entered."""
    ruleset = ruled(POINTS.sum() + HOURS.known() + EVENTS.date().distinct() + FOUND.count(), HOURS)
    both = [EVENT, {**EVENT, "points": 2, "hours": 3, "item": 2, "date": "2020-03-01"}]
    days = (dt.date(2020, 2, 2), dt.date(2020, 3, 1))
    assert packed(ruleset, {"events": both, "found": []}) == ((15, 20), (None, 3), days, 0)
    assert packed(ruleset, {"events": [], "found": []}) == ((), (), (), 0)
    assert fast(ruleset, {"events": both, "found": []}).score == Fraction("6.5")
    for wrong in ({"points": "1.55"}, {"points": True}, {"hours": "x"}, {"other": 1}, {"date": "2020-02-30"}):
        assert packed(ruleset, {"events": [{**EVENT, **wrong}], "found": []}) is None
    assert packed(ruleset, {"events": [{"date": "2020-02-02"}], "found": []}) is None
    assert packed(ruleset, {"events": [{**EVENT, "points": {"absent": "not-applicable"}}], "found": []}) is None


def test_rows_that_may_be_one_fact_are_odd() -> None:
    """Rows that nothing tells apart, in one list or in two that are related, go to a full reading, which asks."""
    ruleset = ruled(POINTS.sum() + FOUND.count())
    assert packed(ruleset, {"events": [EVENT, EVENT], "found": []}) is None
    assert packed(ruleset, {"events": [EVENT], "found": [ROW]}) == ((15,), 1)
    assert packed(ruleset, {"events": [{**EVENT, "document": ROW["document"]}], "found": [ROW]}) is None
    assert packed(ruleset, {"events": [{**EVENT, "item": 1}], "found": [{**ROW, "item": 1}]}) is None


LEAVING = Date("leaving", WORDS, clause="1", optional=True)
WITHIN = Finding("within", WORDS, clause="1", dated=Span(since=FROM, until=LEAVING))
AGAINST = Finding("against", WORDS, clause="1", excludes=(WITHIN,))
EXCEPTED = Finding("excepted", WORDS, clause="1", excepts=WITHIN)


def test_rows_are_held_against_the_days_and_lists_that_they_are_related_to() -> None:
    """A row outside the posting, one that another list contradicts, and an exception of nothing are never packed."""
    ruleset = ruled(WITHIN.count() + AGAINST.count() + EXCEPTED.count(), FROM, LEAVING)
    facts = {"from": "2020-02-01", "within": [ROW], "against": [], "excepted": []}
    assert packed(ruleset, facts) == (1, 0, 0)
    assert packed(ruleset, {**facts, "from": "2020-02-03"}) is None
    assert packed(ruleset, {**facts, "leaving": "2020-02-02"}) == (1, 0, 0)
    assert packed(ruleset, {**facts, "leaving": "2020-02-01"}) is None
    assert packed(ruleset, {**facts, "against": [ROW]}) is None
    assert packed(ruleset, {**facts, "against": [{**ROW, "document": "组发〔2020〕8号"}]}) == (1, 1, 0)
    assert packed(ruleset, {**facts, "excepted": [ROW]}) == (1, 0, 1)
    assert packed(ruleset, {**facts, "excepted": [{**ROW, "date": "2020-02-03"}]}) is None
    without = {key: value for key, value in facts.items() if key not in ("from", "against")}
    assert packed(ruleset, without) == (1, MISSING, 0)
    assert packed(ruleset, {**without, "excepted": [{**ROW, "date": "2020-02-03"}]}) is None


def test_what_is_missing_says_nothing_in_any_use() -> None:
    """Compared, added, looked up or run along, a missing entry makes the record odd; it never passes for a value."""
    uses: list[Callable[[Any], Any]] = [
        lambda one: one + 1, lambda one: 1 - one, lambda one: one * 2, lambda one: one > 1, lambda one: one == 1,
        lambda one: one in ("x",), lambda one: {"x": 1}[one], bool, len, list, sum, abs, lambda one: -one,
        lambda one: one[0], hash, lambda one: one // 2, lambda one: max(1, one), lambda one: zip(one, [1], strict=True),
    ]  # fmt: skip
    for use in uses:
        with pytest.raises(Odd):
            use(MISSING)


def test_keys_of_any_writing_are_packed() -> None:
    """Keys may hold letters of any language, in the compiled form too."""
    ruleset = ruled(score("得_分-") + count("n-1", on=Periods("月", WORDS, "month")).sum())
    assert fast(ruleset, {"得_分-": "1.5", "n-1": [1, 2, 3, 4]}).score == Fraction("11.5")


# --- findings, codes, days, ballots -------------------------------------------------------------------------------


def test_findings_are_packed_as_the_number_that_counts() -> None:
    """Confirmed findings count, rejected ones do not; one that is pending, or may be another row, makes the record odd."""
    ruleset = ruled(FOUND.count())
    assert packed(ruleset, {"found": []}) == (0,)
    others = [{**ROW, "status": "rejected", "item": 2}, {**ROW, "item": 3}]
    assert packed(ruleset, {"found": [{**ROW, "item": 1}, *others]}) == (2,)
    assert packed(ruleset, {"found": [ROW, *others]}) is None
    assert packed(ruleset, {"found": [{**ROW, "status": "confirmed"}]}) == (1,)
    assert packed(ruleset, {"found": [ROW, {**ROW, "status": "pending"}]}) is None
    assert packed(ruleset, {"found": [{"date": "2020-02-02"}]}) is None
    assert packed(ruleset, {"found": {"absent": "not-applicable"}}) is None
    assert packed(ruleset, {"found": ()}) == (0,)


def test_findings_that_await_a_recheck_are_odd() -> None:
    """A finding that is declared with a re-check is pending until its re-check is recorded."""
    ruleset = ruled(Finding("found", WORDS, clause="1", recheck=True).count())
    assert packed(ruleset, {"found": [ROW]}) is None
    assert packed(ruleset, {"found": [{**ROW, "status": "confirmed"}]}) == (1,)


def test_codes_and_days_are_checked_although_nothing_reads_them() -> None:
    """A code must be a declared one and a day a real one; an absence goes to the walker."""
    ruleset = ruled(C.points({"x": 1, "y": 2}), FROM)
    assert packed(ruleset, {"c": "y", "from": "2020-02-29"}) == ("y",)
    assert packed(ruleset, {"c": "y", "from": dt.date(2020, 2, 29)}) == ("y",)
    assert packed(ruleset, {"c": "z", "from": "2020-02-29"}) is None
    assert packed(ruleset, {"c": "y", "from": "2020-02-30"}) is None
    assert packed(ruleset, {"c": {"absent": "not-applicable"}, "from": "2020-02-29"}) is None
    assert packed(ruleset, {"c": "y", "from": {"absent": "not-applicable"}}) is None


def test_codes_that_the_cycle_supplies_are_checked() -> None:
    """A code of a list that the cycle supplies is packed where it is in that list, and refused elsewhere."""
    division = Choice("division", WORDS, clause="1", list_key="divisions")
    ruleset = ruled(A, division)
    cycle = {"lists": {"divisions": ["east", "west"]}}
    assert fast(ruleset, {"a": 1, "division": "west"}, cycle=cycle).score == 1
    with pytest.raises(CaseError):
        case_of(ruleset, {"P": {"a": 1, "division": "north"}}, cycle=cycle)


@pytest.mark.parametrize(
    ("total", "score"), [("collected-spoilt", 861), ("votes", 761), ("collected", 961), ("issued", 1061)]
)
def test_ballots_are_packed_with_their_total(total: str, score: int) -> None:
    """A ballot's total is collected less spoilt, or the votes alone, all collected or all issued where so declared."""
    tally = Tally("votes", WORDS, clause="1", options=option("yes", "no"), total_is=total)
    counted = tally.total() * 100 + tally.how_many("yes") * 10 + tally.how_many("no")
    assert fast(ruled(counted), {"votes": BALLOT}).score == score
    assert packed(ruled(counted), {"votes": {**BALLOT, "yes": 7}}) is None
    assert packed(ruled(counted), {"votes": ABSENT}) is None


def test_a_share_of_no_votes_is_walked() -> None:
    """0 of 0 votes is no share: such a record goes to the walker, but only where a share is asked for."""
    share = ruled(VOTES.share("yes"))
    assert walked(share, {"votes": EMPTY}).state == "decision"
    assert fast(share, {"votes": BALLOT}).score == Fraction(3, 4)
    assert fast(ruled(VOTES.total() + VOTES.how_many("no")), {"votes": EMPTY}).score == 0
    other = Tally("other", WORDS, clause="1", options=option("yes", "no"))
    both = ruled(VOTES.share("yes") + other.total())
    assert fast(both, {"votes": BALLOT, "other": EMPTY}).score == Fraction(3, 4)
    assert walked(both, {"votes": EMPTY, "other": BALLOT}).state == "decision"


# --- months -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "marks", "column"),
    [
        ("2020-01-01", None, [1, 2, 3, 4], (100, 200, 300, 400)),
        ("2019-01-01", "2021-12-31", [1, 2, 3, 4], (100, 200, 300, 400)),
        ("2020-01-31", "2020-04-01", [1, 2, 3, 4], (100, 200, 300, 400)),
        ("2020-02-01", "2020-03-31", [None, 2, 3, None], (200, 300)),
        ("2020-02-29", "2020-03-01", [None, 2, 3, None], (200, 300)),
        ("2020-03-01", None, [None, None, 3, 4], (300, 400)),
        ("2020-01-01", "2020-01-31", [1, None, None, None], (100,)),
        ("2020-04-30", None, [None, None, None, 4], (400,)),
        ("2020-02-01", None, [1, 2, 3, 4], None),
        ("2020-02-01", None, [1, None, 3, 4], None),
        ("2020-01-01", "2020-03-31", [1, 2, 3, 4], None),
        ("2020-03-01", "2020-03-31", [1, None, 3, None], None),
        ("2020-03-01", "2020-03-31", [None, 2, 3, None], None),
        ("2020-03-01", "2020-03-31", [None, None, 3, 4], None),
        ("2020-01-01", None, [1, None, 3, 4], None),
        ("2020-01-01", None, [1, 2, 3], None),
        ("2020-01-01", None, [1, 2, 3, 4, 5], None),
        ("2020-01-01", None, (1, 2, 3, 4), None),
        ("2020-01-01", None, {"each": 1}, (100, 100, 100, 100)),
        ("2020-02-01", None, {"each": 1}, (100, 100, 100)),
        ("2020-02-01", None, {"each": 1, "2020-03": 2}, (100, 200, 100)),
        ("2020-03-01", None, {"2020-03": 2, "2020-04": 3}, (200, 300)),
        ("2020-02-01", None, {"2020-03": 2, "2020-04": 3}, None),
        ("2020-02-01", None, {"each": 1, "2020-01": 2}, None),
        ("2020-02-01", None, {"each": 1, "2020-05": 2}, None),
        ("2020-02-01", None, {"each": None}, None),
        ("2020-01-01", None, [1, 2, 3, [4]], None),
        ("2020-01-01", None, [1, 2, 3, "101"], None),
        ("2020-05-01", None, [None] * 4, None),
        ("2020-01-01", "2019-12-31", [None] * 4, None),
        ("2020-03-01", "2020-02-01", [None] * 4, None),
        (None, "2020-03-31", [1, 2, 3, 4], None),
        ("2020-01-00", None, [1, 2, 3, 4], None),
        ("2020-01-01", "x", [1, 2, 3, 4], None),
    ],
)
def test_the_months_of_the_posting_are_packed(start: Any, end: Any, marks: Any, column: Any) -> None:
    """A month that overlaps the posting by a day is due; marks stand in these months and nowhere else."""
    ruleset = ruled(M.sum())
    facts = {"m": marks} | ({"from": start} if start else {}) | ({"to": end} if end else {})
    assert packed(ruleset, facts) == (None if column is None else (column,))


def test_a_mean_runs_over_the_months_of_the_posting() -> None:
    """Sums, means and counts of a posting's months leave the others out, for two series alike."""
    ruleset = ruled(M.mean() + M.known() * 100 + (M - K).sum() * 1000)
    facts = {"from": "2020-02-10", "to": "2020-03-10", "m": [None, 3, 4, None], "k": [None, 1, 2, None]}
    assert fast(ruleset, facts).score == Fraction("4203.5")


OPEN_ENDED = Periods("ended", Text("ended", "离任"), "month", posted_to=TO)
OPEN_START = Periods(
    "begun", Text("begun", "到任"), "month", posted_from=Date("begun-on", WORDS, clause="1", optional=True)
)


def test_each_axis_has_months_of_its_own() -> None:
    """Of two axes each is cut by its own days only; a day that may be left out cuts nothing where it is."""
    ruleset = ruled(score("p", on=OPEN_ENDED).sum() * 10 + score("q", on=OPEN_START).mean())
    four, first, last = [1, 2, 3, 4], [1, 2, None, None], [None, None, 3, 4]
    assert fast(ruleset, {"p": four, "q": four}).score == Fraction("102.5")
    assert fast(ruleset, {"p": first, "q": four, "to": "2020-02-01"}).score == Fraction("32.5")
    assert fast(ruleset, {"p": four, "q": last, "begun-on": "2020-03-31"}).score == Fraction("103.5")
    assert fast(ruleset, {"p": first, "q": last, "to": "2020-02-29", "begun-on": "2020-03-01"}).score == Fraction(
        "33.5"
    )
    assert packed(ruleset, {"p": last, "q": first, "to": "2020-02-01", "begun-on": "2020-03-01"}) is None


def test_an_optional_series_is_checked_where_it_is_there() -> None:
    """A series that may be left out is held against the posting where it is entered."""
    ruleset = ruled(M.sum(), score("own", on=POSTED, optional=True))
    facts = {"from": "2020-02-01", "m": [None, 2, 3, 4]}
    assert packed(ruleset, facts) == ((200, 300, 400),)
    assert packed(ruleset, {**facts, "own": [None, 2, 3, 4]}) == ((200, 300, 400),)
    assert packed(ruleset, {**facts, "own": [1, 2, 3, 4]}) is None
    assert packed(ruleset, {**facts, "own": [None, 2, 3]}) is None


def test_odd_and_plain_records_stand_side_by_side() -> None:
    """In one case the plain records take the fast lane and the odd ones are walked, all to the outcomes they should have."""
    ruleset = ruled(M.sum(), Days("d", WORDS, clause="1"), Count("n", WORDS, clause="1"))
    plain = {"from": "2020-01-01", "m": [1, 2, 3, 4], "d": 1, "n": 1}
    people = {
        "P": plain,
        "Q": {**plain, "m": {"each": 2}},
        "R": {**plain, "m": [1, 2, 3, {"absent": "not-applicable"}]},
        "S": {key: value for key, value in plain.items() if key != "m"},
        "T": plain,
    }
    case = case_of(ruleset, people)
    evaluation = Evaluation(case.cohort)
    assert [verdict is not None for _, verdict in evaluation.verdicts()] == [True, True, False, False, True]
    assert [(one.state, one.score) for one in evaluation.outcomes()] == [
        ("decided", 10),
        ("decided", 8),
        ("decided", 6),
        ("needs", None),
        ("decided", 10),
    ]
