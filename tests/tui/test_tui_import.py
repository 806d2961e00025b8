"""A sheet by keys: into which book, of what kind, what it leaves open asked for, and the same preview as the command's."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from exchange_kit import corps, county
from kaohe.office import Enrol, Office
from kaohe_tui.desk._desk import Desk
from kaohe_tui.session._session import Session
from tui_kit.terminal import Terminal
from tui_kit.typing import RECEIPT, press

BALLOTS = "一连工作队测评票\n票号,A\n1,优秀\n2,较好\n3,优秀、较好\n"


def _written(folder: Path, text: str, name: str = "a.csv") -> Path:
    (folder / name).write_text(text)
    return folder / name


def _desk(book: Path) -> Desk:
    return Desk(Session.open(book), who="li", terminal="pts/3")


def _take(desk: Desk, sheet: Path) -> None:
    press(desk, "i", *str(sheet), "enter")


def test_a_sheet_alone_asks_for_its_book_and_its_kind(tmp_path: Path) -> None:
    """`kaohe tui a.csv`: the books beside it, Enter, the kind, the preview, the number handed out, one commit."""
    with corps(tmp_path):
        pass
    home = Desk(None, folder=tmp_path, sheet=_written(tmp_path, BALLOTS))
    assert "a.csv 导入哪个账簿" in home.frame().text()
    press(home, "enter")
    assert home.page.where == "choose"
    assert "逐票" in home.frame().text()
    press(home, "enter")
    assert home.page.where == "sheet_in"
    assert "K9612" in home.frame().text()
    press(home, "h", "三", "enter")
    assert "数字" in str(home.message)
    press(home, "h", "3", "enter", "enter")
    assert RECEIPT.search(str(home.message))
    row = home.session.office.row("A")
    assert row is not None
    assert row["facts"]["ballot"] == {
        "issued": 3,
        "collected": 3,
        "spoilt": 1,
        "blank": 0,
        "优秀": 1,
        "较好": 1,
        "一般": 0,
        "差": 0,
    }


def test_a_sheet_is_chosen_at_home_too(tmp_path: Path) -> None:
    """At Home i takes a sheet; a new book takes it in as well; one that is not there is a sentence."""
    with corps(tmp_path):
        pass
    home = Desk(None, folder=tmp_path)
    press(home, "i", *"none.csv", "enter")
    assert "none.csv" in str(home.message)
    _written(tmp_path, BALLOTS)
    press(home, "i", *"a.csv", "enter")
    assert "导入 > a.csv" in home.frame().text().splitlines()[0]
    press(home, "enter", "escape")
    assert home.page.where == "roster"


ROSTER = "对象类别,名称\n驻村工作队,五村工作队\n驻村工作队,六村工作队\n"
MARKS = "名称,平时掌握,民意测评,目标责任考评表\n一村工作队,90,88,91\n"


def test_ids_and_names_are_asked_for_as_by_the_command(tmp_path: Path) -> None:
    """Who is new without an id is numbered as answered; who is named alone is taken once that is said."""
    with county(tmp_path):
        pass
    desk = _desk(tmp_path / "county.book")
    _take(desk, _written(tmp_path, ROSTER))
    assert "自动编号以什么开头" in desk.frame().text()
    press(desk, "T", "enter", "enter")
    assert RECEIPT.search(str(desk.message))
    assert {"T001", "T002"} <= set(desk.session.office.people)
    _take(desk, _written(tmp_path, MARKS))
    assert "K9142" in desk.frame().text()
    press(desk, "t", *"2018Q4", "enter")
    assert "是否认可" in desk.frame().text()
    press(desk, "n", "enter", "enter")
    assert "K9102" in str(desk.frame().text())
    press(desk, "b", "enter")
    assert RECEIPT.search(str(desk.message))


def test_what_the_columns_do_not_say_is_said_by_keys(tmp_path: Path) -> None:
    """Headings of one's own, a kind, marks of days: each by a key where the command has an option."""
    with corps(tmp_path) as office:
        office.save([Enrol("M1", "member", "王五", {"team": "A"})])
    desk = _desk(tmp_path / "corps.book")
    _take(desk, _written(tmp_path, "编号,事假\nM1,3\n"))
    assert "K9161" in desk.frame().text()
    press(desk, "enter")
    assert "K9161" in desk.frame().text()
    press(desk, "m", *"事假", "enter")
    assert "平时分=usual" in str(desk.message)
    press(desk, "m", *"事假=leave", "enter", "k", *["down"] * 8, "enter")
    assert "考勤" in desk.frame().text()
    press(desk, "enter")
    assert RECEIPT.search(str(desk.message))
    days = ",".join(map(str, range(1, 32)))
    _take(desk, _written(tmp_path, f"2016年1月\n编号,{days}\nM1,√,事\n"))
    assert "K9632" in desk.frame().text()
    press(desk, "m")
    assert "B3单元格" in desk.frame().text()
    press(desk, "end", "enter")
    press(desk, "m", "enter")
    assert "K9640" in desk.frame().text()
    press(desk, "escape")
    _take(desk, tmp_path / "a.csv")
    press(desk, "m", "end", "enter", "m", "end", "up", "enter")
    assert "K9635" in desk.frame().text()


