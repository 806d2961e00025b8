"""One row a finding: whose it is, under which clause, its day, document number and re-check state."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from ..errors import KaoheError
from ..office import Enter
from ..rules import Finding
from ..rules.tools import FindingRow, accept, alike, clause_number, document_number, parse_day, recheck_state
from ..words import Message
from ._cells import At, Cell, Row
from ._columns import FOUND
from ._entry import Unread, day_text, masked, text_of
from ._layout import Layout
from ._preview import Line, Preview
from ._shown import shown
from ._who import People, Who

__all__ = ["FindingRows"]

_MISSING = Message("K9151", "the row lacks {what}; enter it", "此行缺{what}；请填写")
_UNKNOWN = Message(
    "K9152",
    "this is no finding that a {kind} can have; enter its label or clause, as on the template",
    "{kind}没有这一认定事项；请按模板填写其名称或条款",
)
_SEVERAL = Message(
    "K9153",
    "{n} findings stand under this clause; enter the label of the one that is meant",
    "此条款下有 {n} 项；请填写所指事项的名称",
)
_HEADS = {one.key: one.label for one in FOUND}


@define
class _Merged:
    """The rows of one list as the book holds them with those of the import, and the lines of these."""

    given: Finding
    who: Who
    rows: list[dict[str, Any]]
    lines: list[Line] = field(factory=list)


@define
class FindingRows:
    """Reads a sheet on which a row is one finding; the rows of one list become one change."""

    people: People
    preview: Preview
    _merged: dict[tuple[str, str], _Merged] = field(factory=dict, init=False)

    def read(self, layout: Layout) -> None:
        """Every row of a sheet."""
        for row in layout.rows:
            self._row(layout, row)

    def _row(self, layout: Layout, row: Row) -> None:
        who, place = "", 0
        try:
            found = self.people.of_row(layout, row)
            who, place = found.id, layout.at("finding")
            given = self._finding(found.kind, _cell(layout, row, "finding"))
            made: dict[str, Any] = {}
            for key, read in _PARTS:
                place = layout.at(key)
                if (value := read(_cell(layout, row, key), key)) is not None:
                    made[key] = value
            self._add(At(layout.sheet.name, row.number, place), found, given, made)
        except Unread as refused:
            at = At(layout.sheet.name, row.number, place)
            self.preview.lines.append(Line(state="rejected", at=at, who=who, why=refused.text))

    def _finding(self, kind: str, cell: Cell | None) -> Finding:
        """The finding that a cell names: by its label, its key, its clause or the number of that."""
        text = _needed(cell, "finding")
        rules = self.people.kinds[kind]
        findings = [one for one in rules.inputs if isinstance(one, Finding)]
        for names in (_by_name, _by_clause):
            meant = [one for one in findings if alike(text) in map(alike, names(one))]
            if len(meant) == 1:
                return meant[0]
            if meant:
                raise Unread(_SEVERAL.format(n=len(meant)))
        raise Unread(_UNKNOWN.format(kind=rules.kind.label))

    def _add(self, at: At, who: Who, given: Finding, made: dict[str, Any]) -> None:
        merged = self._merged.get((who.id, given.key))
        if merged is None:
            merged = self._merged[who.id, given.key] = _Merged(given, who, self._held(who, given))
        same = next((row for row in merged.rows if _same(row, made)), None)
        state = (
            "new"
            if same is None
            else "same"
            if made.get("status", same.get("status")) == same.get("status")
            else "changed"
        )
        line = Line(
            state="asked" if who.asked and state != "same" else state,
            at=at,
            who=who.id,
            what=given.label,
            before="" if same is None else shown(same),
            after=shown(made),
        )
        self.preview.lines.append(line)
        if same is None:
            merged.rows.append(made)
        else:
            same.update(made)
        if state != "same":
            merged.lines.append(line)

    def _held(self, who: Who, given: Finding) -> list[dict[str, Any]]:
        """The rows that the book holds, as a case file writes them."""
        known = self.people.case.cohort.appraisees.get(who.id)
        held = () if known is None else known.fact(given.key)
        return [_raw(row) for row in held if isinstance(row, FindingRow)] if isinstance(held, tuple) else []

    def finish(self) -> None:
        """The changes, one a list; a list that is refused marks its lines."""
        for merged in self._merged.values():
            if not merged.lines:
                continue
            try:
                accept(merged.given, merged.rows, self.people.case.cohort.supplied)
            except KaoheError as error:
                self._refuse(merged, masked(error.text))
                continue
            self.preview.change(Enter(merged.who.id, merged.given.key, merged.rows), merged.lines[0])

    def _refuse(self, merged: _Merged, why: Message) -> None:
        for line in merged.lines:
            self.preview.refuse(line, why)


def _by_name(given: Finding) -> tuple[str, ...]:
    return given.label.zh, given.label.en, given.key


def _by_clause(given: Finding) -> tuple[str, ...]:
    number = clause_number(given.clause)
    return (given.clause, number) if number else (given.clause,)


def _cell(layout: Layout, row: Row, key: str) -> Cell | None:
    return row.cells.get(layout.at(key))


def _needed(cell: Cell | None, key: str) -> str:
    if cell is None:
        raise Unread(_MISSING.format(what=_HEADS[key]))
    return text_of(_HEADS[key], cell)


def _date(cell: Cell | None, key: str) -> str:
    if cell is None:
        raise Unread(_MISSING.format(what=_HEADS[key]))
    text = day_text(_HEADS[key], cell)
    try:
        return parse_day(text).isoformat()
    except KaoheError as error:
        raise Unread(masked(error.text, cell.text)) from error


def _document(cell: Cell | None, key: str) -> str:
    text = _needed(cell, key)
    try:
        return document_number(text)
    except KaoheError as error:
        raise Unread(masked(error.text, text)) from error


def _status(cell: Cell | None, key: str) -> str | None:
    if cell is None:
        return None
    text = text_of(_HEADS[key], cell)
    try:
        return recheck_state(text)
    except KaoheError as error:
        raise Unread(masked(error.text, text)) from error


def _item(cell: Cell | None, key: str) -> str | None:
    return None if cell is None else text_of(_HEADS[key], cell)


_PARTS = (("date", _date), ("document", _document), ("status", _status), ("item", _item))


def _same(row: dict[str, Any], made: dict[str, Any]) -> bool:
    """Whether two rows are one finding: of one day, document and item."""
    return all(row.get(key, "") == made.get(key, "") for key in ("date", "document", "item"))


def _raw(row: FindingRow) -> dict[str, Any]:
    made = {"date": row.date.isoformat(), "document": row.document, "status": row.status}
    return made | ({"item": row.item} if row.item else {})
