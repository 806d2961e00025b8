"""One test for every hook: what an author returns from it takes effect (docs/hooks.md)."""

from __future__ import annotations

from typing import Any

from kaohe.engine import Outcome
from kaohe.rules import (
    Asks,
    Bonus,
    Ceiling,
    Consequence,
    Eligibility,
    Floor,
    GradeIs,
    Penalty,
    Procedure,
    Quota,
    Rank,
    Reading,
    ScoreOf,
    assemble,
)
from kaohe.words import Text
from scheme_kit import GRADES, POINTS, WORDS, bands, count, declare, lines, outcomes, total

BEST, GOOD, POOR = GRADES
X = count("x")


def _outcomes(people: dict[str, Any], **hooks: Any) -> dict[str, Outcome]:
    hooks.setdefault("scoring", [total(), bands(ScoreOf())])
    return outcomes(declare(readings=(Reading("A", WORDS, WORDS),), **hooks), people)


def test_hook_eligibility() -> None:
    """Whoever does not meet its condition is not appraised, for the reason it gives."""
    rule = Eligibility(**lines("e"), when=X >= 6, otherwise=Text("less than six months", "不足六个月"))
    found = _outcomes({"P": {"mark": 95, "x": 5}, "Q": {"mark": 95, "x": 6}}, eligibility=[rule])
    assert [found[name].state for name in "PQ"] == ["not_appraised", "decided"]
    assert found["P"].reasons[0].text.en == "less than six months"


def test_hook_scoring() -> None:
    """It gives the score and the grade that the score proposes."""
    found = _outcomes({"P": {"mark": "59.99"}, "Q": {"mark": 90}})
    assert [(found[name].as_json()["score"], found[name].grade) for name in "PQ"] == [("59.99", POOR), ("90", BEST)]


def test_hook_bonus_penalty() -> None:
    """What it gives is added to the score, and taken from it."""
    rules = [Bonus(**lines("b"), points=X), Penalty(**lines("p"), points=X * 3)]
    found = _outcomes({"P": {"mark": 90, "x": 1}}, bonus_penalty=rules)
    assert found["P"].as_json()["score"] == "88"
    assert {"b", "p"} <= set(found["P"].rules)


def test_hook_veto() -> None:
    """It bounds the grade from above and from below, and leaves the score."""
    rules = [Ceiling(POOR, **lines("c"), when=X > 0), Floor(GOOD, **lines("f"), when=X.is_(0))]
    found = _outcomes({"P": {"mark": 95, "x": 1}, "Q": {"mark": 10, "x": 0}}, veto=rules)
    assert [(found[name].as_json()["score"], found[name].grade) for name in "PQ"] == [("95", POOR), ("10", GOOD)]


def test_hook_quota() -> None:
    """Of those whom the score proposes it lets as many through as there are places, best first."""
    rule = Quota(BEST, **lines("q"), share="50%", rank=(Rank(ScoreOf()),), otherwise=GOOD)
    found = _outcomes({"P": {"mark": 95}, "Q": {"mark": 91}, "R": {"mark": 70}}, quota=[rule])
    assert [found[name].grade for name in "PQR"] == [BEST, GOOD, GOOD]


def test_hook_procedure() -> None:
    """Its steps are declared, its notices follow the grade, and the inputs it asks for change nothing."""
    rules = [
        Procedure(**lines("step"), step="deadline", day=Text("by the 10th", "10日前")),
        Consequence(**lines("notice"), when=GradeIs((POOR,))),
        Asks(**lines("asks"), inputs=(X,)),
    ]
    found = _outcomes({"P": {"mark": 50}}, procedure=rules)
    assert (found["P"].state, [notice.rule for notice in found["P"].notices]) == ("decided", ["notice"])
    kind = assemble(declare(scoring=[total(POINTS)], procedure=rules)).kinds[0]
    assert [rule.id for rule in kind.rules(Procedure)] == ["step"]
    assert [given.key for given in kind.inputs] == ["mark", "x"]
