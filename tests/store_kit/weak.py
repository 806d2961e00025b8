"""Stores with one thing wrong each, which the suite must catch; a suite that misses one proves nothing."""

# ruff: noqa: D102  (overrides say in their class what they change)
from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from attrs import evolve, frozen

from kaohe.store import Change, Disk, Document, FileStore, Receipt, Record, Report
from kaohe.store._base import _HANDLES
from kaohe.store._fold import Fold

from . import checks, damage, file_checks, handles, interrupts, machine
from .disks import Through
from .kits import FileKit, Kit


class NoFsync(Through):
    """Acknowledges what is only in memory."""

    def fsync(self, fd: int) -> None:
        """Do not wait."""


class FsyncBeforeWrite(Through):
    """Waits for the disk, then writes."""

    def write(self, fd: int, data: bytes) -> int:
        self.inner.fsync(fd)
        return self.inner.write(fd, data)

    def fsync(self, fd: int) -> None:
        """Too early, above."""


class NameNotSynced(Through):
    """Gives a new book its name without waiting for the directory."""

    def sync_directory(self, path: Path) -> None:
        """Do not wait."""


class TruncatesTornEnds(Through):
    """Cuts an unfinished end off instead of closing it."""

    def write(self, fd: int, data: bytes) -> int:
        if data != b"#\n":
            return self.inner.write(fd, data)
        whole = os.pread(fd, os.fstat(fd).st_size, 0)
        os.ftruncate(fd, whole.rindex(b"\n") + 1)
        return 2


class NoLock(Through):
    """Believes that it has the lock."""

    def lock(self, fd: int) -> bool:
        return True


class KeepsCache(Through):
    """After a failed fsync leaves pages in memory that the disk does not have."""

    def drop_cache(self, fd: int) -> None:
        """Leave them."""


class ShowsUnsafe(Through):
    """Shows what another handle wrote without waiting for the disk: fsync only after its own writes."""

    wrote = False

    def write(self, fd: int, data: bytes) -> int:
        self.wrote = True
        return self.inner.write(fd, data)

    def fsync(self, fd: int) -> None:
        if self.wrote:
            self.inner.fsync(fd)


class BareNewline(Through):
    """Ends a torn line with a newline alone, which completes a record torn one byte short."""

    def write(self, fd: int, data: bytes) -> int:
        return self.inner.write(fd, b"\n") + 1 if data == b"#\n" else self.inner.write(fd, data)


class ClosesWithTheRecord(Through):
    """Writes the mark that closes a torn end together with the record that vouches for it, as one write."""

    held = b""

    def write(self, fd: int, data: bytes) -> int:
        if data == b"#\n":
            self.held = data
            return len(data)
        written, self.held = self.inner.write(fd, self.held + data) - len(self.held), b""
        return written

    def fsync(self, fd: int) -> None:
        if not self.held:
            self.inner.fsync(fd)


class IgnoresVersions(FileStore):
    """Overwrites whatever is there."""

    def _commit(self, changes: Sequence[Change], body: dict[str, Any], after: Any) -> Any:
        changes = [evolve(change, seen=self._version(change)) for change in changes]
        return super()._commit(changes, {**body, "changes": [change.row() for change in changes]}, after)

    def _version(self, change: Change) -> int:
        document = self.get(change.kind, change.id)
        return document.version if document else 0


class StaleHistory(FileStore):
    """Reads the history once."""

    _read: list[Record] | None = None

    def history(self, kind: str | None = None, id_: str | None = None, *, after: int = -1) -> Iterator[Record]:
        if self._read is None:
            self._read = list(super().history())
        return (record for record in self._read if record.seq > after)


class SharesMemory(FileStore):
    """Hands out its own dictionaries, as TinyDB does (#551)."""

    def get(self, kind: str, id_: str) -> Document | None:
        document = super().get(kind, id_)
        if document is None:
            return None
        rows = self._storage.fold.tables[kind].values()
        return evolve(document, fields=next(row for row in rows if row["_id"] == id_))


class ContentTimeOnly(Through):
    """Knows of the time that an editor or a restored copy may set, and not of the other."""

    def stat(self, fd: int) -> Any:
        return _without_change_time(self.inner.stat(fd))

    def stat_path(self, path: Path) -> Any:
        return _without_change_time(self.inner.stat_path(path))


