"""A finding of lint, and the sentence that says where it is."""

from __future__ import annotations

from attrs import frozen

from ..words import Text
from ._rules import Item, ItemPart, Rule
from .nodes import Input

__all__ = ["Fault", "fault"]


@frozen
class Fault:
    """One finding of lint; a scheme with an "error" does not run, a "warning" is shown."""

    check: str
    level: str
    rule: str
    clause: str
    text: Text


def fault(check: str, rule: Rule | Item | ItemPart | Input, text: Text, level: str = "error") -> Fault:
    """What is wrong with a rule, a row or an input, named with its clause."""
    name = rule.key if isinstance(rule, Input) else rule.id
    where = Text("{id} ({clause}): {text}", "{id}（{clause}）：{text}").format(id=name, clause=rule.clause, text=text)
    return Fault(check, level, name, rule.clause, where)
