"""The grade: what is possible while a score is open, what each limit does, and which causes still matter."""

from __future__ import annotations

from typing import Any

import pytest

from kaohe.cases import case_from_data
from kaohe.engine import Evaluation, Outcome, explain
from kaohe.rules import Band, Bands, Ceiling, Floor, Proposed, Reading, Refer, assemble
from kaohe.rules.nodes import BoolExpr, NumberExpr
from kaohe.rules.tools import Rule
from scheme_kit import (
    GRADES,
    MONTH,
    MONTHS,
    POINTS,
    WORDS,
    bands,
    count,
    declare,
    lines,
    of,
    raw_case,
    score,
    total,
)

BEST, GOOD, POOR = GRADES
A = (Reading("A", WORDS, WORDS),)
X, Y = count("x"), count("y")
OTHER = score("other")
MONTHLY = score("monthly", on=MONTH)
ABSENT = {"absent": "not-assessed", "reason": "未考核"}
UNBOUNDED = POINTS / X  # while x is unknown it may be any number, or none


def cap(grade: str, when: BoolExpr, id: str = "cap", **more: Any) -> Ceiling:  # noqa: A002  # the field's own name
    """No better than that."""
    return Ceiling(grade, **lines(id), when=when, **more)


def floor(grade: str, when: BoolExpr, id: str = "floor", **more: Any) -> Floor:  # noqa: A002  # the field's own name
    """No worse than that."""
    return Floor(grade, **lines(id), when=when, **more)


def scheme(*limits: Rule, of: NumberExpr = POINTS, **options: Any) -> Any:
    """A score that only orders, so that the grade alone is waited for, graded by bands."""
    scoring = [total(required=False), bands(of, **options)]
    return declare(scoring=scoring, veto=limits, readings=A)


def evaluated(declared: Any, *, rechecks: Any = None, **facts: Any) -> Evaluation:
    """An evaluation of one person P."""
    rules = assemble(declared)
    cycle = {"periods": {axis.key: MONTHS for axis in rules.axes}}
    person = {"facts": facts, "rechecks": rechecks or {}}
    return Evaluation(case_from_data(raw_case({"P": person}, cycle=cycle), ruleset=rules).cohort)


def of_one(declared: Any, **facts: Any) -> Outcome:
    """The outcome of P, walked."""
    return evaluated(declared, **facts).outcome("P")


