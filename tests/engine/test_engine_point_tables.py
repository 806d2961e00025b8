"""Point tables: rows that apply to some, the rest counted up to the whole, limits, a declared exception of the sum."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.cases import case_from_data
from kaohe.engine import Evaluation, explain
from kaohe.rules import Bonus, Item, PointTable, Scheme, assemble, lint
from kaohe.rules.tools import effect
from kaohe.words import Text
from scheme_kit import PLAIN, count, declare, lines, of, outcome_of, outcomes, raw_case, score

SITE = of("office", "field", key="site")
CARE, DESK = score("care", high=60), score("desk", high=40)


def _table(*, applies: bool = True, **options: Any) -> PointTable:
    return PointTable(
        **lines("t"),
        items=(
            Item(**lines("care"), points=60, earns=CARE),
            Item(**lines("desk"), points=40, earns=DESK, applies=SITE.is_("office") if applies else None),
        ),
        **options,
    )


def _scheme(table: PointTable, **hooks: Any) -> type[Scheme]:
    return declare(kinds=[PLAIN], scoring=[table], **hooks)


@pytest.mark.parametrize(
    ("site", "rescale", "score"),
    [("office", False, 70), ("field", False, 45), ("office", True, 70), ("field", True, 75)],
)
def test_a_row_that_does_not_apply_yields_nothing_or_is_counted_up(site: str, rescale: bool, score: int) -> None:
    """45 of 60 and 25 of 40: in the field the desk falls away, and with rescale 45 of 60 are 75 of 100."""
    found = outcome_of(_scheme(_table(rescale=rescale)), care=45, desk=25, site=site)
    assert found.score == score


def test_it_is_open_until_it_is_known_whether_a_row_applies() -> None:
    """Without the site the score lies between both readings, and the site is asked for."""
    found = outcome_of(_scheme(_table(rescale=True)), care=45, desk=25)
    assert found.score is None
    assert "site" in found.needs


def test_a_table_of_which_nothing_applies_has_no_score() -> None:
    """Where no row applies there is nothing to count up, and nobody gets a score out of it."""
    table = PointTable(
        **lines("t"), items=(Item(**lines("r"), points=100, earns=score(), applies=SITE.is_("office")),), rescale=True
    )
    assert outcome_of(_scheme(table), mark=80, site="field").score is None


@given(care=st.integers(0, 60), desk=st.integers(0, 40), site=st.sampled_from(["office", "field"]))
def test_counting_up_keeps_the_share(care: int, desk: int, site: str) -> None:
    """The score over 100 is what was earned over what could be earned, exactly, in both forms of evaluation."""
    found = outcomes(assemble(_scheme(_table(rescale=True))), {"P": {"care": care, "desk": desk, "site": site}})["P"]
    earned, could = (care + desk, 100) if site == "office" else (care, 60)
    assert found.score == Fraction(earned * 100, could)


def test_the_explanation_says_which_row_does_not_apply() -> None:
    """The row is told as one that does not apply, with the reason; describe says to whom it does."""
    rules = assemble(_scheme(_table(rescale=True)))
    people = {"P": {"facts": {"care": 45, "desk": 25, "site": "field"}}}
    told = explain(Evaluation(case_from_data(raw_case(people), ruleset=rules).cohort), "P")
    (step,) = [step for step in told.steps if step.rule == "desk"]
    assert step.status == "not-applied"
    assert "counted up to the whole" in effect(rules.kinds[0].rules(PointTable)[0]).en


@pytest.mark.parametrize(("awards", "score"), [(0, 70), (10, 80), (60, 110)])
def test_a_table_may_have_limits(awards: int, score: int) -> None:
    """`at_most` limits rows and bonus together, as it does for a total."""
    bonus = [Bonus(**lines("b"), points=count("awards", high=99))]
    found = outcome_of(
        _scheme(_table(applies=False, at_most=110), bonus_penalty=bonus), care=45, desk=25, awards=awards
    )
    assert found.score == score


def test_a_table_whose_rows_do_not_make_its_sum_says_why() -> None:
    """Without an exception lint refuses it, with one it does not; an exception that nothing needs is told."""
    odd = Text("the document's rows make 100, it says 90", "文件各行合计100，文中写90")
    assert [fault.level for fault in lint(assemble(_scheme(_table(points=90))))] == ["error"]
    assert lint(assemble(_scheme(_table(points=90, exception=odd)))) == []
    assert [fault.level for fault in lint(assemble(_scheme(_table(exception=odd))))] == ["warning"]


def test_rescale_without_a_row_that_may_not_apply_is_told() -> None:
    """It would change nothing, so a condition was forgotten."""
    assert [fault.level for fault in lint(assemble(_scheme(_table(applies=False, rescale=True))))] == ["warning"]


def test_the_explanation_of_a_row_counted_up_shows_both_numbers() -> None:
    """45 of 60 are told beside the 75 that they count for, so that a reader can add them up again."""
    rules = assemble(_scheme(_table(rescale=True)))
    people = {"P": {"facts": {"care": 45, "desk": 25, "site": "field"}}}
    told = explain(Evaluation(case_from_data(raw_case(people), ruleset=rules).cohort), "P")
    (step,) = [step for step in told.steps if step.rule == "care"]
    assert "scores 45 of 60, 75 counted up" in step.effect.en
    assert "得 45 分（满 60 分），折算为 75 分" in step.effect.zh
