"""The place of a value among those of other people, as far as open records leave it settled.

A place lies between what comes about where everybody who may rank ahead does so, and where nobody does who need not:
so it is settled exactly when no completion of the open records could move it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, product
from math import prod
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from ..rules import Choice, Eligibility
from ..rules.nodes import RankOf
from ._groups import Asked, Keys
from ._values import NO_CAUSES, Cause, Causes, Code, Gone, Num, Truth, Worth

if TYPE_CHECKING:
    from ._walker import Walker

__all__ = ["Standing", "rank_worth"]

_TIED = Cause("decision", "rank-tie")
# Beyond every number that a value can be: inputs are declared with limits far within.
_END = Fraction(10**30)
# As many pools of somebody whose codes are missing are looked at one by one, and as many others named.
_MOST = 64


@frozen
class _Entry:
    """Somebody who is, or may be, ranked: the range of the value, and why any of it is open.

    `pools` are the pools in which they may be while `keys` are not known; () where those cannot be told either.
    """

    name: str
    keys: Keys | None
    certain: bool
    low: Fraction
    high: Fraction
    causes: Causes
    pools: tuple[Keys, ...] = ()

    def beats(self, other: _Entry, *, strictly: bool) -> tuple[bool, bool]:
        """Whether it stands ahead of another in the same pool: for certain, and perhaps."""
        surely = self.certain and self.keys is not None and _over(self.low, other.high, strictly=strictly)
        return surely, _over(self.high, other.low, strictly=strictly)

    def may_be_in(self, keys: Keys) -> bool:
        """Whether it is in a pool, or may be."""
        return self.keys == keys or (self.keys is None and (not self.pools or keys in self.pools))


@define
class Standing:
    """Everybody whom one ranking ranks: of each pool the lowest values that are in it for certain, and the highest."""

    entries: dict[str, _Entry] = field(factory=dict)
    lows: dict[Keys, list[Fraction]] = field(factory=lambda: defaultdict(list))
    highs: dict[Keys, list[Fraction]] = field(factory=lambda: defaultdict(list))
    anywhere: list[Fraction] = field(factory=list)
    open: list[_Entry] = field(factory=list)

    @classmethod
    def of(cls, walker: Walker, node: RankOf) -> Standing:
        """The standing of everybody of the kind, seen where `walker` stands."""
        found = cls()
        kind = walker.appraisee.kind
        for person in walker.evaluation.cohort.appraisees.values():
            if person.kind == kind:
                other = walker.evaluation.walker(person.id, provisional=walker.provisional, at=walker.at)
                entry = _entry(other, node)
                if entry is not None:
                    found._add(entry)
        for values in (*found.lows.values(), *found.highs.values(), found.anywhere):
            values.sort()
        return found

    def _add(self, entry: _Entry) -> None:
        self.entries[entry.name] = entry
        if entry.keys is not None and entry.certain:
            self.lows[entry.keys].append(entry.low)
        for keys in entry.pools if entry.keys is None else (entry.keys,):
            self.highs[keys].append(entry.high)
        if entry.keys is None and not entry.pools:
            self.anywhere.append(entry.high)
        if entry.keys is None or not entry.certain or entry.low != entry.high:
            self.open.append(entry)

    def ahead(self, name: str, *, strictly: bool) -> tuple[int, int, Causes]:
        """The fewest and the most who stand ahead of somebody, equals too unless `strictly`, and why they differ."""
        entry = self.entries[name]
        if entry.keys is None and not entry.pools:
            return 0, len(self.entries) - 1, entry.causes
        ways = [self._within(entry, keys, strictly=strictly) for keys in entry.pools or (entry.keys or (),)]
        fewest, most = min(way[0] for way in ways), max(way[1] for way in ways)
        causes = entry.causes.union(*(way[2] for way in ways))
        return fewest, most, causes if fewest != most else NO_CAUSES

    def _within(self, entry: _Entry, keys: Keys, *, strictly: bool) -> tuple[int, int, Causes]:
        """The same in one pool."""
        place = bisect_right if strictly else bisect_left
        lows, highs = self.lows.get(keys, []), self.highs.get(keys, [])
        surely, maybe = entry.beats(entry, strictly=strictly)  # the lists hold oneself too
        fewest = len(lows) - place(lows, entry.high) - surely
        most = len(highs) - place(highs, entry.low) - maybe
        most += len(self.anywhere) - place(self.anywhere, entry.low)
        return fewest, most, self._moving(entry, keys, strictly=strictly) if fewest != most else NO_CAUSES

    def _moving(self, entry: _Entry, keys: Keys, *, strictly: bool) -> Causes:
        """What is open about those who may stand ahead or not, of the first few of them."""
        moving = (
            other
            for other in self.open
            if other.name != entry.name
            and other.may_be_in(keys)
            and other.beats(entry, strictly=strictly) == (False, True)
        )
        return frozenset(
            cause.seen_from(entry.name, owner=other.name) for other in islice(moving, _MOST) for cause in other.causes
        )


def _over(one: Fraction, two: Fraction, *, strictly: bool) -> bool:
    return one > two if strictly else one >= two


def _entry(walker: Walker, node: RankOf) -> _Entry | None:
    """Somebody's entry, bigger being better; None for who is not ranked."""
    certain, causes = True, NO_CAUSES
    for found in _conditions(walker, node):
        if not found.may(True):
            return None
        certain, causes = certain and found.must(True), causes | found.causes
    worth = walker.number(node.value)
    if isinstance(worth, Gone):
        return None
    asked = Asked(walker)
    keys = asked.keys(node.pool)
    low = -_END if worth.low is None else worth.low
    high = _END if worth.high is None else worth.high
    if node.bigger_is_better == node.from_last:
        low, high = -high, -low
    causes |= worth.causes | asked.causes
    return _Entry(walker.appraisee.id, keys, certain, low, high, causes, _pools(walker, node) if keys is None else ())


