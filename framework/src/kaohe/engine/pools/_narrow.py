"""Plain caps within caps in which something is open, or people have decided: only those near a line get a seat.

However the open records turn out, a group has so many places at least and at most, and no more of the open come to it than
there are. So it is known of its lines between which ranks they lie. Who stands above all that a line can be is in, who
stands below is not, and both only count (`Crowd`): the best are taken away with their places, the last altogether, which
leaves everybody else where they were. Those between, the open, and whoever a decision names have seats; what they get is
for the completions and the allocator (`_round`), which thus see few.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

from attrs import define, field

from .._cohort import OnPlaces
from ._cap import PlainCap
from ._crowd import Crowd
from ._groups import Forest
from ._home import Entrants, Home, Homes, Path
from ._placed import Possible, settled
from ._ranked import Ranked, Stand, forest_over
from ._seats import Contest, Seat, ready_seat

__all__ = ["Narrowed", "Narrowing"]


@define
class Bar:
    """Between which ranks the line of a group lies: its fewest and most places, and how many open people may come to it.

    `high` are the ranks of the settled that may come to it, `low` those that come for certain, worst first.
    """

    fewest: int
    most: int
    coming: int
    high: Sequence[Any]
    low: Sequence[Any]

    def inside(self, keys: Sequence[Any]) -> int:
        """How many of these are within its places whatever comes."""
        sure = self.fewest - self.coming
        if sure <= 0:
            return 0
        beyond = len(self.high) - sure
        return len(keys) - bisect_right(keys, self.high[beyond - 1]) if beyond > 0 else len(keys)

    def reached(self, keys: Sequence[Any]) -> int:
        """How many of these may be within its places."""
        if self.most == 0:
            return 0
        beyond = len(self.low) - self.most
        return len(keys) - bisect_left(keys, self.low[beyond]) if beyond >= 0 else len(keys)

    def handed_up(self) -> tuple[Sequence[Any], Sequence[Any]]:
        """The ranks for which it may have places, and for which it has some for certain."""
        high = self.high[max(0, len(self.high) - self.most) :]
        same = self.low is self.high and self.most == self.fewest
        return high, high if same else self.low[max(0, len(self.low) - self.fewest) :]


@define(eq=False, slots=False)
class Narrowed(Ranked):
    """Whom the lines put in or out for certain, the others having seats: the open, the named, those near a line.

    `wide` is the tree of the groups with those of the open.
    """

    open: Mapping[str, Seat]
    wide: Forest
    named: Collection[str]
    decisions: tuple[OnPlaces, ...]

    @cached_property
    def pinned(self) -> Mapping[Path, Sequence[str]]:
        """Those of each home who have a seat although they stand near no line."""
        found: dict[Path, Sequence[str]] = {}
        for path, home in self.homes.items() if self.named else ():
            stand = self.stands[path]
            there = [name for name in self.named if name in home.candidates]
            near = {*home.ranked(stand.selected, stand.end)} if there else set()
            found[path] = [name for name in there if name not in near]
        return found

    @cached_property
    def near(self) -> Mapping[Path, Sequence[str]]:
        """Those of each home who have a seat."""
        each = ((path, home, self.stands[path]) for path, home in self.homes.items())
        return {
            path: [*home.ranked(stand.selected, stand.end), *self.pinned.get(path, ())] for path, home, stand in each
        }

    @cached_property
    def loose(self) -> frozenset[str]:
        """Those who have a seat."""
        return frozenset(chain(self.open, *self.near.values()))

    def crowd(self, seats: Iterable[Seat]) -> Crowd:
        """All others, counted; `seats` are those near."""
        heads, taken, others = Counter[str](), Counter[str](), Counter[str]()
        for path, home in self.homes.items():
            stand, pinned = self.stands[path], self.pinned.get(path, ())
            names = {*home.ranked(0, stand.selected)} if pinned else set()
            inside = stand.selected - sum(name in names for name in pinned)
            beyond = len(home.names) - inside - len(self.near[path])
            for group, count in zip(home.groups, home.heads, strict=True):
                heads[group] += count
                taken[group] += inside
                others[group] += beyond
        for seat in seats:
            heads.subtract(spot.group for spot in seat.where.spots if spot.counts)
        return Crowd(heads, taken, others)

    def write(self, before: Ranked | None, caps: Mapping[int, PlainCap], possible: dict[str, Possible]) -> None:
        """Write down who gets no place, where anybody stands otherwise than before."""
        for path, home in self.homes.items():
            if not self._as_before(path, before):
                pinned, below = self.pinned.get(path, ()), home.below(self.stands[path].end)
                names = (name for name in below if name not in pinned) if pinned else below
                possible.update(dict.fromkeys(names, settled(caps[path[0][0]].lower)))

    def _as_before(self, path: Path, before: Ranked | None) -> bool:
        """Whether all without a seat in a home had none, and stood as they do."""
        if before is None or before.homes.get(path) is not self.homes[path]:
            return False
        one, two = before.stands[path], self.stands[path]
        pinned = before.pinned if isinstance(before, Narrowed) else {}
        same = (one.selected, one.end) == (two.selected, two.end)
        return same and [*pinned.get(path, ())] == [*self.pinned.get(path, ())]


@define
class Narrowing:
    """Works out who of a part gets a seat; the homes that `before` knows of the same, untouched, are kept."""

    contest: Contest
    caps: Mapping[int, PlainCap]
    entrants: Mapping[Path, Entrants]
    open: Mapping[str, Seat]
    decisions: tuple[OnPlaces, ...]
    before: Ranked | None = None
    touched: Collection[str] = ()
    _coming: Counter[str] = field(init=False, factory=Counter)
    _base: Counter[str] = field(init=False, factory=Counter)
    _leaving: Counter[str] = field(init=False, factory=Counter)
    _joining: Counter[str] = field(init=False, factory=Counter)

    def narrow(self) -> Narrowed:
        """The part, the same object where nothing differs. Raises AllocationError where the groups form no tree."""
        before, contest = self.before, self.contest
        found = Homes.of(contest, self.entrants, None if before is None else before.known, self.touched)
        if isinstance(before, Narrowed) and self._same(before, found.all):
            return before
        forest = forest_over(contest, found.all, before)
        wide = forest.holding({seat.id: seat.where for seat in self.open.values()}, {})
        self._count(wide, found.all)
        bars = self._bars(wide, found.all)
        stands = {path: _stand(home, bars) for path, home in found.all.items()}
        named = list(dict.fromkeys(name for one in self.decisions for name in one.members))
        return Narrowed(
            contest.quotas, contest.kind, found.ring, forest, found.all, stands, self.open, wide, named, self.decisions
        )

    def _same(self, before: Narrowed, homes: Mapping[Path, Home]) -> bool:
        """Whether nobody was touched, and nothing else decided, since."""
        named = {name for one in self.decisions for name in one.members}
        return (
            before.decisions == self.decisions
            and before.open.keys() == self.open.keys()
            and named.union(self.open).isdisjoint(self.touched)
            and before.homes.keys() == homes.keys()
            and all(before.homes[path] is home for path, home in homes.items())
        )

    def _count(self, forest: Forest, homes: Mapping[Path, Home]) -> None:
        """Who counts in each group, and how many of the open may come to it, leave its headcount or join that."""
        for home in homes.values():
            for group, count in zip(home.groups, home.heads, strict=True):
                self._base[group] += count
        for seat in self.open.values():
            there = {spot.group for spot in seat.where.spots if spot.counts}
            groups = (*forest.owners,) if seat.grouped else seat.where.groups
            self._base.update(there)
            self._coming.update(groups)
            if seat.doubts:
                self._leaving.update(there)
                self._joining.update(group for group in groups if group not in there)

    def _bars(self, forest: Forest, homes: Mapping[Path, Home]) -> dict[str, Bar]:
        """The bars of the groups, from the innermost out."""
        bars: dict[str, Bar] = {}
        own: dict[str, list[Sequence[Any]]] = defaultdict(list)
        inner: dict[str, list[tuple[Sequence[Any], Sequence[Any]]]] = defaultdict(list)
        for home in homes.values():
            own[home.groups[-1]].append(home.keys)
        for name in reversed(forest.made_names()):
            high = _merged([*own[name], *(one[0] for one in inner[name])])
            same = all(one[0] is one[1] for one in inner[name])
            low = high if same else _merged([*own[name], *(one[1] for one in inner[name])])
            places, base = self.caps[forest.owners[name][0]].places, self._base[name]
            fewest, most = base - self._leaving[name], base + self._joining[name]
            bars[name] = Bar(places(fewest), places(most), self._coming[name], high, low)
            parent = forest.parents[name]
            if parent is not None:
                inner[parent].append(bars[name].handed_up())
        return bars

    def seats(self, found: Narrowed, known: Mapping[str, Seat]) -> Iterator[Seat]:
        """The seats of those near a line, or named; `known` are those who have one already."""
        for name in chain.from_iterable(found.near.values()):
            yield known[name] if name in known else ready_seat(self.contest, name, self.contest.rows[name])


def _merged(ranks: Sequence[Sequence[Any]]) -> Sequence[Any]:
    return ranks[0] if len(ranks) == 1 else sorted(chain(*ranks))


def _stand(home: Home, bars: Mapping[str, Bar]) -> Stand:
    around = [bars[name] for name in home.groups]
    inside = min(bar.inside(home.keys) for bar in around)
    return Stand(inside, min(bar.reached(home.keys) for bar in around) - inside)
