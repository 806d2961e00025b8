"""What is on record, by keys: draws anew, who assesses whom, grades of other bodies, notices, decisions, history, freezes."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from control_kit import as_
from kaohe.office import Appoint, Decide, Enter, Freeze, Office, Serve
from kaohe_tui.desk._desk import Desk
from office_kit import MONTHS, PLAN, made, marks, member, rules
from tui_kit.offices import CROSS, seated, tibet, xpcc
from tui_kit.typing import RECEIPT, press

NO = "兵办〔2017〕2号"


def _text(desk: Desk) -> str:
    return desk.frame().text()


def _open(desk: Desk, step: str) -> None:
    """From the roster to one list of the cycle."""
    press(desk, "p")
    page: Any = desk.page
    page.cursor = page.ids().index(step)
    press(desk, "enter")


def _row(desk: Desk, name: str) -> None:
    page: Any = desk.page
    page.cursor = page.ids().index(name)


def _look(path: Path) -> Any:
    with Office.open(path, ruleset=rules("xpcc-2016"), writable=False) as office:
        return office.procedure


# Draws


def test_a_second_draw_is_a_revision_with_its_reason(tmp_path: Path) -> None:
    """N on what is drawn: reason and seed's file; frame and reveal follow as ever, both draws stay on record and agree."""
    path = xpcc(tmp_path)
    desk = seated(path, "wang")
    _open(desk, "draws")
    _row(desk, CROSS)
    press(desk, "enter")
    assert "复算相符" in _text(desk)
    press(desk, "enter")
    assert "按 n" in str(desk.message)
    press(desk, "n", "f2")
    assert "K8225" in _text(desk)
    assert not [*tmp_path.glob("*.seed")]
    press(desk, *"一团撤并", "f2")
    assert RECEIPT.search(str(desk.message))
    seed = tmp_path / "x-BT-3(2)-regiments-一师-2.seed"
    assert seed.exists()
    (tmp_path / "codes.txt").write_text("二团\n三团\n四团\n")
    press(desk, "enter", *"codes.txt", "f2")
    assert RECEIPT.search(str(desk.message)), _text(desk)
    press(desk, "enter", "f2")
    steps = _look(path)
    assert [*steps.drawn_of(CROSS)] == [CROSS, f"{CROSS}~2"]
    assert set(steps.assignments[CROSS]) == {"二团", "三团", "四团"}
    assert all(steps.holds(key) for key in steps.drawn_of(CROSS))
    assert "已被取代" in _text(desk)


def test_a_draw_that_is_not_begun_cannot_be_drawn_anew(tmp_path: Path) -> None:
    """Before the first draw there is nothing to draw again; only a cross-assessment is arranged by hand."""
    desk = seated(tibet(tmp_path), "wang")
    _open(desk, "draws")
    press(desk, "enter", "n")
    assert "尚未抽取" in str(desk.message)
    press(desk, "e")
    assert "只有交叉考核" in str(desk.message)


def test_a_clerk_is_told_who_draws(tmp_path: Path) -> None:
    """The refusal names the role and who has it, at each of the page's keys."""
    desk = seated(xpcc(tmp_path), "li")
    _open(desk, "draws")
    _row(desk, CROSS)
    press(desk, "enter")
    for key in ("enter", "n", "e"):
        press(desk, key)
        assert "由审核员办理：wang" in str(desk.message)


# Who assesses whom


def test_an_assignment_is_seen_and_one_is_changed(tmp_path: Path) -> None:
    """The drawn pairs stand there; one's own unit and a stranger are refused with the reason; F9 records with its document."""
    path = xpcc(tmp_path)
    desk = seated(path, "wang")
    _open(desk, "draws")
    _row(desk, CROSS)
    press(desk, "enter")
    before = _look(path).assignments[CROSS]
    assert all(f"{one} <- {two}" in _text(desk) for one, two in before.items())
    press(desk, "e", "home")
    page: Any = desk.page
    first = page.ids()[0]
    press(desk, "enter", "ctrl+u", *first, "enter")
    assert "[K7102]" in _text(desk)
    press(desk, "enter", "ctrl+u", *"九团", "enter")
    assert "[K7103]" in _text(desk)
    other = next(code for code in page.ids() if code not in (first, before[first]))
    press(desk, "enter", "ctrl+u", *other, "enter", "f9", *NO, "f2")
    assert RECEIPT.search(str(desk.message))
    assert _look(path).assignments[CROSS] == {**before, first: other}


