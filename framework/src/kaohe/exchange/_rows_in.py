"""One row a person: who is new, and what each cell says of the inputs, links and ballots of their kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from attrs import define, field

from ..errors import KaoheError
from ..office import Amend, Enrol, Enter, Recheck
from ..progress import counted
from ..rules import Ceiling, Link, Periods, Tally
from ..rules.nodes import Input
from ..rules.tools import (
    UNKNOWN,
    Absent,
    Supplied,
    Value,
    accept,
    alike,
    linked_text,
    plain_link,
    said_turns,
    turns_of,
)
from ..words import Message, Text
from ._ballots import counts
from ._cells import At, Cell, Row
from ._columns import RECHECK, Column
from ._entry import Unread, entry, masked, text_of
from ._layout import Layout
from ._linked_in import Linked
from ._looked_at import Marks
from ._preview import CHECKED, Line, Preview
from ._rechecks_in import recheck, said
from ._shown import shown
from ._spoken import Spoken
from ._who import People, Who

__all__ = ["PersonRows"]

_NOT_OF = Message(
    "K9141",
    "{label} is not entered for a {kind}; leave the cell blank",
    "{kind}没有“{label}”；请将此单元格留空",
)
_NO_PERIOD = Message(
    "K9142",
    "{label} is entered by the {axis}, and neither the row, the sheet nor its title says which: say --period {example}",
    "{label}须按{axis}录入，而行、表名和标题均未写明期次；请用 --period {example} 指明",
)
_PERIOD = Message(
    "K9143",
    "this is none of the periods of the cycle ({known}); correct it",
    "本周期没有这一期次（{known}）；请更正",
)
_LINK = Message(
    "K9145",
    "this is nobody's id among the {kind}; enter an id of theirs",
    "{kind}中没有此编号；请填写其编号",
)
_LINK_SEVERAL = Message(
    "K9146",
    "{n} {kind} are called so: {ids}; enter the id of the one that is meant",
    "有 {n} 个{kind}同名：{ids}；请填写所指的编号",
)
_LIST_KEPT = Message(
    "K9147",
    "the book holds {n} rows here, so it is not none; take them back in the form first",
    "账簿中此项已有 {n} 条，不能填“无”；请先在录入表中撤回",
)
_NAME = Text("name", "姓名")


@define
class PersonRows:
    """Reads the rows of a sheet on which a row is one person, into the lines and changes of a preview."""

    people: People
    preview: Preview
    kind: str
    spoken: Mapping[str, Spoken]
    linked: Linked = field(init=False)
    marks: Marks = field(factory=Marks, init=False)
    _read: dict[tuple[int, Cell], tuple[Any, Value]] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self.linked = Linked(self.people)

    def entry(self, given: Input, cell: Cell) -> tuple[Any, Value]:
        """What a cell says for an input: a county's marks are a few hundred numbers, each read once. Raises Unread."""
        key = id(given), cell
        if key not in self._read:
            self._read[key] = entry(given, cell, self.supplied)
        return self._read[key]

    @property
    def supplied(self) -> Supplied:
        """What the cycle supplies."""
        return self.people.case.cohort.supplied

    def read(self, layout: Layout, sheet_period: Mapping[str, str]) -> None:
        """Every row of a sheet; `sheet_period` is the period by axis that the sheet as a whole is for."""
        line, change = len(self.preview.lines), len(self.preview.changes)
        for row in counted(CHECKED, layout.rows):
            try:
                who = self.people.of_row(layout, row)
                periods = self.periods(layout, row, who, sheet_period)
                self.people.once(who, ",".join(sorted(periods.values())), row.number)
            except Unread as refused:
                self._reject(layout, row, refused, 0)
                continue
            self._row(layout, row, who, periods)
        self.linked.finish(self.preview, line=line, change=change)
        self.preview.notes += self.marks.notes(layout.sheet.name)

    def put(
        self, layout: Layout, row: Row, who: Who, periods: Mapping[str, str], given: Input, raw: Any, place: int
    ) -> None:
        """Take in a value that was made of several cells, as an entry that stands at one of them; or reject it there."""
        reader = _OneRow(self, layout, row, who, periods)
        try:
            reader._made(given, raw, place)
        except Unread as refused:
            reader._reject(refused, place, given.label)

    def held(self, layout: Layout, row: Row, who: Who, periods: Mapping[str, str], given: Input) -> Any:
        """What the book holds of an input, in the period that a row is of. Raises Unread where none is told."""
        reader = _OneRow(self, layout, row, who, periods)
        return reader._before(given, reader._period(given))

    def _reject(
        self, layout: Layout, row: Row, refused: Unread, place: int, who: str = "", what: Text | None = None
    ) -> None:
        at = At(layout.sheet.name, row.number, place)
        self.preview.lines.append(Line(state="rejected", at=at, who=who, what=what, why=refused.text))

    def _row(self, layout: Layout, row: Row, who: Who, periods: Mapping[str, str]) -> None:
        reader = _OneRow(self, layout, row, who, periods)
        reader.cells()
        reader.ballots()
        reader.rechecks()
        if who.new:
            reader.enrol()
        elif self.kind == "roster":
            reader.rename()
        if not reader.rejected:
            self.linked.taken(reader.links)

    def periods(self, layout: Layout, row: Row, who: Who, sheet_period: Mapping[str, str]) -> dict[str, str]:
        """The period of a row by axis: what its own cell says, else the sheet's."""
        place = layout.at("period")
        cell = row.cells.get(place)
        if cell is None:
            return dict(sheet_period)
        axes = self._axes(who.kind)
        found = {axis: name for axis in axes if (name := self.spoken[axis].of_cell(cell))}
        if axes and not found:
            known = ", ".join(one.name for axis in axes for one in self.spoken[axis].periods)
            raise Unread(_PERIOD.format(known=known))
        return {**sheet_period, **found}

    def _axes(self, kind: str) -> list[str]:
        inputs = self.people.kinds[kind].inputs
        return list(dict.fromkeys(one.on.axis_key for one in inputs if isinstance(one.on, Periods)))


