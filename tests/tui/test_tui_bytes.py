"""What each new screen sends over a slow line, and long bursts, two terminals and a lost line in the sheet."""

from __future__ import annotations

import shutil
import signal
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from attrs import evolve

from kaohe.office import Assign, Freeze, Office
from kaohe_tui.session._places import state_folder
from kaohe_tui.session._session import Session
from office_kit import MONTHS, PLAN, made, marks, member
from tui_kit import DEMO, write_case
from tui_kit.offices import CROSS, xpcc
from tui_kit.scenes import enter_twice
from tui_kit.terminal import Terminal

SCREEN, STEP, KEY = 8192, 600, 300
_FIRST = [f"{place:06d}" for place in range(1, 51)]


def _facts(path: Path) -> dict[str, dict[str, Any]]:
    """What the ledger beside the case says of everybody, read from nothing."""
    with Office.open(path.with_suffix(".book"), writable=False, ruleset=DEMO) as office:
        return {who: dict((office.row(who) or {}).get("facts", {})) for who in office.people}


def _drafts() -> str:
    return "".join(path.read_text() for path in (state_folder() / "drafts").glob("*.jsonl"))


def _under(terminal: Terminal) -> int:
    lines = terminal.screen.text().split("\n")
    return next((y for y, line in enumerate(lines) if line.startswith(">")), -1)


def _costs(terminal: Terminal, keys: str, shown: str, most: int = SCREEN) -> None:
    """These keys bring a screen that shows a text, within the bytes."""
    spent = terminal.spent(lambda: terminal.send(keys), lambda: shown in terminal.screen.text(), shown)
    assert spent <= most, (keys, spent)


def _steps(terminal: Terminal, key: str = "\x1b[B", most: int = STEP) -> None:
    """A step in a list moves its cursor within the bytes."""
    before = _under(terminal)
    spent = terminal.spent(lambda: terminal.send(key), lambda: _under(terminal) != before, "a step")
    assert spent <= most, spent


def test_a_new_book_within_its_bytes(tmp_path: Path) -> None:
    """Home, the steps of a new book, the schemes, each reading: a screen each, a step one step, a letter one key."""
    with Terminal(str(tmp_path), module="tui_kit.home") as terminal:
        terminal.shows("n  新建")
        terminal.settle()
        assert len(terminal.received) <= SCREEN
        _costs(terminal, "n", "新建账簿")
        _steps(terminal)
        terminal.send("\x1b[A")
        _costs(terminal, "\r", "xizang-2018")
        _steps(terminal)
        terminal.send("\x1b[H\r")
        terminal.shows("周期名称")
        _costs(terminal, "\x1b[H\x1b[B\x1b[B\r县", "单位: 县")
        digit = terminal.spent(lambda: terminal.send("A"), lambda: "县A" in terminal.screen.text(), "a letter")
        assert digit <= KEY
        terminal.send("\r\x1b[F\x1b[A\x1b[A")
        _costs(terminal, "\r", "已确认 0/")
        _costs(terminal, "\r", "已确认 1/", 2 * STEP + KEY)  # the next reading is told in full below


def test_an_import_preview_within_its_bytes(tmp_path: Path) -> None:
    """A preview of a sheet is a screen, a page of it too, and leaving out what is rejected a line or two."""
    sheet = tmp_path / "marks.csv"
    rows = "".join(f"{who},2020Q1,{50 + n}\n" for n, who in enumerate(_FIRST))
    sheet.write_text(f"编号,期次,日常工作\n{rows}000001,2020Q2,117\n")
    path = write_case(tmp_path, people=50, empty=50)
    with Terminal(str(path)) as terminal:
        terminal.shows("000010")
        _costs(terminal, f"i{sheet}\r", "新增 50")
        _costs(terminal, "\x1b[6~", "000038")
        _costs(terminal, "l", "略去", STEP)
        terminal.send("\r")
        terminal.shows("已写入")
        assert _facts(path)["000050"] == {"work": {"2020Q1": 99}}


def test_decisions_within_their_bytes(tmp_path: Path) -> None:
    """Results, every quota, a tie: a screen each; moving between candidates a step, a letter of the reason a key."""
    with Terminal(str(write_case(tmp_path))) as terminal:
        terminal.shows("000010")
        _costs(terminal, "r", "T 同分组")
        _steps(terminal)
        _costs(terminal, "s", "排序 编号")
        _costs(terminal, "m", "等待 000009")
        _costs(terminal, "\x1b", "排序 编号")
        _costs(terminal, "t", "裁定同分")
        _steps(terminal)
        terminal.send("\x1b[B\x1b[B")
        letter = terminal.spent(lambda: terminal.send("集"), lambda: "集" in terminal.screen.text(), "a letter")
        assert letter <= KEY


