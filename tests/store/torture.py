"""The long runs of the store's suite, with their figures: `python tests/store/torture.py [NAME ...]`.

Exit status 1 where a run ended in a fault; the others are run all the same.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from attrs import define, field

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


@define
class Tally:
    """What has been run so far, and what went wrong."""

    chosen: list[str]
    done: int = 0
    faults: list[str] = field(factory=list)

    def run(self, runs: Runs) -> None:
        """Run those whose name contains a chosen word, and print their figures and seconds; a fault stops none but its own."""
        for name, one in runs.items():
            if self.chosen and not any(word in name for word in self.chosen):
                continue
            began = time.monotonic()
            shown = self._shown(name, one)
            self.done += 1
            _say(f"{name:40} {shown}  ({time.monotonic() - began:.1f} s)")

    def _shown(self, name: str, one: Callable[[], object]) -> str:
        try:
            figures = one()
        except Exception as error:
            self.faults.append(name)
            return f"FAULT: {type(error).__name__}: {error}"
        if not isinstance(figures, dict) or not figures:
            return "sound"
        return ", ".join(f"{key} {value:,}" for key, value in figures.items())

    def status(self) -> int:
        """Print the sum; 1 where something went wrong or nothing was run."""
        _say(f"store: {self.done} runs, {len(self.faults)} with faults{''.join(f'; {name}' for name in self.faults)}")
        return int(bool(self.faults) or not self.done)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


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
            _say("PostgreSQL is not installed: its runs are left out")
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
