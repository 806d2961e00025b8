"""The place of a value among those of others: ties, pools, from the last, and what is open until nothing can move it."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import pytest

from kaohe.cases import case_from_data
from kaohe.engine import Evaluation, explain, open_points
from kaohe.errors import SchemeError
from kaohe.rules import Ceiling, Eligibility, Figure, Reading, ScoreOf, assemble, lint
from kaohe.rules.nodes import NumberExpr, rank_of, render
from kaohe.rules.tools import Ruleset
from scheme_kit import BEST, GRADES, WORDS, bands, count, declare, lines, of, raw_case, total

A = (Reading("A", WORDS, WORDS),)
GOOD = GRADES[1]
MARK, AREA = count("mark", high=9), of("east", "west", key="area")
IN, RANKED = of("yes", "no", key="in"), of("yes", "no", key="ranked")
ABSENT = {"absent": "not-assessed", "reason": "未考核"}


def rules_of(place: NumberExpr, *, appraised: bool = False) -> Ruleset:
    """The place itself is the score."""
    here = Eligibility(**lines("here"), when=IN.is_("yes"), otherwise=WORDS)
    return assemble(declare(scoring=[total(place), bands(place)], readings=A, eligibility=[here] if appraised else []))


def evaluated(ruleset: Ruleset, people: Mapping[str, Any], **more: Any) -> Evaluation:
    """An evaluation of those people."""
    return Evaluation(case_from_data(raw_case(people, **more), ruleset=ruleset).cohort)


def places(ruleset: Ruleset, people: Mapping[str, Any]) -> dict[str, Fraction | None]:
    """The place of everybody, None where it is open."""
    return {one.id: one.score for one in evaluated(ruleset, people).outcomes()}


def marks(**given: int) -> dict[str, Any]:
    """People with those marks."""
    return {name: {"mark": mark} for name, mark in given.items()}


FIVE = marks(A=9, B=8, C=8, D=5, E=5)


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ({}, [1, 2, 2, 4, 4]),
        ({"ties": "worst"}, [1, 3, 3, 5, 5]),
        ({"from_last": True}, [5, 4, 4, 2, 2]),
        ({"from_last": True, "ties": "worst"}, [5, 3, 3, 1, 1]),
        ({"bigger_is_better": False}, [5, 3, 3, 1, 1]),
        ({"bigger_is_better": False, "from_last": True}, [1, 3, 3, 5, 5]),
        ({"ties": "refer"}, [1, None, None, None, None]),
    ],
)
def test_equals_share_the_place_that_the_clause_says(more: dict[str, Any], wanted: list[int | None]) -> None:
    """The best or the worst place of equals, from the first or the last; or a person decides between them."""
    assert list(places(rules_of(rank_of(MARK, **more)), FIVE).values()) == wanted


def test_a_place_makes_points_and_bars_a_grade() -> None:
    """1st to 3rd give 60, 57 and 54 points; the last two are not 优秀."""
    points = rank_of(MARK).steps((1, 60), (2, 57), (3, 54), (4, 0))
    assert list(places(rules_of(points), FIVE).values()) == [60, 57, 57, 0, 0]
    last = Ceiling(GOOD, **lines("last"), when=rank_of(ScoreOf(), from_last=True, ties="worst") <= 2)
    rules = assemble(declare(scoring=[total(MARK + 90), bands(MARK + 90)], veto=[last], readings=A))
    found = evaluated(rules, FIVE)
    assert [one.grade for one in found.outcomes()] == [BEST, BEST, BEST, GOOD, GOOD]
    step = next(one for one in explain(found, "E").steps if one.rule == "last")
    assert step.because is not None
    assert "place from the last of the score" in step.because.en
    assert "= 1 <= 2" in step.because.en


def test_places_are_within_a_pool_and_among_those_who_are_ranked() -> None:
    """Each area has its own order; who is not ranked has no place and takes none."""
    rules = rules_of(rank_of(MARK, pool=(AREA,), only=RANKED.is_("yes")))
    people = {
        "A": {"mark": 9, "area": "east", "ranked": "yes"},
        "B": {"mark": 8, "area": "west", "ranked": "yes"},
        "C": {"mark": 7, "area": "east", "ranked": "yes"},
        "D": {"mark": 9, "area": "west", "ranked": "no"},
    }
    assert places(rules, people) == {"A": 1, "B": 1, "C": 2, "D": None}


def test_who_is_not_appraised_or_has_no_value_takes_no_place() -> None:
    """Places are counted among the appraised who have a value."""
    rules = rules_of(rank_of(MARK), appraised=True)
    people = {
        "A": {"mark": 9, "in": "no"},
        "B": {"mark": 8, "in": "yes"},
        "C": {"mark": ABSENT, "in": "yes"},
        "D": {"mark": 7, "in": "yes"},
    }
    found = {one.id: (one.state, one.score) for one in evaluated(rules, people).outcomes()}
    assert found["A"][0] == "not_appraised"
    assert (found["B"], found["D"]) == (("decided", Fraction(1)), ("decided", Fraction(2)))
    assert found["C"][0] == "decision"


def test_an_open_value_leaves_open_only_the_places_that_it_can_move() -> None:
    """While one mark is missing those whom nothing can pass keep their place, and the others name whose it is."""
    people = FIVE | {"F": {}}
    found = evaluated(rules_of(rank_of(MARK)), people)
    open_ = {one.id: one.needs for one in found.outcomes() if one.state != "decided"}
    assert open_ == {"B": ("F:mark",), "C": ("F:mark",), "D": ("F:mark",), "E": ("F:mark",), "F": ("mark",)}
    assert {one.id: one.score_range for one in found.outcomes()}["B"] == (Fraction(2), Fraction(3))
    point = next(one for one in open_points(found, found.outcomes()) if one.id == "B")
    assert (point.appraisee, point.input, point.closes) == ("F", "mark", "entry")


def test_a_place_that_equals_share_is_a_persons_to_decide() -> None:
    """Where the clause refers equals to a person a recorded decision on the grade closes it."""
    last = Ceiling(GOOD, **lines("last"), when=rank_of(MARK, from_last=True, ties="refer") <= 1)
    rules = assemble(declare(scoring=[total(MARK + 90), bands(MARK + 90)], veto=[last], readings=A))
    people = marks(A=9, B=5, C=5)
    found = evaluated(rules, people)
    assert {one.id: one.state for one in found.outcomes()} == {"A": "decided", "B": "decision", "C": "decision"}
    points = open_points(found, found.outcomes())
    assert "several share one place" in points[0].text.en
    rows = [
        {"appraisee": name, "grade": grade, "reason": "集体研究", "document": "组发〔2020〕5号"}
        for name, grade in (("B", BEST), ("C", GOOD))
    ]
    decided = evaluated(rules, people, decisions=rows)
    assert [one.grade for one in decided.outcomes()] == [BEST, BEST, GOOD]
    assert open_points(decided, decided.outcomes()) == []


def test_a_place_by_what_hangs_on_it_is_refused() -> None:
    """A score that hangs on the places of the score goes round in a circle."""
    with pytest.raises(SchemeError, match="circle"):
        rules_of(rank_of(ScoreOf()) + 1)


def test_lint_refuses_places_that_cannot_be() -> None:
    """Who is appraised cannot hang on a place among the appraised."""
    first = Eligibility(**lines("first"), when=rank_of(MARK) <= 3, otherwise=WORDS)
    rules = assemble(declare(scoring=[total(MARK), bands(MARK)], eligibility=[first], readings=A))
    assert any("cannot hang on a place" in fault.text.en for fault in lint(rules))
    assert not [one for one in lint(rules_of(rank_of(MARK) * 10)) if one.level == "error"]


def test_words_say_who_is_ranked_and_how_equals_count() -> None:
    """The expression in words, in both languages."""
    told = render(rank_of(MARK, pool=(AREA,), from_last=True, ties="worst"))
    assert told.en == "place from the last of words (equals share the worst place; within the same words)"
    assert told.zh == "文字的倒数名次（并列者取靠后的名次；同一文字内）"


def test_a_figure_may_show_the_place() -> None:
    """The place is shown beside an outcome and changes nothing."""
    rules = assemble(
        declare(
            scoring=[total(MARK + 90), bands(MARK + 90), Figure(**lines("place"), value=rank_of(ScoreOf()))],
            readings=A,
        )
    )
    step = next(one for one in explain(evaluated(rules, FIVE), "D").steps if one.rule == "place")
    assert step.value == "4"


LEGAL: dict[str, list[Any]] = {
    "mark": [0, 1, 2, 3], "area": ["east", "west"], "in": ["yes", "no"], "ranked": ["yes", "no"]
}  # fmt: skip
SHORT = count("mark", high=3)
RANKS: dict[str, NumberExpr] = {
    "plain": rank_of(SHORT),
    "worst": rank_of(SHORT, ties="worst", bigger_is_better=False),
    "last in the area": rank_of(SHORT, pool=(AREA,), from_last=True),
    "of the ranked": rank_of(SHORT, only=RANKED.is_("yes")),
}


@pytest.mark.parametrize("name", RANKS, ids=str)
@pytest.mark.parametrize("seed", range(8))
def test_a_place_is_settled_exactly_when_no_completion_moves_it(name: str, seed: int) -> None:
    """Decided places come out so in every completion; open ones come out otherwise in some."""
    rng = Random(f"ranks {name} {seed}")
    ruleset = rules_of(RANKS[name], appraised=rng.random() < 0.5)
    keys = sorted(given.key for given in ruleset.kinds[0].inputs)
    people = {one: {key: rng.choice([*LEGAL[key], LEGAL[key][0]]) for key in keys} for one in "ABCD"}
    gaps = sorted({(rng.choice("ABCD"), rng.choice(keys)) for _ in range(rng.choice([1, 2, 3]))})
    for one, key in gaps:
        people[one].pop(key, None)
    said = {one.id: (one.state, one.score) for one in evaluated(ruleset, people).outcomes()}
    seen: dict[str, set[Any]] = {one: set() for one in said}
    for chosen in product(*(LEGAL[key] for _, key in gaps)):
        complete = deepcopy(people)
        for (one, key), value in zip(gaps, chosen, strict=True):
            complete[one][key] = value
        for outcome in evaluated(ruleset, complete).outcomes():
            seen[outcome.id].add((outcome.state, outcome.score))
    for one, result in said.items():
        if result[0] == "decided":
            assert seen[one] == {result}, (one, people)
        elif result[0] in ("needs", "pending"):
            assert len(seen[one]) > 1, (one, people)
