"""Malformed problems are refused before anything is allocated, naming the group, the person and the clause."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from kaohe.engine.quota import Candidate, Group, Problem, ShareFloor, allocate, check_groups, nest
from kaohe.errors import AllocationError, InexactError, KaoheError

ALL = Group(id="all", clause="5(1)")
A = Group(id="a", parent="all", cap=1, clause="5(3)")


@pytest.mark.parametrize(
    ("groups", "named"),
    [
        ([ALL, Group(id="a", parent="all", cap=-1, clause="5(3)")], ['the cap of group "a" (clause 5(3)) is -1']),
        ([ALL, Group(id="a", cap=Fraction(1, 2))], ['the cap of group "a" is 1/2']),  # type: ignore[arg-type]
        ([ALL, Group(id="a", cap=2.0)], ['the cap of group "a" is 2.0']),  # type: ignore[arg-type]
        ([ALL, Group(id="a", cap=True)], ['the cap of group "a" is True']),
        ([ALL, Group(id="a", floor=-2, clause="5(3)")], ['the floor of group "a" (clause 5(3)) is -2']),
        ([Group(id="")], ["has no id"]),
        ([A], ['group "a" (clause 5(3)) stands in "all", which is not declared']),
        (
            [Group(id="x", parent="y", clause="1"), Group(id="y", parent="x", clause="2")],
            ['group "x" (clause 1) is its own ancestor', 'group "y" (clause 2)'],
        ),
        ([Group(id="x", parent="x", clause="1")], ['group "x" (clause 1) is its own ancestor']),
        (
            [ALL, A, Group(id="a", clause="5(4)")],
            ['group "a" (clause 5(3)) is declared twice', 'group "a" (clause 5(4))'],
        ),
        (
            [ALL, A, Group(id="b", parent="all", floor_share=ShareFloor("a", Fraction(1, 3)), clause="5(4)")],
            ['group "b" (clause 5(4))', '"a", which does not contain it'],
        ),
        (
            [ALL, Group(id="b", parent="all", floor_share=ShareFloor("all", Fraction(4, 3)), clause="5(4)")],
            ['the floor share of group "b" (clause 5(4)) is 4/3'],
        ),
        ([Group(id="all", floor=3, cap=2, clause="5(1)")], ['"all" (clause 5(1)) must have at least 3']),
        (
            [Group(id="all", cap=2, clause="5(1)"), Group(id="a", parent="all", floor=3, clause="5(3)")],
            ['inside group "all" (clause 5(1)) ask for 3', 'group "a" (clause 5(3))'],
        ),
    ],
)
def test_bad_groups_are_refused_when_a_scheme_loads(groups: list[Group], named: list[str]) -> None:
    """Groups that do not form a tree, or whose numbers cannot hold, are refused with the clauses named."""
    with pytest.raises(AllocationError) as caught:
        check_groups(groups)
    for part in named:
        assert part in caught.value.text.en


def test_good_groups_pass() -> None:
    """A tree whose floors fit its caps is accepted, as is a forest."""
    check_groups([ALL, A, Group(id="b", floor=1, cap=1), Group(id="c", parent="a", floor=1)])


@pytest.mark.parametrize(
    ("people", "named"),
    [
        ([Candidate("p1", "b", 1)], ['"p1"', '"b", which is not declared']),
        ([Candidate("p1", None, 1)], ['"p1"', "not declared"]),  # type: ignore[arg-type]
        ([Candidate("p1", "a", 1), Candidate("p1", "all", 2)], ['"p1" is listed twice', "5(3)", "5(1)"]),
        ([Candidate("", "a", 1)], ["has no id"]),
        ([Candidate("p1", "a", ())], ['"p1" in group "a" (clause 5(3))', "is empty"]),
        (
            [Candidate("p1", "a", (1, 2)), Candidate("p2", "a", (1,)), Candidate("p3", "a", (1, 3))],
            ['"p2" in group "a" (clause 5(3)) has 1 part(s) where others have 2'],
        ),
        ([Candidate("p1", "a", 1, 2)], ['"p1" in group "a" (clause 5(3)) is neither eligible nor not']),  # type: ignore[arg-type]
    ],
)
def test_bad_people_are_refused(people: list[Candidate], named: list[str]) -> None:
    """Somebody in no group, listed twice or with a part of the key missing is named with group and clause."""
    with pytest.raises(AllocationError) as caught:
        allocate(Problem(groups=[ALL, A], candidates=people))
    for part in named:
        assert part in caught.value.text.en


@pytest.mark.parametrize("part", [89.5, float("nan"), Decimal("NaN"), Decimal("Infinity"), True, "89.5", None])
def test_inexact_key_is_refused(part: object) -> None:
    """A float, or anything that is not an exact number, is refused with person, group, clause and part."""
    people = [Candidate("p1", "a", (1, part))]  # type: ignore[arg-type]
    with pytest.raises(InexactError) as caught:
        allocate(Problem(groups=[ALL, A], candidates=people))
    assert 'part 2 of the rank key of "p1" in group "a" (clause 5(3))' in caught.value.text.en


def test_a_rule_conflict_selects_nobody_and_names_the_group() -> None:
    """Floors that no selection can meet are not an error of the data: the answer says so and selects nobody."""
    groups = [Group(id="all", cap=2), Group(id="a", parent="all", floor=2), Group(id="b", parent="all", floor=1)]
    people = [Candidate("p1", "a", 1), Candidate("p2", "b", 1, False)]
    answer = allocate(Problem(groups=groups, candidates=people))
    assert answer.conflict is not None
    assert answer.conflict.group == "all"
    assert answer.selected == ()
    assert answer.not_selected == ("p1",)
    assert answer.ineligible == ("p2",)


def test_the_innermost_conflict_is_named() -> None:
    """Where floors clash at several levels the innermost group is named, for there it must be mended."""
    groups = [
        Group(id="all", cap=1),
        Group(id="a", parent="all", cap=1),
        Group(id="b", parent="a", floor=1),
        Group(id="c", parent="a", floor=1),
    ]
    answer = allocate(Problem(groups=groups, candidates=[]))
    assert answer.conflict is not None
    assert answer.conflict.group == "a"


def test_too_deep_a_tree_is_refused() -> None:
    """A chain of thousands of groups is refused in a sentence, not with a stack trace."""
    chain = [Group(id="g0"), *(Group(id=f"g{n}", parent=f"g{n - 1}") for n in range(1, 5000))]
    with pytest.raises(AllocationError, match="groups deep"):
        check_groups(chain)


def test_a_deep_chain_with_a_share_floor_is_refused_in_a_sentence() -> None:
    """Beside a share floor fewer levels are allowed, and the error says so."""
    chain = [Group(id="g0"), *(Group(id=f"g{n}", parent=f"g{n - 1}") for n in range(1, 150))]
    chain.append(Group(id="own", parent="g0", floor_share=ShareFloor("g0", Fraction(1, 3))))
    with pytest.raises(KaoheError, match="too deep beside a floor"):
        allocate(Problem(groups=chain, candidates=[Candidate("p1", "own", 1)]))


def test_groups_nest_by_their_members() -> None:
    """The parent of a group is the smallest other one that contains all its people."""
    members = {"team": {"1", "2"}, "unit": {"1", "2", "3"}, "county": {"1", "2", "3", "4"}, "empty": set[str]()}
    assert nest(members) == {"team": "unit", "unit": "county", "county": None, "empty": None}
    assert nest({"one": {"1"}, "same": {"1"}}) == {"one": None, "same": "one"}


def test_crossing_groups_are_refused_with_both_clauses() -> None:
    """Two groups that share people without one containing the other are named with their clauses."""
    members = {"all": {"1", "2", "3"}, "level": {"1", "2"}, "division": {"2", "3"}}
    with pytest.raises(AllocationError) as caught:
        nest(members, {"level": "5(3)", "division": "5(4)"})
    assert 'group "level" (clause 5(3)) and group "division" (clause 5(4))' in caught.value.text.en
