"""`kaohe import`: a sheet into a book, looked at before anything is written, as one commit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import Any

import click
from attrs import evolve

from ..errors import FileError, KaoheError
from ..exchange import (
    ASK_IDS,
    ASK_MARK,
    ASK_NAMES,
    KINDS,
    STATES,
    At,
    Line,
    Mapped,
    Options,
    Preview,
    apply_import,
    mark_refused,
    preview_file,
    read_mapping,
    write_mapping,
)
from ..office import NotSaved, Office, Saved
from ..words import Message, Text, language, prefer
from ._ask import agreed, answer
from ._base import JSON_OPTION, Command, Option
from ._out import complain, say, say_json
from ._progress import progress

__all__ = ["import_command"]

_TEXT = Text(
    "Read FILE (.xlsx, .csv, or the book of an earlier cycle) into BOOK: first a preview of what is new, changed, the same "
    "or rejected, by cell; "
    "nothing is written until it is confirmed, then all of it in one commit. Exit status 1 where something is rejected.",
    "把 FILE（.xlsx、.csv，或往年的账簿）导入账簿 BOOK：先逐格预览新增、更改、相同、不接受；确认前不写入任何内容，确认后作为一次提交写入。"
    "有不接受的内容时退出状态为 1。",
)
_KIND = Text(
    "roster, marks, tallies, raters (a row a ballot), attendance, indicators, earlier (grades), findings, rechecks, "
    "events or the name of a list (default: by the columns)",
    "roster、marks、tallies、raters（逐票）、attendance（考勤）、indicators（指标表）、earlier（往年等次）、findings、"
    "rechecks、events 或清单名（默认按列判断）",
)
_OF = Text("the kind of appraisee, where the sheet does not say", "考核对象类别（表中未写明时）")
_PERIOD = Text("the period, where the sheet does not say: 2018Q4, 2018-11", "期次（表中未写明时），如 2018Q4、2018-11")
_MAPPING = Text(
    "the office's own headings and marks, kept in FILE (--map, --mark add to it)",
    "单位自有列标题与符号，存于 FILE（--map、--mark 可追加）",
)
_MAP = Text("a heading of your own and the field it means (may be given again)", "自有列标题及其所指录入项（可重复）")
_MARK = Text(
    "a mark of an attendance sheet and the field that it counts for, - for none (may be given again)",
    "考勤表的符号及其计入的录入项，不计入写 -（可重复）",
)
_NAMES = Text("rows without an id are whom alone the name fits", "只有姓名的行按唯一同名者对应")
_IDS = Text("give people new to the roster ids that begin so", "为名册新增对象编号，以 PREFIX 开头")
_ISSUED = Text("how many ballots were handed out, where a rater sheet does not say", "发出的票数（逐票表中未写明时）")
_LEAVE = Text("leave out what is rejected, and write the rest", "略去不接受的内容，写入其余")
_YES = Text("write without asking", "不再询问，直接写入")
_MOST_LINES = 40

_NO_PAIR = Message(
    "K9301", "{given} is no OWN=FIELD; write it like 平时分=usual", "{given} 不是“自有名称=录入项”；请写成 平时分=usual"
)
_NOTHING_WRITTEN = Text("Nothing was written. Add --yes to write it.", "未写入。加 --yes 即写入。")
_NOTHING_NEW = Text("Nothing is new: nothing was written.", "没有新内容：未写入。")
_ASK = Text("Write {n} entries into {book}? [y/N] ", "将 {n} 项写入 {book}？[y/N] ")
_SAVED = Text(
    "Written as one commit, receipt {receipt}. To take it back: kaohe office undo {book} {receipt} --reason ...",
    "已作为一次提交写入，回执 {receipt}。如需撤销：kaohe office undo {book} {receipt} --reason ……",
)
_AND_SO = Text("  ... and {n} rows more, to {last}: {number}", "  …… 以下至{last}另有 {n} 行同样：{number}")
_OPENING = Text("opening the book", "正在打开账簿")
_READING, _CHECKING, _WRITING = Text("reading", "正在读取"), Text("checking", "正在校验"), Text("writing", "正在写入")
_WHY = Text("import: {kinds}", "导入：{kinds}")


@click.command("import", cls=Command, text=_TEXT)
@click.argument("book", metavar="BOOK")
@click.argument("file", metavar="FILE")
@click.option("--kind", default="", metavar="KIND", cls=Option, text=_KIND)
@click.option("--of", default="", metavar="KIND", cls=Option, text=_OF)
@click.option("--period", default="", metavar="PERIOD", cls=Option, text=_PERIOD)
@click.option("--mapping", default="", metavar="FILE", cls=Option, text=_MAPPING)
@click.option("--map", "pairs", multiple=True, metavar="HEADING=FIELD", cls=Option, text=_MAP)
@click.option("--mark", "marked", multiple=True, metavar="MARK=FIELD", cls=Option, text=_MARK)
@click.option("--by-name", is_flag=True, cls=Option, text=_NAMES)
@click.option("--new-ids", default="", metavar="PREFIX", cls=Option, text=_IDS)
@click.option("--issued", type=click.IntRange(0, 999_999), metavar="N", cls=Option, text=_ISSUED)
@click.option("--leave-out", is_flag=True, cls=Option, text=_LEAVE)
@click.option("--yes", is_flag=True, cls=Option, text=_YES)
@JSON_OPTION
@click.pass_context
def import_command(context: click.Context, /, *, book: str, file: str, **given: Any) -> None:
    """Preview a sheet, and write it once confirmed."""
    mapped = _mapped(given["mapping"], given["pairs"], given["marked"])
    options = Options(
        kind=given["kind"],
        of=given["of"],
        period=given["period"],
        by_name=given["by_name"],
        ids=given["new_ids"],
        issued=given["issued"],
        headings=mapped.headings,
        marks=mapped.marks,
    )
    with ExitStack() as open_book:
        with progress(_OPENING):
            office = open_book.enter_context(Office.open(book))
        prefer(office.language)
        preview = _looked_at(office, file, options)
        settled = options
        if not given["as_json"]:
            _say_all(_lines(preview, office))
            settled = _settled(preview, options)
            if settled != options:
                preview = _looked_at(office, file, settled)
                again = settled.ids != options.ids or settled.marks != options.marks
                _say_all(_lines(preview, office) if again else [_counts(preview)])
        saved = _write(office, preview, book=book, **given)
        kept = evolve(mapped, marks=settled.marks)
        if given["mapping"] and saved is not None and (given["pairs"] or given["marked"] or kept != mapped):
            write_mapping(Path(given["mapping"]), kept)
    if given["as_json"]:
        say_json(preview.as_json() | {"receipt": None if saved is None else saved.receipt.full})
    stands = preview.of("asked") or (preview.of("rejected") and not given["leave_out"])
    context.exit(1 if stands else 0)


def _mapped(mapping: str, pairs: tuple[str, ...], marked: tuple[str, ...]) -> Mapped:
    """What the office calls things: its file, and the options."""
    found = read_mapping(Path(mapping)) if mapping and Path(mapping).exists() else Mapped()
    return Mapped({**found.headings, **_pairs(pairs)}, {**found.marks, **_pairs(marked)})


def _pairs(pairs: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        own, equals, name = pair.partition("=")
        if not (equals and own.strip() and name.strip()):
            raise KaoheError(_NO_PAIR.format(given=pair[:60] or "-"))
        found[own.strip()] = name.strip()
    return found


def _say_all(lines: Iterable[str]) -> None:
    for line in lines:
        say(line)


def _looked_at(office: Office, file: str, options: Options) -> Preview:
    """The preview, with what the office would refuse rejected in it."""
    with progress(_READING):
        preview = preview_file(office.case, Path(file), options)
    with progress(_CHECKING):
        _judge(office, preview)
    return preview


def _settled(preview: Preview, options: Options) -> Options:
    """The options with what somebody at the terminal answers: how new ids begin, and whether the names are right."""
    if preview.unnumbered:
        options = evolve(options, ids=answer(ASK_IDS.format(n=len(preview.unnumbered))))
    for mark, (at, n) in preview.marks.items():
        said = answer(ASK_MARK.format(at=at.text(), n=n))
        if said:
            options = evolve(options, marks={**options.marks, mark: said})
    if preview.by_name and not preview.of("rejected"):
        options = evolve(options, by_name=agreed(ASK_NAMES.format(n=len(preview.by_name))))
    return options


def _judge(office: Office, preview: Preview) -> None:
    """Reject in the preview what the office would refuse."""
    try:
        office.check(preview.changes)
    except NotSaved as refused:
        mark_refused(preview, refused)


def _write(office: Office, preview: Preview, *, book: str, **given: Any) -> Saved | None:
    """Write what is confirmed; None where nothing is."""
    as_json = given["as_json"]
    if not preview.changes:
        if not as_json and not preview.of("rejected"):
            say(_NOTHING_NEW)
        return None
    stands = preview.of("asked") or (preview.of("rejected") and not given["leave_out"])
    if stands or not (given["yes"] or (not as_json and agreed(_ASK.format(n=len(preview.changes), book=book)))):
        if not as_json and not stands:
            say(_NOTHING_WRITTEN)
        elif not as_json:
            _say_why(preview, leave_out=given["leave_out"])
        return None
    kinds = Text(", ".join(KINDS[one].en for one in preview.kinds), "、".join(KINDS[one].zh for one in preview.kinds))
    reason = _WHY.format(kinds=kinds).in_language(office.language)
    with progress(_WRITING):
        saved = apply_import(office, preview, reason=reason, leave_out=given["leave_out"])
    if not as_json:
        say(_SAVED.format(receipt=str(saved.receipt), book=book))
    return saved


def _say_why(preview: Preview, *, leave_out: bool) -> None:
    """What stands against writing."""
    try:
        preview.check(leave_out=leave_out)
    except FileError as why:
        complain(str(why))


def _lines(preview: Preview, office: Office) -> Iterator[str]:
    """The preview: notes, what is rejected and asked, what changes, and the counts."""
    yield from (str(note) for note in preview.notes)
    for state in ("rejected", "asked", "changed", "new"):
        told = list(_SAID.get(state, _each)(preview.of(state), office))
        most = _MOST_LINES if state == "rejected" else _MOST_LINES // 4
        yield from told[:most]
        if len(told) > most:
            more = Text(
                "  ... and {n} more {state}; --json lists them all", "  …… 另有 {n} 处{state}；--json 可全部列出"
            )
            yield str(more.format(n=len(told) - most, state=STATES[state]))
    yield _counts(preview)


def _counts(preview: Preview) -> str:
    counts = [f"{STATES[state]} {count}" for state, count in preview.counts.items()]
    return ("  " if language() == "en" else "　").join(counts)


def _each(lines: Sequence[Line], office: Office) -> Iterator[str]:
    yield from map(_told, lines)


def _taken_for(lines: Sequence[Line], office: Office) -> Iterator[str]:
    """What is to be confirmed, a line a row: whom it was taken for."""
    for (sheet, row), same in groupby(lines, lambda line: (line.at.sheet, line.at.row)):
        who = next(same).who
        person = office.people.get(who)
        yield f"{STATES['asked']}  {At(sheet, row).text()}  {who} {'' if person is None else person.name}".rstrip()


def _together(lines: Sequence[Line], office: Office) -> Iterator[str]:
    """Lines of rejections; rows that are rejected for one reason, one after the other, are told as one."""
    for (_, why), same in groupby(lines, lambda line: (line.at.sheet, str(line.why))):
        first, *rest = same
        if rest and not first.at.column:
            yield _told(first)
            yield str(
                _AND_SO.format(n=len(rest), last=rest[-1].at.text(), number=first.why.number if first.why else why)
            )
        else:
            yield from map(_told, (first, *rest))


_SAID = {"rejected": _together, "asked": _taken_for}


def _told(line: Line) -> str:
    """One line: its state, place, whose and what it is, from what to what, or why not."""
    what = " ".join(part for part in (line.who, str(line.what or ""), line.period) if part)
    head = f"{STATES[line.state]}  {line.at.text()}  {what}".rstrip()
    if line.why is not None:
        return f"{head}  {line.why.told()}"
    return f"{head}: {line.before} -> {line.after}" if line.before else f"{head}: {line.after}"
