"""`kaohe office role` and `close`: who may do what, and the end of a book."""

from __future__ import annotations

from collections.abc import Sequence

import click

from ...office import ABILITIES, ROLES, Appoint, Dismiss, Holder, Office, Seal
from ...words import Text
from .._base import JSON_OPTION, Command, Group, Option
from .._out import both, say, say_json
from .._table import table
from ._base import BOOK, REASON, at_office, saving, tell

__all__ = ["close", "role"]

_LOGIN = click.argument("login", metavar="LOGIN")


@click.group(
    cls=Group,
    text=Text(
        "Say who may do what in BOOK. Without any role it is a small office, where everybody may do everything.",
        "规定账簿中谁可以办理什么。没有任何角色的账簿为小型办公室，人人都可以办理一切。",
    ),
)
def role() -> None:
    """Hold the commands on roles."""


@role.command(
    "list",
    cls=Command,
    text=Text("List who has which roles, and what each role may do.", "列出各登录名的角色，以及各角色的权限。"),
)
@BOOK
@JSON_OPTION
def list_roles(*, where: str, as_json: bool) -> None:
    """List roles."""
    with at_office(where, writable=False) as office:
        if as_json:
            able = {name: {"text": both(text), "roles": [*roles]} for name, (text, roles) in ABILITIES.items()}
            held = [one.as_json() for one in office.roles.values()]
            say_json({"roles": held, "abilities": able, "levels": [both(one) for one in office.levels]})
            return
        if not office.roles:
            say(
                Text(
                    "nobody has a role: everybody whom the system lets write may do everything",
                    "尚无角色：凡系统允许写入者均可办理一切",
                )
            )
        rows = [
            (one.login, ", ".join(str(ROLES[name]) for name in one.roles), *_bound(office, one))
            for one in office.roles.values()
        ]
        head = [str(Text("login", "登录名")), str(Text("roles", "角色")), str(Text("units", "单位"))]
        head.append(str(Text("levels", "层级")))
        for line in table([head, *rows]) if rows else ():
            say(line)
        for name, words in ROLES.items():
            does = [str(text) for text, roles in ABILITIES.values() if name in roles]
            say(f"{name} {words}: " + (", ".join(does) or str(Text("reads, writes nothing", "只查阅，不写入"))))
        levels = ", ".join(f"{place} {one}" for place, one in enumerate(office.levels, 1))
        if levels:
            say(
                Text("levels that sign, for --level: {levels}", "签署层级（用于 --level）：{levels}").format(
                    levels=levels
                )
            )


def _bound(office: Office, one: Holder) -> tuple[str, str]:
    """The units and the levels that somebody is bound to, "-" for all."""
    names = {level.zh: str(level) for level in office.levels}
    return ", ".join(one.units) or "-", ", ".join(names.get(level, level) for level in one.levels) or "-"


@role.command(
    cls=Command,
    text=Text(
        "Give LOGIN these roles, in the place of those it had: clerk, second, reviewer, approver, administrator, auditor. "
        "Of a save's roles one must be an administrator; appoint yourself first.",
        "授予 LOGIN 以下角色（取代原有角色）：clerk 录入员、second 复录员、reviewer 审核员、approver 审批人、administrator 管理员、"
        "auditor 审计员。必须有一名管理员；请先任命自己。",
    ),
)
@BOOK
@_LOGIN
@click.argument("roles", metavar="ROLE...", nargs=-1, required=True)
@click.option(
    "--unit",
    "units",
    multiple=True,
    metavar="ID",
    cls=Option,
    text=Text("only for the people of this unit (may be given again)", "仅限该单位的对象（可重复）"),
)
@click.option(
    "--level",
    "levels",
    multiple=True,
    metavar="LEVEL",
    cls=Option,
    text=Text(
        "an approver of this level alone, by number or name; kaohe office role list has them (may be given again)",
        "仅为该层级的审批人，写序号或名称；kaohe office role list 可列出（可重复）",
    ),
)
@REASON
@JSON_OPTION
@saving
def give(
    *,
    where: str,
    login: str,
    roles: Sequence[str],
    units: Sequence[str],
    levels: Sequence[str],
    reason: str,
    as_json: bool,
) -> None:
    """Give roles."""
    with at_office(where) as office:
        tell(office.save([Appoint(login, roles, units, levels)], reason=reason), as_json=as_json)


@role.command(cls=Command, text=Text("Take the roles of LOGIN away.", "取消 LOGIN 的角色。"))
@BOOK
@_LOGIN
@REASON
@JSON_OPTION
@saving
def take(*, where: str, login: str, reason: str, as_json: bool) -> None:
    """Take roles away."""
    with at_office(where) as office:
        tell(office.save([Dismiss(login)], reason=reason), as_json=as_json)


@click.command(
    cls=Command,
    text=Text(
        "Close BOOK for good once the year is signed: from then on it is only read. Needs a reason.",
        "年度签署完毕后封存账簿：此后只能查阅。须写理由。",
    ),
)
@BOOK
@click.option(
    "--retain",
    required=True,
    metavar="DAY",
    cls=Option,
    text=Text("kept unchanged until this day, like 2030-12-31", "保存至该日，如 2030-12-31"),
)
@REASON
@JSON_OPTION
@saving
def close(*, where: str, retain: str, reason: str, as_json: bool) -> None:
    """Close a book."""
    with at_office(where) as office:
        tell(office.save([Seal(retain)], reason=reason), as_json=as_json)
