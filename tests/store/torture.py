"""The long runs of the store's suite, with their figures: `python tests/store/torture.py [NAME ...]`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

os.environ["KAOHE_TORTURE"] = "1"
sys.path.insert(0, str(Path(__file__).parents[1]))
from store_kit import checks, file_checks, fuzz, handles, interrupts, machine, processes, sql_interrupts
from store_kit.kits import AnyKit, FileKit, Kit
from store_kit.postgres import Server, programs

Runs = dict[str, Callable[[], object]]


def file_runs(folder: Path) -> Runs:
    """Everything that a file book is put through."""
    kit = FileKit(folder)
    runs: Runs = {check.__name__: partial(check, kit) for check in file_checks.EVERY_FILE}
    runs |= {check.__name__: partial(check, kit) for check in handles.EVERY_HANDLE}
    for scenario in interrupts.SCENARIOS:
        runs[f"interrupted: {scenario.__name__}"] = partial(interrupts.interrupted_everywhere, kit, scenario)
    runs["book_files (fuzz)"] = partial(fuzz.book_files, kit, inputs=20_000)
    runs["disk_full"] = partial(processes.disk_full, kit)
    runs["stopped_writer"] = partial(processes.stopped_writer, kit)
    if processes.have_strace():
        runs["power_cuts_from_strace"] = partial(processes.power_cuts_from_strace, kit)
    return runs


def store_runs(kit: Kit) -> Runs:
    """What every store is put through."""
    rounds = 100 if kit.name == "file" else 50
    runs: Runs = {
        "kill_nine": partial(processes.kill_nine, kit, rounds=rounds),
        "four_processes": partial(processes.four_processes, kit, times=500 if kit.name == "file" else 200),
        "contract_machine": partial(machine.contract, kit, 200 if kit.name == "file" else 40),
    }
    runs |= {check.__name__: partial(check, kit) for check in checks.EVERY_STORE}
    if kit.name != "file":
        acts = sql_interrupts.ACTS
        runs |= {
            f"interrupted {act.__name__}": partial(sql_interrupts.interrupted_in_a_database, kit, act) for act in acts
        }
    return {f"{kit.name}: {name}": run for name, run in runs.items()}


def tables_edited() -> None:
    """Every edit of the tables, on both databases."""
    test = Path(__file__).with_name("test_store_sql_tampering.py")
    subprocess.run([sys.executable, "-m", "pytest", "-q", str(test)], check=True)


def run(runs: Runs, chosen: list[str]) -> None:
    """Run those whose name contains a chosen word, and print their figures and seconds."""
    for name, one in runs.items():
        if chosen and not any(word in name for word in chosen):
            continue
        began = time.monotonic()
        figures = one() or {}
        shown = ", ".join(f"{key} {value:,}" for key, value in figures.items()) if isinstance(figures, dict) else ""
        sys.stdout.write(f"{name:40} {shown or 'sound'}  ({time.monotonic() - began:.1f} s)\n")
        sys.stdout.flush()


def main(chosen: list[str]) -> None:
    """Run on every store there is."""
    with tempfile.TemporaryDirectory(prefix="kaohe-torture-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        run({"tables_edited": tables_edited}, chosen)
        run(file_runs(folder), chosen)
        run(store_runs(AnyKit("file", name)), chosen)
        run(store_runs(AnyKit("sqlite", f"sqlite:///{name}/books.db")), chosen)
        if programs() is None:
            sys.stdout.write("PostgreSQL is not installed: its runs are left out\n")
            return
        (folder / "pg").mkdir()
        server = Server.made(folder / "pg")
        try:
            kit = AnyKit("postgresql", server.url)
            run(store_runs(kit), chosen)
            killed = partial(processes.server_killed, kit, server, rounds=20)
            run({f"postgresql: server_killed ({how})": partial(killed, how=how) for how in ("stop", "kill")}, chosen)
        finally:
            server.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
