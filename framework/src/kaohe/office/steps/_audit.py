"""Looking back: what changed between two heads, of whom or what, by whom; and what each operator did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import define, evolve, field, frozen

from ...errors import CaseError
from ...store import Receipt, Record
from ...words import Message
from .._documents import DECISION, SECOND, SIGNATURE, Fields, Key, owner_of
from .._past import Event, Moved

__all__ = ["Changed", "Operator", "Wanted", "changed_between", "filtered", "numbered", "operators"]

_NO_HEAD = Message(
    "K5202",
    "the book has no commit {given}: it is of another book, or was rewritten; compare it with the receipt on paper, and run"
    " kaohe book verify with it",
    "账簿没有提交 {given}：回执属于另一账簿，或账簿已被改写；请与纸质回执核对，并以其运行 kaohe book verify",
)


def numbered(records: Iterable[Record], text: str) -> int:
    """The number of the commit whose receipt reads so, its hash too. Raises CaseError for another, Refused for no receipt."""
    receipt = Receipt.parse(text)
    for known in (record.receipt for record in records):
        if known.seq == receipt.seq and known.hash.startswith(receipt.hash):
            return known.seq
    raise CaseError(_NO_HEAD.format(given=text[:80]))


@frozen(kw_only=True)
class Wanted:
    """What is asked about: "" for anything. `decision` is what the id of one begins with; `actor` a login; `key` an input or rule."""

    appraisee: str = ""
    key: str = ""
    actor: str = ""
    decision: str = ""

    def takes(self, event: Event) -> Event | None:
        """The commit with what is asked about of it, None where it has nothing."""
        if self.actor and event.actor != self.actor:
            return None
        moved = tuple(one for one in event.moved if self._asks(one))
        asked = self.appraisee or self.key or self.decision
        return evolve(event, moved=moved) if moved or not asked else None

    def _asks(self, one: Moved) -> bool:
        decision = f"{DECISION} {self.decision}"
        return (
            (not self.appraisee or self.appraisee == one.appraisee or _names(one.key, self.appraisee))
            and (not self.key or self.key == one.key or (not one.appraisee and _names(one.key, self.key)))
            and (not self.decision or one.key.startswith(decision))
        )


def _names(words: str, name: str) -> bool:
    """Whether the document of a step is about something of that name."""
    return name in words.replace("/", " ").split()


def filtered(events: Iterable[Event], wanted: Wanted) -> Iterator[Event]:
    """The commits that are asked about, with what they moved of it."""
    return (found for event in events if (found := wanted.takes(event)) is not None)


@frozen
class Changed:
    """One value that two heads of a book hold differently: before, after, and who changed it last, when and why."""

    moved: Moved
    actor: str
    time: str
    reason: str

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        one = self.moved
        about = {"appraisee": one.appraisee, "key": one.key, "at": one.at, "before": one.before, "after": one.after}
        return {**about, "actor": self.actor, "time": self.time, "reason": self.reason}


def changed_between(events: Iterable[Event], first: int, last: int) -> list[Changed]:
    """What the head of commit `last` holds otherwise than that of `first`; what was changed back is not among it."""
    found: dict[tuple[str, str, str], Changed] = {}
    for event in events:
        for one in event.moved if first < event.receipt.seq <= last else ():
            key = one.appraisee, one.key, one.at
            before = found[key].moved.before if key in found else one.before
            found[key] = Changed(evolve(one, before=before), event.actor, event.time, event.reason)
    return [one for one in found.values() if one.moved.before != one.moved.after]


@define
class Operator:
    """What one login did, and when it last saved.

    Commits, values entered, second entries and how many of these differed from the first, differences settled, signatures.
    """

    login: str
    commits: int = 0
    entered: int = 0
    second: int = 0
    differing: int = 0
    settled: int = 0
    signed: int = 0
    last: str = ""

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        names = ("login", "commits", "entered", "second", "differing", "settled", "signed", "last")
        return {name: getattr(self, name) for name in names}


def operators(records: Iterable[Record], differing: Mapping[str, int]) -> list[Operator]:
    """Every login that saved, by name; `differing` counts the open and settled differences by the second login."""
    found = _Counting()
    for record in records:
        if record.changes:
            found.take(record)
    for login, number in differing.items():
        found.of(login).differing = number
    return sorted(found.by.values(), key=lambda one: one.login)


@define
class _Counting:
    by: dict[str, Operator] = field(factory=dict)
    held: dict[Key, Fields] = field(factory=dict)

    def of(self, login: str) -> Operator:
        return self.by.setdefault(login, Operator(login))

    def take(self, record: Record) -> None:
        one = self.of(record.actor)
        one.commits += 1
        one.last = record.time
        for change in record.changes:
            key = change.kind, change.id
            before, now = self.held.get(key, {}), change.fields or {}
            if owner_of(key) and "facts" in {**before, **now}:
                one.entered += _differing(before.get("facts", {}), now.get("facts", {}))
            elif change.kind == SECOND:
                settled = _differing(before.get("settled", {}), now.get("settled", {}))
                one.settled += settled if now.get("entries") == before.get("entries") else 0
                one.second += _differing(before.get("entries", {}), now.get("entries", {}))
            elif change.kind == SIGNATURE and change.fields is not None:
                one.signed += max(0, len(now.get("signed", ())) - len(before.get("signed", ())))
            self.held[key] = now


def _differing(before: Mapping[str, Any], now: Mapping[str, Any]) -> int:
    return sum(name in now and before.get(name) != now[name] for name in now)
