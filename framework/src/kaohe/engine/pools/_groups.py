"""The groups that quotas make: where each appraisee stands, the tree of the groups, and their places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from attrs import define, field, frozen

from ...errors import AllocationError
from ...rules import Quota
from ...rules.nodes import NumberExpr
from ...words import Message
from ..quota import places
from ..walk import Asked, Keys

__all__ = [
    "Forest",
    "Spot",
    "Where",
    "group_name",
    "places_from",
    "places_of",
    "sorted_quotas",
    "standing_in",
    "where_of",
]


def sorted_quotas(quotas: Sequence[Quota]) -> list[Quota]:
    """Outer quotas first: fewer keys, then without a filter, guarantees innermost."""
    return sorted(quotas, key=lambda rule: (rule.floor_share is not None, len(rule.pool), rule.only is not None))


@frozen
class Spot:
    """One group in which somebody stands: the place of its quota, its keys, and whether they count in it."""

    group: str
    quota: int
    keys: Keys
    counts: bool


@frozen
class Where:
    """Where somebody stands: the groups from the outermost in, and whose headcounts they are in."""

    spots: tuple[Spot, ...] = ()
    guarantees: tuple[Spot, ...] = ()

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The ids of the groups, from the outermost in."""
        return tuple(spot.group for spot in self.spots)

    def or_better(self, quotas: Sequence[Quota]) -> tuple[str, ...]:
        """The groups in which those with a better grade count."""
        return tuple(spot.group for spot in self.spots if quotas[spot.quota].or_better)

    @property
    def root(self) -> str | None:
        """The outermost group, None outside every quota."""
        return self.spots[0].group if self.spots else None


def where_of(quotas: Sequence[Quota], asked: Asked) -> Where:
    """Where somebody stands under `quotas` (outermost first), as far as it is known."""
    found: list[tuple[int, Keys, bool]] = []
    for place, quota in enumerate(quotas):
        guarantee = quota.floor_share is not None
        if not asked.holds(quota.base if guarantee else quota.only):
            continue
        counts = asked.holds(quota.only if guarantee else quota.base)
        keys = asked.keys(quota.pool)
        if keys is not None:
            found.append((place, keys, counts))
    return standing_in(quotas, found)


def standing_in(quotas: Sequence[Quota], found: Iterable[tuple[int, Keys, bool]]) -> Where:
    """Where somebody stands of whom it is known, quota by quota, in which pool they are and whether they count there."""
    spots: list[Spot] = []
    guarantees: list[Spot] = []
    for place, keys, counts in found:
        group = group_name(quotas[place], keys)
        guarantee = quotas[place].floor_share is not None
        spots.append(Spot(group, place, keys, counts or guarantee))
        if guarantee:
            inner = Spot(f"{group}#", place, keys, counts)
            guarantees.append(inner)
            spots += [inner] if counts else []
    return Where(tuple(spots), tuple(guarantees))


def group_name(quota: Quota, keys: Keys) -> str:
    """The id of the group that one pool of a quota is."""
    return "/".join((quota.id, *keys))


@define
class Forest:
    """The trees of the groups in which people stand, with who counts in each; `heads` count there without a name."""

    quotas: Sequence[Quota]
    heads: Mapping[str, int] = field(factory=dict)
    owners: dict[str, tuple[int, Keys]] = field(factory=dict)
    parents: dict[str, str | None] = field(factory=dict)
    counted: dict[str, set[str]] = field(factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, quotas: Sequence[Quota], people: Mapping[str, Where], heads: Mapping[str, int] | None = None) -> Forest:
        """The groups of all these people. Raises AllocationError where they form no tree."""
        forest = cls(quotas, heads or {})
        for name, where in people.items():
            forest.join(name, where)
        return forest

    def holding(self, people: Mapping[str, Where], heads: Mapping[str, int]) -> Forest:
        """The same groups with these people, and `heads` without a name."""
        forest = Forest(self.quotas, heads, dict(self.owners), dict(self.parents))
        for name, where in people.items():
            forest.join(name, where)
        return forest

    def copy(self) -> Forest:
        """The same groups with the same people, to let others in."""
        counted = defaultdict(set, {group: set(people) for group, people in self.counted.items()})
        return Forest(self.quotas, self.heads, dict(self.owners), dict(self.parents), counted)

    def base(self, group: str) -> int:
        """How many count in a group."""
        return len(self.counted[group]) + self.heads.get(group, 0)

    def join(self, name: str, where: Where) -> None:
        """Let somebody in."""
        for spot in (*where.spots, *where.guarantees):
            self.owners.setdefault(spot.group, (spot.quota, spot.keys))
            if spot.counts:
                self.counted[spot.group].add(name)
        for spot in where.guarantees:
            self.parents.setdefault(spot.group, spot.group.removesuffix("#"))
        self._chain(where.groups)

    def _chain(self, groups: Sequence[str]) -> None:
        """Each group's parent is the next one out; two different parents mean that the groups are no tree."""
        before: str | None = None
        for group in groups:
            there = self.parents.setdefault(group, before)
            if there != before:
                one, two = (self.quota(found) if found is not None else None for found in (there, before))
                raise AllocationError(_crossing(self.quota(group), one, two))
            before = group

    def quota(self, group: str) -> Quota:
        """The quota that made a group."""
        return self.quotas[self.owners[group][0]]

    def above(self, name: str) -> Iterator[str]:
        """The groups around one."""
        parent = self.parents[name]
        while parent is not None:
            yield parent
            parent = self.parents[parent]

    def within(self, groups: Sequence[str]) -> list[str]:
        """The groups that may hold somebody of whom these are known: all further in."""
        known = set(groups)
        return [name for name in self.made_names() if name in known or known <= {*self.above(name)}]

    def made_names(self) -> list[str]:
        """The ids of the groups, in the order of the quotas and of their keys."""
        return sorted(self.owners, key=lambda name: (self.owners[name][0], name))

    def has_guarantee(self) -> bool:
        """Whether some group guarantees a share of the selected."""
        return any(self.quota(name).floor_share is not None for name in self.owners)


def places_of(quota: Quota, base: int) -> int:
    """How many places a pool has with `base` people in its headcount, where no expression tells it."""
    if isinstance(quota.number, int):
        return quota.number
    return places_from(quota, base, {})


def places_from(quota: Quota, base: int, amounts: Mapping[NumberExpr, Fraction]) -> int:
    """How many places a pool has where its expressions are worth `amounts`; a number that is not whole is rounded too."""

    def amount(part: NumberExpr | Fraction | int) -> Fraction:
        return amounts[part] if isinstance(part, NumberExpr) else Fraction(part)

    if quota.number is not None:
        return places(amount(quota.number), 1, quota.rounding)  # type: ignore[arg-type]  # lint checks the rounding
    assert quota.share is not None  # noqa: S101  # lint asks for one of the two
    found = places(amount(quota.share), base, quota.rounding)  # type: ignore[arg-type]  # as above
    least = places(amount(quota.at_least), 1, quota.rounding)  # type: ignore[arg-type]  # as above
    return max(found, min(least, base))


def _crossing(quota: Quota, one: Quota | None, two: Quota | None) -> Message:
    names = dict.fromkeys(f"{found.id} ({found.clause})" for found in (one, two) if found is not None)
    return Message(
        "K3001",
        "the pools of {id} ({clause}) lie across those of {others}; the groups of one grade must form a tree",
        "{id}（{clause}）的分组与 {others} 交叉；同一等次的分组必须成树",
    ).format(id=quota.id, clause=quota.clause, others=" / ".join(names))