def test_an_assignment_is_made_from_nothing(tmp_path: Path) -> None:
    """Without any draw: codes are added, each gets an assessor, what lacks one is named, and the agenda counts it as done."""
    path = xpcc(tmp_path, begun=False)
    desk = seated(path, "wang")
    _open(desk, "draws")
    _row(desk, CROSS)
    press(desk, "enter", "e", "a", *"一团 二团 三团", "enter")
    press(desk, "home", "enter", *"二团", "enter", "enter", *"三团", "enter", "f9")
    assert "[K7104]" in _text(desk)
    assert "三团" in _text(desk)
    press(desk, "home", "down", "down", "d", "home", "down", "enter", *"一团", "enter", "f9", "f2")
    assert "K" in str(desk.message) or "[K" in _text(desk)
    press(desk, *NO, "f2")
    assert _look(path).assignments == {CROSS: {"一团": "二团", "二团": "一团"}}
    assert next(one for one in _look(path).agenda() if one.period == CROSS).when == "done"


# Grades of other bodies


def test_a_grade_of_the_region_is_recorded_and_taken_back(tmp_path: Path) -> None:
    """Only those whom the scheme leaves to the region stand there; a grade by its number with day and document."""
    path = xpcc(tmp_path)
    desk = seated(path, "wang")
    _open(desk, "imported")
    assert "V2" in _text(desk)
    assert "C1" not in _text(desk)
    assert "尚缺 1，共 2" in _text(desk)
    _row(desk, "V2")
    press(desk, "enter", "1", "tab", "ctrl+u", *"2017-02-01", "tab", *NO, "f2")
    assert _look(path).imported["V2"] == {"grade": "优秀", "on": "2017-02-01", "document": NO}
    assert "尚缺 0，共 2" in _text(desk)
    _row(desk, "V2")
    press(desk, "d", "ctrl+u", *"2017-02-02", "tab", *NO, "f2")
    assert "V2" not in _look(path).imported
    _row(desk, "V2")
    press(desk, "d")
    assert "尚无其等次记录" in str(desk.message)


def test_a_scheme_that_leaves_nobody_to_others_says_so(tmp_path: Path) -> None:
    """Tibet computes everybody; the page says that there is nothing to record."""
    desk = seated(tibet(tmp_path), "wang")
    _open(desk, "imported")
    assert "没有把任何对象交由其他机关考核" in _text(desk)
    press(desk, "enter", "d")
    assert desk.page.where == "imported"


# Notices


def test_a_notice_is_given_from_its_list(tmp_path: Path) -> None:
    """To whom, by which clause; the day and the document; then it counts as given."""
    path = tibet(tmp_path)
    desk = seated(path, "wang")
    _open(desk, "notices")
    page: Any = desk.page
    page.cursor = next(n for n, one in enumerate(page.found) if one.rule == "XZ-8b")
    press(desk, "enter", "ctrl+u", *"2019-04-10", "tab", *"通知〔2019〕8号", "f2")
    assert RECEIPT.search(str(desk.message)), _text(desk)
    with as_("wu", path, writable=False) as office:
        given = [one for one in office.procedure.notices() if one.on]
    assert [(one.rule, one.appraisee, one.document) for one in given] == [("XZ-8b", "M2", "通知〔2019〕8号")]


# Lower books