def test_a_grade_that_is_left_to_people_within_its_bytes(tmp_path: Path) -> None:
    """On Tibet's own example: the open points, and the page that decides a grade by its number."""
    example = tmp_path / "county-2019.json"
    shutil.copy(str(files("kaohe_xizang") / "examples" / "county-2019.json"), example)
    with Terminal("tui", str(example), module="kaohe", fresh=True) as terminal:
        terminal.shows("U10")
        _costs(terminal, "o", "待裁定")
        _costs(terminal, "/一半\r", "筛选 一半")
        terminal.wait(lambda: _under(terminal) > 0, "somebody whose grade is left to people")
        _costs(terminal, "d", "依据文号")
        digit = terminal.spent(lambda: terminal.send("1"), lambda: "优秀" in terminal.line(1), "a digit")
        assert digit <= KEY


def test_the_cycle_within_its_bytes(tmp_path: Path) -> None:
    """What waits, the second entry, differences, warnings and the agenda: a screen each; a count typed blind is a key."""
    path = write_case(tmp_path)
    Session.open(path, ruleset=DEMO).close()
    enter_twice(path.with_suffix(".book"))
    with Terminal(str(path)) as terminal:
        terminal.shows("000010")
        _costs(terminal, "p", "待复录 2 项")
        _steps(terminal)
        terminal.send("\x1b[A")
        _costs(terminal, "\r", "待复录 2 份")
        _costs(terminal, "\r", "背对背复录")
        digit = terminal.spent(lambda: terminal.send("2"), lambda: "2" in terminal.line(1), "a digit")
        assert digit <= KEY
        _steps(terminal, "\t")
        terminal.send("\x1b\x1b")
        terminal.shows("待裁定 1 项")
        _costs(terminal, "\x1b[B\r", "有差异")
        _costs(terminal, "\r", "一录")
        terminal.send("\x1b\x1b")
        terminal.shows("待接受 3 条")
        _costs(terminal, "\x1b[B\r", "W8103")
        terminal.send("\x1b")
        terminal.shows("待接受 3 条")
        _costs(terminal, "\x1b[B\r", "没有到期事项")


# The cycle's rows by their places in the list.
_SIGNING, _LOWERS, _STAFF, _DRAWS, _NOTICES, _IMPORTED, _DECISIONS, _HISTORY = range(4, 12)


def _step(place: int) -> str:
    """The keys from the cycle's page to one of its lists."""
    return "\x1b[H" + "\x1b[B" * place + "\r"


def _city(folder: Path) -> Path:
    """A city over a county that it joined, which went on since; nobody has a role."""
    county = made(
        folder / "one.book", evolve(PLAN, unit="甲县"), member("M1"), member("M2"), *marks("M1"), *marks("M2", 80)
    )
    with county as lower:
        lower.save([Freeze("month", MONTHS[0])])
        with made(folder / "a.book", evolve(PLAN, unit="某市"), member("M1"), *marks("M1", 55)) as upper:
            upper.join(lower, "甲")
        lower.save([Freeze("month", MONTHS[1])])
    return folder / "a.book"


def test_lower_books_what_if_roles_and_closing_within_their_bytes(tmp_path: Path) -> None:
    """A screen each: the lower books, what one that went on would change, readings tried, roles and who is appointed, the closing."""
    with Terminal("tui", str(_city(tmp_path)), module="kaohe") as terminal:
        terminal.shows("甲.M2")
        _costs(terminal, "w", "试算")
        _steps(terminal)
        _costs(terminal, "n", "试算")
        terminal.send("\x1b\x1b\x1b")
        terminal.shows("甲.M2")
        _costs(terminal, "p", "已汇入 1 本")
        _costs(terminal, _step(_LOWERS), "汇入时已冻结")
        _costs(terminal, "\r\r", "该账簿重新冻结")
        terminal.send("\x1b\x1b")
        terminal.shows("人员角色")
        _costs(terminal, _step(_STAFF), "未设角色")
        _costs(terminal, "a", "签署层级")
        _steps(terminal, "\t")
        digit = terminal.spent(lambda: terminal.send("3"), lambda: "审核员" in terminal.screen.text(), "a digit")
        assert digit <= KEY
        terminal.send("\x1b\x1b")
        terminal.shows("人员角色")
        _costs(terminal, _step(_SIGNING), "2019Q1")
        _steps(terminal)
        _costs(terminal, "x", "保存至")
        letter = terminal.spent(lambda: terminal.send("2"), lambda: "2" in terminal.line(1), "a digit")
        assert letter <= KEY


