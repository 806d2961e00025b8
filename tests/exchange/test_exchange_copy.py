"""An office's own copy of a document: its words by clause for the screen, never those that a scheme withholds."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange_kit.copies import HIDDEN, SEEN, xpcc_lines
from kaohe.errors import FileError
from kaohe.exchange import Copy, copy_names, copy_of, outline, words_of
from kaohe.rules import load

XPCC = load("xpcc-2016")
WITHHELD = XPCC.scheme.document.withheld
CITED = sorted(
    {entry.rule.clause for rules in XPCC.kinds for entry in rules.entries}
    | {given.clause for rules in XPCC.kinds for given in rules.inputs}
    | {*WITHHELD, "第五条", "第八条", "第五条（七）", "第五条（十）", "附件1", "第四条（一）"}
)


def _shown(lines: Sequence[str]) -> dict[str, str]:
    """The words shown of each clause that anything cites."""
    copy = Copy(Path("x"), outline("\n".join(lines)))
    found = {clause: words_of(clause, copy, WITHHELD) for clause in CITED}
    return {clause: words for clause, words in found.items() if isinstance(words, str)}


def _docx(lines: Sequence[str]) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{line[:3]}</w:t></w:r><w:r><w:t>{line[3:]}</w:t></w:r></w:p>" for line in lines)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>')
    return made.getvalue()


LINES = ("第六条 方式：", "（四）得分甲。", "1. 细目乙。", "（五）丙。")


@pytest.mark.parametrize("end", ["txt", "md", "docx"])
def test_a_clause_is_found_by_its_number_in_each_sort_of_file(tmp_path: Path, end: str) -> None:
    """Plain text, Markdown and .docx under the scheme's id give the clause with what stands under it."""
    text = "\n".join(("## " if end == "md" else "") + line for line in LINES)
    (tmp_path / f"xizang-2018.{end}").write_bytes(_docx(LINES) if end == "docx" else text.encode())
    copy = copy_of(tmp_path, ["xizang-2018"])
    assert copy is not None
    assert words_of("第六条（四）", copy) == "（四）得分甲。\n1. 细目乙。"
    assert words_of("第六条（四）1", copy) == "1. 细目乙。"


def test_a_copy_may_bear_the_documents_title(tmp_path: Path) -> None:
    """Beside the id the document's own title is a name; what is called otherwise is no copy."""
    scheme = load("xizang-2018").scheme
    names = copy_names("xizang-2018", scheme.document)
    assert copy_of(tmp_path, names) is None
    (tmp_path / "另一文件.txt").write_text("第六条 甲", "utf-8")
    assert copy_of(tmp_path, names) is None
    (tmp_path / f"{scheme.document.title}.txt").write_text("第六条 甲", "gb18030")
    copy = copy_of(tmp_path, names)
    assert copy is not None
    assert words_of("第六条", copy) == "第六条 甲"


def test_a_clause_that_the_copy_lacks_is_told(tmp_path: Path) -> None:
    """No words are made up, and the reason is one of ours in both languages."""
    found = words_of("第九条", Copy(tmp_path, outline("\n".join(LINES))))
    assert not isinstance(found, str)
    assert "没有该条款号" in found.zh


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04 cut", _docx(LINES)[:-40]], ids=["empty", "cut", "short"])
def test_a_docx_that_is_none_is_refused(tmp_path: Path, body: bytes) -> None:
    """A damaged file ends in a sentence with the next step."""
    (tmp_path / "x.docx").write_bytes(body)
    with pytest.raises(FileError, match="K9241"):
        copy_of(tmp_path, ["x"])


def test_entities_in_a_docx_are_refused(tmp_path: Path) -> None:
    """A few bytes cannot become many."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE d [<!ENTITY a "aa">]><d><t>&a;</t></d>')
    (tmp_path / "x.docx").write_bytes(made.getvalue())
    with pytest.raises(FileError, match="K9241"):
        copy_of(tmp_path, ["x"])


def test_the_withheld_clauses_of_xpcc_show_no_words() -> None:
    """Of a copy with all its clauses apart the others are shown, and of those withheld not a word."""
    found = _shown(xpcc_lines())
    assert {"第五条（七）4", "第五条（八）4", "第五条（十）4"} <= found.keys()
    assert all(SEEN in words for words in found.values())
    assert not any(HIDDEN in words for words in found.values())
    assert not {*WITHHELD, "第五条", "第八条", "第五条（七）", "第四条（一）"} & found.keys()


def test_a_copy_that_is_not_cut_shows_nothing_of_xpcc() -> None:
    """All in one paragraph, or one withheld number missing or twice: then no words are shown of any clause."""
    lines = xpcc_lines()
    assert _shown(["".join(lines)]) == {}
    hidden = next(place for place, line in enumerate(lines) if HIDDEN in line)
    assert _shown([line for place, line in enumerate(lines) if place != hidden]) == {}
    assert _shown([*lines[:hidden], lines[hidden], *lines[hidden:]]) == {}


@given(st.data())
def test_no_cut_of_a_copy_shows_a_withheld_word(data: st.DataObject) -> None:
    """Lines joined, dropped, doubled, moved or without their number: no words of a withheld clause are ever shown."""
    lines = xpcc_lines()
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(lines) - 2))
        what = data.draw(st.sampled_from(["join", "drop", "double", "bare", "swap"]))
        if what == "join":
            lines[place : place + 2] = [lines[place] + lines[place + 1]]
        elif what == "drop":
            del lines[place]
        elif what == "double":
            lines.insert(place, lines[place])
        elif what == "bare" and HIDDEN in lines[place]:
            lines[place] = HIDDEN
        elif what == "swap" and HIDDEN not in lines[place] + lines[place + 1]:
            lines[place], lines[place + 1] = lines[place + 1], lines[place]
    assert not any(HIDDEN in words for words in _shown(lines).values())
