"""A mutant in words: what the declaration says, and what it says after the change."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import attrs

from ...errors import KaoheError
from ...rules import Band, Item, ItemPart, Rank
from ...rules.nodes import Const, DateConst, Expr, Input, render
from ...rules.tools import Rule, band_text, effect, show
from ...words import Text

__all__ = ["diff"]

_LEFT_OUT = Text("left out", "略去")
_NOTHING = Text("not declared", "未声明")
_YES, _NO = Text("yes", "是"), Text("no", "否")


def diff(one: Any, two: Any) -> tuple[Text, Text]:
    """The smallest part that two declarations differ in, in words: before and after."""
    if two is None:
        return _said(one), _LEFT_OUT
    for depth, (before, after) in reversed(list(enumerate(_path(one, two)))):
        if depth and isinstance(before, Input):
            continue  # an input alone does not say where it is read
        found = _say(before), _say(after)
        if found[0] is not None and found[1] is not None and found[0] != found[1]:
            return found[0], found[1]
    return _fields(one, two)


def _said(rule: Any) -> Text:
    """A whole rule: its own text, its condition, and what it does."""
    parts = [rule.text, *(text for part in rule.expressions() if (text := _say(part)) is not None)]
    told = _say(rule)
    joined = parts if told is None else [*parts, told]
    return Text("; ".join(text.en for text in joined), "；".join(text.zh for text in joined))


def _path(one: Any, two: Any) -> Iterator[tuple[Any, Any]]:
    """The two declarations, then the one part that they differ in, and so on inwards."""
    while True:
        yield one, two
        inner = _parts(one, two)
        if inner is None or len(inner) != 1:
            return
        ((one, two),) = inner


def _parts(one: Any, two: Any) -> list[tuple[Any, Any]] | None:
    """The parts that differ; None where the two are no longer of one form."""
    if type(one) is not type(two):
        return None
    if isinstance(one, tuple):
        return [(a, b) for a, b in zip(one, two, strict=True) if a != b] if len(one) == len(two) else None
    if attrs.has(type(one)) and not isinstance(one, Text):
        names = [found.name for found in attrs.fields(type(one))]
        return [(getattr(one, name), getattr(two, name)) for name in names if getattr(one, name) != getattr(two, name)]
    return None


def _say(value: Any) -> Text | None:
    """A part in words; None for one that says nothing by itself."""
    try:
        if isinstance(value, Const | DateConst):
            return None
        if isinstance(value, Expr):
            return render(value)
        if isinstance(value, Band):
            return band_text(value)
        if isinstance(value, Rank):
            order = Text("more is better", "高者优先") if value.bigger_is_better else Text("less is better", "低者优先")
            return Text("{what}: {order}", "{what}：{order}").format(what=render(value.by), order=order)
        if isinstance(value, Rule | Item | ItemPart):
            return effect(value)
    except (KaoheError, LookupError, TypeError):
        return None  # a mutant may be beyond words
    return None


def _fields(one: Any, two: Any) -> tuple[Text, Text]:
    """The fields that differ, each by its name."""
    names = [found.name for found in attrs.fields(type(one))]
    if type(one) is not type(two):
        return Text(type(one).__name__, type(one).__name__), Text(type(two).__name__, type(two).__name__)
    changed = [name for name in names if getattr(one, name) != getattr(two, name)]
    return _named(one, changed), _named(two, changed)


def _named(value: Any, names: list[str]) -> Text:
    told = [(name, _value(getattr(value, name))) for name in names]
    return Text(
        "; ".join(f"{name}: {text.en}" for name, text in told), "；".join(f"{name}：{text.zh}" for name, text in told)
    )


def _value(value: Any) -> Text:
    if value is None or value == () or value == "":
        return _NOTHING
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, tuple):
        parts = [_value(part) for part in value]
        return Text(", ".join(part.en for part in parts), "、".join(part.zh for part in parts))
    if isinstance(value, Text):
        return value
    if isinstance(value, Input):
        return value.label
    said = _say(value)
    if said is not None:
        return said
    text = show(value) if isinstance(value, Fraction) else str(value)[:80]
    return Text(text, text)
