"""Exactly those wait whom a completion of the open records could move, tried by entering what is missing in every way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from itertools import product
from random import Random
from typing import Any

import pytest

from kaohe.cases import case_from_data
from kaohe.engine import Evaluation
from kaohe.rules import Ceiling, Eligibility, Finding, Kind, Link, Proposed, Quota, Rank, assemble
from kaohe.rules.nodes import any_of
from kaohe.rules.tools import Ruleset
from scheme_kit import BEST, GRADES, WORDS, count, declare, lines, of, raw_case

GOOD, POOR = GRADES[1:]
UNIT, PERSON = Kind("unit", WORDS, ()), Kind("person", WORDS, GRADES)
AREA, POST, FIT = of("east", "west", key="area"), of("front", "office", key="post"), of("yes", "no", key="fit")
LEVEL = of("high", "low", key="level")
POINTS, YEARS = count("points", high=2), count("years", high=1)
MERIT, FAULT = Finding("merit", WORDS, clause="1", recheck=True), Finding("fault", WORDS, clause="1", recheck=True)
GRADE = of(*GRADES, key="grade")
UNIT_OF = Link("unit", WORDS, UNIT, clause="1")
FRONT, HIGH = POST.is_("front"), UNIT_OF.their(LEVEL.is_("high"))
RANK = (Rank(any_of(MERIT)), Rank(POINTS))


def _quota(name: str, **more: Any) -> Quota:
    return Quota(BEST, **(lines(name) | {"rank": RANK, "otherwise": GOOD} | more))


HALF: dict[str, Any] = {"floor_share": "50%", "only": FRONT}
QUOTAS: dict[str, list[Quota]] = {
    "one pool": [_quota("top", share="40%")],
    "a number": [_quota("top", number=2)],
    "pools by area": [_quota("top", pool=(AREA,), share="50%")],
    "a pool within": [_quota("top", share="50%"), _quota("in", pool=(AREA,), share="50%")],
    "of the fit": [_quota("top", share="50%", base=FIT.is_("yes"), eligible=YEARS >= 1)],
    "of the front": [_quota("top", number=1, only=FRONT)],
    "a guarantee": [_quota("top", number=2), Quota(BEST, **lines("half"), **HALF, within="top")],
    "by the unit": [_quota("high", share="50%", only=HIGH), _quota("low", share="50%", only=~HIGH, pool=(AREA,))],
}


def _rules(quotas: list[Quota], *, appraised: bool) -> Ruleset:
    here = Eligibility(**lines("here"), when=YEARS >= 1, otherwise=WORDS)
    return assemble(
        declare(
            kinds=[UNIT, PERSON],
            eligibility={"person": [here] if appraised else []},
            scoring={"person": [Proposed(**lines("proposed"), by=GRADE)]},
            veto={"person": [Ceiling(GOOD, **lines("fault"), when=FAULT)]},
            quota={"person": quotas},
        )
    )


FACTS: dict[str, list[Any]] = {
    "area": ["east", "west"],
    "post": ["front", "office"],
    "fit": ["yes", "no"],
    "grade": [BEST, BEST, BEST, GOOD],
    "points": [0, 1, 2],
    "years": [1, 1, 0],
    "merit": [[], []],
    "fault": [[]],
}


def _pending(name: str) -> list[dict[str, str]]:
    return [{"date": "2020-03-01", "document": f"{name}号", "status": "pending"}]


def _people(rng: Random, keys: set[str], gaps: int) -> dict[str, dict[str, Any]]:
    """Five people and two units, with some facts missing or under re-check; `keys` are the facts that rules read."""
    people: dict[str, dict[str, Any]] = {}
    for name in ("U", "V"):
        people[name] = {"kind": "unit", "facts": {"level": rng.choice(["high", "low"])} if "level" in keys else {}}
    for name in "ABCDE":
        facts = {key: rng.choice(values) for key, values in FACTS.items() if key in keys}
        people[name] = {"kind": "person", "facts": facts}
        if "level" in keys:
            people[name]["links"] = {"unit": rng.choice("UV")}
    for _ in range(gaps):
        name = rng.choice("UVABCDE" if "level" in keys else "ABCDE")
        facts = people[name]["facts"]
        key = rng.choice(sorted(facts) or ["-"])
        if key in ("merit", "fault"):
            facts[key] = _pending(key)
        else:
            facts.pop(key, None)
    return people


def _completions(people: Mapping[str, Any], keys: set[str]) -> Iterator[dict[str, Any]]:
    """The same people with everything that is missing entered, in every legal way."""
    places: list[tuple[str, str, list[Any]]] = []
    for name, row in people.items():
        wanted = (keys - {"level"}) if row["kind"] == "person" else keys & {"level"}
        for key in sorted(wanted):
            if key not in row["facts"]:
                short: dict[str, list[Any]] = {"level": ["high", "low"], "years": [0, 1], "grade": list(GRADES)}
                places.append((name, key, short.get(key) or FACTS[key]))
            elif row["facts"][key] == _pending(key):
                places.append((name, key, [_pending(key)[0] | {"status": one} for one in ("confirmed", "rejected")]))
    for chosen in product(*(values for *_, values in places)):
        found = deepcopy(dict(people))
        for (name, key, _), value in zip(places, chosen, strict=True):
            found[name]["facts"][key] = [value] if isinstance(value, dict) else value
        yield found


def _results(rules: Ruleset, people: Mapping[str, Any]) -> dict[str, Any]:
    """The state and grade of everybody, with the tie set of those who are tied."""
    rows = {name: row | {"id": name} for name, row in people.items()}
    found = Evaluation(case_from_data(raw_case(rows), ruleset=rules).cohort)
    ties = {name: (tie.take, tie.members) for tie in found.ties() for name in tie.members}
    return {
        one.id: (one.state, one.grade, ties.get(one.id) if one.state == "tied" else None)
        for one in found.outcomes()
        if one.kind == "person"
    }


@pytest.mark.parametrize("quotas", QUOTAS, ids=str)
@pytest.mark.parametrize("seed", range(10))
def test_exactly_those_wait_whom_a_completion_could_move(quotas: str, seed: int) -> None:
    """Who is decided or tied comes out so in every completion; who waits comes out otherwise in some."""
    rng = Random(f"{quotas} {seed}")
    rules = _rules(QUOTAS[quotas], appraised=(appraised := rng.random() < 0.4))
    keys = {"grade", "points", "merit", "fault"} | ({"years"} if appraised or quotas == "of the fit" else set())
    keys |= {given.key for given in next(one for one in rules.kinds if one.kind.key == "person").inputs}
    keys |= {"level"} if quotas == "by the unit" else set()
    people = _people(rng, keys, rng.choice([1, 2, 2, 3]))
    said = _results(rules, people)
    seen: dict[str, set[Any]] = {name: set() for name in said}
    for complete in _completions(people, keys):
        for name, result in _results(rules, complete).items():
            seen[name].add(result)
    for name, result in said.items():
        if result[0] in ("needs", "pending", "decision"):
            assert len(seen[name]) > 1, (name, result, people)
        else:
            assert seen[name] == {result}, (name, people)
