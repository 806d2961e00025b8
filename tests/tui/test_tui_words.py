"""From a result to the clause and its words, where the office laid its own copy beside the book; and nowhere else."""

from __future__ import annotations

import shutil
import zipfile
from importlib.resources import files
from pathlib import Path

import pytest

from cli_kit import run
from exchange_kit.copies import ABOVE, HIDDEN, SEEN, xpcc_lines
from kaohe_tui.desk._desk import Desk
from kaohe_tui.session._session import Session
from tui_kit.typing import desk_on, press


def _book(folder: Path, plugin: str, example: str, copy: str, name: str) -> Desk:
    """A desk on a shipped example in a folder of its own, with a copy of the document beside it."""
    case = folder / example
    shutil.copy(str(files(plugin) / "examples" / example), case)
    (folder / name).write_text(copy, "utf-8")
    desk = Desk(Session.open(case), who="li", terminal="pts/3")
    desk.size = (100, 40)
    return desk


def _xpcc(folder: Path) -> Desk:
    return _book(folder, "kaohe_xpcc", "prefecture.json", "\n".join(xpcc_lines()), "xpcc-2016.txt")


def _held(path: Path) -> str:
    """Everything that a file holds, the parts of an archive unpacked."""
    data = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            data = b"".join(archive.read(name) for name in archive.namelist())
    return data.decode("utf-8", "replace")


def test_without_a_copy_the_screen_says_where_to_lay_one(tmp_path: Path) -> None:
    """The folder and the names are told, and no words are made up."""
    desk = desk_on(tmp_path)
    press(desk, "g", "1", "enter", "f4", "w")
    text = desk.page.page_text()
    assert "demo.txt" in text
    assert "示例考核办法" in text


def test_from_a_result_to_the_words_of_its_clauses(tmp_path: Path) -> None:
    """F4, then w: each clause that the explanation cites with its words from the copy, by its number."""
    (tmp_path / "demo.txt").write_text("第三条 得分词句。\n第四条 请假词句。\n第五条 通报词句。\n", "utf-8")
    desk = desk_on(tmp_path)
    press(desk, "g", "1", "enter", "f4", "w")
    text = desk.page.page_text()
    assert text.index("第三条") < text.index("得分词句")
    assert all(words in text for words in ("得分词句", "请假词句", "通报词句"))
    assert "没有该条款号" in text  # 第九条 is cited and not in the copy
    press(desk, "escape", "escape", "c", "w")
    assert "得分词句" in desk.page.page_text()


def test_a_copy_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    """A damaged file is a sentence on the screen, not the end of it."""
    (tmp_path / "demo.docx").write_bytes(b"no archive")
    desk = desk_on(tmp_path)
    press(desk, "g", "1", "enter", "f4", "w")
    assert "无法按 .docx 读取" in desk.page.page_text()


@pytest.mark.parametrize("key", ["y", "f7", "f12", "l"])
def test_the_words_are_not_carried_away(tmp_path: Path, key: str) -> None:
    """Copying, the plain page and writing rows are refused where the copy's words stand."""
    (tmp_path / "demo.txt").write_text("第三条 得分词句。\n", "utf-8")
    desk = desk_on(tmp_path)
    press(desk, "g", "1", "enter", "f4", "w", key)
    assert desk.take_clipboard() == ""
    assert desk.page.where == "words"
    if key != "l":
        assert "不复制、不导出、不打印" in str(desk.message)
    press(desk, ":", *"copy page", "enter")
    assert desk.take_clipboard() == ""


def test_no_screen_of_xpcc_shows_a_withheld_word(tmp_path: Path) -> None:
    """Every clause that the scheme cites, and every person's: words of the others, and not one that is withheld."""
    desk = _xpcc(tmp_path)
    press(desk, "c", "w")
    text = desk.page.page_text()
    assert SEEN in text
    assert HIDDEN not in text
    assert ABOVE not in text
    assert "本条文字不予显示" in text
    press(desk, "escape", "escape")
    for who in [*desk.session.people][:12]:
        press(desk, "g", *who, "enter", "f4", "w")
        text = desk.page.page_text()
        assert HIDDEN not in text
        assert ABOVE not in text
        press(desk, "escape", "escape")


def test_the_copy_enters_no_book_export_or_print(tmp_path: Path, state: Path) -> None:
    """The words are looked at; then nothing that is kept, exported, printed or reported holds one of them."""
    desk = _xpcc(tmp_path)
    who = next(iter(desk.session.people))
    press(desk, "c", "w", "pagedown", "escape", "escape", "g", *who, "enter", "f4", "w", "escape", "y")
    copied = [desk.take_clipboard()]
    press(desk, "escape", "l", *str(tmp_path / "rows.xlsx"), "enter", ":", *"export names", "enter", "f9")
    desk.session.save(who)
    book = Path(desk.session.where)
    desk.close()
    out = tmp_path / "out"
    out.mkdir()
    run("table", book, "-o", out / "table.xlsx", lang="zh")
    run("why", book, who, "-o", out / "why.html", lang="zh")
    made = [run("print", book, form, who, "-o", out / f"{form}.docx", lang="zh") for form in ("explanation", "notice")]
    made.append(run("report", book, "BT-8(3)", "-o", out / "report.html", lang="zh"))
    made.append(run("evaluate", book, lang="zh"))
    assert [one.exit_code for one in made] == [0, 0, 0, 0], [one.output for one in made]
    found = [path for folder in (tmp_path, state) for path in folder.rglob("*") if path.is_file()]
    written = [path for path in found if path.name != "xpcc-2016.txt"]
    assert {".xlsx", ".html", ".docx", ".json", ".book"} <= {path.suffix for path in written}
    for text in (*copied, *(result.output for result in made), *map(_held, written)):
        assert not any(words in text for words in (SEEN, HIDDEN, ABOVE))
