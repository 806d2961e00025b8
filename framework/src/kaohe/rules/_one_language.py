"""The texts of a scheme that stand in one language only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from ..words import Text
from ._printed import Column
from .assembly import Ruleset

__all__ = ["one_language"]


def one_language(ruleset: Ruleset) -> tuple[Text, ...]:
    """The texts that say in English what they say in Chinese, each once; a word without Chinese in it needs no other.

    Names of grades and headings of forms are the document's own terms in every language. A plugin of one region need
    not speak English: this only counts what an English reader would find in Chinese.
    """
    seen: set[int] = set()
    found = (text for plugin in ruleset.plugins for text in _texts(_said(plugin), seen))
    inside = (text for rules in ruleset.kinds for text in _texts((rules.kind, rules.entries, rules.links), seen))
    grades = {grade for rules in ruleset.kinds for grade in rules.kind.grades}
    alike = (text for text in (*found, *inside) if text.en == text.zh and _chinese(text.en))
    return tuple(dict.fromkeys(text for text in alike if text.zh not in grades))


def _said(plugin: Any) -> tuple[Any, ...]:
    return (plugin.title, plugin.document, plugin.readings, plugin.undefined)


def _chinese(words: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in words)


def _texts(value: Any, seen: set[int]) -> Iterator[Text]:
    """Every text inside a declared value; what several rules share is looked at once."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, Column):
        return
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part, seen)
    elif attrs.has(type(value)) and id(value) not in seen:
        seen.add(id(value))
        for field in attrs.fields(type(value)):
            yield from _texts(getattr(value, field.name), seen)
