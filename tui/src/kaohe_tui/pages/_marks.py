"""Who is marked, in whatever list, and the steps taken with them, which can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from attrs import define, field, frozen

from kaohe.office import Saved
from kaohe.words import Text

__all__ = ["Marks", "Taken"]


@frozen
class Taken:
    """A step taken with those who were marked: in words, and what takes it back by a commit of its own."""

    told: Text
    back: Callable[[], Saved]


@define
class Marks:
    """The ids marked, the row that a range begins at, and the steps taken, the last one last."""

    who: set[str] = field(factory=set)
    anchor: str | None = None
    taken: list[Taken] = field(factory=list)

    def __len__(self) -> int:
        return len(self.who)

    def turn(self, who: str) -> None:
        """Mark one, or unmark; a range may begin there."""
        self.who ^= {who}
        self.anchor = who

    def range_to(self, rows: Sequence[str], who: str) -> int:
        """Mark everybody between where the last mark was set and this row; gives how many."""
        start = rows.index(self.anchor) if self.anchor in rows else rows.index(who)
        end = rows.index(who)
        found = rows[min(start, end) : max(start, end) + 1]
        self.who |= {*found}
        self.anchor = who
        return len(found)

    def turn_all(self, rows: Collection[str]) -> None:
        """Mark all of these; where all of them are marked, unmark them."""
        self.who = self.who - {*rows} if self.who >= {*rows} else self.who | {*rows}

    def of(self, people: Collection[str]) -> list[str]:
        """Those marked of these people, in their order; whoever is no more among them is forgotten."""
        return [who for who in people if who in self.who]

    def keep(self, people: Collection[str]) -> None:
        """Forget whoever left the roster."""
        self.who &= {*people}
