"""Case files: TOML by hand and JSON by machine say the same; defaults, periods, absences, expectations."""

from __future__ import annotations

import gc
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cli_kit import EXAMPLE
from kaohe.cases import FORMAT, Case, case_from_data, differences, read_case
from kaohe.engine import Evaluation
from kaohe.errors import CaseError
from kaohe.rules import Ceiling, Date, Finding, Periods, Reading, assemble
from scheme_kit import GRADES, MONTHS, WORDS, bands, declare, lines, raw_case, score, total

FROM = Date("from", WORDS, clause="1", optional=True)
TO = Date("to", WORDS, clause="1", optional=True)
MONTH = Periods("month", WORDS, "month", FROM, TO)
MONTHLY = score("monthly", on=MONTH)
FOUND = Finding("found", WORDS, clause="1")
RULES = assemble(
    declare(
        readings=(Reading("A", WORDS, WORDS),),
        scoring=[total(MONTHLY.mean()), bands(MONTHLY.mean())],
        veto=[Ceiling(GRADES[2], **lines("found"), when=FOUND)],
    )
)
CYCLE = {"periods": {"month": MONTHS}}


def case_of(people: Any, **more: Any) -> Case:
    """A case of the test scheme."""
    return case_from_data(raw_case(people, **({"cycle": CYCLE} | more)), ruleset=RULES)


def scores(case: Case) -> dict[str, Any]:
    """Everybody's exact score as text."""
    return {outcome.id: outcome.as_json()["score"] for outcome in Evaluation(case.cohort).outcomes()}


TOML = """
format = 1
scheme = "test"
title = "示例"
about = "两人"

[cycle]
start = 2020-01-01
end = 2020-12-31
[cycle.periods]
month = ["2020-01", "2020-02", "2020-03", "2020-04"]

[defaults.person.facts]
found = []

[[appraisees]]
id = "P"
kind = "person"
name = "甲"
facts.monthly = [89.5, 90, 90.25, 90]

[[appraisees]]
id = "Q"
kind = "person"
facts.monthly = { each = 60.1, "2020-03" = { absent = "not-assessed", reason = "未考核" } }
facts.found = [{ date = 2020-02-01, document = "组发〔2020〕5号" }]

[expect.Q]
grade = "不称职"
"""


def test_toml_and_json_say_the_same(tmp_path: Path) -> None:
    """The same case written by hand and by machine gives the same outcomes; decimals are exact in both."""
    (tmp_path / "case.toml").write_text(TOML, encoding="utf-8")
    by_hand = read_case(tmp_path / "case.toml", ruleset=RULES)
    (tmp_path / "case.json").write_text(json.dumps(by_hand.raw, default=_plain), encoding="utf-8")
    by_machine = read_case(tmp_path / "case.json", ruleset=RULES)
    assert scores(by_hand) == scores(by_machine) == {"P": "89.9375", "Q": "60.1"}
    outcomes = [[one.as_json() for one in Evaluation(case.cohort).outcomes()] for case in (by_hand, by_machine)]
    assert outcomes[0] == outcomes[1]


