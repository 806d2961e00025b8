"""The long runs of the store's suite, with their figures: `python tests/store/torture.py [NAME ...]`.

Exit status 1 where a run ended in a fault; the others are run all the same.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

os.environ["KAOHE_TORTURE"] = "1"
sys.path.insert(0, str(Path(__file__).parents[1]))
from store_kit import checks, file_checks, fuzz, handles, interrupts, machine, processes, sql_interrupts
from store_kit.kits import AnyKit, FileKit, Kit
from store_kit.postgres import Server, programs
from store_kit.tally import Runs, Tally, say


def file_runs(folder: Path) -> Runs:
    """Everything that a file book is put through."""
    kit = FileKit(folder)
    runs: Runs = {check.__name__: partial(check, kit) for check in file_checks.EVERY_FILE}
    runs |= {check.__name__: partial(check, kit) for check in handles.EVERY_HANDLE}
    for scenario in interrupts.SCENARIOS:
        runs[f"interrupted: {scenario.__name__}"] = partial(interrupts.interrupted_everywhere, kit, scenario)
    runs["book_files (fuzz)"] = partial(fuzz.book_files, inputs=20_000)
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


def tables_edited() -> dict[str, int]:
    """Every edit of the tables, on both databases."""
    test = Path(__file__).with_name("test_store_sql_tampering.py")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-rN", str(test)]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    last = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else done.stderr[-500:]
    assert done.returncode == 0, f"{last}\n{done.stdout[-3000:]}"
    return {name: int(number) for number, name in re.findall(r"(\d+) (passed|skipped)", last)}


def main(chosen: list[str]) -> int:
    """Run on every store there is; 1 where a run ended in a fault."""
    tally = Tally(chosen)
    with tempfile.TemporaryDirectory(prefix="kaohe-torture-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        tally.run({"tables_edited": tables_edited})
        tally.run(file_runs(folder))
        tally.run(store_runs(AnyKit("file", name)))
        tally.run(store_runs(AnyKit("sqlite", f"sqlite:///{name}/books.db")))
        if programs() is None:
            say("PostgreSQL is not installed: its runs are left out")
        else:
            (folder / "pg").mkdir()
            on_a_server(folder / "pg", tally)
    return tally.status()


def on_a_server(folder: Path, tally: Tally) -> None:
    """Run on a private PostgreSQL server."""
    server = Server.made(folder)
    try:
        kit = AnyKit("postgresql", server.url)
        tally.run(store_runs(kit))
        killed = partial(processes.server_killed, kit, server, rounds=20)
        tally.run({f"postgresql: server_killed ({how})": partial(killed, how=how) for how in ("stop", "kill")})
    finally:
        server.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
