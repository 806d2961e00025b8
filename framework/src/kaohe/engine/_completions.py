"""What every completion of the open records gives: who gets a place, and whose open facts it hangs on.

Open appraisees whose facts hang together make a *bundle*; a bundle turns out in several ways. Groups that one bundle
can reach are looked at together. Where a guarantee is among them every way is allocated. Where there are only caps, two
facts about them save most of the work: for fixed headcounts a competitor more, or one of better rank, never helps
anybody else; so the worst and the best that a bundle can do to the others cover all that lies between.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod

from attrs import define, evolve, field, frozen

from ..errors import AllocationError
from ..rules import Eligibility, Expr
from ._facts_open import OpenFact, filled, open_facts
from ._groups import Asked, Forest, Made, Where, where_of
from ._seats import Contest, Key, Seat, key_range, may_compete
from ._values import Causes
from .quota import Allocation, Status

__all__ = ["Bundle", "Found", "completed"]

# Beyond these a pool is left to the sound rule: people open in one pool, ways of one bundle, allocations, their work.
_OPEN, _WAYS, _WALKS, _RUNS, _WORK = 16, 64, 400, 4096, 2_000_000
_CONDITIONS, _DEPTH = 4, 3


@frozen
class Way:
    """One way in which somebody may turn out: where they stand, whether they compete, within which rank.

    `where` is None where they are not appraised. `others` are the grades possible without competing.
    """

    where: Where | None
    may: bool
    must: bool
    low: Key
    high: Key
    others: frozenset[int]


@frozen
class Bundle:
    """People whose open facts hang together, and the ways in which they may turn out, each way by all of them."""

    people: tuple[str, ...]
    ways: tuple[tuple[Way, ...], ...]

    def wheres(self) -> Iterator[Where]:
        """Everywhere that somebody of it may stand."""
        return (one.where for way in self.ways for one in way if one.where is not None)

    def moves(self) -> bool:
        """Whether somebody of it may compete or not, or in one rank or another, at one place."""
        return any(one.may and (not one.must or one.low != one.high) for way in self.ways for one in way)

    def roots(self) -> set[str]:
        """The outermost groups that it may reach."""
        return {where.root for where in self.wheres() if where.root is not None}


@frozen
class Competitor:
    """Somebody with a place to compete for, at one rank."""

    id: str
    where: Where
    key: Key
    eligible: bool = True


Allocate = Callable[[Mapping[str, Made], Sequence[Competitor]], Allocation]
# What one run gives somebody: a status with the tie set, or the grades without competing.
Answer = tuple[Status | None, object]
_Choice = tuple[int, str]
_NOT_THERE: Answer = (None, frozenset())


@define
class Found:
    """What the completions give one person: the answers that came out, and the bundles on which they hang."""

    answers: set[Answer] = field(factory=set)
    bundles: list[Bundle] = field(factory=list)

    def only(self) -> Status | None:
        """The one status that every completion gives, None where there are several or none."""
        statuses = {status for status, _ in self.answers - {_NOT_THERE}}
        return next(iter(statuses)) if len(self.answers - {_NOT_THERE}) == 1 else None

    def grades(self, index: int) -> frozenset[int]:
        """The grades that the completions give, those not appraised left out; `index` is the grade given out."""
        found: set[int] = set()
        for status, more in self.answers:
            if status is None:
                found |= more  # type: ignore[arg-type]  # without a status there are grades
                continue
            found |= {index} if status in (Status.SELECTED, Status.TIED) else set()
            lower = more[1] if status is Status.TIED else more  # type: ignore[index]  # a tie set, and the other grade
            found |= {lower} if lower is not None else set()  # type: ignore[arg-type]  # a grade
        return frozenset(found)


def completed(
    contest: Contest, seats: Mapping[str, Seat], causes: Mapping[str, Causes], allocate: Allocate
) -> tuple[dict[str, Found], set[str]]:
    """What the completions give everybody whom an open record can reach, by id; and where they are too many.

    `causes` holds those who are open, with all that is open about them. The outermost groups named last are left to
    the sound rule.
    """
    bundles = _bundles(contest, seats, causes)
    fixed = {name: seat for name, seat in seats.items() if name not in causes}
    found: dict[str, Found] = {}
    left: set[str] = set()
    for roots, some in _components(bundles, seats):
        here = {name: seat for name, seat in fixed.items() if seat.where.root in roots}
        answers = _Component(contest, here, some, allocate).found() if all(bundle.ways for bundle in some) else None
        if answers is None:
            left |= roots
        else:
            found |= answers
    return found, left


def _bundles(contest: Contest, seats: Mapping[str, Seat], causes: Mapping[str, Causes]) -> list[Bundle]:
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
    evaluation = contest.evaluation
    judged = evaluation.judged(name)
    if judged.refused is not None:
        return [_NOWHERE]
    places, _ = evaluation.merit(judged)
    if base.possible(name) != base.evaluation.merit(base.evaluation.judged(name))[0]:
        # A better grade's quota has had its say, which covers every way.
        places = base.possible(name)
    asked = Asked(evaluation.walker(name))
    _appraised(contest, name, asked)
    may_compete(contest.quotas, where_of(contest.quotas, asked), asked)
    found: list[Way] = []
    for settled in product((True, False), repeat=min(len(asked.open), _CONDITIONS + 1)):
        supposed = dict(zip(asked.open, settled, strict=False))
        found.append(_way(contest, name, places, supposed, more))
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
    asked = Asked(contest.evaluation.walker(name), supposed)
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
    low, high, _ = key_range(contest, contest.evaluation, name)
    return Way(where, True, not others, low, high, others)


def _merged(ways: Sequence[tuple[Way, ...]]) -> tuple[tuple[Way, ...], ...]:
    """The ways as they are; of one person alone, those at one place as one, since one never stands against oneself."""
    if len(ways) < 2 or len(ways[0]) > 1:
        return tuple(ways)
    found: dict[Where | None, Way] = {}
    for (way,) in ways:
        before = found.get(way.where)
        found[way.where] = way if before is None else _both(before, way)
    return tuple((way,) for way in found.values())


def _both(one: Way, two: Way) -> Way:
    rival = [way for way in (one, two) if way.may]
    low = min((way.low for way in rival), default=())
    high = max((way.high for way in rival), default=())
    return Way(one.where, bool(rival), one.must and two.must, low, high, one.others | two.others)


def _components(bundles: Sequence[Bundle], seats: Mapping[str, Seat]) -> Iterator[tuple[set[str], list[Bundle]]]:
    """The bundles that can reach one another's groups, with the outermost groups that they reach."""
    everywhere = {root for seat in seats.values() if (root := seat.where.root) is not None}
    everywhere = everywhere.union(*(bundle.roots() for bundle in bundles))
    left = [(bundle.roots() if bundle.ways else _reach(bundle, seats, everywhere), bundle) for bundle in bundles]
    while left:
        reached, bundle = left.pop()
        some = [bundle]
        while near := [one for one in left if one[0] & reached]:
            left = [one for one in left if not one[0] & reached]
            reached = reached.union(*(one[0] for one in near))
            some += [one[1] for one in near]
        yield reached, some


