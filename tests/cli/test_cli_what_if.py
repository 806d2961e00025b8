"""`kaohe what-if`: who comes out otherwise under another reading, another number, another entry."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from fractions import Fraction
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest

from cli_kit import EXAMPLE, as_json, member, run, written
from kaohe.cases import (
    Case,
    Trials,
    case_from_data,
    effects,
    entered_otherwise,
    numbered_otherwise,
    other_readings,
    read_case,
    read_otherwise,
    under,
)
from kaohe.engine import Evaluation
from kaohe.errors import CaseError, SchemeError
from kaohe.office import Office
from kaohe.rules import load
from kaohe.rules.tools import numbers_in, renumbered, rows_of
from kaohe.words import Text
from lengths import scaled

SCHEMES = ("neimenggu-2018", "wenling-2013", "xizang-2018", "xpcc-2016", "yining")


def changes(result: Any) -> dict[str, tuple[str, str]]:
    """Whom the only thing tried changes, from which grade to which."""
    (tried,) = result["tried"]
    return {one["id"]: (one["before"]["grade"], one["after"]["grade"]) for one in tried["changes"]}


@pytest.mark.parametrize(("number", "vetoed"), [("59.99", ["M1"]), ("60", ["M1"]), ("60.01", ["M1", "M2"])])
def test_another_threshold_changes_whom_it_lies_between(tmp_path: Path, number: str, vetoed: list[str]) -> None:
    """XZ-7(1)4 vetoes opinion marks below 60: one of 59.98 whatever is tried here, one of 60 only from 60.01 on."""
    people = [member(name, 100, opinion=[mark]) for name, mark in (("M1", "59.98"), ("M2", 60))]
    case = written(tmp_path, *people)
    grades = {one["id"]: one["grade"] for one in as_json("evaluate", case)["outcomes"]}
    if number != "60":
        changed = changes(as_json("what-if", case, "--number", f"XZ-7(1)4:60={number}"))
        grades |= {who: after for who, (_, after) in changed.items()}
    assert [who for who, grade in grades.items() if grade == "不称职"] == vetoed


def test_the_numbers_of_a_rule_are_listed() -> None:
    """A rule without a number after it is answered with the numbers that it declares."""
    assert as_json("what-if", EXAMPLE, "--number", "XZ-7(1)4") == {"rule": "XZ-7(1)4", "numbers": ["60"]}
    assert "XZ-7(1)4 declares 60" in run("what-if", EXAMPLE, "--number", "XZ-7(1)4").output


def test_every_reading_that_is_not_in_force_is_tried(tmp_path: Path) -> None:
    """Without an option each other reading is tried by itself, and gives what the case says with that setting."""
    raw = EXAMPLE.read_text(encoding="utf-8")
    tried = as_json("what-if", EXAMPLE)["tried"]
    ruleset = load("xizang-2018")
    assert [one["readings"] for one in tried] == [[f"{o.setting.key}={code}"] for o, code, _ in other_readings(ruleset)]
    now = {one.id: one.grade or "" for one in Evaluation(read_case(EXAMPLE).cohort).outcomes()}
    for one in (one for one in tried if one["refused"] is None):
        key, _, code = one["readings"][0].partition("=")
        file = tmp_path / "case.json"
        file.write_text(raw.replace('"scheme"', f'"settings": {{"{key}": "{code}"}}, "scheme"', 1), encoding="utf-8")
        then = {o.id: o.grade or "" for o in Evaluation(read_case(file).cohort).outcomes()}
        told = {o["id"]: o["after"]["grade"] for o in one["changes"] if o["before"]["grade"] != o["after"]["grade"]}
        assert told == {who: grade for who, grade in then.items() if grade != now[who]}


def test_nothing_is_stored(tmp_path: Path) -> None:
    """A book is the same byte for byte after its readings, a number and an entry were tried."""
    where = tmp_path / "a.book"
    with as_file(files("kaohe_xizang") / "cases" / "XZ-7(1)4.toml") as case:
        Office.of_case(where, read_case(case), unit="某县").close()
    before = hashlib.sha256(where.read_bytes()).hexdigest()
    assert changes(as_json("what-if", where, "--number", "XZ-7(1)4:60=61"))
    assert run("what-if", where).exit_code == 0
    assert run("what-if", where, "--entry", "A-step-below", "opinion=60", "--at", "2019-01").exit_code == 0
    assert hashlib.sha256(where.read_bytes()).hexdigest() == before


def test_one_entry_is_tried_in_its_period(tmp_path: Path) -> None:
    """An entry of one month moves the score by its weight over the months, and nothing else."""
    case = written(tmp_path, member("M1"), member("M2"))
    (tried,) = as_json("what-if", case, "--entry", "M1", "opinion=80", "--at", "2019-01")["tried"]
    (one,) = tried["changes"]
    assert (one["id"], one["before"]["score"], one["after"]["score"]) == ("M1", "90", "88")


def test_an_entry_keeps_what_defaults_say_of_other_months() -> None:
    """Where a case says "each month 59.99", one month entered otherwise leaves the other eleven as they are."""
    with as_file(files("kaohe_xizang") / "cases" / "XZ-7(1)4.toml") as file:
        case = read_case(file)
    made = entered_otherwise(case, "A-step-below", "opinion", "71.99", "2018-11")
    before, after = (Evaluation(one.cohort).outcome("A-step-below").score for one in (case, made))
    assert before is not None
    assert after is not None
    assert after - before == Fraction(12, 12) * Fraction(1, 5)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_number_for_itself_changes_nothing(scheme: str) -> None:
    """Whatever rule and number of a scheme is exchanged for itself, the declarations stay the same."""
    ruleset = load(scheme)
    for name in {one.id for rules in ruleset.kinds for entry in rules.entries for one in rows_of(entry.rule)}:
        if any(entry.rule.id == name and entry.derived_from for rules in ruleset.kinds for entry in rules.entries):
            continue
        for number in numbers_in(ruleset, name):
            assert renumbered(ruleset, name, number, number).kinds == ruleset.kinds


def test_a_value_that_several_rules_read_changes_for_all() -> None:
    """The score of a period is declared once: another weight in it moves the year, and the bands of the month too."""
    case = read_case(EXAMPLE)
    ruleset = case.cohort.ruleset
    name = next(
        entry.rule.id
        for rules in ruleset.kinds
        for entry in rules.entries
        if not entry.derived_from and {Fraction(7, 10), Fraction(1, 5)} <= {*numbers_in(ruleset, entry.rule.id)}
    )
    made = under(case, renumbered(ruleset, name, Fraction(1, 5), Fraction(3, 10)))
    found = effects(Evaluation(case.cohort), Evaluation(made.cohort))
    assert len(found) > 100


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--number", "XZ-7(1)4:61=70"), "declares no number 61; name one of 60"),
        (("--number", "XZ-7(1)5:60=70"), "did you mean XZ-7(1)4?"),
        (("--number", "XZ-7(1)4:60"), "write RULE:OLD=NEW"),
        (("--number", "XZ-7(1)4:60=x"), "x"),
        (("--entry", "M0001", "opinion=60"), "did you mean M001?"),
        (("--entry", "M001", "opinion=60"), "name one of 2018-11"),
        (("--entry", "M001", "opinon=60"), "has no input opinon"),
        (("--entry", "M001", "opinion=160", "--at", "2019-01"), "160 is outside 0 to 100"),
        (("--reading", "gap-reading=maybe"), "maybe"),
        (("--reading", "gap-reading"), "write KEY=CODE"),
    ],
)
def test_what_cannot_be_tried_is_refused_with_the_next_step(words: tuple[str, ...], told: str) -> None:
    """A rule, a number, a person, an input or a reading that there is not is named, with what there is."""
    result = run("what-if", EXAMPLE, *words)
    assert result.exit_code == 2
    assert told in result.stderr


def test_a_band_that_would_overlap_is_refused() -> None:
    """A number that the rule cannot be declared with says why, as the author of the scheme would be told."""
    ruleset = load("xizang-2018")
    bands = next(name for name in _rules(ruleset) if Fraction(90) in numbers_in(ruleset, name))
    with pytest.raises(SchemeError, match="overlap"):
        numbered_otherwise(read_case(EXAMPLE), bands, Fraction(90), Fraction(50))


def _example(scheme: str) -> Case:
    """The largest example that a scheme ships."""
    package = files(f"kaohe_{scheme.partition('-')[0]}")
    with as_file(package / "examples") as folder:
        return read_case(max(folder.glob("*.json"), key=lambda file: file.stat().st_size))


def _anew(case: Case, ruleset: Any = None) -> Case:
    """The case read again from its data, as if nothing of it were known."""
    left_out = ("amendments", "settings", "digest", "expect", "cites")
    raw = {key: value for key, value in case.raw.items() if key not in left_out}
    return case_from_data(raw, ruleset=ruleset or case.cohort.ruleset, folder=Path(case.source).parent)


def _told(make: Callable[[], Case]) -> Case | Text:
    """A case, or why there is none."""
    try:
        return make()
    except CaseError as error:
        return error.text


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_is_not_read_again_says_what_it_would_say(scheme: str) -> None:
    """Under other readings (in torture all), everybody comes out as in the same case read and evaluated anew."""
    case = _example(scheme)
    trials = Trials(Evaluation(case.cohort))
    for one, code, _ in other_readings(case.cohort.ruleset)[:: scaled(4, 1)]:
        ruleset = load(scheme, choices={**dict(case.cohort.ruleset.choices), one.setting.key: code})
        anew = _told(lambda ruleset=ruleset: _anew(case, ruleset))  # type: ignore[misc]  # now
        made = _told(lambda choices={one.setting.key: code}: read_otherwise(case, choices))  # type: ignore[misc]  # now
        if isinstance(anew, Text) or isinstance(made, Text):
            assert made == anew
            continue
        assert trials.of(made) == trials.held_against(Evaluation(anew.cohort))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_an_entry_is_read_alone_and_reaches_whom_it_reaches(scheme: str) -> None:
    """Entries of others in somebody's place, several one after the other: whoever comes out otherwise does so anew."""
    case = _example(scheme)
    trials = Trials(Evaluation(case.cohort))
    rows, told, made = case.raw["appraisees"], 0, case
    for row in rows[:: max(1, len(rows) // scaled(3, 20))]:
        others = (one for one in rows if one["kind"] == row["kind"] and one is not row)
        found = ((key, value) for one in others for key, value in one.get("facts", {}).items()
                 if row.get("facts", {}).get(key) not in (None, value) and not isinstance(value, list | dict))  # fmt: skip
        key, value = next(found, ("", None))
        if key:
            made = entered_otherwise(made, row["id"], key, value)
            assert trials.of(made) == trials.held_against(Evaluation(_anew(made).cohort))
            told += 1
    assert told or scheme == "xizang-2018"  # whose entries are lists, one a month


def _rules(ruleset: Any) -> list[str]:
    return [e.rule.id for rules in ruleset.kinds for e in rules.entries if type(e.rule).__name__ == "Bands"]


def test_a_reading_that_the_entries_do_not_fit_is_told(tmp_path: Path) -> None:
    """A team's own ballot (NM-a8) is an entry that no other reading asks for: those are told as such, the rest is tried."""
    votes = {"issued": 20, "collected": 20, "spoilt": 0, "blank": 0, "好": 20, "较好": 0, "一般": 0, "差": 0}
    team = {"id": "T1", "kind": "team", "facts": {"ballot_overall": votes}}
    cycle = {"start": "2018-01-01", "end": "2018-12-31"}
    data = {"format": 1, "scheme": "neimenggu-2018", "settings": {"team-rating": "ballot"}, "cycle": cycle}
    case = tmp_path / "case.json"
    case.write_text(json.dumps({**data, "appraisees": [team]}, ensure_ascii=False), encoding="utf-8")
    tried = as_json("what-if", case)["tried"]
    refused = {one["readings"][0] for one in tried if one["refused"] is not None}
    assert refused == {one["readings"][0] for one in tried if one["readings"][0].startswith("team-rating=")}
    assert refused
    assert "cannot be tried here" in run("what-if", case).output
    assert len(tried) > len(refused)


def test_the_words_are_in_the_reader_s_language(tmp_path: Path) -> None:
    """A Chinese reader is told whom a threshold moves without a word of English."""
    case = written(tmp_path, member("M1", 60))
    assert "人改变" in run("what-if", case, "--number", "XZ-7(1)4:60=61", lang="zh").output


def test_someone_who_is_not_there_cannot_be_entered_for() -> None:
    """The refusal of an id that nobody has comes from the case, not from the command line."""
    with pytest.raises(CaseError, match="K2690"):
        entered_otherwise(read_case(EXAMPLE), "nobody", "opinion", 60)


def test_a_reading_by_name_is_the_case_with_that_setting() -> None:
    """`read_otherwise` chooses beside what the case chose already."""
    case = read_otherwise(read_case(EXAMPLE), {"gap-reading": "half-up"})
    again = read_otherwise(case, {"recall-from": "three"})
    assert dict(again.cohort.ruleset.choices) == {"gap-reading": "half-up", "recall-from": "three"}
