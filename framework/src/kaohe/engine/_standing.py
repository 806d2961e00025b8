"""The place of a value among those of other people, as far as open records leave it settled.

A place lies between what comes about where everybody who may rank ahead does so, and where nobody does who need not:
so it is settled exactly when no completion of the open records could move it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from attrs import define, evolve, field, frozen

from ..rules import Choice, Eligibility, RankOf
from ._groups import Asked, Keys
from ._values import NO_CAUSES, Cause, Causes, Code, Gone, Num, Truth, Worth

if TYPE_CHECKING:
    from ._walker import Walker

__all__ = ["Standing", "rank_worth"]

_TIED = Cause("decision", "rank-tie")
# Beyond every number that a value can be: inputs are declared with limits far within.
_END = Fraction(10**30)
# As many pools of somebody whose codes are missing are looked at one by one.
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

    @property
    def settled(self) -> bool:
        """Whether nothing about it is open."""
        return self.certain and self.keys is not None and self.low == self.high


@define
class Standing:
    """Everybody whom one ranking ranks: the settled values of each pool in order, and those still open."""

    entries: dict[str, _Entry] = field(factory=dict)
    settled: dict[Keys, list[Fraction]] = field(factory=lambda: defaultdict(list))
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
        for values in found.settled.values():
            values.sort()
        return found

    def _add(self, entry: _Entry) -> None:
        self.entries[entry.name] = entry
        if entry.settled and entry.keys is not None:
            self.settled[entry.keys].append(entry.low)
        else:
            self.open.append(entry)

    def ahead(self, entry: _Entry, *, strictly: bool) -> tuple[int, int, Causes]:
        """The fewest and the most who stand ahead of somebody, equals too unless `strictly`, and why they differ."""
        if entry.keys is None:
            ways = [self.ahead(evolve(entry, keys=keys), strictly=strictly) for keys in entry.pools]
            fewest, most = (
                min((way[0] for way in ways), default=0),
                max((way[1] for way in ways), default=len(self.entries)),
            )
            causes = entry.causes.union(*(way[2] for way in ways))
            return fewest, most, causes if fewest != most else NO_CAUSES
        values = self.settled.get(entry.keys, [])
        place = bisect_right if strictly else bisect_left
        oneself = 0 if strictly or not self.entries[entry.name].settled else 1
        fewest = len(values) - place(values, entry.high) - oneself
        most = len(values) - place(values, entry.low) - oneself
        causes = entry.causes if fewest != most else NO_CAUSES
        for other in self.open:
            elsewhere = entry.keys != other.keys if other.keys is not None else entry.keys not in other.pools
            if other.name == entry.name or (elsewhere and (other.keys is not None or other.pools)):
                continue
            surely = other.certain and other.keys is not None and _beats(other.low, entry.high, strictly=strictly)
            maybe = _beats(other.high, entry.low, strictly=strictly)
            fewest, most = fewest + surely, most + maybe
            if surely != maybe:
                seen = (cause.seen_from(entry.name, owner=other.name) for cause in other.causes)
                causes |= entry.causes.union(seen)
        return fewest, most, causes


def _beats(one: Fraction, two: Fraction, *, strictly: bool) -> bool:
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
    fewest, most, causes = standing.ahead(entry, strictly=(node.ties == "best") != node.from_last)
    if node.ties == "refer":
        first, _, one = standing.ahead(entry, strictly=True)
        least, most, two = standing.ahead(entry, strictly=False)
        fewest, causes = first, one | two | ({_TIED} if least > first else NO_CAUSES)
    if not entry.certain:
        return Num(None, None, causes | entry.causes)
    low, high = Fraction(fewest + 1), Fraction(most + 1)
    return Num(low, high, causes if low != high else NO_CAUSES)
