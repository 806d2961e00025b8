"""A guaranteed share whose pools lie across those in which places are given out: a shortfall is for people to settle.

No places are given out for it. Where its share is not reached although somebody of those whom it means could have been
taken, people decide: over those who hold a place and are not meant, and those who are meant and hold none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction

from attrs import define, field, frozen

from ...rules import Quota
from ..quota import places
from ..walk import NO_CAUSES, Asked, Cause, Causes, Keys, Truth
from ._groups import where_of
from ._seats import Contest

__all__ = ["guard_across"]


@frozen
class _Person:
    """Somebody whom the guarantee may count: whether they hold the grade, and are meant, each for certain or perhaps."""

    name: str
    keys: Keys | None
    counts: bool
    holds: bool
    may_hold: bool
    meant: bool
    may_be_meant: bool
    by_merit: bool
    causes: Causes

    @property
    def settled(self) -> bool:
        """Whether nothing is open that the share hangs on."""
        firm = self.counts and self.keys is not None and self.meant == self.may_be_meant
        return firm and self.holds == self.may_hold


@define
class _Group:
    """The people of one pool of the guarantee."""

    sure: list[_Person] = field(factory=list)
    open: list[_Person] = field(factory=list)

    def short(self, share: Fraction, *, at_worst: bool) -> tuple[int, int] | None:
        """How many are guaranteed and how many there are where those are too few, as it comes at worst or at best."""
        held = sum(one.holds for one in self.sure)
        meant = sum(one.holds and one.meant for one in self.sure)
        if at_worst:
            held += sum(one.may_hold and not one.meant for one in self.open)
        else:
            more = sum(one.may_hold and one.may_be_meant for one in self.open)
            held, meant = held + more, meant + more
        asked = places(share, held, "up")
        return (asked, meant) if meant < asked else None

    def concerned(self) -> Iterator[_Person]:
        """Those who could give up a place, and those who could gain one, if there are any who could."""
        people = [*self.sure, *self.open]
        gaining = [one for one in people if one.may_be_meant and one.by_merit and not one.holds]
        if gaining:
            yield from (one for one in people if one.may_hold and not one.meant)
            yield from gaining


def guard_across(contest: Contest, rule: Quota) -> None:
    """Hold one such guarantee against the places that were given out, and leave a shortfall to people."""
    assert rule.floor_share is not None  # noqa: S101  # lint asks for it
    for keys, group in _groups(contest, rule).items():
        certain = group.short(rule.floor_share, at_worst=False)
        if certain is not None:
            contest.placed.shortfalls.append((rule.id, f"{'/'.join((rule.id, *keys))}#", *certain))
        if certain is None and group.short(rule.floor_share, at_worst=True) is None:
            continue
        causes = frozenset({Cause("decision", rule.id)}) if certain is not None else _open(group.open)
        for one in {one.name: one for one in group.concerned()}.values():
            _leave(contest, one.name, causes)


def _open(people: Iterable[_Person]) -> Causes:
    return frozenset(cause.seen_from("", owner=one.name) for one in people for cause in one.causes)


def _leave(contest: Contest, name: str, causes: Causes) -> None:
    """Leave it open whether somebody holds the grade, unless people have decided over them."""
    evaluation = contest.evaluation
    if contest.span.at is None and evaluation.decided(evaluation.judged(name)) is not None:
        return
    possible, before = contest.placed.possible[name]
    lower = contest.lower(where_of(contest.quotas, Asked(contest.walker(name))))
    both = {contest.index, *([] if lower is None else [lower])}
    seen = frozenset(cause.seen_from(name, owner=cause.of) for cause in causes)
    contest.placed.possible[name] = possible | both, before | seen


def _groups(contest: Contest, rule: Quota) -> dict[Keys, _Group]:
    people = [one for name in contest.placed.possible if (one := _person(contest, rule, name)) is not None]
    found: dict[Keys, _Group] = defaultdict(_Group)
    for one in people:
        if one.keys is not None:
            (found[one.keys].sure if one.settled else found[one.keys].open).append(one)
    for group in found.values():
        group.open += [one for one in people if one.keys is None]
    return found


def _person(contest: Contest, rule: Quota, name: str) -> _Person | None:
    if not contest.is_graded(name):
        return None
    walker = contest.walker(name)
    base = walker.truth(rule.base) if rule.base is not None else Truth(frozenset({True}))
    if not base.may(True):
        return None
    only = walker.truth(rule.only) if rule.only is not None else Truth(frozenset({True}))
    asked = Asked(walker)
    keys = asked.keys(rule.pool)
    possible, causes = contest.placed.possible[name]
    appraised = contest.evaluation.judged(name).eligible or NO_CAUSES
    settled = frozenset(cause for one in (base, only) if not one.settled for cause in one.causes)
    return _Person(
        name,
        keys,
        counts=base.must(True) and not appraised,
        holds=possible == {contest.index} and not causes,
        may_hold=contest.index in possible,
        meant=only.must(True),
        may_be_meant=only.may(True),
        by_merit=contest.index in contest.merit(name)[0],
        causes=settled | asked.causes | causes | appraised,
    )
