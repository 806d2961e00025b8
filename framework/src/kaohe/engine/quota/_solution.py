"""What a solver hands to the assembly: who is in, who is out, and the tie sets between them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from attrs import define, field

__all__ = ["IN", "OUT", "Solver", "Tie"]

# A person's place in a solution: out of every optimal set, in every one, or (0 and up) the number of a tie.
OUT, IN = -2, -1


@define
class Tie:
    """One tie set: exactly `take` of `members` (candidate numbers) get a place.

    `top` is the group whose line they stand on and `inside` the groups below it whose use the answer changes.
    `likely` is one legal answer, for counting only.
    """

    top: int
    take: int
    members: list[int]
    likely: list[int]
    inside: frozenset[int]
    chosen: list[int] | None = field(default=None)

    @property
    def open(self) -> bool:
        """Whether it still waits for a decision."""
        return self.chosen is None

    @property
    def vacant(self) -> int:
        """Places left empty by a decision that took fewer, with its reason."""
        return 0 if self.chosen is None else self.take - len(self.chosen)


class Solver(Protocol):
    """Either method: greedy for constant floors, totals for floors that are a share of the selected."""

    status: list[int]
    ties: list[Tie]

    def solve(self) -> None:
        """Fill `status` and `ties`."""

    def allows(self, tie: Tie, chosen: Collection[int]) -> bool:
        """Whether some optimal set that keeps to the decisions so far takes all of `chosen`."""

    def decide(self, tie: Tie, chosen: Collection[int]) -> None:
        """Give the places of `tie` to `chosen`, which it allows."""

    def totals(self) -> Sequence[int]:
        """The people that each group, with those below it, holds in one optimal set that keeps to the decisions.

        Places that a decision left empty count as held by the group on whose line they are.
        """

    def asked(self) -> Sequence[int]:
        """What each group's floor asks for in the solution; 0 without one."""
