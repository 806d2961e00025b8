"""The grade: a proposed one, clamped by confirmed ceilings and floors, over everything still possible."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from attrs import define, frozen

from ..rules import Band, Bands, Ceiling, Floor, Kind, Proposed, Refer
from ..rules.nodes import Expr, open_axis
from ..rules.tools import KindRules, half_up
from .walk import NO_CAUSES, Cause, Causes, Code, Gone, Num, Standpoint

__all__ = ["GradeRules", "Graded", "Limit", "band_of", "grade_of", "grade_rules", "in_gap"]


@frozen
class GradeRules:
    """The rules that make one grade: the annual one, or that of the periods of one axis."""

    kind: Kind
    bands: Bands | None
    proposed: Proposed | None
    limits: tuple[Ceiling, ...]
    refers: tuple[Refer, ...]


def grade_rules(rules: KindRules, axis: str = "") -> GradeRules:
    """The grade rules of a kind that lie on `axis` (""- the closed ones: the year)."""

    def here(expression: Expr) -> bool:
        found = open_axis(expression)
        return (found.axis_key if found is not None else "") == axis

    bands = [rule for rule in rules.rules(Bands) if isinstance(rule, Bands) and here(rule.of)]
    proposed = [rule for rule in rules.rules(Proposed) if isinstance(rule, Proposed) and here(rule.by)]
    limits = [rule for rule in rules.rules(Ceiling) if isinstance(rule, Ceiling) and here(rule.when)]
    refers = [rule for rule in rules.rules(Refer) if isinstance(rule, Refer) and here(rule.when)]
    return GradeRules(
        rules.kind, bands[0] if bands else None, proposed[0] if proposed else None, tuple(limits), tuple(refers)
    )


@define
class Limit:
    """What one ceiling or floor does: it is applied, possible, not applied, or rejected by its re-check."""

    rule: Ceiling
    status: str
    causes: Causes = NO_CAUSES


@define
class Graded:
    """Everything known of a grade: the possible ones (0 is the best), why it is not settled, and how it came."""

    proposed: frozenset[int]
    possible: frozenset[int]
    causes: Causes
    limits: list[Limit]
    refers: list[tuple[Refer, str]]
    gap: bool
    rests_on_proposal: bool


def grade_of(walker: Standpoint, rules: GradeRules) -> Graded:
    """The grade where the walker stands."""
    bands = rules.bands
    if bands is not None:
        proposed, causes, gap = _banded(rules.kind.grades, bands, walker.number(bands.of))
    else:
        proposed, causes, gap = *_entered(walker, rules), False
    refers = [(rule, _refer_status(walker, rule)) for rule in rules.refers]
    everything = frozenset(range(len(rules.kind.grades)))
    for rule, status in refers:
        if status != "not-applied":
            found = walker.truth(rule.when)
            decide = NO_CAUSES if found.may(False) and not found.may(None) else {Cause("decision", rule.id)}
            proposed, causes = everything, causes | found.causes | decide
    limits = [_limit(walker, rule) for rule in rules.limits]
    bounds = [_bound(rules.kind, limit) for limit in limits]
    in_force = frozenset(bounds)
    possible, conflict = _resolve(len(everything), proposed, in_force)
    rests = len(_resolve(len(everything), everything, in_force)[0]) > 1
    if rules.kind.grades:
        causes = _relevant(len(everything), proposed, causes, limits, bounds) if len(possible) > 1 else NO_CAUSES
    if conflict:
        causes |= {Cause("decision", "floor-above-ceiling")}
    if bands is not None and bands.follows and len(proposed) == 1 and len(possible) == 1 and proposed != possible:
        causes = frozenset({Cause("decision", bands.id)})
    return Graded(proposed, possible, causes, limits, refers, gap, rests)


def _entered(walker: Standpoint, rules: GradeRules) -> tuple[frozenset[int], Causes]:
    """The grade that people propose."""
    everything = frozenset(range(len(rules.kind.grades)))
    if rules.proposed is None:
        return everything, frozenset({Cause("decision", "no-grade-rule")}) if everything else NO_CAUSES
    found = walker.worth(rules.proposed.by)
    if isinstance(found, Gone):
        return everything, frozenset({Cause("decision", rules.proposed.id)})
    assert isinstance(found, Code)  # noqa: S101  # a choice is worth nothing else
    if found.value is None:
        return everything, found.causes
    return frozenset({rules.kind.grades.index(found.value)}), NO_CAUSES


def _banded(grades: Sequence[str], rule: Bands, of: Num | Gone) -> tuple[frozenset[int], Causes, bool]:
    """The grades that the bands propose, and whether an exact value lies in a gap between them."""
    if isinstance(of, Gone):
        return frozenset(range(len(grades))), frozenset({Cause("decision", rule.id)}), False
    if of.value is None:
        best = 0 if of.high is None else band_of(rule, grades, of.high)
        worst = len(grades) - 1 if of.low is None else band_of(rule, grades, of.low)
        return frozenset(range(best, worst + 1)), of.causes, False
    place, gap = band_of(rule, grades, of.value), in_gap(rule, of.value)
    if gap and rule.reading == "refer":
        return frozenset({place, place - 1}), frozenset({Cause("decision", rule.id)}), gap
    return frozenset({place}), NO_CAUSES, gap


def band_of(rule: Bands, grades: Sequence[str], value: Fraction) -> int:
    """The place in `grades` of the band that holds `value`; the reading moves only what lies in a gap as printed."""
    if in_gap(rule, value):
        if rule.reading == "half-up":
            value = half_up(value)
        elif rule.reading == "truncate":
            value = Fraction(value.__floor__())
    for band in rule.bands:
        if band.low is None or value >= band.low:
            return grades.index(band.grade)
    return grades.index(rule.bands[-1].grade)


def in_gap(rule: Bands, value: Fraction) -> bool:
    """Whether the exact value lies between two bands as printed (89.5 between 80-89 and 90)."""
    above: Fraction | None = None
    for band in rule.bands:
        if above is not None and value < above and _past(band, value):
            return True
        above = band.low
    return False


def _past(band: Band, value: Fraction) -> bool:
    """Whether `value` lies above the band as printed: over its `high`, or at its `below` and over."""
    if band.high is not None:
        return value > band.high
    return band.below is not None and value >= band.below


def _refer_status(walker: Standpoint, rule: Refer) -> str:
    found = walker.truth(rule.when)
    if found.must(False):
        return "not-applied"
    return "applied" if found.must(True) else "possible"


def _limit(walker: Standpoint, rule: Ceiling) -> Limit:
    """What one limit does; where its condition is absent there is nothing to re-check yet."""
    found = walker.truth(rule.when)
    recheck = walker.appraisee.rechecks.get(rule.id)
    status = "confirmed" if not rule.confirm else recheck.status if recheck is not None else "pending"
    if found.must(False) or (status == "pending" and walker.provisional):
        return Limit(rule, "not-applied")
    if status == "rejected":
        return Limit(rule, "rejected")
    if status == "confirmed" and found.must(True):
        return Limit(rule, "applied")
    causes = found.causes | ({Cause("decision", rule.id)} if found.may(None) else NO_CAUSES)
    if status == "pending" and found.may(True):
        causes |= {Cause("pending", rule.id)}
    return Limit(rule, "possible", causes)


_Bound = tuple[bool, int, bool]  # whether it is a floor, the place of its grade, whether it holds for certain


def _bound(kind: Kind, limit: Limit) -> _Bound | None:
    """What one limit does to the grade, None where it is not in force."""
    if not kind.grades or limit.status not in ("applied", "possible"):
        return None
    return isinstance(limit.rule, Floor), kind.grades.index(limit.rule.grade), limit.status == "applied"


@lru_cache(maxsize=4096)
def _resolve(count: int, proposed: frozenset[int], bounds: frozenset[_Bound | None]) -> tuple[frozenset[int], bool]:
    """The grades still possible of so many, and whether a floor may stand above a ceiling. Few records differ in this."""
    if not count:
        return frozenset(), False
    ceilings, floors = {0}, {count}
    for bound in bounds - {None}:
        assert bound is not None  # noqa: S101  # narrowed for mypy
        floor, place, sure = bound
        edges = {(min if floor else max)(edge, place) for edge in (floors if floor else ceilings)}
        if floor:
            floors = edges if sure else floors | edges
        else:
            ceilings = edges if sure else ceilings | edges
    possible = {
        place
        for ceiling in ceilings
        for floor in floors
        for place in (*range(floor, ceiling + 1), *(min(max(place, ceiling), floor) for place in proposed))
    }
    return frozenset(possible), min(floors) < max(ceilings)


def _relevant(
    count: int, proposed: frozenset[int], causes: Causes, limits: Sequence[Limit], bounds: Sequence[_Bound | None]
) -> Causes:
    """The causes whose settling could still change the grade."""
    found = set(causes) if len(proposed) > 1 else set()
    for place, (limit, bound) in enumerate(zip(limits, bounds, strict=True)):
        if limit.status == "possible" and bound is not None:
            floor, grade, _ = bound
            others = frozenset((*bounds[:place], *bounds[place + 1 :]))
            without = _resolve(count, proposed, others)
            if without != _resolve(count, proposed, others | {(floor, grade, True)}):
                found |= limit.causes
    return frozenset(found)
