"""`kaohe office log`, `undo` and `adopt`: what was, and the rules that a book is under."""

from __future__ import annotations

from itertools import islice
from typing import Any

import click

from ...office import Event, value_text
from ...store import Receipt
from ...words import Text
from .._base import JSON_OPTION, Command, Option
from .._out import say, say_json
from ._base import BOOK, REASON, at_office, saving, tell
from ._status import comparison_lines, difference_lines

__all__ = ["adopt", "log", "say_event", "shown", "undo"]


@click.command(
    cls=Command,
    text=Text(
        "List the commits of BOOK, of ID alone where one is named: receipt, time, login, reason, each value before and "
        "after.",
        "列出账簿（或只列 ID）的提交：回执、时间、登录名、事由、每项改动前后的值。",
    ),
)
@BOOK
@click.argument("appraisee", metavar="[ID]", required=False)
@click.option(
    "--after",
    type=click.IntRange(min=0),
    default=0,
    cls=Option,
    text=Text("only after this number", "只列此序号之后的"),
)
@click.option("--most", type=click.IntRange(min=1), cls=Option, text=Text("at most so many", "最多列出条数"))
@JSON_OPTION
def log(*, where: str, appraisee: str | None, after: int, most: int | None, as_json: bool) -> None:
    """List commits."""
    with at_office(where, writable=False) as office:
        found = islice(office.history(appraisee=appraisee, after=after), most)
        if as_json:
            say_json([event.as_json() for event in found])
            return
        for event in found:
            say_event(event)


_MOST = 12


def say_event(event: Event) -> None:
    """Print one commit."""
    say("  ".join([str(event.receipt), event.time, event.actor, event.reason]).rstrip())
    for one in event.moved[:_MOST]:
        place = " ".join(part for part in (one.appraisee, one.key, one.at) if part)
        say(f"    {place}: {shown(one.before)} -> {shown(one.after)}")
    if len(event.moved) > _MOST:
        text = Text("    and {n} more values; --json lists all of them", "    另有 {n} 项；--json 可全部列出")
        say(text.format(n=len(event.moved) - _MOST))


def shown(value: Any) -> str:
    """A value in a line."""
    text = value_text(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


@click.command(
    cls=Command,
    text=Text(
        "Put back in one new commit what the commit of RECEIPT changed. Needs a reason.",
        "以一次新提交恢复 RECEIPT 那次提交所改的内容；须写理由。",
    ),
)
@BOOK
@click.argument("receipt", metavar="RECEIPT")
@REASON
@JSON_OPTION
@saving
def undo(*, where: str, receipt: str, reason: str, as_json: bool) -> None:
    """Undo a commit."""
    with at_office(where) as office:
        tell(office.undo(Receipt.parse(receipt), reason=reason), as_json=as_json)


@click.command(
    cls=Command,
    text=Text(
        "Take the installed rules for BOOK, after showing how they differ and whose outcome changes. Needs a reason.",
        "对账簿采用已安装的规则；先显示规则差异与结果有变的对象。须写理由。",
    ),
)
@BOOK
@REASON
@JSON_OPTION
@saving
def adopt(*, where: str, reason: str, as_json: bool) -> None:
    """Adopt other rules."""
    with at_office(where) as office:
        differs = office.difference
        if differs is not None and not as_json:
            for line in [*difference_lines(differs), *comparison_lines(office.compare())]:
                say(line)
        tell(office.adopt(reason=reason), as_json=as_json)
