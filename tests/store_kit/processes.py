"""Checks that need processes of their own: kill -9, four writers, a stopped one, a full disk, strace."""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import define, field

from kaohe.store import Broken, Busy, Receipt
from lengths import scaled

from . import file_checks
from .checks import entry
from .crash import Log
from .kits import FileKit, Kit
from .postgres import Server

Said = list[dict[str, Any]]


def command(name: str, *arguments: str) -> list[str]:
    """The command line of a worker."""
    return [sys.executable, "-m", "store_kit.workers", name, *arguments]


def environment() -> dict[str, str]:
    """Ours, with the tests' folder on the path."""
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONDONTWRITEBYTECODE": "1"}


@contextlib.contextmanager
def running(name: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker, killed at the end if it still runs.

    Its output is not buffered here: communicate() reads past a buffer that readline() had filled.
    """
    process = subprocess.Popen(command(name, *arguments), stdout=subprocess.PIPE, env=environment(), bufsize=0)
    try:
        yield process
    finally:
        process.kill()
        if process.stdout is not None and not process.stdout.closed:
            process.communicate()


def said(output: bytes) -> Said:
    """The lines a worker said, the last only where it is whole."""
    return [json.loads(line) for line in output.split(b"\n")[:-1]]


def finished(process: subprocess.Popen[bytes], timeout: float = 300) -> Said:
    """What a worker said up to its end."""
    output, _ = process.communicate(timeout=timeout)
    return said(output)


def receipts_of(lines: Said) -> list[Receipt]:
    """The receipts among what was said."""
    return [Receipt(line["seq"], line["hash"]) for line in lines if "hash" in line]


def all_found(kit: Kit, place: str, told: list[Receipt]) -> int:
    """Check that every acknowledged commit is in the book; returns how many there are."""
    with kit.open(place) as book:
        hashes = [record.hash for record in book.history()]
        missing = [str(one) for one in told if hashes[one.seq : one.seq + 1] != [one.hash]]
        assert not missing, f"acknowledged and lost: {missing}"
        book.verify()
    return len(told)


def kill_nine(kit: Kit, *, rounds: int, writers: int = 2) -> dict[str, int]:
    """Writers killed at any moment: every acknowledged commit is there, and the lock is free at once."""
    place, told = kit.new(), 0
    for turn in range(rounds):
        if turn % 10 == 0:
            place = kit.new()
        with contextlib.ExitStack() as stack:
            processes = [stack.enter_context(running("write_for_ever", place, f"w{one}")) for one in range(writers)]
            first = [process.stdout.readline() for process in processes if process.stdout]
            time.sleep(random.Random(turn).uniform(0.0, 0.15))
            for process in processes:
                process.kill()
            lines = [said(start + process.communicate()[0]) for start, process in zip(first, processes, strict=True)]
        told += all_found(kit, place, [one for some in lines for one in receipts_of(some)])
        with kit.open(place, patience=5.0) as book:
            book.commit([entry(turn, text="after the kill")], reason="r")
    return {"rounds": rounds, "acknowledged": told, "found": told}


def four_processes(kit: Kit, *, times: int) -> dict[str, int]:
    """Four processes add to one document: nothing is lost, and the ledger's order is one they could have seen."""
    place = kit.new()
    with contextlib.ExitStack() as stack:
        processes = [stack.enter_context(running("count_up", place, f"p{one}", str(times))) for one in range(4)]
        lines = [line for process in processes for line in finished(process)]
    acts = [line for line in lines if "act" in line]
    assert sum("done" in line for line in lines) == 4
    with kit.open(place) as book:
        document = book.get("entry", "shared")
        assert document is not None
        assert document.fields["count"] == 4 * times, "lost updates"
        writers = {record.seq: record.actor for record in book.history()}
        book.verify()
    for act in acts:
        assert act["act"] == "read" or writers[act["seq"]] == act["who"]
    linearizable(acts)
    return {"commits": 4 * times, "lost updates": 0, "acts": len(acts)}


def linearizable(acts: Said) -> None:
    """The order of record numbers agrees with real time: each act sees or makes no less than all that ended before it.

    One document and a total order of its versions make this sufficient: a read of version n stands right after
    commit n, so it must not have ended before commit n began, nor begun after commit n+1 ended.
    """
    acts = sorted(acts, key=lambda act: float(act["began"]))
    ended = sorted(acts, key=lambda act: float(act["ended"]))
    newest, index = 0, 0
    for act in acts:
        while index < len(ended) and ended[index]["ended"] < act["began"]:
            newest, index = max(newest, ended[index]["seq"]), index + 1
        later = act["seq"] > newest if act["act"] == "commit" else act["seq"] >= newest
        assert later, f"{act} came after record {newest} was acknowledged or shown"
    began = {act["seq"]: act["began"] for act in acts if act["act"] == "commit"}
    for act in acts:
        assert act["seq"] == 0 or began[act["seq"]] <= act["ended"], f"{act} saw the future"


def server_killed(kit: Kit, server: Server, *, how: str, rounds: int) -> dict[str, int]:
    """Clients of a server that is killed are told, and all that was acknowledged is there after its restart."""
    place, told = kit.new(), 0
    for _ in range(rounds):
        with running("write_until_lost", place, "1000000") as process, kit.open(place) as book:
            assert process.stdout is not None
            first = process.stdout.readline()
            time.sleep(0.2)
            server.stop() if how == "stop" else server.kill()
            lines = said(first + process.communicate(timeout=300)[0])
            for _ in range(2):
                with pytest.raises(Broken):
                    book.commit([entry(1)], reason="r")
        assert lines[-1]["lost"] == "Broken"
        server.start_again()
        told += all_found(kit, place, receipts_of(lines))
    return {"rounds": rounds, "acknowledged": told, "found": told}


def stopped_writer(kit: FileKit) -> None:
    """A writer stopped inside a commit makes others Busy, readers go on; once killed the lock is free."""
    place = kit.new()
    with kit.open(place) as book:
        first = book.commit([entry(1)], reason="r")
        with running("stop_inside", place) as process:
            assert process.stdout
            process.stdout.readline()
            os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT)
            with pytest.raises(Busy) as raised:
                kit.open(place, patience=0.1)
            assert f"kill -CONT {process.pid}" in str(raised.value)
            assert book.head() == first
            with kit.open(place, writable=False) as reader:
                assert reader.head() == first
            process.send_signal(signal.SIGKILL)
            process.wait()
        book.commit([entry(2)], reason="r")
        assert book.verify().notes == ()


