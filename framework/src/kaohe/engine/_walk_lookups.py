"""Looking one entry up in another: findings that name findings, codes of the cycle's lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..rules import Absent, FindingRow, Listed, Matched, Spelled, Unknown, Unsettled, alike, alike_document
from ._values import Cause, Code, Truth, Worth, truth

if TYPE_CHECKING:
    from ._walker import Walker

__all__ = ["listed", "matched", "spelled", "unsettled"]

_OPEN: frozenset[bool | None] = frozenset({True, False})


def matched(walker: Walker, node: Matched) -> Worth:
    """Whether a row of the other list names the current one; an open re-check leaves it open."""
    rows: Any = walker.appraisee.fact(node.rows.key)
    names: Any = walker.rows(node.by)
    if isinstance(names, Unknown | Absent):
        # Whoever says nothing of exceptions has not said that there is none.
        return Truth(_OPEN, frozenset({Cause("needs", node.by.key)}))
    own = rows[walker.at]
    states = {row.status for row in names if _name(row) == _name(own)}
    if "confirmed" in states:
        return truth(True)
    if "pending" in states and not walker.provisional:
        return Truth(_OPEN, frozenset({Cause("pending", f"{node.by.key}[{own.document}]")}))
    return truth(False)


def _name(row: FindingRow) -> tuple[object, str, str]:
    return row.date, alike_document(row.document), alike(row.item)


def unsettled(walker: Walker, node: Unsettled) -> Worth:
    """Open, naming its inputs, while its condition holds; what the condition itself waits for comes first."""
    found = walker.truth(node.when)
    if found.must(True):
        return Truth(_OPEN, frozenset(Cause("needs", walker.place(given.key, given.on)) for given in node.inputs))
    return Truth(found.options | _OPEN, found.causes, found.reasons) if found.may(True) else found


def spelled(walker: Walker, node: Spelled) -> Worth:
    """A code under its one name."""
    found = walker.worth(node.choice)
    return Code(node.names(found.value)) if isinstance(found, Code) and found.value is not None else found


def listed(walker: Walker, node: Listed) -> Worth:
    """Whether the cycle's list holds a code of that name."""
    codes = walker.evaluation.cohort.supplied.lists.get(node.choice.list_key or "", ())
    return truth(any(node.names(code) in node.codes for code in codes))
