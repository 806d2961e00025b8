"""`kaohe office status`: what a book is, how far it has come, what is frozen, decided and open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import click

from ...office import Comparison, Difference, Office, OpenItem, Progress
from ...words import Text, language
from .._base import JSON_OPTION, Command, Option
from .._out import say, say_json
from .._table import table
from ._base import BOOK, at_office, axis_of

__all__ = ["comparison_lines", "difference_lines", "status"]

_MOST = 20


@click.command(
    cls=Command,
    text=Text(
        "Show what BOOK is of, progress by unit and period, what is frozen and decided, and every open point by name, "
        "unit and who is responsible.",
        "显示账簿概况、各单位各期次进度、冻结与裁定，以及每个待办事项的姓名、单位与责任人。",
    ),
)
@BOOK
@click.option(
    "--at",
    default="",
    metavar="PERIOD",
    cls=Option,
    text=Text("progress of this period, unit by unit", "该期次各单位的进度"),
)
@JSON_OPTION
def status(*, where: str, at: str, as_json: bool) -> None:
    """Show where a book stands."""
    with at_office(where, writable=False) as office:
        if as_json:
            say_json(_data(office, at))
        else:
            for line in _lines(office, at):
                say(line)


def _asked(office: Office, at: str) -> dict[str, list[Progress]]:
    """The progress by what is asked: the cycle's own entries and every period, or one period."""
    if at:
        return {at: office.progress(axis_of(office, at), at)}
    found = {"": office.progress()}
    for axis, names in office.periods.items():
        found |= {name: office.progress(axis, name) for name in names}
    return {name: units for name, units in found.items() if units}


def _data(office: Office, at: str) -> dict[str, Any]:
    settings, differs = office.settings, office.difference
    about = {"scheme": office.header.scheme, "cycle": office.header.cycle, "unit": office.header.county}
    about |= {"version": settings["version"], "digest": settings["digest"], "language": office.language}
    progress = {name: [one.as_json() for one in units] for name, units in _asked(office, at).items()}
    found = {
        **about,
        "receipt": office.head.full,
        "readings": settings["readings"],
        "people": len(office.people),
        "progress": progress,
        "frozen": office.freezes,
        "decisions": office.decisions,
        "difference": None if differs is None else differs.as_json(),
        "compared": _compared(office.compare() if differs is not None else None),
    }
    return found | ({} if differs is not None else {"open_points": [one.as_json() for one in office.open_points()]})


def _compared(found: Comparison | None) -> dict[str, Any] | None:
    if found is None:
        return None
    moved = [{"id": one.id, "then": [*one.then], "now": [*one.now]} for one in found.moved]
    return {"record": found.seq, "moved": moved, "edited": [*found.edited]}


def _lines(office: Office, at: str) -> Iterator[str]:
    head = Text(
        "{scheme} {version}, {cycle}, {unit}: {n} on the roster; receipt {receipt}",
        "{scheme} {version}，{cycle}，{unit}：名册 {n} 个；回执 {receipt}",
    )
    about = {"scheme": office.header.scheme, "cycle": office.header.cycle, "unit": office.header.county}
    about |= {"version": office.settings["version"], "n": str(len(office.people)), "receipt": str(office.head)}
    yield str(head.format(**about))
    yield from _readings(office)
    differs = office.difference
    if differs is not None:
        yield from difference_lines(differs)
        yield from comparison_lines(office.compare())
    yield from _progress(office, at)
    yield from _frozen(office)
    if differs is None:
        yield from _points(office.open_points())


def _readings(office: Office) -> Iterator[str]:
    """How many of the readings of ours somebody has confirmed."""
    known = [one.id for one in office.ruleset.assumptions]
    left = [name for name in known if name not in office.settings["readings"]]
    if left:
        text = Text("readings that nobody has confirmed: {names}", "尚无人确认的解读：{names}")
        yield str(text.format(names=", ".join(left)))


