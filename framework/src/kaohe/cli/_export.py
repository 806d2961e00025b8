"""`kaohe export`: what a book holds as tables, a case file or documents; `kaohe book export` is the same with its own words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from attrs import field, frozen

from ..cases import case_text
from ..errors import FileError
from ..exchange import EXPORTS, FILES, Export, exported
from ..files import write
from ..office import Office
from ..store import Corrupt, book_text, read_intact
from ..words import Message, Text, visible
from ._base import JSON_OPTION, Command, Option
from ._book_base import DAMAGE
from ._damage import tell_damage
from ._either import CASES, is_book, opened
from ._out import both, say, say_json
from ._progress import progress
from ._sheets import language_of
from ._table import table

__all__ = ["Exported", "export", "export_file"]

_TEXT = Text(
    "Write WHAT of a BOOK (or a case file) holds into a file: tables as .xlsx or .csv, a case file or all documents as "
    ".json. Without WHAT it lists what there is. Ids stand in every table of people; names in the roster, else only "
    "with --names.",
    "把账簿 BOOK（或案例文件）中的 WHAT 写入文件：表格为 .xlsx 或 .csv，案例文件与全部文档为 .json。不写 WHAT 则列出可导出的内容。"
    "涉及人员的表都有编号；姓名只在名册中，其余须加 --names。",
)
_OUT = Text("the file to write", "要写入的文件")
_PERIOD = Text("of one period or half-year: 2018Q4, 2018-11, 2019H1", "某一期次或半年，如 2018Q4、2018-11、2019H1")
_KIND = Text("of one kind of appraisee alone", "只限某类考核对象")
_OF = Text("of ID alone (may be given again)", "只限此编号的对象（可重复）")
_NAMES = Text("names too", "附姓名")
_REPLACE = Text("write over a file that is there already", "覆盖已有文件")

_WROTE = Text("wrote {file}", "已写入 {file}")
_WROTE_ROWS = Text("wrote {file}: {n} rows in {tables} tables", "已写入 {file}：{n} 行，{tables} 张表")
_HEADS = (Text("what", "内容"), Text("files", "文件"), Text("about", "说明"))
_WORKING = Text("exporting", "正在导出")
_NO_OUTPUT = Message("K9236", "say where to write it: -o FILE", "请写明输出文件：-o 文件")
_THERE = Message(
    "K9237",
    "it exists already and is not overwritten; choose another name, or add --replace",
    "文件已存在，不会覆盖；请另取文件名，或加 --replace",
)
_ONLY_BOOK = Message(
    "K9238",
    "{what} can be exported of a book alone, and {path} is none; kaohe book import makes one of a case",
    "{what} 只能从账簿导出，{path} 不是账簿；可用 kaohe book import 由案例建立",
)
_NAME = Message(
    "K9240",
    "the name of the file is not in UTF-8; give another one",
    "文件名不是 UTF-8；请另取文件名",
)
_NO_CHOICE = Message(
    "K9239",
    "{what} is written whole, without {option}; leave that out, or export a table",
    "{what} 只能整体写出，不能加 {option}；请去掉，或改为导出表格",
)


@click.command(cls=Command, text=_TEXT)
@click.argument("given", metavar="BOOK|CASE")
@click.argument("what", metavar="[WHAT]", default="")
@click.option("-o", "--output", default="", metavar="FILE", cls=Option, text=_OUT)
@click.option("--period", default="", metavar="PERIOD", cls=Option, text=_PERIOD)
@click.option("--kind", default="", metavar="KIND", cls=Option, text=_KIND)
@click.option("--of", "ids", multiple=True, metavar="ID", cls=Option, text=_OF)
@click.option("--names", is_flag=True, cls=Option, text=_NAMES)
@click.option("--replace", is_flag=True, cls=Option, text=_REPLACE)
@JSON_OPTION
def export(*, given: str, what: str, output: str, replace: bool, as_json: bool, **choice: Any) -> None:
    """Write what is asked for of a book."""
    if not what:
        _list(as_json=as_json)
        return
    if not output:
        raise FileError(_NO_OUTPUT)
    asked = Export(what=what, **choice)
    made = export_file(given, asked, output, replace=replace)
    if made.damaged:
        tell_damage(read_intact(given), made.as_json(), as_json=as_json)
        raise SystemExit(DAMAGE)
    if as_json:
        say_json(made.as_json())
    elif made.tables:
        say(_WROTE_ROWS.format(file=output, n=sum(made.tables.values()), tables=len(made.tables)))
    else:
        say(_WROTE.format(file=output))


@frozen(kw_only=True)
class Exported:
    """What was written: where, the rows of each table, the receipt of the book's head, and whether the book is damaged."""

    file: str
    receipt: str | None
    tables: dict[str, int] = field(factory=dict)
    damaged: bool = False

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        return {"file": self.file, "receipt": self.receipt, "tables": self.tables}


