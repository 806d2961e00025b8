"""The allocator's front: check the problem, choose the method, apply decisions, and say why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from operator import attrgetter
from typing import NoReturn

from kaohe.errors import AllocationError, InexactError
from kaohe.words import Message

from ._decide import apply_decisions
from ._greedy import Greedy
from ._keys import is_exact, scaled
from ._problem import Candidate, Group, Problem
from ._report import Allocation, refused_whole, reported
from ._share_floor import ShareFloors
from ._soft import apply_excesses
from ._solution import Solver
from ._tree import Tree, named

__all__ = ["NO_GROUP", "allocate", "check_groups", "homes_of"]

_NO_ID = Message(
    "K3002", "a candidate has no id; give each person a text that names them", "有一名候选人没有编号；请给出文字编号"
)
NO_GROUP = Message(
    "K3003",
    '"{person}" stands in group "{group}", which is not declared; declare it or correct the name',
    "“{person}”所在的组“{group}”未声明；请声明或更正名称",
)
_TWICE = Message(
    "K3004",
    '"{person}" is listed twice, in {one} and in {two}; each person has one innermost group',
    "“{person}”重复出现，分别在{one}和{two}；每人只能有一个最内层组",
)
_NO_KEY = Message(
    "K3005",
    'the rank key of "{person}" in {group} is empty; give at least one part',
    "{group}中“{person}”的排序依据为空；请至少给出一项",
)
_PARTS = Message(
    "K3006",
    'the rank key of "{person}" in {group} has {count} part(s) where others have {expected}',
    "{group}中“{person}”的排序依据有 {count} 项，其他人有 {expected} 项",
)
_INEXACT = Message(
    "K3007",
    'part {number} of the rank key of "{person}" in {group} is {value}; write an exact number, never a float',
    "{group}中“{person}”的排序依据第 {number} 项为 {value}；请写精确数，不得用浮点数",
)
_ELIGIBLE = Message(
    "K3008",
    '"{person}" in {group} is neither eligible nor not: {value}; say true or false',
    "{group}中“{person}”是否有资格写作 {value}；请写 true 或 false",
)


_CONFLICT = Message("K3027", "{why}", "{why}")


def check_groups(groups: Sequence[Group]) -> None:
    """Raise AllocationError unless `groups` form a tree with legal caps and floors and no rule conflict.

    For use when a scheme loads, before there are people: the error names the groups and their clauses.
    """
    conflict = Tree.of(groups).conflict()
    if conflict is not None:
        raise AllocationError(_CONFLICT.format(why=conflict.reason))


def allocate(problem: Problem) -> Allocation:
    """Give out the places of `problem`, exactly, and explain each answer.

    Raises AllocationError for groups that do not form a tree, illegal numbers and malformed candidates, and
    InexactError for a float in a key; each names the group, the person and the clause. Rules that no selection
    can satisfy, refused decisions and floors too few people can fill are not errors but part of the answer.
    """
    tree = Tree.of(problem.groups)
    homes = homes_of(tree, problem.candidates)
    conflict = tree.conflict()
    if conflict is not None:
        return refused_whole(problem, tree, conflict)
    keys = scaled([candidate.key for candidate in problem.candidates])
    eligible = [number for number, candidate in enumerate(problem.candidates) if candidate.eligible]
    order = sorted(eligible, key=keys.__getitem__, reverse=True)
    solver: Solver = (ShareFloors if tree.share_of else Greedy)(tree, homes, order, keys)
    solver.solve()
    refused = apply_decisions(problem, solver)
    answer = reported(problem, tree, homes, order, keys, solver, refused)
    return apply_excesses(problem, tree, answer)


def homes_of(tree: Tree, candidates: Sequence[Candidate]) -> list[int]:
    """Each candidate's group number, every candidate checked on the way."""
    index = tree.index
    try:
        homes = [index[candidate.group] for candidate in candidates]
    except (KeyError, TypeError):
        _refuse_homeless(tree, candidates)
        raise
    if len(set(map(attrgetter("id"), candidates))) < len(candidates):
        _refuse_twins(tree, candidates)
    expected = max(1, _usual_length(candidates))
    for candidate in candidates:
        if (
            len(candidate.key) != expected
            or candidate.eligible not in _TRUTH
            or type(candidate.id) is not str
            or not candidate.id
        ):
            _refuse(tree, candidate, expected)
        for part in candidate.key:
            if type(part) is not int and not is_exact(part):
                _refuse(tree, candidate, expected)
    return homes


_TRUTH = (True, False)


def _is_id(value: object) -> bool:
    return type(value) is str and value != ""


def _usual_length(candidates: Sequence[Candidate]) -> int:
    """The number of key parts most people have, so that the odd one out is named and not its neighbours."""
    lengths = Counter(map(len, map(attrgetter("key"), candidates)))
    return max((count, length) for length, count in lengths.items())[1] if lengths else 1


def _refuse_homeless(tree: Tree, candidates: Sequence[Candidate]) -> None:
    for candidate in candidates:
        if type(candidate.group) is not str or candidate.group not in tree.index:
            raise AllocationError(NO_GROUP.format(person=str(candidate.id), group=str(candidate.group)))


def _refuse_twins(tree: Tree, candidates: Sequence[Candidate]) -> None:
    seen: dict[str, Candidate] = {}
    for candidate in candidates:
        if not _is_id(candidate.id):
            raise AllocationError(_NO_ID)
        if candidate.id in seen:
            one, two = (named(tree.groups[tree.index[found.group]]) for found in (seen[candidate.id], candidate))
            raise AllocationError(_TWICE.format(person=candidate.id, one=one, two=two))
        seen[candidate.id] = candidate


def _refuse(tree: Tree, suspect: Candidate, expected: int) -> NoReturn:
    """Raise for the first thing wrong with `suspect`, whose key should have `expected` parts."""
    if not _is_id(suspect.id):
        raise AllocationError(_NO_ID)
    group = named(tree.groups[tree.index[suspect.group]])
    if not suspect.key:
        raise AllocationError(_NO_KEY.format(person=suspect.id, group=group))
    if suspect.eligible not in _TRUTH:
        raise AllocationError(_ELIGIBLE.format(person=suspect.id, group=group, value=str(suspect.eligible)))
    for number, part in enumerate(suspect.key, start=1):
        if not is_exact(part):
            raise InexactError(_INEXACT.format(number=number, person=suspect.id, group=group, value=str(part)))
    text = _PARTS.format(person=suspect.id, group=group, count=len(suspect.key), expected=expected)
    raise AllocationError(text)
