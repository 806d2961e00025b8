"""What an evaluation says of everybody: names, states, reasons, what stays provisional, and who is walked at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve

from kaohe.cases import case_from_data
from kaohe.engine import Evaluation, Gone, Num, Outcome
from kaohe.rules import (
    Ceiling,
    Eligibility,
    Finding,
    Floor,
    Item,
    Kind,
    PointTable,
    Proposed,
    Quota,
    Rank,
    Reading,
    Refer,
    ScoreOf,
    assemble,
)
from kaohe.rules.nodes import BoolExpr, Computed
from kaohe.rules.tools import Rule
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
    raw_case,
    score,
    total,
)

BEST, GOOD, POOR = GRADES
A = (Reading("A", WORDS, WORDS),)
X, Y = count("x"), count("y")
OTHER = score("other")
FOUND = Finding("found", WORDS, clause="1", recheck=True)
PENDING = [{"date": "2020-01-05", "document": "组发〔2020〕5号", "status": "pending"}]
ABSENT = {"absent": "not-assessed", "reason": "未考核"}
TOO_SHORT = Text("posted less than six months", "派驻不足六个月")
HERE = Eligibility(**lines("here"), when=Y >= 6, otherwise=TOO_SHORT)
POST = of("front", "office", key="post")
WRITTEN = {
    "floor-above-ceiling": Text("a floor stands above a ceiling", "下限高于上限（两条规则相抵触）"),
    "no-grade-rule": Text("the document does not say how the grade is set", "文件没有规定等次如何评定"),
    "no-score": Text("there is nothing to compute the score from", "没有可供计分的数据"),
    "no-rank": Text("a part of the rank key has no value", "排序依据没有值"),
}
# The entries for want of whose value somebody must decide.
WANTING = {
    "no-score": "mark",
    "no-rank": "other",
    "bands": "mark",
    "people": "proposed",
    "cap": "other",
    "ask": "other",
    "here": "other",
}


def _reason(name: str) -> Text:
    """Why a decision is open, with the entry that has no value."""
    why, key = WRITTEN.get(name, WORDS), WANTING.get(name)
    if key is None:
        return why
    text = Text("{why}: words ({key}): not assessed", "{why}：文字（{key}）：未考核")
    return text.format(why=why, key=key)


def scheme(*limits: Rule, quota: Sequence[Quota] = (), eligibility: Sequence[Rule] = (), **options: Any) -> Any:
    """The mark in bands, under those limits and quotas."""
    return declare(
        scoring=[total(), bands(**options)],
        veto=limits,
        eligibility=eligibility,
        quota={"person": quota},
        readings=A,
    )


def evaluated(declared: Any, people: Mapping[str, Any], **more: Any) -> Evaluation:
    """An evaluation of those people."""
    rules = assemble(declared)
    return Evaluation(case_from_data(raw_case(people, **more), ruleset=rules).cohort)


def of_one(declared: Any, **facts: Any) -> Outcome:
    """The outcome of one person with those facts, walked."""
    return evaluated(declared, {"P": {"facts": facts}}).outcome("P")


def decision(grade: str, who: str = "P") -> dict[str, str]:
    """A recorded decision."""
    return {"appraisee": who, "grade": grade, "reason": "集体研究", "document": "组发〔2020〕5号"}


def eligible(id: str, when: BoolExpr) -> Eligibility:  # noqa: A002  # the field's own name
    """Who is appraised."""
    return Eligibility(**lines(id), when=when, otherwise=TOO_SHORT)


def top(places: int = 1, **more: Any) -> Quota:
    """So many of the best, by their marks; the others get the second grade."""
    options: dict[str, Any] = {"number": places, "rank": (Rank(POINTS),), "otherwise": GOOD}
    return Quota(BEST, **lines("top"), **(options | more))


HALF = Quota(BEST, **lines("half"), floor_share="50%", only=POST.is_("front"), within="top")


# --- who is walked ------------------------------------------------------------------------------------------------

PEOPLE = {
    "plain": {"name": "张三", "facts": {"mark": 95, "y": 6}},
    "open": {"name": "李四", "facts": {"y": 6}},
    "out": {"name": "王五", "facts": {"mark": 95, "y": 5}},
    "decided": {"name": "赵六", "facts": {"mark": 95, "y": 7}},
}


def test_only_what_is_odd_is_walked_and_all_keep_their_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plain record never meets the walker, whatever is open or decided by people does; all are named."""
    walked = []
    walk = Evaluation.outcome

    def noted(self: Evaluation, name: str) -> Outcome:
        walked.append(name)
        return walk(self, name)

    monkeypatch.setattr(Evaluation, "outcome", noted)
    found = evaluated(scheme(eligibility=[HERE]), PEOPLE, decisions=[decision(BEST, "decided")]).outcomes()
    assert walked == ["open", "decided"]
    assert [(one.id, one.name, one.kind) for one in found] == [
        ("plain", "张三", "person"),
        ("open", "李四", "person"),
        ("out", "王五", "person"),
        ("decided", "赵六", "person"),
    ]
    assert [one.state for one in found] == ["decided", "needs", "not_appraised", "decided"]


