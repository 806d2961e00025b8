"""The files themselves: official page and type, .pdf by LibreOffice in a private folder, the commands print and report."""

from __future__ import annotations

import json
import os
import stat
import sys
import zipfile
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from cli_kit import EXAMPLE, as_json, run
from exchange_kit import county
from kaohe.errors import FileError
from kaohe.paper import OFFICIAL, docx_bytes, installed_fonts, pdf_bytes
from paper_kit import ROOT, SCHEMES, drawn, has_writer

NEIMENGGU = ROOT / "plugins" / SCHEMES["neimenggu-2018"]
XPCC = ROOT / "plugins" / SCHEMES["xpcc-2016"]
FAKE = """#!/bin/sh
env > "{told}"
for last; do :; done
echo "$@" >> "{told}"
{does}
"""


def _fake(folder: Path, monkeypatch: pytest.MonkeyPatch, does: str) -> Path:
    """A program called soffice that writes down how it was called."""
    folder.mkdir()
    told, program = folder / "told", folder / "soffice"
    program.write_text(FAKE.format(told=told, does=does))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/bin{os.pathsep}/usr/bin")
    return told


def test_a_page_is_official() -> None:
    """A4 with the margins of GB/T 9704-2012, 22 lines, 16-point 仿宋 body, 22-point title; a turned page has them turned."""
    docx, shared = import_module("docx"), import_module("docx.shared")
    import io

    for key, wide in (("BT-A3", False), ("BT-A6", True)):
        document = docx.Document(io.BytesIO(docx_bytes(drawn("xpcc-2016", key)[:2])))
        for section in document.sections:
            sides = [
                round(side.mm)
                for side in (section.page_width, section.page_height, section.top_margin, section.left_margin)
            ]
            assert sides == ([297, 210, 28, 35] if wide else [210, 297, 37, 28])
            text = section.page_width.mm - section.left_margin.mm - section.right_margin.mm
            assert round(text) == (225 if wide else 156)
        styles = document.styles
        assert styles["kaohe title"].font.size == shared.Pt(22)
        for name in ("Normal", *(f"kaohe {part}" for part in ("subtitle", "heading", "text"))):
            assert styles[name].font.size == shared.Pt(16)
        faces = [styles[f"kaohe {name}"].element.rPr.rFonts.get(import_module("docx.oxml.ns").qn("w:eastAsia"))
                 for name in ("title", "heading", "subtitle", "text")]  # fmt: skip
        assert faces == [OFFICIAL.title, OFFICIAL.heading, OFFICIAL.subtitle, OFFICIAL.body]
        assert 'w:linePitch="579"' in document.element.xml
        assert styles["kaohe text"].paragraph_format.line_spacing == shared.Twips(579)


def test_missing_typefaces_have_others_in_their_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first of each list that the machine has; without fontconfig the official names stay."""
    program = tmp_path / "fc-list"
    program.write_text("#!/bin/sh\necho 'SimHei,黑体'\necho 'Noto Serif CJK SC,Noto Serif CJK SC Medium'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/bin{os.pathsep}/usr/bin")
    found = installed_fonts()
    assert (found.heading, found.body, found.title) == ("黑体", "Noto Serif CJK SC", "Noto Serif CJK SC")
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    assert installed_fonts() == OFFICIAL


@pytest.mark.parametrize("relative", [False, True], ids=["in full", "from where we stand"])
def test_a_pdf_is_made_in_a_private_folder_and_nothing_stays(
    relative: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LibreOffice's profile, home, temporary and stray files lie in the folder the file is meant for, closed to others, then gone.

    That folder is named in full, as LibreOffice finds no home otherwise.
    """
    told = _fake(tmp_path / "bin", monkeypatch,
                 'touch stray; ls -ld "$(dirname "$last")" >> "{}"; echo made > "$(dirname "$last")/paper.pdf"'
                 .format(tmp_path / "bin" / "told"))  # fmt: skip
    folder = tmp_path / "target"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert pdf_bytes(b"docx", Path() if relative else folder) == b"made\n"
    assert list(folder.iterdir()) == []
    said = told.read_text()
    settings = dict(line.split("=", 1) for line in said.splitlines() if "=" in line and not line.startswith("-"))
    for name in ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        assert settings[name].startswith(str(folder))
    assert f"-env:UserInstallation=file://{folder}" in said
    assert "drwx------" in said


