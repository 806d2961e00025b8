"""What the second half of the first trial's mending left open: practices, postings, refusals, machine-readable errors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli_kit import as_json, member, run, written
from kaohe.cases import case_from_data, read_case
from kaohe.engine import Evaluation, open_points
from kaohe.errors import CaseError

FILES = Path(__file__).parent / "files"
ROOT = Path(__file__).parents[2]
WENLING = ROOT / "plugins" / "wenling" / "src" / "kaohe_wenling" / "cases" / "WL-14.toml"
PRACTICES = [
    {"date": "2013-05-01", "promoted": "wenling", "reported": "none"},
    {"date": "2013-06-01", "promoted": "taizhou", "reported": "none"},
]


def town(*practices: dict[str, Any]) -> Any:
    """The evaluation of a town of which nothing is found, with those practices."""
    facts = dict(read_case(WENLING).cohort.appraisees["T-none"].facts)
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
    monkeypatch.setattr("kaohe.cli._explain.read_case", lambda case: 1 / 0)
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
