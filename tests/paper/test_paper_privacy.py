"""What never stands on paper: colleagues, what people write, what the office's own file says of others; and nothing acts."""

from __future__ import annotations

import getpass
import io
import re
import zipfile
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from attrs import evolve

from exchange_kit import county
from kaohe.cases import Case, case_from_data
from kaohe.engine import Evaluation
from kaohe.errors import FileError
from kaohe.exchange import EXPORTS, Export, Stamp, exported, summary_xlsx, tables_of
from kaohe.office import Amend
from kaohe.paper import Job, Paper, Table, compose, docx_bytes, forms_of, html_text, read_people, record_of
from kaohe.rules.forms import Form, Grid, People, Write
from kaohe.rules.tools import linked_ids
from paper_kit import SCHEMES, docx_words, drawn, forms, job_of, named_case, period_of, raw_small, small, words

OF_ONE = [(scheme, form) for scheme in SCHEMES for form in forms(scheme) if form.each == "person"]
ASKED = {
    "性别": "女",
    "出生年月": "1990年1月",
    "政治面貌": "群众",
    "任现职时间": "2015年3月",
    "单位": "某局",
    "职务": "科员",
}


def _package(data: bytes) -> str:
    """Every byte of a .docx that is text."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return "\n".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


def _linked(evaluation: Evaluation, *those: str) -> set[str]:
    """The ids of those whom somebody is linked to, however far."""
    known, waiting = {*those}, [*those]
    while waiting:
        links = evaluation.cohort.appraisees[waiting.pop()].links.values()
        found = {one for link in links for one in linked_ids(link)} - known
        known |= found
        waiting += found
    return known


@pytest.mark.parametrize(("scheme", "form"), OF_ONE, ids=[f"{scheme}-{form.key}" for scheme, form in OF_ONE])
def test_a_paper_for_one_person_names_no_colleague(scheme: str, form: Form) -> None:
    """The whole package of the file is searched: no name and no id of anybody but the person and those linked to."""
    _, evaluation = small(scheme)
    people = evaluation.cohort.appraisees
    for kind in form.kinds:
        who = next((one.id for one in people.values() if one.kind == kind), None)
        if who is None:
            continue
        data = docx_bytes(compose(job_of(scheme, form, only=[who]), form))
        package, said = _package(data), set("\n".join(docx_words(data)).replace("：", " ").replace("（", " ").split())
        others = [one for one in people.values() if one.id not in _linked(evaluation, who)]
        assert [one.name for one in others if one.name in package] == []
        assert [one.id for one in others if one.id in said] == []


EVERY = [(scheme, form) for scheme in SCHEMES for form in forms(scheme)]
PLANTED = {
    "name": "密名",
    "note": "某村民说",
    "sex": "双性",
    "birth": "公元前99年",
    "politics": "无名党",
    "words": "第九百条全文",
    "document": "密文第九九号",
}
# The roster has names because it is the roster; nothing else that is exported has them unasked.
_SILENT = tuple(one for one in EXPORTS if one != "roster")
_WITH_DOCUMENTS = ("entries", "findings", "events", "rechecks")


def _numbered(data: Any) -> Any:
    """The same with one planted number for every document that an entry rests on."""
    if isinstance(data, list):
        return [_numbered(one) for one in data]
    if not isinstance(data, dict):
        return data
    return {
        key: PLANTED["document"] if key == "document" and isinstance(one, str) else _numbered(one)
        for key, one in data.items()
    }


@cache
def _planted(scheme: str) -> tuple[Case, Evaluation]:
    """The small case with planted names and ids everywhere, and a planted number for every document."""
    data = _numbered(raw_small(scheme))
    ids = {one["id"]: f"ZZ{place}" for place, one in enumerate(data["appraisees"], 7001)}
    people = [
        {**one, "id": ids[one["id"]], "name": f"{PLANTED['name']}{place}",
         "links": {key: ids[link] for key, link in (one.get("links") or {}).items()}}
        for place, one in enumerate(data["appraisees"], 7001)
    ]  # fmt: skip
    case = case_from_data({**data, "appraisees": people})
    return case, Evaluation(case.cohort)


def _drawn_of(scheme: str, form: Form, *, only: tuple[str, ...] = (), language: str = "zh") -> list[Paper]:
    """The papers of a form of the planted case, with the office's own file at hand."""
    case, evaluation = _planted(scheme)
    asked = {
        "性别": PLANTED["sex"],
        "出生年月": PLANTED["birth"],
        "政治面貌": PLANTED["politics"],
        "别的": PLANTED["note"],
    }
    job = Job(
        case=case, evaluation=evaluation, stamp=Stamp(unit="示例县", cycle=case.cohort.cycle.id), only=only, language=language,
        period=period_of(evaluation, form), people=dict.fromkeys(evaluation.cohort.appraisees, asked),
    )  # fmt: skip
    return compose(job, form)


