"""The compiled form: every sort of expression and rule it takes, exact at aimed numbers, the fast lane really taken."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest

from engine_kit.lanes import case_of, compiles, fast, walked
from kaohe.engine import Evaluation
from kaohe.engine.compiled import compile_all
from kaohe.rules import (
    Band,
    Bonus,
    Ceiling,
    Consequence,
    Days,
    Eligibility,
    Finding,
    Flag,
    Floor,
    GradeIs,
    Item,
    ItemPart,
    Kind,
    Penalty,
    PointTable,
    Proposed,
    Reading,
    Refer,
    ScoreOf,
    Tally,
    assemble,
    weighted,
)
from kaohe.rules.nodes import (
    BoolExpr,
    Computed,
    DateConst,
    NumberExpr,
    all_of,
    any_of,
    best_of,
    least_of,
    number,
    rank_of,
    unsettled,
)
from kaohe.rules.tools import Rule
from scheme_kit import (
    BEST,
    GRADES,
    MONTH,
    PLAIN,
    WORDS,
    bands,
    count,
    declare,
    lines,
    of,
    option,
    score,
    total,
)

_, GOOD, POOR = GRADES
READ = (Reading("A", WORDS, WORDS), Reading("B", WORDS, WORDS))
A, B, N = score("a"), score("b", places=1), count("n")
D = Days("d", WORDS, clause="1")
M, K = score("m", on=MONTH), count("k", on=MONTH)
C = of("x", "y", "z", key="c")
FOUND, NONE = (Finding(key, WORDS, clause="1") for key in ("found", "none"))
VOTES = Tally("votes", WORDS, clause="1", options=option("yes", "no"))
VALID = Tally("valid", WORDS, clause="1", options=option("yes", "no"), total_is="votes")
ROW = {"date": "2020-02-02", "document": "组发〔2020〕5号"}
SECOND = {**ROW, "document": "组发〔2020〕6号"}
THIRD = {**ROW, "document": "组发〔2020〕7号", "status": "rejected"}
FACTS: dict[str, Any] = {
    "a": "80.25",
    "b": "7.5",
    "n": 3,
    "d": 12,
    "m": [90, "80.5", 70, 60],
    "k": [1, 0, 2, 5],
    "c": "y",
    "found": [ROW, SECOND, THIRD],
    "none": [],
    "votes": {"issued": 10, "collected": 9, "spoilt": 1, "blank": 1, "yes": 6, "no": 1},
    "valid": {"issued": 10, "collected": 9, "spoilt": 1, "blank": 1, "yes": 6, "no": 1},
}
SHARE, MEAN = VOTES.share("yes"), M.mean()  # 3/4 and 75.125


def facts_of(scheme: Any, **other: Any) -> dict[str, Any]:
    """FACTS for the inputs that the scheme reads."""
    read = {given.key for given in case_of(scheme, {}).cohort.ruleset.kinds[0].inputs}
    return {key: value for key, value in (FACTS | other).items() if key in read}


def value_of(expression: NumberExpr, **other: Any) -> Fraction | None:
    """What the compiled form and the walker make of an expression."""
    scheme = declare(kinds=[PLAIN], scoring=[total(expression)])
    return fast(scheme, facts_of(scheme, **other)).score


NUMBERS: dict[str, tuple[NumberExpr, str]] = {
    "a constant": (number(Fraction(5, 3)), "5/3"),
    "a score": (A, "80.25"),
    "a count": (N, "3"),
    "days": (D, "12"),
    "a sum over two scales": (A + B, "87.75"),
    "a sum the other way round": (B + A, "87.75"),
    "a sum with a third": (A + Fraction(1, 3), "967/12"),
    "a difference": (A - B, "72.75"),
    "a difference of a difference": (A - (B - N), "75.75"),
    "a difference below zero": (N - A - 1, "-78.25"),
    "a product": (A * B, "601.875"),
    "a product of sums": ((A - N) * (B + N), "811.125"),
    "a quotient": (A / 3, "26.75"),
    "a quotient by a fraction": (A / Fraction(5, 2), "32.1"),
    "a quotient that cancels": (A / Fraction(1, 100), "8025"),
    "a product with a declared part": (N * Fraction(2, 3), "2"),
    "weights": (weighted((A, "0.7"), (B, "0.3")), "58.425"),
    "a weight of nothing": (weighted((A, 1), (B, 0)), "80.25"),
    "weights over parts": (weighted((A / 3, "0.5"), (N - 1, "0.5")), "14.375"),
    "weights of thirds": (weighted((A, Fraction(2, 3)), (D, Fraction(1, 3))), "57.5"),
    "a mean": (MEAN, "75.125"),
    "a total": (M.sum(), "300.5"),
    "the largest": (M.max(), "90"),
    "the smallest": (M.min(), "60"),
    "a total of counts": (K.sum(), "8"),
    "a total of differences": ((M - K).sum(), "292.5"),
    "a mean of differences": ((M - K).mean(), "73.125"),
    "the largest difference": ((M - K).max(), "89"),
    "the smallest difference": ((M - K).min(), "55"),
    "a total of what is left": ((M - (K - 1)).sum(), "296.5"),
    "a total against one mark": ((M - A).sum(), "-20.5"),
    "a total of limits": (M.at_most(75).at_least(65).sum(), "285"),
    "a total of steps": (M.steps((60, 1), (70, 2), (90, 4), below=9).sum(), "9"),
    "a total of weights": (weighted((M, "0.5"), (K, "0.5")).sum(), "154.25"),
    "a mean of weights": (weighted((M, "0.25"), (M.at_most(70), "0.75")).mean(), "69.40625"),
    "a total under a name": (M.named(WORDS).sum(), "300.5"),
    "the largest under a name": (M.named(WORDS).max(), "90"),
    "a value under a name": (A.named(WORDS), "80.25"),
    "how often": ((M >= "80.5").count(), "2"),
    "how often above": ((M > "80.5").count(), "1"),
    "how often one of two": (((M > 80) | (K > 4)).count(), "3"),
    "how many are known": (M.known(), "4"),
    "how many conditions are known": ((M > K).known(), "4"),
    "how many are due": (M.due(), "4"),
    "how many findings": (FOUND.count(), "2"),
    "no finding": (NONE.count(), "0"),
    "a mean and a mark": (MEAN + A, "155.375"),
    "a mark and a mean": (A + MEAN, "155.375"),
    "a mark less a mean": (A - MEAN, "5.125"),
    "a mean less a mark": (MEAN - A, "-5.125"),
    "a mean less a mean": (MEAN - K.mean(), "73.125"),
    "a mean times a mark": (MEAN * A, "6028.78125"),
    "a mark times a mean": (A * MEAN, "6028.78125"),
    "a mean times a mean": (MEAN * K.mean(), "150.25"),
    "half a mean": (MEAN / 2, "37.5625"),
    "a mean times a share": (MEAN * SHARE, "56.34375"),
    "a mean and a share": (MEAN + SHARE, "75.875"),
    "a mean less a share": (MEAN - SHARE, "74.375"),
    "a share less a mean": (SHARE - MEAN, "-74.375"),
    "a sum over three run-time denominators": (MEAN + SHARE + VALID.share("no"), "4257/56"),
    "a limit above": (A.at_most(80), "80"),
    "a limit above that is not met": (A.at_most("80.3"), "80.25"),
    "a limit below": (A.at_least("80.3"), "80.3"),
    "a limit below in thirds": (A.at_least(Fraction(241, 3)), "241/3"),
    "a limit of a mean": (MEAN.at_most(75), "75"),
    "a limit that a mean keeps": (MEAN.at_least(75).at_most(76), "75.125"),
    "a mean raised in quarters": (MEAN.at_least(Fraction(301, 4)), "75.25"),
    "a limit and more": (MEAN.at_most(75) / 3 + B, "32.5"),
    "a step just reached": (A.steps((60, 1), ("80.25", Fraction(7, 2)), (90, 5)), "3.5"),
    "a step not reached": (A.steps((60, 1), ("80.26", 2), below=Fraction(1, 3)), "1"),
    "below the first step": (N.steps((4, Fraction(1, 2)), (5, 2), below=Fraction(1, 3)), "1/3"),
    "steps of a mean": (MEAN.steps((75, 1), (Fraction(601, 8), Fraction(5, 2)), (76, 3)), "2.5"),
    "points for a code": (C.points({"x": 1, "y": Fraction(5, 2), "z": Fraction(1, 3)}), "2.5"),
    "whole points": (C.points({"x": 1, "y": 2, "z": 3}) + B, "9.5"),
    "one of two": ((A >= "80.25").then(B), "7.5"),
    "the other of two": ((A > "80.25").then(B, otherwise=Fraction(1, 3)), "1/3"),
    "one of two fractions": ((A > 1).then(MEAN, otherwise=SHARE), "75.125"),
    "the other fraction": ((A < 1).then(MEAN, otherwise=SHARE), "0.75"),
    "one of two differences": (N + (A > 1).then(A - B, otherwise=B - A), "75.75"),
    "the best": (best_of(B, A - N, number(Fraction(1, 3))), "77.25"),
    "the least": (least_of(A, B, number(Fraction(22, 3))), "22/3"),
    "votes": (VOTES.how_many("yes", "no"), "7"),
    "all that voted": (VOTES.total(), "8"),
    "valid votes": (VALID.total(), "7"),
    "a share": (SHARE, "3/4"),
    "a share of two": (VOTES.share("yes", "no"), "7/8"),
    "a share of the valid": (VALID.share("yes"), "6/7"),
    "one hundred times a share": (SHARE * 100, "75"),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_is_compiled_exactly(name: str) -> None:
    """Every sort of number is computed in plain integers, with the exact value worked out by hand."""
    expression, expected = NUMBERS[name]
    assert value_of(expression) == Fraction(expected)


CONDITIONS: dict[str, tuple[BoolExpr, bool]] = {
    "below itself": (A < "80.25", False),
    "at most itself": (A <= "80.25", True),
    "above itself": (A > "80.25", False),
    "at least itself": (A >= "80.25", True),
    "equal": (A.is_("80.25"), True),
    "not equal": (A.is_(80), False),
    "more than another": (A > B * 10 + 5, True),
    "more than another and a little": (A > B * 10 + 6, False),
    "the code": (C.is_("y"), True),
    "another code": (C.is_("x"), False),
    "one of the codes": (C.is_in("x", "y"), True),
    "none of the codes": (C.is_in("x", "z"), False),
    "a finding": (FOUND, True),
    "no finding": (NONE, False),
    "two findings": (FOUND.count() >= 2, True),
    "three findings": (FOUND.count() >= 3, False),
    "both": (all_of(A > 1, B > 1, N > 2), True),
    "not both": (all_of(A > 1, B > 1, N > 3), False),
    "either": (any_of(A < 1, B < 1, N < 4), True),
    "neither": (any_of(A < 1, B < 1, N < 3), False),
    "not": (~(A < 1), True),
    "not not": (~(A > 1), False),
    "neither within both": ((A > 1) & ((B < 1) | (N < 1)), False),
    "not either": (~((B < 1) | (N < 1)) & (A > 1), True),
    "every month at least": ((M >= 60).all(), True),
    "every month above": ((M > 60).all(), False),
    "every month at most": ((M <= 90).all(), True),
    "every month below": ((M < 90).all(), False),
    "some month at least": ((M >= 90).any(), True),
    "some month above": ((M > 90).any(), False),
    "some month at most": ((M <= 60).any(), True),
    "some month below": ((M < 60).any(), False),
    "some month above a half": ((Fraction(179, 2) < M).any(), True),
    "some month above another half": ((Fraction(181, 2) < M).any(), False),
    "some month equal": ((M.is_("80.5")).any(), True),
    "every month equal": ((M.is_("80.5")).all(), False),
    "every month beyond a count": ((M > K).all(), True),
    "every month beyond a mark": ((M > A).all(), False),
    "some month beyond a mark": ((M > A).any(), True),
    "some difference above a half": ((M - K > "88.5").any(), True),
    "some difference above": ((M - K > 89).any(), False),
    "a mark beyond some month": ((number(61) > M).any(), True),
    "both in every month": (((M >= 60) & (K >= 0)).all(), True),
    "both in some month": (((M <= 70) & (K >= 5)).any(), True),
    "both in no month": (((M >= 70) & (K >= 5)).any(), False),
    "the share reached": (Fraction(3, 4) <= SHARE, True),
    "the share passed": (Fraction(3, 4) < SHARE, False),
    "a share below a mean": (K.mean() > SHARE, True),
    "a mean reached": (Fraction(601, 8) <= MEAN, True),
    "a mean passed": (Fraction(601, 8) < MEAN, False),
    "a mean beyond its marks": (M.min() + 15 < MEAN, True),
    "a mean beyond a mean": (K.mean() + Fraction(585, 8) < MEAN, False),
}


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_condition_is_compiled_exactly(name: str) -> None:
    """Every sort of condition holds, or does not, exactly at its boundary."""
    condition, expected = CONDITIONS[name]
    assert value_of(condition.then(1, otherwise=2)) == (1 if expected else 2)


def test_a_cycle_of_one_month_is_compiled_alike() -> None:
    """A cycle of one month has that month alone as its mean, its length and its extremes."""
    scheme = declare(kinds=[PLAIN], scoring=[total(MEAN + M.known() * 1000 + (M - K).min())])
    cycle = {"periods": {"month": ["2020-05"]}}
    assert fast(scheme, {"m": ["70.5"], "k": [2]}, cycle=cycle).score == Fraction(1139)


OWN = of("x", "y", key="own", optional=True)
OPTIONAL = score("optional", optional=True)
OPTIONAL_MONTHS = score("months", optional=True, on=MONTH)
MAYBE = Finding("maybe", WORDS, clause="1", optional=True)
ON_MONTHS = Tally("ballots", WORDS, clause="1", options=option("yes", "no"), on=MONTH)
LEFT: dict[str, NumberExpr] = {
    "a function of its own": Computed("f", lambda a: a, (A,), low=0, high=100),
    "a place among all": rank_of(A),
    "working days": DateConst(dt.date(2020, 1, 1)).workdays_until(dt.date(2020, 2, 1)),
    "the next working day": DateConst(dt.date(2020, 1, 1)).until(DateConst(dt.date(2020, 1, 1)).plus_workdays(3)),
    "optional findings of each month": MAYBE.during(MONTH).sum(),
    "how many different shares": ON_MONTHS.share("yes").distinct(),
    "how many months are due for quotients": (M / K).due(),
    "what is open in some month": unsettled(M > 50, M).count(),
}


@pytest.mark.parametrize("name", LEFT)
def test_what_has_no_compiled_form_leaves_its_kind_to_the_walker(name: str) -> None:
    """A function of the scheme's own, a place among all, working days, and a few mixtures are walked."""
    assert compile_all(assemble(declare(kinds=[PLAIN], scoring=[total(LEFT[name])]))) == {}


