"""A new operator is one class: defined here, it is bounded, walked, compiled, said, explained and digested."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest
from attrs import frozen

from engine_kit.lanes import case_of, compiles, fast
from kaohe.engine import Evaluation, explain
from kaohe.rules import assemble, lint
from kaohe.rules.nodes import (
    PRODUCT,
    SUM,
    Bounds,
    Calculated,
    Expr,
    Kind,
    NotCompilable,
    Num,
    NumberExpr,
    Slip,
    Source,
    Words,
    Worth,
    aligned,
    bounds,
    checked,
    number,
    render,
    together,
)
from kaohe.rules.nodes import Number as SourceNumber
from kaohe.rules.tools import show
from kaohe.words import Text
from scheme_kit import MONTH, PLAIN, declare, outcome_of, score, total

A, B = score("a"), score("b")
MONTHLY, OTHER = score("monthly", on=MONTH), score("other", on=MONTH)


@checked
@frozen(order=False)
class Gap(Calculated):
    """How far two numbers lie apart."""

    one: NumberExpr
    two: NumberExpr

    binds = SUM

    def parts(self) -> tuple[Expr, ...]:
        """Both numbers."""
        return (self.one, self.two)

    def slips(self, kind: Kind) -> Iterator[Slip]:
        """Two that are one have none."""
        if self.one == self.two:
            yield "limits", Text("a number lies nowhere apart from itself", "同一数值没有差距")

    def of(self, *numbers: Num) -> Worth:
        """From the nearest to the farthest that the two may lie apart."""
        one, two = numbers
        causes = one.causes | two.causes
        if None in (one.low, one.high, two.low, two.high):
            return Num(Fraction(0), None, causes)
        ends = [a - b for a in (one.low, one.high) for b in (two.low, two.high) if a is not None and b is not None]
        meet = min(ends) <= 0 <= max(ends)
        return Num(Fraction(0) if meet else min(map(abs, ends)), max(map(abs, ends)), causes)

    def number_source(self, source: Source) -> SourceNumber:
        """In whole numbers, over one denominator."""
        one, two = source.number(self.one), source.number(self.two)
        if one.bottom or two.bottom:
            raise NotCompilable("a gap of means")
        left, right = aligned(one, two)
        return SourceNumber(source.let(f"abs({left} - ({right}))"), *together(one, two))

    def say(self, words: Words) -> Text:
        """Both numbers by their words."""
        text = Text("{one} apart from {two}", "{one}与{two}的差距")
        return text.format(one=words.within(self.one, PRODUCT), two=words.within(self.two, PRODUCT))


def _ends(ends: Bounds) -> list[str | None]:
    return [None if end is None else show(end) for end in ends]


SCHEME = declare(kinds=(PLAIN,), scoring=[total(Gap(A, B))])


def test_it_has_bounds_which_the_lint_holds_thresholds_against() -> None:
    """Its declared bounds follow from its parts', and lint refuses what they make impossible, and its own slips."""
    assert _ends(bounds(Gap(A, B))) == ["0", "100"]
    assert _ends(bounds(Gap(A.at_least(90), B.at_most(30)))) == ["60", "100"]
    assert _ends(bounds(Gap(A, A / B))) == ["0", None]
    wrong = total((Gap(A, B) > 101).then(1))
    assert [fault.check for fault in lint(assemble(declare(kinds=(PLAIN,), scoring=[wrong])))] == ["reachable"]
    itself = declare(kinds=(PLAIN,), scoring=[total(Gap(A, A))])
    assert [fault.check for fault in lint(assemble(itself))] == ["limits"]


@pytest.mark.parametrize(("a", "b", "apart"), [(90, 60, 30), (60, 90, 30), ("60.5", "60.5", 0), ("0.25", 0, "1/4")])
def test_the_walker_and_the_compiled_form_say_the_same(a: int | str, b: int | str, apart: int | str) -> None:
    """It is compiled, and both lanes give its value (`fast` holds them together)."""
    assert compiles(SCHEME)
    assert fast(SCHEME, {"a": a, "b": b}).score == Fraction(apart)


def test_it_stays_open_as_far_as_its_parts_are() -> None:
    """With one number unknown it is an interval that waits for it."""
    found = outcome_of(SCHEME, a=80)
    assert found.score_range is not None
    assert _ends(found.score_range) == ["0", "80"]
    assert found.needs == ("b",)


def test_what_it_does_not_write_is_walked() -> None:
    """Where it refuses to be compiled its kind is walked to the same meaning."""
    scheme = declare(kinds=(PLAIN,), scoring=[total(Gap(MONTHLY.mean(), OTHER.mean()))])
    assert not compiles(scheme)
    facts = {"monthly": [90, 80, 70, 60], "other": [60, 60, 60, 60]}
    case = case_of(scheme, {"P": {"facts": facts}})
    assert Evaluation(case.cohort).outcome("P").score == 15


def test_it_is_said_bare_and_with_its_values() -> None:
    """Its words stand in brackets where they must, and an explanation tells what it was made of."""
    assert render(Gap(A, number(3)) * 2).en == "(words apart from 3) × 2"
    assert render(Gap(A, B)).zh == "文字与文字的差距"
    case = case_of(SCHEME, {"P": {"facts": {"a": 90, "b": 60}}})
    explained = str(explain(Evaluation(case.cohort), "P").as_json())
    assert "words = 90; words = 60" in explained


def test_it_is_digested_by_its_name_and_fields() -> None:
    """Its digest is its own, and follows its fields."""
    found = {assemble(declare(kinds=(PLAIN,), scoring=[total(one)])).digest for one in (Gap(A, B), Gap(B, A), A - B)}
    assert len(found) == 3
    assert assemble(SCHEME).digest in found
