"""Small problems with their whole answers worked by hand: statuses, ties, meters, who was stopped, what was refused."""

from __future__ import annotations

import hashlib

import pytest

from kaohe.engine.quota import (
    Allocation,
    Candidate,
    Conflict,
    Decision,
    Group,
    Meter,
    Problem,
    ShareFloor,
    Shortfall,
    Standing,
    Status,
    TieSet,
    allocate,
    as_share,
    fingerprint,
)
from kaohe.words import Text

IN, OUT, TIED, NOT = Status.SELECTED, Status.NOT_SELECTED, Status.TIED, Status.INELIGIBLE
COUNTY = [
    Group(id="county", cap=4, clause="5"),
    Group(id="a", parent="county", cap=2, clause="5(3)"),
    Group(id="b", parent="county", floor=1),
    Group(id="other"),
]
# a1 is sure and a2, a3 share the last place of a; b2 fills the floor of b; b1 and c1 share the county's last place.
PEOPLE = [
    Candidate("c2", "county", 4),
    Candidate("c1", "county", 5),
    Candidate("b2", "b", 6),
    Candidate("b1", "b", 5),
    Candidate("a5", "a", 8, False),
    Candidate("a4", "a", 7),
    Candidate("a3", "a", 8),
    Candidate("a2", "a", 8),
    Candidate("a1", "a", 9),
    Candidate("a6", "a", 3),
    Candidate("x1", "other", 1),
]
PAIR, MIXED = ("a2", "a3"), ("b1", "c1")
PAIR_SET = TieSet(1, PAIR, fingerprint(1, PAIR), "a")
MIXED_SET = TieSet(1, MIXED, fingerprint(1, MIXED), "county")
CLAUSES = {"county": "5", "a": "5(3)", "b": None, "other": None}


def _county(*decisions: Decision) -> Allocation:
    return allocate(Problem(groups=COUNTY, candidates=PEOPLE, decisions=decisions))


def _meters(*meters: Meter) -> dict[str, Meter]:
    return {meter.group: meter for meter in meters}


def test_the_whole_answer_with_two_ties() -> None:
    """Every field of the answer is the one worked by hand."""
    answer = _county()
    assert answer == Allocation(
        status={
            "a1": IN,
            "a2": TIED,
            "a3": TIED,
            "a4": OUT,
            "a5": NOT,
            "a6": OUT,
            "b1": TIED,
            "b2": IN,
            "c1": TIED,
            "c2": OUT,
            "x1": IN,
        },
        ties=(PAIR_SET, MIXED_SET),
        blocked_by={"a4": "a", "a6": "a", "c2": "county"},
        meters=_meters(
            Meter("county", 4, 0, used=2, tied=4, left=0),
            Meter("a", 2, 0, used=1, tied=2, left=0),
            Meter("b", None, 1, used=1, tied=1, left=None),
            Meter("other", None, 0, used=1, tied=0, left=None),
        ),
        clauses=CLAUSES,
    )
    # Before a4 stands one of a2 and a3, before a6 also a4; before c2 one of b1 and c1.
    assert dict(answer.short) == {"a4": 2, "a6": 3, "c2": 2}
    assert len(answer.short) == 3
    assert answer.selected == ("a1", "b2", "x1")
    assert answer.not_selected == ("a4", "a6", "c2")
    assert answer.ineligible == ("a5",)


@pytest.mark.parametrize(
    "standing",
    [
        Standing("a1", IN),
        Standing("a2", TIED, tie=PAIR_SET),
        Standing("c1", TIED, tie=MIXED_SET),
        Standing("a4", OUT, "a", "5(3)", 2),
        Standing("c2", OUT, "county", "5", 2),
        Standing("a5", NOT),
    ],
    ids=lambda standing: standing.person,
)
def test_everything_is_told_to_each_person(standing: Standing) -> None:
    """A person is told the tie set they are in, or who stopped them, under which clause and by how many places."""
    assert _county().standing(standing.person) == standing


def test_a_stranger_has_no_standing() -> None:
    """Someone not in the problem is an error of the caller."""
    with pytest.raises(KeyError):
        _county().standing("nobody")