@define
class _OneRow:
    """One row while it is read."""

    of: PersonRows
    layout: Layout
    row: Row
    who: Who
    periods: Mapping[str, str]
    facts: dict[str, Any] = field(factory=dict)
    links: dict[str, Any] = field(factory=dict)
    parts: dict[str, dict[str, tuple[int, Cell]]] = field(factory=lambda: defaultdict(dict))
    settled: dict[str, dict[str, tuple[int, Cell]]] = field(factory=lambda: defaultdict(dict))
    lines: list[Line] = field(factory=list)
    later: list[tuple[Recheck, Line]] = field(factory=list)
    rejected: bool = False

    def cells(self) -> None:
        for place, alternatives in self.layout.columns.items():
            cell = self.row.cells.get(place)
            if cell is None or alternatives[0].sort in ("who", "findings"):
                continue
            column = next((one for one in alternatives if one.is_for(self.who.kind)), None)
            if column is not None and not self._wanted(column):
                continue
            try:
                if column is None:
                    kind = self.of.people.kinds[self.who.kind].kind.label
                    raise Unread(_NOT_OF.format(label=alternatives[0].label, kind=kind))
                self._cell(column, place, cell)
            except Unread as refused:
                self._reject(refused, place, (column or alternatives[0]).label)

    def _wanted(self, column: Column) -> bool:
        """Whether the kind of import takes the column: a roster no marks, marks no links."""
        given = column.of.get(self.who.kind)
        if self.of.kind == "earlier":
            return column.sort == "earlier"
        if self.of.kind == "roster":
            return column.sort in ("roster", "rechecks")
        return column.sort in ("tallies", "rechecks") or (self.of.kind == "marks" and not isinstance(given, Link))

    def _reject(self, refused: Unread, place: int, what: Text) -> None:
        self.rejected = True
        self.of._reject(self.layout, self.row, refused, place, self.who.id, what)

    def _cell(self, column: Column, place: int, cell: Cell) -> None:
        given = column.of[self.who.kind]
        if isinstance(given, Link):
            self._link(given, place, cell)
        elif isinstance(given, Ceiling):
            self.settled[column.key][column.part] = (place, cell)
        elif column.part:
            self.parts[column.key][column.part] = (place, cell)
        else:
            raw, value = self.of.entry(given, cell)
            self.of.marks.take(given, value)
            self._enter(given, raw, value, place)

    def _enter(self, given: Input, raw: Any, value: Value, place: int, what: Text | None = None) -> None:
        """The line and the change for one value."""
        at = self._period(given)
        before = self._before(given, at)
        if raw == [] and isinstance(before, tuple) and before:
            raise Unread(_LIST_KEPT.format(n=len(before)))
        state = "same" if before == value else "new" if before is UNKNOWN or _undue(before) else "changed"
        line = self._line(state, place, what or given.label, at, _old(given, before), shown(raw, given))
        if state == "same":
            return
        if self.who.new:
            self.facts[given.key] = {**self.facts.get(given.key, {}), at: raw} if at else raw
        else:
            self.of.preview.change(Enter(self.who.id, given.key, raw, at), line)

    def _line(self, state: str, place: int, what: Text, period: str, before: Any, after: Any) -> Line:
        shown_state = "asked" if self.who.asked and state in ("new", "changed") else state
        at = At(self.layout.sheet.name, self.row.number, place)
        after = after if isinstance(after, str) else shown(after)
        line = Line(state=shown_state, at=at, who=self.who.id, what=what, period=period, before=before, after=after)
        self.lines.append(line)
        self.of.preview.lines.append(line)
        return line

    def _period(self, given: Input) -> str:
        if not isinstance(given.on, Periods):
            return ""
        axis = given.on
        if axis.axis_key not in self.periods:
            periods = self.of.spoken[axis.axis_key].periods
            example = periods[0].name if periods else "-"
            raise Unread(_NO_PERIOD.format(label=given.label, axis=axis.label, example=example))
        return self.periods[axis.axis_key]

    def _before(self, given: Input, at: str) -> Any:
        """What the book holds of it."""
        held = self.of.people.case.cohort.appraisees.get(self.who.id)
        found = UNKNOWN if held is None else held.fact(given.key)
        if not at or found is UNKNOWN:
            return found
        names = [one.name for one in self.of.spoken[given.on.axis_key].periods]  # type: ignore[union-attr]  # it lies on periods
        return found[names.index(at)]  # type: ignore[index]  # a tuple there

    def ballots(self) -> None:
        """The ballots of which any part stands in the row."""
        inputs = {one.key: one for one in self.of.people.kinds[self.who.kind].inputs if isinstance(one, Tally)}
        for key, parts in self.parts.items():
            given, (place, _) = inputs[key], min(parts.values(), key=lambda part: part[0])
            try:
                self._made(given, counts(given, parts), place)
            except Unread as refused:
                self._reject(refused, place, given.label)

    def _made(self, given: Input, raw: Any, place: int) -> None:
        """Check a value that was made of several cells, and take it in. Raises Unread."""
        try:
            value = accept(given, raw, self.of.supplied)
        except KaoheError as error:
            raise Unread(masked(error.text)) from error
        self._enter(given, raw, value, place)

    def rechecks(self) -> None:
        """The re-checks of which the state or the document stands in the row."""
        limits = {one.id: one for one in self.of.people.kinds[self.who.kind].rules(Ceiling)}
        known = self.of.people.case.cohort.appraisees.get(self.who.id)
        for rule, parts in self.settled.items():
            place = min(place for place, _ in parts.values())
            what = RECHECK["status"].format(clause=limits[rule].clause)
            held = None if known is None else known.rechecks.get(rule)
            try:
                found = recheck(what, {part: cell for part, (_, cell) in parts.items()}, held)
            except Unread as refused:
                self._reject(refused, place, what)
                continue
            before, after = said(held), said(found)
            state = "same" if before == after else "changed" if before else "new"
            line = self._line(state, place, what, "", before, after)
            if state != "same":
                self.later.append((Recheck(self.who.id, rule, found.status, found.document), line))
        if not self.who.new:
            for change, line in self.later:
                self.of.preview.change(change, line)

    def _link(self, link: Link, place: int, cell: Cell) -> None:
        """A link by the id of the other, or by a name that one alone of that kind has."""
        text, asked, cycle = text_of(link.label, cell), False, self.of.people.case.cohort.cycle
        rows = said_turns(text) if link.on is not None else None
        put: Any
        if link.on is None or rows is None:
            put, asked = self._whom(link, text, place)
            target = put
        else:
            rows = [{**row, "id": self._whom(link, row["id"], place)[0]} for row in rows]
            try:
                turns = turns_of(rows, cycle.periods[link.on.key], cycle.start, cycle.end)
            except KaoheError as error:
                raise Unread(masked(error.text)) from error
            put, target = plain_link(turns), linked_text(turns)
        held = self.of.people.case.cohort.appraisees.get(self.who.id)
        before = "" if held is None or link.key not in held.links else linked_text(held.links[link.key])
        if before == target:
            self._line("same", place, link.label, "", before, target)
            return
        line = self._line("asked" if asked else "changed" if before else "new", place, link.label, "", before, target)
        if self.who.new:
            self.links[link.key] = put
        else:
            self.of.preview.change(Amend(self.who.id, links={link.key: put}), line)

    def _whom(self, link: Link, text: str, place: int) -> tuple[str, bool]:
        """The id that is meant, of somebody new where a roster names them nowhere else; and whether to ask about it."""
        people, added = self.of.people, self.of.people.added
        target = people.known(text)
        if target and people.kind_of(target) == link.to.key:
            return target, False
        named = people.named(text, link.to.key) or _added(people, text, link.to.key)
        if not named and people.roster and people.options.ids:
            named = [self.of.linked.add(link, text, At(self.layout.sheet.name, self.row.number, place))]
        if len(named) != 1:
            told = _LINK_SEVERAL if named else _LINK
            raise Unread(told.format(kind=link.to.label, n=len(named), ids=", ".join(named[:6])))
        return named[0], not people.options.by_name and named[0] not in added

    def enrol(self) -> None:
        """The change that adds somebody new, with everything of the row; nothing of it where any is rejected."""
        if self.rejected:
            self.of.preview.drop(self.lines)
            return
        place = self.layout.at("id") or self.layout.at("name")
        line = self._line("new", place, _NAME, "", "", self.who.name or self.who.id)
        change = Enrol(self.who.id, self.who.kind, self.who.name, self.links, self.facts)
        self.of.preview.change(change, line)
        for settled in self.later:
            self.of.preview.change(*settled)

    def rename(self) -> None:
        """Another name for somebody on the roster, who was found by id."""
        held = self.of.people.case.cohort.appraisees[self.who.id]
        place = self.layout.at("name")
        if place in self.row.cells and self.who.name:
            same = alike(self.who.name) == alike(held.name)
            line = self._line("same" if same else "changed", place, _NAME, "", held.name, self.who.name)
            if not same:
                self.of.preview.change(Amend(self.who.id, name=self.who.name), line)


def _added(people: People, name: str, kind: str) -> list[str]:
    return [one.id for one in people.added.values() if one.kind == kind and one.name and alike(one.name) == alike(name)]


def _undue(before: Any) -> bool:
    """Whether what stands there is only that the period is not due, which nobody entered."""
    return isinstance(before, Absent) and before.code == "not-posted" and not before.note


def _old(given: Input, before: Any) -> str:
    return "" if before is UNKNOWN or _undue(before) else shown(before, given)
