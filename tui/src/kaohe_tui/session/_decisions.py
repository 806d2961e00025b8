"""A decision as a case file holds it, checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kaohe.engine import GradeDecision, TieDecision
from kaohe.rules.tools import REASON_LENGTH, document_number, plain_text
from kaohe.words import Text

__all__ = ["decision_of"]


def decision_of(row: Mapping[str, Any]) -> GradeDecision | TieDecision:
    """The decision that plain data says. Raises KaoheError where reason or document may not stand so."""
    reason = plain_text(row.get("reason"), Text("the reason", "理由"), longest=REASON_LENGTH)
    document = document_number(row.get("document"))
    if "quota" not in row:
        return GradeDecision(str(row["appraisee"]), str(row["grade"]), reason, document)
    return TieDecision(
        quota=str(row["quota"]),
        members=tuple(row["members"]),
        choose=tuple(row["choose"]),
        reason=reason,
        document=document,
        fingerprint=str(row.get("fingerprint", "")),
        leave_vacant=bool(row.get("leave_vacant", False)),
    )
