"""Books of the office's steps for screens: an XPCC year with 团场 and a village team, a Tibet month that is signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from control_kit import as_, staffed
from kaohe.office import (
    Appoint,
    AskSecond,
    Assign,
    Enrol,
    Enter,
    Frame,
    Import,
    Office,
    Plan,
    Pledge,
    Reveal,
    Second,
    Sign,
)
from kaohe.office.procedure import commitment_of
from kaohe_tui.desk._desk import Desk
from kaohe_tui.session._opening import Opened
from kaohe_tui.session._session import Session
from kaohe_tui.terminal._keys import Key
from office_kit import MONTHS, made, marks, rules

__all__ = ["CROSS", "OFFICE_SCENES", "SEED", "play_office", "seated", "tibet", "xpcc"]

SEED = "0123456789abcdef" * 4
CROSS = "BT-3(2)/regiments/一师"
_XPCC = Plan(
    scheme="xpcc-2016",
    cycle={
        "id": "2016",
        "start": "2016-01-01",
        "end": "2016-12-31",
        "lists": {"divisions": ["一师", "二师"], "groups": ["一组"]},
    },
    unit="兵团",
)


def seated(path: Path, who: str, *, size: tuple[int, int] = (80, 24)) -> Desk:
    """Somebody at a terminal on a book."""
    with Office.open(path, writable=False) as office:
        scheme = office.ruleset.id
    desk = Desk(
        Session.on(Opened(Office.open(path, ruleset=rules(scheme), actor=who), str(path))), who=who, terminal="pts/3"
    )
    desk.size = size
    return desk


def xpcc(folder: Path, *, begun: bool = True, staffed: bool = True) -> Path:
    """Three teams, of which the region appraises two; where `staffed` some have roles, where `begun` 团场 are drawn, assigned."""
    path = folder / "x.book"
    teams = [
        Enrol("V1", "team", "团结村工作队", facts={"assignment": "village", "stationed": "一师"}),
        Enrol("V2", "team", "幸福村工作队", facts={"assignment": "village", "stationed": "一师"}),
        Enrol("C1", "team", "一连工作队", facts={"assignment": "company", "stationed": "二师"}),
    ]
    with made(path, _XPCC, *teams) as office:
        if staffed:
            office.save([Appoint("ada", ("administrator",)), Appoint("wang", ("reviewer",)), Appoint("li", ("clerk",))])
    if begun:
        with Office.open(path, ruleset=rules("xpcc-2016"), actor="wang") as office:
            office.save([Import("V1", "优秀", dt.date(2017, 1, 9), "访惠聚办〔2017〕3号")])
            office.save([Pledge(CROSS, commitment_of(SEED))])
            office.save([Frame(CROSS, {"": ["一团", "二团", "三团", "四团"]})])
            office.save([Reveal(CROSS, SEED)])
            two = CROSS.replace("一师", "二师")
            office.save([Assign(two, {"五团": "六团", "六团": "五团"}, "兵办〔2016〕1号")])
    return path


def arranged(folder: Path) -> Path:
    """The same without a draw, whose outcome hangs on the moment: the 团场 of 一师 are pledged and assigned by hand."""
    path = xpcc(folder, begun=False)
    pairs = {"一团": "三团", "二团": "一团", "三团": "四团", "四团": "二团"}
    with Office.open(path, ruleset=rules("xpcc-2016"), actor="wang") as office:
        office.save([Pledge(CROSS, commitment_of(SEED))])
        office.save([Assign(CROSS, pairs, "兵办〔2016〕1号")])
    return path


def entered(folder: Path) -> Path:
    """Two members with the staff of an office, and their marks."""
    return staffed(folder, *marks("M1", 95), *marks("M2", 50))


def tibet(folder: Path) -> Path:
    """Two members with the staff of an office; the first month is signed, one of them falls through."""
    path = entered(folder)
    with as_("sun", path) as office:
        office.save([Sign(MONTHS[0])])
    return path


def twice(folder: Path) -> Path:
    """Two members in one month, two of whose marks are entered twice; the second entry of one of them differs."""
    path = staffed(folder, *marks("M1", 90, MONTHS[0]), *marks("M2", 80, MONTHS[0]))
    with as_("ada", path) as office:
        office.save([AskSecond(["usual", "targets"])])
    with as_("zhao", path) as office:
        office.save([Second("M1", {"usual": 90, "targets": 59}, MONTHS[0])])
    return path


def listed(folder: Path) -> Path:
    """A list of findings is entered twice: a notice by the first, none by the second."""
    path = staffed(folder)
    notice = {"date": "2019-01-10", "document": "强基办〔2019〕3号", "status": "confirmed"}
    with as_("ada", path) as office:
        office.save([AskSecond(["negative_notices"])])
    with as_("li", path) as office:
        office.save([Enter("M1", "negative_notices", [notice])])
    with as_("zhao", path) as office:
        office.save([Second("M1", {"negative_notices": []})])
    return path


_WHY = "复核打分表，复核〔2019〕2号"
OFFICE_SCENES: dict[str, tuple[Callable[[Path], Path], str, tuple[str, ...]]] = {
    "draws": (arranged, "wang", ("p", "TO draws", "enter")),
    "draw": (arranged, "wang", ("p", "TO draws", "enter", f"TO {CROSS}", "enter")),
    "assign": (arranged, "wang", ("p", "TO draws", "enter", f"TO {CROSS}", "enter", "e", "enter", "ctrl+u", *"二团")),
    "notices": (tibet, "wang", ("p", "TO notices", "enter")),
    "imported": (xpcc, "wang", ("p", "TO imported", "enter", "down")),
    "decisions": (tibet, "wang", ("p", "TO decisions", "enter")),
    "history": (tibet, "li", ("p", "TO history", "enter")),
    "since": (entered, "li", ("p", "TO history", "enter", "down", "s", "enter")),
    "operators": (tibet, "li", ("p", "TO history", "enter", "w")),
    "anew": (listed, "wang", ("p", "TO differences", "enter", "enter", "3", "+", "tab", *"20190110", "tab", *"强基办")),
    "units": (twice, "wang", ("p", "TO second", "enter", "w")),
    "chain": (tibet, "sun", ("p", "TO signing", "enter", "home", "enter")),
    "frozen": (tibet, "li", ("g", *"M1", "enter", "enter", "PERIOD")),
    "revision": (tibet, "li", ("g", *"M1", "enter", "enter", "PERIOD", "f9", *_WHY, "enter", *"92", "tab")),
}
"""Each screen: its book, who sits there, and the keys from the roster; TO goes to a row, PERIOD to the first month."""


def play_office(folder: Path, scene: str, size: tuple[int, int] = (80, 24)) -> Desk:
    """A desk at one of these screens."""
    book, who, keys = OFFICE_SCENES[scene]
    desk = seated(book(folder), who, size=size)
    page: Any
    for name in keys:
        page = desk.page
        if name.startswith("TO "):
            page.cursor = page.ids().index(name.removeprefix("TO "))
        elif name == "PERIOD":
            page.form.go(next(cell.id for _, cell in page.form.cells if cell.field.period == MONTHS[0]))
        else:
            desk.press(Key(name, name if len(name) == 1 else ""))
    return desk
