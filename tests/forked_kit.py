"""A program in a process of its own without a new interpreter: forked from a spare one that has imported it already.

The start of Python and the import of the program take one to three seconds of CPU each time. The spare interpreter takes
them once, and forks a process for whoever asks. Such a process has its own memory, exit status and streams, ends as any
interpreter does, and sees nothing of what the tests patched: only the start is left out. Tests about that start a program.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any

__all__ = ["Started", "forked", "start"]

_TESTS = Path(__file__).parent
_IMPORTED = ("kaohe", "kaohe_tui", "engine_kit.pooled", "tui_kit")
_APART = (".__main__", ".demo", ".day1", ".pytest_plugin")  # they are run, not imported
_TEXTUAL = {"TEXTUAL_DISABLE_KITTY_KEY": "1", "TEXTUAL_ANIMATIONS": "none"}  # as the program does before it imports it
_MOST = 1 << 20


class Started:
    """A process that was forked from the spare interpreter, as far as subprocess.Popen tells of its own."""

    def __init__(self, told: int) -> None:
        self._told = open(told, "rb", buffering=0)  # noqa: SIM115  # until the process has ended
        self._text = b""
        self.returncode: int | None = None
        while b"\n" not in self._text:
            self._read()
        self.pid = int(self._text.split(b"\n")[0])

    def _read(self) -> None:
        part = self._told.read(100)
        if not part:
            raise RuntimeError("the spare interpreter has ended")
        self._text += part

    def poll(self) -> int | None:
        """The exit status, negative for a signal, or None where it still runs."""
        while self.returncode is None and select.select([self._told], [], [], 0)[0]:
            self._read()
            if self._text.count(b"\n") == 2:
                self.returncode = int(self._text.split(b"\n")[1])
                self._told.close()
        return self.returncode

    def wait(self) -> int:
        """Wait for its end; gives the exit status."""
        while self.poll() is None:
            select.select([self._told], [], [])
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send it a signal, where it still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill -9."""
        self.send_signal(signal.SIGKILL)


def start(
    *words: str,
    streams: tuple[int, int, int],
    environment: Mapping[str, str],
    folder: Path | None = None,
    path: Sequence[Path] = (),
    terminal: bool = False,
) -> Started:
    """Start `kaohe WORDS`, or `python -m MODULE ARGUMENTS` where the words begin with -m, with those three streams.

    In a folder, with that environment and those folders first on the import path; with `terminal` as the first process
    of a session whose terminal is the first stream.
    """
    told, tell = os.pipe()
    asked = {
        "words": words,
        "environment": dict(environment),
        "folder": str(folder or Path.cwd()),
        "path": [str(one) for one in path],
        "terminal": terminal,
    }
    socket.send_fds(_spare(), [json.dumps(asked).encode()], [*streams, tell])
    os.close(tell)
    return Started(told)


def forked(
    arguments: Sequence[str], *, folder: Path, environment: Mapping[str, str], path: Sequence[Path] = ()
) -> subprocess.CompletedProcess[str]:
    """Run `kaohe` with these arguments to its end, reading nothing."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, open(os.devnull, "rb") as nothing:
        streams = (nothing.fileno(), out.fileno(), err.fileno())
        status = start(*arguments, streams=streams, environment=environment, folder=folder, path=path).wait()
        told = []
        for stream in (out, err):
            stream.seek(0)
            told.append(stream.read().decode("utf-8"))
    return subprocess.CompletedProcess(["kaohe", *arguments], status, *told)


@cache
def _spare() -> socket.socket:
    """The line to the spare interpreter of this process, which ends when the line does."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("KAOHE_", "LC_", "LANG"))}
    environment |= {"LANG": "C.UTF-8", "PYTHONPATH": str(_TESTS), **_TEXTUAL}
    command = [sys.executable, "-c", f"import forked_kit; forked_kit._serve({theirs.fileno()})"]
    process = subprocess.Popen(command, env=environment, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
    theirs.close()
    atexit.register(_end, ours, process)
    return ours


def _end(line: socket.socket, process: subprocess.Popen[bytes]) -> None:
    """Let the spare interpreter end."""
    line.close()
    process.wait()


def _serve(line: int) -> None:
    """Be the spare interpreter until nobody can ask any more."""
    for name in _IMPORTED:
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(getattr(package, "__path__", ()), f"{name}."):
            if name.startswith("kaohe") and not module.name.endswith(_APART):
                importlib.import_module(module.name)
    asked = socket.socket(fileno=line)
    while True:
        data, handles, _, _ = socket.recv_fds(asked, _MOST, 4)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                """One that has ended."""
        if not data:
            return
        if os.fork() == 0:
            asked.close()
            _keep(json.loads(data), handles)
            return
        for handle in handles:
            os.close(handle)


def _keep(asked: dict[str, Any], handles: list[int]) -> None:
    """Fork the process that was asked for, and tell its number and its status."""
    *streams, tell = handles
    child = os.fork()
    if child == 0:
        os.close(tell)
        _be(asked, streams)
        return
    for stream in streams:
        os.close(stream)
    try:
        os.write(tell, f"{child}\n".encode())
        _, status = os.waitpid(child, 0)
        os.write(tell, f"{os.waitstatus_to_exitcode(status)}\n".encode())
    finally:
        os._exit(0)


def _be(asked: dict[str, Any], streams: list[int]) -> None:
    """Be the process: what follows is its own, to the end of the interpreter."""
    if asked["terminal"]:
        import fcntl
        import termios

        os.setsid()
        fcntl.ioctl(streams[0], termios.TIOCSCTTY, 0)
    for number, given in enumerate(streams):
        os.dup2(given, number)
        os.close(given)
    for name, handle, mode in (("stdin", 0, "r"), ("stdout", 1, "w"), ("stderr", 2, "w")):
        stream = _stream(handle, mode)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    os.environ.clear()
    os.environ.update(asked["environment"])
    time.tzset()
    os.chdir(asked["folder"])
    sys.path[:0] = asked["path"]
    words = asked["words"]
    if words[:1] == ["-m"]:
        sys.argv[:] = words[1:]
        runpy.run_module(words[1], run_name="__main__", alter_sys=True)
    else:
        from kaohe.cli import main

        sys.argv[:] = ["kaohe", *words]
        main()


def _stream(handle: int, mode: str) -> IO[Any]:
    """A standard stream until the process ends, with the errors that Python's own has."""
    errors = "backslashreplace" if handle == 2 else "strict"
    return open(handle, mode, encoding="utf-8", errors=errors, closefd=False, buffering=1)
