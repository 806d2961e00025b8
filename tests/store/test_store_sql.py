"""What is particular to books in a database: addresses, tampering, rights, and a server that goes away."""

from __future__ import annotations

import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from kaohe.store import Busy, Corrupt, Refused, copy_book, create_book, open_book
from lengths import scaled
from store_kit import processes
from store_kit.checks import entry, some_commits
from store_kit.kits import HEADER, AnyKit
from store_kit.postgres import Server

TRUST = Path(__file__).parents[2] / "docs" / "trust.md"


@pytest.fixture
def sqlite(tmp_path: Path) -> AnyKit:
    """Books in an SQLite file."""
    return AnyKit("sqlite", f"sqlite:///{tmp_path}/books.db")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://user:secret@127.0.0.1/db",
        "postgresql://user@127.0.0.1/db?password=secret",
        "mysql://user@127.0.0.1/db",
        "sqlite://",
        "://",
    ],
)
def test_bad_address(url: str) -> None:
    """An address with a password, or of another kind, is refused, and the password is not repeated."""
    for call in (lambda: open_book(url), lambda: create_book(url, HEADER)):
        with pytest.raises(Refused) as raised:
            call()
        assert "secret" not in str(raised.value)


def test_no_server() -> None:
    """A server that does not answer is a sentence."""
    with pytest.raises(Refused, match=r"Connection refused|connection failed"):
        open_book("postgresql://kaohe@127.0.0.1:1/kaohe")


def test_not_a_database(tmp_path: Path) -> None:
    """A file of another kind, and a database without books, are refused."""
    (tmp_path / "text").write_text("hello " * 100)
    sqlite3.connect(tmp_path / "empty.db").close()
    for name in ("text", "empty.db", "missing.db"):
        with pytest.raises(Refused):
            open_book(f"sqlite:///{tmp_path}/{name}")


def test_sqlite_settings(sqlite: AnyKit, tmp_path: Path) -> None:
    """The SQLite file has mode 0600 and no write-ahead log."""
    with sqlite.open(sqlite.new()) as book:
        book.commit([entry(1)], reason="r")
        assert (tmp_path / "books.db").stat().st_mode & 0o777 == 0o600
        with sqlite3.connect(tmp_path / "books.db") as raw:
            assert raw.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        raw.close()


HARM = [
    "UPDATE kaohe_ledger SET body = replace(body, '改', '好') WHERE seq = 2",
    "UPDATE kaohe_ledger SET hash = replace(hash, 'a', 'b') WHERE seq = 1",
    "UPDATE kaohe_ledger SET seq = 9 WHERE seq = 4",
    "DELETE FROM kaohe_ledger WHERE seq = 4",
    "DELETE FROM kaohe_ledger WHERE seq = 1",
    "DELETE FROM kaohe_ledger",
    "UPDATE kaohe_docs SET body = replace(body, '改', '好')",
    "UPDATE kaohe_docs SET version = 1",
    "DELETE FROM kaohe_docs",
    "UPDATE kaohe_head SET seq = 3",
    "UPDATE kaohe_head SET hash = replace(hash, 'a', 'b')",
]


@pytest.mark.parametrize("harm", HARM)
def test_tampering_with_tables(sqlite: AnyKit, tmp_path: Path, harm: str) -> None:
    """Every edit of a table by hand is detected."""
    place = sqlite.new()
    with sqlite.open(place) as book:
        some_commits(book)
    with sqlite3.connect(tmp_path / "books.db") as raw:
        assert raw.execute(harm).rowcount > 0
    raw.close()
    with pytest.raises(Corrupt), sqlite.open(place) as book:
        book.verify()


def test_rebuilt_from_the_ledger(sqlite: AnyKit, tmp_path: Path) -> None:
    """Where only the documents table was edited, a copy restores them from the ledger."""
    place = sqlite.new()
    with sqlite.open(place) as book:
        some_commits(book)
        before = book.find("entry")
    with sqlite3.connect(tmp_path / "books.db") as raw:
        raw.execute("UPDATE kaohe_docs SET body = NULL")
    raw.close()
    copy_book(place, sqlite.base + "#restored")
    with sqlite.open(sqlite.base + "#restored") as book:
        assert book.find("entry") == before