def test_what_is_on_record_within_its_bytes(tmp_path: Path) -> None:
    """Draws, notices, grades of others, decisions, history and its commits, logins: a screen each, a step a step."""
    with Terminal("tui", str(_city(tmp_path)), module="kaohe") as terminal:
        terminal.shows("甲.M2")
        _costs(terminal, "p", "历史记录")
        _costs(terminal, _step(_DRAWS), "XZ-6(6)")
        _steps(terminal)
        _costs(terminal, "\r", "以哈希承诺种子")
        _costs(terminal, "\r", "种子存入")
        terminal.send("\x1b\x1b\x1b")
        terminal.shows("其他机关考核")
        _costs(terminal, _step(_NOTICES), "待告知")
        _steps(terminal)
        _costs(terminal, "\r", "文号")
        terminal.send("\x1b\x1b")
        terminal.shows("其他机关考核")
        _costs(terminal, _step(_IMPORTED), "没有把任何对象")
        terminal.send("\x1b")
        terminal.shows("人员角色")
        _costs(terminal, _step(_DECISIONS), "尚无裁定")
        terminal.send("\x1b")
        terminal.shows("人员角色")
        _costs(terminal, _step(_HISTORY), "次提交")
        _steps(terminal)
        _costs(terminal, "\r", "->")
        terminal.send("\x1b")
        terminal.shows("最近")
        _costs(terminal, "w", "有差异")


def test_a_revision_within_its_bytes(tmp_path: Path) -> None:
    """Freezing asks one line; the form of a frozen month says so; the question, the revision and its end are a screen each."""
    with Terminal("tui", str(_city(tmp_path)), module="kaohe") as terminal:
        terminal.shows("甲.M2")
        terminal.send("p")
        terminal.shows("人员角色")
        _costs(terminal, _step(_SIGNING), "2019Q1")
        _costs(terminal, "z\x152019-01\r", "已冻结：", STEP + KEY)
        terminal.send("\x1b\x1b")
        terminal.shows("甲.M2")
        terminal.send("gM1\r")
        _costs(terminal, "\r", "目标责任考评表")
        _costs(terminal, "\x1b[B", "K7021", STEP)
        _costs(terminal, "\x1b[20~", "修订 2019-01 的理由", STEP)
        _costs(terminal, "复核\r", "[修订 2019-01]", STEP)
        digit = terminal.spent(
            lambda: terminal.send("7"),
            lambda: terminal.line(_under(terminal)).split()[3] == "7",
            "a digit",
        )
        assert digit <= KEY
        _costs(terminal, "\x1b[20~", "修订已结束")


def test_who_assesses_whom_within_its_bytes(tmp_path: Path) -> None:
    """The pairs are a screen, a step is a step, a code typed a key, and one that changes a line."""
    path = xpcc(tmp_path, begun=False, staffed=False)
    with Office.open(path) as office:
        pairs = {f"{place}团": f"{place % 30 + 1}团" for place in range(1, 31)}
        office.save([Assign(CROSS, pairs, "兵办〔2016〕1号")])
    with Terminal("tui", str(path), module="kaohe") as terminal:
        terminal.shows("C1")
        terminal.send("p")
        terminal.shows("人员角色")
        _costs(terminal, _step(_DRAWS), "人工安排")
        _costs(terminal, "\r", "13团 <-")
        _costs(terminal, "e", "被考核")
        _steps(terminal)
        _costs(terminal, "\x1b[6~", "第2页/2")
        terminal.send("\x1b[H")
        terminal.shows("第1页/2")
        _costs(terminal, "\r\x154团", "由谁考核: 4团", STEP)
        _costs(terminal, "\r", "考核多个：4团", STEP)
        _costs(terminal, "\x1b[20~", "文号")


def test_the_desk_within_its_bytes(tmp_path: Path) -> None:
    """A mark is a step, a letter of a command a key with what it may mean; a comparison and the plain page a screen."""
    with Terminal(str(write_case(tmp_path))) as terminal:
        terminal.shows("000010")
        _steps(terminal, " ")
        terminal.send("g5\r")
        terminal.shows("> 000005")
        _costs(terminal, "u", "已标记 6 个", STEP)
        _costs(terminal, "h", "标记 11", STEP)
        _costs(terminal, "hg1\r g5\rv", "对照")
        _costs(terminal, "f", "只看不同")
        _costs(terminal, "\x1b", "> 000005")
        opened = terminal.spent(lambda: terminal.send(":j"), lambda: ":j" in terminal.screen.text(), "a letter")
        assert opened <= 2 * KEY
        letter = terminal.spent(lambda: terminal.send("g"), lambda: ":results" in terminal.screen.text(), "a letter")
        assert letter <= KEY
        terminal.send("\x1b")
        _costs(terminal, "\x1b[24~", "000010")


