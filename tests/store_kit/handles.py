"""What may happen to an open file book from outside: forks, and other programs that touch its file."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from kaohe.store import Broken, Corrupt, Receipt, Refused, Store, StoreError

from .checks import entry
from .kits import FileKit, Kit

__all__ = ["EVERY_HANDLE", "forked_handle"]


def _in_child(act: Callable[[], str]) -> str:
    """What `act` says in a forked child, which ends without any clean-up of the parent's."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            said = act()
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        os.write(writing, said.encode("utf-8", "replace")[:4000])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode()
    os.waitpid(child, 0)
    return said


def _acts(book: Store) -> list[Callable[[], object]]:
    return [
        lambda: book.commit([entry(99)], reason="child"),
        lambda: book.get("entry", "1"),
        lambda: book.find("entry"),
        book.head,
        book.size,
        book.verify,
        lambda: list(book.history()),
    ]


def _all_refused(book: Store) -> str:
    for act in _acts(book):
        with pytest.raises(Refused, match=r"forked|分叉"):
            act()
    book.close()
    book.close()
    return "refused"


def forked_handle(kit: Kit) -> None:
    """A handle that came through a fork is refused with a sentence; the parent's goes on, whatever the child does."""
    place = kit.new()
    with kit.open(place) as book:
        told = [book.commit([entry(1)], reason="a")]
        said = _in_child(lambda: _all_refused(book))
        assert said == "refused", said
        told.append(book.commit([entry(2)], reason="b"))
        assert _in_child(lambda: _own_handle(kit, place)) == "3"
        told.append(Receipt.parse(str(book.head())))
        told.append(book.commit([entry(4)], reason="d"))
        hashes = [record.hash for record in book.history()]
        assert all(hashes[one.seq].startswith(one.hash[:12]) for one in told)
        assert book.verify().records == 5


def forked_beside_a_refused_opening(kit: FileKit) -> None:
    """A handle whose opening was refused, and whose error is still held, shields no other from being refused in the child."""
    damaged = kit.new()
    Path(damaged).write_bytes(b"x" + Path(damaged).read_bytes())
    held: list[Exception] = []
    books = []
    for _ in range(8):  # the order in which handles are let go is any
        try:
            kit.open(damaged)
        except StoreError as error:
            held.append(error)
        books.append(kit.open(kit.new()))
    assert len(held) == 8
    assert {_in_child(partial(_all_refused, book)) for book in books} == {"refused"}
    for book in books:
        book.close()


def _own_handle(kit: Kit, place: str) -> str:
    with kit.open(place) as own:
        return str(own.commit([entry(3)], reason="c").seq)


def forked_by_multiprocessing(kit: FileKit) -> None:
    """The same in a worker of `multiprocessing`, and for a child that collects and leaves in the usual way."""
    place = kit.new()
    with kit.open(place) as book:
        book.commit([entry(1)], reason="a")
        context = multiprocessing.get_context("fork")
        queue = context.SimpleQueue()

        def work() -> None:
            try:
                queue.put(_all_refused(book))
            except BaseException as error:  # the parent waits for an answer
                queue.put(f"{type(error).__name__}: {error}")
            gc.collect()

        process = context.Process(target=work)
        process.start()
        assert queue.get() == "refused"
        process.join(30)
        assert process.exitcode == 0
        book.commit([entry(2)], reason="b")
        assert book.verify().records == 3


def forked_inside_a_commit(kit: FileKit) -> None:
    """A child forked while its parent writes neither writes, nor frees the lock, nor keeps it once the parent is done."""
    place = kit.new()
    said: list[str] = []

    class Forks(type(kit.disk())):  # type: ignore[misc]  # the kit's disk, whichever it is
        def write(self, fd: int, data: bytes) -> int:
            child = os.fork()
            if child == 0:
                with contextlib.suppress(BaseException):
                    os.write(fd, b"child")  # its descriptor is closed
                raise SystemExit  # unwinds through the commit, in the child
            os.waitpid(child, 0)
            with pytest.raises(StoreError) as busy:
                kit.open(place, patience=0.0)
            said.append(type(busy.value).__name__)
            return int(super().write(fd, data))

    with kit.open(place, disk=Forks()) as book:
        parent = os.getpid()
        try:
            book.commit([entry(1)], reason="a")
        finally:
            if os.getpid() != parent:
                os._exit(0)
        assert said == ["Busy"]
        with kit.open(place, patience=0.0) as other:
            other.commit([entry(2)], reason="b")
        assert book.verify().records == 3
    assert b"child" not in Path(place).read_bytes()