def test_who_is_not_appraised_is_told_by_which_rule_and_reading() -> None:
    """The outcome cites the rule, its reason in its own words, and the reading of ours that it rests on."""
    rule = Eligibility(**lines("here"), when=Y >= 6, otherwise=TOO_SHORT, assumption="A")
    outcome = of_one(scheme(eligibility=[rule]), mark=95, y=5)
    assert (outcome.state, outcome.rules, outcome.assumptions) == ("not_appraised", ("here",), ("A",))
    assert [(reason.rule, reason.text) for reason in outcome.reasons] == [("here", TOO_SHORT)]
    assert (outcome.score, outcome.score_range, outcome.provisional_grade) == (None, None, None)


def test_without_a_fast_lane_everybody_is_walked_to_the_same_outcomes() -> None:
    """A cohort need not have a compiled form, nor need every kind of it have one."""
    kinds = (PERSON, Kind("chief", WORDS, GRADES))
    called = Computed("same", lambda mark: mark, (POINTS,), low=0, high=100)
    rules: Any = {"person": [total(), bands()], "chief": [total(called), bands(called)]}
    case = case_from_data(
        raw_case({"P": {"mark": 95}, "C": {"kind": "chief", "facts": {"mark": 75}}}),
        ruleset=assemble(declare(kinds=kinds, scoring=rules, readings=A)),
    )
    bare = Evaluation(evolve(case.cohort, lane=None))
    assert [verdict for _, verdict in bare.verdicts()] == [None, None]
    assert [verdict is None for _, verdict in Evaluation(case.cohort).verdicts()] == [False, True]
    assert bare.outcomes() == Evaluation(case.cohort).outcomes()
    assert [one.grade for one in bare.outcomes()] == [BEST, GOOD]


# --- reasons and states -------------------------------------------------------------------------------------------

CAP = Ceiling(POOR, **lines("cap"), when=OTHER < 60)
ASK = Refer(**lines("ask"), when=OTHER < 60)
VOTED = declare(scoring=[Proposed(**lines("people"), by=of(*GRADES, key="proposed"))])
REASONS: dict[str, tuple[Any, dict[str, Any]]] = {
    "no-grade-rule": (declare(scoring=[total()]), {"mark": 95}),
    "no-score": (declare(kinds=(PLAIN,), scoring=[total()]), {"mark": ABSENT}),
    "floor-above-ceiling": (
        scheme(Ceiling(POOR, **lines("cap"), when=X > 0), Floor(GOOD, **lines("floor"), when=X > 0)),
        {"mark": 95, "x": 1},
    ),
    "bands": (scheme(), {"mark": ABSENT}),
    "people": (VOTED, {"proposed": ABSENT}),
    "cap": (scheme(CAP), {"mark": 95, "other": ABSENT}),
    "ask": (scheme(ASK), {"mark": 95, "other": ABSENT}),
    "asked": (scheme(Refer(**lines("asked"), when=X > 0)), {"mark": 95, "x": 1}),
    "here": (scheme(eligibility=[eligible("here", OTHER >= 60)]), {"mark": 95, "other": ABSENT}),
    "follows": (scheme(Ceiling(GOOD, **lines("cap"), when=X > 0), follows=True, id="follows"), {"mark": 95, "x": 1}),
}


