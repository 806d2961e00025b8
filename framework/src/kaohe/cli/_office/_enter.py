"""`kaohe office enter`, `recheck`, `freeze`, `revise`: what is entered, and what no longer changes unasked."""

from __future__ import annotations

from collections.abc import Sequence

import click

from ...office import Freeze, Recheck, Revise
from ...words import Text
from .._base import JSON_OPTION, Command, Option
from ._base import BOOK, REASON, WHO, at_office, axis_of, entries, saving, tell, to_enter

__all__ = ["enter", "freeze", "recheck", "revise"]

_AT = click.option(
    "--at",
    default="",
    metavar="PERIOD",
    cls=Option,
    text=Text("the period, for what is entered by period", "期次（逐期录入的项目）"),
)
_VALUES = click.argument("values", metavar="KEY=VALUE...", nargs=-1, required=True)


@click.command(
    cls=Command,
    text=Text(
        "Enter values of ID: numbers and codes as typed, lists and tables as JSON; KEY= alone takes an entry back.",
        "录入 ID 的数据：数字与代码直接写，列表与键值写成 JSON；只写 KEY= 表示撤回该项。",
    ),
)
@BOOK
@WHO
@_VALUES
@_AT
@REASON
@JSON_OPTION
@saving
def enter(*, where: str, appraisee: str, values: Sequence[str], at: str, reason: str, as_json: bool) -> None:
    """Enter values."""
    with at_office(where) as office:
        tell(office.save(to_enter(appraisee, entries(values), at), reason=reason), as_json=as_json)


@click.command(
    cls=Command,
    text=Text(
        "Record how the re-check of RULE for ID stands: pending, confirmed, rejected, or none to take it back.",
        "记录 ID 的 RULE 复核状态：pending 待复核、confirmed 属实、rejected 不实，none 表示撤回。",
    ),
)
@BOOK
@WHO
@click.argument("rule", metavar="RULE")
@click.argument("status", metavar="STATUS")
@click.option("--document", default="", metavar="NO", cls=Option, text=Text("its document number", "文号"))
@REASON
@JSON_OPTION
@saving
def recheck(*, where: str, appraisee: str, rule: str, status: str, document: str, reason: str, as_json: bool) -> None:
    """Record a re-check."""
    with at_office(where) as office:
        state = None if status == "none" else status
        tell(office.save([Recheck(appraisee, rule, state, document)], reason=reason), as_json=as_json)


_SPAN = click.argument("period", metavar="PERIOD", required=False, default="")


@click.command(
    cls=Command,
    text=Text(
        "Freeze a PERIOD, or the whole book without one: entries are hashed and change only by kaohe office revise.",
        "冻结 PERIOD 期次（不写则冻结整本账簿）：录入内容计算哈希，此后只能用 kaohe office revise 更改。",
    ),
)
@BOOK
@_SPAN
@REASON
@JSON_OPTION
@saving
def freeze(*, where: str, period: str, reason: str, as_json: bool) -> None:
    """Freeze a period or the book."""
    with at_office(where) as office:
        mark = Freeze(axis_of(office, period), period) if period else Freeze()
        tell(office.save([mark], reason=reason), as_json=as_json)


@click.command(
    cls=Command,
    text=Text(
        "Enter values of ID in what is frozen, as a revision on record. Needs a reason.",
        "在已冻结的内容中更改 ID 的数据，作为修订记录在案；须写理由。",
    ),
)
@BOOK
@WHO
@_VALUES
@_AT
@REASON
@JSON_OPTION
@saving
def revise(*, where: str, appraisee: str, values: Sequence[str], at: str, reason: str, as_json: bool) -> None:
    """Revise frozen entries."""
    with at_office(where) as office:
        spans = [Revise(axis_of(office, at), at)] if at and f"{axis_of(office, at)}/{at}" in office.freezes else []
        spans += [Revise()] if "book" in office.freezes or not spans else []
        tell(office.save([*spans, *to_enter(appraisee, entries(values), at)], reason=reason), as_json=as_json)
