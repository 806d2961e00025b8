"""The published worked examples, and share floors worked by hand, through the same code as `kaohe allocate`."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from kaohe.engine.quota import Plan, answer, differences, read_plans
from quota_kit.reference import finest_ties, optimal_sets

DATA = Path(__file__).parent / "data"
PUBLISHED = [line for line in (DATA / "quota.jsonl").read_text("utf-8").splitlines() if line]
SHARES = [line for line in (DATA / "share_floors.jsonl").read_text("utf-8").splitlines() if line]
EVERY = PUBLISHED + SHARES
IDS = [json.loads(line)["id"] for line in EVERY]
STATES = ("selected", "not_selected", "ineligible", "shortfalls", "blocked_by", "conflict")


def _plan(source: dict[str, Any]) -> Plan:
    (plan,) = read_plans(json.dumps(source))
    return plan


def _shuffled(source: dict[str, Any], seed: int) -> dict[str, Any]:
    chooser = random.Random(seed)
    return {
        **source,
        **{name: chooser.sample(source[name], len(source[name])) for name in ("groups", "candidates")},
    }


def _renamed(source: dict[str, Any]) -> dict[str, Any]:
    """Every person and group under another name, in another order of names, in what is given and expected."""
    text = {c["id"]: f"人{len(source['candidates']) - n}" for n, c in enumerate(source["candidates"])}
    text |= {g["id"]: f"组{len(source['groups']) - n}" for n, g in enumerate(source["groups"])}

    def renamed(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                text.get(name, name): other if name in ("key", "share") else renamed(other)
                for name, other in value.items()
            }
        if isinstance(value, list):
            return [renamed(item) for item in value]
        return text.get(value, value) if isinstance(value, str) else value

    return {**renamed(source), "id": source["id"]}


def test_all_the_published_examples_are_here() -> None:
    """The copy holds 36 examples, 25 of them from published sources that they name."""
    sources = [json.loads(line)["source"] for line in PUBLISHED]
    assert len(sources) == 36
    assert sum(source != "worked by hand for this project" for source in sources) == 25


@pytest.mark.parametrize("line", EVERY, ids=IDS)
def test_example_is_answered_as_expected(line: str) -> None:
    """The answer is the example's own, before any decision and after each it names."""
    assert differences(_plan(json.loads(line))) == []


@pytest.mark.parametrize("line", EVERY, ids=IDS)
def test_example_shuffled_and_renamed_is_answered_alike(line: str) -> None:
    """Neither the order of groups and people nor their names change the answer."""
    source = json.loads(line)
    for seed in range(3):
        shuffled = _plan(_shuffled(source, seed))
        assert differences(shuffled) == []
        one, two = answer(_plan(source))[0], answer(shuffled)[0]
        assert {name: one[name] for name in STATES} == {name: two[name] for name in STATES}
        assert differences(_plan(_renamed(_shuffled(source, seed)))) == []


@pytest.mark.parametrize("line", SHARES, ids=IDS[len(PUBLISHED) :])
def test_worked_share_floor_agrees_with_listing_all_sets(line: str) -> None:
    """What was worked by hand is also what listing every set of people gives."""
    plan = _plan(json.loads(line))
    found = answer(plan)[1]
    if found.conflict is None and len(plan.problem.candidates) < 16:
        sets = optimal_sets(plan.problem)
        assert set(found.selected) == frozenset.intersection(*sets)


def test_a_wrong_expectation_is_told() -> None:
    """Every part of an expectation that differs is told, and so is a choice that leads elsewhere."""
    source = json.loads(PUBLISHED[2])
    source["expect"] = {"selected": ["4"], "tied": [[2, ["3", "4"]]], "shortfalls": []}
    source["after"] = [{"choose": ["4"], "selected": ["4"]}, {"choose": ["1"], "selected": ["1"]}]
    told = [difference.split(":")[0] for difference in differences(_plan(source))]
    assert told == ["selected", "tied", "after[0].selected", "after[1].selected"]


@pytest.mark.parametrize(("expected", "told"), [(True, ["conflict"]), ({"group": "all"}, ["conflict"]), (False, [])])
def test_an_expected_conflict_must_come(expected: object, told: list[str]) -> None:
    """A plan that expects a conflict differs when there is none."""
    source = {**json.loads(PUBLISHED[0]), "expect": {"conflict": expected}}
    assert [difference.split(":")[0] for difference in differences(_plan(source))] == told


def test_listing_agrees_on_dependent_ties() -> None:
    """Where ties hang together each is still listed with its own number of places."""
    plan = _plan(next(json.loads(line) for line in SHARES if "hang together" in line))
    found = answer(plan)[1]
    assert {(tie.take, tie.members) for tie in found.ties} == finest_ties(plan.problem, optimal_sets(plan.problem))
