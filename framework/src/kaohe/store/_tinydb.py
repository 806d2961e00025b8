"""TinyDB's storage over a ledger file: TinyDB reads and searches, the ledger writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tinydb import Storage

from kaohe.collection import no_collection
from kaohe.words import Message

from ._disk import Disk
from ._errors import Refused
from ._fold import Fold
from ._ledger import Ledger
from ._values import Header

__all__ = ["LedgerStorage"]


class LedgerStorage(Storage):
    """`TinyDB(path, storage=LedgerStorage)` opens a book as it stands now, for reading.

    Each kind of document is a table; `_id` and `_version` stand beside a document's own fields.
    """

    fold: Fold
    header: Header

    def __init__(
        self,
        path: str | Path,
        *,
        writable: bool = False,
        patience: float = 5.0,
        disk: Disk | None = None,
    ) -> None:
        self.ledger = Ledger(Path(path), writable=writable, patience=patience, disk=disk)
        try:
            self._first_read()
        except BaseException:
            self.ledger.close()
            raise

    def _first_read(self) -> None:
        # A writer reads for the first time under the lock: pages that a failed fsync of another writer left
        # in memory are dropped before that writer lets go, and a file opened later is not told of the failure.
        if not self.ledger.writable:
            return self.reload()
        return self.ledger.locked(self.reload)

    def catch_up(self) -> None:
        """Take in what other handles committed."""
        if self.fold.records != self.ledger.records:  # an earlier call was interrupted half way
            return self.reload()
        for record in self.ledger.news():
            self.fold.apply(record)
        return None

    def reload(self) -> None:
        """Read the whole file again into a new fold."""
        self.ledger.rewind()
        records = self.ledger.news()
        header, fold = Header.of(records[0]), Fold()
        with no_collection():
            for record in records:
                fold.apply(record)
        self.header, self.fold = header, fold

    def read(self) -> dict[str, dict[str, Any]] | None:
        """The documents, by table and number, as TinyDB expects them."""
        if self.fold.records != self.ledger.records:
            self.reload()
        return self.fold.tables or None

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Refuse: a book is written by commits only. TinyDB has changed the documents by now, so read again."""
        self.fold = Fold()
        self.reload()
        raise Refused(
            Message(
                "K4058",
                "a book is not written through TinyDB; nothing was stored. Use commit() of kaohe.store.open_book()",
                "账簿不能通过 TinyDB 写入；未存入任何内容。请用 kaohe.store.open_book() 的 commit()",
            )
        )

    def close(self) -> None:
        """Close the file."""
        self.ledger.close()
