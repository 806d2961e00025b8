"""Whom a change of one record reaches: everybody whose own result may read it, directly or through others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import attrs
from attrs import frozen

from ..rules import Kind, Link, Quota
from ..rules.nodes import GradeIs, LinkedBack, RankOf, Their
from ..rules.tools import Ruleset, linked_ids
from ..words import Text
from ._cohort import Cohort

__all__ = ["Reach"]


@frozen
class Reach:
    """Through which links the rules of a ruleset read others, from the one linked (`back`) or to it (`forward`).

    `graded` are the kinds whose grades others read although they may hang on places, each after those that its own
    people may read; who reads them is reached as soon as such a grade comes out otherwise. `everybody` says that whom a
    change reaches cannot be told: some rule ranks people, or such kinds read each other.
    """

    forward: frozenset[str]
    back: frozenset[str]
    graded: tuple[str, ...]
    everybody: bool

    @classmethod
    def of(cls, ruleset: Ruleset) -> Reach:
        """Read it off the declarations."""
        forward: set[str] = set()
        back: set[str] = set()
        ranked, graded = False, set[str]()
        reads: dict[str, set[str]] = {rules.kind.key: set() for rules in ruleset.kinds}
        for rules in ruleset.kinds:
            seen: set[tuple[int, _Kinds]] = set()
            for whole in (*(entry.rule for entry in rules.entries), *rules.inputs):
                for node, theirs in _nodes(whole, (), seen):
                    ranked |= isinstance(node, RankOf)
                    reads[rules.kind.key].update(theirs)
                    if isinstance(node, GradeIs):
                        graded.update(theirs)
                    if isinstance(node, LinkedBack):
                        back.add(node.link.key)
                    elif isinstance(node, Link):
                        forward.add(node.key)
        placed = {rules.kind.key for rules in ruleset.kinds if rules.rules(Quota)}
        order = _in_order(graded & placed, reads)
        return cls(frozenset(forward), frozenset(back), order or (), ranked or order is None)

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


_Kinds = tuple[str, ...]


def _in_order(kinds: Collection[str], reads: Mapping[str, Collection[str]]) -> tuple[str, ...] | None:
    """Kinds whose grades are read, each after those that it may read, None where two of them may read each other."""
    read = {kind: _reached(kind, reads) & {*kinds} for kind in kinds}
    if any(one in read[two] for one in kinds for two in read[one] - {one}):
        return None
    return tuple(sorted(kinds, key=lambda kind: (len(read[kind] - {kind}), kind)))


def _reached(kind: str, reads: Mapping[str, Collection[str]]) -> set[str]:
    """The kinds that one reads, directly or through others."""
    found: set[str] = set()
    waiting = [kind]
    while waiting:
        more = set(reads[waiting.pop()]) - found
        found |= more
        waiting += more
    return found


def _nodes(value: object, theirs: _Kinds, seen: set[tuple[int, _Kinds]]) -> Iterator[tuple[object, _Kinds]]:
    """Everything declared within a value, once, and of which kinds it is asked where it is asked of somebody else."""
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
        within = tuple(kind.key for kind in value.kinds) if isinstance(value, Their) else theirs
        names = [part.name for part in attrs.fields(type(value))]  # type: ignore[arg-type]  # asked just above
        yield from (found for name in names for found in _nodes(getattr(value, name), within, seen))
