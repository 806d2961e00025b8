"""Quotas in evaluation: pools from declared keys, candidates by merit, places by the allocator, ties left open."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from attrs import asdict, define, field, frozen

from ..errors import AllocationError
from ..rules import Expr, Quota, Rank
from ..words import Text
from ._cohort import Decisions, ExcessDecision, TieDecision
from ._values import NO_CAUSES, Cause, Causes, Code, Num, Truth
from .quota import (
    Allocation,
    Candidate,
    Decision,
    Excess,
    Group,
    Meter,
    Problem,
    Refusal,
    ShareFloor,
    Status,
    allocate,
    places,
)

if TYPE_CHECKING:
    from ._evaluation import Evaluation

__all__ = ["Placed", "Placement", "Pool", "Tie", "place"]

_STRAY = Text(
    '"{person}" is no candidate for {grade} under {quota}; take the name out of the decision, or record the proposal',
    "“{person}”不是{quota}下{grade}的人选；请从决定中去掉，或先录入其拟定等次",
)
Places = frozenset[int]
Merit = Mapping[str, tuple[Places, Causes]]


@frozen(kw_only=True)
class Pool:
    """One pool of one quota, with its meter.

    `base` is the headcount, `places` what the share of it gives (None for a guarantee, whose `floor` moves with
    the selected), `used` who hold a place for certain, `tied` who may get one, `left` what stays empty. While
    `waiting` names people whose own grade is open, the allocation is provisional.
    """

    quota: str
    clause: str
    kind: str
    grade: str
    group: str
    keys: tuple[str, ...]
    base: int
    share: Fraction | None
    places: int | None
    floor: int
    candidates: int
    used: int
    tied: int
    left: int | None
    over: int
    soft: bool
    waiting: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The pool as plain data; the share as an exact string."""
        share = None if self.share is None else str(self.share)
        return asdict(self) | {"share": share, "keys": list(self.keys), "waiting": list(self.waiting)}


@frozen(kw_only=True)
class Tie:
    """A tie set across a quota line: `take` of `members` get the grade, and people must say which."""

    quota: str
    clause: str
    kind: str
    grade: str
    group: str
    take: int
    members: tuple[str, ...]
    fingerprint: str
    provisional: bool

    def as_json(self) -> dict[str, Any]:
        """The tie set as plain data."""
        return asdict(self) | {"members": list(self.members)}


@frozen(kw_only=True)
class Placement:
    """Where one candidate stands at a quota: its status, the group that stopped them, and how many places short.

    `key` is the rank key, bigger first.
    """

    quota: str
    grade: str
    otherwise: str
    status: str
    quotas: tuple[str, ...]
    groups: tuple[str, ...]
    blocked_by: str | None = None
    clause: str | None = None
    short: int | None = None
    key: tuple[Fraction, ...] = ()


@define
class Placed:
    """What the quotas of one kind did: the grades still possible, and everything to show."""

    possible: dict[str, tuple[Places, Causes]]
    placements: dict[str, list[Placement]] = field(factory=lambda: defaultdict(list))
    pools: list[Pool] = field(factory=list)
    ties: list[Tie] = field(factory=list)
    shortfalls: list[tuple[str, str, int, int]] = field(factory=list)
    refused: list[tuple[str, Text]] = field(factory=list)


@define
class _Seat:
    """One appraisee who may get a quota's grade: the groups from the outermost in, and whether they may hold a place.

    While `unsure`, something is missing that says which groups further in are theirs.
    """

    id: str
    groups: list[str]
    unsure: bool
    eligible: bool
    key: tuple[Fraction, ...]
    causes: Causes
    within: Sequence[str] = ()


@define
class _Made:
    """A group that some quota made, with what its pool will show."""

    group: Group
    quota: Quota
    keys: tuple[str, ...]
    base: int
    places: int | None


