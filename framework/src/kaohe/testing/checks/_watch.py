"""Watching evaluation from outside: an audit hook for files, sockets and processes, a profile for clocks and chance."""

from __future__ import annotations

import sys
import threading
from types import FrameType
from typing import Any

__all__ = ["Watch"]

_EVENTS = ("open", "socket.", "subprocess.", "os.", "shutil.", "urllib.", "http.client.", "sqlite3.", "ctypes.")
_MODULES = {"time", "_random", "_socket", "secrets"}
_METHODS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "Random.random", "Random.getrandbits"}
_NAMES = {"urandom", "getrandbits", "getrandom"}
_watching = threading.local()


class Watch:
    """While it is entered, notes every file, socket, process, clock and random number that this thread asks for.

    The audit hook stays in the process for good, as Python has no way to take one out; it does nothing outside.
    """

    _hooked = False

    def __init__(self) -> None:
        self.touched: set[str] = set()

    def __enter__(self) -> Watch:
        if not Watch._hooked:
            sys.addaudithook(_heard)
            Watch._hooked = True
        self._before = sys.getprofile()
        _watching.watch = self
        sys.setprofile(self._called)
        return self

    def __exit__(self, *error: object) -> None:
        sys.setprofile(self._before)
        _watching.watch = None

    def _called(self, frame: FrameType, event: str, argument: Any) -> None:
        # hypothesis measures garbage collection from a callback, whoever happens to run when it comes.
        if event != "c_call" or str(frame.f_globals.get("__name__", "")).startswith("hypothesis"):
            return
        if (name := _forbidden(argument)) is not None:
            self.touched.add(name)


def _heard(event: str, arguments: tuple[Any, ...]) -> None:
    watch = getattr(_watching, "watch", None)
    if watch is not None and event.startswith(_EVENTS):
        what = f" {arguments[0]}" if arguments and isinstance(arguments[0], str) else ""
        watch.touched.add(f"{event}{what}")


def _forbidden(function: Any) -> str | None:
    """The name of a builtin that reads a clock or makes a random number."""
    module, name = getattr(function, "__module__", None), getattr(function, "__qualname__", "")
    if module in _MODULES or name in _METHODS or name in _NAMES:
        return f"{module}.{name}" if module else name
    return None
