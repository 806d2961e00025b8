"""Promises that hold for any facts, drawn around the declared numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.cases import case_from_data
from kaohe.engine import Evaluation, Outcome
from kaohe.rules import (
    Band,
    Bands,
    Ceiling,
    Finding,
    Flag,
    Floor,
    Kind,
    Link,
    Reading,
    Refer,
    ScoreOf,
    Tally,
    assemble,
    weighted,
)
from kaohe.words import Text
from lengths import scaled
from scheme_kit import GRADES, MONTH, MONTHS, WORDS, count, declare, lines, option, score, total

BEST, GOOD, POOR = GRADES
MARK, MONTHLY, X, Y = score("mark"), score("monthly", on=MONTH), count("x", high=3), count("y", high=1)
BALLOT = Tally("ballot", WORDS, clause="1", options=option("yes", "no"))
FOUND = Finding("found", WORDS, clause="1")
MEMBER = Kind("member", Text("member", "队员"), GRADES)
TEAM = Kind("team", Text("team", "工作队"), GRADES)
OF_TEAM = Link("team", WORDS, TEAM, clause="1", optional=True)
VALUE = weighted((MARK, "60%"), (MONTHLY.mean(), "40%"))
PRINTED = (Band(BEST, low=90), Band(GOOD, low=60, high=89), Band(POOR, below=60))


def _bands(value: Any) -> Bands:
    return Bands(**lines("bands"), of=value, bands=PRINTED, assumption="A")


# Every sort of thing that can be open at once: marks, months, a ballot, findings, a re-check, a referral, a floor.
RULES = assemble(
    declare(
        kinds=(MEMBER, TEAM),
        readings=(Reading("A", WORDS, WORDS),),
        scoring={
            "member": [total(VALUE), _bands(VALUE), Refer(**lines("few"), when=MONTHLY.known() * 2 < MONTHLY.due())],
            "team": [total(OF_TEAM.back(MEMBER).their(ScoreOf()).mean()), _bands(ScoreOf())],
        },
        veto={
            "member": [
                Ceiling(GOOD, **lines("ballot"), when=BALLOT.share("no") > Fraction(1, 3)),
                Ceiling(POOR, **lines("found"), when=FOUND),
                Ceiling(GOOD, **lines("recheck"), when=X >= 2, confirm=True),
                Floor(GOOD, **lines("floor"), when=Y > 0),
                Flag(**lines("low"), flag="low month", when=(MONTHLY < 60).any()),
            ]
        },
    )
)

AIMED = st.sampled_from(["0", "59.99", "60", "60.01", "88.99", "89", "89.01", "89.99", "90", "90.01", "100"])
ABSENT = st.sampled_from([{"absent": "not-posted"}, {"absent": "not-assessed", "reason": "未考核"}])
STATUS = st.sampled_from(["pending", "confirmed", "rejected"])
ROWS = st.lists(STATUS, max_size=2).map(
    lambda found: [{"date": "2020-01-05", "document": f"{n}号", "status": status} for n, status in enumerate(found)]
)


@st.composite
def _ballot(draw: st.DrawFn) -> dict[str, int]:
    yes, no, blank = (draw(st.integers(0, 3)) for _ in range(3))
    cast = yes + no + blank
    return {"issued": 9, "collected": cast, "spoilt": 0, "blank": blank, "yes": yes, "no": no}


@st.composite
def _facts(draw: st.DrawFn) -> dict[str, Any]:
    """Everything entered; the first month is always a mark, so that there is a mean."""
    rest = [draw(st.one_of(AIMED, AIMED, ABSENT)) for _ in MONTHS[1:]]
    return {
        "mark": draw(AIMED),
        "monthly": dict(zip(MONTHS, [draw(AIMED), *rest], strict=True)),
        "ballot": draw(_ballot()),
        "found": draw(ROWS),
        "x": draw(st.integers(0, 3)),
        "y": draw(st.integers(0, 1)),
    }


PLACES = ["mark", "ballot", "found", "x", "y", *(f"monthly[{name}]" for name in MONTHS)]


def _without(facts: dict[str, Any], hidden: set[str]) -> dict[str, Any]:
    months = {name: value for name, value in facts["monthly"].items() if f"monthly[{name}]" not in hidden}
    return {key: value for key, value in facts.items() if key not in hidden} | {"monthly": months}


def _evaluation(people: dict[str, dict[str, Any]], *, teams: tuple[str, ...] = (), **links: str) -> Evaluation:
    cycle = {"start": "2020-01-01", "end": "2020-12-31", "periods": {"month": MONTHS}}
    rows: list[dict[str, Any]] = [
        {"id": name, "kind": "member", "facts": facts, "links": {"team": links[name]} if name in links else {}}
        for name, facts in people.items()
    ]
    rows += [{"id": name, "kind": "team"} for name in teams]
    raw = {"format": 1, "scheme": "test", "cycle": cycle, "appraisees": rows}
    return Evaluation(case_from_data(raw, ruleset=RULES).cohort)


def _within(outcome: Outcome, score_found: Fraction | None) -> bool:
    low, high = outcome.score_range or (outcome.score, outcome.score)
    if score_found is None:
        return True
    return (low is None or low <= score_found) and (high is None or score_found <= high)


@settings(max_examples=scaled(75, 3000), deadline=None)
@given(_facts(), st.sets(st.sampled_from(PLACES)))
def test_entering_what_is_missing_stays_within_what_was_said(facts: dict[str, Any], hidden: set[str]) -> None:
    """The score lies in the interval, the grade among the possible ones, and what was decided stays decided."""
    open_, full = _evaluation({"P": _without(facts, hidden)}), _evaluation({"P": facts})
    before, after = open_.outcome("P"), full.outcome("P")
    assert _within(before, after.score)
    assert full.possible_grades("P")[0] <= open_.possible_grades("P")[0]
    if before.state == "decided":
        assert (after.state, after.grade) == ("decided", before.grade)


@settings(max_examples=scaled(75, 3000), deadline=None)
@given(_facts(), st.sets(st.sampled_from(PLACES), min_size=1))
def test_only_what_is_missing_is_asked_for(facts: dict[str, Any], hidden: set[str]) -> None:
    """What an outcome needs is something that was not entered; with nothing hidden it needs nothing."""
    assert set(_evaluation({"P": _without(facts, hidden)}).outcome("P").needs) <= hidden
    assert _evaluation({"P": facts}).outcome("P").needs == ()


@settings(max_examples=scaled(50, 2000), deadline=None)
@given(_facts(), st.sets(st.sampled_from(PLACES), min_size=1))
def test_entering_what_is_not_asked_for_changes_no_grade(facts: dict[str, Any], hidden: set[str]) -> None:
    """Entering only what the outcome did not need leaves the possible grades as they were."""
    open_ = _evaluation({"P": _without(facts, hidden)})
    needed = set(open_.outcome("P").needs)
    some = _evaluation({"P": _without(facts, needed)})
    assert some.possible_grades("P")[0] == open_.possible_grades("P")[0]


@settings(max_examples=scaled(25, 1000), deadline=None)
@given(_facts())
def test_a_state_says_what_it_means(facts: dict[str, Any]) -> None:
    """Decided has a grade and nothing open; pending names a re-check; a decision names its rule."""
    outcome = _evaluation({"P": facts}).outcome("P")
    if outcome.state == "decided":
        assert outcome.grade in GRADES
        assert (outcome.needs, outcome.pending, outcome.reasons) == ((), (), ())
    elif outcome.state == "pending":
        assert outcome.pending
    else:
        assert outcome.state == "decision"
        assert outcome.reasons
        assert outcome.grade is None


@settings(max_examples=scaled(25, 600), deadline=None)
@given(st.lists(_facts(), min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_appraisees_changes_nothing(people: list[dict[str, Any]], random: Any) -> None:
    """In any order of entry everybody has the same outcome, teams included."""
    named = {f"P{n}": facts for n, facts in enumerate(people)}
    links = {name: ("T" if n % 2 else "U") for n, name in enumerate(named)}
    names = list(named)
    random.shuffle(names)
    one = _evaluation(named, teams=("T", "U"), **links)
    other = _evaluation({name: named[name] for name in names}, teams=("U", "T"), **links)
    for name in [*named, "T", "U"]:
        assert one.outcome(name) == other.outcome(name)


@settings(max_examples=scaled(25, 600), deadline=None)
@given(_facts(), _facts(), st.sets(st.sampled_from(PLACES)))
def test_a_stranger_changes_nobodys_outcome(facts: dict[str, Any], other: dict[str, Any], hidden: set[str]) -> None:
    """Where no rule links two people one's outcome is the same whoever else is in the case."""
    mine = _without(facts, hidden)
    assert _evaluation({"P": mine}).outcome("P") == _evaluation({"Q": other, "P": mine}).outcome("P")
