"""The embedded store: a ledger file, with TinyDB holding and searching the state."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from glob import escape
from pathlib import Path
from stat import S_IMODE

from tinydb import Query, TinyDB, where
from tinydb.queries import QueryInstance

from kaohe.words import Message, Text

from ._base import Store, check_head, check_versions, touching, utc_now
from ._disk import Disk
from ._errors import Corrupt, Refused
from ._fold import Fold, document_of
from ._ledger import Ledger
from ._making import cannot_open, local_warnings, write_new
from ._tinydb import LedgerStorage
from ._values import Change, Document, Receipt, Record, Value, canonical

__all__ = ["FileStore"]


class FileStore(Store):
    """A book in one local file. Opening verifies the whole chain; `patience` is how long to wait for a writer."""

    def __init__(
        self,
        path: str | Path,
        *,
        writable: bool = True,
        patience: float = 5.0,
        disk: Disk | None = None,
        actor: str | None = None,
        fields: Mapping[str, Collection[str]] | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(actor=actor, fields=fields, clock=clock)
        self.path = Path(path)
        self._storage = LedgerStorage(self.path, writable=writable, patience=patience, disk=disk)
        self._db = TinyDB(storage=lambda: self._storage)
        self.header = self._storage.header

    def get(self, kind: str, id_: str) -> Document | None:
        """The document as last committed by anyone, or None."""
        with self._turn:
            self._storage.catch_up()
            return self._storage.fold.get(kind, id_)

    def _find(self, kind: str, equal: Mapping[str, str]) -> list[Document]:
        with self._turn:
            self._storage.catch_up()
            if not equal:
                return self._storage.fold.find(kind)
            table = self._db.table(kind, cache_size=0)  # TinyDB's cache does not know of commits
            return [document_of(kind, row) for row in table.search(_condition(equal))]

    def versions(self) -> dict[tuple[str, str], int]:
        """The version of every document, by kind and id."""
        with self._turn:
            self._storage.catch_up()
            return self._storage.fold.versions()

    def head(self) -> Receipt:
        """The full receipt of the last commit."""
        with self._turn:
            self._storage.catch_up()
            return self._storage.ledger.receipt

    def history(self, kind: str | None = None, id_: str | None = None, *, after: int = -1) -> Iterator[Record]:
        """The records after `after`, oldest first; with `kind` and `id_` those that touch that document."""
        last = self.head().seq
        records = (record for record in self._stored_records() if after < record.seq <= last)
        return records if kind is None else touching(records, kind, id_ or "")

    def size(self) -> tuple[int, int]:
        """How many documents and how many records."""
        with self._turn:
            self._storage.catch_up()
            return self._storage.fold.documents, self._storage.fold.records

    def warnings(self) -> list[Message]:
        """What someone should look at before it becomes a fault."""
        disk = self._storage.ledger.disk
        try:
            mode = S_IMODE(disk.stat_path(self.path).st_mode)
        except OSError as error:
            raise cannot_open(self.path, error) from error
        readable = [_readable(self.path, mode)] if mode & 0o007 else []
        return [*super().warnings(), *readable, *local_warnings(self.path, disk)]

    def _stored_records(self) -> Iterator[Record]:
        reader = Ledger(self.path, writable=False, disk=self._storage.ledger.disk)
        try:
            yield from reader.news()
        finally:
            reader.close()

    def _check_state(self, fold: Fold, head: Receipt) -> list[Text]:
        self._storage.catch_up()
        ours = self._storage
        if ours.ledger.receipt == head and ours.fold.tables != fold.tables:
            raise Corrupt(
                Message(
                    "K4016",
                    "this program's memory differs from the file; the file is intact. Reopen the book",
                    "程序内存与文件不一致；文件完好。请重新打开账簿",
                )
            )
        return [_unfinished(len(ours.ledger.torn))] if ours.ledger.torn else []

    def _commit(self, changes: Sequence[Change], body: dict[str, Value], after: Receipt | None) -> Receipt:
        storage = self._storage

        def act() -> Receipt:
            storage.catch_up()
            check_versions(changes, storage.fold.version)
            check_head(after, storage.ledger.receipt)
            record = storage.ledger.append(body)
            storage.fold.apply(record)
            return record.receipt

        return storage.ledger.locked(act)

    def _append_copy(self, record: Record) -> None:
        storage = self._storage

        def act() -> None:
            storage.catch_up()
            storage.ledger.append_copy(record)
            storage.fold.apply(record)

        storage.ledger.locked(act)

    def remove(self, note: dict[str, Value]) -> None:
        """Delete the file and leave its head beside it, as NAME.head."""
        with self._turn:
            self._storage.ledger.locked(lambda: self._remove(canonical(note) + "\n"))

    def _remove(self, note: str) -> None:
        disk = self._storage.ledger.disk
        beside = self.path.with_name(self.path.name + ".head")
        if not beside.exists():  # else a deletion was interrupted
            write_new(beside, note.encode(), mode=0o600, disk=disk)
        try:
            for draft in self.path.parent.glob(f".{escape(self.path.name)}.*.new"):
                disk.unlink(draft)  # a second name, left where the making of the book was interrupted
            disk.unlink(self.path)
            disk.sync_directory(self.path.parent)
        except OSError as error:
            raise Refused(_cannot_delete(self.path, error)) from error

    def close(self) -> None:
        """Close the file; later calls raise Broken."""
        if self._left_behind:
            return
        with self._turn:
            self._db.close()

    def _let_go(self) -> None:
        if hasattr(self, "_storage"):  # not so where opening was refused and its error is still held
            self._storage.ledger.close()


def _condition(equal: Mapping[str, str]) -> QueryInstance:
    condition: QueryInstance = Query().noop()
    for name, value in equal.items():
        condition &= where(name) == value
    return condition


def _cannot_delete(path: Path, error: OSError) -> Message:
    return Message(
        "K4017",
        "{path} could not be deleted ({why}); see whether it is still there, ask its owner, and delete it again",
        "无法删除 {path}（{why}）；请确认其是否仍在，联系所有者后重新删除",
    ).format(path=str(path), why=os.strerror(error.errno or 0))


def _unfinished(count: int) -> Text:
    return Text(
        "an unfinished end of {count} bytes: a writer died or the disk was full before it could acknowledge them."
        " Nothing acknowledged is missing unless a receipt says so; the next save closes it off",
        "末尾有 {count} 个未完成字节：写入者在确认前中断或磁盘已满。除非回执另有表明，已确认内容无缺；下次保存会隔开它",
    ).format(count=count)


def _readable(path: Path, mode: int) -> Message:
    return Message(
        "K4094",
        "{path} can be opened by everyone on this machine (mode {mode}); run chmod o= on it",
        "{path} 可被本机所有人打开（权限 {mode}）；请执行 chmod o=",
    ).format(path=str(path), mode=f"{mode:04o}")