def _plain(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else str(value)


def test_a_case_keeps_what_it_says_of_itself(tmp_path: Path) -> None:
    """Title, note, source and expectations are kept; names go with their appraisees."""
    path = tmp_path / "case.toml"
    path.write_text(TOML, encoding="utf-8")
    case = read_case(path, ruleset=RULES)
    assert (case.title, case.about, case.source) == ("示例", "两人", str(path))
    assert [(one.appraisee, dict(one.fields)) for one in case.expectations] == [("Q", {"grade": "不称职"})]
    assert case.cohort.appraisees["P"].name == "甲"


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    """A file saved as UTF-8 by an office program reads like any other."""
    path = tmp_path / "case.toml"
    path.write_text(TOML, encoding="utf-8-sig")
    assert scores(read_case(path, ruleset=RULES))["P"] == "89.9375"


@pytest.mark.parametrize(
    ("monthly", "score_of_all"),
    [
        ([80, 80, 90, 90], "85"),
        ({"2020-01": 80, "2020-02": 80, "2020-03": 90, "2020-04": 90}, "85"),
        ({"each": 80, "2020-04": 100}, "85"),
        ({"each": "85"}, "85"),
        ({"each": 80, "2020-04": {"absent": "not-posted"}}, "80"),
        ([80, 80, 80, {"absent": "not-assessed", "reason": "未考核"}], "80"),
    ],
)
def test_periods_may_be_listed_named_or_given_for_each(monthly: Any, score_of_all: str) -> None:
    """A list in the periods' order, a table by name, or `each` with exceptions."""
    assert scores(case_of({"P": {"monthly": monthly, "found": []}})) == {"P": score_of_all}


@pytest.mark.parametrize(
    ("days", "marks", "mean"),
    [
        ({"from": "2020-02-01"}, {"each": 80}, "80"),
        ({"from": "2020-01-31"}, {"2020-01": 100, "2020-02": 80, "2020-03": 80, "2020-04": 80}, "85"),
        ({"from": "2020-02-01"}, [None, 80, 80, 80], "80"),
        ({"to": "2020-02-01"}, {"each": 80}, "80"),
        ({"from": "2020-02-29", "to": "2020-03-01"}, [None, 70, 80, None], "75"),
    ],
)
def test_months_outside_the_posting_are_absent_by_themselves(days: Any, marks: Any, mean: str) -> None:
    """`each` fills the due months only; the others need no entry and are no open points."""
    case = case_of({"P": days | {"monthly": marks, "found": []}})
    (outcome,) = Evaluation(case.cohort).outcomes()
    assert (outcome.state, outcome.as_json()["score"]) == ("decided", mean)


def test_a_mark_outside_the_posting_is_refused() -> None:
    """A value for a month before the posting contradicts its dates."""
    with pytest.raises(CaseError, match="outside the posting; check the dates"):
        case_of({"P": {"from": "2020-02-01", "monthly": [80, 80, 80, 80], "found": []}})


def test_defaults_hold_where_somebody_says_nothing() -> None:
    """Facts of a kind's defaults hold for everybody of the kind who does not give them."""
    people = {"P": {"monthly": {"each": 70}}, "Q": {"found": [{"date": "2020-02-01", "document": "5号"}]}}
    defaults = {"person": {"facts": {"monthly": {"each": 90}, "found": []}}}
    case = case_of(people, defaults=defaults)
    found = {outcome.id: outcome.grade for outcome in Evaluation(case.cohort).outcomes()}
    assert scores(case) == {"P": "70", "Q": "90"}
    assert found == {"P": GRADES[1], "Q": GRADES[2]}


def test_a_case_without_anybody_has_no_outcomes() -> None:
    """An empty case is a case."""
    assert Evaluation(case_of({}).cohort).outcomes() == []


def test_a_case_may_pin_the_rules_it_was_made_with() -> None:
    """With the digest of these rules it is read; with another it is refused, saying what to do."""
    assert case_of({}, digest=RULES.digest).expectations == ()
    with pytest.raises(CaseError, match="made with other rules"):
        case_of({}, digest="0" * 64)


def test_a_format_of_tomorrow_is_refused() -> None:
    """A case of a newer format is not guessed at."""
    with pytest.raises(CaseError, match="update Kaohe"):
        case_of({}, format=FORMAT + 1)


@pytest.mark.parametrize(
    ("fields", "met"),
    [
        ({"state": "decided", "grade": GRADES[1], "score": 85}, True),
        ({"score": "85.0"}, True),
        ({"score": "170/2"}, True),
        ({"score": Decimal("85.00")}, True),
        ({"score": "85.01"}, False),
        ({"score": ""}, False),
        ({"grade": ""}, False),
        ({"grade": GRADES[0]}, False),
        ({"needs": [], "pending": [], "flags": []}, True),
        ({"flags": ["band gap"]}, False),
        ({"rules": ["total"]}, True),
        ({"rules": ["bands", "total"]}, True),
        ({"rules": ["found"]}, False),
        ({"not_rules": ["found"]}, True),
        ({"not_rules": ["total", "found"]}, False),
        ({"assumptions": []}, True),
        ({"notices": ["n"]}, False),
        ({"reasons": []}, True),
        ({"provisional_grade": GRADES[1]}, True),
    ],
)
def test_an_expectation_holds_or_is_reported(fields: dict[str, Any], met: bool) -> None:
    """Each field of an outcome may be expected; lists of rules are among those that took effect."""
    case = case_of({"P": {"monthly": {"each": 85}, "found": []}}, expect={"P": fields})
    found = differences(case, Evaluation(case.cohort).outcomes())
    assert (found == []) == met


def test_a_difference_names_person_field_and_both_values() -> None:
    """What was expected and what came out stand in one sentence, in both languages."""
    case = case_of({"P": {"monthly": {"each": 85}, "found": []}}, expect={"P": {"grade": GRADES[0], "score": 90}})
    found = differences(case, Evaluation(case.cohort).outcomes())
    assert [one.field for one in found] == ["grade", "score"]
    assert found[0].text.en == f"P: grade should be {GRADES[0]}, but is {GRADES[1]}"
    assert GRADES[0] in found[0].text.zh


@pytest.mark.parametrize(
    ("expected", "met"),
    [
        (["63.75", "88.75"], True),
        (["63.75", Decimal("88.750")], True),
        (["63.76", "88.75"], False),
        (["63.75", 88], False),
        (["", "88.75"], False),
        (["63.75", ""], False),
    ],
)
def test_the_range_of_an_open_score_may_be_expected(expected: list[Any], met: bool) -> None:
    """Three months at 85 and one that is not entered, of 0 to 100: (255 + 0) / 4 to (255 + 100) / 4 is 63.75 to 88.75."""
    months = {"2020-01": 85, "2020-02": 85, "2020-03": 85}
    case = case_of({"P": {"monthly": months, "found": []}}, expect={"P": {"score_range": expected}})
    assert (differences(case, Evaluation(case.cohort).outcomes()) == []) == met


def test_a_settled_score_has_no_range() -> None:
    """Where the score is exact, an expected range does not hold."""
    case = case_of({"P": {"monthly": {"each": 85}, "found": []}}, expect={"P": {"score_range": [85, 85]}})
    assert [one.field for one in differences(case, Evaluation(case.cohort).outcomes())] == ["score_range"]


def test_a_case_says_which_clause_a_rule_comes_from() -> None:
    """`cites` holds a rule to the clause that somebody read in the document, in every kind that has the rule."""
    people = {"P": {"monthly": {"each": 85}, "found": []}}
    case = case_of(people, cites={"total": "1", "bands": "9"})
    (difference,) = differences(case, Evaluation(case.cohort).outcomes())
    assert difference.text.en == "bands: clause should be 9, but is 1"


@pytest.mark.parametrize(
    ("cites", "why"),
    [
        ({"totals": "1"}, "did you mean total"),
        ({"total": 1}, "the clause"),
        ({"total": "1" * 81}, "the clause"),
        ("total", "a table of clauses"),
    ],
)
def test_cites_name_rules_and_clauses(cites: Any, why: str) -> None:
    """A rule that is not there, or a clause that is no short text, is refused where it stands."""
    with pytest.raises(CaseError, match=why) as caught:
        case_of({}, cites=cites)
    assert caught.value.where is not None
    assert caught.value.where.startswith("cites")


@pytest.mark.parametrize(
    ("expect", "why"),
    [
        ({"P": {"score_range": [1]}}, "two exact numbers"),
        ({"P": {"score_range": [1, "many"]}}, "two exact numbers"),
        ({"P": {"score_range": [1, True]}}, "two exact numbers"),
        ({"P": {"score_range": 1}}, "a list"),
        ({"Q": {"grade": GRADES[0]}}, "nobody has the id Q"),
        ({"P": {"grad": GRADES[0]}}, "did you mean grade?"),
        (["P"], "table by appraisee"),
    ],
)
def test_a_wrong_expectation_is_refused(expect: Any, why: str) -> None:
    """Expecting of nobody, or of an unknown field, is a mistake in the case."""
    with pytest.raises(CaseError, match=why):
        case_of({"P": {"monthly": {"each": 85}, "found": []}}, expect=expect)


def test_a_wrong_expectation_is_found_on_its_line(tmp_path: Path) -> None:
    """The error names file and line."""
    path = tmp_path / "case.toml"
    path.write_text(TOML.replace('grade = "不称职"', 'grades = "不称职"'), encoding="utf-8")
    with pytest.raises(CaseError) as refused:
        read_case(path, ruleset=RULES)
    line = TOML.splitlines().index('grade = "不称职"') + 1
    assert str(refused.value).startswith(f"{path}:{line}:")


def test_settings_choose_a_reading() -> None:
    """A case may choose a reading of its installed scheme; the digest follows."""
    raw = {
        "format": 1,
        "scheme": "xizang-2018",
        "settings": {"gap-reading": "truncate"},
        "cycle": {"start": "2018-11-01", "end": "2019-10-31", "periods": {"month": ["2018-11"], "quarter": ["2018Q4"]}},
    }
    chosen = case_from_data(raw).cohort.ruleset
    plain = case_from_data({key: value for key, value in raw.items() if key != "settings"}).cohort.ruleset
    assert chosen.choices == (("gap-reading", "truncate"),)
    assert chosen.digest != plain.digest


@pytest.mark.parametrize("collecting", [True, False])
def test_reading_leaves_the_collector_of_garbage_as_it_was(*, collecting: bool) -> None:
    """On or off, with nothing held back from it; what was read counts among the old, as after a collection."""
    (gc.enable if collecting else gc.disable)()
    try:
        case = read_case(EXAMPLE)
        young = {id(one) for generation in (0, 1) for one in gc.get_objects(generation)}
        assert gc.isenabled() is collecting
        assert gc.get_freeze_count() == 0
        assert collecting is not (id(case.raw["appraisees"]) in young)
    finally:
        gc.enable()