def told(outcome: Outcome) -> tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The state with all that is open: needs, pending, and the rules that ask for a decision."""
    return outcome.state, outcome.needs, outcome.pending, tuple(reason.rule for reason in outcome.reasons)


# --- an open score ------------------------------------------------------------------------------------------------

OPEN: list[tuple[NumberExpr, set[str]]] = [
    (UNBOUNDED, {BEST, GOOD, POOR}),
    (UNBOUNDED.at_least(60), {BEST, GOOD}),
    (UNBOUNDED.at_most(89), {GOOD, POOR}),
    (UNBOUNDED.at_least(60).at_most(89), {GOOD}),
    (UNBOUNDED.at_least(90), {BEST}),
    (UNBOUNDED.at_most(59), {POOR}),
]


@pytest.mark.parametrize(("value", "grades"), OPEN)
def test_a_score_open_on_one_side_leaves_the_grades_of_that_side(value: NumberExpr, grades: set[str]) -> None:
    """Without an upper end the best grades stay possible, without a lower end the worst."""
    evaluation = evaluated(scheme(of=value), mark=90)
    assert evaluation.possible_grades("P")[0] == grades
    outcome = evaluation.outcome("P")
    assert told(outcome) == (("needs", ("x",), (), ()) if len(grades) > 1 else ("decided", (), (), ()))
    assert outcome.flags == ()


def test_an_absent_score_lies_in_no_gap() -> None:
    """Only an exact score can lie between two bands; what does not exist is flagged nowhere."""
    printed = (Band(BEST, low=90), Band(GOOD, low=60, high=89), Band(POOR, below=60))
    declared = scheme(bands=printed, reading="refer")
    for facts in ({"mark": ABSENT}, {}):
        evaluation = evaluated(declared, **facts)
        assert evaluation.outcome("P").flags == ()
        assert not evaluation.judged("P").graded.gap
    gap = evaluated(declared, mark="89.5")
    assert gap.possible_grades("P")[0] == {BEST, GOOD}
    assert gap.outcome("P").flags == ("band gap",)
    assert told(gap.outcome("P")) == ("decision", (), (), ("bands",))
    low = (Band(BEST, low=90), Band(GOOD, low=60), Band(POOR, below=59))
    assert evaluated(scheme(bands=low, reading="refer"), mark="59.5").possible_grades("P")[0] == {GOOD, POOR}


@pytest.mark.parametrize(("mark", "grade"), [("90", BEST), ("60", GOOD), ("50", POOR), ("49.99", POOR), ("0", POOR)])
def test_a_score_below_every_printed_band_has_the_last(mark: str, grade: str) -> None:
    """Where even the last band is printed with a lower end, what lies below is not better than it."""
    printed = (Band(BEST, low=90), Band(GOOD, low=60, below=90), Band(POOR, low=50, below=60))
    assert of_one(scheme(bands=printed), mark=mark).grade == grade


@pytest.mark.parametrize(
    ("reading", "mark", "grade"),
    [
        ("truncate", "89.99", GOOD),
        ("truncate", "90", BEST),
        ("half-up", "89.49", GOOD),
        ("half-up", "89.5", BEST),
        ("half-open", "89.99", GOOD),
    ],
)
def test_a_score_in_a_gap_is_rounded_as_the_reading_says(reading: str, mark: str, grade: str) -> None:
    """Down to whole numbers, to the nearest, or not at all; what lies in a band as printed is never moved."""
    declared = scheme(
        bands=(Band(BEST, low=90), Band(GOOD, low="59.6", high=89), Band(POOR, below="59.6")), reading=reading
    )
    assert of_one(declared, mark=mark).grade == grade
    assert of_one(declared, mark="59.6").grade == GOOD
    assert of_one(declared, mark="59.59").grade == POOR


def test_a_proposed_grade_lies_in_no_gap() -> None:
    """What people propose is no score."""
    voted = declare(scoring=[Proposed(**lines("people"), by=of(*GRADES, key="proposed"))])
    assert not evaluated(voted, proposed=GOOD).judged("P").graded.gap
    assert not evaluated(voted).judged("P").graded.gap
    assert told(of_one(voted)) == ("needs", ("proposed",), (), ())


# --- what a limit does --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("x", "recheck", "status"),
    [
        (0, None, "not-applied"),
        (0, "rejected", "not-applied"),
        (0, "confirmed", "not-applied"),
        (1, "rejected", "rejected"),
        (1, "confirmed", "applied"),
        (1, None, "pending"),
        (1, "pending", "pending"),
        (None, "rejected", "rejected"),
        (None, "confirmed", "needs"),
        (None, None, "needs"),
    ],
)
def test_a_limit_is_told_as_its_condition_and_its_recheck_leave_it(
    x: int | None, recheck: str | None, status: str
) -> None:
    """A condition that fails needs no re-check; a rejected one is rejected whatever the data; the rest is open."""
    facts = {"mark": 95} | ({} if x is None else {"x": x})
    rechecks = None if recheck is None else {"cap": {"status": recheck, "document": "组发〔2020〕5号"}}
    evaluation = evaluated(scheme(cap(POOR, X > 0, confirm=True)), rechecks=rechecks, **facts)
    (step,) = [step for step in explain(evaluation, "P").steps if step.rule == "cap"]
    assert step.status == status
    outcome = evaluation.outcome("P")
    assert outcome.grade == {"applied": POOR, "not-applied": BEST, "rejected": BEST}.get(status)
    assert outcome.pending == (("cap",) if status in ("pending", "needs") and recheck in (None, "pending") else ())


HALF_ABSENT = (OTHER < 60) & (X > 0)  # while x is unknown: false, or absent as `other` is


@pytest.mark.parametrize(
    "rule", [cap(POOR, HALF_ABSENT), cap(POOR, HALF_ABSENT, confirm=True), Refer(**lines("cap"), when=HALF_ABSENT)]
)
def test_what_may_be_absent_asks_for_the_data_and_for_a_decision(rule: Rule) -> None:
    """A condition of which one part is absent and another unknown is open for both reasons."""
    outcome = of_one(scheme(rule), mark=95, other=ABSENT)
    assert told(outcome) == ("needs", ("x",), (), ("cap",))


@pytest.mark.parametrize(
    ("facts", "expected", "rules", "status"),
    [
        ({}, ("needs", ("x",), (), ()), ("total",), "possible"),
        ({"x": 1}, ("decision", (), (), ("ask",)), ("total", "ask"), "applied"),
        ({"x": 0}, ("decided", (), (), ()), ("total", "bands"), "not-applied"),
    ],
)
def test_a_referral_that_is_open_asks_for_data_only(facts: Any, expected: Any, rules: Any, status: str) -> None:
    """Whether a person must decide is not known yet: the data are asked for, and the rule took no effect."""
    evaluation = evaluated(scheme(Refer(**lines("ask"), when=X > 0)), mark=95, **facts)
    outcome = evaluation.outcome("P")
    assert (told(outcome), outcome.rules) == (expected, rules)
    assert [found for _, found in evaluation.judged("P").graded.refers] == [status]


def test_two_referrals_are_both_told() -> None:
    """The causes of one do not hide those of another, nor those of the score."""
    declared = scheme(Refer(**lines("ask"), when=X > 0), Refer(**lines("also"), when=Y > 0))
    assert told(of_one(declared, x=1, y=1)) == ("needs", ("mark",), (), ("also", "ask"))


# --- which causes matter ------------------------------------------------------------------------------------------

MATTERS: dict[str, tuple[list[Rule], dict[str, Any], Any]] = {
    "a re-check that another limit covers": (
        [cap(GOOD, Y > 0, "sure"), cap(GOOD, X > 0, confirm=True)],
        {"x": 1, "y": 1},
        ("needs", ("mark",), (), ()),
    ),
    "a re-check that no limit covers": (
        [cap(GOOD, Y > 0, "sure"), cap(POOR, X > 0, confirm=True)],
        {"x": 1, "y": 1},
        ("needs", ("mark",), ("cap",), ()),
    ),
    "a limit that does not hold": ([cap(POOR, X > 0, confirm=True)], {"x": 0}, ("needs", ("mark",), (), ())),
    "two re-checks": (
        [cap(GOOD, X > 0, confirm=True), cap(POOR, Y > 0, "worse", confirm=True)],
        {"x": 1, "y": 1, "mark": 95},
        ("pending", (), ("cap", "worse"), ()),
    ),
}


@pytest.mark.parametrize("name", MATTERS)
def test_only_what_could_still_change_the_grade_is_told(name: str) -> None:
    """What is open is named for as long as settling it could move the grade, and no longer."""
    limits, facts, expected = MATTERS[name]
    assert told(of_one(scheme(*limits), **facts)) == expected


def test_a_mark_that_cannot_leave_its_band_is_not_asked_for_beside_an_open_limit() -> None:
    """The band is certain although the number is not: only the re-check is open."""
    declared = scheme(cap(POOR, Y > 0, confirm=True), of=UNBOUNDED.at_least(60).at_most(89))
    assert told(of_one(declared, mark=90, y=1)) == ("pending", (), ("cap",), ())


# --- floors and ceilings against each other -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "possible"),
    [(BEST, POOR, {BEST, GOOD, POOR}), (GOOD, POOR, {GOOD, POOR}), (BEST, GOOD, {BEST, GOOD})],
)
def test_between_a_floor_and_a_ceiling_below_it_every_grade_may_be_decided(
    low: str, high: str, possible: set[str]
) -> None:
    """Two limits that contradict each other leave the grades between them to a person, and no others."""
    evaluation = evaluated(scheme(floor(low, X > 0), cap(high, X > 0)), mark=75, x=1)
    assert evaluation.possible_grades("P")[0] == possible
    assert told(evaluation.outcome("P")) == ("decision", (), (), ("floor-above-ceiling",))


@pytest.mark.parametrize(("low", "high"), [(GOOD, GOOD), (GOOD, BEST), (POOR, GOOD), (POOR, BEST)])
def test_a_floor_that_is_not_above_the_ceiling_contradicts_nothing(low: str, high: str) -> None:
    """The grade is kept between the two."""
    for mark, grade in (("95", BEST), ("75", GOOD), ("50", POOR)):
        place = min(max(GRADES.index(grade), GRADES.index(high)), GRADES.index(low))
        assert of_one(scheme(floor(low, X > 0), cap(high, X > 0)), mark=mark, x=1).grade == GRADES[place]


def test_limits_that_may_contradict_each_other_are_told_with_what_is_open() -> None:
    """While both re-checks are open a contradiction is possible: all three are named."""
    outcome = of_one(scheme(cap(POOR, X > 0, confirm=True), floor(BEST, X > 0, confirm=True)), mark=75, x=1)
    assert told(outcome) == ("pending", (), ("cap", "floor"), ("floor-above-ceiling",))


# --- the periods' own rules ---------------------------------------------------------------------------------------


def test_what_is_declared_for_the_months_does_not_grade_the_year() -> None:
    """Bands, limits and referrals open on the months are theirs alone, wherever they stand."""
    declared = declare(
        scoring=[total(MONTHLY.mean()), bands(MONTHLY, id="month"), bands(MONTHLY.mean())],
        veto=[cap(POOR, MONTHLY < 60), Refer(**lines("ask"), when=MONTHLY < 60)],
        readings=A,
    )
    outcome = of_one(declared, monthly=[30, 90, 90, 90])
    assert (told(outcome), outcome.grade) == (("decided", (), (), ()), GOOD)
    assert outcome.rules == ("total", "bands")


@pytest.mark.parametrize(
    "rule",
    [bands(MONTHLY, id="month"), Proposed(**lines("people"), by=of(*GRADES, key="proposed", on=MONTH))],
    ids=["bands", "proposed"],
)
def test_a_grade_for_every_month_is_none_for_the_year(rule: Bands | Proposed) -> None:
    """Where only the months are graded, how the year is graded stays undefined."""
    outcome = of_one(declare(scoring=[total(), rule], readings=A), mark=95)
    assert told(outcome) == ("decision", (), (), ("no-grade-rule",))
