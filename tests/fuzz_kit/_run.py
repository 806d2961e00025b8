"""Trying many inputs of a kind, with a limit of time for each."""

from __future__ import annotations

import random
import signal
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from attrs import define, field

from ._kinds import Kind

__all__ = ["Count", "fuzz"]


@define
class Count:
    """How many inputs of a kind were tried, and what went wrong with which seed."""

    kind: str
    inputs: int = 0
    tracebacks: list[str] = field(factory=list)
    hangs: list[str] = field(factory=list)
    sentences: list[str] = field(factory=list)

    @property
    def wrong(self) -> list[str]:
        """Everything that went wrong."""
        return [*self.tracebacks, *self.hangs, *self.sentences]

    def __str__(self) -> str:
        return (
            f"{self.kind}: {self.inputs} inputs, tracebacks {len(self.tracebacks)}, hangs {len(self.hangs)}, "
            f"wrong sentences {len(self.sentences)}"
        )


class _Hang(BaseException):
    """The time is over; no handler of what is tried takes it for its own."""


def fuzz(kind: Kind, *, seed: int, inputs: int = 10**9, seconds: float = 10**9) -> Count:
    """Try inputs of one kind, until there are so many or so long; the same seed draws the same inputs."""
    count, until = Count(kind.name), time.monotonic() + seconds
    while count.inputs < inputs and time.monotonic() < until:
        name = f"{kind.name} {seed}.{count.inputs}"
        count.inputs += 1
        with tempfile.TemporaryDirectory() as folder:
            try:
                with _limit(kind.seconds):
                    wrong = kind.tried(random.Random(name), Path(folder))
            except _Hang:
                count.hangs.append(name)
            except (Exception, SystemExit) as error:
                where = traceback.extract_tb(error.__traceback__)[-1]
                count.tracebacks.append(
                    f"{name}: {type(error).__name__}: {str(error)[:80]} ({where.filename}:{where.lineno})"
                )
            else:
                if wrong:
                    count.sentences.append(f"{name}: {wrong}")
    return count


@contextmanager
def _limit(seconds: float) -> Iterator[None]:
    def over(number: int, frame: FrameType | None) -> None:
        raise _Hang

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
