"""What the allocator promises for caps and constant floors on a tree, each as a check of one problem.

A promise takes the allocator to be checked, so that the same sentences hold for the real one and catch the broken
ones of `mutants`. It raises AssertionError when it is broken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from attrs import evolve

from kaohe.engine.quota import Allocation, Candidate, Decision, Group, Problem, Status, TieSet
from quota_kit.reference import asked, finest_ties, members, optimal_sets, shortfall, within_caps

__all__ = ["CONSTANT", "Allocate", "Promise", "answers_every_set", "settled"]

Allocate = Callable[[Problem], Allocation]
Promise = Callable[[Allocate, Problem], None]

_ORDER = {Status.NOT_SELECTED: 0, Status.TIED: 1, Status.SELECTED: 2}


def _choices(allocate: Allocate, problem: Problem, tie: TieSet) -> Iterator[tuple[tuple[str, ...], Allocation]]:
    """Each legal answer to `tie`, and what follows from it alone."""
    for some in combinations(tie.members, tie.take):
        answer = allocate(evolve(problem, decisions=[*problem.decisions, Decision(tie.members, some)]))
        if not answer.refused:
            yield some, answer


def settled(allocate: Allocate, problem: Problem) -> Allocation:
    """An answer with every tie set decided."""
    answer, decisions = allocate(problem), list(problem.decisions)
    while answer.ties:
        tie = answer.ties[0]
        some, answer = next(_choices(allocate, evolve(problem, decisions=decisions), tie), ((), answer))
        assert some, f"no legal answer to {tie}"
        decisions.append(Decision(tie.members, some))
    return answer


def _undisputed(answer: Allocation) -> bool:
    return answer.conflict is None


def caps_hold(allocate: Allocate, problem: Problem) -> None:
    """No group ever has more places than its cap, however ties are decided."""
    chosen = frozenset(settled(allocate, problem).selected)
    assert within_caps(problem, chosen, members(problem))


def floors_hold(allocate: Allocate, problem: Problem) -> None:
    """Every floor is filled, or as full as the people and caps allow, and then reported."""
    answer = settled(allocate, problem)
    if not _undisputed(answer):
        assert not answer.selected
        return
    inside, chosen = members(problem), frozenset(answer.selected)
    for group in problem.groups:
        own = chosen & inside[group.id]
        told = [(s.asked, s.attained) for s in answer.shortfalls if s.group == group.id]
        need = asked(group, chosen, inside)
        assert told == ([(need, len(own))] if len(own) < need else [])
    least = min(shortfall(problem, found, inside) for found in optimal_sets(problem))
    assert shortfall(problem, chosen, inside) == least


def none_wasted(allocate: Allocate, problem: Problem) -> None:
    """No place stays empty that somebody left out could have."""
    answer = settled(allocate, problem)
    if _undisputed(answer):
        inside, chosen = members(problem), frozenset(answer.selected)
        assert not any(within_caps(problem, chosen | {person}, inside) for person in answer.not_selected)


def no_justified_envy(allocate: Allocate, problem: Problem) -> None:
    """Nobody left out ranks above somebody selected whose place they could take."""
    answer = settled(allocate, problem)
    if not _undisputed(answer):
        return
    inside, chosen = members(problem), frozenset(answer.selected)
    key = {candidate.id: candidate.key for candidate in problem.candidates}
    least = shortfall(problem, chosen, inside)
    for out in answer.not_selected:
        for winner in answer.selected:
            if key[out] > key[winner]:
                swapped = chosen - {winner} | {out}
                legal = within_caps(problem, swapped, inside)
                assert not legal or shortfall(problem, swapped, inside) > least


def twins_equal(allocate: Allocate, problem: Problem) -> None:
    """Two people alike in group, key and eligibility stand alike."""
    answer = allocate(problem)
    found: dict[tuple[object, ...], str] = {}
    for person in problem.candidates:
        status = str(answer.status[person.id])
        assert found.setdefault((person.group, person.key, person.eligible), status) == status


def order_is_nothing(allocate: Allocate, problem: Problem) -> None:
    """The order of groups and people, and what they are called, change nothing."""
    people = {c.id: f"{99 - number}{c.id[::-1]}" for number, c in enumerate(problem.candidates)}
    groups = {g.id: f"{99 - number}{g.id[::-1]}" for number, g in enumerate(problem.groups)}

    def called(group: Group) -> Group:
        share = group.floor_share and evolve(group.floor_share, of=groups[group.floor_share.of])
        parent = None if group.parent is None else groups[group.parent]
        return evolve(group, id=groups[group.id], parent=parent, floor_share=share)

    renamed = Problem(
        groups=[called(group) for group in reversed(problem.groups)],
        candidates=[evolve(c, id=people[c.id], group=groups[c.group]) for c in reversed(problem.candidates)],
    )
    one, two = allocate(problem), allocate(renamed)
    assert {people[person]: str(status) for person, status in one.status.items()} == {
        person: str(status) for person, status in two.status.items()
    }
    assert {people[person]: groups[by] for person, by in one.blocked_by.items()} == dict(two.blocked_by)
    assert {(tie.take, frozenset(people[m] for m in tie.members)) for tie in one.ties} == {
        (tie.take, frozenset(tie.members)) for tie in two.ties
    }


def scale_is_nothing(allocate: Allocate, problem: Problem) -> None:
    """A strictly increasing map of the keys changes nothing, fingerprints included."""

    def grown(person: Candidate) -> Candidate:
        (part,) = person.key
        return evolve(person, key=(Fraction(part) ** 3 / 700 - 10**30,))

    one = allocate(problem)
    two = allocate(evolve(problem, candidates=[grown(person) for person in problem.candidates]))
    assert dict(one.status) == dict(two.status)
    assert [tie.fingerprint for tie in one.ties] == [tie.fingerprint for tie in two.ties]


def better_is_no_worse(allocate: Allocate, problem: Problem) -> None:
    """A better key never worsens one's own status, nor improves another's."""
    before = allocate(problem)
    for number, person in enumerate(problem.candidates):
        if not person.eligible:
            continue
        people = list(problem.candidates)
        people[number] = evolve(person, key=(Fraction(person.key[0]) + Fraction(1, 2),))
        after = allocate(evolve(problem, candidates=people))
        for other in people:
            if other.eligible:
                change = _ORDER[Status(after.status[other.id])] - _ORDER[Status(before.status[other.id])]
                assert change >= 0 if other.id == person.id else change <= 0


def losers_do_not_matter(allocate: Allocate, problem: Problem) -> None:
    """Without somebody who is not selected everybody else stands the same, the caps being what they are."""
    before = allocate(problem)
    for loser in before.not_selected:
        rest = [person for person in problem.candidates if person.id != loser]
        after = allocate(evolve(problem, candidates=rest))
        assert dict(after.status) == {who: s for who, s in before.status.items() if who != loser}


def ties_are_real(allocate: Allocate, problem: Problem) -> None:
    """Everybody in a tie set is in some legal answer to it and out of another; none is sure or hopeless."""
    for tie in allocate(problem).ties:
        answers = [some for some, _ in _choices(allocate, problem, tie)]
        assert 0 < tie.take < len(tie.members)
        for person in tie.members:
            assert {person in some for some in answers} == {True, False}


def ties_are_independent(allocate: Allocate, problem: Problem) -> None:
    """Deciding one tie set changes nobody outside it, and all may be decided in one go."""
    before = allocate(problem)
    for tie in before.ties:
        outside = {who: s for who, s in before.status.items() if who not in tie.members}
        for some, after in _choices(allocate, problem, tie):
            assert {who: after.status[who] for who in outside} == outside
            assert {who for who in tie.members if after.status[who] == "selected"} == set(some)


def fewer_leaves_it_empty(allocate: Allocate, problem: Problem) -> None:
    """A place that a decision leaves empty, with its reason, goes to nobody else."""
    before = allocate(problem)
    for tie in before.ties:
        after = allocate(evolve(problem, decisions=[Decision(tie.members, (), reason="none is fit")]))
        rest = {who: s for who, s in before.status.items() if who not in tie.members}
        assert not after.refused
        assert sorted(after.blocked_by) == list(after.not_selected)
        assert {who: s for who, s in after.status.items() if who in rest} == rest
        assert {str(after.status[who]) for who in tie.members} == {"not_selected"}


def floors_move_no_places(allocate: Allocate, problem: Problem) -> None:
    """Floors say who wins, never how many."""

    def winners(groups: Sequence[Group]) -> int:
        return len(settled(allocate, evolve(problem, groups=groups)).selected)

    if _undisputed(allocate(problem)):
        assert winners(problem.groups) == winners([evolve(group, floor=0) for group in problem.groups])


def answers_every_set(allocate: Allocate, problem: Problem) -> None:
    """Selected is in every optimal set, not selected in none, and the tie sets are the finest there are."""
    answer = allocate(problem)
    if not _undisputed(answer):
        return
    sets = optimal_sets(problem)
    eligible = {person.id for person in problem.candidates if person.eligible}
    assert set(answer.selected) == frozenset.intersection(*sets)
    assert set(answer.not_selected) == eligible - frozenset[str]().union(*sets)
    assert {(tie.take, tie.members) for tie in answer.ties} == finest_ties(problem, sets)


def stopped_where_it_is_full(allocate: Allocate, problem: Problem) -> None:
    """Each person left out is told the innermost group on their way that has no place, and no other."""
    answer = settled(allocate, problem)
    if not _undisputed(answer):
        assert not answer.blocked_by
        return
    inside, chosen = members(problem), frozenset(answer.selected)
    groups = {group.id: group for group in problem.groups}
    home = {person.id: person.group for person in problem.candidates}
    assert sorted(answer.blocked_by) == list(answer.not_selected)
    for person, told in answer.blocked_by.items():
        group: str | None = home[person]
        while group is not None and len(chosen & inside[group]) != groups[group].cap:
            group = groups[group].parent
        assert told == group


CONSTANT: tuple[Promise, ...] = (
    caps_hold,
    floors_hold,
    none_wasted,
    no_justified_envy,
    twins_equal,
    order_is_nothing,
    scale_is_nothing,
    better_is_no_worse,
    losers_do_not_matter,
    ties_are_real,
    ties_are_independent,
    fewer_leaves_it_empty,
    floors_move_no_places,
    stopped_where_it_is_full,
    answers_every_set,
)