@define
class _Line:
    """The line of one group: the fewest and most places, the keys of all candidates and of those sure to stay."""

    low: int
    high: int
    rivals: list[tuple[Fraction, ...]]
    staying: list[tuple[Fraction, ...]]

    def may_cross(self, key: tuple[Fraction, ...]) -> bool:
        """Whether it may come to stand on either side of somebody; asked of a group without others around or in it."""
        ahead = len(self.staying) - bisect_right(self.staying, key)
        level = len(self.rivals) - bisect_left(self.rivals, key)
        return ahead < self.high and level > self.low


def place(evaluation: Evaluation, kind: str, merit: Merit) -> Placed:
    """Allocate every quota of `kind`, best grade first; `merit` holds the possible grades before quotas."""
    placed = Placed(dict(merit))
    rules = evaluation.plan(kind).rules
    quotas = [rule for rule in rules.rules(Quota) if isinstance(rule, Quota)]
    for grade in sorted({rule.grade for rule in quotas}, key=rules.kind.grades.index):
        _Allocator(evaluation, kind, grade, [rule for rule in quotas if rule.grade == grade], placed).run()
    return placed


def _depth(rule: Quota) -> tuple[bool, int, bool]:
    """Outer quotas first: fewer keys, then without a filter, guarantees innermost."""
    return (rule.floor_share is not None, len(rule.pool), rule.only is not None)


