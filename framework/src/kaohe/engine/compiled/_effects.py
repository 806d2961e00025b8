"""The part of the compiled function that says which rules took effect: one bit each."""

from __future__ import annotations

from fractions import Fraction

from attrs import define, field

from ...rules import (
    Bands,
    Bonus,
    Ceiling,
    Consequence,
    Flag,
    GradeIs,
    Item,
    PointTable,
    Proposed,
    Quota,
    Refer,
    Total,
)
from ...rules.nodes import NumberExpr, Source
from ...rules.tools import Rule, descend
from .._plan import Plan
from ._compiled import Effect
from ._grades import GradeWriter, against

__all__ = ["GAP", "EffectWriter"]

GAP = 1
"""The bit of a score in a gap between bands."""


@define
class EffectWriter:
    """Writes it, after the grade. `effects` are the rules with their bits."""

    plan: Plan
    source: Source
    grade: GradeWriter
    effects: list[Effect] = field(factory=list, init=False)
    bits: list[tuple[str, str]] = field(factory=list, init=False)

    def write(self) -> None:
        """Collect the bit of each rule."""
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
                    self._effect(rule, self.grade.rests)
            elif isinstance(rule, Bonus):
                self._effect(rule, f"({self.source.number(lines[rule.id]).top}) != 0")
            elif isinstance(rule, Ceiling | Refer) and rule.id in self.grade.limits:
                self._effect(rule, self.grade.limits[rule.id])
            elif isinstance(rule, Quota):
                self.effects.append(Effect(rule, 0))
            elif isinstance(rule, Flag | Consequence):
                self._shown(rule)

    def _moved(self, item: Item, line: NumberExpr) -> None:
        untouched = Fraction(0) if item.earns is not None else item.points
        a, b = against(self.source.number(line), untouched)
        self._effect(item, f"({a}) != ({b})")

    def _shown(self, rule: Flag | Consequence) -> None:
        """A flag or notice shows while it holds for certain; one on the final grade has a bit for each."""
        if not any(isinstance(node, GradeIs) for node in descend(rule.when)):
            self._effect(rule, self.source.truth(rule.when).yes)
            return
        for grade in self.grade.grades:
            self.source.grade = grade
            self._effect(rule, self.source.truth(rule.when).yes, grade)
        self.source.grade = None

    def _effect(self, rule: Rule | Item, condition: str, grade: str | None = None) -> None:
        if condition == "False":
            return
        bit = 2 << len(self.effects)
        self.effects.append(Effect(rule, bit, grade))
        self.bits.append((condition, str(bit)))

    def mask(self, gap: str) -> str:
        """The source of all bits, that of a gap between bands with them."""
        always = sum(int(bit) for condition, bit in self.bits if condition == "True")
        terms = [f"({bit} if {condition} else 0)" for condition, bit in self.bits if condition != "True"]
        terms += [f"({GAP} if {gap} else 0)"] if gap else []
        return " + ".join([str(always), *terms])
