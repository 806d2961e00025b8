"""`kaohe print` and `kaohe report`: the forms and reports that the document asks for, on paper."""

from __future__ import annotations

from collections.abc import Container, Sequence
from pathlib import Path
from typing import Any

import click

from ..errors import CaseError, FileError
from ..exchange import known_period
from ..paper import (
    Job,
    People,
    Record,
    check_output,
    compose,
    file_papers,
    find_form,
    forms_of,
    own_layout,
    read_people,
    record_of,
)
from ..rules.forms import Form
from ..words import Message, Text
from ._base import JSON_OPTION, Command, Option
from ._either import opened
from ._explain import nobody
from ._out import both, complain, say, say_json
from ._progress import progress
from ._sheets import language_of, stamp_of
from ._table import table

__all__ = ["print_command", "report"]

_PRINT = Text(
    "Print a FORM of a BOOK or a case: for everybody whom it is for, or for the ids given. Without FORM it lists what the "
    "scheme has. What people write stays empty.",
    "打印账簿 BOOK 或案例 CASE 的一种表 FORM：默认打印全部对象，也可写明编号。不写 FORM 则列出方案所有的表。由人填写的栏目一律留空。",
)
_REPORT = Text(
    "Write the frame of a REPORT with its figures filled in and its prose left empty. Without REPORT it lists what the scheme has.",
    "生成报告 REPORT 的框架：填好数字，文字部分留空。不写 REPORT 则列出方案所有的报告。",
)
_OUT = Text(
    "the file to write: .docx, .html or .pdf; a folder (ending in /) takes one file for each; nothing is overwritten",
    "要写入的文件：.docx、.html 或 .pdf；写文件夹（以 / 结尾）则每个对象一个文件；不会覆盖已有文件",
)
_PERIOD = Text("for one period: 2018Q4, 2018-11", "某一期次，如 2018Q4、2018-11")
_PEOPLE = Text(
    "the office's own file with 性别, 出生年月, 政治面貌 and such by 编号; read now, never kept",
    "单位自有的人员文件（.csv 或 .xlsx），按编号列出性别、出生年月、政治面貌等；只在打印时读取，不保存",
)
_WHERE = Text(
    "only those of whom the office's own file says so: --where 乡镇=某镇", "只限人员文件中如此注明的：--where 乡镇=某镇"
)
_LAYOUT = Text(
    "the office's own layout, from FILE, for a form marked as ours", "单位自定的样式，取自 FILE，只限标明“自拟”的表"
)
_COPIES = Text("how many copies; the document's number by default", "份数；默认按办法规定")
_PDF = Text("write .pdf beside the .docx too (needs LibreOffice)", "同时生成 .pdf（需 LibreOffice）")

_PRINTING = Text("printing", "正在生成")
_WROTE = Text("wrote {file}", "已写入 {file}")
_WROTE_MANY = Text("wrote {n} files to {folder}", "已在 {folder} 写入 {n} 个文件")
_NOWHERE = Message(
    "K9455",
    "nobody in the file of people has {where}; give --people FILE with that column, and write HEAD=VALUE as it stands there",
    "人员文件中没有 {where}；请用 --people 给出含该栏的文件，并按其中写法写 栏名=内容",
)
_COPIES_WRONG = Message("K9454", "{n} copies: write 1 to 20", "份数 {n}：请写 1 至 20")
_HEADS = (
    Text("key", "键名"),
    Text("clause", "条款"),
    Text("copies", "份数"),
    Text("layout", "样式"),
    Text("title", "名称"),
)
_OURS, _THEIRS = Text("ours", "自拟"), Text("the document's", "办法规定")
_NOT_THERE = Text("not in the document", "文件中没有")
_MOST_COPIES = 20

_output = click.option("-o", "--output", default="", metavar="FILE", cls=Option, text=_OUT)
_period = click.option("--period", default="", metavar="PERIOD", cls=Option, text=_PERIOD)
_people = click.option("--people", default="", metavar="FILE", cls=Option, text=_PEOPLE)
_where = click.option("--where", default="", metavar="HEAD=VALUE", cls=Option, text=_WHERE)
_layout_file = click.option("--layout", default="", metavar="FILE", cls=Option, text=_LAYOUT)
_copies = click.option("--copies", default=0, metavar="N", type=int, cls=Option, text=_COPIES)
_pdf = click.option("--pdf", "as_pdf", is_flag=True, cls=Option, text=_PDF)


