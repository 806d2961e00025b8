"""What came out wrong in the five schemes, each input with its right value, and more inputs of the same kinds."""

from __future__ import annotations

import json
import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kaohe.cases import case_from_data, read_case
from kaohe.engine import Evaluation, Outcome, open_points
from kaohe.errors import CaseError

FILES = Path(__file__).parent / "files"
XPCC = ("优秀", "较好", "一般", "差")


def _data(name: str) -> dict[str, Any]:
    """The plain data of one of the files, to be changed."""
    text = (FILES / name).read_text(encoding="utf-8")
    return dict(json.loads(text) if name.endswith(".json") else tomllib.loads(text, parse_float=Decimal))


def _outcomes(data: dict[str, Any]) -> dict[str, Outcome]:
    return {outcome.id: outcome for outcome in Evaluation(case_from_data(data).cohort).outcomes()}


def _person(data: dict[str, Any], name: str) -> dict[str, Any]:
    """The facts of one appraisee of `data`, to be changed in place."""
    return next(dict.__getitem__(row, "facts") for row in data["appraisees"] if row["id"] == name)


REFUSED = {
    "xpcc-cycle-2024.toml": r"2016-01-01 to 2016-12-31 \(第一条\).*this scheme runs no other cycle",
    "xpcc-finding-2014.toml": r"2014-\d\d-\d\d is outside 2016-01-01 to 2016-12-31",
    "xpcc-exception-of-another-day.toml": r"2016-09-09, 文1号\) excepts no row.*day and document number",
    "xizang-finding-outside-cycle.toml": r"2017-\d\d-\d\d is outside 2018-11-01 to 2019-10-31",
    "xizang-posted-from-after-to.toml": r"posted to 2019-03-01 lies before posted from 2019-05-01",
    "xizang-dates-swapped.json": r"posted to 2026-03-31 lies before posted from 2026-09-01",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_by_name(name: str) -> None:
    """The case is refused with the person, the two entries and the next step, in less than a kilobyte."""
    with pytest.raises(CaseError, match=REFUSED[name]) as caught:
        read_case(FILES / name)
    assert len(str(caught.value)) < 1000


# Each open point by whose it is, and what its sentence says.
ASKED = {
    "xpcc-more-ballots-than-people.toml": ("T1", r"300.*more than.*attended.*100"),
    "xizang-same-circular-twice.toml": ("E2same", r"row 1 and .* row 2 may be one fact"),
    "neimenggu-one-county-two-ranks.toml": ("T2", r"rank.*C01.*otherwise for T.*correct one"),
    "wenling-practice-twice.toml": ("a", r"row 1 and .* row 2 may be one fact"),
}


@pytest.mark.parametrize("name", ASKED)
def test_what_cannot_all_be_true_is_asked_about(name: str) -> None:
    """Entries of which not all can be true are an open point with both of them, and decide nothing."""
    who, sentence = ASKED[name]
    evaluation = Evaluation(read_case(FILES / name).cohort)
    points = [one for one in open_points(evaluation, evaluation.outcomes()) if one.id == who and one.closes == "entry"]
    assert any(re.search(sentence, one.text.en) for one in points)
    assert evaluation.outcome(who).state in ("needs", "decision")


def test_a_void_ballot_is_an_open_point_and_no_way_round() -> None:
    """10 of 10 votes 差 at a thin meeting: neither 差 nor 优秀 until a new ballot or the reason of the turnout."""
    data = _data("xpcc-void-turnout-no-reason.toml")
    found = _outcomes(data)["T1"]
    assert (found.state, found.grade, found.needs) == ("needs", None, ("attended", "turnout_reason"))
    assert "ballot void" in found.flags
    decided = [{"appraisee": "T1", "grade": "优秀", "reason": "集体研究", "document": "文1号"}]
    assert _outcomes({**data, "decisions": decided})["T1"].state == "needs"


def test_a_void_ballot_is_closed_by_the_reason_or_by_a_new_one() -> None:
    """With the reason on record the old ballot counts; a new ballot of a meeting large enough counts by itself."""
    data = _data("xpcc-void-turnout-no-reason.toml")
    team, confirmed = _person(data, "T1"), {"BT-5(7)4": {"status": "confirmed", "document": "文2号"}}
    data["appraisees"][0]["rechecks"] = confirmed
    team["turnout_reason"] = [{"date": "2016-12-28", "document": "文3号"}]
    assert _outcomes(data)["T1"].grade == "差"
    team |= {"turnout_reason": [], "attended": 200, "ballot": _ballot(160, 40)}
    assert _outcomes(data)["T1"].grade == "优秀"


def _ballot(best: int, good: int) -> dict[str, int]:
    total = best + good
    votes = dict(zip(XPCC, (best, good, 0, 0), strict=True))
    return {"issued": total, "collected": total, "spoilt": 0, "blank": 0, **votes}


@pytest.mark.parametrize(("name", "places"), [("xpcc-5-4-rounding-up.toml", 0), ("xpcc-5-4-half-up.toml", 1)])
def test_5_4_is_rounded_down_whatever_5_3_is(name: str, places: int) -> None:
    """不得超过各组人数的30%: of three nobody, of five one, under every rounding and minimum of 5(3)."""
    data = _data(name)
    for settings in (data["settings"], {"rounding": "up", "min-places": "1"}, {"min-places": "1"}, {}):
        found = [outcome.grade for outcome in _outcomes({**data, "settings": settings}).values()]
        assert found.count("优秀") == places, settings


EVENT = {"date": "2016-08-01", "document": "文1号"}
EXCEPTIONS = {
    "the day before": {"date": "2016-07-31", "document": "文1号"},
    "the day after": {"date": "2016-08-02", "document": "文1号"},
    "another document": {"date": "2016-08-01", "document": "文2号"},
    "another case of the document": {**EVENT, "item": "2"},
}


@pytest.mark.parametrize("how", EXCEPTIONS)
def test_an_exception_names_its_event(how: str) -> None:
    """One that is dated or numbered otherwise belongs to no event and is refused."""
    data = _data("xpcc-exception-of-another-day.toml")
    _person(data, "T1")["clause_5_7_1_excepted"] = [EXCEPTIONS[how]]
    with pytest.raises(CaseError, match=r"excepts no row"):
        case_from_data(data)


@pytest.mark.parametrize(
    ("events", "exceptions", "grade"),
    [
        ([EVENT], [EVENT], "优秀"),
        ([EVENT], [], "差"),
        ([EVENT, {**EVENT, "document": "文2号"}], [EVENT], "差"),
        ([EVENT, {**EVENT, "document": "文2号"}], [EVENT, {**EVENT, "document": "文2号"}], "优秀"),
        ([{**EVENT, "status": "rejected"}, {**EVENT, "date": "2016-09-01"}], [EVENT], "差"),
        ([{**EVENT, "date": "2016-05-01"}, EVENT], [{**EVENT, "date": "2016-05-01"}], "差"),
        ([{**EVENT, "item": "1"}, {**EVENT, "item": "2"}], [{**EVENT, "item": "2"}], "差"),
        ([EVENT, {**EVENT, "item": "2"}], [{**EVENT, "item": "2"}], None),  # the one without may be the other
        ([EVENT], [{**EVENT, "document": "文 1 号"}], "优秀"),
    ],
)
def test_an_exception_excuses_its_own_event_alone(
    events: list[dict[str, str]], exceptions: list[dict[str, str]], grade: str | None
) -> None:
    """Each event later than 3 months after entering fails the team unless its own exception stands."""
    data = _data("xpcc-exception-of-another-day.toml")
    _person(data, "T1").update(clause_5_7_1=events, clause_5_7_1_excepted=exceptions)
    assert _outcomes(data)["T1"].grade == grade


def test_a_second_exception_of_one_event_excuses_no_other() -> None:
    """Two exceptions of one event do not excuse two events: the other one counts."""
    data = _data("xpcc-exception-of-another-day.toml")
    events = [EVENT, {**EVENT, "date": "2016-09-01"}]
    _person(data, "T1").update(clause_5_7_1=events, clause_5_7_1_excepted=[EVENT, EVENT])
    assert _outcomes(data)["T1"].grade == "差"


SPELLINGS = [
    "第一师",
    "第一师阿拉尔市",
    "一师阿拉尔",
    "1师",
    "第１师",
    "农一师",
    "一师（阿拉尔市）",
    "一师(阿拉尔)",
    "阿拉尔市",
    "兵团第一师",
    "新疆生产建设兵团第一师阿拉尔市",
]


@pytest.mark.parametrize("name", SPELLINGS)
def test_the_guarantee_finds_a_division_by_its_official_name(name: str) -> None:
    """However the list spells 一师, the guarantee takes the member it sent, and nothing says that it is missing."""
    data = _renamed(_data("xpcc-guarantee-other-code.toml"), name)
    found = _outcomes(data)
    assert {who for who, outcome in found.items() if outcome.grade == "优秀"} == {"A", "B", "S"}
    assert not any("named divisions not in the list" in outcome.flags for outcome in found.values())


@pytest.mark.parametrize("name", ["A", "十一师", "第十一师", "一团", "阿尔山市"])
def test_a_list_without_the_named_divisions_says_so(name: str) -> None:
    """Where no code can be read as one of the three, every member of a 兵团 team is flagged."""
    data = _renamed(_data("xpcc-guarantee-other-code.toml"), name)
    data["cycle"]["lists"]["divisions"] = [name]
    data["settings"] = {}
    found = _outcomes(data)
    members = [row["id"] for row in data["appraisees"] if row["kind"] == "member"]
    assert all("named divisions not in the list" in found[who].flags for who in members)


def _renamed(data: dict[str, Any], name: str) -> dict[str, Any]:
    text = json.dumps(data, ensure_ascii=False, default=str)
    return dict(json.loads(re.sub("第一师", name, text)))


def test_a_half_day_is_a_day_count() -> None:
    """Half a day of leave is read; a tenth of one is not."""
    data = _data("yining-half-day.toml")
    assert _outcomes(data)["A"].state == "decision"
    _person(data, "A")["leaves"][0]["leave_days"] = Decimal("1.3")
    with pytest.raises(CaseError, match="no whole or half day"):
        case_from_data(data)


def test_one_event_under_both_limbs_is_asked_about() -> None:
    """15.4: rows of one day in both lists are an open point that names both; a code of its own on one closes it."""
    data = _data("yining-one-event-twice.toml")
    assert _outcomes(data)["A"].needs == ("conduct_faults[1]=sanctions[1]",)
    facts = _person(data, "A")
    facts["sanctions"][0]["item"], facts["conduct_faults"][0]["item"] = "2", "1"
    assert _outcomes(data)["A"].needs == ()
    facts["conduct_faults"][0]["item"] = "2"
    with pytest.raises(CaseError, match="are one fact"):
        case_from_data(data)


def test_one_practice_in_two_rows_is_asked_about() -> None:
    """附件第14项: rows that nothing tells apart are an open point; two rows of one name are refused; a name each counts."""
    data = _data("wenling-practice-twice.toml")
    rows = {row["id"]: row for row in data["appraisees"]}
    facts = next(row["facts"] for row in rows.values() if len(row["facts"].get("practices", [])) > 1)
    data["appraisees"] = [row for row in rows.values() if row["facts"] is facts]
    name = data["appraisees"][0]["id"]
    facts["cadres_notified"] = []
    assert _outcomes(data)[name].needs == ("practices[1]=practices[2]",)
    for place, row in enumerate(facts["practices"]):
        row["item"] = f"做法{place}"
    assert _outcomes(data)[name].state == "decided"
    for row in facts["practices"]:
        row["item"] = "做法1"
    with pytest.raises(CaseError, match="one fact entered twice"):
        case_from_data(data)


def test_the_inventory_named_other_faults_too() -> None:
    """Points taken without their finding, and one document for a task done well and badly, are asked about."""
    wenling = _data("wenling-practice-twice.toml")
    wenling["appraisees"] = wenling["appraisees"][:1]
    wenling["appraisees"][0]["facts"] |= {"cadres_notified": [], "centres_abnormal": [], "centres_deduction": 1}
    (dispute,) = Evaluation(case_from_data(wenling).cohort).disputes
    assert (dispute.appraisee, dispute.input) == ("a", "centres_deduction")
    assert "of which nothing is found" in dispute.text.en
    region = _data("neimenggu-one-county-two-ranks.toml")
    facts = next(row["facts"] for row in region["appraisees"] if row["id"] == "T")
    facts |= {"tasks_well": [EVENT_2018], "tasks_badly": [EVENT_2018]}
    disputes = [one for one in Evaluation(case_from_data(region).cohort).disputes if "contradicts it" in one.text.en]
    assert [(one.appraisee, one.input) for one in disputes] == [("T", "tasks_badly"), ("T", "tasks_well")]


EVENT_2018 = {"date": "2018-08-01", "document": "内1号"}
