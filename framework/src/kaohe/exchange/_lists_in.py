"""One row of a list: whose it is, its day, document number and item, and what the list has besides.

A finding names its list in a cell, by label or clause; a sheet of events is of one list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import Any

from attrs import define, evolve, field, frozen

from ..errors import KaoheError
from ..office import Enter
from ..progress import counted
from ..rules import Events, Finding
from ..rules.tools import EventRow, FindingRow, Supplied, accept, alike, clause_number
from ..words import Message
from ._cells import At, Cell, Row
from ._entry import Unread, masked, plain
from ._layout import Layout
from ._list_cells import cell_at, needed, reads
from ._lists import Listed
from ._preview import CHECKED, Line, Preview
from ._shown import shown
from ._who import People, Who

__all__ = ["ListRows"]

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
_NOT_OF = Message(
    "K9154",
    "a {kind} has no list {label}; delete the row, or correct the id",
    "{kind}没有“{label}”这一清单；请删去此行，或更正编号",
)


@define
class _Merged:
    """The rows of one list as the book holds them with those of the import, and the lines of what is new in it.

    `raw` and `rows` are the same rows, as a case file writes them and as they are read.
    """

    given: Finding | Events
    who: Who
    raw: list[dict[str, Any]]
    rows: list[FindingRow | EventRow]
    lines: list[Line] = field(factory=list)
    met: set[int] = field(factory=set)  # the places that a row of this sheet stands at


@frozen
class _Read:
    """One row of a sheet that could be read."""

    at: At
    who: Who
    given: Finding | Events
    raw: dict[str, Any]
    row: FindingRow | EventRow

    @property
    def key(self) -> tuple[Hashable, ...]:
        """What tells the row from others of its sheet."""
        return self.who.id, self.given.key, *_key(self.row)


@define
class ListRows:
    """Reads sheets on which a row is one finding or event; the rows of one list become one change."""

    people: People
    preview: Preview
    _merged: dict[tuple[str, str], _Merged] = field(factory=dict, init=False)

    @property
    def supplied(self) -> Supplied:
        """What the cycle supplies."""
        return self.people.case.cohort.supplied

    def read(self, layout: Layout, listed: Listed | None = None) -> None:
        """Every row of a sheet: of findings, or of one list of events."""
        found = [self._row(layout, row, listed) for row in counted(CHECKED, layout.rows)]
        times = Counter(one.key for one in found if isinstance(one, _Read))
        for one in found:
            if isinstance(one, _Read):
                self._add(one, alone=times[one.key] == 1)
            else:
                self.preview.lines.append(one)
        for merged in self._merged.values():
            merged.met.clear()

    def _row(self, layout: Layout, row: Row, listed: Listed | None) -> _Read | Line:
        """One row as read, or the line that rejects it."""
        who, place = "", 0
        try:
            found = self.people.of_row(layout, row)
            who, place = found.id, 0 if listed else layout.at("finding")
            given = (
                self._finding(found.kind, cell_at(layout, row, "finding"))
                if listed is None
                else self._of(found, listed)
            )
            made: dict[str, Any] = {}
            for key, read in reads(listed, found.kind, self.supplied):
                place = layout.at(key)
                if (value := read(cell_at(layout, row, key), key)) is not None:
                    made[key] = value
            place = layout.at("date") or place
            return _Read(At(layout.sheet.name, row.number, place), found, given, made, self._accepted(given, made))
        except Unread as refused:
            return Line(state="rejected", at=At(layout.sheet.name, row.number, place), who=who, why=refused.text)

    def _accepted(self, given: Finding | Events, raw: dict[str, Any]) -> FindingRow | EventRow:
        """A row by itself as it is read. Raises Unread, without the number that it would have in the list."""
        try:
            found: Any = accept(given, [raw], self.supplied)
        except KaoheError as error:
            text = masked(error.text)
            en, zh = text.en.removeprefix("row 1: "), text.zh.removeprefix("第1行：").removeprefix("第1行")
            raise Unread(text.reworded(en, zh)) from error
        return found[0]  # type: ignore[no-any-return]  # a list of one row

    def _of(self, who: Who, listed: Listed) -> Events:
        if who.kind not in listed.of:
            raise Unread(_NOT_OF.format(kind=self.people.kinds[who.kind].kind.label, label=listed.label))
        return listed.of[who.kind]

    def _finding(self, kind: str, cell: Cell | None) -> Finding:
        """The finding that a cell names: by its label, its key, its clause or the number of that."""
        text = needed(cell, "finding")
        rules = self.people.kinds[kind]
        findings = [one for one in rules.inputs if isinstance(one, Finding)]
        for names in (_by_name, _by_clause):
            meant = [one for one in findings if alike(text) in map(alike, names(one))]
            if len(meant) == 1:
                return meant[0]
            if meant:
                raise Unread(_SEVERAL.format(n=len(meant)))
        raise Unread(_UNKNOWN.format(kind=rules.kind.label))

    def _add(self, one: _Read, *, alone: bool) -> None:
        merged = self._merged.get((one.who.id, one.given.key))
        if merged is None:
            held = self._held(one.who, one.given)
            merged = _Merged(one.given, one.who, [_raw(row) for row in held], held)
            self._merged[one.who.id, one.given.key] = merged
        place = _place(merged, one.row, alone=alone)
        raw = one.raw if place is None else {**merged.raw[place], **one.raw}
        row = one.row if place is None else self._accepted(one.given, raw)
        state = "new" if place is None else "same" if merged.rows[place] == row else "changed"
        line = Line(
            state="asked" if one.who.asked and state != "same" else state,
            at=one.at,
            who=one.who.id,
            what=one.given.label,
            before="" if place is None else shown(merged.rows[place]),
            after=shown(row),
        )
        self.preview.lines.append(line)
        if place is None:
            place = len(merged.rows)
            merged.rows.append(row)
            merged.raw.append(raw)
        merged.rows[place], merged.raw[place] = row, raw
        merged.met.add(place)
        if state != "same":
            merged.lines.append(line)

    def _held(self, who: Who, given: Finding | Events) -> list[FindingRow | EventRow]:
        """The rows that the book holds."""
        known = self.people.case.cohort.appraisees.get(who.id)
        held = () if known is None else known.fact(given.key)
        rows = held if isinstance(held, tuple) else ()
        return [evolve(row, same="") for row in rows if isinstance(row, FindingRow | EventRow)]

    def finish(self) -> None:
        """The changes, one a list; a list that is refused marks its lines."""
        for merged in self._merged.values():
            if not merged.lines:
                continue
            try:
                accept(merged.given, merged.raw, self.supplied)
            except KaoheError as error:
                self._refuse(merged, masked(error.text))
                continue
            self.preview.change(Enter(merged.who.id, merged.given.key, merged.raw), merged.lines[0])

    def _refuse(self, merged: _Merged, why: Message) -> None:
        for line in merged.lines:
            self.preview.refuse(line, why)


def _by_name(given: Finding) -> tuple[str, ...]:
    return given.label.zh, given.label.en, given.key


def _by_clause(given: Finding) -> tuple[str, ...]:
    number = clause_number(given.clause)
    return (given.clause, number) if number else (given.clause,)


def _place(merged: _Merged, row: FindingRow | EventRow, *, alone: bool) -> int | None:
    """Which recorded row a row of the sheet is, None for a new one.

    A finding is told by its day, document and item. An event is the one that says the same in everything; else, where
    these tell one alone on both sides, the one of its day, document and item, which then is corrected.
    """
    free = [place for place in range(len(merged.rows)) if isinstance(row, FindingRow) or place not in merged.met]
    if isinstance(row, EventRow):
        for place in free:
            if merged.rows[place] == row:
                return place
    alike_ = [place for place in range(len(merged.rows)) if _key(merged.rows[place]) == _key(row)]
    told = isinstance(row, FindingRow) or (alone and any(_key(row)) and len(alike_) == 1)
    return next((place for place in alike_ if told and place in free), None)


def _key(row: FindingRow | EventRow) -> tuple[Hashable, ...]:
    return row.date, row.document, row.item


def _raw(row: FindingRow | EventRow) -> dict[str, Any]:
    """A row as a case file writes it."""
    made: dict[str, Any] = {} if row.date is None else {"date": row.date.isoformat()}
    made |= {key: value for key, value in (("document", row.document), ("item", row.item)) if value}
    more: Mapping[str, Any] = {"status": row.status} if isinstance(row, FindingRow) else dict(row.values)
    return made | {key: plain(value) for key, value in more.items()}
