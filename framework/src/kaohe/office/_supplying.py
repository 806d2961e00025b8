"""Indicator tables put into a book that is open, in place of those it has; and taken back again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import CaseError
from ..store import Receipt, Record, Store
from ..words import Message
from ._changes import Change, Supply
from ._documents import SETTINGS, Fields, plain
from ._errors import NotSaved, OfficeError, Refusal
from ._plan import frame_of
from ._reader import Reader
from ._salvage import salvaged
from ._state import State

__all__ = ["supplied", "tables_before"]

Tables = Mapping[str, Sequence[Mapping[str, Any]]]

_ALONE = Message(
    "K8051",
    "an indicator table is saved by itself, since everything by indicator rests on it; save it first, the rest after",
    "指标表须单独保存，因为按指标录入的内容均以其为据；请先保存指标表，再保存其余",
)
_FROZEN = Message(
    "K8052",
    "something of this book is frozen, and what was computed rests on the indicator tables; revise nothing in them",
    "本账簿已有冻结内容，其结果以指标表为据；不得再更改指标表",
)
_RESTS = Message(
    "K8053",
    "{who} {key} {at} was entered by the table as it is and does not fit the new one: take the entry back first, then "
    "enter it again",
    "{who} 的 {key} {at} 是按现有指标表录入的，与新表不符：请先撤回该项，导入后再录入",
)


def supplied(state: State, reader: Reader, changes: Sequence[Change], refused: Sequence[Refusal]) -> Fields:
    """The settings with the tables of the changes. Raises OfficeError and NotSaved.

    `refused` are the entries that the rules no longer take as it is: more must not become so.
    """
    tables: dict[str, Any] = {}
    for change in changes:
        if not isinstance(change, Supply):
            raise OfficeError(_ALONE)
        tables[change.key] = plain(change.rows)
    if state.freezes:
        raise NotSaved(tuple(Refusal(change, "", _key(change), "", _FROZEN) for change in changes), len(changes))
    settings = with_tables(state.settings, {**state.settings["cycle"].get("tables", {}), **tables})
    trial = Reader(reader.ruleset, frame_of(settings))
    try:
        trial.case([])
    except CaseError as error:
        wrong = [change for change in changes if _key(change) in error.path] or [*changes]
        raise NotSaved(tuple(Refusal(one, "", _key(one), "", error.text) for one in wrong), len(changes)) from error
    _, then = salvaged(trial, state)
    known = {(one.appraisee, one.key, one.at) for one in refused}
    rest = [one for one in then if (one.appraisee, one.key, one.at) not in known]
    if rest:
        first = rest[0]
        text = _RESTS.format(who=first.appraisee, key=first.key, at=first.at)
        raise NotSaved((Refusal(changes[0], "", _key(changes[0]), "", text),), len(changes))
    return settings


def with_tables(settings: Fields, tables: Tables) -> Fields:
    """The settings with these tables alone; an empty one is none."""
    cycle = {key: value for key, value in settings["cycle"].items() if key != "tables"}
    held = {key: rows for key, rows in tables.items() if rows}
    return {**settings, "cycle": cycle | ({"tables": held} if held else {})}


def tables_before(store: Store, state: State, receipt: Receipt) -> list[Supply] | None:
    """The tables as they stood before a commit that put in nothing but tables; None for every other commit."""
    before: Record | None = None
    for record in store.history():
        change = next((one for one in record.changes if one.kind == SETTINGS), None)
        if record.seq == receipt.seq and before is not None and change is not None and len(record.changes) == 1:
            held = next(one.fields for one in before.changes if one.kind == SETTINGS) or {}
            now = change.fields or {}
            if not record.hash.startswith(receipt.hash) or state.versions[SETTINGS, change.id] != record.seq:
                return None
            if with_tables(held, {}) != with_tables(now, {}):
                return None
            tables = held["cycle"].get("tables", {})
            return [Supply(key, tables.get(key, ())) for key in {**now["cycle"].get("tables", {}), **tables}]
        if change is not None:
            before = record
    return None


def _key(change: Change) -> str:
    return change.key if isinstance(change, Supply) else ""
