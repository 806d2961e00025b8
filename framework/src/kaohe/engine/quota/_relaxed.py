"""Lines that never lie below the true curves: what groups would be worth if share floors hardly bit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from attrs import define, field

from ._shape import Shape
from ._tree import Tree

__all__ = ["FINE", "Relaxed"]

FINE = 1 << 10
"""Fine units in one place of shortfall, so that a fraction of one can be priced."""


@define
class Relaxed:
    """Lines as in `_curves`, with the floors a person helps to fill counted in fine units.

    Constant floors count in full. A floor that is a share of a total costs nothing until that total asks for
    more people than the group can have at all, and from there on its smallest average cost a place.
    """

    tree: Tree
    shape: Shape
    ranks: Mapping[int, Sequence[int]]
    classes: int
    bits: int
    _ready: dict[int, list[int]] = field(init=False, factory=dict)

    def scaled(self, codes: Sequence[int]) -> list[int]:
        """An exact line in fine units."""
        step = self.classes << self.bits
        return [code + (code // step) * step * (FINE - 1) for code in codes]

    def line(self, group: int) -> list[int]:
        """The relaxed line of `group`."""
        if group not in self._ready:
            own = [rank << self.bits | group for rank in self.ranks.get(group, ())]
            lines = [own, *(self.line(child) for child in self.shape.children[group])]
            codes = sorted(chain.from_iterable(lines))[: self.shape.supply[group]]
            self._shift(codes, slice(self.tree.groups[group].floor), -FINE)
            for below in self.shape.counted_by.get(group, ()):
                self._charge(codes, below)
            self._ready[group] = codes
        return self._ready[group]

    def _shift(self, codes: list[int], part: slice, cost: int) -> None:
        step = cost * self.classes << self.bits
        codes[part] = [code + step for code in codes[part]]

    def _charge(self, codes: list[int], below: int) -> None:
        """Charge the people of a total beyond what the group `below` can supply its share of."""
        share = self.tree.groups[below].floor_share
        if share is None or not share.share or self.tree.groups[below].floor:
            return
        top, bottom, supply = share.share.numerator, share.share.denominator, self.shape.supply[below]
        free = supply * bottom // top
        # Shortfall repeats with one more `top` every `bottom` places, so the smallest average is in one round.
        lacks = (-(-top * (free + more) // bottom) - supply for more in range(1, bottom + 1))
        cost = min(lack * FINE // more for more, lack in enumerate(lacks, start=1))
        self._shift(codes, slice(free, None), cost)

    def asked(self, group: int) -> int:
        """What the constant floors counted in full ask for together."""
        return self.tree.groups[group].floor + sum(map(self.asked, self.shape.children[group]))
