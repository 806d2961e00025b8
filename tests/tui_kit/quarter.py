"""A Tibet quarter at the terminal: who sits down, which keys they press, and how many; nothing else is typed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from attrs import define, field

from kaohe.words import prefer
from kaohe_tui.desk._desk import Desk
from kaohe_tui.terminal._keys import Key

__all__ = ["STAFF", "Day", "play"]

STAFF = {"li": "1", "zhao": "2", "wang": "3", "sun": "4", "qian": "3 4"}
"""Who is appointed, with the numbers of their roles."""

SIGN = ("f9", "是", "enter")


@define(eq=False)
class Day:
    """People of one account who sit down one after the other; `keys` counts what each of them pressed, by task."""

    folder: Path
    who: str = field(default="", init=False)
    what: str = field(default="", init=False)
    desk: Any = field(default=None, init=False)
    keys: Counter[tuple[str, str]] = field(factory=Counter, init=False)

    @contextmanager
    def sits(self, who: str, *, opening: bool = True) -> Iterator[Day]:
        """Somebody starts `kaohe` in the folder, opens its book by Enter, and leaves by q at the end."""
        prefer("")
        os.environ["KAOHE_IDENTITY"] = who
        self.who, self.what = who, "opening the book, leaving"
        self.desk = Desk(None, who=f"root:{who}", terminal="pts/3", folder=self.folder)
        self.desk.size = (80, 24)
        if opening:
            self.press("enter")
        yield self
        self.what = "opening the book, leaving"
        for _ in range(20):
            if self.desk.leaving:
                break
            self.press(
                "q" if self.desk.page.where in ("roster", "cycle", "due", "signing", "staff", "home") else "escape"
            )
        assert self.desk.leaving, self.text
        self.desk.settle()
        self.desk.close()

    def task(self, what: str) -> None:
        """What the next keys are for."""
        self.what = what

    def press(self, *names: str) -> None:
        """Press keys; every screen on the way is drawn, as a terminal would."""
        for name in names:
            self.keys[self.who, self.what] += 1
            self.desk.press(Key(name, " " if name == "space" else name if len(name) == 1 else ""))
            assert self.text.strip()

    def fill(self, *texts: str) -> None:
        """Type into one cell after the other, with Tab between."""
        for text in texts:
            self.press(*text, "tab")

    def down_to(self, told: str) -> None:
        """Arrow down to the row that shows something, as somebody does who looks for it."""
        for _ in range(60):
            if told in next((line for line in self.text.split("\n") if line.startswith(">")), ""):
                return
            self.press("down")
        raise AssertionError(f"no row shows {told}\n{self.text}")

    @property
    def text(self) -> str:
        """The screen."""
        return str(self.desk.frame().text())

    @property
    def said(self) -> str:
        """The message line."""
        return str(self.desk.message)


def play(day: Day) -> None:
    """The whole quarter, from an empty folder to the closed book."""
    _begun(day)
    _entered(day)
    _entered_again(day)
    _reviewed(day)
    _received(day)
    _drawn(day)
    _signed(day)
    _shown(day)
    _signed_year(day)
    _served(day)
    _closed(day)


def _begun(day: Day) -> None:
    with day.sits("ada", opening=False):
        day.task("the book")
        day.press("n", "enter")
        day.down_to("xizang-2018")
        day.press("enter", "enter", "escape")
        day.press("enter", *"某县", "enter")
        for month in ("2019-01", "2019-03"):
            day.press("enter", "ctrl+u", *month, "enter")
        day.down_to("解读")
        day.press("enter", *["enter"] * 17, "f9")
        day.task("roles, and what is entered twice")
        day.press("p")
        day.down_to("人员角色")
        day.press("enter", "a", "f2")
        for who, roles in STAFF.items():
            day.press("a", *f"root:{who}", "tab", *roles, "f2")
        day.press("escape", "home", "enter", "a")
        for told in ("平时掌握", "民意测评", "目标责任考评表"):
            day.down_to(told)
            day.press("enter")
        day.press("escape", "是", "enter")


def _entered(day: Day) -> None:
    with day.sits("li"):
        day.task("the roster")
        day.press("a", *"U1", "tab", "3", "tab", *"县财政局", "f2")
        day.press("a", *"T1", "tab", "2", "tab", *"团结村工作队", "tab", "tab", *"U1", "f2")
        for who, name in (("M1", "张一"), ("M2", "李二")):
            day.press("a", *who, "tab", "1", "tab", *name, "tab", *"T1", "f2")
        day.task("unit, team and a member by form")
        day.press("home", "enter")
        day.fill("90", "88", "92", "0", "6", "4", "0", "0")
        day.press("f2")
        day.fill("91", "93", "95", "0", "0", "0", "0")
        day.press("f2")
        day.fill(*("91", "93", "95") * 3, "0", "0", "0", "0")
        day.press("f2", "down", "down", "down")
        day.fill("0", "0", "0", "0")
        day.press("f2", "escape")
        day.task("a member's three months by sheet")
        day.press("b", "enter")
        for marks in (("83", "79", "84"), ("80", "79", "45"), ("81", "82", "85")):
            day.fill(*marks)
            day.press("f2", "escape", "down", "enter")
        day.press("escape", "escape")


def _entered_again(day: Day) -> None:
    with day.sits("zhao"):
        day.task("eight second entries")
        day.press("p", "enter", "enter")
        records = (
            ("90", "88", "92"),
            ("91", "93", "95"),
            ("83", "79", "84"),
            ("91", "93", "95"),
            ("80", "79", "45"),
            ("91", "93", "98"),
            ("81", "82", "85"),
            ("91", "93", "95"),
        )
        for marks in records:
            day.fill(*marks)
            day.press("f2")


def _reviewed(day: Day) -> None:
    with day.sits("wang"):
        day.task("a difference settled, a warning accepted")
        day.press("p", "down", "enter", "enter", "1", *"考评表〔2019〕3号", "f9")
        day.press("escape", "down", "enter", "a", *"与纸质考评表核对无误", "enter", "escape")
        day.task("the re-check drawn")
        day.press("down", "enter")
        day.down_to("抽查对象")
        day.press("enter", "enter", "f2")


def _received(day: Day) -> None:
    with day.sits("li"):
        day.task("self-reports received")
        day.press("p")
        day.down_to("到期事项")
        day.press("enter", "down", "enter", "space", "space", "enter", "ctrl+u", *"2019-02-03", "f2")


def _drawn(day: Day) -> None:
    for who in ("qian", "wang"):
        with day.sits(who):
            day.task("the re-check drawn")
            day.press("p")
            day.down_to("到期事项")
            day.press("enter")
            day.down_to("抽查对象")
            day.press("enter", "enter", "f2")


def _signed(day: Day) -> None:
    for who, spans in (("sun", ("2019-01", "2019-02", "2019-03", "2019Q1", "2019Q1")), ("qian", ("2019Q1",) * 2)):
        with day.sits(who):
            day.task("months and quarter signed")
            _sign(day, spans)
    with day.sits("sun"):
        day.task("months and quarter signed")
        _sign(day, ("2019Q1",))


def _sign(day: Day, spans: tuple[str, ...]) -> None:
    """Each span at its next step; the same again without leaving its chain."""
    day.press("p")
    day.down_to("签署")
    day.press("enter")
    before = ""
    for span in spans:
        if span != before:
            if before:
                day.press("escape")
            day.down_to(span)
            day.press("enter")
        day.press(*SIGN)
        before = span


def _shown(day: Day) -> None:
    with day.sits("wang"):
        day.task("publicity, an objection and its answer, the discipline office")
        day.press("p")
        day.down_to("到期事项")
        day.press("enter")
        day.down_to("考核结果在一定范围内公示")
        day.press("enter", "ctrl+u", *"2019-11-01", "tab", *"2019-11-07", "tab", *"公示〔2019〕1号", "f2")
        day.press("n", *"M2", "tab", "ctrl+u", *"2019-11-06", "tab", *"异议〔2019〕1号", "f2")
        day.down_to("第1号异议")
        day.press("enter", "2", "tab", "ctrl+u", *"2019-11-12", "tab", *"复函〔2019〕1号", "f2")
        day.down_to("纪检")
        day.press("enter", "enter", "1", "tab", "ctrl+u", *"2019-11-05", "tab", *"纪函〔2019〕3号", "f2", "escape")


def _signed_year(day: Day) -> None:
    for who, times in (("sun", 2), ("qian", 2), ("sun", 2), ("qian", 2), ("sun", 1)):
        with day.sits(who):
            day.task("the year signed")
            _sign(day, ("年度",) * times)


def _served(day: Day) -> None:
    with day.sits("wang"):
        day.task("notices served")
        day.press("p")
        day.down_to("到期事项")
        day.press("enter")
        day.down_to("告知")
        day.press("enter", *["space"] * 4, "enter", "ctrl+u", *"2019-11-20", "tab", *"通知〔2019〕8号", "f2")


def _closed(day: Day) -> None:
    with day.sits("ada"):
        day.task("the book closed")
        day.press("p")
        day.down_to("签署")
        day.press("enter", "x", *"2099-12-31", "tab", *"考核结束", "f2")
