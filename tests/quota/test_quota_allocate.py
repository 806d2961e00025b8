"""The whole of an answer, meters and shortfalls included, against listing every set; and what is refused before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product

import pytest
from attrs import evolve

from kaohe.engine.quota import (
    Allocation,
    Candidate,
    Decision,
    Excess,
    Group,
    Meter,
    Problem,
    ShareFloor,
    Shortfall,
    Status,
    allocate,
    check_groups,
)
from kaohe.errors import AllocationError, InexactError
from quota_kit.problems import corpus
from quota_kit.reference import asked, finest_ties, members, optimal_sets

Sets = Sequence[frozenset[str]]
CAPS = ((None, None), (1, None), (2, None), (1, 1), (2, 1))


def _same(problem: Problem, sets: Sets, answer: Allocation) -> None:
    """Every part of the answer that the optimal sets agree on is what they say."""
    inside = members(problem)
    eligible = {person.id for person in problem.candidates if person.eligible}
    sure, maybe = frozenset.intersection(*sets), frozenset[str]().union(*sets)
    assert set(answer.selected) == sure
    assert set(answer.having(Status.TIED)) == maybe - sure
    assert set(answer.not_selected) == eligible - maybe
    assert set(answer.status) - eligible == set(answer.ineligible)
    assert {(tie.take, tie.members) for tie in answer.ties} == finest_ties(problem, sets)
    full, short = {}, {}
    for group in problem.groups:
        people = inside[group.id]
        held = {len(chosen & people) for chosen in sets}
        need = {asked(group, chosen, inside) for chosen in sets}
        fixed = len(held) == 1 and group.cap is not None
        left = (group.cap or 0) - min(held) if fixed else None
        full[group.id] = left == 0
        floor = answer.meters[group.id].floor
        used, tied = len(people & sure), len(people & maybe - sure)
        assert answer.meters[group.id] == Meter(group.id, group.cap, floor, used, tied, left)
        assert floor in need
        if len(need) == len(held) == 1 and min(held) < floor:
            short[group.id] = Shortfall(group.id, floor, min(held))
        elif len(need) > 1 or len(held) > 1:
            short.update({found.group: found for found in answer.shortfalls if found.group == group.id})
    assert answer.shortfalls == tuple(short[name] for name in sorted(short))
    assert answer.blocked_by == _blocked(problem, answer.not_selected, full)
    assert dict(answer.short).keys() == answer.blocked_by.keys()


def _blocked(problem: Problem, out: Sequence[str], full: dict[str, bool]) -> dict[str, str]:
    parent = {group.id: group.parent for group in problem.groups}
    home = {person.id: person.group for person in problem.candidates}
    blocked = {}
    for person in out:
        group: str | None = home[person]
        while group is not None and not full[group]:
            group = parent[group]
        if group is not None:
            blocked[person] = group
    return blocked


@pytest.mark.parametrize("shares", [False, True])
@pytest.mark.parametrize("seed", range(21, 26))
def test_the_whole_answer_is_that_of_all_sets(seed: int, shares: bool) -> None:
    """Statuses, tie sets, meters, shortfalls and who was stopped where are what every optimal set says."""
    compared = 0
    for problem in corpus(seed, 40, shares=shares, people=7):
        answer = allocate(problem)
        if answer.conflict is None:
            _same(problem, optimal_sets(problem), answer)
            compared += 1
    assert compared > 25


def _equals() -> Iterator[Problem]:
    """A county with two offices whose people are all equal, under all small limits."""
    for cap, (a, b), (need, other), own in product((2, 3), CAPS, ((0, 0), (1, 0), (2, 0), (1, 1), (0, 2)), (0, 1)):
        groups = [
            Group(id="all", cap=cap),
            Group(id="a", parent="all", cap=a, floor=need),
            Group(id="b", parent="all", cap=b, floor=other),
        ]
        homes = ["a", "a", "a", "b", "b", *["all"] * own]
        yield Problem(groups=groups, candidates=[Candidate(f"p{n}", home, 1) for n, home in enumerate(homes)])


@pytest.mark.parametrize(
    ("problems", "expected"),
    [
        pytest.param([*corpus(31, 100, people=7)], (60, 0), id="floors"),
        pytest.param([*corpus(32, 120, shares=True, people=7)], (40, 0), id="shares"),
        pytest.param([*_equals()], (150, 40), id="equals"),
    ],
)
def test_a_choice_is_legal_when_an_optimal_set_makes_it(problems: list[Problem], expected: tuple[int, int]) -> None:
    """Each choice of the right number is applied when some optimal set makes it, and otherwise refused."""
    legal = refused = 0
    for problem in problems:
        answer = allocate(problem)
        sets = [] if answer.conflict else optimal_sets(problem)
        for tie in answer.ties:
            for choose in combinations(tie.members, tie.take):
                left = [chosen for chosen in sets if chosen & set(tie.members) == set(choose)]
                decided = allocate(evolve(problem, decisions=[Decision(tie.members, choose)]))
                assert bool(decided.refused) is not bool(left)
                if left:
                    _same(problem, left, decided)
                legal, refused = legal + bool(left), refused + (not left)
    assert legal > expected[0]
    assert refused >= expected[1]


def test_a_tie_wholly_inside_a_group_leaves_its_use_certain() -> None:
    """Where all of a tie set are in one group its places left are known, though the line is that of a group above."""
    groups = [
        Group(id="all", cap=2, soft=True),
        Group(id="a", parent="all", cap=4),
        Group(id="team", parent="a", cap=2),
        Group(id="b", parent="all", cap=1),
    ]
    people = [
        Candidate("p1", "b", 9),
        Candidate("p2", "a", 8),
        Candidate("p3", "team", 8),
        Candidate("p4", "a", 7),
    ]
    answer = allocate(Problem(groups=groups, candidates=people))
    assert [(tie.take, tie.members, tie.group) for tie in answer.ties] == [(1, ("p2", "p3"), "all")]
    assert {name: meter.left for name, meter in answer.meters.items()} == {"all": 0, "a": 3, "team": None, "b": 0}
    excess = Excess("all", ["p4"], "document 12")
    answer = allocate(Problem(groups=groups, candidates=people, excesses=[excess]))
    assert answer.refused_excesses == ()
    assert answer.selected == ("p1", "p4")


ALL = Group(id="all", clause="5(1)")
A = Group(id="a", parent="all", cap=1, clause="5(3)")
GOOD = Candidate("good", "a", (1, 2))
WHOLE = 'in group "a" (clause 5(3))'


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        (
            [GOOD, Candidate("p1", "b", 1)],
            '"p1" stands in group "b", which is not declared; declare it or correct the name',
        ),
        ([GOOD, Candidate("p1", None, 1)], '"p1" stands in group "None", which is not declared; declare it or'),  # type: ignore[arg-type]
        ([GOOD, Candidate("p1", ["a"], 1)], '"p1" stands in group "[\'a\']", which is not declared; declare it or'),  # type: ignore[arg-type]
        ([GOOD, Candidate("p1", ["a"], 1), Candidate("p2", "b", 1)], '"p1" stands in group'),  # type: ignore[arg-type]
        ([GOOD, Candidate(7, "b", 1)], '"7" stands in group "b"'),  # type: ignore[arg-type]
        (
            [GOOD, Candidate("p1", "a", (1, 1)), Candidate("p1", "all", (2, 1))],
            '"p1" is listed twice, in group "a" (clause 5(3)) and in group "all" (clause 5(1)); each person has one',
        ),
        ([GOOD, Candidate("", "a", (1, 2)), Candidate("", "a", (1, 2))], "a candidate has no id; give each person"),
        ([GOOD, Candidate(7, "a", (1, 2)), Candidate(7, "a", (1, 2))], "a candidate has no id; give each person"),  # type: ignore[arg-type]
        ([GOOD, Candidate("", "a", (1, 2))], "a candidate has no id; give each person a text that names them"),
        ([GOOD, Candidate(7, "a", (1, 2))], "a candidate has no id; give each person a text that names them"),  # type: ignore[arg-type]
        ([GOOD, Candidate("p1", "a", ())], f'the rank key of "p1" {WHOLE} is empty; give at least one part'),
        ([Candidate("p1", "a", ())], f'the rank key of "p1" {WHOLE} is empty; give at least one part'),
        (
            [Candidate("p1", "a", (1,)), GOOD],
            f'the rank key of "p1" {WHOLE} has 1 part(s) where others have 2',
        ),
        (
            [GOOD, Candidate("p1", "a", (1, 2, 3)), Candidate("p2", "a", (1, 2))],
            f'the rank key of "p1" {WHOLE} has 3 part(s) where others have 2',
        ),
        (
            [GOOD, Candidate("p1", "a", (1, 2), "no")],  # type: ignore[arg-type]
            f'"p1" {WHOLE} is neither eligible nor not: no; say true or false',
        ),
    ],
)
def test_a_malformed_person_is_named_in_a_whole_sentence(people: list[Candidate], sentence: str) -> None:
    """The one person at fault among others is named with group and clause, and what is wrong is said."""
    with pytest.raises(AllocationError) as caught:
        allocate(Problem(groups=[ALL, A], candidates=people))
    assert caught.value.text.en.startswith(sentence)
    assert caught.value.text.zh


@pytest.mark.parametrize(("key", "part", "value"), [((0.5, 1), 1, "0.5"), ((1, 2.5), 2, "2.5"), ((1, "x"), 2, "x")])
def test_an_inexact_part_is_quoted(key: tuple[int, ...], part: int, value: str) -> None:
    """The error quotes the number of the part and what was written."""
    with pytest.raises(InexactError) as caught:
        allocate(Problem(groups=[ALL, A], candidates=[GOOD, Candidate("p1", "a", key)]))
    assert caught.value.text.en == (
        f'part {part} of the rank key of "p1" {WHOLE} is {value}; write an exact number, never a float'
    )


def test_a_key_of_fractions_is_as_good_as_one_of_whole_numbers() -> None:
    """An exact part of any kind is accepted, as is one bare part for a key of one."""
    people = [Candidate("p1", "a", Fraction(1, 2)), Candidate("p2", "a", (Fraction(1, 3),)), Candidate("p3", "all", 0)]
    answer = allocate(Problem(groups=[ALL, A], candidates=people))
    assert (answer.selected, answer.not_selected) == (("p1", "p3"), ("p2",))


def test_nobody_to_choose_from_is_no_error() -> None:
    """Without people the answer is empty, and the meters show every place."""
    answer = allocate(Problem(groups=[ALL, A], candidates=[]))
    assert answer == Allocation(
        status={},
        meters={"all": Meter("all", None, 0, 0, 0, None), "a": Meter("a", 1, 0, 0, 0, 1)},
        clauses={"all": "5(1)", "a": "5(3)"},
    )


def test_a_conflict_of_groups_is_told_in_full() -> None:
    """Loading a scheme whose floors do not fit a cap says which groups, clauses and numbers."""
    with pytest.raises(AllocationError) as caught:
        check_groups([Group(id="all", cap=2, clause="5(1)"), Group(id="a", parent="all", floor=3)])
    assert caught.value.text.en == (
        'the floors inside group "all" (clause 5(1)) ask for 3 places together, but it may have at most 2: group "a"'
    )


def test_one_bare_id_stands_for_a_list_of_one() -> None:
    """A decision or an excess that names one person need not put the name into a list."""
    groups = [Group(id="all", cap=1, soft=True)]
    people = [Candidate("p1", "all", 1), Candidate("p2", "all", 1)]
    decision = Decision(["p1", "p2"], "p2")
    answer = allocate(Problem(groups=groups, candidates=people, decisions=[decision]))
    assert answer.selected == ("p2",)
    excess = Excess("all", "p1", "document 12")
    answer = allocate(Problem(groups=groups, candidates=people, decisions=[decision], excesses=[excess]))
    assert answer.selected == ("p1", "p2")


def test_a_floor_is_filled_from_the_groups_below_wherever_it_is_declared() -> None:
    """Groups may be declared in any order: the floor of the first one is filled by people of a group inside it."""
    groups = [
        Group(id="unit", parent="all", floor=1),
        Group(id="all", cap=1),
        Group(id="team", parent="unit"),
    ]
    people = [Candidate("best", "all", 9), Candidate("only", "team", 1)]
    answer = allocate(Problem(groups=groups, candidates=people))
    assert (answer.selected, answer.shortfalls) == (("only",), ())
    assert answer.standing("best").blocked_by == "all"


def _every_choice(problem: Problem, take: int, members: tuple[str, ...], legal: set[tuple[str, ...]]) -> None:
    """Of the choices of `take` of `members` the `legal` ones are applied, the others refused."""
    (tie,) = allocate(problem).ties
    assert (tie.take, tie.members, tie.group) == (take, members, "all")
    for choose in combinations(members, take):
        answer = allocate(evolve(problem, decisions=[Decision(members, choose)]))
        assert bool(answer.refused) is (choose not in legal)
        assert choose not in legal or set(choose) <= set(answer.selected)


def test_a_larger_total_may_leave_a_group_inside_less() -> None:
    """With five places in a division two shares of a quarter ask for four, so its others then have one and not two."""
    quarter = ShareFloor("division", Fraction(1, 4))
    groups = [
        Group(id="all", cap=5),
        Group(id="division", parent="all"),
        Group(id="p", parent="division", floor_share=quarter),
        Group(id="q", parent="division", floor_share=quarter),
        Group(id="s", parent="division", cap=3),
        Group(id="x", parent="all"),
    ]
    people = [Candidate(f"{name}{rank}", name, -rank) for name in "pqs" for rank in (1, 2)]
    problem = Problem(groups=groups, candidates=[*people, Candidate("x2", "x", -2)])
    answer = allocate(problem)
    assert answer.selected == ("p1", "q1", "s1")
    # Without x2 the division has five, of which p and q must have two each; with x2 it has four.
    _every_choice(problem, 2, ("p2", "q2", "s2", "x2"), {("p2", "q2"), ("p2", "x2"), ("q2", "x2"), ("s2", "x2")})
    assert answer.meters["s"] == Meter("s", 3, 0, used=1, tied=1, left=None)


def test_equals_may_come_from_any_group_beside_a_share_floor() -> None:
    """Where a share is met anyway any two of three equals may be taken, whatever their groups hold besides."""
    groups = [
        Group(id="all", cap=3),
        Group(id="a", parent="all", floor_share=ShareFloor("all", Fraction(1, 10))),
        Group(id="b", parent="all"),
        Group(id="c", parent="all"),
    ]
    people = [Candidate("a1", "a", 9), *(Candidate(name, name[0], 5) for name in ("a2", "b1", "c1"))]
    members = ("a2", "b1", "c1")
    _every_choice(Problem(groups=groups, candidates=people), 2, members, set(combinations(members, 2)))


def test_a_place_may_go_to_either_of_two_divisions_with_share_floors() -> None:
    """Both divisions have their own person; either may have the third place."""
    groups = [Group(id="all", cap=3)]
    for division in ("d1", "d2"):
        own = Group(id=f"{division} own", parent=division, floor_share=ShareFloor(division, Fraction(1, 3)))
        groups += [Group(id=division, parent="all"), own, Group(id=f"{division} sent", parent=division)]
    people = [
        Candidate(f"{d} {who}", f"{d} {who}", key) for d in ("d1", "d2") for who, key in (("own", 9), ("sent", 5))
    ]
    members = ("d1 sent", "d2 sent")
    _every_choice(Problem(groups=groups, candidates=people), 1, members, {members[:1], members[1:]})


def test_a_deep_chain_of_constant_caps_is_allocated() -> None:
    """Only beside a share floor is a chain of more than a hundred groups refused."""
    chain = [Group(id="g0", cap=1), *(Group(id=f"g{n}", parent=f"g{n - 1}") for n in range(1, 150))]
    people = [Candidate("p1", "g149", 1), Candidate("p2", "g7", 2)]
    answer = allocate(Problem(groups=chain, candidates=people))
    assert (answer.selected, answer.blocked_by) == (("p2",), {"p1": "g0"})
