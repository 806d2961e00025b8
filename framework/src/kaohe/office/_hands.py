"""Who ever entered, changed or took back each fact: what "another login" and "not one's own entry" are judged by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import define, field

from ..store import Record
from ._documents import FACTS, PERIOD, Fields, Key

__all__ = ["Hands"]

_NOBODY: frozenset[str] = frozenset()


@define
class Hands:
    """The logins behind each fact of each document, as of commit `upto`."""

    upto: int = -1
    _facts: dict[Key, Mapping[str, object]] = field(factory=dict)
    _by: dict[Key, dict[str, frozenset[str]]] = field(factory=dict)
    _same: dict[frozenset[str], frozenset[str]] = field(factory=dict)  # few people make many entries: one set for all

    def read(self, records: Iterable[Record]) -> None:
        """Take in the commits that follow."""
        for record in records:
            changes = record.changes
            self.took(record.seq, record.actor if changes else "", {(one.kind, one.id): one.fields for one in changes})

    def took(self, seq: int, actor: str, documents: Mapping[Key, Fields | None]) -> None:
        """Take in one commit."""
        for key, fields in documents.items():
            if key[0] in (FACTS, PERIOD):
                self._moved(key, {} if fields is None else fields["facts"], actor)
        self.upto = seq

    def follow(self, seq: int, actor: str, documents: Mapping[Key, Fields | None]) -> None:
        """Take in one commit where it is the next; else nothing, since the ledger is read when somebody asks."""
        if 0 <= self.upto == seq - 1:
            self.took(seq, actor, documents)

    def _moved(self, key: Key, now: Mapping[str, object], actor: str) -> None:
        before, by = self._facts.get(key, {}), self._by.setdefault(key, {})
        for name in before.keys() | now.keys():
            if before.get(name) != now.get(name):
                found = by.get(name, _NOBODY) | {actor}
                by[name] = self._same.setdefault(found, found)
        self._facts[key] = now

    def of(self, key: Key, names: Iterable[str]) -> frozenset[str]:
        """Whoever touched one of these facts of a document."""
        by = self._by.get(key, {})
        return _NOBODY.union(*(by.get(name, _NOBODY) for name in names))

    def documents(self) -> Iterator[tuple[Key, frozenset[str]]]:
        """Each document with everybody who touched a fact of it."""
        for key, by in self._by.items():
            yield key, _NOBODY.union(*by.values())
