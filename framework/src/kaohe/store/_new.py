"""A book before it stands anywhere: kept in memory, and then put in its place whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from kaohe.words import Message, Text

from ._base import Store, check_head, check_versions, touching, utc_now
from ._chain import Position, linked, next_record
from ._errors import Refused
from ._fold import Fold
from ._values import Change, Document, Header, Receipt, Record, Value

__all__ = ["NewBook"]


class NewBook(Store):
    """A book of which nothing is stored before `put`: whatever stops its making leaves nothing behind.

    `place` stores these records as a book, all or none of them.
    """

    def __init__(
        self,
        first: Record,
        place: Callable[[Sequence[Record]], None],
        *,
        actor: str,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(actor=actor, clock=clock)
        self.header = Header.of(first)
        self._place = place
        self._fold = Fold()
        self._records: list[Record] = []
        self._take(first)

    def put(self) -> Receipt:
        """Store the book at its place, and return its head. Raises Refused where something is there by now, and NoSpace."""
        with self._turn:
            self._place(self._records)
            return self.head()

    def _take(self, record: Record) -> Receipt:
        self._fold.apply(record)
        self._records.append(record)
        return record.receipt

    def get(self, kind: str, id_: str) -> Document | None:
        """The document as last committed, or None."""
        with self._turn:
            return self._fold.get(kind, id_)

    def _find(self, kind: str, equal: Mapping[str, str]) -> list[Document]:
        with self._turn:
            return self._fold.find(kind, equal)

    def versions(self) -> dict[tuple[str, str], int]:
        """The version of every document, by kind and id."""
        with self._turn:
            return self._fold.versions()

    def head(self) -> Receipt:
        """The full receipt of the last commit."""
        with self._turn:
            return self._records[-1].receipt

    def history(self, kind: str | None = None, id_: str | None = None, *, after: int = -1) -> Iterator[Record]:
        """The records after `after`, oldest first; with `kind` and `id_` those that touch that document."""
        with self._turn:
            records = self._records[max(after, -1) + 1 :]
        return iter(records) if kind is None else touching(records, kind, id_ or "")

    def size(self) -> tuple[int, int]:
        """How many documents and how many records."""
        with self._turn:
            return self._fold.documents, self._fold.records

    def _stored_records(self) -> Iterator[Record]:
        return linked(self._records)

    def _check_state(self, fold: Fold, head: Receipt) -> list[Text]:
        return []

    def _commit(self, changes: Sequence[Change], body: dict[str, Value], after: Receipt | None) -> Receipt:
        check_versions(changes, self._fold.version)
        last = self.head()
        check_head(after, last)
        return self._take(next_record(Position(0, last.seq, last.hash), body))

    def _append_copy(self, record: Record) -> None:
        raise Refused(_NOWHERE)

    def remove(self, note: dict[str, Value]) -> None:
        """Refuse: nothing is stored that could be deleted."""
        raise Refused(_NOWHERE)

    def close(self) -> None:
        """Nothing is held open."""


_NOWHERE = Message(
    "K4097",
    "the book is only being made: nothing of it is stored that could be copied to or deleted; put it in its place first",
    "账簿仍在建立：尚未存入任何内容，不能复制到其中，也不能删除；请先建成",
)
