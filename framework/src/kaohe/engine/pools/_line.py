"""The plain case: one quota that is a cap alone, a pool of it in which nothing is open and nobody has decided.

The best come first until the places are gone; equals across the line are tied. What comes out is what the allocator
gives for the same pool (`_round`), without asking it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from math import lcm
from operator import itemgetter
from typing import Any

from attrs import define, field

from ...rules import Quota, Rank
from .._columns import Columns, Verdict
from ..quota import Status, fingerprint
from ..walk import Cause, Keys
from ._groups import group_name, places_of
from ._placed import Placed, Placement, Pool, Tie, settled
from ._seats import Contest, Key, Seat, keys_of, ready_key

__all__ = ["Line", "PlainCap"]

# Beyond this the common denominator costs more than the comparisons it saves.
_LARGEST_SCALE = 1 << 1024


@define
class _Keys:
    """The rank keys of some people: from the rows of the compiled form, or as walked."""

    columns: Columns | None
    ranks: Sequence[Rank]
    rows: Mapping[str, Verdict]
    walked: Mapping[str, Key]

    def of(self, name: str) -> Key:
        """The rank key of somebody, as exact numbers."""
        if name in self.walked or self.columns is None:
            return self.walked[name]
        return ready_key(self.columns, self.ranks, self.rows[name][4])


@define(slots=False)
class Line:
    """The line that a cap draws through one pool: the rivals best first, how many stand above it and how many on it.

    It keeps what it needs of the records, and no evaluation, so that a later one can keep it.
    """

    quota: Quota
    group: str
    rivals: Sequence[tuple[Any, str]]
    barred: Sequence[str]
    above: int
    tied: int
    places: int
    keys: _Keys

    @property
    def quotas(self) -> tuple[str, ...]:
        """The one quota."""
        return (self.quota.id,)

    @cached_property
    def _short(self) -> dict[str, tuple[str, int | None]]:
        """The status of each, and of whoever gets no place how many of those beyond the line rank no lower."""
        found: dict[str, tuple[str, int | None]] = dict.fromkeys(self.barred, (Status.INELIGIBLE.value, None))
        end = self.above + self.tied
        found |= {name: (Status.SELECTED.value, None) for _, name in self.rivals[: self.above]}
        found |= {name: (Status.TIED.value, None) for _, name in self.rivals[self.above : end]}
        count = end - self.places if self.tied else 0
        for _, equals in groupby(self.rivals[end:], key=itemgetter(0)):
            names = [name for _, name in equals]
            count += len(names)
            found |= dict.fromkeys(names, (Status.NOT_SELECTED.value, count))
        return found

    def placement(self, name: str) -> Placement:
        """Where somebody stands."""
        quota, (status, short) = self.quota, self._short[name]
        stopped = short is not None
        return Placement(
            quota=quota.id,
            grade=quota.grade,
            otherwise=quota.otherwise,
            status=status,
            quotas=(quota.id,),
            groups=(self.group,),
            blocked_by=self.group if stopped else None,
            clause=quota.clause if stopped else None,
            short=short,
            key=self.keys.of(name),
        )


@define
class PlainCap:
    """A grade whose places come from one quota, a cap of constant share or number among those of the grade alone."""

    contest: Contest
    quota: Quota
    lower: int
    tied: tuple[frozenset[int], frozenset[Cause]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.tied = frozenset({self.contest.index, self.lower}), frozenset({Cause("tied", self.quota.id)})

    @classmethod
    def of(cls, contest: Contest) -> PlainCap | None:
        """The cap of a grade, None where its places are not so simple."""
        if len(contest.quotas) != 1:
            return None
        (quota,) = contest.quotas
        odd = quota.floor_share is not None or quota.sizes() or quota.or_better or quota.grade != contest.grade
        lower = contest.fall((quota,))
        return None if odd or lower is None else cls(contest, quota, lower)

    def draw(self, codes: str | Keys, names: Sequence[str], seats: Sequence[Seat], placed: Placed) -> None:
        """Give out the places of one pool: `names` are graded by the compiled form, `seats` walked and settled."""
        keys = keys_of(codes)
        base = self._headcount(names) + sum(seat.where.spots[0].counts for seat in seats)
        contest = self.contest
        rows = {name: contest.rows[name] for name in names}
        ranked = _Keys(contest.columns, contest.ranks, rows, {seat.id: seat.low for seat in seats})
        rivals, barred = self._rivals(names, seats, placed, ranked)
        places = places_of(self.quota, base)
        above, tied = _cut(rivals, places)
        group = group_name(self.quota, keys)
        line = Line(self.quota, group, rivals, barred, above, tied, places, ranked)
        self._write(line, placed)
        placed.pools.append(self._pool(line, keys, base))

    def _headcount(self, names: Sequence[str]) -> int:
        columns = self.contest.columns
        counts = columns.spots[self.quota.id].counts if columns is not None else None
        if counts is None:
            return len(names)
        rows = self.contest.rows
        return sum(bool(rows[name][4][counts]) for name in names)

    def _rivals(
        self, names: Sequence[str], seats: Sequence[Seat], placed: Placed, ranked: _Keys
    ) -> tuple[list[tuple[Any, str]], list[str]]:
        """Those who compete, best first, and those who may hold no place."""
        mine, possible, rows = settled(self.contest.index), placed.possible, ranked.rows
        ours = [name for name in names if possible[name] is mine]
        barred: list[str] = []
        columns = self.contest.columns
        eligible = columns.spots[self.quota.id].eligible if columns is not None else None
        if eligible is not None:
            barred = [name for name in ours if not rows[name][4][eligible]]
            ours = [name for name in ours if rows[name][4][eligible]]
        walked = [seat for seat in seats if possible[seat.id][0] == mine[0]]
        if walked:
            rivals: list[tuple[Any, str]] = [(ranked.of(name), name) for name in ours]
            rivals += [(seat.low, seat.id) for seat in walked if seat.eligible]
            barred += [seat.id for seat in walked if not seat.eligible]
        else:
            rivals = list(zip(self._whole([rows[name][4] for name in ours]), ours, strict=True))
        rivals.sort(key=itemgetter(0), reverse=True)
        return rivals, barred

    def _whole(self, rows: Sequence[Sequence[Any]]) -> Sequence[Any]:
        """The rank keys of these rows in the same order and with the same equalities, whole numbers where they fit."""
        ranks, columns = self.contest.ranks, self.contest.columns
        if not ranks or columns is None:
            return [()] * len(rows)
        parts = [columns.ranks[rank] for rank in ranks]
        if all(part.bottom is None for part in parts):
            return list(map(itemgetter(*(part.top for part in parts)), rows))
        scales = [1 if part.bottom is None else lcm(*{row[part.bottom] for row in rows}) for part in parts]
        if any(scale > _LARGEST_SCALE for scale in scales):
            return [ready_key(columns, ranks, row) for row in rows]
        columned = [
            [row[part.top] if part.bottom is None else row[part.top] * (scale // row[part.bottom]) for row in rows]
            for part, scale in zip(parts, scales, strict=True)
        ]
        return columned[0] if len(columned) == 1 else list(zip(*columned, strict=True))

    def _write(self, line: Line, placed: Placed) -> None:
        """Write down what everybody gets."""
        end, possible, below = line.above + line.tied, placed.possible, settled(self.lower)
        for _, name in line.rivals[line.above : end]:
            possible[name] = self.tied
        for _, name in line.rivals[end:]:
            possible[name] = below
        for name in line.barred:
            possible[name] = below
        standing = placed.standings[-1]
        for _, name in line.rivals:
            standing[name] = line
        for name in line.barred:
            standing[name] = line
        if line.tied:
            placed.ties.append(self._tie(line, end))

    def _tie(self, line: Line, end: int) -> Tie:
        members = tuple(sorted(name for _, name in line.rivals[line.above : end]))
        take = line.places - line.above
        return Tie(
            quota=self.quota.id,
            clause=self.quota.clause,
            kind=self.contest.kind,
            grade=self.contest.grade,
            group=line.group,
            take=take,
            members=members,
            fingerprint=fingerprint(take, members),
            provisional=False,
        )

    def _pool(self, line: Line, keys: Keys, base: int) -> Pool:
        share = self.quota.share
        held = min(line.places, len(line.rivals))
        return Pool(
            quota=self.quota.id,
            clause=self.quota.clause,
            kind=self.contest.kind,
            grade=self.quota.grade,
            group=line.group,
            keys=keys,
            base=base,
            share=share if isinstance(share, Fraction) else None,
            places=line.places,
            floor=0,
            candidates=len(line.rivals) + len(line.barred),
            used=line.above,
            tied=line.tied,
            left=line.places - held,
            over=0,
            soft=self.quota.soft,
            stage=self.contest.grade,
        )


def _cut(rivals: Sequence[tuple[Any, str]], places: int) -> tuple[int, int]:
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
