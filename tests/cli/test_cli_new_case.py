"""new-case: accepted as it is, and still accepted once its lines are used."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from cli_kit import as_json, run
from kaohe.cases import case_from_data, read_case
from kaohe.rules import Cycles, discover, load
from kaohe.rules.tools import Ruleset

SCHEMES = [plugin.ruleset for plugin in discover(role="scheme") if plugin.ruleset is not None]
each_scheme = pytest.mark.parametrize("scheme", SCHEMES, ids=[scheme.id for scheme in SCHEMES])


@each_scheme
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_new_case_evaluates_as_it_is(scheme: Ruleset, lang: str, tmp_path: Path) -> None:
    """The empty case of every installed scheme is read without a change, in both languages."""
    file = tmp_path / "new.toml"
    assert run("new-case", scheme.id, "-o", file, lang=lang).exit_code == 0
    assert run("evaluate", file).exit_code == 0


@each_scheme
def test_every_commented_line_is_legal(scheme: Ruleset, tmp_path: Path) -> None:
    """With the # taken away from its example lines, the case has one appraisee of each kind and evaluates."""
    text = re.sub(r"(?m)^#(?=\S)", "", run("new-case", scheme.id).stdout)
    file = tmp_path / "filled.toml"
    file.write_text(text, encoding="utf-8")
    case = read_case(file)
    assert [one.kind for one in case.cohort.appraisees.values()] == [rules.kind.key for rules in scheme.kinds]
    assert run("evaluate", file).exit_code == 0


@each_scheme
def test_every_input_is_named_with_its_clause(scheme: Ruleset) -> None:
    """Each kind, input and clause of the scheme stands in the annotated case."""
    text = run("new-case", scheme.id).stdout
    for rules in scheme.kinds:
        assert f'#kind = "{rules.kind.key}"' in text
        assert [given.key for given in rules.inputs if given.key not in text or given.clause not in text] == []


TIBET = load("xizang-2018").scheme.cycles or Cycles()
PROPOSED = [
    (TIBET, "2019-10-31", "2018-11-01", "2019-10-31"),
    (TIBET, "2019-11-01", "2019-11-01", "2020-10-31"),
    (TIBET, "2017-10-31", "2017-11-01", "2018-10-31"),
    (load("xpcc-2016").scheme.cycles or Cycles(), "2026-11-29", "2016-01-01", "2016-12-31"),
    (load("neimenggu-2018").scheme.cycles or Cycles(), "2019-06-30", "2019-01-01", "2019-12-31"),
    (load("neimenggu-2018").scheme.cycles or Cycles(), "2026-11-29", "2020-01-01", "2020-12-31"),
    (load("neimenggu-2018").scheme.cycles or Cycles(), "2017-06-30", "2018-01-01", "2018-12-31"),
    (Cycles(), "2026-11-29", "2026-01-01", "2026-12-31"),
]


@pytest.mark.parametrize(("cycles", "today", "start", "end"), PROPOSED)
def test_the_cycle_that_is_proposed_is_the_schemes(cycles: Cycles, today: str, start: str, end: str) -> None:
    """The cycle that today lies in, from November for Tibet (XZ-a4); else the nearest that the document is for."""
    found = cycles.around(dt.date.fromisoformat(today))
    assert tuple(day.isoformat() for day in found) == (start, end)
    assert cycles.admit(*found)


def test_an_empty_tibet_case_lists_november_to_october() -> None:
    """Without options its months and quarters are XZ-a4's: November to October, the fourth quarter to the third."""
    periods = as_json("new-case", "xizang-2018")["cycle"]["periods"]
    assert [name[-2:] for name in periods["month"]] == ["11", "12", *(f"{n:02}" for n in range(1, 11))]
    assert [name[-2:] for name in periods["quarter"]] == ["Q4", "Q1", "Q2", "Q3"]


def test_the_json_form_is_a_case() -> None:
    """`--json` gives the same empty case as data."""
    data = as_json("new-case", "xizang-2018", "--from", "2018-11", "--to", "2019-10")
    assert case_from_data(data).cohort.appraisees == {}
    assert data["cycle"]["periods"]["quarter"] == ["2018Q4", "2019Q1", "2019Q2", "2019Q3"]


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A file that exists is left as it is."""
    file = tmp_path / "mine.toml"
    file.write_text("mine", encoding="utf-8")
    result = run("new-case", "xizang-2018", "-o", file)
    assert (result.exit_code, file.read_text(encoding="utf-8")) == (2, "mine")
    assert "exists already" in result.stderr


def test_a_folder_that_does_not_exist_is_a_sentence(tmp_path: Path) -> None:
    """A path that cannot be written is answered with the reason."""
    result = run("new-case", "xizang-2018", "-o", tmp_path / "none" / "x.toml")
    assert result.exit_code == 2
    assert "check the path" in result.stderr


def test_a_cycle_that_the_document_is_not_for_asks_for_its_reason() -> None:
    """A new case of another year says so, and is read once the reason stands in it."""
    text = run("new-case", "neimenggu-2018", "--from", "2025-01").stdout
    assert "the document is not for this cycle" in text
    assert '#confirmed = "..."' in text
    assert "confirmed" not in run("new-case", "neimenggu-2018", "--from", "2018-01").stdout.split("[[", 1)[0]


def test_a_month_of_another_form_is_refused() -> None:
    """The first month is written like 2018-11."""
    result = run("new-case", "xizang-2018", "--from", "Nov 2018")
    assert result.exit_code == 2
    assert "2018-11" in result.stderr
