"""Printing and writing out by keys: what, for whom, in which format, where to; the path told, nothing over another file."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from cli_kit import run
from exchange_kit import county
from kaohe.exchange import read_sheets
from kaohe.office import Office
from kaohe.paper import Paper, docx_bytes
from kaohe_tui.desk._desk import Desk
from kaohe_tui.session import _orders
from kaohe_tui.session._job import Job
from kaohe_tui.session._session import Session
from paper_kit import docx_words
from tui_kit.typing import desk_on, press, type_text


def _body(desk: Desk) -> str:
    return desk.frame().text()


def _to(desk: Desk, step: str) -> None:
    """The cursor on a step of the page."""
    place = desk.page.ids().index(step)  # type: ignore[attr-defined]  # the page of steps
    press(desk, *["up"] * 12, *["down"] * place)


def _choose(desk: Desk, step: str, code: str) -> None:
    """Choose what has this code in the list of a step."""
    _to(desk, step)
    press(desk, "enter")
    place = desk.page.ids().index(code)  # type: ignore[attr-defined]  # a list of choices
    press(desk, *["up"] * 60, *["down"] * place, "enter")


def _finish(desk: Desk) -> None:
    """Wait for what is done beside the desk."""
    desk.patience = 60
    press(desk, "f9")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk on the book of a small county."""
    with county(tmp_path):
        pass
    desk = Desk(Session.open(tmp_path / "county.book"), who="li", terminal="pts/3")
    desk.size = (80, 24)
    return desk


def test_a_notice_for_the_person_under_the_cursor(desk: Desk, tmp_path: Path) -> None:
    """Ctrl+P, the form, this person, F9: a .docx beside the book with that person alone; its path is told."""
    who = desk.page.chosen  # type: ignore[attr-defined]  # the roster
    press(desk, "ctrl+p")
    assert "打印与导出" in _body(desk)
    _choose(desk, "key", "notice")
    _choose(desk, "whom", "one")
    _finish(desk)
    file = tmp_path / f"notice-{who}.docx"
    assert desk.message.in_language("zh") == f"已写出：{file}"  # type: ignore[union-attr]  # a Text
    assert desk.page.where == "roster"
    said = " ".join(docx_words(file.read_bytes()))
    others = [person.name for one, person in desk.session.people.items() if one != who and person.name]
    links = {link for held in desk.session.people[who].links.values() for link in [held]}
    assert desk.session.people[who].name in said
    assert [
        name for name in others if name in said and name not in {desk.session.people[str(one)].name for one in links}
    ] == []


def test_marked_rows_a_file_each(desk: Desk, tmp_path: Path) -> None:
    """Two marked rows, one file for each: a folder beside the book with two files, and how many is told."""
    press(desk, "space", "space", "ctrl+p")
    _choose(desk, "key", "explanation")
    _choose(desk, "whom", "marked")
    _to(desk, "each")
    press(desk, "enter")
    _to(desk, "format")
    press(desk, "enter", "enter", "enter")
    assert ".html" in _body(desk)
    _finish(desk)
    assert len([*(tmp_path / "explanation").iterdir()]) == 2
    assert "2" in str(desk.message)


def test_a_team_with_all_who_belong_to_it(desk: Desk, tmp_path: Path) -> None:
    """From a member's form: the choice begins with that person, and offers the team with its people."""
    member = next(one for one, person in desk.session.people.items() if "team" in person.links)
    team = str(desk.session.people[member].links["team"])
    press(desk, ":")
    type_text(desk, member)
    press(desk, "enter", "enter", "ctrl+p")
    assert f"{member} " in _body(desk)
    _choose(desk, "key", "publicity")
    _choose(desk, "whom", f"of:{team}")
    _finish(desk)
    said = set(docx_words((tmp_path / f"publicity-{team}.docx").read_bytes()))
    names = {person.name for person in desk.session.people.values() if str(person.links.get("team")) != team}
    mine = {person.name for one, person in desk.session.people.items()
            if one in desk.session.people[member].links.values()}  # fmt: skip
    assert said & names <= mine


def test_a_form_of_a_period_asks_for_it(desk: Desk, tmp_path: Path) -> None:
    """F9 without the period says what is missing and goes to it; a half-year's form offers half-years alone."""
    press(desk, "ctrl+p")
    _choose(desk, "key", "XZ-6(5)-table")
    _choose(desk, "key", "XZ-6(1)")
    press(desk, "f9")
    assert "还缺期次" in str(desk.message)
    assert desk.page.ids()[desk.page.cursor] == "period"  # type: ignore[attr-defined]  # the page of steps
    period = next(one.name for one in desk.session.office.case.cohort.cycle.periods["month"])
    _choose(desk, "period", period)
    _finish(desk)
    assert (tmp_path / f"XZ-6(1)-{period}.docx").exists()
    press(desk, "ctrl+p")
    _choose(desk, "key", "XZ-6(5)b")
    _to(desk, "period")
    press(desk, "enter")
    assert desk.page.ids() == ["2018H2", "2019H1", "2019H2"]  # type: ignore[attr-defined]  # a list of choices


def test_report_table_and_template_by_command(desk: Desk, tmp_path: Path) -> None:
    """:report, :table and :template lead to the same page; each file is read back."""
    press(desk, ":", *"report", "enter")
    _choose(desk, "key", "overview")
    _to(desk, "format")
    press(desk, "enter", "enter", "enter")
    _finish(desk)
    assert 'class="bar"' in (tmp_path / "overview.html").read_text(encoding="utf-8")
    press(desk, ":", *"table", "enter")
    _finish(desk)
    assert (tmp_path / "table.xlsx").exists()
    press(desk, ":", *"template", "enter")
    _choose(desk, "key", "roster")
    _finish(desk)
    assert read_sheets(tmp_path / "roster.xlsx")