def test_quotients_by_nothing_are_not_known() -> None:
    """Where a month's divisor is 0 its quotient is absent, and `known` does not count it, in a complete record too."""
    scheme = declare(kinds=[PLAIN], scoring=[total((M / K).known())])
    case = case_of(scheme, {"P": facts_of(scheme)})
    assert [outcome.score for outcome in Evaluation(case.cohort).outcomes()] == [3]


def test_a_series_that_may_be_left_out_counts_no_month_as_known() -> None:
    """Where an optional series is left out none of its months is known, however many the cycle has."""
    scheme = declare(kinds=[PLAIN], scoring=[total(M.sum() + OPTIONAL_MONTHS.known())])
    case = case_of(scheme, {"P": facts_of(scheme)})
    assert [outcome.score for outcome in Evaluation(case.cohort).outcomes()] == [Fraction("300.5")]


def test_months_are_due_although_only_findings_read_them() -> None:
    """A kind that has no series of months can still ask how many months are due."""
    scheme = declare(kinds=[PLAIN], scoring=[total(FOUND.during(MONTH).due())])
    case = case_of(scheme, {"P": facts_of(scheme)})
    assert [outcome.score for outcome in Evaluation(case.cohort).outcomes()] == [4]


# --- rules --------------------------------------------------------------------------------------------------------