def test_keys_that_have_nothing_to_do_say_so(tmp_path: Path) -> None:
    """Numbering nobody, confirming nobody: a sentence."""
    with corps(tmp_path):
        pass
    desk = _desk(tmp_path / "corps.book")
    _take(desk, _written(tmp_path, "编号,名称\nA,一连工作队\n"))
    for key, said in (("n", "没有缺编号"), ("b", "没有只写姓名")):
        press(desk, key)
        assert said in str(desk.message)


def test_esc_stops_a_long_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """How many rows were checked is told on the way, and Esc leaves the roster as it was with nothing written."""
    with corps(tmp_path):
        pass
    gate, heard = threading.Event(), threading.Event()
    desk = _desk(tmp_path / "corps.book")
    head = desk.session.office.head
    monkeypatch.setattr(Desk, "patience", 0.0)

    def slow(rows: object) -> object:
        heard.set()
        gate.wait(5)
        return iter(())

    monkeypatch.setattr("kaohe.exchange._who.People.of_row", lambda self, layout, row: slow(row))
    _take(desk, _written(tmp_path, "编号,名称\nA,一连工作队\nB,二连工作队\n"))
    assert heard.wait(5)
    press(desk, "escape")
    assert desk.waiting is None
    gate.set()
    assert desk.page.where == "roster"
    assert desk.session.office.head == head


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_on_a_real_terminal_a_sheet_goes_into_a_book(tmp_path: Path, lang: str) -> None:
    """80x24, keys alone: `kaohe tui a.csv`, Enter for the book, Enter for the kind, Enter writes; no English in Chinese."""
    with corps(tmp_path):
        pass
    sheet = _written(tmp_path, "发出 3 张\n" + BALLOTS)
    with Terminal("tui", str(sheet), module="kaohe", environment={"KAOHE_LANG": lang}) as terminal:
        terminal.shows("导入哪个账簿" if lang == "zh" else "into which book")
        terminal.send("\r")
        terminal.shows("按列判断" if lang == "zh" else "what its columns say")
        terminal.send("\r")
        terminal.shows("发出 3 收回 3" if lang == "zh" else "issued 3 collected 3")
        terminal.send("\r")
        terminal.shows("已写入" if lang == "zh" else "entries written")
        terminal.send("q")
        assert terminal.ended() == 0
    with Office.open(tmp_path / "corps.book", writable=False) as office:
        assert list(office.history())[-1].reason == "导入：逐票"


def test_each_count_of_a_ballot_says_what_it_counts(tmp_path: Path) -> None:
    """The preview of tallies names the parts and the options beside their numbers, before and after."""
    with corps(tmp_path):
        pass
    desk = _desk(tmp_path / "corps.book")
    heads = "编号,发出,收回,废票,弃权,优秀,较好,一般,差\n"
    for counts in ("A,9,9,0,1,5,2,1,0\n", "A,9,9,0,1,4,3,1,0\n"):
        _take(desk, _written(tmp_path, heads + counts))
        desk.size = (120, 40)
        text = desk.frame().text()
        press(desk, "enter")
    joined = "".join(text.split())
    assert "发出9收回9废票0弃权1优秀5较好2一般1差0->发出9收回9废票0弃权1优秀4较好3一般1差0" in joined
