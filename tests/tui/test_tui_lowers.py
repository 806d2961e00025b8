"""Lower books at the terminal: joined after a preview, held beside their books, and what a lower one that went on changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from kaohe.office import Appoint, Enter, Freeze, Office, Revise
from kaohe_tui.desk._desk import Desk
from kaohe_tui.session._opening import Opened
from kaohe_tui.session._session import Session
from office_kit import MONTHS, PLAN, made, marks, member, rules
from tui_kit.typing import RECEIPT, press


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """A county's book, frozen."""
    people = (member("M1", "张三"), member("M2", "李四"), *marks("M1"), *marks("M2", 80))
    with made(tmp_path / "one.book", evolve(PLAN, unit="甲县"), *people) as office:
        office.save([Freeze()])
    return tmp_path / "one.book"


@pytest.fixture
def desk(tmp_path: Path, county: Path) -> Desk:
    """The lower books of the city above, of which none is joined."""
    path = tmp_path / "city.book"
    office = made(path, evolve(PLAN, unit="某市"))
    desk = Desk(Session.on(Opened(office, str(path))), who="ada", terminal="pts/3")
    desk.size = (80, 24)
    press(desk, "p", *["down"] * 5, "enter")
    assert desk.page.where == "lowers"
    return desk


def _text(desk: Desk) -> str:
    return desk.frame().text()


def _join(desk: Desk) -> None:
    press(desk, "a", *"one.book", "tab", *"甲", "f2", "f9")


def _went_on(county: Path) -> None:
    with Office.open(county, ruleset=rules()) as office:
        office.save([Revise(), Enter("M1", "opinion", 50, MONTHS[0])], reason="复核")


def test_a_lower_book_is_joined_after_a_preview(desk: Desk, county: Path) -> None:
    """F2 shows the head and who would come, and writes nothing; F9 joins; then it stands with its whole head."""
    assert "尚未汇入下级账簿" in _text(desk)
    press(desk, "a", *"one.book", "tab", *"甲", "f2")
    with Office.open(county, writable=False, ruleset=rules()) as below:
        head = below.head
    assert head.full in _text(desk)
    assert "新增 2 人" in _text(desk)
    assert "甲.M1 甲.M2" in _text(desk)
    assert desk.session.office.lowers == {}
    press(desk, "f9")
    assert RECEIPT.search(str(desk.message))
    assert desk.session.office.lowers["甲"].head == head
    assert head.full in _text(desk)
    press(desk, "escape", "escape")
    assert "甲.M1" in _text(desk)


def test_a_lower_book_that_went_on_is_named_with_what_it_changes(desk: Desk, county: Path) -> None:
    """Enter finds its book by the unit, holds both heads side by side, and shows who of this book comes out otherwise."""
    _join(desk)
    _went_on(county)
    press(desk, "enter")
    assert "甲县 的账簿: one.book" in _text(desk)
    press(desk, "enter")
    text = _text(desk)
    assert desk.session.office.lowers["甲"].head.full in text
    assert "本账簿 1 人结果改变" in text
    assert "该账簿重新冻结：整本账簿" in text
    assert "甲.M1 张三  90 优秀 -> 86 称职" in text
    press(desk, "f9", "enter")
    assert "[K8310]" in _text(desk)
    press(desk, "f9", *"复核后重新汇入", "enter")
    assert RECEIPT.search(str(desk.message))
    assert [one.reason for one in desk.session.office.history()][-1] == "复核后重新汇入"
    press(desk, "enter", "enter")
    assert "与汇入时相同" in _text(desk)
    before = desk.session.office.head
    press(desk, "f9")
    assert desk.session.office.head == before


@pytest.mark.parametrize(
    ("path", "code", "said"),
    [
        ("", "甲", "[K7081]"),
        ("none.book", "甲", "none.book"),
        ("city.book", "甲", "[K8304]"),
        ("one.book", "甲.", "[K8305]"),
    ],
    ids=["no path", "no file", "itself", "code"],
)
def test_what_cannot_be_joined_is_a_sentence(desk: Desk, path: str, code: str, said: str) -> None:
    """A book that is none, this book itself, or a code that cannot be one: nothing is joined, what was typed stays."""
    press(desk, "a", *path, "tab", *code, "f2")
    assert said in _text(desk)
    assert desk.page.where == "act"
    assert desk.session.office.lowers == {}


def test_joining_is_for_the_administrator(desk: Desk) -> None:
    """Whoever else looks at the list is told who could join."""
    desk.session.office.save([Appoint("ada", ["administrator"]), Appoint(desk.session.office.actor, ["auditor"])])
    press(desk, "a")
    assert "由管理员办理：ada" in _text(desk)


def test_what_is_signed_below_stands_on_the_chain_above(tmp_path: Path) -> None:
    """A level that every lower book signed shows their units in the place of signers who wait."""
    from kaohe.office import Sign

    people = (member("M1"), *marks("M1"))
    with made(tmp_path / "one.book", evolve(PLAN, unit="甲县"), *people) as office:
        office.save([Sign(MONTHS[0])])
        with made(tmp_path / "city.book", evolve(PLAN, unit="某市")) as upper:
            upper.join(office, "甲")
    path = tmp_path / "city.book"
    desk = Desk(Session.on(Opened(Office.open(path, ruleset=rules()), str(path))), who="ada", terminal="pts/3")
    desk.size = (80, 24)
    press(desk, "p", *["down"] * 4, "enter", "home", "enter")
    assert "下级已签：甲县" in _text(desk)
    assert "待" not in _text(desk)
