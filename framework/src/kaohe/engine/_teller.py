"""What every step is told with: the walker at its position, the grade there, exact values and statuses."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from attrs import define, field

from ..rules import Entry, Expr, Item, ItemPart, Periods, Rule, decimals, effect, open_axis, show, show_near
from ..words import Text
from ._because import figure
from ._evaluation import Evaluation, Judged
from ._grade import Graded, GradeRules, grade_of, grade_rules
from ._per_node import per_node
from ._readings import Known, readings
from ._step import Step
from ._values import Causes, Num, Truth, Worth
from ._walker import Walker

__all__ = ["DECIDE", "NOTHING", "Teller", "may_be", "numbers_of", "open_status", "shown", "status_of"]

_axis = per_node(open_axis)

NOTHING = Text("no effect", "不生效")
DECIDE = Text("a person must decide", "须由人裁定")


def open_status(causes: Causes) -> str:
    """What an unsettled step waits for: needs before pending before possible."""
    kinds = {cause.kind for cause in causes}
    return next((kind for kind in ("needs", "pending") if kind in kinds), "possible")


def status_of(found: Truth) -> str:
    """The status of a condition."""
    if found.must(True):
        return "applied"
    return "not-applied" if found.must(False) else open_status(found.causes)


@define
class Teller:
    """One appraisee, the walker, and the rule whose steps are being told."""

    evaluation: Evaluation
    judged: Judged
    walker: Walker
    entry: Entry | None = None
    _known: Known = field(factory=dict, init=False)
    _rules: dict[str, GradeRules] = field(factory=dict, init=False)
    _graded: dict[tuple[str, int], Graded] = field(factory=dict, init=False)

    def step(self, rule: Rule | Item | ItemPart, status: str, **told: Any) -> Step:
        """A step of `rule`; its assumptions count where it applied, unless `told` says otherwise."""
        told.setdefault("assumptions", rule.assumption if status == "applied" else ())
        if "effect" not in told:
            told["effect"] = effect(rule) if status == "applied" else NOTHING
        expression = told.get("expression")
        if expression is not None and "inputs" not in told:
            told["inputs"] = readings(self.walker, expression, self._known)
        return Step(
            rule=rule.id,
            clause=rule.clause,
            kind="part" if isinstance(rule, ItemPart) else type(rule).__name__.lower(),
            text=rule.text,
            status=status,
            origin=self.entry.origin if self.entry is not None else "",
            basis=self.entry.basis if self.entry is not None else "",
            **told,
        )

    def along(self, expression: Expr) -> Iterator[str]:
        """The names of the periods that `expression` is open on, the walker standing at each; "" once if closed."""
        axis = _axis(expression)
        if not isinstance(axis, Periods):
            yield ""
            return
        before = self.walker.at
        try:
            for index, period in enumerate(self.evaluation.periods(axis.key)):
                self.walker.at = index
                yield period.name
        finally:
            self.walker.at = before

    def graded(self, expression: Expr) -> Graded:
        """The grade here: the year's, or that of the period at which the walker stands."""
        axis = _axis(expression)
        if axis is None:
            return self.judged.graded
        key = (axis.axis_key, self.walker.at or 0)
        if key not in self._graded:
            if axis.axis_key not in self._rules:
                self._rules[axis.axis_key] = grade_rules(self.judged.plan.rules, axis.axis_key)
            self._graded[key] = grade_of(self.walker, self._rules[axis.axis_key])
        return self._graded[key]

    @property
    def grades(self) -> tuple[str, ...]:
        """The grades of the kind, best first."""
        return self.judged.plan.rules.kind.grades

    def names(self, places: frozenset[int]) -> str:
        """Grades by their places, as text."""
        return "/".join(self.grades[place] for place in sorted(places)) or "-"


def numbers_of(worth: Worth, places: int = 2) -> dict[str, Any]:
    """The exact value, and its rounding for the eye where that differs."""
    if not isinstance(worth, Num) or worth.value is None:
        return {"value": None}
    return {"value": show(worth.value), "display": _display(worth.value, places)}


def _display(value: Fraction, places: int) -> str | None:
    needed = decimals(value)
    return show_near(value, places=places) if needed is None or needed > places else None


def shown(worth: Worth) -> Text:
    """The effect of a value that is settled."""
    return Text("is {value}", "为 {value}").format(value=figure(worth))


def may_be(worth: Worth) -> Text:
    """The effect of a value that is not."""
    return Text("may be {value}", "可能为 {value}").format(value=figure(worth))
