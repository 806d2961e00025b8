"""Indicator tables from sheets: a row an indicator, its id, label and points, in place of the table that the book has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import define, field

from ..cases import TABLE_HEADINGS, Case, indicators_of
from ..errors import CaseError, FileError
from ..office import Supply, tables_asked
from ..rules.nodes import Indicator, IndicatorTable
from ..rules.tools import NAME_LENGTH, Ruleset, alike, half_width, plain_text, show
from ..words import Message, Text
from ._cells import At, Cell, Row
from ._columns import Column, Headings
from ._entry import Unread, masked, text_of
from ._layout import Layout, layout_of
from ._preview import Line, Preview
from ._read import read_sheets

__all__ = ["TableRows", "is_workbook", "kinds_of_table", "table_columns", "table_of_file", "tables_named"]

_LABELS = {
    "id": Text("id", "编号"),
    "label": Text("indicator", "指标"),
    "points": Text("points", "分值"),
}
_WHICH = Message(
    "K9651",
    "which indicator table is this? Name it in the title or the name of the sheet: {known}",
    "这是哪张指标表？请在标题或表名中写明：{known}",
)
_NONE = Message(
    "K9652",
    "the cycle supplies no indicator table to this scheme: the document gives its own",
    "本方案没有由单位提供的指标表：文件已自带指标",
)
_MISSING = Message("K9653", "the row lacks {what}; enter it", "此行缺{what}；请填写")
_TWICE = Message(
    "K9654",
    "another sheet of this file is the same table ({table}); keep one",
    "本文件另有一张表是同一指标表（{table}）；请只留其一",
)
_NO_POINTS = Message("K9655", "these are no points; enter a number above 0", "此处不是分值；请填大于 0 的数字")
_POINTS = re.compile(r"\d{1,6}(?:\.\d{1,6})?")
_NUMBERED = Text(
    "{sheet}: no column of ids; the indicators are numbered by their order",
    "{sheet}：没有编号列，指标按次序编号",
)
_FOR = Text("{sheet}: table {table}, {n} indicators", "{sheet}：指标表“{table}”，{n} 项")
_THE_SHEET = Text("the sheet", "本表")


def table_columns() -> tuple[Column, ...]:
    """The columns of an indicator table."""
    return tuple(Column(key, _LABELS[key], "indicators", names) for key, names in TABLE_HEADINGS.items())


def kinds_of_table(ruleset: Ruleset, key: str) -> list[Text]:
    """The kinds whose entries are made by a table."""
    return [
        rules.kind.label
        for rules in ruleset.kinds
        if any(getattr(getattr(given, "table", None), "key", "") == key for given in rules.inputs)
    ]


def tables_named(ruleset: Ruleset) -> dict[str, tuple[IndicatorTable, Text]]:
    """The tables that the cycle supplies, and what each is called: with its kind where labels do not tell them apart."""
    asked: Mapping[str, IndicatorTable] = tables_asked(ruleset)
    labels = [one.label.zh for one in asked.values()]
    found = {}
    for key, table in asked.items():
        kinds = kinds_of_table(ruleset, key)
        both = Text("{kind}: {table}", "{kind}{table}").format(kind=kinds[0], table=table.label)
        found[key] = table, both if labels.count(table.label.zh) > 1 else table.label
    return found


@define
class TableRows:
    """Reads sheets of indicators into lines and changes of a preview."""

    case: Case
    preview: Preview
    of: str
    _done: set[str] = field(factory=set, init=False)

    def read(self, layout: Layout) -> None:
        """One sheet, which is one table."""
        named = tables_named(self.case.cohort.ruleset)
        key = _which(layout, self.case.cohort.ruleset, self.of)
        at = At(layout.sheet.name, layout.heading)
        if key in self._done or not key:
            self.preview.lines.append(Line(state="rejected", at=at, why=_which_not(key, named)))
            return
        self._done.add(key)
        rows, wrong = _rows(layout)
        sheet = layout.sheet.name or _THE_SHEET
        if not layout.at("id"):
            self.preview.notes.append(_NUMBERED.format(sheet=sheet))
        self.preview.notes.append(_FOR.format(sheet=sheet, table=named[key][1], n=len(rows)))
        self.preview.lines += wrong
        self._lines(layout, key, named[key][0], rows, short=bool(wrong))

    def _lines(
        self,
        layout: Layout,
        key: str,
        table: IndicatorTable,
        rows: Sequence[tuple[Row, dict[str, Any]]],
        *,
        short: bool,
    ) -> None:
        """A line an indicator; the whole table is one change, and none where a row of it says nothing."""
        held = {one.id: _said(one) for one in self.case.cohort.supplied.tables.get(key, ())}
        lines = [*self._told(layout, table, rows, held)]
        self.preview.lines += lines
        old = [
            {"id": one.id, "label": one.label.zh, "points": show(one.points)}
            for one in self.case.cohort.supplied.tables.get(key, ())
        ]
        new = [made for _, made in rows]
        first = next((line for line in lines if line.state != "same"), lines[0] if lines else None)
        if not short and first is not None and new != old:
            self.preview.change(Supply(key, new), first)

    def _told(
        self,
        layout: Layout,
        table: IndicatorTable,
        rows: Sequence[tuple[Row, dict[str, Any]]],
        held: Mapping[str, str],
    ) -> Iterator[Line]:
        for row, made in rows:
            at = At(layout.sheet.name, row.number, layout.at("points"))
            before, after = held.get(made["id"], ""), f"{made['label']} {made['points']}"
            state = "new" if not before else "same" if before == after else "changed"
            yield Line(state=state, at=at, who=made["id"], what=table.label, before=before, after=after)
        for gone in [one for one in held if one not in {made["id"] for _, made in rows}]:
            at = At(layout.sheet.name, layout.heading)
            yield Line(state="changed", at=at, who=gone, what=table.label, before=held[gone], after="-")


def _which_not(key: str, named: Mapping[str, tuple[IndicatorTable, Text]]) -> Message:
    """Why a sheet is no table of its own: it is one already read, or does not say which, or there is none."""
    if not named:
        return _NONE
    if key:
        return _TWICE.format(table=named[key][1])
    known = Text("; ".join(one.en for _, one in named.values()), "；".join(one.zh for _, one in named.values()))
    return _WHICH.format(known=known)


def _which(layout: Layout, ruleset: Ruleset, of: str) -> str:
    """The table that a sheet is: by the option, the name of the sheet or its title; "" where none says it."""
    named = tables_named(ruleset)
    texts = [alike(text) for text in (layout.sheet.name, *layout.titles)]
    kinds = {key: [one.zh for one in kinds_of_table(ruleset, key)] for key in named}
    if of:
        label = next(rules.kind.label.zh for rules in ruleset.kinds if rules.kind.key == of)
        mine = [key for key in named if label in kinds[key]]
        return mine[0] if len(mine) == 1 else ""
    labels = {key: [one.label.zh, one.label.en] for key, (one, _) in named.items()}
    for names in ({key: [key] for key in named}, labels, kinds):
        longest = {
            key: max((len(name) for name in called if any(alike(name) in text for text in texts)), default=0)
            for key, called in names.items()
        }
        most = max(longest.values(), default=0)
        found = [key for key, length in longest.items() if most and length == most]
        if len(found) == 1:
            return found[0]
    return next(iter(named)) if len(named) == 1 else ""


def _rows(layout: Layout) -> tuple[list[tuple[Row, dict[str, Any]]], list[Line]]:
    """The indicators as a case file has them, with their rows; and what of it says nothing."""
    rows: list[tuple[Row, dict[str, Any]]] = []
    wrong: list[Line] = []
    for row in layout.rows:
        place = 0
        try:
            made = {} if layout.at("id") else {"id": str(len(rows) + 1)}
            for key in ("id", "label", "points"):
                if key not in made:
                    place = layout.at(key)
                    made[key] = _part(key, row.cells.get(place))
            rows.append((row, made))
        except Unread as refused:
            wrong.append(Line(state="rejected", at=At(layout.sheet.name, row.number, place), why=refused.text))
    try:
        indicators_of([made for _, made in rows])
    except CaseError as error:
        index, part = error.path[0], error.path[1] if len(error.path) > 1 else ""
        row, made = rows[index if isinstance(index, int) else 0]
        at = At(layout.sheet.name, row.number, layout.at(str(part)) or layout.at("id"))
        wrong.append(Line(state="rejected", at=at, why=masked(error.text, made["points"])))
    return rows, wrong


def is_workbook(path: str) -> bool:
    """Whether a path is a workbook's by its name."""
    return path.strip().lower().endswith(".xlsx")


