"""Points beyond 100: declared where the document allows them, and no other fault is excused by it."""

from __future__ import annotations

import pytest

from kaohe.cases import case_from_data
from kaohe.rules import Bonus, Penalty, Reading, assemble, lint
from kaohe.rules.tools import Rule, Ruleset, effect
from kaohe.testing import CHECKS, Subject
from kaohe.testing.basis._world import world_of_case
from scheme_kit import WORDS, bands, count, declare, lines, outcome_of, raw_case, score, total

AWARDS, NOTICES = count("awards", high=5), count("notices", high=3)
A = Reading("A", WORDS, WORDS)


def _rules(*moved: Rule, **limits: int) -> Ruleset:
    whole = [total(score(), **limits), bands()]
    return assemble(declare(scoring=whole, bonus_penalty=list(moved), readings=(A,)))


def _failed(rules: Ruleset, **facts: int) -> list[str]:
    """The rules that the check of the range finds at fault for one person, with the assumptions that excuse them."""
    known = {given.key for given in rules.kinds[0].inputs}
    everything = {"mark": 0, "awards": 0, "more": 0, "notices": 0} | facts
    raw = raw_case({"P": {"facts": {key: everything[key] for key in known}}})
    world = world_of_case(Subject("test", rules), case_from_data(raw, ruleset=rules))
    return [f"{found.rule}{list(found.readings) or ''}" for found in CHECKS["score.bounds"].problems(world)]


PLAIN = Bonus(**lines("plus"), points=AWARDS * 2)
OVER = Bonus(**lines("plus"), points=AWARDS * 2, beyond=True)


def test_points_over_the_whole_are_a_fault_unless_the_scheme_says_so() -> None:
    """Ten points over 100 are found; with `beyond` they are the document's, and the score is the same."""
    assert _failed(_rules(PLAIN), mark=99, awards=5) == ["plus"]
    assert _failed(_rules(OVER), mark=100, awards=5) == []
    for rule in (PLAIN, OVER):
        assert outcome_of(declare(scoring=[total()], bonus_penalty=[rule]), mark=99, awards=5).score == 109


def test_one_allowance_excuses_no_other_rule() -> None:
    """Beside a bonus that may go beyond, another that may not is found, and so is a penalty below 0."""
    more = Bonus(**lines("more"), points=count("more", high=50) * 3)
    less = Penalty(**lines("less"), points=NOTICES * 10)
    assert _failed(_rules(OVER, more), mark=100, awards=5, more=1) == ["more"]
    assert _failed(_rules(OVER, more), mark=100, awards=1, more=1) == ["more"]
    assert _failed(_rules(OVER, more), mark=97, awards=5, more=1) == []
    assert _failed(_rules(OVER, less), notices=1) == ["less"]
    free = Penalty(**lines("less"), points=NOTICES * 10, beyond=True)
    assert _failed(_rules(OVER, free), notices=3) == []


UNDER = Penalty(**lines("less"), points=NOTICES, beyond=True)


@pytest.mark.parametrize(("rule", "limit"), [(OVER, {"at_most": 100}), (UNDER, {"at_least": 0})])
def test_a_limited_total_leaves_no_room(rule: Bonus, limit: dict[str, int]) -> None:
    """Where the total is cut the allowance says nothing, which lint tells."""
    found = lint(_rules(rule, **limit))
    assert [(one.check, one.level, one.rule) for one in found] == [("sums", "warning", rule.id)]
    assert lint(_rules(rule)) == []


def test_it_is_described_and_digested() -> None:
    """The page says so; a scheme without it keeps its digest."""
    assert effect(OVER).zh == "加分，可超出总分范围"
    assert effect(PLAIN).en == "adds points"
    assert _rules(OVER).digest != _rules(PLAIN).digest
