"""`kaohe book`: make, look at, verify, copy, export and delete books."""

from __future__ import annotations

import json
from itertools import islice
from typing import Any

import click

from kaohe.exchange import Export
from kaohe.store import (
    Corrupt,
    Intact,
    Receipt,
    Record,
    Refused,
    Report,
    Store,
    copy_book,
    delete_book,
    open_book,
    read_intact,
)
from kaohe.words import Message, Text, visible

from ._base import Group
from ._book_base import DAMAGE, JSON, SHARED, WHERE, answered, printed, told_help
from ._book_case import import_
from ._book_new import new
from ._damage import tell_damage
from ._export import export_file

__all__ = ["book"]


@click.group(
    cls=Group,
    text=Text(
        "Books: where appraisals are kept. BOOK is a file, postgresql://user@host/database#name or"
        " sqlite:///path#name.",
        "账簿：保存考核数据。账簿可为文件、postgresql://用户@主机/数据库#名称 或 sqlite:///路径#名称。",
    ),
)
def book() -> None:
    """Hold the commands on books."""


book.add_command(new)
book.add_command(import_)


@book.command(help=told_help("Show what a book is about, its size and its head.", "显示账簿的内容、规模和最后回执。"))
@WHERE
@JSON
@answered
def info(where: str, as_json: bool) -> None:
    """Look at a book."""
    try:
        with open_book(where, writable=False) as opened:
            result, lines = _about(opened)
    except Corrupt:
        found = read_intact(where)
        result, lines = _about_intact(found)
        if not as_json:
            printed(result, lines, as_json=False)
        tell_damage(found, result, as_json=as_json)
        raise SystemExit(DAMAGE) from None
    printed(result, lines, as_json=as_json)


def _about_intact(found: Intact) -> tuple[dict[str, Any], list[Text]]:
    header, head = found.header, found.records[-1].receipt
    about = {name: getattr(header, name, None) for name in ("scheme", "cycle", "county")}
    counts = {"documents": len(found.documents), "records": len(found.records), "receipt": head.full}
    lines = [
        Text("{scheme} / {cycle} / {county}", "{scheme} / {cycle} / {county}").format(
            **{name: value or "?" for name, value in about.items()}
        ),
        Text("{documents} documents, {records} records intact", "{documents} 份文档，{records} 条记录完好").format(
            **counts
        ),
        Text("last intact record {head}", "最后一条完好记录 {head}").format(head=head.full),
    ]
    return {**about, **counts}, lines


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
    return {**about, **counts, "warnings": [one.told() for one in warnings]}, lines


@book.command(
    help=told_help(
        "Read a whole book again and check every hash; with a receipt, that the book contains it.",
        "重新读取整本账簿并核对每个哈希；给出回执时核对账簿是否包含它。",
    )
)
@WHERE
@click.option(
    "--receipt", help=told_help("As shown, printed or exported: number/hex.", "屏幕、打印或导出的回执：序号/哈希。")
)
@JSON
@answered
def verify(where: str, receipt: str | None, as_json: bool) -> None:
    """Verify a book."""
    given = None if receipt is None else Receipt.parse(receipt)
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
    printed(result, [*_verified(report), *report.notes], as_json=as_json)


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
    help=told_help(
        "List the records, oldest first: receipt, time, login, documents, reason.",
        "按先后列出记录：回执、时间、登录名、文档、事由。",
    )
)
@WHERE
@click.argument("document", required=False, metavar=told_help("[KIND/ID]", "[种类/编号]"))
@click.option(
    "--after",
    type=click.IntRange(min=-1),
    default=-1,
    help=told_help("Only records after this number.", "只列出此序号之后的记录。"),
)
@click.option("--most", type=click.IntRange(min=1), help=told_help("At most so many.", "最多列出条数。"))
@JSON
@answered
def history(where: str, document: str | None, after: int, most: int | None, as_json: bool) -> None:
    """List records."""
    kind, id_ = _document(document)
    try:
        with open_book(where, writable=False) as opened:
            for record in islice(list(opened.history(kind, id_, after=after)), most):
                _print_record(record, as_json=as_json)
    except Corrupt:
        found = read_intact(where)
        named = [one for one in found.records if one.seq > after and (kind is None or _names(one, kind, id_))]
        for record in named[:most]:
            _print_record(record, as_json=as_json)
        tell_damage(found, {}, as_json=as_json)
        raise SystemExit(DAMAGE) from None


def _document(document: str | None) -> tuple[str | None, str | None]:
    if document is None:
        return None, None
    kind, _, id_ = document.partition("/")
    if not kind or not id_:
        raise Refused(
            Message("K5001", "{given} is no document; write KIND/ID", "{given} 不是文档；请写成 种类/编号").format(
                given=repr(document[:100])
            )
        )
    return kind, id_


def _names(record: Record, kind: str, id_: str | None) -> bool:
    return any(row[:2] == [kind, id_] for row in record.body.get("changes", ()))


def _print_record(record: Record, *, as_json: bool) -> None:
    click.echo(json.dumps(_entry(record), ensure_ascii=False) if as_json else _row(record))


