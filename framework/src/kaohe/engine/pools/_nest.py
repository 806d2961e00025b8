"""Caps within caps: every group hands the best that it has places for to the group around it.

Nothing is open here, and nobody has decided. A group's own people and what the groups in it hand up stand in one line by
rank; those within its places are handed on, by rank alone, so that it need not be known yet which of several equals
they are. The rank of the last place that a group has is its line: below the line of any of the groups around them
nobody is in. Who stands on the highest of these lines is in where all on it fit, and tied at the outermost group where
they do not. What comes out is what the allocator gives (`quota`), without asking it. After an edit the lines are drawn
again on the way from who changed to the outermost group alone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

from attrs import define, field, frozen

from ...rules import Quota
from ..walk import Keys
from ._cap import PlainCap
from ._groups import Forest, places_of
from ._keyring import Keyring
from ._line import Rival
from ._placed import Possible, settled
from ._seats import Contest, Seat

__all__ = ["Drawing", "Entrants", "Group", "Home", "Nest", "Path", "Spotted", "Stand"]

Spotted = tuple[int, Keys]
"""A pool: the place of its quota, and the codes."""

Path = tuple[Spotted, ...]
"""The pools in which somebody stands, from the outermost in."""


@define
class Entrants:
    """Who stands in the same pools: those whom the compiled form grades, and the walked with nothing open."""

    names: list[str] = field(factory=list)
    seats: list[Seat] = field(factory=list)

    def are(self, others: Entrants) -> bool:
        """Whether they are the very same, untouched: a list is made anew when somebody in it is touched."""
        if self.names is not others.names or len(self.seats) != len(others.seats):
            return False
        return all(one is two for one, two in zip(self.seats, others.seats, strict=True))


@define(eq=False, slots=False)
class Home:
    """Who stands in the same groups: how many of them count in each, the rivals worst first, those who may hold no place."""

    entrants: Entrants
    groups: tuple[str, ...]
    quotas: tuple[str, ...]
    heads: tuple[int, ...]
    rivals: Sequence[Rival]
    barred: Sequence[Rival]

    @cached_property
    def keys(self) -> Sequence[Any]:
        """The ranks of the rivals, worst first."""
        return [key for key, _ in self.rivals]

    @cached_property
    def names(self) -> Sequence[str]:
        """All its candidates, those who may hold no place too."""
        return [name for some in (self.rivals, self.barred) for _, name in some]

    def ranked(self, best: int, end: int) -> Sequence[str]:
        """The rivals from one place to another, the best having place 0."""
        count = len(self.rivals)
        return self.names[count - end : count - best]

    def below(self, end: int) -> Iterator[str]:
        """Those from the place `end` on, and those who may hold none."""
        count = len(self.rivals)
        return chain(self.names[: count - end], self.names[count:])


@define(eq=False)
class Group:
    """One group: how many count in it, its places, and the ranks that come to it, worst first.

    `line` is the rank of its last place, None where it has none or has room for all; `crowded` whether more stand on it
    than fit.
    """

    base: int
    places: int
    keys: Sequence[Any]
    line: Any = field(init=False, default=None)
    crowded: bool = field(init=False, default=False)

    def __attrs_post_init__(self) -> None:
        beyond = len(self.keys) - self.places
        if self.places and beyond >= 0:
            self.line = self.keys[beyond]
            self.crowded = beyond > 0 and self.keys[beyond - 1] == self.line

    def handed_up(self) -> Sequence[Any]:
        """The ranks for which it has places."""
        return self.keys[max(0, len(self.keys) - self.places) :]

    @property
    def take(self) -> int:
        """How many of those on its line it has places for."""
        return self.places - (len(self.keys) - bisect_right(self.keys, self.line))


@frozen
class Stand:
    """How the rivals of a home stand, from the best: so many are in, then so many tied at the group `top`."""

    selected: int
    tied: int = 0
    top: str = ""

    @property
    def end(self) -> int:
        """How many are in or tied."""
        return self.selected + self.tied


@define(eq=False)
class Nest:
    """Groups of caps that lie within one another, with their lines, and how everybody in them stands.

    It keeps what it needs of the records, and no evaluation, so that a later one can keep it.
    """

    quotas: Sequence[Quota]
    kind: str
    ring: Keyring
    forest: Forest
    homes: Mapping[Path, Home]
    groups: Mapping[str, Group]
    stands: Mapping[Path, Stand]

    def moved(self, before: Nest | None) -> Iterator[tuple[Path, Iterable[str]]]:
        """The homes in which somebody stands otherwise than before, or is new, and who that may be."""
        for path, home in self.homes.items():
            known = None if before is None else before.homes.get(path)
            if before is None or known is not home:
                yield path, home.names
                continue
            one, two = before.stands[path], self.stands[path]
            if one != two:
                yield path, home.ranked(min(one.selected, two.selected), max(one.end, two.end))

    def write(self, before: Nest | None, caps: Mapping[int, PlainCap], possible: dict[str, Possible]) -> None:
        """Write down who gets no place, or may get one, where anybody stands otherwise than before."""
        for path, _ in self.moved(before):
            home, stand, cap = self.homes[path], self.stands[path], caps[path[0][0]]
            possible.update(dict.fromkeys(home.ranked(stand.selected, stand.end), cap.tied))
            possible.update(dict.fromkeys(home.below(stand.end), settled(cap.lower)))

    def lower(self, path: Path) -> str:
        """The grade of those of a home who get no place."""
        return self.quotas[path[0][0]].otherwise


@define
class Drawing:
    """Draws the lines of one nest; what `before` knows of the same homes and groups stays as it was."""

    contest: Contest
    entrants: Mapping[Path, Entrants]
    before: Nest | None
    homes: dict[Path, Home] = field(init=False, factory=dict)
    groups: dict[str, Group] = field(init=False, factory=dict)

    def draw(self) -> Nest:
        """The nest, the same object where nothing differs. Raises AllocationError where the groups form no tree."""
        before = self.before
        if before is None or not self._enter(before.ring, before.homes):
            before, ring = None, self._ring()
            entered = self._enter(ring, {})
            assert entered  # noqa: S101  # the ring was made for them
        else:
            ring = before.ring
        if before is not None and not self._changed(before):
            return before
        forest = self._forest() if before is None or before.homes.keys() != self.homes.keys() else before.forest
        self._line_up(forest, before)
        stands = {path: self._stand(home) for path, home in self.homes.items()}
        contest = self.contest
        return Nest(contest.quotas, contest.kind, ring, forest, self.homes, self.groups, stands)

    def _ring(self) -> Keyring:
        """Scales for everybody."""
        contest = self.contest
        rows = [contest.rows[name] for one in self.entrants.values() for name in one.names if self._rivals(name)]
        seats = [seat.low for one in self.entrants.values() for seat in one.seats if self._rivals(seat.id)]
        return Keyring.of(len(contest.ranks), contest.rank_columns, rows, seats)

    def _rivals(self, name: str) -> bool:
        """Whether somebody competes for the grade, as far as better grades tell."""
        return self.contest.placed.possible[name][0] == {self.contest.index}

    def _enter(self, ring: Keyring, known: Mapping[Path, Home]) -> bool:
        """Make the homes that are not known; whether every key fits the ring."""
        self.homes = {}
        for path, some in self.entrants.items():
            home = known.get(path)
            found = home if home is not None and home.entrants.are(some) else self._home(path, some, ring)
            if found is None:
                return False
            self.homes[path] = found
        return True

    def _home(self, path: Path, entrants: Entrants, ring: Keyring) -> Home | None:
        """One home, None where a key does not fit the ring."""
        contest = self.contest
        rows = [contest.rows[name] for name in entrants.names]
        spots = [] if contest.columns is None else [contest.columns.spots[contest.quotas[at].id] for at, _ in path]
        may = [spot.eligible for spot in spots if spot.eligible is not None]
        mine = settled(contest.index)
        possible = contest.placed.possible
        rivals: list[Rival] = []
        barred: list[Rival] = []
        for name, row in zip(entrants.names, rows, strict=True):
            if possible[name] is mine:
                (rivals if all(row[at] for at in may) else barred).append((ring.of_row(row), name))
        for seat in entrants.seats:
            if self._rivals(seat.id):
                (rivals if seat.eligible else barred).append((ring.of_key(seat.low), seat.id))
        if any(key is None for some in (rivals, barred) for key, _ in some):
            return None
        rivals.sort(key=lambda one: one[0])
        heads = [
            len(rows) if spot.counts is None else sum(bool(row[spot.counts]) for row in rows) for spot in spots
        ] or [0] * len(path)
        for seat in entrants.seats:
            heads = [count + spot.counts for count, spot in zip(heads, seat.where.spots, strict=True)]
        groups = contest.where(tuple((place, keys, False) for place, keys in path)).groups
        quotas = tuple(dict.fromkeys(contest.quotas[place].id for place, _ in path))
        return Home(entrants, groups, quotas, tuple(heads), rivals, barred)

    def _forest(self) -> Forest:
        """The tree of the groups."""
        where = self.contest.where
        paths = (tuple((place, keys, False) for place, keys in path) for path in sorted(self.homes))
        return Forest.of(self.contest.quotas, {f"{number}": where(path) for number, path in enumerate(paths)})

    def _line_up(self, forest: Forest, before: Nest | None) -> None:
        """The lines of the groups, from the innermost out; those in and around which nobody was touched are kept."""
        within: dict[str, list[Home]] = defaultdict(list)
        base: dict[str, int] = defaultdict(int)
        changed = self._changed(before)
        for home in self.homes.values():
            within[home.groups[-1]].append(home)
            for group, count in zip(home.groups, home.heads, strict=True):
                base[group] += count
        inner: dict[str, list[str]] = defaultdict(list)
        for name in reversed(forest.made_names()):
            parent = forest.parents[name]
            if parent is not None:
                inner[parent].append(name)
            if before is not None and name not in changed:
                self.groups[name] = before.groups[name]
                continue
            own = (home.keys for home in within[name])
            keys = sorted(chain(*own, *(self.groups[one].handed_up() for one in inner[name])))
            self.groups[name] = Group(base[name], places_of(forest.quota(name), base[name]), keys)

    def _changed(self, before: Nest | None) -> set[str]:
        """The groups in which somebody was touched."""
        if before is None:
            return set()
        new = (home for path, home in self.homes.items() if before.homes.get(path) is not home)
        gone = (home for path, home in before.homes.items() if self.homes.get(path) is not home)
        return {group for home in chain(new, gone) for group in home.groups}

    def _stand(self, home: Home) -> Stand:
        """How the rivals of a home stand, by the lines of all groups around them."""
        around = [(name, self.groups[name]) for name in home.groups]
        if not all(group.places for _, group in around):
            return Stand(0)
        lines = [group.line for _, group in around if group.line is not None]
        if not lines:
            return Stand(len(home.keys))
        line, count = max(lines), len(home.keys)
        above, end = count - bisect_right(home.keys, line), count - bisect_left(home.keys, line)
        top = next((name for name, group in around if group.crowded and group.line == line), "")
        return Stand(above, end - above, top) if top and end > above else Stand(end)