@click.command("print", cls=Command, text=_PRINT)
@click.argument("given", metavar="BOOK|CASE")
@click.argument("form", metavar="[FORM]", default="")
@click.argument("ids", metavar="[ID]...", nargs=-1)
@_period
@_people
@_where
@_layout_file
@_copies
@_pdf
@_output
@JSON_OPTION
def print_command(*, given: str, form: str, ids: tuple[str, ...], copies: int, **more: Any) -> None:
    """Print a form."""
    if copies and not 1 <= copies <= _MOST_COPIES:
        raise FileError(_COPIES_WRONG.format(n=copies))
    _run(given, form, ids, copies=copies, is_report=False, **more)


@click.command(cls=Command, text=_REPORT)
@click.argument("given", metavar="BOOK|CASE")
@click.argument("report", metavar="[REPORT]", default="")
@click.argument("ids", metavar="[ID]...", nargs=-1)
@_period
@_people
@_where
@_layout_file
@_pdf
@_output
@JSON_OPTION
def report(*, given: str, report: str, ids: tuple[str, ...], **more: Any) -> None:
    """Write a report."""
    _run(given, report, ids, copies=1, is_report=True, **more)


def _run(
    given: str, name: str, ids: tuple[str, ...], *, period: str, people: str, where: str, layout: str, copies: int,
    as_pdf: bool, output: str, as_json: bool, is_report: bool,
) -> None:  # fmt: skip
    with progress(_PRINTING), opened(given) as found:
        evaluation = found.evaluation
        ruleset = evaluation.cohort.ruleset
        if not name:
            _list([one for one in forms_of(ruleset) if one.report is is_report], as_json=as_json)
            return
        form = find_form(ruleset, name, report=is_report)
        form = own_layout(Path(layout), form, ruleset) if layout else form
        period = known_period(evaluation, period)
        for who in ids:
            if who not in evaluation.cohort.appraisees:
                raise CaseError(nobody(who, list(evaluation.cohort.appraisees)), where=given)
        own = read_people(Path(people)) if people else {}
        only = (*ids, *_chosen(own, where, evaluation.cohort.appraisees)) if where else ids
        job = Job(
            case=found.case, evaluation=evaluation, stamp=stamp_of(found), period=period, language=language_of(found),
            people=own, only=only, record=Record() if found.office is None else record_of(found.office, period),
        )  # fmt: skip
        formats = check_output(output, as_pdf=as_pdf)
        papers = compose(job, form)
        made = file_papers(papers, output, key=form.key, formats=formats, copies=copies or form.copies)
    if made.typefaces is not None:
        complain(str(made.typefaces))
    if as_json:
        say_json({"form": form.key, "papers": len(papers), "copies": copies or form.copies, "files": list(made.files)})
    elif output.endswith("/"):
        say(_WROTE_MANY.format(n=len(made.files), folder=output))
    else:
        for file in made.files:
            say(_WROTE.format(file=file))


def _chosen(own: People, where: str, known: Container[str]) -> list[str]:
    """The ids of whom the office's own file says what `where` asks for. Raises FileError for none."""
    head, _, value = where.partition("=")
    found = [who for who, row in own.items() if who in known and row.get(head.strip()) == value.strip()]
    if not found:
        raise FileError(_NOWHERE.format(where=where))
    return found


def _list(forms: Sequence[Form], *, as_json: bool) -> None:
    if as_json:
        say_json([
            {"key": one.key, "clause": one.clause, "title": both(one.title), "copies": one.copies, "ours": one.ours,
             "by_period": one.by_period, "each": one.each, "kinds": list(one.kinds), "absent": both(one.absent)}
            for one in forms
        ])  # fmt: skip
        return
    rows = [[str(head) for head in _HEADS]]
    rows += [
        [one.key, one.clause, "" if one.absent else str(one.copies), str(_layout(one)), str(one.title)] for one in forms
    ]
    for line in table(rows):
        say(line)


def _layout(form: Form) -> Text:
    return _NOT_THERE if form.absent is not None else _OURS if form.ours else _THEIRS
