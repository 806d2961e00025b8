"""What people are worth: the rank vector as digits, less a weight above all digits for a place of shortfall.

One digit a rank, the best rank highest, so that a value is one whole number; it adds up over groups that share
nobody, and bigger is better. A *code* is one person of a line: how many unfilled floors the person helps to fill,
their rank, and the group they stand in, as `((rank - helped * ranks) << bits) | group`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence

from attrs import define, field

__all__ = ["Gauge", "Worth"]


@define
class Worth:
    """The worth of codes: `ranks[group]` are the rank positions of its own people, `sizes` how many hold each."""

    ranks: Mapping[int, Sequence[int]]
    sizes: Sequence[int]
    bits: int
    penalty: int = field(init=False)
    digits: list[int] = field(init=False)

    def __attrs_post_init__(self) -> None:
        widths = [size.bit_length() for size in self.sizes]
        place = sum(widths)
        # Above all digits together, so that a line sorted by code is sorted by gain.
        self.penalty = 1 << place
        self.digits = []
        for width in widths:
            place -= width
            self.digits.append(place)

    @property
    def step(self) -> int:
        """How much less the code of somebody is who helps to fill one floor more."""
        return len(self.sizes) << self.bits

    def gain(self, code: int) -> int:
        """What one more person adds."""
        helped, rank = divmod(code >> self.bits, len(self.sizes))
        return (1 << self.digits[rank]) - helped * self.penalty

    def of(self, codes: Sequence[int], asked: int, gauge: Gauge | None = None) -> int:
        """What the people of sorted `codes` are worth together where the floors ask for `asked`."""
        helped = -sum(code // self.step for code in codes[: bisect_left(codes, 0)])
        return (gauge or Gauge(self)).of(codes) + self.penalty * (helped - asked)


@define
class Gauge:
    """The rank value of a set of people, kept up to date as the set changes little by little."""

    worth: Worth
    count: dict[int, int] = field(init=False, factory=dict)
    value: int = field(init=False, default=0)

    def of(self, codes: Sequence[int]) -> int:
        """The rank value of the people with these codes: of each group, so many of its best."""
        mask = (1 << self.worth.bits) - 1
        now = Counter(map(mask.__and__, codes))
        for group in self.count.keys() | now.keys():
            before, after = self.count.get(group, 0), now[group]
            ranks = self.worth.ranks[group]
            for rank in ranks[before:after]:
                self.value += 1 << self.worth.digits[rank]
            for rank in ranks[after:before]:
                self.value -= 1 << self.worth.digits[rank]
        self.count = now
        return self.value
