"""Places beyond a soft cap: who gets one, in what order, what the meters say, and each refusal in its sentence."""

from __future__ import annotations

from typing import Any

import pytest

from kaohe.engine.quota import Allocation, Candidate, Excess, Group, Problem, allocate
from kaohe.errors import AllocationError

WHY = "document 12"

# Two places in "mid": p1 and q1 are in, the others of "a" are stopped by it and q2 by "mid".
GROUPS = [
    Group(id="all", cap=6),
    Group(id="mid", parent="all", cap=2, soft=True, clause="3"),
    Group(id="a", parent="mid", cap=1, soft=True, clause="4"),
    Group(id="b", parent="mid"),
    Group(id="free"),
    Group(id="c", parent="free", cap=0, soft=True),
]
PEOPLE = [
    Candidate("p1", "a", 9),
    Candidate("p2", "a", 8),
    Candidate("p3", "a", 7),
    Candidate("p4", "a", 3),
    Candidate("p5", "a", 2),
    Candidate("p6", "a", 1),
    Candidate("p7", "a", 9, False),
    Candidate("q1", "b", 9),
    Candidate("q2", "b", 5),
    Candidate("r1", "c", 1),
]


def _with(*excesses: Excess) -> Allocation:
    return allocate(Problem(groups=GROUPS, candidates=PEOPLE, excesses=excesses))


def _meter(answer: Allocation, group: str) -> tuple[int, int, int | None]:
    meter = answer.meters[group]
    return meter.used, meter.over, meter.left


def test_people_named_for_every_cap_on_their_way_are_in() -> None:
    """Each group counts everybody brought in, says how far it is over, and the others stay where they stood."""
    inner, outer = Excess("a", ["p2"], WHY), Excess("mid", ["p2", "q2"], WHY)
    answer = _with(outer, inner)
    assert answer.selected == ("p1", "p2", "q1", "q2")
    assert answer.excesses == (inner, outer)
    assert answer.refused_excesses == ()
    assert {group: _meter(answer, group) for group in ("all", "mid", "a", "b", "free", "c")} == {
        "all": (4, 0, 2),
        "mid": (4, 2, 0),
        "a": (2, 1, 0),
        "b": (2, 0, None),
        "free": (0, 0, None),
        "c": (0, 0, 0),
    }
    assert dict(answer.blocked_by) == {"p3": "a", "p4": "a", "p5": "a", "p6": "a", "r1": "c"}
    assert dict(answer.short) == {"p3": 2, "p4": 3, "p5": 4, "p6": 5, "r1": 1}
    assert answer.standing("p2").blocked_by is None


def test_a_group_without_a_cap_is_never_in_the_way() -> None:
    """Above the soft cap a group without a cap takes anybody and has nothing to be named for."""
    answer = _with(Excess("c", ["r1"], WHY))
    assert "r1" in answer.selected
    assert (_meter(answer, "c"), _meter(answer, "free")) == ((1, 1, 0), (1, 0, None))


def test_the_last_place_of_a_hard_cap_above() -> None:
    """A hard cap above with four places left takes four beyond the soft caps and not five."""
    four, five = ["p2", "p3", "p4", "p5"], ["p2", "p3", "p4", "p5", "p6"]
    answer = _with(Excess("a", four, WHY), Excess("mid", four, WHY))
    assert answer.selected == ("p1", *four, "q1")
    assert _meter(answer, "all") == (6, 0, 0)
    answer = _with(Excess("a", five, WHY), Excess("mid", five, WHY))
    assert answer.selected == ("p1", "q1")
    told = 'the cap of group "all" is hard, so "p2" cannot be added beyond it'
    assert [refusal.reason.en for refusal in answer.refused_excesses] == [told, told]


FOUR = [Candidate(f"p{number}", "a", 9 - number) for number in range(1, 5)]
TWO = [Candidate(f"q{number}", "b", 9 - number) for number in range(1, 3)]


@pytest.mark.parametrize("step", [1, -1])
@pytest.mark.parametrize(
    ("cap", "kept", "refused"),
    [
        (3, Excess("a", ["p3"], WHY), Excess("b", ["q2"], WHY)),
        (3, Excess("a", ["p2"], WHY), Excess("a", ["p3"], WHY)),
        # Whoever is written first in one: p2 comes before p3.
        (4, Excess("a", ["p4", "p2"], WHY), Excess("a", ["p3"], WHY)),
    ],
)
def test_the_order_of_excesses_is_nothing(cap: int, kept: Excess, refused: Excess, step: int) -> None:
    """Where a hard cap above has room for one of two excesses it goes by the names, however they are listed."""
    groups = [Group(id="all", cap=cap), *(Group(id=name, parent="all", cap=1, soft=True) for name in "ab")]
    answer = allocate(Problem(groups=groups, candidates=FOUR + TWO, excesses=[kept, refused][::step]))
    assert answer.excesses == (kept,)
    assert [refusal.decision for refusal in answer.refused_excesses] == [refused]


