"""Which entries leave something without a value: ballots without a valid vote, absent marks, lists that are empty."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from ...rules import Link, ScoreOf
from ...rules.nodes import Expr, LinkedBack, Their, axis_label, open_axis
from ...rules.tools import ABSENCES
from ...words import Text
from ._people import Standpoint
from ._values import Gone, Truth, Worth

__all__ = ["Missing", "absent_parts"]

_WHY = {absence.code: absence.label for absence in ABSENCES} | {
    "zero-total": Text("no valid vote was counted", "没有有效票"),
    "nothing-assessed": Text("there is nobody and nothing to take it from", "没有任何评价或被评对象"),
}
_NOBODY = Text("nobody is linked", "没有链接对象")


@frozen
class Missing:
    """An input (or link) without which something has no value: its key, its label, why, and whose it is."""

    key: str
    label: Text
    why: Text
    of: str = ""


def absent_parts(walker: Standpoint, expression: Expr) -> tuple[Missing, ...]:
    """The entries on account of which `expression` is absent where the walker stands; () where it is not."""
    found = {(one.of, one.key): one for one in _parts(walker, expression, walker.appraisee.id)}
    return tuple(found.values())


def _is_gone(worth: Worth) -> bool:
    return isinstance(worth, Gone) or (isinstance(worth, Truth) and worth.may(None))


def _why(worth: Worth) -> Text:
    reasons = sorted(worth.reasons) if isinstance(worth, Gone | Truth) else []
    return next((_WHY[reason] for reason in reasons if reason in _WHY), _WHY["nothing-assessed"])


def _parts(walker: Standpoint, node: Expr, own: str) -> Iterator[Missing]:
    worth = walker.worth(node)
    if not _is_gone(worth):
        return
    of = "" if walker.appraisee.id == own else walker.appraisee.id
    given = node.entry()
    if given is not None:
        yield Missing(given.key, given.label, _why(worth), of)
    elif isinstance(node, Their):
        yield from _linked(walker, node, own)
    elif node.closes():
        for part in node.parts():
            yield from _along(walker, node, part, own, of)
    elif isinstance(node, ScoreOf):
        score = walker.evaluation.whole(walker.appraisee.kind)
        yield from () if score is None else _parts(walker, score, own)
    else:
        for part in node.parts():
            yield from _parts(walker, part, own)


def _along(walker: Standpoint, node: Expr, part: Expr, own: str, of: str) -> Iterator[Missing]:
    """What is absent of a part at each position; the list itself where there is none."""
    axis = open_axis(part)
    positions = walker.positions(axis)[0] if axis is not None else []
    if not positions:
        if isinstance(axis, LinkedBack):
            yield Missing(axis.link.key, axis_label(axis), _NOBODY, of)
        elif axis is not None:
            yield Missing(axis.axis_key, axis_label(axis), _why(walker.worth(node)), of)
        return
    before = walker.at
    try:
        for index, _ in positions:
            walker.at = index
            yield from _parts(walker, part, own)
    finally:
        walker.at = before


def _linked(walker: Standpoint, node: Their, own: str) -> Iterator[Missing]:
    link = node.link
    if isinstance(link, Link):
        target, period = walker.target(link), walker.at if link.on is not None else None
        if target is None:
            yield Missing(link.key, link.label, _NOBODY, "" if walker.appraisee.id == own else walker.appraisee.id)
            return
    else:
        target, period = walker.linked(link)[walker.at or 0]
    yield from _parts(walker.evaluation.walker(target, at=period), node.expression, own)
