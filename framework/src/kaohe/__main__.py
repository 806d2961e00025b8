"""The program `kaohe`, whose first act is to see that Ctrl-C ends it quietly, even while it is being loaded."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable
from typing import Any, NoReturn

__all__ = ["main"]


def _leave(*_: Any, leave: Any = os._exit) -> None:
    leave(130)


def _loaded() -> Callable[..., NoReturn]:
    """The command line. What is loaded stays until the end: to look for garbage in it, then and later, is in vain."""
    gc.disable()
    from .cli import main as program

    gc.freeze()
    gc.enable()
    return program


def main() -> NoReturn:
    """Run the command line and end the process."""
    ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if ours:
        signal.signal(signal.SIGINT, _leave)
    program = _loaded()

    try:
        program()
    finally:
        if ours:
            # All is said and written. An interpreter that shuts down gives a handler of ours back to the system,
            # which would kill the process: then its status would not be the one that was earned.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise AssertionError("the command line ends the process itself")


if __name__ == "__main__":
    main()
