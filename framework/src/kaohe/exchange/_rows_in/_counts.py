"""The parts of a ballot, one a cell, as the counts of a case file."""

from __future__ import annotations

from collections.abc import Mapping

from ...errors import KaoheError
from ...rules import Tally
from ...rules.tools import half_width, parse_count
from ...words import Message, Text
from .._cells import Cell
from .._columns import PARTS
from .._entry import Unread, masked, text_of

__all__ = ["counts"]

_PARTS = Message(
    "K9144",
    "the ballot lacks {parts}; write 0 where there was none",
    "票数缺{parts}；没有的请填 0",
)


def counts(given: Tally, parts: Mapping[str, tuple[int, Cell]]) -> dict[str, int]:
    """The counts of a ballot, every one of them. Raises Unread."""
    wanted = [*PARTS, *given.codes]
    missing = [part for part in wanted if part not in parts]
    if missing:
        said = [PARTS.get(part) or given.code_label(part) for part in missing]
        named = Text(", ".join(one.en for one in said), "、".join(one.zh for one in said))
        raise Unread(_PARTS.format(parts=named))
    return {part: _count(given, parts[part][1]) for part in wanted}


def _count(given: Tally, cell: Cell) -> int:
    text = half_width(text_of(given.label, cell)).removesuffix("票").removesuffix("张").strip()
    try:
        return parse_count(text)
    except KaoheError as error:
        raise Unread(masked(error.text, cell.text, text)) from error
