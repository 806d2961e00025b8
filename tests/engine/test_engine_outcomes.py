"""From score to outcome: bands, ceilings, floors, re-checks, referrals, decisions, and the six states."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from kaohe.cases import case_from_data
from kaohe.engine import Evaluation, Outcome
from kaohe.errors import CaseError
from kaohe.rules import (
    Asks,
    Band,
    Bonus,
    Ceiling,
    Consequence,
    Date,
    Eligibility,
    Finding,
    Flag,
    Floor,
    GradeIs,
    Item,
    ItemPart,
    Link,
    Penalty,
    Periods,
    PointTable,
    Proposed,
    Reading,
    Refer,
    ScoreOf,
    Tally,
    assemble,
)
from kaohe.rules.nodes import number
from kaohe.rules.tools import Rule, show
from kaohe.words import Text
from scheme_kit import (
    GRADES,
    MONTH,
    PERSON,
    PLAIN,
    POINTS,
    WORDS,
    bands,
    count,
    declare,
    lines,
    of,
    option,
    outcome_of,
    outcomes,
    raw_case,
    score,
    total,
)

BEST, GOOD, POOR = GRADES
A = (Reading("A", WORDS, WORDS),)
X, Y = count("x"), count("y")
BALLOT = Tally("ballot", WORDS, clause="1", options=option("yes", "no"))
NO_VOTES = {"issued": 9, "collected": 0, "spoilt": 0, "blank": 0, "yes": 0, "no": 0}
ABSENT = {"absent": "not-assessed", "reason": "未考核"}


def ceiling(grade: str, when: Any, id: str = "cap", **more: Any) -> Ceiling:  # noqa: A002  # the field's own name
    """A ceiling."""
    return Ceiling(grade, **lines(id), when=when, **more)


def floor(grade: str, when: Any, id: str = "floor", **more: Any) -> Floor:  # noqa: A002  # the field's own name
    """A floor."""
    return Floor(grade, **lines(id), when=when, **more)


def graded(*limits: Rule, **options: Any) -> Any:
    """A scheme that grades the mark by bands, under the limits given."""
    return declare(scoring=[total(), bands(**options)], veto=limits, readings=A)


def judged(*limits: Rule, rechecks: Any = None, decisions: Any = (), **facts: Any) -> Outcome:
    """The outcome of one person under those limits."""
    person = {"facts": facts, **({"rechecks": rechecks} if rechecks else {})}
    return outcomes(graded(*limits), {"P": person}, decisions=list(decisions))["P"]


def confirmed(document: str = "组发〔2020〕5号") -> dict[str, str]:
    """A re-check that confirmed."""
    return {"status": "confirmed", "document": document}


# --- bands --------------------------------------------------------------------------------------------------------

PRINTED = (Band(BEST, low=90), Band(GOOD, low=60, high=89), Band(POOR, below=60))
READINGS = {
    ("half-open", "89"): (GOOD, False),
    ("half-open", "89.01"): (GOOD, True),
    ("half-open", "89.99"): (GOOD, True),
    ("half-open", "90"): (BEST, False),
    ("half-up", "89.49"): (GOOD, True),
    ("half-up", "89.5"): (BEST, True),
    ("half-up", "59.5"): (POOR, False),
    ("half-up", "59.99"): (POOR, False),
    ("half-up", "60"): (GOOD, False),
    ("truncate", "89.99"): (GOOD, True),
    ("truncate", "59.99"): (POOR, False),
    ("truncate", "60"): (GOOD, False),
    ("refer", "89.5"): (None, True),
    ("refer", "89"): (GOOD, False),
    ("refer", "90"): (BEST, False),
}


@pytest.mark.parametrize(("reading", "mark"), READINGS)
def test_a_gap_between_bands_is_read_as_declared(reading: str, mark: str) -> None:
    """Between 89 and 90 the declared reading decides; the outcome is flagged and carries the assumption."""
    grade, in_gap = READINGS[reading, mark]
    outcome = outcome_of(graded(bands=PRINTED, reading=reading), mark=mark)
    assert (outcome.state, outcome.grade) == ("decided" if grade else "decision", grade)
    assert outcome.flags == (("band gap",) if in_gap else ())
    assert outcome.assumptions == (("A",) if in_gap and grade else outcome.assumptions if in_gap else ())


@pytest.mark.parametrize(
    ("mark", "flags"), [("58.99", ()), ("59", ("band gap",)), ("59.99", ("band gap",)), ("60", ())]
)
def test_a_gap_above_an_open_end_is_a_gap_too(mark: str, flags: tuple[str, ...]) -> None:
    """Where the lower band is printed as "below 59" and the next begins at 60, 59 itself lies in the gap."""
    printed = (Band(BEST, low=90), Band(GOOD, low=60, below=90), Band(POOR, below=59))
    outcome = outcome_of(graded(bands=printed), mark=mark)
    assert (outcome.grade, outcome.flags) == (GOOD if mark == "60" else POOR, flags)


def test_a_referred_gap_may_be_decided_either_way_but_no_further() -> None:
    """A person may take either neighbour of the gap; a decision for a third grade does not hold."""
    scheme = graded(bands=PRINTED, reading="refer")

    def decided(grade: str) -> Outcome:
        note = {"appraisee": "P", "grade": grade, "reason": "集体研究", "document": "组发〔2020〕5号"}
        return outcomes(scheme, {"P": {"mark": "89.5"}}, decisions=[note])["P"]

    assert [decided(grade).grade for grade in GRADES] == [BEST, GOOD, None]
    assert decided(POOR).state == "decision"


def test_an_interval_within_one_band_is_decided_only_with_its_score() -> None:
    """A grade that no missing mark can change still needs the score, where the score is part of the outcome."""
    value = POINTS + X
    scheme = declare(scoring=[total(value, at_most=100), bands(value)], readings=A)
    outcome = outcome_of(scheme, mark=95)
    assert (outcome.state, outcome.grade, outcome.needs) == ("needs", None, ("x",))
    assert outcome.provisional_grade == BEST
    assert outcome.as_json()["score_range"] == ["95", "100"]


def test_a_score_that_only_orders_is_not_waited_for() -> None:
    """Where the score is not required the grade stands without it."""
    scheme = declare(
        scoring=[total(X, required=False), Proposed(**lines("people"), by=of(*GRADES, key="proposed"))],
    )
    assert outcome_of(scheme, proposed=GOOD).grade == GOOD


# --- ceilings and floors ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limits", "mark", "grade", "rules"),
    [
        ([ceiling(GOOD, X > 0)], 95, GOOD, {"cap"}),
        ([ceiling(GOOD, X > 0)], 50, POOR, {"cap"}),
        ([ceiling(GOOD, X > 1)], 95, BEST, set()),
        ([ceiling(GOOD, X > 0, "a"), ceiling(POOR, X >= 1, "b", assumption="A")], 95, POOR, {"a", "b"}),
        ([floor(GOOD, X > 0)], 50, GOOD, {"floor"}),
        ([floor(GOOD, X > 0)], 95, BEST, {"floor"}),
        ([floor(GOOD, X > 0), ceiling(GOOD, X >= 1)], 95, GOOD, {"cap", "floor"}),
        ([floor(GOOD, X > 0), ceiling(GOOD, X >= 1)], 50, GOOD, {"cap", "floor"}),
    ],
)
def test_the_grade_is_clamped_by_every_limit_that_holds(
    limits: list[Rule], mark: int, grade: str, rules: set[str]
) -> None:
    """The lowest ceiling and the highest floor count; all that held are recorded, the score stays."""
    outcome = judged(*limits, mark=mark, x=1)
    assert (outcome.state, outcome.grade) == ("decided", grade)
    assert outcome.score == mark
    assert rules == set(outcome.rules) & {"cap", "floor", "a", "b"}


def test_the_order_of_limits_does_not_matter() -> None:
    """The same limits in another order give the same grade."""
    limits = [ceiling(GOOD, X > 0, "a"), ceiling(POOR, X >= 1, "b"), floor(POOR, X > 0, "c")]
    assert judged(*limits, mark=95, x=1).grade == judged(*reversed(limits), mark=95, x=1).grade == POOR


def test_a_floor_above_a_ceiling_goes_to_a_person() -> None:
    """Two rules that contradict each other for somebody are not settled by either."""
    limits = [floor(BEST, X > 0), ceiling(POOR, Y > 0)]
    outcome = judged(*limits, mark=75, x=1, y=1)
    assert (outcome.state, outcome.grade) == ("decision", None)
    assert [reason.rule for reason in outcome.reasons] == ["floor-above-ceiling"]
    assert judged(*limits, mark=75, x=1, y=0).grade == BEST
    assert judged(*limits, mark=75, x=0, y=1).grade == POOR
    decided = judged(*limits, mark=75, x=1, y=1, decisions=[decision(GOOD)])
    assert (decided.state, decided.grade) == ("decided", GOOD)


def decision(grade: str, who: str = "P") -> dict[str, str]:
    """A recorded decision."""
    return {"appraisee": who, "grade": grade, "reason": "集体研究", "document": "组发〔2020〕5号"}


def test_a_limit_that_moves_a_grade_out_of_its_band_is_referred_where_grades_follow_scores() -> None:
    """Where the scheme says that the grade follows the score, a limit that parts them goes to a person."""
    scheme = declare(scoring=[total(), bands(follows=True)], veto=[ceiling(GOOD, X > 0)], readings=A)
    moved, kept = outcome_of(scheme, mark=95, x=1), outcome_of(scheme, mark=75, x=1)
    assert (moved.state, kept.state, kept.grade) == ("decision", "decided", GOOD)


# --- re-checks ----------------------------------------------------------------------------------------------------

CONFIRMED_ONLY = ceiling(POOR, X > 0, confirm=True)


def test_a_limit_under_recheck_counts_once_confirmed() -> None:
    """Pending it leaves the outcome open, confirmed it counts, rejected it does not."""
    pending = judged(CONFIRMED_ONLY, mark=95, x=1)
    assert (pending.state, pending.grade, pending.provisional_grade, pending.pending) == (
        "pending",
        None,
        BEST,
        ("cap",),
    )
    assert pending.score == 95
    held = judged(CONFIRMED_ONLY, mark=95, x=1, rechecks={"cap": confirmed()})
    assert (held.state, held.grade) == ("decided", POOR)
    assert "cap" in held.rules
    rejected = judged(CONFIRMED_ONLY, mark=95, x=1, rechecks={"cap": {"status": "rejected", "document": "1号"}})
    assert (rejected.state, rejected.grade) == ("decided", BEST)
    assert "cap" not in rejected.rules


def test_no_recheck_is_open_where_the_condition_does_not_hold() -> None:
    """A confirmed re-check changes nothing where its condition does not hold."""
    assert judged(CONFIRMED_ONLY, mark=95, x=0).state == "decided"
    assert judged(CONFIRMED_ONLY, mark=95, x=0, rechecks={"cap": confirmed()}).grade == BEST


@pytest.mark.parametrize(
    ("others", "mark"),
    [([ceiling(POOR, X >= 1, "other")], 95), ([], 50)],
    ids=["beside a confirmed ceiling", "below its own grade already"],
)
def test_a_dominated_recheck_does_not_block(others: list[Rule], mark: int) -> None:
    """A pending ceiling that could not lower the grade any further leaves the outcome decided."""
    outcome = judged(CONFIRMED_ONLY, *others, mark=mark, x=1)
    assert (outcome.state, outcome.grade, outcome.pending) == ("decided", POOR, ())


def test_a_pending_ceiling_above_the_grade_does_not_block() -> None:
    """A pending ceiling at a grade that the score does not reach changes nothing."""
    outcome = judged(ceiling(GOOD, X > 0, confirm=True), mark=75, x=1)
    assert (outcome.state, outcome.grade) == ("decided", GOOD)


def test_needs_come_before_pending() -> None:
    """While data is missing too, the state is `needs`, and both are named."""
    outcome = judged(CONFIRMED_ONLY, x=1)
    assert (outcome.state, outcome.needs, outcome.pending) == ("needs", ("mark",), ("cap",))


def test_a_vetoed_record_is_decided_without_its_marks() -> None:
    """Where a limit alone fixes the grade the missing marks are not asked for."""
    outcome = judged(ceiling(POOR, X > 0), x=1)
    assert (outcome.state, outcome.grade, outcome.score, outcome.needs) == ("decided", POOR, None, ())


# --- conditions that do not exist ---------------------------------------------------------------------------------

ONE_THIRD = ceiling(POOR, BALLOT.share("no") > Fraction(1, 3))


def test_a_ballot_without_votes_triggers_nothing_and_excuses_nothing() -> None:
    """0 of 0 votes is neither above nor below a third: a person decides."""
    outcome = judged(ONE_THIRD, mark=95, ballot=NO_VOTES)
    assert (outcome.state, outcome.grade) == ("decision", None)
    assert [reason.rule for reason in outcome.reasons] == ["cap"]
    assert judged(ONE_THIRD, mark=50, ballot=NO_VOTES).state == "decided"


@pytest.mark.parametrize(("no", "grade"), [(3, BEST), (4, POOR), (0, BEST), (9, POOR)])
def test_a_share_is_compared_exactly(no: int, grade: str) -> None:
    """3 of 9 is not above a third, 4 of 9 is."""
    ballot = {"issued": 9, "collected": 9, "spoilt": 0, "blank": 0, "yes": 9 - no, "no": no}
    assert judged(ONE_THIRD, mark=95, ballot=ballot).grade == grade


def test_an_absent_mark_is_a_decision() -> None:
    """A mark recorded as absent leaves no score to grade: a person decides, and may."""
    outcome = judged(mark=ABSENT)
    assert (outcome.state, outcome.score, outcome.grade) == ("decision", None, None)
    assert judged(mark=ABSENT, decisions=[decision(GOOD)]).grade == GOOD


# --- eligibility, referrals, proposals, flags, consequences -------------------------------------------------------

HERE = Eligibility(**lines("here"), when=Y >= 6, otherwise=Text("posted less than six months", "派驻不足六个月"))


def test_who_is_not_eligible_is_not_appraised() -> None:
    """The outcome has the reason and nothing else; one month more and it is appraised."""
    scheme = declare(eligibility=[HERE], scoring=[total(), bands()], readings=A)
    out, within = outcome_of(scheme, y=5, mark=95), outcome_of(scheme, y=6, mark=95)
    assert (out.state, out.score, out.grade) == ("not_appraised", None, None)
    assert out.reasons[0].text.zh == "派驻不足六个月"
    assert (within.state, within.grade) == ("decided", BEST)


def test_an_open_eligibility_is_needed() -> None:
    """Whether somebody is appraised at all must be known before an outcome stands."""
    scheme = declare(eligibility=[HERE], scoring=[total(), bands()], readings=A)
    outcome = outcome_of(scheme, mark=95)
    assert (outcome.state, outcome.needs, outcome.provisional_grade) == ("needs", ("y",), BEST)


@pytest.mark.parametrize(("x", "state"), [(0, "decided"), (1, "decision")])
def test_a_referral_hands_the_grade_to_a_person(x: int, state: str) -> None:
    """While the condition of a referral holds a person must decide, and may take any grade."""
    refer = Refer(**lines("ask"), when=X > 0)
    outcome = judged(refer, mark=95, x=x)
    assert outcome.state == state
    decided = judged(refer, mark=95, x=1, decisions=[decision(POOR)])
    assert (decided.state, decided.grade) == ("decided", POOR)


def test_a_referral_does_not_hold_back_a_veto() -> None:
    """A ceiling at the lowest grade leaves a person nothing to decide."""
    outcome = judged(Refer(**lines("ask"), when=X > 0), ceiling(POOR, X > 0), mark=95, x=1)
    assert (outcome.state, outcome.grade) == ("decided", POOR)


def test_a_recorded_decision_waits_for_missing_data() -> None:
    """A decision does not stand in for what was never entered, nor against a limit."""
    refer = Refer(**lines("ask"), when=X > 0)
    assert judged(refer, mark=95, decisions=[decision(POOR)]).state == "needs"
    assert judged(mark=95, decisions=[decision(POOR)]).grade == BEST


@pytest.mark.parametrize(("grade", "mark", "told"), [(GOOD, "89.5", 0), (POOR, "89.5", 1), (GOOD, "95", 1)])
def test_a_decision_that_is_not_applied_is_told(grade: str, mark: str, told: int) -> None:
    """A recorded decision for a grade that is not possible changes nothing, and is reported with its person."""
    scheme = assemble(graded(bands=PRINTED, reading="refer"))
    raw = raw_case({"P": {"mark": mark}}, decisions=[decision(grade)])
    evaluation = Evaluation(case_from_data(raw, ruleset=scheme).cohort)
    assert [name for name, _ in evaluation.refused()] == ["P"] * told
    assert evaluation.outcome("P").grade == (grade if not told else BEST if mark == "95" else None)


def test_a_proposed_grade_is_clamped_like_any_other() -> None:
    """Where people propose the grade, limits still hold."""
    scheme = declare(scoring=[Proposed(**lines("people"), by=of(*GRADES, key="proposed"))], veto=[ceiling(GOOD, X > 0)])
    assert outcome_of(scheme, proposed=BEST, x=1).grade == GOOD
    assert outcome_of(scheme, proposed=BEST, x=0).grade == BEST
    missing = outcome_of(scheme, x=0)
    assert (missing.state, missing.needs) == ("needs", ("proposed",))


def test_a_scheme_without_a_way_to_grades_asks_a_person() -> None:
    """Grades that no rule gives are a person's to decide."""
    outcome = outcome_of(declare(scoring=[total()]), mark=95)
    assert (outcome.state, [reason.rule for reason in outcome.reasons]) == ("decision", ["no-grade-rule"])


