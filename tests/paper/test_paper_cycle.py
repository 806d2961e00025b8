"""The overview of a cycle is one page for the shipped example of every scheme, exact in what it says and in what it leaves out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from attrs import evolve

from kaohe.cases import Case, case_from_data, read_case
from kaohe.engine import Evaluation
from kaohe.exchange import Stamp
from kaohe.paper import Job, Line, Paper, Table, compose, docx_bytes, html_text, installed_fonts
from kaohe.rules.forms import Form
from paper_kit import ROOT, SCHEMES, forms, has_writer, pages_of, words

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LANGUAGES = ("zh", "en")
_REST = re.compile(r"另有(\d+)项，见|and (\d+) more")
_HIGH, _WIDE = 225 * 72 / 25.4, 156 * 72 / 25.4  # the text of an official page in points
_SIZES = {"kaohetitle": 22, "kaohenote": 10.5, "kaohesection": 10.5, "kaohesmall": 9}


@cache
def _whole(scheme: str) -> tuple[Case, Evaluation]:
    """The whole shipped example; it is evaluated once."""
    case = read_case(ROOT / "plugins" / SCHEMES[scheme])
    return case, Evaluation(case.cohort)


@cache
def _papers(scheme: str) -> dict[str, Paper]:
    """Its overview by language."""
    case, evaluation = _whole(scheme)
    stamp = Stamp(unit="示例县", cycle=case.cohort.cycle.id, receipt="6/7dc8bcdb9189")
    job = Job(case=case, evaluation=evaluation, stamp=stamp)
    return {language: compose(evolve(job, language=language), _form(scheme))[0] for language in _LANGUAGES}


def _form(scheme: str) -> Form:
    return next(one for one in forms(scheme) if one.key == "overview")


def _words_high(text: str, size: float, room: float) -> int:
    """Lines of a text at most: a Chinese character is as wide as it is high, any other is taken as 0.62 of that."""
    lines, at = 1, 0.0
    for word in re.findall(r"[\x21-\x7e]+|.", text):
        wide = sum(0.62 if one.isascii() else 1.0 for one in word) * size
        if at and at + wide > room:
            lines, at = lines + 1, 0.0
        at += 0.0 if word == " " and not at else wide
    return lines


def _points(element: ElementTree.Element, name: str) -> float:
    return float(element.get(f"{_W}{name}", "0")) / 20


def _high(data: bytes, styles: dict[str, float]) -> float:
    """How high the body of a .docx is at most, from its XML alone: exact lines, the widths of its cells, their texts."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = ElementTree.fromstring(package.read("word/document.xml")).find(f"{_W}body")  # noqa: S314  # our own file
    assert body is not None
    return sum(
        _rows(one) if one.tag == f"{_W}tbl" else _paragraph(one, styles) for one in body if one.tag != f"{_W}sectPr"
    )


def _rows(table: ElementTree.Element) -> float:
    high = 0.0
    for row in table.iter(f"{_W}tr"):
        least = next(row.iter(f"{_W}trHeight"))
        cells = [_cell(cell) for cell in row.iter(f"{_W}tc")]
        high += max([_points(least, "val"), *cells]) + 0.75  # the line below it
    return high


def _cell(cell: ElementTree.Element) -> float:
    room = _points(next(cell.iter(f"{_W}tcW")), "w") - 3
    high = 0.0
    for paragraph in cell.iter(f"{_W}p"):
        spacing = next(paragraph.iter(f"{_W}spacing"))
        assert spacing.get(f"{_W}lineRule") == "exact", "no typeface makes a line of a full page higher"
        size = float(next(paragraph.iter(f"{_W}sz")).get(f"{_W}val", "0")) / 2
        parts = "".join(
            "\n" if one.tag == f"{_W}br" else one.text or ""
            for one in paragraph.iter()
            if one.tag in (f"{_W}t", f"{_W}br")
        )
        high += sum(_words_high(part, size, room) for part in parts.split("\n")) * _points(spacing, "line")
    return high


def _paragraph(paragraph: ElementTree.Element, styles: dict[str, float]) -> float:
    style, text = paragraph.find(f"{_W}pPr/{_W}pStyle"), "".join(one.text or "" for one in paragraph.iter(f"{_W}t"))
    if style is None:
        return _points(next(paragraph.iter(f"{_W}spacing")), "line")
    name = style.get(f"{_W}val", "")
    return _words_high(text, _SIZES[name], _WIDE) * styles[name]


def _styles(data: bytes) -> dict[str, float]:
    """The exact height of a line of each style."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = ElementTree.fromstring(package.read("word/styles.xml"))  # noqa: S314  # our own file
    found = {}
    for style in root.iter(f"{_W}style"):
        spacing = style.find(f"{_W}pPr/{_W}spacing")
        if spacing is not None and spacing.get(f"{_W}lineRule") == "exact":
            found[style.get(f"{_W}styleId", "")] = _points(spacing, "line")
    return found


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_overview_is_one_page(scheme: str) -> None:
    """Added up from the .docx alone, with every letter taken as wide and every line exact, it is no higher than a page's text."""
    for language in _LANGUAGES:
        data = docx_bytes([_papers(scheme)[language]])
        assert 200 < _high(data, _styles(data)) <= _HIGH, language
        assert "break" not in {block.style for block in _blocks(scheme, language) if isinstance(block, Line)}


