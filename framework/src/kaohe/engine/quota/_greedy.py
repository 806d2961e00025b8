"""Caps and constant floors on a tree: exact, in rank order, with places held back for floors.

A set of people can be completed iff no group is expected to hold more than its cap, where a group is expected
to hold the larger of its floor and what is expected in the groups below it plus its own people (Goto et al.,
"Designing matching mechanisms under constraints", Artificial Intelligence 235, 2016). These sets are the
independent sets of a matroid, so taking people in rank order is optimal, whatever equal people are taken first;
and the people of one rank fall into components that do not touch each other, which are the tie sets.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from attrs import define, field

from ._solution import IN, OUT, Tie
from ._tree import Tree

__all__ = ["Greedy"]


@define
class Greedy:
    """Solve one problem: `homes[i]` is the group of candidate i, `order` the eligible, best first."""

    tree: Tree
    homes: Sequence[int]
    order: Sequence[int]
    keys: Sequence[object]
    status: list[int] = field(init=False)
    ties: list[Tie] = field(init=False, factory=list)
    parents: Sequence[int] = field(init=False)
    caps: list[int] = field(init=False)
    floors: list[int] = field(init=False)
    held: list[int] = field(init=False)
    closed: list[bool] = field(init=False)
    settled: list[int] | None = field(init=False, default=None)

    def __attrs_post_init__(self) -> None:
        size = len(self.tree.groups)
        self.status = [OUT] * len(self.homes)
        self.parents = self.tree.parents
        self.closed = [False] * size
        unlimited = len(self.order) + 1
        self.caps = [unlimited if group.cap is None else group.cap for group in self.tree.groups]
        supply = self._supply()
        self.floors = [min(group.floor, supply[g]) for g, group in enumerate(self.tree.groups)]
        self.held = self._expected([0] * size)

    def asked(self) -> Sequence[int]:
        """What each group's floor asks for."""
        return [group.floor for group in self.tree.groups]

    def _supply(self) -> list[int]:
        """The most that each group could hold if all above it were free: a floor cannot ask for more."""
        supply = [0] * len(self.tree.groups)
        for candidate in self.order:
            supply[self.homes[candidate]] += 1
        for g in reversed(self.tree.order):
            supply[g] = min(supply[g], self.caps[g])
            if self.parents[g] >= 0:
                supply[self.parents[g]] += supply[g]
        return supply

    def _expected(self, own: Sequence[int]) -> list[int]:
        """For each group, its own people and what is expected in the groups below, before its own floor."""
        held = list(own)
        for g in reversed(self.tree.order):
            if self.parents[g] >= 0:
                held[self.parents[g]] += max(held[g], self.floors[g])
        return held

    def solve(self) -> None:
        """Take the eligible in rank order; people of equal rank are settled together."""
        status, homes, closed, keys = self.status, self.homes, self.closed, self.keys
        order, count, start = self.order, len(self.order), 0
        while start < count:
            candidate = order[start]
            end = start + 1
            if end < count and keys[order[end]] == keys[candidate]:
                while end < count and keys[order[end]] == keys[candidate]:
                    end += 1
                self._settle(order[start:end])
            elif not closed[homes[candidate]] and self._take(homes[candidate]):
                status[candidate] = IN
            start = end

    def _take(self, home: int) -> bool:
        """Take one person of `home` if the rest can still be completed; a group that refuses stays shut."""
        held, caps, floors, parents = self.held, self.caps, self.floors, self.parents
        g, top = home, -1
        while g >= 0:
            if held[g] >= caps[g]:
                self.closed[home] = True
                return False
            if held[g] < floors[g]:
                # A place held back for this group: nothing changes above it.
                top = g
                break
            g = parents[g]
        g = home
        while g >= 0:
            held[g] += 1
            if g == top:
                break
            g = parents[g]
        return True

    def _settle(self, equals: Sequence[int]) -> None:
        """Place a class of equal people: in, out, or in one of the class's tie sets."""
        by_home = self._by_home(equals)
        if not by_home:
            return
        verdict = _Class(self, {home: len(people) for home, people in by_home.items()})
        numbers: dict[int, int] = {}
        for home, people in by_home.items():
            taken = 0
            while taken < len(people) and self._take(home):
                taken += 1
            top = verdict.component.get(home)
            if top is None:
                for candidate in people[:taken]:
                    self.status[candidate] = IN
            else:
                self._join(numbers, verdict, top, people, taken)

    def _by_home(self, equals: Sequence[int]) -> dict[int, list[int]]:
        by_home: dict[int, list[int]] = {}
        for candidate in equals:
            home = self.homes[candidate]
            if not self.closed[home]:
                by_home.setdefault(home, []).append(candidate)
        return by_home

    def _join(self, numbers: dict[int, int], verdict: _Class, top: int, people: list[int], taken: int) -> None:
        if top not in numbers:
            numbers[top] = len(self.ties)
            self.ties.append(Tie(top, 0, [], [], verdict.inside(top)))
        tie = self.ties[numbers[top]]
        tie.take += taken
        tie.members += people
        tie.likely += people[:taken]
        for candidate in people:
            self.status[candidate] = numbers[top]

    def allows(self, tie: Tie, chosen: Collection[int]) -> bool:
        """Whether `chosen` leave every group within its cap, with the places still held back for floors."""
        held = self._expected(self._with(chosen))
        return all(max(held[g], self.floors[g]) <= self.caps[g] for g in self.tree.order)

    def decide(self, tie: Tie, chosen: Collection[int]) -> None:
        """Give the places of `tie` to `chosen`; the other members are out, and nobody else is touched."""
        self.settled = self._with(chosen)
        for candidate in tie.members:
            self.status[candidate] = IN if candidate in chosen else OUT
        tie.chosen = list(chosen)

    def totals(self) -> Sequence[int]:
        """The people each group holds, an open tie set's places given to its first legal answer."""
        own = self._with(candidate for tie in self.ties if tie.open for candidate in tie.likely)
        for tie in self.ties:
            own[tie.top] += tie.vacant
        for g in reversed(self.tree.order):
            if self.parents[g] >= 0:
                own[self.parents[g]] += own[g]
        return own

    def _with(self, chosen: Iterable[int]) -> list[int]:
        """Each group's own settled people, with `chosen` added."""
        if self.settled is None:
            self.settled = self._own(c for c, verdict in enumerate(self.status) if verdict == IN)
        return [sure + added for sure, added in zip(self.settled, self._own(chosen), strict=True)]

    def _own(self, people: Iterable[int]) -> list[int]:
        own = [0] * len(self.tree.groups)
        for candidate in people:
            own[self.homes[candidate]] += 1
        return own


