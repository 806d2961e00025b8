"""What every completion of the open records gives: who gets a place, and whose open facts it hangs on.

Open appraisees whose facts hang together make a *bundle*; a bundle turns out in several ways. Groups that one bundle
can reach are looked at together. Where a guarantee is among them every way is allocated. Where there are only caps, two
facts about them save most of the work: for fixed headcounts a competitor more, or one of better rank, never helps
anybody else; so the worst and the best that a bundle can do to the others cover all that lies between.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from math import prod

from attrs import define, field, frozen

from ...errors import AllocationError
from ..quota import Allocation, Status
from ..walk import Causes
from ._groups import Forest, Spot, Where
from ._made import Made, made_of
from ._seats import Contest, Key, Seat
from ._sizes import Sizes
from ._ways import Bundle, Way, bundles_of, spread

__all__ = ["Competitor", "Found", "completed"]

# Beyond these a pool is left to the sound rule: allocations, and those times the people in them.
_RUNS, _WORK = 4096, 2_000_000


@frozen
class Competitor:
    """Somebody with a place to compete for, at one rank; with `held` who has one already, by a better grade."""

    id: str
    where: Where
    key: Key = ()
    eligible: bool = True
    held: bool = False


Allocate = Callable[[Mapping[str, Made], Sequence[Competitor]], Allocation]
_Choice = tuple[int, str]


@frozen
class Answer:
    """What one run gives somebody: a status with the tie set and the grade that is left, or grades without competing."""

    status: Status | None
    tie: tuple[int, tuple[str, ...]] | None = None
    lower: int | None = None
    grades: frozenset[int] = frozenset()


_NOT_THERE = Answer(None)


@define
class Found:
    """What the completions give one person: the answers that came out, and the bundles on which they hang."""

    answers: set[Answer] = field(factory=set)
    bundles: list[Bundle] = field(factory=list)

    def only(self) -> Status | None:
        """The one status that every completion gives, None where there are several or none."""
        there = self.answers - {_NOT_THERE}
        return next(iter(there)).status if len(there) == 1 else None

    def grades(self, index: int) -> frozenset[int]:
        """The grades that the completions give, those not appraised left out; `index` is the grade given out."""
        found: set[int] = set()
        for answer in self.answers:
            found |= answer.grades
            if answer.status in (Status.SELECTED, Status.TIED):
                found.add(index)
            if answer.lower is not None:
                found.add(answer.lower)
        return frozenset(found)


def completed(
    contest: Contest,
    seats: Mapping[str, Seat],
    causes: Mapping[str, Causes],
    sizes: Sizes,
    allocate: Allocate,
) -> tuple[dict[str, Found], set[str]]:
    """What the completions give everybody whom an open record can reach, by id; and where they are too many.

    `causes` holds those who are open, with all that is open about them. The outermost groups named last are left to
    the sound rule.
    """
    bundles = bundles_of(contest, seats, causes) if causes else []
    bundles += _open_sizes(contest, seats, bundles, sizes)
    fixed = {name: seat for name, seat in seats.items() if name not in causes}
    found: dict[str, Found] = {}
    left: set[str] = set()
    for roots, some in _components(bundles, seats):
        here = {name: seat for name, seat in fixed.items() if seat.where.root in roots}
        follow = all(bundle.ways for bundle in some)
        answers = _Component(contest, here, some, sizes, allocate).found() if follow else None
        if answers is None:
            left |= roots
        else:
            found |= answers
    return found, left


def _open_sizes(
    contest: Contest, seats: Mapping[str, Seat], bundles: Sequence[Bundle], sizes: Sizes
) -> Iterator[Bundle]:
    """A bundle for each group of which it is open how many places it has, with as many ways as there are numbers."""
    if not any(quota.sizes() for quota in contest.quotas):
        return
    everywhere = [*(seat.where for seat in seats.values()), *(where for one in bundles for where in one.wheres())]
    moving = {name for bundle in bundles for name in bundle.people}
    crowd: dict[str, set[str]] = defaultdict(set)
    for seat in seats.values():
        for spot in seat.where.spots:
            crowd[spot.group] |= {seat.id} if spot.counts else set()
    seen: dict[str, tuple[Spot, str]] = {}
    for where in everywhere:
        for spot in where.spots:
            seen.setdefault(spot.group, (spot, where.groups[0]))
    for group, (spot, root) in seen.items():
        quota = contest.quotas[spot.quota]
        if quota.floor_share is None and quota.sizes():
            fewest, most = len(crowd[group] - moving), len(crowd[group] | moving)
            found = [sizes.of(group, quota, spot.keys, base) for base in range(fewest, most + 1)]
            ways = max(len(size.options) for size in found)
            if ways > 1:
                causes = frozenset(cause for size in found for cause in size.causes)
                yield Bundle((), ((),) * ways, size=group, root=root, causes=causes)


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
    sizes: Sizes
    allocate: Allocate
    runs: dict[tuple[_Choice, ...], dict[str, Answer]] = field(factory=dict, init=False)
    known: dict[object, dict[str, Answer]] = field(factory=dict, init=False)
    _ties: list[tuple[int, set[str]]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        better = self.contest.evaluation.plan(self.contest.kind).rules.kind.grades[: self.contest.index]
        ties = (tie for tie in self.contest.earlier if tie.grade in better and not tie.provisional)
        self._ties = [(tie.take, set(tie.members)) for tie in ties]

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
            self.bundles = spread(self.bundles, [seat.low for seat in self._rivals()])
        modes = _modes([not guarantee and bundle.moves() for bundle in self.bundles])
        count = prod(len(bundle.ways) for bundle in self.bundles) * len(modes)
        if count > _RUNS or count * (len(self.fixed) + len(self.bundles)) > _WORK:
            return False
        wheres = {name: seat.where for name, seat in self.fixed.items()}
        settled = Forest.of(self.contest.quotas, wheres, self.contest.crowd.heads)
        rivals = [Competitor(seat.id, seat.where, seat.low) for seat in self._rivals()]
        rivals += [Competitor(seat.id, seat.where, held=True) for seat in self._holders()]
        for chosen in product(*(range(len(bundle.ways)) for bundle in self.bundles)):
            if self._too_many(chosen):
                continue
            sized = {bundle.size: way for bundle, way in zip(self.bundles, chosen, strict=True) if bundle.size}
            made = made_of(self._joined(settled.copy(), chosen), self.sizes, sized)
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

    def _too_many(self, chosen: Sequence[int]) -> bool:
        """Whether more of a tie for a better grade would hold it than there were places for."""
        if not self._ties:
            return False
        picked = zip(self.bundles, chosen, strict=True)
        held = {
            name
            for bundle, place in picked
            for name, way in zip(bundle.people, bundle.ways[place], strict=True)
            if way.held
        }
        return any(len(held & members) > take for take, members in self._ties)

    def _holders(self) -> Iterator[Seat]:
        """Those settled who hold a better grade that counts here."""
        return (seat for seat in self.fixed.values() if self.contest.holds_better(seat.id, seat.where))

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
                if way.held and way.where is not None:
                    out[name] = Answer(None, grades=way.others)
                    coming.append(Competitor(name, way.where, held=True))
                elif key is None or way.where is None:
                    out[name] = Answer(None, grades=way.others)
                else:
                    coming.append(Competitor(name, way.where, key))
        case = (tuple((name, one.base, one.places) for name, one in made.items()), tuple(coming))
        if case not in self.known:
            self.known[case] = self._answers(self.allocate(made, [*rivals, *coming]), [*rivals, *coming])
        self.runs[label] = out | self.known[case]

    def _answers(self, answer: Allocation, rivals: Sequence[Competitor]) -> dict[str, Answer]:
        ties = {name: (tie.take, tie.members) for tie in answer.ties for name in tie.members}
        return {
            rival.id: self._answer(answer.status[rival.id], ties.get(rival.id), rival.where)
            for rival in rivals
            if not rival.held
        }

    def _answer(self, status: Status, tie: tuple[int, tuple[str, ...]] | None, where: Where) -> Answer:
        if status is Status.SELECTED:
            return Answer(status)
        return Answer(status, tie if status is Status.TIED else None, self.contest.lower(where))

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
