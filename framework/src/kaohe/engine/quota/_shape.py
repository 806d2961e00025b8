"""What the share-floor method needs to know of a tree before any total is tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

from kaohe.errors import AllocationError
from kaohe.words import Message

from ._tree import Tree, named

__all__ = ["Shape"]

# Every level costs a few nested calls.
_DEEPEST = 100
_DEPTH = Message(
    "K3014",
    "{group} is nested more than {limit} groups deep, too deep beside a floor that is a share",
    "{group}的嵌套超过 {limit} 层，不能与按比例的下限并用",
)


@frozen
class Shape:
    """The tree with one root above all (number `root`).

    `flat[g]` says that no floor counts on the total of g or of a group below it; `counts_on[g]` are the groups
    strictly above g whose totals decide the floors in g or below it, `leaned_on[g]` those below it alone;
    `supply[g]` is the most g can hold.
    """

    root: int
    children: Sequence[Sequence[int]]
    flat: Mapping[int, bool]
    counts_on: Mapping[int, frozenset[int]]
    leaned_on: Mapping[int, frozenset[int]]
    counted_by: Mapping[int, Sequence[int]]
    supply: Mapping[int, int]

    @classmethod
    def of(cls, tree: Tree, people: Mapping[int, int]) -> Shape:
        """Read the shape of `tree` with `people` eligible in each group itself."""
        root = len(tree.groups)
        children = [*tree.children(), [g for g in tree.order if tree.parents[g] < 0]]
        flat: dict[int, bool] = {}
        supply: dict[int, int] = {}
        counts_on: dict[int, frozenset[int]] = {}
        leaned_on: dict[int, frozenset[int]] = {}
        for g in (*reversed(tree.order), root):
            supply[g] = people.get(g, 0) + sum(supply[child] for child in children[g])
            flat[g] = g not in tree.share_of.values() and all(flat[child] for child in children[g])
            leaned_on[g] = frozenset().union(*(counts_on[child] for child in children[g])) - {g}
            counts_on[g] = leaned_on[g] | {tree.share_of[g]} if g in tree.share_of else leaned_on[g]
            cap = tree.groups[g].cap if g < root else None
            if cap is not None:
                supply[g] = min(supply[g], cap)
        _refuse_depth(tree)
        counted_by: dict[int, list[int]] = {}
        for group, total in tree.share_of.items():
            counted_by.setdefault(total, []).append(group)
        return cls(root, children, flat, counts_on, leaned_on, counted_by, supply)


def _refuse_depth(tree: Tree) -> None:
    for g in tree.order:
        if len(tree.path(g)) > _DEEPEST:
            raise AllocationError(_DEPTH.format(group=named(tree.groups[g]), limit=_DEEPEST))