def _asks(form: Form) -> set[str]:
    """The headings that a form takes from the office's own file."""
    blocks = [block.rows if isinstance(block, Grid) else [block.columns] for block in form.blocks
              if isinstance(block, Grid | People)]  # fmt: skip
    return {cell.head.zh for rows in blocks for row in rows for cell in row if cell.of == "asked"}


@pytest.mark.parametrize(("scheme", "form"), EVERY, ids=[f"{scheme}-{form.key}" for scheme, form in EVERY])
def test_nothing_planted_stands_where_it_does_not_belong(
    scheme: str, form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every form and report of every scheme, as .docx and .html: what the office's file says only where it is asked for.

    A paper for one names nobody but them and those whom they belong to. The office's copy of the document, beside the
    work, is not opened and no word of it stands anywhere.
    """
    (tmp_path / f"{scheme}.txt").write_text(f"第一条 {PLANTED['words']}\n一、{PLANTED['words']}\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    opened: list[str] = []
    real = Path.open

    def heard(self: Path, *words: Any, **more: Any) -> Any:
        opened.append(self.name)
        return real(self, *words, **more)

    monkeypatch.setattr(Path, "open", heard)
    _, evaluation = _planted(scheme)
    people = evaluation.cohort.appraisees
    only = tuple(
        next(one.id for one in people.values() if one.kind in form.kinds) for _ in [0] if form.each == "person"
    )
    papers = _drawn_of(scheme, form, only=only)
    assert f"{scheme}.txt" not in opened
    for text in (_package(docx_bytes(papers)), html_text(papers)):
        asked = _asks(form)
        for head, word in (("性别", "sex"), ("出生年月", "birth"), ("政治面貌", "politics"), ("别的", "note")):
            assert (PLANTED[word] in text) is (head in asked), (word, form.key)
        assert PLANTED["words"] not in text
        # What a result rests on is told to whom it is of, in the explanation alone.
        assert PLANTED["document"] not in text or form.key == "explanation"
        named = {
            one.id
            for one in people.values()
            if f"{one.name}<" in text or f"{one.name}：" in text or f"{one.name} " in text
        }
        if form.each == "person":
            assert named <= _linked(evaluation, *only), form.key


@pytest.mark.parametrize("scheme", SCHEMES)
def test_tables_and_exports_hold_no_more_than_they_are_for(scheme: str) -> None:
    """The tables to sign name whom they are of and no document; exports name nobody unasked; no .xlsx tells who made it."""
    case, evaluation = _planted(scheme)
    tables = tables_of(evaluation.cohort.ruleset.kinds)
    assert tables
    signed = _package(summary_xlsx(evaluation, tables, stamp=Stamp(unit="示例县", cycle=case.cohort.cycle.id)))
    assert PLANTED["name"] in signed
    assert PLANTED["document"] not in signed
    done = 0
    for what in _SILENT:
        try:
            data, _ = exported(evaluation, case, Export(what=what), file="x.xlsx")
        except FileError as error:
            if "[K9235]" not in str(error):
                raise
            continue  # the scheme has nothing of that
        done += 1
        text = _package(data)
        assert "ZZ70" in text or what == "indicators", what
        assert PLANTED["name"] not in text, what
        assert PLANTED["document"] not in text or what in _WITH_DOCUMENTS, what
    assert done >= 3
    named = _package(exported(evaluation, case, Export(what="results", names=True), file="x.xlsx")[0])
    assert PLANTED["name"] in named  # the search finds what is there
    assert getpass.getuser() not in re.findall(r"<dc:creator>(.*?)</dc:creator>", signed + named)


def test_reasons_of_revisions_stand_on_no_paper(tmp_path: Path) -> None:
    """What somebody wrote as the reason of a change is in the book's history alone: no form, table or export shows it."""
    reason = "密因八八八"
    with county(tmp_path) as office:
        office.save([Amend("T1", name="改名队")], reason=reason)
        assert reason in str([*office.history()])
        case, evaluation = office.case, office.evaluation
        record, stamp = record_of(office), Stamp(unit="示例县", cycle="2019")
        found = [form for form in forms_of(evaluation.cohort.ruleset) if form.absent is None and not form.flagged]
        assert len(found) > 10
        for form in found:
            job = Job(case=case, evaluation=evaluation, stamp=stamp, record=record, period=period_of(evaluation, form))
            assert reason not in html_text(compose(job, form)), form.key
        assert reason not in _package(summary_xlsx(evaluation, tables_of(evaluation.cohort.ruleset.kinds), stamp=stamp))
        for what in ("results", "roster"):
            assert reason not in _package(exported(evaluation, case, Export(what=what, names=True), file="x.xlsx")[0])


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_publicity_list_has_nothing_else_in_any_file(scheme: str, language: str) -> None:
    """Names, units, grade or score, number, days, where to object: every cell of it is one of those, in .docx and .html alike."""
    _, evaluation = _planted(scheme)
    form = next(one for one in forms(scheme) if one.key == "publicity")
    paper = _drawn_of(scheme, form, language=language)[0]
    names = {one.name for one in evaluation.cohort.appraisees.values()}
    grades = {grade for rules in evaluation.cohort.ruleset.kinds for grade in rules.kind.grades}
    kinds = evaluation.cohort.ruleset.kinds
    heads = {
        text.in_language(language)
        for rules in kinds
        for text in (rules.kind.label, *(link.label for link in rules.links))
    }
    ours = {"序号", "等次", "得分", "公示期限", "受理意见单位", "联系电话", "受理方式", "no.", "grade", "score", "days of publicity",
            "where to object", "telephone", "how to object", "", *grades}  # fmt: skip
    links = {
        code
        for one in evaluation.cohort.appraisees.values()
        for link in one.links.values()
        for code in linked_ids(link)
    }
    for page in paper.pages:
        for block in page.blocks:
            for row in block.rows if isinstance(block, Table) else ():
                for cell in row:
                    known = cell.text.replace("\n", "") in ours | heads | names | (
                        links - {*evaluation.cohort.appraisees}
                    )
                    assert known or cell.text.replace(".", "").isdigit(), cell.text
    for text in (_package(docx_bytes([paper])), html_text([paper])):
        assert "ZZ70" not in text
        assert not {PLANTED["sex"], PLANTED["birth"], PLANTED["politics"]} & {
            word for word in PLANTED.values() if word in text
        }


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_people_write_is_empty(scheme: str) -> None:
    """Summaries, opinions, diaries, remarks: each Write has its place and nothing in it."""
    for form in forms(scheme):
        heads = {cell.head.zh for block in form.blocks if isinstance(block, Grid) for row in block.rows for cell in row
                 if isinstance(cell, Write)}  # fmt: skip
        if not heads:
            continue
        found = 0
        for paper in drawn(scheme, form.key):
            for page in paper.pages:
                for block in page.blocks:
                    for row in block.rows if isinstance(block, Table) else ():
                        for place, cell in enumerate(row):
                            if cell.text.replace("\u3000", "").replace("\n", "") in heads and cell.head:
                                found += 1
                                assert row[place + 1].text == ""
        assert found >= len(heads)


def test_the_offices_own_file_is_read_and_not_kept(tmp_path: Path) -> None:
    """Sex, birth, politics come from the file at print time, only for whom the form is; without it they are empty."""
    case, evaluation = small("xpcc-2016")
    leader, other = [one.id for one in case.cohort.appraisees.values() if one.kind == "leader"][:2]
    file = tmp_path / "people.csv"
    lines = [
        ",".join(["编号", *ASKED]),
        ",".join([leader, *ASKED.values()]),
        ",".join([other, *["别人的"] * len(ASKED)]),
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    own = read_people(file)
    form = next(one for one in forms("xpcc-2016") if one.key == "BT-A3")
    said = [*words(compose(job_of("xpcc-2016", form, only=[leader], people=own), form)[0])]
    assert {"女", "1990年1月", "群众", "2015年3月"} <= set(said)
    assert "别人的" not in said
    assert not {"女", "群众"} & set(words(compose(job_of("xpcc-2016", form, only=[leader]), form)[0]))
    assert "群众" not in str(evaluation.cohort.appraisees)


@pytest.mark.parametrize(
    ("text", "number"), [("姓名,性别\n甲,女\n", "K9401"), ("编号,性别\nT1,女\nT1,男\n", "K9402"), ("", "K9006")]
)
def test_a_file_of_people_that_says_nothing_useful_is_refused(tmp_path: Path, text: str, number: str) -> None:
    """No column of ids, an id twice, an empty file: each is told with what to do."""
    file = tmp_path / "people.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Exception, match=rf"\[{number}\]"):
        read_people(file)


@pytest.mark.parametrize(
    "name",
    [
        "<w:br/>&amp;]]>",
        "=cmd|'/c calc'!A1",
        "{unit}{n}",
        "<script>alert(1)</script>",
        '"><img src=x>',
        "_x000D_ {0} %s",
    ],
)
def test_a_name_stays_a_name(name: str) -> None:
    """Marks that a document or a page could obey stand as the text that they are, and the file stays whole."""
    case = named_case("xizang-2018", f"{name}#")
    evaluation = Evaluation(case.cohort)
    for key in ("notice", "publicity"):
        form = next(one for one in forms("xizang-2018") if one.key == key)
        job = Job(
            case=case, evaluation=evaluation, stamp=Stamp(unit=name, cycle="2019"), period=period_of(evaluation, form)
        )
        papers = compose(job, form)[:2]
        data = docx_bytes(papers)
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for part in package.namelist():
                if part.endswith((".xml", ".rels")):
                    ElementTree.fromstring(package.read(part))  # noqa: S314  # made by the test itself
        assert any(name in text for text in docx_words(data))
        page = html_text(papers)
        assert "<script>" not in page
        assert "<img" not in page


def test_a_files_own_data_name_nobody() -> None:
    """Author, title, comments of a .docx: the program and the form, no person and no machine."""
    data = docx_bytes(drawn("xizang-2018", "notice")[:1])
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        core = package.read("docProps/core.xml").decode()
    assert "<dc:creator>kaohe</dc:creator>" in core
    assert "考核结果反馈单" in core
    assert "某甲" not in core


def test_the_explanation_of_a_tie_names_no_colleague() -> None:
    """Whoever stands in a tie is told so without a word on the others."""
    case, evaluation = small("xizang-2018")
    who = next(one.id for one in case.cohort.appraisees.values() if one.kind == "member")
    form = next(one for one in forms("xizang-2018") if one.key == "explanation")
    said = " ".join(words(compose(evolve(job_of("xizang-2018", form), only=(who,)), form)[0]))
    others = [one for one in evaluation.cohort.appraisees.values() if one.id not in _linked(evaluation, who)]
    assert [one.name for one in others if one.name in said] == []