def test_a_group_without_a_clause_stops_without_one() -> None:
    """Where the group has no clause none is told."""
    people = [Candidate("p1", "a", 2), Candidate("p2", "a", 1)]
    answer = allocate(Problem(groups=[Group(id="a", cap=1)], candidates=people))
    assert answer.standing("p2") == Standing("p2", OUT, "a", None, 1)


def test_decided_and_left_empty() -> None:
    """One tie is answered and the other left empty for a reason: the empty place is left at every level, for nobody."""
    empty = Decision(PAIR, [], reason="neither is fit", fingerprint=PAIR_SET.fingerprint)
    answer = _county(Decision(MIXED, ["c1"]), empty)
    assert answer == Allocation(
        status={
            "a1": IN,
            "a2": OUT,
            "a3": OUT,
            "a4": OUT,
            "a5": NOT,
            "a6": OUT,
            "b1": OUT,
            "b2": IN,
            "c1": IN,
            "c2": OUT,
            "x1": IN,
        },
        blocked_by={"a2": "a", "a3": "a", "a4": "a", "a6": "a", "b1": "county", "c2": "county"},
        meters=_meters(
            Meter("county", 4, 0, used=3, tied=0, left=1),
            Meter("a", 2, 0, used=1, tied=0, left=1),
            Meter("b", None, 1, used=1, tied=0, left=None),
            Meter("other", None, 0, used=1, tied=0, left=None),
        ),
        clauses=CLAUSES,
    )
    # With k places more in a its first k people by rank are in; equals need room for both.
    assert dict(answer.short) == {"a2": 2, "a3": 2, "a4": 3, "a6": 4, "b1": 1, "c2": 2}


def test_empty_places_add_up_in_the_groups_above() -> None:
    """Places left empty in several groups are all left in the group around them."""
    groups = [
        Group(id="all", cap=9),
        Group(id="unit", parent="all", cap=6),
        *(Group(id=name, parent="unit", cap=3) for name in ("a", "b")),
    ]
    people = [Candidate(f"{name}{n}", name, 1) for name in ("a", "b") for n in range(4)]
    ties = [tuple(f"{name}{n}" for n in range(4)) for name in ("a", "b")]
    decisions = [Decision(ties[0], ties[0][:2], reason="unfit"), Decision(ties[1], ties[1][:1], reason="unfit")]
    answer = allocate(Problem(groups=groups, candidates=people, decisions=decisions))
    assert answer.selected == ("a0", "a1", "b0")
    assert answer.meters == _meters(
        Meter("all", 9, 0, used=3, tied=0, left=6),
        Meter("unit", 6, 0, used=3, tied=0, left=3),
        Meter("a", 3, 0, used=2, tied=0, left=1),
        Meter("b", 3, 0, used=1, tied=0, left=2),
    )


HANGING = Problem(
    groups=[
        Group(id="all", cap=2),
        Group(id="d", parent="all"),
        Group(id="own", parent="d", floor_share=ShareFloor("d", as_share("1/3"))),
        Group(id="sent", parent="d"),
        Group(id="other", parent="all"),
    ],
    candidates=[
        Candidate("a", "sent", 2),
        Candidate("b", "other", 2),
        Candidate("c", "own", 1),
        Candidate("e", "other", 1),
        Candidate("f", "other", 0),
    ],
)


def test_the_whole_answer_with_a_share_floor() -> None:
    """Ties that hang together are listed with their places; what the floor asks for hangs on them."""
    answer = allocate(HANGING)
    assert answer.ties == (
        TieSet(1, ("a", "b"), fingerprint(1, ("a", "b")), "all"),
        TieSet(1, ("c", "e"), fingerprint(1, ("c", "e")), "all"),
    )
    assert answer.status == {"a": TIED, "b": TIED, "c": TIED, "e": TIED, "f": OUT}
    assert answer.blocked_by == {"f": "all"}
    assert dict(answer.short) == {"f": 3}
    assert answer.shortfalls == ()
    assert answer.meters["all"] == Meter("all", 2, 0, used=0, tied=4, left=0)
    assert answer.meters["other"] == Meter("other", None, 0, used=0, tied=2, left=None)