PRINTED = (Band(BEST, low=90), Band(GOOD, low=60, high=89), Band(POOR, below="59.5"))


def kind_of(*veto: Rule, scoring: Any = None, grades: tuple[str, ...] = GRADES, **hooks: Any) -> Any:
    """A scheme that grades the mark `a` by bands, with those limits and flags."""
    rules = scoring if scoring is not None else [total(A), bands(A)]
    return declare(kinds=[Kind("person", WORDS, grades)], scoring=rules, veto=veto, readings=READ, **hooks)


def cap(grade: str, when: BoolExpr, id: str = "cap", **more: Any) -> Ceiling:  # noqa: A002  # the field's own name
    """A ceiling."""
    return Ceiling(grade, **lines(id), when=when, **more)


def flag(when: BoolExpr, id: str = "flag", **more: Any) -> Flag:  # noqa: A002  # the field's own name
    """A flag whose text is its id."""
    return Flag(**lines(id), flag=id, when=when, **more)


def notice(when: BoolExpr, id: str = "notice", **more: Any) -> Consequence:  # noqa: A002  # the field's own name
    """A notice."""
    return Consequence(**lines(id), when=when, **more)


@pytest.mark.parametrize(
    ("mark", "grade", "gap"),
    [
        ("100", BEST, False),
        ("90", BEST, False),
        ("89.99", GOOD, True),
        ("89.01", GOOD, True),
        ("89", GOOD, False),
        ("60", GOOD, False),
        ("59.99", POOR, True),
        ("59.5", POOR, True),
        ("59.49", POOR, False),
        ("0", POOR, False),
    ],
)
def test_printed_bands_are_compiled_with_their_gaps(mark: str, grade: str, gap: bool) -> None:
    """Each band begins at its low, included; a score between two printed bands is flagged, with the assumption."""
    scheme = kind_of(scoring=[total(A), bands(A, bands=PRINTED, gap_flag="between")])
    outcome = fast(scheme, {"a": mark})
    assert (outcome.state, outcome.grade, outcome.provisional_grade) == ("decided", grade, grade)
    assert (outcome.score, outcome.rules) == (Fraction(mark), ("total", "bands"))
    assert outcome.flags == (("between",) if gap else ())
    assert outcome.assumptions == (("A",) if gap else ())


