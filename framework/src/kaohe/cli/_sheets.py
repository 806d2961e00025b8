"""`kaohe template`, `kaohe table`, `kaohe why`: the sheet to fill in, the table to sign, the page for one person."""

from __future__ import annotations

from pathlib import Path

import click
from attrs import evolve

from ..errors import CaseError, FileError
from ..exchange import Stamp, known_period, own_columns, summary_csv, summary_xlsx, table_suffix, tables_of, why_page
from ..exchange import template as made_template
from ..files import write
from ..office import Office
from ..words import Message, Text, language
from ._base import Command, Option
from ._either import Opened, opened, standing_text
from ._explain import nobody
from ._out import say
from ._progress import progress

__all__ = ["language_of", "stamp_of", "table", "template", "why"]

_TEMPLATE = Text(
    "Write an .xlsx to fill in for BOOK; KIND is roster, marks, tallies, raters (a row a ballot), attendance, findings, "
    "events (lists such as leave), rechecks, indicators or earlier (grades). kaohe import reads it back.",
    "为账簿 BOOK 生成待填的 .xlsx；KIND 为 roster 名册、marks 评分、tallies 票数、raters 逐票、attendance 考勤、findings 认定事项、"
    "events 清单（如请假）、rechecks 复核、indicators 指标表或 earlier 往年等次。填好后用 kaohe import 导入。",
)
_TABLE = Text(
    "Write the summary table to sign, from BOOK or a case file: .xlsx for paper, .csv for other programs.",
    "从账簿或案例文件生成待签字的汇总表：.xlsx 供打印，.csv 供其他程序。",
)
_WHY = Text(
    "Write one page on why ID has this result, from BOOK or a case file, as .html that any browser prints.",
    "从账簿或案例文件生成一页说明：ID 的结果因何而来；为 .html，任何浏览器都可打印。",
)
_OUT = Text("the file to write; one that exists is not overwritten", "要写入的文件；不会覆盖已有文件")
_PERIOD = Text("for one period: 2018Q4, 2018-11", "某一期次，如 2018Q4、2018-11")
_OF = Text("of one kind of appraisee alone", "只限某类考核对象")
_COLUMNS = Text("the office's own columns, from FILE", "单位自定的栏目，取自 FILE")
_PRIVATE = Text("the copy for the person: nothing of any colleague", "给本人的一份：不含任何同事的信息")

_WROTE = Text("wrote {file}", "已写入 {file}")
_DRAWING = Text("drawing", "正在生成")
_THERE = Message(
    "K9312", "it exists already and is not overwritten; choose another name", "文件已存在，不会覆盖；请另取文件名"
)
_SEVERAL = Message(
    "K9313",
    "a .csv holds one table, here are {n}: {tables}; choose with --kind ({kinds}), or write .xlsx",
    "一个 .csv 只放一张表，此处有 {n} 张：{tables}；请用 --kind 选择（{kinds}），或写 .xlsx",
)

_output = click.option("-o", "--output", required=True, metavar="FILE", cls=Option, text=_OUT)
_period = click.option("--period", default="", metavar="PERIOD", cls=Option, text=_PERIOD)


@click.command(cls=Command, text=_TEMPLATE)
@click.argument("book", metavar="BOOK")
@click.argument("kind", metavar="KIND")
@_period
@click.option("--of", default="", metavar="KIND", cls=Option, text=_OF)
@_output
def template(*, book: str, kind: str, period: str, of: str, output: str) -> None:
    """Write a sheet to fill in."""
    with progress(_DRAWING), Office.open(book, writable=False) as office:
        data = made_template(office.case, kind, period=period, of=of, language=office.language)
    _put(output, data)


@click.command(cls=Command, text=_TABLE)
@click.argument("given", metavar="BOOK|CASE")
@click.option("--kind", "of", default="", metavar="KIND", cls=Option, text=_OF)
@_period
@click.option("--columns", default="", metavar="FILE", cls=Option, text=_COLUMNS)
@_output
def table(*, given: str, of: str, period: str, columns: str, output: str) -> None:
    """Write the table to sign."""
    suffix = table_suffix(output)
    with progress(_DRAWING), opened(given) as found:
        evaluation, stamp, said = found.evaluation, stamp_of(found), language_of(found)
        kinds = evaluation.cohort.ruleset.kinds
        if found.office is not None:
            said_so = standing_text(found.office).in_language(said)
            stamp = evolve(stamp, receipt=f"{stamp.receipt}; {said_so}")
        tables = tables_of(kinds, of)
        period = known_period(evaluation, period)
        if columns:
            tables = [own_columns(Path(columns), one, kinds) for one in tables]
            stamp = evolve(stamp, own_columns=True)
        if suffix == ".xlsx":
            data = summary_xlsx(evaluation, tables, stamp=stamp, period=period, language=said)
        elif len(tables) > 1:
            known = ", ".join(kind for one in tables for kind in one.columns)
            names = Text("; ".join(one.title.en for one in tables), "；".join(one.title.zh for one in tables))
            raise FileError(_SEVERAL.format(n=len(tables), tables=names, kinds=known))
        else:
            data = summary_csv(evaluation, tables[0], period=period, language=said)
    _put(output, data)


@click.command(cls=Command, text=_WHY)
@click.argument("given", metavar="BOOK|CASE")
@click.argument("appraisee", metavar="ID")
@click.option("--for-appraisee", "private", is_flag=True, cls=Option, text=_PRIVATE)
@_output
def why(*, given: str, appraisee: str, private: bool, output: str) -> None:
    """Write the page for one person."""
    with progress(_DRAWING), opened(given) as found:
        evaluation = found.evaluation
        if appraisee not in evaluation.cohort.appraisees:
            raise CaseError(nobody(appraisee, list(evaluation.cohort.appraisees)), where=given)
        page = why_page(evaluation, appraisee, stamp=stamp_of(found), language=language_of(found), private=private)
    _put(output, page)


def stamp_of(found: Opened) -> Stamp:
    """What is printed of where a table comes from."""
    cycle, office = found.case.cohort.cycle.id, found.office
    if office is None:
        return Stamp(unit=found.case.title, cycle=cycle)
    return Stamp(unit=office.header.county, cycle=cycle, receipt=str(office.head))


def language_of(found: Opened) -> str:
    """A book is printed in its own language, a case in the reader's."""
    return language() if found.office is None else found.office.language


def _put(output: str, data: str | bytes) -> None:
    try:
        write(Path(output), data)
    except FileExistsError as error:
        raise FileError(_THERE, where=output) from error
    say(_WROTE.format(file=output))
