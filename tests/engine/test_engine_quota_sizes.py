"""Quotas whose number of places is told by an expression: by a code, by a linked grade, by the headcount."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import pytest

from kaohe.cases import case_from_data
from kaohe.engine import Evaluation, Pool, explain, open_points
from kaohe.rules import Kind, Link, Part, Proposed, Quota, Rank, Reading, assemble, lint
from kaohe.rules.nodes import Expr, Headcount, by_grade
from kaohe.rules.tools import Ruleset, effect
from kaohe.words import Text
from scheme_kit import BEST, GRADES, PERSON, count, declare, lines, of, raw_case

GOOD, POOR = GRADES[1:]
OFFICE = Kind("office", Text("office", "单位"), GRADES)
OFFICE_OF = Link("office", Text("office", "所在单位"), OFFICE, clause="2")
AREA = of("east", "west", key="area")
MARK, HANDED = count("mark", high=9), count("handed", high=4)
GRADE = of(*GRADES, key="grade")
PROPOSED = Proposed(**lines("proposed"), by=GRADE)


def quota(name: str = "top", **more: Any) -> Quota:
    """Places for the best, by the mark."""
    return Quota(BEST, **(lines(name) | {"rank": (Rank(MARK),), "otherwise": GOOD} | more))


def rules_of(*quotas: Quota) -> Ruleset:
    """People and offices, whose grades are proposed; quotas are those of people."""
    return assemble(
        declare(
            kinds=[OFFICE, PERSON],
            scoring={"person": [PROPOSED], "office": [PROPOSED]},
            quota={"person": quotas},
        )
    )


def person(mark: int, office: str = "O", **facts: Any) -> dict[str, Any]:
    """Somebody proposed for the best grade."""
    return {"kind": "person", "facts": {"mark": mark, "grade": BEST} | facts, "links": {"office": office}}


def office(grade: str | None, **facts: Any) -> dict[str, Any]:
    """An office with that grade, None where it is not proposed yet."""
    return {"kind": "office", "facts": ({} if grade is None else {"grade": grade}) | facts, "links": {}}


def evaluated(ruleset: Ruleset, people: Mapping[str, Any], **more: Any) -> Evaluation:
    """An evaluation of those people and offices."""
    linked = any(rules.links for rules in ruleset.kinds)
    rows = {
        name: {key: value for key, value in row.items() if key != "links" or (value and linked)}
        for name, row in people.items()
    }
    return Evaluation(case_from_data(raw_case(rows, **more), ruleset=ruleset).cohort)


def grades(found: Evaluation) -> dict[str, str | None]:
    """The grade of every person."""
    return {one.id: one.grade for one in found.outcomes() if one.kind == "person"}


def places(found: Evaluation) -> dict[str, tuple[int | None, int | None]]:
    """The places of each group, and the most where they are open."""
    return {pool.group: (pool.places, pool.most) for pool in found.pools()}


def pool(found: Evaluation) -> Pool:
    """The only pool."""
    (one,) = found.pools()
    return one


TEN = {f"P{n}": person(n) for n in range(10)}


# --- what is told -------------------------------------------------------------------------------------------------


def test_the_share_follows_a_code_of_the_pool() -> None:
    """Of four in the east a half may be best, of four in the west a quarter."""
    ruleset = rules_of(quota(pool=(AREA,), share=AREA.points({"east": "50%", "west": "25%"})))
    people = {f"{area}{n}": person(n, area=area) for area in ("east", "west") for n in range(4)}
    found = evaluated(ruleset, people)
    assert places(found) == {"top/east": (2, None), "top/west": (1, None)}
    assert {name for name, grade in grades(found).items() if grade == BEST} == {"east3", "east2", "west3"}
    assert [one.share for one in found.pools()] == [Fraction(1, 2), Fraction(1, 4)]


@pytest.mark.parametrize(("grade", "wanted"), [(BEST, 7), (GOOD, 6), (POOR, 3)])
def test_the_share_follows_the_grade_of_the_office(grade: str, wanted: int) -> None:
    """75, 65 or 35 % of ten people, by the grade of their own office."""
    found = evaluated(
        rules_of(quota(share=by_grade(OFFICE_OF, {BEST: "75%", GOOD: "65%"}, otherwise="35%"))),
        TEN | {"O": office(grade)},
    )
    assert pool(found).places == wanted
    assert list(grades(found).values()).count(BEST) == wanted


@pytest.mark.parametrize(("people", "wanted"), [(1, 1), (5, 1), (6, 2), (12, 2), (13, 3)])
def test_the_number_follows_the_headcount(people: int, wanted: int) -> None:
    """Fewer than six people have one place, six to twelve have two."""
    steps = Headcount().steps((6, 2), (13, 3), below=1)
    found = evaluated(rules_of(quota(number=steps)), {f"P{n:02}": person(n % 9) for n in range(people)})
    assert (pool(found).base, pool(found).places) == (people, wanted)


def test_a_number_that_is_not_whole_is_rounded_as_the_clause_says() -> None:
    """A quarter of ten people and a half place are three, rounded down or half-up."""
    for rounding, wanted in (("down", 3), ("half-up", 3), ("up", 3)):
        found = evaluated(rules_of(quota(number=Headcount() / 4 + "0.5", rounding=rounding)), TEN)
        assert pool(found).places == wanted
    for rounding, wanted in (("down", 2), ("half-up", 3), ("up", 3)):
        assert pool(evaluated(rules_of(quota(number=Headcount() / 4, rounding=rounding)), TEN)).places == wanted


def test_the_least_of_a_pool_follows_an_expression_and_stays_within_the_headcount() -> None:
    """At least as many as were handed down, and never more than there are people."""
    ruleset = rules_of(quota(share="10%", at_least=OFFICE_OF.their(HANDED)))
    few = {"P1": person(1), "P2": person(2), "O": office(GOOD, handed=4)}
    assert pool(evaluated(ruleset, few)).places == 2
    assert pool(evaluated(ruleset, TEN | {"O": office(GOOD, handed=4)})).places == 4


# --- what is open -------------------------------------------------------------------------------------------------


def test_a_pool_waits_for_what_tells_its_places_and_names_it() -> None:
    """While the office's number is missing only those wait whom it can move, and they name the office."""
    ruleset = rules_of(quota(number=OFFICE_OF.their(HANDED)))
    found = evaluated(ruleset, TEN | {"O": office(GOOD)})
    assert (pool(found).places, pool(found).most, pool(found).waiting) == (0, 4, ("O",))
    assert pool(found).as_json()["most"] == 4
    waiting = {one.id: one.needs for one in found.outcomes() if one.state == "needs"}
    assert waiting == {f"P{n}": ("O:handed",) for n in (6, 7, 8, 9)}
    point = next(one for one in open_points(found, found.outcomes()) if one.id == "P9")
    assert (point.appraisee, point.input, point.closes) == ("O", "handed", "entry")
    assert grades(found)["P5"] == GOOD