@pytest.mark.parametrize(("mark", "grade"), [("90", BEST), ("89", GOOD), ("60", GOOD), ("59.49", POOR)])
def test_bands_whose_gaps_go_to_a_person_are_compiled_outside_them(mark: str, grade: str) -> None:
    """A score inside a printed band is graded at once; one between two bands is left to the walker, and a person."""
    scheme = kind_of(scoring=[total(A), bands(A, bands=PRINTED, reading="refer")])
    assert fast(scheme, {"a": mark}).grade == grade
    assert walked(scheme, {"a": "89.5"}).state == walked(scheme, {"a": "59.5"}).state == "decision"


def test_bands_without_a_gap_may_be_declared_for_a_person_too() -> None:
    """Where nothing lies between the bands every score is graded at once under either reading."""
    scheme = kind_of(scoring=[total(A), bands(A, reading="refer")])
    assert [fast(scheme, {"a": mark}).grade for mark in ("90", "89.99", "59.99")] == [BEST, GOOD, POOR]


def test_bands_printed_by_their_lower_ends_have_no_gaps() -> None:
    """Bands that say only where they begin are compiled with nothing between them."""
    printed = (Band(BEST, low=90), Band(GOOD, low=60), Band(POOR))
    scheme = kind_of(scoring=[total(A), bands(A, bands=printed)])
    found = [fast(scheme, {"a": mark}) for mark in ("90", "89.99", "60", "59.99")]
    assert [(outcome.grade, outcome.flags) for outcome in found] == [(BEST, ()), (GOOD, ()), (GOOD, ()), (POOR, ())]


