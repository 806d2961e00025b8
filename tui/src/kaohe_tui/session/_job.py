"""Work on a thread of its own: how far it is, what it gave or what ended it; it can be told to stop."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import copy_context
from threading import Thread
from typing import Any, Generic, TypeVar

from attrs import define, field

from kaohe.progress import heard_by
from kaohe.words import Text

__all__ = ["Job", "Stopped"]

Given = TypeVar("Given")


class Stopped(Exception):  # noqa: N818  # a signal: somebody no longer wants what is being done
    """The work was told to stop."""


@define(eq=False)
class Job(Generic[Given]):
    """Something that takes long. What it tells of itself (kaohe.progress) is `heard`, and is where it can stop.

    `dropped` takes what came of it after all where it was told to stop: an opened book is closed. `over` once there
    is nothing more to wait for; `result` then gives what it gave, or raises what ended it.
    """

    do: Callable[[], Given]
    dropped: Callable[[Given], None] = field(default=lambda given: None)
    over: bool = field(default=False, init=False)
    failed: Exception | None = field(default=None, init=False)
    _given: Given | None = field(default=None, init=False)
    _heard: tuple[Text, dict[str, Any]] | None = field(default=None, init=False)
    _stopping: bool = field(default=False, init=False)
    _thread: Thread | None = field(default=None, init=False)

    def start(self) -> None:
        """Begin on a thread that never keeps the program from ending."""
        self._thread = Thread(target=copy_context().run, args=(self._run,), name="job", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Tell it to stop; it does where it next tells how far it is."""
        self._stopping = True

    def check(self) -> None:
        """Where the work can stop. Raises Stopped once it was told to."""
        if self._stopping:
            raise Stopped

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it is over, at most so long; gives whether it is."""
        if self._thread is not None:
            self._thread.join(seconds)
        return self.over

    def result(self) -> Given:
        """What it gave. Raises whatever ended it."""
        if self.failed is not None:
            raise self.failed
        return self._given  # type: ignore[return-value]  # over and not failed

    @property
    def heard(self) -> str:
        """What it last told of itself, "" while nothing."""
        return "" if self._heard is None else str(self._heard[0].format(**self._heard[1]))

    def _run(self) -> None:
        try:
            with heard_by(self._hear):
                self._given = self.do()
            if self._stopping:
                self.dropped(self._given)
        except Exception as error:  # raised again where it is read: no thread may fail unheard
            self.failed = error
        finally:
            self.over = True

    def _hear(self, what: Text, **values: Any) -> None:
        self.check()
        self._heard = (what, values)