def test_two_ties_on_one_line_may_both_be_left_empty() -> None:
    """The places that two decisions leave empty on one group's line are counted together."""
    decisions = [Decision(pair, [], reason="unfit") for pair in (("a", "b"), ("c", "e"))]
    answer = allocate(Problem(groups=HANGING.groups, candidates=HANGING.candidates, decisions=decisions))
    assert (answer.selected, answer.refused) == ((), ())
    assert answer.meters["all"] == Meter("all", 2, 0, used=0, tied=0, left=2)
    assert set(answer.blocked_by.values()) == {"all"}


def test_shortfalls_are_told_by_the_name_of_their_group() -> None:
    """Each floor that too few fill is told with what it asked for and got, and a floor just filled is not."""
    groups = [
        Group(id="z", cap=9, floor=5),
        Group(id="c", parent="z", cap=2, floor=2),
        Group(id="b", parent="z", floor=2),
        Group(id="a", parent="z", floor=1),
    ]
    people = [Candidate("p1", "b", 3), Candidate("p2", "c", 2), Candidate("p3", "c", 1), Candidate("p4", "a", 1, False)]
    answer = allocate(Problem(groups=groups, candidates=people))
    assert answer.shortfalls == (Shortfall("a", 1, 0), Shortfall("b", 2, 1), Shortfall("z", 5, 3))
    assert answer.meters == _meters(
        Meter("z", 9, 5, used=3, tied=0, left=6),
        Meter("c", 2, 2, used=2, tied=0, left=0),
        Meter("b", None, 2, used=1, tied=0, left=None),
        Meter("a", None, 1, used=0, tied=0, left=None),
    )


def test_places_left_empty_fill_no_floor_at_any_level() -> None:
    """A place that a decision leaves empty is missing from the floors of its group and of those above."""
    groups = [Group(id="all", floor=4), Group(id="a", parent="all", cap=3, floor=3), Group(id="b", parent="all")]
    people = [Candidate("p1", "a", 9), *(Candidate(f"q{n}", "a", 5) for n in range(4)), Candidate("b1", "b", 1)]
    members = [f"q{n}" for n in range(4)]
    answer = allocate(
        Problem(groups=groups, candidates=people, decisions=[Decision(members, [], reason="none is fit")])
    )
    assert answer.selected == ("b1", "p1")
    assert answer.shortfalls == (Shortfall("a", 3, 1), Shortfall("all", 4, 2))


def test_the_innermost_full_group_is_named() -> None:
    """A group that is full stops its own people; where it has room, or no cap, the next full one above does."""
    groups = [
        Group(id="top", cap=9),
        Group(id="all", parent="top", cap=2),
        Group(id="full", parent="all", cap=1),
        Group(id="in-full", parent="full"),
        Group(id="roomy", parent="all", cap=5),
        Group(id="free", parent="roomy"),
    ]
    people = [
        Candidate("1", "full", 9),
        Candidate("2", "free", 8),
        Candidate("3", "full", 7),
        Candidate("4", "in-full", 6),
        Candidate("5", "roomy", 5),
        Candidate("6", "free", 4),
        Candidate("7", "all", 3),
    ]
    answer = allocate(Problem(groups=groups, candidates=people))
    assert answer.selected == ("1", "2")
    assert answer.blocked_by == {"3": "full", "4": "full", "5": "all", "6": "all", "7": "all"}
    assert dict(answer.short) == {"3": 1, "4": 2, "5": 1, "6": 2, "7": 3}
    assert [answer.meters[name].left for name in ("top", "all", "full", "roomy")] == [7, 0, 0, 4]


def test_a_group_whose_use_hangs_on_a_tie_stops_nobody() -> None:
    """While its one place hangs on a tie a group is not named, the full one above is; once decided it is."""
    groups = [Group(id="all", cap=1), Group(id="a", parent="all", cap=1), Group(id="b", parent="all")]
    people = [Candidate("p1", "a", 9), Candidate("p2", "b", 9), Candidate("p3", "a", 1)]
    answer = allocate(Problem(groups=groups, candidates=people))
    assert answer.blocked_by == {"p3": "all"}
    assert answer.meters["a"] == Meter("a", 1, 0, used=0, tied=1, left=None)
    decided = allocate(Problem(groups=groups, candidates=people, decisions=[Decision(("p1", "p2"), ["p1"])]))
    assert decided.blocked_by == {"p2": "all", "p3": "a"}
    assert decided.meters["a"] == Meter("a", 1, 0, used=1, tied=0, left=0)


