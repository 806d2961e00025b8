"""Links of a row: whom its cell means, by id or by a name that one alone has."""

from __future__ import annotations

from typing import Any

from ...errors import KaoheError
from ...office import Amend
from ...rules import Link
from ...rules.tools import alike, linked_text, plain_link, said_turns, turns_of
from ...words import Message
from .._cells import Cell
from .._entry import Unread, masked, text_of
from .._who import People
from ._one_row import OneRow

__all__ = ["take_link"]

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


def take_link(one: OneRow, link: Link, place: int, cell: Cell) -> None:
    """A link by the id of the other, or by a name that one alone of that kind has."""
    text, asked, cycle = text_of(link.label, cell), False, one.of.people.case.cohort.cycle
    rows = said_turns(text) if link.on is not None else None
    put: Any
    if link.on is None or rows is None:
        put, asked = _whom(one, link, text, place)
        target = put
    else:
        rows = [{**row, "id": _whom(one, link, row["id"], place)[0]} for row in rows]
        try:
            turns = turns_of(rows, cycle.periods[link.on.key], cycle.start, cycle.end)
        except KaoheError as error:
            raise Unread(masked(error.text)) from error
        put, target = plain_link(turns), linked_text(turns)
    held = one.known
    before = "" if held is None or link.key not in held.links else linked_text(held.links[link.key])
    if before == target:
        one.line("same", place, link.label, "", before, target)
        return
    line = one.line("asked" if asked else "changed" if before else "new", place, link.label, "", before, target)
    if one.who.new:
        one.links[link.key] = put
    else:
        one.of.preview.change(Amend(one.who.id, links={link.key: put}), line)


def _whom(one: OneRow, link: Link, text: str, place: int) -> tuple[str, bool]:
    """The id that is meant, of somebody new where a roster names them nowhere else; and whether to ask about it."""
    people, added = one.of.people, one.of.people.added
    target = people.known(text)
    if target and people.kind_of(target) == link.to.key:
        return target, False
    named = people.named(text, link.to.key) or _added(people, text, link.to.key)
    if not named and people.roster and people.options.ids:
        named = [one.of.named.add(link, text, one.at(place))]
    if len(named) != 1:
        told = _LINK_SEVERAL if named else _LINK
        raise Unread(told.format(kind=link.to.label, n=len(named), ids=", ".join(named[:6])))
    return named[0], not people.options.by_name and named[0] not in added


def _added(people: People, name: str, kind: str) -> list[str]:
    return [one.id for one in people.added.values() if one.kind == kind and one.name and alike(one.name) == alike(name)]
