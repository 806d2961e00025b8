"""A database URL, and the connection made from it."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Any, Self

from attrs import frozen
from sqlalchemy import URL, create_engine, event, make_url
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from kaohe.words import Message

from ._disk import Disk
from ._errors import Refused
from ._making import refuse_network
from ._sql_errors import first_line, translated

__all__ = ["Place"]

_SECRETS = ("password", "sslpassword", "scram_client_key", "scram_server_key", "oauth_client_secret")
_OURS = ("options", "client_encoding", "replication")  # set here, or would change what a connection is
_LONGEST = 200
# Damaged text is read, and then does not fit its hash. No Python runs in it, so that no interrupt can come out of the
# middle of a row: SQLite would hold its lock until the cursor is collected.
_TEXT = partial(str, encoding="utf-8", errors="replace")


@frozen
class Place:
    """Which database, and which book in it: what follows # in the URL, or "book"."""

    url: URL
    book: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `postgresql://user@host/database#book` or `sqlite:///path#book`; raises Refused."""
        address, _, book = text.partition("#")
        try:
            url = make_url(address)
        except (ArgumentError, ValueError) as error:
            raise Refused(_bad_url()) from error
        if url.password is not None or any(name in url.query for name in _SECRETS):
            raise Refused(_no_password())
        if not address.isprintable() or not book.isprintable() or len(book) > _LONGEST:
            raise Refused(_bad_url())
        if url.drivername == "sqlite":
            return cls(_sqlite_url(url), book or "book")
        if url.drivername == "postgresql":
            _check_options(url)
            return cls(url.set(drivername="postgresql+psycopg"), book or "book")
        raise Refused(_bad_url())

    @property
    def path(self) -> Path | None:
        """The file of an SQLite database."""
        return Path(self.url.database or "") if self.url.drivername == "sqlite" else None

    def __str__(self) -> str:
        shown = f"{self.url.set(drivername=self.url.drivername.partition('+')[0])}#{self.book}"
        return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"

    def has_file(self) -> bool:
        """Whether there is a file for an SQLite database; raises Refused where that cannot be known."""
        try:
            return self.path is None or self.path.exists()
        except (OSError, ValueError) as error:
            raise Refused(_no_way(self, error)) from error

    def make_file(self, *, shared: bool) -> None:
        """Create an SQLite database's file with mode 0600, or 0660 where `shared`."""
        if self.path is None or self.has_file():
            return
        refuse_network(self.path, Disk())
        mode = 0o660 if shared else 0o600
        try:
            fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)
        except FileExistsError:  # made by another at the same moment
            return
        except (OSError, ValueError) as error:
            raise Refused(_no_way(self, error)) from error
        try:
            os.fchmod(fd, mode)
        finally:
            os.close(fd)

    def connect(self, *, patience: float, writable: bool) -> Connection:
        """One connection that waits at most `patience` seconds for another writer; raises Refused for none.

        Whether a transaction is to write stands in its `info["writing"]` before it begins.
        """
        try:
            engine = self._sqlite(patience, writable) if self.path else self._postgresql(patience)
            connection = engine.connect()
            if not self.path and writable:
                _check_durable(connection)
        except (SQLAlchemyError, ValueError, TypeError) as error:  # the last two are the driver's, of an option
            raise self._no_answer(error) from error
        return connection

    def _no_answer(self, error: Exception) -> Exception:
        if not self.path:
            return Refused(_no_connection(str(self), first_line(getattr(error, "orig", None) or error)))
        return translated(error, str(self)) if isinstance(error, SQLAlchemyError) else Refused(_no_way(self, error))

    def _sqlite(self, patience: float, writable: bool) -> Engine:
        path = self.path or Path()
        if not self.has_file() or not path.is_file():
            raise Refused(_no_file(path))
        if writable:
            refuse_network(path, Disk())
        # Absolute, so that no spelling of a name means anything else than a file to SQLite.
        url = self.url.set(database=str(path.absolute()))
        arguments = {"timeout": patience, "check_same_thread": False}
        engine = create_engine(url, poolclass=NullPool, connect_args=arguments)

        @event.listens_for(engine, "connect")
        def _set_up(connection: Any, _: object) -> None:
            connection.isolation_level = None  # we begin transactions ourselves, at once for a writer
            connection.text_factory = _TEXT
            # Not WAL: Debian's SQLite 3.40.1 is in the range of the WAL-reset corruption.
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("PRAGMA synchronous=EXTRA")

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.info.get("writing") else "BEGIN")

        return engine

    def _postgresql(self, patience: float) -> Engine:
        from psycopg import IsolationLevel

        arguments = {
            "connect_timeout": 10,
            "keepalives_idle": 10,
            "tcp_user_timeout": 15_000,  # ms; a server that fell silent is noticed
            "options": f"-c lock_timeout={max(1, round(patience * 1000))} -c client_encoding=UTF8",
        }
        engine = create_engine(self.url, poolclass=NullPool, connect_args=arguments)

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            """A reader sees one moment; a writer, once it has the head row, what was committed until then.

            Stated for each transaction, because a role or a database may have defaults of its own.
            """
            raw: Any = connection.connection.dbapi_connection
            writing = bool(connection.info.get("writing"))
            raw.isolation_level = IsolationLevel.READ_COMMITTED if writing else IsolationLevel.REPEATABLE_READ
            raw.read_only = not writing

        return engine

    def check_server(self, connection: Connection) -> None:
        """Raise Refused for a PostgreSQL database that cannot hold Chinese text."""
        if self.path:
            return
        encoding = _setting(connection, "server_encoding")
        connection.rollback()
        if encoding != "UTF8":
            raise Refused(
                Message(
                    "K4049",
                    "the database's encoding is {encoding}; make one with ENCODING 'UTF8'",
                    "数据库编码为 {encoding}；请以 ENCODING 'UTF8' 另建数据库",
                ).format(encoding=encoding)
            )


