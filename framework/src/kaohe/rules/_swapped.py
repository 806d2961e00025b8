"""A declaration with one part of it declared otherwise, wherever it stands: an input, a row, a named value."""

from __future__ import annotations

from typing import Any

import attrs
from attrs import evolve

from ..words import Text
from ._redeclared import redeclared
from .assembly import KindRules, Ruleset
from .nodes import Named

__all__ = ["renamed", "swapped"]


def swapped(value: Any, given: Any, changed: Any, *, memo: dict[int, Any] | None = None) -> Any:
    """A declaration with `changed` for `given` wherever it stands in it; the very same where it does not.

    `memo` is shared by whoever exchanges one thing in many declarations that share parts.
    """
    return _swap(value, given, changed, {} if memo is None else memo)


def renamed(ruleset: Ruleset, given: Named, changed: Named) -> Ruleset:
    """The ruleset with a named value declared otherwise, and what derives from the rules that read it.

    Raises SchemeError where the rule of a single period no longer follows.
    """
    return evolve(ruleset, kinds=tuple(_changed(rules, given, changed) for rules in ruleset.kinds))


def _changed(rules: KindRules, given: Named, changed: Named) -> KindRules:
    for entry in rules.entries:
        if not entry.derived_from:
            rule = swapped(entry.rule, given, changed)
            if rule is not entry.rule:
                rules = redeclared(rules, entry.rule.id, rule)
    return rules


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