def test_a_kind_without_grades_is_decided_by_its_score() -> None:
    """Where a scheme has no grades the outcome is the score, and the grade stays empty."""
    outcome = outcome_of(declare(kinds=(PLAIN,), scoring=[total()]), mark="88.25")
    assert (outcome.state, outcome.grade, outcome.score) == ("decided", None, Fraction(353, 4))


@pytest.mark.parametrize(("x", "flags"), [(0, ()), (1, ("watch",))])
def test_a_flag_is_shown_and_changes_nothing(x: int, flags: tuple[str, ...]) -> None:
    """A flag stands beside the outcome while its condition holds."""
    outcome = judged(Flag(**lines("f"), flag="watch", when=X > 0), mark=95, x=x)
    assert (outcome.grade, outcome.flags) == (BEST, flags)


def test_a_flag_that_is_open_asks_for_nothing() -> None:
    """What only a flag reads is never needed."""
    outcome = judged(Flag(**lines("f"), flag="watch", when=X > 0), mark=95)
    assert (outcome.state, outcome.needs, outcome.flags) == ("decided", (), ())


def test_a_consequence_follows_the_final_grade() -> None:
    """A notice appears with the grade it follows from, after every limit, and not before the grade is settled."""
    notice = Consequence(**lines("n", "第八条"), when=GradeIs((POOR,)))
    scheme = declare(scoring=[total(), bands()], veto=[CONFIRMED_ONLY], procedure=[notice], readings=A)
    low, high, open_ = (outcome_of(scheme, mark=mark, x=x) for mark, x in ((50, 0), (95, 0), (95, 1)))
    assert [[n.rule for n in one.notices] for one in (low, high, open_)] == [["n"], [], []]
    assert low.notices[0].clause == "第八条"


