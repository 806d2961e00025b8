"""The journal beside a case file: every committed field is on disk here before the next key is read."""

from __future__ import annotations

import fcntl
import getpass
import hashlib
import os
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from attrs import define, field

from kaohe.errors import FileError, KaoheError
from kaohe.files import parse_json, read_bytes
from kaohe.words import Text

from ._saving import dumped, replace, sync_folder

__all__ = ["Journal", "JournalError", "digest_of"]

_FORMAT = 1


class JournalError(KaoheError):
    """The journal cannot be kept, so nothing may be entered."""


def digest_of(data: bytes) -> str:
    """What names one state of a case file."""
    return hashlib.sha256(data).hexdigest()


@define
class Journal:
    """The journal of one case file; `found` are the entries that an earlier session left.

    It is created at the first entry and held locked, so a second program sees that it is in use.
    """

    path: Path
    digest: str
    found: list[dict[str, Any]] = field(factory=list)
    found_digest: str = ""
    entries: list[Mapping[str, Any]] = field(factory=list)
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
            handle = os.open(self.path, flags | os.O_APPEND | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise JournalError(_CANNOT.format(path=str(self.path), why=error.strerror)) from error
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
        try:
            if os.fstat(self._handle).st_size == 0:
                self._write(self._header())
                sync_folder(self.path.parent)
            self._write(entry)
        except OSError as error:
            raise JournalError(_CANNOT.format(path=str(self.path), why=error.strerror)) from error
        self.entries.append(dict(entry))

    def _write(self, entry: Mapping[str, Any]) -> None:
        assert self._handle is not None  # noqa: S101  # called once it is open
        data = dumped(entry).encode() + b"\n"
        written = os.write(self._handle, data)
        if written != len(data):
            os.write(self._handle, b"\n")
            raise OSError(28, "no space left")
        os.fsync(self._handle)

    def _header(self) -> dict[str, Any]:
        return {"kaohe-journal": _FORMAT, "sha256": self.digest, "by": getpass.getuser(), "pid": os.getpid()}

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
    found = []
    for line in data.split(b"\n")[:-1]:
        try:
            entry = parse_json(line.decode(), str(path), number=Decimal)
        except (FileError, UnicodeDecodeError):
            continue
        if isinstance(entry, dict):
            found.append(entry)
    return found


_CANNOT = Text(
    "no journal can be kept at {path} ({why}), so nothing was entered; free the disk, or Ctrl+Z and leave",
    "无法在 {path} 记日志（{why}），因此未录入；请清理磁盘，或按 Ctrl+Z 后离开",
)
_IN_USE = Text(
    "{who} has this case open and enters data; look only, or open it once they have left",
    "{who} 正在录入本案例；此处只能查看，待其退出后再打开",
)
