"""Recorded decisions: exactly the tie set that was shown, exactly its places, or refused and named."""

from __future__ import annotations

import pytest

from kaohe.engine.quota import (
    Allocation,
    Candidate,
    Decision,
    Group,
    Problem,
    ShareFloor,
    allocate,
    as_share,
    fingerprint,
)

GROUPS = [Group(id="all", cap=4), Group(id="a", parent="all", cap=2, clause="5(3)"), Group(id="b", parent="all", cap=2)]
PEOPLE = [
    Candidate("p1", "a", 9),
    Candidate("p2", "a", 8),
    Candidate("p3", "a", 8),
    Candidate("p4", "a", 7),
    Candidate("p5", "b", 5),
    Candidate("p6", "b", 5),
    Candidate("p7", "b", 5),
]
PAIR, TRIO = ("p2", "p3"), ("p5", "p6", "p7")


def _with(*decisions: Decision) -> Allocation:
    return allocate(Problem(groups=GROUPS, candidates=PEOPLE, decisions=decisions))


def test_each_decision_settles_its_own_set() -> None:
    """Two decisions settle two tie sets; nobody else changes."""
    answer = _with(Decision(PAIR, ["p3"]), Decision(TRIO, ["p7", "p5"]))
    assert answer.selected == ("p1", "p3", "p5", "p7")
    assert answer.not_selected == ("p2", "p4", "p6")
    assert not answer.ties
    assert not answer.refused


def test_the_order_of_members_and_choice_is_nothing() -> None:
    """A decision names sets, not sequences."""
    one, two = (_with(Decision(TRIO[::step], ["p5", "p6"][::step])) for step in (1, -1))
    assert one == two


@pytest.mark.parametrize(
    ("decision", "reason"),
    [
        (Decision(["p2", "p3", "p4"], ["p3"]), "no tie set has exactly these members"),
        (Decision(["p2"], ["p2"]), "no tie set has exactly these members"),
        (Decision(["p2", "nobody"], ["p2"]), "no tie set has exactly these members"),
        (Decision(PAIR, ["p4"]), '"p4" is not in the tie set of group "a" (clause 5(3))'),
        (Decision(PAIR, ["p2", "p3"]), "2 chosen where the tie set of group"),
        (Decision(PAIR, []), "fewer need a reason"),
        (Decision(PAIR, [], reason="  "), "fewer need a reason"),
        (Decision(TRIO, ["p5"]), "1 chosen where the tie set of group"),
        (Decision(TRIO, ["p5", "p5"]), '"p5" is named twice'),
        (Decision(["p2", "p3", "p3"], ["p2"]), '"p3" is named twice'),
        (Decision(PAIR, ["p2"], fingerprint="0" * 64), "fingerprint"),
    ],
)
def test_wrong_decision_is_refused_and_the_rest_holds(decision: Decision, reason: str) -> None:
    """A stale or illegal decision is refused with its reason; a good one beside it is applied."""
    good = Decision(TRIO, ["p6", "p7"]) if set(decision.members) != set(TRIO) else Decision(PAIR, ["p2"])
    answer = _with(decision, good)
    (refusal,) = answer.refused
    assert refusal.decision == decision
    assert reason in refusal.reason.en
    assert set(good.choose) <= set(answer.selected)
    assert len(answer.ties) == 1


def test_a_shown_fingerprint_is_accepted_and_covers_places_and_members() -> None:
    """The fingerprint shown with a tie set is accepted; other places or members have another."""
    shown = next(tie for tie in _with().ties if tie.members == PAIR)
    assert not _with(Decision(PAIR, ["p2"], fingerprint=shown.fingerprint)).refused
    assert shown.fingerprint == fingerprint(1, reversed(PAIR))
    assert len({shown.fingerprint, fingerprint(2, PAIR), fingerprint(1, TRIO)}) == 3


def test_a_decision_goes_stale_when_its_set_changes() -> None:
    """When somebody joins the tie, or a place more comes, yesterday's decision is refused and the tie is open."""
    decision = Decision(PAIR, ["p2"], fingerprint=fingerprint(1, PAIR))
    joined = [*PEOPLE, Candidate("p8", "a", 8)]
    answer = allocate(Problem(groups=GROUPS, candidates=joined, decisions=[decision]))
    assert [refusal.decision for refusal in answer.refused] == [decision]
    assert ("p2", "p3", "p8") in {tie.members for tie in answer.ties}
    wider = [Group(id="all", cap=5), Group(id="a", parent="all", cap=3), Group(id="b", parent="all", cap=2)]
    answer = allocate(Problem(groups=wider, candidates=PEOPLE, decisions=[decision]))
    assert answer.refused
    assert {"p2", "p3"} <= set(answer.selected)