def _reach(bundle: Bundle, seats: Mapping[str, Seat], everywhere: set[str]) -> set[str]:
    """Where a bundle that cannot be followed up may be: in its groups, anywhere where they are not known."""
    if any(seats[name].grouped for name in bundle.people):
        return everywhere
    return {root for name in bundle.people if (root := seats[name].where.root) is not None}


@define
class _Component:
    """Groups that hang together through open people: who is settled there, and what the open ones may do."""

    contest: Contest
    fixed: Mapping[str, Seat]
    bundles: Sequence[Bundle]
    allocate: Allocate
    runs: dict[tuple[_Choice, ...], dict[str, Answer]] = field(factory=dict, init=False)
    known: dict[object, dict[str, Answer]] = field(factory=dict, init=False)

    def found(self) -> dict[str, Found] | None:
        """The answers of everybody, None where they would be too many to work out."""
        try:
            if not self._run():
                return None
        except AllocationError:
            # In some completion the groups are no tree: the sound rule waits for it.
            return None
        found: dict[str, Found] = defaultdict(Found)
        for answers in self.runs.values():
            for name, answer in answers.items():
                found[name].answers.add(answer)
        self._blame({name: one for name, one in found.items() if len(one.answers) > 1})
        return found

    def _run(self) -> bool:
        guarantee = any(
            self.contest.quotas[spot.quota].floor_share is not None for where in self._wheres() for spot in where.spots
        )
        if guarantee:
            self.bundles = _spread(self.bundles, [seat.low for seat in self._rivals()])
        modes = _modes([not guarantee and bundle.moves() for bundle in self.bundles])
        count = prod(len(bundle.ways) for bundle in self.bundles) * len(modes)
        if count > _RUNS or count * (len(self.fixed) + len(self.bundles)) > _WORK:
            return False
        settled = Forest.of(self.contest.quotas, {name: seat.where for name, seat in self.fixed.items()})
        rivals = [Competitor(seat.id, seat.where, seat.low) for seat in self._rivals()]
        for chosen in product(*(range(len(bundle.ways)) for bundle in self.bundles)):
            made = self._joined(settled.copy(), chosen).made()
            for mode in modes:
                self._allocated(made, rivals, tuple(zip(chosen, mode, strict=True)))
        return True

    def _wheres(self) -> Iterator[Where]:
        yield from (seat.where for seat in self.fixed.values())
        for bundle in self.bundles:
            yield from bundle.wheres()

    def _rivals(self) -> Iterator[Seat]:
        """Those settled who compete."""
        contest = self.contest
        for seat in self.fixed.values():
            if seat.eligible and seat.where.spots and contest.possible(seat.id) == {contest.index}:
                yield seat

    def _joined(self, forest: Forest, chosen: Sequence[int]) -> Forest:
        """The settled people's groups with the open ones in, each bundle in its chosen way."""
        for bundle, place in zip(self.bundles, chosen, strict=True):
            for name, way in zip(bundle.people, bundle.ways[place], strict=True):
                if way.where is not None:
                    forest.join(name, way.where)
        return forest

    def _allocated(self, made: Mapping[str, Made], rivals: Sequence[Competitor], label: tuple[_Choice, ...]) -> None:
        coming: list[Competitor] = []
        out: dict[str, Answer] = {}
        for bundle, (place, mode) in zip(self.bundles, label, strict=True):
            for name, way in zip(bundle.people, bundle.ways[place], strict=True):
                key = _key_in(way, mode)
                if key is None or way.where is None:
                    out[name] = (None, way.others)
                else:
                    coming.append(Competitor(name, way.where, key))
        case = (tuple(made.items()), tuple(coming))
        if case not in self.known:
            self.known[case] = self._answers(self.allocate(made, [*rivals, *coming]), [*rivals, *coming])
        self.runs[label] = out | self.known[case]

    def _answers(self, answer: Allocation, rivals: Sequence[Competitor]) -> dict[str, Answer]:
        ties = {name: (tie.take, tie.members) for tie in answer.ties for name in tie.members}
        return {rival.id: self._answer(answer.status[rival.id], ties.get(rival.id), rival.where) for rival in rivals}

    def _answer(self, status: Status, tie: object, where: Where) -> Answer:
        if status is Status.SELECTED:
            return status, None
        lower = self.contest.lower(where)
        return status, (tie, lower) if status is Status.TIED else lower

    def _blame(self, varied: Mapping[str, Found]) -> None:
        """Find for each the bundles on which the answer hangs: two runs that differ in one bundle alone differ."""
        for place, bundle in enumerate(self.bundles):
            alike: dict[tuple[_Choice, ...], list[dict[str, Answer]]] = defaultdict(list)
            for label, answers in self.runs.items():
                alike[label[:place] + label[place + 1 :]].append(answers)
            for name, one in varied.items():
                if any(len({answers.get(name) for answers in some}) > 1 for some in alike.values()):
                    one.bundles.append(bundle)
        for one in varied.values():
            one.bundles = one.bundles or list(self.bundles)


def _modes(moving: Sequence[bool]) -> list[tuple[str, ...]]:
    """All at their worst for the others, all at their best, and each that moves in turn otherwise, or last in rank."""
    worst, best = ("worst",) * len(moving), tuple("best" if moves else "worst" for moves in moving)
    found = [worst, best]
    for place in (place for place, moves in enumerate(moving) if moves):
        found.append((*worst[:place], "best", *worst[place + 1 :]))
        found.append((*best[:place], "worst", *best[place + 1 :]))
        found.append((*worst[:place], "last", *worst[place + 1 :]))
    return list(dict.fromkeys(found))


def _key_in(way: Way, mode: str) -> Key | None:
    """The rank with which somebody competes, None where they do not."""
    if not way.may or (mode == "best" and not way.must):
        return None
    return way.high if mode == "worst" else way.low


def _spread(bundles: Sequence[Bundle], known: Sequence[Key]) -> list[Bundle]:
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
    for one, two in zip(stops, stops[1:], strict=False):
        found += [one, *(one + (two - one) * Fraction(step, width + 1) for step in range(1, width + 1))]
    return [*found, high]
