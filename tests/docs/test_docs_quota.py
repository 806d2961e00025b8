"""The page about quotas is held to the code: what it declares gives the places that it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from kaohe.cases import case_from_data
from kaohe.engine import Evaluation, explain
from kaohe.rules import Figure, Proposed, Quota, Total, assemble, lint
from kaohe.rules.tools import Ruleset
from scheme_kit import declare, lines, of, raw_case

PAGE = Path(__file__).parents[2] / "docs" / "quota.md"


@pytest.fixture(scope="module")
def names() -> dict[str, Any]:
    """What the page's blocks define, run in order."""
    found: dict[str, Any] = {"__name__": "docs_quota"}
    for block in re.findall(
        r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    ):
        exec(compile(block, "quota.md", "exec"), found)  # noqa: S102  # our own documentation
    return found


def _rules(names: dict[str, Any], *quotas: Quota) -> Ruleset:
    kinds = [names["OFFICE"], names["PERSON"]]
    graded = {kind.key: [Proposed(**lines("proposed"), by=of(*kind.grades, key="grade"))] for kind in kinds}
    return assemble(declare(kinds=kinds, scoring=graded, quota={"person": quotas}))


def _places(names: dict[str, Any], quota: Quota, people: int, **office: Any) -> list[int | None]:
    rules = _rules(names, quota)
    linked = bool(next(one for one in rules.kinds if one.kind.key == "person").links)
    rows: dict[str, Any] = {}
    for place in range(people):
        facts = {"grade": "特优", "mark": place, "area": "ab"[place % 2]}
        known = {given.key for one in rules.kinds if one.kind.key == "person" for given in one.inputs}
        rows[f"P{place:03}"] = {"kind": "person", "facts": {key: facts[key] for key in facts if key in known}}
        rows[f"P{place:03}"] |= {"links": {"office": "O"}} if linked else {}
    rows |= {"O": {"kind": "office", "facts": office}} if linked else {}
    return [one.places for one in Evaluation(case_from_data(raw_case(rows), ruleset=rules).cohort).pools()]


def test_the_pages_quotas_give_the_places_that_it_says(names: dict[str, Any]) -> None:
    """30 and 40 % by a code, 75, 65 and 35 % by the office's grade, 1, 2 and 3 by the headcount, 7 as handed down."""
    assert _places(names, names["by_code"], 20) == [3, 4]
    shares = [_places(names, names["by_office"], 20, grade=grade) for grade in names["OFFICE"].grades]
    assert shares == [[15], [13], [7]]
    assert [_places(names, names["by_headcount"], people) for people in (5, 6, 12, 13)] == [[1], [2], [2], [3]]
    assert _places(names, names["handed_down"], 20, grade="优秀", handed=7) == [7]
    assert _places(names, names["nobody_ranks"], 20) == [2]


def test_one_and_five_per_cent_give_three_and_twelve(names: dict[str, Any]) -> None:
    """Of 300 people who are all proposed for the best grade 3 get it and 12 the next."""
    rules = _rules(names, *names["both"])
    rows = {f"P{n:03}": {"kind": "person", "facts": {"grade": "特优", "mark": n % 101}} for n in range(300)}
    pools = Evaluation(case_from_data(raw_case(rows), ruleset=rules).cohort).pools()
    assert [(one.quota, one.places) for one in pools] == [("one", 3), ("five", 15)]
    assert lint(rules) == []


def test_the_pages_places_make_the_points_that_it_says(names: dict[str, Any]) -> None:
    """Of six people with two equal marks the first get 60, 57, 57 and 51 points; equals at the end are among the last three."""
    person = names["PERSON"]
    rules = assemble(
        declare(
            kinds=[names["OFFICE"], person],
            scoring={
                "person": [
                    Total(**lines("points"), value=names["points"]),
                    Proposed(**lines("proposed"), by=of(*person.grades, key="grade")),
                    Figure(**lines("last"), value=names["in_the_last_three"]),
                ]
            },
        )
    )
    marks = [90, 80, 80, 70, 60, 50]
    rows = {f"P{n}": {"kind": "person", "facts": {"grade": "甲等", "mark": mark}} for n, mark in enumerate(marks)}
    found = Evaluation(case_from_data(raw_case(rows), ruleset=rules).cohort)
    assert [one.score for one in found.outcomes()] == [60, 57, 57, 51, 48, 0]
    shown = [next(step for step in explain(found, name).steps if step.rule == "last").effect.en for name in rows]
    assert shown == ["no", "no", "no", "yes", "yes", "yes"]


def test_the_pages_quotas_are_sound(names: dict[str, Any]) -> None:
    """Lint finds nothing in any of them."""
    for name in ("by_code", "by_office", "by_headcount", "handed_down", "nobody_ranks"):
        assert lint(_rules(names, names[name])) == [], name