@define
class _Allocator:
    evaluation: Evaluation
    kind: str
    grade: str
    quotas: list[Quota]
    placed: Placed
    made: dict[str, _Made] = field(factory=dict, init=False)
    parents: dict[str, str | None] = field(factory=dict, init=False)
    counted: dict[str, set[str]] = field(factory=lambda: defaultdict(set), init=False)
    unsure: dict[str, Sequence[str]] = field(factory=dict, init=False)
    owners: dict[str, tuple[Quota, tuple[str, ...]]] = field(factory=dict, init=False)
    seats: dict[str, _Seat] = field(factory=dict, init=False)
    doubts: dict[str, Causes] = field(factory=dict, init=False)
    leaving: dict[str, set[str]] = field(factory=lambda: defaultdict(set), init=False)
    joining: dict[str, set[str]] = field(factory=lambda: defaultdict(set), init=False)
    lines: dict[str, _Line] = field(factory=dict, init=False)

    @property
    def index(self) -> int:
        """The place of the grade among the kind's grades."""
        return self.evaluation.plan(self.kind).rules.kind.grades.index(self.grade)

    def run(self) -> None:
        """Build the groups, seat everybody, allocate, and write down what came out."""
        self.quotas.sort(key=_depth)
        seats = [seat for name in self.placed.possible if (seat := self._seat(name)) is not None]
        self.seats = {seat.id: seat for seat in seats}
        self._make()
        for seat in seats:
            seat.within = self._within(seat.groups) if seat.unsure else seat.groups
        self._doubt()
        sure = [seat for seat in seats if self._candidate(seat)]
        open_ = [seat for seat in seats if not self._candidate(seat)]
        self.lines = self._lines(sure)
        answer = self._allocated(sure)
        self._write(sure, open_, answer)
        self._show(sure, open_, answer)

    def _possible(self, seat: _Seat) -> Places:
        return self.placed.possible[seat.id][0]

    def _candidate(self, seat: _Seat) -> bool:
        """Whether the grade is theirs by merit for certain, and their rank is known."""
        return self._possible(seat) == {self.index} and not seat.causes and not self.placed.possible[seat.id][1]

    def _seat(self, name: str) -> _Seat | None:
        """Count somebody in; None where they are not appraised, or the grade is out of reach."""
        judged = self.evaluation.judged(name)
        if judged.refused is not None:
            return None
        groups, causes = self._groups(name)
        appraised = judged.eligible or NO_CAUSES
        self._note(name, groups, appraised, causes)
        if self.index not in self.placed.possible[name][0]:
            return None
        eligible, more = self._eligible(name, groups)
        key, rank_causes = self._key(name)
        return _Seat(name, groups, bool(causes), eligible, key, causes | more | rank_causes)

    def _note(self, name: str, groups: Sequence[str], appraised: Causes, grouped: Causes) -> None:
        """Note who may turn out not to count in a group, and whose groups are not all known."""
        if appraised:
            for group in groups:
                self.leaving[group].add(name)
        if grouped:
            self.unsure[name] = groups
        if appraised or grouped:
            self.doubts[name] = appraised | grouped

    def _doubt(self) -> None:
        """Who may turn out to count in a group: whoever may be in it and does not count in it yet."""
        for name, groups in self.unsure.items():
            for group in self._within(groups):
                if name not in self.counted[group]:
                    self.joining[group].add(name)

    def _groups(self, name: str) -> tuple[list[str], Causes]:
        found: list[str] = []
        causes: Causes = NO_CAUSES
        for quota in self.quotas:
            guarantee = quota.floor_share is not None
            inside, more = self._in(name, quota.base if guarantee else quota.only)
            causes |= more
            if not inside:
                continue
            counts, more = self._in(name, quota.only if guarantee else quota.base)
            keys, unknown = self._keys(name, quota.pool)
            causes |= more | unknown
            if not unknown:
                found += self._join(name, quota, keys, counts=counts)
        self._chain(found)
        return found, causes

    def _join(self, name: str, quota: Quota, keys: tuple[str, ...], *, counts: bool) -> list[str]:
        """The groups of one quota that hold a person: one, or a guarantee's container and what is guaranteed in it."""
        group = "/".join((quota.id, *keys))
        self.owners.setdefault(group, (quota, keys))
        if counts or quota.floor_share is not None:
            self.counted[group].add(name)
        if quota.floor_share is None:
            return [group]
        guaranteed = f"{group}#"
        self.owners.setdefault(guaranteed, (quota, keys))
        self.parents.setdefault(guaranteed, group)
        if counts:
            self.counted[guaranteed].add(name)
        return [group, guaranteed] if counts else [group]

    def _chain(self, groups: Sequence[str]) -> None:
        """Each group's parent is the next one out; two different parents mean that the groups are no tree."""
        before: str | None = None
        for group in groups:
            there = self.parents.setdefault(group, before)
            if there != before:
                one, two = (self.owners[found][0] if found is not None else None for found in (there, before))
                raise AllocationError(_crossing(self.owners[group][0], one, two))
            before = group

    def _in(self, name: str, condition: Expr | None) -> tuple[bool, Causes]:
        if condition is None:
            return True, NO_CAUSES
        found = self.evaluation.walker(name).worth(condition)
        assert isinstance(found, Truth)  # noqa: S101  # declared as a condition
        return found.must(True), found.causes

    def _keys(self, name: str, pool: Sequence[Expr]) -> tuple[tuple[str, ...], Causes]:
        keys: list[str] = []
        causes: Causes = NO_CAUSES
        for part in pool:
            found = self.evaluation.walker(name).worth(part)
            if isinstance(found, Code):
                causes |= found.causes
            keys.append(found.value if isinstance(found, Code) and found.value else "-")
        return tuple(keys), causes

    def _eligible(self, name: str, groups: Iterable[str]) -> tuple[bool, Causes]:
        causes: Causes = NO_CAUSES
        eligible = True
        for quota in (self.owners[group][0] for group in groups):
            if quota.floor_share is None:
                inside, more = self._in(name, quota.eligible)
                eligible, causes = eligible and inside, causes | more
        return eligible, causes

    def _key(self, name: str) -> tuple[tuple[Fraction, ...], Causes]:
        ranks = next((quota.rank for quota in self.quotas if quota.rank), ())
        key: list[Fraction] = []
        causes: Causes = NO_CAUSES
        for rank in ranks:
            value, more = self._part(name, rank)
            key.append(value)
            causes |= more
        return tuple(key), causes

    def _part(self, name: str, rank: Rank) -> tuple[Fraction, Causes]:
        found = self.evaluation.walker(name).worth(rank.by)
        value: Fraction | None = None
        if isinstance(found, Num):
            value = found.value
        elif isinstance(found, Truth) and found.settled and not found.may(None):
            value = Fraction(found.must(True))
        if value is not None:
            return value if rank.bigger_is_better else -value, NO_CAUSES
        causes: Causes | None = getattr(found, "causes", None)
        return Fraction(), causes or frozenset({Cause("decision", "no-rank")})

    def _make(self) -> None:
        order = {quota.id: index for index, quota in enumerate(self.quotas)}
        for name in sorted(self.owners, key=lambda group: (order[self.owners[group][0].id], group)):
            quota, keys = self.owners[name]
            base = len(self.counted[name])
            cap = None if quota.floor_share is not None else self._places(quota, base)
            floor = None
            if name.endswith("#") and quota.floor_share is not None:
                floor = ShareFloor(name[:-1], quota.floor_share)
            group = Group(
                id=name, parent=self.parents.get(name), cap=cap, floor_share=floor, soft=quota.soft, clause=quota.clause
            )
            self.made[name] = _Made(group, quota, keys, base, cap)

    @staticmethod
    def _places(quota: Quota, base: int) -> int:
        if quota.number is not None:
            return quota.number
        assert quota.share is not None  # noqa: S101  # lint asks for one of the two
        found = places(quota.share, base, quota.rounding)  # type: ignore[arg-type]  # lint checks the rounding
        return max(found, min(quota.at_least, base))

    def _allocated(self, sure: Sequence[_Seat]) -> Allocation:
        seated = [seat for seat in sure if seat.groups]
        members = {seat.id for seat in seated}
        return allocate(
            Problem(
                groups=[made.group for made in self.made.values()],
                candidates=[
                    Candidate(seat.id, seat.groups[-1], seat.key or (Fraction(),), seat.eligible) for seat in seated
                ],
                decisions=[found for one in self.evaluation.cohort.decisions if (found := self._decision(one))],
                excesses=[found for one in self.evaluation.cohort.decisions for found in self._excesses(one, members)],
            )
        )

    def _decision(self, one: Decisions) -> Decision | None:
        if not isinstance(one, TieDecision) or one.quota not in {quota.id for quota in self.quotas}:
            return None
        if not self._concerns(one.quota, one.members):
            return None
        return Decision(one.members, one.choose, one.reason if one.leave_vacant else None, one.fingerprint or None)

    def _concerns(self, quota: str, names: Iterable[str]) -> bool:
        """Whether a decision is about this kind; one that names nobody under its quota is refused in every kind."""
        people = self.evaluation.cohort.appraisees
        kinds = {people[name].kind for name in names if name in people}
        rules = [self.evaluation.plan(kind).rules for kind in kinds]
        return self.kind in kinds or not any(rule.id == quota for found in rules for rule in found.rules(Quota))

    def _excesses(self, one: Decisions, members: set[str]) -> list[Excess]:
        if not isinstance(one, ExcessDecision) or one.quota not in {quota.id for quota in self.quotas}:
            return []
        found = []
        for name, made in self.made.items():
            if made.quota.id == one.quota:
                here = tuple(m for m in one.members if m in members and name in self.seats[m].groups)
                if here:
                    found.append(Excess(name, here, one.reason))
        return found

    def _strays(self, sure: Sequence[_Seat]) -> list[tuple[str, Text]]:
        """Whom an excess names although they are no candidates here, with the reason why it gives them nothing."""
        candidates = {seat.id for seat in sure if seat.groups}
        ours = {quota.id for quota in self.quotas}
        return [
            (name, _STRAY.format(person=name, grade=self.grade, quota=one.quota))
            for one in self.evaluation.cohort.decisions
            if isinstance(one, ExcessDecision) and one.quota in ours
            for name in one.members
            if name not in candidates and self._concerns(one.quota, (name,))
        ]

    def _roomy(self, groups: Iterable[str], sure: Sequence[_Seat], open_: Sequence[_Seat]) -> bool:
        """Whether the groups have room for everybody who may still come."""
        for name in groups:
            made = self.made[name]
            if made.group.floor_share is not None:
                return False
            count = sum(name in seat.within and seat.eligible for seat in (*sure, *open_))
            if made.places is not None and count > made.places:
                return False
        return True

    def _within(self, groups: Sequence[str]) -> Sequence[str]:
        """The groups that may hold somebody once what is missing is known: all further in than those known."""
        known = set(groups)
        return [name for name in self.made if name in known or known <= {*self._above(name)}]

    def _above(self, name: str) -> Iterator[str]:
        """The groups around one."""
        parent = self.parents[name]
        while parent is not None:
            yield parent
            parent = self.parents[parent]

    def _write(self, sure: Sequence[_Seat], open_: Sequence[_Seat], answer: Allocation) -> None:
        rules = self.evaluation.plan(self.kind).rules
        waits: dict[str, list[_Seat]] = defaultdict(list)
        for seat in open_:
            for group in seat.within:
                waits[group].append(seat)
        seated = [seat for seat in sure if seat.groups]
        for seat in seated:
            quota = next(self.made[group].quota for group in seat.groups if self.made[group].quota.otherwise)
            lower = rules.kind.grades.index(quota.otherwise)
            status = answer.status[seat.id]
            waiting = waits[seat.groups[0]]
            causes = self._waiting(seat, waiting, sure, status) | self._miscounted(seat, status)
            self.placed.possible[seat.id] = _after(self.index, lower, status, causes, quota.id)
            standing = answer.standing(seat.id)
            blocked = self.made[standing.blocked_by].quota if standing.blocked_by is not None else quota
            self.placed.placements[seat.id].append(
                Placement(
                    quota=blocked.id,
                    grade=self.grade,
                    otherwise=quota.otherwise,
                    status=status.value,
                    quotas=tuple(dict.fromkeys(self.made[group].quota.id for group in seat.groups)),
                    groups=tuple(seat.groups),
                    blocked_by=standing.blocked_by,
                    clause=standing.clause,
                    short=standing.short,
                    key=seat.key,
                )
            )
        for seat in open_:
            quotas = self.quotas if seat.unsure else [self.made[group].quota for group in seat.groups]
            falls = [quota.otherwise for quota in quotas]
            if any(falls):
                possible, causes = self.placed.possible[seat.id]
                lower = rules.kind.grades.index(next(filter(None, falls)))
                self.placed.possible[seat.id] = (possible | {lower}, causes | seat.causes)

    def _waiting(self, seat: _Seat, waiting: Sequence[_Seat], sure: Sequence[_Seat], status: Status) -> Causes:
        """Whom the answer for `seat` still waits for."""
        if not waiting or status is Status.INELIGIBLE:
            return NO_CAUSES
        floors = any(made.group.floor_share is not None for made in self.made.values())
        if status is Status.NOT_SELECTED and not floors:
            return NO_CAUSES
        if self._roomy(seat.groups, sure, waiting):
            return NO_CAUSES
        return frozenset(_for(other.id, other.causes | self.placed.possible[other.id][1]) for other in waiting)

    def _miscounted(self, seat: _Seat, status: Status) -> Causes:
        """Whom the answer for `seat` waits for because it hangs on who counts, or on who is appraised at all."""
        if status is Status.INELIGIBLE:
            return NO_CAUSES
        root = seat.groups[0]
        tree = [name for name in self.made if name == root or root in self._above(name)] if self.lines else []
        found: set[str] = set()
        for name in self.lines.keys() & tree:
            if len(tree) > 1 or self.lines[name].may_cross(seat.key):
                found |= self.leaving[name] | self.joining[name]
        return frozenset(_for(name, self.doubts[name]) for name in found - {seat.id})

    def _lines(self, sure: Sequence[_Seat]) -> dict[str, _Line]:
        """The line of each group that may move: its places hang on who counts, or somebody on it may not be appraised."""
        found: dict[str, _Line] = {}
        for name, made in self.made.items():
            # What a guarantee gives hangs on the groups around it.
            if made.places is not None and (self.leaving[name] or self.joining[name]):
                low, high = self._range(made.quota, name)
                rivals = [seat for seat in sure if seat.eligible and name in seat.groups]
                staying = [seat for seat in rivals if seat.id not in self.leaving[name]]
                if low < high or len(staying) < len(rivals):
                    found[name] = _Line(
                        low, high, sorted(seat.key for seat in rivals), sorted(seat.key for seat in staying)
                    )
        return found

    def _range(self, quota: Quota, name: str) -> tuple[int, int]:
        """The fewest and the most places a group may turn out to have, once it is known who counts."""
        base = self.made[name].base
        return self._places(quota, base - len(self.leaving[name])), self._places(quota, base + len(self.joining[name]))

    def _show(self, sure: Sequence[_Seat], open_: Sequence[_Seat], answer: Allocation) -> None:
        waiting: dict[str, set[str]] = defaultdict(set)
        for seat in open_:
            for group in seat.within:
                waiting[group].add(seat.id)
        for name in self.lines:
            waiting[name] |= self.leaving[name] | self.joining[name]
        for name, made in self.made.items():
            candidates = sum(name in seat.groups for seat in sure)
            self.placed.pools.append(self._pool(made, answer.meters[name], candidates, tuple(sorted(waiting[name]))))
        for tie in answer.ties:
            made = self.made[tie.group]
            self.placed.ties.append(
                Tie(
                    quota=made.quota.id,
                    clause=made.quota.clause,
                    kind=self.kind,
                    grade=self.grade,
                    group=tie.group,
                    take=tie.take,
                    members=tie.members,
                    fingerprint=tie.fingerprint,
                    provisional=bool(waiting[tie.group]),
                )
            )
        self.placed.shortfalls += [
            (self.made[short.group].quota.id, short.group, short.asked, short.attained) for short in answer.shortfalls
        ]
        self.placed.refused += [_refusal(refusal) for refusal in (*answer.refused, *answer.refused_excesses)]
        self.placed.refused += self._strays(sure)

    def _pool(self, made: _Made, meter: Meter, candidates: int, waiting: tuple[str, ...]) -> Pool:
        return Pool(
            quota=made.quota.id,
            clause=made.quota.clause,
            kind=self.kind,
            grade=self.grade,
            group=made.group.id,
            keys=made.keys,
            base=made.base,
            share=made.quota.share if made.quota.floor_share is None else made.quota.floor_share,
            places=made.places,
            floor=meter.floor,
            candidates=candidates,
            used=meter.used,
            tied=meter.tied,
            left=meter.left,
            over=meter.over,
            soft=made.quota.soft,
            waiting=waiting,
        )


def _after(grade: int, lower: int, status: Status, causes: Causes, quota: str) -> tuple[Places, Causes]:
    if causes or status is Status.TIED:
        tied = frozenset({Cause("tied", quota)}) if status is Status.TIED else NO_CAUSES
        return frozenset({grade, lower}), causes | tied
    return frozenset({grade if status is Status.SELECTED else lower}), NO_CAUSES


def _for(name: str, causes: Causes) -> Cause:
    """That somebody is waited for, with what is most urgent about them."""
    kinds = {cause.kind for cause in causes}
    return Cause(next((kind for kind in ("needs", "pending") if kind in kinds), "decision"), name)


def _refusal(refusal: Refusal) -> tuple[str, Text]:
    return ", ".join(refusal.decision.members), refusal.reason


def _crossing(quota: Quota, one: Quota | None, two: Quota | None) -> Text:
    names = dict.fromkeys(f"{found.id} ({found.clause})" for found in (one, two) if found is not None)
    return Text(
        "the pools of {id} ({clause}) lie across those of {others}; the groups of one grade must form a tree",
        "{id}（{clause}）的分组与 {others} 交叉；同一等次的分组必须成树",
    ).format(id=quota.id, clause=quota.clause, others=" / ".join(names))
