"""An explanation begins with what decided, then tells the rest by its bearing; each step echoes what was entered."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from cli_kit import EXAMPLE, ROOT, as_json, run
from kaohe.cases import read_case
from kaohe.engine import ROLES, Evaluation, Explanation, Step, explain, explanation_sections, shared_ranks
from kaohe.rules.tools import show_cut, show_near

NEIMENGGU = ROOT / "plugins/neimenggu/src/kaohe_neimenggu"
XPCC = ROOT / "plugins/xpcc/src/kaohe_xpcc"
WENLING = ROOT / "plugins/wenling/src/kaohe_wenling/examples/city.json"
YINING = ROOT / "plugins/yining/src/kaohe_yining/examples/county.json"


@cache
def evaluated(file: Path) -> Evaluation:
    """A case, evaluated once."""
    return Evaluation(read_case(file).cohort)


@cache
def explained(file: Path, who: str) -> Explanation:
    """One explanation of it."""
    return explain(evaluated(file), who)


def step(file: Path, who: str, rule: str) -> Step:
    """One step of one explanation."""
    return next(one for one in explained(file, who).steps if one.rule == rule and not one.period)


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("M001", r"grade 称职: 第六条（四） \(XZ-6\(4\)b\), .*: 89.5 lies between two printed bands, read as 称职"),
        ("M004", "waits for a re-check, provisionally 优秀: 第七条（一）3 .* = 1 to 2; is it >= 2"),
        ("M005", r"grade 不称职: 第七条（一）3 \(XZ-7\(1\)3\), .* = 2 >= 2; .*强基办〔2019〕7号 \(2019-01-09\)"),
        ("M008", r"still needs data, .*: not entered: usual record \(2019-07\)$"),
        ("M010", "not appraised: 第四条 .* = 0 <= 0"),
        ("M012", r"grade 称职: 县强基办〔2019〕70号 \(decision\), .*从严评定"),
        ("U01", "grade 不合格: 第七条（三）1 .*: leaders' visits in the year = 3 < 4"),
    ],
)
def test_one_sentence_says_the_rule_and_the_fact(who: str, said: str) -> None:
    """Whatever the state, the first sentence names the clause, the rule and the fact that it rests on."""
    assert re.match(said, explained(EXAMPLE, who).verdict.en)


def test_the_command_line_and_json_begin_with_it() -> None:
    """The first line of `explain` is the sentence, and JSON carries it as `verdict`."""
    sentence = explained(EXAMPLE, "M005").verdict
    assert run("explain", EXAMPLE, "M005").output.splitlines()[0] == f"M005: {sentence.en}"
    assert as_json("explain", EXAMPLE, "M005")["verdict"] == {"en": sentence.en, "zh": sentence.zh}


@pytest.mark.parametrize("who", ["M001", "M004", "M005", "M006", "M008", "M010", "M012", "U01"])
def test_steps_stand_in_the_order_of_their_bearing(who: str) -> None:
    """What decided or is waited for stands first, then the rest; every step has one of the roles."""
    roles = [one.role for one in explained(EXAMPLE, who).steps]
    assert set(roles) <= set(ROLES)
    assert roles[0] in ("decided", "waits")
    assert roles == sorted(roles, key=ROLES.index)


def test_the_sections_follow_the_roles() -> None:
    """Each role has one section with its title, the first without; the readings of ours stand last."""
    titles = [section.title.en for section in explanation_sections(explained(EXAMPLE, "M005")) if section.title]
    assert titles[0] == "What decided"
    assert titles[-1] == "Readings of ours"
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize(
    "file", [EXAMPLE, NEIMENGGU / "examples/region.json", WENLING, YINING], ids=lambda path: path.stem
)
def test_everybody_who_is_settled_has_a_deciding_step(file: Path) -> None:
    """Of every settled outcome something decided, of every open one something is waited for."""
    evaluation = evaluated(file)
    for who in list(evaluation.cohort.appraisees)[:20]:
        found = explain(evaluation, who)
        settled = found.outcome.state in ("decided", "not_appraised")
        assert found.steps[0].role == ("decided" if settled else "waits"), who


def test_a_deciding_limit_is_one_that_gives_the_grade() -> None:
    """Of the limits that applied, only those at the final grade decided."""
    found = explained(EXAMPLE, "M005")
    assert [one.rule for one in found.steps if one.role == "decided"] == ["XZ-7(1)3"]


def test_a_score_without_grades_is_decided_by_its_rows() -> None:
    """In a table of points the rows and parts that took points off decided."""
    roles = {one.rule: one.role for one in explained(WENLING, "T01").steps}
    assert (roles["WL-annex"], roles["WL-3"], roles["WL-3①"], roles["WL-1"]) == (
        "decided",
        *["decided"] * 2,
        "not-applied",
    )


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("NM-4(7)+2", "county's rank in the region = 1 <= 5"),
        ("NM-4(7)+3", "督〔2018〕11号 (2018-08-15)"),
        ("NM-4(7)+4", "= 247 > 240"),
        ("NM-A3", "good 30, fairly good 8, fair 1, poor 0; issued 43, collected 41, spoilt 2, blank 0"),
        ("NM-A2", "no. 1: 87, no. 2: 80, no. 3: 97"),
        ("NM-4(6)", "proposes 称职"),
    ],
)
def test_a_step_echoes_what_was_entered(rule: str, told: str) -> None:
    """A rank, a finding, days, a ballot by option, ratings and the grade proposed stand in their steps."""
    one = step(NEIMENGGU / "examples/region.json", "T01-H1", rule)
    assert told in "; ".join(str(part) for part in (one.effect, one.because, one.entered) if part is not None)


def test_the_options_chosen_are_told_by_their_labels() -> None:
    """The points of a choice name the choice, the option and the points."""
    one = step(NEIMENGGU / "examples/region.json", "T01-H1", "NM-4(7)+1")
    assert str(one.because).count(" = 0") == 2
    assert "neither = 0" in str(one.because)


def test_the_own_team_is_told_by_id_with_its_figures() -> None:
    """A condition on the team names it and what was entered for it."""
    one = step(ROOT / "tests/defects/files/xpcc-displaced-by-guarantee.toml", "C", "BT-6(1)2c")
    assert "own team T1: people who attended the meeting = 150 >= minimum turnout = 100" in str(one.because)
    assert "T1 population of the company, village or community 1500" in str(one.entered)


def test_events_are_told_with_day_amount_and_reason() -> None:
    """Each event stands with its day, its points and its reason."""
    one = step(YINING, "S020", "YN-15.2")
    assert "2020-06-06, points" in str(one.entered) or "2020-06-06" in str(one.entered)
    assert "no. 1 (2020-06-06): 3, no. 2 (2020-04-02): 2" in str(one.because)


def test_months_are_told_with_their_values() -> None:
    """A mean says each period's figure, and why one is left out."""
    assert "2018-11 to 2019-04: 89, 2019-05 to 2019-10: 90" in str(step(EXAMPLE, "M001", "XZ-6(4)c").because)


