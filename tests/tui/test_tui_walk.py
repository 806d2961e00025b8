"""Every key of every screen, at random, on books that hold something: no traceback, nothing lost that was acknowledged."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from control_kit import as_, publicised, staffed
from kaohe.office import AskSecond, Enter, Freeze, Office, Seal, Second, Sign
from kaohe.words import Text
from kaohe_tui.desk._desk import Desk
from kaohe_tui.session._session import Session
from lengths import scaled
from office_kit import MONTHS, PLAN, made, marks, member, rules
from tui_kit import DEMO, write_case
from tui_kit.offices import xpcc
from tui_kit.scenes import enter_twice
from tui_kit.typing import desk_on, press
from tui_kit.walk import Walk

AT = MONTHS[0]
KEYS = scaled(110, 2500)
SEEDS = scaled(1, 12)


def middle(folder: Path) -> Path:
    """In the middle of its cycle: second entries due, made and differing, a warning, a month signed."""
    path = staffed(folder, *marks("M1", 90), *marks("M2", 80), Enter("M2", "targets", 30, MONTHS[1]))
    with as_("sun", path) as office:
        office.save([Sign(AT)])
    with as_("ada", path) as office:
        office.save([AskSecond(["usual", "targets"])])
    with as_("zhao", path) as office:
        office.save([Second("M1", {"usual": 90, "targets": 59}, MONTHS[1])])
    return path


def closed(folder: Path) -> Path:
    """Signed at every level, publicised, sealed."""
    path = staffed(folder, *marks("M1", 90), *marks("M2", 80))
    publicised(path)
    with as_("sun", path) as sun, as_("qian", path) as qian:
        for span in (*MONTHS, "2019Q1", ""):
            for office in cycle((sun, qian)):
                office.refresh()
                if all(step.complete for step in office.signatures(span)):
                    break
                office.save([Sign(span)])
    with as_("ada", path) as office:
        office.save([Seal("2099-12-31")], reason="考核结束")
    return path


def joined(folder: Path) -> Path:
    """A city over a county that it joined, which went on since; and a county that it has not joined."""
    for name, unit in (("one", "甲县"), ("two", "乙县")):
        people = (member("M1", "张三"), member("M2", "李四"), *marks("M1"), *marks("M2", 80))
        with made(folder / f"{name}.book", evolve(PLAN, unit=unit), *people) as lower:
            lower.save([Freeze("month", AT)])
            if name == "one":
                with made(folder / "a.book", evolve(PLAN, unit="某市"), member("M1"), *marks("M1", 85)) as upper:
                    upper.join(lower, "甲")
                lower.save([Freeze("month", MONTHS[1])])
    return folder / "a.book"


def demo(folder: Path) -> Path:
    """A scheme with ties, quotas, ballots, lists and choices; two people incomplete, entries made twice."""
    case = write_case(folder)
    Session.open(case, ruleset=DEMO).close()
    enter_twice(case.with_suffix(".book"))
    return case.with_suffix(".book")


def _enters(office: Office) -> None:
    """Somebody else's entry, another each time."""
    who = next(iter(office.people))
    key, at = ("usual", MONTHS[1]) if office.ruleset.id != "demo" else ("work", "2020Q1")
    office.save([Enter(who, key, 60 + office.head.seq % 40, at)])


_OTHERS: dict[Callable[[Path], Path], Any] = {closed: None, xpcc: None}  # who saves meanwhile, where not `_enters`
BOOKS: dict[str, tuple[Callable[[Path], Path], str]] = {
    "middle-clerk": (middle, "li"),
    "middle-second": (middle, "zhao"),
    "middle-reviewer": (middle, "wang"),
    "middle-approver": (middle, "sun"),
    "middle-administrator": (middle, "ada"),
    "middle-auditor": (middle, "wu"),
    "closed": (closed, "ada"),
    "joined": (joined, "ada"),
    "demo": (demo, "li"),
    "xpcc": (xpcc, "wang"),
}
_SCHEMES: dict[Callable[[Path], Path], Any] = {demo: DEMO, xpcc: rules("xpcc-2016")}


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Callable[[Path], Path]], Path]:
    """Each sort of book is made once; a walk takes a copy of its folder."""
    found: dict[str, Path] = {}

    def make(how: Callable[[Path], Path]) -> Path:
        if how.__name__ not in found:
            found[how.__name__] = how(tmp_path_factory.mktemp(how.__name__))
        return found[how.__name__]

    return make


