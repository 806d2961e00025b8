"""What the ledger tells of a book: who changed what when, and how a commit is undone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from ..errors import CaseError
from ..store import Receipt, Record, Store
from ..words import Message, Text
from ._documents import FACTS, NOT_UNDONE, OF_PEOPLE, PERIOD, RECHECK, Fields, Key, owner_of

__all__ = ["Event", "Moved", "events", "replaced", "value_text"]

_NO_COMMIT = Message(
    "K8021",
    "the book has no commit {seq}; kaohe office log lists them; name one of them",
    "账簿没有第 {seq} 次提交；kaohe office log 可列出；请写其一",
)
_OTHER = Message(
    "K8022",
    "commit {seq} is {found}, not {given}; check the receipt",
    "第 {seq} 次提交为 {found}，不是 {given}；请核对回执",
)
_LATER = Message(
    "K8023",
    "{document} was changed again after commit {seq} (in {now}); undo that first, or enter the earlier value",
    "{document} 在第 {seq} 次提交之后又有改动（第 {now} 次）；请先撤销后者，或重新录入原值",
)
_NOT_UNDONE = Message(
    "K8024",
    "commit {seq} froze, drew, signed, appointed, set up or adopted something, which is not undone; use revise, return, role or"
    " adopt",
    "第 {seq} 次提交涉及冻结、抽取、签署、任命、设置或采用规则，不能撤销；请用 revise、return、role 或 adopt",
)


def value_text(value: Any) -> str:
    """A value of the ledger on one line, for people: "-" for nothing, a list part by part, a mapping by its keys."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {value_text(one)}" for key, one in value.items()) or str(_EMPTY)
    if isinstance(value, list | tuple):
        sign = "; " if any(isinstance(one, Mapping) for one in value) else " "
        return sign.join(map(value_text, value)) or str(_EMPTY)
    if isinstance(value, bool):
        return str(Text("yes", "是") if value else Text("no", "否"))
    return "-" if value is None else str(value)


_EMPTY = Text("none", "没有")


@frozen
class Moved:
    """One value before and after; None where nothing stood, or nothing stands any more."""

    appraisee: str
    key: str
    at: str
    before: Any
    after: Any


@frozen
class Event:
    """One commit: its receipt, when, under which login, why, and every value that it moved."""

    receipt: Receipt
    time: str
    actor: str
    reason: str
    moved: tuple[Moved, ...]

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        rows = [
            {"appraisee": one.appraisee, "key": one.key, "at": one.at, "before": one.before, "after": one.after}
            for one in self.moved
        ]
        about = {"receipt": self.receipt.full, "time": self.time, "actor": self.actor, "reason": self.reason}
        return {**about, "moved": rows}


def events(store: Store, *, appraisee: str | None = None, after: int = 0) -> Iterator[Event]:
    """The commits after `after`, oldest first; with `appraisee` those that touch their documents, and of them those."""
    held: dict[Key, Fields] = {}
    for record in store.history():
        moved: list[Moved] = []
        touched = False
        for change in record.changes:
            key = change.kind, change.id
            if appraisee is None or owner_of(key) == appraisee:
                touched = True
                moved += _moved(key, held.pop(key, None), change.fields)
                if change.fields is not None:
                    held[key] = change.fields
        if touched and record.seq > after:
            yield Event(record.receipt, record.time, record.actor, record.reason, tuple(moved))


_INSIDE = {FACTS: "facts", PERIOD: "facts", RECHECK: "rules"}


def _moved(key: Key, before: Fields | None, after: Fields | None) -> Iterator[Moved]:
    kind, id_ = key
    who, at = owner_of(key), id_.split("/", 2)[1] if kind == PERIOD else ""
    old, new = (
        (fields or {}).get(_INSIDE[kind], {}) if kind in _INSIDE else fields or {} for fields in (before, after)
    )
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name) and name not in ("place", "declared"):
            yield Moved(who, name if kind in OF_PEOPLE else f"{kind} {id_} {name}", at, old.get(name), new.get(name))


def replaced(store: Store, versions: dict[Key, int], receipt: Receipt) -> dict[Key, Fields | None]:
    """The documents that a commit wrote, as they stood before it. Raises CaseError where they may not be put back."""
    found: Record | None = None
    held: dict[Key, Fields | None] = {}
    for record in store.history():
        if record.seq == receipt.seq:
            found = record
            break
        held |= {(change.kind, change.id): change.fields for change in record.changes}
    if found is None or not found.changes:
        raise CaseError(_NO_COMMIT.format(seq=receipt.seq))
    if not found.hash.startswith(receipt.hash):
        raise CaseError(_OTHER.format(seq=found.seq, found=str(found.receipt), given=str(receipt)))
    keys = [(change.kind, change.id) for change in found.changes]
    if any(kind in NOT_UNDONE for kind, _ in keys):
        raise CaseError(_NOT_UNDONE.format(seq=found.seq))
    gone = {(change.kind, change.id) for change in found.changes if change.fields is None}
    for key in keys:
        now = versions.get(key)
        if now != (None if key in gone else found.seq):
            raise CaseError(_LATER.format(document="/".join(key), seq=found.seq, now=now or "-"))
    return {key: held.get(key) for key in keys}
