"""An explanation says what the outcome says: rule by rule, exactly, with what did not apply and why."""

from __future__ import annotations

from functools import cache

from cli_kit import EXAMPLE
from kaohe.cases import read_case
from kaohe.engine import Evaluation, Explanation, Step, explain, explanation_lines


@cache
def county() -> Evaluation:
    """The example county, evaluated once."""
    return Evaluation(read_case(EXAMPLE).cohort)


@cache
def explained(name: str) -> Explanation:
    """The explanation of one appraisee of the county."""
    return explain(county(), name)


def step(name: str, rule: str, period: str = "") -> Step:
    """One step of it."""
    return next(one for one in explained(name).steps if (one.rule, one.period) == (rule, period))


def test_two_notices_apply_and_show_their_documents() -> None:
    """The veto on two absence notices shows the count, the limit and both document numbers."""
    veto = step("M005", "XZ-7(1)3")
    assert (veto.status, veto.clause) == ("applied", "第七条（一）3")
    assert veto.because is not None
    assert veto.because.en == "count(notices for unauthorised absence) = 2 >= 2"
    assert "强基办〔2019〕7号" in str(veto.inputs[0].note)


def test_one_notice_does_not_apply_and_says_why() -> None:
    """With one notice rejected by its re-check, 1 < 2 is the reason."""
    veto = step("M009", "XZ-7(1)3")
    assert veto.status == "not-applied"
    assert veto.because is not None
    assert veto.because.en.endswith("= 1 < 2")


def test_a_pending_notice_is_pending() -> None:
    """With one of two notices under re-check, the veto is pending and so is what follows from the grade."""
    assert [step("M004", rule).status for rule in ("XZ-7(1)3", "XZ-8a")] == ["pending", "pending"]


def test_a_score_between_two_bands_marks_the_assumption() -> None:
    """89.5 is explained as a gap, with the reading that was taken."""
    bands = step("M001", "XZ-6(4)b")
    assert (bands.value, bands.assumptions) == ("89.5", ("XZ-a1",))
    assert bands.because is not None
    assert bands.because.en == "89.5 lies between two printed bands, read as 称职"


def test_the_assumption_is_not_marked_where_it_has_no_effect() -> None:
    """Exactly 90 lies in no gap, so the reading of gaps is not named."""
    assert step("M002", "XZ-6(4)b").assumptions == ()


def test_a_month_before_the_posting_is_left_out_with_its_reason() -> None:
    """The periods before a late arrival are told as not due."""
    assert step("M003", "XZ-6(4)a", "2018-11").status == "not-applied"
    assert str(step("M003", "XZ-6(4)a", "2018-11").because) in ("not posted then", "不在派驻期")
    assert step("M003", "XZ-6(4)a", "2019-02").status == "applied"


def test_a_month_not_assessed_shows_the_recorded_reason() -> None:
    """A due month recorded as not assessed is left out of the mean with its note."""
    mean = step("M007", "XZ-6(4)c")
    assert mean.because is not None
    assert "2019-03: left out (not assessed: 当月外出培训，乡镇未组织考核)" in mean.because.en
    assert (mean.value, mean.display) == ("4518/55", "82.15")


def test_a_missing_mark_is_named() -> None:
    """The month that still needs its mark says which input is missing."""
    month = step("M008", "XZ-6(4)a", "2019-07")
    assert month.status == "needs"
    missing = [(one.key, one.period) for one in month.inputs if one.state == "unknown"]
    assert missing == [("usual", "2019-07")]


def test_inputs_carry_key_period_and_exact_value() -> None:
    """A period score lists its three marks exactly as entered."""
    month = step("M006", "XZ-6(4)a", "2019-05")
    assert [(one.key, one.period, one.value) for one in month.inputs] == [
        ("usual", "2019-05", "100"),
        ("opinion", "2019-05", "59.99"),
        ("targets", "2019-05", "100"),
    ]
    assert (month.value, month.display) == ("91.998", "92.00")


def test_the_grade_of_a_period_shows_its_ceiling() -> None:
    """A month whose satisfaction is below 60 is capped, and the month's grade says so."""
    assert step("M006", "XZ-7(1)4-period", "2019-05").status == "applied"
    bands = step("M006", "XZ-6(4)b-period", "2019-05")
    assert bands.effect.en == "proposes 优秀; with the ceilings 不称职"


def test_a_vetoed_high_score_says_what_it_would_have_been() -> None:
    """The bands of a vetoed person are told as not deciding."""
    assert step("M005", "XZ-6(4)b").effect.en == "would propose 优秀; the limits alone fix the grade"
    assert step("M005", "XZ-6(4)b").status == "not-applied"


def test_either_failing_names_the_part_that_fails() -> None:
    """Of studies and visits, only the one that falls short stands in the reason."""
    veto = step("U01", "XZ-7(3)1")
    assert veto.because is not None
    assert veto.because.en == "leaders' visits in the year = 3 < 4"
    assert veto.assumptions == ("XZ-a8", "XZ-a9")


def test_a_decision_is_a_step_with_its_document() -> None:
    """A person's decision stands first, with its document number and reason."""
    first = explained("M012").steps[0]
    assert (first.rule, first.clause, first.status) == ("decision", "县强基办〔2019〕70号", "applied")


def test_who_is_not_appraised_gets_the_reason_alone() -> None:
    """Nothing but eligibility is told of someone who was never posted."""
    found = explained("M010")
    assert [one.rule for one in found.steps] == ["XZ-4"]
    assert "not posted in any period" in found.summary.en


def test_the_text_puts_equal_periods_on_one_line() -> None:
    """Twelve equal months make one line, and its periods are named."""
    lines = [line.en for line in explanation_lines(explained("M002"))]
    assert sum("XZ-6(4)a" in line for line in lines) == 1
    assert any("<2018-11 to 2019-10>" in line for line in lines)


def test_the_assumptions_that_took_effect_stand_at_the_end() -> None:
    """Each reading named by a step is spelt out once."""
    found = explained("U01")
    used = {name for one in found.steps for name in one.assumptions}
    assert {one.id for one in found.assumptions} == used
