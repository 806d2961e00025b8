"""What a sort of rule says besides numbers, and what people make of it: limits, bands, quotas, ranks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import attrs
from attrs import evolve

from ...rules import (
    Bands,
    Bonus,
    Count,
    Days,
    Penalty,
    Proposed,
    Quota,
    Rank,
    Score,
)
from ...rules.nodes import Input
from ...rules.tools import KindRules, Rule, inputs_of, show
from ._inside import Change, yes
from ._operators import others

__all__ = ["of_rule"]

_ROUNDINGS = ("down", "half-up", "up")
_READINGS = ("half-open", "half-up", "truncate", "refer")


# Cut to whole points, a score stays over the whole number that its band begins at.
_ONE_READING = {"half-open", "truncate"}


def of_rule(rule: Rule, rules: KindRules) -> Iterator[Change]:
    """What a rule says by itself: grades, words out of closed lists, marks of yes and no."""
    for name in ("grade", "otherwise"):
        said = getattr(rule, name, "")
        if isinstance(said, str) and said in rules.kind.grades:
            for grade in _beside(rules.kind.grades, said):
                yield name, "grade", said, grade, _but(rule, name, grade)
    for name in ("confirm", "follows", "soft", "required"):
        said = getattr(rule, name, None)
        if isinstance(said, bool) and (name != "required" or _waited_for(rules)):
            yield name, name, yes(said), yes(not said), _but(rule, name, not said)
    for name in ("at_least", "at_most"):
        if isinstance(getattr(rule, name, None), Fraction):
            yield name, "cap", show(getattr(rule, name)), "none", _but(rule, name, None)
    if isinstance(rule, Bands):
        yield from _of_bands(rule)
    elif isinstance(rule, Quota):
        yield from _of_quota(rule, rules)
    elif isinstance(rule, Bonus) and type(rule) in (Bonus, Penalty):
        other = Bonus if isinstance(rule, Penalty) else Penalty
        given = {one.name: getattr(rule, one.name) for one in attrs.fields(type(rule))}
        yield "sign", "sign", type(rule).__name__.lower(), other.__name__.lower(), other(**given)


def _waited_for(rules: KindRules) -> bool:
    """Whether an outcome can be settled but for its score: a grade that comes from the score waits for it anyway."""
    return not rules.kind.grades or bool(rules.rules(Proposed))


def _but(rule: Any, name: str, value: object) -> Any:
    """The rule with one field otherwise."""
    return evolve(rule, **{name: value})


def _beside(grades: Sequence[str], grade: str) -> list[str]:
    """The grades next to one, the worse first."""
    place = grades.index(grade)
    return [grades[other] for other in (place + 1, place - 1) if 0 <= other < len(grades)]


def _of_bands(rule: Bands) -> Iterator[Change]:
    whole = all(band.low is None or band.low.denominator == 1 for band in rule.bands)
    for reading in others(rule.reading, _READINGS):
        if whole and {reading, rule.reading} == _ONE_READING:
            continue
        yield "reading", "reading", rule.reading, reading, evolve(rule, reading=reading)
    for place, (one, two) in enumerate(zip(rule.bands, rule.bands[1:], strict=False)):
        swapped = (evolve(one, grade=two.grade), evolve(two, grade=one.grade))
        bands = (*rule.bands[:place], *swapped, *rule.bands[place + 2 :])
        yield f"bands[{place}].grade", "grade", one.grade, two.grade, evolve(rule, bands=bands)


def _of_quota(rule: Quota, rules: KindRules) -> Iterator[Change]:
    if isinstance(rule.rounding, str) and rule.rounding in _ROUNDINGS:
        for how in others(rule.rounding, _ROUNDINGS):
            yield "rounding", "rounding", rule.rounding, how, evolve(rule, rounding=how)
    for name in ("base", "eligible", "only"):
        if getattr(rule, name) is not None:
            yield name, name, "declared", "everybody", _but(rule, name, None)
    for one, two in (("only", "eligible"), ("base", "eligible"), ("only", "base")):
        if getattr(rule, one) != getattr(rule, two):
            swapped = {one: getattr(rule, two), two: getattr(rule, one)}
            yield f"{one}+{two}", one, "declared", "swapped", evolve(rule, **swapped)
    for place in range(len(rule.pool)):
        less = rule.pool[:place] + rule.pool[place + 1 :]
        yield f"pool[{place}]", "pool", "declared", "left out", evolve(rule, pool=less)
    yield from _of_ranks(rule)
    read = {given.key for part in rule.rank for given in inputs_of(part.by)}
    other = next((one for one in rules.inputs if isinstance(one, Score | Count | Days) and _apart(one, read)), None)
    if rule.rank and other is not None:
        ranks = (*rule.rank, Rank(other))
        yield f"rank[{len(rule.rank)}]", "rank", "none", other.key, evolve(rule, rank=ranks)


def _apart(given: Input, read: set[str]) -> bool:
    """Whether an input stands by itself, and is not read already."""
    return given.on is None and given.key not in read


def _of_ranks(rule: Quota) -> Iterator[Change]:
    for place, rank in enumerate(rule.rank):
        turned = evolve(rank, bigger_is_better=not rank.bigger_is_better)
        better = ("bigger is better", "smaller is better")[:: 1 if rank.bigger_is_better else -1]
        ranks = (*rule.rank[:place], turned, *rule.rank[place + 1 :])
        yield f"rank[{place}]", "rank", better[0], better[1], evolve(rule, rank=ranks)
        if len(rule.rank) > 1:
            less = rule.rank[:place] + rule.rank[place + 1 :]
            yield f"rank[{place}]", "rank", "declared", "left out", evolve(rule, rank=less)
        if place:
            ranks = (*rule.rank[: place - 1], rank, rule.rank[place - 1], *rule.rank[place + 1 :])
            yield f"rank[{place - 1}]+rank[{place}]", "rank", "declared", "swapped", evolve(rule, rank=ranks)
