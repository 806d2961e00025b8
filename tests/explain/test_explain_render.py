"""Expressions as text: brackets where they matter, both languages, every node."""

from __future__ import annotations

import datetime as dt
import inspect
from fractions import Fraction

import pytest

import kaohe.rules as rules
from kaohe.rules import Count, Date, Events, Finding, Link, Tally, nodes, tools, weighted
from kaohe.rules.nodes import Compare, Expr, Ratings, best_of, number, render
from kaohe.words import Text
from scheme_kit import MONTH, PERSON, of, score

A, B = (Count(key, Text(key, key), clause="1") for key in "ab")
DAY = Date("d", Text("d", "d"), clause="1")
VOTES = Tally("v", Text("v", "v"), clause="1", options=of("x").options)
FOUND = Finding("f", Text("f", "f"), clause="1")
EVENTS = Events("e", Text("e", "e"), clause="1")
RATED = Ratings("r", Text("r", "r"), clause="1", options=of("x").options)
LINK = Link("boss", Text("boss", "boss"), PERSON, clause="1")
MARK = score("m", on=MONTH)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (A + B * 2, "a + b × 2"),
        ((A + B) * 2, "(a + b) × 2"),
        (A - (B - 1), "a - (b - 1)"),
        (A - B - 1, "a - b - 1"),
        (A / (B + 1), "a / (b + 1)"),
        ((A > 1) & (B < 2) | (A.is_(0)), "(a > 1 and b < 2) or a = 0"),
        (~(A > 1), "not (a > 1)"),
        (weighted((A, "10%"), (B, "90%")), "10% a + 90% b"),
        (weighted((A + 1, "1/3"), (B, "2/3")), "100/3% (a + 1) + 200/3% b"),
        (A.at_most(5), "[a, at most 5]"),
        (A.rounded(1), "a rounded half-up to 1 decimals"),
        (A.steps((1, 2), (3, Fraction(9, 2))), "steps of a (0 below, 2 from 1, 4.5 from 3)"),
        (best_of(A, B), "the largest of (a; b)"),
        ((A > 1).then(3), "3 if a > 1, else 0"),
        (FOUND.count() >= 2, "count(f) >= 2"),
        (FOUND.during(MONTH) > 0, "count(f in the month) > 0"),
        (MARK.mean() < 60, "mean over month of words < 60"),
        ((MARK < 60).any(), "in some month: words < 60"),
        (A.named(Text("name", "名")), "name [a]"),
        (VOTES.share("x") > Fraction(1, 3), "share of words in v > 1/3"),
        (DAY.plus_months(2) <= dt.date(2020, 1, 1), "d + 2 months <= 2020-01-01"),
        (DAY.until(dt.date(2020, 1, 1)), "days from d to 2020-01-01"),
        (of("x", "y").is_in("x", "y"), "words is words / words"),
        (LINK.their(A), "boss's a"),
        (EVENTS.count(), "count(e)"),
        (A.given(), "a is given"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_expressions_read_as_text(expression: Expr, text: str) -> None:
    """Each operator reads as the field would write it, with brackets only where they are needed."""
    assert render(expression).en == text


def test_every_node_says_itself_and_what_it_is_worth() -> None:
    """No node of the package is without words of its own, or without a worth."""
    found = {one for name in nodes.__all__ if inspect.isclass(one := getattr(nodes, name)) and issubclass(one, Expr)}
    bases = {Expr, nodes.NumberExpr, nodes.BoolExpr, nodes.DateExpr, nodes.ChoiceExpr, nodes.Calculated, nodes.Input}
    plain = {node for node in found - bases if node.__name__ not in ("Rows", "Their", "NumberInput")}
    assert {node for node in plain if node.say is Expr.say or node.worth is Expr.worth} == set()
    assert len(plain) > 45


def test_chinese_says_the_same() -> None:
    """The Chinese form carries the same numbers."""
    assert render(FOUND.count() >= 2).zh == "f的次数 >= 2"
    assert render(Compare("<", number(1), MARK.mean())).zh == "1 < 各月文字的平均值"


def test_rules_say_what_they_do() -> None:
    """Every rule of every installed scheme says its effect in both languages."""
    for plugin in rules.discover(role="scheme"):
        assert plugin.ruleset is not None
        for kind in plugin.ruleset.kinds:
            for entry in kind.entries:
                said = tools.effect(entry.rule)
                assert said.en, entry.rule.id
                assert said.zh, entry.rule.id
                assert all(render(part).zh for part in entry.rule.expressions())
