"""The program on a real pseudo-terminal: bytes in, bytes out, and the screen that they make."""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from forked_kit import Started, start

from .screen import Screen

__all__ = ["Terminal"]

_PATIENCE = 300.0
_TESTS = Path(__file__).parents[1]


class Terminal:
    """`python -m MODULE ARGUMENTS` on a terminal. Waits are for conditions; only their failure takes long."""

    def __init__(
        self,
        *arguments: str,
        module: str = "tui_kit.program",
        columns: int = 80,
        rows: int = 24,
        environment: dict[str, str] | None = None,
        answers: str = "right",
        fresh: bool = False,
    ) -> None:
        """`answers` to the question where the cursor is: "right", "none", or "latin" (three cells a character).

        `fresh` starts a Python of its own, for what the start of the program does; otherwise it is forked from the
        spare interpreter, which has textual imported.
        """
        self.answers = answers
        self.master, slave = pty.openpty()
        self.screen = Screen(columns, rows)
        self.resize(columns, rows, screen=False)
        self.received = b""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        base = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "KAOHE_"))}
        base |= {"LANG": "C.UTF-8", "TERM": "xterm", "PYTHONPATH": str(_TESTS), "KAOHE_LANG": "zh"}
        base |= environment or {}
        streams = (slave, slave, slave)
        self.process: Started | subprocess.Popen[bytes] = (
            _fresh(module, *arguments, slave=slave, environment=base)
            if fresh
            else start("-m", module, *arguments, streams=streams, environment=base, terminal=True)
        )
        os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self.master >= 0:
            os.close(self.master)

    def resize(self, columns: int, rows: int, *, screen: bool = True) -> None:
        """Give the terminal another size."""
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        if screen:
            self.screen = Screen(columns, rows)

    def send(self, *parts: str | bytes) -> None:
        """Type; everything in one write."""
        data = b"".join(part.encode() if isinstance(part, str) else part for part in parts)
        while data:
            written = os.write(self.master, data[:512])
            data = data[written:]
            self._read(0.0)

    def _read(self, seconds: float) -> bool:
        """Take what the program sends within `seconds`; False where nothing came."""
        ready, _, _ = select.select([self.master], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return False
        self.received += data
        self.screen.feed(self._decoder.decode(data))
        self._report()
        return bool(data)

    def _report(self) -> None:
        """Answer the questions where the cursor is, as this terminal does."""
        reports, self.screen.reports = self.screen.reports, []
        for y, x in reports:
            if self.answers != "none":
                column = x + 1 if self.answers == "right" else x + 2
                os.write(self.master, f"\x1b[{y + 1};{column}R".encode())

    def wait(self, condition: Callable[[], bool], what: str = "") -> None:
        """Read until `condition` holds. Fails, showing the screen, where it never does."""
        end = time.monotonic() + _PATIENCE
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"never: {what}\n{self.screen.text()}")
            if not self._read(0.05) and self.process.poll() is not None and not condition():
                raise AssertionError(f"ended before: {what}\n{self.screen.text()}")

    def shows(self, text: str) -> None:
        """Wait until the screen shows `text`."""
        self.wait(lambda: text in self.screen.text(), text)

    def line(self, row: int) -> str:
        """One row of the screen."""
        return self.screen.text().split("\n")[row]

    def spent(self, do: Callable[[], None], seen: Callable[[], bool], what: str) -> int:
        """The bytes that the program sends for `do`, once the screen is as expected and nothing more comes."""
        self.settle()
        before = len(self.received)
        do()
        self.wait(seen, what)
        self.settle()
        return len(self.received) - before

    def settle(self) -> None:
        """Read until nothing has come for a moment."""
        while self._read(0.15):
            pass

    def signal(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        self.process.send_signal(number)

    def hang_up(self) -> None:
        """Close the terminal under the program."""
        os.close(self.master)
        self.master = -1

    def ended(self) -> int:
        """Wait for the program's end; gives its exit status (negative: the signal that killed it)."""
        end = time.monotonic() + _PATIENCE
        while self.process.poll() is None and time.monotonic() < end:
            if self.master >= 0:
                self._read(0.05)
            else:
                time.sleep(0.01)
        status = self.process.poll()
        if status is None:
            raise AssertionError(f"it does not end\n{self.screen.text()}")
        return status


def _fresh(*command: str, slave: int, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", *command],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=environment,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # single-threaded here
    )
