"""What every page of a decision ends with: the typed confirmation, then one commit and its receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kaohe.office import Decide
from kaohe.words import Text

from ._page import Host

__all__ = ["record"]


def record(desk: Host, rows: Sequence[Mapping[str, Any]]) -> None:
    """Ask for the typed word, then put decisions, as a case file holds them, into the book in one commit."""

    def confirmed(text: str) -> None:
        if text.strip().lower() not in ("yes", "是"):
            desk.say(_NOT)
            return
        saved = desk.session.change([Decide(row) for row in rows])
        desk.back()
        desk.say(_RECORDED.format(receipt=str(saved.receipt)))

    desk.ask(_SURE, confirmed)


_SURE = Text("record this? it stays on record; type yes: ", "记入后不可改，只可追加更正；输入 是 确认: ")
_NOT = Text("not recorded", "没有记入")
_RECORDED = Text("recorded: {receipt}", "已记入：{receipt}")
