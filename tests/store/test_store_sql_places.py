"""Addresses, logins and servers that are wrong: one sentence with the next step, and nothing stored."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner

from kaohe.cli._book import book as commands
from kaohe.store import Refused, StoreError, copy_book, create_book, open_book, read_intact
from store_kit.checks import entry, some_commits
from store_kit.kits import HEADER, AnyKit
from store_kit.postgres import Server


def _refused(call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as raised:
        call()
    text = raised.value.text
    assert text.zh != text.en
    assert len(text.en.encode()) < 1000
    assert len(text.zh.encode()) < 1000
    return text.en


def _roads(where: str) -> tuple[Callable[[], object], ...]:
    return (
        lambda: open_book(where),
        lambda: open_book(where, writable=False),
        lambda: create_book(where, HEADER),
        lambda: read_intact(where),
        lambda: copy_book(where, "never.book"),
    )


@pytest.mark.parametrize(
    "address",
    [
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:///:MEMORY:",
        "sqlite:////:memory:",
        "sqlite:///./:memory:",
        "sqlite:///%3Amemory%3A",
        "sqlite:///file::memory:",
        "sqlite:///file::memory:?uri=true",
        "sqlite:///file:x?mode=memory&cache=shared&uri=true",
        "sqlite:///x.db?mode=memory&uri=true",
        "sqlite://?mode=memory",
        "sqlite:///file:x.db",
    ],
)
def test_a_database_in_memory(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No spelling of a database in memory is taken for a book's place, and no file is made of it."""
    monkeypatch.chdir(tmp_path)
    for where in (address, f"{address}#2025"):
        for call in _roads(where):
            _refused(call)
    assert list(tmp_path.iterdir()) == []


ODD = [
    "sqlite:///{there}?timeout=abc",
    "sqlite:///{there}?isolation_level=x&cached_statements=y",
    "sqlite:///{there}?nonsense",
    "sqlite://user@host/{there}",
    "sqlite://host:99/{there}",
    "sqlite:///{folder}",
    "sqlite:///{folder}/a\0b.db",
    "sqlite:///{folder}/a\nb.db",
    "sqlite:///{folder}/\ud800.db",
    "sqlite:///{folder}/{long}.db",
    "sqlite:///{folder}/missing/x.db",
    "sqlite:///{there}/x.db",
    "sqlite:///{folder}/loop",
    "sqlite:///{folder}/fifo",
    "sqlite:////dev/null",
    "sqlite:///{there}#a\0b",
    "sqlite:///{there}#\ud800",
    "sqlite:///{there}#{long}",
    "sqlite+aiosqlite:///{there}",
    "SQLITE:///{there}",
    "postgresql://u@h:port/d",
    "postgresql://u@[::1/d",
    "postgresql://u@h:99999999/d",
    "postgresql://u@h/d?port=abc",
    "postgresql://u@127.0.0.1:1/d?nonsense=1",
    "postgresql://u@127.0.0.1:1/d?autocommit=true",
    "postgresql://u@127.0.0.1:1/d?prepare_threshold=x",
    "postgresql://u@127.0.0.1:1/d?options=-csynchronous_commit%3Doff",
    "postgresql://u@127.0.0.1:1/d?client_encoding=LATIN1",
    "postgresql://u@127.0.0.1:1/d?service=a&service=b",
    "postgresql://u@127.0.0.1:1/d?sslmode=nonsense",
    "postgresql://u@127.0.0.1:1/d?sslpassword=x",
    "postgresql://?service=missing",
    "postgresql:///d?host=/nowhere",
    "postgresql://u@no-such-host.invalid/d",
    "postgresql://",
    "postgres://u@h/d",
    "postgresql+psycopg2://u@h/d",
    "file:///{there}",
    "://#",
]


@pytest.mark.parametrize("address", ODD)
def test_odd_addresses(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stands in an address, each road to a book refuses it in a sentence."""
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "services"))
    monkeypatch.chdir(tmp_path)
    create_book(f"sqlite:///{tmp_path}/there.db", HEADER)
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    where = address.replace(
        "{there}", str(tmp_path / "there.db").lstrip("/") if "//{t" in address else str(tmp_path / "there.db")
    )
    where = where.replace("{folder}", str(tmp_path)).replace("{long}", "x" * 300)
    for call in _roads(where):
        _refused(call)


def test_odd_addresses_on_the_command_line(tmp_path: Path) -> None:
    """On the command line too: status 2 and a sentence, in both languages."""
    for address in ("sqlite:///:memory:", f"sqlite:///{tmp_path}/x.db?timeout=a", "postgresql://u@127.0.0.1:1/d"):
        for language in ("en", "zh"):
            for command in (["info"], ["history"], ["verify"]):
                result = CliRunner().invoke(commands, [*command, address], env={"KAOHE_LANG": language})
                assert (result.exit_code, result.stdout) == (2, ""), result.output
                assert "Traceback" not in result.stderr
                assert result.stderr.count("\n") == 1


@contextmanager
def _passwords(server: Server) -> Iterator[None]:
    """The server asks for a password of every role but its owner."""
    rules = server.folder / "data" / "pg_hba.conf"
    before = rules.read_text()
    rules.write_text("host all kaohe 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n")
    server.sql("SELECT pg_reload_conf()")
    try:
        yield
    finally:
        rules.write_text(before)
        server.sql("SELECT pg_reload_conf()")


def test_a_login_that_the_server_does_not_take(
    postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong password, role, database, host or port is refused with what to check; the right ones work."""
    place = AnyKit("postgresql", postgres.url).new()
    name = place.partition("#")[2]
    postgres.sql(
        "CREATE ROLE reader LOGIN PASSWORD 'right'; GRANT SELECT ON kaohe_ledger, kaohe_head, kaohe_docs TO reader"
    )
    at = f"127.0.0.1:{postgres.port}"
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "pass"))
    with _passwords(postgres):
        for password, database, role, host in (
            ("wrong", "kaohe", "reader", at),
            ("right", "kaohe", "nobody", at),
            ("right", "missing", "reader", at),
            ("right", "kaohe", "reader", "127.0.0.1:1"),
            ("right", "kaohe", "reader", f"no-such-host.invalid:{postgres.port}"),
        ):
            (tmp_path / "pass").write_text(f"*:*:*:*:{password}\n")
            (tmp_path / "pass").chmod(0o600)
            for call in _roads(f"postgresql://{role}@{host}/{database}#{name}"):
                text = _refused(call)
                assert "Check host, port, database, role and password" in text
                assert "right" not in text.replace("administrator", "")
        (tmp_path / "pass").write_text("*:*:*:*:right\n")
        with open_book(f"postgresql://reader@{at}/kaohe#{name}", writable=False) as book:
            assert book.size() == (0, 1)
        with open_book(f"postgresql://reader@{at}/kaohe#{name}") as book:
            assert "let this login" in _refused(lambda: book.commit([entry(1)], reason="r"))
            assert book.head().seq == 0


