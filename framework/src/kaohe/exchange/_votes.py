"""What one cell of a rater sheet says: an option, a blank, a void ballot, one that did not come back, or a mark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from ..rules import Score, Tally
from ..rules.nodes import Input, Marks, Ratings
from ..rules.tools import Supplied, alike, half_width
from ..words import Message, Text
from ._cells import Cell
from ._entry import Unread, entry, text_of

__all__ = ["BLANK", "NOT_BACK", "SPECIAL", "SPOILT", "mark", "ticked", "vote"]

BLANK, SPOILT, NOT_BACK = "!blank", "!spoilt", "!not-back"  # no option is called so: a code has no exclamation mark
SPECIAL = {
    BLANK: Text("abstained", "弃权"),
    SPOILT: Text("spoilt", "废票"),
    NOT_BACK: Text("not handed in", "未交"),
}
_SAID = {
    BLANK: ("弃权", "弃权票", "空白", "空白票", "blank", "abstained", "未填"),
    SPOILT: ("废票", "废", "无效", "无效票", "作废", "spoilt", "void", "invalid"),
    NOT_BACK: ("未交", "未收回", "未交回", "未投", "not handed in", "not returned"),
}
_TICKS = frozenset("√✓✔☑✅v○〇●◯1是y") | {"yes", "true"}
_NO_TICKS = frozenset("0-—/□☐否n") | {"no", "false"}  # a cross is neither: some tick with it, others strike out
_SIGNS = str.maketrans(dict.fromkeys("，、；;/|+", ","))

_UNKNOWN = Message(
    "K9601",
    "this is none of the options ({known}); enter one of them, or {special}",
    "此处不是选项之一（{known}）；请填其一，或填{special}",
)
_NO_TICK = Message(
    "K9602",
    "this is no tick: in a rater sheet a row is one ballot; tick the option chosen (√), or import counts as --kind tallies",
    "此处不是勾选：逐票表中一行是一张票，请在所选项下打√；若填的是票数，请用 --kind tallies 导入",
)
_NO_MARK = Message("K9603", "this is no mark; enter a number, or {special}", "此处不是分数；请填分数，或填{special}")


def _special(text: str) -> str:
    plain = alike(text)
    return next((code for code, names in _SAID.items() if plain in map(alike, names)), "")


def vote(given: Tally | Ratings, cell: Cell) -> str:
    """The code that a cell says, or a special one; several options in one cell make the ballot void. Raises Unread."""
    text = text_of(given.label, cell)
    special = _special(text)
    if special:
        return special
    options = {alike(name): option.code for option in given.options for name in _names(option.code, option.label)}
    found = options.get(alike(text))
    if found is not None:
        return found
    parts = [one for one in text.translate(_SIGNS).split(",") if one.strip()]
    if len(parts) > 1 and all(alike(part) in options for part in parts):
        return SPOILT
    raise Unread(
        _UNKNOWN.format(known=_joined(option.label for option in given.options), special=_joined(SPECIAL.values()))
    )


def _names(code: str, label: Text) -> Iterator[str]:
    yield from (code, label.zh, label.en)


def _joined(labels: Iterable[Text]) -> Text:
    found = [*labels]
    return Text(", ".join(one.en for one in found), "、".join(one.zh for one in found))


def ticked(given: Input, cell: Cell) -> bool:
    """Whether a cell under an option is ticked. Raises Unread for what is neither a tick nor none."""
    if cell.sort == "truth":
        return cell.text == "TRUE"
    text = alike(half_width(text_of(given.label, cell)))
    if text in _TICKS or alike(given.label.zh) == text:
        return True
    if text in _NO_TICKS:
        return False
    raise Unread(_NO_TICK)


def mark(given: Marks, cell: Cell, supplied: Supplied) -> Fraction | None:
    """The mark that a cell says, within the input's range and decimals; None where none was given. Raises Unread."""
    if _special(cell.text):
        return None
    alone = Score(given.key, given.label, clause=given.clause, low=given.low, high=given.high, places=given.places)
    _, value = entry(alone, cell, supplied)
    if not isinstance(value, Fraction):
        raise Unread(_NO_MARK.format(special=_joined(SPECIAL.values())))
    return value
