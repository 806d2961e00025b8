"""The journal beside a case file: every committed field is on disk here before the next key is read."""

from __future__ import annotations

import fcntl
import getpass
import hashlib
import os
import stat
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from attrs import define, field

from kaohe.errors import FileError, KaoheError
from kaohe.files import parse_json, read_bytes
from kaohe.words import Message, Text

from ._saving import dumped, replace, sync_folder

__all__ = ["Journal", "JournalError", "digest_of", "login"]

_FORMAT = 1


class JournalError(KaoheError):
    """The journal cannot be kept, so nothing may be entered."""


def digest_of(data: bytes) -> str:
    """What names one state of a case file."""
    return hashlib.sha256(data).hexdigest()


def login() -> str:
    """The login of whoever runs the program; the number of the account where it has no name."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return f"uid {os.getuid()}"


@define
class Journal:
    """The journal of one case file; `found` are the entries that an earlier session left.

    It is created at the first entry and held locked, so a second program sees that it is in use. `said` is what
    happened to the file underneath, until somebody is told.
    """

    path: Path
    digest: str
    found: list[dict[str, Any]] = field(factory=list)
    found_digest: str = ""
    entries: list[Mapping[str, Any]] = field(factory=list)
    said: Text | None = None
    _handle: int | None = None

    @classmethod
    def beside(cls, case: Path, digest: str) -> Journal:
        """The journal of `case`, with what an earlier session left in it. Raises JournalError where it is in use."""
        journal = cls(case.with_name(f"{case.name}.journal"), digest)
        if journal.path.exists():
            journal._open(os.O_RDWR)
            header, *entries = _lines(journal.path) or [{}]
            journal.found, journal.found_digest = entries, str(header.get("sha256", ""))
            journal.entries = list(entries)
        return journal

    def _open(self, flags: int) -> None:
        try:
            handle = os.open(self.path, flags | _GUARDED, 0o600)
        except OSError as error:
            raise JournalError(_CANNOT.format(path=str(self.path), why=error.strerror)) from error
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise JournalError(_CANNOT.format(path=str(self.path), why=_NO_FILE))
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(handle)
            raise JournalError(_IN_USE.format(who=self._holder())) from error
        self._handle = handle

    def _holder(self) -> str:
        header = (_lines(self.path) or [{}])[0]
        return f"{header.get('by', '?')} (pid {header.get('pid', '?')})"

    def add(self, entry: Mapping[str, Any]) -> None:
        """Put one entry on disk. Raises JournalError, and then nothing may count as entered."""
        if self._handle is None:
            self._open(os.O_RDWR | os.O_CREAT)
        assert self._handle is not None  # noqa: S101  # _open sets it or raises
        self._mend()
        try:
            if os.fstat(self._handle).st_size == 0:
                self._write(self._header())
                sync_folder(self.path.parent)
            self._write(entry)
        except OSError as error:
            raise JournalError(_CANNOT.format(path=str(self.path), why=error.strerror)) from error
        self.entries.append(dict(entry))

    def _mend(self) -> None:
        """Write the journal anew where somebody deleted it; refuse where another file stands in its place."""
        assert self._handle is not None  # noqa: S101  # called once it is open
        mine = os.fstat(self._handle)
        try:
            there = os.lstat(self.path)
        except FileNotFoundError:
            # Restarting removes an empty journal itself, and takes it up again with the next entry.
            self.restart(self.digest, self.entries)
            if self._handle is None:
                self._open(os.O_RDWR | os.O_CREAT)
            self.said = _ANEW.format(path=self.path.name)
            return
        except OSError as error:
            raise JournalError(_CANNOT.format(path=str(self.path), why=error.strerror)) from error
        if (there.st_dev, there.st_ino) != (mine.st_dev, mine.st_ino):
            raise JournalError(_REPLACED.format(path=self.path.name))

    def _write(self, entry: Mapping[str, Any]) -> None:
        assert self._handle is not None  # noqa: S101  # called once it is open
        data = dumped(entry).encode() + b"\n"
        written = os.write(self._handle, data)
        if written != len(data):
            os.write(self._handle, b"\n")
            raise OSError(28, "no space left")
        os.fsync(self._handle)

    def _header(self) -> dict[str, Any]:
        return {"kaohe-journal": _FORMAT, "sha256": self.digest, "by": login(), "pid": os.getpid()}

    def restart(self, digest: str, entries: Iterable[Mapping[str, Any]]) -> None:
        """Keep only `entries`, or no journal at all where there are none (after a save). Raises JournalError."""
        self.digest = digest
        kept: list[Mapping[str, Any]] = list(entries)
        try:
            if kept:
                replace(self.path, "".join(dumped(entry) + "\n" for entry in [self._header(), *kept]))
            elif self._handle is not None:
                self.path.unlink(missing_ok=True)
        except OSError as error:
            raise JournalError(_CANNOT.format(path=str(self.path), why=error.strerror)) from error
        self.close()
        self.entries = kept
        if kept:
            self._open(os.O_RDWR)

    def close(self) -> None:
        """Let go of the file; what is in it stays."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _lines(path: Path) -> list[dict[str, Any]]:
    """The entries of a journal; a line that a crash left torn is none. Raises JournalError where it is no file."""
    try:
        data = read_bytes(path)
    except FileError as error:
        raise JournalError(error.text, where=error.where) from error
    found: list[dict[str, Any]] = []
    for line in data.split(b"\n")[:-1]:
        try:
            entry = parse_json(line.decode(), str(path), number=Decimal)
        except (FileError, UnicodeDecodeError):
            continue
        if isinstance(entry, dict) and (not found or _is_entry(entry)):
            found.append(entry)
    return found


def _is_entry(entry: Mapping[str, Any]) -> bool:
    """Whether a line has the form of an entry; anything else in the file was not written by this program."""
    if "decision" in entry:
        return isinstance(entry["decision"], dict)
    if not isinstance(entry.get("who"), str):
        return False
    if "draft" in entry:
        cells = entry["draft"]
        return isinstance(cells, dict) and all(text is None or isinstance(text, str) for text in cells.values())
    return entry.get("where") in ("facts", "links", "rechecks") and isinstance(entry.get("key"), str)


# What stands beside a case may be anything: a pipe without a writer would hang, a link lead elsewhere.
_GUARDED = os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY

_NO_FILE = Text("it is no regular file; move it away", "不是普通文件；请移开")
_ANEW = Text(
    "{path} was deleted by another program; it is written anew, nothing is lost",
    "{path} 被其他程序删除；已重新写入，没有丢失",
)
_REPLACED = Message(
    "K7007",
    "another program put a file of its own at {path}, so nothing was entered; move it away and enter again",
    "其他程序在 {path} 放了另一个文件，因此未录入；请移开后重新录入",
)
_CANNOT = Message(
    "K7008",
    "no journal can be kept at {path} ({why}), so nothing was entered; free the disk, or Ctrl+Z and leave",
    "无法在 {path} 记日志（{why}），因此未录入；请清理磁盘，或按 Ctrl+Z 后离开",
)
_IN_USE = Message(
    "K7009",
    "{who} has this case open and enters data; look only, or open it once they have left",
    "{who} 正在录入本案例；此处只能查看，待其退出后再打开",
)
