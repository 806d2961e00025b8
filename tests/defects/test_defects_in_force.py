"""What runs is what is named, and what is shown is what holds: schemes, settings, amendments, numbers at limits."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli_kit import as_json, member, run, written
from kaohe.rules import load
from kaohe.rules.tools import exact, show_cut, show_near

FILES = Path(__file__).parent / "files"
CITY = "xizang-example-city"
LIMITS = (Fraction(90), Fraction(60))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_case_without_a_scheme_is_refused(lang: str) -> None:
    """A case that names no scheme runs under none, whatever is installed; the message names those there are."""
    result = run("evaluate", FILES / "case-without-scheme.toml", lang=lang)
    assert result.exit_code == 2
    assert "xizang-2018" in result.stderr


@pytest.mark.parametrize("scheme", ['""', '" "', "5", "true", "[]"])
def test_a_case_with_an_empty_or_odd_scheme_is_refused(scheme: str, tmp_path: Path) -> None:
    """Neither an empty id nor something that is no text picks a scheme."""
    file = tmp_path / "case.toml"
    file.write_text(f"format = 1\nscheme = {scheme}\n[cycle]\nstart = 2019-01-01\nend = 2019-12-31\n", encoding="utf-8")
    assert run("evaluate", file).exit_code == 2


@pytest.mark.parametrize("name", ["", " "])
@pytest.mark.parametrize("command", ["lint", "describe", "new-case", "check", "fuzz", "mutate"])
def test_a_command_with_an_empty_scheme_is_refused(command: str, name: str) -> None:
    """No command takes the first scheme of the alphabet where none is named."""
    result = run(command, name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no scheme is named" in result.stderr


def test_a_chosen_reading_is_stated(tmp_path: Path) -> None:
    """Results say which setting differs from the default, in words, and what the default would be."""
    file = written(tmp_path, member(mark=89), settings={"gap-reading": "refer"})
    for command in ("evaluate", "pools"):
        told = next(line for line in run(command, file).stdout.splitlines() if line.startswith("! setting"))
        assert "gap-reading" in told
        assert "a person decides" in told
        assert "default: a band begins at its lower number" in told
        (setting,) = as_json(command, file)["settings"]
        assert (setting["key"], setting["chosen"], setting["default"]) == ("gap-reading", ["refer"], "half-open")


def test_the_default_reading_is_not_repeated(tmp_path: Path) -> None:
    """A setting that is written down and equals the default is no departure."""
    file = written(tmp_path, member(), settings={"gap-reading": "half-open"})
    assert as_json("evaluate", file)["settings"] == []
    assert "! setting" not in run("evaluate", file).stdout


def test_an_active_amendment_is_named_with_its_document(tmp_path: Path) -> None:
    """Results say which amendment is active and under which document, in both forms."""
    file = written(tmp_path, member(), amendments=[CITY])
    document = load("xizang-2018", amendments=[CITY]).amendments[0].document
    for command in ("evaluate", "pools"):
        assert f"! amended by {CITY}" in run(command, file).stdout
        assert document.number in run(command, file).stdout
        assert as_json(command, file)["amended_by"][0]["document"]["title"] == document.title


def test_describe_states_the_reading_taken_and_the_others() -> None:
    """The reading in force is marked among its alternatives, and an assumption shows what was chosen."""
    chosen = run("describe", "xizang-2018", "--setting", "gap-reading=refer").stdout
    line = next(row for row in chosen.splitlines() if row.strip().startswith("XZ-a1"))
    assert line.endswith("a person decides")
    usual = run("describe", "xizang-2018").stdout
    assert (_in_force(chosen), _in_force(usual)) == ("refer", "half-open")
    assert "half-open  " in usual
    assert "(default)" in usual
    assert "readings: " in usual


def _in_force(page: str) -> str:
    """The reading that is marked under `gap-reading`: the settings are listed one after another, its is the first mark."""
    _, _, after = page.partition("     gap-reading ")
    (marked, *_) = [row.split()[1] for row in after.splitlines() if row.strip().startswith("> ")]
    return marked


def test_describe_says_how_a_rule_was_amended() -> None:
    """A replaced rule shows its basis and the amendment's document, an added one the document."""
    rows = {
        rule["id"]: rule
        for rule in as_json("describe", "xizang-2018", "--amendment", CITY)["kinds"][0]["rules"]
        if rule["amended"]
    }
    assert rows["XZ-7(1)4"]["amended"]["en"].startswith(f"replaced by {CITY}")
    assert rows["XZ-7(1)4"]["basis"] in rows["XZ-7(1)4"]["amended"]["en"]
    assert rows["SL-2"]["amended"]["zh"].startswith(f"由修订 {CITY} 增加")


