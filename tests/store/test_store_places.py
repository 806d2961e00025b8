"""Books as a whole: making, opening, exporting, and what is said about bad input."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tinydb import TinyDB, where

from kaohe.store import (
    Corrupt,
    Disk,
    LedgerStorage,
    Receipt,
    Refused,
    StoreError,
    closing,
    copy_book,
    create_book,
    delete_book,
    export_book,
    login,
    open_book,
)
from store_kit.checks import entry, some_commits
from store_kit.disks import Through
from store_kit.kits import FIELDS, HEADER, FileKit, fixed_clock


@pytest.fixture
def kit(tmp_path: Path) -> FileKit:
    """File books in a folder of their own."""
    return FileKit(tmp_path)


def _refusal(call: Callable[[], object], kind: type[StoreError] = Refused) -> StoreError:
    with pytest.raises(kind) as raised:
        call()
    assert str(raised.value.text.zh) != str(raised.value.text.en)
    return raised.value


@pytest.mark.parametrize(
    "content", [b"", b"hello\n", b"\x00" * 5000, b'{"_default": {}}', b"PK\x03\x04", b"0" * 70 + b"\n"]
)
def test_not_a_book(kit: FileKit, content: bytes) -> None:
    """A file of another kind is refused by name and not touched."""
    path = kit.folder / "other"
    path.write_bytes(content)
    for writable in (True, False):
        assert "not a Kaohe book" in str(_refusal(lambda: kit.open(str(path), writable=writable)))  # noqa: B023
    assert path.read_bytes() == content


@pytest.mark.parametrize("place", ["", "missing/x.book", "."])
def test_no_file_there(kit: FileKit, place: str) -> None:
    """A folder or a missing file is refused with what to check."""
    _refusal(lambda: kit.open(str(kit.folder / place)))


def test_newer_format(kit: FileKit, monkeypatch: pytest.MonkeyPatch) -> None:
    """A book of a newer format is refused with the advice to update."""
    path = kit.folder / "newer.book"
    with monkeypatch.context() as newer:
        newer.setattr("kaohe.store._values.FORMAT", 2)
        create_book(path, HEADER)
    assert "Update Kaohe" in str(_refusal(lambda: kit.open(str(path))))


def test_header_cut_short(kit: FileKit) -> None:
    """A book cut inside its first record is damaged, not empty."""
    place = kit.new()
    data = Path(place).read_bytes()
    Path(place).write_bytes(data[:-1])
    assert "record 0 is damaged" in str(_refusal(lambda: kit.open(place), Corrupt))


def test_damage_names_what_is_intact(kit: FileKit) -> None:
    """The sentence about damage says which record and which ones are intact, in both languages."""
    place = kit.new()
    with kit.open(place) as book:
        some_commits(book)
    data = Path(place).read_bytes()
    Path(place).write_bytes(data.replace("更正".encode(), "改正".encode()))
    error = _refusal(lambda: kit.open(place), Corrupt)
    assert "record 2 is damaged" in error.text.en
    assert "records 0 to 1 are intact" in error.text.en
    assert "第 0 至 1 条记录完好" in error.text.zh


def test_read_only_file(kit: FileKit) -> None:
    """A file that may not be written says so, and opens for reading."""
    place = kit.new()

    class ReadOnly(Through):
        def open(self, path: Path, *, writable: bool) -> int:
            if writable:
                raise OSError(errno.EACCES, "no")
            return self.inner.open(path, writable=False)

    assert "cannot be opened for writing" in str(_refusal(lambda: kit.open(place, disk=ReadOnly())))
    with kit.open(place, disk=ReadOnly(), writable=False) as book:
        assert book.verify().records == 1


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "smb3", "9p", "fuse.sshfs"])
def test_network_file_system(kit: FileKit, kind: str) -> None:
    """A file book on a network file system is refused for writing, with the reason and another way."""

    class Network(Through):
        def filesystem(self, path: Path) -> str:
            return kind

    place = kit.new()
    error = str(_refusal(lambda: kit.open(place, disk=Network())))
    assert kind in error
    assert "PostgreSQL" in error
    _refusal(lambda: create_book(kit.place(), HEADER, disk=Network()))
    kit.open(place, disk=Network(), writable=False).close()


def test_local_file_systems(tmp_path: Path) -> None:
    """The file system under a folder is recognised, and a local one is accepted."""
    assert Disk().filesystem(tmp_path)
    assert Disk().filesystem(Path("/proc/self")) == "proc"


@pytest.mark.parametrize(("shared", "mode"), [(False, 0o600), (True, 0o660)])
def test_mode(tmp_path: Path, shared: bool, mode: int) -> None:
    """A book's file has the mode that was asked for, whatever the umask; a wider one is warned of."""
    for umask in (0o000, 0o077):
        before = os.umask(umask)
        try:
            path = tmp_path / f"{umask}.book"
            create_book(path, HEADER, shared=shared)
        finally:
            os.umask(before)
        assert path.stat().st_mode & 0o777 == mode
    with open_book(path) as book:
        assert book.warnings() == []
        path.chmod(0o664)
        assert "chmod o=" in str(book.warnings()[0])


