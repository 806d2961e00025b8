"""Who has which record open: a small locked file beside the book for each session, gone with it.

It says login, terminal and the id of a record, nothing of what is typed. A database, or a folder that may not be written,
has none: then nobody is warned, and a conflict is still shown at the save.
"""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import suppress
from glob import escape
from pathlib import Path
from secrets import token_hex
from typing import Any

from attrs import define, field, frozen

from kaohe.errors import FileError
from kaohe.files import parse_json

__all__ = ["Other", "Presence"]

_FLAGS = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
_LONGEST = 1000


@frozen
class Other:
    """Another session on the same record; `gone` where it ended without closing it."""

    login: str
    terminal: str
    gone: bool = False


@define
class Presence:
    """The sign of one session, and those of others at the same book."""

    book: str
    login: str
    terminal: str
    record: str = field(default="", init=False)
    _path: Path | None = field(default=None, init=False)
    _handle: int | None = field(default=None, init=False)

    def at(self, record: str) -> None:
        """Say which record is open here, "" for none. What cannot be said stops nobody."""
        if record == self.record or "://" in self.book:
            return
        self.record = record
        with suppress(OSError):
            self._say(json.dumps({"login": self.login, "terminal": self.terminal, "record": record}).encode())

    def _say(self, data: bytes) -> None:
        if self._handle is None:
            book = Path(self.book)
            self._path = book.with_name(f".{book.name}.at-{os.getpid()}-{token_hex(3)}")
            self._handle = os.open(self._path, _FLAGS | os.O_CREAT | os.O_EXCL, 0o644)
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, data, 0)

    def others(self) -> list[Other]:
        """Who else has the record open; the sign of a session that is gone is taken away, and told once."""
        if not self.record:
            return []
        book = Path(self.book)
        signs = sorted(book.parent.glob(f".{escape(book.name)}.at-*"))
        return [one for path in signs if path != self._path and (one := self._other(path)) is not None]

    def _other(self, path: Path) -> Other | None:
        with suppress(OSError, FileError, UnicodeDecodeError):
            handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
            try:
                said: Any = parse_json(os.read(handle, _LONGEST).decode(), path.name, number=str)
                gone = _gone(handle)
                if gone:
                    path.unlink(missing_ok=True)
            finally:
                os.close(handle)
            if isinstance(said, dict) and said.get("record") == self.record:
                return Other(str(said.get("login", "?"))[:64], str(said.get("terminal", ""))[:32], gone)
        return None

    def close(self) -> None:
        """Take the sign away."""
        if self._handle is not None and self._path is not None:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
            os.close(self._handle)
            self._handle = None


def _gone(handle: int) -> bool:
    """Whether nobody holds the sign any more."""
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
