"""Where the quotas of a cohort give out places, and who stands there, asked of the declarations."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from ...engine import Code, Gone, Truth, period_outcomes
from ...rules import Bands, Quota
from ...rules.nodes import ChoiceExpr, Expr, open_axis
from ..basis import World

__all__ = [
    "Spot",
    "grade_under",
    "holds_for",
    "keys_of",
    "people_of",
    "pools_at",
    "quotas_in",
    "spots_of",
    "waiting_at",
]

_UNKNOWN = "?"


def quotas_in(world: World) -> Iterator[tuple[str, Quota]]:
    """The quotas of the whole cycle."""
    return ((spot.kind, spot.rule) for spot in spots_of(world) if spot.at is None)


@frozen
class Spot:
    """Where a quota gives out its places: over the cycle, or in one period, where `quota` names that period too."""

    kind: str
    rule: Quota
    quota: str
    at: int | None = None


def spots_of(world: World) -> Iterator[Spot]:
    """Every quota of the cycle, and every quota of single periods in each of them."""
    for rules in world.subject.rules.kinds:
        for rule in rules.rules(Quota):
            assert isinstance(rule, Quota)  # noqa: S101  # narrowed for mypy
            if rule.each is None:
                yield Spot(rules.kind.key, rule, rule.id)
                continue
            for at, period in enumerate(world.evaluation.periods(rule.each.key)):
                yield Spot(rules.kind.key, rule, f"{rule.id}[{period.name}]", at)


def holds_for(world: World, name: str, condition: Expr | None, at: int | None = None) -> bool:
    """Whether a condition holds for certain for somebody; none at all always does."""
    if condition is None:
        return True
    found = world.evaluation.walker(name, at=at).worth(condition)
    return isinstance(found, Truth) and found.must(True)


def _may_hold(world: World, name: str, condition: Expr | None, at: int | None) -> bool:
    """Whether a condition is not settled."""
    found = world.evaluation.walker(name, at=at).worth(condition) if condition is not None else None
    return isinstance(found, Truth) and not found.settled


def keys_of(world: World, name: str, pool: tuple[ChoiceExpr, ...], at: int | None = None) -> tuple[str, ...]:
    """The pool in which somebody stands."""
    keys = []
    for part in pool:
        found = world.evaluation.walker(name, at=at).worth(part)
        keys.append(
            found.value or _UNKNOWN if isinstance(found, Code) else "-" if isinstance(found, Gone) else _UNKNOWN
        )
    return tuple(keys)


def people_of(world: World, kind: str) -> list[str]:
    """Everybody of a kind who is appraised."""
    rows = [row["id"] for row in world.rows if row["kind"] == kind]
    return [name for name in rows if world.judged(name).refused is None]


def _graded(world: World, spot: Spot) -> list[str]:
    """Everybody who is graded where a quota gives out places: in a period, those who may have a score in it."""
    people = people_of(world, spot.kind)
    rules = world.subject.rules.kind(spot.kind)
    assert rules is not None  # noqa: S101  # the kind of the rule
    scores = [
        rule.of for rule in rules.rules(Bands) if isinstance(rule, Bands) and open_axis(rule.of) == spot.rule.each
    ]
    if spot.at is None or not scores:
        return people
    return [one for one in people if not isinstance(world.evaluation.walker(one, at=spot.at).worth(scores[0]), Gone)]


def pools_at(world: World, spot: Spot) -> dict[tuple[str, ...], list[str]]:
    """The people of each pool, found anew from the declared keys; those of a key yet unknown stand in none of them."""
    found: dict[tuple[str, ...], list[str]] = {}
    for name in _graded(world, spot):
        keys = keys_of(world, name, spot.rule.pool, spot.at)
        if _UNKNOWN not in keys and holds_for(world, name, spot.rule.only, spot.at):
            found.setdefault(keys, []).append(name)
    return found


def waiting_at(world: World, spot: Spot) -> list[str]:
    """Those of whom it is not known which pool they stand in, or whether they stand in one."""
    return [
        name
        for name in _graded(world, spot)
        if _UNKNOWN in keys_of(world, name, spot.rule.pool, spot.at) or _may_hold(world, name, spot.rule.only, spot.at)
    ]


def grade_under(world: World, name: str, quota: str) -> str | None:
    """The grade that a quota gives: the year's, or the period's where it is the quota of a period ("top[2020Q4]")."""
    _, bracket, period = quota.rstrip("]").partition("[")
    if not bracket:
        return world.outcomes[name].grade
    return next((one.grade for one in period_outcomes(world.evaluation, name) if one.period == period), None)
