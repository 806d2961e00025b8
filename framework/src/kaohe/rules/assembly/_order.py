"""The order in which outcomes come to be, where kinds look at each other."""

from __future__ import annotations

import graphlib
from collections.abc import Iterator, Mapping

from ...errors import SchemeError
from ...words import Message
from .._descend import descend
from .._rules import Consequence, PointTable, Total
from ..nodes import Expr, GradeIs, ScoreOf, rank_stages
from ._merge import Entry
from ._reads import looked_at, looks_of

__all__ = ["order_of"]


def order_of(found: Mapping[str, list[Entry]]) -> tuple[tuple[str, str], ...]:
    """The order of (kind, stage) in which outcomes come to be. Raises SchemeError for a cycle."""
    graph: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for key, entries in found.items():
        graph.setdefault((key, "score"), set())
        graph.setdefault((key, "grade"), set()).add((key, "score"))
        for entry in entries:
            if isinstance(entry.rule, Consequence):
                continue
            stage = "score" if isinstance(entry.rule, Total | PointTable) or entry.hook == "bonus_penalty" else "grade"
            graph[key, stage] |= {
                (key, one) for expression in entry.rule.expressions() for one in rank_stages(expression)
            }
            for their in (t for expression in entry.rule.expressions() for _, t in looks_of(key, expression)):
                wanted = list(_stages(their.expression))
                graph[key, stage] |= {(target, one) for target in looked_at(their) for one in wanted}
    try:
        return tuple(graphlib.TopologicalSorter(graph).static_order())
    except graphlib.CycleError as error:
        path = " -> ".join(f"{kind}.{stage}" for kind, stage in error.args[1])
        raise SchemeError(
            Message(
                "K1016",
                "outcomes depend on each other in a circle: {path}; break it in one of the rules",
                "结果相互依赖成环：{path}；请在其中一条规则里断开",
            ).format(path=path)
        ) from error


def _stages(expression: Expr) -> Iterator[str]:
    for found in descend(expression):
        if isinstance(found, ScoreOf):
            yield "score"
        elif isinstance(found, GradeIs):
            yield "grade"