def test_inputs_that_are_only_asked_for_change_nothing() -> None:
    """What a record holds although no rule reads it is never needed."""
    scheme = declare(scoring=[total(), bands()], procedure=[Asks(**lines("asks"), inputs=(X,))], readings=A)
    assert outcome_of(scheme, mark=95).state == "decided"


# --- scores -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("x", "y", "points"), [(0, 0, "90"), (3, 0, "93"), (0, 4, "86"), (3, 4, "89"), (30, 0, "100"), (0, 99, "0")]
)
def test_bonus_and_penalty_move_the_total_within_its_limits(x: int, y: int, points: str) -> None:
    """Bonus is added, penalty taken, and the sum is kept within the declared limits."""
    extra = [Bonus(**lines("plus"), points=X), Penalty(**lines("minus"), points=Y)]
    scheme = declare(kinds=(PLAIN,), scoring=[total(at_most=100, at_least=0)], bonus_penalty=extra)
    outcome = outcome_of(scheme, mark=90, x=x, y=y)
    assert show(outcome.score or Fraction(0)) == points
    assert ("plus" in outcome.rules, "minus" in outcome.rules) == (x > 0, y > 0)


def _row(id: str, points: int, *, uncapped: bool = False) -> Item:  # noqa: A002  # the field's own name
    parts = (
        ItemPart(**lines(f"{id}a"), points=points - 5, loses=X, uncapped=uncapped),
        ItemPart(**lines(f"{id}b"), points=5, loses=Y * 2),
    )
    return Item(**lines(id), points=points, parts=parts)


