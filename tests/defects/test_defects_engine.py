"""Outcomes and open points of the first trial that came out wrong: who is open, who is decided, and what closes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli_kit import as_json, run
from kaohe.cases import case_from_data, read_case
from kaohe.engine import Evaluation, OpenPoint, Outcome, open_points
from kaohe.errors import CaseError

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


def _raw(name: str, decision: dict[str, Any], folder: Path) -> Path:
    """A file as JSON with this one decision on record."""
    raw = dict(read_case(str(FILES / f"{name}.toml")).raw) | {"decisions": [decision]}
    path = folder / "case.json"
    path.write_text(json.dumps(raw, ensure_ascii=False, default=str), "utf-8")
    return path


REFUSED = [
    ({"appraisee": "H04", "grade": "优秀", "reason": "研究", "document": "文1"}, "H04"),
    (
        {"quota": "NM-4(7)a", "members": ["H02", "H03"], "choose": ["H02"], "reason": "研究", "fingerprint": "0" * 12},
        "H02, H03",
    ),
    ({"quota": "NM-4(7)a", "members": [], "choose": [], "reason": "研究"}, "NM-4(7)a"),
    ({"quota": "NM-4(7)a", "exceed": ["H04"], "reason": "研究", "document": "文1"}, "H04"),
]


@pytest.mark.parametrize(("decision", "who"), REFUSED)
def test_a_refused_decision_is_an_open_point_and_an_exit_status(
    decision: dict[str, Any], who: str, tmp_path: Path
) -> None:
    """Each kind of decision that does not hold is named among the open points with its reason, and the status is 1."""
    path = _raw("neimenggu-short-fingerprint", {"document": "文1"} | decision, tmp_path)
    result = run("evaluate", path)
    assert result.exit_code == 1
    assert f"{who}  decision refused" in " ".join(result.stdout.split("\n")).replace("   ", "  ")
    assert '""' not in result.output
    (point,) = [point for point in as_json("evaluate", path)["open_points"] if point["kind"] == "refused"]
    assert (point["id"], point["closes"]) == (who, "decision")


@pytest.mark.parametrize(
    "decision",
    [
        {"appraisee": "", "grade": "优秀"},
        {"quota": "NM-4(7)a", "members": ["H02", ""], "choose": ["H02"]},
        {"quota": "NM-4(7)a", "members": ["H02", "H03"], "choose": [" "]},
        {"quota": "NM-4(7)a", "exceed": [""]},
        {"quota": ""},
    ],
)
def test_a_decision_that_names_nobody_is_refused_in_words(decision: dict[str, Any]) -> None:
    """An empty id is refused when the case is read, and no message shows an empty pair of quotation marks."""
    case = read_case(str(FILES / "neimenggu-short-fingerprint.toml"))
    raw = dict(case.raw) | {"decisions": [{"reason": "研究", "document": "文1"} | decision]}
    with pytest.raises(CaseError) as caught:
        case_from_data(raw, ruleset=case.cohort.ruleset)
    assert not {'""', "“”", "''"} & {caught.value.text.en, caught.value.text.zh}
    assert '""' not in str(caught.value)


@pytest.mark.parametrize("word", ["", " ", "优" * 21, 5, "优\u202e秀"])
def test_the_word_of_an_office_is_short_plain_text(word: Any) -> None:
    """A recorded result of a kind without grades is at most 20 plain characters."""
    case = read_case(str(FILES / "yining-decision-that-cannot-be-recorded.toml"))
    raw = dict(case.raw) | {"decisions": [{"appraisee": "A", "grade": word, "reason": "研究", "document": "文9"}]}
    with pytest.raises(CaseError):
        case_from_data(raw, ruleset=case.cohort.ruleset)


def test_an_absent_total_is_an_open_point_in_every_kind_with_one() -> None:
    """A score that rests on nothing is open, whether for want of a valid vote, of raters, of assessed marks or of people."""
    case = read_case(str(FILES / "neimenggu-no-valid-votes.toml"))
    raw = dict(case.raw)
    raw.pop("expect")
    people = {row["id"]: dict(row) for row in raw["appraisees"] if row["id"] in ("T", "mix")}
    absent = {"absent": "not-assessed", "reason": "未考核"}
    people["raters"] = people["mix"] | {"id": "raters", "facts": people["mix"]["facts"] | {"group_steps": []}}
    people["marks"] = people["mix"] | {"id": "marks", "facts": people["mix"]["facts"] | {"visits": absent}}
    people["T2"] = people["T"] | {"id": "T2"}
    raw["appraisees"] = list(people.values())
    evaluation = Evaluation(case_from_data(raw, ruleset=case.cohort.ruleset).cohort)
    found = {point.id: point.input for point in open_points(evaluation, evaluation.outcomes())}
    assert found == {"raters": "group_steps", "marks": "visits", "T2": "team"}
