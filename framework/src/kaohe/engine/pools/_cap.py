"""The plain case: a pool of one cap alone, whose people stand in no other, in which nothing is open and nobody has decided.

The best come first until the places are gone; equals across the line are tied. What comes out is what the allocator
gives for the same pool (`_round`), without asking it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import lcm
from operator import itemgetter
from typing import Any

from attrs import define, field

from ...rules import Quota
from .._columns import SpotColumn, Verdict
from ..walk import Cause, Keys
from ._groups import places_of
from ._keyring import LARGEST_SCALE
from ._line import Line, Rival
from ._placed import Possible, settled
from ._seats import Contest, ready_key

__all__ = ["PlainCap"]

Codes = str | Keys


@define
class PlainCap:
    """A cap of constant share or number among those of one grade alone.

    `before` are the grades possible before it; `spot` says where the rows of the compiled form tell of its pools.
    """

    contest: Contest
    quota: Quota
    lower: int
    before: Mapping[str, Possible] = field(init=False)
    tied: Possible = field(init=False)
    spot: SpotColumn | None = field(init=False, default=None)
    _places: dict[int, int] = field(init=False, factory=dict)
    _ready: dict[Codes, list[Rival]] | None = field(init=False, default=None)
    _scales: Sequence[int] | None = field(init=False, default=None)

    def __attrs_post_init__(self) -> None:
        contest, columns = self.contest, self.contest.columns
        self.before = contest.placed.possible
        self.tied = frozenset({contest.index, self.lower}), frozenset({Cause("tied", self.quota.id)})
        if columns is not None:
            self.spot = columns.spots[self.quota.id]

    @classmethod
    def all_of(cls, contest: Contest) -> dict[int, PlainCap]:
        """The quotas of a contest that are such caps, by their place in it."""
        return {at: found for at, quota in enumerate(contest.quotas) if (found := cls._of(contest, quota)) is not None}

    @classmethod
    def _of(cls, contest: Contest, quota: Quota) -> PlainCap | None:
        odd = quota.floor_share is not None or quota.sizes() or quota.or_better or quota.grade != contest.grade
        lower = contest.fall((quota,))
        return None if odd or lower is None else cls(contest, quota, lower)

    @property
    def group(self) -> int:
        """The column of its pools in the rows of the compiled form, where there are any."""
        assert self.spot is not None  # noqa: S101  # asked only of rows, which have columns
        return self.spot.group

    def prepare(self) -> None:
        """Sort out all whom the compiled form grades at once, for whoever is about to draw every line.

        Whoever stands in another group too is of a part whose line is not drawn, so that it does no harm to have them.
        """
        found, scales = self._sorted_out(self.contest.rows)
        if scales is not None:
            self._ready, self._scales = found, scales

    def places(self, base: int) -> int:
        """How many places a pool has with `base` people in its headcount."""
        if base not in self._places:
            self._places[base] = places_of(self.quota, base)
        return self._places[base]

    def draw(self, pool: Keys, names: Sequence[str]) -> Line:
        """The line through one pool in which the compiled form grades everybody."""
        base = self._headcount(names)
        places = self.places(base)
        rivals, scales = self._rivals(pool[0] if len(pool) == 1 else pool, names)
        rivals, barred = self._eligible(rivals)
        rivals.sort(key=itemgetter(0), reverse=True)
        above, tied = _cut(rivals, places)
        return Line(
            self.quota,
            self.contest.kind,
            pool,
            rivals,
            barred,
            above,
            tied,
            places,
            base,
            scales,
        )

    def write(self, line: Line, possible: dict[str, Possible]) -> None:
        """Write down who of the pool gets no place, or may get one: all others stay as they were."""
        end, below = line.above + line.tied, settled(self.lower)
        possible.update([(name, self.tied) for _, name in line.rivals[line.above : end]])
        possible.update([(name, below) for _, name in line.rivals[end:]])
        possible.update([(name, below) for _, name in line.barred])

    def _headcount(self, names: Sequence[str]) -> int:
        if self.spot is None or self.spot.counts is None:
            return len(names)
        rows, counts = self.contest.rows, self.spot.counts
        return sum(bool(rows[name][counts]) for name in names)

    def _rivals(self, codes: Codes, names: Sequence[str]) -> tuple[list[Rival], Sequence[int] | None]:
        """Those of one pool whom the compiled form grades, and the scales of their rank keys."""
        if self._ready is not None:
            return self._ready.get(codes, []), self._scales
        rows = self.contest.rows
        found, scales = self._sorted_out({name: rows[name] for name in names})
        return found.get(codes, []), scales

    def _eligible(self, rivals: list[Rival]) -> tuple[list[Rival], list[Rival]]:
        """Those of some rivals who may hold a place, and those who may not."""
        if self.spot is None or self.spot.eligible is None:
            return rivals, []
        rows, eligible = self.contest.rows, self.spot.eligible
        return (
            [one for one in rivals if rows[one[1]][eligible]],
            [one for one in rivals if not rows[one[1]][eligible]],
        )

    def _sorted_out(self, rows: Mapping[str, Verdict]) -> tuple[dict[Codes, list[Rival]], Sequence[int] | None]:
        """Those of some rows whose grade it is before any quota, by pool, and the scales of their rank keys."""
        found: dict[Codes, list[Rival]] = defaultdict(list)
        if self.spot is None:
            return found, None
        index = self.contest.index
        if self.contest.placed.given:  # places of a better grade were given out
            mine, before = settled(index), self.before
            names = [name for name in rows if before[name] is mine]
        else:
            names = [name for name, row in rows.items() if row[0] == index]
        some = [rows[name] for name in names]
        keys, scales = self._whole(some)
        pools = map(itemgetter(self.spot.group), some)
        for codes, rival in zip(pools, zip(keys, names, strict=True), strict=True):
            found[codes].append(rival)
        found.pop(None, None)  # type: ignore[call-overload]  # those outside the quota
        return found, scales

    def _whole(self, rows: Sequence[Verdict]) -> tuple[Sequence[Any], Sequence[int] | None]:
        """The rank keys of these rows in whole numbers over their scales, as exact numbers where those do not fit."""
        parts = self.contest.rank_columns
        if not parts:
            return [()] * len(rows), ()
        bottoms = [{1} if one.bottom is None else {row[one.bottom] for row in rows} for one in parts]
        scales = [lcm(*some) for some in bottoms]
        if all(len(some) <= 1 for some in bottoms):
            keys: Sequence[Any] = list(map(itemgetter(*(one.top for one in parts)), rows))
        elif any(scale > LARGEST_SCALE for scale in scales):
            return [ready_key(parts, row) for row in rows], None
        else:
            columned = [
                [row[one.top] if one.bottom is None else row[one.top] * (scale // row[one.bottom]) for row in rows]
                for one, scale in zip(parts, scales, strict=True)
            ]
            keys = columned[0] if len(columned) == 1 else list(zip(*columned, strict=True))
        return keys, [one.static * scale for one, scale in zip(parts, scales, strict=True)]


def _cut(rivals: Sequence[Rival], places: int) -> tuple[int, int]:
    """How many stand above the line for certain, and how many on it: equals of whom some only can have a place."""
    if len(rivals) <= places or places == 0:
        return min(places, len(rivals)), 0
    at = rivals[places - 1][0]
    if rivals[places][0] != at:
        return places, 0
    above, end = places - 1, places + 1
    while above > 0 and rivals[above - 1][0] == at:
        above -= 1
    while end < len(rivals) and rivals[end][0] == at:
        end += 1
    return above, end - above
