"""The line that a plain cap draws through one pool, and what it says: the meter, a tie, where each candidate stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any

from attrs import define

from ...rules import Quota
from ..quota import Status, fingerprint
from ..walk import Keys
from ._groups import group_name
from ._placed import Placement, Pool, Tie
from ._seats import Key

__all__ = ["Line", "Rival", "exact_key"]

Rival = tuple[Any, str]
"""A rank key, bigger being better, and whose it is."""


def exact_key(key: Any, scales: Sequence[int] | None) -> Key:
    """A rank key as exact numbers: its parts are whole numbers over `scales` (one part stands bare), or exact already."""
    if scales is None:
        return tuple(key)
    parts = (key,) if len(scales) == 1 else key
    return tuple(Fraction(part, scale) for part, scale in zip(parts, scales, strict=True))


@define(slots=False)
class Line:
    """The line that a cap draws through one pool: the rivals best first, how many stand above it and how many on it.

    The rank keys are over `scales`, see `exact_key`; `barred` are those who may hold no place, `base` is the headcount.
    It keeps what it needs of the records, and no evaluation, so that a later one can keep it.
    """

    quota: Quota
    kind: str
    keys: Keys
    rivals: Sequence[Rival]
    barred: Sequence[Rival]
    above: int
    tied: int
    places: int
    base: int
    scales: Sequence[int] | None

    @property
    def group(self) -> str:
        """The id of the pool."""
        return group_name(self.quota, self.keys)

    @property
    def quotas(self) -> tuple[str, ...]:
        """The one quota."""
        return (self.quota.id,)

    def names(self) -> Iterator[str]:
        """All its candidates, those who may hold no place too."""
        return (name for some in (self.rivals, self.barred) for _, name in some)

    @cached_property
    def _keys(self) -> dict[str, Any]:
        return {name: key for some in (self.rivals, self.barred) for key, name in some}

    @cached_property
    def _short(self) -> dict[str, tuple[str, int | None]]:
        """The status of each, and of whoever gets no place how many of those beyond the line rank no lower."""
        found: dict[str, tuple[str, int | None]] = {name: (Status.INELIGIBLE.value, None) for _, name in self.barred}
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
            key=exact_key(self._keys[name], self.scales),
        )

    def tie(self) -> Tie:
        """The tie on the line, where there is one."""
        members = tuple(sorted(name for _, name in self.rivals[self.above : self.above + self.tied]))
        take = self.places - self.above
        return Tie(
            quota=self.quota.id,
            clause=self.quota.clause,
            kind=self.kind,
            grade=self.quota.grade,
            group=self.group,
            take=take,
            members=members,
            fingerprint=fingerprint(take, members),
            provisional=False,
        )

    def pool(self) -> Pool:
        """The pool with its meter."""
        share = self.quota.share
        held = min(self.places, len(self.rivals))
        return Pool(
            quota=self.quota.id,
            clause=self.quota.clause,
            kind=self.kind,
            grade=self.quota.grade,
            group=self.group,
            keys=self.keys,
            base=self.base,
            share=share if isinstance(share, Fraction) else None,
            places=self.places,
            floor=0,
            candidates=len(self.rivals) + len(self.barred),
            used=self.above,
            tied=self.tied,
            left=self.places - held,
            over=0,
            soft=self.quota.soft,
            stage=self.quota.grade,
        )