def test_busy_database(sqlite: AnyKit, tmp_path: Path) -> None:
    """A writer that holds the database makes a commit Busy after its patience, and nothing is stored."""
    place = sqlite.new()
    with sqlite.open(place, patience=0.1) as book:
        raw = sqlite3.connect(tmp_path / "books.db", isolation_level=None)
        raw.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy):
            book.commit([entry(1)], reason="r")
        raw.execute("ROLLBACK")
        raw.close()
        assert book.commit([entry(1)], reason="r").seq == 1


def test_busy_server(postgres: Server) -> None:
    """The same on PostgreSQL, by its lock on the head row."""
    kit = AnyKit("postgresql", postgres.url)
    place = kit.new()
    with kit.open(place, patience=0.1) as book:
        with psycopg.connect(postgres.url) as holder:
            holder.execute("SELECT * FROM kaohe_head FOR UPDATE")
            with pytest.raises(Busy):
                book.commit([entry(1)], reason="r")
        assert book.commit([entry(1)], reason="r").seq == 1


def test_documented_rights_are_enough_and_no_more(postgres: Server) -> None:
    """A role with the rights of docs/trust.md works, and cannot change or remove what is in the ledger."""
    kit = AnyKit("postgresql", postgres.url)
    place = kit.new()
    grants = re.search(r"```sql\n(.*?)```", TRUST.read_text("utf-8"), re.DOTALL)
    assert grants is not None
    postgres.sql(grants[1])
    as_role = place.replace("kaohe@", "kaohe_app@")
    with kit.open(as_role) as book:
        some_commits(book)
        book.verify()
    for harm in ("UPDATE kaohe_ledger SET body = ''", "DELETE FROM kaohe_ledger", "DELETE FROM kaohe_docs"):
        with pytest.raises(RuntimeError, match="permission denied"):
            postgres.sql(harm, user="kaohe_app")
    with pytest.raises(Refused, match="permission denied"), kit.open(as_role) as book:
        book.remove({})
    with kit.open(place) as book:
        book.verify()


def test_service_file(postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address may come from a service file."""
    service = tmp_path / "services"
    service.write_text(f"[kaohe]\nhost=127.0.0.1\nport={postgres.port}\ndbname=kaohe\nuser=kaohe\n")
    monkeypatch.setenv("PGSERVICEFILE", str(service))
    kit = AnyKit("postgresql", "postgresql://?service=kaohe")
    with kit.open(kit.new()) as book:
        book.commit([entry(1)], reason="r")


def test_server_that_does_not_wait_for_its_disk(postgres: Server) -> None:
    """A server with fsync off is refused for writing."""
    kit = AnyKit("postgresql", postgres.url)
    place = kit.new()
    postgres.setting("fsync", "off")
    try:
        with pytest.raises(Refused, match="fsync = off"):
            kit.open(place)
    finally:
        postgres.setting("fsync", "on")


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_first_books_of_many_at_once(store: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Several who make the first books of a database at one moment all get theirs."""
    base = f"sqlite:///{tmp_path}/fresh.db"
    if store == "postgresql":
        server = request.getfixturevalue("postgres")
        server.sql("CREATE DATABASE fresh", database="postgres")
        base = server.url.removesuffix("kaohe") + "fresh"
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda number: create_book(f"{base}#{number}", HEADER), range(4)))
    for number, receipt in enumerate(made):
        with open_book(f"{base}#{number}") as book:
            assert book.verify().head == receipt


@pytest.mark.parametrize("how", ["stop", "kill"])
def test_server_goes_away_and_comes_back(postgres: Server, how: str) -> None:
    """Clients of a server that is killed are told, and all that was acknowledged is there after the restart."""
    processes.server_killed(AnyKit("postgresql", postgres.url), postgres, how=how, rounds=scaled(1, 20))
