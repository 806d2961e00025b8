"""What may go wrong at one node of an expression, one function a family of nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from attrs import evolve

from ...rules import Choice, GradeIs, Tally
from ...rules.nodes import (
    Aggregate,
    All,
    And,
    Clamp,
    Compare,
    Extreme,
    If,
    Is,
    LinkedBack,
    Not,
    Or,
    Round,
    TallyCount,
    TallyShare,
    Their,
    Weighted,
)
from ...rules.nodes import Any as Some
from ...rules.tools import show

__all__ = ["NODES", "others"]

_SIDES = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": ">="}
_AGGREGATES = {"mean": "sum", "sum": "mean", "max": "min", "min": "max", "due": "known", "known": "due"}
_ROUNDINGS = ("down", "half-up", "up")

Change = tuple[str, str, str, str, Any]


def others(value: str, known: Sequence[str]) -> list[str]:
    """The other words of a closed list."""
    return [word for word in known if word != value]


def _compare(node: Compare, grades: Sequence[str]) -> Iterator[Change]:
    if node.op in _SIDES:
        yield ".op", "side", node.op, _SIDES[node.op], evolve(node, op=_SIDES[node.op])


def _aggregate(node: Aggregate, grades: Sequence[str]) -> Iterator[Change]:
    if node.op in _AGGREGATES:
        other = _AGGREGATES[node.op]
        yield ".op", "mean", node.op, other, evolve(node, op=other)


def _every(node: Some | All, grades: Sequence[str]) -> Iterator[Change]:
    other = All if isinstance(node, Some) else Some
    yield ".of", "condition", type(node).__name__.lower(), other.__name__.lower(), other(node.of)


def _joined(node: And | Or, grades: Sequence[str]) -> Iterator[Change]:
    other = Or if isinstance(node, And) else And
    yield ".conditions", "condition", type(node).__name__.lower(), other.__name__.lower(), other(node.conditions)
    for place in range(len(node.conditions) if len(node.conditions) > 1 else 0):
        less = node.conditions[:place] + node.conditions[place + 1 :]
        made = less[0] if len(less) == 1 else evolve(node, conditions=less)
        yield f".conditions[{place}]", "condition", "declared", "left out", made


def _not(node: Not, grades: Sequence[str]) -> Iterator[Change]:
    yield ".condition", "condition", "not", "as it is", node.condition


def _clamp(node: Clamp, grades: Sequence[str]) -> Iterator[Change]:
    if node.low is not None:
        yield ".low", "cap", show(node.low), "none", node.value if node.high is None else evolve(node, low=None)
    if node.high is not None:
        yield ".high", "cap", show(node.high), "none", node.value if node.low is None else evolve(node, high=None)


def _round(node: Round, grades: Sequence[str]) -> Iterator[Change]:
    for how in others(node.how, _ROUNDINGS):
        yield ".how", "rounding", node.how, how, evolve(node, how=how)
    yield ".how", "rounding", node.how, "none", node.value


def _weighted(node: Weighted, grades: Sequence[str]) -> Iterator[Change]:
    for place, ((one, first), (two, second)) in enumerate(zip(node.terms, node.terms[1:], strict=False)):
        if first != second:
            terms = (*node.terms[:place], (one, second), (two, first), *node.terms[place + 2 :])
            where = f".terms[{place}]+terms[{place + 1}]"
            yield where, "weights", f"{show(first)}, {show(second)}", "swapped", evolve(node, terms=terms)


def _extreme(node: Extreme, grades: Sequence[str]) -> Iterator[Change]:
    other = "min" if node.op == "max" else "max"
    yield ".op", "mean", node.op, other, evolve(node, op=other)
    for place in range(len(node.values) if len(node.values) > 1 else 0):
        less = node.values[:place] + node.values[place + 1 :]
        yield f".values[{place}]", "condition", "declared", "left out", evolve(node, values=less)


def _if(node: If, grades: Sequence[str]) -> Iterator[Change]:
    if node.value != node.otherwise:
        yield (
            ".value+otherwise",
            "condition",
            "declared",
            "swapped",
            evolve(node, value=node.otherwise, otherwise=node.value),
        )


def _codes(named: tuple[str, ...], known: Sequence[str]) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """One code less, and the next code that is not named in its stead."""
    free = [code for code in known if code not in named]
    for place, code in enumerate(named):
        if len(named) > 1:
            yield place, "left out", named[:place] + named[place + 1 :]
        if free:
            after = known.index(code) if code in known else 0
            other = next((one for one in known[after:] if one in free), free[-1])
            yield place, other, (*named[:place], other, *named[place + 1 :])


def _is(node: Is, grades: Sequence[str]) -> Iterator[Change]:
    choice = _chosen(node.choice)
    for place, other, codes in _codes(node.codes, choice.codes if choice is not None else ()):
        yield f".codes[{place}]", "option", node.codes[place], other, evolve(node, codes=codes)


def _chosen(choice: Any) -> Choice | None:
    while isinstance(choice, Their):
        choice = choice.expression
    return choice if isinstance(choice, Choice) else None


def _grade_is(node: GradeIs, grades: Sequence[str]) -> Iterator[Change]:
    for place, other, named in _codes(node.grades, grades):
        yield f".grades[{place}]", "grade", node.grades[place], other, evolve(node, grades=named)


def _votes(node: TallyCount | TallyShare, grades: Sequence[str]) -> Iterator[Change]:
    tally = node.tally
    for place, other, codes in _codes(node.codes, tally.codes if isinstance(tally, Tally) else ()):
        yield f".codes[{place}]", "option", node.codes[place], other, evolve(node, codes=codes)


def _their(node: Their, grades: Sequence[str]) -> Iterator[Change]:
    """One kind less along a back link."""
    if isinstance(node.link, LinkedBack) and len(node.link.kinds) > 1:
        for place, kind in enumerate(node.link.kinds):
            less = node.link.kinds[:place] + node.link.kinds[place + 1 :]
            yield f".kinds[{place}]", "kind", kind.key, "left out", evolve(node, link=evolve(node.link, kinds=less))


NODES: tuple[tuple[type | tuple[type, ...], Callable[[Any, Sequence[str]], Iterator[Change]]], ...] = (
    (Compare, _compare),
    (Aggregate, _aggregate),
    ((Some, All), _every),
    ((And, Or), _joined),
    (Not, _not),
    (Clamp, _clamp),
    (Round, _round),
    (Weighted, _weighted),
    (Extreme, _extreme),
    (If, _if),
    (Is, _is),
    (GradeIs, _grade_is),
    ((TallyCount, TallyShare), _votes),
    (Their, _their),
)
