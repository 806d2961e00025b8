"""A ruleset with one input declared otherwise, wherever it is read."""

from __future__ import annotations

from typing import Any

import attrs
from attrs import evolve

from ...rules.nodes import Input
from ...rules.tools import Ruleset
from ...words import Text

__all__ = ["exchanged", "swapped"]


def exchanged(ruleset: Ruleset, given: Input, changed: Input) -> Ruleset:
    """The ruleset with one input declared otherwise wherever it is read."""
    memo: dict[int, Any] = {}
    kinds = tuple(
        evolve(
            rules,
            entries=tuple(evolve(entry, rule=_swap(entry.rule, given, changed, memo)) for entry in rules.entries),
            inputs=tuple(_swap(one, given, changed, memo) for one in rules.inputs),
        )
        for rules in ruleset.kinds
    )
    return evolve(ruleset, kinds=kinds)


def swapped(value: Any, given: Any, changed: Any) -> Any:
    """A declaration with `changed` for `given` wherever it stands in it; the very same where it does not."""
    return _swap(value, given, changed, {})


def _swap(value: Any, given: Any, changed: Any, memo: dict[int, Any]) -> Any:
    if isinstance(value, tuple):
        parts = tuple(_swap(part, given, changed, memo) for part in value)
        return value if all(one is two for one, two in zip(parts, value, strict=True)) else parts
    if not attrs.has(type(value)) or isinstance(value, Text):
        return value
    if id(value) not in memo:
        memo[id(value)] = changed if value == given else _swap_fields(value, given, changed, memo)
    return memo[id(value)]


def _swap_fields(value: Any, given: Any, changed: Any, memo: dict[int, Any]) -> Any:
    parts = {}
    for found in attrs.fields(type(value)):
        before = getattr(value, found.name)
        after = _swap(before, given, changed, memo)
        if after is not before:
            parts[found.name.lstrip("_")] = after
    return evolve(value, **parts) if parts else value
