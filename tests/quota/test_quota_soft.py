"""Soft caps are allocated hard; going beyond takes a recorded reason and stays visible."""

from __future__ import annotations

import pytest

from kaohe.engine.quota import Allocation, Candidate, Excess, Group, Problem, allocate
from kaohe.errors import AllocationError

GROUPS = [
    Group(id="all", cap=4, clause="5(1)"),
    Group(id="a", parent="all", cap=1, soft=True, clause="5(4)"),
    Group(id="b", parent="all", cap=1),
]
PEOPLE = [Candidate("p1", "a", 9), Candidate("p2", "a", 8), Candidate("p3", "a", 7), Candidate("p4", "a", 6)]
OTHERS = [Candidate("q1", "b", 9), Candidate("q2", "b", 8)]


def _with(*excesses: Excess) -> Allocation:
    return allocate(Problem(groups=GROUPS, candidates=PEOPLE + OTHERS, excesses=excesses))


def test_a_soft_cap_is_allocated_like_a_hard_one() -> None:
    """Without a recorded excess a soft cap holds."""
    answer = _with()
    assert answer.selected == ("p1", "q1")
    assert answer.blocked_by == {"p2": "a", "p3": "a", "p4": "a", "q2": "b"}


def test_an_excess_with_a_reason_is_given_and_stays_visible() -> None:
    """The named people are selected, and the meter says by how many the cap is exceeded."""
    excess = Excess("a", ["p2"], "approved by the county, document 12")
    answer = _with(excess)
    assert answer.selected == ("p1", "p2", "q1")
    assert answer.excesses == (excess,)
    assert (answer.meters["a"].used, answer.meters["a"].over) == (2, 1)
    assert (answer.meters["all"].used, answer.meters["all"].left) == (3, 1)
    assert "p2" not in answer.blocked_by


@pytest.mark.parametrize(
    ("excess", "reason"),
    [
        (Excess("a", ["p2"], " "), "takes a reason"),
        (Excess("b", ["q2"], "why not"), "is hard"),
        (Excess("a", ["p1"], "why not"), "is selected"),
        (Excess("a", ["nobody"], "why not"), "not among the people"),
        (Excess("a", ["p2", "p3", "p4"], "why not"), 'the cap of group "all" (clause 5(1)) is hard'),
        (Excess("all", ["p2"], "why not"), "also needs a place beyond"),
    ],
)
def test_any_other_excess_is_refused(excess: Excess, reason: str) -> None:
    """No reason, a hard cap, somebody already in, or too many at once: refused whole, with the reason."""
    answer = _with(excess)
    assert answer.selected == ("p1", "q1")
    assert reason in answer.refused_excesses[0].reason.en


def test_an_excess_without_need_is_refused() -> None:
    """A group with room exceeds nothing."""
    groups = [Group(id="all", cap=1, soft=True), Group(id="a", parent="all", cap=5, soft=True)]
    people = [Candidate("p1", "a", 9), Candidate("p2", "a", 8)]
    answer = allocate(Problem(groups=groups, candidates=people, excesses=[Excess("a", ["p2"], "why not")]))
    assert "also needs a place" in answer.refused_excesses[0].reason.en
    both = [Excess("a", ["p2"], "why not"), Excess("all", ["p2"], "document 12")]
    answer = allocate(Problem(groups=groups, candidates=people, excesses=both))
    assert [refusal.reason.en for refusal in answer.refused_excesses] == [
        'group "a" has room for "p2", so there is nothing to exceed'
    ]
    assert answer.selected == ("p1", "p2")


def test_two_excesses_share_the_room_above() -> None:
    """A hard cap above counts all excesses together: the second that would break it is refused."""
    answer = _with(Excess("a", ["p2", "p3"], "document 12"), Excess("a", ["p4"], "document 13"))
    assert answer.selected == ("p1", "p2", "p3", "q1")
    assert [refusal.decision.members for refusal in answer.refused_excesses] == [("p4",)]


def test_an_excess_of_an_unknown_group_is_an_error() -> None:
    """A group that is not declared is named."""
    with pytest.raises(AllocationError, match='"nowhere", which is not declared'):
        _with(Excess("nowhere", ["p2"], "document 12"))


def test_nothing_is_exceeded_while_a_tie_is_open() -> None:
    """Until a tie set on the way is decided nobody can say what exceeds the cap."""
    groups = [
        Group(id="all", cap=1, soft=True),
        Group(id="a", parent="all", cap=1, soft=True),
        Group(id="b", parent="all"),
    ]
    people = [Candidate("p1", "a", 9), Candidate("p2", "b", 9), Candidate("p3", "a", 1)]
    answer = allocate(Problem(groups=groups, candidates=people, excesses=[Excess("a", ["p3"], "document 12")]))
    assert "hangs on a tie set" in answer.refused_excesses[0].reason.en
