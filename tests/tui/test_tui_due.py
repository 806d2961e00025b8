"""What is due, and putting it on record by keys: steps, papers, opinions, notices, publicity, objections, draws."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from control_kit import as_, staffed
from kaohe_tui.desk._desk import Desk
from kaohe_tui.session._opening import Opened
from kaohe_tui.session._session import Session
from kaohe_tui.terminal._keys import Key
from office_kit import MONTHS, marks
from tui_kit.typing import RECEIPT, press

AT = MONTHS[0]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Two members with both months entered, with the staff of an office."""
    return staffed(tmp_path, *marks("M1", 95), *marks("M2", 80))


@pytest.fixture
def sit(book: Path) -> Callable[[str], Desk]:
    """Somebody of the staff at the page of what is due."""

    def sat(who: str) -> Desk:
        desk = Desk(Session.on(Opened(as_(who, book), str(book))), who=who, terminal="pts/3")
        desk.size = (80, 24)
        press(desk, "p")
        page: Any = desk.page
        page.cursor = page.ids().index("due")
        press(desk, "enter")
        return desk

    return sat


def _text(desk: Desk) -> str:
    return desk.frame().text()


def _at(desk: Desk, sort: str, period: str = "") -> None:
    """Put the cursor on the first row of a sort."""
    page: Any = desk.page
    rows = page.rows()
    page.cursor = next(n for n, one in enumerate(rows) if one.sort == sort and (not period or one.period == period))


def _look(book: Path) -> Any:
    return as_("wu", book, writable=False).procedure


def test_what_is_late_and_open_is_listed_by_day(sit: Callable[[str], Desk]) -> None:
    """Each with its day, period, words and how many people are missing; f shows what is done."""
    text = _text(sit("li"))
    assert "已逾期" in text
    assert "自查自评报告" in text
    assert "第六条" in text
    assert "~" not in "".join(line[:20] for line in text.split("\n"))


def test_a_step_is_put_on_record_with_its_day(sit: Callable[[str], Desk], book: Path) -> None:
    """A day in any spelling, a document if there is one; then the row is done, and f shows it."""
    desk = sit("li")
    _at(desk, "step", AT)
    before = len(desk.page.ids())  # type: ignore[attr-defined]  # the page is a list
    press(desk, "enter", "ctrl+u", *"2019年2月3日", "f2")
    assert RECEIPT.search(str(desk.message))
    assert len(desk.page.ids()) == before - 1  # type: ignore[attr-defined]  # as above
    done = [one for one in _look(book).agenda() if one.sort == "step" and one.period == AT and one.when == "done"]
    assert [str(one.on) for one in done] == ["2019-02-03"]
    press(desk, "f")
    assert "已办" in _text(desk)


def test_no_day_is_a_sentence(sit: Callable[[str], Desk], book: Path) -> None:
    """What is no day is refused where it stands, and nothing is recorded."""
    desk = sit("li")
    _at(desk, "paper", AT)
    press(desk, "enter", "enter", "ctrl+u", *"soon", "f2")
    assert desk.page.where == "act"
    assert "soon" in _text(desk)
    press(desk, "ctrl+u", "f2")
    assert "[K7047]" in _text(desk)
    assert all(one.missing for one in _look(book).papers() if one.period == AT)


def test_papers_are_ticked_off_for_several_at_once(sit: Callable[[str], Desk], book: Path) -> None:
    """Space marks people, Enter asks for the day once; only those still missing stay on the list."""
    desk = sit("li")
    _at(desk, "paper", AT)
    press(desk, "enter")
    assert "M1" in _text(desk)
    page: Any = desk.page
    desk.press(Key("space", " "))
    press(desk, "enter", "ctrl+u", *"20190208", "f2")
    assert RECEIPT.search(str(desk.message))
    came = {one.appraisee: str(one.on) for one in _look(book).papers() if one.period == AT and not one.missing}
    assert came == {"M1": "2019-02-08"}
    assert page.people == ["M2"]


def test_an_opinion_and_a_notice_are_recorded(sit: Callable[[str], Desk], book: Path) -> None:
    """The body's word by its number with day and document, where the scheme asks for one."""
    desk = sit("wang")
    page: Any = desk.page
    if not any(one.sort == "gate" for one in page.rows()):
        pytest.skip("nobody here needs an opinion")
    _at(desk, "gate")
    press(desk, "enter", "enter", "1", "tab", "tab", *"纪函〔2020〕3号", "f2")
    assert RECEIPT.search(str(desk.message))
    assert [one.says for one in _look(book).opinions() if one.says] == ["none"]


