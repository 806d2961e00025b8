"""The tables of a database behind the store's back: an administrator's hand, or the documented role's."""

# ruff: noqa: S608  (the edits are put together from constants of the tests)
from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
from attrs import frozen

from .checks import some_commits
from .kits import AnyKit
from .postgres import Server

__all__ = ["HARMS", "Harm", "Tables"]

Key = tuple[str, str]


@frozen
class Harm:
    """An edit of the tables of one book, and what must be refused once it is done.

    `touched` are the documents that can neither be read nor saved; `every` says that nothing at all can, `clerk` that
    the role of docs/trust.md is able to do it.
    """

    name: str
    sql: tuple[str, ...]
    touched: tuple[Key, ...] = ()
    every: bool = False
    clerk: bool = True


@frozen
class Tables:
    """A database whose tables can be edited; in the edits {book} is the book's name."""

    kit: AnyKit
    where: str

    @classmethod
    def sqlite(cls, folder: Path) -> Tables:
        """In an SQLite file."""
        return cls(AnyKit("sqlite", f"sqlite:///{folder}/books.db"), str(folder / "books.db"))

    @classmethod
    def postgresql(cls, server: Server, database: str, grants: str) -> Tables:
        """In a new database of the server, with the documented role."""
        server.sql(f"CREATE DATABASE {database}", database="postgres")
        url = server.url.removesuffix("kaohe") + database
        tables = cls(AnyKit("postgresql", url), url)
        tables.kit.new()
        made = server.sql("SELECT 1 FROM pg_roles WHERE rolname = 'kaohe_app'").strip()
        server.sql(grants.replace("CREATE ROLE kaohe_app LOGIN;", "") if made else grants, database=database)
        return tables

    def book(self) -> str:
        """A new book with documents made, changed and removed."""
        place = self.kit.new()
        with self.kit.open(place) as book:
            some_commits(book)
        return place

    def run(self, place: str, *statements: str, clerk: bool = False) -> None:
        """Run statements, as the documented role where `clerk`; each must do something."""
        name = place.partition("#")[2]
        with self._connected(clerk) as connection:
            for one in statements:
                done = connection.execute(one.replace("{book}", name))
                assert done.rowcount, f"that edit changed nothing: {one}"
            connection.commit()

    @contextmanager
    def _connected(self, clerk: bool) -> Iterator[Any]:
        if "://" not in self.where:
            with closing(sqlite3.connect(self.where)) as raw:
                yield raw
            return
        with psycopg.connect(self.where.replace("kaohe@", "kaohe_app@") if clerk else self.where) as server:
            yield server


def digest_of(before: str, seq: int, text: str) -> str:
    """The hash of the documented format."""
    return sha256(f"{before} {seq} {text}".encode()).hexdigest()


_BODY = '{"actor":"x","changes":[["entry","99",0,{"unit":"u1"}]],"reason":"","time":"2025-12-01T08:00:00Z"}'
_DOC = "WHERE book = '{book}' AND kind = 'entry' AND id = '3'"
_LEDGER = "WHERE book = '{book}' AND seq ="
_INSERT = "INSERT INTO kaohe_ledger (book, seq, hash, body) VALUES ('{book}',"
_ENTRY_3, _FIRST = ("entry", "3"), (("entry", "0"), ("entry", "3"), ("entry", "4"))
_OLD = '{"person":"1","text":"初次","unit":"u1"}'
_PLANT = (
    "INSERT INTO kaohe_docs (book, kind, id, version, body) VALUES ('{book}', 'entry', '99', 4, '{\"unit\":\"u1\"}')"
)

