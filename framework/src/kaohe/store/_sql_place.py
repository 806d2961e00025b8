"""A database URL, the connection made from it, and what the database's errors mean to a person."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Self

from attrs import frozen
from sqlalchemy import URL, create_engine, event, make_url
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from kaohe.words import Text

from ._disk import Disk
from ._errors import Broken, Busy, Corrupt, NoSpace, Refused, StoreError
from ._ledger import refuse_network

__all__ = ["Place", "translated"]

_PASSWORDS = ("password", "sslpassword")


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
        except ArgumentError as error:
            raise Refused(_bad_url()) from error
        if url.password is not None or any(name in url.query for name in _PASSWORDS):
            raise Refused(_no_password())
        if url.drivername not in ("postgresql", "sqlite") or (url.drivername == "sqlite" and not url.database):
            raise Refused(_bad_url())
        if url.drivername == "postgresql":
            url = url.set(drivername="postgresql+psycopg")
        return cls(url, book or "book")

    @property
    def path(self) -> Path | None:
        """The file of an SQLite database."""
        return Path(self.url.database or "") if self.url.drivername == "sqlite" else None

    def __str__(self) -> str:
        return f"{self.url.set(drivername=self.url.drivername.partition('+')[0])}#{self.book}"

    def make_file(self, *, shared: bool) -> None:
        """Create an SQLite database's file with mode 0600, or 0660 where `shared`."""
        if self.path is None or self.path.exists():
            return
        mode = 0o660 if shared else 0o600
        try:
            fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)
        except FileExistsError:  # made by another at the same moment
            return
        except OSError as error:
            text = Text(
                "{path} could not be made: {why}; check the folder and its rights",
                "无法创建 {path}：{why}；请检查文件夹及其权限",
            )
            raise Refused(text.format(path=str(self.path), why=os.strerror(error.errno or 0))) from error
        os.fchmod(fd, mode)
        os.close(fd)

    def connect(self, *, patience: float, writable: bool) -> Connection:
        """One connection that waits at most `patience` seconds for another writer."""
        engine = self._sqlite(patience, writable) if self.path else self._postgresql(patience)
        try:
            connection = engine.connect()
            if not self.path and writable:
                _check_durable(connection)
        except SQLAlchemyError as error:
            engine.dispose()
            raise translated(error, self) from error
        return connection

    def _sqlite(self, patience: float, writable: bool) -> Engine:
        path = self.path or Path()
        if not path.is_file():
            raise Refused(_no_file(path))
        if writable:
            refuse_network(path.parent, Disk())
        arguments = {"timeout": patience, "check_same_thread": False}
        engine = create_engine(self.url, poolclass=NullPool, connect_args=arguments)

        @event.listens_for(engine, "connect")
        def _set_up(connection: Any, _: object) -> None:
            connection.isolation_level = None  # we begin transactions ourselves, at once for a writer
            # Not WAL: Debian's SQLite 3.40.1 is in the range of the WAL-reset corruption.
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("PRAGMA synchronous=EXTRA")

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            connection.exec_driver_sql(connection.info.get("begin", "BEGIN"))

        return engine

    def _postgresql(self, patience: float) -> Engine:
        arguments = {
            "connect_timeout": 10,
            "keepalives_idle": 10,
            "tcp_user_timeout": 15_000,  # ms; a server that fell silent is noticed
            "options": f"-c lock_timeout={max(1, round(patience * 1000))} -c client_encoding=UTF8",
        }
        return create_engine(self.url, poolclass=NullPool, connect_args=arguments)

    def check_server(self, connection: Connection) -> None:
        """Raise Refused for a PostgreSQL database that cannot hold Chinese text."""
        if self.path:
            return
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
        connection.rollback()
        if encoding != "UTF8":
            raise Refused(
                Text(
                    "the database's encoding is {encoding}; make one with ENCODING 'UTF8'",
                    "数据库编码为 {encoding}；请以 ENCODING 'UTF8' 另建数据库",
                ).format(encoding=str(encoding))
            )


