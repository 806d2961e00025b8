"""How many places a pool has where its clause tells that by an expression: one value for all of the pool, or open.

Where people of one pool have different values nobody can say how many places it has: their records contradict each
other, and the pool waits until one of them is corrected. Every number of places stays possible until then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product

from attrs import define, evolve, field, frozen

from ...rules import Link, Quota
from ...rules.nodes import Const, DateConst, Expr, Input, NumberExpr, PoolCode, Their, in_pool
from ...rules.tools import descend, show
from ...words import Text
from .._judged import Judges
from ..disputes import Dispute
from ..walk import NO_CAUSES, Cause, Causes, Gone, Keys, Num
from ._facts_open import OpenFact, filled, open_facts
from ._groups import Forest, places_from, places_of
from ._seats import Contest, Seat

__all__ = ["Size", "Sizes"]

# As many ways of filling in what is open behind one size are tried; beyond that it counts as a range.
_WAYS = 64


@frozen
class Size:
    """Each number of places that a pool may have, ascending, and why there is more than one.

    `share` is the settled share. `clash` tells of two people of the pool whose values differ, one for each of them.
    """

    options: tuple[int, ...]
    causes: Causes = NO_CAUSES
    share: Fraction | None = None
    clash: tuple[Dispute, ...] = ()

    def option(self, way: int) -> int:
        """The number of places in one of the ways, the fewest first."""
        return self.options[min(way, len(self.options) - 1)]


@frozen
class _Amount:
    """What an expression is worth for all of a pool: its range, whether nobody can say, and why it is open."""

    low: Fraction
    high: Fraction
    unknown: bool = False
    causes: Causes = NO_CAUSES
    clash: tuple[Dispute, ...] = ()


@define
class Sizes:
    """The sizes of the groups in which people stand, worked out once for each headcount."""

    contest: Contest
    forest: Forest
    seats: Mapping[str, Seat]
    _members: dict[str, list[str]] = field(factory=dict, init=False)
    _unsure: dict[str, list[Seat]] = field(factory=dict, init=False)
    _known: dict[tuple[str, int], Size] = field(factory=dict, init=False)
    _plain: dict[tuple[str, int], Size] = field(factory=dict, init=False)
    _filled: dict[tuple[OpenFact, ...], list[Judges]] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        if not any(quota.sizes() for quota in self.contest.quotas):
            return
        for name in sorted(self.seats):  # whoever a clash names is the same however the seats came together
            seat = self.seats[name]
            for group in seat.where.groups:
                self._members.setdefault(group, []).append(seat.id)
            for group in self.forest.within(seat.where.groups) if seat.grouped else ():
                if group not in seat.where.groups:
                    self._unsure.setdefault(group, []).append(seat)

    def of(self, group: str, quota: Quota, keys: Keys, base: int) -> Size:
        """The size of a group with `base` people in its headcount."""
        if not quota.sizes():
            if (quota.id, base) not in self._plain:
                share = quota.share if isinstance(quota.share, Fraction) else None
                self._plain[quota.id, base] = Size((places_of(quota, base),), share=share)
            return self._plain[quota.id, base]
        if (group, base) not in self._known:
            self._known[group, base] = self._size(group, quota, keys, base)
        return self._known[group, base]

    def ends(self, group: str, quota: Quota, keys: Keys, fewest: int, most: int) -> tuple[int, int]:
        """The fewest and the most places with `fewest` to `most` people in the headcount."""
        if not quota.sizes():
            return places_of(quota, fewest), places_of(quota, most)
        found = [self.of(group, quota, keys, base).options for base in range(fewest, most + 1)]
        return min(options[0] for options in found), max(options[-1] for options in found)

    def _size(self, group: str, quota: Quota, keys: Keys, base: int) -> Size:
        size = self._at(self.contest, group, quota, keys, base)
        facts = sorted(
            {fact for cause in size.causes for fact in open_facts((cause,), cause.of)}, key=lambda fact: str(fact)
        )
        if size.clash or not facts:
            return size
        ways = [self._at(evolve(self.contest, evaluation=one), group, quota, keys, base) for one in self._ways(facts)]
        return evolve(size, options=tuple(sorted({option for way in ways for option in way.options})))

    def _ways(self, facts: Sequence[OpenFact]) -> Sequence[Judges]:
        """The evaluation with these facts filled in, in every way."""
        key = tuple(facts)
        if key not in self._filled:
            self._filled[key] = list(filled(self.contest.evaluation, facts, most=_WAYS))
        return self._filled[key]

    def _at(self, contest: Contest, group: str, quota: Quota, keys: Keys, base: int) -> Size:
        """The size as far as the records of `contest` tell it."""
        fixed: dict[Expr, str] = dict(zip(quota.pool, keys, strict=True))
        amounts = {part: self._amount(contest, group, in_pool(part, base, fixed)) for part in quota.sizes()}
        found = list(amounts.values())
        causes = NO_CAUSES.union(*(one.causes for one in found))
        clash = next((one.clash for one in found if one.clash), ())
        if any(one.unknown for one in found):
            return Size(tuple(range(base + 1)), causes, clash=clash)
        ends = {part: (one.low, one.high) for part, one in amounts.items()}
        options = {places_from(quota, base, dict(zip(ends, chosen, strict=True))) for chosen in product(*ends.values())}
        low, high = min(options), max(options)
        share = quota.share
        if isinstance(share, NumberExpr):
            share = amounts[share].low if amounts[share].low == amounts[share].high else None
        if low == high:
            return Size((low,), share=share)
        return Size(tuple(range(low, high + 1)), causes, share=share)

    def _amount(self, contest: Contest, group: str, part: Expr) -> _Amount:
        """What one expression is worth for everybody of a group."""
        if not any(_personal(node) for node in descend(part)):
            anybody = min(self.seats)
            return self._agreed(contest, part, [anybody])
        unsure = self._unsure.get(group, [])
        members = self._members.get(group, [])
        if unsure or not members:
            causes = frozenset(cause.seen_from("", owner=seat.id) for seat in unsure for cause in seat.grouped)
            return _Amount(Fraction(0), Fraction(0), unknown=True, causes=causes or self._everybody())
        return self._agreed(contest, part, members)

    def _everybody(self) -> Causes:
        """Whatever is open about who stands where: some group came about only through it."""
        seats = (seat for seat in self.seats.values() if seat.grouped)
        return frozenset(cause.seen_from("", owner=seat.id) for seat in seats for cause in seat.grouped)

    def _agreed(self, contest: Contest, part: Expr, members: Sequence[str]) -> _Amount:
        """The one value of all these people; unknown where they differ, or may."""
        first: dict[object, tuple[str, _Amount]] = {}
        for name in members:
            found = contest.walker(name).worth(part)
            if isinstance(found, Num) and found.value is not None:
                first.setdefault(found.value, (name, _Amount(found.value, found.value)))
            elif isinstance(found, Num):
                causes = frozenset(cause.seen_from("", owner=name) for cause in found.causes)
                low = found.low if found.low is not None else Fraction(0)
                high, unknown = (found.high, False) if found.high is not None else (low, True)
                first.setdefault((found.low, found.high, causes), (name, _Amount(low, high, unknown, causes)))
            else:
                assert isinstance(found, Gone)  # noqa: S101  # a number is worth nothing else
                first.setdefault(None, (name, _Amount(Fraction(0), Fraction(0), unknown=True)))
        if len(first) == 1 and None not in first:
            return next(amount for _, amount in first.values())
        amounts = [amount for _, amount in first.values()]
        causes = NO_CAUSES.union(*(amount.causes for amount in amounts))
        settled = [(name, value) for value, (name, amount) in first.items() if not amount.causes]
        clash = _clash(contest, part, settled) if len(settled) > 1 or not causes else ()
        causes |= {Cause("needs", one.input, one.appraisee) for one in clash}
        return _Amount(Fraction(0), Fraction(0), unknown=True, causes=causes, clash=clash)


def _personal(node: Expr) -> bool:
    """Whether a node may be worth something else for another person of the same pool."""
    return not node.parts() and not isinstance(node, Const | DateConst | PoolCode)


def _clash(contest: Contest, part: Expr, found: Sequence[tuple[str, object]]) -> tuple[Dispute, ...]:
    """The entries of two people that tell a pool two sizes, each with the sentence that names both."""
    people, values = [name for name, _ in found[:2]], [value for _, value in found[:2]]
    told = [Text("no value", "没有值") if value is None else _shown(value) for value in values]
    if len(people) == 1:
        key, label = _told_by(contest, part, (people[0], people[0]))
        text = _NO_VALUE.format(grade=contest.grade, one=people[0], label=label)
        return (Dispute(people[0], key, text),)
    key, label = _told_by(contest, part, (people[0], people[1]))
    text = _DIFFERS.format(
        grade=contest.grade, one=people[0], a=told[0], two=people[1], b=told[1], label=label, key=key
    )
    return tuple(Dispute(name, key, text) for name in people)


def _shown(value: object) -> Text:
    assert isinstance(value, Fraction)  # noqa: S101  # only settled numbers and absent ones clash
    return Text(show(value), show(value))


def _told_by(contest: Contest, part: Expr, people: tuple[str, str]) -> tuple[str, Text]:
    """The entry in which two people of a pool differ: an input or a link, the first that there is where none does."""
    one, two = (contest.evaluation.cohort.appraisees[name] for name in people)
    found: list[Input | Link] = []
    for node in descend(part):
        if isinstance(node, Input):
            found.append(node)
        elif isinstance(node, Their) and isinstance(node.link, Link):
            found.append(node.link)
    differing = [
        given
        for given in found
        if one.links.get(given.key) != two.links.get(given.key) or one.fact(given.key) != two.fact(given.key)
    ]
    given = (differing or found)[0]
    return given.key, given.label


_DIFFERS = Text(
    "the places for {grade} of one pool are told by {label} ({key}): {a} for {one}, but {b} for {two}; correct one of the two",
    "同一组{grade}的名额由{label}（{key}）决定：{one} 为 {a}，而 {two} 为 {b}；请更正其一",
)
_NO_VALUE = Text(
    "the places for {grade} have no value, because of {label} of {one}; correct it",
    "{one} 的{label}使{grade}的名额没有值；请更正",
)