def disk_full(kit: FileKit) -> dict[str, int]:
    """A process that reaches a real limit (RLIMIT_FSIZE) loses nothing and goes on when there is room."""
    rounds = range(1500, 2500, scaled(251, 13))
    for limit in rounds:
        place = kit.new()
        with running("fill_up", place, str(limit)) as process:
            lines = finished(process)
        assert any("full" in line for line in lines)
        all_found(kit, place, receipts_of(lines))
        with kit.open(place) as book:
            assert book.head() == receipts_of(lines)[-1]
    return {"limits": len(rounds)}


def power_cuts_from_strace(kit: FileKit) -> dict[str, int]:
    """The crash states of a real process, from the system calls that strace saw."""
    place, trace = kit.place(), kit.folder / "trace"
    options = ["-f", "-xx", "-s", "1000000", "-o", str(trace)]
    calls = "openat,write,fsync,fdatasync,link,linkat,unlink,unlinkat,rename,renameat,renameat2,ftruncate,close"
    strace = ["strace", *options, "-e", f"trace={calls}"]
    subprocess.run([*strace, *command("make_and_write", place)], env=environment(), check=True, capture_output=True)
    log = parsed(trace.read_text(), kit.folder)
    assert sum(call[0] == "ack" for call in log) == 5
    return file_checks.survives(kit, Path(place).name, log)


_CALL = re.compile(r"(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


def parsed(trace: str, folder: Path) -> Log:
    """The calls of a trace (`strace -xx`) that touch `folder`, as `store_kit.crash` wants them."""
    reader = _Trace(folder)
    for line in trace.splitlines():
        match = _CALL.match(line)
        if match is not None and int(match[3]) >= 0:
            reader.call(match[1].removesuffix("at"), match[2], int(match[3]))
    return reader.log


@define
class _Trace:
    """What is known of open files and names while a trace is read."""

    folder: Path
    log: Log = field(factory=list)
    files: dict[int, int] = field(factory=dict)  # file descriptor: inode, 0 for the folder itself
    inodes: dict[Path, int] = field(factory=dict)

    def call(self, name: str, arguments: str, result: int) -> None:
        texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(arguments)]
        paths = [Path(os.fsdecode(text)) for text in texts if os.fsdecode(text).startswith(str(self.folder))]
        number = int(arguments.split(",")[0]) if arguments[:1].isdigit() else -1
        match name:
            case "open":
                self._open(paths, "O_CREAT" in arguments, result)
            case "write":
                self._write(number, texts[0][:result])
            case "fsync" | "fdatasync" if number in self.files:
                self.log.append(("fsync", self.files[number]) if self.files[number] else ("syncdir",))
            case "link" if paths:
                self.inodes[paths[1]] = self.inodes[paths[0]]
                self.log.append(("link", paths[0].name, paths[1].name))
            case "unlink" if paths:
                self.log.append(("unlink", paths[0].name))
            case "close":
                self.files.pop(number, None)
            case "rename" | "renameat2" | "ftruncate" if paths or number in self.files:
                raise AssertionError(f"a ledger is neither renamed nor cut: {name}({arguments[:60]})")

    def _open(self, paths: list[Path], creates: bool, result: int) -> None:
        self.files.pop(result, None)
        if paths and creates:
            self.inodes[paths[0]] = len(self.inodes) + 1
            self.log.append(("make", paths[0].name, self.inodes[paths[0]]))
        if paths:
            self.files[result] = self.inodes.get(paths[0], 0)

    def _write(self, number: int, data: bytes) -> None:
        if number == 1:
            self.log += [("ack", one) for one in receipts_of(said(data))]
        elif number in self.files:
            self.log.append(("write", self.files[number], data))


def have_strace() -> bool:
    """Whether strace is installed."""
    return shutil.which("strace") is not None
