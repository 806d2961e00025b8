"""Starting `kaohe` as a real process and interrupting it at a chosen moment."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from attrs import frozen

from cli_kit import EXAMPLE, ROOT
from kaohe.cases import read_case
from kaohe.office import Office

__all__ = ["KAOHE", "Ended", "commands", "ended_by_interrupt"]

KAOHE = [sys.executable, "-m", "kaohe"]
_PLAN = '{"groups": [{"id": "a", "cap": 1}], "candidates": [{"id": "p", "group": "a", "key": 1}]}'
_CASE = ROOT / "plugins" / "xizang" / "src" / "kaohe_xizang" / "cases" / "XZ-6(4)b.toml"
# Until its first line is read the interpreter is alone with the signal; from then on the program answers for it.
_PROGRAM = "import os, sys; from kaohe.__main__ import main; os.write(int(sys.argv.pop(1)), b'.'); main()"


@frozen
class Ended:
    """How a process ended that was interrupted; `complaint` is what is wrong with that, or ""."""

    words: tuple[str, ...]
    after: float
    status: int
    stderr: str
    left: tuple[str, ...]

    @property
    def complaint(self) -> str:
        """A traceback, another status than 130 or the command's own, or a temporary file left behind."""
        if "Traceback" in self.stderr or "Exception ignored" in self.stderr:
            return "a traceback"
        if self.status not in (0, 1, 2, 130):
            return f"status {self.status}"
        if self.status == 130 and self.stderr.strip() not in ("", "stopped; every file is as it was, or whole"):
            return "more than a sentence"
        return f"left {', '.join(self.left)}" if self.left else ""


def commands(folder: Path) -> dict[str, list[str]]:
    """One call of every command, each with some work to do; what they write goes below `folder`."""
    case, plan, book = folder / "case.toml", folder / "plan.json", folder / "office.book"
    if not plan.exists():
        plan.write_text(_PLAN, encoding="utf-8")
        (folder / "roster.csv").write_text("编号,姓名,对象类别\nZ1,某人,member\n", encoding="utf-8")
        (folder / "copy.txt").write_text("第一条 目的。\n第二条 对象。\n", encoding="utf-8")
        shutil.copy(_CASE, case)
        Office.of_case(book, read_case(case), unit="某县").close()
    cases = ["--cases", str(folder / "cases")]
    return {
        "schemes": ["schemes"],
        "describe": ["describe", "xizang-2018"],
        "lint": ["lint", "xizang-2018"],
        "review": ["review", "xizang-2018", "--document", str(folder / "copy.txt"), "--to", str(folder / "page.html")],
        "new-scheme": ["new-scheme", "try-out", "--to", str(folder)],
        "new-case": ["new-case", "xizang-2018", "-o", str(folder / "new.toml")],
        "evaluate": ["evaluate", str(EXAMPLE)],
        "explain": ["explain", str(EXAMPLE), "M001"],
        "pools": ["pools", str(EXAMPLE)],
        "what-if": ["what-if", str(EXAMPLE)],
        "allocate": ["allocate", str(plan)],
        "book": ["book", "new", str(folder / "new.book")],
        "office": ["office", "status", str(book)],
        "export": ["export", str(EXAMPLE), "results", "-o", str(folder / "results.xlsx")],
        "template": ["template", str(book), "roster", "-o", str(folder / "roster.xlsx")],
        "import": ["import", str(book), str(folder / "roster.csv"), "--yes"],
        "table": ["table", str(book), "-o", str(folder / "table.xlsx")],
        "why": ["why", str(book), next(iter(read_case(case).cohort.appraisees)), "-o", str(folder / "why.html")],
        "print": ["print", str(EXAMPLE), "publicity", "-o", str(folder / "list.html")],
        "report": ["report", str(EXAMPLE), "overview", "-o", str(folder / "overview.html")],
        "check": ["check", "yining", *cases],
        "fuzz": ["fuzz", "yining", "--seed", "1", *cases],
        "replay": ["replay", str(case), "--write-test", str(folder / "test_case.py")],
        "promote": ["promote", str(case), "--to", str(folder / "to")],
        "mutate": ["mutate", "yining"],
        "tui": ["tui", str(case)],
        "help": ["help", "vocabulary"],
        "usage": ["--help"],
        "nothing": ["nothing"],
    }


def ended_by_interrupt(words: list[str], *, at: float, seed: int, folder: Path, longest: float = 1.5) -> Ended:
    """Start a command, send SIGINT when about the part `at` of its time is over (of `longest` seconds at most)."""
    read, write = os.pipe()
    with subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, str(write), *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        pass_fds=(write,),
    ) as process:
        os.close(write)
        os.read(read, 1)  # its first line runs
        os.close(read)
        after = longest * at * random.Random(seed).uniform(0.5, 1.0)
        time.sleep(after)
        process.send_signal(signal.SIGINT)
        try:
            _, stderr = process.communicate(timeout=300)
        except subprocess.TimeoutExpired:
            process.kill()
            return Ended(tuple(words), after, -9, "it went on", ())
    left = tuple(sorted(path.name for path in folder.rglob(".*.tmp")))
    return Ended(tuple(words), after, process.returncode, stderr, left)
