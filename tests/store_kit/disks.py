"""Disks between a book and the real one: to record, to fail, to lose what was not on the disk."""

# ruff: noqa: D102  (overrides say in their class what they change)
from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

from kaohe.store import Disk


class Through(Disk):
    """Hands every call on; the base of all disks here."""

    def __init__(self, inner: Disk | None = None) -> None:
        self.inner = inner or Disk()

    def open(self, path: Path, *, writable: bool) -> int:
        return self.inner.open(path, writable=writable)

    def make(self, path: Path, mode: int) -> int:
        return self.inner.make(path, mode)

    def read(self, fd: int, count: int, offset: int) -> bytes:
        return self.inner.read(fd, count, offset)

    def write(self, fd: int, data: bytes) -> int:
        return self.inner.write(fd, data)

    def fsync(self, fd: int) -> None:
        self.inner.fsync(fd)

    def drop_cache(self, fd: int) -> None:
        self.inner.drop_cache(fd)

    def lock(self, fd: int) -> bool:
        return self.inner.lock(fd)

    def unlock(self, fd: int) -> None:
        self.inner.unlock(fd)

    def stat(self, fd: int) -> os.stat_result:
        return self.inner.stat(fd)

    def stat_path(self, path: Path) -> os.stat_result:
        return self.inner.stat_path(path)

    def link(self, source: Path, target: Path) -> None:
        self.inner.link(source, target)

    def unlink(self, path: Path) -> None:
        self.inner.unlink(path)

    def sync_directory(self, path: Path) -> None:
        self.inner.sync_directory(path)

    def close(self, fd: int) -> None:
        self.inner.close(fd)

    def pause(self, seconds: float) -> None:
        self.inner.pause(seconds)

    def filesystem(self, path: Path) -> str:
        return self.inner.filesystem(path)


class Quick(Through):
    """Does not wait for the disk: for states that no power cut follows."""

    def fsync(self, fd: int) -> None:
        """Do nothing."""

    def sync_directory(self, path: Path) -> None:
        """Do nothing."""


class Recorder(Through):
    """Keeps the calls that decide what survives a power cut, for `store_kit.crash`."""

    def __init__(self, inner: Disk | None = None) -> None:
        super().__init__(inner)
        self.log: list[tuple[object, ...]] = []
        self._inodes: dict[int, int] = {}

    def open(self, path: Path, *, writable: bool) -> int:
        fd = self.inner.open(path, writable=writable)
        self._inodes[fd] = os.fstat(fd).st_ino
        return fd

    def make(self, path: Path, mode: int) -> int:
        fd = self.inner.make(path, mode)
        self._inodes[fd] = os.fstat(fd).st_ino
        self.log.append(("make", path.name, self._inodes[fd]))
        return fd

    def write(self, fd: int, data: bytes) -> int:
        written = self.inner.write(fd, data)
        self.log.append(("write", self._inodes[fd], data[:written]))
        return written

    def fsync(self, fd: int) -> None:
        self.inner.fsync(fd)
        self.log.append(("fsync", self._inodes[fd]))

    def link(self, source: Path, target: Path) -> None:
        self.inner.link(source, target)
        self.log.append(("link", source.name, target.name))

    def unlink(self, path: Path) -> None:
        self.inner.unlink(path)
        self.log.append(("unlink", path.name))

    def sync_directory(self, path: Path) -> None:
        self.inner.sync_directory(path)
        self.log.append(("syncdir",))

    def acknowledged(self, thing: object) -> None:
        """Note that the caller was told `thing`."""
        self.log.append(("ack", thing))


