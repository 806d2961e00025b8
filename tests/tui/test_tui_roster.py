"""The roster, the results and the tie: paging, filtering, sorting, deciding."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kaohe.office import Office
from kaohe_tui.desk._desk import Desk
from kaohe_tui.terminal._keys import Key
from tui_kit import DEMO
from tui_kit.typing import RECEIPT, desk_on, press, type_text


def _shown(desk: Desk) -> list[str]:
    """The ids on the page."""
    rows = [line.lstrip(">* ") for line in desk.frame().text().splitlines()[2:21]]
    return [row.split()[0] for row in rows if row]


def test_the_count_is_always_shown(tmp_path: Path) -> None:
    """How many of how many stands on the live line, filtered or not."""
    desk = desk_on(tmp_path)
    assert "显示 11/11" in desk.frame().text()
    press(desk, "/", "0", "9")
    assert "显示 1/11" in desk.frame().text()


def test_filtering_happens_while_typing(tmp_path: Path) -> None:
    """Each letter narrows the list; words may stand in any order; names, ids and links count."""
    desk = desk_on(tmp_path)
    press(desk, "/", "张")
    assert _shown(desk) == ["000001"]
    press(desk, "backspace", *"一队")
    assert "显示 11/11" in desk.frame().text()
    press(desk, *" 李")
    assert _shown(desk) == ["000002"]


def test_escape_takes_the_filter_off(tmp_path: Path) -> None:
    """Esc while typing restores the list; Esc on a filtered list shows all."""
    desk = desk_on(tmp_path)
    press(desk, "/", "张", "escape")
    assert "显示 11/11" in desk.frame().text()
    press(desk, "/", "张", "enter", "escape")
    assert "显示 11/11" in desk.frame().text()


def test_an_empty_filter_result_says_so(tmp_path: Path) -> None:
    """Opening nothing gives the reason."""
    desk = desk_on(tmp_path)
    press(desk, "/", *"zzz", "enter", "enter")
    assert "清除筛选" in str(desk.message)


def test_pages_turn_and_the_cursor_stays_in_view(tmp_path: Path) -> None:
    """Down past the last row shows the next page, whole."""
    desk = desk_on(tmp_path, people=100)
    first = _shown(desk)
    press(desk, *["down"] * len(first))
    second = _shown(desk)
    assert not set(first) & set(second)
    assert desk.frame().caret == (0, 2)
    press(desk, "end")
    assert "000100" in _shown(desk)
    press(desk, "home")
    assert _shown(desk) == first


def test_going_to_an_id_a_number_or_an_ending(tmp_path: Path) -> None:
    """G takes the whole id, the id without its zeros, or its end."""
    desk = desk_on(tmp_path, people=100)
    for typed in ("000042", "42"):
        press(desk, "home", "g", *typed, "enter")
        assert "> 000042" in desk.frame().text()
    press(desk, "g", *"777", "enter")
    assert "777" in str(desk.message)


def test_sorting_by_score_and_state(tmp_path: Path) -> None:
    """S goes through the orders; equal scores keep their order."""
    desk = desk_on(tmp_path)
    press(desk, "s", "s", "s")
    assert _shown(desk)[:4] == ["000001", "000002", "000003", "000004"]
    press(desk, "s")
    assert "状态" in desk.frame().line(21)


def test_one_state_and_one_kind_only(tmp_path: Path) -> None:
    """F shows one state, k one kind."""
    desk = desk_on(tmp_path)
    press(desk, "k")
    assert "显示 10/11" in desk.frame().text()
    press(desk, "k")
    assert _shown(desk) == ["T01"]


def test_marks_are_counted(tmp_path: Path) -> None:
    """Space marks and moves on; the count is on the live line."""
    desk = desk_on(tmp_path)
    for _ in range(3):
        desk.press(Key("space", " "))
    assert "标记 3" in desk.frame().text()


def test_f2_in_the_roster_goes_to_the_next_that_lacks_something(tmp_path: Path) -> None:
    """Those that only wait for others of their pool are passed over."""
    desk = desk_on(tmp_path)
    press(desk, "f2")
    assert "> 000009" in desk.frame().text()
    press(desk, "f2")
    assert "> 000010" in desk.frame().text()


def test_a_disabled_key_tells_its_reason(tmp_path: Path) -> None:
    """T on a row without a tie, and where no tie is open."""
    desk = desk_on(tmp_path)
    press(desk, "r", "t")
    assert "不在同分组内" in str(desk.message)
    press(desk, "k", "t")
    assert "没有待裁定的同分组" in str(desk.message)


def test_an_unknown_letter_says_so(tmp_path: Path) -> None:
    """A key that does nothing is answered."""
    desk = desk_on(tmp_path)
    press(desk, "A")
    assert "F1" in str(desk.message)


def _decide(desk: Desk, choose: int, *, word: str = "是") -> None:
    press(desk, "r", "down", "t")
    for place in range(3):
        if place < choose:
            desk.press(Key("space", " "))
        press(desk, "down")
    type_text(desk, "集体研究")
    press(desk, "tab")
    type_text(desk, "组发〔2020〕7号")
    press(desk, "f9", *word, "enter")


def test_a_tie_is_decided_with_reason_document_and_a_typed_word(tmp_path: Path) -> None:
    """The decision is in the book at once, its receipt is said, and the evaluation honours it."""
    desk = desk_on(tmp_path, empty=0)
    assert len(desk.session.results.evaluation.ties()) == 1
    _decide(desk, 2)
    assert RECEIPT.search(str(desk.message))
    (row,) = desk.session.office.decisions.values()
    assert row["choose"] == ["000002", "000003"]
    assert row["document"] == "组发〔2020〕7号"
    with Office.open(tmp_path / "case.book", writable=False, ruleset=DEMO) as office:
        outcomes = {one.id: one for one in office.evaluation.outcomes()}
    assert [outcomes[name].grade for name in ("000002", "000003", "000004")] == ["优秀", "优秀", "称职"]


def test_too_few_chosen_is_refused_with_the_number(tmp_path: Path) -> None:
    """Exactly as many as there are places."""
    desk = desk_on(tmp_path, empty=0)
    _decide(desk, 1)
    assert desk.session.office.decisions == {}


def test_more_than_the_places_cannot_be_chosen(tmp_path: Path) -> None:
    """The third choice of two places is answered with the reason."""
    desk = desk_on(tmp_path, empty=0)
    press(desk, "r", "down", "t")
    for _ in range(3):
        desk.press(Key("space", " "))
        said = str(desk.message)
        press(desk, "down")
    assert "只能选 2 个" in said


def test_another_word_than_yes_records_nothing(tmp_path: Path) -> None:
    """The confirmation is typed."""
    desk = desk_on(tmp_path, empty=0)
    _decide(desk, 2, word="n")
    assert "没有记入" in str(desk.message)
    assert desk.session.office.decisions == {}


def test_twenty_thousand_rows_are_paged(tmp_path: Path) -> None:
    """The frame of a huge roster holds one page and judges one page only."""
    desk = desk_on(tmp_path, people=20_000, empty=20_000)
    press(desk, "g", *"19999", "enter")
    assert "> 019999" in desk.frame().text()
    assert len(desk.session.results._outcomes) <= 60
    press(desk, "/", *"019998")
    assert "显示 1/20001" in desk.frame().text()


def test_an_order_is_turned_round(tmp_path: Path) -> None:
    """S shows the same order the other way round, and the live line says so; S again is as before."""
    desk = desk_on(tmp_path)
    press(desk, "s")
    ids = _shown(desk)
    press(desk, "S")
    assert _shown(desk) == ids[::-1]
    assert "（倒序）" in desk.frame().text()
    press(desk, "S")
    assert _shown(desk) == ids


@pytest.mark.parametrize("order", ["score", "grade"])
def test_turned_round_those_without_a_score_stay_last(tmp_path: Path, order: str) -> None:
    """The lowest come first, or the last grade; who has none is where they were: nobody pages through them to the others."""
    desk = desk_on(tmp_path)
    page: Any = desk.page
    while page.order != order:
        press(desk, "s")
    ids = [*page.ids()]
    without = [one for one in ids if getattr(desk.session.outcome(one), order) is None]
    press(desk, "S")
    assert without
    assert page.ids() == [*[one for one in ids if one not in without][::-1], *without]


def test_the_spread_of_what_is_shown_or_marked(tmp_path: Path) -> None:
    """How many of the rows have which value in each column, by z: of those filtered, or of those marked."""
    desk = desk_on(tmp_path)
    press(desk, "z")
    text = desk.frame().text()
    assert "共 11 行" in text
    assert "等次：" in text
    assert sum(int(line.split()[1]) for line in text.split("状态")[0].split("类别：")[1].splitlines()[1:3]) == 11
    press(desk, "escape", "/", *"00000", "enter", "z")
    assert "共 9 行" in desk.frame().text()
    press(desk, "escape", "space", "space", "z")
    assert "共 2 行" in desk.frame().text()
