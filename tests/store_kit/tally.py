"""Long runs one after the other: figures of each, and a sum with a status."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from attrs import define, field

__all__ = ["Runs", "Tally", "say"]

Runs = dict[str, Callable[[], object]]


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
            say(f"{name:40} {shown}  ({time.monotonic() - began:.1f} s)")

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
        say(f"store: {self.done} runs, {len(self.faults)} with faults{''.join(f'; {name}' for name in self.faults)}")
        return int(bool(self.faults) or not self.done)


def say(line: str) -> None:
    """Print a line at once: a long run is watched."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