def test_fewer_with_a_reason_leave_places_empty() -> None:
    """Fewer than the places need a reason; the place left goes to nobody, and the meter shows it."""
    answer = _with(Decision(PAIR, [], reason="neither is fit"))
    assert answer.selected == ("p1",)
    assert answer.not_selected == ("p2", "p3", "p4")
    assert answer.blocked_by == {"p2": "a", "p3": "a", "p4": "a"}
    assert (answer.meters["a"].used, answer.meters["a"].left) == (1, 1)


def test_a_floor_that_a_decision_leaves_unfilled_is_reported() -> None:
    """When the empty place was a floor's, the shortfall is reported."""
    groups = [Group(id="a", cap=2, floor=2)]
    people = [Candidate("p1", "a", 9), Candidate("p2", "a", 8), Candidate("p3", "a", 8)]
    answer = allocate(Problem(groups=groups, candidates=people, decisions=[Decision(PAIR, [], reason="unfit")]))
    assert [(short.asked, short.attained) for short in answer.shortfalls] == [(2, 1)]


def test_two_answers_to_one_tie_set_are_both_refused() -> None:
    """Never the first wins: two that differ are refused, two that agree are one."""
    differing = _with(Decision(PAIR, ["p2"]), Decision(PAIR, ["p3"]))
    assert len(differing.refused) == 2
    assert PAIR in {tie.members for tie in differing.ties}
    agreeing = _with(Decision(PAIR, ["p2"]), Decision(PAIR, ["p2"]))
    assert not agreeing.refused
    assert "p2" in agreeing.selected


def test_a_wrong_answer_does_not_spoil_a_right_one() -> None:
    """Of two answers to one tie set the one that is legal holds."""
    answer = _with(Decision(PAIR, ["p2", "p3"]), Decision(PAIR, ["p3"]))
    assert [refusal.decision.members for refusal in answer.refused] == [PAIR]
    assert "p3" in answer.selected


def test_a_choice_that_breaks_an_inner_cap_is_refused() -> None:
    """Two of four, but both from a group that may have one, is not a legal answer."""
    groups = [Group(id="all", cap=2), Group(id="a", parent="all", cap=1), Group(id="b", parent="all")]
    people = [Candidate(f"p{n}", "a" if n < 3 else "b", 1) for n in range(1, 5)]
    members = ("p1", "p2", "p3", "p4")
    for choose, legal in ((["p1", "p2"], False), (["p1", "p3"], True), (["p3", "p4"], True)):
        answer = allocate(Problem(groups=groups, candidates=people, decisions=[Decision(members, choose)]))
        assert bool(answer.refused) is not legal
        assert not legal or list(answer.selected) == choose


def test_a_conflict_refuses_every_decision() -> None:
    """Where the rules conflict nobody is selected, so no decision applies."""
    groups = [Group(id="a", cap=1), Group(id="b", parent="a", floor=2)]
    people = [Candidate("p1", "b", 1), Candidate("p2", "b", 1)]
    answer = allocate(Problem(groups=groups, candidates=people, decisions=[Decision(("p1", "p2"), ["p1"])]))
    assert answer.conflict is not None
    assert len(answer.refused) == 1
    assert not answer.selected


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
    ],
)


def _hanging(*decisions: Decision) -> Allocation:
    return allocate(Problem(groups=HANGING.groups, candidates=HANGING.candidates, decisions=decisions))


def test_ties_that_hang_together_settle_each_other() -> None:
    """With share floors deciding one tie may settle another; choices that fit together are taken in any order."""
    assert _hanging(Decision(("a", "b"), ["a"])).selected == ("a", "c")
    assert _hanging(Decision(("a", "b"), ["b"])).ties[0].members == ("c", "e")
    one, two = Decision(("a", "b"), ["b"]), Decision(("c", "e"), ["e"])
    assert _hanging(one, two).selected == _hanging(two, one).selected == ("b", "e")
    assert _hanging(Decision(("a", "b"), ["a"]), Decision(("c", "e"), ["c"])).selected == ("a", "c")


