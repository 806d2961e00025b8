"""One change made to one appraisee's row, as far as that can be said without reading it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import CaseError, KaoheError
from ..rules.tools import look_alike, near, said_turns
from ..words import Message, named
from ._acts import Act
from ._changes import Amend, Change, Decide, Enrol, Enter, Freeze, Recheck, Rescind, Revise, Supply, Withdraw
from ._documents import Row, plain
from ._state import State

__all__ = ["Misplaced", "OfPerson", "after", "alike_to", "near_or_nobody", "of_person", "target_of"]

OfPerson = Enter | Enrol | Amend | Withdraw | Recheck

_NOBODY = Message(
    "K8003",
    "nobody on the roster has the id {id}; add them first, or correct the id",
    "名册中没有编号 {id}；请先登记，或更正编号",
)
_MEANT = Message(
    "K8004", "nobody on the roster has the id {id}; did you mean {near}?", "名册中没有编号 {id}；是不是 {near}？"
)
_THERE = Message(
    "K8005",
    "{id} is on the roster already; use amend for another name, kind or link, or choose another id",
    "{id} 已在名册中；更改姓名、类别或链接请用 amend，或另取编号",
)
_ALIKE = Message("K8006", "{why}; ids must differ to the eye; choose another", "{why}；编号须明显不同；请另取")
_WHICH = Message(
    "K8007",
    "{key} is entered for each period; name the period, like {period}",
    "{key} 须逐期录入；请写明期次，如 {period}",
)
_NO_PERIOD = Message(
    "K8008",
    "{key} is entered once for the cycle; leave the period {at} out",
    "{key} 每周期只录一次；请去掉期次 {at}",
)


def of_person(change: Change) -> str:
    """Whose row it changes, "" for a decision or a freeze."""
    if isinstance(change, Enter | Recheck):
        return change.appraisee
    return change.id if isinstance(change, Enrol | Amend | Withdraw) else ""


def target_of(change: Change) -> tuple[str, str, str]:
    """Appraisee, key and period, as a refusal names them."""
    if isinstance(change, Enter):
        return change.appraisee, change.key, change.at
    if isinstance(change, Recheck):
        return change.appraisee, change.rule, ""
    if isinstance(change, Decide):
        return str(change.decision.get("appraisee", "")), str(change.decision.get("quota", "decision")), ""
    if isinstance(change, Rescind):
        return "", change.id, ""
    if isinstance(change, Freeze | Revise):
        return "", change.axis, change.period
    if isinstance(change, Act):
        return change.about()
    return ("", change.key, "") if isinstance(change, Supply) else (change.id, "", "")


def near_or_nobody(who: str, known: Mapping[str, Any]) -> KaoheError:
    """The refusal of an id that nobody has."""
    meant = near(who, known) if len(who) < 60 else None
    if meant is not None:
        return CaseError(_MEANT.format(id=named(who), near=meant))
    return CaseError(_NOBODY.format(id=named(who[:60])))


def after(
    row: Row | None, changes: Sequence[OfPerson], state: State, periods: Mapping[str, Sequence[str]]
) -> Row | None:
    """The row with the changes made, a new one; None for somebody withdrawn. Raises Misplaced for one that cannot be."""
    for change in changes:
        try:
            row = _changed(row, change, state, periods)
        except KaoheError as error:
            raise Misplaced(change, error) from error
    return row


class Misplaced(Exception):  # noqa: N818  # carries a change to where its refusal is made
    """A change that cannot be made at all."""

    def __init__(self, change: OfPerson, error: KaoheError) -> None:
        super().__init__(str(error))
        self.change, self.error = change, error


def _changed(row: Row | None, change: OfPerson, state: State, periods: Mapping[str, Sequence[str]]) -> Row | None:
    if isinstance(change, Enrol):
        return _enrolled(row, change, state, periods)
    if row is None:
        raise near_or_nobody(of_person(change), state.rows)
    if isinstance(change, Withdraw):
        return None
    if isinstance(change, Amend):
        return _amended(row, change)
    if isinstance(change, Recheck):
        return _within(row, "rechecks", change.rule, _recheck(change))
    return _entered(row, change, state.axes.get(row["kind"], {}), periods)


def _enrolled(row: Row | None, change: Enrol, state: State, periods: Mapping[str, Sequence[str]]) -> Row:
    if row is not None:
        raise CaseError(_THERE.format(id=named(change.id)))
    made: Row = {"id": change.id, "kind": change.kind}
    made |= {"name": change.name} if change.name else {}
    made |= {"links": _linked(change.links)} if change.links else {}
    axes = state.axes.get(change.kind, {})
    facts = {key: plain(value) for key, value in change.facts.items() if value is not None}
    for key, axis in axes.items():
        if axis and isinstance(facts.get(key), list) and len(facts[key]) == len(periods[axis]):
            facts[key] = {at: one for at, one in zip(periods[axis], facts[key], strict=True) if one is not None}
    return made | ({"facts": facts} if facts else {})


def alike_to(who: str, held: str) -> KaoheError:
    """The refusal of an id that only looks like another."""
    return CaseError(_ALIKE.format(why=look_alike(held, who)))


def _linked(links: Mapping[str, Any]) -> dict[str, Any]:
    """Links as they are kept: what was typed as one text of a link by date in rows, so that each id stands by itself."""
    said = {key: said_turns(to) if isinstance(to, str) else None for key, to in links.items()}
    return {key: plain(to if said[key] is None else said[key]) for key, to in links.items()}


def _amended(row: Row, change: Amend) -> Row:
    made = {**row, "kind": row["kind"] if change.kind is None else change.kind}
    if change.name is not None:
        made["name"] = change.name
    links = {**row.get("links", {}), **_linked(change.links)}
    made["links"] = {key: to for key, to in links.items() if to is not None}
    return {key: value for key, value in made.items() if key not in ("name", "links") or value}


def _recheck(change: Recheck) -> dict[str, str] | None:
    if change.status is None:
        return None
    return {"status": change.status} | ({"document": change.document} if change.document else {})


def _entered(row: Row, change: Enter, axes: Mapping[str, str], periods: Mapping[str, Sequence[str]]) -> Row:
    value, axis = plain(change.value), axes.get(change.key, "")
    if not axis:
        if change.at and change.key in axes:
            raise CaseError(_NO_PERIOD.format(key=change.key, at=change.at))
        return _within(row, "facts", change.key, value)
    if not change.at:
        raise CaseError(_WHICH.format(key=change.key, period=next(iter(periods[axis]), "-")))
    by_period = {**row.get("facts", {}).get(change.key, {}), change.at: value}
    kept = {at: one for at, one in by_period.items() if one is not None}
    return _within(row, "facts", change.key, kept or None)


def _within(row: Row, part: str, key: str, value: Any) -> Row:
    """The row with one value of a part of it put, or taken out where it is None."""
    held = {name: one for name, one in row.get(part, {}).items() if name != key}
    if value is not None:
        held[key] = value
    rest = {name: one for name, one in row.items() if name != part}
    return rest | ({part: held} if held else {})
