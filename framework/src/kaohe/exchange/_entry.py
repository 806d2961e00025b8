"""One cell as one entry: the raw value of a case file that it says, checked by the road of everything typed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..errors import KaoheError
from ..rules import Count, Date, Days, Events, Finding, Score
from ..rules.nodes import Input
from ..rules.tools import Absent, Supplied, Value, accept, half_width, parse, show
from ..words import Message, Text
from ._cells import Cell, day_of

__all__ = ["NONE", "Unread", "day_text", "entry", "masked", "plain", "text_of", "typed"]

NONE = ("无", "没有", "0", "none", "no")
_NUMBERS = (Score, Count, Days)
_SIGNED = re.compile(r"(.*\d)\s*(?:%|分|天|日|次|人|票|个)")
_SERIAL = re.compile(r"\d{5}")

_ERROR = Message(
    "K9111",
    "the cell holds an error value; correct its formula, or enter the value itself",
    "单元格是错误值；请更正公式，或直接填写数值",
)
_UNCACHED = Message(
    "K9112",
    "the cell holds a formula whose result is not in the file; open it in a spreadsheet program and save it again",
    "单元格的公式没有保存计算结果；请用表格软件打开并重新保存",
)
_NO_DATE = Message(
    "K9113",
    "a date stands where {label} belongs (spreadsheets turn 9-1 into one); set the cell to text and enter it again",
    "{label}一栏是日期（表格软件会把 9-1 变成日期）；请把单元格设为文本后重新填写",
)
_TRUTH = Message(
    "K9114",
    "TRUE or FALSE stands where {label} belongs; enter the value",
    "{label}一栏是 TRUE 或 FALSE；请填写内容",
)
_NO_TIME = Message(
    "K9115", "a time of day stands here; enter a day like 2018-11-01", "此处是时刻；请填写日期，如 2018-11-01"
)
_NO_PERCENT = Message(
    "K9116",
    "a percentage stands where {label} belongs; enter it without the sign",
    "{label}一栏是百分数；请去掉百分号填写",
)
_ROWS = Message(
    "K9117",
    "{label} is a list: only 无 (none) can stand here; its rows are imported as findings",
    "{label}是清单：此处只能填“无”；各项请用认定事项表导入",
)
_THIS = Text("this value", "此值")


class Unread(Exception):  # noqa: N818  # carries a reason from a cell to its line of the preview
    """A cell that says nothing; `text` is why, without what stands in it."""

    def __init__(self, text: Message) -> None:
        super().__init__(text.en)
        self.text = text


def entry(given: Input, cell: Cell, supplied: Supplied) -> tuple[Any, Value]:
    """The raw value that a cell says for an input, and the value it is checked to be. Raises Unread."""
    if isinstance(given, Finding | Events):
        if half_width(cell.text).casefold() not in NONE or cell.sort not in ("text", "number"):
            raise Unread(_ROWS.format(label=given.label))
        return [], ()
    text = typed(given, cell)
    try:
        raw = parse(given, text, supplied)
        return plain(raw), accept(given, raw, supplied)
    except KaoheError as error:
        raise Unread(masked(error.text, cell.text, text)) from error


def typed(given: Input, cell: Cell) -> str:
    """What the cell says, as it would be typed for the input. Raises Unread for another sort of thing."""
    if isinstance(given, Date):
        return day_text(given.label, cell)
    if isinstance(given, _NUMBERS) and cell.sort == "percent":
        return _number(given, cell)
    text = text_of(given.label, cell)
    return _number(given, cell) if isinstance(given, _NUMBERS) else text


def text_of(label: Text, cell: Cell) -> str:
    """The text or number of a cell. Raises Unread for a date, a percentage, an error and what else is none."""
    if cell.sort in _REFUSED:
        raise Unread(_REFUSED[cell.sort].format(label=label))
    return cell.text


_REFUSED = {
    "error": _ERROR,
    "uncached": _UNCACHED,
    "truth": _TRUTH,
    "time": _NO_TIME,
    "date": _NO_DATE,
    "percent": _NO_PERCENT,
}


def day_text(label: Text, cell: Cell) -> str:
    """A day; five digits are the number that a date is in a cell that nobody formatted. Raises Unread."""
    if cell.sort == "date":
        return cell.text
    text = text_of(label, cell)
    found = day_of(text) if cell.sort == "number" and _SERIAL.fullmatch(text) else None
    return text if found is None else found.isoformat()


def _number(given: Score | Count | Days, cell: Cell) -> str:
    """A number without its sign; in per cent of a whole it is the part where the input runs to 1."""
    text = cell.text
    found = _SIGNED.fullmatch(half_width(text))
    percent = cell.sort == "percent" or (found is not None and half_width(text).endswith("%"))
    if found is not None:
        text = found[1]
    if percent and given.high <= 1:
        return (
            format(Decimal(half_width(text)).scaleb(-2), "f") if half_width(text).replace(".", "").isdigit() else text
        )
    return text


def plain(raw: Any) -> Any:
    """A parsed or checked value as a case file writes it: numbers with decimals and days as text."""
    if isinstance(raw, Absent):
        return {"absent": raw.code} | ({"reason": raw.note} if raw.note else {})
    if isinstance(raw, Fraction):
        return show(raw)
    if isinstance(raw, Decimal):
        return format(raw, "f")
    if isinstance(raw, dt.date):
        return raw.isoformat()
    if isinstance(raw, Mapping):
        return {key: plain(value) for key, value in raw.items()}
    return [plain(value) for value in raw] if isinstance(raw, list | tuple) else raw


def masked(text: Message, *said: str) -> Message:
    """The reason without what the cell holds: what is refused is nowhere repeated (design, section 11)."""
    en, zh = text.en, text.zh
    for one in sorted({form for raw in said for form in _forms(raw)}, key=len, reverse=True):
        for quoted in (f'"{one}"', f"“{one}”", one):
            bound = r"(?<![\w.-])" if quoted == one else ""
            after = r"(?![\w-]|\.\d)" if quoted == one else ""
            pattern = re.compile(bound + re.escape(quoted) + after)
            en, zh = pattern.sub(_THIS.en, en), pattern.sub(_THIS.zh, zh)
    return text.reworded(en, zh)


def _forms(raw: str) -> set[str]:
    """The ways in which a sentence may quote a text: cut, half-width, or as the number that it is."""
    found = {raw, raw.strip(), half_width(raw), raw[:37] + "...", raw[:40]}
    for part in re.split(r"[\s,;/+、，；]+", half_width(raw)):
        found.add(part)
    if re.fullmatch(r"[+-]?\d+(\.\d+)?", half_width(raw)):
        number = Decimal(half_width(raw))
        found |= {format(number, "f"), format(number.normalize(), "f")}
    return {one for one in found if one.strip()}