@pytest.mark.parametrize("name", REASONS)
def test_a_decision_says_what_it_is_about(name: str) -> None:
    """Whoever must decide is told the rule and its text, or in words of ours why no rule settles it."""
    declared, facts = REASONS[name]
    outcome = of_one(declared, **facts)
    assert (outcome.state, outcome.grade) == ("decision", None)
    assert [(reason.rule, reason.text) for reason in outcome.reasons] == [(name, _reason(name))]
    assert (outcome.needs, outcome.pending) == ((), ())


def test_a_place_waits_for_the_decision_on_another_by_name() -> None:
    """Whose place depends on what is decided on another is told whose decision comes first."""
    outcome = evaluated(scheme(quota=[top()]), {"P": {"mark": 95}, "R": {"mark": ABSENT}}).outcome("P")
    assert outcome.state == "decision"
    first = Text("first R: {why}", "须先裁定 R：{why}").format(why=_reason("bands"))
    assert [(reason.rule, reason.text) for reason in outcome.reasons] == [("R:bands", first)]


def test_who_has_no_rank_is_decided_by_people_only_where_a_place_hangs_on_it() -> None:
    """P, whose rank key has no value, and R compete: for one place people decide, for two nobody has to."""
    people = {"P": {"mark": 95, "other": ABSENT}, "R": {"mark": 95, "other": 90}}
    one = evaluated(scheme(quota=[top(rank=(Rank(OTHER),))]), people).outcome("P")
    assert (one.state, [(reason.rule, reason.text) for reason in one.reasons]) == (
        "decision",
        [("no-rank", _reason("no-rank"))],
    )
    two = evaluated(scheme(quota=[top(2, rank=(Rank(OTHER),))]), people)
    assert {outcome.grade for outcome in two.outcomes()} == {BEST}


CLEAR = {"mark": 95, "x": 0, "other": 90, "found": []}
LINES = (eligible("x", X < 9), eligible("other", OTHER >= 60), eligible("found", ~FOUND))
NEEDS, WAITS, DECIDES = {"x": None}, {"found": PENDING}, {"other": ABSENT}


@pytest.mark.parametrize(
    ("open_", "places", "state"),
    [
        ({}, 2, "decided"),
        ({}, 1, "tied"),
        (DECIDES, 1, "decision"),
        (DECIDES, 2, "decision"),
        (WAITS, 1, "pending"),
        (WAITS | DECIDES, 2, "pending"),
        (NEEDS, 1, "needs"),
        (NEEDS | DECIDES, 2, "needs"),
        (NEEDS | WAITS | DECIDES, 1, "needs"),
    ],
)
def test_what_comes_first_names_the_state(open_: dict[str, Any], places: int, state: str) -> None:
    """Missing data come before open re-checks, these before decisions, these before a tie; every one is still told."""
    facts = {key: value for key, value in (CLEAR | open_).items() if value is not None}
    evaluation = evaluated(scheme(quota=[top(places)], eligibility=LINES), {"P": facts, "Q": CLEAR})
    outcome = evaluation.outcome("P")
    assert outcome.state == state
    assert outcome.needs == (("x",) if "x" in open_ else ())
    assert outcome.pending == (("found[组发〔2020〕5号]",) if "found" in open_ else ())
    assert [reason.rule for reason in outcome.reasons] == (["other"] if "other" in open_ else [])


