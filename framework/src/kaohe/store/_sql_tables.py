"""The three tables that hold the books of a database, and the making of them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, MetaData, Table, Text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

__all__ = ["DOCS", "HEAD", "LEDGER", "make_tables"]

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
        with connection.begin():
            _TABLES.create_all(connection)