def test_a_fraction_has_a_decimal_beside_it_on_its_side() -> None:
    """A share is told by its votes, with a decimal that does not reach the limit it misses."""
    one = step(ROOT / "tests/defects/files/xpcc-displaced-by-guarantee.toml", "C", "BT-5(8)4")
    assert "0/120 = 0 <= 1/3 (0.3333…)" in str(one.because)


@pytest.mark.parametrize(
    ("values", "ranks"),
    [
        ([], []),
        ([3], ["1"]),
        ([3, 2, 1], ["1", "2", "3"]),
        ([3, 2, 2, 1], ["1", "2=", "2=", "4"]),
        ([2, 2, 2], ["1=", "1=", "1="]),
        ([2, None, None], ["1", "--", "--"]),
    ],
)
def test_equals_share_the_better_rank(values: list[int | None], ranks: list[str]) -> None:
    """Equal ones are marked, the next rank counts them all, and who has no value has no rank."""
    assert shared_ranks(values) == ranks


@pytest.mark.parametrize(
    ("file", "who", "said"),
    [
        (
            "neimenggu-no-score-proposed-excellent.toml",
            "H01",
            "not placed yet; overall rating: no ballot was counted",
        ),
        ("xpcc-waits-for-nobody.toml", "D", "re-check pending"),
    ],
)
def test_a_candidate_who_cannot_be_placed_yet_is_told_why(file: str, who: str, said: str) -> None:
    """Whose rank has no value, or hangs on a re-check, is no mere "not a candidate"."""
    found = explained(ROOT / "tests/defects/files" / file, who)
    assert found.steps[0].role == "waits"
    assert said in found.verdict.en


@pytest.mark.parametrize("value", [Fraction(1, 3), Fraction(268, 3), Fraction(90)])
def test_a_number_equal_to_a_limit_is_shown(value: Fraction) -> None:
    """A value that stands on its limit is shown, although no decimal ever stands on a third."""
    assert show_near(value, [value]).startswith(str(value.numerator // value.denominator))
    assert show_cut(value, [value]).startswith(str(value.numerator // value.denominator))


def test_a_shared_rank_shows_in_the_explanation() -> None:
    """Candidates who are equal read the same rank, marked as shared."""
    tied = NEIMENGGU / "cases/NM-4(7)a-tied.toml"
    assert "rank 2= of 5 candidates for 2 places" in explained(tied, "H2").verdict.en
