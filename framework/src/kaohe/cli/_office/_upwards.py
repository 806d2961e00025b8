"""`kaohe office join` and `joined`: a higher book over what lower books have frozen."""

from __future__ import annotations

from collections.abc import Iterator

import click

from ...office import Joining, Lower, Office
from ...words import Text, visible
from .._base import JSON_OPTION, Command, Option
from .._effects import MANY, effect_lines
from .._out import say, say_json
from .._progress import progress
from .._table import table
from ._base import BOOK, REASON, at_office, saving, tell

__all__ = ["join", "joined"]

_CODE = Text("what the ids of that unit's people begin with here", "该单位人员编号在此的前缀代码")
_PREVIEW = Text("show what it would change, and write nothing", "只显示会改变什么，不写入")


@click.command(
    cls=Command,
    text=Text(
        "Take what the book LOWER has frozen into BOOK: its people, entries and decisions, at the head that stands. Once "
        "more after the lower book went on, with a reason.",
        "把下级账簿 LOWER 已冻结的人员、录入与裁定按其当前回执汇入账簿 BOOK；下级账簿有改动后可再次汇入，须写理由。",
    ),
)
@BOOK
@click.argument("lower", metavar="LOWER")
@click.option("--as", "code", required=True, metavar="CODE", cls=Option, text=_CODE)
@click.option("--preview", is_flag=True, cls=Option, text=_PREVIEW)
@REASON
@JSON_OPTION
@saving
def join(*, where: str, lower: str, code: str, preview: bool, reason: str, as_json: bool) -> None:
    """Join a lower book."""
    with progress(), at_office(where, writable=not preview) as office, Office.open(lower, writable=False) as below:
        found = office.joining(below, code)
        if preview and as_json:
            say_json(found.as_json())
        elif preview:
            for line in _lines(found):
                say(line)
        else:
            tell(office.join(below, code, reason=reason), as_json=as_json)


@click.command(
    cls=Command,
    text=Text(
        "List the lower books that are joined to BOOK, each with its head. With the LOWER books: which of them went on, "
        "and what joining them again would change.",
        "列出已汇入账簿 BOOK 的下级账簿及其回执。写出 LOWER 时，指出哪些此后有改动、再次汇入会改变什么。",
    ),
)
@BOOK
@click.argument("lowers", metavar="[LOWER]...", nargs=-1)
@JSON_OPTION
def joined(*, where: str, lowers: tuple[str, ...], as_json: bool) -> None:
    """List what is joined."""
    with progress(), at_office(where, writable=False) as office:
        held = office.lowers
        looked = [_looked(office, one) for one in lowers]
        if as_json:
            beside = [{"unit": unit, "joining": None if one is None else one.as_json()} for unit, one in looked]
            say_json({"joined": [one.as_json() for one in held.values()], "beside": beside})
            return
        for line in (*_list(held), *(line for unit, one in looked for line in _beside(unit, one))):
            say(line)


def _looked(office: Office, lower: str) -> tuple[str, Joining | None]:
    """A lower book beside what was joined of it: its unit, None where it was never joined."""
    with Office.open(lower, writable=False) as below:
        unit = below.header.county
        code = next((one.code for one in office.lowers.values() if one.unit == unit), None)
        return unit, None if code is None else office.joining(below, code)


def _list(held: dict[str, Lower]) -> Iterator[str]:
    if not held:
        yield str(
            Text(
                "no lower book is joined; kaohe office join BOOK LOWER --as CODE joins one",
                "尚未汇入下级账簿；请用 kaohe office join BOOK LOWER --as CODE",
            )
        )
        return
    head = (
        Text("code", "代码"),
        Text("unit", "单位"),
        Text("people", "人数"),
        Text("head", "回执"),
        Text("of", "范围"),
    )
    rows = [tuple(str(cell) for cell in head)]
    rows += [(one.code, one.unit, str(one.people), str(one.head), " ".join(one.spans)) for one in held.values()]
    yield from table([tuple(visible(cell) for cell in row) for row in rows], right=frozenset({2}))


def _beside(unit: str, found: Joining | None) -> Iterator[str]:
    if found is None:
        text = Text("{unit}: not joined yet", "{unit}：尚未汇入")
        yield visible(str(text.format(unit=unit)))
    elif found.same:
        yield visible(str(Text("{unit}: as it was joined", "{unit}：与汇入时相同").format(unit=unit)))
    else:
        yield from _lines(found)


def _lines(found: Joining) -> Iterator[str]:
    now = found.lower
    if found.before is None:
        text = Text("{unit}: would be joined at {head}", "{unit}：将按 {head} 汇入")
        yield visible(str(text.format(unit=now.unit, head=str(now.head))))
    else:
        text = Text("{unit}: was joined at {then} and stands at {head}", "{unit}：汇入时为 {then}，现为 {head}")
        yield visible(str(text.format(unit=now.unit, then=str(found.before.head), head=str(now.head))))
    text = Text(
        "  {came} come, {left} leave, {n} of this book come out otherwise",
        "  新增 {came}，减少 {left}，本账簿 {n} 人结果改变",
    )
    yield str(text.format(came=len(found.came), left=len(found.left), n=len(found.effects)))
    more = Text("and {n} more; --json lists all of them", "另有 {n} 人；--json 可全部列出")
    yield from (f"  {line}" for line in effect_lines(found.effects, MANY, more))
