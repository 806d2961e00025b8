"""What is missing or open in one record itself, by its labels."""

from __future__ import annotations

from collections.abc import Container, Sequence

from kaohe.engine import Outcome
from kaohe.rules import Ceiling
from kaohe.rules.tools import KindRules, doubt_text

__all__ = ["lacks", "own_needs", "own_pending"]


def own_needs(outcome: Outcome, rules: KindRules) -> list[str]:
    """The labels of what is missing in this record itself, not in others of its pool or linked to it."""
    return _labelled(outcome.needs, rules)


def lacks(outcome: Outcome, inputs: Container[str]) -> bool:
    """Whether anything is missing in this record itself; `inputs` are the keys of its kind's inputs."""
    return any(name.partition("[")[0] in inputs for name in outcome.needs)


def own_pending(outcome: Outcome, rules: KindRules) -> list[str]:
    """The labels of the findings and limits whose re-check is open."""
    limits = {rule.id: str(rule.text) for rule in rules.rules(Ceiling)}
    return [*_labelled(outcome.pending, rules), *(limits[name] for name in outcome.pending if name in limits)]


def _labelled(names: Sequence[str], rules: KindRules) -> list[str]:
    labels = {given.key: given.label for given in rules.inputs}
    found = []
    for name in names:
        key, _, rest = name.partition("[")
        if key in labels:
            asked = doubt_text(name, labels)
            found.append(str(asked) if asked is not None else f"{labels[key]} {rest.rstrip(']')}".strip())
    return found
