"""What the terminal interface costs: bytes and CPU a key, first paint, memory, beside stock textual in the same run.

`python tests/bench/tui.py` prints a table; CPU is the program's own (user and system), bytes are what the terminal
receives. Nothing here is asserted: the byte budgets are tests, times are only shown.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from engine_kit.pooled import pooled_case, pooled_scheme
from kaohe_tui.session._session import Session
from tui_kit import DEMO, write_case
from tui_kit import terminal as terminals
from tui_kit.terminal import Terminal

KEYS = 60
_TICKS = os.sysconf("SC_CLK_TCK")


def cpu(terminal: Terminal) -> float:
    """The CPU milliseconds that the program has used."""
    fields = Path(f"/proc/{terminal.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / _TICKS


def memory(terminal: Terminal) -> float:
    """The most memory that the program has held, in MB."""
    status = Path(f"/proc/{terminal.process.pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def say(what: str, size: float, milliseconds: float, megabytes: float | None = None) -> None:
    """One line of the table."""
    held = f"{megabytes:8.0f} MB" if megabytes is not None else ""
    print(f"{what:<52}{size:9.0f} B{milliseconds:10.1f} ms{held}", flush=True)


def each(terminal: Terminal, what: str, keys: list[str]) -> None:
    """The mean bytes and CPU of keys sent one after another, each drawn before the next."""
    terminal.settle()
    before, spent = len(terminal.received), cpu(terminal)
    for key in keys:
        seen = len(terminal.received)
        terminal.send(key)
        terminal.wait(lambda seen=seen: len(terminal.received) > seen, "an answer")  # type: ignore[misc]  # bound now
        while terminal._read(0.03):
            pass
    terminal.settle()
    say(what, (len(terminal.received) - before) / len(keys), (cpu(terminal) - spent) / len(keys))


def first(what: str, start: Callable[[], Terminal], shown: str) -> Terminal:
    """Start a program: the bytes, CPU and memory until its first screen stands."""
    terminal = start()
    terminal.shows(shown)
    terminal.settle()
    say(what, len(terminal.received), cpu(terminal), memory(terminal))
    return terminal


def roster(folder: Path, people: int) -> None:
    """Start-up, steps and pages on a roster of `people`."""
    path = write_case(folder, people=people, name=f"case{people}.json")
    Session.open(path, ruleset=DEMO).close()  # the book is made once; what is measured opens it
    with first(f"kaohe tui, {people} rows: start to first screen", lambda: Terminal(str(path)), "000001") as terminal:
        each(terminal, f"kaohe tui, {people} rows: a step", ["\x1b[B", "\x1b[A"] * 10)
        if people > 1000:
            each(terminal, f"kaohe tui, {people} rows: a page", ["\x1b[6~"] * 20)
            find(terminal, people)


def find(terminal: Terminal, people: int) -> None:
    """Filtering, by a name's initials too, sorting, marking all, and the same with the pane beside the list."""

    def until(what: str, keys: str, shown: str) -> None:
        terminal.settle()
        before, spent, began = len(terminal.received), cpu(terminal), time.monotonic()
        terminal.send(keys)
        terminal.shows(shown)
        waited = 1000 * (time.monotonic() - began)
        terminal.settle()
        say(
            f"kaohe tui, {people} rows: {what}, after {waited:.0f} ms",
            len(terminal.received) - before,
            cpu(terminal) - spent,
        )

    until("a filter's first letter", "/0", "筛选 0")
    until("its next letters", "01999", "筛选 001999")
    terminal.send("\x1b")
    until("a filter by initials", "/fs", "筛选 fs")
    terminal.send("\x1b")
    until("all marked", "h", "标记 ")
    until("sorted by id", "hs", "排序 编号")
    until("sorted by name", "s", "排序 名称")
    until("sorted by score, everybody computed", "ss", "排序 得分")
    terminal.wait(lambda: "正在" not in terminal.screen.text(), "all results")
    terminal.resize(120, 40)
    terminal.shows("|")
    each(terminal, f"kaohe tui, {people} rows, 120x40: a step, the pane drawn", ["\x1b[B"] * 10)


