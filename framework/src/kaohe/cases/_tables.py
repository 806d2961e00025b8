"""Indicator tables that a case supplies: rows written in it, or a CSV file as the county's spreadsheet saves it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..errors import CaseError, FileError, KaoheError
from ..files import Row, csv_rows, decode, read_inside
from ..rules.nodes import Indicator
from ..rules.tools import NAME_LENGTH, alike, exact, look_alike
from ..words import Message, Text, shortened
from ._at import At, Place, as_list, known_keys, text_at
from ._text import as_case_error

__all__ = ["TABLE_HEADINGS", "indicators", "indicators_of"]

TABLE_HEADINGS = {
    "id": ("id", "no", "number", "编号", "指标编号", "序号", "代码", "指标代码"),
    "label": ("label", "indicator", "name", "指标", "指标名称", "名称", "考核指标", "考核内容", "内容"),
    "points": ("points", "分值", "标准分", "满分", "分数", "权重分", "指标分值"),
}
_ID = Text("an indicator's id", "指标编号")
_LABEL = Text("an indicator's label", "指标名称")
_LONGEST_ID = 20

_FILE = Message(
    "K2121",
    "write the name of a CSV file in the case's folder, like targets.csv",
    "请写案例文件夹中 CSV 的文件名，如 targets.csv",
)
_UNREAD = Message("K2122", "{file}: {why}", "{file}：{why}")
_HEADINGS = Message(
    "K2123",
    "the first row has no heading for {columns}; the headings are id, label, points or 编号, 指标, 分值; add it",
    "首行缺少 {columns} 的列标题；列标题为 编号、指标、分值（或 id、label、points）；请补上",
)
_STRANGE = Message(
    "K2129",
    "no column is called {heading}; the headings are id, label, points or 编号, 指标, 分值; use one of them",
    "没有名为 {heading} 的列；列标题为 编号、指标、分值（或 id、label、points）；请用其一",
)
_TWICE = Message("K2124", "two columns are headed {heading}; keep one", "有两列标题为 {heading}；请只留一列")
_CELLS = Message(
    "K2125",
    "this row has {found} cells, the headings are {known}; quote a cell that holds the separator",
    "此行有 {found} 个单元格，列标题有 {known} 个；含分隔符的单元格请加引号",
)
_POINTS = Message(
    "K2126",
    "indicator {id}: points must be above 0; correct them, or take the row out",
    "指标 {id}：分值须大于 0；请更正，或删去该行",
)
_SAME = Message("K2127", "{why}; the ids of indicators differ; give one another", "{why}；指标编号不得重复；请更改其一")
_ROWLESS = Message("K2128", "the table has no rows; add one for each indicator", "表中没有数据行；请逐项写入指标")


def indicators(raw: object, path: Place, folder: Path) -> tuple[Indicator, ...]:
    """The indicators of a table, from rows in the case at `path` or from a file in its folder.

    Raises At for the case, CaseError with file and line for a CSV file.
    """
    if not isinstance(raw, Mapping):
        return tuple(_of_case(as_list(raw, path), path))
    name = known_keys(raw, ("file",), path).get("file")
    if not isinstance(name, str) or not name.strip():
        raise At((*path, "file"), CaseError(_FILE))
    try:
        file, data = read_inside(folder, name)
    except FileError as error:
        raise At((*path, "file"), CaseError(_UNREAD.format(file=name[:100], why=error.text))) from error
    return tuple(_of_file(data, str(file)))


def indicators_of(rows: Sequence[Any]) -> tuple[Indicator, ...]:
    """The indicators that rows say, as a case file has them. Raises CaseError with the row and its part as path."""
    try:
        return tuple(_of_case(rows, ()))
    except At as found:
        raise CaseError(found.error.text, path=found.path) from found


def _of_case(rows: Sequence[Any], path: Place) -> Iterator[Indicator]:
    seen: dict[str, str] = {}
    for index, row in enumerate(rows):
        here = (*path, index)
        yield _indicator(known_keys(row, TABLE_HEADINGS, here), here, seen)


def _of_file(data: bytes, name: str) -> Iterator[Indicator]:
    with as_case_error():
        rows = csv_rows(decode(data, name, table=True), name)
    if not rows:
        raise CaseError(_ROWLESS, where=name)
    columns, seen = _placed(rows[0], f"{name}:{rows[0].line}"), dict[str, str]()
    for row in rows[1:]:
        try:
            yield _indicator(_cells(row, columns), (), seen)
        except At as found:
            label = f": {found.path[-1]}" if found.path else ""
            raise CaseError(found.error.text, where=f"{name}:{row.line}{label}") from found.error


def _placed(head: Row, where: str) -> dict[str, int]:
    """The column of each heading."""
    found: dict[str, int] = {}
    for place, cell in enumerate(head.cells):
        plain = _plain(cell).casefold()
        key = next((key for key, names in TABLE_HEADINGS.items() if plain in names), None)
        if key in found:
            raise CaseError(_TWICE.format(heading=shortened(cell, _LONGEST_ID * 3)), where=where)
        if key is not None:
            found[key] = place
    if missing := [key for key in TABLE_HEADINGS if key not in found]:
        raise CaseError(_HEADINGS.format(columns=", ".join(missing)), where=where)
    if strange := [cell for place, cell in enumerate(head.cells) if cell and place not in found.values()]:
        raise CaseError(_STRANGE.format(heading=shortened(strange[0], _LONGEST_ID * 3)), where=where)
    return found


def _cells(row: Row, columns: Mapping[str, int]) -> dict[str, str]:
    if any(row.cells[max(columns.values()) + 1 :]):
        raise At((), CaseError(_CELLS.format(found=len(row.cells), known=len(columns))))
    cells = {key: row.cells[place] if place < len(row.cells) else "" for key, place in columns.items()}
    return {**cells, "points": _plain(cells["points"])}


def _indicator(row: Mapping[str, Any], here: Place, seen: dict[str, str]) -> Indicator:
    name, count = text_at(row.get("id"), _ID, here, longest=_LONGEST_ID), len(seen)
    label = text_at(row.get("label"), _LABEL, here, longest=NAME_LENGTH)
    try:
        points = exact(row.get("points"), name="points")
    except KaoheError as error:
        raise At((*here, "points"), error) from error
    if points <= 0:
        raise At(here, CaseError(_POINTS.format(id=name)))
    first = seen.setdefault(alike(name), name)
    if len(seen) == count:
        raise At(here, CaseError(_SAME.format(why=look_alike(first, name))))
    return Indicator(name, Text(label, label), points)


def _plain(cell: str) -> str:
    """A cell with full-width letters, digits and points as plain ones."""
    return unicodedata.normalize("NFKC", cell).strip()
