"""The numbers that decide something, which a shown number must not seem to reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from .._descend import descend
from .._rules import Bands, Rule
from ..nodes import Compare, Const

__all__ = ["limits_of"]


def limits_of(rules: Iterable[Rule]) -> tuple[Fraction, ...]:
    """Every number that one of `rules` compares something with: edges of bands and thresholds, in order."""
    return tuple(sorted({limit for rule in rules for limit in (*_edges(rule), *_thresholds(rule))}))


def _edges(rule: Rule) -> Iterator[Fraction]:
    for band in rule.bands if isinstance(rule, Bands) else ():
        yield from (edge for edge in (band.low, band.high, band.below) if edge is not None)


def _thresholds(rule: Rule) -> Iterator[Fraction]:
    for node in (node for expression in rule.expressions() for node in descend(expression)):
        if isinstance(node, Compare):
            yield from (side.value for side in (node.left, node.right) if isinstance(side, Const))
