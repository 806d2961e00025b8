"""Marks along the periods are worked out as columns: what comes of it is what one period after another gives."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from draws_kit import draw_until
from engine_kit.expressions import HOME, MARK, MEMBER, MONTH, TEAM, TEAM_OF, K, M
from kaohe.cases import case_from_data
from kaohe.engine import Evaluation
from kaohe.engine.walk import Walker, Worth
from kaohe.errors import CaseError
from kaohe.rules import Asks, assemble, weighted
from kaohe.rules.nodes import BoolExpr, Expr, NumberExpr, Positions, number
from kaohe.rules.tools import UNKNOWN
from kaohe.testing.strategies import case_data, raw_facts
from lengths import scaled
from scheme_kit import WORDS, declare, lines, score, total

WIDE = score("wide", on=MONTH, low="-2.5", high="7.5", places=2)
OPTIONAL = score("maybe-k", on=MONTH, optional=True, places=1)
COLUMNS: dict[str, NumberExpr] = {
    "a mark": M,
    "a mark with decimals below zero": WIDE,
    "an optional mark": OPTIONAL,
    "a weighted mark": weighted((M, "10%"), (K, "20%"), (WIDE, "70%")).named(WORDS),
    "a weighted mark with an optional one": weighted((M, "1/3"), (OPTIONAL, "2/3")),
    "weights of weights": weighted((weighted((M, "0.4"), (WIDE, "0.6")), "0.5"), (K, "0.5")),
    "a weight that turns": weighted((M, "1.5"), (WIDE, "-0.5")),
    "a mark and a half": M + WIDE / 2,
}


def closed(column: NumberExpr) -> list[Expr]:
    """Everything that closes a column."""
    tests: list[BoolExpr] = [column < 3, column <= 3, column > 3, column >= 3, number(3) < column]
    some = [test for one in tests for test in (one.any(), one.all(), one.count())]
    return [
        column.sum(),
        column.mean(),
        column.max(),
        column.min(),
        column.known(),
        column.due(),
        column.distinct(),
        *some,
    ]


RULESET = assemble(
    declare(
        kinds=[TEAM, MEMBER],
        scoring={
            TEAM.key: [total(MARK)],
            MEMBER.key: [total(weighted(*((column.mean(), f"1/{len(COLUMNS)}") for column in COLUMNS.values())))],
        },
        procedure={MEMBER.key: [Asks(**lines("links"), links=(TEAM_OF, HOME))]},
    )
)


class OneByOne(Walker):
    """A walker that remembers nothing, and asks about one position after another."""

    def worth(self, node: Expr) -> Worth:
        """What the node says itself."""
        return node.worth(self)

    def along(self, node: Expr, positions: Positions) -> Iterable[Worth]:
        """What it says itself at each."""
        return Expr.along(node, self, positions)


def records() -> st.SearchStrategy[list[dict[str, Any]]]:
    """A few members; raw facts leave out whole entries and single months, and give reasons for others."""
    return st.lists(raw_facts(RULESET, RULESET.kinds[1]), min_size=1, max_size=3)


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_is_worth_what_its_cells_are(name: str) -> None:
    """Numbers, ends, causes, reasons: with months missing, absent or entered, provisional or not."""

    def compared(people: list[dict[str, Any]]) -> bool:
        rows = [{"id": f"p{n}", "kind": MEMBER.key, "facts": facts} for n, facts in enumerate(people)]
        try:
            evaluation = Evaluation(case_from_data(case_data(RULESET, rows), ruleset=RULESET).cohort)
        except CaseError:  # an aimed value may be illegal, which accept() refuses
            return False
        opened = False
        for person in evaluation.cohort.appraisees.values():
            for provisional in (False, True):
                walker = evaluation.walker(person.id, provisional=provisional)
                plain = OneByOne(evaluation, person, provisional)
                for node in closed(COLUMNS[name]):
                    assert walker.worth(node) == plain.worth(node), node
            months = [value for value in person.facts.values() if isinstance(value, tuple)]
            opened = opened or any(UNKNOWN in value and Fraction in map(type, value) for value in months)
        return opened

    @settings(max_examples=scaled(4, 2000), deadline=None, suppress_health_check=list(HealthCheck))
    @given(records())
    def check(people: list[dict[str, Any]]) -> None:
        compared(people)

    check()
    draw_until(records(), compared, what="a column in which a month is missing")
