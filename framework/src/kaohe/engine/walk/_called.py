"""Calling a function that a scheme declares, while an outcome is computed: what it raises or hangs in names its rule."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ...errors import SchemeError
from ...rules.nodes import Computed
from ...rules.tools import KindRules, descend, exact, show, within_limit
from ...words import Message, Text
from ._people import Standpoint

__all__ = ["called"]


def called(walker: Standpoint, node: Computed, values: Sequence[Fraction]) -> Fraction:
    """What the function gives. Raises SchemeError where it raises, hangs, or gives no exact number within its bounds."""
    ruleset = walker.evaluation.cohort.ruleset
    rules = ruleset.kind(walker.appraisee.kind)
    with within_limit(lambda: _named(ruleset.id, rules, node)):
        found = exact(node.function(*values), name=node.name)
    if not node.low <= found <= node.high:
        text = Message(
            "K1121",
            "{what} returned {value}, outside {low} to {high}; correct the function or its bounds",
            "{what} 返回了 {value}，超出 {low} 至 {high}；请更正函数或其上下限",
        )
        what = _named(ruleset.id, rules, node)
        raise SchemeError(text.format(what=what, value=show(found), low=show(node.low), high=show(node.high)))
    return found


def _named(scheme: str, rules: KindRules | None, node: Computed) -> Text:
    """The function with its plugin and the first rule that it stands in."""
    text = Text("{scheme}, rule {rule}: the function of “{name}”", "{scheme}，规则 {rule}：“{name}”的函数")
    entries = rules.entries if rules is not None else ()
    found = (
        entry.rule.id
        for entry in entries
        if any(part is node for expression in entry.rule.expressions() for part in descend(expression))
    )
    return text.format(scheme=scheme, rule=next(found, "-"), name=node.name)
