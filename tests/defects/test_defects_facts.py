"""The inputs of the first trial whose facts should not have passed: dates, sameness, look-alike ids, relations."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from kaohe.cases import case_from_data, read_case
from kaohe.engine import Evaluation, open_points
from kaohe.errors import CaseError

FILES = Path(__file__).parent / "files"

# Each file, and what its refusal must name.
REFUSED = {
    "xizang-finding-outside-cycle.toml": ("falsifies", "A:", "row 1", "2017-02-02", "2018-11-01 to 2019-10-31"),
    "xpcc-finding-2014.toml": ("clause_5_7_3", "T1:", "row 1", "2014-01-01", "2016-01-01 to 2016-12-31"),
    "xizang-posted-from-after-to.toml": ("posted_to", "A:", "2019-03-01", "2019-05-01"),
    "xizang-dates-swapped.json": ("posted_to", "a:", "2026-03-31", "2026-09-01"),
    "ids-that-look-alike.toml": ('"T9" and "T9 "', "appraisees[9]", "appraisees[10]"),
    "xpcc-cycle-2024.toml": ("cycle.start", "2024-01-01", "2016"),
    "xpcc-member-of-two-teams.toml": ("links.team", "one own team at a time"),
}


def _data(name: str) -> dict[str, Any]:
    text = (FILES / name).read_text("utf-8")
    data = json.loads(text) if name.endswith(".json") else tomllib.loads(text, parse_float=str)
    assert isinstance(data, dict)
    return data


@pytest.mark.parametrize("name", REFUSED)
def test_a_defect_file_is_refused_by_name(name: str) -> None:
    """The refusal names file and line, whose fact, which input, the value and what it should agree with."""
    with pytest.raises(CaseError) as found:
        read_case(FILES / name)
    said = str(found.value)
    assert [part for part in REFUSED[name] if part not in said] == []
    assert name in said
    assert len(said.encode()) < 1000


@pytest.mark.parametrize("name", REFUSED)
def test_plain_data_is_refused_as_the_file_is(name: str) -> None:
    """The form, the sheet and import hand over plain data: it meets the same checks."""
    with pytest.raises(CaseError) as found:
        case_from_data(_data(name))
    assert found.value.text.en in str(_error(name))


def test_one_circular_in_two_rows_is_asked_about() -> None:
    """Two rows of one day and document are one notice or two: nobody is vetoed before that is said."""
    evaluation = Evaluation(read_case(FILES / "xizang-same-circular-twice.toml").cohort)
    outcome = evaluation.outcome("E2same")
    assert outcome.state == "needs"
    assert "absence_notices[1]=absence_notices[2]" in outcome.needs
    points = [one for one in open_points(evaluation, evaluation.outcomes()) if one.id == "E2same"]
    assert all("row 1" in one.text.en and "row 2" in one.text.en for one in points)
    data = _data("xizang-same-circular-twice.toml")
    (row,) = [row for row in data["appraisees"] if row["id"] == "E2same"]
    for place, state in ((1, "needs"), (0, "decided")):  # a row without an item may still be the one that has it
        row["facts"]["absence_notices"][place]["item"] = str(place)
        assert Evaluation(case_from_data(data).cohort).outcome("E2same").state == state


def test_more_ballots_than_people_are_open() -> None:
    """300 ballots of 100 people decide nothing until one of the two numbers is corrected."""
    evaluation = Evaluation(read_case(FILES / "xpcc-more-ballots-than-people.toml").cohort)
    (point,) = [one for one in open_points(evaluation, evaluation.outcomes()) if one.input == "ballot"]
    assert (point.appraisee, point.closes) == ("T1", "entry")
    assert "300" in point.text.en
    assert "100" in point.text.zh
    assert evaluation.outcome("T1").state == "needs"


def test_one_county_with_two_ranks_is_open_for_both() -> None:
    """Two ranks of one county are an open point of each team, naming the other, and decide nothing until corrected."""
    evaluation = Evaluation(read_case(FILES / "neimenggu-one-county-two-ranks.toml").cohort)
    points = {
        point.id: point for point in open_points(evaluation, evaluation.outcomes()) if point.input == "county_rank"
    }
    assert {"T", "T2"} <= set(points)
    assert {point.closes for point in points.values()} == {"entry"}
    assert "T2" in points["T"].text.en
    assert "C01" in points["T2"].text.zh
    assert evaluation.outcome("T").score is None
    data = _data("neimenggu-one-county-two-ranks.toml")
    for row in data["appraisees"]:
        if "county_rank" in row["facts"]:
            row["facts"]["county_rank"] = 3
    mended = Evaluation(case_from_data(data).cohort)
    assert [point for point in open_points(mended, mended.outcomes()) if point.input == "county_rank"] == []


def _error(name: str) -> CaseError:
    with pytest.raises(CaseError) as found:
        read_case(FILES / name)
    return found.value


def test_one_practice_in_two_rows_is_asked_about() -> None:
    """Two rows that nothing tells apart are an open point naming both, until an item tells them apart."""
    data = _data("wenling-practice-twice.toml")
    data["appraisees"] = [row for row in data["appraisees"] if row["id"] == "b"]
    (outcome,) = Evaluation(case_from_data(data).cohort).outcomes()
    assert (outcome.state, outcome.score, outcome.needs) == ("needs", None, ("practices[1]=practices[2]",))
    rows = data["appraisees"][0]["facts"]["practices"]
    data["appraisees"][0]["facts"]["practices"] = [{**row, "item": place} for place, row in enumerate(rows)]
    (outcome,) = Evaluation(case_from_data(data).cohort).outcomes()
    assert outcome.score is not None


def test_one_event_under_two_limbs_is_asked_about() -> None:
    """A row of either limb may be one event: the score stays open, and both rows are named."""
    data = _data("yining-one-event-twice.toml")
    (outcome,) = Evaluation(case_from_data(data).cohort).outcomes()
    assert (outcome.state, outcome.score, outcome.needs) == ("needs", None, ("conduct_faults[1]=sanctions[1]",))
    facts = data["appraisees"][0]["facts"]
    for key in ("conduct_faults", "sanctions"):
        facts[key] = [{**facts[key][0], "item": f"{key}-1"}]
    (outcome,) = Evaluation(case_from_data(data).cohort).outcomes()
    assert (str(outcome.score), outcome.needs) == ("92", ())


def test_half_a_day_of_leave_is_entered() -> None:
    """Leave is counted in days and half days, and in nothing finer."""
    data = _data("yining-half-day.toml")
    assert case_from_data(data).cohort.appraisees["A"].fact("leaves")
    data["appraisees"][0]["facts"]["leaves"][0]["leave_days"] = "0.7"
    with pytest.raises(CaseError, match="no whole or half day"):
        case_from_data(data)
