"""Caps on a grade or better, quotas side by side, places in no order, places of single periods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import combinations, product
from random import Random
from typing import Any

import pytest

from kaohe.cases import case_from_data
from kaohe.engine import Evaluation, explain, open_points, period_outcomes
from kaohe.errors import CaseError
from kaohe.rules import Kind, Link, Periods, Proposed, Quota, Rank, Reading, assemble, lint
from kaohe.rules.nodes import BoolExpr, Headcount, day, rank_of
from kaohe.rules.tools import Ruleset, effect, exclude
from kaohe.words import Text
from scheme_kit import WORDS, bands, count, declare, lines, of, raw_case, score, total

TOP, BEST, GOOD, POOR = "特优", "优等", "甲等", "乙等"
FOUR = (TOP, BEST, GOOD, POOR)
PERSON = Kind("person", Text("person", "人员"), FOUR)
MARK, AREA = count("mark", high=999), of("east", "west", key="area")
GRADE = of(*FOUR, key="grade")
A = (Reading("A", WORDS, WORDS),)


def quota(grade: str, name: str, otherwise: str, **more: Any) -> Quota:
    """A quota of that grade by the mark."""
    return Quota(grade, **(lines(name) | {"rank": (Rank(MARK),), "otherwise": otherwise} | more))


TOPS = quota(TOP, "top", BEST, share="1%")
BOTH = quota(BEST, "both", GOOD, share="5%", or_better=True)


def rules_of(*quotas: Quota) -> Ruleset:
    """People whose grades are proposed, under those quotas."""
    return assemble(
        declare(kinds=[PERSON], scoring=[Proposed(**lines("proposed"), by=GRADE)], quota=list(quotas), readings=A)
    )


def evaluated(ruleset: Ruleset, people: Mapping[str, Any], **more: Any) -> Evaluation:
    """An evaluation of those people."""
    return Evaluation(case_from_data(raw_case(people, **more), ruleset=ruleset).cohort)


def grades(found: Evaluation) -> dict[str, str | None]:
    """The grade of everybody, None where it is open."""
    return {one.id: one.grade for one in found.outcomes()}


def somebody(grade: str, mark: int, **facts: Any) -> dict[str, Any]:
    """Somebody with that proposal and mark."""
    return {"grade": grade, "mark": mark} | facts


def decision(quota: str, members: Sequence[str], choose: Sequence[str]) -> dict[str, Any]:
    """A recorded decision on a tie."""
    row = {"quota": quota, "members": list(members), "choose": list(choose)}
    return row | {"reason": "集体研究", "document": "组发〔2020〕5号"}


# --- a grade or better --------------------------------------------------------------------------------------------


def test_one_and_five_per_cent_of_three_hundred_are_three_and_twelve() -> None:
    """1 % are 特优; 特优 and 优等 together are 5 %: of 300 people 3 and 12."""
    people = {f"P{n:03}": somebody(TOP, n) for n in range(300)}
    found = evaluated(rules_of(TOPS, BOTH), people)
    given = list(grades(found).values())
    assert (given.count(TOP), given.count(BEST), given.count(GOOD)) == (3, 12, 285)
    (both,) = [pool for pool in found.pools() if pool.quota == "both"]
    assert (both.grade, both.places, both.used, both.left, both.candidates) == (BEST, 15, 15, 0, 300)
    assert [pool.quota for pool in found.pools()] == ["top", "both"]


def test_a_cap_on_a_grade_or_better_holds_where_the_better_grade_has_none_of_its_own() -> None:
    """Without places of its own the better grade takes those that both share, best rank first."""
    people = {"A": somebody(TOP, 1), "B": somebody(TOP, 2), "C": somebody(TOP, 3), "D": somebody(BEST, 9)}
    found = evaluated(rules_of(quota(BEST, "both", GOOD, number=2, or_better=True)), people)
    assert grades(found) == {"A": GOOD, "B": TOP, "C": TOP, "D": GOOD}


def test_a_cap_counts_the_grade_alone_where_it_does_not_say_otherwise() -> None:
    """Places of the grade alone are as many whoever holds a better one."""
    people = {"A": somebody(TOP, 3), "B": somebody(BEST, 2), "C": somebody(BEST, 1)}
    alone = [quota(TOP, "top", BEST, number=1), quota(BEST, "alone", GOOD, number=1, or_better=False)]
    assert grades(evaluated(rules_of(*alone), people)) == {"A": TOP, "B": BEST, "C": GOOD}
    both = [alone[0], quota(BEST, "both", GOOD, number=1, or_better=True)]
    assert grades(evaluated(rules_of(*both), people)) == {"A": TOP, "B": GOOD, "C": GOOD}


def test_a_tie_for_the_better_grade_is_decided_once_and_the_rest_follows() -> None:
    """A decision on places of several grades is about the grade whose tie it answers, and is not refused for the other."""
    people = {"A": somebody(TOP, 3), "B": somebody(TOP, 3), "C": somebody(BEST, 1)}
    rules = rules_of(quota(BEST, "both", GOOD, number=1, or_better=True))
    found = evaluated(rules, people)
    assert [(tie.quota, tie.grade, tie.members) for tie in found.ties()] == [("both", TOP, ("A", "B"))]
    decided = evaluated(rules, people, decisions=[decision("both", ["A", "B"], ["B"])])
    assert grades(decided) == {"A": GOOD, "B": TOP, "C": GOOD}
    assert decided.refused() == []
    wrong = evaluated(rules, people, decisions=[decision("both", ["A", "C"], ["C"])])
    assert len(wrong.refused()) == 1


def test_going_beyond_soft_places_counts_at_every_grade() -> None:
    """Who was let in beyond the places keeps the better grade, and nobody else comes in."""
    people = {"A": somebody(TOP, 3), "B": somebody(TOP, 2), "C": somebody(BEST, 1)}
    rules = rules_of(quota(BEST, "both", GOOD, number=1, or_better=True, soft=True))
    beyond = {"quota": "both", "exceed": ["B"], "reason": "工作需要", "document": "组发〔2020〕5号"}
    found = evaluated(rules, people, decisions=[beyond])
    assert grades(found) == {"A": TOP, "B": TOP, "C": GOOD}
    assert found.refused() == []
    assert [(pool.used, pool.over) for pool in found.pools()] == [(2, 1)]


def test_an_explanation_says_how_many_places_better_grades_hold() -> None:
    """Who is left out is told that better grades hold places too."""
    people = {"A": somebody(TOP, 3), "B": somebody(BEST, 2), "C": somebody(BEST, 1)}
    rules = rules_of(quota(TOP, "top", BEST, number=1), quota(BEST, "both", GOOD, number=2, or_better=True))
    step = next(one for one in explain(evaluated(rules, people), "C").steps if one.rule == "both")
    assert step.because is not None
    assert step.because.en.startswith("rank 2 of 2 candidates for 2 places; 1 of the places are held by better grades")
    assert "及以上" in effect(BOTH).zh
    assert "or better" in effect(BOTH).en


def test_lint_asks_what_a_cap_below_another_counts() -> None:
    """A cap below another is doubtful until it says whether better grades count."""
    silent = quota(BEST, "alone", GOOD, share="5%")
    (fault,) = [one for one in lint(rules_of(TOPS, silent)) if one.rule == "alone"]
    assert (fault.level, fault.check) == ("warning", "quota")
    for said in (True, False):
        assert not lint(rules_of(TOPS, quota(BEST, "alone", GOOD, share="5%", or_better=said)))
    assert not lint(rules_of(silent))


def test_places_of_several_grades_lie_around_or_within_those_of_one() -> None:
    """One place of the best grade for the whole county, and in each area one of the two grades."""
    inner = quota(BEST, "inner", GOOD, number=1, or_better=True, pool=(AREA,))
    rules = rules_of(quota(TOP, "top", BEST, number=1), inner)
    assert not lint(rules)
    facts = [(TOP, "east"), (TOP, "east"), (TOP, "west"), (BEST, "west")]
    people = {f"P{n}": somebody(grade, n, area=area) for n, (grade, area) in enumerate(facts)}
    assert grades(evaluated(rules, people)) == {"P0": GOOD, "P1": BEST, "P2": TOP, "P3": GOOD}
    crossing = quota(BEST, "own", GOOD, number=1, pool=(OWN,), or_better=False)
    assert [one.check for one in lint(rules_of(inner, crossing))] == ["tree"]


# --- against every completion -------------------------------------------------------------------------------------

CAPS: dict[str, list[Quota]] = {
    "both alone": [quota(BEST, "both", GOOD, number=2, or_better=True)],
    "top within both": [quota(TOP, "top", BEST, number=1), quota(BEST, "both", GOOD, number=2, or_better=True)],
    "by area": [
        quota(TOP, "top", BEST, number=1),
        quota(BEST, "both", GOOD, share="50%", or_better=True, pool=(AREA,)),
    ],
    "three": [quota(TOP, "top", BEST, number=1), quota(GOOD, "all", POOR, number=3, or_better=True)],
}


def _brute(people: Mapping[str, Any], quotas: Sequence[Quota]) -> dict[str, set[str]]:
    """The grades that somebody gets in some best way: better grades first, each by rank, within every cap."""
    best: dict[str, set[str]] = {name: set() for name in people}
    for given in _given(dict.fromkeys(people, ""), people, quotas, 0):
        for name, grade in given.items():
            best[name].add(grade)
    return best


def _given(
    now: dict[str, str], people: Mapping[str, Any], quotas: Sequence[Quota], index: int
) -> Iterator[dict[str, str]]:
    """Every way to give out the grades from `index` on: the most who fit, then the best ranks; a tie may be left vacant."""
    if index == len(FOUR):
        yield now
        return
    grade = FOUR[index]
    wanting = [name for name, row in people.items() if not now[name] and FOUR.index(row["grade"]) <= index]
    found: dict[tuple[Any, ...], list[frozenset[str]]] = {}
    for size in range(len(wanting) + 1):
        for some in combinations(wanting, size):
            holders = dict.fromkeys(some, grade) | {name: one for name, one in now.items() if one}
            if _fits(holders, people, quotas):
                key = (size, sorted((people[name]["mark"] for name in some), reverse=True))
                found.setdefault((key[0], tuple(key[1])), []).append(frozenset(some))
    ways = found[max(found)]
    sure = frozenset.intersection(*ways)
    vacant = {frozenset(few) | sure for way in ways for few in _subsets(way - sure)} if len(ways) > 1 else set(ways)
    for given in vacant:
        yield from _given(now | dict.fromkeys(given, grade), people, quotas, index + 1)


def _subsets(people: frozenset[str]) -> Iterator[tuple[str, ...]]:
    for size in range(len(people) + 1):
        yield from combinations(sorted(people), size)


def _fits(holders: Mapping[str, str], people: Mapping[str, Any], quotas: Sequence[Quota]) -> bool:
    for one in quotas:
        counted = FOUR[: FOUR.index(one.grade) + 1] if one.or_better else (one.grade,)
        for area in ("east", "west") if one.pool else (None,):
            here = [name for name, row in people.items() if area is None or row["area"] == area]
            most = one.number if isinstance(one.number, int) else len(here) // 2
            if sum(holders.get(name) in counted for name in here) > most:
                return False
    return True


@pytest.mark.parametrize("name", CAPS, ids=str)
@pytest.mark.parametrize("seed", range(12))
def test_grades_are_those_of_listing_every_way(name: str, seed: int) -> None:
    """Who is decided has that grade in every best way; who is tied has several."""
    rng = Random(f"caps {name} {seed}")
    people = {
        one: somebody(rng.choice(FOUR), rng.choice([0, 1, 2]), area=rng.choice(["east", "west"])) for one in "ABCDE"
    }
    if not any(one.pool for one in CAPS[name]):
        people = {one: {key: row[key] for key in ("grade", "mark")} for one, row in people.items()}
    found = evaluated(rules_of(*CAPS[name]), people)
    wanted = _brute(people, CAPS[name])
    for outcome in found.outcomes():
        if outcome.state == "decided":
            assert wanted[outcome.id] == {outcome.grade}, (outcome.id, people)
        else:
            assert len(wanted[outcome.id]) > 1, (outcome.id, people)
            assert found.ties()


def _results(ruleset: Ruleset, people: Mapping[str, Any]) -> dict[str, Any]:
    found = evaluated(ruleset, people)
    return {one.id: (one.state, one.grade) for one in found.outcomes()}


@pytest.mark.parametrize("name", CAPS, ids=str)
@pytest.mark.parametrize("seed", range(8))
def test_decided_means_that_no_completion_differs(name: str, seed: int) -> None:
    """Whoever is decided while others are open comes out so in every completion, and no cap is ever exceeded."""
    rng = Random(f"open {name} {seed}")
    ruleset = rules_of(*CAPS[name])
    keys = ["area", "grade", "mark"] if any(one.pool for one in CAPS[name]) else ["grade", "mark"]
    legal: dict[str, list[Any]] = {"area": ["east", "west"], "mark": [0, 1, 2, 3], "grade": list(FOUR)}
    people = {one: {key: rng.choice(legal[key]) for key in keys} for one in "ABCDE"}
    gaps = {(rng.choice("ABCDE"), rng.choice(keys)) for _ in range(2)}
    for one, key in gaps:
        people[one].pop(key, None)
    said = _results(ruleset, people)
    for chosen in product(*(legal[key] for _, key in sorted(gaps))):
        complete = deepcopy(people)
        for (one, key), value in zip(sorted(gaps), chosen, strict=True):
            complete[one][key] = value
        then = _results(ruleset, complete)
        for one, result in said.items():
            if result[0] in ("decided", "tied"):
                assert then[one] == result, (one, people, complete)


# --- side by side -------------------------------------------------------------------------------------------------

OWN, LINK = of("甲", "乙", "丙", key="own"), Link("office", WORDS, PERSON, clause="1")
NUMBER, DATE = score("points"), day
OUT: list[tuple[BoolExpr, BoolExpr]] = [
    (OWN.is_("甲"), OWN.is_("乙")),
    (OWN.is_("甲"), ~OWN.is_("甲")),
    (OWN.is_("甲"), ~OWN.is_in("甲", "乙")),
    (OWN.is_("甲") & (NUMBER >= 5), OWN.is_in("乙", "丙")),
    (OWN.is_("甲") | OWN.is_("乙"), OWN.is_("丙")),
    (NUMBER >= 60, NUMBER < 60),
    (NUMBER > 60, NUMBER.is_(60)),
    (NUMBER > 90, ~(NUMBER >= 80)),
    (LINK.their(OWN.is_("甲")), LINK.their(OWN.is_("乙"))),
    (LINK.their(OWN).is_("甲"), LINK.their(OWN).is_("乙")),
    (LINK.their(NUMBER >= 60), LINK.their(NUMBER < 50)),
]
MEET: list[tuple[BoolExpr, BoolExpr]] = [
    (OWN.is_("甲"), OWN.is_in("甲", "乙")),
    (OWN.is_("甲"), ~OWN.is_("乙")),
    (OWN.is_("甲"), AREA.is_("east")),
    (NUMBER >= 60, NUMBER <= 60),
    (NUMBER >= 60, NUMBER < 61),
    (OWN.is_("甲"), LINK.their(OWN.is_("乙"))),
    (OWN.is_("甲") | (NUMBER >= 60), OWN.is_("乙")),
    (~OWN.is_("甲"), ~OWN.is_("乙")),
]


@pytest.mark.parametrize(
    ("one", "two", "wanted"), [*((*pair, True) for pair in OUT), *((*pair, False) for pair in MEET)]
)
def test_conditions_exclude_each_other_where_it_follows_from_the_declarations(
    one: BoolExpr, two: BoolExpr, wanted: bool
) -> None:
    """Different codes, a negation and ranges that do not meet exclude each other, in either order."""
    assert (exclude(one, two), exclude(two, one)) == (wanted, wanted)


def test_exclusion_agrees_with_every_value() -> None:
    """Where two conditions exclude each other no value of what they ask about meets both."""
    rng = Random(5)
    asked: list[BoolExpr] = [OWN.is_("甲"), OWN.is_("乙"), OWN.is_in("甲", "丙"), MARK >= 2, MARK < 2, MARK.is_(1)]
    for _ in range(150):
        one, two = (_mixed(rng, asked) for _ in range(2))
        if exclude(one, two):
            for own, mark in product(("甲", "乙", "丙"), range(4)):
                facts = {"own": own, "mark": mark}
                assert not (_holds(one, facts) and _holds(two, facts)), (one, two, facts)


def _mixed(rng: Random, asked: Sequence[BoolExpr]) -> BoolExpr:
    one, two = rng.choice(asked), rng.choice(asked)
    return rng.choice([one, ~one, one & two, one | two, ~(one & two), one & ~two])


def _holds(condition: Any, facts: Mapping[str, Any]) -> bool:
    name = type(condition).__name__
    if name == "Is":
        return facts["own"] in condition.codes
    if name == "Compare":
        value, limit = facts["mark"], condition.right.value
        return bool({"<": value < limit, ">=": value >= limit, "==": value == limit}[condition.op])
    if name == "Not":
        return not _holds(condition.condition, facts)
    parts = [_holds(part, facts) for part in condition.conditions]
    return all(parts) if name == "And" else any(parts)


def test_quotas_of_one_grade_lie_side_by_side_whatever_their_keys() -> None:
    """Offices graded 甲 share one pool by area; those graded 乙 have pools by post."""
    post = of("front", "back", key="post")
    quotas = [
        quota(BEST, "a", GOOD, only=OWN.is_("甲"), pool=(AREA,), number=1),
        quota(BEST, "b", GOOD, only=OWN.is_("乙"), pool=(post,), number=1),
    ]
    assert not lint(rules_of(*quotas))
    assert [one.check for one in lint(rules_of(quotas[0], quota(BEST, "c", GOOD, pool=(post,), number=1)))] == ["tree"]
    facts = [("甲", "east", "front"), ("甲", "east", "back"), ("乙", "east", "front"), ("乙", "west", "front")]
    people = {f"P{n}": somebody(BEST, n, own=own, area=area, post=post) for n, (own, area, post) in enumerate(facts)}
    assert grades(evaluated(rules_of(*quotas), people)) == {"P0": GOOD, "P1": BEST, "P2": GOOD, "P3": BEST}


# --- in no order --------------------------------------------------------------------------------------------------


def test_places_in_no_order_are_for_people_to_decide_from_the_start() -> None:
    """Up to the places all get them; beyond, a decision says who."""
    rules = rules_of(quota(TOP, "top", BEST, number=2, rank=(), unranked=True))
    people = {name: {"grade": TOP} for name in "AB"}
    assert grades(evaluated(rules, people)) == {"A": TOP, "B": TOP}
    people["C"] = {"grade": TOP}
    found = evaluated(rules, people)
    (tie,) = found.ties()
    assert (tie.take, tie.members) == (2, ("A", "B", "C"))
    points = open_points(found, found.outcomes())
    assert {(one.id, one.kind, one.closes, one.input) for one in points} == {
        (n, "tied", "decision", "top") for n in "ABC"
    }
    decided = evaluated(rules, people, decisions=[decision("top", "ABC", "CA")])
    assert grades(decided) == {"A": TOP, "B": BEST, "C": TOP}
    step = next(one for one in explain(found, "A").steps if one.rule == "top")
    assert step.because is not None
    assert "3 candidates for 2 places, in no order" in step.because.en
    assert "people decide" in effect(rules.kinds[0].rules(Quota)[0]).en


def test_lint_wants_an_order_or_a_word_that_there_is_none() -> None:
    """Places without a rank say so, and not both."""
    for more in ({"rank": ()}, {"unranked": True}):
        assert [one.check for one in lint(rules_of(quota(TOP, "top", BEST, number=2, **more)))] == ["quota"]
    assert not lint(rules_of(quota(TOP, "top", BEST, number=2, rank=(), unranked=True)))


# --- single periods -----------------------------------------------------------------------------------------------

QUARTER = Periods("quarter", Text("quarter", "季度"), "quarter")
EACH = score("each", on=QUARTER)
NAMES = ["2020Q1", "2020Q2", "2020Q3", "2020Q4"]
YEAR = {"cycle": {"periods": {"quarter": NAMES}}}
THREE = ("优秀", "称职", "不称职")
MEMBER = Kind("person", Text("person", "人员"), THREE)


def quarterly(**more: Any) -> Ruleset:
    """A mark each quarter: 40 % of those with one are best, by the mark."""
    given: dict[str, Any] = {"share": "40%", "rank": (Rank(EACH),), "otherwise": "称职", "each": QUARTER}
    return assemble(
        declare(
            kinds=[MEMBER],
            scoring=[total(EACH.mean()), bands(EACH.mean()), bands(EACH, id="quarters")],
            quota=[Quota("优秀", **(lines("top") | given | more))],
            readings=A,
        )
    )


def marks(*given: int | None) -> dict[str, Any]:
    """The marks of four quarters; None where there was none to give."""
    absent = {"absent": "not-posted", "reason": "未派驻"}
    return {"each": {name: absent if mark is None else mark for name, mark in zip(NAMES, given, strict=True)}}


FIVE = {
    "A": marks(99, 99, 50, 95),
    "B": marks(98, 98, 50, 95),
    "C": marks(97, 97, 99, 95),
    "D": marks(96, None, 50, 50),
    "E": marks(95, None, 50, 50),
}


def periods(found: Evaluation, name: str) -> list[str | None]:
    """The grades of the quarters."""
    return [one.grade for one in period_outcomes(found, name)]


def test_each_quarter_has_its_own_places() -> None:
    """40 % of five people are two, of three people one; and the year has none of its own."""
    found = evaluated(quarterly(), FIVE, **YEAR)
    assert [(pool.quota, pool.base, pool.places, pool.used, pool.tied) for pool in found.pools()] == [
        ("top[2020Q1]", 5, 2, 2, 0),
        ("top[2020Q2]", 3, 1, 1, 0),
        ("top[2020Q3]", 5, 2, 1, 0),
        ("top[2020Q4]", 5, 2, 0, 3),
    ]
    assert periods(found, "A") == ["优秀", "优秀", "不称职", None]
    assert periods(found, "B") == ["优秀", "称职", "不称职", None]
    assert periods(found, "D") == ["称职", None, "不称职", "不称职"]
    assert {one.state for one in found.outcomes()} == {"decided"}


def test_a_tie_of_one_quarter_is_an_open_point_and_its_decision_names_the_quarter() -> None:
    """Three people with one mark in the fourth quarter: a decision gives the two places."""
    found = evaluated(quarterly(), FIVE, **YEAR)
    points = open_points(found, found.outcomes())
    assert {(one.id, one.kind, one.input) for one in points} == {(name, "tied", "top[2020Q4]") for name in "ABC"}
    assert "decide top[2020Q4]: 2 of A, B, C" in points[0].text.en
    decided = evaluated(quarterly(), FIVE, **YEAR, decisions=[decision("top[2020Q4]", "ABC", "AC")])
    assert [periods(decided, name)[3] for name in "ABC"] == ["优秀", "称职", "优秀"]
    assert open_points(decided, decided.outcomes()) == []
    with pytest.raises(CaseError, match="top\\[2020Q4\\]"):
        evaluated(quarterly(), FIVE, **YEAR, decisions=[decision("top", "ABC", "AC")])


def test_a_mark_that_is_missing_leaves_its_own_quarter_open() -> None:
    """Only those wait whom the missing mark can move, in the quarter that it belongs to."""
    people = deepcopy(FIVE)
    del people["C"]["each"]["2020Q1"]
    found = evaluated(quarterly(), people, **YEAR)
    assert [periods(found, name)[0] for name in "ABCDE"] == ["优秀", None, None, "称职", "称职"]
    first = period_outcomes(found, "B")[0]
    assert [cause.name for cause in first.causes] == ["C:each[2020Q1]"]
    assert [periods(found, name)[1] for name in "ABC"] == ["优秀", "称职", "称职"]


def test_an_explanation_tells_of_each_quarter() -> None:
    """The quota has a step for each quarter, with the rank there."""
    steps = [one for one in explain(evaluated(quarterly(), FIVE, **YEAR), "B").steps if one.rule == "top"]
    assert [(one.period, one.role) for one in steps[:3]] == [
        (NAMES[2], "not-applied"),
        *((name, "period") for name in NAMES[:2]),
    ]
    assert steps[1].because is not None
    assert steps[1].because.en.startswith("rank 2 of 5 candidates for 2 places")
    assert "no place" in steps[2].effect.en
    assert "in each quarter" in effect(quarterly().kinds[0].rules(Quota)[0]).en


def test_a_mark_open_on_the_periods_needs_places_of_each() -> None:
    """Without each= a rank that differs from quarter to quarter is refused, with what to write."""
    faults = lint(quarterly(each=None))
    assert any("each=" in one.text.en for one in faults)
    month = Periods("month", Text("month", "月"), "month")
    assert any("no grades of each" in one.text.en for one in lint(quarterly(each=month, rank=(Rank(EACH.mean()),))))
    assert not lint(quarterly())


@pytest.mark.parametrize("seed", range(10))
def test_quarters_are_those_of_a_year_of_that_quarter_alone(seed: int) -> None:
    """The grades of a quarter are what a quota of the year gives for that quarter's marks alone."""
    rng = Random(f"quarters {seed}")
    people = {name: marks(*(rng.choice([None, 50, 70, 91, 92, 93]) for _ in NAMES)) for name in "ABCDEF"}
    found = evaluated(quarterly(), people, **YEAR)
    mark = score("mark")
    alone = assemble(
        declare(
            kinds=[MEMBER],
            scoring=[total(mark), bands(mark)],
            quota=[Quota("优秀", **lines("top"), share="40%", rank=(Rank(mark),), otherwise="称职")],
            readings=A,
        )
    )
    for place, quarter in enumerate(NAMES):
        here = {name: {"mark": row["each"][quarter]} for name, row in people.items()}
        here = {name: row for name, row in here.items() if isinstance(row["mark"], int)}
        wanted = grades(evaluated(alone, here))
        assert {name: periods(found, name)[place] for name in here} == wanted, quarter