def test_the_roster_and_a_person_within_their_bytes(tmp_path: Path) -> None:
    """An empty roster says which keys fill it in one screen; a new person is one, and Tab between fields a step."""
    with Terminal(str(write_case(tmp_path, people=60))) as terminal:
        terminal.shows("000010")
        _costs(terminal, "s", "排序 编号")
        _costs(terminal, "/nobody", "没有符合条件")
        _costs(terminal, "\x1b", "000010")
        _costs(terminal, "a", "新增")
        _steps(terminal, "\t")


def test_two_hundred_keys_at_once_into_a_form(tmp_path: Path) -> None:
    """Everything typed in one write stands in its cells: four quarters of two marks, F2, for ten people."""
    path = write_case(tmp_path, people=12, empty=12)
    one = "".join(f"{60 + n}\t" for n in range(8))
    with Terminal(str(path)) as terminal:
        terminal.shows("000010")
        terminal.send("g1\r\r", *[f"{one}\x1bOQ" for _ in range(10)])  # 10 x (24 digits and Tabs, F2)
        terminal.wait(lambda: "work" in _facts(path)["000010"], "the tenth form saved")
        facts = _facts(path)
        for who in _FIRST[:10]:
            assert [*facts[who]["work"].values(), *facts[who]["opinion"].values()] == [60, 62, 64, 66, 61, 63, 65, 67]
        assert facts["000011"] == {}


def test_two_hundred_keys_at_once_into_a_sheet(tmp_path: Path) -> None:
    """Forty rows of two marks in one write, then F2: every mark is in the book, in one commit."""
    path = write_case(tmp_path, people=40, empty=40)
    with Terminal(str(path)) as terminal:
        terminal.shows("000010")
        terminal.send("b\r", *[f"{50 + n}\t{51 + n}\r" for n in range(40)], "\x1bOQ")
        terminal.shows("已保存")
        facts = _facts(path)
        assert [facts[who] for who in _FIRST[:40]] == [
            {"work": {"2020Q1": 50 + n}, "opinion": {"2020Q1": 51 + n}} for n in range(40)
        ]
        with Office.open(path.with_suffix(".book"), writable=False, ruleset=DEMO) as office:
            assert len([*office.history()][-1].moved) == 80


def test_two_terminals_with_a_conflict_in_the_sheet(tmp_path: Path) -> None:
    """Both fill the same cell: who saves second sees both values, the rest is saved, and a decision by key ends it."""
    path = write_case(tmp_path)
    with Terminal(str(path)) as one:
        one.shows("000010")  # the first makes the book, which the second finds
        with Terminal(str(path)) as two:
            two.shows("000010")
            _second_is_told(path, one, two)


def _second_is_told(path: Path, one: Terminal, two: Terminal) -> None:
    for terminal, text in ((one, "91"), (two, "82")):
        terminal.send(f"b\r\x1b[1;5H/000010\r{text}\t")
        terminal.wait(partial(lambda text: f'"{text}"' in _drafts(), text), "typed")
    two.send("73\r")
    two.wait(lambda: '"73"' in _drafts(), "typed")
    one.send("\x1bOQ")
    one.shows("已保存")
    two.send("\x1bOQ")
    two.shows("您录入 82")
    two.wait(lambda: '"73"' not in _drafts(), "what clashes with nobody is saved")
    assert _facts(path)["000010"] == {"work": {"2020Q1": 91}, "opinion": {"2020Q1": 73}}
    assert '"82"' in _drafts()
    two.send("82\t\x1bOQ")
    two.wait(lambda: _drafts() == "", "saved over theirs")
    assert _facts(path)["000010"]["work"] == {"2020Q1": 82}
    one.shows("82")


def test_a_line_that_drops_in_the_middle_of_a_sheet(tmp_path: Path) -> None:
    """SIGHUP with a cell half typed: all that was typed, that cell too, is offered at the next start and comes back."""
    path = write_case(tmp_path, people=6, empty=6)
    with Terminal(str(path)) as terminal:
        terminal.shows("000006")
        terminal.send("b\r91\t82\r73\t6")
        terminal.wait(lambda: "73" in _drafts(), "typed")
        terminal.signal(signal.SIGHUP)
        assert terminal.ended() == 129
    assert _facts(path)["000001"] == {}
    with Terminal(str(path)) as terminal:
        terminal.shows("上次会话未保存")
        terminal.send("r")
        terminal.shows("已恢复 4 条（2 个对象）")
        terminal.send("b\r\x1bOQ")
        terminal.wait(lambda: _drafts() == "", "everything is in the book")
        facts = _facts(path)
        assert facts["000001"] == {"work": {"2020Q1": 91}, "opinion": {"2020Q1": 82}}
        assert facts["000002"] == {"work": {"2020Q1": 73}, "opinion": {"2020Q1": 6}}
