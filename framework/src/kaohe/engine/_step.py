"""One step of an explanation."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from ..rules import Expr, render
from ..words import Text
from ._readings import Reading

__all__ = ["STATUSES", "Step", "both"]

STATUSES = ("applied", "not-applied", "rejected", "possible", "pending", "needs")


@frozen(kw_only=True)
class Step:
    """What one rule did, for one period where it lies on the periods.

    `status` is one of STATUSES; `value` the exact value, `display` its rounding for the eye (None where it is the
    same); `because` the figures behind it, or why it did not apply; `assumptions` the readings of ours through
    which it took effect.
    """

    rule: str
    clause: str
    kind: str
    text: Text
    status: str
    effect: Text
    period: str = ""
    origin: str = ""
    basis: str = ""
    because: Text | None = None
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
        return {
            "rule": self.rule,
            "clause": self.clause,
            "kind": self.kind,
            "period": self.period,
            "text": both(self.text),
            "status": self.status,
            "effect": both(self.effect),
            "because": both(self.because),
            "condition": both(self.condition),
            "value": self.value,
            "display": self.display,
            "inputs": [reading.as_json() for reading in self.inputs],
            "assumptions": list(self.assumptions),
            "origin": self.origin,
            "basis": self.basis,
        }


def both(text: Text | None) -> dict[str, str] | None:
    return None if text is None else {"en": text.en, "zh": text.zh}