def test_nothing_is_overwritten_and_a_mistake_is_a_sentence(desk: Desk, tmp_path: Path) -> None:
    """A name that is taken gets a number; another folder that is not there, a wrong suffix: a sentence, nothing written."""
    for expected in ("publicity.docx", "publicity.2.docx"):
        press(desk, "ctrl+p")
        _choose(desk, "key", "publicity")
        _finish(desk)
        assert expected in str(desk.message)
    before = sorted(tmp_path.iterdir())
    for name, said in (("none/here.docx", "无法写入"), ("here.txt", "格式为 .docx"), ("publicity.docx", "不会覆盖")):
        press(desk, "ctrl+p")
        _choose(desk, "key", "publicity")
        _to(desk, "file")
        press(desk, "enter", *["backspace"] * 200)
        type_text(desk, name)
        press(desk, "enter")
        _finish(desk)
        assert said in str(desk.message), name
        press(desk, "escape")
    assert sorted(tmp_path.iterdir()) == before


def test_esc_stops_it_and_leaves_nothing(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it is drawn Esc takes it back: the files that were written already are gone, and the folder with them."""
    desk.patience = 0
    press(desk, "ctrl+p")
    _choose(desk, "key", "notice")
    _to(desk, "each")
    press(desk, "enter")
    jobs: list[Job[object]] = []
    begun, go_on = Event(), Event()
    start = Job.start

    def started(job: Job[object]) -> None:
        jobs.append(job)
        start(job)

    def held(papers: Sequence[Paper], **more: Any) -> bytes:
        if (tmp_path / "notice").is_dir() and any((tmp_path / "notice").iterdir()):
            begun.set()
            go_on.wait(60)
        return docx_bytes(papers, **more)

    monkeypatch.setattr(Job, "start", started)
    monkeypatch.setattr("kaohe.paper._filed.docx_bytes", held)
    press(desk, "f9")
    assert begun.wait(60)
    press(desk, "escape")
    go_on.set()
    assert jobs[0].wait(60)
    assert not (tmp_path / "notice").exists()
    assert "已停止" in str(desk.message)


def test_a_book_is_as_it_was_and_what_is_not_saved_is_told(tmp_path: Path) -> None:
    """Printing writes nothing into the book; what is typed and not saved is said not to be on the paper."""
    desk = desk_on(tmp_path)
    press(desk, "enter", *"90", "tab", "ctrl+p")
    assert "未存 1" in _body(desk)
    head = desk.session.office.head
    _choose(desk, "key", "notice")
    _finish(desk)
    assert desk.session.office.head == head
    assert desk.session.unsaved == 1


def test_an_order_of_a_book_that_is_for_looking(tmp_path: Path) -> None:
    """Whoever may only read the book prints as well."""
    with county(tmp_path):
        pass
    with Office.open(tmp_path / "county.book", writable=False) as office:
        session = Session(office, str(tmp_path / "county.book"), None, None, [])
        made = _orders.carried_out(
            session, _orders.Order(sort="table", key="", formats=(".xlsx",), output=str(tmp_path / "a.xlsx"))
        )
        assert made.files == (str(tmp_path / "a.xlsx"),)
        session.close()


def _table(file: Path) -> list[list[str]]:
    return [[cell.text for cell in row.cells.values()] for row in read_sheets(file)[0].rows]


def test_ctrl_e_exports_what_is_chosen_of_whom_the_screen_is_about(desk: Desk, tmp_path: Path) -> None:
    """Ctrl+E asks which, of whom and where to; it writes what `kaohe export` writes, ids alone until names are wanted."""
    who = desk.page.chosen  # type: ignore[attr-defined]  # the roster
    name = desk.session.people[who].name
    press(desk, "ctrl+e")
    assert "导出数据" in _body(desk)
    _choose(desk, "whom", "one")
    _finish(desk)
    file = tmp_path / f"county-results-{who}.xlsx"
    assert desk.message.in_language("zh") == f"已写出：{file}"  # type: ignore[union-attr]  # a Text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    rows = _table(file)
    assert [row[0] for row in rows if row and row[0] in desk.session.people] == [who]
    assert not any(name in row for row in rows)
    press(desk, "ctrl+e")
    _to(desk, "names")
    press(desk, "enter")
    _finish(desk)
    assert any(name in row for row in _table(tmp_path / "county-results.xlsx"))


def test_whole_files_of_a_book_are_json_and_ask_for_nothing_else(desk: Desk, tmp_path: Path) -> None:
    """A case file and the documents have no period, kind or person to choose; the roster has its names anyway."""
    for key, steps in (
        ("case", ["sort", "key", "names", "file"]),
        ("documents", ["sort", "key", "file"]),
        ("roster", ["sort", "key", "whom", "period", "format", "file"]),
    ):
        press(desk, ":", *f"export {key}", "enter")
        assert desk.page.ids() == steps  # type: ignore[attr-defined]  # the page of steps
        _finish(desk)
    made = sorted(path.name for path in tmp_path.iterdir() if path.suffix != ".book")
    assert made == ["county-case.json", "county-documents.json", "county-roster.xlsx"]
    assert run("book", "export", tmp_path / "county.book", "--case", tmp_path / "again.json").exit_code == 0
    assert (tmp_path / "again.json").read_text() == (tmp_path / "county-case.json").read_text()