@pytest.mark.parametrize(
    ("x", "y", "uncapped", "points"),
    [
        (0, 0, False, 100),
        (3, 1, False, 95),
        (15, 0, False, 85),
        (16, 0, False, 85),
        (16, 0, True, 84),
        (99, 3, True, 80),
        (99, 3, False, 80),
    ],
)
def test_a_row_loses_no_more_than_its_points(x: int, y: int, uncapped: bool, points: int) -> None:
    """A part loses at most its own points unless it may lose more, and a row never falls below zero."""
    rows = (_row("r", 20, uncapped=uncapped), Item(**lines("s"), points=80))
    outcome = outcome_of(declare(kinds=(PLAIN,), scoring=[PointTable(**lines("t"), items=rows)]), x=x, y=y)
    assert outcome.score == points
    assert ("r" in outcome.rules) == (points != 100)


@pytest.mark.parametrize(("x", "points"), [(0, 80), (19, 99), (20, 100), (21, 100)])
def test_a_row_may_earn_up_to_its_points(x: int, points: int) -> None:
    """A row that earns counts what was earned, up to its points."""
    rows = (Item(**lines("r"), points=20, earns=X), Item(**lines("s"), points=80))
    assert outcome_of(declare(kinds=(PLAIN,), scoring=[PointTable(**lines("t"), items=rows)]), x=x).score == points