def test_warning_at_eighty_per_cent(kit: FileKit, monkeypatch: pytest.MonkeyPatch) -> None:
    """From 80 % of a published limit on there is a warning, and saving goes on."""
    monkeypatch.setattr("kaohe.store._base.MOST_DOCUMENTS", 5)
    with kit.open(kit.new()) as book:
        book.commit([entry(number) for number in range(3)], reason="r")
        assert book.warnings() == []
        book.commit([entry(3)], reason="r")
        assert "4 documents of the 5" in str(book.warnings()[0])
        book.commit([entry(number) for number in range(4, 9)], reason="r")


def test_clock_that_jumps_back(kit: FileKit) -> None:
    """A clock that jumps back harms nothing: order is by number, and verification mentions it."""
    place = kit.new()
    with kit.open(place, clock=lambda: fixed_clock() + timedelta(hours=1)) as book:
        book.commit([entry(1)], reason="r")
    with kit.open(place, clock=lambda: fixed_clock() - timedelta(days=400)) as book:
        receipt = book.commit([entry(2)], reason="r")
        report = book.verify()
    assert report.head == receipt
    assert "first in 2" in str(report.notes[0])


def test_clock_behind_the_book_deletes_nothing(kit: FileKit) -> None:
    """With a clock behind the last record the retention date cannot be judged, so nothing is deleted."""
    place = kit.new()
    with kit.open(place) as book:
        head = book.commit([closing("2020-01-01")], reason="归档")
    behind = datetime(2024, 1, 1, tzinfo=UTC)
    assert "clock" in str(_refusal(lambda: delete_book(place, head, clock=lambda: behind)))
    assert Path(place).exists()


def test_name_of_a_deleted_book(kit: FileKit) -> None:
    """After deletion the head stands beside the place, and no new book takes the name."""
    place = kit.new()
    with kit.open(place) as book:
        head = book.commit([closing("2020-01-01")], reason="归档")
    draft = kit.folder / f".{Path(place).name}.7.new"
    os.link(place, draft)  # as a copy leaves it that was killed between its last two steps
    delete_book(place, head)
    assert not draft.exists()
    left = json.loads(Path(place + ".head").read_text("utf-8"))
    assert (left["head"], left["county"]) == (head.full, HEADER.county)
    assert head.full in str(_refusal(lambda: open_book(place)))
    _refusal(lambda: create_book(place, HEADER))


