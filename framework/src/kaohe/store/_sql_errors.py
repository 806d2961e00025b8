"""What a database's errors mean to a person."""

from __future__ import annotations

from typing import Any

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from kaohe.words import Message

from ._errors import Broken, Busy, Corrupt, NoSpace, Refused, StoreError

__all__ = ["first_line", "translated"]


def translated(error: SQLAlchemyError, place: str) -> StoreError:
    """Busy, NoSpace, Refused or Corrupt, and for all else Broken."""
    cause: Any = error.orig if isinstance(error, DBAPIError) else error
    state = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None) or ""
    if state == "SQLITE_ERROR" and "no such table" in str(cause):
        state = "42P01"  # SQLite has no code of its own for it
    for prefixes, kind, text in _MEANINGS:
        if state.startswith(prefixes):
            return kind(text.format(place=place, why=first_line(cause)))
    return Broken(_LOST.format(place=place, why=first_line(cause)))


def first_line(cause: object) -> str:
    """The beginning of what the database said; some of it repeats a whole statement."""
    return str(cause).partition("\n")[0][:200]


_LOST = Message(
    "K4044",
    "the database {place} failed ({why}). What was acknowledged before is safe there; reopen the book to see whether"
    " the last change was stored",
    "数据库 {place} 出错（{why}）。此前已确认的内容无恙；请重新打开账簿查看最后一次改动是否已存入",
)
# By PostgreSQL's SQLSTATE and SQLite's names, the first prefix that fits.
_MEANINGS: tuple[tuple[tuple[str, ...], type[StoreError], Message], ...] = (
    (
        ("55P03", "40001", "40P01", "SQLITE_BUSY", "SQLITE_LOCKED"),
        Busy,
        Message(
            "K4080",
            "another process is writing to {place}; nothing was stored and what was saved before is safe; try again",
            "另一进程正在写入 {place}；本次未存入，此前已保存的内容无恙；请重试",
        ),
    ),
    (
        ("53100", "53200", "SQLITE_FULL"),
        NoSpace,
        Message(
            "K4081",
            "no room for this change in {place} ({why}); it was not stored, everything before it is safe. Free some"
            " space and save again",
            "{place} 没有空间存入本次改动（{why}）；本次未存入，此前内容无恙。请腾出空间后重新保存",
        ),
    ),
    (
        ("25006", "42501", "28", "3D000", "SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH", "SQLITE_CANTOPEN"),
        Refused,
        Message(
            "K4082",
            "{place} does not let this login do that ({why}); nothing was stored. Ask its administrator",
            "{place} 不允许此登录执行该操作（{why}）；未存入任何内容。请联系管理员",
        ),
    ),
    (
        ("42P01", "SQLITE_NOTADB"),
        Refused,
        Message(
            "K4083",
            "{place} holds no Kaohe books ({why}); it was not touched. Check the URL, or use kaohe book new",
            "{place} 中没有 Kaohe 账簿（{why}）；未作改动。请检查地址，或用 kaohe book new 新建",
        ),
    ),
    (
        ("0A", "22", "42", "P0", "SQLITE_ERROR", "SQLITE_MISMATCH"),
        Refused,
        Message(
            "K4084",
            "the tables of {place} are not as Kaohe made them ({why}); nothing was stored. Ask its administrator who"
            " changed them, or make the book in another database",
            "{place} 中的表与 Kaohe 所建不符（{why}）；未存入任何内容。请向管理员查明改动者，或在另一数据库中新建账簿",
        ),
    ),
    (
        ("23", "SQLITE_CONSTRAINT"),
        Corrupt,
        Message(
            "K4085",
            "a row stands in a table of {place} where only this save could put one ({why}); nothing was stored."
            " Run kaohe book verify, and find out who edited the tables",
            "{place} 的表中已有本应由本次保存写入的行（{why}）；未存入任何内容。请运行 kaohe book verify 并查明改动者",
        ),
    ),
    (
        ("XX001", "XX002", "SQLITE_CORRUPT"),
        Corrupt,
        Message(
            "K4086",
            "the database {place} is damaged ({why}); keep it as it is, and go on with the newest copy"
            " that kaohe book verify COPY --receipt confirms",
            "数据库 {place} 已损坏（{why}）；请停止写入并保留原样，改用经 kaohe book verify 副本 --receipt 确认的副本",
        ),
    ),
)
