"""The re-check of a limit as a row says it: how it stands, and the document that settled it."""

from __future__ import annotations

from collections.abc import Mapping

from ...engine import Recheck
from ...errors import KaoheError
from ...rules.nodes import RECHECK_STATES
from ...rules.tools import document_number, recheck_state
from ...words import Message, Text
from .._cells import Cell
from .._entry import Unread, masked, text_of

__all__ = ["recheck", "said"]

_NO_STATE = Message(
    "K9148",
    "the document of a re-check without its state; enter pending, confirmed or rejected",
    "只有复核文号而无复核情况；请填写待复核、已认定或未认定",
)
_NO_DOCUMENT = Message(
    "K9149",
    "a settled re-check needs its document; enter the document number in its column",
    "已有结论的复核须写明文号；请填写复核文号",
)


def recheck(what: Text, cells: Mapping[str, Cell], held: Recheck | None) -> Recheck:
    """The re-check that a row leaves; what is blank in it stays as it is `held`. Raises Unread."""
    given = {part: text_of(what, cell) for part, cell in cells.items()}
    try:
        status = recheck_state(given["status"]) if "status" in given else "" if held is None else held.status
        document = document_number(given["document"]) if "document" in given else "" if held is None else held.document
    except KaoheError as error:
        raise Unread(masked(error.text, *given.values())) from error
    if not status:
        raise Unread(_NO_STATE)
    if status != "pending" and not document:
        raise Unread(_NO_DOCUMENT)
    return Recheck(status, document)


def said(one: Recheck | None) -> str:
    """A re-check in a line of a preview."""
    states = {option.code: option.label for option in RECHECK_STATES}
    return "" if one is None else f"{states[one.status]} {one.document}".strip()
