"""What the second half of the first trial's mending left open: practices, postings, refusals, machine-readable errors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli_kit import as_json, member, run, written
from kaohe.cases import case_from_data, read_case
from kaohe.engine import Evaluation, OpenPoint, open_points
from kaohe.errors import CaseError, SchemeError
from kaohe.rules import Cycles, Span, Window

FILES = Path(__file__).parent / "files"
ROOT = Path(__file__).parents[2]
WENLING = ROOT / "plugins" / "wenling" / "src" / "kaohe_wenling" / "cases" / "WL-14.toml"
PRACTICES = [
    {"date": "2013-05-01", "promoted": "wenling", "reported": "none"},
    {"date": "2013-06-01", "promoted": "taizhou", "reported": "none"},
]


def town(*practices: dict[str, Any]) -> Any:
    """The evaluation of a town of which nothing is found, with those practices."""
    facts: dict[str, Any] = dict(read_case(WENLING).cohort.appraisees["T-none"].facts)
    facts = {key: [] if value == () else value for key, value in facts.items()}
    data = {
        "format": 1,
        "scheme": "wenling-2013",
        "cycle": {"start": "2013-01-01", "end": "2013-12-31"},
        "appraisees": [{"id": "T", "kind": "town", "facts": facts | {"practices": list(practices)}}],
    }
    return Evaluation(case_from_data(data).cohort)


def test_practices_without_a_name_are_asked_about() -> None:
    """Neither day nor level makes two practices: the open point names both rows and what to enter, and that closes it."""
    evaluation = town(*PRACTICES)
    outcome = evaluation.outcome("T")
    assert (outcome.state, outcome.score) == ("needs", None)
    (point,) = open_points(evaluation, [outcome])
    assert outcome.needs == ("practices[1]=practices[2]",)
    assert point.text.en.startswith("practices with effect row 1 and practices with effect row 2")
    assert all("item" in text for text in (point.text.en, point.text.zh))
    named = town({**PRACTICES[0], "item": "1"}, {**PRACTICES[1], "item": "2"})
    assert (named.outcome("T").state, str(named.outcome("T").score)) == ("decided", "95")


def test_one_practice_of_two_that_has_a_name_leaves_the_other_open() -> None:
    """The row without a name may be the one that has it; two rows of one name are refused."""
    assert town({**PRACTICES[0], "item": "1"}, PRACTICES[1]).outcome("T").state == "needs"
    assert town(PRACTICES[0], {**PRACTICES[1], "item": "1"}).outcome("T").state == "needs"
    with pytest.raises(CaseError, match="rows 1 and 2 are one fact entered twice"):
        town({**PRACTICES[0], "item": "1"}, {**PRACTICES[1], "item": "1"})


@pytest.mark.parametrize("items", [("", "2"), ("2", ""), ("", "")])
def test_notices_of_one_document_are_two_where_each_has_an_item(tmp_path: Path, items: tuple[str, str]) -> None:
    """One item of the two says nothing about the other notice: nobody is vetoed for what may be one."""
    notice = {"date": "2019-01-10", "document": "组通〔2019〕3号"}
    for given, state in ((items, "needs"), (("1", "2"), "decided")):
        rows = [{**notice, "item": item} for item in given]
        (outcome,) = as_json("evaluate", written(tmp_path, member(absence_notices=rows)))["outcomes"]
        assert outcome["state"] == state


def _secondee(**facts: Any) -> dict[str, Any]:
    known: dict[str, Any] = {"selected_by": "county-committee", "posted_from": "2016-01-01", "posted_to": "2016-12-31"}
    known |= dict.fromkeys(("late", "left_early", "absent_untold", "informal_leave", "reports_missing"), 0)
    known |= {key: [] for key in ("diary_faults", "conduct_faults", "sanctions", "task_faults")}
    quarters = {"quarter": ["2016Q1", "2016Q2", "2016Q3", "2016Q4"]}
    return {
        "format": 1,
        "scheme": "yining",
        "cycle": {"start": "2016-01-01", "end": "2016-12-31", "periods": quarters},
        "appraisees": [{"id": "A", "kind": "secondee", "facts": known | facts}],
    }


@pytest.mark.parametrize(
    ("since", "until", "key"),
    [("2017-01-01", "2017-12-31", "posted_from"), ("2015-01-01", "2015-12-31", "posted_to")],
)
def test_a_posting_outside_the_cycle_is_refused(since: str, until: str, key: str) -> None:
    """A mistyped year is no clean year: the refusal names the day, the cycle and the two ways out."""
    with pytest.raises(CaseError) as found:
        case_from_data(_secondee(posted_from=since, posted_to=until))
    said = str(found.value)
    assert f"facts.{key}" in said
    assert "2016-01-01 to 2016-12-31" in said
    assert "correct the day, or take the appraisee out" in said


@pytest.mark.parametrize(("since", "until"), [("2016-12-31", "2017-06-30"), ("2015-01-01", "2016-01-01")])
def test_a_posting_that_touches_one_day_of_the_cycle_is_read(since: str, until: str) -> None:
    """The first or last day of the cycle is enough."""
    assert Evaluation(case_from_data(_secondee(posted_from=since, posted_to=until)).cohort).outcome("A").score == 100


def _bad(folder: Path) -> Path:
    return written(folder, member(mark=101))


# Commands that are refused, each before the work that it would do.
REFUSED: dict[str, list[object]] = {
    "K2617": ["evaluate", _bad],
    "K5008": ["explain", written, "??"],
    "K2204": ["pools", "--nothing"],
    "K2203": ["nonsense"],
    "K2205": ["evaluate"],
    "K1063": ["describe", ""],
    "K1065": ["check", "zzzzzzzz", "--report", "json"],
    "K2001": ["allocate", "nowhere.json"],
    "K4027": ["book", "info", "nowhere.kaohe"],
    "K2309": ["replay", "nowhere"],
}


@pytest.mark.parametrize("number", REFUSED)
def test_a_refusal_is_machine_readable_where_json_is_asked_for(
    number: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line of JSON on standard output with number, place and both languages; the sentence stays on standard error."""
    monkeypatch.chdir(tmp_path)
    words = [word(tmp_path) if callable(word) else word for word in REFUSED[number]]
    plain = run(*words)
    asked = run(*words, *([] if "--report" in words else ["--json"]))
    assert (plain.exit_code, asked.exit_code) == (2, 2)
    assert asked.stderr == plain.stderr
    assert f"[{number}]" in asked.stderr
    (line,) = asked.stdout.splitlines()
    error = json.loads(line)
    assert set(error) == {"error", "number", "where", "text"}
    assert error["number"] == number
    assert error["text"]["en"] in asked.stderr
    assert error["text"]["zh"] in run(*words, lang="zh").stderr
    assert "--report" in words or plain.stdout == ""


