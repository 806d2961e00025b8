"""How far long work is: told by whoever does it, heard by whoever asked. Where nobody listens it costs next to nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from .words import Text

__all__ = ["Listener", "counted", "heard_by", "told"]

Listener = Callable[..., None]
"""What is called with a text ("read {done:,} of {total:,}") and, by name, the values of its places."""

Row = TypeVar("Row")

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Let `listener` hear what is told meanwhile in this thread. It is called for each row, so it must be quick."""
    before = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(before)


def told(what: Text, **values: object) -> None:
    """Tell how far it is: `what` with the values of its places."""
    listener = _listener.get()
    if listener is not None:
        listener(what, **values)


def counted(what: Text, rows: Collection[Row]) -> Iterable[Row]:
    """The rows, telling before each how many are done ({done} of {total}); untouched where nobody listens."""
    listener = _listener.get()
    return rows if listener is None else _counted(what, rows, listener)


def _counted(what: Text, rows: Collection[Row], listener: Listener) -> Iterator[Row]:
    total = len(rows)
    for done, row in enumerate(rows):
        listener(what, done=done, total=total)
        yield row
