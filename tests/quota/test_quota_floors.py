"""Share floors: all that an answer says, before and after decisions, against listing every set of people."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from math import comb, prod

import pytest
from attrs import evolve

from kaohe.engine.quota import Allocation, Candidate, Decision, Group, Problem, ShareFloor, TieSet, allocate
from quota_kit.problems import corpus
from quota_kit.reference import asked, finest_ties, members, optimal_sets

Sets = Sequence[frozenset[str]]
LOTS = 4


def _divisions(seed: int) -> Problem:
    """One or two divisions in a pool of few places; their own people are guaranteed a share of the selected."""
    chooser = random.Random(seed)
    groups = [Group(id="pool", cap=chooser.randint(2, 4))]
    for name in ("d", "e")[: chooser.randint(1, 2)]:
        groups.append(Group(id=name, parent="pool", cap=chooser.choice([None, None, 3])))
        of, share = chooser.choice([name, name, "pool"]), Fraction(1, chooser.randint(2, 3))
        groups.append(Group(id=f"{name}/own", parent=name, floor_share=ShareFloor(of, share)))
        groups.append(Group(id=f"{name}/sent", parent=name))
    groups.append(Group(id="other", parent="pool"))
    homes = [group.id for group in groups if group.id not in ("pool", "d", "e")]
    best, count = chooser.randint(2, 3), chooser.randint(5, 7)
    people = [Candidate(f"p{n}", chooser.choice(homes), chooser.randint(1, best)) for n in range(count)]
    return Problem(groups=groups, candidates=people)


# Found by trying seeds: ties that hang together, and several ties elsewhere.
HANGING = (79, 100, 303, 510, 518, 605, 683, 781, 886, 924, 1138, 1171, 1304, 1749, 2000, 2147)
APART = (53, 245, 738, 857, 2739, 3530, 3679, 4091, 6142, 7800, 13155, 20112, 26120, 28072)


def _tied(lot: int) -> Iterator[tuple[Problem, Sets]]:
    """Problems of each kind with several optimal sets, and those sets."""
    for seed in HANGING[lot::LOTS]:
        yield _divisions(seed), optimal_sets(_divisions(seed))
    for seed in APART[lot::LOTS]:
        (problem,) = corpus(seed, 1, shares=True, people=8)
        yield problem, optimal_sets(problem)


def _states(problem: Problem, sets: Sets) -> dict[str, str]:
    """Everybody's status by what the `sets` have in common."""
    sure, some = frozenset.intersection(*sets), frozenset[str]().union(*sets)
    return {
        person.id: "ineligible"
        if not person.eligible
        else "selected"
        if person.id in sure
        else "tied"
        if person.id in some
        else "not_selected"
        for person in problem.candidates
    }


def _totals(sets: Sets, people: set[str]) -> set[int]:
    return {len(chosen & people) for chosen in sets}


def _stopped(problem: Problem, sets: Sets, person: str) -> str:
    """The innermost group around `person` that every one of the `sets` fills."""
    inside, groups = members(problem), {group.id: group for group in problem.groups}
    around = next(one.group for one in problem.candidates if one.id == person)
    while _totals(sets, inside[around]) != {groups[around].cap}:
        parent = groups[around].parent
        assert parent is not None, person
        around = parent
    return around


def _checks(problem: Problem, answer: Allocation, sets: Sets) -> None:
    """Statuses, tie sets, meters, shortfalls and the groups that stopped people are those of the `sets`."""
    inside = members(problem)
    assert {who: str(state) for who, state in answer.status.items()} == _states(problem, sets)
    assert {(tie.take, tie.members) for tie in answer.ties} == finest_ties(problem, sets)
    assert {who: _stopped(problem, sets, who) for who in answer.not_selected} == dict(answer.blocked_by)
    sure = frozenset.intersection(*sets)
    for group in problem.groups:
        meter, totals = answer.meters[group.id], _totals(sets, inside[group.id])
        assert meter.used == len(sure & inside[group.id])
        assert meter.tied == sum(answer.status[who] == "tied" for who in inside[group.id])
        fixed = group.cap is not None and len(totals) == 1
        assert meter.left == (group.cap - min(totals) if group.cap is not None and fixed else None)
        assert meter.floor in {asked(group, chosen, inside) for chosen in sets}
    told = [(short.group, short.asked, short.attained) for short in answer.shortfalls]
    assert told in [_lacking(problem, chosen) for chosen in sets]
    for tie in answer.ties:
        assert tie.group in _lines(problem, sets, tie)


def _lacking(problem: Problem, chosen: frozenset[str]) -> list[tuple[str, int, int]]:
    inside = members(problem)
    rows = ((g.id, asked(g, chosen, inside), len(chosen & inside[g.id])) for g in problem.groups)
    return sorted(row for row in rows if row[2] < row[1])


def _lines(problem: Problem, sets: Sets, tie: TieSet) -> set[str]:
    """The groups that a tie set can stand on: around all its members, and of the same use in all the sets."""
    inside = members(problem)
    around = [group for group in problem.groups if set(tie.members) <= inside[group.id]]
    return {group.id for group in around if len(_totals(sets, inside[group.id])) == 1}


@pytest.mark.parametrize("lot", range(LOTS))
def test_everything_told_is_what_the_optimal_sets_have_in_common(lot: int) -> None:
    """Statuses, ties, meters, shortfalls and who stopped whom agree with listing all sets."""
    for problem, sets in _tied(lot):
        _checks(problem, allocate(problem), sets)