def test_draws_and_notices_of_a_lower_book_are_read_above(tmp_path: Path) -> None:
    """They came along with the join and stand under the lower book's code; no key changes them, and they agree."""
    lower = xpcc(tmp_path)
    upper = tmp_path / "upper.book"
    with Office.open(lower, ruleset=rules("xpcc-2016"), actor="ada") as office:
        plan = evolve(
            PLAN,
            scheme="xpcc-2016",
            unit="上级",
            cycle={"id": "2016", **{key: office.settings["cycle"][key] for key in ("start", "end", "lists")}},
        )
    with Office.open(lower, ruleset=rules("xpcc-2016"), actor="wang") as office:
        office.save([Freeze()])
        with made(upper, plan) as above:
            above.join(office, "甲")
    desk = seated(upper, "root")
    _open(desk, "draws")
    page: Any = desk.page
    theirs = [one for one in page.ids() if one.startswith("甲.")]
    assert theirs == [f"甲.{CROSS}", f"甲.{CROSS.replace('一师', '二师')}"]
    _row(desk, theirs[0])
    press(desk, "enter")
    assert "复算相符" in _text(desk)
    assert "<-" in _text(desk)
    for key in ("enter", "n", "e"):
        press(desk, key)
        assert "只供查阅" in str(desk.message)
    head = desk.session.office.head
    with Office.open(lower, ruleset=rules("xpcc-2016"), writable=False) as office:
        assert above_same(desk.session.office, office)
    assert desk.session.office.head == head


def above_same(upper: Office, lower: Office) -> bool:
    """Whether the higher book's copy of a draw is the lower book's own, but for the mark of where it is from."""
    mine = upper.procedure.draws[f"甲.{CROSS}"]
    return {key: value for key, value in mine.items() if key != "joined"} == lower.procedure.draws[CROSS]


def test_a_notice_of_a_lower_book_is_read_above_and_still_due_here(tmp_path: Path) -> None:
    """What the county told is shown with its day; the city's own notice is not taken as given by it."""
    with made(tmp_path / "one.book", evolve(PLAN, unit="甲县"), member("M1"), *marks("M1", 50)) as lower:
        lower.save([Serve("M1", "XZ-8b", dt.date(2019, 4, 10), "通知〔2019〕8号"), Freeze()])
        with made(tmp_path / "a.book", evolve(PLAN, unit="某市")) as upper:
            upper.join(lower, "甲")
    desk = seated(tmp_path / "a.book", "root")
    _open(desk, "notices")
    assert "下级账簿 甲 已办" in _text(desk)
    page: Any = desk.page
    own = [one for one in page.found if getattr(one, "appraisee", "") == "甲.M1" and one.rule == "XZ-8b"]
    assert [one.on for one in own] == [""]
    page.cursor = len(page.found) - 1
    press(desk, "enter")
    assert "只供查阅" in str(desk.message)


# Decisions, history, freezes, levels


def test_a_decision_is_taken_back_with_a_reason(tmp_path: Path) -> None:
    """It stands with its document; d and the reason take it off, and without one nothing happens."""
    path = tibet(tmp_path)
    row = {"appraisee": "M1", "grade": "称职", "reason": "集体研究", "document": "纪要〔2019〕1号"}
    with as_("wang", path) as office:
        office.save([Decide(row)])
    desk = seated(path, "wang")
    _open(desk, "decisions")
    assert "纪要〔2019〕1号" in _text(desk)
    press(desk, "d", "enter")
    assert "K8016" in _text(desk)
    press(desk, "d", *"撤回重议", "enter")
    assert RECEIPT.search(str(desk.message))
    with as_("wu", path, writable=False) as office:
        assert office.decisions == {}


def test_a_commit_is_found_read_and_taken_back(tmp_path: Path) -> None:
    """/ takes those about somebody; Enter shows before and after; d puts it back by a commit with the reason."""
    path = tibet(tmp_path)
    with as_("li", path) as office:
        office.save([Enter("M1", "usual", 77, MONTHS[1])])
    desk = seated(path, "li")
    _open(desk, "history")
    press(desk, "/", *"M1", "enter", "home", "enter")
    assert "95 -> 77" in _text(desk)
    assert f"M1 平时掌握 {MONTHS[1]}: 95 -> 77" in " ".join(_text(desk).split())
    press(desk, "escape", "d", *"录错一格", "enter")
    assert RECEIPT.search(str(desk.message))
    with as_("wu", path, writable=False) as office:
        assert office.people["M1"].facts["usual"][1] == 95  # type: ignore[index]  # a tuple of months
    press(desk, "/", "ctrl+u", *"nobody", "enter")
    assert "没有相关的提交" in _text(desk)
    press(desk, "w")
    assert "li" in _text(desk)


