"""Who is ranked, and what the place of somebody is worth."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import prod

from ...rules import Choice, Eligibility
from ...rules.nodes import RankOf
from ._asked import Asked, Keys
from ._people import Standpoint
from ._standing import MOST, Entry, Standing
from ._values import NO_CAUSES, Cause, Code, Gone, Num, Truth, Worth

__all__ = ["rank_worth", "standing_of"]

_TIED = Cause("decision", "rank-tie")
# Beyond every number that a value can be: inputs are declared with limits far within.
_END = Fraction(10**30)


def standing_of(walker: Standpoint, node: RankOf) -> Standing:
    """The standing of everybody of the kind, seen where `walker` stands."""
    found = Standing()
    kind = walker.appraisee.kind
    for person in walker.evaluation.cohort.appraisees.values():
        if person.kind == kind:
            other = walker.evaluation.walker(person.id, provisional=walker.provisional, at=walker.at)
            entry = _entry(other, node)
            if entry is not None:
                found.add(entry)
    found.sort()
    return found


def _entry(walker: Standpoint, node: RankOf) -> Entry | None:
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
    return Entry(walker.appraisee.id, keys, certain, low, high, causes, _pools(walker, node) if keys is None else ())


def _pools(walker: Standpoint, node: RankOf) -> tuple[Keys, ...]:
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
    return tuple(product(*codes)) if prod(map(len, codes)) <= MOST else ()


def _conditions(walker: Standpoint, node: RankOf) -> Iterator[Truth]:
    """Whether somebody is appraised, and is to be ranked."""
    for rule in walker.evaluation.rules_of(walker.appraisee.kind).rules(Eligibility):
        assert isinstance(rule, Eligibility)  # noqa: S101  # narrowed for mypy
        found = walker.evaluation.walker(walker.appraisee.id, provisional=walker.provisional).truth(rule.when)
        if not found.may(None):
            yield found
        else:  # people decide whether somebody is appraised about whom it cannot be told
            yield Truth(frozenset({True, False}), found.causes | {Cause("decision", rule.id)})
    if node.only is not None:
        yield walker.truth(node.only)


def rank_worth(walker: Standpoint, node: RankOf) -> Worth:
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