def session_actor(connection: Connection) -> str:
    """Who is logged in at a PostgreSQL server: the session's role, which SET ROLE does not change."""
    return str(connection.exec_driver_sql("SELECT session_user").scalar())


def _sqlite_url(url: URL) -> URL:
    """Only the path of a file: options could make it a database in memory, which no save outlives."""
    path = url.database or ""
    if not path or url.query or url.host or url.username or url.port:
        raise Refused(_bad_url())
    if path.startswith("file:") or path.rpartition("/")[2].lower() == ":memory:":
        raise Refused(_in_memory())
    return url


def _check_options(url: URL) -> None:
    """The options that libpq knows; of the driver's own some would end transactions behind our back."""
    from psycopg.pq import Conninfo

    known = {option.keyword.decode() for option in Conninfo.get_defaults()} - {*_OURS, *_SECRETS}
    for name, value in url.query.items():
        if name not in known or (not isinstance(value, str) and name not in ("host", "port")):
            raise Refused(_bad_option(name))


def _check_durable(connection: Connection) -> None:
    """A server that does not wait for its disk, or cannot mend a page that a power cut tore, loses what it took."""
    try:
        for name in ("fsync", "full_page_writes"):
            value = _setting(connection, name)
            if value != "on":
                raise Refused(_not_durable(name, value))
        if _setting(connection, "synchronous_commit") == "off":
            connection.exec_driver_sql("SET synchronous_commit = on")
        connection.commit()
    except BaseException:
        connection.close()
        raise


def _setting(connection: Connection, name: str) -> str:
    return str(connection.exec_driver_sql(f"SHOW {name}").scalar())


def _not_durable(name: str, value: str) -> Message:
    return Message(
        "K4050",
        "the server runs with {name} = {value}, so a power cut loses saves; set {name} = on",
        "服务器设置 {name} = {value}，断电会丢失已保存内容；请设 {name} = on",
    ).format(name=name, value=value)


def _bad_url() -> Message:
    return Message(
        "K4051",
        "that is no address of a book; write postgresql://user@host/database#book or sqlite:///path#book, in one line,"
        " with a name of at most 200 characters",
        "账簿地址有误；请写成 postgresql://用户@主机/数据库#账簿 或 sqlite:///路径#账簿，写在一行内，账簿名不超过 200 字符",
    )


def _in_memory() -> Message:
    return Message(
        "K4052",
        "a database in memory ends with the program and every save with it; write sqlite:///path#book, with the path"
        " of a file",
        "内存数据库随程序结束而消失，所有保存都会丢失；请写成 sqlite:///路径#账簿，路径须为文件",
    )


def _bad_option(name: str) -> Message:
    return Message(
        "K4053",
        "the address has the option {name}, which Kaohe does not pass on, or has it twice; take it out. Settings of a"
        " connection belong in a service file (postgresql://?service=NAME) or to the role (ALTER ROLE ... SET)",
        "地址中的选项 {name} 不受支持或重复；请删去。连接设置应写入服务文件（postgresql://?service=名称）"
        "或角色（ALTER ROLE ... SET）",
    ).format(name=name[:60])


def _no_password() -> Message:
    return Message(
        "K4054",
        "a password does not belong in a book's address, where others see it; put it into ~/.pgpass or a service file"
        " (postgresql://?service=NAME)",
        "地址中不得写密码，以免他人看到；请写入 ~/.pgpass 或服务文件（postgresql://?service=名称）",
    )


def _no_connection(place: str, why: str) -> Message:
    return Message(
        "K4055",
        "no connection to {place}: {why}. Nothing was changed. Check host, port, database, role and password"
        " (~/.pgpass), and whether the server runs; its administrator can say which of them is wrong",
        "无法连接 {place}：{why}。未作任何改动。请检查主机、端口、数据库、角色和密码（~/.pgpass），"
        "以及服务器是否运行；必要时请管理员协助",
    ).format(place=place, why=why)


def _no_file(path: Path) -> Message:
    return Message(
        "K4056",
        "there is no database at {path}; check the name, or make a book with kaohe book new",
        "{path} 处没有数据库；请检查名称，或用 kaohe book new 新建",
    ).format(path=str(path)[:_LONGEST])


def _no_way(place: Place, error: Exception) -> Message:
    why = os.strerror(error.errno or 0) if isinstance(error, OSError) else first_line(error)
    return Message(
        "K4057",
        "{path} cannot be reached or made: {why}; nothing was stored. Check the folder and its rights",
        "无法访问或创建 {path}：{why}；未存入任何内容。请检查文件夹及其权限",
    ).format(path=str(place.path)[:_LONGEST], why=why)
