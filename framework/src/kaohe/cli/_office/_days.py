"""`kaohe office due`, `done`, `papers`, `received`: what is to be done by when, and what has come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import click

from ...office import Hold, Receive
from ...office.procedure import WHEN, Awaited, Due, Procedures
from ...rules.tools import parse_day
from ...words import Text
from .._base import JSON_OPTION, Command, Option
from .._out import complain, say, say_json
from .._table import table
from ._base import ALL, AT, BOOK, PEOPLE, REASON, at_office, saving, tell, those

__all__ = ["DOCUMENT", "ON", "day_of", "done", "due", "papers", "received"]

_MOST = 40
_SHOWN = ("late", "today", "week", "next", "open")
DOCUMENT = click.option("--document", default="", metavar="NO", cls=Option, text=Text("its document number", "文号"))
ON = click.option(
    "--on", "day", default="", metavar="DATE", cls=Option, text=Text("the day (today by default)", "日期（默认今天）")
)


def day_of(text: str, procedure: Procedures) -> dt.date:
    """A day as typed, today where nothing is."""
    return parse_day(text) if text else procedure.today


@click.command(
    cls=Command,
    text=Text(
        "Show what the procedure asks for on that day: late, due today, this week, next week, and open without a day.",
        "显示程序在该日的待办：已逾期、今日、本周、下周到期，以及无期限事项。",
    ),
)
@BOOK
@ON
@click.option("--all", "every", is_flag=True, cls=Option, text=Text("later and done too", "含以后到期与已办事项"))
@JSON_OPTION
def due(*, where: str, day: str, every: bool, as_json: bool) -> None:
    """Show what is due."""
    with at_office(where, writable=False) as office:
        steps = office.procedure
        on = day_of(day, steps)
        found = [one for one in steps.agenda(on) if every or one.when in _SHOWN]
        early = steps.early_marks()
        if as_json:
            warned = [{"appraisee": one.appraisee, "number": one.text.number, "text": _both(one.text)} for one in early]
            say_json({"on": on.isoformat(), "due": [one.as_json() for one in found], "warnings": warned})
            return
        for line in _lines(found):
            say(line)
        for one in early[:_MOST]:
            complain(one.text.told())


def _both(text: Text) -> dict[str, str]:
    return {"en": text.en, "zh": text.zh}


def _lines(found: Sequence[Due]) -> Iterator[str]:
    if not found:
        yield str(Text("nothing is due", "没有到期事项"))
        return
    head = [
        Text("when", "状态"),
        Text("day", "日期"),
        Text("step", "步骤"),
        Text("period", "期次"),
        Text("what", "事项"),
        Text("people", "人数"),
    ]
    rows = []
    for state in WHEN:
        for one in found:
            if one.when == state:
                label = str(WHEN[state]) + (f" +{one.days}" if state == "late" else "")
                day = "-" if one.day is None else one.day.isoformat()
                people = str(len(one.people)) if one.people else ""
                rows.append((label, day, f"{one.step} {one.clause}".strip(), one.period, _short(str(one.what)), people))
    yield from table([[str(one) for one in head], *rows])


def _short(text: str, most: int = 40) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


@click.command(
    cls=Command,
    text=Text(
        "Record the day on which STEP was done, or is planned; --none takes it back. Days that count from it follow.",
        "记录步骤 STEP 的办理日期或计划日期；--none 表示撤回。以其为起算的时限随之变动。",
    ),
)
@BOOK
@click.argument("step", metavar="STEP")
@ON
@AT
@click.option("--none", "gone", is_flag=True, cls=Option, text=Text("take it back", "撤回"))
@DOCUMENT
@REASON
@JSON_OPTION
@saving
def done(*, where: str, step: str, day: str, at: str, gone: bool, document: str, reason: str, as_json: bool) -> None:
    """Record when a step was done."""
    with at_office(where) as office:
        on = None if gone else day_of(day, office.procedure)
        tell(office.save([Hold(step, on, at, document)], reason=reason), as_json=as_json)


@click.command(
    cls=Command,
    text=Text(
        "List the papers that are due: whose, of which period, received or missing, and late by how many days.",
        "列出应报材料：对象、期次、已收或未收，以及逾期天数。",
    ),
)
@BOOK
@ON
@click.option("--missing", is_flag=True, cls=Option, text=Text("only what has not come", "只列未收到的"))
@JSON_OPTION
def papers(*, where: str, day: str, missing: bool, as_json: bool) -> None:
    """List papers."""
    with at_office(where, writable=False) as office:
        steps = office.procedure
        found = [one for one in steps.papers(day_of(day, steps)) if one.missing or not missing]
        if as_json:
            say_json([one.as_json() for one in found])
            return
        for line in _papers(found):
            say(line)


def _papers(found: Sequence[Awaited]) -> Iterator[str]:
    head = [
        Text("id", "编号"),
        Text("paper", "材料"),
        Text("period", "期次"),
        Text("due", "期限"),
        Text("received", "收到"),
        Text("late", "逾期天数"),
    ]
    rows = [
        (
            one.appraisee,
            f"{one.paper} {one.label}",
            one.period,
            "-" if one.due is None else one.due.isoformat(),
            "-" if one.on is None else one.on.isoformat(),
            str(one.late) if one.late else "",
        )
        for one in found[:_MOST]
    ]
    yield from table([[str(one) for one in head], *rows])
    if len(found) > _MOST:
        more = Text("and {n} more; --json lists all of them", "另有 {n} 项；--json 可全部列出")
        yield str(more.format(n=len(found) - _MOST))
    gone = sum(one.missing for one in found)
    yield str(Text("{n} papers, {gone} not received", "材料 {n} 份，未收到 {gone} 份").format(n=len(found), gone=gone))


@click.command(
    cls=Command,
    text=Text(
        "Record that PAPER of these IDs (--all: of whoever's is missing) came in, on one day, in one commit; --none takes "
        "it back. No content is kept.",
        "记录各 ID（--all 为所有未收到者）的材料 PAPER 于某日收到（一次提交）；--none 表示撤回。不保存内容。",
    ),
)
@BOOK
@click.argument("paper", metavar="PAPER")
@PEOPLE
@ALL
@ON
@AT
@click.option("--none", "gone", is_flag=True, cls=Option, text=Text("take it back", "撤回"))
@REASON
@JSON_OPTION
@saving
def received(
    *,
    where: str,
    paper: str,
    people: Sequence[str],
    every: bool,
    day: str,
    at: str,
    gone: bool,
    reason: str,
    as_json: bool,
) -> None:
    """Record papers."""
    with at_office(where) as office:
        on = None if gone else day_of(day, office.procedure)
        asked = [one for one in office.procedure.papers(on) if one.paper == paper and one.period == at]
        whose = those(people, [one.appraisee for one in asked if one.missing != gone], every=every)
        tell(office.save([Receive(who, paper, on, at) for who in whose], reason=reason), as_json=as_json)