def test_equals_are_equally_short() -> None:
    """People of one rank that a group stops are each as many places short as all of them need."""
    people = [Candidate("p1", "a", 9), *(Candidate(f"q{n}", "a", 5) for n in range(3)), Candidate("r", "a", 1)]
    groups = [Group(id="all", cap=1), Group(id="a", parent="all"), Group(id="b", parent="all", cap=0)]
    answer = allocate(Problem(groups=groups, candidates=[*people, Candidate("b1", "b", 7), Candidate("b2", "b", 5)]))
    assert dict(answer.short) == {"q0": 3, "q1": 3, "q2": 3, "r": 4, "b1": 1, "b2": 2}
    assert set(answer.short) == set(answer.blocked_by)


def test_the_whole_answer_where_the_rules_conflict() -> None:
    """Nobody is selected, no place is counted, and every decision comes back, sorted by its people."""
    groups = [Group(id="a", cap=1, clause="2"), Group(id="b", parent="a", floor=2, clause="3")]
    people = [Candidate("p1", "b", 1), Candidate("p2", "b", 1), Candidate("p3", "a", 1, False)]
    decisions = [
        Decision(("p2", "p1"), ["p2"]),
        Decision(("p1", "p3"), ["p1"]),
        Decision(("p1", "p2"), ["p1"], reason="B"),
        Decision(("p1", "p2"), ["p1"], reason="A"),
        Decision(("p1", "p2"), ["p1"]),
    ]
    answer = allocate(Problem(groups=groups, candidates=people, decisions=decisions))
    assert answer.status == {"p1": OUT, "p2": OUT, "p3": NOT}
    assert answer.meters == _meters(Meter("a", 1, 0, 0, 0, None), Meter("b", None, 2, 0, 0, None))
    assert isinstance(answer.conflict, Conflict)
    assert answer.conflict.group == "a"
    assert answer.conflict.reason.en == (
        'the floors inside group "a" (clause 2) ask for 2 places together, but it may have at most 1: '
        'group "b" (clause 3)'
    )
    assert [refusal.decision for refusal in answer.refused] == [decisions[n] for n in (4, 3, 2, 0, 1)]
    assert {refusal.reason.en for refusal in answer.refused} == {"the rules conflict, so there is no tie set to decide"}
    assert (answer.ties, answer.shortfalls, answer.blocked_by, dict(answer.short)) == ((), (), {}, {})


STALE = "no tie set has exactly these members now; decide again on the sets shown"


@pytest.mark.parametrize(
    ("decision", "sentence"),
    [
        (Decision(("a2", "a3", "a4"), ["a2"]), STALE),
        (Decision(("a2",), ["a2"]), STALE),
        (Decision(("a2", "a3", "a3", "a2"), ["a2"]), '"a2" is named twice'),
        (Decision(PAIR, ["a3", "a3"]), '"a3" is named twice'),
        (
            Decision(PAIR, ["a2"], fingerprint=MIXED_SET.fingerprint),
            "the fingerprint is not the one of this tie set as it stands now; decide again",
        ),
        (
            Decision(PAIR, ["x1", "c1"]),
            '"c1" is not in the tie set of group "a" (clause 5(3)); choose among its members',
        ),
        (
            Decision(MIXED, ["b1", "c1"]),
            '2 chosen where the tie set of group "county" (clause 5) has 1 place(s); name exactly that number',
        ),
        (
            Decision(PAIR, []),
            '0 chosen where the tie set of group "a" (clause 5(3)) has 1 place(s); fewer need a reason',
        ),
        (
            Decision(PAIR, [], reason=" "),
            '0 chosen where the tie set of group "a" (clause 5(3)) has 1 place(s); fewer need a reason',
        ),
    ],
)
def test_a_refusal_is_one_whole_sentence(decision: Decision, sentence: str) -> None:
    """The decision that is refused comes back with what is wrong with it, and the tie stays open."""
    (refusal,) = _county(decision).refused
    assert (refusal.decision, refusal.reason.en) == (decision, sentence)
    assert _county(decision).ties == (PAIR_SET, MIXED_SET)