def test_what_nobody_foresaw_is_machine_readable_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the program is one line of JSON with its number, exit status 70."""
    monkeypatch.setattr("kaohe.cli._either.read_case", lambda case: 1 / 0)
    result = run("explain", "case.toml", "A", "--json")
    assert result.exit_code == 70
    assert (json.loads(result.stdout)["error"], json.loads(result.stdout)["number"]) == ("ZeroDivisionError", "K2211")
    assert "[K2211]" in result.stderr


@pytest.mark.parametrize(
    ("facts", "lang", "told"),
    [
        ({"links": {"unit": "U"}}, "zh", "U 是驻村工作队，不是派驻单位；请填写派驻单位的编号"),
        (
            {"links": {"unit": "U"}},
            "en",
            "U is a posted team, not a dispatching unit; enter the id of a dispatching unit",
        ),
        ({"links": {"unit": ""}}, "en", 'nobody has the id ""; enter the id of somebody in the case'),
        ({"id": " "}, "en", "the id must be a text that is not blank; enter it"),
    ],
)
def test_a_refusal_names_things_by_their_labels(tmp_path: Path, facts: dict[str, Any], lang: str, told: str) -> None:
    """Kinds by label in the reader's language, an empty id in quotes, a blank one as blank."""
    team = {"id": "U", "kind": "team", "facts": {}}
    assert told in run("evaluate", written(tmp_path, team, member() | facts), lang=lang).stderr


