"""`kaohe office`: working in a book: roster, entries, decisions, what is open, what is frozen, what was."""

from __future__ import annotations

import click

from ...words import Text
from .._base import Group
from ._audit import audit, operators
from ._days import done, due, papers, received
from ._decide import decide
from ._draw import draw
from ._enter import enter, freeze, recheck, revise
from ._none import none
from ._past import adopt, log, undo
from ._results import gate, imported, notice, objection, publish
from ._roles import close, role
from ._roster import roster
from ._second import accept, second, warnings
from ._sign import opinion, return_, sign, signatures
from ._status import status
from ._upwards import join, joined

__all__ = ["office"]

# By who uses them, in the order of the work; a command stands in one of them.
_SECTIONS = {
    Text("Clerks (enter)", "录入员（录入）"): (status, roster, enter, none, recheck, revise, undo),
    Text("Procedure (days, papers)", "程序（时限、材料）"): (due, done, papers, received),
    Text("Procedure (draws, publicity, opinions, notices)", "程序（抽取、公示、征求意见、告知）"): (
        draw,
        publish,
        objection,
        gate,
        notice,
        imported,
    ),
    Text("Second clerks and reviewers (compare and settle)", "复录员与审核员（核对与裁定）"): (
        second,
        warnings,
        accept,
        decide,
    ),
    Text("Approvers (freeze and sign)", "审批人（冻结与签署）"): (freeze, signatures, sign, return_, opinion),
    Text("Auditors (look back)", "审计员（查阅）"): (log, audit, operators),
    Text("Administrators (roles, rules, lower books, closing)", "管理员（角色、规则、汇总、封存）"): (
        role,
        adopt,
        join,
        joined,
        close,
    ),
}


@click.group(
    cls=Group,
    sections={title: [str(one.name) for one in found] for title, found in _SECTIONS.items()},
    text=Text(
        "Work in a BOOK: its roster, entries and decisions; what is open, frozen and past. Each save is one commit and "
        "prints its receipt.",
        "在账簿 BOOK 中办理：名册、录入、裁定、待办、冻结与历史。每次保存为一次提交，并显示回执。",
    ),
)
def office() -> None:
    """Hold the commands on a book's content."""


for _found in _SECTIONS.values():
    for _one in _found:
        office.add_command(_one)
