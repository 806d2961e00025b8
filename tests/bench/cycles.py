"""The cycles that docs/ types by commands: how many commands, how many of them refused, and what they cost.

    python tests/bench/cycles.py [apart]

CPU seconds of all commands in one process, as the tests type them; `apart` with a process for each too, as people do.
"""

from __future__ import annotations

import getpass
import os
import resource
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from cycle_kit import played, typed

PAGES = {
    "cycle.md": "cycle_kit.tibet",
    "cycle-xpcc.md": "cycle_kit.xpcc",
    "cycle-neimenggu.md": "cycle_kit.neimenggu",
}
Prepare = Callable[[Path], Mapping[str, Sequence[str]]]


def apart(page: str, folder: Path, each: Mapping[str, Sequence[str]]) -> float:
    """CPU seconds of a page's commands, a process for each."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for line in typed(page, each):
        words = shlex.split(line.command.replace("root:", f"{getpass.getuser()}:"))
        command = [sys.executable, "-c", "from kaohe.cli import main; main()", *words]
        env = {**os.environ, "KAOHE_IDENTITY": line.who, "KAOHE_LANG": "en"}
        done = subprocess.run(command, cwd=folder, env=env, capture_output=True, check=False)
        assert done.returncode == (2 if line.refused else 0), (line, done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print a line for each page."""
    for page, module in PAGES.items():
        prepare: Prepare = import_module(module).prepare
        with tempfile.TemporaryDirectory() as folder:
            each = prepare(Path(folder))
            begun = time.process_time()
            found = played(page, Path(folder), each)
            told = f"{time.process_time() - begun:.1f} CPU s in one process"
        print(f"{page}: {found.commands} commands, {found.refused} refused as the page says; {told}", flush=True)
        if "apart" in sys.argv:
            with tempfile.TemporaryDirectory() as folder:
                print(f"  {apart(page, Path(folder), prepare(Path(folder))):.0f} with a process for each", flush=True)


if __name__ == "__main__":
    main()
