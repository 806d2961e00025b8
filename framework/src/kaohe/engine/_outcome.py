"""The outcome of one appraisee: one of six states, the exact score, the grade, and what is still open."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from attrs import asdict, frozen

from ..rules.tools import show
from ..words import Text
from .walk import Cause, Causes

__all__ = ["STATES", "STATE_LABELS", "Notice", "Outcome", "Reason", "Recorded", "by_urgency", "state_of"]

STATE_LABELS = {
    "decided": Text("decided", "已定"),
    "needs": Text("needs data", "待补录"),
    "pending": Text("re-check open", "待复核"),
    "tied": Text("tied", "并列"),
    "decision": Text("to be decided", "待裁定"),
    "not_appraised": Text("not appraised", "不考核"),
}
STATES = tuple(STATE_LABELS)


_URGENT = ("needs", "pending", "decision", "tied")


def state_of(causes: Causes) -> str:
    """The state of an outcome that is open for these causes."""
    kinds = {cause.kind for cause in causes}
    return next((kind for kind in ("needs", "pending") if kind in kinds), "tied" if kinds == {"tied"} else "decision")


def by_urgency(causes: Causes) -> tuple[Cause, ...]:
    """Why an outcome is open, most urgent first."""
    return tuple(sorted(causes, key=lambda cause: (_URGENT.index(cause.kind), cause.name)))


@frozen
class Reason:
    """Why a person must decide, or why somebody is not appraised: the rule it comes from, and a sentence."""

    rule: str
    text: Text


@frozen
class Notice:
    """A consequence that follows from the outcome."""

    rule: str
    clause: str
    text: Text


@frozen
class Recorded:
    """A result that people decided, as recorded: the grade, or the word of the document, its number and the reason."""

    grade: str
    document: str
    reason: str


@frozen(kw_only=True)
class Outcome:
    """What came out for one appraisee (design, section 3: the outcome states).

    `score` is None until it is exact, and where a limit alone fixes the grade; `grade` is None until it is
    settled, and where the kind has none. `provisional_grade` leaves unknown periods and open re-checks out.
    `recorded` is the decision that the outcome rests on, if any; `causes` is why it is open, most urgent first.
    """

    id: str
    kind: str
    name: str = ""
    state: str
    score: Fraction | None = None
    score_range: tuple[Fraction | None, Fraction | None] | None = None
    grade: str | None = None
    provisional_grade: str | None = None
    needs: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    rules: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    flag_texts: tuple[Text, ...] = ()
    notices: tuple[Notice, ...] = ()
    causes: tuple[Cause, ...] = ()
    recorded: Recorded | None = None

    @property
    def flags(self) -> tuple[str, ...]:
        """The flags by their English texts, as `[expect] flags` of a case names them."""
        return tuple(flag.en for flag in self.flag_texts)

    def as_json(self) -> dict[str, Any]:
        """The outcome as plain data; numbers are exact strings."""
        data: dict[str, Any] = {
            "id": self.id,
            "kind": self.kind,
            "state": self.state,
            "score": None if self.score is None else show(self.score),
            "grade": self.grade,
            "provisional_grade": self.provisional_grade,
            "needs": list(self.needs),
            "rules": list(self.rules),
            "assumptions": list(self.assumptions),
            "flags": list(self.flags),
            "flag_texts": [{"en": flag.en, "zh": flag.zh} for flag in self.flag_texts],
            "pending": list(self.pending),
            "reasons": [{"rule": reason.rule, "en": reason.text.en, "zh": reason.text.zh} for reason in self.reasons],
            "notices": [
                {"rule": notice.rule, "clause": notice.clause, "en": notice.text.en, "zh": notice.text.zh}
                for notice in self.notices
            ],
        }
        if self.score_range is not None:
            data["score_range"] = [None if edge is None else show(edge) for edge in self.score_range]
        if self.recorded is not None:
            data["recorded"] = asdict(self.recorded)
        return data
