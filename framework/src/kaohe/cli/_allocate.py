"""`kaohe allocate`: quota problems in JSON, answered exactly."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from kaohe.engine.quota import Allocation, Plan, answer, differences, dumped, read_plans
from kaohe.errors import AllocationError, FileError, KaoheError
from kaohe.files import decode, read_bytes, read_stream
from kaohe.words import Text, visible

from ._base import Command, Option

__all__ = ["allocate"]

_STANDARD = Text("standard input", "标准输入")
_TITLE = Text("Plan {id}", "方案 {id}")
_NO_ID = Text("(line {line})", "（第 {line} 行）")
_CONFLICT = Text(
    'Rule conflict at "{group}": {reason}. Nobody is selected.', "“{group}”处规则冲突：{reason}。无人入选。"
)
_GROUPS = (
    Text("group", "组"),
    Text("cap", "上限"),
    Text("floor", "下限"),
    Text("used", "已用"),
    Text("tied", "并列"),
    Text("left", "剩余"),
)
_PEOPLE = (Text("person", "人员"), Text("answer", "结果"), Text("stopped by", "受限于"), Text("short", "差额"))
_STATUS = {
    "selected": Text("selected", "入选"),
    "not_selected": Text("not selected", "未入选"),
    "tied": Text("tied", "并列"),
    "ineligible": Text("not eligible", "无资格"),
}
_TIE = Text(
    "To decide: {take} of {members} (fingerprint {fingerprint})",
    "待决定：在 {members} 中选 {take} 人（指纹 {fingerprint}）",
)
_SHORTFALL = Text(
    'Too few for the floor of "{group}": {attained} of {asked}',
    "“{group}”的下限人数不足：要求 {asked}，实有 {attained}",
)
_REFUSED = Text("Refused, {who}: {reason}", "未予采纳，{who}：{reason}")
_EXCESS = Text('Beyond the cap of "{group}": {who} ({reason})', "超出“{group}”的上限：{who}（{reason}）")
_DIFFERS = Text(
    "plan {id}, line {line}: expected != found: {difference}", "方案 {id}，第 {line} 行：预期 != 实际：{difference}"
)


_TEXT = Text(
    "Give out the places of the quota plans in FILE (JSON, one plan or one a line; - for standard input). "
    'Exit status 1 when a plan has "expect" and the answer differs, 2 when the input cannot be read.',
    "按 FILE（JSON，一个方案或每行一个；- 为标准输入）中的名额方案分配名额。方案写有 expect 而结果不符时退出状态为 1，"
    "输入有误为 2。",
)


@click.command(cls=Command, text=_TEXT)
@click.argument("file", metavar="FILE|-")
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    cls=Option,
    text=Text("one JSON object a line, in the order of the input", "每行一个 JSON 对象，次序同输入"),
)
def allocate(file: str, as_json: bool) -> None:
    """Give out the places of quota plans."""
    try:
        plans = read_plans(_text(file))
        answers = [answer(plan) for plan in plans]
        differing = [(plan, difference) for plan in plans for difference in differences(plan)]
    except KaoheError as error:
        raise AllocationError(error.text, where=f"{file}: {error.where}" if error.where else file) from error
    for plan, (written, found) in zip(plans, answers, strict=True):
        _say(dumped(written) if as_json else "\n".join(_table(plan, found)))
    for plan, difference in differing:
        _say(str(_DIFFERS.format(id=_name(plan), line=plan.line, difference=difference)), err=True)
    sys.exit(1 if differing else 0)


def _text(file: str) -> str:
    """The text of the file, or of standard input; no more of either than of any file that Kaohe reads."""
    name = _STANDARD if file == "-" else file
    try:
        data = read_stream(sys.stdin.buffer, str(name)) if file == "-" else read_bytes(Path(file))
        return decode(data, str(name))
    except FileError as error:
        raise AllocationError(error.text, where=f"line {error.line}" if error.line is not None else None) from None


def _say(text: str, *, err: bool = False) -> None:
    """Write UTF-8 whatever the locale: the answer is data, and half of a Chinese name helps nobody."""
    click.echo(text.encode("utf-8", "backslashreplace"), err=err)


def _name(plan: Plan) -> str | Text:
    return plan.id if plan.id is not None else _NO_ID.format(line=plan.line)


def _table(plan: Plan, found: Allocation) -> Iterator[str]:
    yield str(_TITLE.format(id=_name(plan)))
    if found.conflict is not None:
        yield "  " + str(_CONFLICT.format(group=found.conflict.group, reason=found.conflict.reason))
    else:
        yield from _columns([_GROUPS, *_group_rows(found)])
        yield from _columns([_PEOPLE, *_person_rows(plan, found)])
    for tie in found.ties:
        members = ", ".join(tie.members)
        yield "  " + str(_TIE.format(take=tie.take, members=members, fingerprint=tie.fingerprint[:12]))
    for short in found.shortfalls:
        yield "  " + str(_SHORTFALL.format(group=short.group, attained=short.attained, asked=short.asked))
    for excess in found.excesses:
        who = ", ".join(excess.members)
        yield "  " + str(_EXCESS.format(group=excess.group, who=who, reason=excess.reason))
    for refusal in (*found.refused, *found.refused_excesses):
        yield "  " + str(_REFUSED.format(who=", ".join(refusal.decision.members), reason=refusal.reason))


def _group_rows(found: Allocation) -> Iterator[Sequence[object]]:
    for meter in found.meters.values():
        cap, left = _or_dash(meter.cap), _or_dash(meter.left)
        yield visible(meter.group), cap, meter.floor or "-", meter.used, meter.tied, left


def _or_dash(value: int | str | None) -> int | str:
    return "-" if value is None else value


def _person_rows(plan: Plan, found: Allocation) -> Iterator[Sequence[object]]:
    for candidate in sorted(plan.problem.candidates, key=lambda candidate: candidate.id):
        status = found.status[candidate.id]
        blocked, short = found.blocked_by.get(candidate.id), found.short.get(candidate.id)
        yield visible(candidate.id), _STATUS[status.value], visible(blocked or "-"), _or_dash(short)


def _columns(rows: Sequence[Sequence[object]]) -> Iterator[str]:
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(_width(row[column]) for row in cells) for column in range(len(cells[0]))]
    for row in cells:
        padded = (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        yield ("  " + "  ".join(padded)).rstrip()


def _width(text: str) -> int:
    """Columns on a terminal: full-width characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
