"""An allocation as people read it: statuses, tie sets, each group's meter, and who was stopped where."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import groupby

from attrs import define, field, frozen

from ._decide import Refusal, fingerprint, refuse_all
from ._problem import Excess, Problem
from ._solution import IN, Solver, Tie
from ._tree import Conflict, Tree

__all__ = ["Allocation", "Meter", "Shortfall", "Standing", "Status", "TieSet", "refused_whole", "reported"]


class Status(StrEnum):
    """Where a person stands: in every optimal set, in none, in some, or not to be considered."""

    SELECTED = "selected"
    NOT_SELECTED = "not_selected"
    TIED = "tied"
    INELIGIBLE = "ineligible"


@frozen
class TieSet:
    """Exactly `take` of `members` get a place, on the line of `group`; which ones is for people to decide."""

    take: int
    members: tuple[str, ...]
    fingerprint: str
    group: str


@frozen
class Shortfall:
    """A floor that too few people could fill: what it asked for, and what it got with all of them taken."""

    group: str
    asked: int
    attained: int


@frozen
class Meter:
    """One group's places: `used` for certain, `tied` people who may get some, and `left`.

    `left` counts the places that stay empty whatever is decided; it is None without a cap, and while it hangs
    on a tie set that reaches outside the group. `over` counts people beyond a soft cap. `floor` is what the
    floor asks for, a share of the selected included.
    """

    group: str
    cap: int | None
    floor: int
    used: int
    tied: int
    left: int | None
    over: int = 0


@frozen
class Standing:
    """One person's answer: status, the group that stopped them, its clause, and how many places short.

    `short` people stand on that group's line or above, beyond its places, this one included: with so many
    places more, and room in the groups above, this person is in.
    """

    person: str
    status: Status
    blocked_by: str | None = None
    clause: str | None = None
    short: int | None = None
    tie: TieSet | None = None


@define
class _Later(Mapping[str, int]):
    """A mapping worked out when first asked for: most people never ask how many places short they are."""

    _work: Callable[[], dict[str, int]]
    _found: dict[str, int] | None = None

    def _mapping(self) -> dict[str, int]:
        if self._found is None:
            self._found = self._work()
        return self._found

    def __getitem__(self, person: str) -> int:
        return self._mapping()[person]

    def __iter__(self) -> Iterator[str]:
        return iter(self._mapping())

    def __len__(self) -> int:
        return len(self._mapping())


@frozen(kw_only=True)
class Allocation:
    """The exact answer to one problem. Every sequence of ids is sorted.

    `full` are the groups that have no place left whatever is decided; the innermost one stops who is not selected.
    """

    status: Mapping[str, Status]
    ties: tuple[TieSet, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
    blocked_by: Mapping[str, str] = field(factory=dict)
    short: Mapping[str, int] = field(factory=dict, eq=False)
    meters: Mapping[str, Meter] = field(factory=dict)
    refused: tuple[Refusal, ...] = ()
    conflict: Conflict | None = None
    excesses: tuple[Excess, ...] = ()
    refused_excesses: tuple[Refusal, ...] = ()
    full: frozenset[str] = field(factory=frozenset, eq=False)
    _clauses: Mapping[str, str | None] = field(factory=dict, alias="clauses", repr=False)

    def having(self, status: Status) -> tuple[str, ...]:
        """The ids of those with `status`, sorted."""
        return tuple(sorted(person for person, found in self.status.items() if found is status))

    @property
    def selected(self) -> tuple[str, ...]:
        """Those in every optimal set, sorted."""
        return self.having(Status.SELECTED)

    @property
    def not_selected(self) -> tuple[str, ...]:
        """The eligible who are in no optimal set, sorted."""
        return self.having(Status.NOT_SELECTED)

    @property
    def ineligible(self) -> tuple[str, ...]:
        """Those who could not be considered, sorted."""
        return self.having(Status.INELIGIBLE)

    def standing(self, person: str) -> Standing:
        """Everything that is to be said to `person`; KeyError for someone not in the problem."""
        group = self.blocked_by.get(person)
        status = self.status[person]
        tied = status is Status.TIED
        tie = next(tie for tie in self.ties if person in tie.members) if tied else None
        clause = self._clauses.get(group) if group is not None else None
        return Standing(person, status, group, clause, self.short.get(person), tie)


def refused_whole(problem: Problem, tree: Tree, conflict: Conflict) -> Allocation:
    """Nobody is selected, because the rules conflict."""
    status = {
        candidate.id: Status.NOT_SELECTED if candidate.eligible else Status.INELIGIBLE
        for candidate in problem.candidates
    }
    meters = {g.id: Meter(g.id, g.cap, g.floor, 0, 0, None) for g in tree.groups}
    refused = refuse_all(problem.decisions)
    return Allocation(status=status, meters=meters, refused=refused, conflict=conflict)


def _clauses(tree: Tree) -> dict[str, str | None]:
    return {group.id: group.clause for group in tree.groups}


def reported(
    problem: Problem,
    tree: Tree,
    homes: Sequence[int],
    order: Sequence[int],
    keys: Sequence[object],
    solver: Solver,
    refused: tuple[Refusal, ...],
) -> Allocation:
    """The solver's answer in the problem's own names."""
    ids = [candidate.id for candidate in problem.candidates]
    status = [Status.INELIGIBLE] * len(ids)
    for number in order:
        verdict = solver.status[number]
        if verdict == IN:
            status[number] = Status.SELECTED
        else:
            status[number] = Status.TIED if verdict >= 0 else Status.NOT_SELECTED
    ties = [tie for tie in solver.ties if tie.open]
    totals = solver.totals()
    full = _full(tree, ties, totals)
    stopped = _stopped(tree, homes, status, full)
    return Allocation(
        status=dict(zip(ids, status, strict=True)),
        ties=tuple(sorted((_tie_set(tie, ids, tree) for tie in ties), key=lambda tie: tie.members)),
        shortfalls=_shortfalls(tree, solver, totals),
        blocked_by={person: tree.groups[group].id for person, group in zip(ids, stopped, strict=True) if group >= 0},
        short=_Later(lambda: {ids[number]: count for number, count in _short(order, keys, stopped, ties).items()}),
        meters=_meters(tree, homes, status, solver, ties, totals),
        refused=refused,
        full=frozenset(tree.groups[group].id for group in full),
        clauses=_clauses(tree),
    )


def _tie_set(tie: Tie, ids: Sequence[str], tree: Tree) -> TieSet:
    members = tuple(sorted(ids[member] for member in tie.members))
    return TieSet(tie.take, members, fingerprint(tie.take, members), tree.groups[tie.top].id)


def _undecided(ties: Sequence[Tie]) -> set[int]:
    """Groups whose use hangs on an open tie set."""
    return {group for tie in ties for group in tie.inside}


def _full(tree: Tree, ties: Sequence[Tie], totals: Sequence[int]) -> set[int]:
    """The groups without a place left, whatever is decided."""
    caps = [group.cap for group in tree.groups]
    return {g for g, cap in enumerate(caps) if cap is not None and totals[g] >= cap} - _undecided(ties)


def _stopped(tree: Tree, homes: Sequence[int], status: Sequence[Status], full: Collection[int]) -> list[int]:
    """For each not selected person, the innermost group that has no place for them; -1 for everybody else."""
    line = {-1: -1}
    for g in tree.order:
        line[g] = g if g in full else line[tree.parents[g]]
    out = Status.NOT_SELECTED
    return [line[home] if state is out else -1 for home, state in zip(homes, status, strict=True)]


def _short(order: Sequence[int], keys: Sequence[object], stopped: Sequence[int], ties: Sequence[Tie]) -> dict[int, int]:
    """For each stopped person, how many of those beyond the group's places rank no lower, themselves included."""
    short: dict[int, int] = {}
    count: dict[int, int] = {}
    beyond = {tie.members[0]: tie for tie in ties}
    for _, equals in groupby(order, key=keys.__getitem__):
        people = list(equals)
        for number in people:
            if number in beyond:
                tie = beyond[number]
                count[tie.top] = count.get(tie.top, 0) + len(tie.members) - tie.take
            elif stopped[number] >= 0:
                count[stopped[number]] = count.get(stopped[number], 0) + 1
        short.update((number, count[stopped[number]]) for number in people if stopped[number] >= 0)
    return short