def _entry(record: Record) -> dict[str, Any]:
    body = record.body
    return {
        "receipt": record.receipt.full,
        "time": body["time"],
        "actor": body["actor"],
        "reason": body.get("reason", ""),
        "documents": [f"{row[0]}/{row[1]}" for row in body.get("changes", ())],
    }


def _row(record: Record) -> str:
    entry = _entry(record)
    documents = entry["documents"]
    named = " ".join(documents[:3]) + (f" +{len(documents) - 3}" if len(documents) > 3 else "")
    return visible("  ".join([str(record.receipt), entry["time"], entry["actor"], named or "-", entry["reason"]]))


@book.command(
    help=told_help(
        "Copy a book to another place, or bring an earlier copy up to date; equal heads prove it.",
        "将账簿复制到另一位置，或更新较早的副本；以相同的最后回执为证。",
    )
)
@click.argument("source", metavar="A")
@click.argument("target", metavar="B")
@SHARED
@click.option(
    "--intact",
    is_flag=True,
    help=told_help(
        "Of a damaged book, copy what is intact: up to the damage as it is, after it as new commits that name the old.",
        "账簿损坏时复制其完好部分：损坏处之前原样复制，之后作为注明原记录的新提交存入。",
    ),
)
@JSON
@answered
def copy(source: str, target: str, shared: bool, intact: bool, as_json: bool) -> None:
    """Copy a book."""
    found = read_intact(source) if intact else None
    if found is not None and found.damaged:
        return _copy_intact(found, source, target, shared=shared, as_json=as_json)
    receipt = copy_book(source, target, shared=shared)
    line = Text("copied and verified; both stand at {receipt}", "已复制并核对；两者的最后回执均为 {receipt}").format(
        receipt=receipt.full
    )
    printed({"receipt": receipt.full}, [line], as_json=as_json)
    return None


def _copy_intact(found: Intact, source: str, target: str, *, shared: bool, as_json: bool) -> None:
    receipt = copy_book(source, target, shared=shared, intact=True)
    line = Text(
        "a sound book was made of what is intact: {kept} records as they were, {again} entered again; it stands at {receipt}",
        "已用完好部分建立账簿：{kept} 条记录原样保留，{again} 条重新存入；最后回执为 {receipt}",
    ).format(kept=found.beginning, again=len(found.records) - found.beginning, receipt=receipt.full)
    result = {"receipt": receipt.full, "kept": found.beginning, "again": len(found.records) - found.beginning}
    if not as_json:
        printed(result, [line], as_json=False)
    tell_damage(found, result, as_json=as_json, advice=False)


@book.command(
    help=told_help(
        "Write all documents to a new JSON file, with the full receipt; or, with --case, the book as a case file.",
        "将全部文档写入新的 JSON 文件，附完整回执；加 --case 则写成案例文件。",
    )
)
@WHERE
@click.argument("file", metavar=told_help("FILE", "文件"), required=False)
@click.option(
    "--tinydb",
    is_flag=True,
    help=told_help("Write a file that plain TinyDB opens.", "写成 TinyDB 可直接打开的文件。"),
)
@click.option(
    "--case",
    metavar=told_help("FILE", "文件"),
    help=told_help("Write a case file, with codes and no names.", "写成案例文件，只有编号，没有姓名。"),
)
@click.option("--names", is_flag=True, help=told_help("With --case: names too.", "配合 --case：附姓名。"))
@JSON
@answered
def export(where: str, file: str | None, tinydb: bool, case: str | None, names: bool, as_json: bool) -> None:
    """Export a book: `kaohe export` of a case file or of its documents."""
    if file is None and case is None:
        raise click.MissingParameter(param_hint="FILE", param_type="argument")
    if case is not None:
        _exported(where, Export(what="case", names=names), case, as_json=as_json)
    if file is not None:
        _exported(where, Export(what="tinydb" if tinydb else "documents"), file, as_json=as_json)


def _exported(where: str, asked: Export, file: str, *, as_json: bool) -> None:
    made = export_file(where, asked, file)
    if made.damaged:
        tell_damage(read_intact(where), made.as_json(), as_json=as_json)
        raise SystemExit(DAMAGE)
    line = Text("written to {file}; receipt {receipt}", "已写入 {file}；回执 {receipt}")
    printed(made.as_json(), [line.format(file=file, receipt=made.receipt)], as_json=as_json)


@book.command(
    help=told_help(
        "Delete a closed book after its retention date; its head stays.", "保存期满后删除已封存的账簿；其最后回执保留。"
    )
)
@WHERE
@click.option(
    "--receipt",
    required=True,
    help=told_help("The book's last receipt, so that no other is meant.", "账簿的最后回执，以免误删。"),
)
@JSON
@answered
def delete(where: str, receipt: str, as_json: bool) -> None:
    """Delete a book."""
    head = delete_book(where, Receipt.parse(receipt))
    line = Text("deleted {where}; its head was {head}", "已删除 {where}；其最后回执为 {head}")
    printed({"receipt": head.full}, [line.format(where=where, head=head.full)], as_json=as_json)
