"""`kaohe evaluate --figures`: the figures of everybody, as lines and as data, and `[expect]` of them by exit status."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli_kit import JANUARY, as_json, member, run, written


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """One member whose three marks of the month are 91.25."""
    return written(tmp_path, member(mark="91.25"))


def test_the_figures_stand_under_the_outcomes(case: Path) -> None:
    """A line each, by period: whose, which, and the exact value; without the option there is none."""
    shown = run("evaluate", case, "--figures").stdout
    assert "M1  XZ-6(4)a" in shown
    assert shown.count("91.25") == run("evaluate", case).stdout.count("91.25") + 2
    assert "数值项" in run("evaluate", case, "--figures", lang="zh").stdout


def test_the_figures_are_data_too(case: Path) -> None:
    """With --json each outcome carries its figures, numbers as exact texts."""
    (outcome,) = as_json("evaluate", case, "--figures")["outcomes"]
    assert {"rule": "XZ-6(4)a", "period": "2019-01", "value": "91.25"} in outcome["figures"]
    (plain,) = as_json("evaluate", case)["outcomes"]
    assert "figures" not in plain


@pytest.mark.parametrize(("value", "status"), [("91.25", 0), (91, 1), ("", 1)])
def test_an_expected_figure_decides_the_status(value: object, status: int, tmp_path: Path) -> None:
    """One that is not met is named with both values, and the status is 1."""
    expect = {"M1": {"figures": {"XZ-6(4)a": {"2019-01": value}}}}
    case = written(tmp_path, member(mark="91.25"), cycle=JANUARY, expect=expect)
    said = run("evaluate", case)
    assert said.exit_code == status
    assert ("figures.XZ-6(4)a[2019-01] should be" in said.stderr) == bool(status)
    found = as_json("evaluate", case)["differences"]
    assert [one["found"] for one in found] == ["91.25"] * status


def test_a_figure_that_is_none_is_bad_input(tmp_path: Path) -> None:
    """A misspelt id is refused with the nearest one, and the place."""
    case = written(tmp_path, member(), expect={"M1": {"figures": {"XZ-6(4)b": 1}}})
    said = run("evaluate", case)
    assert said.exit_code == 2
    assert "expect.M1.figures.XZ-6(4)b" in said.stderr
