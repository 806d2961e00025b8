"""The values a quota problem is made of. They only hold; `_tree` and `_allocate` check them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from attrs import field, frozen

from ._keys import Part

__all__ = ["Candidate", "Decision", "Excess", "Group", "Problem", "ShareFloor"]


def _key(value: Part | Sequence[Part]) -> tuple[Part, ...]:
    """A key is a tuple of parts; one bare part stands for a tuple of one."""
    return tuple(value) if isinstance(value, Sequence) and not isinstance(value, str) else (value,)


def _ids(value: Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _groups(value: Iterable[Group]) -> tuple[Group, ...]:
    return tuple(value)


def _candidates(value: Iterable[Candidate]) -> tuple[Candidate, ...]:
    return tuple(value)


def _decisions(value: Iterable[Decision]) -> tuple[Decision, ...]:
    return tuple(value)


def _excesses(value: Iterable[Excess]) -> tuple[Excess, ...]:
    return tuple(value)


@frozen
class ShareFloor:
    """At least `share` (exact, 0 to 1), rounded up, of the people *selected* in the group `of` above."""

    of: str
    share: Fraction


@frozen(kw_only=True)
class Group:
    """One limit: of the people in it and in the groups below it, at most `cap` and at least `floor` places.

    `cap` None is no cap. `soft` marks a cap that a recorded `Excess` may go beyond; it is allocated like a
    hard one. `clause` is the document's clause, repeated in every error and explanation.
    """

    id: str
    parent: str | None = None
    cap: int | None = None
    floor: int = 0
    floor_share: ShareFloor | None = None
    soft: bool = False
    clause: str | None = None


@frozen
class Candidate:
    """One person: the innermost group they stand in, and a rank key of exact parts, bigger being better."""

    id: str
    group: str
    key: tuple[Part, ...] = field(converter=_key)
    eligible: bool = True


@frozen
class Decision:
    """An answer to a tie set: `members` is the whole set as shown, `choose` the ones who get the places.

    Fewer than the tie set's places need a `reason`. A `fingerprint`, when given, must be the one shown, or at
    least its first 12 characters.
    """

    members: tuple[str, ...] = field(converter=_ids)
    choose: tuple[str, ...] = field(converter=_ids)
    reason: str | None = None
    fingerprint: str | None = None


@frozen
class Excess:
    """People given a place beyond the soft cap of `group`, and the reason, which is required."""

    group: str
    members: tuple[str, ...] = field(converter=_ids)
    reason: str


@frozen(kw_only=True)
class Problem:
    """Groups that form a tree (or several), the people in them, and what has been decided so far."""

    groups: tuple[Group, ...] = field(converter=_groups)
    candidates: tuple[Candidate, ...] = field(converter=_candidates)
    decisions: tuple[Decision, ...] = field(default=(), converter=_decisions)
    excesses: tuple[Excess, ...] = field(default=(), converter=_excesses)
