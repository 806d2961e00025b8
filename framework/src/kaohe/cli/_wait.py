"""The line of `_progress` for work that does not say how far it is: what it is, and for how many seconds."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from ..progress import Listener
from ..words import Text
from ._progress import progress_line

__all__ = ["waiting"]

_STILL = Text(
    "{work} {seconds} s; Ctrl-C stops it, nothing is written", "{work} {seconds} 秒；按 Ctrl-C 可中止，不会写入"
)


@contextmanager
def waiting(what: Text) -> Iterator[None]:
    """Say on a terminal, second by second, what is being done; elsewhere say nothing."""
    done = threading.Event()
    with progress_line() as line:
        thread = threading.Thread(target=_tell, args=(line, what, done), daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()


def _tell(line: Listener, what: Text, done: threading.Event) -> None:
    begun = monotonic()
    while not done.wait(1):
        line(_STILL, work=what, seconds=int(monotonic() - begun))