def test_every_open_condition_of_eligibility_is_told() -> None:
    """Two conditions that are not known yet ask for both, and neither for a decision."""
    outcome = of_one(scheme(eligibility=[eligible("one", X < 9), eligible("two", Y < 9)]), mark=95)
    assert (outcome.state, outcome.needs, outcome.reasons) == ("needs", ("x", "y"), ())


# --- the score that is not exact ----------------------------------------------------------------------------------


def test_an_open_row_shows_a_range_and_no_table() -> None:
    """A table took effect only once every row of it is settled; until then its range is shown."""
    table = PointTable(**lines("table"), items=(Item(**lines("r"), points=20, earns=X), Item(**lines("s"), points=80)))
    declared = declare(kinds=(PLAIN,), scoring=[table])
    open_, full = of_one(declared), of_one(declared, x=5)
    assert (open_.state, open_.score, open_.score_range) == ("needs", None, (Fraction(80), Fraction(100)))
    assert open_.rules == ()
    assert (full.state, full.score, full.score_range) == ("decided", Fraction(85), None)
    assert full.rules == ("table", "r")


LESS = total(POINTS - FOUND.count())


def test_a_score_has_what_is_pending_within_its_range_and_provisionally_left_out() -> None:
    """A pending row may cost its point or not; provisionally it costs nothing. Nothing is provisional unasked."""
    evaluation = evaluated(declare(scoring=[LESS, bands(ScoreOf())], readings=A), {"P": {"mark": 90, "found": PENDING}})
    found, provisional = evaluation.score("P"), evaluation.score("P", provisional=True)
    assert isinstance(found, Num)
    assert isinstance(provisional, Num)
    assert (found.low, found.high) == (Fraction(89), Fraction(90))
    assert provisional.value == 90
    assert evaluation.possible_grades("P")[0] == {BEST, GOOD}
    assert evaluation.possible_grades("P", provisional=True)[0] == {BEST}
    assert (evaluation.walker("P").provisional, evaluation.walker("P", provisional=True).provisional) == (False, True)
    outcome = evaluation.outcome("P")
    assert (outcome.state, outcome.grade, outcome.provisional_grade) == ("pending", None, BEST)


def test_a_kind_without_a_score_has_none() -> None:
    """Where no rule makes a score it is absent, and says so."""
    found = evaluated(VOTED, {"P": {"proposed": BEST}}).score("P")
    assert found == Gone(frozenset({"no-score"}))


def test_an_axis_without_periods_in_the_cycle_has_none() -> None:
    """A cycle need not list the periods of every axis."""
    monthly = declare(kinds=(PLAIN,), scoring=[total(score("monthly", on=MONTH).mean())])
    evaluation = evaluated(monthly, {}, cycle={"periods": {"month": ["2020-01", "2020-02"]}})
    assert [period.name for period in evaluation.periods("month")] == ["2020-01", "2020-02"]
    assert evaluation.periods("quarter") == ()


# --- places under a quota -----------------------------------------------------------------------------------------

PLACED: dict[str, tuple[list[Quota], dict[str, Any], str, str | None]] = {
    "selected while another is open": ([top()], {"P": {"mark": 95}, "R": {}}, "needs", BEST),
    "tied": ([top()], {"P": {"mark": 95}, "R": {"mark": 95}}, "tied", None),
    "not selected whoever fills a guarantee": (
        [top(), HALF],
        {
            "P": {"mark": 92, "post": "office"},
            "Q": {"mark": 95, "post": "office"},
            "R": {"post": "front"},
        },
        "decided",
        GOOD,
    ),
    "open itself": ([top()], {"P": {}, "R": {"mark": 95}}, "needs", None),
    "selected": ([top()], {"P": {"mark": 95}, "R": {"mark": 94}}, "decided", BEST),
    "not selected": ([top()], {"P": {"mark": 94}, "R": {"mark": 95}}, "decided", GOOD),
}


@pytest.mark.parametrize("name", PLACED)
def test_a_place_that_may_still_move_is_provisional(name: str) -> None:
    """As the places lie now: the grade of the quota, or the one below it, and none while people must choose."""
    quota, people, state, provisional = PLACED[name]
    outcome = evaluated(scheme(quota=quota), people).outcome("P")
    assert (outcome.state, outcome.provisional_grade) == (state, provisional)
    assert outcome.grade == (provisional if state == "decided" else None)


