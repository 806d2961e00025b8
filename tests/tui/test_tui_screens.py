"""Every screen as text, in both languages and two sizes. A golden changes only in a commit that says why."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

import pytest

from kaohe_tui.desk._desk import Desk
from kaohe_tui.terminal._cells import Sheet, crop, fit, safe, width
from tui_kit.offices import OFFICE_SCENES, play_office
from tui_kit.scenes import HOME_SCENES, SCENES, play, play_home
from tui_kit.typing import RECEIPT, desk_on, press

GOLDEN = Path(__file__).parent / "golden"
SIZES = ((80, 24), (120, 40))


def _scene(folder: Path, scene: str, size: tuple[int, int]) -> Desk:
    desk = desk_on(folder, size=size)
    play(desk, scene)
    return desk


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scene", SCENES)
def test_the_screen_is_as_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scene: str, language: str, size: tuple[int, int]
) -> None:
    """Each screen looks as it was last approved; with KAOHE_GOLDEN=write the run records it anew."""
    monkeypatch.setenv("KAOHE_LANG", language)
    desk = _scene(tmp_path, scene, size)
    # The digest names the rules' declarations, not the screen; the day is the day on which the test runs.
    told = desk.frame().text().replace(desk.session.ruleset.digest[:6], "DIGEST")
    text = RECEIPT.sub("RECEIPT", told.replace(str(desk.session.office.procedure.today), "2026-01-01"))
    golden = GOLDEN / f"{scene}-{language}-{size[0]}x{size[1]}.txt"
    if os.environ.get("KAOHE_GOLDEN") == "write":
        golden.write_text(text)
    assert text == golden.read_text()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scene", HOME_SCENES)
def test_home_and_what_it_leads_to_are_as_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scene: str, language: str, size: tuple[int, int]
) -> None:
    """The screens that need no open book look as they were last approved, fit, and hold no cell of uncertain width."""
    monkeypatch.setenv("KAOHE_LANG", language)
    folder = tmp_path / "books"
    folder.mkdir()
    desk = Desk(None, who="li", terminal="pts/3", folder=folder)
    desk.size = size
    play_home(desk, scene)
    sheet = desk.frame()
    assert {width(sheet.line(y)) for y in range(sheet.rows)} == {size[0]}
    assert [glyph for glyph in sheet.text() if unicodedata.east_asian_width(glyph) == "A"] == []
    golden = GOLDEN / f"{scene}-{language}-{size[0]}x{size[1]}.txt"
    if os.environ.get("KAOHE_GOLDEN") == "write":
        golden.write_text(sheet.text())
    assert sheet.text() == golden.read_text()


_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_HASH = re.compile(r"\b[0-9a-f]{64}\b")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scene", OFFICE_SCENES)
def test_the_screens_of_an_office_are_as_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scene: str, language: str, size: tuple[int, int]
) -> None:
    """What is on record, signatures and a revision look as they were last approved; whole rows, no cell of uncertain width."""
    monkeypatch.setenv("KAOHE_LANG", language)
    desk = play_office(tmp_path, scene, size)
    sheet = desk.frame()
    assert {width(sheet.line(y)) for y in range(sheet.rows)} == {size[0]}
    text = sheet.text()
    assert [glyph for glyph in text if unicodedata.east_asian_width(glyph) == "A"] == []
    for pattern, told in ((_MOMENT, "2026-01-01T00:00:00Z"), (_HASH, "0" * 64), (RECEIPT, "RECEIPT")):
        text = pattern.sub(told, text)
    text = text.replace(str(desk.session.office.procedure.today), "2026-01-01")
    golden = GOLDEN / f"{scene}-{language}-{size[0]}x{size[1]}.txt"
    if os.environ.get("KAOHE_GOLDEN") == "write":
        golden.write_text(text)
    assert text == golden.read_text()


@pytest.mark.parametrize("scene", SCENES)
def test_no_screen_holds_a_cell_of_uncertain_width(tmp_path: Path, scene: str) -> None:
    """A glyph that terminals disagree about would shift everything after it, so none is drawn."""
    text = _scene(tmp_path, scene, (120, 40)).frame().text()
    assert [glyph for glyph in text if unicodedata.east_asian_width(glyph) == "A"] == []


@pytest.mark.parametrize("scene", SCENES)
def test_every_row_is_exactly_as_wide_as_the_screen(tmp_path: Path, scene: str) -> None:
    """No row is a cell too long or too short, wide glyphs counted as two."""
    sheet = _scene(tmp_path, scene, (80, 24)).frame()
    assert {width(sheet.line(y)) for y in range(sheet.rows)} == {80}


@pytest.mark.parametrize("size", [(60, 16), (70, 20), (132, 50)], ids=str)
@pytest.mark.parametrize("scene", SCENES)
def test_every_screen_can_be_drawn_at_other_sizes(tmp_path: Path, scene: str, size: tuple[int, int]) -> None:
    """Resizing in the middle of anything draws the same screen at the new size."""
    desk = _scene(tmp_path, scene, (80, 24))
    desk.size = size
    sheet = desk.frame()
    assert {width(sheet.line(y)) for y in range(sheet.rows)} == {size[0]}
    assert sheet.rows == size[1]


@pytest.mark.parametrize("size", [(59, 16), (60, 15), (20, 5), (1, 1)], ids=str)
def test_too_small_a_terminal_says_so_and_takes_no_key(tmp_path: Path, size: tuple[int, int]) -> None:
    """Below 60x16 one sentence stands there, nothing is typed blind, and growing brings the screen back."""
    desk = _scene(tmp_path, "entry", (80, 24))
    before = desk.frame().text()
    desk.size = size
    press(desk, "5", "tab", "escape")
    assert "60x16" in desk.frame().text() or size[0] < 20
    desk.size = (80, 24)
    assert desk.frame().text() == before


def test_the_caret_stands_where_typing_goes(tmp_path: Path) -> None:
    """The terminal's own cursor is at the caret, so that an input method opens there."""
    desk = _scene(tmp_path, "entry", (80, 24))
    caret = desk.frame().caret
    press(desk, *"9")
    moved = desk.frame().caret
    assert caret is not None
    assert moved is not None
    assert desk.frame().line(moved[1])[moved[0] - 1] == "9"


