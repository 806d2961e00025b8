"""The changes within a declaration: its numbers, days, operators, and the inputs that it reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import attrs
from attrs import evolve

from ...errors import KaoheError
from ...rules import (
    Item,
    ItemPart,
    Rank,
)
from ...rules.nodes import Input, Named, Their
from ...rules.tools import KindRules, Rule, Ruleset, show
from ...words import Text
from ._operators import NODES

__all__ = ["Change", "Inside", "yes"]

_LEFT_ALONE = ("display_places", "link", "rows", "tally", "axis", "excuses")


Change = tuple[str, str, str, str, Any]


def yes(value: bool) -> str:
    """A truth as the report says it."""
    return "yes" if value else "no"


class Inside:
    """The changes within a declaration; the inputs that it reads are left as they are, or exchanged for another."""

    def __init__(self, rules: KindRules, ruleset: Ruleset) -> None:
        self.rules, self.ruleset = rules, ruleset

    def of(self, value: Any, path: str) -> Iterator[Change]:
        """Every change within `value`, which stands at `path`."""
        if isinstance(value, Fraction):
            for after in _numbers(value):
                yield path, "number", show(value), show(after), after
        elif isinstance(value, bool | Named) or value is None:
            return  # a named value is changed where it is declared
        elif isinstance(value, int):
            yield path, "number", str(value), str(value + 1), value + 1
        elif isinstance(value, dt.date):
            for day in (value + dt.timedelta(days=1), value - dt.timedelta(days=1)):
                yield path, "number", str(value), str(day), day
        elif isinstance(value, Input):
            yield from self._another(value, path)
        elif isinstance(value, tuple):
            for place, part in enumerate(value):
                for where, sort, was, now, made in self.of(part, f"{path}[{place}]"):
                    yield where, sort, was, now, (*value[:place], made, *value[place + 1 :])
        elif attrs.has(type(value)) and not isinstance(value, Text):
            yield from self._fields(value, path)

    def _another(self, given: Input, path: str) -> Iterator[Change]:
        """The next input of the same sort read instead."""
        alike = [
            one
            for one in self.rules.inputs
            if type(one) is type(given) and one.on == given.on and _range(one) == _range(given)
        ]
        if given in alike and len(alike) > 1:
            other = alike[(alike.index(given) + 1) % len(alike)]
            yield path, "input", given.key, other.key, other

    def _fields(self, value: Any, path: str) -> Iterator[Change]:
        for where, sort, before, after, made in _node_changes(value, self.rules):
            yield f"{path}{where}" if path else where.lstrip("."), sort, before, after, made
        walk = self._linked(value)
        for found in attrs.fields(type(value)):
            if found.name in _LEFT_ALONE:
                continue
            part = getattr(value, found.name)
            where = f"{path}.{found.name}" if path else found.name
            for place, sort, before, after, made in walk.of(part, where):
                changed = _evolved(value, found.name.lstrip("_"), made)
                if changed is not None:
                    yield place, sort, before, after, changed

    def _linked(self, value: Any) -> Inside:
        """What is said of a linked appraisee is read from their inputs."""
        if isinstance(value, Their):
            rules = self.ruleset.kind(value.kinds[0].key)
            if rules is not None:
                return Inside(rules, self.ruleset)
        return self


def _evolved(value: Any, name: str, part: Any) -> Any:
    """The declaration with one part changed; None where it may not be that."""
    try:
        return evolve(value, **{name: part})
    except (KaoheError, TypeError, ValueError):
        return None


def _range(given: Input) -> tuple[object, ...]:
    return (getattr(given, "low", None), getattr(given, "high", None), getattr(given, "options", None))


def _node_changes(value: Any, rules: KindRules) -> Iterator[Change]:
    """What the operators of this sort of node make of it."""
    if isinstance(value, ItemPart):
        yield (
            ".uncapped",
            "cap",
            yes(value.uncapped),
            yes(not value.uncapped),
            evolve(value, uncapped=not value.uncapped),
        )
    elif isinstance(value, Rule | Item | Rank):
        return
    for types, operator in NODES:
        if isinstance(value, types):
            yield from operator(value, rules.kind.grades)


def _numbers(value: Fraction) -> Iterator[Fraction]:
    step = Fraction(1, 100) if 0 < value < 1 and value.denominator != 1 else Fraction(1)
    if value.denominator in (2, 5, 10) and value > 1:
        step = Fraction(1, value.denominator)
    yield value + step
    yield value - step
