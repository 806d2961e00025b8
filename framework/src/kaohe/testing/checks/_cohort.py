"""Checks of a whole cohort: places, ties, and whom an outcome may depend on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from attrs import frozen

from ...engine import Num, Placement, Pool, Truth
from ...rules import Quota, Rank
from ...rules.nodes import Expr, in_pool
from ...rules.tools import round_as, show
from ...words import Text
from ..basis import NEEDS, Problem, World, check
from ._spots import Spot, grade_under, holds_for, keys_of, people_of, pools_at, quotas_in, spots_of, waiting_at

__all__: list[str] = []

Row = dict[str, Any]


@frozen
class _Amounts:
    """What the expressions of a quota are worth in one pool of `base` people."""

    world: World
    spot: Spot
    keys: tuple[str, ...]
    members: Sequence[str]
    base: int

    def of(self, given: Expr | Fraction | int) -> Fraction | None:
        """None while an expression is open, or has two values."""
        if not isinstance(given, Expr):
            return Fraction(given)
        part = in_pool(given, self.base, dict(zip(self.spot.rule.pool, self.keys, strict=True)))
        found = [self.world.evaluation.walker(name, at=self.spot.at).worth(part) for name in self.members]
        values = {one.value if isinstance(one, Num) else None for one in found}
        return values.pop() if len(values) == 1 else None

    def places(self) -> int | None:
        """The places of the pool, in whole numbers; None while an expression that tells them is open."""
        rule = self.spot.rule
        size = self.of(rule.number if rule.number is not None else rule.share if rule.share is not None else 0)
        least = self.least()
        if size is None or least is None:
            return None
        if rule.number is not None:
            return int(round_as(size, 0, rule.rounding))
        return max(int(round_as(size * self.base, 0, rule.rounding)), least)

    def least(self) -> int | None:
        """The minimum declared beside the share, no more than there are people; None while it is open."""
        found = self.of(self.spot.rule.at_least)
        return None if found is None else min(int(round_as(found, 0, self.spot.rule.rounding)), self.base)


def _counted(world: World, kind: str, rule: Quota) -> tuple[str, ...]:
    """The grades whose holders a quota counts."""
    rules = world.subject.rules.kind(kind)
    assert rules is not None  # noqa: S101  # the kind of the rule
    grades = rules.kind.grades
    return grades[: grades.index(rule.grade) + 1] if rule.or_better else (rule.grade,)


def _excess(world: World, spot: Spot) -> set[str]:
    decisions = world.raw.get("decisions", [])
    return {name for one in decisions if one.get("quota") == spot.quota for name in one.get("exceed", [])}


@check(
    "quota.cap", "cohort", Text("no pool has more holders than places", "任何一组都不超过名额"), needs=NEEDS["quota"]
)
def _cap(world: World) -> Iterator[Problem]:
    for spot in spots_of(world):
        rule = spot.rule
        if rule.floor_share is not None:
            continue
        grades = _counted(world, spot.kind, rule)
        for keys, members in pools_at(world, spot).items():
            base = sum(holds_for(world, name, rule.base, spot.at) for name in members)
            held = [name for name in members if grade_under(world, name, spot.quota) in grades]
            holders = set(held) - _excess(world, spot)
            places = _Amounts(world, spot, keys, members, base).places()
            if places is not None and len(holders) > places:
                text = Text(
                    "{rule} {pool}: {n} hold {grade}, but {base} people have {places} places",
                    "{rule} {pool}：{n} 人为{grade}，而 {base} 人只有 {places} 个名额",
                ).format(
                    rule=spot.quota,
                    pool="/".join(keys) or spot.kind,
                    n=len(holders),
                    grade=rule.grade,
                    base=base,
                    places=places,
                )
                yield Problem(text=text, rule=rule.id, clause=rule.clause)


@check(
    "quota.share",
    "cohort",
    Text("the places never exceed the exact share of the headcount", "名额不超过按比例的精确人数"),
    needs=NEEDS["share"],
)
def _share(world: World) -> Iterator[Problem]:
    made = world.evaluation.pools()
    for spot in spots_of(world):
        rule = spot.rule
        if rule.share is None:
            continue
        members = pools_at(world, spot)
        for pool in (one for one in made if (one.quota, one.kind) == (spot.quota, spot.kind)):
            least = _Amounts(world, spot, pool.keys, members.get(pool.keys, []), pool.base).least()
            exact = (pool.share if pool.share is not None else Fraction(1)) * pool.base
            if least is not None and pool.places is not None and pool.places > max(exact, Fraction(least)):
                text = Text(
                    "{pool}: {places} places, but {share} % of {base} is {exact}",
                    "{pool}：{places} 个名额，而 {base} 人的 {share} % 为 {exact}",
                ).format(
                    pool=pool.group,
                    places=pool.places,
                    share="-" if pool.share is None else show(pool.share * 100),
                    base=pool.base,
                    exact=show(exact),
                )
                yield Problem(text=text, rule=rule.id, clause=rule.clause, readings=rule.assumption)


@check(
    "quota.floor",
    "cohort",
    Text("a guaranteed share is met, or the shortfall is reported", "保障比例得到满足，否则列明缺额"),
    needs=NEEDS["guarantee"],
)
def _floor(world: World) -> Iterator[Problem]:
    for kind, rule in quotas_in(world):
        if rule.floor_share is None or waiting_at(world, Spot(kind, rule, rule.id)):
            continue
        short = {group for quota, group, _, _ in world.evaluation.shortfalls() if quota == rule.id}
        inside = [name for name in people_of(world, kind) if holds_for(world, name, rule.base)]
        for keys in {keys_of(world, name, rule.pool) for name in inside}:
            members = [name for name in inside if keys_of(world, name, rule.pool) == keys]
            holders = [name for name in members if world.outcomes[name].grade == rule.grade]
            tied = any(world.outcomes[name].state != "decided" for name in members)
            guaranteed = sum(holds_for(world, name, rule.only) for name in holders)
            wanted = int(round_as(rule.floor_share * len(holders), 0, "up"))
            if guaranteed < wanted and not tied and "/".join((rule.id, *keys)) + "#" not in short:
                text = Text(
                    "{rule} {pool}: {found} of {n} holders, at least {wanted} are guaranteed",
                    "{rule} {pool}：{n} 人中仅 {found} 人，应不少于 {wanted} 人",
                ).format(rule=rule.id, pool="/".join(keys), found=guaranteed, n=len(holders), wanted=wanted)
                yield Problem(text=text, rule=rule.id, clause=rule.clause)


def _ranked(world: World, name: str, ranks: tuple[Rank, ...]) -> tuple[Fraction, ...] | None:
    """A rank key worked out anew, bigger being better; None while a part is open."""
    key = []
    for rank in ranks:
        found = world.evaluation.walker(name).worth(rank.by)
        if isinstance(found, Num) and found.value is not None:
            value = found.value
        elif isinstance(found, Truth) and found.settled and not found.may(None):
            value = Fraction(found.must(True))
        else:
            return None
        key.append(value if rank.bigger_is_better else -value)
    return tuple(key)


def _placed(world: World) -> Iterator[tuple[str, Quota, str, Placement]]:
    """Everybody who stands at a quota line: kind, quota, id, placement."""
    for kind, rule in quotas_in(world):
        for name in people_of(world, kind):
            for placement in world.evaluation.placements(name):
                if placement.quotas[:1] == (rule.id,):
                    yield kind, rule, name, placement


@check(
    "quota.no-envy",
    "cohort",
    Text("nobody is passed over for somebody who ranks below them", "排序在前者不被排序在后者超越"),
    needs=NEEDS["quota"],
)
def _envy(world: World) -> Iterator[Problem]:
    stands = [(rule, name, placement, _ranked(world, name, rule.rank)) for _, rule, name, placement in _placed(world)]
    named = {name for decision in world.raw.get("decisions", []) for name in decision.get("exceed", [])}
    for rule, loser, lost, low in stands:
        if lost.status != "not_selected" or low is None:
            continue
        for other, winner, won, high in stands:
            same = other is rule and (won.grade, won.groups) == (lost.grade, lost.groups) and winner not in named
            if same and won.status in ("selected", "tied") and high is not None and low > high:
                text = Text(
                    "{loser} ranks above {winner} in {rule}, but {winner} stands before them",
                    "{rule}：{loser} 排序高于 {winner}，却排在其后",
                ).format(loser=loser, winner=winner, rule=rule.id)
                yield Problem(text=text, appraisee=loser, rule=rule.id, clause=rule.clause)
                return


@check(
    "quota.non-waste",
    "cohort",
    Text("nobody is left out while a place is free", "有空额时无人落选"),
    needs=NEEDS["quota"],
)
def _waste(world: World) -> Iterator[Problem]:
    guarantees = {kind for kind, rule in quotas_in(world) if rule.floor_share is not None}
    vacant = any(one.get("leave_vacant") for one in world.raw.get("decisions", []))
    pools: dict[tuple[str, str], Pool] = {(pool.kind, pool.group): pool for pool in world.evaluation.pools()}
    for kind, rule, name, placement in _placed(world):
        if kind in guarantees or vacant or placement.status != "not_selected":
            continue
        path = [pools[kind, group] for group in placement.groups]
        if all(pool.left is not None and pool.left > 0 and not pool.tied for pool in path):
            text = Text("{id} is left out of {rule} while {n} places are free", "{rule} 尚有 {n} 个空额，{id} 却落选")
            text = text.format(id=name, rule=rule.id, n=path[0].left)
            yield Problem(text=text, appraisee=name, rule=rule.id, clause=rule.clause)