def test_deletion_that_the_system_refuses(kit: FileKit, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system does not let a file be removed, that is a sentence and deleting again works."""
    place = kit.new()
    with kit.open(place) as book:
        head = book.commit([closing("2020-01-01")], reason="归档")

    def refuse(self: Disk, path: Path) -> None:
        raise OSError(errno.EPERM, "no") if path == Path(place) else FileNotFoundError

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Disk, "unlink", refuse)
        assert "could not be" in str(_refusal(lambda: delete_book(place, head)))
    assert delete_book(place, head) == head


def test_actor_is_the_login(kit: FileKit, monkeypatch: pytest.MonkeyPatch) -> None:
    """The actor of a commit is the system's login, not what the environment says."""
    monkeypatch.setenv("USER", "somebody")
    monkeypatch.setenv("LOGNAME", "somebody")
    place = kit.new()
    with open_book(place) as book:
        book.commit([entry(1)], reason="r")
        assert [record.actor for record in book.history()] == ["suite", login()]
    assert login() != "somebody"


def test_tinydb_opens_a_book(kit: FileKit) -> None:
    """TinyDB opens a book for reading, searches it, and cannot write to it or spoil what it shows."""
    place = kit.new()
    with kit.open(place) as book:
        some_commits(book)
    before = Path(place).read_bytes()
    with TinyDB(place, storage=LedgerStorage) as db:
        table = db.table("entry")
        assert sorted(row["person"] for row in table.all()) == ["0", "1", "2", "3", "4"]
        assert table.search(where("person") == "1")[0]["_version"] == 2
        attempts: list[Callable[[], object]] = [
            lambda: table.insert({"person": "9"}),
            lambda: table.update({"unit": "x"}),
            lambda: table.remove(where("person") == "1"),
            table.truncate,
            db.drop_tables,
            lambda: db.table("new", persist_empty=True),
        ]
        for attempt in attempts:
            _refusal(attempt)
            assert len(table) == 5
            assert all(row["unit"] != "x" for row in table)
    assert Path(place).read_bytes() == before


def test_export(kit: FileKit) -> None:
    """An export holds every document and the full receipt, and never replaces a file."""
    place = kit.new()
    with kit.open(place) as book:
        some_commits(book)
        head = book.head()
    plain, tiny = kit.folder / "plain.json", kit.folder / "tiny.json"
    assert export_book(place, plain) == export_book(place, tiny, tinydb=True) == head
    content = json.loads(plain.read_text("utf-8"))
    assert Receipt.parse(content["book"]["receipt"]) == head
    assert {kind: len(rows) for kind, rows in content["documents"].items()} == {"entry": 5, "person": 1}
    with TinyDB(tiny) as db:
        assert len(db.table("entry")) == 5
        assert db.table("entry").get(where("person") == "2")["text"] == "again"
    assert plain.stat().st_mode & 0o777 == 0o600
    _refusal(lambda: export_book(place, plain))


def test_a_copy_leaves_torn_bytes_out(kit: FileKit) -> None:
    """A copy has the records and the head of its source, and not what a writer left unfinished."""
    place = kit.new()
    with Path(place).open("ab") as file:
        file.write(b"1 torn")
    with kit.open(place) as book:
        head = book.commit([entry(1)], reason="r")
    assert b"torn#" in Path(place).read_bytes()
    assert copy_book(place, place + ".copy") == head
    assert b"torn#" not in Path(place + ".copy").read_bytes()


def test_an_interrupted_act_is_made_up_for(kit: FileKit, monkeypatch: pytest.MonkeyPatch) -> None:
    """A keyboard interrupt between the disk and memory leaves no handle behind the book."""
    place = kit.new()

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with kit.open(place, fields=FIELDS) as book:
        with monkeypatch.context() as meanwhile:
            meanwhile.setattr("kaohe.store._fold.Fold.apply", interrupted)
            with pytest.raises(KeyboardInterrupt):
                book.commit([entry(1)], reason="r")
        assert book.get("entry", "1") is not None
        book.commit([entry(2)], reason="r")
        assert book.verify().records == 3


def test_importing_the_store_is_light() -> None:
    """Importing the store imports neither TinyDB nor a database library."""
    code = "import sys, kaohe.store; print({'tinydb', 'sqlalchemy', 'psycopg', 'kaohe.rules'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
