"""What was typed and is not saved: on disk at every cell, outside the book, in a file of this login and session alone."""

from __future__ import annotations

import fcntl
import json
import os
import stat
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from secrets import token_hex
from typing import Any

from attrs import define, field, frozen

from kaohe.errors import FileError, KaoheError
from kaohe.files import parse_json, read_bytes, sync_folder
from kaohe.words import Message

from ._places import key_of, state_folder

__all__ = ["Drafts", "DraftsError", "Entry", "Left", "left_behind"]

_FORMAT = 1
# What stands in the folder may be anything: a pipe without a writer would hang, a link lead elsewhere.
_GUARDED = os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY


class DraftsError(KaoheError):
    """What is typed cannot be kept, so nothing may be entered."""


@frozen
class Entry:
    """Cells of one record as typed, None where one was taken back; `on` marks what each field held in the book then."""

    who: str
    cells: Mapping[str, str | None]
    on: Mapping[str, str] = field(factory=dict)

    def line(self) -> bytes:
        """As it stands in the file."""
        data = {"who": self.who, "cells": dict(self.cells), "on": dict(self.on)}
        return json.dumps(data, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


@define
class Drafts:
    """The drafts of one session. The file is there only while there are any, and is locked by whoever writes it."""

    book: str
    path: Path = field(init=False)
    _handle: int | None = field(default=None, init=False)

    def __attrs_post_init__(self) -> None:
        self.path = _folder() / f"{key_of(self.book)}-{os.getpid()}-{token_hex(4)}.jsonl"

    def add(self, entries: Sequence[Entry], all_: Iterable[Entry]) -> None:
        """Put entries on disk, in one write. Raises DraftsError, and then nothing of them may count as typed.

        `all_` is everything typed before it, for a file that somebody deleted meanwhile.
        """
        try:
            if self._handle is not None and os.fstat(self._handle).st_nlink > 0:
                self._write(self._handle, b"".join(entry.line() for entry in entries))
                os.fsync(self._handle)
            else:
                self.rewrite([*all_, *entries])
        except OSError as error:
            raise self._cannot(error) from error

    def rewrite(self, entries: Iterable[Entry]) -> None:
        """Keep these alone, in one step; no file where there are none. Raises DraftsError."""
        data = b"".join(entry.line() for entry in entries)
        try:
            if data:
                self._replace(data)
            elif self._handle is not None:
                self.path.unlink(missing_ok=True)
                self.close()
        except OSError as error:
            raise self._cannot(error) from error

    def _replace(self, data: bytes) -> None:
        """The new file is locked before it has its name, so that no other start takes it for one left behind."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = self.path.with_suffix(".new")
        handle = os.open(new, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND | _GUARDED, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            head = json.dumps({"kaohe-drafts": _FORMAT, "book": self.book}, ensure_ascii=False)
            self._write(handle, head.encode("utf-8", "replace") + b"\n" + data)
            os.fsync(handle)
            new.replace(self.path)
            sync_folder(self.path.parent)
        except BaseException:
            os.close(handle)
            new.unlink(missing_ok=True)
            raise
        self.close()
        self._handle = handle

    def _write(self, handle: int, data: bytes) -> None:
        written = os.write(handle, data)
        if written != len(data):
            os.write(handle, b"\n")
            raise OSError(28, "no space left")

    def _cannot(self, error: OSError) -> DraftsError:
        return DraftsError(_CANNOT.format(path=str(self.path), why=error.strerror or str(error)))

    def close(self) -> None:
        """Let go of the file; what is in it stays."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


@define
class Left:
    """The drafts of a session that ended without saving them; held locked until it is settled what becomes of them."""

    path: Path
    entries: list[Entry]
    _handle: int

    def remove(self) -> None:
        """They are dealt with."""
        self.path.unlink(missing_ok=True)
        self.close()

    def close(self) -> None:
        """Leave them to a later start."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def left_behind(book: str) -> list[Left]:
    """What sessions of this login that no longer run left behind for that book, oldest first."""
    found = []
    for path in sorted(_folder().glob(f"{key_of(book)}-*.jsonl"), key=_age):
        left = _taken(path)
        if left is not None and left.entries:
            found.append(left)
        elif left is not None:
            left.close()
    return found


def _folder() -> Path:
    return state_folder() / "drafts"


def _age(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except OSError:
        return 0.0


def _taken(path: Path) -> Left | None:
    """The drafts in a file that no running session holds; None for one in use, or for what is no file of ours."""
    try:
        handle = os.open(path, os.O_RDWR | _GUARDED)
    except OSError:
        return None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return Left(path, _entries(path), handle)
    except (OSError, FileError):
        os.close(handle)
        return None


def _entries(path: Path) -> list[Entry]:
    """The entries of a file; a line that a crash left torn, or that is of another form, is none."""
    lines = read_bytes(path).split(b"\n")[1:-1]
    return [entry for line in lines if (entry := _entry(line, str(path))) is not None]


def _entry(line: bytes, name: str) -> Entry | None:
    try:
        found: Any = parse_json(line.decode(), name, number=Decimal)
    except (FileError, UnicodeDecodeError):
        return None
    if not isinstance(found, dict):
        return None
    who: Any = found.get("who")
    cells: Any = found.get("cells")
    on: Any = found.get("on")
    if not (isinstance(who, str) and _is_texts(cells, none=True) and _is_texts(on, none=False)):
        return None
    return Entry(who, cells, on)


def _is_texts(value: object, *, none: bool) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) or (none and one is None) for one in value.values())


_CANNOT = Message(
    "K7020",
    "what is typed cannot be kept at {path} ({why}), so nothing was entered; free the disk or set XDG_STATE_HOME",
    "无法在 {path} 暂存录入内容（{why}），因此未录入；请清理磁盘或设置 XDG_STATE_HOME",
)
