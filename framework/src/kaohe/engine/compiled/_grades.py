"""The part of the compiled function that grades: the proposal, and the limits within which it stays."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise

from attrs import define, field

from ...rules import Bands, Ceiling, Floor
from ...rules.nodes import Holds, NotCompilable, Number, Rechecked, Round, Source, aligned
from .._plan import Plan

__all__ = ["GradeWriter", "against", "leave_unless"]


@define
class GradeWriter:
    """Writes it. `limits` are the names of where each limit is in force, `rests` where the grade rests on the proposal."""

    plan: Plan
    source: Source
    limits: dict[str, str] = field(factory=dict, init=False)
    rests: str = field(default="", init=False)

    @property
    def grades(self) -> tuple[str, ...]:
        """The grades of the kind, the best first."""
        return self.plan.rules.kind.grades

    def proposed(self) -> tuple[str, str]:
        """The source of the place of the proposal, and where the score lies in a gap between bands, "" for nowhere."""
        grade = self.plan.grade
        if not self.grades:
            return "-1", ""
        if grade.bands is not None:
            return self._banded(grade.bands)
        if grade.proposed is None:
            raise NotCompilable("no grade rule")
        found = self.source.value(grade.proposed.by)
        leave_unless(self.source, found.there)
        table = self.source.constant({name: index for index, name in enumerate(self.grades)})
        place = self.source.let(f"{table}.get({found.code})")
        leave_unless(self.source, f"({place} is not None)")
        return place, ""

    def _banded(self, bands: Bands) -> tuple[str, str]:
        value = self.source.number(bands.of)
        leave_unless(self.source, value.there)
        gaps = [
            f"({low} {over} {edge} and {high} < {start})"
            for above, band in pairwise(bands.bands)
            for bound, over in [(band.high, ">") if band.high is not None else (band.below, ">=")]
            if above.low is not None and bound is not None and bound < above.low
            for (low, edge), (high, start) in [(against(value, bound), against(value, above.low))]
        ]
        gap = self.source.let(" or ".join(gaps)) if gaps else ""
        code = self._band(bands, value)
        if gap and bands.reading == "refer":
            self.source.leave(gap)
        elif gap and bands.reading != "half-open":
            whole = self.source.number(Round(bands.of, 0, "half-up" if bands.reading == "half-up" else "down"))
            code = f"({self._band(bands, whole)} if {gap} else {code})"
        return self.source.let(code), gap

    def _band(self, bands: Bands, value: Number) -> str:
        """The place of the band that a value lies in."""
        code = str(self.grades.index(bands.bands[-1].grade))
        for band in reversed(bands.bands):
            if band.low is not None:
                a, b = against(value, band.low)
                code = f"({self.grades.index(band.grade)} if {a} >= {b} else {code})"
        return code

    def limited(self, place: str) -> str:
        """The proposal within every ceiling and floor in force; one that asks for a re-check goes to the walker."""
        ceilings: dict[int, list[str]] = {}
        floors: dict[int, list[str]] = {}
        for rule in self.plan.grade.limits:
            found = self.source.truth(rule.when)
            if rule.confirm:
                found = self._confirmed(rule, found)
            leave_unless(self.source, found.there)
            self.limits[rule.id] = self.source.let(found.yes)
            bounds = floors if isinstance(rule, Floor) else ceilings
            bounds.setdefault(self.grades.index(rule.grade), []).append(self.limits[rule.id])
        worst = [name for bound, names in ceilings.items() if bound == len(self.grades) - 1 for name in names]
        self.rests = f"not ({' or '.join(worst) or 'False'})" if len(self.grades) > 1 else "False"
        limited = self._within(place, ceilings, floors)
        if self.plan.grade.bands is not None and self.plan.grade.bands.follows:
            leave_unless(self.source, f"({limited} == {place})")
        return limited

    def _confirmed(self, rule: Ceiling, found: Holds) -> Holds:
        """A limit that counts once its re-check is confirmed; while that is open it is a cause of its own."""
        state = self.source.slot(Rechecked(rule.id))
        return Holds(f"({state} == 'confirmed' and {found.yes})", f"({found.fails} or {state} == 'rejected')")

    def _within(self, place: str, ceilings: Mapping[int, list[str]], floors: Mapping[int, list[str]]) -> str:
        for bound, conditions in sorted(ceilings.items()):
            code = f"({bound} if {place} < {bound} and ({' or '.join(conditions)}) else {place})"
            place = self.source.let(code)
        if not floors:
            return place
        ceiling = "0"
        for bound, conditions in sorted(ceilings.items()):
            ceiling = f"({bound} if {' or '.join(conditions)} else {ceiling})"
        floor = str(len(self.grades))
        for bound, conditions in sorted(floors.items(), reverse=True):
            floor = f"({bound} if {' or '.join(conditions)} else {floor})"
        low, high = self.source.let(floor), self.source.let(f"{ceiling} + 0")
        leave_unless(self.source, f"({low} >= {high})")
        self.rests = f"min({low}, {len(self.grades) - 1}) > {high}"
        return self.source.let(f"min({place}, {low})")


def leave_unless(source: Source, condition: str) -> None:
    """Leave the record to the walker where `condition` does not hold, "" for what always does."""
    if condition:
        source.leave(f"not {condition}")


def against(value: Number, limit: Fraction) -> tuple[str, str]:
    """A value and a declared number over one common denominator."""
    return aligned(value, Number(str(limit.numerator), limit.denominator))
