"""Places beyond a soft cap: given by name with a reason, refused anywhere else, always visible."""

from __future__ import annotations

from attrs import define, evolve, field

from kaohe.errors import AllocationError
from kaohe.words import Message, Text

from ._decide import Refusal
from ._problem import Excess, Problem
from ._report import Allocation, Status
from ._tree import Tree, named

__all__ = ["apply_excesses"]

_NO_GROUP = Message("K3015", 'an excess names group "{group}", which is not declared', "超额所写的组“{group}”未声明")
_REASON = Text("going beyond the cap of {group} takes a reason; record it", "超出{group}的上限须有理由；请予记录")
_HARD = Text(
    'the cap of {group} is hard, so "{person}" cannot be added beyond it',
    "{group}的上限为硬性规定，不能超额增加“{person}”",
)
_UNDECIDED = Text(
    'the use of {group} hangs on a tie set; decide it before adding "{person}"',
    "{group}的名额取决于尚未决定的并列；请先决定再增加“{person}”",
)
_NOBODY = Text('"{person}" is not among the people', "“{person}”不在人员之列")
_STANDING = Text(
    '"{person}" is {status}; only someone not selected can be given a place beyond the cap of {group}',
    "“{person}”的状态为 {status}；只有未入选者才能超出{group}的上限增加",
)
_ELSEWHERE = Text(
    '"{person}" does not stand in {group}, so its cap does not keep them out',
    "“{person}”不在{group}之中，该组的上限与其无关",
)
_UNNAMED = Text(
    '"{person}" also needs a place beyond the cap of {group}; record that too',
    "“{person}”还须超出{group}的上限；请一并记录",
)
_NEEDLESS = Text(
    '{group} has room for "{person}", so there is nothing to exceed',
    "{group}尚有名额容纳“{person}”，无须超额",
)


def apply_excesses(problem: Problem, tree: Tree, answer: Allocation) -> Allocation:
    """Add the people that recorded excesses name; all of one excess or none of it.

    Raises AllocationError for an excess of a group that is not declared.
    """
    if not problem.excesses:
        return answer
    return _Ledger(problem, tree, answer).applied()


@define
class _Ledger:
    problem: Problem
    tree: Tree
    answer: Allocation
    home: dict[str, int] = field(init=False)
    named: dict[str, set[str]] = field(init=False, factory=dict)
    kept: list[Excess] = field(init=False, factory=list)

    def __attrs_post_init__(self) -> None:
        index = self.tree.index
        self.home = {candidate.id: index[candidate.group] for candidate in self.problem.candidates}
        for excess in self.problem.excesses:
            if excess.group not in index:
                raise AllocationError(_NO_GROUP.format(group=str(excess.group)))
            for person in excess.members:
                self.named.setdefault(person, set()).add(excess.group)

    def applied(self) -> Allocation:
        refused = []
        for excess in sorted(self.problem.excesses, key=lambda one: (one.group, sorted(one.members))):
            fault = self._fault(excess)
            if fault is None:
                self.kept.append(excess)
            else:
                refused.append(Refusal(excess, fault))
        return self._with(refused)

    def _fault(self, excess: Excess) -> Text | None:
        group = named(self.tree.groups[self.tree.index[excess.group]])
        if not (excess.reason or "").strip():
            return _REASON.format(group=group)
        for person in sorted(excess.members):
            status = self.answer.status.get(person)
            if status is None:
                return _NOBODY.format(person=person)
            if status is not Status.NOT_SELECTED:
                return _STANDING.format(person=person, status=status.value, group=group)
            if self.tree.index[excess.group] not in self.tree.path(self.home[person]):
                return _ELSEWHERE.format(person=person, group=group)
        return self._room_fault(excess, group)

    def _room_fault(self, excess: Excess, group: Text) -> Text | None:
        """The first group, innermost first, that forbids the excess: hard and full, undecided, or not named."""
        beyond = set()
        for number, people in self._entering(excess).items():
            found, person = self.tree.groups[number], min(people)
            left = self.answer.meters[found.id].left
            if found.cap is None or (left or 0) >= len(people):
                continue
            fault = _UNDECIDED if left is None else None if found.soft else _HARD
            if fault is None and any(found.id not in self.named[one] for one in people):
                fault = _UNNAMED
            if fault is not None:
                return fault.format(group=named(found), person=person)
            beyond.add(found.id)
        return None if excess.group in beyond else _NEEDLESS.format(group=group, person=min(excess.members))

    def _entering(self, excess: Excess) -> dict[int, set[str]]:
        """For each group above the excess's people, all whom this and the accepted excesses bring in."""
        people = {person for one in (*self.kept, excess) for person in one.members}
        entering: dict[int, set[str]] = {}
        for person in sorted(people):
            for number in self.tree.path(self.home[person]):
                entering.setdefault(number, set()).add(person)
        return entering

    def _with(self, refused: list[Refusal]) -> Allocation:
        people = {person for excess in self.kept for person in excess.members}
        status = {**self.answer.status, **dict.fromkeys(people, Status.SELECTED)}
        meters = dict(self.answer.meters)
        for person in people:
            for number in self.tree.path(self.home[person]):
                meter = meters[self.tree.groups[number].id]
                used = meter.used + 1
                over = 0 if meter.cap is None else max(0, used - meter.cap)
                left = None if meter.left is None else max(0, meter.left - 1)
                meters[meter.group] = evolve(meter, used=used, over=over, left=left)
        return evolve(
            self.answer,
            status=status,
            meters=meters,
            blocked_by={who: by for who, by in self.answer.blocked_by.items() if who not in people},
            short={who: count for who, count in self.answer.short.items() if who not in people},
            excesses=tuple(self.kept),
            refused_excesses=tuple(refused),
        )
