"""The three tables that hold the books of a database, their making, and the statements on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Column,
    ColumnElement,
    Executable,
    MetaData,
    Table,
    Text,
    bindparam,
    case,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from kaohe import words

from ._errors import Refused
from ._values import Value

__all__ = [
    "DOCS",
    "END",
    "EVERY",
    "HEAD",
    "INSERT_DOC",
    "LEDGER",
    "LOCK",
    "OF_DOCS",
    "RECORDS",
    "UPDATE_DOC",
    "UPDATE_HEAD",
    "WHOLE",
    "all_taken",
    "make_tables",
]

_TABLES = MetaData()
HEAD = Table(
    "kaohe_head",
    _TABLES,
    Column("book", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
    Column("deleted", Text),  # the note that a deleted book leaves
)
LEDGER = Table(
    "kaohe_ledger",
    _TABLES,
    Column("book", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", Text, nullable=False),
    Column("body", Text, nullable=False),
)
# The documents as the ledger leaves them, for whoever reads the database with SQL. Kaohe serves from the ledger.
DOCS = Table(
    "kaohe_docs",
    _TABLES,
    Column("book", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("body", Text),  # NULL for a removed document, so that the application needs no DELETE
)


def make_tables(connection: Connection) -> None:
    """Make those that are missing."""
    try:
        with connection.begin():
            _TABLES.create_all(connection)
    except SQLAlchemyError:  # another host made them at the same moment, or the second try says why not
        connection.connection.rollback()  # a commit that SQLite refused leaves its transaction open
        with connection.begin():
            _TABLES.create_all(connection)


_COUNTED = {"preserve_rowcount": True}


def all_taken(connection: Connection, statement: Executable, rows: Sequence[Mapping[str, Value]]) -> None:
    """Store these rows; a rule, a trigger or a policy that swallows one must not be acknowledged."""
    if rows and connection.execute(statement, rows, execution_options=_COUNTED).rowcount != len(rows):
        raise Refused(
            words.Message(
                "K4074",
                "the database did not take a row of this save; nothing was stored. Ask its administrator which rule,"
                " trigger or policy stands before the tables of Kaohe",
                "数据库未接受本次保存的某一行；未存入任何内容。请向管理员查明 Kaohe 的表上有何规则、触发器或策略",
            )
        )


# Built once: SQLAlchemy takes longer to put a statement together than SQLite takes to run it.
_BOOK: BindParameter[str] = bindparam("of_book")
LOCK = select(HEAD.c.seq).where(HEAD.c.book == _BOOK).with_for_update()
_OF_HEAD = LEDGER.c.book == HEAD.c.book
_FROM_LAST = _OF_HEAD & (LEDGER.c.seq >= bindparam("last"))


def _end_of(ledger: ColumnElement[bool], body: ColumnElement[str]) -> Executable:
    columns = select(HEAD.c.seq, HEAD.c.hash, HEAD.c.deleted, LEDGER.c.seq, LEDGER.c.hash, body)
    return columns.select_from(HEAD.outerjoin(LEDGER, ledger)).where(HEAD.c.book == _BOOK).order_by(LEDGER.c.seq)


EVERY = _end_of(_OF_HEAD, LEDGER.c.body)
WHOLE = _end_of(_FROM_LAST, LEDGER.c.body)
# The last record's own body is left out where nothing is built on it: after an import it is long.
END = _end_of(_FROM_LAST, case((LEDGER.c.seq > bindparam("last"), LEDGER.c.body)))
RECORDS = (
    select(LEDGER.c.seq, LEDGER.c.hash, LEDGER.c.body)
    .where(LEDGER.c.book == _BOOK, LEDGER.c.seq.in_(bindparam("seqs", expanding=True)))
    .order_by(LEDGER.c.seq)
)
_HERE = (DOCS.c.book == _BOOK) & (DOCS.c.kind == bindparam("of_kind"))
OF_DOCS = select(DOCS.c.kind, DOCS.c.id, DOCS.c.version, DOCS.c.body).where(
    _HERE, DOCS.c.id.in_(bindparam("ids", expanding=True))
)
UPDATE_DOC = (
    update(DOCS)
    .where(_HERE & (DOCS.c.id == bindparam("of_id")))
    .values(version=bindparam("of_version"), body=bindparam("of_body"))
)
INSERT_DOC = insert(DOCS).values({column.name: bindparam(f"of_{column.name}") for column in DOCS.columns})
UPDATE_HEAD = update(HEAD).where(HEAD.c.book == _BOOK).values(seq=bindparam("of_seq"), hash=bindparam("of_hash"))
