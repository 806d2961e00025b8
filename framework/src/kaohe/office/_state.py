"""A book in memory: everybody's row of a case, the decisions and freezes, and the version of each document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from attrs import define, field

from ..rules.tools import Ruleset, alike
from ..store import Document, Store
from ._documents import (
    ACTS,
    DECISION,
    FREEZE,
    OF_PEOPLE,
    OUTCOMES,
    SETTINGS,
    Fields,
    Key,
    Row,
    documents_of,
    hash_of,
    owner_of,
    put,
    spread,
    targets_of,
)

__all__ = ["State"]

One = TypeVar("One")


@define
class State:
    """What the documents of a book say; rows are never changed but replaced, since records read from them keep them."""

    settings: Fields
    axes: dict[str, dict[str, str]]
    rows: dict[str, Row] = field(factory=dict)
    places: dict[str, int] = field(factory=dict)
    decisions: dict[str, Fields] = field(factory=dict)
    freezes: dict[str, Fields] = field(factory=dict)
    outcomes: Fields = field(factory=dict)
    acts: dict[str, dict[str, Fields]] = field(factory=dict)
    versions: dict[Key, int] = field(factory=dict)
    alikes: dict[str, str] = field(factory=dict)
    into: dict[str, set[str]] = field(factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, store: Store, settings: Document, ruleset: Ruleset) -> State:
        """The state of a book as it stands now."""
        state = cls(settings.fields, spread(ruleset), versions={(SETTINGS, settings.id): settings.version})
        rows: dict[str, Row] = defaultdict(dict)
        for kind in OF_PEOPLE:
            for document in store.find(kind):
                key = kind, document.id
                put(rows[owner_of(key)], key, document.fields)
                state.versions[key] = document.version
                if kind == OF_PEOPLE[0]:
                    state.places[document.id] = document.fields["place"]
        for who in state.in_order(state.places):
            state._put_row(who, {"id": who, **rows[who]})
        for kind in (DECISION, FREEZE, OUTCOMES, *ACTS):
            for document in store.find(kind):
                state._take_other((kind, document.id), document.fields)
                state.versions[kind, document.id] = document.version
        return state

    def documents(self, who: str, row: Row | None, place: int = 0) -> dict[Key, Fields]:
        """The documents of one appraisee with that row; `place` is that of somebody new."""
        if row is None:
            return {}
        return documents_of(row, self.places.get(who, place), self.axes.get(row["kind"], {}))

    def document(self, key: Key) -> Fields | None:
        """One document as it stands."""
        kind, id_ = key
        if kind in OF_PEOPLE:
            who = owner_of(key)
            return self.documents(who, self.rows.get(who)).get(key)
        if kind == SETTINGS:
            return self.settings
        if kind == OUTCOMES:
            return self.outcomes or None
        return self._others(kind).get(id_)

    @property
    def next_place(self) -> int:
        """The place in the roster after the last."""
        return max(self.places.values(), default=0) + 1

    @property
    def next_decision(self) -> int:
        """The place among decisions after the last."""
        return max((one["place"] for one in self.decisions.values()), default=0) + 1

    def rows_with(self, documents: Mapping[Key, Fields | None]) -> dict[str, Row | None]:
        """The rows of those whose documents these are, with them; None for whoever is off the roster then."""
        found: dict[str, Row | None] = {}
        for who in dict.fromkeys(filter(None, map(owner_of, documents))):
            own = self.documents(who, self.rows.get(who)) | {
                key: fields for key, fields in documents.items() if owner_of(key) == who
            }
            found[who] = _row_of(who, own)
        return found

    def take(self, documents: Mapping[Key, Fields | None], version: int) -> set[str]:
        """Take in documents as committed under that number; gives whose they are."""
        mine: dict[str, dict[Key, Fields | None]] = defaultdict(dict)
        for key, fields in documents.items():
            if owner_of(key):
                mine[owner_of(key)][key] = fields
            else:
                self._take_other(key, fields)
            if fields is None:
                self.versions.pop(key, None)
            else:
                self.versions[key] = version
        for who, changed in mine.items():
            row = _row_of(who, self.documents(who, self.rows.get(who)) | changed)
            person = changed.get((OF_PEOPLE[0], who))
            if person is not None:
                self.places[who] = person["place"]
            self._put_row(who, row)
        if any((OF_PEOPLE[0], who) in changed for who, changed in mine.items()):
            self.rows = self.in_order(self.rows)
        return set(mine)

    def in_order(self, people: Mapping[str, One], new: Mapping[Key, Fields | None] | None = None) -> dict[str, One]:
        """People in the order of the roster, that of a book just opened; `new` are documents not taken in yet."""
        kind = OF_PEOPLE[0]
        came = {
            id_: fields["place"] for (sort, id_), fields in (new or {}).items() if sort == kind and fields is not None
        }
        places = {**self.places, **came}
        return {who: people[who] for who in sorted(people, key=lambda one: (places[one], one))}

    def _take_other(self, key: Key, fields: Fields | None) -> None:
        kind, id_ = key
        if kind == SETTINGS and fields is not None:
            self.settings = fields
        elif kind == OUTCOMES:
            self.outcomes = fields or {}
        elif fields is None:
            self._others(kind).pop(id_, None)
        else:
            self._others(kind)[id_] = fields

    def _others(self, kind: str) -> dict[str, Fields]:
        if kind in (DECISION, FREEZE):
            return self.decisions if kind == DECISION else self.freezes
        return self.acts.setdefault(kind, {})

    def _put_row(self, who: str, row: Row | None) -> None:
        for target in targets_of(self.rows.get(who)):
            self.into[target].discard(who)
        if row is None:
            self.rows.pop(who, None)
            self.places.pop(who, None)
            self.alikes.pop(alike(who), None)
            return
        self.rows[who] = row
        self.alikes[alike(who)] = who
        for target in targets_of(row):
            self.into[target].add(who)

    # Parts that are hashed when they are frozen

    def decided(self, changed: Mapping[str, Fields | None] | None = None) -> list[dict[str, Any]]:
        """The decisions as a case file says them, in their order; `changed` are those that a save leaves otherwise."""
        held = {**self.decisions, **(changed or {})}
        rows = sorted((fields["place"], id_, fields) for id_, fields in held.items() if fields is not None)
        return [dict(fields["decision"]) for _, _, fields in rows]

    def span_hash(self, axis: str, period: str, rows: Mapping[str, Row], decided: Sequence[Any]) -> str:
        """The hash of everything entered for one period, or, with none named, of all that outcomes rest on."""
        if period:
            return hash_of(sorted(_of_period(rows.values(), self.axes, axis, period)))
        people = [{key: part for key, part in rows[who].items() if key != "name"} for who in sorted(rows)]
        about = {key: self.settings[key] for key in ("scheme", "amendments", "choices", "cycle")}
        return hash_of([about, people, [*decided]])


def _row_of(who: str, documents: Mapping[Key, Fields | None]) -> Row | None:
    if documents.get((OF_PEOPLE[0], who)) is None:
        return None
    row: Row = {"id": who}
    for key, fields in documents.items():
        if fields is not None:
            put(row, key, fields)
    return row


def _of_period(
    rows: Iterable[Row], axes: Mapping[str, Mapping[str, str]], axis: str, period: str
) -> Iterator[list[Any]]:
    for row in rows:
        for key, values in row.get("facts", {}).items():
            if axes.get(row["kind"], {}).get(key) == axis and values.get(period) is not None:
                yield [row["id"], key, values[period]]