@pytest.mark.parametrize(
    ("reading", "grades"), [("half-up", (BEST, GOOD, GOOD, POOR, POOR)), ("truncate", (GOOD, GOOD, POOR, POOR, POOR))]
)
def test_bands_on_rounded_scores_are_compiled(reading: str, grades: tuple[str, ...]) -> None:
    """A score between two printed bands is rounded first, as its reading says; one inside a band is not."""
    scheme = kind_of(scoring=[total(A), bands(A, bands=PRINTED, reading=reading)])
    found = [fast(scheme, {"a": mark}) for mark in ("89.5", "89.49", "59.5", "59.49", "59")]
    assert tuple(outcome.grade for outcome in found) == grades
    thirds = kind_of(
        scoring=[total(A / 3), bands(A / 3, bands=(Band(BEST, low=20), Band(POOR, below=19)), reading=reading)]
    )
    assert fast(thirds, {"a": "58.5"}).grade == (BEST if reading == "half-up" else POOR)


def test_bands_of_the_score_read_the_limited_total() -> None:
    """Bands of the score itself grade it with its bonus, its penalty and its limits."""
    scheme = kind_of(
        scoring=[total(A, at_most=100, at_least=5), bands(ScoreOf(), bands=(*PRINTED[:2], Band(POOR, below="59.5")))],
        bonus_penalty=[Bonus(**lines("bonus"), points=B), Penalty(**lines("penalty"), points=N * 2)],
    )

    def found(a: str, b: str, n: int) -> tuple[Any, ...]:
        outcome = fast(scheme, {"a": a, "b": b, "n": n})
        return outcome.score, outcome.grade, outcome.rules

    assert found("80", "10", 0) == (90, BEST, ("total", "bands", "bonus"))
    assert found("90", "0", 1) == (88, GOOD, ("total", "bands", "penalty"))
    assert found("99", "10", 2) == (100, BEST, ("total", "bands", "bonus", "penalty"))
    assert found("10", "0", 9) == (5, POOR, ("total", "bands", "penalty"))
    assert found("60", "0", 0) == (60, GOOD, ("total", "bands"))


def test_the_worst_ceiling_in_force_is_the_grade() -> None:
    """Of several ceilings the worst in force limits the grade; one that is not in force leaves no trace."""
    scheme = kind_of(cap(GOOD, N >= 1, "n1"), cap(POOR, N >= 3, "n3"), cap(GOOD, FOUND, "found"))

    def found(mark: str, n: int, *rows: Any) -> tuple[str | None, tuple[str, ...]]:
        outcome = fast(scheme, {"a": mark, "n": n, "found": list(rows)})
        return outcome.grade, outcome.rules

    assert found("95", 0) == (BEST, ("total", "bands"))
    assert found("95", 1) == (GOOD, ("total", "bands", "n1"))
    assert found("95", 0, ROW) == (GOOD, ("total", "bands", "found"))
    assert found("95", 2, ROW) == (GOOD, ("total", "bands", "n1", "found"))
    assert found("95", 3) == (POOR, ("total", "n1", "n3"))
    assert found("70", 1) == (GOOD, ("total", "bands", "n1"))
    assert found("50", 1) == (POOR, ("total", "bands", "n1"))


def test_a_ceiling_that_awaits_its_recheck_is_walked_while_its_condition_holds() -> None:
    """An open re-check goes to the walker; without it the record, and the ceilings after it, stay in the fast lane."""
    scheme = kind_of(cap(POOR, FOUND, "checked", confirm=True), cap(GOOD, N >= 1, "n1"))
    assert fast(scheme, {"a": 95, "n": 1, "found": []}).grade == GOOD
    assert fast(scheme, {"a": 95, "n": 0, "found": []}).grade == BEST
    assert walked(scheme, {"a": 95, "n": 0, "found": [ROW]}).pending == ("checked",)