@pytest.mark.parametrize("lot", range(LOTS))
def test_a_decision_leaves_the_sets_that_keep_to_it(lot: int) -> None:
    """After one tie set is decided the answer is what the optimal sets with that choice have in common."""
    for problem, sets in _tied(lot):
        for tie in allocate(problem).ties:
            for some in combinations(tie.members, tie.take):
                kept = [chosen for chosen in sets if chosen & set(tie.members) == set(some)]
                answer = allocate(evolve(problem, decisions=[Decision(tie.members, some)]))
                assert bool(answer.refused) is not bool(kept)
                _checks(problem, answer, kept or sets)


@pytest.mark.parametrize("lot", range(LOTS))
def test_deciding_every_tie_gives_the_set_that_was_meant(lot: int) -> None:
    """Choosing in each tie set the people of one optimal set selects exactly that set, in one go."""
    for problem, sets in _tied(lot):
        ties = allocate(problem).ties
        for meant in (sets[0], sets[-1]):
            chosen = [Decision(tie.members, sorted(meant & set(tie.members))) for tie in ties]
            answer = allocate(evolve(problem, decisions=chosen))
            assert not answer.refused
            _checks(problem, answer, [meant])


@pytest.mark.parametrize("lot", range(LOTS))
def test_places_left_empty_go_to_nobody(lot: int) -> None:
    """When a tie set is answered with nobody, its members are out, the rest stands, and its places are left."""
    for problem, sets in _tied(lot):
        inside = members(problem)
        for tie in allocate(problem).ties:
            answer = allocate(evolve(problem, decisions=[Decision(tie.members, (), reason="none is fit")]))
            states = {**_states(problem, sets), **dict.fromkeys(tie.members, "not_selected")}
            assert not answer.refused
            assert {who: str(state) for who, state in answer.status.items()} == states
            line = answer.meters[tie.group]
            assert line.used == sum(states[who] == "selected" for who in inside[tie.group])


def test_the_problems_are_aimed_well() -> None:
    """Each of the problems has several ties, and in the pools of divisions they hang together."""
    for lot in range(LOTS):
        for problem, sets in _tied(lot):
            ties = allocate(problem).ties
            apart = prod(comb(len(tie.members), tie.take) for tie in ties)
            assert len(ties) > 1
            assert len(sets) < apart or problem.groups[0].id != "pool"


def test_a_choice_that_costs_a_better_rank_is_refused() -> None:
    """Two from one division would need its second own person, who ranks below those that other choices bring in."""
    groups = [Group(id="pool", cap=4, clause="2")]
    for name in ("d", "e", "f"):
        own = Group(id=f"{name}/own", parent=name, floor_share=ShareFloor(name, Fraction(1, 2)))
        groups += [Group(id=name, parent="pool"), own, Group(id=f"{name}/sent", parent=name)]
    ranks = {"d/sent": (3, 3), "d/own": (2, 1), "e/sent": (3,), "e/own": (2,), "f/sent": (3,), "f/own": (2,)}
    people = [Candidate(f"{home}{n}", home, rank) for home, row in ranks.items() for n, rank in enumerate(row)]
    sent, firsts = ("d/sent0", "d/sent1", "e/sent0", "f/sent0"), ("d/own0", "e/own0", "f/own0")
    answer = allocate(Problem(groups=groups, candidates=people))
    assert {(tie.take, tie.members) for tie in answer.ties} == {(2, sent), (2, firsts)}
    answer = allocate(Problem(groups=groups, candidates=people, decisions=[Decision(sent, sent[1:3])]))
    assert answer.selected == ("d/own0", "d/sent1", "e/own0", "e/sent0")
    answer = allocate(Problem(groups=groups, candidates=people, decisions=[Decision(sent, sent[:2])]))
    assert ["cannot all be taken" in refusal.reason.en for refusal in answer.refused] == [True]
    assert answer.selected == ()


@pytest.mark.parametrize(
    "closed", [[Group(id="shut", cap=0)], [Group(id="outer"), Group(id="shut", parent="outer", cap=0)]]
)
def test_a_group_without_a_place_beside_a_share_floor(closed: list[Group]) -> None:
    """Nobody of a group with a cap of 0 is in, whoever they tie with; its meter shows nothing used and nothing left."""
    groups = [Group(id="pool", cap=2), Group(id="own", parent="pool", floor_share=ShareFloor("pool", Fraction(1, 2)))]
    people = [Candidate("a", "own", 1), Candidate("b", "pool", 2), Candidate("c", "pool", 2)]
    shut = [Candidate(f"s{number}", "shut", key) for number, key in enumerate((9, 2, 2, 1))]
    answer = allocate(Problem(groups=[*closed, *groups], candidates=[*shut, *people]))
    assert (answer.selected, answer.not_selected) == (("a",), ("s0", "s1", "s2", "s3"))
    assert [(tie.take, tie.members, tie.group) for tie in answer.ties] == [(1, ("b", "c"), "pool")]
    assert set(answer.blocked_by.values()) == {"shut"}
    assert {meter.group: (meter.used, meter.tied, meter.left) for meter in answer.meters.values()} == {
        **{group.id: (0, 0, None) for group in closed},
        "shut": (0, 0, 0),
        "pool": (1, 2, 0),
        "own": (1, 0, None),
    }
    chosen = Problem(groups=[*closed, *groups], candidates=[*shut, *people], decisions=[Decision(("b", "c"), ("c",))])
    assert allocate(chosen).selected == ("a", "c")
