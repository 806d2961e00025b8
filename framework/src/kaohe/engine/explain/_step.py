"""One step of an explanation, and what every step is made with: the values here, what was entered, exact numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from itertools import groupby
from typing import Any

from attrs import define, field, frozen

from ...rules import Item, ItemPart, Periods
from ...rules.nodes import BoolExpr, Expr, join, open_axis, per_node, render, span, working
from ...rules.tools import Entry, Rule, decimals, effect, said_period, show, show_near
from ...words import Text
from .._evaluation import Evaluation
from .._grade import Graded, grade_of, grade_rules
from .._judged import Judged
from ..walk import Causes, Num, Truth, Worth
from ._here import Here
from ._readings import Reading

__all__ = ["NOTHING", "ROLES", "STATUSES", "Step", "Teller", "both", "listed", "open_status", "status_of"]

STATUSES = ("applied", "not-applied", "rejected", "possible", "pending", "needs")
ROLES = ("decided", "waits", "applied", "open", "not-applied", "figure", "period")
NOTHING = Text("no effect", "不生效")
axis_of = per_node(open_axis)


def both(text: Text | None) -> dict[str, str] | None:
    """A text in both languages as plain data."""
    return None if text is None else {"en": text.en, "zh": text.zh}


def listed(parts: Sequence[Text]) -> Text:
    """Several things told one after the other."""
    return join(parts, en="; ", zh="；")


@frozen(kw_only=True)
class Step:
    """What one rule did, for one period where it lies on the periods.

    `status` is one of STATUSES, `role` one of ROLES: whether it decided the outcome, is waited for, applied without
    deciding, is open without bearing on it, did not apply, is a figure, or tells of one period. `value` is the exact
    value, `display` its rounding for the eye (None where it is the same); `because` the figures behind it, `entered`
    what was entered and stands in none of them; `assumptions` the readings of ours through which it took effect.
    """

    rule: str
    clause: str
    kind: str
    text: Text
    status: str
    effect: Text
    role: str = ""
    period: str = ""
    origin: str = ""
    basis: str = ""
    because: Text | None = None
    entered: Text | None = None
    value: str | None = None
    display: str | None = None
    inputs: tuple[Reading, ...] = ()
    assumptions: tuple[str, ...] = ()
    expression: Expr | None = field(default=None, repr=False)

    @property
    def condition(self) -> Text | None:
        """The declared expression as text."""
        return None if self.expression is None else render(self.expression)

    def as_json(self) -> dict[str, Any]:
        """The step as plain data; numbers are exact strings."""
        plain = ("rule", "clause", "kind", "period", "status", "role", "value", "display", "origin", "basis")
        texts = ("text", "effect", "because", "entered", "condition")
        return (
            {name: getattr(self, name) for name in plain}
            | {name: both(getattr(self, name)) for name in texts}
            | {"inputs": [one.as_json() for one in self.inputs], "assumptions": list(self.assumptions)}
        )


def open_status(causes: Causes) -> str:
    """What an unsettled step waits for: needs before pending before possible."""
    kinds = {cause.kind for cause in causes}
    return next((kind for kind in ("needs", "pending") if kind in kinds), "possible")


def status_of(found: Truth) -> str:
    """The status of a condition; one that asks about what does not exist is for a person to settle."""
    if found.must(True):
        return "applied"
    return "not-applied" if found.must(False) else open_status(found.causes)


@define
class Teller:
    """One appraisee, and where the telling stands: the rule, the period, and whether colleagues are kept out."""

    evaluation: Evaluation
    judged: Judged
    private: bool = False
    entry: Entry | None = None
    at: int | None = None
    _graded: dict[tuple[str, int], Graded] = field(factory=dict, init=False)

    @property
    def here(self) -> Here:
        """The values where the telling stands, with nothing told yet."""
        walker = self.evaluation.walker(self.judged.appraisee.id)
        return Here(walker, self.at, private=self.private, limits=self.judged.plan.rules.limits)

    @property
    def grades(self) -> tuple[str, ...]:
        """The grades of the kind, best first."""
        return self.judged.plan.rules.kind.grades

    def names(self, places: frozenset[int]) -> str:
        """Grades by their places, as text."""
        return "/".join(self.grades[place] for place in sorted(places)) or "-"

    def step(self, rule: Rule | Item | ItemPart, status: str, told: Text | None = None, **more: Any) -> Step:
        """A step of `rule` with the effect `told` (by default the rule's own, or none).

        Its `expression` gives why, unless `because` does, and what was entered; its `worth` gives the numbers.
        """
        expression, worth, here = more.get("expression"), more.pop("worth", None), self.here
        if expression is not None and "because" not in more:
            more["because"] = here.missing(expression) or _why(expression, here)
        if expression is not None:
            more["inputs"] = here.readings(expression)
        more.setdefault("entered", _entered(more.get("inputs", ()), here))
        more.setdefault("assumptions", rule.assumption if status == "applied" else ())
        if isinstance(worth, Num) and worth.value is not None:
            more |= {"value": show(worth.value), "display": self._display(worth.value, more.pop("places", 2))}
        more.pop("places", None)
        return Step(
            rule=rule.id,
            clause=rule.clause,
            kind="part" if isinstance(rule, ItemPart) else type(rule).__name__.lower(),
            text=rule.text,
            status=status,
            effect=told or (effect(rule) if status == "applied" else NOTHING),
            origin=self.entry.origin if self.entry is not None else "",
            basis=self.entry.basis if self.entry is not None else "",
            **more,
        )

    def _display(self, value: Fraction, places: int) -> str | None:
        needed = decimals(value)
        exact = needed is not None and needed <= places
        return None if exact else show_near(value, self.judged.plan.rules.limits, places)

    def along(self, expression: Expr) -> Iterator[str]:
        """The names of the periods that `expression` is open on, the telling standing at each; "" once if closed."""
        axis = axis_of(expression)
        if not isinstance(axis, Periods):
            yield ""
            return
        yield from self.each(axis)

    def each(self, axis: Periods) -> Iterator[str]:
        """The names of the periods of an axis, the telling standing at each."""
        for index, period in enumerate(self.evaluation.periods(axis.key)):
            with self._standing(index):
                yield period.name

    @contextmanager
    def _standing(self, index: int) -> Iterator[None]:
        walker = self.evaluation.walker(self.judged.appraisee.id)
        self.at = walker.at = index
        try:
            yield
        finally:
            self.at = walker.at = None

    def worth(self, expression: Expr) -> Worth:
        """What `expression` is worth where the telling stands."""
        return self.here.worth(expression)

    def truth(self, expression: BoolExpr) -> Truth:
        """What a condition is worth where the telling stands."""
        found = self.worth(expression)
        assert isinstance(found, Truth)  # noqa: S101  # declared as a condition
        return found

    def graded(self, expression: Expr) -> Graded:
        """The grade here: the year's, or that of the period where the telling stands."""
        axis = axis_of(expression)
        if axis is None:
            return self.judged.graded
        key = (axis.axis_key, self.at or 0)
        if key not in self._graded:
            rules = grade_rules(self.judged.plan.rules, axis.axis_key)
            self._graded[key] = grade_of(self.here.walker, rules)
        return self._graded[key]


def _why(expression: Expr, here: Here) -> Text | None:
    return render(expression, here) if isinstance(expression, BoolExpr) else working(expression, here)


def _entered(inputs: Sequence[Reading], here: Here) -> Text | None:
    """What was entered and stands in no figure yet, equal neighbouring periods together."""
    told = [one for one in inputs if (one.of, one.key, one.period) not in here.told and one.state != "absent"]
    runs = groupby(told, key=lambda one: (one.of, one.key, one.label, one.state, one.shown))
    parts: list[Text] = []
    before = None
    for (of, key, label, state, shown), run in runs:
        names = [said_period(one.period) for one in run if one.period and here.at is None]
        value = shown if state == "given" and shown is not None else Text("not entered", "未录入")
        text = (
            Text("{value} {at}", "{value}{at}").format(value=value, at=_PERIODS.format(at=span(names)))
            if names
            else value
        )
        if (of, key) == before:
            parts[-1] = join([parts[-1], text], en=", ", zh="，")
        else:
            who = Text("{of} ", "{of} ").format(of=of) if of else None
            text = Text("{label} {value}", "{label} {value}").format(label=label, value=text)
            parts.append(text if who is None else Text(who.en + text.en, who.zh + text.zh))
        before = (of, key)
    return join(parts, en="; ", zh="；") if parts else None


_PERIODS = Text("({at})", "（{at}）")
