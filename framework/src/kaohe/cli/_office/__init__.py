"""`kaohe office`: working in a book: roster, entries, decisions, what is open, what is frozen, what was."""

from __future__ import annotations

import click

from ...words import Text
from .._base import Group
from ._decide import decide
from ._enter import enter, freeze, recheck, revise
from ._past import adopt, log, undo
from ._roster import roster
from ._status import status
from ._upwards import join, joined

__all__ = ["office"]


@click.group(
    cls=Group,
    text=Text(
        "Work in a BOOK: its roster, entries and decisions; what is open, frozen and past. Each save is one commit and "
        "prints its receipt.",
        "在账簿 BOOK 中办理：名册、录入、裁定、待办、冻结与历史。每次保存为一次提交，并显示回执。",
    ),
)
def office() -> None:
    """Hold the commands on a book's content."""


for _one in (status, roster, enter, decide, recheck, freeze, revise, log, undo, adopt, join, joined):
    office.add_command(_one)
