"""Outcomes and open points of the first trial that came out wrong: who is open, who is decided, and what closes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kaohe.cases import case_from_data, read_case
from kaohe.engine import Evaluation, OpenPoint, Outcome, open_points

FILES = Path(__file__).parent / "files"


def _evaluated(name: str) -> tuple[Evaluation, dict[str, Outcome]]:
    evaluation = Evaluation(read_case(str(FILES / f"{name}.toml")).cohort)
    return evaluation, {one.id: one for one in evaluation.outcomes()}


def _points(evaluation: Evaluation, outcomes: dict[str, Outcome]) -> dict[str, list[OpenPoint]]:
    found: dict[str, list[OpenPoint]] = {}
    for point in open_points(evaluation, outcomes.values()):
        found.setdefault(point.id, []).append(point)
    return found


def _with(name: str, **decision: Any) -> dict[str, Outcome]:
    """The outcomes of a file with one more decision on record."""
    case = read_case(str(FILES / f"{name}.toml"))
    row = {"reason": "集体研究", "document": "办〔2019〕4号"} | decision
    raw = dict(case.raw) | {"decisions": [*case.raw.get("decisions", []), row]}
    evaluation = Evaluation(case_from_data(raw, ruleset=case.cohort.ruleset).cohort)
    assert evaluation.refused() == []
    return {one.id: one for one in evaluation.outcomes()}


def test_a_ballot_without_a_valid_vote_is_an_open_point_that_names_it() -> None:
    """Nobody's vote counts: the outcome is open, the ballot named; with some votes, or none yet, nothing changes."""
    evaluation, outcomes = _evaluated("neimenggu-no-valid-votes")
    points = _points(evaluation, outcomes)
    assert points.keys() == {"zero", "none"}
    for name in points:
        (point,) = points[name]
        assert (outcomes[name].state, point.closes, point.input) == ("decision", "decision", "ballot_overall")
        assert "ballot_overall" in point.text.en
        assert "没有有效票" in point.text.zh
    decided = _with("neimenggu-no-valid-votes", appraisee="zero", grade="称职")
    assert (decided["zero"].state, decided["zero"].grade, decided["zero"].score) == ("decided", "称职", None)


def test_somebody_proposed_without_a_rank_is_decided_by_people_and_delays_only_who_may_lose() -> None:
    """Three places: two of the ranked have one for certain; H01's decision settles H01 and the third."""
    evaluation, outcomes = _evaluated("neimenggu-no-score-proposed-excellent")
    assert {name for name, one in outcomes.items() if one.state != "decided"} == {"H01", "H03"}
    (own,), (other,) = (_points(evaluation, outcomes)[name] for name in ("H01", "H03"))
    assert (own.closes, own.appraisee, own.input, own.grades) == ("decision", "H01", "ballot_overall", ("优秀", "称职"))
    assert (other.closes, other.appraisee) == ("decision", "H01")
    for grade, third in (("优秀", "称职"), ("称职", "优秀")):
        found = _with("neimenggu-no-score-proposed-excellent", appraisee="H01", grade=grade)
        assert {one.state for one in found.values()} == {"decided"}
        assert (found["H01"].grade, found["H03"].grade) == (grade, third)


def test_the_result_of_the_approving_office_is_shown_as_recorded() -> None:
    """Where the document names no grades the recorded result closes the point; nothing is computed from it."""
    evaluation, outcomes = _evaluated("yining-decision-that-cannot-be-recorded")
    one = outcomes["A"]
    assert (one.state, one.grade) == ("decided", None)
    assert one.recorded is not None
    assert (one.recorded.grade, one.recorded.document) == ("优秀", "文9")
    assert one.as_json()["recorded"] == {"grade": "优秀", "document": "文9", "reason": "研究"}
    assert (open_points(evaluation, outcomes.values()), evaluation.refused()) == ([], [])


def test_the_beginning_of_a_fingerprint_can_be_typed_back() -> None:
    """The twelve characters that the screen shows are enough for the decision to hold."""
    evaluation, outcomes = _evaluated("neimenggu-short-fingerprint")
    assert evaluation.refused() == []
    assert (outcomes["H02"].grade, outcomes["H03"].grade) == ("称职", "优秀")


def test_what_anothers_missing_input_blocks_is_named_as_that_input() -> None:
    """G2 needs the level of T1, which T1 itself does not need any more."""
    evaluation, outcomes = _evaluated("xpcc-needs-names-the-wrong-thing")
    assert outcomes["T1"].state == "decided"
    assert outcomes["G2"].needs == ("T1:level",)
    ((point,),) = _points(evaluation, outcomes).values()
    assert (point.closes, point.input, point.appraisee) == ("entry", "level", "T1")
    assert "level of T1" in point.text.en


def test_nobody_waits_for_a_re_check_that_cannot_move_them() -> None:
    """D's re-check can lift D over C, never over A and B, who are decided."""
    _, outcomes = _evaluated("xpcc-waits-for-nobody")
    assert {name: outcomes[name].grade for name in "AB"} == {"A": "优秀", "B": "优秀"}
    assert {name: outcomes[name].state for name in "CD"} == {"C": "pending", "D": "pending"}
    assert outcomes["C"].pending == ("D:clause_5_6_1[文1号]",)