def _without_change_time(found: os.stat_result) -> Any:
    names = ("st_mode", "st_dev", "st_ino", "st_size", "st_mtime_ns")
    return SimpleNamespace(**{name: getattr(found, name) for name in names}, st_ctime_ns=0)


class LooksOnce(Through):
    """Looks at the open file, whatever its name stands for by now."""

    fd = -1

    def open(self, path: Path, *, writable: bool) -> int:
        self.fd = self.inner.open(path, writable=writable)
        return self.fd

    def stat_path(self, path: Path) -> os.stat_result:
        return self.inner.stat_path(path) if self.fd < 0 else self.inner.stat(self.fd)


class KeepsLock(Through):
    """Gives the lock back when the file is closed, and not before."""

    def unlock(self, fd: int) -> None:
        """Keep it."""


class OutlivesForks(FileStore):
    """Works on in a forked child."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        _HANDLES.discard(self)


class TakesAnySpelling(FileStore):
    """Verifies hashes and versions, and not how a record is written."""

    def verify(self, receipt: Receipt | None = None) -> Report:
        fold = Fold()
        for record in self._stored_records():
            fold.apply(record)
        return Report(fold.records, fold.documents, self.head())


class WritesUnread(FileStore):
    """Writes what it is given without reading it back first."""

    def _body(self, changes: Sequence[Change], reason: str) -> dict[str, Any]:
        rows = [change.row() for change in changes]
        return {"actor": self.actor, "changes": rows, "reason": reason, "time": "2025-12-01T08:00:00Z"}


class TrustsHalfAnAct(FileStore):
    """Believes, after an interruption, that what it took from the file is in its memory."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._storage.catch_up = self._take_news  # type: ignore[method-assign]  # that is the weakness

    def _take_news(self) -> None:
        for record in self._storage.ledger.news():
            self._storage.fold.apply(record)


def at_every_line(kit: FileKit) -> None:
    """A commit interrupted at every line."""
    interrupts.interrupted_everywhere(kit, interrupts.commit)


def _machine(kit: Kit) -> None:
    machine.contract(kit, 1000, shrink=False)  # it ends where it finds the weakness


@frozen
class Weakness:
    """A weakened store and the checks of the suite that must each catch it."""

    name: str
    caught_by: tuple[Callable[[Any], object], ...]
    disk: Callable[[], Disk] = Disk
    store: type[FileStore] = FileStore

    def kit(self, folder: Path) -> FileKit:
        """The suite's kit for it."""
        return FileKit(folder, disk=self.disk, store=self.store, name=self.name)


WEAK = (
    Weakness("no fsync", (file_checks.power_cuts,), NoFsync),
    Weakness("fsync before write", (file_checks.power_cuts,), FsyncBeforeWrite),
    Weakness("rename without directory fsync", (file_checks.power_cuts,), NameNotSynced),
    Weakness("truncate in place", (file_checks.only_grows,), TruncatesTornEnds),
    Weakness("a bare newline after a torn line", (file_checks.cut_anywhere,), BareNewline),
    Weakness("torn end closed together with the record", (file_checks.power_cuts,), ClosesWithTheRecord),
    Weakness("a lock not taken", (file_checks.one_writer_at_a_time,), NoLock),
    Weakness("cache kept after a failed fsync", (file_checks.failed_fsync,), KeepsCache),
    Weakness("shown before it is safe", (file_checks.nothing_shown_before_it_is_safe,), ShowsUnsafe),
    Weakness(
        "an ignored expected version",
        (file_checks.no_lost_update_between_calls, checks.two_writers_of_one_version, _machine),
        store=IgnoresVersions,
    ),
    Weakness("a stale history", (checks.history_is_current, _machine), store=StaleHistory),
    Weakness("memory handed out", (checks.keeps_its_own_copy,), store=SharesMemory),
    Weakness("only the time of content", (handles.restored_in_place,), ContentTimeOnly),
    Weakness("a name not looked at again", (handles.replaced_under_a_reader,), LooksOnce),
    Weakness("a lock not given back", (handles.harmless_changes,), KeepsLock),
    Weakness("a handle that outlives a fork", (handles.forked_handle,), store=OutlivesForks),
    Weakness("a verification that takes any spelling", (damage.another_spelling,), store=TakesAnySpelling),
    Weakness("a commit that is not read back", (checks.altered_after_its_check,), store=WritesUnread),
    Weakness("half an act taken for a whole one", (at_every_line,), store=TrustsHalfAnAct),
)