def test_a_pdf_that_is_not_made_is_told_and_nothing_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A LibreOffice that fails, or none at all: a sentence, and the folder as it was."""
    _fake(tmp_path / "bin", monkeypatch, "exit 1")
    folder = tmp_path / "target"
    folder.mkdir()
    with pytest.raises(FileError, match=r"\[K9442\]"):
        pdf_bytes(b"docx", folder)
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    with pytest.raises(FileError, match=r"\[K9441\]"):
        pdf_bytes(b"docx", folder)
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(not has_writer(), reason="LibreOffice Writer is not installed")
def test_libreoffice_opens_every_sort_of_page(tmp_path: Path) -> None:
    """A form, a turned table, a chart and an explanation become one .pdf each; CI has no LibreOffice, so this is skipped there."""
    papers = [
        drawn(scheme, key)[0]
        for scheme, key in (("xpcc-2016", "BT-A3"), ("wenling-2013", "WL-annex"), ("xizang-2018", "sign-off"))
    ]
    for paper in papers:
        data = pdf_bytes(docx_bytes([paper], fonts=installed_fonts()), tmp_path)
        assert data.startswith(b"%PDF")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("command", ["print", "report"])
def test_without_a_name_it_lists_what_the_scheme_has(command: str, lang: str) -> None:
    """Key, clause, copies, whose layout, title; a form that the document lacks is marked so."""
    said = run(command, NEIMENGGU, lang=lang).stdout
    assert ("NM-4(8)" if command == "report" else "NM-A3") in said
    if command == "print":
        assert ("文件中没有" if lang == "zh" else "not in the document") in said
    data = as_json(command, NEIMENGGU)
    assert {"key", "clause", "title", "copies", "ours", "by_period"} <= set(data[0])


def test_a_form_is_written_once_and_never_over_another(tmp_path: Path) -> None:
    """One .docx for those asked for; the second time it is refused and the first stays."""
    file = tmp_path / "notice.docx"
    assert run("print", EXAMPLE, "notice", "M001", "-o", file).exit_code == 0
    before = file.read_bytes()
    result = run("print", EXAMPLE, "notice", "M001", "-o", file)
    assert (result.exit_code, file.read_bytes()) == (2, before)
    assert "[K9453]" in result.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["notice.docx"]


def test_a_folder_takes_one_file_for_each(tmp_path: Path) -> None:
    """Notices go to one person each, so each has a file of its own."""
    found = as_json("print", EXAMPLE, "notice", "M001", "T01", "-o", f"{tmp_path}/out/")
    assert found["papers"] == 2
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == ["notice-M001.docx", "notice-T01.docx"]
    with zipfile.ZipFile(tmp_path / "out" / "notice-M001.docx") as package:
        assert "M002" not in package.read("word/document.xml").decode()


def test_pdf_stands_beside_the_docx(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --pdf both are written; nothing else stays in the folder."""
    _fake(tmp_path / "bin", monkeypatch, 'echo made > "$(dirname "$last")/paper.pdf"')
    out = tmp_path / "out"
    out.mkdir()
    assert run("print", EXAMPLE, "notice", "M001", "-o", out / "a.docx", "--pdf").exit_code == 0
    assert sorted(one.name for one in out.iterdir()) == ["a.docx", "a.pdf"]


def test_a_report_of_a_township_is_of_those_the_offices_file_names(tmp_path: Path) -> None:
    """--where chooses by a column of the office's own file, which the record does not hold."""
    people = tmp_path / "people.csv"
    people.write_text("编号,乡镇\nM001,甲乡\nM002,甲乡\nM003,乙乡\nT01,甲乡\n", encoding="utf-8")
    words: tuple[Any, ...] = ("report", EXAMPLE, "XZ-6(5)-township-year", "--people", people, "--where", "乡镇=甲乡")
    file = tmp_path / "report.html"
    assert run(*words, "-o", file, lang="zh").exit_code == 0
    page = file.read_text(encoding="utf-8")
    assert "<svg" in page
    assert "乡镇（街道）强基办主任" in page
    missing = run(*words[:-1], "乡镇=丙乡", "-o", tmp_path / "b.html")
    assert "[K9455]" in missing.stderr


