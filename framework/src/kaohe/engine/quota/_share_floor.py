"""Floors that are a share of the selected: exact, by the totals each group can reach on the tree.

Among the sets with the most places under the caps, those with the least shortfall over all floors, and among
these the best rank vector (most people of the best rank, then of the next, and so on). Taking in rank order is
not exact here: one place more in the whole can raise a floor and bring in somebody far down.

Everybody in one group is interchangeable but for rank, so a set is known by how many each group gives. Where no
floor counts on a group's total the best sets of every size grow one person at a time; at and above a group that
floors count on every total is tried (`_curves`). The optimal sets are then followed back (`_trace`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby

from attrs import define, field

from ._curves import Curves
from ._shape import Shape
from ._solution import IN, OUT, Tie
from ._trace import Trace
from ._tree import Tree

__all__ = ["ShareFloors"]


@define
class ShareFloors:
    """Solve one problem with share floors: `homes[i]` is the group of candidate i, `order` best first."""

    tree: Tree
    homes: Sequence[int]
    order: Sequence[int]
    keys: Sequence[object]
    status: list[int] = field(init=False)
    ties: list[Tie] = field(init=False, factory=list)
    _classes: list[list[int]] = field(init=False)
    _best: Counter[object] = field(init=False)
    _favoured: frozenset[int] = field(init=False, default=frozenset())
    _view: _View = field(init=False)

    def solve(self) -> None:
        """Fill `status` and `ties` from all the optimal sets."""
        self._classes = [list(people) for _, people in groupby(self.order, key=self.keys.__getitem__)]
        self._view = self._solved(frozenset())
        self._best = self._ranks_of(self._view)
        self._read()

    def _solved(self, favoured: frozenset[int]) -> _View:
        """The optimal sets when the `favoured` stand just before their equals."""
        split = (([n for n in c if n in favoured], [n for n in c if n not in favoured]) for c in self._classes)
        classes = [part for parts in split for part in parts if part]
        return _View.of(self.tree, self.homes, classes)

    def _ranks_of(self, view: _View) -> Counter[object]:
        return Counter(self.keys[number] for number in view.picked())

    def allows(self, tie: Tie, chosen: Collection[int]) -> bool:
        """Whether favouring `chosen` takes them all and costs no rank; places and floors come before any rank."""
        favoured = self._favoured | frozenset(chosen)
        view = self._solved(favoured)
        return self._ranks_of(view) == self._best and favoured <= set(view.picked())

    def decide(self, tie: Tie, chosen: Collection[int]) -> None:
        """Give the places of `tie` to `chosen`, which it allows, and read again what the other ties now are."""
        self._favoured |= frozenset(chosen)
        self._view = self._solved(self._favoured)
        tie.chosen = list(chosen)
        self.ties = [other for other in self.ties if not other.open and other is not tie] + [tie]
        self._read()

    def totals(self) -> Sequence[int]:
        """The people each group holds in one optimal set; decided ties count all their places."""
        return self._view.totals()

    def asked(self) -> Sequence[int]:
        """What each group's floor asks for in that set."""
        return self._view.asked()

    def _read(self) -> None:
        """Statuses and open tie sets from what the optimal sets have in common."""
        decided = [tie for tie in self.ties if not tie.open]
        closed = {member for tie in decided for member in tie.members}
        self.status, self.ties = [OUT] * len(self.homes), list(decided)
        self._mark(self._view.sure(), IN)
        for tie in self._view.tie_sets():
            if closed.isdisjoint(tie.members):
                self._mark(tie.members, len(self.ties))
                self.ties.append(tie)
        for tie in decided:
            self._mark(tie.members, OUT)
            self._mark(tie.chosen or (), IN)

    def _mark(self, people: Iterable[int], verdict: int) -> None:
        for number in people:
            self.status[number] = verdict