HARMS = (
    Harm("a body", (f"UPDATE kaohe_docs SET body = replace(body, '初次', '好') {_DOC}",), (_ENTRY_3,)),
    Harm("a field that is searched", (f"UPDATE kaohe_docs SET body = replace(body, 'u0', 'u1') {_DOC}",), (_ENTRY_3,)),
    Harm("nonsense for a body", (f"UPDATE kaohe_docs SET body = '[' {_DOC}",), (_ENTRY_3,)),
    Harm("a version", (f"UPDATE kaohe_docs SET version = 2 {_DOC}",), (_ENTRY_3,)),
    Harm(
        "an earlier version as it was",
        (f"UPDATE kaohe_docs SET version = 1, body = '{_OLD}' {_DOC.replace('3', '1')}",),
        (("entry", "1"),),
    ),
    Harm("a document as if it were removed", (f"UPDATE kaohe_docs SET body = NULL {_DOC}",), (_ENTRY_3,)),
    Harm("a document's row taken out", (f"DELETE FROM kaohe_docs {_DOC}",), (_ENTRY_3,), clerk=False),
    Harm("another id", (f"UPDATE kaohe_docs SET id = '99' {_DOC}",), (_ENTRY_3, ("entry", "99"))),
    Harm("another kind", (f"UPDATE kaohe_docs SET kind = 'person' {_DOC}",), (_ENTRY_3, ("person", "3"))),
    Harm("moved to another book", (f"UPDATE kaohe_docs SET book = 'x{{book}}' {_DOC}",), (_ENTRY_3,)),
    Harm("a document that no record made", (_PLANT,), (("entry", "99"),)),
    Harm("the head set back", ("UPDATE kaohe_head SET seq = seq - 1 WHERE book = '{book}'",), every=True),
    Harm("the head set forward", ("UPDATE kaohe_head SET seq = 999999999999 WHERE book = '{book}'",), every=True),
    Harm("another head hash", ("UPDATE kaohe_head SET hash = upper(hash) WHERE book = '{book}'",), every=True),
    Harm("the head as if deleted", ("UPDATE kaohe_head SET deleted = '{}' WHERE book = '{book}'",), every=True),
    Harm("the head under another name", ("UPDATE kaohe_head SET book = 'y{book}' WHERE book = '{book}'",), every=True),
    Harm("a next row of nonsense", (f"{_INSERT} 5, 'x', 'x')",), every=True),
    Harm("a next row far away", (f"{_INSERT} 77, 'x', 'x')",), every=True),
    Harm("a well hashed next row", (f"{_INSERT} 5, '{{right}}', '{_BODY}')",), every=True),
    Harm(
        "the last row's body",
        (f"UPDATE kaohe_ledger SET body = '{_BODY}' {_LEDGER} 4",),
        (("entry", "2"),),
        clerk=False,
    ),
    Harm("the last row's hash", (f"UPDATE kaohe_ledger SET hash = 'x' {_LEDGER} 4",), every=True, clerk=False),
    Harm("the last row taken out", (f"DELETE FROM kaohe_ledger {_LEDGER} 4",), every=True, clerk=False),
    Harm(
        "the last row taken out and the head set back",
        (
            f"DELETE FROM kaohe_ledger {_LEDGER} 4",
            f"UPDATE kaohe_head SET seq = 3, hash = (SELECT hash FROM kaohe_ledger {_LEDGER} 3) WHERE book = '{{book}}'",
        ),
        every=True,
        clerk=False,
    ),
    Harm("an older row's body", (f"UPDATE kaohe_ledger SET body = '{_BODY}' {_LEDGER} 1",), _FIRST, clerk=False),
    Harm("an older row's hash", (f"UPDATE kaohe_ledger SET hash = 'x' {_LEDGER} 1",), _FIRST, clerk=False),
    Harm("an older row taken out", (f"DELETE FROM kaohe_ledger {_LEDGER} 1",), _FIRST, clerk=False),
    Harm(
        "an older row in another book",
        (f"UPDATE kaohe_ledger SET book = 'z{{book}}' {_LEDGER} 1",),
        _FIRST,
        clerk=False,
    ),
)


def with_hash(harm: Harm, head: str) -> tuple[str, ...]:
    """The statements of `harm` with the hash that a row after `head` must have."""
    return tuple(one.replace("{right}", digest_of(head, 5, _BODY)) for one in harm.sql)
