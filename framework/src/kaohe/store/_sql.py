"""The same records in three SQL tables: PostgreSQL for many hosts, SQLite for one big one."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    MetaData,
    Table,
    Text,
    bindparam,
    delete,
    func,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.engine import Connection, RowMapping
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from kaohe import words

from ._base import Store, check_versions, mention, touching, utc_now
from ._chain import Position, follows, linked, next_record
from ._errors import Broken, Corrupt, Refused
from ._fold import CLOSING, Fold, document_of
from ._sql_place import Place, translated
from ._values import Change, Document, Header, Receipt, Record, Report, Value, canonical, damaged, loads

__all__ = ["SQLStore", "has_book", "make_sql"]

TABLES = MetaData()
HEAD = Table(
    "kaohe_head",
    TABLES,
    Column("book", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
    Column("deleted", Text),  # the note that a deleted book leaves
)
LEDGER = Table(
    "kaohe_ledger",
    TABLES,
    Column("book", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", Text, nullable=False),
    Column("body", Text, nullable=False),
)
DOCS = Table(
    "kaohe_docs",
    TABLES,
    Column("book", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("body", Text),  # NULL for a removed document, so that the application needs no DELETE
)
_BATCH = 500
Key = tuple[str, str]


class SQLStore(Store):
    """A book in a database; the head row, taken for update, puts its commits in one order without gaps."""

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
        self._dead: words.Text | None = None
        self._connection = self._place.connect(patience=patience, writable=writable)
        try:
            with self._transaction():
                self.header = self._read_header()
        except BaseException:
            self._connection.close()
            raise

    @contextmanager
    def _transaction(self, *, begin: str = "BEGIN") -> Iterator[Connection]:
        """One transaction, or the one already begun; database errors come out as ours."""
        with self._turn:
            self._check_alive()
            if self._connection.in_transaction():
                yield self._connection
                return
            self._connection.info["begin"] = begin
            try:
                with self._connection.begin():
                    yield self._connection
            except SQLAlchemyError as error:
                raise self._failed(error) from error

    def _failed(self, error: SQLAlchemyError) -> Exception:
        ours = translated(error, self._place)
        if isinstance(ours, Broken):
            self._dead = ours.text
        return ours

    def _check_alive(self) -> None:
        if self._dead is not None:
            raise Broken(self._dead)

    def _read_header(self) -> Header:
        head = self._head_row()
        if head["deleted"]:
            raise Refused(_was_deleted(self._book, head["deleted"]))
        first = next(self._rows(LEDGER.c.seq == 0), None)
        if first is None:
            raise damaged(0, words.Text("it is not in the ledger", "账簿中没有该记录"))
        return Header.of(first)

    def _head_row(self, *, lock: bool = False) -> RowMapping:
        query = select(HEAD).where(HEAD.c.book == self._book)
        row = self._connection.execute(query.with_for_update() if lock else query).mappings().first()
        if row is None:
            raise Refused(_no_such_book(self._book))
        return row

    # Reading

    def get(self, kind: str, id_: str) -> Document | None:
        """The document as last committed by anyone, or None."""
        here = (DOCS.c.book == self._book) & (DOCS.c.kind == kind) & (DOCS.c.id == id_)
        with self._transaction() as connection:
            row = connection.execute(select(DOCS).where(here)).mappings().first()
        return _document(row) if row and row["body"] is not None else None

    def _find(self, kind: str, equal: Mapping[str, str]) -> list[Document]:
        query = select(DOCS).where(DOCS.c.book == self._book, DOCS.c.kind == kind, DOCS.c.body.is_not(None))
        for name, value in equal.items():  # narrows; the exact comparison follows
            query = query.where(DOCS.c.body.contains(canonical({name: value})[1:-1], autoescape=True))
        with self._transaction() as connection:
            rows = connection.execute(query).mappings().all()
        found = [_document(row) for row in rows]
        return [one for one in found if all(one.fields.get(name) == value for name, value in equal.items())]

    def head(self) -> Receipt:
        """The full receipt of the last commit."""
        with self._transaction():
            row = self._head_row()
        return Receipt(row["seq"], row["hash"])

    def history(self, kind: str | None = None, id_: str | None = None, *, after: int = -1) -> Iterator[Record]:
        """The records after `after`, oldest first; with `kind` and `id_` those that touch that document."""
        last = self.head().seq
        if kind is None:
            return self._pages(after, last)
        named = LEDGER.c.body.contains(mention(kind, id_ or ""), autoescape=True)
        with self._transaction():
            return touching(list(self._rows((LEDGER.c.seq > after) & named)), kind, id_ or "")

    def _pages(self, after: int, last: int) -> Iterator[Record]:
        for first in range(after + 1, last + 1, _BATCH):
            with self._transaction():
                page = list(self._rows(LEDGER.c.seq.between(first, min(first + _BATCH - 1, last))))
            yield from page

    def _rows(self, condition: ColumnElement[bool]) -> Iterator[Record]:
        query = (
            select(LEDGER.c.seq, LEDGER.c.hash, LEDGER.c.body)
            .where(LEDGER.c.book == self._book, condition)
            .order_by(LEDGER.c.seq)
        )
        return (Record(*row) for row in self._connection.execute(query))

    def size(self) -> tuple[int, int]:
        """How many documents and how many records."""
        with self._transaction() as connection:
            query = select(func.count()).where(DOCS.c.book == self._book, DOCS.c.body.is_not(None))
            return connection.execute(query).scalar_one(), self._head_row()["seq"] + 1

    def verify(self, receipt: Receipt | None = None) -> Report:
        """As `Store.verify`, of one moment, and the documents table and the head row as well."""
        with self._transaction() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            return super().verify(receipt)

    def _stored_records(self) -> Iterator[Record]:
        return linked(self._rows(LEDGER.c.seq >= 0))

    def _check_state(self, fold: Fold, head: Receipt) -> list[words.Text]:
        if self.head() != head:
            raise Corrupt(_differs("kaohe_head"))
        query = select(DOCS).where(DOCS.c.book == self._book, DOCS.c.body.is_not(None))
        rows = self._connection.execute(query).mappings()
        stored = {(row["kind"], row["id"]): (row["version"], row["body"]) for row in rows}
        folded = [document_of(kind, row) for kind, table in fold.tables.items() for row in table.values()]
        if stored != {(one.kind, one.id): (one.version, canonical(one.fields)) for one in folded}:
            raise Corrupt(_differs("kaohe_docs"))
        return []

    # Writing

    def _commit(self, changes: Sequence[Change], body: dict[str, Value]) -> Receipt:
        with self._writing():
            before = self._position()
            stored = self._stored_versions([*((change.kind, change.id) for change in changes), CLOSING])
            check_versions(changes, lambda kind, id_: stored.get((kind, id_), 0))
            record = next_record(before, body)
            self._put(record, stored)
        return record.receipt

    def _append_copy(self, record: Record) -> None:
        with self._writing():
            if not follows(self._position(), record):
                raise Refused(
                    words.Text(
                        "the target changed while it was copied to; nothing was stored. Copy again",
                        "目标账簿在复制期间被改动；未存入任何内容。请重新复制",
                    )
                )
            self._put(record, self._stored_versions([(change.kind, change.id) for change in record.changes]))

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        if not self._writable:
            raise Refused(
                words.Text(
                    "the book is open for reading only; nothing was stored. Open it for writing",
                    "账簿以只读方式打开；未存入任何内容。请以可写方式打开",
                )
            )
        with self._transaction(begin="BEGIN IMMEDIATE") as connection:
            yield connection

    def _position(self) -> Position:
        head = self._head_row(lock=True)
        if head["deleted"]:
            raise Refused(_was_deleted(self._book, head["deleted"]))
        return Position(0, head["seq"], head["hash"])

    def _stored_versions(self, keys: Sequence[Key]) -> dict[Key, int]:
        """The versions of those that ever existed, 0 for a removed one."""
        by_kind: dict[str, list[str]] = {}
        for kind, id_ in keys:
            by_kind.setdefault(kind, []).append(id_)
        columns = select(DOCS.c.kind, DOCS.c.id, DOCS.c.version, DOCS.c.body.is_(None))
        found: dict[Key, int] = {}
        for kind, ids in by_kind.items():
            for start in range(0, len(ids), _BATCH):
                part = DOCS.c.id.in_(ids[start : start + _BATCH])
                query = columns.where(DOCS.c.book == self._book, DOCS.c.kind == kind, part)
                rows = self._connection.execute(query)
                found |= {(kind, id_): 0 if gone else version for kind, id_, version, gone in rows}
        return found

    def _put(self, record: Record, stored: Mapping[Key, int]) -> None:
        execute, book = self._connection.execute, self._book
        new = {"book": book, "seq": record.seq, "hash": record.hash, "body": record.text}
        execute(insert(LEDGER), new)
        rows = [_row(book, record.seq, change) for change in record.changes]
        if added := [row for row in rows if (row["of_kind"], row["of_id"]) not in stored]:
            execute(_INSERT_DOC, added)
        if changed := [row for row in rows if (row["of_kind"], row["of_id"]) in stored]:
            execute(_UPDATE_DOC, changed)
        execute(update(HEAD).where(HEAD.c.book == book).values(seq=record.seq, hash=record.hash))

    def remove(self, note: dict[str, Value]) -> None:
        """Delete the book's ledger and documents; its head row stays with `note`."""
        with self._writing() as connection:
            self._position()
            connection.execute(delete(LEDGER).where(LEDGER.c.book == self._book))
            connection.execute(delete(DOCS).where(DOCS.c.book == self._book))
            connection.execute(update(HEAD).where(HEAD.c.book == self._book).values(deleted=canonical(note)))

    def close(self) -> None:
        """Close the connection; later calls raise Broken."""
        with self._turn:
            self._dead = words.Text("the book was closed; reopen it", "账簿已关闭；请重新打开")
            self._connection.close()
            self._connection.engine.dispose()