@pytest.mark.skipif(not has_writer(), reason="LibreOffice Writer is not installed")
def test_libreoffice_makes_one_page_of_each(tmp_path: Path) -> None:
    """All ten in one call of LibreOffice: a page each."""
    made = {}
    for scheme in SCHEMES:
        for language in _LANGUAGES:
            file = tmp_path / f"{scheme}-{language}.docx"
            file.write_bytes(docx_bytes([_papers(scheme)[language]], fonts=installed_fonts()))
            made[file.stem] = file
    assert pages_of(tmp_path, made.values()) == dict.fromkeys(made, 1)


def _blocks(scheme: str, language: str = "zh") -> list[object]:
    return [block for page in _papers(scheme)[language].pages for block in page.blocks]


def _table(scheme: str, head: str) -> Iterator[list[str]]:
    """The rows of the table that has such a heading, without those of the headings and without bars."""
    for block in _blocks(scheme):
        if isinstance(block, Table) and head in [cell.text for cell in block.rows[0]]:
            columns = len(block.rows[0]) - 1
            yield from ([cell.text for cell in row[:columns]] for row in block.rows[1:])
            return


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_five_parts_stand_on_it_in_both_languages(scheme: str) -> None:
    """Distribution, places, samples, re-checks, readings; the .html has the same and fetches nothing."""
    for language, heads in zip(
        _LANGUAGES,
        (("一、结果分布", "二、名额使用", "三、抽查", "四、复核及其影响", "五、待定读法及其影响"),
         ("Distribution", "Places", "Samples", "What re-checks changed", "Open readings and what they would change")), strict=True,
    ):  # fmt: skip
        found = [
            block.text for block in _blocks(scheme, language) if isinstance(block, Line) and block.style == "section"
        ]
        assert found == [*heads]
        page = html_text([_papers(scheme)[language]])
        assert all(text in page for text in heads)
        if language == "en" and scheme == "xpcc-2016":  # the longest: only the pools that are not full go as a whole
            assert {"rule or finding", "reading"} <= {*words(_papers(scheme)[language])}
        assert not re.search(r"<(script|img|link|iframe)|https?://", page)


@pytest.mark.parametrize("scheme", ["xizang-2018", "xpcc-2016", "neimenggu-2018"])
def test_its_grades_are_the_evaluations(scheme: str) -> None:
    """Each kind's grades, open ones and all of them, as the outcomes of the whole example have them."""
    evaluation = _whole(scheme)[1]
    rows = {row[0]: row for row in _table(scheme, "平均分")}
    for rules in evaluation.cohort.ruleset.kinds:
        of_kind = [one for one in evaluation.outcomes() if one.kind == rules.kind.key]
        told = rows[rules.kind.label.zh]
        assert [int(cell) for cell in told[1:5]] == [
            sum(one.grade == grade for one in of_kind) for grade in rules.kind.grades
        ]
        assert int(told[7]) == len(of_kind)


def test_its_places_add_up_to_every_pool() -> None:
    """XPCC's 27 pools in six rows: places, held, tied and left are the sums; those that are not full stand below or are counted."""
    evaluation = _whole("xpcc-2016")[1]
    pools = [one for one in evaluation.pools() if one.places is not None]
    rows = [row for row in _table("xpcc-2016", "组数") if not row[3].startswith("≥")]
    for column, wanted in ((2, len(pools)), (3, sum(one.places or 0 for one in pools)), (4, sum(one.used for one in pools)),
                           (5, sum(one.tied for one in pools)), (6, sum(one.left or 0 for one in pools))):  # fmt: skip
        assert sum(int(row[column]) for row in rows) == wanted
    listed = [*_table("xpcc-2016", "未满或并列的名额组")]
    told = next(text for text in words(_papers("xpcc-2016")["zh"]) if _REST.search(text))
    left_out = int((_REST.search(told) or [0, 0])[1])
    assert len(listed) + left_out == sum(bool(one.left or one.tied) for one in pools)


def test_what_rechecks_changed_is_what_rejecting_them_would() -> None:
    """XPCC's 第五条（七）4: rejecting what was confirmed for teams changes as many results as the page says."""
    case, before = _whole("xpcc-2016")
    row = next(row for row in _table("xpcc-2016", "规则或认定事项") if row[0].startswith("第五条（七）4"))
    raw = {key: value for key, value in case.raw.items() if key != "expect"}
    raw["appraisees"] = [
        {**one, "rechecks": {**one["rechecks"], "BT-5(7)4": {**one["rechecks"]["BT-5(7)4"], "status": "rejected"}}}
        if one.get("rechecks", {}).get("BT-5(7)4", {}).get("status") == "confirmed" else one
        for one in raw["appraisees"]
    ]  # fmt: skip
    after = Evaluation(case_from_data(raw).cohort)
    told = [[(one.id, one.state, one.grade, one.score) for one in each.outcomes()] for each in (before, after)]
    assert int(row[4]) == sum(then != now for then, now in zip(*told, strict=True)) > 0