@pytest.mark.parametrize("given", ["gap-reading", "=refer", "gap-reading=", "x=1"])
def test_a_setting_of_another_form_is_refused(given: str) -> None:
    """A setting is KEY=CODE, and one that exists."""
    assert run("describe", "xizang-2018", "--setting", given).exit_code == 2


def test_new_case_takes_an_amendment_and_a_setting(tmp_path: Path) -> None:
    """The empty case of an amended scheme says so, and is read as it is."""
    file = tmp_path / "new.toml"
    words = ("--amendment", CITY, "--setting", "gap-reading=refer")
    assert run("new-case", "xizang-2018", *words, "-o", file).exit_code == 0
    assert f'amendments = ["{CITY}"]' in file.read_text(encoding="utf-8")
    assert as_json("evaluate", file)["settings"][0]["chosen"] == ["refer"]
    data = as_json("new-case", "xizang-2018", *words)
    assert (data["amendments"], data["settings"]) == ([CITY], {"gap-reading": "refer"})


def test_new_case_shows_states_rechecks_decisions_and_indicators() -> None:
    """Whatever may stand in a case is shown: rows of findings with their states, re-checks, decisions, indicators."""
    text = run("new-case", "xpcc-2016").stdout
    for told in ("status: pending, confirmed or rejected", '#rechecks."BT-5(8)4"', "# [[decisions]]", "# members ="):
        assert told in text
    table = as_json("describe", "neimenggu-2018")["kinds"][0]["inputs"]
    item = next(given["table"]["items"][0] for given in table if given.get("table"))
    assert f"{item['id']}: " in run("new-case", "neimenggu-2018").stdout
    assert item["label"]["en"] in run("describe", "neimenggu-2018").stdout


def test_a_shown_score_does_not_stand_on_a_band_it_misses() -> None:
    """89.99966… is shown below 90, and a decimal stands beside its fraction."""
    lines = run("evaluate", FILES / "xizang-shown-at-the-threshold.toml").stdout.splitlines()
    below = next(line for line in lines if line.startswith("below90"))
    assert "(89.9996…)" in below
    assert "称职" in below


@settings(suppress_health_check=[HealthCheck.too_slow])  # a loaded machine draws slowly
@given(
    st.fractions(-1000, 1000, max_denominator=10**9),
    st.lists(st.integers(-100, 100).map(Fraction), max_size=4),
    st.integers(0, 4),
)
def test_a_shown_number_stays_on_its_side(value: Fraction, limits: list[Fraction], places: int) -> None:
    """Rounded or cut, a number is above, on or below each limit exactly as the exact one is."""
    for shown in (show_near(value, limits, places), show_cut(value, limits, places).rstrip("…")):
        for limit in limits:
            assert (exact(shown) > limit) == (value > limit)
            assert (exact(shown) < limit) == (value < limit)


@pytest.mark.parametrize(
    ("value", "near", "cut"),
    [
        ("90", "90.00", "90"),
        ("8999967/100000", "89.9997", "89.9996…"),
        ("17999/300", "59.997", "59.9966…"),
        ("900001/10000", "90.0001", "90.0001"),
        ("268/3", "89.33", "89.3333…"),
        ("89.5", "89.50", "89.5"),
    ],
)
def test_numbers_at_a_limit(value: str, near: str, cut: str) -> None:
    """As many decimals as keep the number on its side of 60 and 90, and no more."""
    assert (show_near(exact(value), LIMITS), show_cut(exact(value), LIMITS)) == (near, cut)
