"""`kaohe review`: an office's copy of the document beside what the scheme declares for each clause."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from cli_kit import as_json, run
from exchange_kit.copies import HIDDEN, SEEN, xpcc_lines
from kaohe.rules import load

COPY = """某办法
第一条 为做好考核工作，制定本办法。
第六条 考核按照以下方式实施：
（四）考核得分及评定等次。
第七条 有下列情形之一的：
（一）队员
1. 甲情形<b>；
2．乙情形；
另起一段的说明。
第九条 公示。
第九十九条 附则。
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A made-up copy with the numbers of the Tibet document and none of its words."""
    file = tmp_path / "办法.txt"
    file.write_text(COPY, "utf-8")
    return file


def _clauses(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {".".join(row["path"]): row for row in data["clauses"]}


def test_each_clause_stands_beside_its_declarations(copy: Path) -> None:
    """A rule, an input and a reading are found under the clause they cite, in the nearest clause that the copy has."""
    found = _clauses(as_json("review", "xizang-2018", "--document", copy))
    assert list(found) == ["1", "6", "6.4", "7", "7.1", "7.1.1", "7.1.2", "9", "99"]
    assert "XZ-7(1)1" in {row["id"] for row in found["7.1.1"]["declared"]}
    assert {"XZ-6(4)b", "XZ-a1", "usual"} <= {row["id"] for row in found["6.4"]["declared"]}
    assert "XZ-7(2)1" in {row["id"] for row in found["7"]["declared"]}  # the copy has no （二）
    assert found["7.1.2"]["text"] == "2．乙情形；\n另起一段的说明。"


def test_clauses_without_a_declaration_come_first(copy: Path, tmp_path: Path) -> None:
    """The page begins with what nobody declared; a heading whose items are declared is not among it."""
    page = tmp_path / "page.html"
    done = run("review", "xizang-2018", "--document", copy, "--to", page)
    assert done.exit_code == 0, done.output
    text = page.read_text("utf-8")
    first, rest = text.split("<h2>")[1:3]
    assert "第一条" in first
    assert "第九十九条" in first
    assert "（一）队员" not in first
    assert "XZ-7(1)1" in rest
    assert "9 clauses, 2 without a declaration" in done.output


def test_the_page_is_pinned_to_rules_and_copy(copy: Path, tmp_path: Path) -> None:
    """Rule digest and the copy's own hash stand on the page, and places to sign; its words are escaped."""
    page = tmp_path / "page.html"
    run("review", "xizang-2018", "--document", copy, "--to", page, lang="zh")
    text = page.read_text("utf-8")
    assert load("xizang-2018").digest in text
    assert hashlib.sha256(copy.read_bytes()).hexdigest() in text
    assert "甲情形&lt;b&gt;" in text
    assert "签字" in text


def test_declarations_of_no_clause_of_the_copy_are_told(tmp_path: Path) -> None:
    """What cites a clause that the copy does not have is listed by itself, so that nothing is dropped."""
    file = tmp_path / "short.txt"
    file.write_text("第九条 公示。\n", "utf-8")
    data = as_json("review", "xizang-2018", "--document", file)
    assert "XZ-7(1)1" in {row["id"] for row in data["elsewhere"]}
    assert {row["clause"] for row in data["clauses"][0]["declared"]} == {"第九条"}


def test_withheld_clauses_show_no_words(tmp_path: Path) -> None:
    """XPCC's 5(6), 5(7)1-3 and 5, 5(8)1-3, 5(10)1-3, section 4, annex 1 and 8(3): the number alone, on the page and as data."""
    file, page = tmp_path / "copy.txt", tmp_path / "page.html"
    file.write_text("\n".join(xpcc_lines()), "utf-8")
    found = _clauses(as_json("review", "xpcc-2016", "--document", file))
    assert run("review", "xpcc-2016", "--document", file, "--to", page).exit_code == 0
    assert HIDDEN not in page.read_text("utf-8") + str(found)
    assert {key for key, one in found.items() if SEEN in one["text"]} >= {
        "5.7.4",
        "5.8.4",
        "5.9",
        "5.10.4",
        "5.10.7",
        "6.1.1",
    }
    for key in (
        "4",
        "4.1",
        "5.6",
        "5.6.1",
        "5.7.1",
        "5.7.2",
        "5.7.3",
        "5.7.5",
        "5.8.1",
        "5.8.3",
        "5.10.1",
        "5.10.3",
        "8.3",
    ):
        assert SEEN not in found[key]["text"], key