_DOC_COLUMNS = [column.name for column in DOCS.columns]
_HERE = (DOCS.c.book == bindparam("of_book")) & (DOCS.c.kind == bindparam("of_kind"))
_UPDATE_DOC = (
    update(DOCS)
    .where(_HERE & (DOCS.c.id == bindparam("of_id")))
    .values(version=bindparam("of_version"), body=bindparam("of_body"))
)
_INSERT_DOC = insert(DOCS).values({name: bindparam(f"of_{name}") for name in _DOC_COLUMNS})


def _row(book: str, seq: int, change: Change) -> dict[str, Value]:
    body = None if change.fields is None else canonical(change.fields)
    return {"of_book": book, "of_kind": change.kind, "of_id": change.id, "of_version": seq, "of_body": body}


def _document(row: RowMapping) -> Document:
    return Document(row["kind"], row["id"], row["version"], loads(row["body"]))


def make_sql(url: str, record: Record, *, shared: bool = False) -> None:
    """Make the tables where they are missing, and a book of one record 0."""
    place = Place.parse(url)
    place.make_file(shared=shared)
    connection = place.connect(patience=30.0, writable=True)
    connection.info["begin"] = "BEGIN IMMEDIATE"
    try:
        place.check_server(connection)
        _make_tables(connection)
        with connection.begin():
            connection.execute(insert(HEAD), {"book": place.book, "seq": 0, "hash": record.hash})
            row = {"book": place.book, "seq": 0, "hash": record.hash, "body": record.text}
            connection.execute(insert(LEDGER), row)
    except IntegrityError as error:
        raise Refused(
            words.Text(
                "there is a book of the name {book} already (or its head, if it was deleted); nothing was changed."
                " Choose another name",
                "已有名为 {book} 的账簿（或其删除后留下的记录）；未作任何改动。请另取名称",
            ).format(book=place.book)
        ) from error
    except SQLAlchemyError as error:
        raise translated(error, place) from error
    finally:
        connection.close()
        connection.engine.dispose()