def test_the_score_may_be_graded_by_itself() -> None:
    """Bands may read the final score, bonus included."""
    scheme = declare(scoring=[total(), bands(ScoreOf())], bonus_penalty=[Bonus(**lines("plus"), points=X)], readings=A)
    assert outcome_of(scheme, mark=89, x=1).grade == BEST


# --- the periods' own limits --------------------------------------------------------------------------------------


def test_a_limit_on_a_month_leaves_the_year_alone() -> None:
    """A ceiling open on the periods bounds those periods' grades; the annual grade is the mean's."""
    monthly = score("monthly", on=MONTH)
    scheme = declare(
        scoring=[total(monthly.mean()), bands(monthly.mean()), bands(monthly, id="month")],
        veto=[ceiling(POOR, monthly < 60)],
        readings=A,
    )
    outcome = outcome_of(scheme, monthly=[30, 90, 90, 90])
    assert (outcome.state, outcome.grade) == ("decided", GOOD)
    assert outcome.score == 75
    assert "cap" not in outcome.rules


# --- decisions on record ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"appraisee": "Q"}, "nobody has the id Q"),
        ({"grade": "良好"}, "no grade of"),
        ({"reason": ""}, "must be a text"),
        ({"reason": "a\x1b[1m"}, "U\\+001B"),
        ({"document": "群众：举报信"}, "not a document number"),
        ({"by": "王五"}, "unknown key by"),
    ],
)
def test_a_decision_names_person_grade_reason_and_document(wrong: dict[str, str], why: str) -> None:
    """A decision without somebody real, a real grade, a reason and a document number is refused."""
    with pytest.raises(CaseError, match=why):
        judged(mark=95, decisions=[decision(BEST) | wrong])


