"""People who were read under one ruleset, taken over by another of the same scheme that reads their entries alike."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from ..engine import Appraisee, Cohort
from ..rules.tools import KindRules, Relations
from ._people import LazyFacts

__all__ = ["repacked"]


def repacked(known: Cohort, other: Cohort) -> dict[str, Appraisee]:
    """Those of `known` whose kind another ruleset reads alike, by id, with the packed columns of its cohort `other`.

    Nobody where the cycle supplies something else. What a kind is worth may differ; what is entered for it may not.
    """
    if (known.cycle, known.supplied) != (other.cycle, other.supplied):
        return {}
    before = {rules.kind.key: rules for rules in known.ruleset.kinds}
    after = {rules.kind.key: rules for rules in other.ruleset.kinds}
    alike = {kind for kind in before.keys() & after.keys() if _read(before[kind]) == _read(after[kind])}
    stay = {kind for kind in alike if _columns(known, kind) == _columns(other, kind)}
    return {
        name: person if person.kind in stay else evolve(person, packed=_packed(person, other))
        for name, person in known.appraisees.items()
        if person.kind in alike
    }


def _read(rules: KindRules) -> tuple[Any, ...]:
    """What reading somebody of a kind depends on."""
    return rules.inputs, rules.links, Relations.of(rules), _confirmable(rules)


def _confirmable(rules: KindRules) -> list[str]:
    return [entry.rule.id for entry in rules.entries if getattr(entry.rule, "confirm", False)]


def _columns(cohort: Cohort, kind: str) -> Any:
    """What the packed records of a kind hold, None where it has no compiled form."""
    compiled = None if cohort.lane is None else cohort.lane.compiled(kind)
    return None if compiled is None else compiled.slots


def _packed(person: Appraisee, other: Cohort) -> tuple[Any, ...] | None:
    """The columns of the other lane; who was read in full is walked, as they were."""
    raw = person.facts.raw if isinstance(person.facts, LazyFacts) else None
    return None if other.lane is None or raw is None else other.lane.pack(person.kind, raw, person.rechecks)
