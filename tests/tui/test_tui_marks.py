"""Marks of several raters in a form: one line of text each way; and a day among the figures."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kaohe.cases import case_from_data
from kaohe.engine import Evaluation
from kaohe.errors import CaseError
from kaohe.rules import Figure, assemble
from kaohe.rules.nodes import CycleEnd, Marks, Option
from kaohe.rules.tools import Supplied, accept
from kaohe_tui.fields._fields import MISSING, ScalarField
from kaohe_tui.form._figures import figure_text
from kaohe_tui.form._layout import range_text
from scheme_kit import PLAIN, WORDS, declare, lines, raw_case, total

GROUPS = (Option("up", WORDS), Option("peer", WORDS))
GIVEN = Marks("marks", WORDS, clause="1", groups=GROUPS, places=1)
FIELD = ScalarField("facts", "marks", WORDS, given=GIVEN)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("up: r1=90.5 r2=85 peer: r3=70", "up: r1=90.5 r2=85 peer: r3=70"),
        ("up：r1＝90，r2＝85；peer：r3＝70", "up: r1=90 r2=85 peer: r3=70"),
        ("0", "0"),
    ],
)
def test_what_is_typed_comes_back_as_it_would_be_typed(typed: str, stored: str) -> None:
    """Through the value of a case file, full-width or not."""
    value: Any = accept(GIVEN, FIELD.plain({"": typed}), Supplied())
    assert FIELD.texts(value) == {"": stored}


def test_an_empty_cell_is_not_entered_and_a_wrong_one_says_why() -> None:
    """Nothing typed is no sheet; the example stands under the cell."""
    assert FIELD.plain({"": " "}) is MISSING
    for wrong in ("90", "up: r1=101", "up: 张三=90", "down: r1=1"):
        with pytest.raises(CaseError):
            FIELD.check("", wrong)
    assert range_text(GIVEN, Supplied()) == "up: r1=0..100"


def test_a_deadline_stands_among_the_figures() -> None:
    """A day is shown as it is written everywhere."""
    due = Figure(**lines("due"), value=CycleEnd().plus_days(15))
    rules = assemble(declare(kinds=(PLAIN,), scoring=[total(), due]))
    case = case_from_data(raw_case({"P": {"mark": 90}}), ruleset=rules)
    assert figure_text(Evaluation(case.cohort), "P", due, None) == dt.date(2021, 1, 15).isoformat()