@pytest.mark.parametrize(
    ("words", "number"),
    [
        (("notices",), "K9422"), (("nothing-like-it",), "K9421"), (("XZ-6(1)", "-o", "a.docx"), "K9412"),
        (("notice",), "K9452"), (("notice", "-o", "a.xlsx"), "K9451"), (("notice", "nobody", "-o", "a.docx"), "K5008"),
        (("notice", "-o", "a.docx", "--copies", "99"), "K9454"), (("XZ-6(1)", "-o", "a.docx", "--period", "2001-01"), "K9314"),
        (("XZ-9", "T01", "-o", "a.docx"), ""),
    ],
)  # fmt: skip
def test_a_mistake_is_a_sentence_with_the_next_step(tmp_path: Path, words: tuple[str, ...], number: str) -> None:
    """An unknown form, no period, no file, a wrong suffix, nobody of that id: status 2, nothing written."""
    placed = [str(tmp_path / word) if word.startswith("a.") else word for word in words]
    result = run("print", EXAMPLE, *placed)
    if number:
        assert result.exit_code == 2
        assert number in result.stderr
        assert list(tmp_path.iterdir()) == []
    else:
        assert result.exit_code == 0


def test_a_form_that_is_not_in_the_document_is_refused_by_name(tmp_path: Path) -> None:
    """Annex 4 of Inner Mongolia: why there is none, and whom to ask."""
    result = run("print", NEIMENGGU, "NM-A4", "-o", tmp_path / "a.docx", lang="zh")
    assert result.exit_code == 2
    assert "附件4" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_book_is_printed_with_its_receipt_and_stays_as_it_is(tmp_path: Path) -> None:
    """The foot tells which state of the book the paper was made from; printing writes nothing into the book."""
    with county(tmp_path) as office:
        head = office.head
    assert run("print", tmp_path / "county.book", "publicity", "-o", tmp_path / "a.html").exit_code == 0
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert f"回执 {head}" in page
    verified = json.loads(run("book", "verify", tmp_path / "county.book", "--json").stdout)
    assert str(head.seq) in json.dumps(verified)


def test_xpccs_report_names_no_contact(tmp_path: Path) -> None:
    """8(3)'s report has its five parts; whom it goes to stands in the document alone."""
    file = tmp_path / "a.html"
    assert run("report", XPCC, "BT-8(3)", "-o", file, lang="zh").exit_code == 0
    page = file.read_text(encoding="utf-8")
    for part in ("一、基本情况", "二、主要做法", "三、工作典型（工作队及队员）", "四、存在问题", "五、工作建议"):
        assert part in page
    assert "联系人" not in page


