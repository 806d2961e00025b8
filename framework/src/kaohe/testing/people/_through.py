"""Facts of linked people: what a rule reads through a link is reached by changing whom the link leads to.

Such a fact goes by the link and its key: "team/score" is the score of the linked team, "member<team/late" the same
of whoever is linked back, "member<team#" how many of them there are. A chain of links makes a chain of names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ...rules import GradeIs, Link
from ...rules.nodes import Expr, LinkedBack, Their
from ...rules.tools import KindRules, Ruleset, descend, raw_ids

__all__ = ["linked_kind", "looks", "over", "own_facts", "reached", "reads_grade"]

Facts = dict[str, Any]
Row = dict[str, Any]


def over(link: Link | LinkedBack, facts: Facts) -> Facts:
    """The facts as those of whom a link leads to."""
    name = link.key if isinstance(link, Link) else link.axis_key
    return {f"{name}/{key}": value for key, value in facts.items()}


def own_facts(facts: Facts) -> Facts:
    """The facts that are somebody's own."""
    return {key: value for key, value in facts.items() if "/" not in key and not key.endswith("#")}


def linked_kind(ruleset: Ruleset, node: Their) -> KindRules | None:
    """The rules of the kind that a link leads to; of a back link, of its first kind."""
    return ruleset.kind(node.kinds[0].key)


def looks(expressions: Iterable[Expr]) -> list[Their]:
    """Every look through a link in some expressions, each once."""
    return list(dict.fromkeys(node for one in expressions for node in descend(one) if isinstance(node, Their)))


def reads_grade(expression: Expr) -> bool:
    """Whether an expression asks for a grade."""
    return any(isinstance(node, GradeIs) for node in descend(expression))


def reached(people: list[Row], name: str, facts: Facts) -> list[Row]:
    """The people with the facts of linked ones put in, as seen from `name`; whoever is not there is left out."""
    found = {row["id"]: row for row in people}
    for key, value in facts.items():
        if key.endswith("#"):
            _multiply(found, name, key[:-1], value)
    for key, value in facts.items():
        path = key.split("/")
        for one in _there(found, [name], path[:-1]) if len(path) > 1 else ():
            found[one] = {**found[one], "facts": {**found[one]["facts"], path[-1]: value}}
    return list(found.values())


def _there(found: dict[str, Row], names: list[str], path: list[str]) -> list[str]:
    """Whom a chain of links leads to."""
    for step in path:
        names = [target for name in names for target in _next(found, name, step)]
    return names


def _next(found: dict[str, Row], name: str, step: str) -> Iterator[str]:
    kinds, back, link = step.partition("<")
    if not back:
        yield from (one for one in raw_ids(found[name].get("links", {}).get(step)) if one in found)
        return
    for row in list(found.values()):
        if row["kind"] in kinds.split("+") and name in raw_ids(row.get("links", {}).get(link)):
            yield row["id"]


def _multiply(found: dict[str, Row], name: str, axis: str, count: int) -> None:
    """So many of those who are linked back, each like the first."""
    there = list(_next(found, name, axis))
    for one in there[count:]:
        del found[one]
    for place in range(len(there), count if there else 0):
        row = found[there[0]]
        found[f"{row['id']}-{place + 1}"] = {**row, "id": f"{row['id']}-{place + 1}"}
