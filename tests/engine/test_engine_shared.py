"""Equal entries and equal expressions are walked once: what comes of it is what walking each alone gives."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine_kit.county import county_case
from engine_kit.drawn import SCHEMES, decided, people, said, same_cohort
from kaohe.cases import case_from_data
from kaohe.engine import Cohort, Evaluation
from kaohe.engine.walk import Walker, Worth
from kaohe.errors import CaseError
from kaohe.rules import discover
from kaohe.rules.nodes import Expr, Positions
from kaohe.testing.strategies import case_data, raw_facts
from lengths import scaled

RULESETS = {plugin.id: plugin.ruleset for plugin in discover(role="scheme") if plugin.ruleset is not None}


class Alone(Walker):
    """A walker that remembers nothing and asks every expression anew."""

    def worth(self, node: Expr) -> Worth:
        """What the node says itself."""
        return node.worth(self)

    def along(self, node: Expr, positions: Positions) -> Iterable[Worth]:
        """What it says itself at one position after another, in no column."""
        return Expr.along(node, self, positions)


class Unshared(Evaluation):
    """An evaluation in which everybody is walked alone, as often as anybody asks."""

    def walker(self, appraisee: str, *, provisional: bool = False, at: int | None = None) -> Walker:
        """A new one each time."""
        return Alone(self, self.cohort.appraisees[appraisee], provisional, at)


def agrees(cohort: Cohort) -> None:
    """Hold everything that is said of a cohort, all of it walked, against walking each record alone."""
    walked = evolve(cohort, lane=None)
    assert said(Evaluation(walked)) == said(Unshared(walked))


@pytest.mark.parametrize("name", SCHEMES)
def test_sharing_changes_nothing_under_quotas(name: str) -> None:
    """Records with holes, each of them twice, under quotas of every sort; decisions give twins two grades."""

    @settings(max_examples=scaled(3, 500), deadline=None, suppress_health_check=list(HealthCheck))
    @given(people(SCHEMES[name], most=4), st.data())
    def check(rows: dict[str, Any], data: st.DataObject) -> None:
        twins = {f"{one}2": row for one, row in rows.items() if row.get("kind") != "unit"}
        cohort = same_cohort(SCHEMES[name], rows | twins, [])
        agrees(cohort)
        agrees(same_cohort(SCHEMES[name], rows | twins, data.draw(decided(cohort))))

    check()


@pytest.mark.parametrize("name", RULESETS)
def test_sharing_changes_nothing_in_a_shipped_scheme(name: str) -> None:
    """Records of every kind aimed at the declared numbers, each of them twice and once with an entry less."""
    ruleset = RULESETS[name]

    @settings(max_examples=scaled(4, 800), deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def check(data: st.DataObject) -> None:
        rules = data.draw(st.sampled_from(ruleset.kinds))
        facts = data.draw(raw_facts(ruleset, rules))
        less = dict(facts)
        if less:
            del less[data.draw(st.sampled_from(sorted(less)))]
        rows = [{"id": f"p{n}", "kind": rules.kind.key, "facts": one} for n, one in enumerate((facts, facts, less, {}))]
        try:
            case = case_from_data(case_data(ruleset, rows), ruleset=ruleset)
        except CaseError:  # an aimed value may be illegal, which accept() refuses
            return
        agrees(case.cohort)

    check()


def test_a_grade_is_of_its_record_alone() -> None:
    """Of two records with the same entries a decision puts one first: the notice of the first is not the other's."""
    rows = {name: {"facts": {"mark": 95, "n": 1, "found": []}} for name in ("P1", "P2")}
    (tie,) = Evaluation(same_cohort(SCHEMES["one pool"], rows, [])).ties()
    chosen = {"quota": tie.quota, "members": list(tie.members), "choose": ["P2"]}
    basis = {"reason": "集体研究", "document": "组发〔2020〕5号"}
    cohort = evolve(same_cohort(SCHEMES["one pool"], rows, [chosen | basis]), lane=None)
    assert [len(one.notices) for one in Evaluation(cohort).outcomes()] == [1, 2]
    agrees(cohort)


def test_sharing_changes_nothing_in_the_middle_of_a_year() -> None:
    """A county whose second half is not entered yet, some of its records empty."""
    data = county_case(12)
    for number, row in enumerate(data["appraisees"]):
        facts = row["facts"]
        row["facts"] = (
            {}
            if number % 3 == 0
            else facts | {key: [*facts[key][:6], *[None] * 6] for key in ("usual", "opinion", "targets")}
        )
    agrees(case_from_data(json.loads(json.dumps(data), parse_float=str)).cohort)
