"""Whom a change of one record reaches: everybody whose own result may read it, directly or through others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import attrs
from attrs import frozen

from ..rules import GradeIs, Kind, Link, Quota
from ..rules.nodes import LinkedBack, RankOf, Their
from ..rules.tools import Ruleset, linked_ids
from ..words import Text
from ._cohort import Cohort

__all__ = ["Reach"]


@frozen
class Reach:
    """Through which links the rules of a ruleset read others, from the one linked (`back`) or to it (`forward`).

    `everybody` says that no such thing can be told: some rule ranks people, or reads the grade of somebody whose grade
    may hang on places.
    """

    forward: frozenset[str]
    back: frozenset[str]
    everybody: bool

    @classmethod
    def of(cls, ruleset: Ruleset) -> Reach:
        """Read it off the declarations."""
        forward: set[str] = set()
        back: set[str] = set()
        ranked = graded = False
        seen: set[tuple[int, bool]] = set()
        for rules in ruleset.kinds:
            for whole in (*(entry.rule for entry in rules.entries), *rules.inputs):
                for node, theirs in _nodes(whole, False, seen):
                    ranked |= isinstance(node, RankOf)
                    graded |= isinstance(node, GradeIs) and theirs
                    if isinstance(node, LinkedBack):
                        back.add(node.link.key)
                    elif isinstance(node, Link):
                        forward.add(node.key)
        places = any(rules.rules(Quota) for rules in ruleset.kinds)
        return cls(frozenset(forward), frozenset(back), ranked or (graded and places))

    def from_changed(self, before: Cohort, after: Cohort, changed: Collection[str]) -> set[str]:
        """Everybody whom a change of `changed` reaches, themselves included, as they are linked before and after."""
        if self.everybody and changed:
            return {*before.appraisees, *after.appraisees}
        return self.linked(before, after, changed)

    def linked(self, before: Cohort, after: Cohort, changed: Collection[str]) -> set[str]:
        """Those whom it reaches through links alone."""
        found, waiting = set(changed), list(changed)
        while waiting:
            name = waiting.pop()
            for cohort in (before, after):
                for other in self._readers(cohort, name):
                    if other not in found:
                        found.add(other)
                        waiting.append(other)
        return found

    def _readers(self, cohort: Cohort, name: str) -> Iterator[str]:
        """Those who read somebody: linked to them, or not linked yet where they might be; and whom they are linked to."""
        person = cohort.appraisees.get(name)
        if person is None:
            return
        for key in person.links.keys() & self.back:
            yield from linked_ids(person.links[key])
        for rules in cohort.ruleset.kinds:
            for link in rules.links:
                if link.key in self.forward and link.to.key == person.kind:
                    yield from cohort.linked_back(link.key, rules.kind.key, name)
                    yield from cohort.not_linked(link.key, rules.kind.key)


def _nodes(value: object, theirs: bool, seen: set[tuple[int, bool]]) -> Iterator[tuple[object, bool]]:
    """Everything declared within a value, once, and whether it is asked of somebody else."""
    if (id(value), theirs) in seen:
        return
    seen.add((id(value), theirs))  # what is declared outlives the search, so that an id stays its own
    if isinstance(value, LinkedBack):
        yield value, theirs
    elif isinstance(value, Mapping):
        yield from (found for part in value.values() for found in _nodes(part, theirs, seen))
    elif isinstance(value, tuple | list | frozenset):
        yield from (found for part in value for found in _nodes(part, theirs, seen))
    elif attrs.has(type(value)) and not isinstance(value, Text | Kind):
        yield value, theirs
        within = theirs or isinstance(value, Their)
        names = [part.name for part in attrs.fields(type(value))]  # type: ignore[arg-type]  # asked just above
        yield from (found for name in names for found in _nodes(getattr(value, name), within, seen))
