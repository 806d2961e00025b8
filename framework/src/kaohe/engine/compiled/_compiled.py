"""The compiled form: one generated function a kind that grades a complete record in plain integers.

It serves the many records where everything is entered and nothing is pending; whatever is odd (a missing
value, an open re-check, an absence with a reason, 0 of 0 votes) it leaves to the walker, which is the
reference. A standing differential test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from attrs import define, field, frozen

from ...rules import (
    Bands,
    Bonus,
    Ceiling,
    Choice,
    Consequence,
    Eligibility,
    Flag,
    Floor,
    GradeIs,
    Item,
    PointTable,
    Proposed,
    Quota,
    Refer,
    Total,
)
from ...rules.nodes import BoolExpr, Input, NotCompilable, Number, Slot, Source, aligned
from ...rules.tools import Rule, descend
from .._columns import Columns, Verdict
from .._outcome import Notice, Outcome, by_urgency, state_of
from .._plan import Plan
from ..walk import Causes
from ._quotas import QuotaWriter

__all__ = ["Compiled", "compile_kind"]


@frozen
class _Effect:
    rule: Rule | Item
    bit: int


@define
class Compiled:
    """One kind, compiled: `slots` say what a packed record holds, `evaluate` grades one (None: walk it)."""

    plan: Plan
    slots: tuple[Slot, ...]
    evaluate: Callable[[tuple[Any, ...]], Verdict | None]
    effects: tuple[_Effect, ...]
    gap_bit: int
    columns: Columns | None = None
    _seen: dict[object, dict[str, Any]] = field(factory=dict, init=False)

    def outcome(self, name: str, label: str, verdict: Verdict) -> Outcome:
        """The outcome that a verdict stands for, of a kind without quotas."""
        place, bits = verdict[0], verdict[3]
        shared = self._seen.get((place, bits))
        if shared is None:
            shared = self._seen[place, bits] = self._shared(frozenset({place} if place >= 0 else ()), bits, ())
        return Outcome(id=name, name=label, score=self._score(verdict), **shared)

    def placed(
        self,
        name: str,
        label: str,
        verdict: Verdict,
        *,
        places: frozenset[int],
        causes: Causes,
        quotas: Sequence[str],
        provisional: str | None,
    ) -> Outcome:
        """The outcome under quotas: the grades still possible, why more than one is, and the quotas in effect.

        `provisional` is the provisional grade while more than one is possible. No cause may ask for a decision:
        the reasons for one are found by walking.
        """
        key = (places, verdict[3], tuple(quotas))
        shared = self._seen.get(key)
        if shared is None:
            shared = self._seen[key] = self._shared(*key)
        score = self._score(verdict)
        if len(places) == 1 and not causes:
            return Outcome(id=name, name=label, score=score, **shared)
        return Outcome(id=name, name=label, score=score, **(shared | _open(causes, provisional)))

    def _score(self, verdict: Verdict) -> Fraction | None:
        return Fraction(verdict[1], verdict[2]) if self.plan.score is not None else None

    def _shared(self, places: frozenset[int], bits: int, quotas: Sequence[str]) -> dict[str, Any]:
        """What all verdicts with the same possible grades and the same effects have in common."""
        kind = self.plan.rules.kind
        grades = {kind.grades[place] for place in places}
        grade = next(iter(grades)) if len(grades) == 1 else None
        gap = bool(bits & self.gap_bit)
        fired = [effect.rule for effect in self.effects if _fires(effect, bits, grades, quotas)]
        flags = [rule.flag for rule in fired if isinstance(rule, Flag)]
        if gap and self.plan.grade.bands is not None:
            flags.append(self.plan.grade.bands.gap_flag)
        readings = (name for rule in fired if gap or not isinstance(rule, Bands) for name in rule.assumption)
        return {
            "kind": kind.key,
            "state": "decided",
            "grade": grade,
            "provisional_grade": grade,
            "rules": tuple(rule.id for rule in fired),
            "assumptions": tuple(dict.fromkeys(readings)),
            "flag_texts": tuple(flags),
            "notices": tuple(Notice(r.id, r.clause, r.text) for r in fired if isinstance(r, Consequence)),
        }


def _open(causes: Causes, provisional: str | None) -> dict[str, Any]:
    """What an outcome says whose grade is open."""
    return {
        "state": state_of(causes),
        "grade": None,
        "provisional_grade": provisional,
        "needs": tuple(sorted(cause.name for cause in causes if cause.kind == "needs")),
        "pending": tuple(sorted(cause.name for cause in causes if cause.kind == "pending")),
        "causes": by_urgency(causes),
    }


def _fires(effect: _Effect, bits: int, grades: set[str], quotas: Sequence[str]) -> bool:
    if isinstance(effect.rule, Consequence) and isinstance(effect.rule.when, GradeIs):
        return bool(grades) and grades <= {*effect.rule.when.grades}
    if isinstance(effect.rule, Quota):
        return effect.rule.id in quotas
    return bool(bits & effect.bit)


def compile_kind(plan: Plan) -> Compiled | None:
    """The compiled form of one kind, or None where its rules need the walker."""
    try:
        return _Compiler(plan).compiled()
    except NotCompilable:
        return None


class _Compiler:
    """Writes the function: the score, the band, the ceilings, and one bit for each rule that takes effect."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.source = Source()
        self.effects: list[_Effect] = []
        self.checks: list[str] = []
        self.limits: dict[str, str] = {}
        self.bits: list[tuple[str, str]] = []

    def compiled(self) -> Compiled:
        plan = self.plan
        if plan.rules.rules(Floor) or (plan.grade.bands is not None and plan.grade.bands.follows):
            raise NotCompilable("floors and bands that bind are walked")
        score = self._score()
        self.source.score = score
        self._check(Eligibility, "not ")
        self._check(Refer, "")
        place, gap = self._place()
        place = self._ceilings(place)
        self._bits()
        top, bottom = self._ratio(score)
        writer = QuotaWriter(self.source)
        quotas = writer.columns(plan.rules)
        row = f", {writer.row()}" if quotas is not None else ""
        body = [*self.source.lines, *self.checks, f"return {place}, {top}, {bottom}, {self._mask(gap)}{row}"]
        columns = ", ".join(self.source.slots.values())
        unpack = f"({columns},) = row" if columns else "pass"
        code = "def evaluate(row):\n    " + "\n    ".join([unpack, *body]) + "\n"
        scope: dict[str, Any] = {}
        exec(compile(code, f"<kaohe {plan.rules.kind.key}>", "exec"), scope)  # noqa: S102  # our own source, no user text
        slots = tuple(self.source.slots)
        return Compiled(plan, slots, scope["evaluate"], tuple(self.effects), self.gap_bit, quotas)

    gap_bit = 1

    def _score(self) -> Number | None:
        return self.source.number(self.plan.score) if self.plan.score is not None else None

    @staticmethod
    def _ratio(score: Number | None) -> tuple[str, str]:
        if score is None:
            return "0", "1"
        bottom = f"{score.static} * {score.bottom}" if score.bottom else str(score.static)
        return score.top, bottom

    def _check(self, kind: type[Eligibility] | type[Refer], negate: str) -> None:
        """What is out of the ordinary goes to the walker."""
        for rule in self.plan.rules.rules(kind):
            assert isinstance(rule, Eligibility | Refer)  # noqa: S101  # narrowed for mypy
            self.checks.append(f"if {negate}{self.source.truth(rule.when)}: return None")

    def _place(self) -> tuple[str, str]:
        grade, kind = self.plan.grade, self.plan.rules.kind
        if not kind.grades:
            return "-1", ""
        if grade.proposed is not None:
            choice = grade.proposed.by
            if not isinstance(choice, Choice) or choice.optional:
                raise NotCompilable("a proposal of others, or one that may be missing")
            table = {name: index for index, name in enumerate(kind.grades)}
            return self.source.let(f"{table!r}[{self.source.slot(choice.key)}]"), ""
        if grade.bands is None:
            raise NotCompilable("no grade rule")
        return self._banded(grade.bands)

    def _banded(self, bands: Bands) -> tuple[str, str]:
        if bands.reading not in ("half-open", "refer"):
            raise NotCompilable("bands on rounded scores")
        value = self.source.number(bands.of)
        grades = self.plan.rules.kind.grades
        code = str(grades.index(bands.bands[-1].grade))
        gaps: list[str] = []
        for above, band in pairwise(bands.bands):
            edge, over = (band.high, ">") if band.high is not None else (band.below, ">=")
            if above.low is not None and edge is not None and edge < above.low:
                low, high = self._against(value, edge), self._against(value, above.low)
                gaps.append(f"({low[0]} {over} {low[1]} and {high[0]} < {high[1]})")
        for band in reversed(bands.bands):
            if band.low is not None:
                a, b = self._against(value, band.low)
                code = f"({grades.index(band.grade)} if {a} >= {b} else {code})"
        gap = self.source.let(" or ".join(gaps)) if gaps else ""
        if gap and bands.reading == "refer":
            self.checks.append(f"if {gap}: return None")
        return self.source.let(code), gap

    @staticmethod
    def _against(value: Number, limit: Fraction) -> tuple[str, str]:
        return aligned(value, Number(str(limit.numerator), limit.denominator))

    def _ceilings(self, place: str) -> str:
        """The worst of the proposal and every ceiling in force; one that asks for a re-check goes to the walker."""
        by_grade: dict[int, list[str]] = {}
        for rule in self.plan.grade.limits:
            condition = self.source.let(self.source.truth(rule.when))
            if rule.confirm:
                self.checks.append(f"if {condition}: return None")
                continue
            self.limits[rule.id] = condition
            by_grade.setdefault(self.plan.rules.kind.grades.index(rule.grade), []).append(condition)
        for bound, conditions in sorted(by_grade.items()):
            place = f"({bound} if {place} < {bound} and ({' or '.join(conditions)}) else {place})"
            place = self.source.let(place)
        return place

    def _bits(self) -> None:
        lines = {source.id: expression for source, expression in self.plan.lines}
        for entry in self.plan.rules.entries:
            rule = entry.rule
            if isinstance(rule, PointTable):
                self._effect(rule, "True")
                for item in rule.items:
                    self._moved(item, lines[item.id])
            elif isinstance(rule, Total):
                self._effect(rule, "True")
            elif isinstance(rule, Bands | Proposed):
                if rule in (self.plan.grade.bands, self.plan.grade.proposed):
                    self._effect(rule, self._rests())
            elif isinstance(rule, Bonus):
                top = self.source.number(lines[rule.id]).top
                self._effect(rule, f"({top}) != 0")
            elif isinstance(rule, Ceiling) and rule.id in self.limits:
                self._effect(rule, self.limits[rule.id])
            elif isinstance(rule, Quota):
                self.effects.append(_Effect(rule, 0))
            elif isinstance(rule, Flag):
                self._effect(rule, self._shown(rule.when))
            elif isinstance(rule, Consequence):
                self._effect(rule, "False" if isinstance(rule.when, GradeIs) else self._shown(rule.when))

    def _rests(self) -> str:
        """Whether the grade rests on its proposal: no ceiling of the worst grade is in force."""
        *better, worst = self.plan.rules.kind.grades
        if not better:
            return "False"
        bound = [
            self.limits[rule.id] for rule in self.plan.grade.limits if rule.id in self.limits and rule.grade == worst
        ]
        return f"not ({' or '.join(bound) or 'False'})"

    def _moved(self, item: Item, line: Any) -> None:
        untouched = Fraction(0) if item.earns is not None else item.points
        a, b = self._against(self.source.number(line), untouched)
        self._effect(item, f"({a}) != ({b})")

    def _shown(self, when: BoolExpr) -> str:
        """When a flag or notice shows: never while an optional input that it reads is missing."""
        read = (node for node in descend(when) if isinstance(node, Input) and node.optional)
        optional = list(dict.fromkeys(read))
        if not optional:
            return self.source.truth(when)
        if not all(node.narrow for node in descend(when)):
            raise NotCompilable("an optional input inside a wider condition")
        with self.source.guarded():
            condition = self.source.truth(when)
        there = [f"{self.source.slot(given.key)} is not None" for given in optional]
        return f"({' and '.join([*there, condition])})"

    def _effect(self, rule: Rule | Item, condition: str) -> None:
        bit = 2 << len(self.bits)
        self.effects.append(_Effect(rule, bit))
        self.bits.append((condition, str(bit)))

    def _mask(self, gap: str) -> str:
        always = sum(int(bit) for condition, bit in self.bits if condition == "True")
        terms = [f"({bit} if {condition} else 0)" for condition, bit in self.bits if condition != "True"]
        terms += [f"(1 if {gap} else 0)"] if gap else []
        return " + ".join([str(always), *terms])