@define
class _View:
    """All the optimal sets of one ranking, by what each group's own people give in them."""

    tree: Tree
    curves: Curves
    trace: Trace
    cells: dict[int, list[int]]
    rank: dict[int, int]

    @classmethod
    def of(cls, tree: Tree, homes: Sequence[int], classes: Sequence[Sequence[int]]) -> _View:
        cells: dict[int, list[int]] = {}
        rank = {}
        for position, people in enumerate(classes):
            for number in people:
                rank[number] = position
                cells.setdefault(homes[number], []).append(number)
        shape = Shape.of(tree, {group: len(cell) for group, cell in cells.items()})
        ranks = {group: [rank[number] for number in cell] for group, cell in cells.items()}
        curves = Curves.of(tree, shape, ranks, [len(people) for people in classes])
        trace = Trace(curves)
        trace.solve()
        return cls(tree, curves, trace, cells, rank)

    def picked(self) -> Iterator[int]:
        """The people of one optimal set."""
        for group, picked in self.trace.picked.items():
            yield from self.cells[group][:picked]

    def sure(self) -> Iterator[int]:
        """Those in every optimal set: whole classes of equals within what their group gives at least."""
        for group, fewest in self.trace.fewest.items():
            for _, end, people in self._runs(self.cells[group]):
                if end <= fewest:
                    yield from people

    def _runs(self, cell: Sequence[int]) -> Iterator[tuple[int, int, list[int]]]:
        start = 0
        for _, equals in groupby(cell, key=self.rank.__getitem__):
            people = list(equals)
            yield start, start + len(people), people
            start += len(people)

    def totals(self) -> list[int]:
        return [self.trace.total[group] for group in range(len(self.tree.groups))]

    def asked(self) -> list[int]:
        totals = dict(enumerate(self.totals()))
        return [self.curves.lines.need(group, totals) for group in range(len(self.tree.groups))]

    def tie_sets(self) -> Iterator[Tie]:
        """The people in some optimal sets but not all, equals whose answers hang together in one set each."""
        picked = set(self.picked())
        for group, fewest in self.trace.fewest.items():
            if fewest == self.trace.most[group]:
                for start, end, people in self._runs(self.cells[group]):
                    if start < fewest < end:
                        yield self._tie(group, people, picked)
        for block, sets in self._hanging().items():
            for people in sets.values():
                yield self._tie(block, people, picked)

    def _tie(self, block: int, people: Sequence[int], picked: set[int]) -> Tie:
        homes = {group for group, cell in self.cells.items() if not set(cell).isdisjoint(people)}
        inside = {g for home in homes for g in self._below(home, block) if self._varies(g)}
        likely = [number for number in people if number in picked]
        return Tie(self._line(block), len(likely), list(people), likely, frozenset(inside))

    def _below(self, group: int, block: int) -> list[int]:
        path = self.tree.path(group)
        return path[: path.index(block)]

    def _line(self, block: int) -> int:
        """The innermost full group from `block` up: the line its tie sets stand on."""
        for group in self.tree.path(block):
            if self.trace.total[group] == self.tree.groups[group].cap:
                return group
        return block

    def _varies(self, group: int) -> bool:
        return self.trace.low[group] != self.trace.high[group]

    def _stands_alone(self, group: int) -> bool:
        """Whether what happens in `group` and outside it does not depend on each other."""
        leaned_on = self.curves.shape.leaned_on[group]
        return not self._varies(group) and not any(self._varies(above) for above in leaned_on)

    def _hanging(self) -> dict[int, dict[int, list[int]]]:
        """The uncertain people by rank, by the innermost group around them that stands alone."""
        hanging: dict[int, dict[int, list[int]]] = {}
        for group, fewest in self.trace.fewest.items():
            most = self.trace.most[group]
            if fewest < most:
                block = next(g for g in self.tree.path(group) if self._stands_alone(g))
                sets = hanging.setdefault(block, {})
                for start, end, people in self._runs(self.cells[group]):
                    if end > fewest and start < most:
                        sets.setdefault(self.rank[people[0]], []).extend(people)
        return hanging