def test_a_linked_grade_that_is_open_leaves_open_what_it_can_move() -> None:
    """Of 75, 65 and 35 % of ten people three places are sure and three are out; four hang on the office's grade."""
    found = evaluated(
        rules_of(quota(share=by_grade(OFFICE_OF, {BEST: "75%", GOOD: "65%"}, otherwise="35%"))),
        TEN | {"O": office(None)},
    )
    assert (pool(found).places, pool(found).most) == (3, 7)
    assert [name for name, grade in grades(found).items() if grade is None] == ["P3", "P4", "P5", "P6"]
    assert {one.needs for one in found.outcomes() if one.id in ("P3", "P6")} == {("O:grade",)}


def test_two_values_in_one_pool_are_an_open_point_that_names_both() -> None:
    """People of one pool whose offices were handed different numbers wait until one entry is corrected."""
    ruleset = rules_of(quota(number=OFFICE_OF.their(HANDED)))
    people = {"A": person(3, "O"), "B": person(2, "Q"), "C": person(1, "Q", grade=GOOD)}
    people |= {"O": office(GOOD, handed=1), "Q": office(GOOD, handed=2)}
    found = evaluated(ruleset, people)
    assert grades(found) == {"A": None, "B": None, "C": GOOD}
    points = [one for one in open_points(found, found.outcomes()) if one.id == "A"]
    assert {(one.appraisee, one.input, one.closes) for one in points} == {
        ("A", "office", "entry"),
        ("B", "office", "entry"),
    }
    assert "1 for A, but 2 for B" in points[0].text.en
    people["B"] = person(2, "O")
    people["C"] = person(1, "O", grade=GOOD)
    assert grades(evaluated(ruleset, people)) == {"A": BEST, "B": GOOD, "C": GOOD}