def _pools(walker: Walker, node: RankOf) -> tuple[Keys, ...]:
    """The pools in which somebody may be, some code of whom is missing; () where they cannot be listed."""
    codes: list[tuple[str, ...]] = []
    for part in node.pool:
        found = walker.worth(part)
        if not isinstance(found, Code):
            codes.append(("-",))
        elif found.value is not None:
            codes.append((found.value,))
        elif isinstance(part, Choice):
            codes.append(part.codes or walker.evaluation.cohort.supplied.lists.get(part.list_key or "", ()))
        else:
            return ()
    return tuple(product(*codes)) if prod(map(len, codes)) <= _MOST else ()


def _conditions(walker: Walker, node: RankOf) -> Iterator[Truth]:
    """Whether somebody is appraised, and is to be ranked."""
    for rule in walker.evaluation.plan(walker.appraisee.kind).rules.rules(Eligibility):
        assert isinstance(rule, Eligibility)  # noqa: S101  # narrowed for mypy
        found = walker.evaluation.walker(walker.appraisee.id, provisional=walker.provisional).truth(rule.when)
        if not found.may(None):
            yield found
        else:  # people decide whether somebody is appraised about whom it cannot be told
            yield Truth(frozenset({True, False}), found.causes | {Cause("decision", rule.id)})
    if node.only is not None:
        yield walker.truth(node.only)


def rank_worth(walker: Walker, node: RankOf) -> Worth:
    """The place of the appraisee, absent for who is not ranked."""
    standing = walker.evaluation.standing(walker, node)
    entry = standing.entries.get(walker.appraisee.id)
    if entry is None:
        worth = walker.number(node.value)
        return worth if isinstance(worth, Gone) else Gone(frozenset({"not-applicable"}))
    # Counted from the last the place that is best for equals is the one with the higher number.
    fewest, most, causes = standing.ahead(entry.name, strictly=(node.ties == "best") != node.from_last)
    if node.ties == "refer":
        first, _, one = standing.ahead(entry.name, strictly=True)
        least, most, two = standing.ahead(entry.name, strictly=False)
        fewest, causes = first, one | two | ({_TIED} if least > first else NO_CAUSES)
    if not entry.certain:
        return Num(None, None, causes | entry.causes)
    low, high = Fraction(fewest + 1), Fraction(most + 1)
    return Num(low, high, causes if low != high else NO_CAUSES)