@pytest.mark.parametrize(("status", "grade"), [("confirmed", POOR), ("rejected", BEST)])
def test_a_settled_recheck_is_compiled(status: str, grade: str) -> None:
    """A confirmed re-check puts its ceiling in force while the condition holds; a rejected one never does."""
    scheme = kind_of(cap(POOR, FOUND, "checked", confirm=True), cap(POOR, OPTIONAL < 1, "maybe", confirm=True))
    recheck = {"status": status, "document": "组发〔2020〕9号"}
    facts = {"a": 95, "optional": 5}
    found = fast(scheme, {**facts, "found": [ROW]}, rechecks={"checked": recheck})
    assert (found.grade, "checked" in found.rules) == (grade, status == "confirmed")
    assert fast(scheme, {**facts, "found": []}, rechecks={"checked": recheck}).grade == BEST
    assert fast(scheme, {"a": 95, "found": []}, rechecks={"maybe": {**recheck, "status": "rejected"}}).grade == BEST
    assert (
        walked(scheme, {"a": 95, "found": []}, rechecks={"maybe": {**recheck, "status": "confirmed"}}).state
        == "decision"
    )
    assert walked(scheme, {**facts, "found": [ROW]}, rechecks={"checked": {"status": "pending"}}).state == "pending"


def test_who_is_not_eligible_is_compiled_and_who_is_referred_is_walked() -> None:
    """Who is not appraised is told so at once; whose grade a person decides is left to the walker."""
    scheme = kind_of(
        Refer(**lines("refer"), when=N >= 5),
        eligibility=[Eligibility(**lines("eligible"), when=D >= 180, otherwise=WORDS)],
    )
    assert fast(scheme, {"a": 95, "n": 4, "d": 180}).rules == ("total", "bands")
    refused = fast(scheme, {"a": 95, "n": 4, "d": 179})
    assert (refused.state, refused.rules, refused.grade) == ("not_appraised", ("eligible",), None)
    assert walked(scheme, {"a": 95, "n": 5, "d": 180}).state == "decision"


def test_floors_are_compiled_with_their_ceilings() -> None:
    """The grade is no worse than any floor in force and no better than any ceiling; where the two meet a person decides."""
    scheme = kind_of(
        cap(GOOD, D >= 1, "cap"), cap(POOR, D >= 9, "worst"), Floor(GOOD, **lines("floor"), when=N >= 1),
        Floor(BEST, **lines("best"), when=N >= 2),
    )  # fmt: skip

    def found(mark: int, n: int, d: int) -> tuple[str | None, tuple[str, ...]]:
        outcome = fast(scheme, {"a": mark, "n": n, "d": d})
        return outcome.grade, outcome.rules

    assert found(50, 0, 0) == (POOR, ("total", "bands"))
    assert found(50, 1, 0) == (GOOD, ("total", "bands", "floor"))
    assert found(95, 1, 0) == (BEST, ("total", "bands", "floor"))
    assert found(95, 1, 1) == (GOOD, ("total", "cap", "floor"))
    assert found(50, 2, 0) == (BEST, ("total", "floor", "best"))
    assert walked(scheme, {"a": 95, "n": 1, "d": 9}).state == "decision"
    assert walked(scheme, {"a": 95, "n": 2, "d": 1}).state == "decision"


def test_a_limit_on_the_grade_itself_is_walked() -> None:
    """A limit that asks for the grade that it limits has no compiled form."""
    assert not compiles(kind_of(cap(GOOD, GradeIs((BEST,)))))


