"""What is worked out once for a kind before anybody is evaluated."""

from __future__ import annotations

from functools import cached_property

from attrs import frozen

from ..rules import Bands, Bonus, Ceiling, Consequence, Flag, Item, Periods, PointTable, Proposed, Quota, Refer, Total
from ..rules.nodes import NumberExpr, open_axis
from ..rules.tools import KindRules, Rule
from ._grade import GradeRules, grade_rules
from ._score import lines_of, score_expression

__all__ = ["Plan"]


_MAKES_GRADE = (Bands, Proposed)
_EFFECTIVE = (Bonus, Ceiling, Consequence, Flag, PointTable, Quota, Refer, Total, *_MAKES_GRADE)


@frozen
class Plan:
    """What is worked out once for a kind: its score as one expression, its grade rules, its line items."""

    rules: KindRules
    score: NumberExpr | None
    lines: tuple[tuple[Rule | Item, NumberExpr], ...]
    grade: GradeRules
    score_required: bool

    @classmethod
    def of(cls, rules: KindRules) -> Plan:
        """The plan for one kind."""
        total = next(iter(rules.rules(Total)), None)
        required = not isinstance(total, Total) or total.required
        return cls(rules, score_expression(rules), tuple(lines_of(rules)), grade_rules(rules), required)

    @cached_property
    def effective(self) -> tuple[Rule, ...]:
        """The rules that may take effect, in declared order: what only says who does what is not among them."""
        used = (self.grade.bands, self.grade.proposed)
        rules = (entry.rule for entry in self.rules.entries)
        return tuple(
            rule
            for rule in rules
            if isinstance(rule, _EFFECTIVE) and (not isinstance(rule, _MAKES_GRADE) or any(rule is one for one in used))
        )

    @cached_property
    def by_period(self) -> tuple[tuple[Periods, GradeRules], ...]:
        """The axes whose periods have a grade of their own, each with the rules that make it."""
        axes = [open_axis(rule.of) for rule in self.rules.rules(Bands) if isinstance(rule, Bands)]
        return tuple((axis, grade_rules(self.rules, axis.axis_key)) for axis in axes if isinstance(axis, Periods))
