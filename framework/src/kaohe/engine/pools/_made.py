"""The groups with their headcounts and places, as the allocator takes them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from attrs import frozen

from ...rules import Quota
from ..quota import Group, ShareFloor
from ..walk import Keys
from ._groups import Forest
from ._sizes import Sizes

__all__ = ["Made", "made_of"]

NOTHING_CHOSEN: Mapping[str, int] = {}


@frozen
class Made:
    """A group that some quota made, with what its pool will show; `most` is more than `places` while that is open.

    `held` are places that better grades hold.
    """

    group: Group
    quota: Quota
    keys: Keys
    base: int
    places: int | None
    most: int | None = None
    share: Fraction | None = None
    held: int = 0


def made_of(forest: Forest, sizes: Sizes, ways: Mapping[str, int] = NOTHING_CHOSEN) -> dict[str, Made]:
    """Every group with its headcount and its places, in the order of the quotas and of their keys.

    Of a group whose places are open `ways` says which number it has, the fewest being the first.
    """
    return {name: _made(forest, name, sizes, ways.get(name, 0)) for name in forest.made_names()}


def _made(forest: Forest, name: str, sizes: Sizes, way: int) -> Made:
    quota, base, keys = forest.quota(name), forest.base(name), forest.owners[name][1]
    parent = forest.parents.get(name)
    shared: dict[str, Any] = {"id": name, "parent": parent, "clause": quota.clause, "soft": quota.soft}
    if quota.floor_share is not None:
        floor = ShareFloor(name[:-1], quota.floor_share) if name.endswith("#") else None
        return Made(Group(**shared, floor_share=floor), quota, keys, base, None, share=quota.floor_share)
    size = sizes.of(name, quota, keys, base)
    cap = size.option(way)
    group = Group(**shared, cap=cap)
    return Made(group, quota, keys, base, cap, max(cap, size.options[-1]), size.share)
