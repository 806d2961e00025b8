"""The ways in which open records may turn out: each person's, and together those of people who share open facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, pairwise, product
from math import prod

from attrs import evolve, frozen

from ...rules import Eligibility
from ...rules.nodes import BoolExpr, Expr
from ...rules.tools import exclude
from ..walk import NO_CAUSES, Asked, Causes
from ._facts_open import OpenFact, filled, open_facts
from ._groups import Where, where_of
from ._seats import Contest, Key, Seat, key_range, may_compete

__all__ = ["Bundle", "Way", "bundles_of", "spread"]

# Beyond these a pool is left to the sound rule: people open in one pool, ways of one bundle, records walked for it,
# conditions that hang on more than one can try, and rounds of facts that only then turn out to be missing.
_OPEN, _WAYS, _WALKS, _CONDITIONS, _DEPTH = 16, 64, 400, 4, 3


@frozen
class Way:
    """One way in which somebody may turn out: where they stand, whether they compete, within which rank.

    `where` is None where they are not appraised. `others` are the grades possible without competing; with `held`
    they are better ones, which take a place in the groups that count better grades too.
    """

    where: Where | None
    may: bool
    must: bool
    low: Key
    high: Key
    others: frozenset[int]
    held: bool = False


@frozen
class Bundle:
    """People whose open facts hang together, and the ways in which they may turn out, each way by all of them.

    Where it is open how many places the group `size` has, that is a bundle of nobody, with a way for each number, and
    `causes` is why.
    """

    people: tuple[str, ...]
    ways: tuple[tuple[Way, ...], ...]
    size: str = ""
    root: str = ""
    causes: Causes = NO_CAUSES

    def wheres(self) -> Iterator[Where]:
        """Everywhere that somebody of it may stand."""
        return (one.where for way in self.ways for one in way if one.where is not None)

    def moves(self) -> bool:
        """Whether somebody of it may compete or not, or in one rank or another, at one place."""
        return any(one.may and (not one.must or one.low != one.high) for way in self.ways for one in way)

    def roots(self) -> set[str]:
        """The outermost groups that it may reach."""
        found = {where.root for where in self.wheres() if where.root is not None}
        return {*found, self.root} if self.root else found


def bundles_of(contest: Contest, seats: Mapping[str, Seat], causes: Mapping[str, Causes]) -> list[Bundle]:
    """The open people, those together whose open facts are the same ones; without ways where they are too many."""
    facts = {name: open_facts(causes[name], name) for name in causes}
    groups = _united(list(causes), list(facts.values()))
    crowd: dict[str | None, int] = defaultdict(int)
    for name in causes:
        crowd[None if seats[name].grouped else seats[name].where.root] += 1
    bundles = []
    for people in groups:
        most = max(crowd[seats[name].where.root] + crowd[None] for name in people)
        shared = sorted(set().union(*(facts[name] for name in people)), key=lambda fact: (fact.owner, fact.what))
        ways = _ways(contest, people, shared) if most <= _OPEN else ()
        bundles.append(Bundle(tuple(people), _merged(ways)))
    return bundles


def _united(names: list[str], marks: list[set[OpenFact]]) -> list[list[str]]:
    """The names in sets, those together that share a mark, each set in order."""
    first: dict[OpenFact, int] = {}
    leader = list(range(len(names)))

    def lead(place: int) -> int:
        while leader[place] != place:
            place = leader[place]
        return place

    for place, own in enumerate(marks):
        for mark in own:
            leader[lead(place)] = lead(first.setdefault(mark, place))
    found: dict[int, list[str]] = defaultdict(list)
    for place, name in enumerate(names):
        found[lead(place)].append(name)
    return list(found.values())


def _ways(contest: Contest, people: Sequence[str], facts: Sequence[OpenFact]) -> tuple[tuple[Way, ...], ...]:
    """Every way in which these people may turn out; () where a group or a condition cannot be followed up."""
    for _ in range(_DEPTH):
        found, more = _tried(contest, people, facts)
        if not more:
            return found
        facts = [*facts, *more]
    return ()


def _tried(
    contest: Contest, people: Sequence[str], facts: Sequence[OpenFact]
) -> tuple[tuple[tuple[Way, ...], ...], list[OpenFact]]:
    """The ways with these facts filled in, and the facts that turn out to be missing for them besides."""
    most = max(1, min(_WAYS, _WALKS // len(people)))
    seen: dict[tuple[Way, ...], None] = {}
    more: set[OpenFact] = set()
    for supposed in filled(contest.evaluation, facts, most=most):
        each = [_ways_of(contest, evolve(contest, evaluation=supposed), name, more) for name in people]
        if len(seen) + prod(map(len, each)) > 4 * _WAYS:
            return (), []
        seen.update(dict.fromkeys(product(*each)))
    new = sorted(more - set(facts), key=lambda fact: (fact.owner, fact.what))
    return () if more and not new else tuple(seen), new


def _ways_of(base: Contest, contest: Contest, name: str, more: set[OpenFact]) -> list[Way]:
    """The ways in which one person may turn out, the facts being filled in; `more` gathers those still missing."""
    if not contest.is_graded(name):
        return [_NOWHERE]
    places, _ = contest.merit(name)
    if base.possible(name) != base.merit(name)[0]:
        # A better grade's quota has had its say, which covers every way.
        places = base.possible(name)
    asked = Asked(contest.walker(name))
    _appraised(contest, name, asked)
    may_compete(contest.quotas, where_of(contest.quotas, asked), asked)
    found: list[Way] = []
    for settled in product((True, False), repeat=min(len(asked.open), _CONDITIONS + 1)):
        supposed = dict(zip(asked.open, settled, strict=False))
        if not _clashing(supposed):
            found += _parted(contest, _way(contest, name, places, supposed, more))
    if len(asked.open) > _CONDITIONS:
        more |= open_facts(asked.causes, name)
    return list(dict.fromkeys(found))


def _appraised(contest: Contest, name: str, asked: Asked) -> bool:
    """Whether somebody is appraised at all; what people have to decide may come out either way."""
    kind = contest.evaluation.cohort.appraisees[name].kind
    there = True
    for rule in contest.evaluation.plan(kind).rules.rules(Eligibility):
        assert isinstance(rule, Eligibility)  # noqa: S101  # narrowed for mypy
        found = asked.walker.truth(rule.when)
        if not found.must(True) and not found.must(False):
            asked.open[rule.when] = None
            asked.causes |= found.causes
        there = there and (found.must(True) or (not found.must(False) and asked.supposed.get(rule.when, False)))
    return there


_NOWHERE = Way(None, False, False, (), (), frozenset())


def _way(
    contest: Contest, name: str, places: frozenset[int], supposed: Mapping[Expr, bool], more: set[OpenFact]
) -> Way:
    asked = Asked(contest.walker(name), supposed)
    if not _appraised(contest, name, asked):
        return _NOWHERE
    where = where_of(contest.quotas, asked)
    if asked.unknown_keys:
        more |= open_facts(asked.causes, name) or {OpenFact(name, "", "")}
    others = places - {contest.index}
    if contest.index not in places or not where.spots:
        return Way(where, False, False, (), (), places)
    if not may_compete(contest.quotas, where, asked):
        lower = contest.lower(where)
        return Way(where, False, False, (), (), others | ({lower} if lower is not None else set()))
    low, high, _ = key_range(contest, name)
    return Way(where, True, not others, low, high, others)


def _clashing(supposed: Mapping[Expr, bool]) -> bool:
    """Whether two conditions are supposed to hold that exclude each other."""
    held = [one for one, holds in supposed.items() if holds and isinstance(one, BoolExpr)]
    return any(exclude(one, two) for one, two in combinations(held, 2))


def _parted(contest: Contest, way: Way) -> Iterator[Way]:
    """A way with a better grade, which takes a place where such places count better grades too, apart from the rest."""
    better = frozenset(place for place in way.others if place < contest.index)
    if way.where is None or not better or not way.where.or_better(contest.quotas):
        yield way
        return
    yield Way(way.where, False, False, (), (), better, held=True)
    rest = way.others - better
    if way.may or rest:
        yield evolve(way, must=way.may and not rest, others=rest)


def _merged(ways: Sequence[tuple[Way, ...]]) -> tuple[tuple[Way, ...], ...]:
    """The ways as they are; of one person alone, those at one place as one, since one never stands against oneself."""
    if len(ways) < 2 or len(ways[0]) > 1:
        return tuple(ways)
    found: dict[tuple[Where | None, bool], Way] = {}
    for (way,) in ways:
        before = found.get((way.where, way.held))
        found[way.where, way.held] = way if before is None else _both(before, way)
    return tuple((way,) for way in found.values())


def _both(one: Way, two: Way) -> Way:
    rival = [way for way in (one, two) if way.may]
    low = min((way.low for way in rival), default=())
    high = max((way.high for way in rival), default=())
    return Way(one.where, bool(rival), one.must and two.must, low, high, one.others | two.others, one.held)


def spread(bundles: Sequence[Bundle], known: Sequence[Key]) -> list[Bundle]:
    """The bundles with each way as single ranks: out, or at, or between the ranks that others have."""
    settled = [way.low for bundle in bundles for one in bundle.ways for way in one if way.may and way.low == way.high]
    keys = [*known, *settled]
    width = sum(any(way.low != way.high for one in bundle.ways for way in one) for bundle in bundles)
    found = []
    for bundle in bundles:
        ways = [each for one in bundle.ways for each in product(*(_single(way, keys, width) for way in one))]
        found.append(evolve(bundle, ways=tuple(dict.fromkeys(ways))))
    return found


def _single(way: Way, known: Sequence[Key], width: int) -> list[Way]:
    found = [] if way.must else [evolve(way, may=False, low=(), high=())]
    if way.may:
        parts = [
            _values(low, high, sorted({key[place] for key in known}), width)
            for place, (low, high) in enumerate(zip(way.low, way.high, strict=True))
        ]
        found += [evolve(way, must=True, low=key, high=key) for key in product(*parts)]
    return found


def _values(low: Fraction, high: Fraction, known: Sequence[Fraction], width: int) -> list[Fraction]:
    """Numbers between two ends: those known, the ends, and `width` in each gap, so that any order can come about."""
    if low == high:
        return [low]
    stops = sorted({low, high, *(value for value in known if low < value < high)})
    found = []
    for one, two in pairwise(stops):
        found += [one, *(one + (two - one) * Fraction(step, width + 1) for step in range(1, width + 1))]
    return [*found, high]