def test_a_copy_whose_withheld_clauses_are_not_apart_shows_no_words(tmp_path: Path) -> None:
    """A line joined to the one above it, a number missing or twice: no words of any clause are laid out."""
    lines = xpcc_lines()
    hidden = next(place for place, line in enumerate(lines) if line.startswith("（七）")) + 1  # 第五条（七）1
    joined = [*lines[: hidden - 1], lines[hidden - 1] + lines[hidden], *lines[hidden + 1 :]]
    for number, copy in enumerate(
        (joined, [*lines[:hidden], *lines[hidden + 1 :]], [*lines[:hidden], *lines[hidden - 1 :]])
    ):
        file = tmp_path / f"{number}.txt"
        file.write_text("\n".join(copy), "utf-8")
        told = str(_clauses(as_json("review", "xpcc-2016", "--document", file)))
        assert not {SEEN, HIDDEN} & {word for word in (SEEN, HIDDEN) if word in told}


@pytest.mark.parametrize(
    ("body", "number"), [(b"", "K5110"), ("没有条款号的文字".encode(), "K5110"), (b"\xff\xfe\xff", "K20")]
)
def test_a_copy_that_is_none_is_refused(tmp_path: Path, body: bytes, number: str) -> None:
    """A text without clause numbers, or no text at all, is refused with what to give instead; nothing is written."""
    file = tmp_path / "copy.txt"
    file.write_bytes(body)
    done = run("review", "xizang-2018", "--document", file, "--to", tmp_path / "page.html")
    assert (done.exit_code, number in done.output) == (2, True), done.output
    assert not (tmp_path / "page.html").exists()


def test_a_page_is_not_written_over_unasked(copy: Path, tmp_path: Path) -> None:
    """A page that is there, signed perhaps, stays unless --replace is given."""
    page = tmp_path / "page.html"
    page.write_text("signed", "utf-8")
    assert run("review", "xizang-2018", "--document", copy, "--to", page).exit_code == 2
    assert page.read_text("utf-8") == "signed"
    assert run("review", "xizang-2018", "--document", copy, "--to", page, "--replace").exit_code == 0


def test_an_outline_follows_sections_items_and_annexes(tmp_path: Path) -> None:
    """Sections, items and sub-items nest by their form, and an annex begins anew; 1.5 is no item."""
    file = tmp_path / "copy.txt"
    file.write_text("一、甲\n（一）乙\n1. 丙\n1.5倍\n（1）丁\n二、戊\n附件2：表\n1. 己\n", "utf-8")
    rows = as_json("review", "xizang-2018", "--document", file)["clauses"]
    assert [".".join(row["path"]) for row in rows] == ["1", "1.1", "1.1.1", "1.1.1.1", "2", "A2", "A2.1"]
    assert "1.5倍" in rows[2]["text"]


def test_headings_that_rules_cite_by_their_words_begin_sections(tmp_path: Path) -> None:
    """使用说明三 is found under a line that says 使用说明, and a chapter ends it; a table's rows are items of its annex."""
    file = tmp_path / "copy.txt"
    file.write_text("使用说明\n一、甲\n三、乙\n第一章 总则\n第三条 丙\n", "utf-8")
    found = _clauses(as_json("review", "yining", "--document", file))
    assert "YN-H3" in {row["id"] for row in found["使用说明.3"]["declared"]}
    assert "YN-3(1)" in {row["id"] for row in found["3"]["declared"]}
    file.write_text("附件：\n\n序号\n\n1\n驻村\n10\n①甲\n②乙\n\n2\n日记\n8\n", "utf-8")
    found = _clauses(as_json("review", "wenling-2013", "--document", file))
    assert list(found) == ["A", "A.1", "A.1.1", "A.1.2", "A.2"]
    assert {row["clause"] for row in found["A.1.2"]["declared"]} == {"附件第1项②"}


def test_a_rule_of_two_clauses_stands_under_both(tmp_path: Path) -> None:
    """加分因素1、扣分因素1 is read under each of the two headings."""
    file = tmp_path / "copy.txt"
    file.write_text("四、程序\n（七）结果\n正面加分因素包括：\n1. 甲\n负面扣分因素包括：\n1. 乙\n（八）丙\n", "utf-8")
    found = _clauses(as_json("review", "neimenggu-2018", "--document", file))
    for path in ("加分因素.1", "扣分因素.1"):
        assert "identification" in {row["id"] for row in found[path]["declared"]}, path
    assert "4.8" in found


def test_links_cycles_and_headings_stand_on_the_page(tmp_path: Path) -> None:
    """A clause that only says when the scheme holds, or who is tied to whom, is declared; a lead-in keeps its words."""
    file, page = tmp_path / "copy.txt", tmp_path / "page.html"
    file.write_text(
        "第四条 对象。\n第七条 有下列情形之一的：\n（一）队员\n1. 甲\n第十四条 自印发之日起施行。\n", "utf-8"
    )
    found = _clauses(as_json("review", "xizang-2018", "--document", file))
    assert {"team", "unit"} <= {row["id"] for row in found["4"]["declared"]}
    assert {row["id"] for row in found["14"]["declared"]} == {"cycles"}
    assert run("review", "xizang-2018", "--document", file, "--to", page).exit_code == 0
    assert "（一）队员" in page.read_text("utf-8")
