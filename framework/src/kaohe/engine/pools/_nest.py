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
from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from typing import Any

from attrs import define, field

from ._cap import PlainCap
from ._groups import Forest
from ._home import Entrants, Home, Homes, Path
from ._placed import Possible, settled
from ._ranked import Ranked, Stand, forest_over
from ._seats import Contest

__all__ = ["Drawing", "Group", "Nest"]


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


@define(eq=False)
class Nest(Ranked):
    """Groups of caps that lie within one another, in which nothing is open: with their lines, and who is tied where."""

    groups: Mapping[str, Group]

    def write(self, before: Ranked | None, caps: Mapping[int, PlainCap], possible: dict[str, Possible]) -> None:
        """Write down who gets no place, or may get one, where anybody stands otherwise than before."""
        for path in self.homes if before is None or before.loose else [path for path, _ in self.moved(before)]:
            home, stand, cap = self.homes[path], self.stands[path], caps[path[0][0]]
            possible.update(dict.fromkeys(home.ranked(stand.selected, stand.end), cap.tied))
            possible.update(dict.fromkeys(home.below(stand.end), settled(cap.lower)))


@define
class Drawing:
    """Draws the lines of one nest; what `before` knows of the same homes and groups stays as it was."""

    contest: Contest
    caps: Mapping[int, PlainCap]
    entrants: Mapping[Path, Entrants]
    before: Ranked | None
    touched: Collection[str] = ()
    homes: Mapping[Path, Home] = field(init=False, factory=dict)
    groups: dict[str, Group] = field(init=False, factory=dict)

    def draw(self) -> Nest:
        """The nest, the same object where nothing differs. Raises AllocationError where the groups form no tree."""
        contest = self.contest
        found = Homes.of(contest, self.entrants, None if self.before is None else self.before.known, self.touched)
        self.homes = found.all
        before = self.before if isinstance(self.before, Nest) and found.ring is self.before.ring else None
        if before is not None and not self._changed(before):
            return before
        forest = forest_over(contest, self.homes, self.before)
        self._line_up(forest, before)
        stands = {path: self._stand(home) for path, home in self.homes.items()}
        return Nest(contest.quotas, contest.kind, found.ring, forest, self.homes, stands, self.groups)

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
            self.groups[name] = Group(base[name], self.caps[forest.owners[name][0]].places(base[name]), keys)

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
