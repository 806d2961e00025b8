"""What an office keeps of its own: the headings of its sheets, and the columns of its tables. No data stands in either."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from ..errors import FileError
from ..files import decode, parse, read_bytes, write
from ..rules.forms import Column
from ..rules.tools import NAME_LENGTH, KindRules, meant, plain_text
from ..words import Message, Text
from ._tables import Printed

__all__ = ["Mapped", "own_columns", "read_mapping", "write_mapping"]

_MOST = 100
_HEADINGS = Message(
    "K9181",
    'it holds no headings; write a table [headings] with lines like "平时分" = "usual", marks of days in [marks]',
    '文件中没有列标题；请写 [headings] 表，其下每行如 "平时分" = "usual"；按日符号写在 [marks] 表',
)
_COLUMNS = Message(
    "K9182",
    'it holds no columns; write columns = [["序号", "number"], ["得分", "score"], ["备注", ""]]: heading, then what '
    "stands there",
    '文件中没有栏目；请写 columns = [["序号", "number"], ["得分", "score"], ["备注", ""]]，即列标题与内容',
)
_NOTHING = Message(
    "K9183",
    "the column {head} is of {of}, which no kind of this table has; see kaohe help Column",
    "“{head}”栏的内容 {of} 在本表各类对象中都没有；请看 kaohe help Column",
)
_HEAD = Text("a heading", "列标题")


@frozen
class Mapped:
    """What an office calls things on its own sheets: headings with the fields they mean, marks of days likewise."""

    headings: Mapping[str, str] = field(factory=dict)
    marks: Mapping[str, str] = field(factory=dict)

    def __bool__(self) -> bool:
        return bool(self.headings or self.marks)


def read_mapping(path: Path) -> Mapped:
    """The mapping that an office keeps. Raises FileError."""
    found = _data(path)
    headings, marks = (found.get(key, {}) for key in ("headings", "marks"))
    if not (headings or marks) or not (_named(headings) and _named(marks)):
        raise FileError(_HEADINGS, where=str(path))
    return Mapped(
        *(
            {plain_text(key, _HEAD, longest=NAME_LENGTH): str(name) for key, name in one.items()}
            for one in (headings, marks)
        )
    )


def _named(table: object) -> bool:
    return isinstance(table, Mapping) and len(table) <= _MOST and all(isinstance(one, str) for one in table.values())


def write_mapping(path: Path, mapped: Mapped) -> None:
    """Keep a mapping for the next time. Raises OSError."""
    lines = []
    for key, table in (("headings", mapped.headings), ("marks", mapped.marks)):
        told = [
            f"{json.dumps(own, ensure_ascii=False)} = {json.dumps(name, ensure_ascii=False)}"
            for own, name in table.items()
        ]
        lines += [f"[{key}]", *told, ""] if told else []
    write(path, "\n".join(lines), replace=True)


def own_columns(path: Path, table: Printed, kinds: Sequence[KindRules]) -> Printed:
    """A table with the columns that a file gives it. Raises FileError for a column that nobody of the table has."""
    data = _data(path)
    rows = data.get("columns")
    if not isinstance(rows, list) or not rows or len(rows) > _MOST or not all(map(_is_pair, rows)):
        raise FileError(_COLUMNS, where=str(path))
    columns = tuple(_column(row) for row in rows)
    mine = [rules for rules in kinds if rules.kind.key in table.columns]
    for column in columns:
        if all(meant(column, rules, kinds) is None for rules in mine):
            raise FileError(_NOTHING.format(head=column.head, of=str(column.of)), where=str(path))
    title = data.get("title")
    named = table.title if not isinstance(title, str) else Text(title, title)
    sort = tuple(head for head in table.sort if head in [column.head.zh for column in columns])
    return evolve(table, title=named, columns={rules.kind.key: columns for rules in mine}, sort=sort)


def _data(path: Path) -> Mapping[str, Any]:
    text = decode(read_bytes(path), str(path))
    found = parse(text, str(path), toml=True, number=str)
    return found if isinstance(found, Mapping) else {}


def _is_pair(row: object) -> bool:
    """Whether a row is a heading and a word; the word may end in % where the number is shown in per cent."""
    return (
        isinstance(row, list) and len(row) == 2 and all(isinstance(part, str) for part in row) and bool(row[0].strip())
    )


def _column(row: Sequence[str]) -> Column:
    head, of = (part.strip() for part in row)
    plain_text(head, _HEAD, longest=NAME_LENGTH)
    return Column(head, of.removesuffix("%"), percent=of.endswith("%"))
