"""A ledger file: lock, read what others added, append one record, wait for the disk. Never rewritten."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISREG

from kaohe.words import Text

from ._chain import END_OF_TORN, Position, follows, line_of, next_record, scan, torn_claim
from ._disk import Disk, network_filesystem
from ._errors import Broken, Busy, NoSpace, Refused, StoreError
from ._values import Receipt, Record, Value, damaged

__all__ = ["Ledger", "make_ledger", "write_new"]

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CHUNK = 1 << 24


class Ledger:
    """An open ledger file. `news()` hands over records once each, the first time all of them.

    A writer takes the lock for every commit. A reader takes none: it sees whole records only, and none
    before it is on the disk.
    """

    def __init__(self, path: Path, *, writable: bool = True, patience: float = 5.0, disk: Disk | None = None) -> None:
        self.path = path
        self.writable = writable
        self.patience = patience
        self.disk = disk or Disk()
        self.torn = b""
        self._at = Position()
        self._last = b""
        self._seen = (-1, -1)  # size and time of the last change, as of the last look
        self._dead: Text | None = None
        self._fd = self._open()

    def _open(self) -> int:
        if self.writable:
            refuse_network(self.path.parent, self.disk)
        try:
            if not S_ISREG(self.disk.stat_path(self.path).st_mode):
                raise _not_a_book(self.path)
            return self.disk.open(self.path, writable=self.writable)
        except OSError as error:
            raise _cannot_open(self.path, error) from error

    @property
    def records(self) -> int:
        """How many records have been handed over."""
        return self._at.seq + 1

    @property
    def receipt(self) -> Receipt:
        """The receipt of the last record handed over."""
        return Receipt(self._at.seq, self._at.hash)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the writers' lock; raises Busy after `patience` seconds, Broken for a file gone or replaced."""
        self._check_alive()
        if not self.writable:
            raise Refused(
                Text(
                    "the book is open for reading only; nothing was stored. Open it for writing",
                    "账簿以只读方式打开；未存入任何内容。请以可写方式打开",
                )
            )
        self._take_lock()
        try:
            self._check_same_file()
            yield
        finally:
            with suppress(OSError):  # closing or ending the process frees it too
                self.disk.unlock(self._fd)

    def _take_lock(self) -> None:
        waited, step = 0.0, 0.001
        with self._disk_errors():
            while not self.disk.lock(self._fd):
                if waited >= self.patience:
                    raise Busy(self._who_holds())
                self.disk.pause(step)
                waited, step = waited + step, min(step * 1.5, 0.05)

    def _who_holds(self) -> Text:
        holder = self.disk.holder(self._fd)
        pid, stopped = holder or (0, False)
        advice = Text("try again", "请重试")
        if holder:
            advice = Text("wait for process {pid} and try again", "请等待进程 {pid} 后重试")
        if stopped:
            advice = Text(
                "process {pid} holds it and is stopped: continue it (kill -CONT {pid}) or end it, and try again",
                "进程 {pid} 占用账簿且已停止：请继续（kill -CONT {pid}）或结束该进程后重试",
            )
        return Text(
            "another process is writing to {path}; nothing was stored and what was saved before is safe; {advice}",
            "另一进程正在写入 {path}；本次未存入，此前已保存的内容无恙；{advice}",
        ).format(path=str(self.path), advice=advice.format(pid=pid))

    def _check_same_file(self) -> None:
        named = None
        with self._disk_errors():
            ours = self.disk.stat(self._fd)
            with suppress(FileNotFoundError):
                named = self.disk.stat_path(self.path)
        if named is None or (ours.st_dev, ours.st_ino) != (named.st_dev, named.st_ino):
            raise self._die(
                Text(
                    "{path} was moved, deleted or replaced while open; nothing was stored. Find out by whom,"
                    " then reopen the book",
                    "{path} 在打开期间被移动、删除或替换；本次未存入。请查明原因后重新打开账簿",
                )
            )

    def news(self) -> list[Record]:
        """The records since the last call, each verified and on the disk; raises Corrupt or Broken."""
        self._check_alive()
        with self._disk_errors():
            found = self.disk.stat(self._fd)
        size, seen = found.st_size, self._seen
        if (size, found.st_mtime_ns) == seen:
            return []
        if size == seen[0]:
            self._check_untouched(found.st_mtime_ns)
            return []
        if not self._last:
            self._check_is_book()
        start = self._at.offset - len(self._last)
        data = self._read(start, size - start)
        if not data.startswith(self._last):
            raise self._edited()
        records, at, self.torn = scan(data[len(self._last) :], self._at)
        if records:
            self._sync()
            self._last = line_of(records[-1])
        elif at.seq < 0:
            raise damaged(0, Text("it is cut short", "记录不完整"))
        self._at, self._seen = at, (start + len(data), found.st_mtime_ns)
        return records

    def _check_untouched(self, changed: int) -> None:
        """Read all again: something wrote to the file and left its length."""
        _, at, torn = scan(self._read(0, self._seen[0]), Position())
        if (at, torn) != (self._at, self.torn):
            raise self._edited()
        self._seen = (self._seen[0], changed)

    def _edited(self) -> StoreError:
        why = Text("the file was cut or edited while open", "文件在打开期间被截短或编辑")
        self._die(why)
        return damaged(self._at.seq, why)

    def rewind(self) -> None:
        """Hand over all records again at the next call of `news`."""
        self._at, self._last, self._seen, self.torn = Position(), b"", (-1, -1), b""

    def _check_is_book(self) -> None:
        """Look at the first line alone, so that a large file of another kind is not read."""
        first = self._read(0, 4096).partition(b"\n")[0]
        if not first.startswith(b"0 ") and b'"kaohe":"book"' not in first:
            raise _not_a_book(self.path)

    def _read(self, offset: int, count: int) -> bytes:
        parts = []
        with self._disk_errors():
            while count > 0 and (part := self.disk.read(self._fd, min(count, _CHUNK), offset)):
                parts.append(part)
                offset, count = offset + len(part), count - len(part)
        return b"".join(parts)

    def append(self, body: dict[str, Value]) -> Record:
        """Write one record and wait for the disk. The caller holds the lock and has taken the news.

        Raises NoSpace (nothing stored) or Broken (reopen to know whether it was stored).
        """
        if self.torn:
            body = {**body, "torn": torn_claim(self.torn)}
            self._put(END_OF_TORN)  # on the disk before a record vouches for what stands before it
        record = next_record(self._at, body)
        self._put(line_of(record))
        self._moved_past(record)
        return record

    def append_copy(self, record: Record) -> None:
        """Write a record of another store as it is; raises Refused where it does not follow."""
        if not follows(self._at, record):
            raise Refused(
                Text(
                    "{path} changed while it was copied to; delete this copy and copy again",
                    "{path} 在复制期间被改动；请删除该副本后重新复制",
                ).format(path=str(self.path))
            )
        if self.torn:
            raise Refused(
                Text(
                    "the copy {path} was interrupted before; delete this copy and copy again",
                    "副本 {path} 先前复制中断；请删除该副本后重新复制",
                ).format(path=str(self.path))
            )
        self._put(line_of(record))
        self._moved_past(record)

    def _put(self, data: bytes) -> None:
        self._write(data)
        self._sync()

    def _write(self, data: bytes) -> None:
        try:
            while data:
                data = data[self.disk.write(self._fd, data) :]
        except OSError as error:
            if error.errno in _NO_SPACE:
                raise NoSpace(_no_space(self.path, error)) from error
            raise self._die(_disk_failed(error)) from error

    def _sync(self) -> None:
        try:
            self.disk.fsync(self._fd)
        except OSError as error:
            with suppress(OSError):
                self.disk.drop_cache(self._fd)
            raise self._die(_disk_failed(error)) from error

    def _moved_past(self, record: Record) -> None:
        skipped = len(self.torn) + len(END_OF_TORN) if self.torn else 0
        self._last, self.torn = line_of(record), b""
        offset = self._at.offset + skipped + len(self._last)
        self._at = Position(offset, record.seq, record.hash)
        with self._disk_errors():
            self._seen = (offset, self.disk.stat(self._fd).st_mtime_ns)

    @contextmanager
    def _disk_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._die(_disk_failed(error)) from error

    def _die(self, why: Text) -> Broken:
        self._dead = Text(
            "{why}. What was acknowledged before is safe; reopen {path} to see whether the last change was stored",
            "{why}。此前已确认的内容无恙；请重新打开 {path} 查看最后一次改动是否已存入",
        ).format(why=why.format(path=str(self.path)), path=str(self.path))
        return Broken(self._dead)

    def _check_alive(self) -> None:
        if self._dead is not None:
            raise Broken(self._dead)

    def close(self) -> None:
        """Close the file; every later call raises Broken."""
        if self._fd >= 0:
            fd, self._fd = self._fd, -1
            self._die(Text("the book was closed", "账簿已关闭"))
            with suppress(OSError):  # everything acknowledged is on the disk
                self.disk.close(fd)


