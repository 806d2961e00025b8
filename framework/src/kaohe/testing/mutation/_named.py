"""What a scheme names and several rules read: declared once, so changed once, wherever it is read."""

from __future__ import annotations

from collections.abc import Iterator

from ...rules.nodes import Named
from ...rules.tools import Entry, KindRules, descend

__all__ = ["named_in"]


def named_in(rules: KindRules) -> Iterator[tuple[Entry, Named]]:
    """The named values of a kind, each with the rule that says nothing else, else the first that reads it."""
    found: list[tuple[Entry, Named]] = []
    for entry in (entry for entry in rules.entries if not entry.derived_from):
        for expression in entry.rule.expressions():
            for node in descend(expression):
                if isinstance(node, Named):
                    _note(found, entry, node, alone=node is expression)
    yield from found


def _note(found: list[tuple[Entry, Named]], entry: Entry, named: Named, *, alone: bool) -> None:
    place = next((place for place, (_, one) in enumerate(found) if one == named), None)
    if place is None:
        found.append((entry, named))
    elif alone and named not in found[place][0].rule.expressions():
        found[place] = (entry, named)
