"""The program on a real pseudo-terminal: bursts, keys as terminals send them, bytes, signals, a lost line."""

from __future__ import annotations

import os
import signal
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from kaohe.office import Enter, Office
from kaohe_tui.session._places import state_folder
from tui_kit import DEMO, write_case
from tui_kit.terminal import Terminal

EMPTY = "000010"


def _facts(path: Path, who: str = EMPTY) -> dict[str, Any]:
    """What the ledger beside the case says, read from nothing."""
    with Office.open(path.with_suffix(".book"), writable=False, ruleset=DEMO) as office:
        return dict((office.row(who) or {}).get("facts", {}))


def _drafts() -> str:
    """Everything typed and not saved, of every session."""
    return "".join(path.read_text() for path in (state_folder() / "drafts").glob("*.jsonl"))


def _typed(text: str) -> bool:
    return f'"{text}"' in _drafts()


def _started(path: Path, **options: Any) -> Terminal:
    terminal = Terminal(str(path), **options)
    terminal.shows("000010")
    return terminal


def test_a_burst_through_a_terminal_lands_where_it_was_meant(tmp_path: Path) -> None:
    """Filter, open, four values, save-and-next, a value in the next record, all in one write."""
    path = write_case(tmp_path)
    with _started(path) as terminal:
        terminal.send("/郑\r\x7f\x1b/\x7f\rg9\r\r91\t82\t\x1b[B73\x1bOQ", "64\t")
        terminal.wait(lambda: '{"facts.work@2020Q1:": "64"}' in _drafts(), "the value in the next record")
        assert _facts(path, "000009") == {"work": {"2020Q1": 91, "2020Q3": 73}, "opinion": {"2020Q1": 82}}
        assert f'"who": "{EMPTY}"' in _drafts()
        assert '"82"' not in _drafts()