@define
class _Class:
    """How one class of equal people divides at the groups' lines, before any of them is taken.

    `rising[g]` is how many of the class below g would add to what g's parent is expected to hold: those beyond
    the places still held back for g. `component[g]` is the group whose line the class's people of g stand on.
    """

    solver: Greedy
    count: dict[int, int]
    rising: dict[int, int] = field(init=False, factory=dict)
    wanting: dict[int, int] = field(init=False, factory=dict)
    component: dict[int, int] = field(init=False, factory=dict)
    shut: set[int] = field(init=False, factory=set)

    def __attrs_post_init__(self) -> None:
        touched = self._touched()
        for g in reversed(touched):
            self._rise(g)
        for g in touched:
            self._divide(g)

    def _touched(self) -> list[int]:
        """The class's groups and all above them, parents first."""
        depth: dict[int, int] = {}
        for home in self.count:
            depth.update((g, above) for above, g in enumerate(reversed(self.solver.tree.path(home))))
        return sorted(depth, key=depth.__getitem__)

    def _held_back(self, g: int) -> int:
        return max(0, self.solver.floors[g] - self.solver.held[g])

    def _rise(self, g: int) -> None:
        wanting = self.wanting.get(g, 0) + self.count.get(g, 0)
        room = self.solver.caps[g] - self.solver.held[g]
        self.wanting[g] = wanting
        self.rising[g] = max(0, min(wanting, room) - self._held_back(g))
        parent = self.solver.parents[g]
        if parent >= 0:
            self.wanting[parent] = self.wanting.get(parent, 0) + self.rising[g]

    def _divide(self, g: int) -> None:
        parent = self.solver.parents[g]
        room = self.solver.caps[g] - self.solver.held[g]
        if parent in self.shut:
            room = min(room, self._held_back(g))
        if room == 0:
            self.shut.add(g)
        elif parent in self.component and self.rising[g]:
            self.component[g] = self.component[parent]
        elif self.wanting[g] > room:
            self.component[g] = g

    def inside(self, top: int) -> frozenset[int]:
        """The groups below `top` whose use the answer changes: those of its component that do not hold all of it."""
        homes = (home for home in self.count if self.component.get(home) == top)
        around = set.intersection(*(set(self.solver.tree.path(home)) for home in homes))
        return frozenset(g for g, line in self.component.items() if line == top and g not in around)