def test_ambiguous_glyphs_are_drawn_as_plain_ones() -> None:
    """Quotation marks, circled numbers and the like have a stand-in; nothing of the data changes."""
    assert safe("“甲”×①…≥→") == '"甲"x(1)...>=->'


def test_nothing_drawn_can_be_obeyed_by_a_terminal() -> None:
    """Escape sequences and bidirectional marks are shown, not sent."""
    sheet = Sheet(60, 1)
    sheet.put(0, 0, "张\x1b[2J三\u202e\x07")
    assert "\x1b" not in sheet.text()
    assert "\\x1b[2J" in sheet.text()
    assert "\\u202e" in sheet.text()


def test_a_wide_glyph_is_never_halved() -> None:
    """Cropping keeps whole glyphs and marks the cut."""
    assert [crop("考核结果", cells) for cells in (8, 7, 6, 5, 1)] == ["考核结果", "考核结~", "考核~", "考核~", "~"]
    assert width(fit("考核结果", 6)) == 6


def test_writing_over_half_a_wide_glyph_leaves_a_blank() -> None:
    """The other half does not stay behind and shift the row."""
    sheet = Sheet(6, 1)
    sheet.put(0, 0, "考核")
    sheet.put(1, 0, "x")
    assert sheet.line(0) == " x核  "


def test_at_120_columns_the_explanation_stands_beside(tmp_path: Path) -> None:
    """Form and results show why at the same time where there is room."""
    text = _scene(tmp_path, "results", (120, 40)).frame().text()
    assert "第九条 D-9" in text
    assert "未生效的条款" in text
