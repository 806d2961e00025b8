"""What a file book promises when the disk, the system or a person does harm; each promise one function of a kit."""

# ruff: noqa: D102  (overrides say in their class what they change)
from __future__ import annotations

import contextlib
import errno
import itertools
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kaohe.store import Broken, Busy, Change, Corrupt, Disk, NoSpace, Receipt, Refused, Store, StoreError
from lengths import scaled

from .checks import entry
from .crash import Files, Log, crash_states
from .disks import Drip, Faulty, Quick, Recorder, Through, Volatile
from .kits import FileKit

Told = tuple[str, Receipt]


def scenario(kit: FileKit, place: str, disk: Disk, told: Callable[[Receipt], None], *, pad: int = 0) -> None:
    """A book is made; two handles write, one after a torn end; `told` hears each acknowledgement.

    `pad` moves all that follows by so many bytes, against the disk's sectors.
    """
    kit.make(place, disk=disk)
    told(_head(kit, place))
    with kit.open(place, disk=disk, patience=0.05) as one:
        told(one.commit([entry(1, text="一" * 40 + "x" * pad)], reason="a"))
        with contextlib.suppress(NoSpace):  # leaves a torn end
            one.commit([entry(2, text="二" * 600)], reason="lost")
        told(one.commit([entry(3, text="三" * 500)], reason="b"))
        with kit.open(place, disk=disk, patience=0.05) as two:
            told(two.commit([entry(4), entry(5)], reason="c"))
            told(one.commit([entry(1, seen=1)], reason="d"))


def _head(kit: FileKit, place: str) -> Receipt:
    with kit.open(place, disk=Quick(), writable=False) as book:
        return book.head()


