"""Revising what is frozen at the terminal: opened with its reason, shown, typed, and led back to the signatures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from control_kit import as_, staffed
from kaohe.office import Appoint, AskSecond, Freeze, Second, Sign
from kaohe_tui.desk._desk import Desk
from kaohe_tui.session._opening import Opened
from kaohe_tui.session._session import Session
from office_kit import MONTHS, marks
from tui_kit.typing import RECEIPT, desk_on, press

AT, NEXT = MONTHS
WHY = "复核打分表，复核〔2019〕2号"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Two members; the first month is signed, and so frozen; li is clerk and may sign nothing, sun signs."""
    path = staffed(tmp_path, *marks("M1", 90), *marks("M2", 80))
    with as_("sun", path) as office:
        office.save([Sign(AT)])
    return path


@pytest.fixture
def sit(book: Path) -> Callable[[str], Desk]:
    """Somebody of the staff at the book."""

    def sat(who: str) -> Desk:
        desk = Desk(Session.on(Opened(as_(who, book), str(book))), who=who, terminal="pts/3")
        desk.size = (80, 24)
        return desk

    return sat


def _text(desk: Desk) -> str:
    return desk.frame().text()


def _mark(book: Path, who: str = "M1") -> object:
    with as_("wu", book, writable=False) as office:
        return office.people[who].facts["usual"][0]  # type: ignore[index]  # a tuple of months


def _form(desk: Desk, who: str = "M1", at: str = AT) -> None:
    """The form of somebody, the caret on the first mark of a month."""
    press(desk, "g", *who, "enter", "enter")
    form: Any = desk.page.form  # type: ignore[attr-defined]  # the page is a form
    form.go(next(cell.id for _, cell in form.cells if cell.field.period == at))


def test_a_frozen_month_says_which_key_revises_it(sit: Callable[[str], Desk], book: Path) -> None:
    """The message line says so before anything is typed, names no command, and what is typed changes nothing."""
    desk = sit("li")
    _form(desk)
    assert "F9" in _text(desk)
    assert "kaohe office" not in _text(desk)
    press(desk, *"77", "tab", "ctrl+s")
    assert _mark(book) == 90


def test_a_clerk_revises_a_signed_month_in_the_form(sit: Callable[[str], Desk], book: Path) -> None:
    """F9, the reason: the head says REVISION; typed and saved in one commit with that reason; F9 leads to the chain."""
    desk = sit("li")
    _form(desk)
    press(desk, "f9")
    assert "修订 2019-01 的理由" in _text(desk)
    press(desk, *WHY, "enter")
    assert "[修订 2019-01]" in _text(desk).split("\n")[0]
    press(desk, *"92", "tab", "ctrl+s")
    assert RECEIPT.search(str(desk.message))
    assert _mark(book) == 92
    with as_("wu", book, writable=False) as office:
        assert [*office.history()][-1].reason == WHY
        assert office.freezes[f"month/{AT}"]["revisions"] == 1
        assert not any(one.signatures for one in office.signatures(AT))
    press(desk, "f9")
    assert desk.page.where == "chain"
    assert "修订已结束" in str(desk.message)
    assert "[修订" not in _text(desk)
    assert "[ ] 1" in _text(desk)
    press(desk, "f9")
    assert "由审批人办理" in str(desk.message)


def test_what_is_typed_and_not_saved_is_saved_where_the_revision_ends(sit: Callable[[str], Desk], book: Path) -> None:
    """F9 puts the cell under the caret into the book before it closes the revision; afterwards the month is shut again."""
    desk = sit("li")
    _form(desk)
    press(desk, "f9", *WHY, "enter", *"93", "f9")
    assert _mark(book) == 93
    press(desk, "escape")
    assert desk.page.where == "form"
    press(desk, "7")
    assert "F9" in str(desk.message)


def test_the_sheet_of_a_signed_month_is_revised_in_one_commit(sit: Callable[[str], Desk], book: Path) -> None:
    """Both members' marks in the sheet, one save, one revision."""
    desk = sit("li")
    press(desk, "b", "home", "enter")
    assert "[K7021] 2019-01 已冻结" in _text(desk)
    press(desk, "f9", *WHY, "enter", *"91", "enter", *"81", "enter", "ctrl+s")
    assert (_mark(book), _mark(book, "M2")) == (91, 81)
    with as_("wu", book, writable=False) as office:
        assert office.freezes[f"month/{AT}"]["revisions"] == 1
    press(desk, "f9")
    assert desk.page.where == "chain"


def test_from_the_chain_to_a_record_and_back(sit: Callable[[str], Desk], book: Path) -> None:
    """E on the signatures: reason, whose record; the caret stands in that month; F9 comes back to the same page."""
    desk = sit("li")
    press(desk, "p", *["down"] * 4, "enter", "home", "enter")
    pages = len(desk.pages)
    press(desk, "e", *WHY, "enter", *"M9", "enter")
    assert "[K7101]" in _text(desk)
    press(desk, "e", *WHY, "enter", *"M1", "enter")
    assert desk.page.where == "form"
    press(desk, *"94", "f9")
    assert (desk.page.where, len(desk.pages)) == ("chain", pages)
    assert _mark(book) == 94