def test_nothing_is_kept_in_the_home_of_whoever_runs_the_tests(tmp_path: Path) -> None:
    """Programs that the tests start keep drafts and books opened lately in the tests' own folders, by whatever kit."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        assert not Path(os.environ[name]).is_relative_to(Path.home()), name
    for fresh in (False, True):
        (tmp_path / f"{fresh}").mkdir()
        book = write_case(tmp_path / f"{fresh}")
        with _started(book, environment={"HOME": str(home)}, fresh=fresh) as terminal:
            terminal.send("g9\r\r91\t")
            terminal.wait(lambda: _typed("91"), "a draft")
            terminal.send("\x1b", "q")
            assert terminal.ended() == 0
        assert str(book.with_suffix(".book")) in (state_folder() / "recent.json").read_text()
    assert list(home.rglob("*")) == []


def test_the_terminal_is_left_as_it_was(tmp_path: Path) -> None:
    """After q the other screen, the cursor and bracketed paste are as before, and the status is 0."""
    with _started(write_case(tmp_path)) as terminal:
        terminal.send("q")
        assert terminal.ended() == 0
        for sequence in (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?2004l"):
            assert terminal.received.rfind(sequence) > 0


@pytest.mark.parametrize(
    "keys",
    [
        ("\x1bOP", "\x1bOS", "\x1b[15~"),
        ("\x1b[11~", "\x1b[14~", "\x1b[15~"),
        ("\x1b[[A", "\x1b[[D", "\x1b[[E"),
    ],
    ids=["xterm", "putty", "linux"],
)
def test_function_keys_of_three_terminals(tmp_path: Path, keys: tuple[str, str, str]) -> None:
    """F1, F4 and F5 work as xterm, PuTTY and the Linux console send them."""
    f1, f4, f5 = keys
    with _started(write_case(tmp_path)) as terminal:
        terminal.send(f1)
        terminal.shows("(:open)")
        terminal.send("\x1b")
        terminal.shows("类别")
        terminal.send(f4)
        terminal.shows("得分说明")
        terminal.send("\x1b")
        terminal.shows("类别")
        terminal.send(f5)
        terminal.shows("已重算")


def test_bracketed_paste_of_rows_is_previewed(tmp_path: Path) -> None:
    """Pasted rows are shown before anything is entered."""
    path = write_case(tmp_path)
    with _started(path) as terminal:
        terminal.send("g10\r\r")
        terminal.shows("季度得分")
        terminal.send("\x1b[200~91\t82\r92\t183\x1b[201~")
        terminal.shows("粘贴预览")
        assert _drafts() == ""
        terminal.send("\r")
        terminal.shows("已录入 3")


def test_an_input_method_types_chinese_and_full_width(tmp_path: Path) -> None:
    """Characters arrive whole and in order; full-width digits are digits; ／ opens the filter."""
    path = write_case(tmp_path)
    with _started(path) as terminal:
        terminal.send("／冯十\r\r")
        terminal.shows("季度得分")
        terminal.send("８７．５\t")
        terminal.wait(lambda: "８７．５" in _drafts() or "87.5" in _drafts(), "entered")


def test_sighup_keeps_the_field_under_the_caret(tmp_path: Path) -> None:
    """A dropped connection: what was typed, even the cell not left yet, is offered at the next start."""
    path = write_case(tmp_path)
    with _started(path) as terminal:
        terminal.send("g10\r\r91\t82")
        terminal.shows("82")
        terminal.signal(signal.SIGHUP)
        assert terminal.ended() == 129
        assert b"\x1b[?1049l" in terminal.received  # the terminal is still there: it is given back
    with Terminal(str(path)) as terminal:
        terminal.shows("上次会话未保存")
        terminal.send("r")
        terminal.shows("已恢复 2 条")


def test_sigterm_leaves_in_order_and_keeps_everything(tmp_path: Path) -> None:
    """Told to stop: the terminal is restored, the field under the caret is kept, the status is 143."""
    path = write_case(tmp_path)
    with _started(path) as terminal:
        terminal.send("g10\r\r91\t82")
        terminal.shows("82")
        terminal.signal(signal.SIGTERM)
        assert terminal.ended() == 143
        assert b"\x1b[?1049l" in terminal.received
    assert '{"facts.opinion@2020Q1:": "82"}' in _drafts()
    assert _facts(path) == {}


def test_a_vanished_terminal_ends_the_program(tmp_path: Path) -> None:
    """The terminal is closed under the program: it keeps what was typed and does not stay behind."""
    path = write_case(tmp_path)
    with _started(path, fresh=True) as terminal:
        terminal.send("g10\r\r91\t117")
        terminal.shows("117")
        terminal.hang_up()
        assert terminal.ended() == 129
    assert '{"facts.work@2020Q1:": "91"}' in _drafts()
    assert '"117"' in _drafts()


def test_a_vanished_terminal_is_noticed_without_any_signal(tmp_path: Path) -> None:
    """Where no SIGHUP arrives (nohup, a container), polling notices it."""
    path = write_case(tmp_path)
    with Terminal(str(path), module="tui_kit.deaf") as terminal:
        terminal.shows("000010")
        terminal.send("g10\r\r91\t82")
        terminal.shows("82")
        terminal.hang_up()
        assert terminal.ended() == 129
    assert '{"facts.opinion@2020Q1:": "82"}' in _drafts()
    assert _facts(path) == {}


def test_kill_9_loses_only_the_cell_being_typed(tmp_path: Path) -> None:
    """Killed in the middle of a form: every cell that was left is offered, and the book is whole."""
    path = write_case(tmp_path)
    with _started(path) as terminal:
        terminal.send("g10\r\r91\t82\t7")
        terminal.wait(lambda: "facts.opinion" in _drafts(), "entered")
        terminal.signal(signal.SIGKILL)
        assert terminal.ended() == -signal.SIGKILL
    assert _facts(path) == {}
    with Terminal(str(path)) as terminal:
        terminal.shows("上次会话未保存")
        terminal.send("r", "g10\r\r")
        terminal.shows("87.4")


def test_bytes_for_a_key_a_step_and_a_screen(tmp_path: Path) -> None:
    """A key in the form sends at most 300 bytes, a step in the roster 600, a screen 8 KB."""
    with Terminal(str(write_case(tmp_path, people=60))) as terminal:
        terminal.shows("000010")
        terminal.settle()
        assert len(terminal.received) <= 8192
        step = terminal.spent(lambda: terminal.send("\x1b[B"), lambda: terminal.line(3).startswith(">"), "a step")
        assert step <= 600
        page = terminal.spent(lambda: terminal.send("\x1b[6~"), lambda: "000030" in terminal.screen.text(), "a page")
        assert page <= 8192
        form = terminal.spent(lambda: terminal.send("g60\r\r"), lambda: "季度得分" in terminal.screen.text(), "a form")
        assert form <= 8192
        digit = terminal.spent(lambda: terminal.send("9"), lambda: "9" in terminal.line(3)[11:20], "a digit")
        assert digit <= 300
        tab = terminal.spent(lambda: terminal.send("\t"), lambda: "* demo" in terminal.line(0), "a tab")
        assert tab <= 300
        again = terminal.spent(
            lambda: terminal.send("82\t"), lambda: "> 2020Q2" in terminal.screen.text(), "a value and a tab"
        )
        assert again <= 600


def test_nothing_is_sent_while_idle(tmp_path: Path) -> None:
    """A screen that nobody touches costs no traffic: no blinking, no clock."""
    with _started(write_case(tmp_path)) as terminal:
        terminal.settle()
        before = len(terminal.received)
        for _ in range(20):
            terminal._read(0.1)
        assert len(terminal.received) == before


def test_bytes_in_the_sheet(tmp_path: Path) -> None:
    """A key at most 300 bytes, a step 600, a page or the columns turned sideways a screen of 8 KB, a burst as meant."""
    path = write_case(tmp_path, people=60, empty=60)
    with Terminal(str(path)) as terminal:
        terminal.shows("000010")
        opened = terminal.spent(lambda: terminal.send("b\r"), lambda: "季度得分" in terminal.screen.text(), "the sheet")
        assert opened <= 8192
        digit = terminal.spent(lambda: terminal.send("9"), lambda: "9" in terminal.line(2), "a digit")
        assert digit <= 300
        terminal.spent(lambda: terminal.send("1\t"), lambda: "* demo" in terminal.line(0), "an entry")
        entry = terminal.spent(lambda: terminal.send("82\t"), lambda: terminal.line(3).startswith(">"), "an entry")
        assert entry <= 600
        step = terminal.spent(lambda: terminal.send("\x1b[B"), lambda: terminal.line(4).startswith(">"), "a step")
        assert step <= 600
        page = terminal.spent(lambda: terminal.send("\x1b[6~"), lambda: "000030" in terminal.screen.text(), "a page")
        assert page <= 8192
        terminal.send("\x1b[1;5H91\t82\r73\t64\r55\x1bOQ")
        terminal.shows("已保存")
        assert _facts(path, "000002") == {"work": {"2020Q1": 73}, "opinion": {"2020Q1": 64}}
        assert _facts(path, "000003") == {"work": {"2020Q1": 55}}


def test_a_block_and_a_lost_line_in_the_sheet(tmp_path: Path) -> None:
    """A bracketed paste of 200 rows is previewed and entered; the line drops, and all of it is offered again."""
    path = write_case(tmp_path, people=200, empty=200)
    block = "".join(f"{place:06d}\t{50 + place % 50}\t{60 + place % 40}\r" for place in range(1, 201))
    with Terminal(str(path)) as terminal:
        terminal.shows("000010")
        terminal.send("b\r")
        terminal.shows("季度得分")
        terminal.send(f"\x1b[200~{block}\x1b[201~")
        terminal.shows("共 400 格  新 400")
        assert _drafts() == ""
        terminal.send("\r")
        terminal.shows("已录入 400 格")
        terminal.signal(signal.SIGHUP)
        assert terminal.ended() == 129
    with Terminal(str(path)) as terminal:
        terminal.shows("上次会话未保存")
        terminal.send("r")
        terminal.shows("200 个对象")
        terminal.send("b\r\x1bOQ")
        terminal.shows("200 个对象")
        terminal.wait(lambda: _drafts() == "", "nothing is left to save")
        assert _facts(path, "000200") == {"work": {"2020Q1": 50}, "opinion": {"2020Q1": 60}}


def test_first_paint_of_ten_thousand_rows(tmp_path: Path) -> None:
    """Opening a large book and its first screen are a screen each, a line a second between them; a step is one step."""
    with Terminal(str(write_case(tmp_path, people=10_000, empty=10_000))) as terminal:
        began = time.monotonic()
        terminal.shows("10001/10001")
        terminal.settle()
        assert len(terminal.received) <= 2 * 8192 + 200 * (time.monotonic() - began)
        step = terminal.spent(lambda: terminal.send("\x1b[B"), lambda: terminal.line(3).startswith(">"), "a step")
        assert step <= 600


def test_a_resize_draws_the_screen_anew(tmp_path: Path) -> None:
    """Larger, then too small, then large again."""
    with _started(write_case(tmp_path)) as terminal:
        terminal.resize(120, 40)
        terminal.wait(lambda: terminal.line(39).startswith("Enter"), "drawn at 120x40")
        terminal.resize(50, 10)
        terminal.shows("60x16")
        terminal.resize(60, 16)
        terminal.wait(lambda: terminal.line(15).startswith("Enter"), "drawn at 60x16")


def test_no_mouse_no_blinking_no_kitty_keys(tmp_path: Path) -> None:
    """Nothing is switched on that old terminals answer with noise, and the hardware cursor is shown."""
    with _started(write_case(tmp_path), fresh=True) as terminal:
        terminal.settle()
        sent = terminal.received
        for sequence in (b"\x1b[?1000h", b"\x1b[?1003h", b"\x1b[?12h", b"\x1b[>", b"\x1b]22"):
            assert sequence not in sent
        assert sent.rfind(b"\x1b[?25h") > sent.rfind(b"\x1b[?25l")


def test_a_terminal_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    """A terminal that gives a Chinese character three cells is told how to be set."""
    with Terminal(str(write_case(tmp_path)), answers="latin") as terminal:
        assert terminal.ended() == 2
        assert "UTF-8" in terminal.screen.text()


def test_a_case_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    """The file, the reason, status 2; the screen is not taken over."""
    with Terminal(str(tmp_path / "none.json"), columns=200, fresh=True) as terminal:
        assert terminal.ended() == 2
        assert "none.json" in terminal.screen.text()
        assert "Traceback" not in terminal.screen.text()
        assert b"\x1b[?1049h" not in terminal.received


def test_a_terminal_that_gives_no_answer_is_served(tmp_path: Path) -> None:
    """Where the question about widths is not answered, the program starts all the same, with plain glyphs."""
    with Terminal(str(write_case(tmp_path)), answers="none") as terminal:
        terminal.shows("000010")


def test_keys_typed_before_the_program_is_there_are_not_lost(tmp_path: Path) -> None:
    """Type-ahead while the program starts reaches the roster."""
    with Terminal(str(write_case(tmp_path)), fresh=True) as terminal:
        terminal.send("g10\r\r")
        terminal.shows("季度得分")
        assert "000010" in terminal.line(0)


def test_nothing_is_asked_of_the_terminal_that_types_between_keys(tmp_path: Path) -> None:
    """No focus reports are asked for, and the keyboard mode is not ended where it was never begun."""
    path = write_case(tmp_path)
    with _started(path, fresh=True) as terminal:
        terminal.send("q")
        assert terminal.ended() == 0
        assert b"\x1b[?1004" not in terminal.received
        assert b"\x1b[<u" not in terminal.received


def test_another_operators_save_appears(tmp_path: Path) -> None:
    """What somebody else saves is there within a second or two, and is said; what is being typed stays."""
    path = write_case(tmp_path)
    with _started(path) as terminal:
        terminal.send("g10\r\r9")
        terminal.shows("季度得分")
        with Office.open(path.with_suffix(".book"), ruleset=DEMO, actor="zhao") as office:
            receipt = office.save([Enter(EMPTY, "opinion", 77, "2020Q1")]).receipt
        terminal.shows(str(receipt))
        terminal.shows("77")
        terminal.send("1\x1b")
        terminal.wait(lambda: "work" in _facts(path), "saved")
        assert _facts(path) == {"work": {"2020Q1": 91}, "opinion": {"2020Q1": 77}}


def test_the_receipt_stands_on_the_message_line(tmp_path: Path) -> None:
    """F2 shows number and first 12 digits of the commit, as the ledger has them."""
    path = write_case(tmp_path)
    with _started(path) as terminal:
        terminal.send("g10\r\r91\t\x1bOQ")
        terminal.shows("已保存")
        with Office.open(path.with_suffix(".book"), writable=False, ruleset=DEMO) as office:
            assert str(office.head) in terminal.line(22)


def test_two_terminals_with_a_conflict(tmp_path: Path) -> None:
    """Two operators type into one cell: the second to save sees both values, and decides; nothing is lost."""
    path = write_case(tmp_path)
    with _started(path) as one, Terminal(str(path)) as two:
        two.shows("000010")
        for terminal, text in ((one, "91"), (two, "82")):
            terminal.send(f"g10\r\r{text}\t")
            terminal.wait(partial(_typed, text), "typed")
        one.send("\x1b[A\x1bOQ")
        one.shows("已保存")
        two.send("\x1bOQ")
        two.shows("您录入 82")
        assert _facts(path) == {"work": {"2020Q1": 91}}
        assert '"82"' in _drafts()
        two.send("82\x1b")
        two.shows("类别")
        two.wait(lambda: _facts(path) == {"work": {"2020Q1": 82}}, "saved over theirs")
        assert _drafts() == ""


def test_a_person_is_added_within_the_bytes(tmp_path: Path) -> None:
    """The page of a new person is a screen, a digit in it at most 300 bytes; F2 shows the receipt."""
    path = write_case(tmp_path)
    with _started(path) as terminal:
        page = terminal.spent(lambda: terminal.send("a"), lambda: "新增" in terminal.line(0), "the page")
        assert page <= 8192
        digit = terminal.spent(lambda: terminal.send("0"), lambda: " 0" in terminal.line(1), "a digit")
        assert digit <= 300
        terminal.send("00011\t1\t陈六\x1bOQ")
        terminal.shows("已增加")
        with Office.open(path.with_suffix(".book"), writable=False, ruleset=DEMO) as office:
            assert office.people["000011"].name == "陈六"
            assert str(office.head) in terminal.line(22)
