"""A ruleset with a number of one clause otherwise: what a threshold, a share or a weight decides."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import attrs
from attrs import evolve

from ..errors import KaoheError, SchemeError
from ..words import Message, Text, named
from ._alike import near
from ._exact import show
from ._redeclared import redeclared
from ._rules import Item, ItemPart, Rule, rows_of
from ._swapped import renamed, swapped
from .assembly import KindRules, Ruleset
from .nodes import Input, Named

__all__ = ["numbers_in", "renumbered"]

# What is said for display or names something else: no number of the clause.
_APART = ("display_places", "link", "rows", "tally", "axis", "excuses", "id", "clause", "text")

_NO_ROW = Message(
    "K1260",
    "no rule of {scheme} is called {row}; see kaohe describe {scheme} and name one of them",
    "方案 {scheme} 没有规则 {row}；请看 kaohe describe {scheme}，写其中之一",
)
_MEANT = Message(
    "K1263",
    "no rule of {scheme} is called {row}; did you mean {near}?",
    "方案 {scheme} 没有规则 {row}；是不是 {near}？",
)
_NO_NUMBER = Message(
    "K1261",
    "{row} declares no number {number}; name one of {known}",
    "{row} 没有数 {number}；请写其一：{known}",
)
_NOT_SO = Message(
    "K1262", "{row} cannot be declared with {number}: {why}; try another", "{row} 不能改为 {number}：{why}；请另取"
)


def numbers_in(ruleset: Ruleset, row: str) -> tuple[Fraction, ...]:
    """The numbers that a rule, or a row of a point table, declares, each once, smallest first.

    Raises SchemeError where no rule is called so.
    """
    found: set[Fraction] = set()
    for _, _, place in _places(ruleset, row):
        found |= set(_numbers(place))
    return tuple(sorted(found))


def renumbered(ruleset: Ruleset, row: str, old: Fraction, new: Fraction) -> Ruleset:
    """The ruleset with `new` wherever the rule called `row` declares `old`, for every kind that has the rule.

    A value that several rules read is declared once, so it changes for all of them. What derives from the rule (the
    rule of a single period) changes with it. Inputs keep their ranges: what was entered stays what it is.

    Raises SchemeError where no rule is called so, it declares no such number, or cannot be declared with the new one.
    """
    places = _places(ruleset, row)
    if not any(old in _numbers(place) for _, _, place in places):
        known = ", ".join(map(show, numbers_in(ruleset, row))) or "-"
        raise SchemeError(_NO_NUMBER.format(row=named(row), number=show(old), known=known))
    try:
        return _changed(ruleset, places, old, new)
    except KaoheError as error:
        raise SchemeError(_NOT_SO.format(row=named(row), number=show(new), why=error.text)) from error
    except (TypeError, ValueError) as error:
        raise SchemeError(_NOT_SO.format(row=named(row), number=show(new), why=str(error)[:120])) from error


_Place = tuple[KindRules, Rule, Rule | Item | ItemPart]


def _places(ruleset: Ruleset, row: str) -> list[_Place]:
    """The rows of that id, with the rule and kind they are of; rules that derive from another are left to it."""
    every = [
        (rules, entry.rule, one)
        for rules in ruleset.kinds
        for entry in rules.entries
        if not entry.derived_from
        for one in rows_of(entry.rule)
    ]
    found = [place for place in every if place[2].id == row]
    if not found:
        meant = near(row, {one.id for _, _, one in every}) if len(row) < 60 else None
        refusal = _NO_ROW if meant is None else _MEANT
        raise SchemeError(refusal.format(scheme=ruleset.id, row=named(row[:60]), near=meant))
    return found


def _changed(ruleset: Ruleset, places: list[_Place], old: Fraction, new: Fraction) -> Ruleset:
    shared = [(one, evolve(one, value=_swap(one.value, old, new))) for one in _shared(places, old)]
    kinds = {rules.kind.key: rules for rules in ruleset.kinds}
    for rules, rule, place in places:
        made = swapped(rule, place, _swap(place, old, new))
        kinds[rules.kind.key] = redeclared(kinds[rules.kind.key], rule.id, made)
    whole = evolve(ruleset, kinds=tuple(kinds.values()))
    for one, other in shared:
        whole = renamed(whole, one, other)
    return whole


def _shared(places: list[_Place], old: Fraction) -> list[Named]:
    """The named values inside the rows that hold the number, each once."""
    found: list[Named] = []
    for _, _, place in places:
        for one in _inside(place):
            if isinstance(one, Named) and one not in found and old in _numbers(one.value):
                found.append(one)
    return found


def _fields(value: Any) -> Iterator[tuple[str, Any]]:
    """The parts of a declaration that may hold a number of the clause."""
    for found in attrs.fields(type(value)):
        if found.name not in _APART:
            yield found.name, getattr(value, found.name)


def _open(value: Any) -> bool:
    """Whether a declaration is looked into: not an input, which says what is entered, nor words."""
    return attrs.has(type(value)) and not isinstance(value, Text | Input)


def _inside(value: Any) -> Iterator[Any]:
    yield value
    parts = value if isinstance(value, tuple) else [part for _, part in _fields(value)] if _open(value) else ()
    for part in parts:
        yield from _inside(part)


def _numbers(value: Any) -> Iterator[Fraction]:
    for one in _inside(value):
        if isinstance(one, int | Fraction) and not isinstance(one, bool):
            yield Fraction(one)


def _swap(value: Any, old: Fraction, new: Fraction) -> Any:
    """The declaration with one number for the other; the very same where it does not hold it."""
    if isinstance(value, Named):  # declared once for several rules, and exchanged in all of them
        return value
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return (int(new) if isinstance(value, int) and new.denominator == 1 else new) if value == old else value
    return _parts(value, old, new)


def _parts(value: Any, old: Fraction, new: Fraction) -> Any:
    if isinstance(value, tuple):
        parts = tuple(_swap(part, old, new) for part in value)
        return value if all(one is two for one, two in zip(parts, value, strict=True)) else parts
    if not _open(value):
        return value
    changed = {name.lstrip("_"): after for name, part in _fields(value) if (after := _swap(part, old, new)) is not part}
    return evolve(value, **changed) if changed else value