def make_ledger(path: Path, records: Iterable[Record], *, mode: int, disk: Disk | None = None) -> None:
    """Create a ledger file of these records; it appears under its name whole or not at all."""
    disk = disk or Disk()
    refuse_network(path.parent, disk)
    write_new(path, b"".join(line_of(record) for record in records), mode=mode, disk=disk)


def write_new(path: Path, data: bytes, *, mode: int, disk: Disk) -> None:
    """Create a file of `data` that is whole, on the disk, and the only one of its name; or raise."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        _write_draft(draft, data, mode, disk)
        disk.link(draft, path)
        disk.unlink(draft)
        disk.sync_directory(path.parent)
    except OSError as error:
        with suppress(OSError):
            disk.unlink(draft)
        raise _cannot_make(path, error) from error


def _write_draft(draft: Path, data: bytes, mode: int, disk: Disk) -> None:
    with suppress(FileNotFoundError):
        disk.unlink(draft)  # left by a process of our number that was killed
    fd = disk.make(draft, mode)
    try:
        while data:
            data = data[disk.write(fd, data) :]
        disk.fsync(fd)
    finally:
        disk.close(fd)


def refuse_network(folder: Path, disk: Disk) -> None:
    """Raise Refused where `folder` is on a network file system."""
    kind = disk.filesystem(folder)
    if network_filesystem(kind):
        raise Refused(
            Text(
                "{folder} is on {kind}, a network file system, where locks and fsync depend on another machine"
                " and a save can be lost; keep the book on a local disk, or use a PostgreSQL URL for many hosts",
                "{folder} 位于网络文件系统 {kind}，其锁与落盘取决于另一台机器，保存可能丢失；"
                "请将账簿放在本地磁盘，多机使用请用 PostgreSQL 地址",
            ).format(folder=str(folder), kind=kind)
        )


def _not_a_book(path: Path) -> StoreError:
    return Refused(
        Text(
            "{path} is not a Kaohe book; it was not touched. Check the name",
            "{path} 不是 Kaohe 账簿；未作改动。请检查名称",
        ).format(path=str(path))
    )


def _cannot_open(path: Path, error: OSError) -> StoreError:
    if isinstance(error, FileNotFoundError):
        text = Text(
            "there is no book at {path}; check the name, or make one with kaohe book new",
            "{path} 处没有账簿；请检查名称，或用 kaohe book new 新建",
        )
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        text = Text(
            "{path} cannot be opened for writing ({why}); its contents are safe. Ask its owner for the right, or"
            " read it with kaohe book info",
            "{path} 无法以可写方式打开（{why}）；其内容无恙。请向所有者申请权限，或用 kaohe book info 查看",
        )
    else:
        text = Text("{path} cannot be opened: {why}", "{path} 无法打开：{why}")
    return Refused(text.format(path=str(path), why=os.strerror(error.errno or 0)))


def _cannot_make(path: Path, error: OSError) -> StoreError:
    if isinstance(error, FileExistsError):
        return Refused(
            Text(
                "{path} exists already and was not touched; choose another name",
                "{path} 已存在，未作改动；请另取名称",
            ).format(path=str(path))
        )
    if error.errno in _NO_SPACE:
        return NoSpace(_no_space(path, error))
    return Refused(
        Text(
            "{path} could not be made: {why}; nothing was stored. Check the folder and its rights",
            "无法创建 {path}：{why}；未存入任何内容。请检查文件夹及其权限",
        ).format(path=str(path), why=os.strerror(error.errno or 0))
    )


def _no_space(path: Path, error: OSError) -> Text:
    return Text(
        "no room for this change in {path} ({why}); it was not stored, everything before it is safe."
        " Free some space and save again",
        "{path} 没有空间存入本次改动（{why}）；本次未存入，此前内容无恙。请腾出空间后重新保存",
    ).format(path=str(path), why=os.strerror(error.errno or 0))


def _disk_failed(error: OSError) -> Text:
    return Text("the disk under {path} failed ({why})", "{path} 所在磁盘出错（{why}）").format(
        path="{path}", why=os.strerror(error.errno or 0)
    )
