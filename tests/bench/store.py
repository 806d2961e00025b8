"""What the store costs, with its baselines in the same run: `python tests/bench/store.py`."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.table import Document as TinyDocument

from kaohe.store import Change, Header, Store, create_book, open_book

sys.path.insert(0, str(Path(__file__).parents[1]))
from store_kit.postgres import Server, programs

HEADER = Header("xizang-2021", "2025", "墨竹工卡县")
DOCUMENTS, COMMITS, EDITS = 24_000, 72_000, 300
Figure = tuple[str, str]


def fields(number: int) -> dict[str, Any]:
    """A person's month as the office saves it, about 300 bytes."""
    return {
        "person": f"{number // 12:05}",
        "unit": f"{number // 600:03}",
        "period": f"2025-{number % 12 + 1:02}",
        "scores": {f"{one}": str(number % 100) for one in range(1, 13)},
        "leave": number % 9,
        "note": "按规定出勤",
    }


def changes(first: int, count: int) -> list[Change]:
    """New documents."""
    return [Change("entry", f"{one:05}", fields(one)) for one in range(first, first + count)]


def timed(act: Callable[[int], object], times: int = EDITS) -> str:
    """The p50 and p95 of `act` in milliseconds."""
    taken = []
    for number in range(times):
        began = time.perf_counter()
        act(number)
        taken.append((time.perf_counter() - began) * 1000)
    return f"p50 {statistics.median(taken):.2f} ms, p95 {statistics.quantiles(taken, n=20)[-1]:.2f} ms"


def filled(place: str) -> Store:
    """A book of 24,000 documents."""
    create_book(place, HEADER)
    book = open_book(place, fields={"entry": ("person", "unit")})
    book.commit(changes(0, DOCUMENTS), reason="导入")
    return book


def edit(book: Store) -> Callable[[int], object]:
    """One person's period read, changed and saved."""

    def act(number: int) -> None:
        document = book.get("entry", f"{number * 7:05}")
        assert document is not None
        changed = document.fields | {"leave": number}
        book.commit([Change("entry", document.id, changed, seen=document.version)], reason="更正")

    return act


def bare_write(folder: Path, line: bytes) -> Callable[[int], object]:
    """Write and fsync of the same bytes, with nothing else."""
    fd = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def act(number: int) -> None:
        os.write(fd, line)
        os.fsync(fd)

    return act


def plain_tinydb(folder: Path) -> Callable[[int], object]:
    """The same edit with TinyDB's own JSONStorage, which writes the whole file."""
    db = TinyDB(folder / "plain.json", encoding="utf-8", ensure_ascii=False)
    table = db.table("entry")
    table.insert_multiple(TinyDocument(fields(one), one + 1) for one in range(DOCUMENTS))

    def act(number: int) -> None:
        document = table.get(doc_id=number * 7 + 1)
        assert document is not None
        table.update({"leave": number}, doc_ids=[number * 7 + 1])

    return act


@contextmanager
def postgres(folder: Path) -> Iterator[str | None]:
    """A private server's address, or None where PostgreSQL is not installed."""
    if programs() is None:
        yield None
        return
    folder.chmod(0o755)
    (folder / "pg").mkdir()
    server = Server.made(folder / "pg")
    try:
        yield server.url
    finally:
        server.stop()


def edits(folder: Path) -> Iterator[Figure]:
    """An edit at 24,000 documents, on each store and on the baselines."""
    at = f"edit at {DOCUMENTS:,} documents"
    with filled(str(folder / "a.book")) as book:
        yield f"{at}, file book", timed(edit(book))
        line = (folder / "a.book").read_bytes().splitlines(keepends=True)[-1]
    yield f"bare write+fsync of the same {len(line)} bytes", timed(bare_write(folder, line))
    yield f"{at}, TinyDB's JSONStorage", timed(plain_tinydb(folder), 20)
    with filled(f"sqlite:///{folder}/a.db") as book:
        yield f"{at}, SQLite", timed(edit(book))
    with postgres(folder) as url:
        if url is None:
            yield f"{at}, PostgreSQL", "not installed"
            return
        with filled(url) as book:
            yield f"{at}, PostgreSQL", timed(edit(book))


def reading(folder: Path) -> Iterator[Figure]:
    """Opening with verification, looking things up, and size on disk."""
    place = str(folder / "a.book")
    yield f"open and verify {DOCUMENTS:,} documents", timed(lambda _: open_book(place).close(), 7)
    with open_book(place, fields={"entry": ("person", "unit")}) as book:
        yield "find one unit (600 documents)", timed(lambda number: book.find("entry", unit=f"{number:03}"), 20)
        yield "find one person (12 documents)", timed(lambda number: book.find("entry", person=f"{number:05}"), 20)
        yield "get one document", timed(lambda number: book.get("entry", f"{number:05}"))
        yield "history of one document", timed(lambda number: list(book.history("entry", f"{number * 7:05}")), 20)
    long = str(folder / "long.book")
    _many_commits(folder, long)
    yield f"open and verify {COMMITS:,} commits", timed(lambda _: open_book(long).close(), 7)
    yield f"size of {COMMITS:,} commits", f"{Path(long).stat().st_size / 1e6:.1f} MB"


def _many_commits(folder: Path, place: str) -> None:
    """24,000 documents each saved three times; made without waiting for the disk each time."""
    from kaohe.store import FileStore
    from store_kit.disks import Quick

    create_book(place, HEADER)
    with FileStore(place, disk=Quick()) as book:
        for turn in range(COMMITS // DOCUMENTS):
            for number in range(DOCUMENTS):
                change = Change(
                    "entry", f"{number:05}", fields(number + turn), seen=_version(book, number) if turn else 0
                )
                book.commit([change], reason="录入")


def _version(book: Store, number: int) -> int:
    document = book.get("entry", f"{number:05}")
    return document.version if document else 0


def figures() -> Iterator[Figure]:
    """Every figure as a name and a value."""
    with tempfile.TemporaryDirectory(prefix="kaohe-bench-") as name:
        yield from edits(Path(name))
        yield from reading(Path(name))


def main() -> None:
    """Print them."""
    for name, value in figures():
        sys.stdout.write(f"{name:58} {value}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