def export_file(given: str, asked: Export, output: str, *, replace: bool = False) -> Exported:
    """Write what is asked for into a file: a word of FILES as .json, of EXPORTS as a table. Raises KaoheError.

    It is written in one step, so that what stops it leaves nothing half. Of a damaged book the documents are what is
    intact.
    """
    whole = asked.what in FILES
    if not output.isascii() and visible(output) != output:
        raise FileError(_NAME, where=output)
    if whole:
        _check_whole(given, asked, output)
    with progress(_WORKING):
        made, data = _WHOLE[asked.what](given, asked, output) if whole else _tables(given, asked, output)
        try:
            write(Path(output), data, replace=replace, mode=0o600)
        except FileExistsError as error:
            raise FileError(_THERE, where=output) from error
    return made


def _check_whole(given: str, asked: Export, output: str) -> None:
    """Raises FileError for a choice that only a table has, for what is no book, and for another format."""
    chosen = {"--period": asked.period, "--kind": asked.kind, "--of": asked.ids, "--names": asked.names}
    for option, value in chosen.items():
        if value and (asked.what, option) != ("case", "--names"):
            raise FileError(_NO_CHOICE.format(what=asked.what, option=option))
    if Path(given).suffix.lower() in CASES and Path(given).is_file() and not is_book(given):
        raise FileError(_ONLY_BOOK.format(what=asked.what, path=given))


def _tables(given: str, asked: Export, output: str) -> tuple[Exported, bytes]:
    with opened(given) as found:
        receipt = None if found.office is None else found.office.head.full
        language = language_of(found)
        data, tables = exported(found.evaluation, found.case, asked, file=output, language=language)
    rows = {one.title: len(one.rows) for one in tables}
    return Exported(file=output, receipt=receipt, tables=rows), data


def _case(given: str, asked: Export, output: str) -> tuple[Exported, str]:
    with Office.open(given, writable=False) as office:
        return Exported(file=output, receipt=office.head.full), case_text(office.case_data(names=asked.names))


def _documents(given: str, asked: Export, output: str) -> tuple[Exported, str]:
    tinydb = asked.what == "tinydb"
    try:
        text, receipt = book_text(given, tinydb=tinydb)
        return Exported(file=output, receipt=receipt.full), text
    except Corrupt:
        text, receipt = book_text(given, tinydb=tinydb, intact=True)
        return Exported(file=output, receipt=receipt.full, damaged=True), text


_WHOLE: dict[str, Callable[[str, Export, str], tuple[Exported, str]]] = {
    "case": _case,
    "documents": _documents,
    "tinydb": _documents,
}


def _list(*, as_json: bool) -> None:
    """What can be exported, and as which files."""
    known = [
        *((what, "xlsx, csv", text) for what, text in EXPORTS.items()),
        *((w, "json", t) for w, t in FILES.items()),
    ]
    if as_json:
        say_json([{"what": what, "files": files.split(", "), "text": both(text)} for what, files, text in known])
        return
    rows = [tuple(str(head) for head in _HEADS), *((what, files, str(text)) for what, files, text in known)]
    for line in table(rows):
        say(line)
