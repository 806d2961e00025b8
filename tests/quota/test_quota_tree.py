"""Groups that form no tree, or whose numbers cannot hold, are refused in one exact sentence; good trees pass."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from kaohe.engine.quota import Candidate, Group, Problem, ShareFloor, allocate, check_groups, nest
from kaohe.errors import AllocationError

ALL = Group(id="all", clause="5(1)")
HALF = Fraction(1, 2)


def _share(of: str, share: Any = HALF, parent: str | None = "all") -> Group:
    return Group(id="own", parent=parent, floor_share=ShareFloor(of, share), clause="5(3)")


def _refused(groups: list[Group]) -> tuple[str, str]:
    with pytest.raises(AllocationError) as caught:
        check_groups(groups)
    return caught.value.text.en, caught.value.text.zh


@pytest.mark.parametrize(
    ("groups", "sentence"),
    [
        ([ALL, Group(id="")], "a group has no id; give it a text that names it"),
        ([ALL, Group(id=7)], "a group has no id; give it a text that names it"),  # type: ignore[arg-type]
        (
            [Group(id="other"), ALL, Group(id="x", parent="other"), Group(id="all", clause="6")],
            (
                'group "all" (clause 5(1)) is declared twice, the second time as group "all" (clause 6); '
                "groups must form a tree, each with one place in it"
            ),
        ),
        (
            [ALL, Group(id="a", parent="al")],
            'group "a" stands in "al", which is not declared; declare it or correct the name',
        ),
        (
            [ALL, Group(id="a", parent="a", clause="2")],
            'group "a" (clause 2) is its own ancestor, through group "a" (clause 2); groups must form a tree',
        ),
        (
            [Group(id="x", parent="z"), Group(id="y", parent="x"), Group(id="z", parent="y", clause="3"), ALL],
            'group "x" is its own ancestor, through group "z" (clause 3), group "y"; groups must form a tree',
        ),
        # What hangs below a cycle is not on it, whatever it is called.
        (
            [Group(id="a", parent="c"), ALL, Group(id="c", parent="d"), Group(id="d", parent="c")],
            'group "c" is its own ancestor, through group "d"; groups must form a tree',
        ),
        # Of two cycles the one that holds the first name is told.
        (
            [Group(id=one, parent=other) for one, other in ("xy", "yx", "bw", "wb")],
            'group "b" is its own ancestor, through group "w"; groups must form a tree',
        ),
        (
            [ALL, Group(id="a", cap="3", clause="2")],  # type: ignore[arg-type]
            'the cap of group "a" (clause 2) is 3; it must be a whole number, zero or more',
        ),
        ([ALL, Group(id="a", cap=-1)], 'the cap of group "a" is -1; it must be a whole number, zero or more'),
        ([ALL, Group(id="a", floor=-1)], 'the floor of group "a" is -1; it must be a whole number, zero or more'),
        (
            [ALL, Group(id="a", floor=None)],  # type: ignore[arg-type]
            'the floor of group "a" is None; it must be a whole number, zero or more',
        ),
        (
            [ALL, _share("all", Fraction(-1, 100))],
            'the floor share of group "own" (clause 5(3)) is -1/100; it must lie between 0 and 1',
        ),
        (
            [ALL, _share("all", Fraction(101, 100))],
            'the floor share of group "own" (clause 5(3)) is 101/100; it must lie between 0 and 1',
        ),
        ([ALL, _share("all", 0.5)], 'the floor share of group "own" (clause 5(3)) is 0.5; it must lie between 0 and 1'),
        (
            [ALL, _share("all", Decimal("0.5"))],
            'the floor share of group "own" (clause 5(3)) is 0.5; it must lie between 0 and 1',
        ),
        (
            [ALL, _share("all", "1/2")],
            'the floor share of group "own" (clause 5(3)) is 1/2; it must lie between 0 and 1',
        ),
        (
            [ALL, _share("own")],
            (
                'group "own" (clause 5(3)) has a floor that is a share of "own", which does not contain it; '
                "name a group above it"
            ),
        ),
        # Not declared, while the groups around it are of every position in the list.
        (
            [_share("nowhere", parent="second"), Group(id="second", parent="all"), ALL],
            (
                'group "own" (clause 5(3)) has a floor that is a share of "nowhere", which does not contain it; '
                "name a group above it"
            ),
        ),
        (
            [ALL, Group(id="below", parent="own"), _share("below")],
            (
                'group "own" (clause 5(3)) has a floor that is a share of "below", which does not contain it; '
                "name a group above it"
            ),
        ),
        (
            [ALL, Group(id="a", parent="all", cap=2, floor=3, clause="5(3)")],
            'group "a" (clause 5(3)) must have at least 3 places but may have at most 2',
        ),
        # Its own floor asks for as much as those inside: it alone is enough to conflict.
        (
            [Group(id="all", cap=2, floor=3), Group(id="a", parent="all", floor=3)],
            'group "all" must have at least 3 places but may have at most 2',
        ),
        (
            [
                Group(id="all", cap=3, floor=1, clause="1"),
                Group(id="b", parent="all", floor=2, clause="2"),
                Group(id="a", parent="all"),
                Group(id="c", parent="a", floor=1),
                Group(id="d", parent="a", floor=1),
                Group(id="elsewhere", floor=9),
            ],
            (
                'the floors inside group "all" (clause 1) ask for 4 places together, but it may have at most 3: '
                'group "b" (clause 2), group "c", group "d"'
            ),
        ),
    ],
)
def test_wrong_groups_are_refused_in_one_sentence(groups: list[Group], sentence: str) -> None:
    """The sentence names each group at fault with its clause, and the numbers that cannot hold."""
    assert _refused(groups)[0] == sentence


@pytest.mark.parametrize(
    ("groups", "sentence"),
    [
        ([Group(id="a", cap=-1)], "组“a”的上限为 -1；必须是不小于零的整数"),
        ([Group(id="a", floor=-1, clause="二")], "组“a”（条款 二）的下限为 -1；必须是不小于零的整数"),
        (
            [Group(id="x", parent="z"), Group(id="y", parent="x"), Group(id="z", parent="y")],
            "组“x”经由组“z”、组“y”成为自己的上级；各组必须构成树形",
        ),
        (
            [Group(id="all", cap=1), *(Group(id=name, parent="all", floor=1) for name in "ba")],
            "组“all”内各下限合计要求 2 个名额，但最多只能有 1 个：组“a”、组“b”",
        ),
    ],
)
def test_wrong_groups_are_refused_in_chinese_too(groups: list[Group], sentence: str) -> None:
    """A Chinese sentence lists groups with Chinese commas and names caps and floors in Chinese."""
    assert _refused(groups)[1] == sentence


@pytest.mark.parametrize(
    "groups",
    [
        [Group(id="all", cap=0, floor=0)],
        [Group(id="all", cap=2, floor=2)],
        [Group(id="all", cap=2), Group(id="a", parent="all", floor=1), Group(id="b", parent="all", floor=1)],
        # Floors one inside the other do not add up.
        [Group(id="all", cap=2, floor=1), Group(id="a", parent="all", floor=2), Group(id="b", parent="a", floor=1)],
        [_share("all", 0), ALL],
        [_share("all", 1), ALL],
        [_share("all", Fraction(1)), ALL],
        [_share("all", parent="mid"), Group(id="mid", parent="all"), ALL],
    ],
)
def test_groups_at_the_very_limit_pass(groups: list[Group]) -> None:
    """Floors that just fit their cap, shares of nothing and of all, and shares of any group above are legal."""
    check_groups(groups)


def _chain(length: int) -> list[Group]:
    return [Group(id=f"g{n}", parent=f"g{n - 1}" if n else None) for n in range(length)]


def test_the_deepest_tree_allowed() -> None:
    """A thousand groups one in the other pass; one more is refused with its name, the first by id at that depth."""
    check_groups(_chain(1000))
    beside = Group(id="beside", parent="g999")
    assert _refused([*_chain(1001), beside])[0] == 'group "beside" is nested more than 1000 groups deep'


def test_the_deepest_tree_allowed_beside_a_share_floor() -> None:
    """A hundred groups one in the other pass beside a share floor; the hundred and first is refused by name."""
    own = Group(id="own", parent="g0", floor_share=ShareFloor("g0", HALF))
    people = [Candidate("p1", "own", 1), Candidate("p2", "g99", 2)]
    assert allocate(Problem(groups=[*_chain(100), own], candidates=people)).selected == ("p1", "p2")
    with pytest.raises(AllocationError) as caught:
        allocate(Problem(groups=[*_chain(101), own], candidates=people))
    sentence = 'group "g100" is nested more than 100 groups deep, too deep beside a floor that is a share'
    assert caught.value.text.en == sentence


@pytest.mark.parametrize("step", [1, -1])
def test_the_order_of_groups_does_not_choose_the_conflict(step: int) -> None:
    """Of several conflicts the same one is named whichever group is listed first, at the roots and below them."""
    roots = [Group(id=name, cap=0, floor=1) for name in ("a", "c", "b")]
    below = [Group(id=name, parent="all", cap=0, floor=1) for name in ("a", "c", "b")]
    for groups in (roots, [Group(id="all"), *below]):
        answer = allocate(Problem(groups=groups[::step], candidates=[]))
        assert answer.conflict is not None
        assert answer.conflict.group == "c"


def test_a_conflict_says_why() -> None:
    """The answer to a problem whose rules conflict carries the group and the sentence."""
    groups = [Group(id="all", cap=1, floor=1), Group(id="a", parent="all", cap=2, floor=3)]
    conflict = allocate(Problem(groups=groups, candidates=[])).conflict
    assert conflict is not None
    assert (conflict.group, conflict.reason.en) == (
        "a",
        'group "a" must have at least 3 places but may have at most 2',
    )


@pytest.mark.parametrize(
    ("members", "parents"),
    [
        ({}, {}),
        ({"one": ["1"], "two": ["2"]}, {"one": None, "two": None}),
        ({"a": "1", "b": "1", "c": "1"}, {"a": None, "b": "a", "c": "b"}),
        ({"c": "1", "b": "1", "a": "1"}, {"c": None, "b": "c", "a": "b"}),
        # Somebody listed twice in a group is one person.
        ({"unit": ["1", "1", "1"], "county": ["1", "2"]}, {"unit": "county", "county": None}),
        (
            {"x": "1", "y": "2", "xy": "12", "all": "1234", "z": "3"},
            {"x": "xy", "y": "xy", "xy": "all", "all": None, "z": "all"},
        ),
    ],
)
def test_the_tree_is_found_from_the_members(members: dict[str, Any], parents: dict[str, str | None]) -> None:
    """Each group stands in the smallest other one that holds all its people; equals nest in the order given."""
    found = nest(members)
    assert found == parents
    assert list(found) == list(members)


@pytest.mark.parametrize(
    ("members", "clauses", "pair"),
    [
        ({"a": "12", "b": "23"}, None, 'group "a" and group "b"'),
        ({"a": "12", "b": "23"}, {"b": "4"}, 'group "a" and group "b" (clause 4)'),
        ({"small": "34", "big": "123", "all": "12345"}, {"all": "1"}, 'group "big" and group "small"'),
        # Of two groups it crosses, the first one given.
        ({"q": "56", "p": "12", "r": "25"}, None, 'group "q" and group "r"'),
        ({"p": "12", "q": "56", "r": "25"}, None, 'group "p" and group "r"'),
    ],
)
def test_crossing_groups_are_named(members: dict[str, str], clauses: dict[str, str] | None, pair: str) -> None:
    """The sentence names the bigger of the two first, the group that holds both never."""
    with pytest.raises(AllocationError) as caught:
        nest(members, clauses)
    sentence = f"{pair} share people but neither contains the other; groups must form a tree"
    assert caught.value.text.en == sentence