def test_places_without_a_value_are_an_open_point() -> None:
    """Where what tells the places was recorded as absent nobody can say how many there are."""
    absent = {"absent": "not-applicable", "reason": "不适用"}
    found = evaluated(
        rules_of(quota(number=HANDED)), {"A": {**person(3), "facts": {"mark": 3, "grade": BEST, "handed": absent}}}
    )
    (point,) = open_points(found, found.outcomes())
    assert (point.appraisee, point.input) == ("A", "handed")
    assert "no value" in point.text.en


def test_an_explanation_says_what_told_the_places() -> None:
    """Who gets a place is told the grade of the office that made the share."""
    found = evaluated(
        rules_of(quota(share=by_grade(OFFICE_OF, {BEST: "75%", GOOD: "65%"}, otherwise="35%"))),
        TEN | {"O": office(GOOD)},
    )
    step = next(one for one in explain(found, "P9").steps if one.rule == "top")
    assert step.because is not None
    assert "rank 1 of 10 candidates for 6 places; the places by " in step.because.en
    assert "65%" in step.because.en or "0.65" in step.because.en


# --- declared -----------------------------------------------------------------------------------------------------


def test_an_effect_says_what_tells_the_places() -> None:
    """The effect of a rule names the expression in both languages."""
    told = effect(quota(number=Headcount().steps((6, 2), below=1)))
    assert "steps of the headcount of the pool (1 below, 2 from 6)" in told.en
    assert "本组基数" in told.zh


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ({"share": OFFICE_OF.their(HANDED)}, "a share lies between 0 and 1"),
        ({"number": Headcount() - 5}, "a number of places is 0 or more"),
        ({"share": "50%", "at_least": MARK - 1}, "a number of places is 0 or more"),
        ({"share": "50%", "eligible": Headcount() > 5}, "the headcount of a pool stands in"),
        ({"number": OFFICE_OF.their(Headcount())}, "the headcount of a pool stands in"),
    ],
)
def test_lint_refuses_sizes_that_cannot_be(more: dict[str, Any], wanted: str) -> None:
    """A share beyond 1, places below 0 and a headcount elsewhere are refused at load."""
    assert any(wanted in fault.text.en for fault in lint(rules_of(quota(**more))))


# --- against every completion -------------------------------------------------------------------------------------


SIZES: dict[str, dict[str, Any]] = {
    "by a code": {"pool": (AREA,), "share": AREA.points({"east": "50%", "west": "34%"})},
    "by the headcount": {"pool": (AREA,), "number": Headcount().steps((2, 2), (3, 1), below=1)},
    "by the office": {"number": OFFICE_OF.their(HANDED)},
    "by its grade": {"share": by_grade(OFFICE_OF, {BEST: "75%", GOOD: "50%", POOR: "25%"})},
    "the least": {"share": "25%", "at_least": OFFICE_OF.their(HANDED)},
}
FACTS: dict[str, list[Any]] = {"area": ["east", "west"], "mark": [0, 1, 2], "grade": [BEST, BEST, GOOD]}
LEGAL: dict[str, list[Any]] = {"area": ["east", "west"], "mark": list(range(10)), "grade": list(GRADES)}
LEGAL |= {"handed": [0, 1, 2, 3, 4]}


def _people(rng: Random, keys: set[str], *, linked: bool) -> dict[str, Any]:
    people: dict[str, Any] = {}
    for name in "ABCD":
        facts = {key: rng.choice(FACTS[key]) for key in ("area", "mark", "grade") if key in keys}
        people[name] = {"kind": "person", "facts": facts, "links": {"office": "O"} if linked else {}}
    if linked:
        people["O"] = office(rng.choice(GRADES), **({"handed": rng.choice([0, 1, 2])} if "handed" in keys else {}))
        people["O"]["facts"].pop(rng.choice(["grade", "handed"]), None)
    for _ in range(rng.choice([0, 1, 2])):
        facts = people[rng.choice("ABCD")]["facts"]
        facts.pop(rng.choice(sorted(facts) or ["-"]), None)
    return people


