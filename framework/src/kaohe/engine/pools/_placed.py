"""What quotas did, as values: pools with their meters, ties, where each candidate stands."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import Any

from attrs import asdict, define, field, frozen

from ...words import Text
from .._cohort import Decisions
from ..disputes import Dispute
from ..walk import Causes

__all__ = ["Placed", "Placement", "Places", "Pool", "Tie"]

Places = frozenset[int]


@frozen(kw_only=True)
class Pool:
    """One pool of one quota, with its meter.

    `base` is the headcount, `places` what the share of it gives (None for a guarantee, whose `floor` moves with
    the selected), `used` who hold a place for certain, `tied` who may get one, `left` what stays empty. While
    `waiting` names people whose own grade is open, the allocation is provisional. While it is open how many places
    there are, `places` are the fewest and `most` the most. `grade` is the quota's own, `stage` the one given out.
    """

    quota: str
    clause: str
    kind: str
    grade: str
    group: str
    keys: tuple[str, ...]
    base: int
    share: Fraction | None
    places: int | None
    floor: int
    candidates: int
    used: int
    tied: int
    left: int | None
    over: int
    soft: bool
    waiting: tuple[str, ...] = ()
    most: int | None = None
    stage: str = ""

    def as_json(self) -> dict[str, Any]:
        """The pool as plain data; the share as an exact string, `most` where it differs from the places."""
        share = None if self.share is None else str(self.share)
        data = asdict(self) | {"share": share, "keys": list(self.keys), "waiting": list(self.waiting)}
        del data["stage"]
        if self.most is None:
            del data["most"]
        return data


@frozen(kw_only=True)
class Tie:
    """A tie set across a quota line: `take` of `members` get the grade, and people must say which."""

    quota: str
    clause: str
    kind: str
    grade: str
    group: str
    take: int
    members: tuple[str, ...]
    fingerprint: str
    provisional: bool

    def as_json(self) -> dict[str, Any]:
        """The tie set as plain data."""
        return asdict(self) | {"members": list(self.members)}


@frozen(kw_only=True)
class Placement:
    """Where one candidate stands at a quota: its status, the group that stopped them, and how many places short.

    `key` is the rank key, bigger first.
    """

    quota: str
    grade: str
    otherwise: str
    status: str
    quotas: tuple[str, ...]
    groups: tuple[str, ...]
    blocked_by: str | None = None
    clause: str | None = None
    short: int | None = None
    key: tuple[Fraction, ...] = ()


@define
class Placed:
    """What the quotas of one kind did: the grades still possible, and everything to show.

    `inner` are pools of a worse grade too, as they stood when a better one was given out; `verdicts` what each grade
    says of a decision on such places.
    """

    possible: dict[str, tuple[Places, Causes]]
    placements: dict[str, list[Placement]] = field(factory=lambda: defaultdict(list))
    pools: list[Pool] = field(factory=list)
    inner: list[Pool] = field(factory=list)
    ties: list[Tie] = field(factory=list)
    shortfalls: list[tuple[str, str, int, int]] = field(factory=list)
    refused: list[tuple[str, Text]] = field(factory=list)
    clashes: list[Dispute] = field(factory=list)
    verdicts: dict[tuple[Decisions, str], list[tuple[str, Text] | None]] = field(factory=lambda: defaultdict(list))
