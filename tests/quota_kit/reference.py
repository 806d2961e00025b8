"""An independent reading of the rules for small problems: every set is listed, and the best ones are kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from kaohe.engine.quota import Group, Problem

__all__ = ["asked", "finest_ties", "members", "optimal_sets", "shortfall", "within_caps"]

Answer = frozenset[str]
Inside = dict[str, set[str]]


def members(problem: Problem) -> Inside:
    """Who is in each group or below it."""
    parent = {group.id: group.parent for group in problem.groups}
    inside: Inside = {group.id: set() for group in problem.groups}
    for candidate in problem.candidates:
        group: str | None = candidate.group
        while group is not None:
            inside[group].add(candidate.id)
            group = parent[group]
    return inside


def asked(group: Group, chosen: Answer, inside: Inside) -> int:
    """What the floor of `group` asks for when `chosen` are selected."""
    if group.floor_share is None:
        return group.floor
    share, counted = group.floor_share.share, len(chosen & inside[group.floor_share.of])
    return max(group.floor, -(-share.numerator * counted // share.denominator))


def within_caps(problem: Problem, chosen: Answer, inside: Inside) -> bool:
    """Whether `chosen` keep to every cap."""
    return all(group.cap is None or len(chosen & inside[group.id]) <= group.cap for group in problem.groups)


def shortfall(problem: Problem, chosen: Answer, inside: Inside) -> int:
    """The places all floors together lack."""
    return sum(max(0, asked(g, chosen, inside) - len(chosen & inside[g.id])) for g in problem.groups)


def _largest(problem: Problem, inside: Inside) -> Iterator[Answer]:
    eligible = [candidate.id for candidate in problem.candidates if candidate.eligible]
    for size in range(len(eligible), -1, -1):
        sets = (frozenset(some) for some in combinations(eligible, size))
        legal = [chosen for chosen in sets if within_caps(problem, chosen, inside)]
        if legal:
            yield from legal
            return


def optimal_sets(problem: Problem) -> list[Answer]:
    """All sets with the most places, then the least shortfall, then the best rank vector."""
    inside = members(problem)
    key = {candidate.id: candidate.key for candidate in problem.candidates}
    legal = list(_largest(problem, inside))
    least = min(shortfall(problem, chosen, inside) for chosen in legal)
    legal = [chosen for chosen in legal if shortfall(problem, chosen, inside) == least]
    ranked = [sorted((key[person] for person in chosen), reverse=True) for chosen in legal]
    best = max(ranked)
    return [chosen for chosen, ranks in zip(legal, ranked, strict=True) if ranks == best]


def finest_ties(problem: Problem, sets: Sequence[Answer]) -> set[tuple[int, tuple[str, ...]]]:
    """The uncertain people in parts that do not depend on each other, each part one tie set a rank."""
    key = {candidate.id: candidate.key for candidate in problem.candidates}
    rest = frozenset[str]().union(*sets) - frozenset.intersection(*sets)
    ties = set()
    while rest:
        part = _component(rest, sets)
        rest -= part
        for rank in {key[person] for person in part}:
            equals = frozenset(person for person in part if key[person] == rank)
            (take,) = {len(chosen & equals) for chosen in sets}
            ties.add((take, tuple(sorted(equals))))
    return ties


def _component(rest: Answer, sets: Sequence[Answer]) -> Answer:
    """The smallest independent part around the first person of `rest`."""
    first, *others = sorted(rest)
    for size in range(len(others) + 1):
        for more in combinations(others, size):
            part = frozenset((first, *more))
            if _independent(part, rest - part, sets):
                return part
    return rest


def _independent(one: Answer, two: Answer, sets: Sequence[Answer]) -> bool:
    pairs = {(chosen & one, chosen & two) for chosen in sets}
    return len(pairs) == len({left for left, _ in pairs}) * len({right for _, right in pairs})