def test_an_objection_is_recorded_without_who_or_what(sit: Callable[[str], Desk], book: Path) -> None:
    """An appeal: whose result, day, document; then it is open until it is answered with an outcome."""
    desk = sit("wang")
    press(desk, "n", *"M1", "tab", "ctrl+u", *"2020-01-10", "tab", *"申诉〔2020〕1号", "tab", "ctrl+u", "2", "f2")
    assert RECEIPT.search(str(desk.message))
    (one,) = _look(book).objections()
    assert (one.appraisee, str(one.on), one.outcome) == ("M1", "2020-01-10", "")
    _at(desk, "objection")
    press(desk, "enter", "2", "tab", "ctrl+u", *"2020-01-20", "tab", *"复函〔2020〕1号", "f2")
    assert RECEIPT.search(str(desk.message))
    assert [each.outcome for each in _look(book).objections()] == ["rejected"]


def test_a_sample_is_drawn_in_three_commits(sit: Callable[[str], Desk], book: Path, tmp_path: Path) -> None:
    """Pledge, frame, seed: each by keys, the seed in a file of one's own; what was drawn can be computed again."""
    desk = sit("wang")
    _at(desk, "draw")
    press(desk, "enter")
    assert "Enter 承诺种子" in _text(desk)
    press(desk, "enter", "ctrl+u", *"seed.txt", "f2")
    assert (tmp_path / "seed.txt").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "seed.txt").read_text().strip() not in book.read_text()
    press(desk, "enter", "ctrl+u", *"seed.txt")
    press(desk, "escape")
    press(desk, "enter", "f2")
    assert "[x] 2" in _text(desk)
    press(desk, "enter", *"seed.txt", "f2")
    assert "[x] 3" in _text(desk)
    steps = _look(book)
    (key,) = steps.draws
    assert steps.holds(key)
    assert any(code in _text(desk) for code in ("M1", "M2"))


def test_a_seed_file_is_never_written_over(sit: Callable[[str], Desk], tmp_path: Path, book: Path) -> None:
    """A file that is there keeps what it holds, and nothing is pledged."""
    (tmp_path / "seed.txt").write_text("other")
    desk = sit("wang")
    _at(desk, "draw")
    press(desk, "enter", "enter", "ctrl+u", *"seed.txt", "f2")
    assert "[K7048]" in _text(desk)
    assert (tmp_path / "seed.txt").read_text() == "other"
    assert _look(book).draws == {}


def test_who_may_not_record_is_told_who_could(sit: Callable[[str], Desk]) -> None:
    """An auditor reads the agenda; recording names the roles and their people."""
    desk = sit("wu")
    _at(desk, "step")
    press(desk, "enter")
    assert desk.page.where == "due"
    assert "录入员" in _text(desk)
    _at(desk, "draw")
    press(desk, "enter")
    assert "审核员办理：wang" in _text(desk)
    press(desk, "n")
    assert "审核员办理：wang" in _text(desk)


def test_a_notice_waits_for_publicity_and_is_then_served_to_several(sit: Callable[[str], Desk], book: Path) -> None:
    """Before results were shown the notice is refused with the step; once the last day is over it is served by one form."""
    desk = sit("wang")
    _at(desk, "notice")
    press(desk, "enter")
    for _ in range(2):
        desk.press(Key("space", " "))
    press(desk, "enter", "ctrl+u", *"2019-04-08", "tab", *"通知〔2019〕8号", "f2")
    assert "[K8261]" in _text(desk)
    assert not any(one.on for one in _look(book).notices())
    press(desk, "escape", "escape")
    _at(desk, "publicity")
    press(desk, "enter", "ctrl+u", *"2019-04-01", "tab", *"2019-04-07", "tab", *"公示〔2019〕1号", "f2")
    assert RECEIPT.search(str(desk.message))
    assert [(str(one.since), str(one.until)) for one in _look(book).shown()] == [("2019-04-01", "2019-04-07")]
    _at(desk, "notice")
    press(desk, "enter")
    for _ in range(2):
        desk.press(Key("space", " "))
    press(desk, "enter", "ctrl+u", *"2019-04-08", "tab", *"通知〔2019〕8号", "f2")
    assert RECEIPT.search(str(desk.message))
    assert {str(one.on) for one in _look(book).notices() if one.on} == {"2019-04-08"}
    assert "均已记录" in _text(desk)


def test_publicity_that_ends_before_it_begins_is_refused(sit: Callable[[str], Desk], book: Path) -> None:
    """The sentence names the days; nothing is recorded, and what was typed stays."""
    desk = sit("wang")
    _at(desk, "publicity")
    press(desk, "enter", "ctrl+u", *"2019-04-07", "tab", *"2019-04-01", "tab", *"公示〔2019〕1号", "f2")
    assert desk.page.where == "act"
    assert "[K82" in _text(desk)
    assert _look(book).shown() == []


def test_an_objection_to_nobody_is_refused(sit: Callable[[str], Desk], book: Path) -> None:
    """An id that is not on the roster: the sentence names it, and no objection stands open."""
    desk = sit("wang")
    press(desk, "n", *"M9", "tab", "ctrl+u", *"2019-04-03", "tab", *"异议〔2019〕1号", "f2")
    assert "M9" in _text(desk)
    assert desk.page.where == "act"
    assert _look(book).objections() == []