def test_an_office_lays_out_what_is_ours(tmp_path: Path) -> None:
    """Title, rows and columns from a small file: its own headings, cells to write in, values by their keys."""
    layout, file = tmp_path / "own.toml", tmp_path / "a.html"
    layout.write_text(
        'title = "本县反馈单"\nrows = [[["姓名", "name"], "签收"], [["得分", "score"]], [["意见", 6]]]\n',
        encoding="utf-8",
    )
    assert run("print", EXAMPLE, "notice", "M001", "--layout", layout, "-o", file, lang="zh").exit_code == 0
    page = file.read_text(encoding="utf-8")
    assert "本县反馈单" in page
    assert "一票否决条款" not in page
    columns = tmp_path / "own.json"
    columns.write_text('{"columns": [["序号", "number"], ["队员", "name"]]}', encoding="utf-8")
    assert run("print", EXAMPLE, "XZ-9", "--layout", columns, "-o", tmp_path / "b.html", lang="zh").exit_code == 0
    assert "派驻单位" not in (tmp_path / "b.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "form", "said"),
    [
        ("rows = [[1]]", "notice", "rows 1, 1"), ("rows = 5", "notice", "rows"), ('columns = ["甲"]', "notice", "K9464"),
        ('rows = [["甲"], [["乙", "nothing"]]]', "notice", "nothing"), ("colour = 1", "notice", "K9462"),
        ("rows = [", "notice", "own.toml"), ("", "notice", "K9466"), ('columns = [["甲", "name", "wide", 3]]', "XZ-9", "columns, 1"),
        ('title = ""', "notice", "K9463"), ('title = "x"', "NM-A3", "K9461"),
    ],
)  # fmt: skip
def test_a_layout_that_the_office_broke_says_where(tmp_path: Path, text: str, form: str, said: str) -> None:
    """The key, the row and the cell; a form whose layout is the document's keeps it; nothing is written."""
    layout = tmp_path / "own.toml"
    layout.write_text(text, encoding="utf-8")
    case = NEIMENGGU if form == "NM-A3" else EXAMPLE
    result = run("print", case, form, "--layout", layout, "-o", tmp_path / "a.docx")
    assert result.exit_code == 2
    assert said in result.stderr
    assert not (tmp_path / "a.docx").exists()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "K9466"),  # empty
        (b"PK\x03\x04" + bytes(3000), "own.toml"),  # a .docx or .zip in place of a layout
        (b"title = \"\xff\xfe\x81\"", "own.toml"),  # no encoding of Chinese text
        (b"rows = " + b"[" * 5000, "own.toml"),  # nested without end
        (b"rows = [" + b'["x"],' * 500 + b"]", "rows"),  # more rows than a page has
        (b'columns = ["\xe5\x90\x8d", ["\xe5\xbe\x97", "{name}"]]', "{name}"),  # a word that stands for nothing
        (b'rows = [[["x"]]]', "rows 1, 1"),  # a cell without what stands in it
    ],
    ids=["empty", "zip", "encoding", "nested", "too-many", "unknown-word", "half-a-cell"],
)  # fmt: skip
def test_a_layout_that_is_none_says_where(tmp_path: Path, body: bytes, said: str) -> None:
    """Whatever lies in the file: status 2, the file or the key and cell, no traceback, nothing written."""
    layout = tmp_path / "own.toml"
    layout.write_bytes(body)
    form = "XZ-9" if b"columns" in body else "notice"
    result = run("print", EXAMPLE, form, "--layout", layout, "-o", tmp_path / "a.docx")
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "a.docx").exists()


def test_a_draw_and_the_days_of_publicity_stand_on_paper(tmp_path: Path) -> None:
    """What the office recorded is printed: who was drawn, by which seed from which head; from when to when results are public."""
    with county(tmp_path):
        pass
    book, seed = tmp_path / "county.book", tmp_path / "seed"
    draw = next(
        one["id"] for one in as_json("office", "draw", "list", book)["subjects"] if one["id"].startswith("XZ-6(6)")
    )
    for words in (
        ("pledge", book, draw, "--keep", seed),
        ("frame", book, draw),
        ("reveal", book, draw, "--seed", seed),
    ):
        assert run("office", "draw", *words).exit_code == 0
    days = ("--on", "2019-04-01", "--until", "2019-04-05", "--document", "公1号")
    assert run("office", "publish", book, "XZ-9", *days).exit_code == 0
    for form in ("samples", "publicity"):
        assert run("print", book, form, "-o", tmp_path / f"{form}.html").exit_code == 0
    sample = (tmp_path / "samples.html").read_text(encoding="utf-8")
    assert draw in sample
    assert seed.read_text(encoding="utf-8").strip() in sample
    assert "一村工作队" in sample or "二村工作队" in sample or "三村工作队" in sample
    assert "2019年4月1日 － 2019年4月5日" in (tmp_path / "publicity.html").read_text(encoding="utf-8")


def test_without_python_docx_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The .docx needs a package that may be missing; the .html does not."""
    monkeypatch.setitem(sys.modules, "docx", None)
    result = run("print", EXAMPLE, "notice", "M001", "-o", tmp_path / "a.docx")
    assert result.exit_code == 2
    assert "[K9431]" in result.stderr
    assert "kaohe[paper]" in result.stderr
    assert run("print", EXAMPLE, "notice", "M001", "-o", tmp_path / "a.html").exit_code == 0
