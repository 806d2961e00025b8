"""Programs that the tests run as processes of their own: `python -m store_kit.workers NAME PLACE ...`."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kaohe.store import Change, Conflict, Header, NoSpace, Store, StoreError, create_book

from .disks import Through
from .kits import FIELDS, AnyKit, FileKit


def _say(**what: Any) -> None:
    """One line, in one write, so that a line is there whole or not at all."""
    os.write(1, (json.dumps(what) + "\n").encode())


def _open(place: str, **options: Any) -> Store:
    return AnyKit("worker", "").open(place, **{"patience": 30.0, "fields": FIELDS} | options)


def write_for_ever(place: str, who: str) -> None:
    """Commit until killed, and say each receipt once it is acknowledged."""
    with _open(place) as book:
        number = 0
        while True:
            number += 1
            fields = {"unit": who, "text": "文" * (number * 37 % 400)}
            receipt = book.commit([Change("entry", f"{who}-{os.getpid()}-{number}", fields)], reason="r")
            _say(seq=receipt.seq, hash=receipt.hash)


def count_up(place: str, who: str, times: str) -> None:
    """Add 1 to a shared document `times` times, beginning again at each Conflict; log every act with its times."""
    with _open(place, actor=who) as book:
        for _ in range(int(times)):
            while not _add_one(book, who):
                pass
    _say(done=who)


def _add_one(book: Store, who: str) -> bool:
    began = time.monotonic()
    document = book.get("entry", "shared")
    seen = document.version if document else 0
    _say(act="read", who=who, began=began, ended=time.monotonic(), seq=seen)
    count = document.fields["count"] if document else 0
    began = time.monotonic()
    try:
        receipt = book.commit([Change("entry", "shared", {"count": count + 1}, seen=seen)], reason="+1")
    except Conflict:
        return False
    _say(act="commit", who=who, began=began, ended=time.monotonic(), seq=receipt.seq)
    return True


class StopsInside(Through):
    """Stops its process in the middle of a write, with the lock held."""

    def write(self, fd: int, data: bytes) -> int:
        """Half the bytes, then stop."""
        written = self.inner.write(fd, data[: len(data) // 2])
        _say(stopped=os.getpid())
        os.kill(os.getpid(), signal.SIGSTOP)
        return written


def stop_inside(place: str) -> None:
    """Stop while writing."""
    with FileKit(Path(), disk=StopsInside).open(place) as book:
        book.commit([Change("entry", "half", {"text": "x" * 300})], reason="r")


def fill_up(place: str, limit: str) -> None:
    """Commit until the file size limit is reached, then once more with the limit gone."""
    import resource

    with _open(place) as book:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), resource.RLIM_INFINITY))
        number = 0
        try:
            while True:
                number += 1
                receipt = book.commit([Change("entry", str(number), {"text": "x" * 200})], reason="r")
                _say(seq=receipt.seq, hash=receipt.hash)
        except NoSpace as error:
            _say(full=str(error))
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        receipt = book.commit([Change("entry", str(number), {"text": "x" * 200})], reason="r")
        _say(seq=receipt.seq, hash=receipt.hash)


def make_and_write(place: str) -> None:
    """Make a book and commit a few times, saying each acknowledgement; run under strace."""
    receipt = create_book(place, Header("s", "c", "k"))
    _say(seq=receipt.seq, hash=receipt.hash)
    with _open(place) as book:
        for number in range(4):
            receipt = book.commit([Change("entry", str(number), {"text": "文" * 150 * number})], reason="r")
            _say(seq=receipt.seq, hash=receipt.hash)


def write_until_lost(place: str, times: str) -> None:
    """Commit up to `times` times and say each receipt; say how the store put it when the database went away."""
    book = _open(place)
    try:
        for number in range(int(times)):
            receipt = book.commit([Change("entry", f"{os.getpid()}-{number}", {"unit": "u"})], reason="r")
            _say(seq=receipt.seq, hash=receipt.hash)
    except StoreError as error:
        _say(lost=type(error).__name__, text=str(error))


PROGRAMS: dict[str, Callable[..., None]] = {
    one.__name__: one for one in (write_for_ever, count_up, stop_inside, fill_up, make_and_write, write_until_lost)
}

if __name__ == "__main__":
    PROGRAMS[sys.argv[1]](*sys.argv[2:])
