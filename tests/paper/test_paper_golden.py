"""The words of every form and report, in both languages, as they were last looked at.

KAOHE_GOLDEN=1 writes the files anew; then they are to be read before they are kept.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kaohe.paper import Chart, Line, Paper, Table, forms_of
from paper_kit import ROOT, SCHEMES, drawn, forms, small

GOLDEN = Path(__file__).parent / "golden"
_ELSEWHERE, _ROWS = (
    ("overview", "overview-tables"),
    4,
)  # what the overview says of readings has its own test; a few rows show a table


def _lines(paper: Paper) -> Iterator[str]:
    """A paper as lines of text: a style, or the cells of a row; long tables by their first rows and the last."""
    for number, page in enumerate(paper.pages):
        yield from (["--- page"] if number else [])
        for block in page.blocks:
            if isinstance(block, Line):
                yield f"{block.style}: {block.text}"
            elif isinstance(block, Chart):
                yield f"chart: {block.title}"
                yield from (
                    f"  {bar.label} {[(part.label, part.value) for part in bar.parts]} {bar.shown}"
                    for bar in block.bars
                )
            else:
                yield from _rows(block)


def _rows(table: Table) -> Iterator[str]:
    kept = [*table.rows[: table.heads + _ROWS], *table.rows[table.heads + _ROWS :][-1:]]
    for row in table.rows if not table.heads else kept:
        yield "| " + " | ".join(
            (cell.text or ("_" if not cell.foot else f"_ {cell.foot}")).replace("\n", " / ") for cell in row
        )


def _first(scheme: str, key: str, language: str) -> Paper:
    """The paper of the first for whom it is; of forms for all, all of the small case."""
    form = next(one for one in forms(scheme) if one.key == key)
    only: tuple[str, ...] = ()
    if form.each == "person":
        only = (next(one.id for one in small(scheme)[0].cohort.appraisees.values() if one.kind in form.kinds),)
    return drawn(scheme, key, language=language, only=only)[0]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_words_of_every_form_are_those_that_were_looked_at(scheme: str, language: str) -> None:
    """Labels in the paper's language, official terms in Chinese in both; what is filled in, and what is left empty."""
    found = []
    for form in forms(scheme):
        if form.key not in _ELSEWHERE:
            found += [f"== {form.key} ({form.clause}) x{form.copies}", *_lines(_first(scheme, form.key, language)), ""]
    file = GOLDEN / f"{scheme}-{language}.txt"
    text = "\n".join(found)
    if os.environ.get("KAOHE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_an_english_paper_keeps_official_terms(scheme: str) -> None:
    """Grades and the document's own headings are Chinese in both languages; what is ours is English in an English paper."""
    said = (GOLDEN / f"{scheme}-en.txt").read_text(encoding="utf-8")
    assert [ours for ours in ("结果运用", "待录入", "未列入本表", "并列待定", "年    月    日") if ours in said] == []
    for grade in {grade for rules in small(scheme)[0].cohort.ruleset.kinds for grade in rules.kind.grades}:
        assert grade in said


def test_the_table_of_documents_names_every_form_and_no_other() -> None:
    """docs/paper.md, clause by clause: each key after print or report is a form's, and each form of a document is named."""
    page = (ROOT / "docs" / "paper.md").read_text(encoding="utf-8")
    table = page.split("## Every document, clause by clause")[1].split("## Declaring a form")[0]
    named = re.findall(r"`(?:print |report )?((?:XZ|NM|BT|WL|YN)-[^`\s]+)", "".join(re.findall(r"^\|.*", table, re.M)))
    known = [form.key for scheme in SCHEMES for form in forms_of(small(scheme)[0].cohort.ruleset)]
    assert {*named} == {key for key in known if re.match("(XZ|NM|BT|WL|YN)-", key)}
    assert {*re.findall("publicity|notice|explanation|sign-off|samples|overview-tables|overview", table)} <= {*known}
