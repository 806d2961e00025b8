"""A ruleset with one input declared otherwise, wherever it is read."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from ...rules.nodes import Input
from ...rules.tools import Ruleset, swapped

__all__ = ["exchanged"]


def exchanged(ruleset: Ruleset, given: Input, changed: Input) -> Ruleset:
    """The ruleset with one input declared otherwise wherever it is read."""
    memo: dict[int, Any] = {}
    kinds = tuple(
        evolve(
            rules,
            entries=tuple(
                evolve(entry, rule=swapped(entry.rule, given, changed, memo=memo)) for entry in rules.entries
            ),
            inputs=tuple(swapped(one, given, changed, memo=memo) for one in rules.inputs),
        )
        for rules in ruleset.kinds
    )
    return evolve(ruleset, kinds=kinds)
