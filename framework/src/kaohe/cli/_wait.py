"""A line on the terminal while something takes longer than a second, gone when it is done."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from ..words import Text

__all__ = ["waiting"]

_STILL = Text(
    "{what} {seconds} s; Ctrl-C stops it, nothing is written", "{what} {seconds} 秒；按 Ctrl-C 可中止，不会写入"
)


@contextmanager
def waiting(what: Text) -> Iterator[None]:
    """Say on a terminal, second by second, what is being done; elsewhere say nothing."""
    if not sys.stderr.isatty():
        yield
        return
    done, said = threading.Event(), threading.Event()
    thread = threading.Thread(target=_tell, args=(what, done, said), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
        if said.is_set():
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _tell(what: Text, done: threading.Event, said: threading.Event) -> None:
    begun = monotonic()
    while not done.wait(1):
        said.set()
        sys.stderr.write(f"\r\x1b[K{_STILL.format(what=what, seconds=int(monotonic() - begun))}")
        sys.stderr.flush()
