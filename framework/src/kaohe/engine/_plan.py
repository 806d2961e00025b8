"""What is worked out once for a kind before anybody is evaluated."""

from __future__ import annotations

from attrs import frozen

from ..rules import Item, Total
from ..rules.nodes import NumberExpr
from ..rules.tools import KindRules, Rule
from ._grade import GradeRules, grade_rules
from ._score import lines_of, score_expression

__all__ = ["Plan"]


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
