"""Promises that only processes of their own can break: kills, races, stops, limits."""

from __future__ import annotations

from pathlib import Path

import pytest

from lengths import scaled
from store_kit import processes
from store_kit.kits import AnyKit, FileKit, Kit
from store_kit.postgres import Server


@pytest.fixture
def kit(tmp_path: Path) -> FileKit:
    """File books in a folder of their own."""
    return FileKit(tmp_path)


def test_kill_nine(kit: FileKit) -> None:
    """Whatever a killed writer had acknowledged is there, and its lock is free."""
    processes.kill_nine(kit, rounds=scaled(3, 100))


def test_kill_nine_sqlite(tmp_path: Path) -> None:
    """The same on SQLite."""
    processes.kill_nine(AnyKit("sqlite", f"sqlite:///{tmp_path}/books.db"), rounds=scaled(2, 50))


def test_kill_nine_postgresql(postgres: Server) -> None:
    """The same with the clients of a PostgreSQL server."""
    processes.kill_nine(AnyKit("postgresql", postgres.url), rounds=scaled(2, 50))


@pytest.mark.parametrize("store", ["file", "sqlite", "postgresql"])
def test_four_processes(store: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Four processes on one book lose no update and see one order."""
    if store == "file":
        kit: Kit = FileKit(tmp_path)
    elif store == "sqlite":
        kit = AnyKit("sqlite", f"sqlite:///{tmp_path}/books.db")
    else:
        kit = AnyKit("postgresql", request.getfixturevalue("postgres").url)
    processes.four_processes(kit, times=scaled(25, 500))


def test_stopped_writer(kit: FileKit) -> None:
    """A stopped writer gives Busy with its number; a killed one frees the lock."""
    processes.stopped_writer(kit)


def test_disk_full(kit: FileKit) -> None:
    """At a real limit nothing acknowledged is lost and the handle goes on afterwards."""
    processes.disk_full(kit)


def test_power_cuts_from_strace(kit: FileKit) -> None:
    """Every crash state of a real process's system calls opens with all that was acknowledged."""
    if not processes.have_strace():
        pytest.skip("strace is not installed (Debian: apt-get install strace)")
    assert processes.power_cuts_from_strace(kit)["crash states"] > 100


def test_linearizable_check_catches_a_stale_read() -> None:
    """The order check itself fails a read that is older than what had been acknowledged."""
    acts = [
        {"act": "commit", "began": 0.0, "ended": 1.0, "seq": 1},
        {"act": "commit", "began": 2.0, "ended": 3.0, "seq": 2},
        {"act": "read", "began": 4.0, "ended": 5.0, "seq": 1},
    ]
    with pytest.raises(AssertionError, match="came after"):
        processes.linearizable(acts)
