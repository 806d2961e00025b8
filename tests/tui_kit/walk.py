"""A random walk over every key of every screen, by somebody who presses what the screen offers, and much besides."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from attrs import define, field

from kaohe.errors import KaoheError
from kaohe.office import Office
from kaohe.rules.tools import Ruleset
from kaohe_tui.desk._desk import Desk
from kaohe_tui.pages._actions import actions_in
from kaohe_tui.session._opening import Opened
from kaohe_tui.session._session import Session
from kaohe_tui.terminal._cells import width
from kaohe_tui.terminal._keys import Key

from .typing import RECEIPT

__all__ = ["Walk"]

_MOVES = ("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "tab", "shift+tab", "enter", "escape")
_EDITS = ("backspace", "delete", "ctrl+u", "insert", "f7", "f10", "f12", "ctrl+c", "ctrl+k", "f1")
_TEXTS = (
    *(
        "0",
        "1",
        "2",
        "9",
        "90",
        "83.5",
        "117",
        "-1",
        "+",
        "!",
        "!4",
        "x",
        "yes",
        "是",
        "M1",
        "M2",
        "T01",
        "000009",
        "甲.M1",
    ),
    *(
        "2019-01-10",
        "20190133",
        "纪要〔2019〕3号",
        "与纸质材料一致",
        "分管领导集体研究",
        "a.book",
        "one.book",
        "seed.txt",
    ),
    *("XZ-7(1)4", "clerk", "3 5", "root:li", "甲", "=1+1", "１２", "驻" * 90, "\u202e", "é"),
)
_BLOCKS = ("91\t82\n92\t183\n93\t84\n", "M1\t90\t91\t92\r\nM2\t80\t81\t82\r\nM9\tx\r\n", "", "\n\n", "90", "一" * 500)
_SIZES = ((80, 24), (120, 40), (60, 16), (40, 10), (200, 60))
_LEAVING = ("quit", "export")


@define(eq=False)
class Walk:
    """One walk of somebody at one book; whatever was acknowledged on a screen must be there at the end.

    `who` opens the book; `other` saves something in it now and then, as at another terminal.
    """

    path: Path
    ruleset: Ruleset
    who: str
    seed: int
    other: Callable[[Office], Any] | None = None
    trail: list[str] = field(factory=list, init=False)
    told: set[str] = field(factory=set, init=False)
    seen: set[tuple[str, str]] = field(factory=set, init=False)
    draw: random.Random = field(init=False)
    desk: Any = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.draw = random.Random(f"{self.seed}")
        self.desk = self._sit()

    def _open(self, who: str) -> Office:
        return Office.open(self.path, ruleset=self.ruleset, actor=who)

    def _sit(self) -> Desk:
        desk = Desk(None, who=self.who, terminal="pts/3", folder=self.path.parent)
        desk.size = (80, 24)
        desk.show(Session.on(Opened(self._open(self.who), str(self.path))))
        return desk

    def go(self, steps: int) -> None:
        """Press so many keys. Raises AssertionError with the last keys where one ends badly."""
        for _ in range(steps):
            try:
                self._step()
                self._looked()
            except Exception as error:
                raise AssertionError(
                    f"seed {self.seed}, after {self.trail[-40:]}: {error!r}\n{self._screen()}"
                ) from error

    def _screen(self) -> str:
        try:
            return str(self.desk.frame().text())
        except Exception as error:  # the screen itself may be what ended badly
            return repr(error)

    # Keys

    def _step(self) -> None:
        chance = self.draw.random()
        if chance < 0.01:
            self._dropped()
        elif chance < 0.02 and self.other is not None:
            self._meanwhile(self.other)
        elif chance < 0.03:
            self._do("resize", lambda: setattr(self.desk, "size", self.draw.choice(_SIZES)))
            self.desk.size = self.desk.size if self.draw.random() < 0.2 else (80, 24)
        elif chance < 0.06:
            text = self.draw.choice((*_BLOCKS, *_TEXTS))
            self._do(f"paste {text[:20]!r}", lambda: self.desk.paste(text))
        elif chance < 0.30 or self.desk.prompt is not None:
            self._typed()
        else:
            self._key(self._offered() if chance < 0.85 else self.draw.choice((*_MOVES, *_EDITS)))

    def _offered(self) -> str:
        """A key of the screen in front; leaving it seldom."""
        actions = [one for one in actions_in(self.desk.page.where) if one.keys and one.name not in _LEAVING]
        action = self.draw.choice(actions)
        if action.name == "back" and self.draw.random() < 0.5:
            return self.draw.choice(_MOVES)
        self.seen.add((self.desk.page.where, action.name))
        return self.draw.choice(action.keys)

    def _typed(self) -> None:
        """Some text, and what ends it."""
        for character in self.draw.choice(_TEXTS):
            self._key(character)
        self._key(self.draw.choice(("enter", "enter", "tab", "f2", "f9", "escape")))

    def _key(self, name: str) -> None:
        key = Key(name, " " if name == "space" else name if len(name) == 1 else "")
        self._do(name, lambda: self.desk.press(key))

    def _do(self, what: str, act: Callable[[], object]) -> None:
        self.trail.append(what)
        act()
        self.desk.progressed()

    # What happens around it

    def _dropped(self) -> None:
        """The line is cut without a word; at the next start what had been typed is offered, and taken."""
        self.trail.append("CUT")
        session = self.desk.open_session
        if session is None or self.desk.session.where != str(self.path) or session.office.actor != self.who:
            self._leave()
            self.desk = self._sit()
            return
        kept = {who: dict(cells) for who, cells in session.drafts.items() if cells and who in session.office.people}
        before = session.office.head
        self._leave()
        self.desk = self._sit()
        if self.desk.page.where == "recover":
            self.desk.press(Key("r", "r"))
            again = self.desk.session
            if again.office.head == before:
                lost = {who: cells for who, cells in kept.items() if not cells.items() <= again.drafts[who].items()}
                assert not lost, (lost, again.drafts)
        elif kept:
            assert self.desk.session.closed(None) is not None, kept

    def _leave(self) -> None:
        """The program dies: the book and its drafts are let go of, and nothing is settled."""
        if self.desk.waiting is not None:
            self.desk.waiting.job.wait(60.0)
        self.desk.close()

    def _meanwhile(self, act: Callable[[Office], Any]) -> None:
        """Somebody else saves something; what they may not or what is there already changes nothing."""
        self.trail.append("OTHER")
        with self._open("zhang") as office:
            try:
                act(office)
            except KaoheError:
                return
        self.desk.look_underneath()

    # What must hold

    def _looked(self) -> None:
        """A whole screen of the right size; every receipt that it tells is remembered."""
        if self.desk.leaving:
            self.desk.leaving = False
        sheet = self.desk.frame()
        assert {width(sheet.line(y)) for y in range(sheet.rows)} == {sheet.columns}
        self.told.update(RECEIPT.findall(str(self.desk.message)))

    def done(self) -> None:
        """Leave, read the ledger from nothing, and hold it against what was told. Raises AssertionError."""
        self.desk.settle()
        self._leave()
        with Office.open(self.path, ruleset=self.ruleset, writable=False) as office:
            events = {str(one.receipt): one for one in office.history()}
            lost = [one for one in self.told if one not in events and not self._elsewhere(one)]
            assert not lost, (lost, self.trail[-40:])
            office.verify()
            [*office.evaluation.outcomes()]

    def _elsewhere(self, receipt: str) -> bool:
        """Whether a receipt is of another book of the folder: one made on the way, or a lower one."""
        for path in self.path.parent.rglob("*.book"):
            if path != self.path:
                with Office.open(path, writable=False) as office:
                    if any(str(one.receipt) == receipt for one in office.history()):
                        return True
        return False
