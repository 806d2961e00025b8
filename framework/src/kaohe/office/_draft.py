"""A save before it is one: every change made and checked, nothing written, every refusal collected."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import define, evolve, field

from ..cases import Case
from ..engine import Appraisee
from ..errors import CaseError, KaoheError
from ..rules.tools import alike
from ._changes import Amend, Change, Decide, Enrol, Enter, Freeze, Recheck, Rescind, Revise, Withdraw
from ._decided import Deciding
from ._documents import DECISION, PERIOD, PERSON, Fields, Key, Row, owner_of, plain
from ._errors import NotSaved, Refusal
from ._frozen import Freezing
from ._reader import Reader, beside
from ._rows import Misplaced, OfPerson, after, alike_to, of_person, target_of
from ._state import State

__all__ = ["Draft"]


@define
class Draft:
    """What a save would leave: rows, people as read, decisions, and every document that differs.

    `restored` are documents put back as they were, where a commit is undone. Making one raises NotSaved with all refusals.
    """

    state: State
    reader: Reader
    periods: Mapping[str, Sequence[str]]
    changes: Sequence[Change]
    reason: str
    restored: Mapping[Key, Fields | None] = field(factory=dict)
    rows: dict[str, Row | None] = field(factory=dict, init=False)
    people: dict[str, Appraisee] = field(factory=dict, init=False)
    documents: dict[Key, Fields | None] = field(factory=dict, init=False)
    before: dict[Key, Fields | None] = field(factory=dict, init=False)
    refusals: list[Refusal] = field(factory=list, init=False)
    _mine: dict[str, list[OfPerson]] = field(factory=dict, init=False)
    _new: dict[str, str] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        for change in self.changes:
            if isinstance(change, Enter | Enrol | Amend | Withdraw | Recheck):
                self._mine.setdefault(of_person(change), []).append(change)
        self.rows |= self.state.rows_with({key: fields for key, fields in self.restored.items() if owner_of(key)})
        back = {id_: fields for (kind, id_), fields in self.restored.items() if kind == DECISION}
        deciding = Deciding(self.state, [one for one in self.changes if isinstance(one, Decide | Rescind)], back)
        self.refusals += deciding.refusals
        for who, changes in self._mine.items():
            self._make(who, changes)
        self._read(deciding)
        self._compare(deciding)
        self._freeze(
            Freezing(self.state, [o for o in self.changes if isinstance(o, Freeze | Revise)], self.periods, self.reason)
        )
        if self.refusals:
            raise NotSaved(tuple(self.refusals), len(self.changes))

    def refuse(self, changes: Sequence[Change], error: KaoheError) -> None:
        """Note that these are refused, each once."""
        told = {id(refusal.change) for refusal in self.refusals}
        if self.restored and not changes:
            self.refusals.append(Refusal(None, "", "", "", error.text))
        for change in changes:
            if id(change) not in told:
                self.refusals.append(Refusal(change, *target_of(change), error.text))

    def of(self, who: str) -> Sequence[Change]:
        """The changes to one appraisee."""
        return self._mine.get(who, ())

    # Making the rows

    def _make(self, who: str, changes: Sequence[OfPerson]) -> None:
        """Make what can be made of somebody's changes; what cannot is refused, and then nothing of them is read."""
        for change in changes:
            if isinstance(change, Enrol) and (error := self._alike(who)) is not None:
                return self.refuse([change], error)
        try:
            self.rows[who] = after(self.state.rows.get(who), changes, self.state, self.periods)
        except Misplaced as found:
            self.refuse([found.change], found.error)
            rest = [change for change in changes if change is not found.change]
            if rest and who in self.state.rows:
                self._make(who, rest)
        return None

    def _alike(self, who: str) -> KaoheError | None:
        """Why an id may not be new: it looks like one of the roster, or of this save."""
        if not isinstance(who, str):
            return None
        mark = alike(who)
        held = self.state.alikes.get(mark) or self._new.setdefault(mark, who)
        return alike_to(who, held) if held != who else None

    # Reading them

    def _read(self, deciding: Deciding) -> None:
        if not self.rows and not deciding.new:
            return
        case = self._whole(deciding, final=bool(self.restored))
        if case is None and not self.restored:
            for who in [*self.rows]:
                self._one_by_one(who)
            case = None if self.refusals else self._whole(deciding, final=True)
        if case is not None and not self.refusals:
            self.people = {who: case.cohort.appraisees[who] for who, row in self.rows.items() if row is not None}
            self._spell()

    def _spell(self) -> None:
        """Write typed numbers, days and codes in their one form: what a book holds must not depend on how it was typed."""
        for who in self.people:
            typed = [one for one in self.of(who) if isinstance(one, Enter) and isinstance(one.value, str)]
            anew = [evolve(one, value=to) for one in typed if (to := self._spelt(self.people[who], one)) != one.value]
            self.rows[who] = after(self.rows[who], anew, self.state, self.periods)

    def _spelt(self, person: Appraisee, entry: Enter) -> Any:
        if _NUMBER.fullmatch(entry.value):
            return entry.value
        value: Any = person.facts[entry.key]
        if entry.at:
            axis = self.state.axes[person.kind][entry.key]
            value = value[self.periods[axis].index(entry.at)]
        return plain(value) if isinstance(value, str | Fraction | dt.date) else entry.value

    def _whole(self, deciding: Deciding, *, final: bool = False) -> Case | None:
        """All rows and decisions read together, None where something is refused."""
        rows = [row for row in self.rows.values() if row is not None]
        touched = {
            who for who, row in self.rows.items() if row is None or _kind(self.state.rows.get(who)) != row["kind"]
        }
        asked = deciding.to_read(touched)
        bare = beside(self.state, self.rows, deciding.named(asked))
        try:
            return self.reader.case([*rows, *bare], asked)
        except CaseError as error:
            if final or not self.rows:
                self.refuse(self._blamed(error, [*rows, *bare], deciding, len(asked)), error)
            return None

    def _blamed(self, error: CaseError, rows: Sequence[Row], deciding: Deciding, asked: int) -> Sequence[Change]:
        """The changes that a refusal of the whole is due to."""
        part, *rest = (*error.path, "")
        index = rest[0] if rest and isinstance(rest[0], int) else -1
        if part == "decisions" and index >= asked - len(deciding.new):
            return [deciding.new[index - asked]]
        if part == "appraisees" and 0 <= index < len(rows):
            mine = self.of(rows[index]["id"])
            if mine:
                return mine
        moved = [one for one in self.changes if isinstance(one, Withdraw | Amend)]
        return moved or self.changes

    def _one_by_one(self, who: str) -> None:
        """Read one row alone, and take out what is refused until the rest is read."""
        changes: list[OfPerson] = [one for one in self._mine[who] if not self._told(one)]
        while changes:
            row = self._row(who, changes)
            error = self._fault(who, row)
            if error is None:
                return
            guilty = self._guilty(who, changes, error)
            self.refuse(guilty, error)
            changes = [one for one in changes if one not in guilty]

    def _told(self, change: Change) -> bool:
        return any(refusal.change is change for refusal in self.refusals)

    def _row(self, who: str, changes: Sequence[OfPerson]) -> Row | None:
        try:
            return after(self.state.rows.get(who), changes, self.state, self.periods)
        except Misplaced:
            return None

    def _fault(self, who: str, row: Row | None) -> CaseError | None:
        """Why the row of one appraisee is not read, all others being as this save leaves them; None where it is."""
        if row is None:
            return None
        others = {one: made for one, made in self.rows.items() if one != who and made is not None}
        linked = [others[to] for to in row.get("links", {}).values() if isinstance(to, str) and to in others]
        bare: list[Row] = [{key: one[key] for key in ("id", "kind") if key in one} for one in linked]
        around = [one for one in beside(self.state, {who: row}) if one["id"] not in others and self._stays(one["id"])]
        around = [one for one in around if not set(one.get("links", {}).values()) & (others.keys() | {who})]
        try:
            self.reader.case([row, *bare, *around])
        except CaseError as error:
            return error if error.path[:2] in ((), ("appraisees", 0)) else None
        return None

    def _stays(self, who: str) -> bool:
        return self.rows.get(who, {}) is not None

    def _guilty(self, who: str, changes: Sequence[OfPerson], error: CaseError) -> list[OfPerson]:
        """The changes that a refusal is about: by its place, else whichever it would not be without, else all."""
        part, key, at = (*error.path[2:5], "", "", "")[:3]
        found = [one for one in changes if _matches(one, part, key, at)]
        if found:
            return found
        for change in changes:
            rest = [one for one in changes if one is not change]
            if not self._fault(who, self._row(who, rest) if rest else self.state.rows.get(who)):
                return [change]
        return [*changes]

    # What differs

    def _compare(self, deciding: Deciding) -> None:
        place = self.state.next_place if self.rows.keys() - self.state.places.keys() else 0
        for who, row in self.rows.items():
            back = self.restored.get((PERSON, who))
            place = back["place"] if back is not None else place
            old = self.state.documents(who, self.state.rows.get(who))
            new = self.state.documents(who, row, place)
            place += who not in self.state.places
            self._differ(old, new)
        self._differ(
            {(DECISION, id_): fields for id_, fields in self.state.decisions.items() if id_ in deciding.after},
            {(DECISION, id_): fields for id_, fields in deciding.after.items() if fields is not None},
        )

    def _freeze(self, freezing: Freezing) -> None:
        for mark, error in freezing.faults:
            self.refuse([mark], error)
        for key, error in freezing.blocked(self.documents, self.before):
            self.refuse(self._touching(key), error)
        spans = set() if self.refusals else freezing.spans(self.documents, self.before)
        if spans:
            rows = {who: row for who, row in {**self.state.rows, **self.rows}.items() if row is not None}
            decided = {id_: fields for (kind, id_), fields in self.documents.items() if kind == DECISION}
            written = freezing.written(spans, rows, self.state.decided(decided))
            self._differ({key: held for key in written if (held := self.state.document(key))}, written)

    def _touching(self, key: Key) -> Sequence[Change]:
        """The changes that a document is due to."""
        who = owner_of(key)
        if not who:
            return [one for one in self.changes if isinstance(one, Decide | Rescind)]
        if key[0] != PERIOD:
            return self.of(who)
        at = key[1].split("/", 2)[1]
        return [one for one in self.of(who) if not isinstance(one, Enter) or one.at == at]

    def _differ(self, old: Mapping[Key, Fields], new: Mapping[Key, Fields]) -> None:
        for key in old.keys() | new.keys():
            if old.get(key) != new.get(key):
                self.documents[key] = new.get(key)
                self.before[key] = old.get(key)


_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?")


def _kind(row: Row | None) -> Any:
    return None if row is None else row["kind"]


def _matches(change: OfPerson, part: Any, key: Any, at: Any) -> bool:
    """Whether a place within somebody's row is what the change put there."""
    if isinstance(change, Enter):
        return bool(part == "facts" and change.key == key and (not change.at or at in ("", change.at)))
    if isinstance(change, Recheck):
        return bool(part == "rechecks" and change.rule == key)
    if isinstance(change, Amend):
        given = {"name": change.name is not None, "kind": change.kind is not None, "links": key in change.links}
        return bool(given.get(part, False))
    return isinstance(change, Enrol) and (part != "facts" or key in change.facts)
