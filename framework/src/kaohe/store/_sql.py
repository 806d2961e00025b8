"""The same records in three SQL tables: PostgreSQL for many hosts, SQLite for one big one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime

from sqlalchemy import (
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from kaohe import words

from ._base import Store, check_head, check_versions, touching, utc_now
from ._chain import Position, follows, linked, next_record
from ._disk import Disk
from ._errors import Broken, Refused, StoreError
from ._fold import Fold
from ._making import local_warnings
from ._sql_books import check_free, has_book, make_sql, stored_rows, who_makes
from ._sql_errors import translated
from ._sql_known import Key, Known, differs, hidden, no_such_book, record_of, records_of, shown_as, was_deleted
from ._sql_place import Place, session_actor
from ._sql_tables import (
    DOCS,
    END,
    EVERY,
    HEAD,
    INSERT_DOC,
    LEDGER,
    LOCK,
    OF_DOCS,
    RECORDS,
    UPDATE_DOC,
    UPDATE_HEAD,
    WHOLE,
    all_taken,
)
from ._values import Change, Document, Receipt, Record, Report, Value, canonical, damaged

__all__ = ["SQLStore", "check_free", "has_book", "make_sql", "stored_rows", "who_makes"]

_BATCH = 500


class SQLStore(Store):
    """A book in a database; the head row, taken for update, puts its commits in one order without gaps.

    Opening reads the whole ledger and checks it; every later call first takes in, and checks, what others added.
    Documents come out of the records so proven, and never out of a row that was not compared with them:

    - a read (`get`, `find`) raises Corrupt where the head row, the last record, a record after it, the document's row,
      or the record that its version names is not what was proven; a record above 64 K characters is compared by its
      number and hash alone;
    - `history`, and so an export or a copy, checks each record that it hands out; `size` and `head` are of the proven
      chain;
    - a commit checks all that a read does, under the lock and for each document it changes, and the whole of the
      record that it builds on;
    - only opening and `verify` see what was done to any other row. Opening for writing compares which documents and
      versions `kaohe_docs` holds, `verify` their bodies too.

    What follows the chain's own rules is a commit, whoever wrote it: records taken off the end together with a head row
    turned back, or a book written anew, are noticed by a handle that is open, and otherwise by a receipt alone.
    """

    def __init__(
        self,
        url: str,
        *,
        writable: bool = True,
        patience: float = 5.0,
        actor: str | None = None,
        fields: Mapping[str, Collection[str]] | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(actor=actor, fields=fields, clock=clock)
        self._place = Place.parse(url)
        self._book = self._place.book
        self._writable = writable
        self._patience = patience
        self._dead: words.Message | None = None
        self._connection: Connection | None = None
        self._known: Known | None = None
        self._reached = Position()  # kept when what is known is read again, so that an end cannot be taken away
        try:
            with self._reading() as (connection, known):
                if known.header is None:
                    raise damaged(0, words.Message("K4068", "it is not in the ledger", "账簿中没有该记录"))
                self.header = known.header
                if actor is None and self._place.path is None:
                    self.actor = session_actor(connection)
                if writable and not self._documents_agree(connection, known):
                    raise differs(DOCS.name)
        except BaseException:
            self._hang_up()
            raise

    # Transactions

    @contextmanager
    def _transaction(self, *, writing: bool = False) -> Iterator[Connection]:
        """One transaction; database errors come out as ours, and an interrupted connection is not used again."""
        with self._turn:
            connection = self._ready()
            connection.info["writing"] = writing
            try:
                with connection.begin():
                    yield connection
            except SQLAlchemyError as error:
                raise self._failed(error) from error
            except StoreError:
                raise
            except BaseException:
                self._hang_up()
                raise

    def _ready(self) -> Connection:
        if self._dead is not None:
            raise Broken(self._dead)
        if self._connection is None or self._connection.in_transaction():
            self._hang_up()
            self._connection = self._place.connect(patience=self._patience, writable=self._writable)
        return self._connection

    def _hang_up(self) -> None:
        """Drop the connection, and with it whatever was not committed; the next call makes another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError):
                connection.invalidate()
            connection.close()
            connection.engine.dispose()

    def _failed(self, error: SQLAlchemyError) -> Exception:
        ours = translated(error, str(self._place))
        if isinstance(ours, Broken):
            self._dead = ours.text
        return ours

    @contextmanager
    def _reading(self) -> Iterator[tuple[Connection, Known]]:
        with self._transaction() as connection:
            yield connection, self._catch_up(connection)

    @contextmanager
    def _writing(self) -> Iterator[tuple[Connection, Known]]:
        if not self._writable:
            raise Refused(
                words.Message(
                    "K4069",
                    "the book is open for reading only; nothing was stored. Open it for writing",
                    "账簿以只读方式打开；未存入任何内容。请以可写方式打开",
                )
            )
        with self._transaction(writing=True) as connection:
            if connection.dialect.name == "postgresql":  # an SQLite file is locked by the transaction's beginning
                connection.execute(LOCK, {"of_book": self._book})
            yield connection, self._catch_up(connection, building=True)

    # What is proven

    def _catch_up(self, connection: Connection, *, building: bool = False) -> Known:
        """Take in what others added, and check that all else at the end of the chain is as it was."""
        known, self._known = self._known or Known(), None  # an interrupt leaves none, and all is read again
        rows = self._end(connection, known, building)
        first = next(rows, None)
        if first is None:
            raise self._headless(connection)
        seq, digest, note, *record = first
        if note is not None:
            raise differs(HEAD.name) if record[0] is not None else was_deleted(self._book, note)
        if known.hashes:
            self._check_last(known, record, building)
        elif record[0] is not None:
            known.take(record_of(0, *record))
        for row in rows:
            known.take(record_of(len(known.hashes), *row[3:]))
        last = len(known.hashes) - 1
        if last < 0 or (seq, digest) != (last, known.hashes[last]) or type(seq) is not int:
            raise hidden(self._book, f"{seq}/{str(digest)[:12]}", f"{last}/{known.at.hash[:12]}")
        self._check_reached(known)
        self._known, self._reached = known, known.at
        return known

    def _check_reached(self, known: Known) -> None:
        """Raise Corrupt where the book no longer holds the last record that this handle ever saw."""
        seq = self._reached.seq
        if known.hashes[: seq + 1][seq:] != [self._reached.hash][: seq + 1]:
            raise damaged(
                seq, words.Message("K4070", "it is gone, or another stands in its place", "它已消失或被另一条记录取代")
            )

    def _end(self, connection: Connection, known: Known, building: bool) -> Iterator[Sequence[Value]]:
        """The head row beside the last record that is known and all that stand after it, in one statement."""
        statement = (WHOLE if building else END) if known.hashes else EVERY
        return iter(connection.execute(statement, {"of_book": self._book, "last": known.at.seq}))

    def _check_last(self, known: Known, found: Sequence[Value], building: bool) -> None:
        last = known.at.seq
        if found[0] is not None and found[:2] != [last, known.at.hash]:
            raise damaged(last, words.Message("K4071", "another stands in its place", "其位置上是另一条记录"))
        if building or found[0] is None:
            known.check({last: record_of(last, *found)} if found[0] is not None else {}, [last])

    def _headless(self, connection: Connection) -> StoreError:
        query = select(LEDGER.c.seq).where(LEDGER.c.book == self._book).limit(1)
        return no_such_book(self._book) if connection.execute(query).first() is None else differs(HEAD.name)

    def _check_rows(self, connection: Connection, known: Known, found: Mapping[Key, Document | None]) -> set[Key]:
        """Raise Corrupt unless the rows of these documents, and the records they name, are as `found` in the chain.

        Returns those that have a row, be it of a document that was removed.
        """
        proven = {key: (one.version, canonical(one.fields)) for key, one in found.items() if one is not None}
        rows = list(self._rows_of(connection, found))
        stored = {(kind, id_): (version, body) for kind, id_, version, body in rows if body is not None}
        if len({row[:2] for row in rows}) < len(rows) or stored != proven:
            raise differs(DOCS.name)
        named = {version for version, _ in proven.values()}
        known.check(self._named(connection, known, sorted(named - known.long)), named - known.long)
        self._check_long(connection, known, named & known.long)
        return {(row[0], row[1]) for row in rows}

    def _rows_of(self, connection: Connection, keys: Iterable[Key]) -> Iterator[Sequence[Value]]:
        by_kind: dict[str, list[str]] = {}
        for kind, id_ in keys:
            by_kind.setdefault(kind, []).append(id_)
        for kind, ids in by_kind.items():
            for start in range(0, len(ids), _BATCH):
                wanted = {"of_book": self._book, "of_kind": kind, "ids": ids[start : start + _BATCH]}
                yield from connection.execute(OF_DOCS, wanted)

    def _named(self, connection: Connection, known: Known, seqs: Sequence[int]) -> dict[int, Record]:
        found: dict[int, Record] = {}
        for start in range(0, len(seqs), _BATCH):
            wanted = {"of_book": self._book, "seqs": seqs[start : start + _BATCH]}
            found |= {record.seq: record for record in records_of(connection.execute(RECORDS, wanted))}
        return found

    def _check_long(self, connection: Connection, known: Known, seqs: Collection[int]) -> None:
        if not seqs:
            return
        query = select(LEDGER.c.seq, LEDGER.c.hash).where(LEDGER.c.book == self._book, LEDGER.c.seq.in_(seqs))
        found: dict[int, str] = {row[0]: row[1] for row in connection.execute(query)}
        for seq in seqs:
            if found.get(seq) != known.hashes[seq]:
                known.check({}, [seq])

    def _documents_agree(self, connection: Connection, known: Known) -> bool:
        """Whether `kaohe_docs` holds the documents that there are, in their versions; bodies are left to `verify`."""
        query = select(DOCS.c.kind, DOCS.c.id, DOCS.c.version)
        rows = connection.execute(query.where(DOCS.c.book == self._book, DOCS.c.body.is_not(None))).all()
        stored = {(kind, id_): version for kind, id_, version in rows}
        return len(rows) == len(stored) and stored == known.fold.versions()

    # Reading

    def get(self, kind: str, id_: str) -> Document | None:
        """The document as last committed by anyone, or None; raises Corrupt as the class says."""
        with self._reading() as (connection, known):
            document = known.fold.get(kind, id_)
            if document is not None or _may_be(kind, id_):
                self._check_rows(connection, known, {(kind, id_): document})
            return document

    def _find(self, kind: str, equal: Mapping[str, str]) -> list[Document]:
        with self._reading() as (connection, known):
            found = known.fold.find(kind, equal)
            self._check_rows(connection, known, {(kind, one.id): one for one in found})
            return found

    def versions(self) -> dict[tuple[str, str], int]:
        """The version of every document, by kind and id."""
        with self._reading() as (_, known):
            return known.fold.versions()

    def head(self) -> Receipt:
        """The full receipt of the last commit."""
        with self._reading() as (_, known):
            return Receipt(known.at.seq, known.at.hash)

    def history(self, kind: str | None = None, id_: str | None = None, *, after: int = -1) -> Iterator[Record]:
        """The records after `after`, oldest first; with `kind` and `id_` those that touch that document."""
        with self._reading() as (_, known):
            pages = self._pages(known, max(after, -1) + 1, len(known.hashes))
        return pages if kind is None else touching(pages, kind, id_ or "")

    def _pages(self, known: Known, first: int, end: int) -> Iterator[Record]:
        for start in range(first, end, _BATCH):
            seqs = range(start, min(start + _BATCH, end))
            with self._transaction() as connection:
                page = self._named(connection, known, seqs)
            known.check(page, seqs)
            yield from page.values()

    def size(self) -> tuple[int, int]:
        """How many documents and how many records."""
        with self._reading() as (_, known):
            return known.fold.documents, known.fold.records

    def warnings(self) -> list[words.Message]:
        """As `Store.warnings`, and where `kaohe_docs` holds other documents than the ledger."""
        with self._reading() as (connection, known):
            agree = self._documents_agree(connection, known)
        path = self._place.path
        place = local_warnings(path, Disk()) if path else []
        return [*super().warnings(), *place, *([] if agree else [differs(DOCS.name).text])]

    def verify(self, receipt: Receipt | None = None) -> Report:
        """As `Store.verify`, of one moment, and the documents table and the head row as well."""
        with self._transaction() as self._verified:
            report = super().verify(receipt)
            self._catch_up(self._verified)
            return report

    def _stored_records(self) -> Iterator[Record]:
        every = select(LEDGER.c.seq, LEDGER.c.hash, LEDGER.c.body).where(LEDGER.c.book == self._book)
        return linked(records_of(self._verified.execute(every.order_by(LEDGER.c.seq))))

    def _check_state(self, fold: Fold, head: Receipt) -> list[words.Text]:
        row = self._verified.execute(select(HEAD.c.seq, HEAD.c.hash).where(HEAD.c.book == self._book)).all()
        if [tuple(one) for one in row] != [(head.seq, head.hash)]:
            raise differs(HEAD.name)
        query = select(DOCS.c.kind, DOCS.c.id, DOCS.c.version, DOCS.c.body)
        rows = self._verified.execute(query.where(DOCS.c.book == self._book, DOCS.c.body.is_not(None))).all()
        stored = {(kind, id_): (version, body) for kind, id_, version, body in rows}
        if len(stored) < len(rows) or stored != shown_as(fold):
            raise differs(DOCS.name)
        return []

    # Writing

    def _commit(self, changes: Sequence[Change], body: dict[str, Value], after: Receipt | None) -> Receipt:
        with self._writing() as (connection, known):
            stored = self._check_rows(connection, known, known.documents(changes))
            check_versions(changes, known.fold.version)
            check_head(after, Receipt(known.at.seq, known.at.hash))
            record = next_record(known.at, body)
            self._put(connection, record, stored)
        self._took(known, record)
        return record.receipt

    def _append_copy(self, record: Record) -> None:
        with self._writing() as (connection, known):
            if not follows(known.at, record):
                raise Refused(
                    words.Message(
                        "K4072",
                        "the target changed while it was copied to; nothing was stored. Copy again",
                        "目标账簿在复制期间被改动；未存入任何内容。请重新复制",
                    )
                )
            stored = self._check_rows(connection, known, known.documents(record.changes))
            self._put(connection, record, stored)
        self._took(known, record)

    def _took(self, known: Known, record: Record) -> None:
        """Take in a record of our own, which the database has acknowledged."""
        self._known = None
        known.take(record)
        self._known, self._reached = known, known.at

    def _put(self, connection: Connection, record: Record, stored: Collection[Key]) -> None:
        book = self._book
        new = {"book": book, "seq": record.seq, "hash": record.hash, "body": record.text}
        all_taken(connection, insert(LEDGER), [new])
        rows = [_row(book, record.seq, change) for change in record.changes]
        all_taken(connection, INSERT_DOC, [row for row in rows if (row["of_kind"], row["of_id"]) not in stored])
        all_taken(connection, UPDATE_DOC, [row for row in rows if (row["of_kind"], row["of_id"]) in stored])
        moved = {"of_book": book, "of_seq": record.seq, "of_hash": record.hash}
        all_taken(connection, UPDATE_HEAD, [moved])

    def remove(self, note: dict[str, Value]) -> None:
        """Delete the book's ledger and documents; its head row stays with `note`."""
        with self._writing() as (connection, _):
            connection.execute(delete(LEDGER).where(LEDGER.c.book == self._book))
            connection.execute(delete(DOCS).where(DOCS.c.book == self._book))
            connection.execute(update(HEAD).where(HEAD.c.book == self._book).values(deleted=canonical(note)))

    def close(self) -> None:
        """Close the connection; later calls raise Broken."""
        if self._left_behind:
            return
        with self._turn:
            self._dead = words.Message("K4073", "the book was closed; reopen it", "账簿已关闭；请重新打开")
            self._hang_up()


def _row(book: str, seq: int, change: Change) -> dict[str, Value]:
    body = None if change.fields is None else canonical(change.fields)
    return {"of_book": book, "of_kind": change.kind, "of_id": change.id, "of_version": seq, "of_body": body}


def _may_be(kind: str, id_: str) -> bool:
    """Whether a document could be called that; a database need not be able to look for any text."""
    try:
        Change(kind, id_, None)
    except Refused:
        return False
    return True