def test_a_choice_that_a_limit_forbids_is_refused_in_both_languages() -> None:
    """People who cannot all be taken, since a place is held for a floor or an inner cap would break, are refused."""
    groups = [
        Group(id="all", cap=3),
        Group(id="a", parent="all"),
        Group(id="b", parent="all", floor=2),
    ]
    people = [Candidate(name, name[0], 1) for name in ("a1", "a2", "b1", "b2", "b3")]
    members = ("a1", "a2", "b1", "b2", "b3")
    answer = allocate(Problem(groups=groups, candidates=people, decisions=[Decision(members, ["a1", "a2", "b1"])]))
    assert [refusal.reason for refusal in answer.refused] == [
        Text(
            'these people of the tie set of group "all" cannot all be taken: some group\'s limit would not hold',
            "组“all”的并列中这些人不能同时入选：会有组的限额得不到满足",
        )
    ]
    for choose in (["a1", "b1", "b3"], ["b1", "b2", "b3"]):
        answer = allocate(Problem(groups=groups, candidates=people, decisions=[Decision(members, choose)]))
        assert answer.selected == tuple(choose)


def test_two_legal_answers_are_both_refused_and_said_to_differ() -> None:
    """Decisions that contradict each other are refused together, in the order of whom they choose, beside any other."""
    decisions = [Decision(PAIR, ["a3"]), Decision(PAIR[::-1], ["a2"]), Decision(PAIR, ["a4"])]
    answer = _county(*decisions)
    differs = "another decision answers the same tie set differently; keep one of them"
    outside = '"a4" is not in the tie set of group "a" (clause 5(3)); choose among its members'
    assert [(refusal.decision, refusal.reason.en) for refusal in answer.refused] == [
        (decisions[1], differs),
        (decisions[0], differs),
        (decisions[2], outside),
    ]
    assert answer.ties == (PAIR_SET, MIXED_SET)


def test_refusals_come_sorted_and_good_decisions_hold() -> None:
    """Refused decisions are told by members, choice and reason, whatever is applied beside them."""
    bad = [
        Decision(MIXED, []),
        Decision(("x1",), ["x1"]),
        Decision(("a1",), ["a1"], reason="z"),
        Decision(("a1",), ["a1"]),
        Decision(("a1",), []),
    ]
    answer = _county(*bad, Decision(PAIR, ["a3"]), Decision(PAIR, ["a2", "a3"]))
    assert [refusal.decision for refusal in answer.refused] == [
        *(bad[n] for n in (4, 3, 2)),
        Decision(PAIR, ["a2", "a3"]),
        bad[0],
        bad[1],
    ]
    assert "a3" in answer.selected
    assert answer.ties == (MIXED_SET,)


def test_an_answer_may_leave_another_smaller_tie_to_answer() -> None:
    """Where ties hang together a decision on the smaller set that another leaves is applied after it."""
    people = [*HANGING.candidates[:3], Candidate("e", "other", 1), Candidate("g", "other", 1)]
    whole = allocate(Problem(groups=HANGING.groups, candidates=people))
    assert [tie.members for tie in whole.ties] == [("a", "b"), ("c", "e", "g")]
    decisions = [Decision(("a", "b"), ["b"]), Decision(("c", "e", "g"), ["g"])]
    answer = allocate(Problem(groups=HANGING.groups, candidates=people, decisions=decisions))
    assert (answer.selected, answer.refused, answer.ties) == (("b", "g"), (), ())
    late = [Decision(("a", "b"), ["a"]), Decision(("c", "e", "g"), ["g"])]
    answer = allocate(Problem(groups=HANGING.groups, candidates=people, decisions=late))
    assert answer.selected == ("a", "c")
    assert [refusal.decision for refusal in answer.refused] == late[1:]


@pytest.mark.parametrize(
    ("take", "members", "written"),
    [(1, ("p2", "p1"), b'[1,["p1","p2"]]'), (2, ("张", "a b"), b'[2,["a b","\\u5f20"]]'), (0, (), b"[0,[]]")],
)
def test_a_fingerprint_is_that_of_places_and_sorted_members(
    take: int, members: tuple[str, ...], written: bytes
) -> None:
    """The fingerprint is SHA-256 over a JSON list without spaces, in ASCII, so it may be computed elsewhere."""
    assert fingerprint(take, members) == hashlib.sha256(written).hexdigest()
