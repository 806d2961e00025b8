"""How everybody of some homes stands by the lines of the groups around them, and who stands otherwise than before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import define, frozen

from ...rules import Quota
from ._groups import Forest
from ._home import Entrants, Home, Path, Spotted, forest_of
from ._keyring import Keyring
from ._line import Line
from ._seats import Contest

__all__ = ["Ranked", "Stand", "forest_over", "of_line"]


@frozen
class Stand:
    """How the rivals of a home stand, from the best: so many are in, then so many tied at the group `top`.

    Without `top` it hangs on more than the lines who of those is in.
    """

    selected: int
    tied: int = 0
    top: str = ""

    @property
    def end(self) -> int:
        """How many are in or tied."""
        return self.selected + self.tied


@define(eq=False)
class Ranked:
    """The homes of a part, the tree of their groups, and how everybody in them stands.

    It keeps what it needs of the records, and no evaluation, so that a later one can keep it.
    """

    quotas: Sequence[Quota]
    kind: str
    ring: Keyring
    forest: Forest
    homes: Mapping[Path, Home]
    stands: Mapping[Path, Stand]

    @property
    def known(self) -> tuple[Keyring, Mapping[Path, Home]]:
        """What a later drawing may keep of it."""
        return self.ring, self.homes

    @property
    def loose(self) -> frozenset[str]:
        """Those who have a seat, since the lines do not say how they stand."""
        return frozenset()

    def lower(self, path: Path) -> str:
        """The grade of those of a home who get no place."""
        return self.quotas[path[0][0]].otherwise

    def moved(self, before: Ranked | None) -> Iterator[tuple[Path, Iterable[str]]]:
        """The homes in which somebody stands otherwise than before, or is new, and who that may be."""
        for path, home in self.homes.items():
            known = None if before is None else before.homes.get(path)
            if before is None or known is None:
                yield path, home.names
                continue
            one, two = before.stands[path], self.stands[path]
            if known is home and one != two:
                yield path, home.ranked(min(one.selected, two.selected), max(one.end, two.end))
            elif known is not home:
                yield path, {*home.names} - home.settled(two.selected, two.end, known, one.selected, one.end)


def forest_over(contest: Contest, homes: Mapping[Path, Home], before: Ranked | None) -> Forest:
    """The tree of the groups of some homes, which is as before where they are the same paths.

    Raises AllocationError where they form none.
    """
    same = before is not None and before.homes.keys() == homes.keys()
    return before.forest if same and before is not None else forest_of(contest, homes)


def of_line(contest: Contest, pool: Spotted, line: Line, names: list[str]) -> Ranked:
    """The home of a pool through which a line was drawn, and how all stand in it; `names` are all who stand there."""
    home = Home(Entrants(names), (line.group,), line.quotas, (line.base,), line.rivals[::-1], line.barred)
    ring = Keyring(contest.rank_columns, None if line.scales is None else tuple(line.scales))
    path = (pool,)
    stand = Stand(line.above, line.tied, line.group if line.tied else "")
    return Ranked(contest.quotas, line.kind, ring, forest_of(contest, [path]), {path: home}, {path: stand})