class Faulty(Through):
    """Fails the call number `at` (from 0) with `code`; a write first writes `partly` bytes. None: only counts."""

    def __init__(self, at: int | None = None, code: int = errno.EIO, partly: int = 0) -> None:
        super().__init__()
        self.calls: list[str] = []
        self.length = 0
        self._writes_only = False
        self._at, self._code, self._partly = at, code, partly

    def fail_next_write(self, partly: int, code: int) -> None:
        """Fail the next write after `partly` bytes."""
        self._writes_only, self._partly, self._code = True, partly, code

    def _step(self, name: str) -> bool:
        self.calls.append(name)
        if self._writes_only and name == "write":
            self._writes_only = False
            return True
        return len(self.calls) - 1 == self._at

    def _call(self, name: str, call: Callable[[], object]) -> object:
        if self._step(name):
            raise OSError(self._code, os.strerror(self._code))
        return call()

    def open(self, path: Path, *, writable: bool) -> int:
        self._call("open", lambda: None)
        return self.inner.open(path, writable=writable)

    def make(self, path: Path, mode: int) -> int:
        self._call("make", lambda: None)
        return self.inner.make(path, mode)

    def read(self, fd: int, count: int, offset: int) -> bytes:
        self._call("read", lambda: None)
        return self.inner.read(fd, count, offset)

    def write(self, fd: int, data: bytes) -> int:
        if self._step("write"):
            self.length = len(data)
            if self._partly:
                self.inner.write(fd, data[: self._partly])
            raise OSError(self._code, os.strerror(self._code))
        return self.inner.write(fd, data)

    def fsync(self, fd: int) -> None:
        self._call("fsync", lambda: self.inner.fsync(fd))

    def lock(self, fd: int) -> bool:
        self._call("lock", lambda: None)
        return self.inner.lock(fd)

    def unlock(self, fd: int) -> None:
        self._call("unlock", lambda: None)
        self.inner.unlock(fd)

    def stat(self, fd: int) -> os.stat_result:
        self._call("stat", lambda: None)
        return self.inner.stat(fd)

    def stat_path(self, path: Path) -> os.stat_result:
        self._call("stat_path", lambda: None)
        return self.inner.stat_path(path)

    def link(self, source: Path, target: Path) -> None:
        self._call("link", lambda: self.inner.link(source, target))

    def unlink(self, path: Path) -> None:
        self._call("unlink", lambda: self.inner.unlink(path))

    def sync_directory(self, path: Path) -> None:
        self._call("sync_directory", lambda: self.inner.sync_directory(path))

    def close(self, fd: int) -> None:
        self.inner.close(fd)
        self._call("close", lambda: None)


class Drip(Through):
    """Writes one byte at a time, as a system call may."""

    def write(self, fd: int, data: bytes) -> int:
        return self.inner.write(fd, data[:1])


class Volatile(Through):
    """A page cache over a failing disk, as Linux has it.

    The fsync for which `fail_next` is set fails once for every file descriptor open at that moment; its pages are
    then clean, still readable, and gone at the next eviction.
    """

    def __init__(self) -> None:
        super().__init__()
        self.fail_next = False
        self._paths: dict[int, Path] = {}
        self._told: dict[int, bool] = {}
        self._durable: dict[Path, int] = {}
        self._lost: list[tuple[Path, int, int]] = []

    def open(self, path: Path, *, writable: bool) -> int:
        fd = self.inner.open(path, writable=writable)
        self._paths[fd], self._told[fd] = path, True
        self._durable.setdefault(path, os.fstat(fd).st_size)
        return fd

    def fsync(self, fd: int) -> None:
        path = self._paths[fd]
        size = os.fstat(fd).st_size
        if self.fail_next:
            self.fail_next = False
            self._lost.append((path, self._durable[path], size))
            self._told = {one: one == fd or self._paths[one] != path for one in self._told}
            raise OSError(errno.EIO, "lost")
        if not self._told[fd]:
            self._told[fd] = True
            raise OSError(errno.EIO, "lost")
        self.inner.fsync(fd)
        self._durable[path] = size

    def drop_cache(self, fd: int) -> None:
        self.evict()

    def evict(self) -> None:
        """The system needs the memory: what never reached the disk reads as NUL from now on."""
        for path, start, end in self._lost:
            with path.open("r+b") as file:
                file.seek(start)
                file.write(bytes(end - start))
        self._lost = []

    def close(self, fd: int) -> None:
        self._told.pop(fd, None)
        self.inner.close(fd)
