"""Every screen of the program, reached by keys from the roster."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kaohe.office import AskSecond, Enter, Office, Plan, Second
from kaohe_tui.desk._desk import Desk
from kaohe_tui.pages._excess import ExcessPage
from kaohe_tui.pages._judge import Judge
from kaohe_tui.terminal._keys import Key

from .cases import case_data
from .scheme import DEMO
from .typing import press

__all__ = ["HOME_SCENES", "SCENES", "enter_twice", "play", "play_home"]

SCENES: dict[str, tuple[str, ...]] = {
    "roster": ("down", "down"),
    "filter": ("/", "0", "0", "9"),
    "entry": ("g", "1", "0", "enter", "enter", *"91", "tab", *"117", "tab", *"82", "shift+tab"),
    "entry-lists": ("g", "1", "enter", "enter", *["down"] * 11, "+", "tab"),
    "count": ("g", "1", "enter", "enter", *["down"] * 6, "f6", *"1123"),
    "paste": ("g", "1", "0", "enter", "enter", "PASTE"),
    "why": ("g", "2", "enter", "f4"),
    "results": ("r", "down"),
    "tie": ("r", "down", "t", "space", "down", "down", "down", *"分管领导集体研究"),
    "meters": ("r", "m"),
    "judge": ("JUDGE", "1", "tab", *"分管领导集体研究"),
    "excess": ("EXCESS", "enter", "down", "down", *"工作需要"),
    "import": ("IMPORT",),
    "cycle": ("TWICE", "p"),
    "second": ("TWICE", "p", "enter"),
    "blind": ("TWICE", "p", "enter", "end", "enter", *"20", "tab", *"20", "tab"),
    "differences": ("TWICE", "p", "down", "enter"),
    "settle": ("TWICE", "p", "down", "enter", "enter", "1"),
    "warnings": ("TWICE", "p", "down", "down", "enter"),
    "due": ("p", "down", "down", "down", "enter"),
    "signing": ("p", *["down"] * 4, "enter"),
    "lowers": ("p", *["down"] * 5, "enter"),
    "staff": ("p", *["down"] * 6, "enter", "a", "ctrl+u", *"li", "tab", "ctrl+u", *"3 5", "f2"),
    "twice": ("p", "enter", "a", "enter", "down", "down", "enter"),
    "what-if": ("r", "w"),
    "points": ("o",),
    "scheme": ("c",),
    "marks": ("g", "2", "enter", "space", "down", "u"),
    "compare": ("g", "1", "enter", "space", "g", "5", "enter", "v"),
    "spread": ("z",),
    "words": ("COPY", "g", "1", "enter", "f4", "w"),
    "sheets": ("b",),
    "sheet": ("b", "enter", *"91", "tab", *"82", "enter", *"117", "tab", *"73", "enter"),
    "sheet-ballot": ("b", "end", "up", "enter", *"20", "tab", *"20", "tab", "1", "tab", "0", "tab", *"17", "tab"),
    "block": ("b", "enter", "BLOCK"),
    "help-sheet": ("b", "enter", "f1"),
    "help": ("?",),
    "help-form": ("enter", "f1"),
    "command": (":", *"resu"),
    "person": ("a", *"000011", "tab", "1", "tab", *"陈六", "tab", *"T01"),
    "transfer": ("g", "1", "enter", "e", "down", "down"),
    "saved": ("g", "1", "0", "enter", "enter", *"91", "tab", *"117", "ctrl+s"),
}


HOME_SCENES: dict[str, tuple[str, ...]] = {
    "home-empty": (),
    "home": ("BOOKS",),
    "maker": ("n", "down", "down", "enter", *"示例县", "enter"),
    "schemes": ("n", "enter", "down", "down"),
    "readings": ("n", "enter", "home", "down", "down", "enter", "READINGS", "2", "enter"),
}


_MARKS = ("000009,2020Q1,91", "000010,2020Q1,117", "000001,2020Q1,96", "000099,2020Q1,80", "000002,2020Q1,93")
_BLOCK = ("000008\t吴八\t87.0\t78", "000009\t郑九\t91\t82", "000010\t冯十\t183\t77%", "000099\t某某\t80\t")


_COPY = (
    "示例考核办法",
    "第三条 得分按各季度平均计算。",
    "（一）条文由单位自存。",
    "第五条 每次扣1分。",
    "第九条 不超过30%。",
)


def play(desk: Desk, scene: str) -> None:
    """Press the keys that lead to a screen."""
    for name in SCENES[scene]:
        if name == "PASTE":
            desk.paste("91\t82\n92\t183\n93\t84\n94\t85\n95\t86")
        elif name == "BLOCK":
            desk.paste("编号\t姓名\t日常工作\t群众测评\r\n" + "".join(f"{row}\r\n" for row in _BLOCK))
        elif name == "IMPORT":
            sheet = Path(desk.session.where).with_name("marks.csv")
            sheet.write_text("编号,期次,日常工作\n" + "".join(f"{row}\n" for row in _MARKS))
            press(desk, "i", *str(sheet), "enter")
        elif name == "COPY":
            Path(desk.session.where).with_name("demo.txt").write_text("\n".join(_COPY), "utf-8")
        elif name == "TWICE":
            enter_twice(Path(desk.session.where))
            desk.look_underneath()
            desk.say("")
        elif name == "JUDGE":
            desk.enter(Judge(desk, "000009"))
        elif name == "EXCESS":
            desk.enter(ExcessPage(desk, "member", ["000005", "000006"], None))
        elif name == "space":
            desk.press(Key("space", " "))
        else:
            press(desk, name)


def enter_twice(book: Path) -> None:
    """Ballots and leave are entered twice: the first by zhang, of three people; one of them a second time by zhao."""
    ballot = {"issued": 20, "collected": 20, "spoilt": 5, "blank": 0, "好": 10, "较": 3, "一": 2, "差": 0}
    with Office.open(book, ruleset=DEMO, actor="zhang") as office:
        facts = [Enter(who, key, None) for who in office.people for key in ("ballot", "leave") if who.isdecimal()]
        office.save([AskSecond(["tallies", "leave"]), *facts])
        office.save([Enter(who, "ballot", ballot) for who in ("000008", "000009", "000010")])
        office.save([Enter("000009", "leave", 4)])
    with Office.open(book, ruleset=DEMO, actor="zhao") as office:
        office.save([Second("000009", {"ballot": {**ballot, "spoilt": 4, "好": 11}, "leave": 4})])


def play_home(desk: Desk, scene: str) -> None:
    """Press the keys that lead from Home to a screen."""
    for name in HOME_SCENES[scene]:
        if name == "BOOKS":
            home: Any = desk.page
            for unit in ("示例县", "另一县"):
                plan = Plan(scheme="demo", cycle=case_data()["cycle"], unit=unit)
                Office.create(home.folder / f"{unit}-2020.book", plan, ruleset=DEMO).close()
            home.look()
        elif name == "READINGS":
            page: Any = desk.page
            page.cursor = page.ids().index("readings")
            press(desk, "enter")
        else:
            press(desk, name)
