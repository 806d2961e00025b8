"""A book that is made with all it holds appears at its place whole, on every store and every file system."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from kaohe.store import (
    Change,
    Conflict,
    Disk,
    NewBook,
    Refused,
    Store,
    StoreError,
    begin_book,
    create_book,
    open_book,
)
from lengths import scaled
from store_kit.checks import entry, some_commits
from store_kit.interrupts import Tracer
from store_kit.kits import HEADER, AnyKit, Kit, fixed_clock


@pytest.fixture(params=["file", "sqlite", "postgresql"])
def kit(request: pytest.FixtureRequest, tmp_path: Path) -> Kit:
    """Each store in turn; PostgreSQL where it is installed."""
    if request.param == "postgresql":
        return AnyKit("postgresql", request.getfixturevalue("postgres").url)
    return AnyKit(request.param, str(tmp_path) if request.param == "file" else f"sqlite:///{tmp_path}/books.db")


def begun(place: str) -> NewBook:
    """A book that is being made for that place."""
    return begin_book(place, HEADER, actor="suite", clock=fixed_clock)


def nothing(kit: Kit, place: str) -> bool:
    """Whether no book stands there."""
    try:
        kit.open(place).close()
    except Refused:
        return True
    return False


def documents(book: Store) -> dict[tuple[str, str], object]:
    """All of them."""
    return {key: book.get(*key) for key in book.versions()}


def test_made_whole_it_is_the_book_that_is_made_step_by_step(kit: Kit) -> None:
    """Nothing is stored before it is put; then its head, documents and records are those of the same commits one by one."""
    place = kit.place()
    made = begun(place)
    some_commits(made)
    assert nothing(kit, place)
    head = made.put()
    with kit.open(kit.new()) as slow, kit.open(place) as book:
        some_commits(slow)
        assert book.verify(head).head == slow.head() == head == made.head()
        assert documents(book) == documents(slow) == documents(made)
        assert [*book.history()] == [*made.history()]
        assert book.size() == made.size()
        later = book.commit([entry(77)], reason="later")
        assert later.seq == head.seq + 1


def test_a_place_is_nobodys_before_it_is_put(kit: Kit) -> None:
    """Of two that are made for one place the first that is put has it; the other, and a third, are refused and change nothing."""
    place = kit.place()
    one, two = begun(place), begun(place)
    one.commit([entry(1)], reason="one")
    two.commit([entry(2)], reason="two")
    head = one.put()
    for call in (two.put, lambda: begun(place), one.put):
        with pytest.raises(Refused):
            call()
    with kit.open(place) as book:
        assert book.verify(head).head == head
        assert book.get("entry", "2") is None


def test_a_book_that_is_being_made_is_a_store(kit: Kit) -> None:
    """It finds, tells its history, verifies and refuses as one that is stored; nothing is copied to it or deleted."""
    place = kit.place()
    with begin_book(place, HEADER, clock=fixed_clock) as made:
        made.commit([entry(1), entry(2)], reason="r")
        made.commit([Change("entry", "1", None, seen=1)], reason="r")
        with pytest.raises(Conflict):
            made.commit([Change("entry", "2", {})], reason="r")
        assert [one.id for one in made.find("entry")] == ["2"]
        assert [record.seq for record in made.history("entry", "1")] == [1, 2]
        assert made.verify().records == 3
        with pytest.raises(Refused, match="K4097"):
            made.follow(made.history(after=1))
        with pytest.raises(Refused, match="K4097"):
            made.remove({})
        made.put()
    with kit.open(place) as book:
        assert [*book.versions()] == [("entry", "2")]


def test_a_database_that_swallows_rows_takes_no_new_book(tmp_path: Path) -> None:
    """A trigger that drops what is inserted is noticed before the book is acknowledged, and nothing of it stays."""
    sqlalchemy = pytest.importorskip("sqlalchemy")
    kit = AnyKit("sqlite", f"sqlite:///{tmp_path}/books.db")
    kit.new()
    engine = sqlalchemy.create_engine(f"sqlite:///{tmp_path}/books.db")
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER t BEFORE INSERT ON kaohe_docs BEGIN SELECT RAISE(IGNORE); END",
        )
    engine.dispose()
    place = kit.place()
    made = begun(place)
    made.commit([entry(1)], reason="r")
    with pytest.raises(Refused, match="K4074"):
        made.put()
    assert nothing(kit, place)


def no_links(self: Disk, source: Path, target: Path) -> None:
    """As Linux says it of FAT."""
    raise OSError(errno.EPERM, "Operation not permitted")


@pytest.mark.parametrize("make", [lambda path: create_book(path, HEADER), lambda path: begun(str(path)).put()])
def test_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], object]) -> None:
    """Where a file can have no second name a book is made all the same, with its mode, and never over what is there."""
    monkeypatch.setattr(Disk, "link", no_links)
    path, other = tmp_path / "a.book", tmp_path / "b.book"
    make(path)
    assert path.stat().st_mode & 0o777 == 0o600
    with open_book(path) as book:
        assert book.verify().records == 1
    other.write_text("mine", encoding="utf-8")
    with pytest.raises(Refused, match="K4030"):
        make(other)
    assert other.read_text("utf-8") == "mine"
    assert {one.name for one in tmp_path.iterdir()} == {"a.book", "b.book"}


def test_without_hard_links_another_may_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put where another's book appeared meanwhile, it is refused there too, and that book stays as it is."""
    monkeypatch.setattr(Disk, "link", no_links)
    path = str(tmp_path / "a.book")
    one = begun(path)
    create_book(path, HEADER)
    before = Path(path).read_bytes()
    with pytest.raises(Refused, match="K4030"):
        one.put()
    assert Path(path).read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["a.book"]


@pytest.mark.parametrize("error", [OSError(errno.EIO, "no"), KeyboardInterrupt()])
@pytest.mark.parametrize("done", [False, True])
def test_without_hard_links_stopped_half_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, done: bool
) -> None:
    """Stopped before the file is moved over its empty placeholder, nothing stays; after it, the whole book."""
    rename = Disk.rename

    def stop(self: Disk, source: Path, target: Path) -> None:
        if done:
            rename(self, source, target)
        raise error

    monkeypatch.setattr(Disk, "link", no_links)
    monkeypatch.setattr(Disk, "rename", stop)
    with pytest.raises((StoreError, KeyboardInterrupt)):
        create_book(tmp_path / "a.book", HEADER)
    assert [one.name for one in tmp_path.iterdir()] == (["a.book"] if done else [])
    if done:
        with open_book(tmp_path / "a.book") as book:
            assert book.verify().records == 1


def test_putting_interrupted_at_any_line(kit: Kit) -> None:
    """Ctrl-C at lines spread over the putting: the book is there with all its commits, or the place is free."""
    count, places = Tracer(), [kit.place() for _ in range(2)]
    for place in places:  # what is only done once is done before it is counted
        count = Tracer()
        made = begun(place)
        some_commits(made)
        with count.running():
            made.put()
    lines = [at for at, (name, _) in enumerate(count.lines) if "/kaohe/store/" in name]
    found = set()
    for at in lines[:: max(1, len(lines) // scaled(30, 300))]:
        place = kit.place()
        made = begun(place)
        some_commits(made)
        with pytest.raises(KeyboardInterrupt), Tracer(at).running():
            made.put()
        if nothing(kit, place):
            found.add(False)
            made.put()
        else:
            found.add(True)
        with kit.open(place) as book:
            assert book.verify().head == made.head()
    assert False in found
