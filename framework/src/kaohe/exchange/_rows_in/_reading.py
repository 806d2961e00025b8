"""What a row says, part by part: its cells, its ballots and re-checks, and who is new or called otherwise."""

from __future__ import annotations

from ...office import Amend, Enrol, Recheck
from ...rules import Ceiling, Link, Tally
from ...rules.tools import alike
from ...words import Message, Text
from .._cells import Cell
from .._columns import RECHECK, Column
from .._entry import Unread
from ._counts import counts
from ._links import take_link
from ._one_row import OneRow
from ._rechecks import recheck, said

__all__ = ["read_row"]

_NOT_OF = Message(
    "K9141",
    "{label} is not entered for a {kind}; leave the cell blank",
    "{kind}没有“{label}”；请将此单元格留空",
)
_NAME = Text("name", "姓名")


def read_row(one: OneRow) -> None:
    """Take in everything that a row says; nothing of somebody new where any of it is refused."""
    _cells(one)
    _ballots(one)
    _rechecks(one)
    if one.who.new:
        _enrol(one)
    elif one.of.kind == "roster":
        _rename(one)
    if not one.rejected:
        one.of.named.taken(one.links)


def _cells(one: OneRow) -> None:
    for place, alternatives in one.layout.columns.items():
        cell = one.row.cells.get(place)
        if cell is None or alternatives[0].sort in ("who", "findings"):
            continue
        column = next((found for found in alternatives if found.is_for(one.who.kind)), None)
        if column is not None and not _wanted(one, column):
            continue
        try:
            if column is None:
                kind = one.of.people.kinds[one.who.kind].kind.label
                raise Unread(_NOT_OF.format(label=alternatives[0].label, kind=kind))
            _cell(one, column, place, cell)
        except Unread as refused:
            one.reject(refused, place, (column or alternatives[0]).label)


def _wanted(one: OneRow, column: Column) -> bool:
    """Whether the kind of import takes the column: a roster no marks, marks no links."""
    given = column.of.get(one.who.kind)
    if one.of.kind == "earlier":
        return column.sort == "earlier"
    if one.of.kind == "roster":
        return column.sort in ("roster", "rechecks")
    return column.sort in ("tallies", "rechecks") or (one.of.kind == "marks" and not isinstance(given, Link))


def _cell(one: OneRow, column: Column, place: int, cell: Cell) -> None:
    given = column.of[one.who.kind]
    if isinstance(given, Link):
        take_link(one, given, place, cell)
    elif isinstance(given, Ceiling):
        one.settled[column.key][column.part] = (place, cell)
    elif column.part:
        one.parts[column.key][column.part] = (place, cell)
    else:
        raw, value = one.of.entry(given, cell)
        one.of.marks.take(given, value)
        one.enter(given, raw, value, place)


def _ballots(one: OneRow) -> None:
    """The ballots of which any part stands in the row."""
    inputs = {given.key: given for given in one.of.people.kinds[one.who.kind].inputs if isinstance(given, Tally)}
    for key, parts in one.parts.items():
        given, (place, _) = inputs[key], min(parts.values(), key=lambda part: part[0])
        try:
            one.made(given, counts(given, parts), place)
        except Unread as refused:
            one.reject(refused, place, given.label)


def _rechecks(one: OneRow) -> None:
    """The re-checks of which the state or the document stands in the row."""
    limits = {limit.id: limit for limit in one.of.people.kinds[one.who.kind].rules(Ceiling)}
    for rule, parts in one.settled.items():
        place = min(place for place, _ in parts.values())
        what = RECHECK["status"].format(clause=limits[rule].clause)
        held = None if one.known is None else one.known.rechecks.get(rule)
        try:
            found = recheck(what, {part: cell for part, (_, cell) in parts.items()}, held)
        except Unread as refused:
            one.reject(refused, place, what)
            continue
        before, after = said(held), said(found)
        state = "same" if before == after else "changed" if before else "new"
        line = one.line(state, place, what, "", before, after)
        if state != "same":
            one.later.append((Recheck(one.who.id, rule, found.status, found.document), line))
    if not one.who.new:
        for change, line in one.later:
            one.of.preview.change(change, line)


def _enrol(one: OneRow) -> None:
    """The change that adds somebody new, with everything of the row; nothing of it where any is rejected."""
    if one.rejected:
        one.of.preview.drop(one.lines)
        return
    place = one.layout.at("id") or one.layout.at("name")
    line = one.line("new", place, _NAME, "", "", one.who.name or one.who.id)
    change = Enrol(one.who.id, one.who.kind, one.who.name, one.links, one.facts)
    one.of.preview.change(change, line)
    for settled in one.later:
        one.of.preview.change(*settled)


def _rename(one: OneRow) -> None:
    """Another name for somebody on the roster, who was found by id."""
    held = one.of.people.case.cohort.appraisees[one.who.id]
    place = one.layout.at("name")
    if place in one.row.cells and one.who.name:
        same = alike(one.who.name) == alike(held.name)
        line = one.line("same" if same else "changed", place, _NAME, "", held.name, one.who.name)
        if not same:
            one.of.preview.change(Amend(one.who.id, name=one.who.name), line)