class Tears(Through):
    """Its second write to a book stops half way, for want of space."""

    def __init__(self, inner: Disk) -> None:
        super().__init__(inner)
        self._writes = 0

    def write(self, fd: int, data: bytes) -> int:
        self._writes += 1
        if self._writes == 3:  # after the header and one commit
            self.inner.write(fd, data[: len(data) // 2])
            raise OSError(errno.ENOSPC, "full")
        return self.inner.write(fd, data)


def _holds(kit: FileKit, place: str, told: list[Receipt]) -> list[str]:
    """Check that the book opens, has all of `told`, and takes a commit; returns its records before that."""
    with kit.open(place, disk=_stack(kit, Quick())) as book:
        hashes = [record.hash for record in book.history()]
        for receipt in told:
            assert hashes[receipt.seq : receipt.seq + 1] == [receipt.hash], f"{receipt} is lost"
        book.commit([Change("check", "after", {})], reason="after")
    with kit.open(place, disk=Quick()) as book:
        assert book.verify().records == len(hashes) + 1
    return hashes


def power_cuts(kit: FileKit) -> dict[str, int]:
    """After a power cut at any moment of the scenario, the book opens with all that was acknowledged."""
    total = 0
    for pad in range(0, 512, scaled(512, 73)):
        place, recorder = kit.place(), Recorder()
        scenario(kit, place, _stack(kit, Tears(recorder)), recorder.acknowledged, pad=pad)
        total += survives(kit, Path(place).name, recorder.log, again=True)["crash states"]
    return {"crash states": total}


def _stack(kit: FileKit, base: Disk) -> Disk:
    """The kit's own (perhaps weakened) disk over `base`."""
    disk = kit.disk()
    if isinstance(disk, Through):
        disk.inner = base
        return disk
    return base


def survives(kit: FileKit, name: str, log: Log, *, again: bool = False) -> dict[str, int]:
    """Check every crash state of `log`; returns how many there were. `again`: of some, the next crash's states too."""
    folder = kit.folder / "crashed"
    total = 0
    for told, files in crash_states(log, step=scaled(24, 1)):
        _lay_out(folder, files)
        receipts = [receipt for receipt in told if isinstance(receipt, Receipt)]
        assert name in files or not receipts, "the book itself is lost"
        if name in files:
            with _explained(files[name]):
                _holds(kit, str(folder / name), receipts)
        total += 1
        if again and name in files and total % scaled(100, 500) == 0:
            total += _crashes_again(kit, folder / name, files[name], receipts)
    return {"crash states": total}


def _lay_out(folder: Path, files: Files) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for one, data in files.items():
        (folder / one).write_bytes(data)


def _crashes_again(kit: FileKit, path: Path, data: bytes, told: list[Receipt]) -> int:
    """The power fails a second time, during the first commit after the first time."""
    _lay_out(path.parent, {path.name: data})
    recorder = Recorder()
    recorder.log.append(("start", path.name, path.stat().st_ino, data))
    for receipt in told:
        recorder.acknowledged(receipt)
    with kit.open(str(path), disk=_stack(kit, recorder)) as book:
        recorder.acknowledged(book.commit([entry(7, text="七" * 300)], reason="again"))
    return survives(kit, path.name, recorder.log)["crash states"]


@contextlib.contextmanager
def _explained(data: bytes) -> Iterator[None]:
    try:
        yield
    except StoreError as error:
        raise AssertionError(f"a crash state of {len(data)} bytes does not open: {error}") from error


def faults_at_every_call(kit: FileKit) -> dict[str, int]:
    """Whichever call fails, with EIO or for want of space: only store errors, and nothing acknowledged is lost."""
    counter = Faulty()
    scenario(kit, kit.place(), counter, lambda receipt: None)
    runs = 0
    for at, code in itertools.product(range(len(counter.calls)), (errno.EIO, errno.ENOSPC, errno.EACCES)):
        _one_fault(kit, Faulty(at, code))
        runs += 1
    return {"calls": len(counter.calls), "runs": runs}


def faults_at_every_byte(kit: FileKit) -> dict[str, int]:
    """A write that stops after any byte loses nothing acknowledged; what is not acknowledged is not stored."""
    counter = Faulty()
    scenario(kit, kit.place(), counter, lambda receipt: None)
    writes = [at for at, name in enumerate(counter.calls) if name == "write"]
    runs = 0
    for at in writes[1:]:
        for partly in range(0, 2000, scaled(37, 1)):
            faulty = Faulty(at, errno.ENOSPC, partly)
            _one_fault(kit, faulty)
            runs += 1
            if partly >= faulty.length:
                break
    return {"writes": len(writes), "runs": runs}


def _one_fault(kit: FileKit, disk: Disk) -> None:
    place = kit.place()
    told: list[Receipt] = []
    with contextlib.suppress(StoreError):
        scenario(kit, place, _stack(kit, disk), told.append)
    if told:
        _holds(kit, place, told)
    elif Path(place).exists():
        _holds(kit, place, [])


def short_writes(kit: FileKit) -> None:
    """Writes that take one byte at a time give the same book."""
    place = kit.place()
    told: list[Receipt] = []
    scenario(kit, place, _stack(kit, Drip()), told.append)
    assert len(_holds(kit, place, told)) == len(told) + 1


def no_space_then_space(kit: FileKit) -> None:
    """A commit for which there was no room is not stored, and the same handle goes on when there is room."""
    place = kit.new()
    for partly in (0, 1, 100):
        faulty = Faulty()
        with kit.open(place, disk=_stack(kit, faulty)) as book:
            head = book.head()
            faulty.fail_next_write(partly, errno.ENOSPC)
            with pytest.raises(NoSpace):
                book.commit([entry(partly)], reason="a")
            assert book.head() == head
            assert book.get("entry", str(partly)) is None
            book.commit([entry(partly)], reason="again")
    with kit.open(place) as book:
        assert book.verify().records == 4


def failed_fsync(kit: FileKit) -> None:
    """After a failed fsync the handle is dead, the next one builds only on what the disk has, and others are told."""
    place = kit.new()
    volatile = Volatile()
    disk = _stack(kit, volatile)
    with kit.open(place, disk=disk) as one, kit.open(place, disk=disk) as two:
        first = one.commit([entry(1)], reason="a")
        volatile.fail_next = True
        for _ in range(2):
            with pytest.raises(Broken):
                one.commit([entry(2)], reason="b")
        with pytest.raises(Broken):
            two.commit([entry(3)], reason="c")  # the kernel tells every handle that was open
    with kit.open(place, disk=disk) as three:
        last = three.commit([entry(4)], reason="d")
    volatile.evict()
    try:
        hashes = _holds(kit, place, [first])
    except Corrupt as error:
        raise AssertionError(f"a commit was built on one that the disk does not have: {error}") from error
    assert last.hash in hashes, "a commit was acknowledged on top of one that the disk does not have"


def only_grows(kit: FileKit) -> None:
    """No byte of the file is ever changed or taken away: every earlier state is a beginning of every later one."""
    place = kit.place()
    before = [b""]

    class Watch(Through):
        def unlock(self, fd: int) -> None:
            data = Path(place).read_bytes()
            assert data.startswith(before[0]), "bytes of the file were changed"
            before[0] = data
            self.inner.unlock(fd)

    scenario(kit, place, Watch(_stack(kit, Tears(Disk()))), lambda receipt: None)


def one_writer_at_a_time(kit: FileKit) -> None:
    """While one handle is anywhere inside a commit, another gets Busy."""
    place = kit.new()
    met: list[str] = []

    class Meanwhile(Through):
        def write(self, fd: int, data: bytes) -> int:
            with kit.open(place, writable=False, disk=Quick()) as reader:
                assert reader.get("entry", "1") is None
            with pytest.raises(Busy) as raised:
                kit.open(place, patience=0.0)
            met.append(str(raised.value))
            return self.inner.write(fd, data)

    with kit.open(place, disk=Meanwhile()) as book:
        book.commit([entry(1)], reason="a")
    assert met


def nothing_shown_before_it_is_safe(kit: FileKit) -> None:
    """A reader waits for the disk before it shows what another handle wrote."""
    place = kit.new()
    recorder = Recorder()
    with kit.open(place, disk=_stack(kit, recorder), writable=False) as reader, kit.open(place) as writer:
        writer.commit([entry(1)], reason="a")
        recorder.log.clear()
        assert reader.get("entry", "1") is not None
        assert [call[0] for call in recorder.log] == ["fsync"]


def moved_or_replaced(kit: FileKit) -> None:
    """A handle whose file was deleted, moved or replaced does not write into the void."""
    for harm in (Path.unlink, _move, _replace):
        place = kit.new()
        with kit.open(place) as book:
            harm(Path(place))
            with pytest.raises(Broken):
                book.commit([entry(1)], reason="a")


def _move(path: Path) -> None:
    path.rename(path.with_suffix(".moved"))


def _replace(path: Path) -> None:
    shutil.copy(path, path.with_suffix(".new"))
    path.with_suffix(".new").rename(path)


def edited_while_open(kit: FileKit) -> None:
    """A handle whose file was cut or rewritten by an editor says so at its next act."""
    harms: list[Callable[[bytes], bytes]] = [
        lambda data: data[:-40],
        lambda data: b"",
        lambda data: data.replace(b"u1", b"u2x"),
        lambda data: data.replace(b"u1", b"u2"),
    ]
    for harm in harms:
        place = kit.new()
        with kit.open(place) as book:
            book.commit([entry(1)], reason="a")
            time.sleep(0.02)  # an edit of the same length is told by the file's time, which may tick slowly
            Path(place).write_bytes(harm(Path(place).read_bytes()))
            with pytest.raises(Corrupt):
                book.commit([entry(2)], reason="b")
            with pytest.raises((Broken, Corrupt)):
                book.head()


def touched_while_open(kit: FileKit) -> None:
    """A file whose time changed and whose bytes did not is read again and goes on."""
    place = kit.new()
    with kit.open(place) as book:
        book.commit([entry(1)], reason="a")
        os.utime(place, (1, 1))
        assert book.commit([entry(2)], reason="b").seq == 2
        assert book.verify().records == 3


def small_book(kit: FileKit) -> tuple[bytes, list[Receipt]]:
    """The bytes of a book with a torn end in its middle, and its receipts."""
    place = kit.place()
    told: list[Receipt] = []
    recorder = Recorder()
    scenario(kit, place, Tears(recorder), told.append)
    return Path(place).read_bytes(), told


def tampering(kit: FileKit) -> dict[str, int]:
    """Any changed, removed or added byte is detected; in the last record's line a receipt may be needed for it."""
    data, told = small_book(kit)
    last_line = data[:-1].rfind(b"\n") + 1
    step = scaled(23, 1)
    figures = {"tampered": 0, "detected without receipt": 0, "detected with receipt": 0, "looks like a torn end": 0}
    for at in sorted({*range(0, len(data), step), *(at for at, byte in enumerate(data) if byte in b"#\n")}):
        for changed in _tampered(data, at):
            found = _detected(kit, changed, None)
            figures["tampered"] += 1
            figures["detected without receipt"] += found == "damage"
            figures["looks like a torn end"] += found == "torn"
            assert found == "damage" or (found == "torn" and at >= last_line), f"byte {at} passes"
            assert _detected(kit, changed, told[-1]) == "damage", f"byte {at} passes with a receipt"
            figures["detected with receipt"] += 1
    return figures


def _tampered(data: bytes, at: int) -> Iterator[bytes]:
    for new in {data[at] ^ 1, 0, ord("#"), ord("\n")} - {data[at]}:
        yield data[:at] + bytes([new]) + data[at + 1 :]
    yield data[:at] + data[at + 1 :]
    if at + 1 < len(data):
        yield data[:at] + b"x" + data[at:]


def _detected(kit: FileKit, data: bytes, receipt: Receipt | None) -> str:
    path = kit.folder / "tampered.book"
    path.write_bytes(data)
    try:
        with kit.open(str(path), writable=False, disk=Quick()) as book:
            return "torn" if book.verify(receipt).notes else "nothing"
    except (Corrupt, Refused):
        return "damage"


def cut_anywhere(kit: FileKit) -> dict[str, int]:
    """A file cut at any byte is a valid shorter book or no book, and any receipt beyond the cut is missed."""
    data, told = small_book(kit)
    one_byte_short = [at for at, byte in enumerate(data) if byte == ord("\n")]
    cuts = sorted({*range(0, len(data), scaled(11, 1)), *one_byte_short})
    for at in cuts:
        assert _detected(kit, data[:at], told[-1]) == "damage", f"cut at {at} passes with a receipt"
        if at >= data.index(b"\n") + 1:
            path = kit.folder / "cut.book"
            path.write_bytes(data[:at])
            _holds(kit, str(path), [receipt for receipt in told if _ends(data, receipt) <= at])
    return {"cuts": len(cuts)}


def _ends(data: bytes, receipt: Receipt) -> int:
    return data.index(b"\n", data.index(f" {receipt.hash} ".encode())) + 1 if receipt.seq else data.index(b"\n") + 1


def swapped_lines(kit: FileKit) -> None:
    """Records in another order, twice, or left out are detected."""
    data, _ = small_book(kit)
    lines = data.splitlines(keepends=True)
    assert len(lines) > 4
    for first, second in itertools.pairwise(range(len(lines))):
        swapped = list(lines)
        swapped[first], swapped[second] = lines[second], lines[first]
        assert _detected(kit, b"".join(swapped), None) == "damage"
        assert _detected(kit, b"".join([*lines[: first + 1], *lines[first:]]), None) == "damage"


def copies_taken_while_writing(kit: FileKit) -> dict[str, int]:
    """A copy of the file taken inside any write is a valid beginning of the book."""
    place = kit.new()
    copies: list[bytes] = []

    class Copied(Through):
        def write(self, fd: int, data: bytes) -> int:
            written = self.inner.write(fd, data[:61])
            copies.append(Path(place).read_bytes())
            return written

    with kit.open(place, disk=_stack(kit, Copied())) as book:
        for number in range(scaled(5, 40)):
            book.commit([entry(number)], reason="a")
        hashes = [record.hash for record in book.history()]
    for data in copies:
        path = kit.folder / "copied.book"
        path.write_bytes(data)
        found = _holds(kit, str(path), [])
        assert found == hashes[: len(found)]
    return {"copies": len(copies)}


def no_lost_update_between_calls(kit: FileKit) -> None:
    """A version that changed after it was read is never overwritten, by any handle."""
    place = kit.new()
    with kit.open(place) as one, kit.open(place) as two:
        for handle in (one, two):
            assert handle.get("entry", "1") is None
        one.commit([entry(1, text="one")], reason="a")
        with contextlib.suppress(StoreError):
            two.commit([entry(1, text="two")], reason="b")
        assert _text(one) == "one", "an update was lost"


def _text(book: Store) -> str:
    document = book.get("entry", "1")
    return "" if document is None else str(document.fields["text"])


EVERY_FILE = (
    power_cuts,
    faults_at_every_call,
    faults_at_every_byte,
    short_writes,
    no_space_then_space,
    failed_fsync,
    only_grows,
    one_writer_at_a_time,
    nothing_shown_before_it_is_safe,
    moved_or_replaced,
    edited_while_open,
    touched_while_open,
    tampering,
    cut_anywhere,
    swapped_lines,
    copies_taken_while_writing,
    no_lost_update_between_calls,
)
