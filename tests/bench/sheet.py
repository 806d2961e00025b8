"""Thirty teams, three marks each: keystrokes, commits and CPU by form, by sheet and by paste; and a sheet of 2,400 rows.

`python tests/bench/sheet.py` prints a table. Each way must leave the same facts in the book; times are only shown.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from kaohe.rules import Band, Bands, Document, Kind, Part, Periods, Scheme, Score, Total, assemble, at, weighted
from kaohe.words import Text
from kaohe_tui.desk._desk import Desk
from kaohe_tui.session._session import Session
from kaohe_tui.terminal._keys import Key
from tui_kit import DEMO, write_case

TEAM = Kind("team", ("team", "工作队"), ("优秀", "合格", "不合格"))
QUARTER = Periods("quarter", ("quarter", "季度"), "quarter")
MARKS = tuple(
    Score(key, (key, zh), clause="第一条", on=QUARTER) for key, zh in (("a", "平时"), ("b", "民意"), ("c", "考评"))
)


class Team(Part):
    """A team with three marks a quarter."""

    kind = TEAM

    def scoring(self) -> Sequence[Total | Bands]:
        """Their weighted mean, and its bands."""
        value = weighted((MARKS[0], "40%"), (MARKS[1], "30%"), (MARKS[2], "30%")).mean()
        bands = (Band("优秀", low=90), Band("合格", low=60, below=90), Band("不合格", below=60))
        return at(
            "第一条",
            Total(id="B-1", text=("score", "得分"), value=value),
            Bands(id="B-2", text=("bands", "分段"), of=value, bands=bands),
        )


class Marks(Scheme):
    """Three marks."""

    id = "marks"
    title = Text("Three marks", "三项得分")
    version = "1.0"
    document = Document(title="示例", issuer="示例单位", issued="2020-01-01")
    parts = (Team,)


def case(folder: Path) -> Path:
    """Thirty teams of which nothing is entered."""
    rows = [{"id": f"T{place:02d}", "kind": "team", "name": f"{place}队", "facts": {}} for place in range(1, 31)]
    cycle = {"id": "2020Q1", "start": "2020-01-01", "end": "2020-03-31", "periods": {"quarter": ["2020Q1"]}}
    path = folder / "case.json"
    path.write_text(
        json.dumps({"format": 1, "scheme": "marks", "cycle": cycle, "appraisees": rows}, ensure_ascii=False)
    )
    return path


class Hand:
    """Types at a desk, and counts."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.keys = desk, 0

    def press(self, *names: str) -> None:
        """Press keys, the screen drawn after each."""
        for name in names:
            self.desk.press(Key(name, name if len(name) == 1 else ""))
            self.desk.frame()
            self.keys += 1

    def paste(self, text: str) -> None:
        """Paste: one keystroke."""
        self.desk.paste(text)
        self.desk.frame()
        self.keys += 1


def marks(place: int) -> list[str]:
    """The three marks of a team."""
    return [str(60 + place), str(99 - place), str(70 + place % 20)]


def by_form(hand: Hand) -> None:
    """The first form from the roster, F2 to each next one."""
    hand.press("enter")
    for place in range(1, 31):
        one, two, three = marks(place)
        hand.press(*one, "tab", *two, "tab", *three, "f2")


def by_sheet(hand: Hand) -> None:
    """Tab across, Enter down, saved once."""
    hand.press("b", "enter")
    for place in range(1, 31):
        one, two, three = marks(place)
        hand.press(*one, "tab", *two, "tab", *three, "enter")
    hand.press("f2")


def by_paste(hand: Hand) -> None:
    """The block as it stands in the spreadsheet, looked at, entered, saved."""
    hand.press("b", "enter")
    hand.paste("".join("\t".join([f"T{place:02d}", f"{place}队", *marks(place)]) + "\r\n" for place in range(1, 31)))
    hand.press("enter", "f2")


def ways() -> None:
    """The three ways, which must come to the same."""
    scheme, found = assemble(Marks), []
    for name, way in (("form", by_form), ("sheet", by_sheet), ("paste", by_paste)):
        with tempfile.TemporaryDirectory() as folder:
            session = Session.open(case(Path(folder)), ruleset=scheme)
            hand, before, began = Hand(Desk(session)), session.office.head.seq, time.process_time()
            hand.desk.frame()
            way(hand)
            spent = time.process_time() - began
            found.append([session.office.row(f"T{place:02d}") for place in range(1, 31)])
            commits = session.office.head.seq - before
            print(
                f"by {name:<10}{hand.keys:6} keys{commits:6} commits{spent * 1000 / hand.keys:9.1f} ms a key",
                flush=True,
            )
            session.close()
    if not found[0] == found[1] == found[2] or any(not row or len(row["facts"]) != 3 for row in found[0]):
        raise SystemExit("the three ways do not leave the same facts")


def spent(what: str, do: Callable[[], None]) -> None:
    """One line: the CPU of something."""
    began = time.process_time()
    do()
    print(f"{what:<44}{(time.process_time() - began) * 1000:9.1f} ms", flush=True)


def county() -> None:
    """A sheet of 2,400 rows."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Session.open(write_case(Path(folder), people=2400, empty=2400), ruleset=DEMO))
        hand = Hand(desk)
        block = "".join(f"{place:06d}\t{50 + place % 50}\t{60 + place % 40}\r\n" for place in range(1, 501))
        desk.frame()
        spent("2,400 rows: the list of sheets", lambda: hand.press("b"))
        spent("2,400 rows: open", lambda: hand.press("enter"))
        spent("2,400 rows: a digit", lambda: hand.press("9"))
        spent("2,400 rows: Tab, an entry", lambda: hand.press("tab"))
        spent("2,400 rows: a page", lambda: hand.press("pagedown"))
        spent("500 rows pasted: preview", lambda: hand.paste(block))
        spent("500 rows pasted: entered", lambda: hand.press("enter"))
        spent("500 rows: saved in one commit", lambda: hand.press("ctrl+s"))
        spent("500 rows: the save taken back", lambda: hand.press("ctrl+z"))
        desk.close()


if __name__ == "__main__":
    os.environ["KAOHE_LANG"] = "zh"
    with tempfile.TemporaryDirectory() as state:
        os.environ["XDG_STATE_HOME"] = state
        ways()
        county()
