"""One line on a terminal that says how far long work is, and is gone when the work is done."""

from __future__ import annotations

import contextlib
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from time import monotonic

import click

from ..progress import Listener, heard_by
from ..words import Text, visible
from ._table import pad, width

__all__ = ["progress", "progress_line"]

_PATIENCE, _AGAIN = 1.0, 0.2  # seconds until the first line, and between two


class _Line:
    """The line, on standard error; quicker work than a second shows none."""

    def __init__(self) -> None:
        self.told = monotonic()
        self._due = self.told + _PATIENCE
        self._cells = 0

    def __call__(self, what: Text, **values: object) -> None:
        """Show `what` with the values of its places, if it is time."""
        now = monotonic()
        self.told = now
        if now >= self._due:
            self._show(now, what, values)

    def tick(self, what: Text, **values: object) -> None:
        """Show it where nothing else was told for a second."""
        now = monotonic()
        if now >= max(self._due, self.told + _PATIENCE):
            self._show(now, what, values)

    def _show(self, now: float, what: Text, values: dict[str, object]) -> None:
        self._due = now + _AGAIN
        text = _cut(visible(str(what.format(**values))))
        line = pad(text, self._cells)
        self._cells = width(text)  # before it is written: Ctrl-C may come right after
        self._write(f"\r{line}")

    def erase(self) -> None:
        """Leave an empty line, if one was shown."""
        if self._cells:
            self._write(f"\r{' ' * self._cells}\r")
            self._cells = 0

    def _write(self, text: str) -> None:
        with contextlib.suppress(OSError, ValueError):  # closed: nobody can be told
            click.echo(text, nl=False, err=True)


@contextlib.contextmanager
def progress_line() -> Iterator[Listener]:
    """What shows progress on one line, taken away at the end however that comes; where no terminal is, it shows none."""
    if not sys.stderr.isatty():
        yield _nowhere
        return
    line = _Line()
    try:
        yield line
    finally:
        line.erase()


@contextlib.contextmanager
def progress(what: Text | None = None) -> Iterator[Callable[[], None]]:
    """Show what long work tells of itself meanwhile; where it tells nothing for a second, `what` and for how long.

    Gives what takes the line away before something is printed.
    """
    with progress_line() as line:
        if not isinstance(line, _Line):
            yield lambda: None
            return
        with heard_by(line), contextlib.nullcontext() if what is None else _ticking(line, what):
            yield line.erase


@contextlib.contextmanager
def _ticking(line: _Line, what: Text) -> Iterator[None]:
    done = threading.Event()
    thread = threading.Thread(target=_tick, args=(line, what, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _tick(line: _Line, what: Text, done: threading.Event) -> None:
    begun = monotonic()
    while not done.wait(1):
        line.tick(_STILL, work=what, seconds=int(monotonic() - begun))


_STILL = Text(
    "{work} {seconds} s; Ctrl-C stops it, nothing is written", "{work} {seconds} 秒；按 Ctrl-C 可中止，不会写入"
)


def _nowhere(what: Text, **values: object) -> None:
    """No terminal, no line."""


def _cut(text: str) -> str:
    """As much as one line holds: a terminal goes to the next after its last cell, and nothing gets back from there."""
    columns = shutil.get_terminal_size().columns - 1
    while width(text) > columns:
        text = text[:-1]
    return text
