"""How the program ends: Ctrl-C at any moment, streams that are closed, and what nobody foresaw."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from .. import __version__
from ..errors import KaoheError
from ..words import Message
from ._out import complain

__all__ = ["Interrupt", "have_streams", "interruptible", "unforeseen"]

_INTERRUPTED = 130
_UNFORESEEN = Message(
    "K2211",
    "kaohe failed in a way that nobody foresaw: {kind} at {place}. Every file is as it was, or whole. Please report "
    "this line with the command that you gave (version {version}); KAOHE_DEBUG=1 before it shows more",
    "程序出现未预料的错误：{kind}，位置 {place}。所有文件或保持原样，或已完整写入。请连同所用命令一并报告本行"
    "（版本 {version}）；命令前加 KAOHE_DEBUG=1 可显示详情",
)
_MEMORY = Message(
    "K2212",
    "there is not enough memory for this; every file is as it was, or whole. Split the case, or use a larger machine",
    "内存不足；所有文件或保持原样，或已完整写入。请拆分案例或换用内存更大的机器",
)


class Interrupt:
    """Ctrl-C while a command runs: raised as KeyboardInterrupt once; before, after, and again, it just ends."""

    def __init__(self) -> None:
        self.seen = False
        self._running = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if self.seen or not self._running:
            os._exit(_INTERRUPTED)
        self.seen = True
        raise KeyboardInterrupt

    def watched(self, run: Callable[[], Any]) -> Any:
        """What `run` gives; while it runs, Ctrl-C is raised in it."""
        try:
            self._running = True
            return run()
        finally:
            self._running = False

    def in_a_finalizer(self, found: Any) -> None:
        """Where Python cannot raise it, as in __del__, it would be printed and forgotten; it ends instead."""
        if self.seen and issubclass(found.exc_type, KeyboardInterrupt):
            os._exit(_INTERRUPTED)
        sys.__unraisablehook__(found)


@contextlib.contextmanager
def interruptible() -> Iterator[Interrupt]:
    """Take Ctrl-C over, unless it is ignored or this is not the main thread; given back at the end."""
    interrupt, hook = Interrupt(), sys.unraisablehook
    try:
        before = signal.getsignal(signal.SIGINT)
        if before is not signal.SIG_IGN:
            signal.signal(signal.SIGINT, interrupt)
    except ValueError:
        yield interrupt
        return
    sys.unraisablehook = interrupt.in_a_finalizer
    try:
        yield interrupt
    finally:
        sys.unraisablehook = hook
        signal.signal(signal.SIGINT, before)


def have_streams() -> None:
    """Open the null device for whichever of the three standard streams is closed.

    Else the next file that is opened, a book perhaps, would be taken for it.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
        if getattr(sys, name) is None:
            stream = open(number, "w" if number else "r", encoding="utf-8", closefd=False)  # noqa: SIM115  # kept
            setattr(sys, name, stream)


def unforeseen(error: BaseException) -> KaoheError:
    """The refusal for an error that is a fault of the program (or of a plugin), after its traceback if asked for."""
    import traceback  # with its tokenizer it takes as long to load as all else here

    if os.environ.get("KAOHE_DEBUG", "") not in ("", "0"):
        for line in "".join(traceback.format_exception(error)).splitlines():
            complain(line)
    if isinstance(error, MemoryError):
        return KaoheError(_MEMORY)
    kind = type(error).__name__
    return KaoheError(_UNFORESEEN.format(kind=kind, place=_place(error), version=__version__))


def _place(error: BaseException) -> str:
    """The innermost line of our own, or of a plugin's, that was being run."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__) or [traceback.FrameSummary("-", 0, "-")]
    ours = [frame for frame in frames if "kaohe" in frame.filename and "site-packages" not in frame.filename] or frames
    last = ours[-1]
    return f"{'/'.join(last.filename.split(os.sep)[-3:])}:{last.lineno}"