# --- a guarantee across pools -------------------------------------------------------------------------------------

POST = of("front", "back", key="post")
BY_AREA = quota(TOP, "top", BEST, number=1, pool=(AREA,))
HALF = Quota(TOP, **lines("half"), floor_share="50%", only=POST.is_("front"), across=True)


def crossing(*posts: str) -> dict[str, Any]:
    """Two people in each area, the first of each with the better mark."""
    places = [("east", 2), ("east", 1), ("west", 2), ("west", 1)]
    return {
        f"P{n}": somebody(TOP, mark, area=area, post=post)
        for n, ((area, mark), post) in enumerate(zip(places, posts, strict=True))
    }


def test_a_guarantee_across_pools_that_is_reached_changes_nothing() -> None:
    """One of two holders is of the front: half is reached."""
    rules = rules_of(BY_AREA, HALF)
    assert not lint(rules)
    found = evaluated(rules, crossing("front", "back", "back", "back"))
    assert grades(found) == {"P0": TOP, "P1": BEST, "P2": TOP, "P3": BEST}
    assert found.shortfalls() == []


def test_a_shortfall_across_pools_is_a_persons_decision() -> None:
    """None of two holders is of the front: those who could give up a place and who could gain one are decided over."""
    rules = rules_of(BY_AREA, HALF)
    people = crossing("back", "front", "back", "back")
    found = evaluated(rules, people)
    assert {one.id: one.state for one in found.outcomes()} == {
        "P0": "decision",
        "P1": "decision",
        "P2": "decision",
        "P3": "decided",
    }
    assert found.shortfalls() == [("half", "half#", 1, 0)]
    point = next(one for one in open_points(found, found.outcomes()) if one.id == "P0")
    assert (point.closes, point.grades) == ("decision", (TOP, BEST))
    step = next(one for one in explain(found, "P1").steps if one.rule == "half")
    assert step.effect.en == "1 guaranteed, 0 reached: a person decides"

    def decided(**given: str) -> Evaluation:
        rows = [
            {"appraisee": name, "grade": grade, "reason": "集体研究", "document": "组发〔2020〕5号"}
            for name, grade in given.items()
        ]
        return evaluated(rules, people, decisions=rows)

    moved = decided(P0=BEST)
    assert grades(moved) == {"P0": BEST, "P1": TOP, "P2": TOP, "P3": BEST}
    assert (moved.shortfalls(), moved.refused()) == ([], [])
    kept = decided(P0=TOP, P1=BEST, P2=TOP)
    assert grades(kept) == {"P0": TOP, "P1": BEST, "P2": TOP, "P3": BEST}
    assert kept.shortfalls() == [("half", "half#", 1, 0)]


