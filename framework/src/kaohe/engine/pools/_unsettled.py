"""What an edit may move among the places, as long as they are not given out again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from attrs import frozen

from ...rules import Quota
from .._columns import Columns, Verdict
from ._groups import group_name
from ._lineup import Before
from ._narrow import Narrowed
from ._placed import Piece
from ._ranked import Ranked
from ._seats import keys_of

__all__ = ["Unsettled", "unsettled"]


@frozen
class Unsettled:
    """The people whose outcome, and the pools (kind and group) whose places, may come out otherwise than they stood."""

    people: frozenset[str] = frozenset()
    pools: frozenset[tuple[str, str]] = frozenset()


def unsettled(
    kind: str,
    before: Before,
    quotas: Collection[Quota],
    columns: Columns | None,
    rows: Mapping[str, Verdict],
    there: Collection[str],
) -> Unsettled:
    """What may move of one kind that was placed `before`; `there` are those of the kind now, `rows` the compiled ones.

    Somebody of whom it is not told in which pool they stand now may move all of them.
    """
    placed, people = before.placed, set(before.named)
    people |= {name for name in before.touched if name in placed.merits or name in there}
    if not people:
        return Unsettled()
    anywhere = any(quota.across for quota in quotas) or any(name in there and name not in rows for name in people)
    coming = (
        set()
        if anywhere
        else {group for name in people & rows.keys() for group in _groups(quotas, columns, rows[name])}
    )
    pools: set[tuple[str, str]] = set()
    for given in placed.given:
        for piece in given.pieces.values():
            mine, shown = list(_people(piece)), [*piece.placed.pools, *piece.placed.inner]
            if anywhere or not people.isdisjoint(mine) or any(pool.group in coming for pool in shown):
                people.update(mine)
                pools.update((kind, pool.group) for pool in shown)
    return Unsettled(frozenset(people), frozenset(pools))


def _groups(quotas: Iterable[Quota], columns: Columns | None, row: Verdict) -> Iterable[str]:
    """The groups in which a row stands."""
    assert columns is not None  # noqa: S101  # there are rows only with their columns
    codes = ((quota, row[columns.spots[quota.id].group]) for quota in quotas if quota.id in columns.spots)
    return (group_name(quota, keys_of(found)) for quota, found in codes if found is not None)


def _people(piece: Piece) -> Iterable[str]:
    """Whoever stands in a part."""
    if isinstance(piece.drawn, Narrowed):
        yield from piece.drawn.open
    if isinstance(piece.drawn, Ranked):
        for home in piece.drawn.homes.values():
            yield from home.entrants.names
            yield from (seat.id for seat in home.entrants.seats)
    yield from piece.source or ()
    yield from piece.members
