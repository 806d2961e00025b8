"""What if, at the terminal: every other reading, another number, another entry; who changes, and nothing is stored."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from kaohe.cases import other_readings
from kaohe_tui.desk._desk import Desk
from kaohe_tui.session._opening import Opened
from kaohe_tui.session._session import Session
from office_kit import MONTHS, marks, member, new_book, rules
from tui_kit.typing import press


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The what-if of a book of two members, one with 90 everywhere, one with 80."""
    found = [*marks("M1", 90), *marks("M2", 80)]
    office = new_book(tmp_path, member("M1", "张一"), member("M2", "李二"), *found)
    made = Desk(Session.on(Opened(office, str(tmp_path / "a.book"))), who="li", terminal="pts/3")
    made.size = (80, 24)
    press(made, "r", "w")
    return made


def _text(desk: Desk) -> str:
    return desk.frame().text()


def _at(desk: Desk, name: str) -> None:
    page: Any = desk.page
    page.cursor = page.ids().index(name)


def _hash(desk: Desk) -> str:
    return hashlib.sha256(Path(desk.session.where).read_bytes()).hexdigest()


def test_every_reading_that_is_not_in_force_is_tried(desk: Desk) -> None:
    """F5 tries all of them, each row says how many change, Enter shows who; the ledger stays byte for byte."""
    before = _hash(desk)
    page: Any = desk.page
    assert page.ids() == [f"{one.setting.key}={code}" for one, code, _ in other_readings(rules())]
    press(desk, "f5")
    assert "2 人改变，其中等次改变 2 人" in _text(desk)
    assert "没有人改变" in _text(desk)
    assert len(page.tried) == len(page.ids())
    _at(desk, next(name for name in page.ids() if name.startswith("satisfaction-reading=")))
    press(desk, "enter")
    text = _text(desk)
    assert "M1 张一  90 优秀 -> " in text
    assert "驻村工作队员  优秀 -> " in text
    assert _hash(desk) == before


def test_another_number_of_a_rule_is_tried(desk: Desk) -> None:
    """The numbers that a rule declares are offered; 80.5 in the place of 60 vetoes the one with 80."""
    before = _hash(desk)
    press(desk, "n", *"XZ-7(1)4", "enter")
    assert "60" in _text(desk)
    press(desk, "enter", *"80.5", "enter")
    text = _text(desk)
    assert "XZ-7(1)4: 60 -> 80.5" in text
    assert "M2 李二  80 称职 -> 80 不称职" in text
    assert "M1" not in text
    assert _hash(desk) == before


def test_another_entry_of_somebody_is_tried(desk: Desk) -> None:
    """The field is chosen from a list with what stands in it; the person's score before and after is shown, exactly."""
    press(desk, "e", *"M2", "enter")
    page: Any = desk.page
    page.cursor = next(n for n, (_, told) in enumerate(page.options) if told == f"民意测评 {MONTHS[0]}")
    press(desk, "enter")
    assert "现为 80" in _text(desk)
    press(desk, *"70", "enter")
    assert "M2 李二  80 称职 -> 79 基本称职" in _text(desk)
    assert desk.session.office.people["M2"].facts["opinion"][0] == 80  # type: ignore[index]  # a tuple of months


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("n", *"XZ-99", "enter"), "XZ-99"),
        (("n", *"XZ-7(1)4", "enter", "enter", *"x", "enter"), "XZ-7(1)4"),
        (("e", *"M9", "enter"), "[K7083]"),
        (("e", *"M2", "enter", *["down"] * 3, "enter", *"117", "enter"), "[K1029]"),
    ],
    ids=["rule", "number", "id", "value"],
)
def test_what_cannot_be_tried_is_a_sentence(desk: Desk, keys: tuple[str, ...], said: str) -> None:
    """A rule, number, person or value that there is not is named; nothing is tried."""
    press(desk, *keys)
    assert said in _text(desk)
    assert desk.page.where == "what_if"


def test_what_others_save_takes_the_trials_away(desk: Desk) -> None:
    """Results of a book that is no more are shown no longer, and the next trial is of the book as it is."""
    from kaohe.office import Enter, Office

    press(desk, "f5")
    with Office.open(desk.session.where, ruleset=rules(), actor="zhao") as office:
        office.save([Enter("M2", "usual", 100, MONTHS[0])])
    assert desk.look_underneath()
    page: Any = desk.page
    assert page.tried == {}
    press(desk, "e", *"M2", "enter", *["down"] * 3, "enter", *"80", "enter")
    assert "M2 李二  81 称职 -> 80 称职" in _text(desk)


def test_long_trials_stop_at_esc(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it takes long the desk stands free at once; Esc stops the trials, and nothing is shown as tried."""
    monkeypatch.setattr("kaohe_tui.desk._desk.Desk.patience", 0.0)
    press(desk, "f5")
    waiting = desk.waiting
    assert waiting is not None
    press(desk, "escape")
    assert desk.waiting is None
    waiting.job.wait(60.0)
    page: Any = desk.page
    assert page.tried == {}
    assert "已停止" in _text(desk)
