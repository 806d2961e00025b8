"""Lint of forms: a cell, kind, group or table that a scheme has not is named before anything is printed."""

from __future__ import annotations

import pytest

from kaohe.errors import SchemeError
from kaohe.rules import assemble, lint
from kaohe.rules.forms import Column, Form, Grid, Marked, Para, People, Shown, Write
from kaohe_xizang import Xizang2018


def _faults(*forms: Form) -> list[str]:
    made = type("Other", (Xizang2018,), {"forms": forms, "__module__": __name__})
    return [str(fault.text) for fault in lint(assemble(made)) if fault.check == "words"]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (Form("f", "表", (Grid([[Column("甲", "nothing")]]),), kinds=("member",)), "shows nothing"),
        (Form("f", "表", (People((Column("甲", "studied"),), kinds=("member",)),), kinds=("unit",)), "shows studied"),
        (Form("f", "表", (Para("字"),), kinds=("nobody",)), "no kind of the scheme"),
        (Form("f", "表", (Shown("grades", kinds=("nobody",)),), each="cycle"), "no kind of the scheme"),
        (Form("f", "表", (Para("字"),)), "name some in kinds"),
        (Form("f", "表", (Para("字"),), kinds=("unit",), each="team"), "each = team"),
        (Form("f", "表", (Marked("usual", (Column("分值", "points"),)),), kinds=("member",)), "no input with an indicator table"),
        (Form("f", "表", (Marked("targets", (Column("分值", "score"),)),), kinds=("member",)), "write one of"),
        (Form("f", "表", (Marked("targets", (Column("类", "2"),), labels=(("甲",),)),), kinds=("member",)), "write one of"),
    ],
)  # fmt: skip
def test_what_a_form_names_must_be_there(form: Form, said: str) -> None:
    """Each slip is one fault of the form, in a sentence that says what may stand there."""
    faults = _faults(form)
    assert len(faults) == 1
    assert said in faults[0]


def test_two_forms_of_one_key_are_a_fault() -> None:
    """A key names one form."""
    form = Form("f", "表", (Para("字"),), kinds=("member",))
    assert _faults(form, form) == ["two forms have the key f; give each its own"]


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: Para("字", style="loud"), "one of"),
        (lambda: Shown("everything"), "one of"),
        (lambda: Write("意见", lines=999), "between 0 and 60"),
        (lambda: People((Column("甲", "name"),), who="some"), "one of"),
        (lambda: Grid([]), "at least one"),
    ],
)  # fmt: skip
def test_a_block_checks_its_own_words(made: object, said: str) -> None:
    """A style, a figure, a height or a choice that does not exist is refused where it is written."""
    with pytest.raises(SchemeError, match=said):
        made()  # type: ignore[operator]  # a lambda of the list above


def test_forms_decide_nothing() -> None:
    """Taking the forms away changes no digest."""
    bare = type("Other", (Xizang2018,), {"forms": (), "__module__": __name__})
    assert assemble(bare).digest == assemble(Xizang2018).digest


def test_an_amendments_form_stands_in_place_of_the_schemes() -> None:
    """A city's own layout under the region's key is the one that is printed."""
    from kaohe_xizang_example_city import ExampleCity

    mine = Form("notice", "本市反馈单", (Para("字"),), kinds=("member",))
    city = type("City", (ExampleCity,), {"forms": (mine,), "__module__": __name__})
    found = {form.key: form for form in assemble(Xizang2018, (city,)).forms}
    assert found["notice"] == mine
    assert "XZ-6(1)" in found