def commands(folder: Path) -> None:
    """The command line: opened, a letter with its candidates, Tab."""
    with Terminal(str(write_case(folder))) as terminal:
        terminal.shows("000010")
        each(terminal, "kaohe tui, command line: opened", [":"])
        each(terminal, "kaohe tui, command line: a letter, with what it may mean", ["j", "g"])
        each(terminal, "kaohe tui, command line: Tab", ["\t"])


def form(folder: Path) -> None:
    """Keys in the form."""
    with Terminal(str(write_case(folder))) as terminal:
        terminal.shows("000010")
        terminal.send("g10\r\r")
        terminal.shows("季度得分")
        each(terminal, "kaohe tui, form: a digit", ["9", "\x7f"] * (KEYS // 2))
        each(terminal, "kaohe tui, form: a value and Tab (entered)", ["81\t"] * 7)
        each(terminal, "kaohe tui, form: Tab", ["\t", "\x1b[Z"] * (KEYS // 2))


def under(terminal: Terminal) -> tuple[int, str]:
    """Where the cursor of a list is."""
    lines = terminal.screen.text().split("\n")
    return next(((y, line) for y, line in enumerate(lines) if line.startswith(">")), (-1, ""))


def results(folder: Path, people: int) -> None:
    """The results of many: 12 months, 30 % in each of 200 groups. Seconds are of the clock: this is what one waits."""
    path = folder / "pooled.json"
    path.write_text(json.dumps(pooled_case(people)))
    Session.open(path, ruleset=pooled_scheme()).close()
    with Terminal(str(path), "pooled") as terminal:
        terminal.shows(f"{people}/{people}")
        terminal.settle()
        began, spent = time.monotonic(), cpu(terminal)
        terminal.send("r")
        terminal.shows(">       M0000000")
        print(f"results of {people}: the first page after {time.monotonic() - began:.2f} s")
        steps: list[float] = []
        while "正在" in terminal.screen.text():
            before, at = under(terminal), time.monotonic()
            terminal.send("\x1b[B")
            terminal.wait(lambda before=before: under(terminal) != before, "an answer")  # type: ignore[misc]  # bound now
            steps.append(time.monotonic() - at)
            terminal._read(0.1)
        whole, took = time.monotonic() - began, (cpu(terminal) - spent) / 1000
        print(f"results of {people}: whole after {whole:.1f} s ({took:.1f} s CPU), {memory(terminal):.0f} MB at most")
        steps.sort()
        middle, worst = (1000 * found for found in (steps[len(steps) // 2], steps[-1]))
        print(f"results of {people}: {len(steps)} keys meanwhile, answered in {middle:.0f} ms, at worst {worst:.0f} ms")


def stock() -> None:
    """The same with stock widgets."""

    def start(*what: str) -> Callable[[], Terminal]:
        return lambda: Terminal(*what, module="tui_kit.stock")

    with first("stock Input form of 12: start to first screen", start("form"), "项目 1") as terminal:
        each(terminal, "stock Input: a digit", ["9", "\x7f"] * (KEYS // 2))
        each(terminal, "stock Input: Tab", ["\t", "\x1b[Z"] * (KEYS // 2))
        each(terminal, "stock command palette: opened", ["\x10"])
        each(terminal, "stock command palette: a letter", ["t", "h"])
    with first("stock DataTable, 10000 rows: start to first screen", start("table", "10000"), "000001") as terminal:
        each(terminal, "stock DataTable: a step without scrolling", ["\x1b[B"] * 15)
        each(terminal, "stock DataTable: a step that scrolls", ["\x1b[B"] * 20)


def main() -> None:
    """Print every figure."""
    terminals._PATIENCE = 900.0  # opening 20,000 on a busy machine is waited for
    print(f"{'':<52}{'bytes':>11}{'CPU':>13}{'memory':>11}")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = folder
        roster(Path(folder), 10)
        form(Path(folder))
        commands(Path(folder))
        roster(Path(folder), 20_000)
        results(Path(folder), 20_000)
    stock()


if __name__ == "__main__":
    main()