def _completions(people: dict[str, Any], keys: set[str]) -> Iterator[dict[str, Any]]:
    places = []
    for name, row in people.items():
        wanted = keys - {"handed"} if row["kind"] == "person" else keys & {"grade", "handed"}
        places += [(name, key) for key in sorted(wanted) if key not in row["facts"]]
    for chosen in product(*(LEGAL[key] for _, key in places)):
        found = deepcopy(people)
        for (name, key), value in zip(places, chosen, strict=True):
            found[name]["facts"][key] = value
        yield found


def _results(ruleset: Ruleset, people: Mapping[str, Any]) -> dict[str, Any]:
    found = evaluated(ruleset, people)
    ties = {name: (tie.take, tie.members) for tie in found.ties() for name in tie.members}
    return {
        one.id: (one.state, one.grade, ties.get(one.id) if one.state == "tied" else None)
        for one in found.outcomes()
        if one.kind == "person"
    }


def _keys(ruleset: Ruleset) -> set[str]:
    return {given.key for rules in ruleset.kinds for given in rules.inputs}


@pytest.mark.parametrize("name", SIZES, ids=str)
@pytest.mark.parametrize("seed", range(8))
def test_exactly_those_wait_whom_a_completion_could_move(name: str, seed: int) -> None:
    """Who is decided or tied comes out so in every completion; who waits comes out otherwise in some."""
    rng = Random(f"sizes {name} {seed}")
    ruleset = rules_of(quota(**SIZES[name]))
    keys = _keys(ruleset)
    linked = any(rules.links for rules in ruleset.kinds)
    people = _people(rng, keys, linked=linked)
    said = _results(ruleset, people)
    seen: dict[str, set[Any]] = {one: set() for one in said}
    for complete in _completions(people, keys):
        for one, result in _results(ruleset, complete).items():
            seen[one].add(result)
    for one, result in said.items():
        if result[0] in ("needs", "pending", "decision"):
            assert len(seen[one]) > 1, (one, result, people)
        else:
            assert seen[one] == {result}, (one, people)


def _nodes(quotas: list[Quota]) -> list[Expr]:
    return [part for one in quotas for part in one.sizes()]


def test_a_plain_size_is_no_expression() -> None:
    """Shares and numbers as before are plain numbers, and leave the rule digest as it was."""
    plain = quota(share="30%", at_least=1)
    assert _nodes([plain]) == []
    assert (plain.share, plain.at_least) == (Fraction(3, 10), 1)


HANDED_DOWN = Reading("H", Text("places by area", "各片区名额"), clause="4", key="places", is_list=True)


class _HandedPart(Part):
    """Places that the county hands down for the cycle, area by area: "east=2"."""

    kind = PERSON

    def scoring(self) -> list[Proposed]:
        """A grade that people propose."""
        return [PROPOSED]

    def quota(self) -> list[Quota]:
        """As many as the case says of each area."""
        table = dict(pair.split("=") for pair in self.listed(HANDED_DOWN))
        return [quota(pool=(AREA,), number=AREA.points(table))] if table else []


class Handed(declare(readings=(HANDED_DOWN,))):  # type: ignore[misc]  # a made class
    """The scheme of that part."""

    parts = (_HandedPart,)


def test_places_may_be_handed_down_for_a_cycle_as_a_setting() -> None:
    """The case gives the number of each area; the rule digest tells the cycles apart."""
    people = {f"{area}{n}": person(n, area=area) for area in ("east", "west") for n in range(4)}
    ruleset = assemble(Handed, choices={"places": ("east=1", "west=3")})
    assert places(evaluated(ruleset, people)) == {"top/east": (1, None), "top/west": (3, None)}
    assert ruleset.digest != assemble(Handed, choices={"places": ("east=2", "west=3")}).digest
    assert [one.check for one in lint(assemble(Handed, choices={"places": ("east=1",)}))] == ["codes"]
