"""SIGHUP and SIGTERM: handled from before the app is imported until the program ends."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from types import FrameType

__all__ = ["Leaving", "install"]


class Leaving:
    """What to do when the program is told to end. Until an app is `watched`, there is nothing to keep."""

    def __init__(self) -> None:
        self.then: Callable[[int], None] | None = None

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if self.then is None:
            os._exit(128 + number)
        self.then(number)


def install() -> Leaving:
    """Handle SIGHUP and SIGTERM from now on."""
    leaving = Leaving()
    for number in (signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, leaving)
    return leaving