def test_a_revision_without_a_reason_is_refused(sit: Callable[[str], Desk], book: Path) -> None:
    """No reason, or one that names somebody: nothing is opened."""
    with as_("ada", book) as office:
        who = office.people["M1"].name
    desk = sit("li")
    _form(desk)
    press(desk, "f9", "enter")
    assert "K8016" in _text(desk)
    press(desk, "f9", *f"{who}的分", "enter")
    if len(who) > 1:
        assert "K8018" in _text(desk)
        assert "[修订" not in _text(desk)


@pytest.mark.parametrize(
    ("who", "could"), [("wu", "由录入员、审核员、审批人或管理员"), ("zhao", "办理"), ("sun", "由录入员办理")]
)
def test_who_may_not_revise_is_told_who_could(sit: Callable[[str], Desk], who: str, could: str) -> None:
    """The auditor, the second clerk and, in a form, the approver: the role that could stands in the refusal."""
    desk = sit(who)
    _form(desk)
    press(desk, "f9")
    assert "办理" in str(desk.message)
    assert desk.prompt is None


def test_a_whole_book_that_is_frozen_is_revised_from_the_roster(sit: Callable[[str], Desk], book: Path) -> None:
    """F9 on the roster opens all of it: the name changes with its own reason, the other month with the revision's."""
    with as_("sun", book) as office:
        office.save([Freeze()])
    desk = sit("li")
    press(desk, "g", *"M2", "enter", "e")
    assert "F9" in str(desk.message)
    press(desk, "f9", *WHY, "enter")
    assert "[修订 整本账簿]" in _text(desk)
    _form(desk, "M2")
    press(desk, *"82", "tab", "ctrl+s")
    assert _mark(book, "M2") == 82
    with as_("wu", book, writable=False) as office:
        assert office.freezes["book"]["revisions"] == 1
    press(desk, "f9")
    assert desk.page.where == "chain"


def test_what_a_cut_left_in_a_revision_is_offered_with_the_next_one(sit: Callable[[str], Desk], book: Path) -> None:
    """In a book that is frozen whole nothing is offered at the start; a revision offers it, and it is typed again."""
    with as_("sun", book) as office:
        office.save([Freeze()])
    desk = sit("li")
    _form(desk)
    press(desk, "f9", *WHY, "enter", *"95", "tab")
    desk.close()
    again = sit("li")
    assert again.page.where == "roster"
    _form(again)
    press(again, "f9", *WHY, "enter")
    assert again.page.where == "recover"
    assert "平时掌握" in again.frame().text()
    assert "facts." not in again.frame().text()
    press(again, "r", "ctrl+s")
    assert _mark(book) == 95


def test_a_sealed_book_is_not_revised(sit: Callable[[str], Desk], book: Path) -> None:
    """Nothing is asked for: it is kept as it is."""
    with as_("sun", book) as office:
        office.save([Freeze()])
    desk = sit("li")
    seal = {"retain_until": "2099-12-31"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(desk.session.office), "seal", property(lambda office: seal))
        _form(desk)
        press(desk, "f9")
    assert "2099-12-31" in str(desk.message)
    assert desk.prompt is None


def test_what_is_not_frozen_needs_no_revision(sit: Callable[[str], Desk]) -> None:
    """F9 where nothing is frozen says that it is typed as it is."""
    desk = sit("li")
    press(desk, "f9")
    assert "直接录入" in str(desk.message)


def test_a_second_entry_is_due_again_after_a_revision(sit: Callable[[str], Desk], book: Path) -> None:
    """Where both entries stand, a revision by keys changes the first, and the second is asked for once more."""
    with as_("ada", book) as office:
        office.save([AskSecond(["usual"]), Appoint("li", ("clerk",))])
    with as_("zhao", book) as office:
        office.save([Second("M1", {"usual": 90}, AT)])
    desk = sit("li")
    _form(desk)
    press(desk, "f9", *WHY, "enter", *"92", "tab", "ctrl+s")
    with as_("wu", book, writable=False) as office:
        states = {one.appraisee: one.state for one in office.second_entries(AT) if one.key == "usual"}
    assert states["M1"] == "due"


def test_a_tie_in_a_frozen_book_is_decided_in_a_revision(tmp_path: Path) -> None:
    """A result, not only an entry: t is refused until F9 gave a reason; the decision is one commit that counts as revised."""
    desk = desk_on(tmp_path)
    desk.session.change([Freeze()])
    press(desk, "r", "down", "t")
    assert "F9" in str(desk.message)
    press(desk, "f9", *WHY, "enter", "t", "enter", "down", "enter", "down", "down")
    press(desk, *"集体研究", "tab", *"纪要〔2020〕1号", "f9", "是", "enter")
    assert RECEIPT.search(str(desk.message)), _text(desk)
    office = desk.session.office
    assert len(office.decisions) == 1
    assert office.freezes["book"]["revisions"] == 1
    assert [*office.history()][-1].reason == WHY