def test_two_decisions_on_one_person_are_refused() -> None:
    """Never does the first or the last of two decisions win."""
    with pytest.raises(CaseError, match="two decisions"):
        judged(Refer(**lines("ask"), when=number(1) > 0), mark=95, decisions=[decision(POOR), decision(GOOD)])


def test_a_finding_is_a_condition_by_itself() -> None:
    """A finding stands as a condition, and its re-check is named by document where it is open."""
    found = Finding("found", WORDS, clause="1", recheck=True)
    row = {"date": "2020-01-05", "document": "组发〔2020〕5号"}
    outcome = judged(ceiling(POOR, found), mark=95, found=[row])
    assert (outcome.state, outcome.pending) == ("pending", ("found[组发〔2020〕5号]",))
    assert judged(ceiling(POOR, found), mark=95, found=[row | {"status": "confirmed"}]).grade == POOR


def test_an_optional_link_that_is_not_made_is_a_decision_not_a_no() -> None:
    """A condition on a superior whom nobody named does not silently fail."""
    boss = Link("boss", WORDS, PERSON, clause="1", optional=True)
    outcome = outcomes(graded(ceiling(GOOD, boss.their(X > 0))), {"P": {"mark": 95, "x": 0}})["P"]
    assert outcome.state == "decision"


def test_a_kind_without_inputs_is_evaluated() -> None:
    """Somebody of whom nothing is entered still has an outcome."""
    outcome = outcome_of(declare(kinds=(PLAIN,), scoring=[total(number(7))]))
    assert (outcome.state, outcome.score) == ("decided", Fraction(7))


@pytest.mark.parametrize("key", ["half-year", "期", "7_1_3", "for", "a-b", "_", "ｎ"])
def test_a_key_may_hold_letters_of_any_language(key: str) -> None:
    """Keys of inputs and axes are data: they need not be names in any language."""
    posted = Date(f"{key}0", WORDS, clause="1", optional=True)
    axis = Periods(key, WORDS, "month", posted)
    monthly, other = score(f"{key}1", on=axis), count(f"{key}2")
    scheme = declare(kinds=(PLAIN,), scoring=[total(monthly.mean() + other)])
    outcome = outcome_of(scheme, **{f"{key}0": "2020-02-01", f"{key}1": [None, 1, 2, 3], f"{key}2": 4})
    assert (outcome.state, outcome.score) == ("decided", Fraction(6))