def test_a_role_without_rights(postgres: Server) -> None:
    """A role that may log in and nothing more is refused, and named what to ask for."""
    place = AnyKit("postgresql", postgres.url).new()
    postgres.sql("CREATE ROLE stranger LOGIN")
    for call in _roads(place.replace("kaohe@", "stranger@"))[:2]:
        assert "administrator" in _refused(call)


def test_a_server_that_cannot_mend_torn_pages(postgres: Server) -> None:
    """A server with full_page_writes off is refused for writing, as one with fsync off is; reading goes on."""
    kit = AnyKit("postgresql", postgres.url)
    place = kit.new()
    postgres.setting("full_page_writes", "off")
    try:
        assert "full_page_writes = off" in _refused(lambda: kit.open(place))
        assert "full_page_writes = off" in _refused(lambda: create_book(kit.place(), HEADER))
        with kit.open(place, writable=False) as book:
            assert book.size() == (0, 1)
    finally:
        postgres.setting("full_page_writes", "on")


@pytest.mark.parametrize("level", ["serializable", "repeatable read", "read committed"])
def test_isolation_does_not_depend_on_the_role(postgres: Server, level: str) -> None:
    """Whatever a database's default isolation is: two writers are put in order, and a commit waits for the other."""
    kit = AnyKit("postgresql", postgres.url)
    postgres.sql(f"ALTER DATABASE kaohe SET default_transaction_isolation = '{level}'")
    try:
        place = kit.new()
        with kit.open(place) as one, kit.open(place) as two:
            for number in range(3):
                one.commit([entry(number)], reason="r")
                two.commit([entry(number + 10)], reason="r")
            with psycopg.connect(postgres.url) as holder:
                holder.execute("SELECT * FROM kaohe_head FOR UPDATE")
                with pytest.raises(StoreError, match="another process"):
                    kit.open(place, patience=0.1).commit([entry(50)], reason="r")
            assert one.commit([entry(50)], reason="r").seq == 7
            assert two.verify().records == 8
    finally:
        postgres.sql("ALTER DATABASE kaohe RESET default_transaction_isolation")


def test_settings_of_a_role_cannot_make_saves_unsafe(postgres: Server) -> None:
    """synchronous_commit off by a role's default is turned on for the session that writes."""
    kit = AnyKit("postgresql", postgres.url)
    postgres.sql("ALTER DATABASE kaohe SET synchronous_commit = 'off'")
    try:
        with kit.open(kit.new()) as book:
            connection = vars(book)["_connection"]
            assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
            connection.rollback()
    finally:
        postgres.sql("ALTER DATABASE kaohe RESET synchronous_commit")


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE kaohe_docs RENAME COLUMN body TO text",
        "ALTER TABLE kaohe_ledger RENAME COLUMN hash TO digest",
        "DROP TABLE kaohe_docs",
        "ALTER TABLE kaohe_head RENAME TO other_head",
    ],
)
def test_tables_that_are_not_ours(tmp_path: Path, change: str) -> None:
    """Tables of our names and another make are a sentence, on every road."""
    import sqlite3

    kit = AnyKit("sqlite", f"sqlite:///{tmp_path}/books.db")
    place = kit.new()
    with kit.open(place) as book:
        some_commits(book)
    with sqlite3.connect(tmp_path / "books.db") as raw:
        raw.execute(change)
    raw.close()
    for call in (lambda: kit.open(place), lambda: kit.open(place).get("entry", "1"), lambda: kit.make(place)):
        with pytest.raises(StoreError):
            call()


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_a_handle_of_the_parent(store: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """A handle is refused in a forked child, whose end leaves the parent's connection as it was."""
    base = f"sqlite:///{tmp_path}/books.db" if store == "sqlite" else request.getfixturevalue("postgres").url
    kit = AnyKit(store, base)
    place = kit.new()
    with kit.open(place) as book:
        child = os.fork()
        if child == 0:
            try:
                _refused(lambda: book.commit([entry(1)], reason="child"))
                _refused(book.head)
                book.close()
                os._exit(0)
            finally:
                os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert book.commit([entry(1)], reason="parent").seq == 1
        book.verify()