def test_a_shortfall_that_nobody_could_mend_is_reported_alone() -> None:
    """Where nobody of those meant could be taken there is nothing to decide."""
    found = evaluated(rules_of(BY_AREA, HALF), crossing("back", "back", "back", "back"))
    assert {one.state for one in found.outcomes()} == {"decided"}
    assert found.shortfalls() == [("half", "half#", 1, 0)]


@pytest.mark.parametrize("seed", range(10))
def test_a_guarantee_across_pools_is_decided_only_where_no_completion_differs(seed: int) -> None:
    """Whoever is decided while something is missing comes out so in every completion."""
    rng = Random(f"across {seed}")
    rules = rules_of(BY_AREA, HALF)
    legal: dict[str, list[Any]] = {"area": ["east", "west"], "post": ["front", "back"], "grade": [TOP, TOP, BEST]}
    legal["mark"] = [0, 1, 2]
    people = {one: {key: rng.choice(values) for key, values in legal.items()} for one in "ABCDE"}
    gaps = sorted({(rng.choice("ABCDE"), rng.choice(sorted(legal))) for _ in range(2)})
    for one, key in gaps:
        people[one].pop(key, None)
    said = _results(rules, people)
    for chosen in product(*(legal[key] for _, key in gaps)):
        complete = deepcopy(people)
        for (one, key), value in zip(gaps, chosen, strict=True):
            complete[one][key] = value
        then = _results(rules, complete)
        for one, result in said.items():
            if result[0] == "decided":
                assert then[one] == result, (one, people, complete)


