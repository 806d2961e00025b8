"""A whole session in tmux at 80x24: the example, a team's quarter, its score and reason, a tie, saved."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from kaohe.office import Office
from tui_kit import DEMO, write_case

_TESTS = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed on this machine")


class Person:
    """A person at a terminal in tmux."""

    def __init__(self, socket: Path, program: str) -> None:
        self.socket = str(socket)
        environment = f"XDG_STATE_HOME={os.environ['XDG_STATE_HOME']} LANG=C.UTF-8 KAOHE_LANG=zh PYTHONPATH={_TESTS}"
        command = f"{environment} {program}; echo ended $?; read line"
        self._tmux("new-session", "-d", "-s", "office", "-x", "80", "-y", "24", command)

    def _tmux(self, *arguments: str) -> str:
        found = {name: value for name, value in os.environ.items() if name != "TMUX"}
        done = subprocess.run(
            ["tmux", "-u", "-S", self.socket, "-f", "/dev/null", *arguments],  # noqa: S607  # found on PATH above
            capture_output=True,
            text=True,
            env=found | {"LANG": "C.UTF-8"},
            check=False,
        )
        return done.stdout

    def keys(self, *names: str) -> None:
        """Press keys as tmux calls them; a text types itself."""
        self._tmux("send-keys", "-t", "office", *names)

    def screen(self) -> str:
        """What the person sees."""
        return self._tmux("capture-pane", "-p", "-t", "office")

    def sees(self, *texts: str) -> str:
        """Wait until the screen shows all of `texts`."""
        end = time.monotonic() + 300
        while True:
            screen = self.screen()
            if all(text in screen for text in texts):
                return screen
            if time.monotonic() > end:
                raise AssertionError(f"never seen: {texts}\n{screen}")
            time.sleep(0.05)

    def leave(self) -> None:
        """End tmux."""
        self._tmux("kill-server")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[str], Person]]:
    """Starts a program in a tmux of its own, which ends with the test."""
    # A socket's path has a length limit, which a long temporary folder would break.
    with tempfile.TemporaryDirectory(prefix="kaohe-") as folder:
        started: list[Person] = []

        def begin(program: str) -> Person:
            started.append(Person(Path(folder) / "tmux", program))
            return started[-1]

        yield begin
        for person in started:
            person.leave()


def test_a_team_quarter_is_entered_in_the_example(tmp_path: Path, start: Callable[[str], Person]) -> None:
    """The example county: the team that lacks a quarter's mark gets it, its score and grade, and is saved."""
    case = tmp_path / "county.json"
    case.write_bytes(files("kaohe_xizang").joinpath("examples", "county-2019.json").read_bytes())
    person = start(f"{Path(sys.executable).with_name('kaohe')} tui {case}")
    person.sees("示例县", "显示 390/390")
    person.keys("o")
    person.sees("T02", "平时掌握 2019Q3")
    person.keys("Enter")
    person.sees("> 2019Q3")
    person.keys("88", "Tab")
    person.sees("* xizang-2018", "  88 ", "得分 ")
    person.keys("F4")
    person.sees("得分说明", "第六条（四）", "季度考核得分的平均值")
    person.keys("Escape", "F2")
    person.sees("已保存：T02")
    with Office.open(case.with_suffix(".book"), writable=False) as book:
        outcome = book.evaluation.outcome("T02")
    assert outcome.state == "decided"


def test_an_office_enters_reviews_decides_and_saves(tmp_path: Path, start: Callable[[str], Person]) -> None:
    """From the roster to a saved decision, by the keys that the screens name."""
    case = write_case(tmp_path)
    person = start(f"{sys.executable} -m tui_kit.program {case}")
    person.sees("显示 11/11", "缺 11 项")
    _enter(person, "9")
    _enter(person, "10")
    person.keys("F4")
    person.sees("得分说明", "第三条 D-3", "未生效的条款")
    person.keys("Escape")
    person.sees("季度得分")
    person.keys("Escape")
    person.sees("显示 11/11")
    person.keys("r")
    person.sees("同分组 1", "余 0")
    person.keys("Down", "t")
    person.sees("名额 2", "候选 3")
    person.keys("Space", "Down", "Down", "Space", "Down", "集体研究决定", "Tab", "组发〔2020〕7号")
    person.sees("已选 2", "组发〔2020〕7号")
    person.keys("F9")
    person.sees("输入 是 确认")
    person.keys("是", "Enter")
    person.sees("已记入", "已用 3")
    person.keys("q")
    person.sees("ended 0")
    _check(case)


def _enter(person: Person, who: str) -> None:
    """One member's quarters and record, saved with F2."""
    person.keys("g", who, "Enter", "Enter")
    person.sees(f"0000{who:0>2}", "季度得分", "> 2020Q1")
    for _ in range(4):
        person.keys("81", "Tab", "82", "Tab")
    person.keys("0", "Tab", "3", "Tab")
    person.keys("20", "Tab", "20", "Tab", "0", "Tab", "0", "Tab", "15", "Tab", "3", "Tab", "2", "Tab", "0", "Tab")
    person.sees("得分 81.40", "合计 20 相符")
    person.keys("12", "Tab", "Tab", "1", "Tab", "0", "Tab", "A B", "Tab")
    person.keys("C-s")
    person.sees("已保存")
    if who == "9":
        person.keys("Escape")
        person.sees("显示 11/11")


def _check(case: Path) -> None:
    """The book holds what was entered and decided, and evaluates to it."""
    with Office.open(case.with_suffix(".book"), writable=False, ruleset=DEMO) as book:
        (decision,) = book.decisions.values()
        outcomes = {one.id: one for one in book.evaluation.outcomes()}
    assert decision["choose"] == ["000002", "000004"]
    assert str(float(outcomes["000010"].score or 0)) == "81.4"
    assert [outcomes[who].grade for who in ("000001", "000002", "000003", "000004")] == ["优秀", "优秀", "称职", "优秀"]