def test_choices_that_do_not_fit_together_are_refused() -> None:
    """Two choices, each legal alone, that no optimal set makes together: one is refused, and the answer is legal."""
    answer = _hanging(Decision(("a", "b"), ["a"]), Decision(("c", "e"), ["e"]))
    assert len(answer.refused) == 1
    assert answer.selected in {("a", "c"), ("b", "e")}


def test_fewer_with_a_reason_under_a_share_floor() -> None:
    """A place may be left empty there too, and goes to nobody else."""
    answer = _hanging(Decision(("a", "b"), ["b"]), Decision(("c", "e"), [], reason="neither is fit"))
    assert answer.selected == ("b",)
    assert answer.not_selected == ("a", "c", "e")


def test_each_person_is_told_where_they_stand() -> None:
    """A standing names the status, the tie set, or the group that stopped the person, its clause and by how much."""
    people = [*PEOPLE, Candidate("p8", "a", 6), Candidate("p9", "a", 9, False)]
    answer = allocate(Problem(groups=GROUPS, candidates=people))
    tied = answer.standing("p2")
    assert (tied.status, tied.tie and tied.tie.take, tied.blocked_by) == ("tied", 1, None)
    fourth, fifth = answer.standing("p4"), answer.standing("p8")
    assert (fourth.status, fourth.blocked_by, fourth.clause) == ("not_selected", "a", "5(3)")
    # One of p2 and p3 stands before p4, and p4 before p8.
    assert (fourth.short, fifth.short) == (2, 3)
    assert answer.standing("p1").short is None
    assert answer.standing("p9").status == "ineligible"


def test_so_many_places_more_would_be_enough() -> None:
    """With as many places more in the group as a person is short, and not with one fewer, that person is in."""
    people = [Candidate(f"p{number}", "a", key) for number, key in enumerate((9, 8, 8, 7, 7, 5))]
    for cap in range(1, 6):
        answer = allocate(Problem(groups=[Group(id="a", cap=cap)], candidates=people))
        for person, short in answer.short.items():
            for more, state in ((short, True), (short - 1, False)):
                wider = allocate(Problem(groups=[Group(id="a", cap=cap + more)], candidates=people))
                assert (person in wider.selected) is state


def test_meters_show_every_group() -> None:
    """Cap, floor, used, tied people and places left of each group; left is open while it hangs on a tie."""
    groups = [Group(id="all", cap=3), Group(id="a", parent="all", cap=2), Group(id="b", parent="all", floor=1)]
    people = [Candidate("p1", "a", 9), Candidate("p2", "a", 5), Candidate("p3", "b", 5), Candidate("p4", "b", 5)]
    meters = allocate(Problem(groups=groups, candidates=people)).meters
    assert {(m.group, m.cap, m.floor, m.used, m.tied, m.left) for m in meters.values()} == {
        ("all", 3, 0, 1, 3, 0),
        ("a", 2, 0, 1, 1, None),
        ("b", None, 1, 0, 2, None),
    }
    vacant = allocate(Problem(groups=[Group(id="all", cap=9)], candidates=[Candidate("p1", "all", 1)]))
    assert (vacant.meters["all"].left, vacant.shortfalls, vacant.conflict) == (8, (), None)


@pytest.mark.parametrize("typed", [12, 13, 40, 64])
def test_the_beginning_of_a_fingerprint_is_enough(typed: int) -> None:
    """At least twelve of the characters shown are accepted, in either case of letters and with blanks around."""
    shown = fingerprint(1, PAIR)
    for written in (shown[:typed], shown[:typed].upper(), f" {shown[:typed]} "):
        assert not _with(Decision(PAIR, ["p2"], fingerprint=written)).refused


@pytest.mark.parametrize("written", ["", "abc", fingerprint(1, PAIR)[:11]])
def test_too_short_a_fingerprint_is_refused_with_what_is_wanted(written: str) -> None:
    """Less than twelve characters may be another tie set's: the refusal says how many are needed."""
    (refusal,) = _with(Decision(PAIR, ["p2"], fingerprint=written)).refused
    assert "at least 12" in refusal.reason.en
    assert '""' not in refusal.reason.en


def test_a_fingerprint_that_goes_another_way_is_refused() -> None:
    """Twelve characters or more of another fingerprint, and more characters than there are, are refused."""
    for written in (fingerprint(2, PAIR)[:12], fingerprint(1, TRIO), fingerprint(1, PAIR) + "0"):
        (refusal,) = _with(Decision(PAIR, ["p2"], fingerprint=written)).refused
        assert "fingerprint is not the one" in refusal.reason.en