def _shortfalls(tree: Tree, solver: Solver, totals: Sequence[int]) -> tuple[Shortfall, ...]:
    held = list(totals)
    for tie in solver.ties:
        for group in tree.path(tie.top):
            held[group] -= tie.vacant
    found = [Shortfall(tree.groups[g].id, asked, held[g]) for g, asked in enumerate(solver.asked()) if held[g] < asked]
    return tuple(sorted(found, key=lambda shortfall: shortfall.group))


def _meters(
    tree: Tree,
    homes: Sequence[int],
    status: Sequence[Status],
    solver: Solver,
    ties: Sequence[Tie],
    totals: Sequence[int],
) -> dict[str, Meter]:
    used, tied = [0] * len(tree.groups), [0] * len(tree.groups)
    for number, home in enumerate(homes):
        if status[number] is Status.SELECTED:
            used[home] += 1
        elif status[number] is Status.TIED:
            tied[home] += 1
    vacant = [0] * len(tree.groups)
    for tie in solver.ties:
        vacant[tie.top] += tie.vacant
    for g in reversed(tree.order):
        parent = tree.parents[g]
        if parent >= 0:
            used[parent], tied[parent] = used[parent] + used[g], tied[parent] + tied[g]
            vacant[parent] += vacant[g]
    undecided, asked = _undecided(ties), solver.asked()
    meters = {}
    for g in tree.order:
        group = tree.groups[g]
        hangs = group.cap is None or g in undecided
        left = None if group.cap is None or hangs else group.cap - totals[g] + vacant[g]
        meters[group.id] = Meter(group.id, group.cap, asked[g], used[g], tied[g], left)
    return meters
