"""`kaohe office audit` and `operators`: what happened to a person, an input, a decision; between two heads; by whom."""

from __future__ import annotations

import click

from ...office import Changed
from ...words import Text
from .._base import JSON_OPTION, Command, Option
from .._out import say, say_json
from ._base import BOOK, at_office
from ._past import say_event, shown
from ._second import operator_rows

__all__ = ["audit", "operators"]

_NOTHING = Text("nothing", "没有")


@click.command(
    cls=Command,
    text=Text(
        "Look back in BOOK: every commit about a person, an input, an operator or a decision; or, with --since, what the "
        "book holds otherwise than at that receipt.",
        "查阅账簿历史：涉及某人、某项目、某操作员或某裁定的各次提交；写 --since 则列出与该回执时相比的全部变化。",
    ),
)
@BOOK
@click.option("--person", default="", metavar="ID", cls=Option, text=Text("about this person", "涉及此人"))
@click.option(
    "--input", "key", default="", metavar="KEY", cls=Option, text=Text("about this input or rule", "涉及该录入项或规则")
)
@click.option("--by", "actor", default="", metavar="LOGIN", cls=Option, text=Text("by this login", "由该登录名办理"))
@click.option(
    "--decision",
    default="",
    metavar="DECISION",
    cls=Option,
    text=Text(
        "about decisions whose id begins so: grade/M1, tie/QUOTA", "涉及编号以此开头的裁定，如 grade/M1、tie/QUOTA"
    ),
)
@click.option(
    "--since",
    default="",
    metavar="RECEIPT",
    cls=Option,
    text=Text("what changed since this head", "自该回执以来的变化"),
)
@click.option("--until", default="", metavar="RECEIPT", cls=Option, text=Text("and up to this head", "截至该回执"))
@JSON_OPTION
def audit(
    *, where: str, person: str, key: str, actor: str, decision: str, since: str, until: str, as_json: bool
) -> None:
    """Look back."""
    with at_office(where, writable=False) as office:
        if since or until:
            first = office.commit_of(since) if since else 0
            last = office.commit_of(until) if until else office.head.seq
            _between(office.between(first, last), as_json=as_json)
            return
        found = [*office.audit(appraisee=person, key=key, actor=actor, decision=decision)]
        if as_json:
            say_json([event.as_json() for event in found])
            return
        for event in found:
            say_event(event)
        if not found:
            say(_NOTHING)


def _between(found: list[Changed], *, as_json: bool) -> None:
    if as_json:
        say_json([one.as_json() for one in found])
        return
    for one in found:
        place = " ".join(part for part in (one.moved.appraisee, one.moved.key, one.moved.at) if part)
        say(
            f"{place}: {shown(one.moved.before)} -> {shown(one.moved.after)}  {one.actor} {one.time} {one.reason}".rstrip()
        )
    if not found:
        say(_NOTHING)


@click.command(
    cls=Command,
    text=Text(
        "Count what each login did: commits, entries, second entries, differences, signatures.",
        "统计各登录名的提交、录入、复录、差异与签署。",
    ),
)
@BOOK
@JSON_OPTION
def operators(*, where: str, as_json: bool) -> None:
    """Count by operator."""
    with at_office(where, writable=False) as office:
        if as_json:
            say_json([one.as_json() for one in office.operators()])
            return
        for line in operator_rows(office):
            say(line)
