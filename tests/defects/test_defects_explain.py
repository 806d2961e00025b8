"""What the first trial's explanations said wrongly, and what they say now."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli_kit import run
from kaohe.cases import read_case
from kaohe.engine import Evaluation, explain

FILES = Path(__file__).parent / "files"


def first_line(file: str, who: str, *more: str, lang: str = "en") -> str:
    """The sentence that an explanation begins with."""
    result = run("explain", FILES / file, who, *more, lang=lang)
    assert result.exit_code == 0, result.output
    return result.output.splitlines()[0]


def test_who_lost_a_place_to_a_guarantee_is_told_with_whom() -> None:
    """C ranks third for three places; BT-5(3)d gave one to S, who ranks below, and the first sentence says so."""
    said = first_line("xpcc-displaced-by-guarantee.toml", "C")
    assert said.startswith("C: grade 称职: 第五条（三） (BT-5(3)c)")
    assert "rank 3 of 4 candidates for 3 places" in said
    assert "the guarantee BT-5(3)d (第五条（三）) gave a place to S, who ranks below" in said
    assert "S" in first_line("xpcc-displaced-by-guarantee.toml", "C", lang="zh").rpartition("排序在后的")[2]


def test_who_holds_a_place_through_a_guarantee_is_told_so() -> None:
    """S ranks below C and holds a place: the step of the guarantee says through what."""
    evaluation = Evaluation(read_case(FILES / "xpcc-displaced-by-guarantee.toml").cohort)
    steps = {step.rule: step for step in explain(evaluation, "S").steps}
    assert "holds it through the guarantee" in str(steps["BT-5(3)d"].because)
    assert "holds it through the guarantee" not in str(
        {step.rule: step for step in explain(evaluation, "A").steps}["BT-5(3)d"].because
    )


def test_the_copy_for_the_appraisee_names_nobody() -> None:
    """With --for-appraisee the guarantee is told, and S is not."""
    said = first_line("xpcc-displaced-by-guarantee.toml", "C", "--for-appraisee")
    assert "gave a place to 1 other" in said
    assert "S," not in said


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_reason_is_that_no_ballot_was_counted(lang: str) -> None:
    """With 0 ballots no threshold is said to be missed: no ballot was counted, with what was entered."""
    output = run("explain", FILES / "xpcc-zero-votes-reason.toml", "T1", lang=lang).output
    head = output.splitlines()[0]
    reason = {"en": "no ballot was counted (issued 0, collected 0", "zh": "没有计入任何选票（发出 0，收回 0"}[lang]
    assert reason in head
    lines = [line for line in output.splitlines() if "BT-5(7)4" in line or "BT-5(10)4" in line or "2b" in line]
    assert len(lines) >= 6
    assert all(reason in line for line in lines)
    assert not [line for line in lines if "is it" in line or "是否" in line or "the total" in line or "合计为" in line]