def _check_durable(connection: Connection) -> None:
    """A server that does not wait for its disk would acknowledge what a power cut takes away."""
    if connection.exec_driver_sql("SHOW fsync").scalar() != "on":
        raise Refused(
            Text(
                "the server runs with fsync = off, so a power cut loses saves; set fsync = on",
                "服务器设置 fsync = off，断电会丢失已保存内容；请设为 on",
            )
        )
    if connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "off":
        connection.exec_driver_sql("SET synchronous_commit = on")
    connection.commit()


def translated(error: SQLAlchemyError, place: Place) -> StoreError:
    """What a database error means: Busy, NoSpace, Refused, Corrupt, and for all else Broken."""
    cause: Any = error.orig if isinstance(error, DBAPIError) else error
    state = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None) or ""
    if state == "SQLITE_ERROR" and "no such table" in str(cause):
        state = "42P01"  # SQLite has no code of its own for it
    for prefixes, kind, text in _MEANINGS:
        if state.startswith(prefixes):
            return kind(text.format(place=str(place), why=_first_line(cause)))
    return Broken(_LOST.format(place=str(place), why=_first_line(cause)))


def _first_line(cause: object) -> str:
    return str(cause).partition("\n")[0]


_LOST = Text(
    "the database {place} failed ({why}). What was acknowledged before is safe there; reopen the book to see whether"
    " the last change was stored",
    "数据库 {place} 出错（{why}）。此前已确认的内容无恙；请重新打开账簿查看最后一次改动是否已存入",
)
_MEANINGS: tuple[tuple[tuple[str, ...], type[StoreError], Text], ...] = (
    (
        ("55P03", "40001", "40P01", "SQLITE_BUSY", "SQLITE_LOCKED"),
        Busy,
        Text(
            "another process is writing to {place}; nothing was stored and what was saved before is safe; try again",
            "另一进程正在写入 {place}；本次未存入，此前已保存的内容无恙；请重试",
        ),
    ),
    (
        ("53100", "53200", "SQLITE_FULL"),
        NoSpace,
        Text(
            "no room for this change in {place} ({why}); it was not stored, everything before it is safe. Free some"
            " space and save again",
            "{place} 没有空间存入本次改动（{why}）；本次未存入，此前内容无恙。请腾出空间后重新保存",
        ),
    ),
    (
        ("25006", "42501", "28", "3D000", "SQLITE_READONLY", "SQLITE_PERM", "SQLITE_CANTOPEN"),
        Refused,
        Text(
            "{place} does not let this login do that ({why}); nothing was stored. Ask its administrator",
            "{place} 不允许此登录执行该操作（{why}）；未存入任何内容。请联系管理员",
        ),
    ),
    (
        ("42P01", "SQLITE_NOTADB"),
        Refused,
        Text(
            "{place} holds no Kaohe books ({why}); it was not touched. Check the URL, or use kaohe book new",
            "{place} 中没有 Kaohe 账簿（{why}）；未作改动。请检查地址，或用 kaohe book new 新建",
        ),
    ),
    (
        ("XX001", "XX002", "SQLITE_CORRUPT"),
        Corrupt,
        Text(
            "the database {place} is damaged ({why}); keep it as it is, and go on with the newest copy"
            " that kaohe book verify COPY --receipt confirms",
            "数据库 {place} 已损坏（{why}）；请停止写入并保留原样，改用经 kaohe book verify 副本 --receipt 确认的副本",
        ),
    ),
)


def _bad_url() -> Text:
    return Text(
        "that is no address of a book; write postgresql://user@host/database#book or sqlite:///path#book",
        "账簿地址有误；请写成 postgresql://用户@主机/数据库#账簿 或 sqlite:///路径#账簿",
    )


def _no_password() -> Text:
    return Text(
        "a password does not belong in a book's address, where others see it; put it into ~/.pgpass or a service file"
        " (postgresql://?service=NAME)",
        "地址中不得写密码，以免他人看到；请写入 ~/.pgpass 或服务文件（postgresql://?service=名称）",
    )


def _no_file(path: Path) -> Text:
    return Text(
        "there is no database at {path}; check the name, or make a book with kaohe book new",
        "{path} 处没有数据库；请检查名称，或用 kaohe book new 新建",
    ).format(path=str(path))
