"""A ledger file: lock, read what others added, append one record, wait for the disk. Never rewritten."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISREG
from typing import TypeVar

from attrs import evolve, field, frozen

from kaohe.words import Message, Text

from ._chain import END_OF_TORN, Position, follows, line_of, lines_as_found, next_record, scan, torn_claim
from ._disk import Disk
from ._errors import Broken, Busy, Corrupt, NoSpace, Refused, StoreError
from ._intact import Stored
from ._making import NO_SPACE, cannot_open, check_name, no_space, not_a_book, refuse_network
from ._values import Receipt, Record, Value, damaged

__all__ = ["Ledger", "refuse_network"]

_CHUNK = 1 << 24
T = TypeVar("T")
_CUT_SHORT = Text("it is cut short", "记录不完整")
_RECORD = re.compile(rb"\n[0-9]{1,12} [0-9a-f]{64} \{")  # one behind a beginning that is lost


@frozen
class _Known:
    """What a handle knows of its file. Replaced whole, in one step, so that an interruption leaves the old or the new."""

    at: Position = field(factory=Position)
    last: bytes = b""  # the line of the last record
    torn: bytes = b""
    seen: tuple[int, int, int] = (-1, -1, -1)  # size and the two times of change, as of the last look


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
        self._known = _Known()
        self._dead: Message | None = None
        self._fd = self._open()
        self._file = self._identity()

    def _open(self) -> int:
        check_name(self.path)
        if self.writable:
            refuse_network(self.path, self.disk)
        try:
            if not S_ISREG(self.disk.stat_path(self.path).st_mode):
                raise not_a_book(self.path)
            return self.disk.open(self.path, writable=self.writable)
        except OSError as error:
            raise cannot_open(self.path, error) from error

    def _identity(self) -> tuple[int, int]:
        with self._disk_errors():
            found = self.disk.stat(self._fd)
        return found.st_dev, found.st_ino

    @property
    def records(self) -> int:
        """How many records have been handed over."""
        return self._known.at.seq + 1

    @property
    def receipt(self) -> Receipt:
        """The receipt of the last record handed over."""
        return Receipt(self._known.at.seq, self._known.at.hash)

    @property
    def torn(self) -> bytes:
        """What a writer left unfinished after the last record."""
        return self._known.torn

    def locked(self, act: Callable[[], T]) -> T:
        """Do `act` under the writers' lock; raises Busy after `patience` seconds, Broken for a file gone or replaced."""
        self._check_alive()
        if not self.writable:
            raise Refused(
                Message(
                    "K4019",
                    "the book is open for reading only; nothing was stored. Open it for writing",
                    "账簿以只读方式打开；未存入任何内容。请以可写方式打开",
                )
            )
        # Twice, and not a context manager: an interruption may come on the very line that gives the lock back.
        try:
            try:
                self._take_lock()
                self._look()
                return act()
            finally:
                self._unlock()
        finally:
            self._unlock()

    def _unlock(self) -> None:
        if self._fd >= 0:
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

    def _who_holds(self) -> Message:
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
        return Message(
            "K4020",
            "another process is writing to {path}; nothing was stored and what was saved before is safe; {advice}",
            "另一进程正在写入 {path}；本次未存入，此前已保存的内容无恙；{advice}",
        ).format(path=str(self.path), advice=advice.format(pid=pid))

    def _look(self) -> tuple[int, int, int]:
        """Size and times of change of the file, which must still be the one that its name stands for."""
        try:  # no context manager here: every act looks
            found = self.disk.stat_path(self.path)
        except (FileNotFoundError, NotADirectoryError):
            found = None
        except OSError as error:
            raise self._die(_disk_failed(error)) from error
        if found is None or (found.st_dev, found.st_ino) != self._file:
            raise self._die(
                Message(
                    "K4087",
                    "{path} was moved, deleted or replaced while open; nothing was stored. Find out by whom,"
                    " then reopen the book",
                    "{path} 在打开期间被移动、删除或替换；本次未存入。请查明原因后重新打开账簿",
                )
            )
        return _seen(found)

    def news(self) -> list[Record]:
        """The records since the last call, each verified and on the disk; raises Corrupt or Broken."""
        self._check_alive()
        seen, known = self._look(), self._known
        if seen == known.seen:
            return []
        size = seen[0]
        if size == known.seen[0]:
            self._check_untouched(seen)
            return []
        if not known.last:
            self._check_is_book()
        start = known.at.offset - len(known.last)
        data = self._read(start, size - start)
        if not data.startswith(known.last):
            raise self._edited()
        records, at, torn = scan(data[len(known.last) :], known.at)
        if at.seq < 0:
            raise damaged(0, _CUT_SHORT)
        if records:
            self._sync()
        last = line_of(records[-1]) if records else known.last
        self._known = _Known(at, last, torn, (start + len(data), *seen[1:]))
        return records

    def _check_untouched(self, seen: tuple[int, int, int]) -> None:
        """Read all again: something was done to the file and left its length."""
        _, at, torn = scan(self._read(0, seen[0]), Position())
        if (at, torn) != (self._known.at, self._known.torn):
            raise self._edited()
        self._known = evolve(self._known, seen=seen)

    def _edited(self) -> StoreError:
        why = Message("K4088", "the file was cut or edited while open", "文件在打开期间被截短或编辑")
        self._die(why)
        return damaged(self._known.at.seq, why)

    def rewind(self) -> None:
        """Hand over all records again at the next call of `news`."""
        self._known = _Known()

    def as_found(self) -> Stored:
        """Everything in the file that may be a record, and what is wrong with the whole; raises Refused, Broken."""
        self._check_is_book()
        data = self._read(0, self._look()[0])
        try:
            records, at, _ = scan(data, Position())
        except Corrupt as error:
            return Stored(lines_as_found(data), notes=(error.text,))
        if at.seq < 0:
            raise damaged(0, _CUT_SHORT)
        return Stored(records)

    def _check_is_book(self) -> None:
        """Look at the first lines alone, so that a large file of another kind is not read."""
        beginning = self._read(0, 1 << 16)
        first = beginning.partition(b"\n")[0][:4096]
        if not (first.startswith(b"0 ") or b'"kaohe":"book"' in first or _RECORD.search(beginning)):
            raise not_a_book(self.path)

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
        record = next_record(self._known.at, body)
        self._put(line_of(record))
        self._moved_past(record)
        return record

    def append_copy(self, record: Record) -> None:
        """Write a record of another store as it is; raises Refused where it does not follow."""
        if not follows(self._known.at, record):
            raise Refused(
                Message(
                    "K4021",
                    "{path} changed while it was copied to; delete this copy and copy again",
                    "{path} 在复制期间被改动；请删除该副本后重新复制",
                ).format(path=str(self.path))
            )
        if self.torn:
            raise Refused(
                Message(
                    "K4022",
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
            if error.errno in NO_SPACE:
                raise NoSpace(no_space(self.path, error)) from error
            raise self._die(_disk_failed(error)) from error

    def _sync(self) -> None:
        try:
            self.disk.fsync(self._fd)
        except OSError as error:
            with suppress(OSError):
                self.disk.drop_cache(self._fd)
            raise self._die(_disk_failed(error)) from error

    def _moved_past(self, record: Record) -> None:
        known, line = self._known, line_of(record)
        skipped = len(known.torn) + len(END_OF_TORN) if known.torn else 0
        offset = known.at.offset + skipped + len(line)
        with self._disk_errors():
            seen = _seen(self.disk.stat(self._fd))
        self._known = _Known(Position(offset, record.seq, record.hash), line, b"", (offset, *seen[1:]))

    @contextmanager
    def _disk_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._die(_disk_failed(error)) from error

    def _die(self, why: Text) -> Broken:
        self._dead = Message(
            "K4079",
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
            self._die(Message("K4089", "the book was closed", "账簿已关闭"))
            with suppress(OSError):  # everything acknowledged is on the disk
                self.disk.close(fd)


def _seen(found: os.stat_result) -> tuple[int, int, int]:
    # Both times: an editor or a restored copy can set the one of the content, and nobody the other.
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _disk_failed(error: OSError) -> Message:
    return Message("K4090", "the disk under {path} failed ({why})", "{path} 所在磁盘出错（{why}）").format(
        path="{path}", why=os.strerror(error.errno or 0)
    )