@pytest.mark.parametrize("reason", ["", " \t", None])
def test_an_excess_takes_a_reason(reason: Any) -> None:
    """No reason, an empty one or blanks: refused in a sentence that names the group."""
    answer = _with(Excess("c", ["r1"], reason))
    assert answer.selected == ("p1", "q1")
    assert [refusal.reason.en for refusal in answer.refused_excesses] == [
        'going beyond the cap of group "c" takes a reason; record it'
    ]


@pytest.mark.parametrize(
    ("excess", "sentence"),
    [
        (Excess("a", ["p2", "nobody", "anybody"], WHY), '"anybody" is not among the people'),
        (
            Excess("a", ["p2", "p1"], WHY),
            '"p1" is selected; only someone not selected can be given a place beyond the cap of group "a" (clause 4)',
        ),
        (
            Excess("a", ["p7"], WHY),
            '"p7" is ineligible; only someone not selected can be given a place beyond the cap of group "a" (clause 4)',
        ),
        (
            Excess("a", ["p3", "p2"], WHY),
            '"p2" also needs a place beyond the cap of group "mid" (clause 3); record that too',
        ),
        (
            Excess("mid", ["p3", "p2"], WHY),
            '"p2" also needs a place beyond the cap of group "a" (clause 4); record that too',
        ),
        (
            Excess("c", ["q2"], WHY),
            '"q2" does not stand in group "c", so its cap does not keep them out',
        ),
        (
            Excess("all", ["q2"], WHY),
            '"q2" also needs a place beyond the cap of group "mid" (clause 3); record that too',
        ),
    ],
)
def test_a_refused_excess_says_why(excess: Excess, sentence: str) -> None:
    """The first person by name for whom it cannot hold is told, with the group and its clause; nothing changes."""
    answer = _with(excess)
    assert answer.selected == ("p1", "q1")
    assert answer.excesses == ()
    assert [refusal.reason.en for refusal in answer.refused_excesses] == [sentence]


def test_an_excess_of_a_cap_with_room_is_refused() -> None:
    """Beside a good excess one of a group above that has room still is needless, and tells the first person."""
    answer = _with(Excess("a", ["p3", "p2"], WHY), Excess("mid", ["p2", "p3"], WHY), Excess("all", ["p3", "p2"], WHY))
    assert answer.selected == ("p1", "p2", "p3", "q1")
    assert [refusal.reason.en for refusal in answer.refused_excesses] == [
        'group "all" has room for "p2", so there is nothing to exceed'
    ]


def test_an_undecided_cap_says_so() -> None:
    """While a tie is open nobody is added beyond the cap it hangs on, and nobody who is tied."""
    groups = [
        Group(id="all", cap=1, soft=True),
        Group(id="a", parent="all", cap=1, soft=True, clause="4"),
        Group(id="b", parent="all"),
    ]
    people = [
        Candidate("p1", "a", 9),
        Candidate("p2", "b", 9),
        Candidate("p3", "a", 1),
        Candidate("p4", "a", 1),
        Candidate("p5", "b", 1),
    ]
    excesses = [Excess("a", ["p4", "p3"], WHY), Excess("all", ["p1"], WHY), Excess("all", ["p5"], WHY)]
    answer = allocate(Problem(groups=groups, candidates=people, excesses=excesses))
    assert [refusal.reason.en for refusal in answer.refused_excesses] == [
        'the use of group "a" (clause 4) hangs on a tie set; decide it before adding "p3"',
        '"p1" is tied; only someone not selected can be given a place beyond the cap of group "all"',
    ]
    assert (answer.selected, answer.excesses) == (("p5",), (excesses[2],))


def test_an_unknown_group_is_named() -> None:
    """An excess of a group that is not declared is an error, not a refusal, and names the group."""
    with pytest.raises(AllocationError) as caught:
        _with(Excess("c", ["r1"], WHY), Excess("mids", ["p2"], WHY))
    assert caught.value.text.en == 'an excess names group "mids", which is not declared'
