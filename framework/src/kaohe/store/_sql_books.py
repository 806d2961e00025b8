"""Books of a database as a whole: making one, asking for one, and handing over what is stored of a damaged one."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from sqlalchemy import insert, inspect, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from kaohe import words

from ._base import MOST_COMMITS, login
from ._chain import linked
from ._disk import Disk
from ._errors import Corrupt, Refused
from ._fold import Fold
from ._intact import Stored
from ._making import check_place
from ._sql_errors import translated
from ._sql_known import differs, is_record, no_such_book, shown_as, was_deleted
from ._sql_place import Place, session_actor
from ._sql_tables import DOCS, HEAD, LEDGER, all_taken, make_tables
from ._values import Receipt, Record, Value

__all__ = ["check_free", "has_book", "make_sql", "stored_rows", "who_makes"]


def make_sql(url: str, records: Sequence[Record], *, shared: bool = False) -> None:
    """Make the tables where they are missing, and in one transaction a book of these records."""
    place = Place.parse(url)
    place.make_file(shared=shared)
    connection = place.connect(patience=30.0, writable=True)
    try:
        place.check_server(connection)
        connection.info["writing"] = True
        make_tables(connection)
        with connection.begin():
            _fill(connection, place.book, records)
    except IntegrityError as error:
        raise _not_free(place.book) from error
    except SQLAlchemyError as error:
        raise translated(error, str(place)) from error
    finally:
        connection.close()
        connection.engine.dispose()


def _fill(connection: Connection, book: str, records: Sequence[Record]) -> None:
    fold, head = Fold(), records[-1]
    for record in records:
        fold.apply(record)
    all_taken(connection, insert(HEAD), [{"book": book, "seq": head.seq, "hash": head.hash}])
    rows = [{"book": book, "seq": one.seq, "hash": one.hash, "body": one.text} for one in records]
    all_taken(connection, insert(LEDGER), rows)
    documents = [
        {"book": book, "kind": kind, "id": id_, "version": version, "body": body}
        for (kind, id_), (version, body) in shown_as(fold).items()
    ]
    all_taken(connection, insert(DOCS), documents)


def check_free(url: str) -> None:
    """Raise Refused where `make_sql` would find a book of that name, or could make no file for an SQLite database."""
    place = Place.parse(url)
    if place.path is not None and not place.has_file():
        check_place(place.path, Disk())
    elif has_book(url):
        raise _not_free(place.book)


def _not_free(book: str) -> Refused:
    return Refused(
        words.Message(
            "K4075",
            "there is a book of the name {book} already (or its head, if it was deleted); nothing was changed."
            " Choose another name",
            "已有名为 {book} 的账簿（或其删除后留下的记录）；未作任何改动。请另取名称",
        ).format(book=book)
    )


def who_makes(url: str) -> str:
    """The actor of record 0: the role of a PostgreSQL session, else the login."""
    place = Place.parse(url)
    if place.path is not None:
        return login()
    connection = place.connect(patience=5.0, writable=False)
    try:
        return session_actor(connection)
    finally:
        connection.close()
        connection.engine.dispose()


def has_book(url: str) -> bool:
    """Whether the database has the tables and a head of that name."""
    place = Place.parse(url)
    if not place.has_file():
        return False
    connection = place.connect(patience=5.0, writable=False)
    try:
        with connection.begin():
            if not inspect(connection).has_table(HEAD.name):
                return False
            query = select(HEAD.c.seq).where(HEAD.c.book == place.book)
            return connection.execute(query).first() is not None
    except SQLAlchemyError as error:
        raise translated(error, str(place)) from error
    finally:
        connection.close()
        connection.engine.dispose()


def stored_rows(url: str) -> Stored:
    """What the tables hold of a book, unjudged; raises Refused where they hold nothing of it."""
    place = Place.parse(url)
    connection = place.connect(patience=5.0, writable=False)
    try:
        return _stored(connection, place)
    except SQLAlchemyError as error:
        raise translated(error, str(place)) from error
    finally:
        connection.close()
        connection.engine.dispose()


def _stored(connection: Connection, place: Place) -> Stored:
    transaction = connection.begin()
    try:
        rows, notes = _ledger_rows(connection, place)
        heads = _heads(connection, place.book)
        if not rows and not heads:
            raise no_such_book(place.book)
        if not rows and heads[0][2] is not None:
            raise was_deleted(place.book, str(heads[0][2]))
        head = _head(heads)
        if head is None:
            notes.append(_NO_HEAD)
        records = [Record(*row) for row in rows if is_record(*row) and 0 <= row[0] < _MOST]
        if len(records) < len(rows):
            notes.append(_NO_RECORDS.format(count=len(rows) - len(records)))
        fold = _folded(records, head)
        if fold is None:
            notes.append(_NOT_ONE_CHAIN)
        elif not _documents_agree(connection, place.book, fold):
            notes.append(differs(DOCS.name).text)
        return Stored(records, head, tuple(notes))
    finally:
        with suppress(SQLAlchemyError):  # after a damaged page SQLite ends no transaction without saying so again
            transaction.rollback()


def _ledger_rows(connection: Connection, place: Place) -> tuple[list[Sequence[Value]], list[words.Text]]:
    """The rows of the ledger; of a damaged SQLite file those before the damage and, read from the end, those after."""
    query = select(LEDGER.c.seq, LEDGER.c.hash, LEDGER.c.body).where(LEDGER.c.book == place.book)
    rows: list[Sequence[Value]] = []
    notes: list[words.Text] = []
    for order in (LEDGER.c.seq, LEDGER.c.seq.desc()):
        try:
            for row in connection.execute(query.order_by(order)):
                rows.append(tuple(row))  # noqa: PERF401, those before an error are kept
        except SQLAlchemyError as error:
            ours = translated(error, str(place))
            if not isinstance(ours, Corrupt) or place.path is None:
                raise
            notes = [ours.text]
        else:
            break
    return rows, notes


def _heads(connection: Connection, book: str) -> list[Sequence[Value]]:
    if not inspect(connection).has_table(HEAD.name):
        return []
    query = select(HEAD.c.seq, HEAD.c.hash, HEAD.c.deleted).where(HEAD.c.book == book)
    return [tuple(row) for row in connection.execute(query)]


def _head(heads: Sequence[Sequence[Value]]) -> Receipt | None:
    """What the head row says; None where there is not one, or it cannot be that of this book."""
    if len(heads) != 1:
        return None
    seq, digest, deleted = heads[0]
    sound = type(seq) is int and 0 <= seq < _MOST and type(digest) is str and deleted is None
    return Receipt(seq, digest) if sound else None


def _folded(records: Sequence[Record], head: Receipt | None) -> Fold | None:
    """The documents as the ledger leaves them; None where its rows are no chain that ends at the head."""
    fold = Fold()
    try:
        for record in linked(records):
            fold.apply(record)
    except Corrupt:
        return None
    return fold if [record.receipt for record in records[-1:]] == [head] else None


def _documents_agree(connection: Connection, book: str, fold: Fold) -> bool:
    if not inspect(connection).has_table(DOCS.name):
        return False
    query = select(DOCS.c.kind, DOCS.c.id, DOCS.c.version, DOCS.c.body)
    rows = connection.execute(query.where(DOCS.c.book == book, DOCS.c.body.is_not(None))).all()
    stored = {(kind, id_): (version, body) for kind, id_, version, body in rows}
    return len(stored) == len(rows) and stored == shown_as(fold)


_MOST = 10 * MOST_COMMITS  # a number beyond that is no record's, and counting up to it would take for ever
_NO_HEAD = words.Message(
    "K4076",
    "the book's row in kaohe_head is gone, doubled or nonsense, so what stood at the end may be missing",
    "账簿在 kaohe_head 中的行缺失、重复或无效，末尾可能有记录缺失",
)
_NOT_ONE_CHAIN = words.Message(
    "K4077",
    "the rows of kaohe_ledger and kaohe_head are not one chain as they stand; what is shown is what can be proven",
    "kaohe_ledger 与 kaohe_head 的各行不成一条完整链条；此处仅列出能证明的内容",
)
_NO_RECORDS = words.Message(
    "K4078",
    "{count} rows of kaohe_ledger hold something else than a record",
    "kaohe_ledger 中有 {count} 行的内容不是记录",
)