MIXED: dict[str, list[Quota]] = {
    "sizes by expressions": [
        quota(TOP, "top", BEST, number=Headcount().steps((3, 1), (5, 2), below=0)),
        quota(BEST, "both", GOOD, share=AREA.points({"east": "50%", "west": "75%"}), or_better=True, pool=(AREA,)),
    ],
    "in no order": [
        quota(TOP, "top", BEST, share="40%", rank=(), unranked=True),
        quota(BEST, "both", GOOD, number=2, or_better=True),
    ],
    "by places": [
        quota(TOP, "top", BEST, number=2, rank=(Rank(rank_of(MARK, pool=(AREA,)), bigger_is_better=False),)),
        quota(GOOD, "all", POOR, number=3, or_better=True, soft=True),
    ],
}


@pytest.mark.parametrize("name", MIXED, ids=str)
@pytest.mark.parametrize("seed", range(8))
def test_what_is_decided_under_several_of_these_at_once_stays_so(name: str, seed: int) -> None:
    """Sizes by expressions, places in no order and ranks by places, all beside a cap on a grade or better."""
    rng = Random(f"mixed {name} {seed}")
    ruleset = rules_of(*MIXED[name])
    legal: dict[str, list[Any]] = {"area": ["east", "west"], "mark": [0, 1, 2, 3], "grade": list(FOUR)}
    keys = [given.key for given in ruleset.kinds[0].inputs]
    people = {one: {key: rng.choice(legal[key]) for key in keys} for one in "ABCDE"}
    gaps = sorted({(rng.choice("ABCDE"), rng.choice(keys)) for _ in range(2)})
    for one, key in gaps:
        people[one].pop(key, None)
    said = _results(ruleset, people)
    for chosen in product(*(legal[key] for _, key in gaps)):
        complete = deepcopy(people)
        for (one, key), value in zip(gaps, chosen, strict=True):
            complete[one][key] = value
        then = _results(ruleset, complete)
        for one, result in said.items():
            if result[0] == "decided":
                assert then[one] == result, (one, people, complete)