def test_a_place_not_got_stays_not_got_while_eligibility_is_open() -> None:
    """Whoever is beyond the places has the lower grade provisionally, not the one that the mark alone would give."""
    evaluation = evaluated(scheme(quota=[top()], eligibility=[HERE]), {"P": {"mark": 94}, "Q": {"mark": 95, "y": 6}})
    outcome = evaluation.outcome("P")
    assert (outcome.state, outcome.grade, outcome.provisional_grade) == ("needs", None, GOOD)
    assert evaluation.possible_grades("P", provisional=True)[0] == {GOOD}
    assert evaluation.possible_grades("P")[0] == {GOOD}


def test_what_a_person_decided_is_the_provisional_grade_too() -> None:
    """Once a decision settles the grade nothing else stands beside it."""
    asks = scheme(Refer(**lines("ask"), when=X > 0))
    evaluation = evaluated(asks, {"P": {"mark": 95, "x": 1}}, decisions=[decision(POOR)])
    outcome = evaluation.outcome("P")
    assert (outcome.state, outcome.grade, outcome.provisional_grade) == ("decided", POOR, POOR)


def test_a_quota_takes_effect_for_its_candidates() -> None:
    """Candidates have a placement each and cite the quota; whose grade is another has and cites none."""
    evaluation = evaluated(scheme(quota=[top()]), {"P": {"mark": 95}, "Q": {"mark": 94}, "R": {"mark": 70}})
    assert [[one.status for one in evaluation.placements(name)] for name in "PQR"] == [
        ["selected"],
        ["not_selected"],
        [],
    ]
    assert [evaluation.outcome(name).rules for name in "PQR"] == [
        ("total", "bands", "top"),
        ("total", "bands", "top"),
        ("total", "bands"),
    ]


def test_a_guarantee_that_nobody_can_fill_is_told() -> None:
    """Half of two must come from the front and nobody there is a candidate: one was asked, none attained."""
    people = {name: {"mark": 95, "post": "office"} for name in "PQ"}
    evaluation = evaluated(scheme(quota=[top(2), HALF]), people | {"R": {"mark": 70, "post": "front"}})
    (short,) = evaluation.shortfalls()
    assert (short[0], *short[2:]) == ("half", 1, 0)
    assert [pool.quota for pool in evaluation.pools()] == ["top", "half", "half"]


def test_every_tie_that_people_must_decide_is_listed() -> None:
    """One of the two at the line gets the place, and the third, ahead of both, is in no tie."""
    people = {"P": {"mark": 95}, "Q": {"mark": 94}, "R": {"mark": 94}}
    (tie,) = evaluated(scheme(quota=[top(2)]), people).ties()
    assert (tie.quota, tie.kind, tie.grade, tie.take, tie.members) == ("top", "person", BEST, 1, ("Q", "R"))


def test_a_decision_that_is_not_applied_is_told_with_its_grade() -> None:
    """Whoever recorded it reads which grade was not possible, and which is; or what is missing for a decision yet."""
    evaluation = evaluated(scheme(), {"P": {"mark": 95}}, decisions=[decision(POOR)])
    possible = Text("不称职 is not possible under the rules (优秀)", "按规则不可能评为不称职（可为：优秀）")
    assert evaluation.refused() == [("P", possible)]
    early = evaluated(scheme(), {"P": {}}, decisions=[decision(POOR)])
    missing = Text("不称职 cannot be decided while this is open: mark", "以下事项未定之前不能裁定为不称职：mark")
    assert early.refused() == [("P", missing)]
    gone = evaluated(scheme(eligibility=[HERE]), {"P": {"mark": 95, "y": 1}}, decisions=[decision(BEST)])
    assert [why.en for _, why in gone.refused()] == ["there is no grade to decide: not appraised"]
