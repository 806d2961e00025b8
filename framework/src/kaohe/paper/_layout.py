"""An office's own layout of a form whose layout is ours: title, columns, rows, in a small TOML or JSON file. No data stands in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from ..errors import FileError, KaoheError
from ..files import decode, parse, read_bytes
from ..rules.forms import Column, Form, Grid, People, Write
from ..rules.tools import NAME_LENGTH, Ruleset, form_faults, plain_text
from ..words import Message, Text

__all__ = ["Sized", "own_layout"]

_MOST = 60
_KEYS = ("title", "columns", "rows")
_OURS = Message(
    "K9461",
    "the layout of {form} is the document's and stays as it is; only forms marked as ours may be laid out otherwise",
    "{form} 的样式由办法规定，不能改动；只有标明“自拟”的表可自行调整",
)
_UNKNOWN = Message(
    "K9462", "it holds {key}; a layout has title, columns and rows", "文件中有 {key}；样式文件只有 title、columns、rows"
)
_BROKEN = Message(
    "K9463",
    'in {place}: {why}; a cell is a heading, ["heading", "what stands there"] or ["heading", lines] to write in; '
    'in columns ["heading", "what stands there", width] or ["heading", width], in digits',
    '{place} 处：{why}；一格写作 栏名、["栏名", "内容"]，或留空书写的 ["栏名", 行数]；columns 中可写 ["栏名", "内容", 宽度]、'
    '["栏名", 宽度]，以数字个数计',
)
_UNSOUND = Message("K9465", "the layout does not fit the scheme: {why}", "样式与方案不符：{why}")
_NO_PLACE = Message("K9464", "{form} has no {key} to lay out otherwise", "{form} 没有可调整的 {key}")
_EMPTY = Message(
    "K9466",
    "it says nothing of a layout; write title, columns or rows, as docs/paper.md shows",
    "文件中没有样式；请写 title、columns 或 rows，写法见 docs/paper.md",
)
_NO_CELL, _NO_LIST = Text("that is no cell", "这不是一格"), Text("that is no list of cells", "这不是若干格的列表")
_HEAD = Text("a heading", "栏名")


@frozen(order=False)
class Sized(Column):
    """A column that the office made so wide, in digits."""

    wide: int = field(default=0, kw_only=True)


def own_layout(path: Path, form: Form, ruleset: Ruleset) -> Form:
    """The form as the office lays it out. Raises FileError with the key, row and cell of what is wrong."""
    name, where = f"{form.key} {form.title.zh}", str(path)
    if not form.ours:
        raise FileError(_OURS.format(form=name), where=where)
    data = _data(path)
    if not data:
        raise FileError(_EMPTY, where=where)
    for key in data:
        if key not in _KEYS:
            raise FileError(_UNKNOWN.format(key=str(key)[:40]), where=where)
    made = form
    if "title" in data:
        title = _plain(data["title"], "title", where)
        made = evolve(made, title=Text(title, title))
    if "columns" in data:
        columns = tuple(_cells(data["columns"], "columns", where, _column))
        made = _replaced(made, People, "columns", lambda block: evolve(block, columns=columns, sort=()), name, where)
    if "rows" in data:
        rows = _rows(data["rows"], where)
        made = _replaced(made, Grid, "rows", lambda block: evolve(block, rows=rows), name, where)
    for fault in form_faults(ruleset, made):
        raise FileError(_UNSOUND.format(why=fault), where=where)
    return made


def _data(path: Path) -> Mapping[str, Any]:
    text = decode(read_bytes(path), str(path))
    found = parse(text, str(path), toml=path.suffix.lower() != ".json", number=str)
    return found if isinstance(found, Mapping) else {}


def _replaced(form: Form, sort: type, key: str, change: Any, name: str, where: str) -> Form:
    """The form with its first block of a sort changed."""
    at = next((place for place, block in enumerate(form.blocks) if isinstance(block, sort)), None)
    if at is None:
        raise FileError(_NO_PLACE.format(form=name, key=key), where=where)
    return evolve(form, blocks=(*form.blocks[:at], change(form.blocks[at]), *form.blocks[at + 1 :]))


def _rows(given: object, where: str) -> tuple[tuple[Column, ...], ...]:
    if not isinstance(given, list) or not 0 < len(given) <= _MOST:
        raise FileError(_BROKEN.format(place="rows", why=_NO_LIST), where=where)
    return tuple(tuple(_cells(row, f"rows {number}", where)) for number, row in enumerate(given, 1))


def _cells(
    given: object, place: str, where: str, read: Callable[[object, str, str], Column] | None = None
) -> Sequence[Column]:
    if not isinstance(given, list) or not 0 < len(given) <= _MOST:
        raise FileError(_BROKEN.format(place=place, why=_NO_LIST), where=where)
    return [(read or _cell)(cell, f"{place}, {number}", where) for number, cell in enumerate(given, 1)]


def _column(given: object, place: str, where: str) -> Column:
    """A cell whose last part may be a width."""
    if isinstance(given, list) and len(given) > 1 and str(given[-1]).isdecimal() and isinstance(given[-1], str | int):
        told = given[:-1] if len(given) > 2 else given[0]
        cell = _cell(told, place, where)
        return Sized(cell.head, cell.of, wide=min(_MOST, int(given[-1])))
    return _cell(given, place, where)


def _cell(given: object, place: str, where: str) -> Column:
    if isinstance(given, str):
        return Column(_plain(given, place, where))
    if isinstance(given, list) and len(given) == 2 and all(isinstance(part, str | int) for part in given):
        head, of = _plain(given[0], place, where), str(given[1]).strip()
        return Write(head, lines=min(_MOST, int(of))) if of.isdecimal() else Column(head, of)
    raise FileError(_BROKEN.format(place=place, why=_NO_CELL), where=where)


def _plain(given: object, place: str, where: str) -> str:
    if not isinstance(given, str):
        raise FileError(_BROKEN.format(place=place, why=_NO_CELL), where=where)
    try:
        return plain_text(given, _HEAD, longest=NAME_LENGTH)
    except KaoheError as error:
        raise FileError(_BROKEN.format(place=place, why=error.text), where=where) from error