def test_a_flag_may_ask_for_the_final_grade_among_other_things() -> None:
    """A condition that joins the final grade with facts is told for each grade, also where one part alone settles it."""
    scheme = kind_of(
        flag(GradeIs((BEST,)) & (N > 1), "both"),
        flag(~GradeIs((BEST,)) | (N > 8), "either"),
        procedure=[notice(any_of(GradeIs((BEST,)), GradeIs((POOR,))), "ends")],
    )

    def found(mark: int, n: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        outcome = fast(scheme, {"a": mark, "n": n})
        return outcome.flags, tuple(notice.rule for notice in outcome.notices)

    assert found(95, 1) == ((), ("ends",))
    assert found(95, 2) == (("both",), ("ends",))
    assert found(95, 9) == (("both", "either"), ("ends",))
    assert found(70, 2) == (("either",), ())
    assert found(10, 9) == (("either",), ("ends",))


def test_bands_that_bind_are_compiled_where_no_limit_moves_the_grade() -> None:
    """Bands that no limit may leave grade by themselves; where a limit would move the grade a person decides."""
    scheme = kind_of(cap(GOOD, N >= 1), scoring=[total(A), bands(A, follows=True)])
    assert fast(scheme, {"a": 95, "n": 0}).grade == BEST
    assert fast(scheme, {"a": 70, "n": 1}).grade == GOOD
    assert walked(scheme, {"a": 95, "n": 1}).state == "decision"


def test_a_kind_without_grades_may_refer_everybody() -> None:
    """Where the result is a person's to give, the outcome says by which rules, with its exact score."""
    rules = [Refer(**lines("z"), when=N >= 1), Refer(**lines("b"), when=A >= 0), Refer(**lines("never"), when=N > 50)]
    scheme = declare(kinds=[PLAIN], scoring=[total(A), *rules])
    outcome = fast(scheme, {"a": "70.5", "n": 1})
    assert (outcome.state, outcome.grade, outcome.score) == ("decision", None, Fraction("70.5"))
    assert [reason.rule for reason in outcome.reasons] == ["b", "z"]
    assert outcome.rules == ("total", "z", "b")
    assert [reason.rule for reason in fast(scheme, {"a": 1, "n": 0}).reasons] == ["b"]
    optional = declare(kinds=[PLAIN], scoring=[total(A), Refer(**lines("z"), when=OPTIONAL >= 1)])
    assert walked(optional, {"a": 1}).state == "decision"
    assert fast(optional, {"a": 1, "optional": 0}).state == "decided"


def test_what_nobody_needs_may_be_missing() -> None:
    """A record that lacks an entry is graded at once where the entry is not needed, and walked where it is."""
    scheme = kind_of(scoring=[total(FOUND.then(B * 2, otherwise=A)), bands(A)])
    assert fast(scheme, {"a": 95, "found": []}).score == 95
    assert walked(scheme, {"a": 95, "found": [ROW]}).needs == ("b",)
    assert walked(scheme, {"b": 5, "found": []}).needs == ("a",)
    assert walked(scheme, {"a": 95, "b": 5}).state == "needs"
    bare = declare(kinds=[PLAIN], scoring=[total(A)])
    assert walked(bare, {}).needs == ("a",)


def test_a_kind_with_grades_and_no_rule_for_them_is_walked() -> None:
    """Where nothing sets the grade a person does, so there is nothing to compile."""
    assert not compiles(kind_of(scoring=[total(A)]))


CHOSEN = of(*GRADES, key="chosen")


def test_a_proposed_grade_is_compiled() -> None:
    """The grade that people propose stands, or the ceiling in force; a kind may have no score at all."""
    scheme = kind_of(cap(GOOD, N >= 1), scoring=[Proposed(**lines("proposed"), by=CHOSEN)])

    def found(chosen: str, n: int) -> tuple[str | None, tuple[str, ...], Fraction | None]:
        outcome = fast(scheme, {"chosen": chosen, "n": n})
        return outcome.grade, outcome.rules, outcome.score

    assert found(BEST, 0) == (BEST, ("proposed",), None)
    assert found(BEST, 1) == (GOOD, ("proposed", "cap"), None)
    assert found(POOR, 1) == (POOR, ("proposed", "cap"), None)
    assert found(GOOD, 0) == (GOOD, ("proposed",), None)


def test_a_proposal_that_is_not_there_is_walked() -> None:
    """A proposal that may be left out, or is another's, is graded at once where it is there."""
    optional = of(*GRADES, key="chosen", optional=True)
    scheme = kind_of(scoring=[Proposed(**lines("proposed"), by=optional)])
    assert fast(scheme, {"chosen": BEST}).grade == BEST
    assert walked(scheme, {}).state == "decision"


def test_rows_that_moved_are_named() -> None:
    """A row of a point table is named where it lost points, or earned any; the sum of all rows is the score."""
    item: dict[str, Any] = {"clause": "1", "text": WORDS}
    table = PointTable(
        **lines("table"),
        items=(
            Item(id="1", points=60, parts=(ItemPart(id="1a", points=20, loses=N * 7, **item),), **item),
            Item(id="2", points="39.5", parts=(ItemPart(id="2a", points=9, loses=D, uncapped=True, **item),), **item),
            Item(id="3", points="0.5", earns=B / 3, **item),
        ),
    )
    scheme = kind_of(flag(N > 1), scoring=[table, bands(ScoreOf())])

    def found(n: int, d: int, b: str) -> tuple[Fraction | None, tuple[str, ...]]:
        outcome = fast(scheme, {"n": n, "d": d, "b": b})
        return outcome.score, outcome.rules

    assert found(0, 0, "0") == (Fraction("99.5"), ("table", "bands"))
    assert found(1, 0, "0") == (Fraction("92.5"), ("table", "1", "bands"))
    assert found(3, 0, "0.1") == (Fraction(1193, 15), ("table", "1", "3", "bands", "flag"))
    assert found(0, 40, "9") == (Fraction("60.5"), ("table", "2", "3", "bands"))


def test_flags_and_notices_show_while_they_hold() -> None:
    """Flags and notices are named in declared order with their assumptions, each once; notices with their text."""
    scheme = kind_of(
        flag(N >= 1, "one", assumption="B"),
        flag(D >= 9, "nine", assumption=("A", "B")),
        procedure=[notice(GradeIs((BEST, GOOD)), "well"), notice(N >= 2, "two"), notice(GradeIs((POOR,)), "badly")],
    )

    def found(mark: int, n: int, d: int) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        outcome = fast(scheme, {"a": mark, "n": n, "d": d})
        assert {notice.text for notice in outcome.notices} <= {WORDS}
        return outcome.flags, tuple(notice.rule for notice in outcome.notices), outcome.assumptions

    assert found(95, 0, 0) == ((), ("well",), ())
    assert found(60, 1, 8) == (("one",), ("well",), ("B",))
    assert found(95, 2, 9) == (("one", "nine"), ("well", "two"), ("B", "A"))
    assert found(59, 0, 9) == (("nine",), ("badly",), ("A", "B"))


def test_a_flag_on_an_optional_input_never_shows_without_it() -> None:
    """A flag that reads an optional code or list shows only where all of them are there and it holds."""
    scheme = kind_of(
        flag(OWN.is_("x"), "own"),
        flag(MAYBE, "found"),
        flag(MAYBE.count() < 2, "few"),
        flag(A > 90, "high"),
    )

    def shown(**facts: Any) -> tuple[str, ...]:
        return fast(scheme, {"a": 91} | facts).flags

    assert shown() == ("high",)
    assert shown(own="x") == ("own", "high")
    assert shown(own="y", maybe=[]) == ("few", "high")
    assert shown(own="x", maybe=[ROW]) == ("own", "found", "few", "high")
    assert shown(maybe=[ROW, SECOND], a=90) == ("found",)


def test_an_optional_input_inside_a_wider_condition_is_absent_alone() -> None:
    """A condition that holds without its optional input holds; one that rests on it is neither true nor false."""
    scheme = kind_of(
        flag(OWN.is_("x") | (A > 50), "or"),
        flag(~OWN.is_("x"), "not"),
        flag(MAYBE & (A > 50), "and"),
        flag(OPTIONAL < 1, "number"),
    )

    def shown(mark: int, **facts: Any) -> tuple[str, ...]:
        return fast(scheme, {"a": mark} | facts).flags

    assert shown(60) == ("or",)
    assert shown(50) == ()
    assert shown(50, own="x") == ("or",)
    assert shown(50, own="y") == ("not",)
    assert shown(60, own="y", maybe=[ROW]) == ("or", "not", "and")
    assert shown(50, maybe=[], optional=0) == ("number",)


def test_a_limit_whose_condition_is_absent_is_walked() -> None:
    """A ceiling that rests on an optional input is in force, or not, where it is there; without it a person decides."""
    scheme = kind_of(cap(GOOD, OPTIONAL < 50))
    assert fast(scheme, {"a": 95, "optional": 49}).grade == GOOD
    assert fast(scheme, {"a": 95, "optional": 50}).grade == BEST
    assert walked(scheme, {"a": 95}).state == "decision"


def test_a_kind_of_one_grade_has_nothing_to_propose() -> None:
    """Where there is one grade only, no rule moved it there: the bands take no part in the outcome."""
    scheme = kind_of(scoring=[total(A), bands(A, bands=(Band("合格", low=0),))], grades=("合格",))
    outcome = fast(scheme, {"a": 70})
    assert (outcome.grade, outcome.rules) == ("合格", ("total",))


def test_who_they_are_is_told_as_entered() -> None:
    """A compiled outcome names the person, their kind and their score as the walker does."""
    outcome = fast(kind_of(), {"a": "70.50"})
    assert (outcome.id, outcome.name, outcome.kind, outcome.score) == ("P", "甲", "person", Fraction("70.5"))


UNCOMPILED = Computed("f", lambda a: a, (A,), low=0, high=100)


def test_each_kind_has_a_lane_of_its_own() -> None:
    """Of two kinds each is packed and compiled by its own rules; one that must be walked is not packed."""
    first, second, third = (Kind(name, WORDS, GRADES) for name in ("first", "second", "third"))
    scheme = declare(
        kinds=[first, second, third],
        scoring={
            "first": [total(A), bands(A)],
            "second": [total(N), bands(N)],
            "third": [total(UNCOMPILED), bands(UNCOMPILED)],
        },
        readings=READ,
    )
    people = {
        "P": {"kind": "first", "facts": {"a": "90.5"}},
        "Q": {"kind": "second", "facts": {"n": 61}},
        "R": {"kind": "third", "facts": {"a": "60"}},
    }
    case = case_of(scheme, people)
    lane, appraisees = case.cohort.lane, case.cohort.appraisees
    assert lane is not None
    assert [lane.compiled(name) is not None for name in ("first", "second", "third", "none")] == [
        True,
        True,
        False,
        False,
    ]
    assert [appraisees[name].packed for name in "PQR"] == [(9050,), (61,), None]
    assert lane.pack("first", {"a": "90.5"}) == (9050,)
    assert [lane.pack(kind, {"a": "90.5"}) for kind in ("second", "third", "none")] == [None, None, None]
    evaluation = Evaluation(case.cohort)
    assert [verdict is not None for _, verdict in evaluation.verdicts()] == [True, True, False]
    assert [outcome.grade for outcome in evaluation.outcomes()] == [BEST, GOOD, GOOD]