def table_of_file(ruleset: Ruleset, key: str, path: Path) -> list[dict[str, Any]]:
    """The rows of one indicator table out of a workbook, as a case file has them.

    Raises FileError where no sheet is the table, or a row of it says nothing, with its place.
    """
    headings = Headings(table_columns())
    sheets = [sheet for sheet in read_sheets(path) if not sheet.hidden]
    found = [
        one for sheet in sheets if (one := layout_of(sheet, headings, str(path), about=("indicators",))) is not None
    ]
    mine = [one for one in found if _which(one, ruleset, "") == key] or (found if len(found) == 1 else [])
    if len(mine) != 1:
        raise FileError(_WHICH.format(known=tables_named(ruleset)[key][1]), where=str(path))
    rows, wrong = _rows(mine[0])
    for line in wrong:
        if line.why is not None:
            raise FileError(line.why, where=f"{path}, {line.at.text()}")
    return [made for _, made in rows]


def _said(one: Indicator) -> str:
    return f"{one.label.zh} {show(one.points)}"


def _part(key: str, cell: Cell | None) -> str:
    """One part of a row, as a case file says it. Raises Unread."""
    if cell is None:
        raise Unread(_MISSING.format(what=_LABELS[key]))
    text = text_of(_LABELS[key], cell)
    if key == "points":
        points = half_width(text).removesuffix("分").strip()
        if not _POINTS.fullmatch(points):
            raise Unread(_NO_POINTS)
        return points
    try:
        return plain_text(" ".join(text.split()), _LABELS[key], longest=NAME_LENGTH)
    except CaseError as error:
        raise Unread(masked(error.text, text)) from error
