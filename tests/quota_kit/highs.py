"""The same problem put to HiGHS, one objective after the other, its answers re-checked in whole numbers."""

from __future__ import annotations

import numpy as np

from kaohe.engine.quota import Problem
from quota_kit.reference import members, shortfall, within_caps

__all__ = ["best"]

Row = tuple[dict[int, int], float, float]


def _rows(problem: Problem, people: list[str]) -> list[Row]:
    """Caps, and for each floor: what it lacks is at least what it asks less what it has."""
    inside, column = members(problem), {person: number for number, person in enumerate(people)}
    rows: list[Row] = []
    for number, group in enumerate(problem.groups):
        own = [column[person] for person in inside[group.id] if person in column]
        if group.cap is not None:
            rows.append((dict.fromkeys(own, 1), -np.inf, group.cap))
        lack = len(people) + number
        rows.append(({**dict.fromkeys(own, 1), lack: 1}, group.floor, np.inf))
        if group.floor_share is not None:
            top, bottom = group.floor_share.share.as_integer_ratio()
            row = {lack: bottom, **dict.fromkeys(own, bottom)}
            for person in inside[group.floor_share.of]:
                if person in column:
                    row[column[person]] = row.get(column[person], 0) - top
            rows.append((row, 0, np.inf))
    return rows


def _maximum(rows: list[Row], goal: dict[int, int], people: int, groups: int) -> tuple[int, list[int]]:
    # Every process collects all tests, and one of them needs this: to import it takes a second.
    from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]  # it ships no types

    size = people + groups
    matrix = np.zeros((len(rows), size))
    for number, (row, _, _) in enumerate(rows):
        for column, factor in row.items():
            matrix[number, column] = factor
    upper = np.concatenate([np.ones(people), np.full(groups, people + 50)])
    cost = np.zeros(size)
    for column, factor in goal.items():
        cost[column] = -factor
    limits = LinearConstraint(matrix, np.array([r[1] for r in rows]), np.array([r[2] for r in rows]))
    found = milp(
        cost,
        constraints=limits,
        bounds=Bounds(np.zeros(size), upper),
        integrality=np.ones(size),
        options={"mip_rel_gap": 0},
    )
    assert found.success, found.message
    values = [round(value) for value in found.x]
    return sum(factor * values[column] for column, factor in goal.items()), values


def best(problem: Problem) -> tuple[int, int, tuple[int, ...]]:
    """The most places, the least shortfall, and the best rank vector (people of each rank, best rank first)."""
    people = [person.id for person in problem.candidates if person.eligible]
    key = {person.id: person.key for person in problem.candidates}
    rows, sizes = _rows(problem, people), (len(people), len(problem.groups))
    goals = [dict.fromkeys(range(len(people)), 1), {len(people) + n: -1 for n in range(len(problem.groups))}]
    ranks = sorted({key[person] for person in people}, reverse=True)
    goals += [{n: 1 for n, person in enumerate(people) if key[person] == rank} for rank in ranks]
    results, values = [], [0] * sum(sizes)
    for goal in goals:
        result, values = _maximum(rows, goal, *sizes)
        rows.append((goal, result, result))
        results.append(result)
    chosen = frozenset(person for person, value in zip(people, values, strict=False) if value)
    assert within_caps(problem, chosen, members(problem))
    assert (len(chosen), -shortfall(problem, chosen, members(problem))) == tuple(results[:2])
    return results[0], -results[1], tuple(results[2:])
