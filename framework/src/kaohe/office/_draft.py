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
from ._acts import Act, Sight
from ._changes import Amend, Change, Decide, Enrol, Enter, Freeze, Recheck, Rescind, Revise, Withdraw
from ._decided import Deciding
from ._documents import ACTS, DECISION, PERIOD, PERSON, Fields, Key, Row, owner_of, plain
from ._errors import NotSaved, Refusal
from ._frozen import Freezing
from ._lowers import not_here
from ._reader import Reader, beside
from ._rows import Misplaced, OfPerson, after, alike_to, of_person, target_of
from ._sift import Sift
from ._state import State
from .steps import Guard, beside_second, taken_back

__all__ = ["Draft"]


@define
class Draft:
    """What a save would leave: rows, people as read, decisions, and every document that differs.

    `restored` are documents put back as they were, where a commit is undone. Where it is not `guarded` the values alone
    are judged, and not who enters them and when. Making one raises NotSaved with all refusals.
    """

    sight: Sight
    reader: Reader
    changes: Sequence[Change]
    restored: Mapping[Key, Fields | None] = field(factory=dict)
    guarded: bool = True
    rows: dict[str, Row | None] = field(factory=dict, init=False)
    people: dict[str, Appraisee] = field(factory=dict, init=False)
    documents: dict[Key, Fields | None] = field(factory=dict, init=False)
    before: dict[Key, Fields | None] = field(factory=dict, init=False)
    refusals: list[Refusal] = field(factory=list, init=False)
    _mine: dict[str, list[OfPerson]] = field(factory=dict, init=False)
    _alikes: dict[str, str] = field(factory=dict, init=False)
    _made: dict[int, Act] = field(factory=dict, init=False)  # the acts behind entries, by what these are
    _entries: list[Change] = field(factory=list, init=False)  # kept, so that they stay what they are

    def __attrs_post_init__(self) -> None:
        self._guard()
        self._enter_acts()
        for change in [*self.changes, *self._entries]:
            if isinstance(change, Enter | Enrol | Amend | Withdraw | Recheck):
                self._mine.setdefault(of_person(change), []).append(change)
        self.rows |= self.state.rows_with({key: fields for key, fields in self.restored.items() if owner_of(key)})
        back = {id_: fields for (kind, id_), fields in self.restored.items() if kind == DECISION}
        deciding = Deciding(self.state, [one for one in self.changes if isinstance(one, Decide | Rescind)], back)
        self.refusals += deciding.refusals
        for who, changes in self._mine.items():
            elsewhere = not_here(self.state, who)
            if elsewhere is not None:
                self.refuse(changes, elsewhere)
            else:
                self._make(who, changes)
        self._read(deciding)
        self._compare(deciding)
        self._act([one for one in self.changes if isinstance(one, Act)])
        self._beside()
        marks = [one for one in self.changes if isinstance(one, Freeze | Revise)]
        self._freeze(Freezing(self.state, marks, self.periods, self.sight.reason))
        if self.refusals:
            raise NotSaved(tuple(self.refusals), len(self.changes))

    @property
    def state(self) -> State:
        """The book before the save."""
        return self.sight.state

    @property
    def periods(self) -> Mapping[str, Sequence[str]]:
        """The names of the cycle's periods, by axis."""
        return self.sight.periods

    def refuse(self, changes: Sequence[Change], error: KaoheError) -> None:
        """Note that these are refused, each once."""
        told = {id(refusal.change) for refusal in self.refusals}
        if self.restored and not changes:
            self.refusals.append(Refusal(None, "", "", "", error.text))
        for change in changes:
            meant = self._made.get(id(change), change)
            if id(meant) not in told:
                self.refusals.append(Refusal(meant, *_place(meant, error), error.text))

    # Who may

    def _guard(self) -> None:
        """Refuse what whoever saves may not do. Raises NotSaved for a sealed book, where nothing else is looked at."""
        guard = Guard(self.sight)
        sealed = guard.sealed() if self.guarded else None
        if sealed is not None:
            self.refuse(self.changes, sealed)
            raise NotSaved(tuple(self.refusals), len(self.changes))
        for change, error in guard.refusals(self.changes) if self.guarded else ():
            self.refuse([change], error)

    def _enter_acts(self) -> None:
        """The entries that acts make, which stand in the save like any other and are told as theirs."""
        for act in self.changes:
            if isinstance(act, Act):
                try:
                    made = [*act.entries(self.sight)]
                except KaoheError as error:
                    self.refuse([act], error)
                else:
                    self._entries += made
                    self._made |= {id(one): act for one in made}

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
        mark = alike(who) if isinstance(who, str) else ""
        held = self.state.alikes.get(mark) or self._alikes.setdefault(mark, who)
        return alike_to(who, held) if held != who else None

    # Reading them

    def _read(self, deciding: Deciding) -> None:
        if not self.rows and not deciding.new:
            return
        case = None if self.refusals else self._together(deciding)
        if case is not None:
            self.people = {who: case.cohort.appraisees[who] for who, row in self.rows.items() if row is not None}
            self._spell()
        elif not self.restored:
            for changes, error in Sift(self.state, self.reader, self.periods, self.rows, self._mine).blames():
                self.refuse(changes, error)
            self._linked(deciding)

    def _linked(self, deciding: Deciding) -> None:
        """Refuse what only all rows together can judge, links and decisions, one after the other."""
        known = -1
        while known < len(self.refusals):
            known = len(self.refusals)
            refused = {of_person(one.change) for one in self.refusals if one.change is not None}
            rows = {who: self._bare(row) if who in refused else row for who, row in self.rows.items()}
            error, found, asked = self._case(deciding, rows)
            if isinstance(error, CaseError):
                self.refuse(self._blamed(error, found, deciding, asked), error)

    def _bare(self, row: Row | None) -> Row | None:
        """Somebody who is refused already, as others may be linked to them."""
        return None if row is None or row["kind"] not in self.state.axes else {key: row[key] for key in ("id", "kind")}

    def _together(self, deciding: Deciding) -> Case | None:
        """All rows and decisions read together, None where something is refused (which is noted for what is restored)."""
        case, rows, asked = self._case(deciding, self.rows)
        if not isinstance(case, CaseError):
            return case
        if self.restored:
            self.refuse(self._blamed(case, rows, deciding, asked), case)
        return None

    def _case(self, deciding: Deciding, made: Mapping[str, Row | None]) -> tuple[Case | CaseError, list[Row], int]:
        """These rows with whom they need beside them, read; the rows, and how many decisions there were."""
        before = self.state.rows
        touched = {who for who, row in made.items() if row is None or _kind(before.get(who)) != row["kind"]}
        asked = deciding.to_read(touched)
        standing = [row for row in made.values() if row is not None]
        rows = [*standing, *beside(self.state, made, deciding.named(asked))]
        try:
            return self.reader.case(rows, asked), rows, len(asked)
        except CaseError as error:
            return error, rows, len(asked)

    def _blamed(self, error: CaseError, rows: Sequence[Row], deciding: Deciding, asked: int) -> Sequence[Change]:
        """The changes that a refusal of all rows together is due to."""
        part, *rest = (*error.path, "")
        index = rest[0] if rest and isinstance(rest[0], int) else -1
        if part == "decisions" and index >= asked - len(deciding.new):
            return [deciding.new[index - asked]]
        if part == "appraisees" and 0 <= index < len(rows):
            mine = [one for one in self.of(rows[index]["id"]) if isinstance(one, Enrol | Amend)]
            if mine:
                return mine
        moved = [one for one in self.changes if isinstance(one, Withdraw | Amend)]
        return moved or self.changes

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

    # What differs

    def _compare(self, deciding: Deciding) -> None:
        arriving = any(who not in self.state.places for who in self.rows)
        place = self.state.next_place if arriving else 0
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

    def _act(self, acts: Sequence[Act]) -> None:
        refused = {id(one.change) for one in self.refusals}
        for act in acts:
            if id(act) in refused:
                continue
            try:
                written = dict(act.written(self.sight))
            except NotSaved as error:
                self.refusals += [evolve(one, change=act) for one in error.refusals]
            except KaoheError as error:
                self.refuse([act], error)
            else:
                self._put(written)
        self._put({key: fields for key, fields in self.restored.items() if key[0] in ACTS})
        guard = Guard(self.sight)
        undone = self.restored if not self.changes else {}
        why = guard.of_documents(undone, self.rows) if undone else None
        why = why or guard.roles(self.documents)
        if why is not None:
            self.refuse(acts, why)

    def _put(self, written: Mapping[Key, Fields | None]) -> None:
        """Leave documents of the book as a whole, and show them to the steps that come after."""
        self._differ({key: held for key in written if (held := self.state.document(key))}, written)
        self.sight.leave(written)

    def _beside(self) -> None:
        """First entries beside a second one are changed by settling alone; a revision makes the second due again."""
        revised = any(isinstance(one, Revise) for one in self.changes)
        for found in [*beside_second(self.sight, self.documents, self.before)] if self.guarded else []:
            if revised:
                self._put(dict([found.without]))
            else:
                names = {*found.names}
                mine = [one for one in self._touching(found.key) if not isinstance(one, Enter) or one.key in names]
                self.refuse(mine, found.refusal())

    def _freeze(self, freezing: Freezing) -> None:
        for mark, error in freezing.faults:
            self.refuse([mark], error)
        for key, error in freezing.blocked(self.documents, self.before) if self.guarded else ():
            self.refuse(self._touching(key), error)
        spans = set() if self.refusals else freezing.spans(self.documents, self.before)
        if spans:
            rows = {who: row for who, row in {**self.state.rows, **self.rows}.items() if row is not None}
            decided = {id_: fields for (kind, id_), fields in self.documents.items() if kind == DECISION}
            self._put(freezing.written(spans, rows, self.state.decided(decided)))
            self._put(taken_back(self.sight, spans & self.state.freezes.keys()))

    def _touching(self, key: Key) -> Sequence[Change]:
        """The changes that a document is due to."""
        who = owner_of(key)
        if not who:
            return [one for one in self.changes if isinstance(one, Decide | Rescind)]
        if key[0] != PERIOD:
            return self.of(who)
        at = key[1].split("/", 2)[1]
        return [one for one in self.of(who) if not isinstance(one, Enter) or one.at == at]

    def _differ(self, old: Mapping[Key, Fields], new: Mapping[Key, Fields | None]) -> None:
        for key in old.keys() | new.keys():
            if old.get(key) != new.get(key):
                self.documents[key] = new.get(key)
                self.before[key] = old.get(key)


_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?")


def _place(change: Change, error: KaoheError) -> tuple[str, str, str]:
    """Whose, which key and when, as the change says, or else the place within the person that the error is about."""
    who, key, at = target_of(change)
    inside = error.path[2:] if isinstance(error, CaseError) and not key else ()
    return who, key or str((*inside[1:2], *inside[:1], "")[0]), at


def _kind(row: Row | None) -> Any:
    return None if row is None else row["kind"]