def _make_tables(connection: Connection) -> None:
    try:
        with connection.begin():
            TABLES.create_all(connection)
    except SQLAlchemyError:  # another host made them at the same moment, or the second try says why not
        with connection.begin():
            TABLES.create_all(connection)


def has_book(url: str) -> bool:
    """Whether the database has the tables and a head of that name."""
    place = Place.parse(url)
    if place.path is not None and not place.path.exists():
        return False
    connection = place.connect(patience=5.0, writable=False)
    try:
        with connection.begin():
            if not inspect(connection).has_table(HEAD.name):
                return False
            query = select(HEAD.c.seq).where(HEAD.c.book == place.book)
            return connection.execute(query).first() is not None
    except SQLAlchemyError as error:
        raise translated(error, place) from error
    finally:
        connection.close()
        connection.engine.dispose()


def _no_such_book(book: str) -> words.Text:
    return words.Text(
        "the database has no book of the name {book}; check what follows # in the URL, or make it with kaohe book new",
        "数据库中没有名为 {book} 的账簿；请检查地址中 # 后的名称，或用 kaohe book new 新建",
    ).format(book=book)


def _was_deleted(book: str, note: str) -> words.Text:
    left = json.loads(note)
    return words.Text(
        "the book {book} was deleted after its retention date ({deleted}); its head was {head}",
        "账簿 {book} 已于保存期满后删除（{deleted}）；其最后回执为 {head}",
    ).format(book=book, deleted=str(left.get("deleted")), head=str(left.get("head")))


def _differs(table: str) -> words.Text:
    return words.Text(
        "the table {table} is not what the ledger says; the ledger itself is intact. Nothing was changed. Copy the"
        " book to a new place, which rebuilds it from the ledger, and find out who edited the table",
        "表 {table} 与账簿记录不一致；账簿记录本身完好。未作任何改动。请将账簿复制到新位置（按记录重建），并查明改动者",
    ).format(table=table)