@pytest.mark.parametrize("text", ["", " "])
def test_an_empty_number_stands_in_quotes(tmp_path: Path, text: str) -> None:
    """Typed text that is blank is shown as such."""
    assert (
        f'"{text}" is not a number; write digits alone' in run("evaluate", written(tmp_path, member(mark=text))).stderr
    )
    told = run("explain", written(tmp_path, member()), text)
    assert f'nobody has the id "{text}"; kaohe evaluate lists' in told.stderr


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: Span(since="posted"), "Span: since is 'posted' (str); write an input, like Date"),  # type: ignore[arg-type]  # the point
        (lambda: Span(cycles_back=-1), "Span: cycles_back is -1 (int); it lies between 0 and 20"),
        (lambda: Span(appraisal=1), "Span: appraisal is 1 (int)"),  # type: ignore[arg-type]  # the point
        (lambda: Window(months=500), "Window: months is 500 (int)"),
        (lambda: Cycles(first="2016"), "Cycles: first is '2016' (str); write a day"),  # type: ignore[arg-type]  # the point
    ],
)
def test_a_wrong_span_names_its_field(make: Any, told: str) -> None:
    """What a scheme says about days is checked where it is built, by class and field."""
    with pytest.raises(SchemeError) as found:
        make()
    assert told in str(found.value)


def test_days_on_the_command_line_may_be_typed_wide(tmp_path: Path) -> None:
    """Full-width digits of an input method mean the same in an option as in a case."""
    narrow, wide = (
        run("new-case", "xizang-2018", "--from", first, "--to", last)
        for first, last in (("2018-11", "2019-10"), ("２０１８－１１", " ２０１９-１０"))
    )
    assert (narrow.exit_code, wide.exit_code) == (0, 0)
    assert wide.stdout == narrow.stdout


@pytest.mark.parametrize(("day", "read"), [("2019-01-31", True), ("2019-02-01", False)])
def test_what_the_verification_judges_is_found_by_the_end_of_january(day: str, read: bool) -> None:
    """Inner Mongolia verifies the year by the end of January (四（三）): no task is judged later."""
    finding = [{"date": day, "document": "内扶〔2019〕1号"}]
    data = {
        "format": 1,
        "scheme": "neimenggu-2018",
        "cycle": {"start": "2018-01-01", "end": "2018-12-31", "lists": {"counties": ["C01"]}},
        "appraisees": [{"id": "T", "kind": "team", "facts": {"county": "C01", "tasks_well": finding}}],
    }
    if read:
        assert case_from_data(data).cohort.appraisees["T"].facts["tasks_well"]
    else:
        with pytest.raises(CaseError, match=r"2019-02-01 is outside 2018-01-01 to 2019-01-31"):
            case_from_data(data)


def xpcc(**facts: Any) -> Evaluation:
    """The evaluation of one XPCC team of which only `facts` are entered."""
    data = {
        "format": 1,
        "scheme": "xpcc-2016",
        "cycle": {"start": "2016-01-01", "end": "2016-12-31", "lists": {"divisions": ["D1"], "groups": ["G"]}},
        "appraisees": [{"id": "T", "kind": "team", "facts": facts}],
    }
    return Evaluation(case_from_data(data).cohort)


def asked(key: str, **facts: Any) -> list[OpenPoint]:
    """The open points about inputs whose key holds `key`, of such a team."""
    evaluation = xpcc(**facts)
    return [point for point in open_points(evaluation, evaluation.outcomes()) if key in point.input]


def test_representatives_without_the_talks_are_asked_about() -> None:
    """A part whose whole is not entered says nothing: the open point names both, and entering the whole closes it."""
    (point,) = asked("talks", talks_representatives=5)
    assert point.input == "talks_representatives"
    assert "is a part of people talked to, which is not entered; enter that too" in point.text.en
    for closed in ({"talks_representatives": 5, "talks": 9}, {"talks_representatives": 0}, {"talks": 9}):
        assert asked("talks", **closed) == []


def test_more_people_than_the_population_may_attend() -> None:
    """The team, cadres and police of other places attend too (第六条（一）2): a small company may be outnumbered."""
    assert asked("attended", population=80, attended=120) == []


def test_a_finding_of_an_earlier_year_stays_with_that_year() -> None:
    """5(7)5 looks back to the entry within the appraised year: 2015 was appraised in 2015."""
    with pytest.raises(CaseError, match=r"2015-05-05 is outside 2016-01-01 to 2016-12-31"):
        xpcc(entered="2014-03-01", clause_5_7_5=[{"date": "2015-05-05", "document": "师组〔2015〕1号"}])