def difference_lines(found: Difference) -> Iterator[str]:
    """How the installed rules differ from the book's."""
    text = Text(
        "! the installed rules are not those of this book: {old} -> {new} (rules {was} -> {now})",
        "! 已安装的规则与本账簿所用的不同：{old} -> {new}（规则 {was} -> {now}）",
    )
    old, new = found.version
    yield str(text.format(old=old, new=new, was=found.digest[0][:12], now=found.digest[1][:12]))
    for label, names in (
        (Text("added", "新增"), found.added),
        (Text("removed", "删除"), found.removed),
        (Text("changed", "更改"), found.changed),
    ):
        if names:
            yield f"  {label}: {_few(names)}"


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST]) + (" ..." if len(names) > _MOST else "")


def comparison_lines(found: Comparison | None) -> Iterator[str]:
    """Whose outcome the installed rules change, as far as outcomes were recorded."""
    if found is None:
        yield "  " + str(
            Text(
                "no outcomes were recorded to compare with (kaohe evaluate --record, or a freeze, records them)",
                "没有记录过结果，无法比对（kaohe evaluate --record 或冻结时会记录）",
            )
        )
        return
    text = Text(
        "{n} outcomes differ from those recorded in {seq}; {edited} people were edited since",
        "与第 {seq} 条所记相比，{n} 个结果不同；其后 {edited} 个对象有改动",
    )
    yield "  " + str(text.format(n=len(found.moved), seq=found.seq, edited=len(found.edited)))
    for one in found.moved[:_MOST]:
        yield f"  {one.id}: {' '.join(filter(None, one.then))} -> {' '.join(filter(None, one.now))}"
    if len(found.moved) > _MOST:
        yield "  " + str(_more(len(found.moved) - _MOST))


def _progress(office: Office, at: str) -> Iterator[str]:
    asked = _asked(office, at)
    if not asked:
        return
    head = [Text("period", "期次"), Text("unit", "单位"), Text("complete", "已录全"), Text("entries", "录入项")]
    yield ""
    cycle = str(Text("(cycle)", "（周期）"))
    rows = []
    for name, units in asked.items():
        shown = units if at else [_together(units)]
        for one in shown:
            label = f"{one.unit} {one.name}".strip() or "-"
            rows.append((name or cycle, label, f"{one.complete}/{one.people}", f"{one.entered}/{one.due}"))
    yield from table([[str(one) for one in head], *rows])


def _together(units: Sequence[Progress]) -> Progress:
    sums = {key: sum(getattr(one, key) for one in units) for key in ("people", "complete", "due", "entered")}
    return Progress(unit="", name=str(Text("all", "合计")), **sums)


def _frozen(office: Office) -> Iterator[str]:
    for span, held in office.freezes.items():
        text = Text("frozen: {span} (inputs {hash}, {n} revisions)", "已冻结：{span}（录入 {hash}，修订 {n} 次）")
        yield str(text.format(span=span, hash=held["inputs"][:12], n=held["revisions"]))
    for name, row in office.decisions.items():
        text = Text("decision {id}: {document}", "裁定 {id}：{document}")
        yield str(text.format(id=name, document=str(row.get("document", "-")) or "-"))


def _points(items: Sequence[OpenItem]) -> Iterator[str]:
    yield ""
    if not items:
        yield str(Text("no open points", "没有待办事项"))
        return
    yield str(Text("open points: {n}", "待办事项：{n} 项").format(n=len(items)))
    head = [Text("id", "编号"), Text("unit", "单位"), Text("what", "事项"), Text("responsible", "责任人")]
    rows = []
    for one in items[:_MOST]:
        who = "-" if one.responsible is None else one.responsible.in_language(language())
        label, unit = f"{one.point.id} {one.name}".strip(), f"{one.unit} {one.unit_name}".strip() or "-"
        rows.append((label, unit, str(one.point.text), who))
    yield from table([[str(one) for one in head], *rows])
    if len(items) > _MOST:
        yield str(_more(len(items) - _MOST))


def _more(n: int) -> Text:
    return Text("and {n} more; --json lists all of them", "另有 {n} 项；--json 可全部列出").format(n=n)