@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("book", BOOKS)
def test_no_key_loses_anything(
    book: str, seed: int, tmp_path: Path, made_once: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever sits there, whatever they press: a whole screen, every receipt in the ledger, every draft back after a cut."""
    how, who = BOOKS[book]
    held = made_once(how)
    shutil.copytree(held.parent, tmp_path / "books")
    path = tmp_path / "books" / held.name
    monkeypatch.chdir(path.parent)
    before = path.read_bytes()
    walk = Walk(path, _SCHEMES.get(how, rules()), who, seed, _OTHERS.get(how, _enters))
    walk.go(KEYS)
    walk.done()
    assert path.read_bytes().startswith(before)
    if how is closed:
        assert path.read_bytes() == before
    if who == "wu":
        with as_("wu", path, writable=False) as office:
            assert "wu" not in {one.actor for one in office.history()}


# What such walks found


def test_home_has_help_and_takes_no_key_of_a_book(tmp_path: Path) -> None:
    """F1 on the very first screen lists its keys, F12 as bare text; saving there is a sentence, and Esc leads back."""
    desk = Desk(None, who="li", terminal="pts/3", folder=tmp_path)
    desk.size = (80, 24)
    press(desk, "f1")
    assert "逐步新建账簿" in desk.frame().text()
    press(desk, "ctrl+s")
    assert "没有打开账簿" in desk.frame().text()
    press(desk, "f12")
    assert desk.page.where == "plain"
    assert "逐步新建账簿" in desk.frame().text()
    press(desk, "escape", "escape")
    assert desk.page.where == "home"


def test_the_help_of_home_has_a_plain_page(tmp_path: Path) -> None:
    """F12 on help, and y, need no open book."""
    desk = Desk(None, who="li", terminal="pts/3", folder=tmp_path)
    desk.size = (80, 24)
    press(desk, "f1", "f12")
    assert "逐步新建账簿" in desk.frame().text()
    press(desk, "escape", "y")
    assert "逐步新建账簿" in desk.take_clipboard()


def test_a_sheet_that_a_filter_emptied_saves_nothing(tmp_path: Path) -> None:
    """F2 where no row is shown says that there is nothing to save."""
    desk = desk_on(tmp_path)
    press(desk, "b", "enter", "/", *"nobody", "enter", "f2")
    assert "没有待保存" in desk.frame().text()


@pytest.mark.parametrize("length", [30, 38, 60, 150])
def test_a_question_longer_than_the_line_can_be_answered(tmp_path: Path, length: int) -> None:
    """Its beginning stands in the row above, what is typed beside its end; nothing stands still."""
    desk = desk_on(tmp_path)
    answers: list[str] = []
    desk.ask(Text("x" * 2 * length, "签" * length), answers.append)
    press(desk, *"是")
    sheet = desk.frame()
    assert "是" in sheet.line(sheet.rows - 2)
    assert "签签" in sheet.text()
    press(desk, "enter")
    assert answers == ["是"]


def test_a_scheme_without_tables_opens_the_page_that_prints(tmp_path: Path) -> None:
    """Each sort of what is printed can be turned to, whatever the scheme declares."""
    desk = desk_on(tmp_path)
    press(desk, "ctrl+p")
    for _ in range(5):
        assert desk.frame().text().strip()
        press(desk, "home", "enter")
        while desk.page.where == "choose":
            press(desk, "escape")