def test_values_of_every_sort_stand_in_words(tmp_path: Path) -> None:
    """The first commit holds texts, lists, mappings and nothing: no page of it shows how a program writes them."""
    desk = seated(tibet(tmp_path), "wu")
    _open(desk, "history")
    press(desk, "end", "enter")
    seen = _text(desk)
    for _ in range(30):
        press(desk, "pagedown")
        seen += _text(desk)
    assert "-> 没有" in seen
    assert not re.search(r"[\[{]'|None|True|False|\[\]|\{\}", seen)


def test_a_period_is_frozen_without_a_signature(tmp_path: Path) -> None:
    """Z on the signatures asks which; what there is not, and what is frozen already, is a sentence."""
    path = tibet(tmp_path)
    desk = seated(path, "sun")
    _open(desk, "signing")
    press(desk, "z", "ctrl+u", *MONTHS[1], "enter")
    assert RECEIPT.search(str(desk.message))
    press(desk, "z", "ctrl+u", *"2019-13", "enter")
    assert "[K8015]" in _text(desk)
    with as_("wu", path, writable=False) as office:
        assert f"month/{MONTHS[1]}" in office.freezes
    other = seated(path, "li")
    _open(other, "signing")
    press(other, "z")
    assert "由审核员或审批人办理" in str(other.message)


def test_an_approver_is_bound_to_a_level_by_keys(tmp_path: Path) -> None:
    """The levels stand with their numbers; the list shows the bound."""
    path = tibet(tmp_path)
    desk = seated(path, "ada")
    _open(desk, "staff")
    press(desk, "a", *"zhou", "tab", "4", "tab", "tab")
    assert "1 " in desk.frame().line(22)
    press(desk, "2", "f2")
    with as_("wu", path, writable=False) as office:
        level = office.levels[1]
        assert office.roles["zhou"].levels == (level.zh,)
    assert level.zh in _text(desk)


def test_what_changed_since_a_receipt_stands_by_keys(tmp_path: Path) -> None:
    """`s` compares with the receipt typed: one value, not what was changed back; up to a second one; another book's is refused."""
    path = tibet(tmp_path)
    at = MONTHS[1]
    with as_("li", path) as office:
        before = office.head
        office.save(marks("M1", 80, at))
        middle = office.head
        office.save([Enter("M1", "usual", 88, at)])
    desk = seated(path, "wu")
    _open(desk, "history")
    press(desk, "s", "ctrl+u", *str(before), "enter")
    assert "95 -> 88" in _text(desk)
    assert "变化 3 项" in _text(desk)
    press(desk, "escape", "s", "ctrl+u", *f"{middle} {office.head}", "enter")
    assert "80 -> 88" in _text(desk)
    assert "变化 1 项" in _text(desk)
    press(desk, "escape", "s", "ctrl+u", *f"{before.seq}/{before.hash[::-1][:12]}", "enter")
    assert "[K5202]" in _text(desk)
    press(desk, "s", "ctrl+u", *"8", "enter")
    assert "[K4063]" in _text(desk)


@pytest.mark.parametrize("step", ["draws", "notices", "imported", "decisions", "history"])
def test_an_auditor_reads_every_list(tmp_path: Path, step: str) -> None:
    """No key of any list lets the auditor write; each says who could, or does nothing."""
    path = xpcc(tmp_path)
    with Office.open(path, ruleset=rules("xpcc-2016"), actor="ada") as office:
        office.save([Appoint("wu", ("auditor",))])
        head = office.head
    desk = seated(path, "wu")
    _open(desk, step)
    for key in ("enter", "n", "e", "d", *"reason", "enter", "f2", "f9"):
        press(desk, key)
        _text(desk)
    assert desk.session.office.head == head
