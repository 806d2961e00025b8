"""`kaohe book`: make, look at, verify, copy, export and delete books."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from itertools import islice
from typing import Any, NoReturn, ParamSpec

import click

from kaohe.store import (
    Corrupt,
    Header,
    Receipt,
    Record,
    Refused,
    Report,
    Store,
    StoreError,
    copy_book,
    create_book,
    delete_book,
    export_book,
    open_book,
)
from kaohe.words import Text, visible

__all__ = ["book"]

DAMAGE, BAD_INPUT = 1, 2
P = ParamSpec("P")


def _help(en: str, zh: str) -> str:
    return str(Text(en, zh))


_WHERE = click.argument("where", metavar=_help("BOOK", "账簿"))
_JSON = click.option(
    "--json",
    "as_json",
    is_flag=True,
    help=_help("Print JSON, history one object a line.", "输出 JSON（history 每行一个对象）。"),
)
_SHARED = click.option(
    "--shared",
    is_flag=True,
    help=_help("Let the file's group write too (mode 0660).", "允许同组用户写入（权限 0660）。"),
)


def _answered(call: Callable[P, None]) -> Callable[P, None]:
    """Turn store errors into a sentence and an exit status: 1 for damage, 2 for everything else."""

    @wraps(call)
    def wrapper(*arguments: P.args, **options: P.kwargs) -> None:
        try:
            call(*arguments, **options)
        except StoreError as error:
            _fail(error, as_json=bool(options.get("as_json")))

    return wrapper


def _fail(error: StoreError, *, as_json: bool) -> NoReturn:
    if as_json:
        click.echo(json.dumps({"error": type(error).__name__, "text": str(error)}, ensure_ascii=False))
    else:
        click.echo(str(error), err=True)
    raise SystemExit(DAMAGE if isinstance(error, Corrupt) else BAD_INPUT)


def _print(result: dict[str, Any], lines: list[Text], *, as_json: bool) -> None:
    click.echo(json.dumps(result, ensure_ascii=False) if as_json else "\n".join(str(line) for line in lines))


@click.group(
    help=_help(
        "Books: where appraisals are kept. BOOK is a file, postgresql://user@host/database#name or"
        " sqlite:///path#name.",
        "账簿：保存考核数据。账簿可为文件、postgresql://用户@主机/数据库#名称 或 sqlite:///路径#名称。",
    )
)
def book() -> None:
    """Hold the commands on books."""


@book.command(help=_help("Make an empty book for a scheme, a cycle and a county.", "为某办法、周期和县新建空账簿。"))
@_WHERE
@click.option("--scheme", required=True, help=_help("Id of the scheme.", "办法编号。"))
@click.option("--cycle", required=True, help=_help("The cycle, such as 2025.", "考核周期，如 2025。"))
@click.option("--county", required=True, help=_help("The county.", "县（市、区）。"))
@_SHARED
@_JSON
@_answered
def new(where: str, scheme: str, cycle: str, county: str, shared: bool, as_json: bool) -> None:
    """Make a book."""
    receipt = create_book(where, Header(scheme, cycle, county), shared=shared)
    line = Text("made {where}; receipt {receipt}", "已新建 {where}；回执 {receipt}")
    _print({"receipt": receipt.full}, [line.format(where=where, receipt=str(receipt))], as_json=as_json)


@book.command(help=_help("Show what a book is about, its size and its head.", "显示账簿的内容、规模和最后回执。"))
@_WHERE
@_JSON
@_answered
def info(where: str, as_json: bool) -> None:
    """Look at a book."""
    with open_book(where, writable=False) as opened:
        result, lines = _about(opened)
    _print(result, lines, as_json=as_json)


def _about(opened: Store) -> tuple[dict[str, Any], list[Text]]:
    documents, records = opened.size()
    about = {"scheme": opened.header.scheme, "cycle": opened.header.cycle, "county": opened.header.county}
    head, warnings = opened.head(), opened.warnings()
    lines = [
        Text("{scheme} / {cycle} / {county}", "{scheme} / {cycle} / {county}").format(**about),
        Text("{documents} documents, {records} records", "{documents} 份文档，{records} 条记录").format(
            documents=documents, records=records
        ),
        Text("head {head}", "最后回执 {head}").format(head=head.full),
        *warnings,
    ]
    counts = {"documents": documents, "records": records, "receipt": head.full}
    return {**about, **counts, "warnings": [str(one) for one in warnings]}, lines


@book.command(
    help=_help(
        "Read a whole book again and check every hash; with a receipt, that the book contains it.",
        "重新读取整本账簿并核对每个哈希；给出回执时核对账簿是否包含它。",
    )
)
@_WHERE
@click.option(
    "--receipt", help=_help("As shown, printed or exported: number/hex.", "屏幕、打印或导出的回执：序号/哈希。")
)
@_JSON
@_answered
def verify(where: str, receipt: str | None, as_json: bool) -> None:
    """Verify a book."""
    given = Receipt.parse(receipt) if receipt else None
    with open_book(where, writable=False) as opened:
        report = opened.verify(given)
    result = {
        "records": report.records,
        "documents": report.documents,
        "receipt": report.head.full,
        "covered": report.covered,
        "bits": report.bits,
        "notes": [str(note) for note in report.notes],
    }
    _print(result, [*_verified(report), *report.notes], as_json=as_json)


def _verified(report: Report) -> list[Text]:
    sound = Text(
        "sound: {records} records, {documents} documents, head {head}",
        "完好：{records} 条记录，{documents} 份文档，最后回执 {head}",
    ).format(records=report.records, documents=report.documents, head=str(report.head))
    if report.covered is None:
        advice = Text(
            "the chain holds; only a receipt from outside shows that no end was cut and nothing was rewritten"
            " (--receipt)",
            "链条完整；只有外部回执才能证明末尾未被截去、全文未被改写（--receipt）",
        )
        return [sound, advice]
    covered = Text(
        "the receipt covers records 0 to {covered} with {bits} bits; {after} later records rest on the chain alone",
        "回执以 {bits} 位哈希证明第 0 至 {covered} 条记录；其后 {after} 条仅由链条保护",
    ).format(covered=report.covered, bits=report.bits, after=report.records - 1 - report.covered)
    return [sound, covered]


@book.command(
    help=_help(
        "List the records, oldest first: receipt, time, login, documents, reason.",
        "按先后列出记录：回执、时间、登录名、文档、事由。",
    )
)
@_WHERE
@click.argument("document", required=False, metavar=_help("[KIND/ID]", "[种类/编号]"))
@click.option(
    "--after", type=int, default=-1, help=_help("Only records after this number.", "只列出此序号之后的记录。")
)
@click.option("--most", type=click.IntRange(min=1), help=_help("At most so many.", "最多列出条数。"))
@_JSON
@_answered
def history(where: str, document: str | None, after: int, most: int | None, as_json: bool) -> None:
    """List records."""
    kind, slash, id_ = (document or "").partition("/")
    if document and not slash:
        raise Refused(
            Text("{given} is no document; write KIND/ID", "{given} 不是文档；请写成 种类/编号").format(given=document)
        )
    with open_book(where, writable=False) as opened:
        records = opened.history(kind, id_, after=after) if document else opened.history(after=after)
        for record in islice(records, most):
            click.echo(json.dumps(_entry(record), ensure_ascii=False) if as_json else _row(record))


def _entry(record: Record) -> dict[str, Any]:
    return {
        "receipt": record.receipt.full,
        "time": record.time,
        "actor": record.actor,
        "reason": record.reason,
        "documents": [f"{change.kind}/{change.id}" for change in record.changes],
    }


def _row(record: Record) -> str:
    entry = _entry(record)
    named = " ".join(entry["documents"][:3]) + (f" +{len(entry['documents']) - 3}" if len(record.changes) > 3 else "")
    return visible("  ".join([str(record.receipt), record.time, record.actor, named or "-", record.reason]))


@book.command(
    help=_help(
        "Copy a book to another place, or bring an earlier copy up to date; equal heads prove it.",
        "将账簿复制到另一位置，或更新较早的副本；以相同的最后回执为证。",
    )
)
@click.argument("source", metavar="A")
@click.argument("target", metavar="B")
@_SHARED
@_JSON
@_answered
def copy(source: str, target: str, shared: bool, as_json: bool) -> None:
    """Copy a book."""
    receipt = copy_book(source, target, shared=shared)
    line = Text("copied and verified; both stand at {receipt}", "已复制并核对；两者的最后回执均为 {receipt}").format(
        receipt=receipt.full
    )
    _print({"receipt": receipt.full}, [line], as_json=as_json)


@book.command(
    help=_help(
        "Write all documents to a new JSON file, with the full receipt.", "将全部文档写入新的 JSON 文件，附完整回执。"
    )
)
@_WHERE
@click.argument("file", metavar=_help("FILE", "文件"))
@click.option(
    "--tinydb", is_flag=True, help=_help("Write a file that plain TinyDB opens.", "写成 TinyDB 可直接打开的文件。")
)
@_JSON
@_answered
def export(where: str, file: str, tinydb: bool, as_json: bool) -> None:
    """Export a book."""
    receipt = export_book(where, file, tinydb=tinydb)
    line = Text("written to {file}; receipt {receipt}", "已写入 {file}；回执 {receipt}")
    _print({"receipt": receipt.full}, [line.format(file=file, receipt=receipt.full)], as_json=as_json)


@book.command(
    help=_help(
        "Delete a closed book after its retention date; its head stays.", "保存期满后删除已封存的账簿；其最后回执保留。"
    )
)
@_WHERE
@click.option(
    "--receipt",
    required=True,
    help=_help("The book's last receipt, so that no other is meant.", "账簿的最后回执，以免误删。"),
)
@_JSON
@_answered
def delete(where: str, receipt: str, as_json: bool) -> None:
    """Delete a book."""
    head = delete_book(where, Receipt.parse(receipt))
    line = Text("deleted {where}; its head was {head}", "已删除 {where}；其最后回执为 {head}")
    _print({"receipt": head.full}, [line.format(where=where, head=head.full)], as_json=as_json)