def _noticed(book: Store, act: Callable[[], object]) -> None:
    with pytest.raises((Broken, Corrupt)):
        act()
    with pytest.raises((Broken, Corrupt)):
        book.commit([entry(9)], reason="later")


def replaced_under_a_reader(kit: FileKit) -> None:
    """A handle that only reads is told as well when its file is moved, deleted or replaced; it does not show the past."""
    for harm in (_delete, _restore_by_rename, _relink):
        place = kit.new()
        with kit.open(place) as writer:
            writer.commit([entry(1)], reason="a")
        with kit.open(place, writable=False) as reader:
            assert reader.get("entry", "1") is not None
            harm(Path(place))
            for act in (reader.head, lambda: reader.get("entry", "1")):
                with pytest.raises(Broken, match="moved, deleted or replaced"):
                    act()


def _delete(path: Path) -> None:
    path.unlink()


def _restore_by_rename(path: Path) -> None:
    shutil.copy2(path, path.with_suffix(".backup"))
    path.with_suffix(".backup").replace(path)


def _relink(path: Path) -> None:
    other = path.with_suffix(".other")
    shutil.copy2(path, other)
    path.unlink()
    path.symlink_to(other)


def restored_in_place(kit: FileKit) -> None:
    """A backup written over the open file, its old time restored, is noticed: shorter, and of the same length."""
    place = kit.new()
    path = Path(place)
    with kit.open(place) as book:
        book.commit([entry(1, text="aa")], reason="a")
        backup, times = path.read_bytes(), path.stat()
        book.commit([entry(1, seen=1, text="bb")], reason="b")
        _write_in_place(path, backup, times)
        _noticed(book, book.head)
    with kit.open(place) as book:
        assert book.head().seq == 1
        book.commit([entry(2)], reason="c")
        whole, times = path.read_bytes(), path.stat()
        time.sleep(0.02)  # the file's times tick slowly
        _write_in_place(path, whole.replace(b"aa", b"ab"), times)
        assert (path.stat().st_size, path.stat().st_mtime_ns) == (times.st_size, times.st_mtime_ns)
        _noticed(book, book.head)


def _write_in_place(path: Path, data: bytes, times: os.stat_result) -> None:
    with path.open("r+b") as file:
        file.truncate(len(data))
        file.write(data)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def cut_and_grown_again(kit: FileKit) -> None:
    """A file that was cut and written on by another handle is noticed by the handle that knew the longer one."""
    place = kit.new()
    with kit.open(place) as book:
        book.commit([entry(1)], reason="a")
        length = Path(place).stat().st_size
        book.commit([entry(2)], reason="b")
        os.truncate(place, length)
        with kit.open(place) as other:
            other.commit([entry(3)], reason="c")
            other.commit([entry(4)], reason="d")
        _noticed(book, book.head)


def appended_by_another_program(kit: FileKit) -> None:
    """Whole foreign lines are damage; what has no newline is an unfinished end, and the next save closes it off."""
    place = kit.new()
    with kit.open(place) as book:
        book.commit([entry(1)], reason="a")
        _append(place, b"note to self")
        assert book.get("entry", "1") is not None
        book.commit([entry(2)], reason="b")
        assert book.verify().records == 3
        _append(place, b"note to self\n")
        with pytest.raises(Corrupt):
            book.head()
        with pytest.raises(Corrupt):
            book.commit([entry(3)], reason="c")


def _append(place: str, data: bytes) -> None:
    with Path(place).open("ab") as file:
        file.write(data)


def harmless_changes(kit: FileKit) -> None:
    """A hard link, other rights, another owner's touch or an extended name change nothing for an open handle."""
    place = kit.new()
    path = Path(place)
    with kit.open(place) as book:
        book.commit([entry(1)], reason="a")
        os.link(path, path.with_suffix(".second"))
        with kit.open(str(path.with_suffix(".second"))) as by_other_name:
            by_other_name.commit([entry(2)], reason="b")
        book.commit([entry(3)], reason="c")
        path.chmod(0o400)
        book.commit([entry(4)], reason="d")
        path.chmod(0o600)
        os.utime(path, ns=(1, 1))
        assert book.commit([entry(5)], reason="e").seq == 5
        assert book.verify().records == 6


EVERY_HANDLE: tuple[Callable[[FileKit], object], ...] = (
    forked_handle,
    forked_beside_a_refused_opening,
    forked_by_multiprocessing,
    forked_inside_a_commit,
    replaced_under_a_reader,
    restored_in_place,
    cut_and_grown_again,
    appended_by_another_program,
    harmless_changes,
)
