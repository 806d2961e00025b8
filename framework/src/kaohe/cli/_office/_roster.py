"""`kaohe office roster`: who is appraised, and how they come, change and go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from ...engine import Appraisee
from ...office import Amend, Enrol, Withdraw, moves
from ...rules.tools import linked_text, parse_day, plain_link
from ...words import Text
from .._base import JSON_OPTION, Command, Group, Option
from .._out import say, say_json
from .._table import table
from ._base import BOOK, LINK, REASON, SET, at_office, entries, pairs, saving, tell, to_enter

__all__ = ["roster"]


@click.group(
    cls=Group, text=Text("Who is appraised: list, add, change, transfer, remove", "名册：列出、登记、更改、调动、移除")
)
def roster() -> None:
    """Hold the commands on the roster."""


_NAME = click.option(
    "--name", metavar="NAME", cls=Option, text=Text("name, kept in the roster alone", "姓名/名称，只存于名册")
)
_KIND = click.option("--kind", metavar="KIND", cls=Option, text=Text("kind of appraisee", "对象类别"))


@roster.command(
    "list", cls=Command, text=Text("List the roster with names, kinds and links.", "列出名册：姓名、类别、链接。")
)
@BOOK
@JSON_OPTION
def list_(*, where: str, as_json: bool) -> None:
    """List everybody."""
    with at_office(where, writable=False) as office:
        people = [*office.people.values()]
        if as_json:
            say_json([{"id": o.id, "kind": o.kind, "name": o.name, "links": _plain(o)} for o in people])
            return
        if not people:
            say(Text("nobody is on the roster yet: kaohe office roster add", "名册还没有人：kaohe office roster add"))
            return
        head = [
            str(one) for one in (Text("id", "编号"), Text("kind", "类别"), Text("name", "姓名"), Text("links", "链接"))
        ]
        rows = [
            (o.id, o.kind, o.name or "-", " ".join(f"{k}={linked_text(to)}" for k, to in o.links.items()) or "-")
            for o in people
        ]
        for line in table([head, *rows]):
            say(line)


@roster.command(
    cls=Command,
    text=Text(
        "Add ID, of a KIND of the scheme, with name, links and entries.",
        "登记 ID，类别为 KIND，可附姓名、链接与录入项。",
    ),
)
@BOOK
@click.argument("appraisee", metavar="ID")
@click.argument("kind", metavar="KIND")
@_NAME
@LINK
@SET
@REASON
@JSON_OPTION
@saving
def add(
    *,
    where: str,
    appraisee: str,
    kind: str,
    name: str | None,
    links: Sequence[str],
    facts: Sequence[str],
    reason: str,
    as_json: bool,
) -> None:
    """Add somebody."""
    with at_office(where) as office:
        new = Enrol(appraisee, kind, name or "", pairs(links), entries(facts))
        tell(office.save([new], reason=reason), as_json=as_json)


@roster.command(
    cls=Command, text=Text("Change the name or the kind of ID. Needs a reason.", "更改 ID 的姓名或类别，须写理由。")
)
@BOOK
@click.argument("appraisee", metavar="ID")
@_NAME
@_KIND
@REASON
@JSON_OPTION
@saving
def change(*, where: str, appraisee: str, name: str | None, kind: str | None, reason: str, as_json: bool) -> None:
    """Change somebody."""
    with at_office(where) as office:
        tell(office.save([Amend(appraisee, name=name, kind=kind)], reason=reason), as_json=as_json)


@roster.command(
    cls=Command,
    text=Text(
        "Link ID elsewhere, from a day on (--from) or for the whole cycle; other days of it are entries "
        "(--set posted_to=...). Needs a reason.",
        "调动 ID：更改链接，自某日起（--from）或整个周期；其他日期一并录入（--set posted_to=…），须写理由。",
    ),
)
@BOOK
@click.argument("appraisee", metavar="ID")
@LINK
@click.option(
    "--from",
    "day",
    metavar="DAY",
    cls=Option,
    text=Text(
        "from that day on, for a link by date; what was before stays", "自该日起（按日期变动的链接）；此前的保留"
    ),
)
@SET
@REASON
@JSON_OPTION
@saving
def transfer(
    *,
    where: str,
    appraisee: str,
    links: Sequence[str],
    day: str | None,
    facts: Sequence[str],
    reason: str,
    as_json: bool,
) -> None:
    """Link somebody elsewhere."""
    with at_office(where) as office:
        moved = moves(office, appraisee, pairs(links), None if day is None else parse_day(day))
        tell(office.save([moved, *to_enter(appraisee, entries(facts), "")], reason=reason), as_json=as_json)


@roster.command(
    cls=Command,
    text=Text(
        "Take ID off the roster with all that was entered; the ledger keeps it. Needs a reason.",
        "将 ID 及其全部录入项移出名册，账簿保留原记录；须写理由。",
    ),
)
@BOOK
@click.argument("appraisee", metavar="ID")
@REASON
@JSON_OPTION
@saving
def remove(*, where: str, appraisee: str, reason: str, as_json: bool) -> None:
    """Remove somebody."""
    with at_office(where) as office:
        tell(office.save([Withdraw(appraisee)], reason=reason), as_json=as_json)


def _plain(one: Appraisee) -> dict[str, Any]:
    return {key: plain_link(to) for key, to in one.links.items()}
